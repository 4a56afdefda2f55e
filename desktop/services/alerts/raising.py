"""Calling for somebody: what a counter does (DESIGN §4)."""

from collections.abc import Callable

import msgspec

from desktop.domain.alerts.alert import Alert, AnyAlertFact, is_forced
from desktop.domain.alerts.facts import (
    MOST_UNANSWERED,
    AlertId,
    AlertNoted,
    AlertPressed,
    AlertRaised,
    AlertWithdrawn,
    Context,
    Kind,
    Occasion,
)
from desktop.domain.alerts.transitions import Action, after
from desktop.domain.board import Delivery
from desktop.domain.events.event import Event, EventId
from desktop.domain.plain_text import plain
from desktop.domain.roster.ids import DeviceId
from desktop.services.alerts.book import AlertBook, is_press
from desktop.services.alerts.telling import Telling
from desktop.services.delivery.dispatch import PACES, Dispatch
from desktop.services.log.ledger import Ledger
from desktop.services.schedule import Schedule

OVERDUE_AFTER = 2.0
"""Seconds without any receipt after which the counter is told to use the phone."""


class Pressed(msgspec.Struct, frozen=True, kw_only=True):
    """What a press came to. ``is_recorded`` and ``is_sent`` tell the truth at that moment."""

    alert: AlertId
    press: EventId
    is_new: bool
    is_recorded: bool
    is_sent: bool


class _Way(msgspec.Struct):
    """How far an alert raised here has come."""

    of: int
    is_leaving: bool = False
    is_recorded: bool = False
    is_sent: bool = False
    is_overdue: bool = False


