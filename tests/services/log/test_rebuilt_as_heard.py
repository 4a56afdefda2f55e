"""What is made anew from a file believes what a station believes that hears it, and no more: an
older version kept what it could not read without asking who may say it.
"""

from pathlib import Path

import pytest

from desktop.domain.alerts.facts import (
    AlertAcknowledged,
    AlertClosed,
    AlertOutcome,
    AlertRaised,
    AlertReceived,
    Kind,
    Outcome,
)
from desktop.domain.events.body import encode_body
from desktop.domain.events.event import Event
from desktop.domain.events.streams import Stream
from desktop.domain.protocol.facts import StepTaken
from desktop.domain.relays import Arrival
from desktop.domain.reports.facts import (
    ReportCommented,
    ReportKept,
    ReportReleased,
    ReportSigned,
    ReportSubmitted,
)
from desktop.domain.reports.field import Kind as ReportKind
from desktop.domain.roster.facts import DevicePlaced, DeviceRevoked
from desktop.services.adapters.keys.device_key import verify
from desktop.services.adapters.sqlite.report_rows import find
from desktop.services.delivery.topics import Topics
from desktop.services.log.believing import roster_from
from desktop.services.log.rebuilding import rebuild
from desktop.services.ports import Entry
from tests.support.log_files import Files
from tests.support.stations import SITE, Author, Office, key_of

CALL = Author(key_of("Counter 3")).says(AlertRaised(kind=Kind.PANIC, place="Counter 3"))
REPORT = Author(key_of("Counter 3")).says(
    ReportSubmitted(
        number="2026-C3-001", kind=ReportKind.COUNTER, place="Counter 3", reporter="Maria Delgado"
    )
)
MARK = Author(key_of("Marcus")).says(
    ReportKept(report=REPORT.id, why="A court case", author="Marcus")
)
RAISED = AlertRaised(kind=Kind.PANIC, place="Counter 9")
TOLD = (CALL, REPORT, MARK)
TABLES = (
    *(("alerts", "alerts"), ("alert_facts", "alerts"), ("outcomes", "records")),
    *(("reports", "records"), ("report_facts", "records")),
)


def of(name: str, *, seq: int = 9) -> Author:
    return Author(key_of(name), seq=dict.fromkeys(Stream, seq))


FOREIGN = {
    "alerts: a counter closes": of("Counter 3").says(
        AlertClosed(alert=CALL.id, presses=(CALL.id,))
    ),
    "alerts: a counter answers": of("Counter 3").says(
        AlertAcknowledged(alert=CALL.id, presses=(CALL.id,))
    ),
    "alerts: a stranger calls": of("a stranger").says(RAISED),
    "alerts: of another site": of("Counter 3").says(RAISED, site=key_of("other").id),
    "alerts: a step by a counter": of("Counter 3").says(
        StepTaken(alert=CALL.id, step="police", person="Maria")
    ),
    "receipts: a counter signs for a call": of("Counter 3").says(
        AlertReceived(alert=CALL.id, presses=(CALL.id,))
    ),
    "records: a counter's outcome": of("Counter 3").says(
        AlertOutcome(alert=CALL.id, outcome=Outcome.FALSE_ALARM)
    ),
    "records: a counter releases": of("Counter 3").says(
        ReportReleased(report=REPORT.id, marks=(MARK.id,), why="Over", author="Maria")
    ),
    "records: a counter keeps": of("Counter 3").says(
        ReportKept(report=REPORT.id, why="Mine", author="Maria")
    ),
    "records: a counter signs": of("Counter 3").says(
        ReportSigned(report=REPORT.id, signer="Maria")
    ),
    "records: a revoked desk's": of("Bea").says(
        ReportCommented(report=REPORT.id, comment="Later", author="Bea")
    ),
    "records: a call where none belongs": of("Counter 3").signs(
        RAISED.TYPE, encode_body(RAISED, bytes(32)), stream=Stream.RECORDS
    ),
    "notices: a counter moves": of("Counter 3").says(
        DevicePlaced(device=key_of("Ana").id, place="Nowhere", revision=9)
    ),
}


@pytest.fixture(scope="module")
def office() -> Office:
    """Ana hears of a call, of a report and its mark, and of all that nobody may say."""
    office = Office(
        supervisors=("Ana", "Marcus", "Bea"), counters=("Counter 3",), relays=("Ana",)
    ).opens("Ana")
    office.done(office["Ana"].at_work.publish(DeviceRevoked(device=office["Bea"].id)))
    for event in (*TOLD, *FOREIGN.values()):
        hears(office, event)
    office.advance(2)
    return office


def hears(office: Office, event: Event) -> None:
    stream = event.header.stream
    topics = Topics(SITE.id, event.header.device_id)
    topic = topics.of(Stream.ALERTS if stream is Stream.RECEIPTS else stream)
    office["Ana"].links.inbox(Arrival("Ana", topic, event.wire(), office.clock.seconds))
    office.settle()


def tables(files: Files) -> dict[str, list[tuple[object, ...]]]:
    return {
        table: files.rows(f"SELECT * FROM {table} ORDER BY 1, 2", file=file)
        for table, file in TABLES
    }


@pytest.mark.parametrize("name", [*FOREIGN, None])
def test_what_a_station_does_not_believe_is_nothing_in_what_is_made_anew(
    office: Office, tmp_path: Path, name: str | None
) -> None:
    files = Files.of(office["Ana"], tmp_path)
    heard = tables(files)
    assert [len(heard[table]) for table in ("alerts", "reports", "outcomes")] == [1, 1, 0]
    held = {row[0] for file in ("alerts", "records") for row in files.rows(IDS, file=file)}
    news = tuple(
        event
        for one, event in FOREIGN.items()
        if name in {None, one} and event.id not in held  # the revoked desk's was kept apart
    )
    with files.opened(for_writing=True) as (alerts, records):
        for event in news:
            is_record = event.header.stream is Stream.RECORDS
            (records if is_record else alerts).keep(Entry(events=(event,)))
        roster = roster_from(SITE.public_bytes, alerts.events(), verify)
        rebuild(alerts, roster=roster, verify=verify)
        rebuild(records, roster=roster, verify=verify)
        report = find(records._conn, REPORT.id)
    assert tables(files) == heard
    assert roster == office["Ana"].at_work.roster
    assert report is not None
    assert [mark.is_released for mark in report.keep_marks] == [False]


IDS = "SELECT id FROM events"
