"""Alerts that nobody in the house answers, on their way to the contacts outside."""

from collections.abc import Callable, Iterator
from functools import partial

import msgspec

from desktop.domain.alerts.alert import Alert, Relayed
from desktop.domain.alerts.facts import AlertId, Kind
from desktop.domain.board import Board, LiveAlert
from desktop.domain.events.event import EventId
from desktop.domain.outside.contacts import Attempt, Contact, Message
from desktop.domain.outside.seen import PRESSED_AGAIN_AFTER_S, Seen, is_outdated
from desktop.domain.outside.turns import Order
from desktop.domain.roster.ids import DeviceId
from desktop.services.outside.errand import Errand, Outgoing, Sending


class Waiting(msgspec.Struct):
    """One time that an alert waited for somebody, as this sender saw it. ``before`` is who was
    told of an earlier time; ``seen`` is what a message must have told to be of this one.
    """

    began: float
    presses: frozenset[EventId]
    kind: Kind
    is_so: bool
    before: frozenset[Relayed] = frozenset()
    seen: Seen = Seen()


class Calls:
    """Tells of each alert once, unless another sender did; and once more when it waits anew: after
    an answer with which nobody came, a graver press, or a press a while later. It belongs to the
    senders' thread.

    ``believes`` says whose word counts that contacts were told: no other station can keep this one
    from telling them. What each message told is on record with it, so that a sender that restarts
    knows which of them are of before.
    """

    def __init__(
        self,
        sending: Sending,
        *,
        me: DeviceId,
        believes: Callable[[DeviceId], bool],
        message: Callable[[Alert, Board], Message],
        record: Callable[[AlertId, Seen, Contact, Attempt], None],
    ) -> None:
        self._sending = sending
        self._me = me
        self._believes = believes
        self._message = message
        self._record = record
        self._board: Board | None = None
        self._errands: dict[AlertId, Errand] = {}
        self._waiting: dict[AlertId, Waiting] = {}

    def look(self, board: Board, order: Order | None) -> None:
        """So it stands now. ``order`` is this sender's, ``None`` where it is none."""
        self._board = board
        for closed in self._waiting.keys() - {live.id for live in board.alerts}:
            del self._waiting[closed]
        for live in board.alerts:
            self._follow(live)
        unanswered = (
            {live.id: live for live in board.alerts if live.outside_at is not None}
            if order is not None
            else {}
        )
        for gone in self._errands.keys() - unanswered.keys():
            self._errands.pop(gone).cancel()
        if order is not None:
            for live in unanswered.values():
                self._plan(live, order)

    def again(self) -> None:
        """Ranks or contacts are others now: everything is planned anew at the next look."""
        for errand in self._errands.values():
            errand.cancel()
        self._errands = {}

    def _follow(self, live: LiveAlert) -> None:
        """See whether it waits anew, so that what was told of it is told no more."""
        alert, now = live.alert, self._sending.monotonic()
        presses = frozenset(alert.press_ids)
        is_so = live.outside_at is not None and alert.needs_answer
        last = self._waiting.get(live.id)
        if last is None:
            before = (r for r in _told(alert) if is_outdated(r, alert, waits=is_so))
            last = Waiting(now, presses, alert.kind, is_so, frozenset(before))
            self._waiting[live.id] = last
            return
        is_told = any(self._tells(alert))
        is_later_press = presses > last.presses and now - last.began >= PRESSED_AGAIN_AFTER_S
        is_other = not last.is_so or alert.kind is not last.kind
        if is_so and (is_other or (is_told and is_later_press)):
            if live.id in self._errands:  # what is on its way tells of an earlier time
                self._errands.pop(live.id).cancel()
            told = frozenset(_told(alert))
            last = Waiting(now, presses, alert.kind, is_so, told, Seen.of(alert))
            self._waiting[live.id] = last
        elif not is_told:
            last.presses, last.kind = presses, alert.kind
        last.is_so = is_so

    def _plan(self, live: LiveAlert, order: Order) -> None:
        assert live.outside_at is not None
        turns = order.turns_of(live.since, live.outside_at)
        errand = self._errands.get(live.id)
        if errand is not None:
            errand.due_at(live.outside_at, turns)
            return
        self._errands[live.id] = Errand(
            self._sending,
            since=live.since,
            due=live.outside_at,
            turns=turns,
            rank=order.rank,
            say=partial(self._say, live.id),
            is_wanted=partial(self._is_wanted, live.id),
            is_told=partial(self._is_told, live.id),
            gravity=partial(self._gravity, live.id),
        )

    def _tells(self, alert: Alert) -> Iterator[Relayed]:
        """Who was told that it waits as it does now, by senders that are believed."""
        waiting = self._waiting.get(alert.id)
        for one in _told(alert):
            is_believed = one.device == self._me or self._believes(one.device)
            is_of_before = waiting is not None and (
                one in waiting.before or not waiting.seen.is_told_by(one)
            )
            if is_believed and not is_of_before:
                yield one

    def _is_told(self, alert: AlertId, contact: Contact) -> bool:
        """This sender told that contact, be it before a restart."""
        live = self._live(alert)
        return live is not None and any(
            one.device == self._me and one.contact == contact.label
            for one in self._tells(live.alert)
        )

    def _is_wanted(self, alert: AlertId) -> bool:
        live = self._live(alert)
        return (
            live is not None
            and live.outside_at is not None
            and all(one.device == self._me for one in self._tells(live.alert))
        )

    def _gravity(self, alert: AlertId) -> int:
        live = self._live(alert)
        return 0 if live is not None and live.alert.kind is Kind.PANIC else 1

    def _say(self, alert: AlertId) -> Outgoing:
        live = self._live(alert)
        assert live is not None
        assert self._board is not None
        return Outgoing(
            self._message(live.alert, self._board),
            partial(self._record, alert, Seen.of(live.alert)),
        )

    def _live(self, alert: AlertId) -> LiveAlert | None:
        board = self._board
        if board is None:
            return None
        return next((live for live in board.alerts if live.id == alert), None)


def _told(alert: Alert) -> Iterator[Relayed]:
    return (one for one in alert.relayed if one.is_told)
