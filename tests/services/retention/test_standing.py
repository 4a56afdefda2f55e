"""What is old enough to go, by what was signed, and what stays however old it is."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.domain.alerts.facts import AlertClosed, AlertNoted, Kind, Occasion
from desktop.domain.board import Board
from desktop.domain.drills.facts import DrillPlanned, Place
from desktop.domain.events.event import Event
from desktop.domain.guidance.facts import CardRated, CardRead
from desktop.domain.opening.facts import OpeningMissed
from desktop.domain.reports.facts import (
    ActionDone,
    ActionListed,
    ReportCommented,
    ReportKept,
    ReportRead,
    ReportReleased,
    ReportSigned,
    ThreatCallTicked,
)
from desktop.domain.retention.kinds import Kept
from desktop.domain.settings.facts import SettingPreset
from desktop.services.adapters.sqlite.database import open_for_writing
from desktop.services.adapters.sqlite.schema import File
from desktop.services.retention.standing import Going, KindStanding, Retention, RetentionStanding
from tests.support.aged import NOW, AgedDesk, days_ago
from tests.support.stations import key_of
from tests.ui.sample import desk as a_desk
from tests.ui.sample import supervisor_board

THERE = replace(a_desk("c" * 32, "Counter 3"), is_present=True, last_heard=NOW, clock_ahead_s=0.0)


class Site:
    """The board of Ana's desk, with these others on it."""

    def __init__(self, *desks: object) -> None:
        self.board: Board = supervisor_board(desks=desks)  # type: ignore[arg-type]


@pytest.fixture
def ana(tmp_path: Path) -> AgedDesk:
    return AgedDesk(tmp_path)


def looked_at(
    desk: AgedDesk,
    *said: tuple[Event, SettingPreset],
    site: Site | None = None,
    now: datetime = NOW,
    months: tuple[int, ...] = (1, 12),
) -> RetentionStanding:
    def on(key: str) -> tuple[tuple[Event, SettingPreset], ...]:
        return tuple(one for one in said if one[1].key == key)

    retention = Retention(desk.files, site=site or Site(THERE), words_on=on, now=lambda: now)
    return retention.standing(months)


def would_go(desk: AgedDesk, kind: Kept, months: int) -> Going:
    return looked_at(desk).of(kind).going[months]


def test_a_closed_call_is_as_old_as_the_last_word_on_it(ana: AgedDesk) -> None:
    ana.call(days_ago(400))
    late = ana.call(days_ago(390))
    ana.call(days_ago(40))
    assert would_go(ana, Kept.ALERTS, 12).count == 2
    assert would_go(ana, Kept.ALERTS, 1).count == 3
    ana.says(AlertNoted(alert=late, text="The police wrote"), at=days_ago(20))
    assert would_go(ana, Kept.ALERTS, 12) == Going(1, days_ago(400))
    assert would_go(ana, Kept.ALERTS, 1).count == 2


def test_an_open_call_never_goes_however_old_it_is(ana: AgedDesk) -> None:
    ana.call(None, raised=days_ago(800))
    alerts = looked_at(ana).of(Kept.ALERTS)
    assert (alerts.going[1].count, alerts.staying) == (0, 1)


def test_drills_and_tests_have_a_time_of_their_own(ana: AgedDesk) -> None:
    ana.says(_planned(days_ago(80)), at=days_ago(300))
    ana.says(_planned(NOW + timedelta(days=80)), at=days_ago(300))
    ana.says(OpeningMissed(day="2026-03-01", station="c" * 32, place="C"), at=days_ago(122))
    ana.call(days_ago(100), occasion=Occasion.DRILL)
    ana.call(days_ago(90), occasion=Occasion.TEST)
    assert would_go(ana, Kept.TESTS, 1) == Going(4, days_ago(122))
    assert would_go(ana, Kept.ALERTS, 1).count == 0


def _planned(at: datetime) -> DrillPlanned:
    return DrillPlanned(kind=Kind.PANIC, counters=(Place("c" * 32, "Counter 3"),), at=at, minutes=0)


