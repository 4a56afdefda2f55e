"""Why a PC could not join, each with what to do about it."""

from desktop.domain.errors import DeskError, RefusedError


class JoinCodeMistypedError(RefusedError):
    """This is not how a join code looks."""

    code = "join-code-mistyped"
    advice = "Type the code again as it is shown; this did not use up a try."


class JoinCodeWrongError(RefusedError):
    """The code is not one that the inviting desk gave out."""

    code = "join-code-wrong"
    advice = "Compare it letter by letter with the one shown; five wrong guesses end it."


class JoinCodeUsedError(RefusedError):
    """This code has let a PC in already; each lets in one."""

    code = "join-code-used"
    advice = (
        "Ask for a new code. If nobody here used it, tell the supervisor now: "
        "`countersign site roster` shows which PC joined, and it can be revoked."
    )


class JoinCodeExpiredError(RefusedError):
    """The code's time is over."""

    code = "join-code-expired"
    advice = "Ask the supervisor for a new code and type it while it is shown."


class JoinCodeBurnedError(RefusedError):
    """Five wrong guesses were made at this code, so it is worth nothing any more."""

    code = "join-code-burned"
    advice = (
        "Ask the supervisor for a new code. If the guesses were not yours, "
        "say so: somebody on this network is trying."
    )


class InviterNotReachableError(DeskError):
    """No inviting desk answers at that address."""

    code = "inviter-not-reachable"
    advice = (
        "Check the address shown beside the code, that the code is still shown there, "
        "and that both PCs are on the same network and no firewall closes that port."
    )


class InviterNotProvenError(DeskError):
    """Whoever answered could not prove that they know the code, so nothing was believed."""

    code = "inviter-not-proven"
    advice = (
        "Ask for a new code and check the address; if it happens again, "
        "somebody on this network stands between the two PCs."
    )


class SiteMismatchError(RefusedError):
    """The code is good, but it belongs to another site than the one this PC was to join."""

    code = "site-mismatch"
    advice = "Check with the supervisor which site is meant, and take the code from its own desk."


class JoinInterruptedError(DeskError):
    """The connection broke, or took too long, before this PC had everything it needs."""

    code = "join-interrupted"
    advice = "Try once more, with the same code."


class InviterCouldNotAdmitError(DeskError):
    """The inviting desk knew the code, but could not admit this PC."""

    code = "inviter-could-not-admit"
    advice = "Look at the inviting desk: it shows what is wrong there. Then use a new code."
