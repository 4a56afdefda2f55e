"""What is counted comes out of the files that the product writes."""

import sqlite3
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertOutcome, Kind, Occasion, Outcome
from desktop.domain.events.streams import Stream
from desktop.domain.insights.clock import HOUR_MS
from desktop.domain.insights.counting import Insights, Wait
from desktop.domain.insights.period import Period
from desktop.domain.insights.spread import Spread
from desktop.services.adapters.keys.device_key import verify
from desktop.services.adapters.sqlite import database, projecting, report_rows
from desktop.services.adapters.sqlite.database import open_for_writing
from desktop.services.adapters.sqlite.errors import DatabaseUnusableError
from desktop.services.adapters.sqlite.figures import SqliteFigures
from desktop.services.adapters.sqlite.schema import File
from desktop.services.delivery.topics import Topics
from desktop.services.insights.insights_desk import InsightsDesk, _cut
from desktop.services.log.believing import roster_from
from desktop.services.log.rebuilding import rebuild
from desktop.services.ports import ToldOutcome
from desktop.words import on_this_clock
from tests.support.alert_story import COUNTER, FRONT, PRESSED_AT, Story
from tests.support.incident_story import folded, submission
from tests.support.log_files import Files, a_story
from tests.support.stations import SITE, Author, Sent, key_of

DAY = on_this_clock(PRESSED_AT).date()
MARCH = Period.month(date(2026, 3, 1))


@dataclass
class Kept:
    """Two files in a folder, and the desk that counts what lies in them."""

    alerts: Path
    records: Path

    @property
    def desk(self) -> InsightsDesk:
        return InsightsDesk(SqliteFigures(self.alerts, self.records), today=lambda: DAY)

    def keep(self, *alerts: Alert, ended: Iterable[tuple[Alert, Outcome]] = ()) -> None:
        conn = open_for_writing(self.alerts, File.ALERTS)
        projecting.write_standing(conn, alerts)
        conn.close()
        conn = open_for_writing(self.records, File.RECORDS)
        projecting.write_outcomes(
            conn,
            [
                ToldOutcome(
                    PRESSED_AT + timedelta(hours=at),
                    f"o{at}",
                    AlertOutcome(alert=alert.id, outcome=outcome),
                )
                for at, (alert, outcome) in enumerate(ended)
            ],
        )
        conn.close()

    def read(self) -> Insights:
        return self.desk.read(MARCH)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "alerts.db", tmp_path / "records.db")


def answered(
    place: str = "Counter 3", *, received: float = 0.038, going: float = 12.1, there: float = 54.2
) -> Alert:
    story = Story(kind=Kind.ASSIST, place=place)
    story.receive(received, FRONT)
    story.receive(9, FRONT)
    story.answer(going, FRONT, "Ana Ruiz")
    story.answer(90, FRONT, "Marcus Bell")
    story.attend(there, COUNTER)
    story.close(349, FRONT, "Ana Ruiz")
    return renamed(story.alert(), place)


def renamed(alert: Alert, name: str) -> Alert:
    """Stories have one id; files tell alerts by theirs."""
    return replace(alert, id=f"{abs(hash(name)) % 16**12:032x}")


def test_the_times_of_an_alert_are_those_of_the_first_who_said_so(kept: Kept) -> None:
    kept.keep(answered())
    told = kept.read()
    assert told.alerts == 1
    assert told.waits == {
        Wait.RECEIVED: Spread(n=1, values=(38,)),
        Wait.ACKNOWLEDGED: Spread(n=1, values=(12_100,)),
        Wait.ATTENDED: Spread(n=1, values=(54_200,)),
    }
    at = on_this_clock(PRESSED_AT)
    assert told.week[at.weekday()][at.hour] == 1


def test_where_two_clocks_disagree_no_time_is_told(kept: Kept) -> None:
    kept.keep(answered(received=-3.5))
    assert kept.read().waits[Wait.RECEIVED] == Spread(n=0, without=1)
    assert kept.read().waits[Wait.ACKNOWLEDGED] == Spread(n=1, values=(12_100,))


def test_an_alert_that_nobody_answered_counts_and_has_no_times(kept: Kept) -> None:
    kept.keep(Story().alert())
    told = kept.read()
    assert (told.alerts, told.panic) == (1, 1)
    assert all(one == Spread(n=0, without=1) for one in told.waits.values())
    assert dict(told.outcomes) == {"": 1}


