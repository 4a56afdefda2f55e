"""The protocol's steps, as the Site page lets supervisors word and order them."""

from collections.abc import Sequence

from msgspec.structs import replace

from desktop.domain.protocol.site_protocol import SiteProtocol
from desktop.domain.protocol.steps import (
    MOST_LETTERS,
    MOST_STEPS,
    POLICE,
    SHIPPED,
    Situation,
    Step,
    new_key,
)
from desktop.ui.views.advice import Advice
from desktop.ui.views.site_cards import (
    ButtonView,
    CardView,
    ChipView,
    Do,
    Editing,
    EditorView,
    FieldView,
    RowView,
)
from desktop.ui.words import Words

STEP = "step "
"""Before a step's short name in the key of its row."""
SITUATION = "situation"
"""The row that says which steps are shown."""
NEW = f"{STEP}+"
"""The row of a step that is being added; no short name has such a sign."""
TEXT, PHONE = "text", "phone"


def steps_card(
    protocol: SiteProtocol,
    situation: Situation,
    *,
    words: Words,
    why_not: str,
    editing: Editing,
) -> CardView:
    """Return the card of one situation's steps, in their order."""
    steps = protocol.steps(situation)
    rows = [
        RowView(
            key=SITUATION,
            title=words("Steps for"),
            chips=(
                ChipView(Situation.PANIC, words("Panic")),
                ChipView(Situation.THREAT, words("Threat")),
                ChipView(Situation.ASSIST, words("Call for a supervisor")),
            ),
            chosen=situation,
            note=_who(protocol, situation, words),
        ),
        *(
            _row(number, step, words, why_not=why_not, editing=editing)
            for number, step in enumerate(steps, 1)
        ),
    ]
    if editing.row == NEW and not why_not:
        rows.append(
            RowView(
                key=NEW,
                title=words("A new step"),
                editor=_editor(Step(key=NEW, text=""), words, editing.problem),
            )
        )
    return CardView(
        key="steps",
        title=words("Protocol"),
        lead=words(
            "What supervisors read beside a call, and tick. A call that is open keeps what was "
            "done."
        ),
        why_not=why_not,
        rows=tuple(rows),
        buttons=()
        if why_not
        else tuple(_buttons(protocol, situation, words, is_full=len(steps) >= MOST_STEPS)),
    )


def reworded(
    steps: Sequence[Step], row: str, said: dict[str, str], words: Words
) -> tuple[Step, ...] | Advice:
    """Return the steps with that one as it was typed, or with the new one after the others.

    Words that ship and were left as they are stay those that ship: every desk reads them in its
    own language.
    """
    text, phone = said[TEXT].strip(), said[PHONE].strip()
    if not text:
        return Advice(words("Type what is to be done."))
    if row == NEW:
        key = new_key(text, (one.key for one in steps))
        return (*steps, Step(key=key, text=text, phone=phone))
    return tuple(
        replace(one, text=one.text if text == words(one.text) else text, phone=phone)
        if f"{STEP}{one.key}" == row
        else one
        for one in steps
    )


def moved_up(steps: Sequence[Step], row: str) -> tuple[Step, ...]:
    """Return the steps with that one a place earlier."""
    made = list(steps)
    at = next((n for n, one in enumerate(made) if f"{STEP}{one.key}" == row), 0)
    if at:
        made[at - 1], made[at] = made[at], made[at - 1]
    return tuple(made)


def without(steps: Sequence[Step], row: str) -> tuple[Step, ...]:
    """Return the steps but that one."""
    return tuple(one for one in steps if f"{STEP}{one.key}" != row)


def _row(number: int, step: Step, words: Words, *, why_not: str, editing: Editing) -> RowView:
    key = f"{STEP}{step.key}"
    text = words(step.text)
    is_edited = editing.row == key and not why_not
    buttons = [ButtonView(Do.CHANGE, words("Change…"), text)]
    if number > 1:
        buttons.append(ButtonView(Do.UP, words("Move up"), text))
    buttons.append(ButtonView(Do.REMOVE, words("Remove"), text))
    return RowView(
        key=key,
        title=words("{n}. {text}", n=number, text=text),
        says=step.phone,
        note=words("It has the script for the police, and comes back while nobody sees to it.")
        if step.key == POLICE
        else "",
        buttons=() if why_not or is_edited else tuple(buttons),
        editor=_editor(step, words, editing.problem) if is_edited else None,
    )


def _editor(step: Step, words: Words, problem: Advice | None) -> EditorView:
    return EditorView(
        fields=(
            FieldView(TEXT, words("What is to be done"), words(step.text) if step.text else ""),
            FieldView(PHONE, words("Phone number, or whom to reach and how"), step.phone),
        ),
        hint=words("{n} letters at most. All desks read it so at once.", n=MOST_LETTERS),
        save_text=words("Set for the site"),
        cancel_text=words("Cancel"),
        problem=problem,
    )


def _buttons(
    protocol: SiteProtocol, situation: Situation, words: Words, *, is_full: bool
) -> list[ButtonView]:
    about = words("Protocol")
    made = []
    if not is_full:
        made.append(ButtonView(Do.ADD, words("Add a step…"), about))
    own, before = protocol.own.get(situation), protocol.before.get(situation)
    if situation in protocol.revisions and own != before:
        made.append(ButtonView(Do.UNDO, words("Undo the last change"), about))
    if own is not None and own != SHIPPED[situation]:
        made.append(ButtonView(Do.USUAL, words("As Countersign comes"), about))
    return made


def _who(protocol: SiteProtocol, situation: Situation, words: Words) -> str:
    author = protocol.authors.get(situation) or words("a supervisor")
    if situation not in protocol.revisions:
        return words("As Countersign comes. Nobody has changed them.")
    return words("Changed last by {name}.", name=author)