def test_a_report_counts_from_its_signature_and_not_from_who_read_it_since(ana: AgedDesk) -> None:
    report = ana.report(days_ago(900), days_ago(500))
    ana.says(ReportRead(report=report, reader="Marcus"), at=days_ago(2))
    assert would_go(ana, Kept.REPORTS, 12) == Going(1, days_ago(500))
    ana.says(ReportCommented(report=report, comment="The court wrote", author="Ana"), at=NOW)
    assert would_go(ana, Kept.REPORTS, 1).count == 0


def test_a_report_that_is_not_signed_or_has_something_to_do_never_goes(ana: AgedDesk) -> None:
    ana.report(days_ago(1700))
    held = ana.report(days_ago(1700), days_ago(1690))
    listed = ActionListed(
        report=held, what="Keep until the court has spoken", owner="Ana", author=""
    )
    action = ana.says(listed, at=days_ago(1680))
    reports = looked_at(ana).of(Kept.REPORTS)
    assert (reports.going[1].count, reports.staying) == (0, 2)
    ana.says(ActionDone(report=held, action=action, author="Ana"), at=days_ago(1000))
    reports = looked_at(ana).of(Kept.REPORTS)
    assert (reports.going[1], reports.staying) == (Going(1, days_ago(1000)), 1)


KEPT = days_ago(1680)


def is_kept(
    desk: AgedDesk, report: str, *, until: str = "", at: datetime = KEPT, by: str = "Ana"
) -> str:
    mark = ReportKept(report=report, why="A court case", until=until, author=by)
    return desk.says(mark, at=at, by=by)


def is_released(
    desk: AgedDesk, report: str, *marks: str, at: datetime, by: str = "Ana"
) -> ReportReleased:
    fact = ReportReleased(report=report, marks=marks, why="It is over", author=by)
    desk.says(fact, at=at, by=by)
    return fact


def test_a_report_that_somebody_wants_kept_never_goes_and_its_call_stays_with_it(
    ana: AgedDesk,
) -> None:
    call = ana.call(days_ago(1701))
    held = ana.report(days_ago(1700), days_ago(1690), alert=call)
    ana.report(days_ago(1700), days_ago(1690))
    mark = is_kept(ana, held)
    reports = looked_at(ana).of(Kept.REPORTS)
    assert (reports.going[1].count, reports.marked, reports.staying) == (1, 1, 0)
    assert would_go(ana, Kept.ALERTS, 1).count == 0
    is_released(ana, held, mark, at=days_ago(1000))
    reports = looked_at(ana).of(Kept.REPORTS)
    assert (reports.going[12].count, reports.marked) == (2, 0)
    assert reports.going[12].oldest == days_ago(1690)
    with ana.opened() as aged:
        assert days_ago(1000) in [old.since for old in aged.reports(NOW, now=NOW)]


def test_a_mark_lasts_through_its_day_wherever_the_office_is(ana: AgedDesk) -> None:
    """In Hawaii the 29th of June is not over before ten o'clock of the 30th in Greenwich."""
    held = ana.report(days_ago(1700), days_ago(1690))
    is_kept(ana, held, until="2026-06-29")
    for hours, count in ((-24, 0), (-9, 0), (-7, 1)):
        now = NOW + timedelta(hours=hours)
        reports = looked_at(ana, now=now, site=Site(replace(THERE, last_heard=now)))
        assert reports.of(Kept.REPORTS).going[12].count == count, now


def test_a_clock_that_is_years_ahead_ends_no_mark(ana: AgedDesk) -> None:
    is_kept(ana, ana.report(days_ago(1700), days_ago(1690)), until="2030-01-01")
    years_later = NOW + timedelta(days=3650)
    assert looked_at(ana, now=years_later).of(Kept.REPORTS).marked == 1


def test_a_release_with_an_old_time_counts_from_when_it_came_where_the_report_was_kept_here(
    ana: AgedDesk,
) -> None:
    ana.came = days_ago(690)
    held = ana.report(days_ago(800), days_ago(799))
    mark = is_kept(ana, held, at=days_ago(798))
    ana.came = days_ago(1)
    is_released(ana, held, mark, at=days_ago(797), by="Eve")
    assert would_go(ana, Kept.REPORTS, 12).count == 0


def test_at_a_desk_that_joined_yesterday_a_release_is_no_older_than_what_its_author_had_said(
    ana: AgedDesk,
) -> None:
    held = ana.report(days_ago(800), days_ago(799))
    mark = is_kept(ana, held, at=days_ago(798))
    ana.says(CardRated(card="calm"), at=days_ago(1), by="Eve")
    is_released(ana, held, mark, at=days_ago(797), by="Eve")
    assert would_go(ana, Kept.REPORTS, 12).count == 0


