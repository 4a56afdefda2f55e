"""Projections can be dropped and come back from the events as they were."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.alerts.facts import AlertRaised, Kind
from desktop.domain.events.event import Event
from desktop.domain.protocol.facts import StepTaken
from desktop.services.adapters.keys.device_key import verify
from desktop.services.log.believing import roster_from
from desktop.services.log.rebuilding import Rebuilt, project, rebuild
from desktop.services.ports import Entry
from tests.support.log_files import Files, a_story
from tests.support.stations import SITE, Author, Office, key_of

PROJECTIONS = (("alerts", "alerts"), ("alert_facts", "alerts"), ("outcomes", "records"))


@pytest.fixture(scope="module")
def story() -> Office:
    return a_story()


@pytest.fixture
def files(story: Office, tmp_path: Path) -> Files:
    return Files.of(story["Ana"], tmp_path)


def projections(files: Files) -> list[list[tuple[object, ...]]]:
    return [files.rows(f"SELECT * FROM {t} ORDER BY 1, 2", file=f) for t, f in PROJECTIONS]


def rebuilt(files: Files) -> tuple[Rebuilt, Rebuilt]:
    with files.opened(for_writing=True) as (alerts, records):
        roster = roster_from(SITE.public_bytes, alerts.events(), verify)
        return (
            rebuild(alerts, roster=roster, verify=verify),
            rebuild(records, roster=roster, verify=verify),
        )


def test_what_was_dropped_comes_back_as_the_station_had_it(files: Files) -> None:
    before = projections(files)
    for table, file in PROJECTIONS:
        files.tamper(f"DELETE FROM {table}", file=file)
    alerts, records = rebuilt(files)
    assert projections(files) == before
    assert (alerts.alerts, records.outcomes, alerts.left_out) == (3, 2, 0)


def test_what_was_said_of_the_protocol_comes_back_with_its_alert() -> None:
    raised = Author(key_of("Counter 3")).says(AlertRaised(kind=Kind.PANIC, place="Counter 3"))
    taken = Author(key_of("Ana")).says(StepTaken(alert=raised.id, step="police", person="Ana"))
    made = project([taken, raised])
    (alert,) = made.standing
    assert {recorded.event for recorded in alert.timeline} == {raised.id, taken.id}
    assert (raised.id, taken.id) in made.facts


def test_rebuilding_what_is_right_changes_nothing(files: Files) -> None:
    before = projections(files)
    rebuilt(files)
    assert projections(files) == before


def test_what_was_written_into_a_projection_by_hand_is_gone(files: Files) -> None:
    before = projections(files)
    files.tamper("UPDATE alerts SET state = 4, closed_at = raised_at, place = 'nowhere'")
    files.tamper("INSERT INTO alert_facts VALUES ('a1', 'e1')")
    files.tamper("UPDATE outcomes SET outcome = 'false_alarm'", file="records")
    rebuilt(files)
    assert projections(files) == before


def test_an_altered_event_becomes_nothing_that_people_see(files: Files) -> None:
    files.tamper("UPDATE bodies SET body = CAST(replace(body, 'Counter 1', 'Counter 9') AS BLOB)")
    stranger = Author(key_of("a stranger")).says(AlertRaised(kind=Kind.PANIC, place="Counter 9"))
    with files.opened(for_writing=True) as (alerts, _):
        alerts.keep(Entry(events=(stranger,)))
    alerts_rebuilt, _ = rebuilt(files)
    assert alerts_rebuilt.left_out > 1
    assert files.rows("SELECT count(*) FROM alerts WHERE place = 'Counter 9'") == [(0,)]


def test_outbox_and_purges_are_no_projections_and_stay(files: Files) -> None:
    files.tamper("INSERT INTO outbox VALUES ('e1')")
    files.tamper("INSERT INTO purged (event) VALUES ('e1')")
    rebuilt(files)
    assert files.rows("SELECT * FROM outbox") == [("e1",)]
    assert files.rows("SELECT event FROM purged") == [("e1",)]


STORY = a_story()["Ana"]
EVENTS: list[Event] = [e for entry in STORY.disk.kept for e in entry.events]


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=30)
@given(events=st.permutations(EVENTS))
def test_the_order_of_the_events_changes_no_projection(events: list[Event]) -> None:
    one, other = project(events), project(EVENTS)
    assert sorted(one.facts) == sorted(other.facts)
    assert {a.id: a for a in one.standing} == {a.id: a for a in other.standing}
