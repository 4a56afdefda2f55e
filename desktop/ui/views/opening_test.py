"""What the window of the opening test says, step by step."""

from typing import Self

import msgspec

from desktop.domain.alerts.facts import Occasion
from desktop.domain.board import Board, Delivery
from desktop.domain.opening.facts import Confirmed, Found, Part
from desktop.domain.opening.progress import Progress
from desktop.services.opening.wording import seconds_words
from desktop.ui.views.counter_bar import readiness_words
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words


class Answer(msgspec.Struct, frozen=True):
    """One way to answer a question."""

    found: Found
    text: str
    is_chosen: bool


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Something to look at. ``wrong`` is what was typed of it; ``asks_what`` says that there is a
    line for that.
    """

    part: Part
    text: str
    answers: tuple[Answer, ...]
    asks_what: bool
    wrong: str


class Sent(msgspec.Struct, frozen=True):
    """What came of the test that was sent, and what to do where nothing did."""

    shape: Shape
    sentence: str
    advice: str = ""


class OpeningTestView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the window draws. ``missing`` says why it cannot be finished yet, or how it
    would go on record now.
    """

    title: str
    heading: str
    send_title: str
    send_text: str
    can_send: bool
    sent: Sent
    questions: tuple[Question, ...]
    what_text: str
    note_text: str
    note: str
    missing: str
    can_finish: bool
    later_text: str
    done_text: str

    @classmethod
    def of(cls, board: Board, progress: Progress, *, is_due: bool, words: Words) -> Self:
        """Return the window for a test that has come as far as ``progress``."""
        return cls(
            title=words("Opening test"),
            heading=words("Opening test. Supervisors see it marked Test.")
            if is_due
            else words("Today's test is done. You can do another one."),
            send_title=words("1. Call as if you needed somebody"),
            send_text=words("Send again") if progress.alert else words("Send the test"),
            can_send=_can_send(board, progress),
            sent=_sent(board, progress, words),
            questions=tuple(_questions(board, progress, words)),
            what_text=words("What is wrong?"),
            note_text=words("Anything else (may stay empty)"),
            note=progress.note,
            missing=_missing(progress, words),
            can_finish=progress.can_finish,
            later_text=words("Later"),
            done_text=words("Done"),
        )


def _can_send(board: Board, progress: Progress) -> bool:
    """Not while somebody is called, or today's own test runs. One that is open since yesterday is
    pressed again.
    """
    mine = board.mine()
    if mine is None:
        return True
    return mine.alert.occasion is Occasion.TEST and mine.id != progress.alert


def _sent(board: Board, progress: Progress, words: Words) -> Sent:
    if progress.confirmed is not None:
        return _confirmed(progress, progress.confirmed, words)
    if not progress.alert:
        why = board.readiness.why
        if why is None:
            return Sent(Shape.READY, words("Ready. A supervisor's desk answers."))
        return Sent(
            Shape.NOBODY, readiness_words(why, words), words("You can send it all the same.")
        )
    if progress.received:
        received = _received(progress, words)
        if board.find(progress.alert) is not None and not _is_open(board, progress):
            return Sent(Shape.NOBODY, received, words("It is over, and nobody answered it."))
        return Sent(Shape.DRILL, received, words("Waiting for a supervisor to answer it."))
    return _on_its_way(board, _delivery(board, progress), words)


def _received(progress: Progress, words: Words) -> str:
    return words("Received by {got} of {of} desks.", got=progress.received, of=progress.of)


def _confirmed(progress: Progress, confirmed: Confirmed, words: Words) -> Sent:
    name = confirmed.person or words("A supervisor")
    return Sent(
        Shape.DONE,
        words(
            "{name} confirmed it after {time}.", name=name, time=seconds_words(confirmed.after_s)
        ),
        _of_confirming(progress, confirmed, words),
    )


def _of_confirming(progress: Progress, confirmed: Confirmed, words: Words) -> str:
    said = [_received(progress, words)] if progress.received else []
    if confirmed.is_unheard:
        said.append(words("They saw it and heard no alarm."))
    return " ".join(said)


def _on_its_way(board: Board, delivery: Delivery | None, words: Words) -> Sent:
    if delivery is None or delivery.is_overdue or not board.relays_up:
        number = board.call_instead
        by_phone = (
            words("Tell a supervisor by phone: {number}.", number=number)
            if number
            else words("Tell a supervisor by phone.")
        )
        why = board.readiness.why
        return Sent(
            Shape.SILENT,
            words("No desk has it yet; it is still being sent."),
            f"{by_phone} {readiness_words(why, words)}" if why else by_phone,
        )
    if not delivery.is_leaving and not delivery.is_recorded:
        return Sent(Shape.HALF, words("On its way, though this PC's disk did not keep it."))
    return Sent(Shape.HALF, words("Recorded, and on its way."))


def _delivery(board: Board, progress: Progress) -> Delivery | None:
    return next((live.delivery for live in board.alerts if live.id == progress.alert), None)


def _is_open(board: Board, progress: Progress) -> bool:
    return any(live.id == progress.alert for live in board.alerts)


def _questions(board: Board, progress: Progress, words: Words) -> list[Question]:
    me = board.me
    here = f"{me.place}, {me.area}" if me.area else me.place
    yes, no = words("Yes"), words("No")
    asked = (
        (Part.LOCATION, words("2. Is this “{place}”?", place=here), ()),
        (
            Part.BARRIER,
            words("3. Is the barrier to the public in place?"),
            ((Found.NONE_HERE, words("None here")),),
        ),
        (Part.WAY_OUT, words("4. Is your way out free?"), ()),
    )
    made = []
    for part, text, more in asked:
        look = progress.looks.get(part)
        found = look.found if look else None
        offered = ((Found.RIGHT, yes), (Found.WRONG, no), *more)
        made.append(
            Question(
                part=part,
                text=text,
                answers=tuple(Answer(one, said, one is found) for one, said in offered),
                asks_what=found is Found.WRONG,
                wrong=look.wrong if look else "",
            )
        )
    return made


def _missing(progress: Progress, words: Words) -> str:
    if not progress.alert:
        return words("Send the test first.")
    if not progress.can_finish:
        left = len(set(Part) - progress.looks.keys())
        return words.plural("{n} question is open.", "{n} questions are open.", left)
    if progress.confirmed is None:
        return words("Nobody has confirmed it. You can wait, or finish: it is recorded so.")
    return ""
