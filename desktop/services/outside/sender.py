"""A sender station: whom it tells, and when it is its turn."""

from collections.abc import Callable, Mapping
from datetime import datetime

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.escalation import PATIENCE, Patience, patience_of
from desktop.domain.alerts.facts import AlertId, AlertRelayed, Kind
from desktop.domain.board import Board
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event
from desktop.domain.hours import Hours, parse_hours
from desktop.domain.outside.contacts import Attempt, Contact, Message
from desktop.domain.outside.facts import AttendanceTold
from desktop.domain.outside.seen import Seen
from desktop.domain.outside.turns import Order
from desktop.domain.roster.ids import DeviceId
from desktop.domain.settings.settings import ESCALATION, OUTSIDE, Key, Settings, table_of
from desktop.services.outside.attendance import Attendance
from desktop.services.outside.calls import Calls
from desktop.services.outside.errand import Sending
from desktop.services.outside.ports import Site
from desktop.services.outside.wording import attendance_letter, call_letter
from desktop.words import Words

LOOK_EVERY_S = 20.0
"""Hours begin and end without a board that says so."""


class Sender:
    """Looks at each board, and every little while. It belongs to the senders' thread.

    ``here`` makes of a time the one on this PC's wall; ``words`` are those of its papers.
    """

    def __init__(
        self,
        site: Site,
        *,
        sending: Sending,
        now: Callable[[], datetime],
        here: Callable[[datetime], datetime],
        words: Callable[[], Words],
    ) -> None:
        self._site = site
        self._sending = sending
        self._now = now
        self._here = here
        self._words = words
        self._senders: tuple[DeviceId, ...] = ()
        self._patience = PATIENCE[Kind.PANIC]
        self._hours = Hours()
        self._board: Board | None = None
        self._calls = Calls(
            sending,
            me=site.device,
            believes=self.believes,
            message=self._call_letter,
            record=self._record_call,
        )
        self._attendance = Attendance(
            sending,
            me=site.device,
            now=now,
            believes=self.believes,
            message=lambda board, is_back: attendance_letter(board, words(), is_back=is_back),
            record=self._record_attendance,
        )

    @property
    def rank(self) -> int | None:
        """This station's among the senders, 0 for the first; ``None`` where it is none."""
        me = self._site.device
        return self._senders.index(me) if me in self._senders else None

    def believes(self, device: DeviceId) -> bool:
        """Whose word counts that somebody outside was told: a sender's and a supervisor's."""
        return device in self._senders or self._site.roster.is_supervisors(device)

    def settings_are(self, settings: Settings, *, site: Mapping[Key, object] | None = None) -> None:
        """So it is set now: at this PC, and by the ``site`` for all. Whose turn it is, the site
        says: two senders must not differ about it.
        """
        self._hours = parse_hours(settings.open_hours)
        senders, patience = _order_of(settings, site or {})
        if (senders, patience) != (self._senders, self._patience):
            self._senders, self._patience = senders, patience
            self.again()
        self._look()

    def again(self) -> None:
        """The contacts or the senders are others: begin anew with what is not told yet."""
        self._calls.again()
        self._attendance.again()
        self._look()

    def board_is(self, board: Board) -> None:
        """So the site stands now."""
        self._board = board
        self._look()

    def heard(self, event: Event, fact: Fact) -> None:
        """A notice came."""
        if isinstance(fact, AttendanceTold):
            self._attendance.heard(event, fact)

    def watch(self) -> None:
        """Look now, and every little while from now on."""
        self._sending.schedule.after(LOOK_EVERY_S, self.watch)
        self._look()

    def _look(self) -> None:
        board = self._board
        if board is None:
            return
        rank = self.rank if self._sending.contacts() else None
        order = Order(rank, len(self._senders), self._patience) if rank is not None else None
        self._calls.look(board, order)
        self._attendance.look(board, rank, hours=self._hours, here=self._here(self._now()))

    def _call_letter(self, alert: Alert, board: Board) -> Message:
        return call_letter(alert, board, self._words())

    def _record_call(self, alert: AlertId, seen: Seen, contact: Contact, attempt: Attempt) -> None:
        self._site.relayed(
            AlertRelayed(
                alert=alert,
                contact=contact.label,
                failure=_failure(attempt),
                code=attempt.code,
                presses=seen.presses,
                answers=seen.answers,
                kind=seen.kind,
            )
        )

    def _record_attendance(self, is_back: bool, contact: Contact, attempt: Attempt) -> None:
        self._site.publish(
            AttendanceTold(
                contact=contact.label,
                is_back=is_back,
                failure=_failure(attempt),
                code=attempt.code,
            )
        )


def _order_of(
    settings: Settings, site: Mapping[Key, object]
) -> tuple[tuple[DeviceId, ...], Patience]:
    """The senders in their order and the times from which their turns are counted. Where the site
    names no senders, those count that this PC's own file does.
    """
    said = dict(settings.outside).get("senders", ())
    senders = site.get(f"{OUTSIDE}.senders", said)
    times = patience_of(
        (key.removeprefix(f"{ESCALATION}."), seconds)
        for key, seconds in site.items()
        if table_of(key) == ESCALATION and isinstance(seconds, float)
    )
    return senders if isinstance(senders, tuple) else said, times[Kind.PANIC]


def _failure(attempt: Attempt) -> str:
    return attempt.failure.value if attempt.failure is not None else ""
