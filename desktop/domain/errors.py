"""Errors that are the world's doing, each with one sentence of advice for the person it meets."""

from desktop.domain.sentence import Sentence


class DeskError(Exception):
    """Something outside the program went wrong, and a person can do something about it.

    ``code`` is stable (the command line's JSON carries it); ``advice`` is one sentence that says
    what to do now. Everything that is not a ``DeskError`` is our own bug.

    A message is a text whose ``{fields}`` the keywords fill in, so that windows can say it in
    another language (``sentence``); without one the class's own first line is said.
    """

    code = "desk"
    advice = "Try again. If it happens again, tell the person who looks after the PCs."

    def __init__(
        self, message: str | Sentence = "", *, advice: str | None = None, **values: object
    ) -> None:
        said = message or (self.__doc__ or "").split("\n")[0]
        self.sentence = said if isinstance(said, Sentence) else Sentence(said, values)
        super().__init__(str(self.sentence))
        if advice is not None:
            self.advice = advice


class RefusedError(DeskError):
    """What was asked is not possible as things stand now."""

    code = "refused"


class UnknownAlertError(RefusedError):
    """No alert here has that number."""

    code = "unknown-alert"
    advice = "See the open alerts with: countersign alert list"


class TransitionRefusedError(RefusedError):
    """The alert has moved on, and this can no longer be done to it."""

    code = "transition-refused"
    advice = "Look at the alert as it stands now; someone was quicker."


class MalformedEventError(DeskError):
    """These bytes are not an event of ours."""

    code = "malformed-event"
    advice = "It was dropped. If it keeps coming, look for a program that uses our port."


class ForeignEventError(DeskError):
    """An event that this site does not accept: wrong site, unknown device, or bad signature."""

    code = "foreign-event"
    advice = "It was dropped. Check `countersign site roster` for the device it names."


class QuarantinedEventError(ForeignEventError):
    """A device signed this after it was revoked: it is kept, shown as such, and not believed."""

    code = "quarantined-event"
    advice = "See what was kept apart with: countersign log verify"


class BodyTooLargeError(DeskError):
    """What was written is too long to be sent: it takes 32 KiB."""

    code = "body-too-large"
    advice = "Shorten the text, or attach it as a file."


class ReportNotSavedError(DeskError):
    """This PC's disk could not keep the report, so nothing was promised."""

    code = "report-not-saved"
    advice = "This report is NOT saved yet. Free some space, or save a copy elsewhere."


class UnknownReportError(RefusedError):
    """No report here has that number."""

    code = "unknown-report"
    advice = "See the reports with: countersign report list"