def test_drills_tests_and_what_was_closed_as_a_drill_are_in_no_figure(kept: Kept) -> None:
    real, called_so = answered("Counter 1"), answered("Counter 2")
    drill = renamed(Story(occasion=Occasion.DRILL).alert(), "drill")
    test = renamed(Story(occasion=Occasion.TEST).alert(), "test")
    kept.keep(
        *(real, called_so, drill, test),
        ended=[(real, Outcome.HELPED), (called_so, Outcome.DRILL)],
    )
    told = kept.read()
    assert (told.alerts, told.drills, told.tests) == (1, 2, 1)
    assert [place.place for place in told.places] == ["Counter 1"]
    assert sum(kept.desk.history().counts) == 1


def test_what_was_said_last_of_how_it_ended_holds(kept: Kept) -> None:
    one, other = answered("Counter 1"), answered("Counter 2")
    kept.keep(
        *(one, other),
        ended=[
            *((one, Outcome.DRILL), (other, Outcome.HELPED)),
            *((one, Outcome.FALSE_ALARM), (other, Outcome.POLICE)),
        ],
    )
    told = kept.read()
    assert dict(told.outcomes) == {"false_alarm": 1, "police": 1}
    assert told.drills == 0


def test_how_it_ended_is_told_of_the_periods_alerts_and_false_alarms_of_their_place(
    kept: Kept,
) -> None:
    one, other, again = answered("Counter 1"), answered("Counter 2"), answered("Window, 6")
    test = renamed(Story(occasion=Occasion.TEST).alert(), "test")
    kept.keep(
        *(one, other, again, test),
        ended=[
            *((one, Outcome.FALSE_ALARM), (other, Outcome.HELPED), (again, Outcome.HELPED)),
            *((test, Outcome.HELPED), (again, Outcome.FALSE_ALARM)),
            (renamed(one, "of no alert that is here"), Outcome.POLICE),
        ],
    )
    told = kept.read()
    assert dict(told.outcomes) == {"false_alarm": 2, "helped": 1}
    assert {at.place: at.false_alarms for at in told.places} == {
        "Counter 1": 1,
        "Counter 2": 0,
        "Window, 6": 1,
    }
    later = kept.desk.read(Period(DAY + timedelta(days=1), DAY + timedelta(days=9)))
    assert dict(later.outcomes) == {}


