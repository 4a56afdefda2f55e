"""Live alerts on the Now page, a card each (VISUAL §5)."""

import msgspec
from msgspec.structs import replace

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertId
from desktop.domain.alerts.transitions import State
from desktop.domain.board import Board, LiveAlert
from desktop.domain.protocol.steps import POLICE
from desktop.services.reports.outside_wording import outside_words
from desktop.ui.views.acts import Act
from desktop.ui.views.people import (
    answer_of,
    context_words,
    declining,
    first_name,
    going_words,
    kind_shape,
    kind_words,
    latest_note,
    presser,
    quoted,
)
from desktop.ui.views.shapes import Shape
from desktop.ui.views.steps import Step, silence_words, steps_of
from desktop.ui.views.takeover import (
    Tone,
    outcome_buttons,
    standing,
    standing_shape,
    tone_of,
)
from desktop.ui.words import Words

MOST_WITH_STEPS = 8
"""Cards that list their steps, the gravest alerts': of two hundred at once, the others have them
when they are opened."""


class CardButton(msgspec.Struct, frozen=True):
    """``role`` is how it is drawn: one *primary* in a view, else *default* or *quiet*."""

    act: Act
    text: str
    role: str = "default"


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A live alert. ``tone`` is ``None`` once it is answered: its colour goes at once."""

    alert: AlertId
    tone: Tone | None
    shape: Shape
    kind: str
    since: float
    place: str
    detail: str
    note: str
    standing: str
    standing_shape: Shape
    steps: tuple[Step, ...]
    buttons: tuple[CardButton, ...]
    sentence: str


def cards(board: Board, live: list[LiveAlert], words: Words, closing: AlertId | None) -> list[Card]:
    cards: list[Card] = []
    for entry in live:
        is_first = entry.alert.needs_answer and not any(card.tone for card in cards)
        buttons = _buttons(board, entry.alert, words, is_first=is_first, closing=closing)
        has_steps = len(cards) < MOST_WITH_STEPS
        cards.append(_card(board, entry, words, buttons, has_steps=has_steps))
    return cards


def _card(
    board: Board,
    live: LiveAlert,
    words: Words,
    buttons: tuple[CardButton, ...],
    *,
    has_steps: bool,
) -> Card:
    alert = live.alert
    kind, stands = kind_words(alert, words), standing(board, alert, words)
    silent = silence_words(board, alert, words)
    note = latest_note(alert)
    place = ", ".join(part for part in (alert.place, alert.area) if part)
    context = context_words(alert.context, words) if alert.context else ""
    return Card(
        alert=alert.id,
        tone=tone_of(alert) if alert.needs_answer else None,
        shape=sign_of(alert),
        kind=kind,
        since=live.since,
        place=place or words("Place not known"),
        detail=" · ".join(part for part in (presser(alert, words), context) if part),
        note=quoted(note, words),
        standing=_stands(alert, stands, silent, words),
        standing_shape=Shape.ATTENTION if silent else _standing_shape(alert),
        steps=_steps(board, alert, words) if has_steps else (),
        buttons=buttons,
        sentence=f"{kind}. {place}. {stands}.",
    )


def sign_of(alert: Alert) -> Shape:
    """The sign of what calls, or of how it stands once it is answered."""
    return kind_shape(alert) if alert.needs_answer else standing_shape(alert)


def _steps(board: Board, alert: Alert, words: Words) -> tuple[Step, ...]:
    """As the takeover has them, with less to press: whoever does more has it open."""
    few = {Act.DONE, Act.GIVE_BACK}
    return tuple(
        step
        if step.key == POLICE
        else replace(step, buttons=tuple(b for b in step.buttons if b.act in few))
        for step in steps_of(board, alert, words)
        if step.number
    )


def _standing_shape(alert: Alert) -> Shape:
    if alert.is_police_asked:
        return Shape.ATTENTION
    return Shape.NOBODY if alert.needs_answer else Shape.DONE


def _stands(alert: Alert, stands: str, silent: str, words: Words) -> str:
    said = _said(alert, stands, silent, words)
    outside = outside_words(alert.relayed, words)
    return f"{said.removesuffix('.')}. {outside}" if outside else said


def _said(alert: Alert, stands: str, silent: str, words: Words) -> str:
    if silent and not alert.is_forced:
        return f"{stands}. {silent}"
    if alert.is_police_asked and not alert.is_forced:
        return words("{stands}. Nobody calls the police.", stands=stands)
    if alert.is_forced:
        return words("{stands}. Duress code: do not phone the counter.", stands=stands)
    if alert.is_withdrawn and (alert.stands_withdrawn or not alert.needs_answer):
        return words("{stands}. Taken back at the counter.", stands=stands)
    if alert.is_late:
        return words("Nobody says that they are there.")
    if alert.calls_again:
        return words("Pressed again. {stands}", stands=stands)
    return stands


def _buttons(
    board: Board, alert: Alert, words: Words, *, is_first: bool, closing: AlertId | None
) -> tuple[CardButton, ...]:
    if alert.state is State.ATTENDED and closing == alert.id:
        ends = tuple(CardButton(b.act, b.text) for b in outcome_buttons(alert, words))
        return (*ends, CardButton(Act.BACK, words("Not yet"), "quiet"))
    show = CardButton(Act.OPEN, words("Open"), "quiet")
    own = answer_of(alert, board.me.device)
    if alert.is_late and own is not None and own.is_going:
        arrived = CardButton(Act.THERE, words("I'm there"), "primary" if is_first else "default")
        return (arrived, CardButton(Act.GOING, words("Still going")), show)
    if alert.needs_answer:
        role = "primary" if is_first else "default"
        going = CardButton(Act.GOING, going_words(alert, words), role)
        return (going, CardButton(*declining(alert, words)), show)
    if alert.state is State.ATTENDED:
        return (CardButton(Act.CLOSE, words("Close with outcome")), show)
    if own is not None and own.is_going:
        return (CardButton(Act.THERE, words("I'm there")), show)
    name = first_name(alert.going[0].person) if alert.going else ""
    there = words("Mark {name} as there", name=name) if name else words("Mark them as there")
    return (
        CardButton(Act.GOING, words("I'm going too")),
        CardButton(Act.THERE, there),
        show,
    )
