"""`log verify` tells the truth about a file that somebody changed with another program."""

import sqlite3
from pathlib import Path

import pytest

from desktop.domain.alerts.facts import AlertNoted
from desktop.domain.events.streams import Stream
from desktop.domain.log_facts import BodyPurged
from desktop.domain.roster.facts import DeviceRevoked
from desktop.services.adapters.keys.device_key import verify
from desktop.services.log.verifying import Flaw, Verification, verify_logs
from desktop.services.ports import Entry
from tests.support.log_files import Files, a_story
from tests.support.stations import SITE, Author, Office, key_of

COUNTER = bytes.fromhex(key_of("Counter 3").id)
OF_COUNTER = "stream = 1 AND device = ? AND seq = ?"


@pytest.fixture(scope="module")
def story() -> Office:
    return a_story()


@pytest.fixture
def files(story: Office, tmp_path: Path) -> Files:
    return Files.of(story["Ana"], tmp_path)


def verified(files: Files) -> Verification:
    with files.opened() as logs:
        return verify_logs(logs, site_key=SITE.public_bytes, verify=verify)


def flaws(files: Files) -> list[Flaw]:
    return [finding.flaw for finding in verified(files).findings]


def event_id(files: Files, seq: int, *, device: bytes = COUNTER, stream: int = 1) -> str:
    ((found,),) = files.rows(
        "SELECT id FROM events WHERE stream = ? AND device = ? AND seq = ?", stream, device, seq
    )
    return str(found)


def test_a_log_that_nobody_touched_is_sound(files: Files) -> None:
    found = verified(files)
    assert found.is_sound
    ((in_alerts,),) = files.rows("SELECT count(*) FROM events")
    ((in_records,),) = files.rows("SELECT count(*) FROM events", file="records")
    assert (found.events, found.purged) == (int(str(in_alerts)) + int(str(in_records)), 0)
    assert found.chains >= 6


def test_a_deleted_event_leaves_a_gap_and_is_missed_by_those_that_name_it(files: Files) -> None:
    gone = event_id(files, 2)
    files.tamper("DELETE FROM bodies WHERE event = ?", gone)
    files.tamper("DELETE FROM events WHERE id = ?", gone)
    found = verified(files)
    assert Flaw.GAP in {finding.flaw for finding in found.findings}
    (gap,) = [finding for finding in found.findings if finding.flaw is Flaw.GAP]
    assert (gap.seq, gap.device, gap.stream) == (2, COUNTER.hex(), "alerts")
    assert "event 2 is not here" in gap.text
    assert not gap.is_edit


def test_an_end_that_was_cut_off_shows_where_something_still_names_it(files: Files) -> None:
    ((last,),) = files.rows("SELECT max(seq) FROM events WHERE stream = 1 AND device = ?", COUNTER)
    gone = event_id(files, int(str(last)))
    files.tamper("DELETE FROM bodies WHERE event = ?", gone)
    files.tamper("DELETE FROM events WHERE id = ?", gone)
    assert set(flaws(files)) == {Flaw.MISSING}


def test_an_altered_body_is_named(files: Files) -> None:
    edited = event_id(files, 1)
    milder = "UPDATE bodies SET body = CAST(replace(body, 'shouts', 'smiles') AS BLOB)"
    files.tamper(f"{milder} WHERE event = ?", edited)
    (finding,) = verified(files).findings
    assert (finding.flaw, finding.event) == (Flaw.BODY, edited)
    assert finding.is_edit
    assert edited[:8] in finding.text


def test_a_body_that_vanished_without_a_purge_is_named(files: Files) -> None:
    files.tamper("DELETE FROM bodies WHERE event = ?", event_id(files, 1))
    assert flaws(files) == [Flaw.LOST_BODY]


def test_an_altered_header_is_named(files: Files) -> None:
    ((header,),) = files.rows(f"SELECT header FROM events WHERE {OF_COUNTER}", COUNTER, 2)
    assert isinstance(header, bytes)
    later = header[:74] + (int.from_bytes(header[74:82], "big") + 60_000).to_bytes(8, "big")
    files.tamper(
        f"UPDATE events SET header = ? WHERE {OF_COUNTER}", later + header[82:], COUNTER, 2
    )
    assert set(flaws(files)) == {Flaw.HEADER, Flaw.SIGNATURE}


def test_a_header_of_garbage_is_named_and_makes_no_false_gap(files: Files) -> None:
    files.tamper(f"UPDATE events SET header = x'00' WHERE {OF_COUNTER}", COUNTER, 2)
    assert set(flaws(files)) <= {Flaw.HEADER, Flaw.MISSING}
    assert flaws(files).count(Flaw.HEADER) == 1


def test_a_wrong_signature_is_named(files: Files) -> None:
    files.tamper(f"UPDATE events SET signature = zeroblob(64) WHERE {OF_COUNTER}", COUNTER, 2)
    assert flaws(files) == [Flaw.SIGNATURE]