def test_a_last_day_is_over_by_the_time_that_others_vouch_for_and_without_them_none_is(
    ana: AgedDesk,
) -> None:
    def first_that_keeps(*others: object) -> date:
        ahead = NOW + timedelta(days=3650)
        site = Site(*others)
        return Retention(
            ana.files, site=site, words_on=lambda _key: (), now=lambda: ahead
        ).oldest_day()

    assert first_that_keeps(THERE) == date(2026, 6, 30)
    assert first_that_keeps() < date(1970, 1, 1)


def test_what_a_revoked_desk_said_ends_no_mark(ana: AgedDesk) -> None:
    held = ana.report(days_ago(1700), days_ago(1690))
    mark = is_kept(ana, held)
    is_released(ana, held, mark, at=days_ago(1000), by="Eve")
    assert would_go(ana, Kept.REPORTS, 12).count == 1
    ana.revokes("Eve")
    assert looked_at(ana).of(Kept.REPORTS).marked == 1


def test_a_mark_that_came_to_an_older_version_keeps_its_report_from_the_upgrade_on(
    ana: AgedDesk,
) -> None:
    is_kept(ana, ana.report(days_ago(1700), days_ago(1690)))
    with closing(sqlite3.connect(ana.folder / "records.db")) as older:
        older.executescript(
            """
            DELETE FROM report_facts WHERE event IN (
                SELECT id FROM events WHERE type = 'report.kept'
            );
            ALTER TABLE reports DROP COLUMN kept_until;
            DELETE FROM _sqlite_migrations WHERE name = '0008_kept_reports';
            PRAGMA user_version = 8;
            """
        )
    open_for_writing(ana.folder / "records.db", File.RECORDS).close()
    reports = looked_at(ana).of(Kept.REPORTS)
    assert (reports.marked, reports.going[12].count) == (1, 0)


def test_a_release_that_comes_once_more_ends_no_later_mark(ana: AgedDesk) -> None:
    held = ana.report(days_ago(1700), days_ago(1690))
    released = is_released(ana, held, is_kept(ana, held), at=days_ago(1500))
    is_kept(ana, held, at=days_ago(1400))
    ana.says(released, at=days_ago(1), by="Eve")
    assert looked_at(ana).of(Kept.REPORTS).marked == 1


def test_a_call_that_a_report_was_begun_from_stays_as_long_as_that_report(ana: AgedDesk) -> None:
    call = ana.call(days_ago(500))
    ana.call(days_ago(500))
    report = ana.report(days_ago(499), days_ago(490), alert=call)
    assert would_go(ana, Kept.ALERTS, 12).count == 1
    with ana.opened() as aged:
        assert aged.alerts_of_reports() == {call}
        ana.purges(aged.events_of_report(report))
    assert would_go(ana, Kept.ALERTS, 12).count == 2


def test_what_was_said_of_the_guidance_goes_word_by_word(ana: AgedDesk) -> None:
    ana.says(CardRated(card="calm", is_helpful=True), at=days_ago(50), by="Counter 3")
    ana.says(CardRead(card="calm", reader="Maria"), at=days_ago(5), by="Counter 3")
    assert would_go(ana, Kept.GUIDANCE, 1) == Going(1, days_ago(50))


def test_what_went_is_not_counted_again(ana: AgedDesk) -> None:
    alert = ana.call(days_ago(400))
    word = ana.says(CardRated(card="calm"), at=days_ago(400))
    with ana.opened() as aged:
        events = (*aged.events_of(alert), word)
        assert aged.purged(events) == frozenset()
    ana.purges(events)
    assert would_go(ana, Kept.ALERTS, 1).count == would_go(ana, Kept.GUIDANCE, 1).count == 0
    with ana.opened() as aged:
        assert aged.purged(events) == frozenset(events)


