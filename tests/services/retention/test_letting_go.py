"""An administrator's desk lets go in small portions, of whole things, and while nobody calls."""

import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.domain.alerts.facts import AlertNoted, AlertOutcome, AlertPressed, Kind, Outcome
from desktop.domain.board import Board, LiveAlert
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event
from desktop.domain.guidance.facts import CardRated
from desktop.domain.log_facts import BodyPurged
from desktop.domain.reports.facts import (
    ActionListed,
    ReportCommented,
    ReportFact,
    ReportKept,
    ReportReleased,
    ThreatCallTicked,
)
from desktop.domain.retention.kinds import Kept
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Member, Roster
from desktop.domain.settings.facts import SettingPreset
from desktop.services.adapters.sqlite.aged import SqliteAged
from desktop.services.retention import letting_go
from desktop.services.retention.letting_go import LettingGo
from desktop.services.retention.standing import Retention
from tests.support.aged import NOW, AgedDesk, days_ago
from tests.support.logfail import LogJudge
from tests.support.stations import SITE, key_of, raw_rows
from tests.ui.sample import NOW as MONOTONIC
from tests.ui.sample import Story, live, supervisor_board
from tests.ui.sample import desk as a_desk

THERE = replace(a_desk("c" * 32, "Counter 3"), is_present=True, last_heard=NOW, clock_ahead_s=0.0)


class Site:
    """Ana's station: what it publishes is in both of its files at once."""

    def __init__(
        self, ana: AgedDesk, *, also: AgedDesk | None = None, is_administrators: bool = True
    ) -> None:
        self._desks = [ana] if also is None else [ana, also]
        self.device = key_of("Ana").id
        member = Member(
            device=self.device,
            key=bytes(32),
            role=Role.SUPERVISOR,
            place="Supervisors",
            area="",
            name="Ana",
            administrator=is_administrators,
        )
        self.roster = Roster(site_key=SITE.public_bytes, members={self.device: member})
        self.board: Board = supervisor_board(desks=(THERE,))
        self.notices: list[BodyPurged] = []
        self.has_a_full_disk = False

    def publish(self, fact: Fact) -> "Future[Event]":
        assert isinstance(fact, BodyPurged)
        self.notices.append(fact)
        if not self.has_a_full_disk:
            for desk in self._desks:
                desk.purges(fact.events)
        done: Future[Event] = Future()
        done.set_result(None)  # type: ignore[arg-type]  # nobody reads it
        return done


@pytest.fixture
def ana(tmp_path: Path) -> AgedDesk:
    return AgedDesk(tmp_path, came=days_ago(100))


def a_desk_of(
    ana: AgedDesk,
    site: Site,
    *,
    months: int = 12,
    pause: Callable[[float], bool] = lambda _seconds: False,
    said: list[tuple[Event, SettingPreset]] | None = None,
    now: datetime = NOW,
) -> LettingGo:
    if said is None:
        said = [ana.preset(kind.key, months, at=days_ago(100)) for kind in Kept]
    retention = Retention(
        ana.files,
        site=site,
        words_on=lambda key: tuple(one for one in said if one[1].key == key),
        now=lambda: now,
    )
    return LettingGo(ana.files, retention, site=site, monotonic=lambda: MONOTONIC, pause=pause)


def test_all_that_is_due_goes_in_notices_that_say_why(
    ana: AgedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letting_go, "MOST_EVENTS", 7)
    ana.report(days_ago(500), days_ago(490))
    for n in range(30):
        ana.call(days_ago(430 - n))
    ana.says(ThreatCallTicked(call="t1", place="C", at_s=3), at=days_ago(400))
    ana.says(CardRated(card="calm"), at=days_ago(400))
    young = ana.call(days_ago(100))
    site = Site(ana)
    gone = a_desk_of(ana, site).look()
    assert gone == 30 * 4 + 2 + 1 + 1
    assert {notice.reason for notice in site.notices} == {"kept 12 months"}
    assert max(len(notice.events) for notice in site.notices) <= 7
    with ana.opened() as aged:
        assert len(aged.events_of(young)) == 4
    assert a_desk_of(ana, site).look() == 0


