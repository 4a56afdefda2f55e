"""What is done with a station that cannot be undone, or needs the recovery file: the questions, and
what is typed.
"""

from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Member
from desktop.ui.views.advice import Advice
from desktop.ui.views.inviting import role_words
from desktop.ui.views.site_cards import ChipView, Do, Editing, EditorView, FieldView
from desktop.ui.views.site_recovery import PASSPHRASE
from desktop.ui.views.station_words import station_words
from desktop.ui.words import Words

NEED_RECOVERY = frozenset({Do.TAKE_OUT, Do.TAKE_UP_RIGHT, Do.TAKE_RIGHT})
"""Only the site key makes an administrator or ends one, and it is in the recovery file alone."""
ROLE = "role"
_ROLES = (Role.COUNTER, Role.STAFF, Role.SUPERVISOR)


def take_out_words(member: Member, words: Words, *, is_calling: bool) -> tuple[str, str, str, str]:
    """Return the title, the question, what comes of it, and the yes, before one is taken out."""
    place = member.place
    detail = words(
        "It can call nobody from then on, and nobody believes what it says. This cannot be undone: "
        "that PC can only be invited again, as a new station. What it said so far stays."
    )
    if member.was_administrator:
        detail += " " + words("It is or was an administrator's desk: have the recovery file ready.")
    if is_calling:
        detail = words("It is calling now.") + " " + detail
    return (
        words("Take {place} out", place=place),
        words("Take {place} out of the site for good?", place=station_words(member)),
        detail,
        words("Take it out for good"),
    )


def reseat_words(
    member: Member, role: Role, words: Words, *, is_calling: bool
) -> tuple[str, str, str, str]:
    """Return the same before a station is given another role, which takes it out as well."""
    detail = words(
        "What a PC is stands in the papers that it joined with, so that PC has to join again. It "
        "is taken out, and you get a code for the same place, which works for ten minutes. Until "
        "then it can call nobody. What it said so far stays."
    )
    if is_calling:
        detail = words("It is calling now.") + " " + detail
    return (
        words("Another role for {place}", place=member.place),
        words(
            "Make {place} a {role}?",
            place=station_words(member),
            role=role_words(role, words).lower(),
        ),
        detail,
        words("Take it out and show the code"),
    )


def role_editor(member: Member, words: Words, problem: Advice | None) -> EditorView:
    """Return the choice among the roles that it does not have."""
    others = [role for role in _ROLES if role is not member.role]
    return EditorView(
        fields=(
            FieldView(
                ROLE,
                words("What it is to be"),
                others[0].value,
                choices=tuple(ChipView(role.value, role_words(role, words)) for role in others),
            ),
        ),
        hint=words(
            "It joins again with a new code, for its role stands in the papers that it joined "
            "with. Have somebody at that PC."
        ),
        save_text=words("Go on…"),
        cancel_text=words("Cancel"),
        problem=problem,
    )


def recovery_editor(member: Member, words: Words, editing: Editing) -> EditorView:
    """Return the line for the passphrase, with what it is for."""
    save_text, what = _errand(member, editing.about, words)
    return EditorView(
        fields=(FieldView(PASSPHRASE, words("Passphrase of the file"), is_secret=True),),
        hint=f"{words('{file}. The passphrase is tried here and kept nowhere.', file=editing.file)}"
        f" {what}",
        save_text=save_text,
        cancel_text=words("Cancel"),
        problem=editing.problem,
    )


def _errand(member: Member, about: Do, words: Words) -> tuple[str, str]:
    place = member.place
    if about is Do.TAKE_UP_RIGHT:
        return (
            words("Make it an administrator's desk"),
            words("{place} lets stations in and takes them out from then on.", place=place),
        )
    if about is Do.TAKE_RIGHT:
        return (
            words("Take the right"),
            words(
                "{place} stays a supervisor's desk, and lets nobody in any more. It can be given "
                "back at that desk.",
                place=place,
            ),
        )
    return words("Take it out for good"), words(
        "{place} belongs to the site no longer.", place=place
    )


def asks_for_recovery(member: Member, do: Do) -> bool:
    """Whether that act needs the recovery file."""
    return do in NEED_RECOVERY and (do is not Do.TAKE_OUT or member.was_administrator)
