"""The board: everything that a screen or a command shows, as one frozen snapshot.

It is made by the alert thread and handed out whole, so whoever draws it never sees half a change.
Monotonic times are seconds of this station's own clock; wall times are aware and in UTC.
"""

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertId, Kind, Occasion
from desktop.domain.alerts.transitions import State
from desktop.domain.presence import Absence, Readiness, Unready
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roles import Role

if TYPE_CHECKING:  # a counter has no protocol, and its bar is to be armed soon
    from desktop.domain.protocol.site_protocol import SiteProtocol


class Desk(msgspec.Struct, frozen=True, kw_only=True, cache_hash=True):
    """One station of the site as it looks from here."""

    device: DeviceId
    role: Role
    place: str
    area: str
    name: str
    person: str
    is_present: bool
    absence: Absence | None
    last_heard: datetime | None
    clock_ahead_s: float
    version: str
    is_revoked: bool = False
    absent_since: datetime | None = None
    """Since when ``absence`` holds."""
    kept_apart: int = 0
    """Events held of a revoked station that it signed since, and that nobody believes."""
    is_silent: bool = False
    """It was not heard for 20 s, though this station has listened for so long."""

    @property
    def is_attended(self) -> bool:
        """Somebody is at it who will notice."""
        return self.is_present and self.absence is None


class Coverage(msgspec.Struct, frozen=True):
    """The supervisors' desks as far as this station knows, its own first: who would notice a call,
    and who would not.
    """

    desks: tuple[Desk, ...]

    @property
    def on_duty(self) -> tuple[Desk, ...]:
        """Where somebody would notice."""
        return tuple(desk for desk in self.desks if desk.is_attended)

    @property
    def off_duty(self) -> tuple[Desk, ...]:
        """Where nobody would."""
        return tuple(desk for desk in self.desks if not desk.is_attended)


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """How far an alert raised here has come: receipts from ``got`` of ``of`` supervisor desks.

    ``of`` counts the desks that were present at the press. While ``is_leaving``, the disk has some
    of its 50 ms left, and nobody knows yet. After that, ``is_recorded`` is false where the disk did
    not take it in time; it left all the same. ``is_overdue``: 2 s without any receipt.
    """

    of: int
    got: int
    is_leaving: bool
    is_recorded: bool
    is_sent: bool
    is_overdue: bool


class LiveAlert(msgspec.Struct, frozen=True, kw_only=True):
    """An alert on the board. ``since`` is when its clock began, in monotonic seconds here;
    ``outside_at`` when the contacts outside are told, unless somebody answers, and ``None`` for
    never.
    """

    alert: Alert
    since: float
    outside_at: float | None = None
    delivery: Delivery | None = None

    @property
    def id(self) -> AlertId:
        """The alert's id."""
        return self.alert.id


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """The state of the site as this station knows it.

    ``alerts`` are the open ones, panic first, oldest first; ``closed`` those closed in the last
    24 hours, newest first. ``desks`` are all stations in the roster but this one's own.
    ``call_instead`` is the number to call when no desk answers. ``protocol`` are the site's steps,
    at supervisors' desks alone.
    """

    site_name: str
    site_address: str
    me: Desk
    alerts: tuple[LiveAlert, ...]
    closed: tuple[Alert, ...]
    desks: tuple[Desk, ...]
    readiness: Readiness
    relays_up: int
    call_instead: str = ""
    protocol: "SiteProtocol | None" = None

    @property
    def supervisors(self) -> tuple[Desk, ...]:
        """The supervisor desks other than this one that still belong to the site."""
        return tuple(d for d in self.desks if d.role is Role.SUPERVISOR and not d.is_revoked)

    @property
    def coverage(self) -> Coverage:
        """Who would notice a call."""
        own = (self.me,) if self.me.role is Role.SUPERVISOR and not self.me.is_revoked else ()
        return Coverage((*own, *self.supervisors))

    @property
    def is_heard(self) -> bool:
        """A supervisors' desk other than this one is there, and hears a call."""
        return any(desk.is_present for desk in self.supervisors)

    @property
    def may_join_again(self) -> bool:
        """This station belongs to the site no longer, or seems to."""
        return self.me.is_revoked or self.readiness.why is Unready.REFUSED

    def is_silent(self, device: DeviceId) -> bool:
        """That station has fallen silent, as this one hears it."""
        return any(desk.is_silent for desk in self.desks if desk.device == device)

    def find(self, alert: AlertId) -> Alert | None:
        """The alert with that id, open or closed."""
        live = next((entry.alert for entry in self.alerts if entry.id == alert), None)
        return live or next((entry for entry in self.closed if entry.id == alert), None)

    def asked(self) -> LiveAlert | None:
        """The call of another station that everybody is asked to answer: one to which nobody here
        goes yet, real before drill, the gravest, the oldest.
        """
        me = self.me.device

        def rank(entry: LiveAlert) -> tuple[bool, tuple[bool, bool], float]:
            return entry.alert.is_offered_by(me), entry.alert.gravity, entry.since

        asked = [e for e in self.alerts if e.alert.station != me and e.alert.is_asked]
        return min(asked, key=rank, default=None)

    def summoned(self, *, at_once: bool) -> tuple[LiveAlert, ...]:
        """The calls of other stations that a staff desk is asked to answer: those that everybody
        is, and with ``at_once`` every panic that nobody has answered. A test asks nobody.
        """
        return tuple(
            entry
            for entry in self.alerts
            if entry.alert.station != self.me.device
            and entry.alert.occasion is not Occasion.TEST
            and (
                entry.alert.is_asked
                or (at_once and entry.alert.kind is Kind.PANIC and entry.alert.needs_answer)
            )
        )

    def mine(self) -> LiveAlert | None:
        """The newest open alert that this station raised: what the counter's cue speaks of."""
        own = [entry for entry in self.alerts if entry.alert.station == self.me.device]
        return max(own, key=lambda entry: entry.alert.presses[-1].at, default=None)

    def must_stay_quiet(self) -> bool:
        """Somebody here called in earnest, and nobody is with them yet: whoever threatens them
        would see and hear what comes up. A call that is merely open keeps nothing quiet.
        """
        return any(
            entry.alert.station == self.me.device
            and entry.alert.occasion is Occasion.REAL
            and (entry.alert.state is not State.ATTENDED or entry.alert.calls_again)
            and not entry.alert.stands_withdrawn
            for entry in self.alerts
        )
