"""For how long a site keeps what, and what would go: read by a window, a command and the desk that
lets it go. It reads the disk, so ask for it in a worker.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Protocol

import msgspec

from desktop.domain.alerts.facts import AlertId
from desktop.domain.board import Board, Desk
from desktop.domain.drills.drills import Told as DrillTold
from desktop.domain.drills.facts import DRILL_TYPES, DrillFact
from desktop.domain.events.event import Event, EventId
from desktop.domain.plain_text import plain
from desktop.domain.retention.clocks import vouched
from desktop.domain.retention.drill_ages import drill_ages
from desktop.domain.retention.holding import oldest_day
from desktop.domain.retention.kinds import OCCASIONS, WORDS, Kept
from desktop.domain.retention.periods import Period, Word, cutoff, period_of
from desktop.domain.roster.roles import Role
from desktop.domain.settings.facts import SettingPreset
from desktop.domain.settings.settings import RETENTION_MONTHS, Key
from desktop.services.log.reading import facts_of
from desktop.services.retention.ports import Aged, AgedFiles


class Going(msgspec.Struct, frozen=True):
    """How many would go, and since when the oldest of them is over."""

    count: int = 0
    oldest: datetime | None = None


class KindStanding(msgspec.Struct, frozen=True, kw_only=True):
    """How one kind stands. ``going`` is by months what would go now, for those that were asked
    about and for what is set; ``staying`` are open or unfinished, and never go by themselves.
    """

    kind: Kept
    period: Period
    going: Mapping[int, Going] = {}
    staying: int = 0
    marked: int = 0
    """Reports that somebody wants kept: none of them goes, signed or not."""
    is_waiting: bool = False
    """Nothing of it goes until another supervisor's desk is there."""


class RetentionStanding(msgspec.Struct, frozen=True, kw_only=True):
    """How all kinds stand. ``clock`` is the time that counts, ``None`` where nobody vouches for
    one; this PC's own is ``own``.
    """

    kinds: tuple[KindStanding, ...]
    clock: datetime | None
    own: datetime

    def of(self, kind: Kept) -> KindStanding:
        """That kind."""
        return next(one for one in self.kinds if one.kind is kind)


class Site(Protocol):
    """The station, as this needs it."""

    @property
    def board(self) -> Board: ...


WordsOn = Callable[[Key], tuple[tuple[Event, SettingPreset], ...]]


class Retention:
    """How long what is kept at this site. ``words_on`` is all that is believed of a setting."""

    def __init__(
        self, files: AgedFiles, *, site: Site, words_on: WordsOn, now: Callable[[], datetime]
    ) -> None:
        self._files = files
        self._site = site
        self._words_on = words_on
        self._now = now

    def standing(self, months: Collection[int] = ()) -> RetentionStanding:
        """How all of it stands, and what would go if it were kept for so many ``months``."""
        with self._files.opened() as aged:
            now, clock = self._now(), self.clock(aged)
            kept = aged.alerts_of_reports()
            return RetentionStanding(
                kinds=tuple(
                    self._standing(kind, aged, clock or now, months=months, kept=kept)
                    for kind in Kept
                ),
                clock=clock,
                own=now,
            )

    def clock(self, aged: Aged) -> datetime | None:
        """The time by which things are old: this PC's own, as far as other stations vouch for it.
        Those that are there do by their beats; where none is, the newest that they said does.
        """
        others = _others(self._site.board)
        said = by_beats(self._site.board)
        if not said:
            names = {desk.device for desk in others}
            said = [at for device, at in aged.last_said().items() if device in names]
        return vouched(self._now(), said)

    def oldest_day(self) -> date:
        """The first last day that keeps a report now, by that time."""
        with self._files.opened() as aged:
            return oldest_day(self.clock(aged))

    def period(self, kind: Kept, aged: Aged, now: datetime) -> Period:
        """For how long that kind is kept at ``now``."""
        told = self._words_on(kind.key)
        known = aged.known_since([event.id for event, _ in told], now)
        return period_of((_word(event, fact, known) for event, fact in told), now)

    def _standing(
        self,
        kind: Kept,
        aged: Aged,
        now: datetime,
        *,
        months: Collection[int],
        kept: Collection[AlertId],
    ) -> KindStanding:
        period = self.period(kind, aged, now)
        asked = {*months, period.months, period.in_force}
        wanted = sorted(one for one in asked if one is not None)
        return KindStanding(
            kind=kind,
            period=period,
            going={
                one: _going(old_of(kind, aged, cutoff(now, one), kept, now=now)) for one in wanted
            },
            staying=_staying(kind, aged),
            marked=aged.kept_reports(now) if kind is Kept.REPORTS else 0,
            is_waiting=waits(kind, self._site.board),
        )


def by_beats(board: Board) -> list[datetime]:
    """What the clocks of the stations show that are there."""
    return [
        desk.last_heard + timedelta(seconds=desk.clock_ahead_s)
        for desk in _others(board)
        if desk.is_present and not desk.is_revoked and desk.last_heard is not None
    ]


def _others(board: Board) -> list[Desk]:
    return [desk for desk in board.desks if desk.role is not Role.RELAY]


def old_of(
    kind: Kept, aged: Aged, before: datetime, kept: Collection[AlertId], *, now: datetime
) -> list[datetime]:
    """Since when each of that kind is over that was so ``before``, in no order; without the alerts
    that are ``kept`` with a report.
    """
    since = [old.since for old in aged.words(WORDS.get(kind, ()), before)]
    if kind in OCCASIONS:
        since += [old.since for old in aged.alerts(OCCASIONS[kind], before, besides=kept)]
    if kind is Kept.REPORTS:  # those whom a person would count are reports, not ticks
        since = [old.since for old in aged.reports(before, now=now)]
    if kind is Kept.TESTS:
        since += [at for at, _ in drills_of(aged) if at < before]
    return since


def waits(kind: Kept, board: Board) -> bool:
    """A report goes only while another supervisor's desk is there, where the site has one: a desk
    that was off does not know yet what was said of it, or that something is left to do.
    """
    others = board.supervisors
    return kind is Kept.REPORTS and bool(others) and not any(one.is_present for one in others)


def drills_of(aged: Aged) -> list[tuple[datetime, tuple[EventId, ...]]]:
    """All that is on record of each drill, and since when it is over."""
    return drill_ages(
        DrillTold(event.header.at, event.id, event.header.device_id, fact)
        for event, fact in facts_of(aged.events(DRILL_TYPES))
        if isinstance(fact, DrillFact)
    )


def _staying(kind: Kept, aged: Aged) -> int:
    if kind is Kept.REPORTS:
        return aged.unfinished_reports()
    return aged.open_alerts(OCCASIONS[kind]) if kind in OCCASIONS else 0


def _going(since: list[datetime]) -> Going:
    return Going(len(since), min(since, default=None))


def _word(event: Event, fact: SettingPreset, known: Mapping[EventId, datetime]) -> Word:
    """A word counts from when it was both said and here: neither clock alone lets anything go
    before a person could undo it, nor do both where that is the same PC's.
    """
    least, most = RETENTION_MONTHS
    months = fact.value if type(fact.value) is int and least <= fact.value <= most else None
    return Word(
        revision=fact.revision,
        event=event.id,
        at=known.get(event.id),
        months=months,
        author=plain(fact.author),
    )