def test_a_column_that_says_otherwise_than_the_header_is_named(files: Files) -> None:
    edited = event_id(files, 2)
    files.tamper("UPDATE events SET type = 'alert.withdrawn' WHERE id = ?", edited)
    (finding,) = verified(files).findings
    assert (finding.flaw, finding.event) == (Flaw.INDEX, edited)


def test_two_events_with_one_number_are_a_fork(files: Files) -> None:
    twin = Author(key_of("Counter 3")).says(AlertNoted(alert="a1"), seq=2, salt=b"x" * 32)
    with files.opened(for_writing=True) as (alerts, _):
        alerts.keep(Entry(events=(twin,)))
    found = {finding.flaw: finding for finding in verified(files).findings}
    assert found[Flaw.FORK].seq == 2
    assert not found[Flaw.FORK].is_edit
    assert Flaw.LINK in found  # a home that was copied forks at the end; this one names no past


def test_an_event_put_in_between_does_not_follow_what_came_before(files: Files) -> None:
    gone = event_id(files, 2)
    files.tamper("DELETE FROM bodies WHERE event = ?", gone)
    files.tamper("DELETE FROM alert_facts WHERE event = ?", gone)
    files.tamper("DELETE FROM events WHERE id = ?", gone)
    forged = Author(key_of("Counter 3")).says(AlertNoted(alert="", text="all is well"), seq=2)
    with files.opened(for_writing=True) as (alerts, _):
        alerts.keep(Entry(events=(forged,)))
    assert [f.seq for f in verified(files).findings if f.flaw is Flaw.LINK] == [2, 3]


def test_an_event_of_somebody_who_is_not_in_the_roster_is_named(files: Files) -> None:
    stranger = Author(key_of("a stranger")).says(AlertNoted(alert=""))
    with files.opened(for_writing=True) as (alerts, _):
        alerts.keep(Entry(events=(stranger,)))
    assert flaws(files) == [Flaw.AUTHOR]


def test_an_event_of_another_site_is_named(files: Files) -> None:
    foreign = Author(key_of("a stranger")).says(AlertNoted(alert=""), site="00" * 16)
    with files.opened(for_writing=True) as (alerts, _):
        alerts.keep(Entry(events=(foreign,)))
    assert flaws(files) == [Flaw.SITE]


def test_what_its_author_may_not_say_is_named(files: Files) -> None:
    rogue = Author(key_of("Counter 1"), seq={Stream.NOTICES: 0})
    event = rogue.says(BodyPurged(events=("x",), reason="to hide it"))
    with files.opened(for_writing=True) as (alerts, _):
        alerts.keep(Entry(events=(event,)))
    assert flaws(files) == [Flaw.AUTHORITY]


def test_events_after_a_revocation_are_shown_as_quarantined(story: Office, files: Files) -> None:
    revoking = Author(SITE, seq=dict(story.site.seq), prev=dict(story.site.prev)).says(
        DeviceRevoked(device=COUNTER.hex(), heads=((int(Stream.ALERTS), 2),))
    )
    with files.opened(for_writing=True) as (alerts, _):
        alerts.keep(Entry(events=(revoking,)))
    found = verified(files)
    assert {finding.flaw for finding in found.findings} == {Flaw.QUARANTINED}
    assert min(finding.seq or 0 for finding in found.findings) == 3
    assert not found.is_edited


def test_a_roster_with_its_root_cut_out_makes_strangers_of_everyone(files: Files) -> None:
    files.tamper("DELETE FROM bodies WHERE event IN (SELECT id FROM events WHERE stream = 2)")
    assert {Flaw.LOST_BODY, Flaw.AUTHOR} <= set(flaws(files))


def test_a_purged_body_is_counted_and_no_flaw(files: Files) -> None:
    with files.opened(for_writing=True) as (alerts, _):
        alerts.keep(Entry(purged=(event_id(files, 2),)))
    found = verified(files)
    assert (found.is_sound, found.purged) == (True, 1)


def test_a_purged_body_that_was_put_back_is_named(files: Files) -> None:
    event = event_id(files, 2)
    files.tamper("INSERT INTO purged (event) VALUES (?)", event)
    assert flaws(files) == [Flaw.KEPT_BODY]


def test_records_are_walked_too(files: Files) -> None:
    files.tamper("UPDATE bodies SET body = x'7b7d'", file="records")
    found = verified(files)
    assert {finding.flaw for finding in found.findings} == {Flaw.BODY}
    assert {finding.file for finding in found.findings} == {"records.db"}


def test_every_finding_is_one_line_that_says_where(files: Files) -> None:
    files.tamper("UPDATE events SET signature = zeroblob(64)")
    found = verified(files)
    assert len(found.findings) == found.events
    assert all("\n" not in finding.text and "no. " in finding.text for finding in found.findings)


def test_verifying_changes_nothing_in_the_file(files: Files) -> None:
    before = files.alerts.read_bytes()
    verified(files)
    assert files.alerts.read_bytes() == before


def test_a_file_can_be_verified_beside_its_writer(files: Files) -> None:
    conn = sqlite3.connect(files.alerts, isolation_level=None)
    conn.execute("BEGIN IMMEDIATE")
    assert verified(files).is_sound
    conn.execute("ROLLBACK")
    conn.close()
