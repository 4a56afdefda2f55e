"""The recovery file, as the Site page speaks of it: what it is for, and when it was opened last."""

import msgspec

from desktop.domain.events.header import moment
from desktop.domain.recovery.facts import LastCheck
from desktop.ui.views.advice import Advice
from desktop.ui.views.dates import instant_words
from desktop.ui.views.shapes import Shape
from desktop.ui.views.site_cards import (
    ButtonView,
    CardView,
    Do,
    Editing,
    EditorView,
    FieldView,
    RowView,
)
from desktop.ui.words import Words

RECOVERY = "recovery"
PASSPHRASE, FRESH, AGAIN = "passphrase", "fresh", "again"


class RecoveryAsked(msgspec.Struct, frozen=True, kw_only=True):
    """The file that somebody chose, and whether it ``is_anew`` to be saved."""

    file: str
    is_anew: bool = False


def recovery_card(
    last: LastCheck | None,
    asked: RecoveryAsked | None,
    *,
    words: Words,
    why_not: str,
    editing: Editing,
    is_working: bool = False,
) -> CardView:
    """Return the card; ``is_working`` while a passphrase is tried, which takes a moment."""
    title = words("Recovery file")
    is_edited = editing.row == RECOVERY and asked is not None and not why_not
    buttons = (
        ButtonView(Do.CHECK, words("Check it…"), title),
        ButtonView(Do.SAVE_ANEW, words("Save it anew…"), title),
    )
    return CardView(
        key="recovery",
        title=title,
        lead=words(
            "It was saved when this site was created. With its passphrase it makes and removes "
            "administrators, and brings the site back where every administrator's PC is lost."
        ),
        why_not=why_not,
        rows=(
            RowView(
                key=RECOVERY,
                title=_checked(last, words),
                shape=Shape.DONE if last is not None else Shape.ATTENTION,
                note=words("Trying the passphrase…")
                if is_working
                else words(
                    "Check once a year that the file is where you think, and that two people know "
                    "the passphrase."
                ),
                buttons=() if why_not or is_edited else buttons,
                editor=_editor(asked, words, editing.problem) if is_edited and asked else None,
            ),
        ),
    )


def fresh_problem(said: dict[str, str], words: Words) -> Advice | None:
    """Return what is wrong with a new passphrase, before anybody waits for it."""
    if said[FRESH] != said[AGAIN]:
        return Advice(words("The two are not the same. Type it twice."))
    return None


def _checked(last: LastCheck | None, words: Words) -> str:
    if last is None:
        return words("Nobody has checked it yet.")
    when, name = instant_words(moment(last.at_ms), words), last.author or words("a supervisor")
    if last.is_anew:
        return words("Saved anew by {name}, {when}.", name=name, when=when)
    return words("Checked by {name}, {when}.", name=name, when=when)


def _editor(asked: RecoveryAsked, words: Words, problem: Advice | None) -> EditorView:
    if not asked.is_anew:
        return EditorView(
            fields=(FieldView(PASSPHRASE, words("Passphrase of the file"), is_secret=True),),
            hint=words("{file}. The passphrase is tried here and kept nowhere.", file=asked.file),
            save_text=words("Check"),
            cancel_text=words("Cancel"),
            problem=problem,
        )
    return EditorView(
        fields=(
            FieldView(PASSPHRASE, words("Passphrase of the file"), is_secret=True),
            FieldView(FRESH, words("Passphrase of the new file"), is_secret=True),
            FieldView(AGAIN, words("The same once more"), is_secret=True),
        ),
        hint=words(
            "{file}. The old file stays as it is and opens with its old passphrase: destroy every "
            "copy that others may find.",
            file=asked.file,
        ),
        save_text=words("Save it anew…"),
        cancel_text=words("Cancel"),
        problem=problem,
    )