def test_a_clock_from_before_the_site_was_made_counts_from_when_it_came(ana: AgedDesk) -> None:
    first_day = datetime(1970, 1, 2, tzinfo=UTC)
    ana.came = days_ago(10)
    ana.says(CardRated(card="calm"), at=first_day, by="Counter 3")
    ana.call(first_day, raised=days_ago(10))
    assert would_go(ana, Kept.GUIDANCE, 1).count == 0
    assert would_go(ana, Kept.ALERTS, 1).count == 0
    ana.came = days_ago(40)
    ana.says(CardRated(card="calm"), at=first_day, by="Counter 3")
    assert would_go(ana, Kept.GUIDANCE, 1).count == 1


def ends(desk: AgedDesk, call: str, held: str, action: str, unsigned: str) -> None:
    """Eve's desk says with old times that all of it was over two years ago."""
    desk.says(ActionDone(report=held, action=action, author="Eve"), at=days_ago(797), by="Eve")
    desk.says(ReportSigned(report=unsigned, signer="Eve"), at=days_ago(699), by="Eve")
    desk.says(AlertClosed(alert=call, presses=(call,)), at=days_ago(799), by="Eve")


def what_stays(desk: AgedDesk) -> tuple[str, str, str, str]:
    """An open call, a report with something left to do, and one that nobody has signed."""
    held = desk.report(days_ago(800), days_ago(799))
    listed = ActionListed(report=held, what="Keep it", owner="Ana", author="Ana")
    action = desk.says(listed, at=days_ago(798))
    unsigned = desk.report(days_ago(700))
    return desk.call(None, raised=days_ago(800)), held, action, unsigned


def goes_within_a_year(desk: AgedDesk) -> list[int]:
    return [would_go(desk, kind, 12).count for kind in (Kept.ALERTS, Kept.REPORTS)]


def test_an_end_with_an_old_time_counts_from_when_it_came_where_it_was_open_here(
    ana: AgedDesk,
) -> None:
    ana.came = days_ago(690)
    staying = what_stays(ana)
    ana.came = days_ago(1)
    ends(ana, *staying)
    assert goes_within_a_year(ana) == [0, 0]


def test_nothing_is_older_than_what_its_author_had_said_before(ana: AgedDesk) -> None:
    """Also at a desk that joined yesterday, to which all of it came at once."""
    staying = what_stays(ana)
    ana.says(CardRated(card="calm"), at=days_ago(1), by="Eve")
    ana.says(AlertNoted(alert=staying[0], text="He shouts"), at=days_ago(1), by="Eve")
    ends(ana, *staying)
    assert goes_within_a_year(ana) == [0, 0]


def test_a_desk_that_joined_anew_lets_go_of_what_was_over_long_before(ana: AgedDesk) -> None:
    ana.came = days_ago(2)
    ends(ana, *what_stays(ana))
    assert goes_within_a_year(ana) == [1, 2]


def test_a_clock_that_was_years_ahead_once_keeps_nothing_for_years(ana: AgedDesk) -> None:
    ana.came = days_ago(500)
    ana.says(CardRated(card="calm"), at=NOW + timedelta(days=3000))
    ana.call(days_ago(499))
    ana.report(days_ago(499), days_ago(498))
    assert goes_within_a_year(ana) == [1, 1]


def test_ticks_of_a_threat_call_are_let_go_with_the_reports_but_are_none(ana: AgedDesk) -> None:
    tick = ana.says(ThreatCallTicked(call="t1", place="C", at_s=3), at=days_ago(400))
    assert would_go(ana, Kept.REPORTS, 12).count == 0
    with ana.opened() as aged:
        (old,) = aged.words({ThreatCallTicked.TYPE}, days_ago(365))
    assert old.name == tick


def test_a_time_counts_from_when_it_was_said_and_known_here(ana: AgedDesk) -> None:
    ana.call(days_ago(400))
    ana.came = days_ago(6)
    said = ana.preset("retention.alerts", 12, at=days_ago(3000))
    found = looked_at(ana, said).of(Kept.ALERTS)
    assert (found.period.months, found.period.in_force) == (12, None)
    assert found.going[12].count == 1
    later = looked_at(ana, said, now=NOW + timedelta(days=2), site=Site())
    assert later.clock is None, "nobody but this desk vouches for the time"


def in_force(desk: AgedDesk, *said: tuple[Event, SettingPreset]) -> int | None:
    return looked_at(desk, *said).of(Kept.ALERTS).period.in_force


