"""What one station may bring in a day, and that it never loses its first call in a minute."""

import pytest

from desktop.domain.alerts.facts import AlertNoted, AlertPressed, AlertRaised, Kind
from desktop.domain.events.body import Fact
from desktop.domain.events.header import Header
from desktop.domain.events.note import NoteKind
from desktop.domain.events.streams import Stream
from desktop.domain.roster.facts import RelayNamed, SiteNamed
from desktop.services.blobs.messages import BlobChunk, BlobsOffered
from desktop.services.delivery.flood import (
    CALL_EVERY,
    CALLS_AT_ONCE,
    DAY,
    NOTICES_DAILY_BYTES,
    Flood,
)
from desktop.services.delivery.topics import Topics
from desktop.services.log.ledger import Ledger
from tests.support.stations import SITE, Author, Clock, Office, Sent, key_of

CAP = 10_000
NOTE = AlertNoted(alert="a1", text="x" * 400)
PRESS = AlertPressed(alert="a1", kind=Kind.PANIC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def flood(clock: Clock) -> Flood:
    return Flood(monotonic=clock.monotonic, daily_bytes=CAP)


def header(fact: Fact, name: str = "Counter 3") -> Header:
    return Author(key_of(name)).says(fact).header


def test_a_station_may_bring_its_share_and_no_more(flood: Flood) -> None:
    assert [flood.admits_event(header(NOTE), CAP // 2) for _ in range(3)] == [True, True, False]


def test_one_station_s_flood_takes_nothing_from_another(flood: Flood) -> None:
    flood.admits_event(header(NOTE), CAP)
    assert not flood.admits_event(header(NOTE), 1)
    assert flood.admits_event(header(NOTE, "Counter 1"), CAP)


def test_the_first_press_in_a_minute_always_gets_in(flood: Flood, clock: Clock) -> None:
    flood.admits_event(header(NOTE), CAP)
    assert flood.admits_event(header(PRESS), 500)
    assert not flood.admits_event(header(PRESS), 500)
    clock.seconds += CALL_EVERY
    assert flood.admits_event(header(AlertRaised(kind=Kind.PANIC, place="3")), 500)


def test_a_call_in_words_of_a_newer_program_counts_as_a_call(flood: Flood) -> None:
    flood.admits_event(header(NOTE), CAP)
    event = Author(key_of("Counter 3")).signs("alert.duress", b"{}", stream=Stream.ALERTS)
    assert flood.admits_event(event.header, 500)


def test_the_next_day_it_may_bring_its_share_again(flood: Flood, clock: Clock) -> None:
    flood.admits_event(header(NOTE), CAP)
    clock.seconds += DAY - 1
    assert not flood.admits_event(header(NOTE), 1)
    clock.seconds += 1
    assert flood.admits_event(header(NOTE), CAP)


def test_beyond_a_thousand_calls_one_gets_in_each_second(flood: Flood, clock: Clock) -> None:
    call = header(PRESS)
    assert all(flood.admits_event(call, 1) for _ in range(CALLS_AT_ONCE))
    assert not flood.admits_event(call, 1)
    assert flood.admits_event(header(NOTE), 1)
    clock.seconds += 2
    assert [flood.admits_event(call, 1) for _ in range(3)] == [True, True, False]


def test_a_station_says_where_its_relay_is_now_and_then_and_not_for_ever(clock: Clock) -> None:
    flood = Flood(monotonic=clock.monotonic)
    told = header(RelayNamed(port=1))
    assert flood.admits_event(told, NOTICES_DAILY_BYTES)
    assert not flood.admits_event(told, 1)
    assert flood.admits_event(told, 1, is_administrators=True)
    assert flood.admits_event(header(PRESS), 500)
    clock.seconds += DAY
    assert flood.admits_event(told, NOTICES_DAILY_BYTES)


def test_a_station_that_floods_the_site_is_cut_off_and_can_still_call() -> None:
    office = Office(counters=("Counter 1", "Counter 3")).opens()
    ana = office["Ana"].at_work
    ana._path.intake._flood = Flood(monotonic=office.clock.monotonic, daily_bytes=CAP)
    rogue = Author(key_of("Counter 3"))
    topic = Topics(SITE.id, rogue.key.id).of(Stream.ALERTS)
    for number in range(60):
        event = rogue.says(AlertNoted(alert="a1", text="x" * 400), salt=bytes([number] * 32))
        office.switchboard.carry(Sent("Ana", topic, event.wire(), rogue.key.id))
    office.settle()
    assert ana._path.intake.refused["flood"] > 30

    call = rogue.says(AlertRaised(kind=Kind.PANIC, place="Counter 3"))
    office.switchboard.carry(Sent("Ana", topic, call.wire(), rogue.key.id))
    office.settle()
    assert office["Ana"].alert.id == call.id


def test_what_others_carry_of_a_station_is_not_counted_against_it() -> None:
    office = Office(counters=("Counter 1", "Counter 3")).opens()
    ledger: Ledger = office["Ana"].path.ledger
    office["Ana"].path.intake._flood = Flood(monotonic=office.clock.monotonic, daily_bytes=CAP)
    author, rogue = Author(key_of("Counter 3")), key_of("Counter 1")
    topic = Topics(SITE.id, rogue.id).of(Stream.ALERTS)
    for number in range(60):
        event = author.says(AlertNoted(alert="a1", text="x" * 400), salt=bytes([number] * 32))
        office.switchboard.carry(Sent("Ana", topic, event.wire(), rogue.id))
    office.settle()
    assert ledger.holdings.last(Stream.ALERTS, bytes.fromhex(author.key.id)) == 60


def test_an_administrator_s_notices_get_in_however_many_they_are() -> None:
    office = Office().opens()
    flood = Flood(monotonic=office.clock.monotonic)
    office["Ana"].path.intake._flood = office["Counter 3"].path.intake._flood = flood
    flood._share(office["Ana"].id).notices = NOTICES_DAILY_BYTES
    office.done(office["Ana"].at_work.publish(SiteNamed(name="Elm Street", revision=1)))
    assert office["Counter 3"].board.site_name == "Elm Street"


def test_chunks_of_attachments_are_not_counted_for_whoever_asked_limits_them() -> None:
    office = Office().opens()
    intake = office["Ana"].records_at_work._intake
    intake._flood = Flood(monotonic=office.clock.monotonic, daily_bytes=CAP)
    came: list[NoteKind] = []
    intake._noted = lambda note, _sender: came.append(note.kind)
    carrier = office["Counter 3"].path._carrier
    for offset in range(5):
        chunk = BlobChunk(blob=bytes(32), offset=offset, data=bytes(CAP))
        carrier.note(office["Ana"].id, NoteKind.BLOB_CHUNK, chunk)
    office.settle()
    assert came == [NoteKind.BLOB_CHUNK] * 5
    offer = BlobsOffered(blobs=(bytes(32),) * (CAP // 32))
    carrier.note(office["Ana"].id, NoteKind.BLOBS_OFFERED, offer)
    office.settle()
    assert intake.refused["flood"] == 1
