"""Whoever holds more sends the original bytes to whoever holds less."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from desktop.domain.alerts.facts import AlertNoted
from desktop.domain.alerts.transitions import State
from desktop.domain.events.event import Event
from desktop.domain.events.holdings import Heads, Span
from desktop.domain.events.note import NoteKind, note_kind
from desktop.domain.events.streams import FOR_EVERYONE, Stream
from desktop.domain.roster.roles import Role
from desktop.services.delivery.catching_up import MOST_AT_ONCE, MOST_SPANS
from desktop.services.delivery.topics import Topics
from desktop.services.ports import Entry
from desktop.services.station import STREAMS
from tests.support.stations import SITE, Author, Office, Sent, key_of

LATEST = datetime(9990, 1, 1, tzinfo=UTC)


def lacks_nothing(office: Office, name: str, *, compared_with: str) -> bool:
    one, other = (office[n].path.ledger.holdings for n in (name, compared_with))
    return one.digest(FOR_EVERYONE) == other.digest(FOR_EVERYONE)


def events_sent_to(office: Office, name: str, since: int) -> Counter[bytes]:
    """How often each event travelled to one station alone."""
    inbox = f"cs1/{SITE.id}/to/{office[name].id}/"
    return Counter(
        sent.payload
        for sent in office.switchboard.passed[since:]
        if sent.topic.startswith(inbox) and sent.payload[:1] in b"EH"
    )


def test_a_supervisor_started_after_the_press_sees_the_open_alert_at_once() -> None:
    office = Office(supervisors=("Ana", "Marcus")).opens("Ana", "Counter 3")
    pressed = office.press("Counter 3")
    office.start("Marcus")
    office.advance(1)
    assert [live.id for live in office["Marcus"].alerts] == [pressed.alert]


def test_its_clock_goes_on_from_the_press_and_not_from_the_start() -> None:
    office = Office(supervisors=("Ana", "Marcus")).opens("Ana", "Counter 3")
    office.press("Counter 3")
    office.advance(40)
    office.start("Marcus")
    office.advance(1)
    (live,) = office["Marcus"].alerts
    assert office.clock.seconds - live.since >= 40


def test_the_only_supervisor_is_told_by_the_counter_itself() -> None:
    office = Office().opens("Counter 3")
    pressed = office.press("Counter 3")
    assert not pressed.is_sent or not office["Counter 3"].alerts[0].alert.received_by
    office.start("Ana")
    office.advance(1)
    assert [live.id for live in office["Ana"].alerts] == [pressed.alert]


def test_a_counter_that_was_off_learns_how_its_alert_ended() -> None:
    office = Office().opens()
    pressed = office.press("Counter 3")
    office.stop("Counter 3")
    ana = office["Ana"].at_work
    for act in (ana.acknowledge, ana.attend, ana.close):
        office.done(act(pressed.alert))
    office.start("Counter 3")
    office.advance(20)
    assert not office["Counter 3"].alerts
    assert [alert.state for alert in office["Counter 3"].board.closed] == [State.CLOSED]


def test_what_one_supervisor_missed_unnoticed_is_found_by_the_digests() -> None:
    office = Office(supervisors=("Ana", "Marcus")).opens()
    pressed = office.press("Counter 3")
    ana, links = office["Ana"].at_work, office["Marcus"].links.linked
    links.clear()  # and nobody is told of it
    office.done(ana.attend(pressed.alert))
    office["Ana"].path._dispatch._outbox._going.clear()  # nor does anybody send it again
    links.add("Ana")
    assert office["Marcus"].alert.attended_at is None

    office.advance(20)
    assert office["Marcus"].alert.state is State.ATTENDED


def test_supervisors_learn_of_each_other_s_receipts() -> None:
    office = Office(supervisors=("Ana", "Marcus")).opens()
    office.press("Counter 3")
    office.advance(20)
    for name in ("Ana", "Marcus"):
        assert office[name].alert.received_by == {office["Ana"].id, office["Marcus"].id}


def test_a_station_back_after_a_day_catches_up_from_several_and_hears_little_twice() -> None:
    office = Office(supervisors=("Ana", "Bea", "Cem", "Marcus"))
    office.opens("Ana", "Bea", "Cem", "Counter 3")
    for _ in range(5):
        pressed = office.press("Counter 3")
        ana = office["Ana"].at_work
        for act in (ana.attend, ana.close):
            office.done(act(pressed.alert))
    office.advance(5)

    before = len(office.switchboard.passed)
    office.start("Marcus")
    office.advance(30)
    assert lacks_nothing(office, "Marcus", compared_with="Ana")
    sent = events_sent_to(office, "Marcus", before)
    assert sum(sent.values()) <= 2 * len(sent)


def test_supervisors_end_up_with_the_same_receipts_too() -> None:
    office = Office(supervisors=("Ana", "Marcus")).opens("Ana", "Counter 3")
    office.press("Counter 3")
    office.start("Marcus")
    office.advance(30)
    ana, marcus = (office[n].path.ledger.holdings for n in ("Ana", "Marcus"))
    assert ana.digest(STREAMS) == marcus.digest(STREAMS)


def test_no_receipt_of_another_s_press_goes_to_a_counter() -> None:
    office = Office(counters=("Counter 1", "Counter 3")).opens("Ana", "Counter 3")
    office.press("Counter 3")
    office.start("Counter 1")
    office.advance(30)
    counter = office["Counter 1"].path.ledger.holdings
    assert not counter.spans(frozenset({Stream.RECEIPTS}))
    assert office["Counter 1"].alerts


def test_a_long_history_comes_in_portions_the_newest_alerts_first() -> None:
    office = Office(supervisors=("Ana", "Marcus"))
    author = Author(key_of("Counter 3"))
    history = [author.says(AlertNoted(alert=f"a{n}")) for n in range(MOST_AT_ONCE + 150)]
    for event in history:
        office["Ana"].disk.keep(Entry(events=(event,)), lambda _error: None)
    office.opens("Ana", "Marcus")
    office.advance(1)
    holdings = office["Marcus"].path.ledger.holdings
    device = bytes.fromhex(author.key.id)
    assert holdings.last(Stream.ALERTS, device) == len(history)
    assert not lacks_nothing(office, "Marcus", compared_with="Ana")

    office.advance(60)
    assert lacks_nothing(office, "Marcus", compared_with="Ana")


def test_a_difference_that_stays_is_asked_about_ever_more_rarely() -> None:
    office = Office(supervisors=("Ana", "Marcus")).opens()
    twins = Author(key_of("Counter 3")), Author(key_of("Counter 3"))
    for name, twin, salt in zip(("Ana", "Marcus"), twins, (b"a", b"b"), strict=True):
        event = twin.says(AlertNoted(alert="a1"), salt=salt * 32)
        office[name].path.ledger.hold(event)
        office[name].disk.keep(Entry(events=(event,)), lambda _error: None)
    assert not lacks_nothing(office, "Marcus", compared_with="Ana")

    def exchanges(seconds: float) -> int:
        before = len(office.switchboard.passed)
        office.advance(seconds)
        return len(heads_in(office.switchboard.passed[before:]))

    assert 1 <= exchanges(60) <= 12
    exchanges(1200)
    assert exchanges(1200) <= 12


def heads_in(passed: Sequence[Sent]) -> list[Sent]:
    return [sent for sent in passed if note_kind(sent.payload) == NoteKind.HEADS]


def test_heads_of_a_chain_full_of_holes_still_fit_into_a_note() -> None:
    office = Office(supervisors=("Ana", "Marcus"))
    author = Author(key_of("Counter 3"))
    for number in range(2, 6_000, 2):
        event = author.says(AlertNoted(alert=f"a{number}"), seq=number)
        office["Ana"].disk.keep(Entry(events=(event,)), lambda _error: None)
    office.opens("Ana", "Marcus")
    office.advance(1)
    notes = [sent.payload for sent in office.switchboard.passed if sent.payload[:1] == b"N"]
    assert max(map(len, notes)) < 60 * 1024
    topic = Topics(SITE.id, office["Ana"].id).to(office["Marcus"].id)
    assert [sent for sent in office.switchboard.passed if sent.topic == topic]


def holds_both(office: Office, *events: Event) -> None:
    for name in ("Ana", "Marcus"):
        for event in events:
            office[name].disk.keep(Entry(events=(event,)), lambda _error: None)


@pytest.mark.parametrize("first", [2, 2**62])
def test_a_chain_full_of_holes_hides_no_other_and_is_not_sent_again_and_again(first: int) -> None:
    office = Office(supervisors=("Ana", "Marcus"))
    rogue, honest = Author(key_of("Counter 3")), Author(key_of("Ana"))
    numbers = range(first, first + 2 * (MOST_SPANS + 500), 2)
    holds_both(office, *(rogue.says(AlertNoted(alert="a"), seq=n, at=LATEST) for n in numbers))
    told = [honest.says(AlertNoted(alert=f"h{n}")) for n in range(3)]
    holds_both(office, told[0])
    for event in told[1:]:
        office["Ana"].disk.keep(Entry(events=(event,)), lambda _error: None)

    office.opens("Ana", "Marcus")
    office.advance(30)
    assert lacks_nothing(office, "Marcus", compared_with="Ana")
    assert sum(events_sent_to(office, "Marcus", 0).values()) == 2
    assert max(len(sent.payload) for sent in heads_in(office.switchboard.passed)) <= 60 * 1024


def test_an_open_alert_comes_first_whatever_the_clocks_say() -> None:
    office = Office(supervisors=("Ana", "Marcus"), counters=("Counter 1", "Counter 3"))
    rogue = Author(key_of("Counter 1"))
    for number in range(3 * MOST_AT_ONCE):
        event = rogue.says(AlertNoted(alert=f"a{number}"), at=LATEST)
        office["Ana"].disk.keep(Entry(events=(event,)), lambda _error: None)
    office["Counter 3"].clock.off_by = timedelta(days=-3650)
    office.opens("Ana", "Counter 3")
    pressed = office.press("Counter 3")
    office.done(office["Ana"].at_work.acknowledge(pressed.alert))
    office.stop("Counter 3")

    office.start("Marcus")
    office.advance(1)
    assert office["Marcus"].alert.id == pressed.alert
    assert office["Marcus"].alert.going


def test_who_asks_without_end_is_sent_one_answer_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(supervisors=("Ana", "Marcus")).opens()
    office.press("Counter 3")
    ana = office["Ana"]
    asked: list[Sequence[Span]] = []
    monkeypatch.setattr(ana.disk, "events", lambda spans, _then, **_more: asked.append(spans))
    for _ in range(50):
        ana.path._catch_up.told(office["Counter 3"].id, Role.COUNTER, Heads(spans=(), answer=True))
    assert len(asked) == 1