def test_a_time_that_was_set_while_this_pcs_own_clock_was_years_behind_lets_nothing_go(
    ana: AgedDesk,
) -> None:
    """It was both said and here in 2018: by one and the same dead battery."""
    ana.came = long_ago = days_ago(3000)
    assert in_force(ana, ana.preset("retention.alerts", 12, at=long_ago)) is None


def test_a_clock_that_was_months_behind_is_known_by_what_its_desk_had_said_before(
    ana: AgedDesk,
) -> None:
    ana.says(_said_to_all(), at=days_ago(30))
    ana.came = days_ago(200)
    said = ana.preset("retention.alerts", 12, at=days_ago(200))
    assert in_force(ana, said) is None
    ana.says(_said_to_all(), at=days_ago(8))
    assert in_force(ana, said) == 12, "it is known by then that it was said eight days ago"


def test_a_clock_that_was_months_behind_is_known_by_what_came_then_before_it_was_said(
    ana: AgedDesk,
) -> None:
    ana.came = days_ago(200)
    ana.call(days_ago(1))
    assert in_force(ana, ana.preset("retention.alerts", 12, at=days_ago(200), by="Eve")) is None


def test_a_counter_that_is_days_ahead_holds_up_for_days_alone(ana: AgedDesk) -> None:
    ana.came = days_ago(20)
    said = ana.preset("retention.alerts", 12, at=days_ago(20))
    ana.says(AlertNoted(alert="a" * 32, text="He shouts"), at=days_ago(17), by="Counter 3")
    assert in_force(ana, said) == 12
    ana.came = days_ago(9)
    later = ana.preset("retention.alerts", 6, at=days_ago(9), revision=2)
    ana.says(AlertNoted(alert="a" * 32, text="He shouts"), at=days_ago(6), by="Counter 3")
    assert in_force(ana, said, later) == 12


@pytest.mark.parametrize("came", [days_ago(50), datetime(2040, 1, 1, tzinfo=UTC)])
def test_an_undo_from_a_clock_that_was_years_ahead_holds_nothing_up_for_years(
    ana: AgedDesk, came: datetime
) -> None:
    """Neither at other desks, nor at that one itself."""
    ana.came = days_ago(100)
    first = ana.preset("retention.alerts", 12, at=days_ago(100))
    ana.came = came
    at = datetime(2040, 1, 1, tzinfo=UTC)
    undone = ana.preset("retention.alerts", 24, at=at, by="Marcus", revision=2)
    assert in_force(ana, first, undone) == 24
    ana.came = days_ago(20)
    again = ana.preset("retention.alerts", 6, at=days_ago(20), revision=3)
    assert in_force(ana, first, undone, again) == 6


def _said_to_all() -> SettingPreset:
    return SettingPreset(key="theme", value="dark", author="Ana Ruiz", revision=1)


@pytest.mark.parametrize("value", [0, -3, 601, True, "12", 1e9])
def test_a_time_that_cannot_be_keeps_all(ana: AgedDesk, value: object) -> None:
    event, fact = ana.preset("retention.alerts", 12, at=days_ago(100))
    said = (event, replace(fact, value=value))
    assert looked_at(ana, said).of(Kept.ALERTS).period.months is None


def test_beats_say_what_time_it_is_and_else_the_newest_that_others_said(ana: AgedDesk) -> None:
    ten_years = timedelta(days=3650)
    ahead = NOW + ten_years
    there = replace(THERE, last_heard=ahead, clock_ahead_s=-ten_years.total_seconds())
    assert looked_at(ana, site=Site(there), now=ahead).clock == NOW
    counter = replace(THERE, device=key_of("Counter 3").id, is_present=False)
    ana.says(CardRated(card="calm"), at=days_ago(3), by="Counter 3")
    ana.says(CardRated(card="calm"), at=ahead)
    assert looked_at(ana, site=Site(counter), now=ahead).clock == days_ago(3)


def test_hundreds_of_years_are_reckoned_with(ana: AgedDesk) -> None:
    last_day = datetime(9999, 12, 30, tzinfo=UTC)
    ana.call(last_day)
    ana.says(_planned(datetime(2999, 1, 1, tzinfo=UTC)), at=last_day)
    said = ana.preset("retention.tests", 1, at=last_day)
    found = looked_at(ana, said)
    assert isinstance(found.of(Kept.TESTS), KindStanding)
    assert found.of(Kept.TESTS).period.in_force is None