def test_an_alert_that_is_closed_while_it_is_counted_is_in_all_figures_or_in_none(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, late = answered("Counter 1"), answered("Counter 2")
    kept.keep(one, ended=[(one, Outcome.HELPED)])
    ended = SqliteFigures._ended

    def counted_late(figures: SqliteFigures, since: int, before: int, drills: list[str]) -> object:
        kept.keep(late, ended=[(one, Outcome.HELPED), (late, Outcome.POLICE)])
        return ended(figures, since, before, drills)

    monkeypatch.setattr(SqliteFigures, "_ended", counted_late)
    told = kept.read()
    assert (told.alerts, dict(told.outcomes)) == (1, {"helped": 1})
    monkeypatch.undo()
    told = kept.read()
    assert (told.alerts, dict(told.outcomes)) == (2, {"helped": 1, "police": 1})


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows has no tzset")
def test_days_are_those_of_this_clock_in_summer_and_in_winter(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        kept.keep(answered())
        at = on_this_clock(PRESSED_AT)
        year = Period(date(at.year, 1, 1), date(at.year, 12, 31))
        assert kept.desk.read(year).week[at.weekday()][at.hour] == 1
        offsets = [one.offset // HOUR_MS for one in _cut(year)]
        assert offsets == [-5, -4, -5]
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_period_has_the_alerts_of_its_days_here_and_no_others(kept: Kept) -> None:
    kept.keep(answered())
    desk = kept.desk
    assert desk.read(Period(DAY, DAY)).alerts == 1
    assert desk.read(Period(DAY - timedelta(days=9), DAY - timedelta(days=1))).alerts == 0
    assert desk.read(Period(DAY + timedelta(days=1), DAY + timedelta(days=9))).alerts == 0
    assert desk.read(Period(date.min, date.max)).alerts == 1
    assert desk.history().counts == (1,)
    history, told = desk.opened(lambda known: known.period)
    assert history == desk.history()
    assert told == desk.read(history.period)


def test_a_station_keeps_them_in_step_and_a_rebuild_makes_the_same(tmp_path: Path) -> None:
    files = Files.of(a_story()["Ana"], tmp_path)
    columns = "SELECT id, received_at, acknowledged_at FROM alerts ORDER BY id"
    before = files.rows(columns)
    assert sum(received is not None for _, received, _ in before) == 3
    assert sum(going is not None for _, _, going in before) == 2
    files.tamper("UPDATE alerts SET received_at = NULL, acknowledged_at = 1")
    with files.opened(for_writing=True) as (alerts, _):
        roster = roster_from(SITE.public_bytes, alerts.events(), verify)
        rebuild(alerts, roster=roster, verify=verify)
    assert files.rows(columns) == before


def test_a_file_of_an_older_version_has_them_too(tmp_path: Path) -> None:
    files = Files.of(a_story()["Ana"], tmp_path)
    columns = "SELECT id, received_at, acknowledged_at FROM alerts ORDER BY id"
    before = files.rows(columns)
    for statement in (
        "DROP INDEX alerts_for_counting",
        "ALTER TABLE alerts DROP COLUMN received_at",
        "ALTER TABLE alerts DROP COLUMN acknowledged_at",
        "DELETE FROM _sqlite_migrations WHERE name = '0002_answers'",
        "PRAGMA user_version = 2",
    ):
        files.tamper(statement)
    open_for_writing(files.alerts, File.ALERTS).close()
    assert files.rows(columns) == before


def visited(address: str, *behavior: str) -> dict[str, object]:
    return {
        "began": "2026-03-09T10:00",
        "narrative": "He shouted.",
        "visit_address": address,
        "behavior": list(behavior),
    }


def test_what_reports_name_is_counted_and_goes_when_the_report_changes(kept: Kept) -> None:
    kept.keep()
    conn = open_for_writing(kept.records, File.RECORDS)
    report_rows.write(conn, folded(submission(visited("14 Mill Lane", "loud", "weapon"))))
    told = kept.read()
    assert dict(told.behaviors) == {"loud": 1, "weapon": 1}
    assert told.reports == 1
    (report,) = conn.execute("SELECT id FROM reports").fetchone()
    report_rows.refold(conn, report)  # no event of it is in the file any more
    assert conn.execute("SELECT count(*) FROM report_marks").fetchone() == (0,)
    conn.close()
    assert kept.read().reports == 0


def test_reports_of_an_older_version_are_counted_once_it_is_brought_up_to_date(
    tmp_path: Path,
) -> None:
    office = a_story()
    counter = Author(key_of("Counter 3"))
    filed = counter.says(submission(visited("14 Mill Lane", "loud")))
    topic = Topics(SITE.id, counter.key.id).of(Stream.RECORDS)
    office.switchboard.carry(Sent("Ana", topic, filed.wire(), counter.key.id))
    office.settle()
    files = Files.of(office["Ana"], tmp_path)
    before = files.rows("SELECT * FROM report_marks", file="records")
    assert [(mark, value) for _, mark, value in before] == [
        ("behavior", "loud"),
        ("visit_address", "14 Mill Lane"),
    ]
    for statement in (
        "DROP TABLE report_marks",
        "DELETE FROM _sqlite_migrations WHERE name = '0007_report_marks'",
        "PRAGMA user_version = 7",
    ):
        files.tamper(statement, file="records")
    open_for_writing(files.records, File.RECORDS).close()
    assert files.rows("SELECT * FROM report_marks", file="records") == before


def test_what_is_counted_while_another_program_holds_a_file_is_refused_and_whole_later(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_MS", 20)
    kept.keep()
    other = sqlite3.connect(kept.records, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("INSERT INTO leaving VALUES ('a file')")
    desk = kept.desk
    with pytest.raises(DatabaseUnusableError):
        desk.read(MARCH)
    other.close()
    assert desk.read(MARCH).reports == 0
    with closing(open_for_writing(kept.records, File.RECORDS)) as conn:
        report_rows.write(conn, folded(submission(visited("14 Mill Lane", "loud"))))
        assert desk.read(MARCH).reports == 1


def test_a_file_that_cannot_be_read_is_said_so(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "alerts.db").close()
    figures = SqliteFigures(tmp_path / "alerts.db", tmp_path / "missing.db")
    desk = InsightsDesk(figures, today=lambda: DAY)
    with pytest.raises(DatabaseUnusableError):
        desk.read(MARCH)