def test_words_go_as_many_at_once_as_a_notice_names_and_one_question_finds_which_are_left(
    ana: AgedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A start reads every notice; and to ask for each event what is gone takes seconds."""
    asked: list[int] = []
    purged = SqliteAged.purged

    def counting(aged: SqliteAged, events: Sequence[str]) -> frozenset[str]:
        asked.append(len(events))
        return purged(aged, events)

    monkeypatch.setattr(SqliteAged, "purged", counting)
    for n in range(50):
        ana.says(CardRated(card="calm"), at=days_ago(450 - n))
    site = Site(ana)
    assert a_desk_of(ana, site).look() == 50
    assert [len(notice.events) for notice in site.notices] == [50]
    assert [count for count in asked if count] == [50, 50], "what is due, and that it went"


def bodies_in(ana: AgedDesk) -> bytes:
    return b"".join(
        bytes(body)
        for name in ("alerts.db", "records.db")
        for (body,) in raw_rows(ana.folder / name).execute("SELECT body FROM bodies")
    )


def test_what_comes_late_to_something_that_was_purged_goes_too_and_at_once(ana: AgedDesk) -> None:
    """Also where it was purged by hand, and no time is set."""
    call = ana.call(days_ago(40))
    report = ana.report(days_ago(39), days_ago(38))
    with ana.opened() as aged:
        ana.purges((*aged.events_of(call), *aged.events_of_report(report)))
    ana.says(AlertNoted(alert=call, text="Mr. Smith"), at=days_ago(39), by="Counter 9")
    late = ReportCommented(report=report, comment="Mr. Smith", author="Bo")
    ana.says(late, at=days_ago(38), by="Bo")
    told = AlertOutcome(alert=call, outcome=Outcome.POLICE, note="Mr. Smith")
    ana.says(told, at=days_ago(38), by="Bo")
    site = Site(ana)
    assert a_desk_of(ana, site, said=[]).look() == 3
    assert b"Smith" not in bodies_in(ana)
    assert a_desk_of(ana, site, said=[]).look() == 0


def test_a_late_press_on_a_call_that_was_purged_goes_on_calling(ana: AgedDesk) -> None:
    call = ana.call(days_ago(40))
    with ana.opened() as aged:
        ana.purges(aged.events_of(call))
    ana.says(AlertPressed(alert=call, kind=Kind.PANIC, place="C"), at=days_ago(1), by="Counter 9")
    assert a_desk_of(ana, Site(ana), said=[]).look() == 0


def test_what_a_revoked_desk_said_goes_by_its_own_time(ana: AgedDesk) -> None:
    """It is in no alert and no report; its words lie there all the same."""
    call, report = ana.call(days_ago(20)), ana.report(days_ago(20))
    for at in (days_ago(400), days_ago(10)):
        text = f"Mr. Smith {at:%Y}"
        ana.says(AlertNoted(alert=call, text=text), at=at, by="Bo")
        ana.says(ReportCommented(report=report, comment=text, author="Bo"), at=at, by="Bo")
        told = AlertOutcome(alert=call, outcome=Outcome.POLICE, note=text)
        ana.says(told, at=at, by="Bo")
    ana.revokes("Bo")
    assert a_desk_of(ana, Site(ana)).look() == 3
    assert b"Smith 2025" not in bodies_in(ana)
    assert b"Smith 2026" in bodies_in(ana)
    assert b"He shouted" in bodies_in(ana)


def test_a_release_that_an_older_version_kept_aside_stays_as_long_as_its_report(
    ana: AgedDesk,
) -> None:
    """A purge of it is heard everywhere, and where it ended a mark that would stand again."""
    report = ana.report(days_ago(500))
    mark = ana.says(ReportKept(report=report, why="A court case", author="Bo"), at=days_ago(499))
    over = ReportReleased(report=report, marks=(mark,), why="Settled", author="Bo")
    release = ana.says(over, at=days_ago(498), by="Bo")
    ana.revokes("Bo")  # as it lies there: in no report
    assert a_desk_of(ana, Site(ana)).look() == 0
    with ana.opened() as aged:
        ana.purges(aged.events_of_report(report))
    site = Site(ana)
    assert a_desk_of(ana, site).look() == 1
    assert [notice.events for notice in site.notices] == [(release,)]


def test_a_desk_that_stops_in_the_middle_leaves_no_call_without_its_end(ana: AgedDesk) -> None:
    """Half of a purge: what is left are answers without a call, never a call without its close."""
    for n in range(5):
        ana.call(days_ago(400 + n))
    for most in range(1, 20):
        with ana.opened() as aged:
            events = [e for old in aged.alerts(["real"], NOW) for e in aged.events_of(old.name)]  # type: ignore[list-item]
        if not events:
            break
        ana.purges(tuple(events[: most % 3 + 1]))
        with ana.opened() as aged:
            assert aged.open_alerts(["real"]) == 0  # type: ignore[list-item]
    else:
        pytest.fail("something is left for good")


def test_a_call_goes_at_the_look_after_that_at_which_its_report_went(ana: AgedDesk) -> None:
    ana.report(days_ago(499), days_ago(490), alert=ana.call(days_ago(500)))
    desk = a_desk_of(ana, Site(ana))
    assert [desk.look(), desk.look(), desk.look()] == [2, 4, 0]


def test_other_desks_let_nothing_go(ana: AgedDesk) -> None:
    ana.call(days_ago(400))
    site = Site(ana, is_administrators=False)
    assert a_desk_of(ana, site).look() == 0
    assert not site.notices


def test_while_nobody_vouches_for_the_time_nothing_goes(ana: AgedDesk) -> None:
    ana.call(days_ago(400))
    site = Site(ana)
    site.board = supervisor_board(desks=())
    assert a_desk_of(ana, site).look() == 0


def test_a_call_comes_first_and_one_that_nobody_closes_does_not_hold_it_up_for_good(
    ana: AgedDesk,
) -> None:
    ana.call(days_ago(400))
    site = Site(ana)
    calling: LiveAlert = replace(live(Story()), since=MONOTONIC - 10)
    site.board = supervisor_board(calling, desks=(THERE,))
    waited: list[float] = []

    def answered(seconds: float) -> bool:
        waited.append(seconds)
        assert not site.notices
        site.board = supervisor_board(replace(calling, since=MONOTONIC - 1000), desks=(THERE,))
        return False

    desk = a_desk_of(ana, site, pause=lambda s: answered(s) if not waited else False)
    assert desk.look() == 4
    assert waited == [letting_go.QUIET_AGAIN_S]


def test_a_disk_that_does_not_take_it_ends_the_look_until_tomorrow(
    ana: AgedDesk, monkeypatch: pytest.MonkeyPatch, log_judge: LogJudge
) -> None:
    log_judge.expect("is in the files still")
    monkeypatch.setattr(letting_go, "GONE_WITHIN_S", 0.5)
    monkeypatch.setattr(letting_go, "MOST_EVENTS", 10)
    for n in range(4):
        ana.call(days_ago(400 + n))
    site = Site(ana)
    site.has_a_full_disk = True
    assert a_desk_of(ana, site).look() == 0
    assert len(site.notices) == 1
    site.has_a_full_disk = False
    assert a_desk_of(ana, site).look() == 16


def test_reports_wait_for_another_supervisors_desk_which_may_know_more_of_them(
    ana: AgedDesk,
) -> None:
    """A desk that was off for a month does not know yet that somebody listed something to do."""
    ana.report(days_ago(500), days_ago(490))
    site = Site(ana)
    away = replace(a_desk("e" * 32, "Annex"), role=Role.SUPERVISOR, is_present=False)
    site.board = supervisor_board(desks=(THERE, away))
    desk = a_desk_of(ana, site)
    assert desk.look() == 0
    there = replace(away, is_present=True, last_heard=NOW, clock_ahead_s=0.0)
    site.board = supervisor_board(desks=(THERE, there))
    assert desk.look() == 2


@pytest.mark.parametrize("what", [ReportKept, ActionListed])
def test_what_is_said_while_a_call_holds_up_the_purge_still_keeps_its_report(
    ana: AgedDesk, what: type[ReportFact]
) -> None:
    """Two reports are chosen; somebody calls, and meanwhile one of them is to be kept."""
    held, other = (ana.report(days_ago(days), days_ago(490)) for days in (500, 499))
    words = {
        ReportKept: ReportKept(report=held, why="A court case", author="Bo"),
        ActionListed: ActionListed(report=held, what="Ask the court", owner="Bo", author="Bo"),
    }
    site = Site(ana)

    def meanwhile(_seconds: float) -> bool:
        if not site.notices:
            ana.says(words[what], at=days_ago(1), by="Bo")
        return False

    desk = a_desk_of(ana, site, pause=meanwhile)
    assert desk.look() == 2
    assert [other in notice.events for notice in site.notices] == [True]
    assert not any(held in notice.events for notice in site.notices)
    assert desk.look() == 0


@pytest.mark.parametrize("most", [200, 2])
def test_a_call_whose_report_comes_during_the_look_stays_with_it(
    ana: AgedDesk, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Also where it takes several notices, and the report came before the first of them."""
    monkeypatch.setattr(letting_go, "MOST_EVENTS", most)
    ana.report(days_ago(100), alert="ab" * 16)
    held, other = ana.call(days_ago(401)), ana.call(days_ago(400))
    site = Site(ana)
    came: list[str] = []

    def meanwhile(_seconds: float) -> bool:
        if not came:
            came.append(ana.report(days_ago(1), alert=held))
        return False

    assert a_desk_of(ana, site, pause=meanwhile).look() == 4
    purged = {event for notice in site.notices for event in notice.events}
    assert other in purged
    with ana.opened() as aged:
        assert not purged & {*aged.events_of(held)}
        assert len(aged.events_of(held)) == 4


def test_what_comes_late_to_a_purged_call_goes_though_a_report_of_that_call_comes_meanwhile(
    ana: AgedDesk,
) -> None:
    call = ana.call(days_ago(400))
    with ana.opened() as aged:
        ana.purges(aged.events_of(call))
    late = ana.says(AlertNoted(alert=call, text="Mr. Smith"), at=days_ago(39), by="Counter 9")
    site = Site(ana)
    came: list[str] = []

    def meanwhile(_seconds: float) -> bool:
        if not came:
            came.append(ana.report(days_ago(1), alert=call))
        return len(site.notices) > 5

    assert a_desk_of(ana, site, pause=meanwhile).look() == 1
    assert [notice.events for notice in site.notices] == [(late,)]


def test_a_mark_that_comes_within_the_seven_days_keeps_the_report(ana: AgedDesk) -> None:
    held, other = (ana.report(days_ago(days), days_ago(490)) for days in (500, 499))
    ana.came = days_ago(6)
    said = [ana.preset(Kept.REPORTS.key, 12, at=days_ago(6))]
    assert a_desk_of(ana, Site(ana), said=said).look() == 0
    ana.says(ReportKept(report=held, why="A court case", author="Ana"), at=days_ago(1))
    site, later = Site(ana), NOW + timedelta(days=2)
    site.board = supervisor_board(desks=(replace(THERE, last_heard=later),))
    assert a_desk_of(ana, site, said=said, now=later).look() == 2
    assert [other in notice.events for notice in site.notices] == [True]


def test_a_mark_that_comes_after_the_purge_goes_after_it_with_its_words(ana: AgedDesk) -> None:
    """A purge is final wherever it is heard; what nobody can undo does not lie there half."""
    report = ana.report(days_ago(500), days_ago(490))
    site = Site(ana)
    assert a_desk_of(ana, site).look() == 2
    ana.says(ReportKept(report=report, why="Mr. Smith sues", author="Bo"), at=days_ago(3), by="Bo")
    assert a_desk_of(ana, site).look() == 1
    assert site.notices[-1].reason == "the rest of it was purged"
    assert b"Smith" not in bodies_in(ana)


def test_an_ending_station_begins_no_portion(ana: AgedDesk) -> None:
    ana.call(days_ago(400))
    site = Site(ana)
    assert a_desk_of(ana, site, pause=lambda _seconds: True).look() == 0
    assert not site.notices


def test_a_month_that_was_missed_is_made_up_for(ana: AgedDesk) -> None:
    """Nothing is noted of earlier looks: whatever is due goes, whenever it became so."""
    for days in (370, 385, 399, 2 * 365):
        ana.call(days_ago(days))
    assert a_desk_of(ana, Site(ana)).look() == 16


def test_two_desks_that_look_at_once_do_no_harm(ana: AgedDesk, tmp_path: Path) -> None:
    """Each has files of its own, and hears of what the other one purges."""
    for n in range(30):
        ana.call(days_ago(400 + n))
    folder = tmp_path / "marcus"
    folder.mkdir()
    for name in ("alerts.db", "records.db"):
        with (
            closing(sqlite3.connect(tmp_path / name)) as source,
            closing(sqlite3.connect(folder / name)) as copy,
        ):
            source.backup(copy)
    marcus = AgedDesk(folder, is_new=False)
    sites = Site(ana, also=marcus), Site(marcus, also=ana)
    said = [ana.preset(Kept.ALERTS.key, 12, at=days_ago(100))]
    desks = [
        a_desk_of(own, site, said=said) for own, site in zip((ana, marcus), sites, strict=True)
    ]
    with ThreadPoolExecutor(2) as pool:
        counts = [found.result(60) for found in [pool.submit(desk.look) for desk in desks]]
    assert sum(counts) >= 120
    assert [desk.look() for desk in desks] == [0, 0]
    for own in (ana, marcus):
        with own.opened() as aged:
            assert not aged.alerts(["real"], NOW)  # type: ignore[list-item]
