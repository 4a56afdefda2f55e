"""A private rehearsal of the bar's cues and keys: a story of a minute, of which nothing is sent.

The cues are made by what makes the real ones, out of facts that are in no log.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from desktop.domain.alerts.alert import AnyAlertFact, Recorded, fold
from desktop.domain.alerts.facts import (
    AlertAcknowledged,
    AlertRaised,
    AlertTold,
    Kind,
    Message,
)
from desktop.domain.board import Board, Delivery, LiveAlert
from desktop.domain.presence import Readiness, Unready
from desktop.domain.pressing import Way, Ways
from desktop.ui.views.counter_bar import CounterBarView, Cue, Wording
from desktop.ui.words import Words

SECONDS = 60
"""How long it takes at the most, if nobody presses anything."""
_ALERT = "rehearsed"
_DESK = "f" * 32


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """One cue and what it means. ``press`` is the button that goes on, where one is to be tried;
    otherwise it goes on by itself after ``seconds``.
    """

    cue: Cue
    title: str
    text: str
    seconds: float
    press: Kind | None = None


def scenes(
    board: Board,
    words: Words,
    *,
    now: datetime,
    ways: Ways = Ways(),  # noqa: B008 (a value that never changes)
    keys: tuple[str, str] = ("", ""),
) -> tuple[Scene, ...]:
    """The story, in the words of this counter: its number to call, how its buttons are pressed, and
    its ``keys`` for assist and panic.
    """
    name = words("Ana")
    told = _Story(board, words, now)
    assist_how = _how(ways.assist, words) + _by_key(keys[0], words)
    panic_how = _how(ways.panic, words) + _by_key(keys[1], words)
    return (
        Scene(
            cue=told.at_rest(),
            title=words("A green dot: somebody would notice"),
            text=words("A supervisor's desk answers, and a person sits there."),
            seconds=6,
        ),
        Scene(
            cue=told.nobody(),
            title=words("A ring: nobody would"),
            text=words("Use the phone if you need someone. The buttons still send."),
            seconds=6,
        ),
        Scene(
            cue=told.at_rest(),
            title=words("Try it: press the left button here"),
            text=words("It asks a supervisor to come to the counter.") + assist_how,
            seconds=10,
            press=Kind.ASSIST,
        ),
        Scene(
            cue=told.called(Delivery(of=3, got=0, **_ON_ITS_WAY)),
            title=words("Half a disc: it is on its way"),
            text=words("Nothing sounds, nothing else changes. Go on with what you are doing."),
            seconds=5,
        ),
        Scene(
            cue=told.called(Delivery(of=3, got=2, **_ON_ITS_WAY)),
            title=words("“2 of 3”: two desks have it"),
            text=words("Nobody has said yet that they are coming."),
            seconds=6,
        ),
        Scene(
            cue=told.answered(
                AlertAcknowledged(alert=_ALERT, presses=(_ALERT,), person=name, minutes=None)
            ),
            title=words("A tick and a name: that person is coming"),
            text=words("With a figure it says in how many minutes."),
            seconds=6,
        ),
        Scene(
            cue=told.at_rest(),
            title=words("Now the right button here"),
            text=words("Everybody is called at once. It alerts your supervisors, not the police.")
            + panic_how,
            seconds=10,
            press=Kind.PANIC,
        ),
        Scene(
            cue=told.called(Delivery(of=3, got=0, **{**_ON_ITS_WAY, "is_overdue": True})),
            title=words("A ring with a slash: no desk has it yet"),
            text=words("It goes on being sent. Call the number, or leave the counter."),
            seconds=6,
        ),
        Scene(
            cue=told.answered(AlertTold(alert=_ALERT, message=Message.LEAVE, person=name)),
            title=words("“Step out”: leave the counter now"),
            text=words("A supervisor asks you to. It stands before everything else."),
            seconds=5,
        ),
    )


def bar_of(board: Board, words: Words, wording: Wording, ways: Ways, cue: Cue) -> CounterBarView:
    """The bar as it looks and is pressed at this counter, with ``cue``."""
    return replace(CounterBarView.of(board, words=words, wording=wording, ways=ways), cue=cue)


_ON_ITS_WAY = {"is_leaving": False, "is_recorded": True, "is_sent": True, "is_overdue": False}


class _Story:
    """Makes cues out of facts that nobody signed."""

    def __init__(self, board: Board, words: Words, now: datetime) -> None:
        self._board = replace(board, alerts=())
        self._words, self._now = words, now

    def at_rest(self) -> Cue:
        return self._cue(replace(self._board, readiness=Readiness(why=None)))

    def nobody(self) -> Cue:
        return self._cue(replace(self._board, readiness=Readiness(why=Unready.NO_SUPERVISOR)))

    def called(self, delivery: Delivery) -> Cue:
        return self._cue(self._with((), delivery))

    def answered(self, fact: AnyAlertFact) -> Cue:
        return self._cue(self._with((fact,), Delivery(of=3, got=3, **_ON_ITS_WAY)))

    def _with(self, facts: Iterable[AnyAlertFact], delivery: Delivery) -> Board:
        me = self._board.me
        raised = AlertRaised(kind=Kind.ASSIST, place=me.place, person=me.person)
        told = [Recorded(self._now, _ALERT, me.device, raised)]
        for at, fact in enumerate(facts, start=1):
            told.append(Recorded(self._now + timedelta(seconds=at), f"{_ALERT}-{at}", _DESK, fact))
        alert = fold(_ALERT, told)
        assert alert is not None
        live = LiveAlert(alert=alert, since=0.0, delivery=delivery)
        return replace(self._board, alerts=(live,))

    def _cue(self, board: Board) -> Cue:
        return CounterBarView.of(board, words=self._words).cue


def _how(way: Way, words: Words) -> str:
    """How the button is pressed, where one click is not enough."""
    match way:
        case Way.CLICK:
            return ""
        case Way.HOLD:
            return " " + words("Keep it down for a moment.")
        case Way.DOUBLE:
            return " " + words("Press it twice.")


def _by_key(keys: str, words: Words) -> str:
    """How it is pressed from any program, where it can be."""
    return " " + words("From any program: {keys}.", keys=keys) if keys else ""
