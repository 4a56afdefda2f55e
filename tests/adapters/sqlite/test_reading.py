"""What a station knows when it starts is what it held when it ended, whatever the file has seen."""

import sqlite3
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.alerts.facts import AlertAcknowledged, AlertClosed, AlertNoted
from desktop.domain.events.event import Event
from desktop.domain.events.holdings import Holdings
from desktop.domain.events.streams import Stream
from desktop.domain.guidance.facts import CardEdited
from desktop.domain.roster.facts import SiteNamed
from desktop.services.adapters.sqlite import reading
from desktop.services.adapters.sqlite.journal import write_entry
from desktop.services.adapters.sqlite.schema import File
from desktop.services.ports import Entry, Held
from tests.support.memory import in_memory
from tests.support.stations import MORNING, Author, Office, key_of

ME = bytes.fromhex(key_of("Ana").id)
ALL = frozenset(Stream)


@pytest.fixture
def conn() -> sqlite3.Connection:
    return in_memory(File.ALERTS)


def held(conn: sqlite3.Connection) -> Held:
    return reading.held(conn, ME, closed_since=MORNING - timedelta(days=1))


def holds(conn: sqlite3.Connection, *events: Event) -> None:
    write_entry(conn, Entry(events=events))


@given(
    chains=st.lists(
        st.tuples(
            st.sampled_from(["Ana", "Counter 3"]),
            st.sampled_from([AlertNoted(alert="a"), AlertClosed(alert="a", presses=())]),
            st.integers(1, 12) | st.just(2**63 - 1),
            st.binary(min_size=32, max_size=32),
        ),
        max_size=30,
    )
)
def test_spans_digests_and_heads_are_those_of_what_was_held(
    chains: list[tuple[str, AlertNoted | AlertClosed, int, bytes]],
) -> None:
    conn = in_memory(File.ALERTS)
    before, known = Holdings(), set[str]()
    for name, fact, seq, salt in chains:  # with holes and forks
        event = Author(key_of(name)).says(fact, seq=seq, salt=salt)
        if event.id not in known:
            known.add(event.id)
            before.add(event.header, event.id)
            holds(conn, event)
    found = held(conn)
    after = Holdings()
    after.restore(found.spans, found.digests)
    assert set(after.spans(ALL)) == set(before.spans(ALL))
    assert after.digest(ALL) == before.digest(ALL)
    last = before.last(Stream.ALERTS, ME)
    assert last == (found.heads[Stream.ALERTS].seq if last else 0)
    conn.close()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE events SET stream = 9",
        "UPDATE events SET id = 'not an id at all, nor of its length'",
        "UPDATE events SET header = x'00'",
        "UPDATE events SET seq = -5",
    ],
)
def test_an_altered_row_keeps_no_station_from_starting(
    conn: sqlite3.Connection, damage: str
) -> None:
    counter = Author(key_of("Counter 3"))
    events = [counter.says(AlertNoted(alert="a")) for _ in range(3)]
    holds(conn, *events)
    conn.execute("PRAGMA foreign_keys = OFF")
    conn.execute(f"{damage} WHERE id = ?", (events[1].id,))
    held(conn)
    reading.in_spans(conn, list(reading.spans(conn)), most=10)


def test_who_is_late_gets_the_roster_and_open_alerts_before_years_of_cards() -> None:
    office = Office().opens()
    ana = office["Ana"]
    named = office.done(ana.at_work.publish(SiteNamed(name="Elm Street", revision=1)))
    cards = []
    for _ in range(30):
        office.advance(60)
        cards.append(office.done(ana.at_work.publish(CardEdited(card="calm", editor="Ana"))))
    pressed = office.press("Counter 3").alert
    office.advance(60)
    cards.append(office.done(ana.at_work.publish(CardEdited(card="calm", editor="Ana"))))
    wanted = list(reading.spans(ana.disk.conn))
    first = len(office.founding) + 1  # notices of the roster
    sent = [Event.parse(wire) for wire in reading.in_spans(ana.disk.conn, wanted, most=first + 5)]
    assert named.id in {event.id for event in sent[:first]}
    assert {event.header.stream for event in sent[:first]} == {Stream.NOTICES}
    assert pressed in {event.id for event in sent[first : first + 2]}  # beside its receipt
    assert [event.id for event in sent[-3:]] == [event.id for event in cards[:-4:-1]]


def test_an_outcome_in_words_of_a_newer_program_keeps_no_station_from_starting() -> None:
    conn = in_memory(File.RECORDS)
    conn.execute("INSERT INTO outcomes VALUES ('e', 'a', 'unheard_of', '', '', 0)")
    assert held(conn).outcomes == ()


def test_an_answer_whose_press_has_not_come_yet_is_known_after_a_restart(
    conn: sqlite3.Connection,
) -> None:
    answer = Author(key_of("Ana")).says(AlertAcknowledged(alert="a", presses=("a",)))
    write_entry(conn, Entry(events=(answer,), facts=(("a", answer.id),)))
    assert held(conn).alert_events == (answer,)