class Raising:
    """Presses, notes and withdrawals of this station."""

    def __init__(
        self,
        *,
        me: DeviceId,
        ledger: Ledger,
        book: AlertBook,
        dispatch: Dispatch,
        telling: Telling,
        schedule: Schedule,
        monotonic: Callable[[], float],
        present_supervisors: Callable[[], list[DeviceId]],
        changed: Callable[[], None],
    ) -> None:
        self._me = me
        self._ledger = ledger
        self._book = book
        self._dispatch = dispatch
        self._telling = telling
        self._schedule = schedule
        self._monotonic = monotonic
        self._present_supervisors = present_supervisors
        self._changed = changed
        self._ways: dict[AlertId, _Way] = {}
        self._presses: dict[AlertId, list[Event]] = {}

    def press(
        self,
        kind: Kind,
        *,
        place: str,
        area: str,
        person: str,
        note: str,
        occasion: Occasion,
        again: AlertId | None,
        answer: Callable[[Pressed], None],
        is_forced: bool = False,
        button: str = "",
    ) -> None:
        """Call somebody to ``place``; ``answer`` is told once the press has left this station.

        ``again`` names the open alert that the press belongs to, as when it moves. While an alert
        of the same occasion is open for that place, the press counts there; a panic press makes
        it a panic. Nothing refuses a press; of very many that nobody answers, the last one signed
        stands for those after it. ``is_forced``: it was no press, but the duress code.
        """
        place, person, button = plain(place), plain(person), plain(button)
        open_alert = self._open_alert(again) or self._book.opened_by(self._me, place, occasion)
        if open_alert is None:
            fact: AlertRaised | AlertPressed = AlertRaised(
                kind=kind,
                place=place,
                area=plain(area),
                person=person,
                note=plain(note),
                occasion=occasion,
                is_forced=is_forced,
                button=button,
            )
        else:
            if not is_forced and _is_pressed_enough(open_alert, kind, place):
                answer(self._stands_for(open_alert))
                return
            fact = AlertPressed(
                alert=open_alert.id,
                kind=kind,
                place=place,
                person=person,
                is_forced=is_forced,
                button=button,
            )
        event = self._ledger.write(fact)
        alert = self._book.add(event, fact, heard_at=self._monotonic())
        assert alert is not None
        self.restored(event, alert.id)
        awaited = self._present_supervisors()
        way = self._ways.setdefault(alert.id, _Way(of=0))
        way.of = max(way.of, len(awaited))
        way.is_leaving = True
        if open_alert is not None and self._who_got(open_alert):
            way.is_overdue = False

        def left(is_recorded: bool, is_sent: bool) -> None:
            way.is_leaving = False
            way.is_recorded, way.is_sent = is_recorded, is_sent
            self._changed()
            answer(
                Pressed(
                    alert=alert.id,
                    press=event.id,
                    is_new=open_alert is None,
                    is_recorded=is_recorded,
                    is_sent=is_sent,
                )
            )

        def recorded() -> None:
            way.is_recorded = True
            self._changed()

        self._dispatch.post(
            event, alert, awaited=awaited, pace=PACES[alert.kind], left=left, recorded=recorded
        )
        self._look_after(alert.id)
        self._changed()
        if open_alert is not None and note:
            self.note(alert.id, context=None, text=note, person=person)

    def restored(self, press: Event, alert_id: AlertId) -> None:
        """A press of this station, as it is signed and as a restart finds it."""
        self._presses.setdefault(alert_id, []).append(press)

    def appeared(self, desk: DeviceId) -> None:
        """A supervisor's ``desk`` is there again: what it has not signed for here is sent to it
        until it has. One that was frozen reads its mail first, and its receipt goes with the link
        that had broken meanwhile; nobody waits for a desk that is silent, so nobody would ask.
        """
        for alert_id, presses in list(self._presses.items()):
            alert = self._book.find(alert_id)
            if alert is None or not alert.is_open:
                del self._presses[alert_id]
                continue
            for press in presses:
                got = alert.signed_for((press.id,))
                if desk not in got:
                    self._dispatch.post_also(press, desk, got=got, pace=PACES[alert.kind])

    def resumed(self, alert_id: AlertId) -> None:
        """A restart interrupted its sending, which goes on now."""
        self._ways[alert_id] = _Way(of=len(self._present_supervisors()), is_recorded=True)
        self._look_after(alert_id)

    def note(self, alert_id: AlertId, *, context: Context | None, text: str, person: str) -> None:
        """Say what is happening."""
        alert = self._book.get(alert_id)
        after(alert.state, Action.NOTE)
        text, person = plain(text), plain(person)
        self._telling.tell(AlertNoted(alert=alert_id, context=context, text=text, person=person))

    def withdraw(self, alert_id: AlertId, *, person: str) -> None:
        """Take it back. It stays open until a supervisor has seen the person."""
        alert = self._book.get(alert_id)
        after(alert.state, Action.WITHDRAW)
        self._telling.tell(AlertWithdrawn(alert=alert_id, person=plain(person)))

    def withdraw_forced(
        self,
        alert_id: AlertId,
        *,
        place: str,
        area: str,
        person: str,
        answer: Callable[[Pressed], None],
    ) -> None:
        """Somebody makes the counter take it back, and the duress code was typed: take it back for
        whoever looks, and call everybody. A drill or test becomes a call that is meant, and so does
        one that was closed meanwhile, or that nobody knows any more: then to ``place``.
        """
        alert = self._book.find(alert_id)
        is_open = alert is not None and alert.is_open
        if is_open:
            self.withdraw(alert_id, person=person)
        self.press(
            Kind.PANIC,
            place=alert.place if alert else place,
            area=alert.area if alert else area,
            person=alert.person if alert and alert.person else person,
            note="",
            occasion=Occasion.REAL,
            again=alert_id if alert and is_open and alert.occasion is Occasion.REAL else None,
            answer=answer,
            is_forced=True,
        )

    def delivery(self, alert_id: AlertId) -> Delivery | None:
        """How far an alert of this station has come; ``None`` for another station's.

        A desk that has not signed for the newest press does not count: it may show a call for a
        supervisor where it has become a panic.
        """
        alert = self._book.find(alert_id)
        if alert is None or alert.station != self._me:
            return None
        way = self._ways.setdefault(alert_id, _Way(of=0, is_recorded=True))
        got = len(self._who_got(alert, _is_shown_press))
        return Delivery(
            of=max(way.of, got),
            got=got,
            is_leaving=way.is_leaving,
            is_recorded=way.is_recorded,
            is_sent=way.is_sent or got > 0,
            is_overdue=way.is_overdue and got == 0,
        )

    def _open_alert(self, alert_id: AlertId | None) -> Alert | None:
        alert = self._book.find(alert_id) if alert_id else None
        return alert if alert and alert.is_open else None

    def _who_got(
        self, alert: Alert, counts: Callable[[AnyAlertFact], bool] = is_press
    ) -> frozenset[DeviceId]:
        """The desks that have every press of this station that ``counts``."""
        own = {r.event for r in alert.timeline if r.device == self._me and counts(r.fact)}
        return alert.signed_for(own) - {self._me}

    def _stands_for(self, alert: Alert) -> Pressed:
        """What a press comes to that is not signed any more."""
        way = self._ways.setdefault(alert.id, _Way(of=0, is_recorded=True))
        return Pressed(
            alert=alert.id,
            press=alert.presses[-1].event,
            is_new=False,
            is_recorded=way.is_recorded,
            is_sent=way.is_sent,
        )

    def _look_after(self, alert_id: AlertId) -> None:
        """Have the counter told to use the phone, unless somebody has it by then."""

        def look() -> None:
            alert = self._book.find(alert_id)
            if alert and alert.is_open and not self._who_got(alert):
                self._ways[alert_id].is_overdue = True
                self._changed()

        self._schedule.after(OVERDUE_AFTER, look)


def _is_shown_press(fact: AnyAlertFact) -> bool:
    """One that the counter may show: the duress code is none."""
    return is_press(fact) and not is_forced(fact)


def _is_pressed_enough(alert: Alert, kind: Kind, place: str) -> bool:
    """Another such press would tell nobody anything."""
    is_graver = kind is Kind.PANIC and alert.kind is Kind.ASSIST
    is_many = len(alert.presses) >= MOST_UNANSWERED and alert.needs_answer
    return is_many and not is_graver and place == alert.place
