"""A purge that comes before the right that covers it is carried out once that is known: at once, at
the next start, and by importing. In whatever order, every station refuses the same bodies.
"""

from itertools import permutations
from pathlib import Path

import pytest

from desktop.domain.alerts.facts import AlertNoted
from desktop.domain.events.event import Event
from desktop.domain.log_facts import BodyPurged
from desktop.domain.relays import Arrival
from desktop.services.adapters.keys.device_key import verify
from desktop.services.adapters.sqlite.journal import write_entry
from desktop.services.log.importing import take_in
from desktop.services.ports import Entry
from tests.services.log.test_lost_rights import hears, moved, right
from tests.support.log_files import Files
from tests.support.stations import SITE, Author, Office

SECRET = "Mr. Doe of 12 Elm Street"


@pytest.fixture
def office() -> Office:
    return Office(supervisors=("Ana", "Marcus"), counters=("Counter 3",), relays=("Ana",))


def told(office: Office) -> tuple[Event, list[Event], list[Event]]:
    """A note; the right given and used; then taken, and given once more before a purge of it."""
    marcus, counter = office["Marcus"], office["Counter 3"]
    says = Author(marcus.key)
    note = Author(counter.key).says(AlertNoted(alert="ab" * 16, text=SECRET))
    first = [
        office.site.says(right(marcus, is_given=True, upto=0, revision=1)),
        says.says(moved(counter, "Before", 1)),
    ]
    rest = [
        office.site.says(right(marcus, is_given=False, upto=1, revision=2)),
        office.site.says(right(marcus, is_given=True, upto=1, revision=3)),
        says.says(BodyPurged(events=(note.id,), reason="law")),
    ]
    return note, first, rest


def hears_the_note(office: Office, note: Event) -> None:
    topic = f"cs1/{SITE.id}/a/{note.header.device_id}"
    office["Ana"].at_work.hear(Arrival("a relay", topic, note.wire(), office.clock.seconds))
    office.settle()


def is_gone(office: Office, note: Event) -> bool:
    office.advance(1)
    conn = office["Ana"].disk.conn
    (count,) = conn.execute("SELECT count(*) FROM bodies WHERE event = ?", (note.id,)).fetchone()
    return count == 0 and note.id in office["Ana"].path.ledger.purged


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_it_is_carried_out_in_any_order(office: Office, order: tuple[int, ...]) -> None:
    office.opens("Ana")
    note, first, rest = told(office)
    hears_the_note(office, note)
    for event in (*first, *(rest[number] for number in order)):
        hears(office, "Ana", event)
    assert is_gone(office, note)


def test_it_waits_while_no_right_covers_it_also_over_a_start(office: Office) -> None:
    office.opens("Ana")
    note, first, (taken, again, purge) = told(office)
    hears_the_note(office, note)
    for event in (*first, taken, purge):
        hears(office, "Ana", event)
    assert not is_gone(office, note)
    office.stop("Ana")
    office.start("Ana")
    office.settle()
    assert not is_gone(office, note)
    hears(office, "Ana", again)
    assert is_gone(office, note)


def test_a_start_carries_out_what_an_older_program_left(office: Office) -> None:
    note, first, rest = told(office)
    write_entry(office["Ana"].disk.conn, Entry(events=(note, *first, *rest)))
    office.opens("Ana")
    assert is_gone(office, note)


def unread_at_a_start(office: Office) -> set[str]:
    """The purges that Ana's next start reads no more."""
    office.advance(1)
    rows = office["Ana"].disk.conn.execute("SELECT notice FROM carried_out")
    return {notice for (notice,) in rows}


def test_a_purge_is_noted_as_carried_out_once_it_is_and_not_before(office: Office) -> None:
    office.opens("Ana")
    note, first, (taken, again, purge) = told(office)
    for event in (*first, taken, purge):
        hears(office, "Ana", event)
    assert unread_at_a_start(office) == set()
    hears(office, "Ana", again)
    assert unread_at_a_start(office) == {purge.id}
    own = BodyPurged(events=("c" * 32,), reason="law")
    event = office.done(office["Ana"].at_work.publish(own))
    assert unread_at_a_start(office) == {purge.id, event.id}
    hears_the_note(office, note)
    assert is_gone(office, note)


def test_of_what_an_import_had_purged_the_first_start_notes_that(office: Office) -> None:
    note, first, rest = told(office)
    entry = Entry(events=(note, *first, *rest), purged=(note.id,))
    write_entry(office["Ana"].disk.conn, entry)
    office.opens("Ana")
    assert unread_at_a_start(office) == {rest[-1].id}


def test_importing_the_right_carries_out_what_was_here(office: Office, tmp_path: Path) -> None:
    note, first, (taken, again, purge) = told(office)
    write_entry(office["Ana"].disk.conn, Entry(events=(note, *first, taken, purge)))
    files = Files.of(office["Ana"], tmp_path)
    with files.opened(for_writing=True) as (alerts, records):
        for news, is_purged in (((purge,), False), ((again,), True)):
            found = take_in(
                news, site_key=SITE.public_bytes, verify=verify, alerts=alerts, records=records
            )
            assert not found.refused
            assert (note.id in alerts.purged()) is (note.id in records.purged()) is is_purged
            kept = alerts.find(note.id)
            assert kept is not None
            assert (kept.body is None) is is_purged
