"""What comes in from the wire: a bad message is counted and dropped, and never stops the loop."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.domain.alerts.facts import AlertRaised, Kind
from desktop.domain.events.note import EVERYONE, NoteKind, write_note
from desktop.domain.events.streams import Stream
from desktop.domain.log_facts import BodyPurged
from desktop.domain.presence import Beat
from desktop.services.delivery.topics import Topics
from desktop.services.log.reading import NEEDS_HELP
from tests.support.stations import SITE, Author, Office, Sent, key_of

PANIC = AlertRaised(kind=Kind.PANIC, place="Counter 3")


@pytest.fixture
def office() -> Office:
    return Office(supervisors=("Ana", "Marcus"), counters=("Counter 1", "Counter 3")).opens("Ana")


def arrives(office: Office, payload: bytes, *, carrier: str = "Counter 1") -> None:
    topic = Topics(SITE.id, key_of(carrier).id).of(Stream.ALERTS)
    office.switchboard.carry(Sent("Ana", topic, payload, key_of(carrier).id))
    office.settle()


def refusals(office: Office) -> dict[str, int]:
    return office.done(office["Ana"].at_work.refusals())


OFFICE = Office().opens("Ana")


@given(payload=st.binary(max_size=500), mark=st.sampled_from([b"", b"E", b"H", b"N", b"N\x01"]))
def test_random_packets_are_counted_and_dropped(payload: bytes, mark: bytes) -> None:
    before = sum(OFFICE.done(OFFICE["Ana"].at_work.refusals()).values())
    arrives(OFFICE, mark + payload)
    assert sum(OFFICE.done(OFFICE["Ana"].at_work.refusals()).values()) == before + 1


def test_after_a_thousand_malformed_packets_an_alert_still_gets_through(office: Office) -> None:
    author = Author(key_of("Counter 3"))
    event = author.says(PANIC)
    for number in range(1000):
        arrives(office, random.randbytes(number))
    arrives(office, event.wire())
    assert office["Ana"].alert.id == event.id


def test_an_event_carried_by_another_station_is_its_author_s(office: Office) -> None:
    event = Author(key_of("Counter 3")).says(PANIC)
    arrives(office, event.wire(), carrier="Counter 1")
    assert office["Ana"].alert.station == key_of("Counter 3").id


def test_an_oversized_event_is_refused(office: Office) -> None:
    event = Author(key_of("Counter 3")).says(PANIC)
    arrives(office, event.wire() + bytes(33 * 1024))
    assert refusals(office) == {"body-too-large": 1}
    assert not office["Ana"].alerts


def test_a_replayed_press_raises_nothing_a_second_time(office: Office) -> None:
    event = Author(key_of("Counter 3")).says(PANIC)
    for _ in range(5):
        arrives(office, event.wire())
    assert len(office["Ana"].alert.presses) == 1


def test_a_forged_body_on_a_known_header_is_not_even_read(office: Office) -> None:
    author = Author(key_of("Counter 3"))
    first, second = author.says(PANIC), author.says(PANIC, salt=b"x" * 32)
    arrives(office, first.wire())
    arrives(office, replace(first, body=second.body).wire())
    assert refusals(office)["body"] == 1


def test_of_a_fork_both_presses_are_acted_on(office: Office) -> None:
    author = Author(key_of("Counter 3"))
    one = author.says(PANIC)
    other = author.says(PANIC, seq=1, salt=b"x" * 32)
    arrives(office, one.wire())
    arrives(office, other.wire())
    assert {live.id for live in office["Ana"].alerts} == {one.id, other.id}


def test_an_event_that_left_memory_is_known_by_the_disk(office: Office) -> None:
    event = Author(key_of("Counter 3")).says(PANIC)
    arrives(office, event.wire())
    ledger = office["Ana"].path.ledger
    digest = ledger.holdings.digest([Stream.ALERTS])
    ledger._recent.clear()
    arrives(office, event.wire())
    assert ledger.holdings.digest([Stream.ALERTS]) == digest


def test_a_beat_of_another_site_or_a_stranger_makes_nobody_present(office: Office) -> None:
    for site, name in ((key_of("another site").id, "Marcus"), (SITE.id, "a stranger")):
        key = key_of(name)
        wire = write_note(
            site=bytes.fromhex(site),
            sender=bytes.fromhex(key.id),
            to=EVERYONE,
            kind=NoteKind.BEAT,
            at_ms=int(office.clock.now().timestamp() * 1000),
            body=Beat(nonce=b"12345678"),
            signature_of=key.sign,
        )
        arrives(office, wire)
    assert not [desk for desk in office["Ana"].board.desks if desk.is_present]
    assert refusals(office) == {"foreign-event": 2}


def test_a_purged_body_is_refused_from_a_peer_that_has_not_heard_of_it(office: Office) -> None:
    event = Author(key_of("Counter 3")).says(PANIC)
    office.done(office["Ana"].at_work.publish(BodyPurged(events=(event.id,), reason="by law")))
    arrives(office, event.wire())
    rows = office["Ana"].disk.conn.execute("SELECT body FROM bodies WHERE event = ?", (event.id,))
    assert rows.fetchall() == []
    assert (
        office["Ana"].disk.conn.execute("SELECT 1 FROM events WHERE id = ?", (event.id,)).fetchone()
    )


def test_a_call_in_words_of_a_newer_program_is_shown_and_signed_for(office: Office) -> None:
    office.start("Counter 3")
    newer = Author(key_of("Counter 3")).signs(
        "alert.duress", b'{"salt":"","fact":{"place":"Counter 3","level":5}}', stream=Stream.ALERTS
    )
    arrives(office, newer.wire(), carrier="Counter 3")
    alert = office["Ana"].alert
    assert (alert.id, alert.place, alert.note) == (newer.id, "Counter 3", NEEDS_HELP)
    assert alert.needs_answer
    assert alert.received_by == {office["Ana"].id}
