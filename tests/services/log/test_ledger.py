"""What a station lets into its log, and how it signs its own events into their chains."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.domain.alerts.facts import (
    AlertAcknowledged,
    AlertOutcome,
    AlertPressed,
    AlertRaised,
    Kind,
    Outcome,
)
from desktop.domain.errors import DeskError, ForeignEventError
from desktop.domain.events.body import encode_body
from desktop.domain.events.event import Event
from desktop.domain.events.header import GENESIS
from desktop.domain.events.streams import Stream
from desktop.domain.log_facts import BodyPurged
from desktop.domain.roster.facts import DeviceRevoked, SiteNamed
from desktop.services.adapters.keys.device_key import verify
from desktop.services.log.believing import roster_from
from desktop.services.log.ledger import Ledger
from desktop.services.log.reading import NEEDS_HELP
from desktop.services.ports import Held
from desktop.services.station import STREAMS
from tests.support.stations import SITE, Author, Clock, Office, key_of

FOUNDING = tuple(Office().founding)
PANIC = AlertRaised(kind=Kind.PANIC, place="Counter 3", person="Kim")


def a_ledger(
    *, me: str = "Ana", notices: Sequence[Event] = FOUNDING, held: Held | None = None
) -> Ledger:
    roster = roster_from(SITE.public_bytes, notices, verify)
    return Ledger(
        site=bytes.fromhex(SITE.id),
        signer=key_of(me),
        verify=verify,
        clock=Clock(),
        random_bytes=random.randbytes,
        streams=STREAMS,
        roster=lambda: roster,
        held=held or Held(),
    )


@pytest.fixture
def counter() -> Author:
    return Author(key_of("Counter 3"))


def refused(ledger: Ledger, event: Event) -> str:
    """For which of the counted reasons ``event`` is refused."""
    before = dict(ledger.refused)
    with pytest.raises(ForeignEventError):
        ledger.check(event)
    (reason,) = [r for r in ledger.refused if ledger.refused[r] > before.get(r, 0)]
    return reason


def test_what_a_member_signed_is_let_in(counter: Author) -> None:
    ledger, event = a_ledger(), counter.says(PANIC)
    ledger.check(event)
    assert ledger.hold(event) == event
    assert ledger.read(event) == PANIC
    assert ledger.holdings.last(Stream.ALERTS, bytes.fromhex(counter.key.id)) == 1


def test_of_another_site_nothing_is_let_in(counter: Author) -> None:
    event = counter.says(PANIC, site=key_of("another site").id)
    assert refused(a_ledger(), event) == "site"


def test_a_device_that_the_roster_does_not_know_is_refused() -> None:
    assert refused(a_ledger(), Author(key_of("a stranger")).says(PANIC)) == "device"


def test_an_unsigned_event_is_refused(counter: Author) -> None:
    event = replace(counter.says(PANIC), signature=bytes(64))
    assert refused(a_ledger(), event) == "signature"


def test_an_event_signed_by_another_member_is_refused(counter: Author) -> None:
    event = counter.says(PANIC)
    forged = replace(event, signature=key_of("Ana").sign(event.header_bytes))
    assert refused(a_ledger(), forged) == "signature"


def test_another_body_than_the_one_signed_is_refused(counter: Author) -> None:
    event = counter.says(PANIC)
    milder = encode_body(AlertRaised(kind=Kind.ASSIST, place="Counter 3"), bytes(32))
    assert refused(a_ledger(), replace(event, body=milder)) == "body"


def test_a_body_that_nobody_purged_must_not_be_missing(counter: Author) -> None:
    event = counter.says(PANIC)
    assert refused(a_ledger(), event.without_body()) == "withheld"


def test_a_purged_body_is_not_kept_even_where_a_peer_still_has_it(counter: Author) -> None:
    ledger, event = a_ledger(), counter.says(PANIC)
    ledger.purge((event.id,))
    ledger.check(event.without_body())
    ledger.check(event)
    assert ledger.hold(event).body is None


def test_no_purge_takes_a_notice_away() -> None:
    ledger, notice = a_ledger(), FOUNDING[0]
    ledger.purge((notice.id,))
    assert ledger.hold(notice).body is not None
    assert refused(ledger, notice.without_body()) == "withheld"


def test_a_counter_cannot_say_what_supervisors_say(counter: Author) -> None:
    event = counter.says(AlertAcknowledged(alert="a1", presses=()))
    assert refused(a_ledger(), event) == "authority"


def test_a_supervisor_who_is_no_administrator_cannot_purge() -> None:
    office = Office(supervisors=("Ana", "Marcus"))
    event = Author(key_of("Marcus")).says(BodyPurged(events=("e1",), reason="because"))
    assert refused(a_ledger(notices=office.founding), event) == "authority"


def test_a_stream_that_is_kept_elsewhere_is_refused() -> None:
    outcome = AlertOutcome(alert="a1", outcome=Outcome.HELPED)
    assert refused(a_ledger(), Author(key_of("Ana")).says(outcome)) == "stream"


def test_a_record_does_not_get_in_by_the_stream_that_everyone_reads() -> None:
    body = encode_body(AlertOutcome(alert="a1", outcome=Outcome.HELPED, note="names"), bytes(32))
    event = Author(key_of("Ana")).signs(AlertOutcome.TYPE, body, stream=Stream.ALERTS)
    assert refused(a_ledger(), event) == "stream"


def test_of_a_revoked_device_only_what_was_known_by_then_is_let_in(counter: Author) -> None:
    before, after = counter.says(PANIC), counter.says(PANIC)
    office = Office()
    revoking = office.site.says(
        DeviceRevoked(device=counter.key.id, heads=((int(Stream.ALERTS), 1),))
    )
    ledger = a_ledger(notices=(*office.founding, revoking))
    ledger.check(before)
    assert refused(ledger, after) == "revoked"


def test_a_replay_is_a_double_and_not_a_new_event(counter: Author) -> None:
    ledger, event = a_ledger(), counter.says(PANIC)
    assert not ledger.is_double(event)
    ledger.hold(event)
    assert ledger.is_double(Event.parse(event.wire()))


def test_a_header_that_came_before_does_not_bring_in_another_body(counter: Author) -> None:
    ledger, event = a_ledger(), counter.says(PANIC)
    ledger.hold(event)
    forged = replace(event, body=encode_body(AlertPressed(alert="x", kind=Kind.PANIC), bytes(32)))
    assert not ledger.is_double(forged)
    assert refused(ledger, forged) == "body"


def test_a_header_that_came_before_does_not_bring_in_another_signature(counter: Author) -> None:
    ledger, event = a_ledger(), counter.says(PANIC)
    ledger.hold(event)
    forged = replace(event, signature=bytes(64))
    assert not ledger.is_double(forged)
    assert refused(ledger, forged) == "signature"


def test_two_events_with_one_number_are_both_believed(counter: Author) -> None:
    ledger = a_ledger()
    one, other = counter.says(PANIC), counter.says(PANIC, seq=1, salt=b"x" * 32)
    assert (one.header.seq, other.header.seq) == (1, 1)
    for event in (one, other):
        ledger.check(event)
        ledger.hold(event)
    assert ledger.may_be_known(other)


WIRE = Author(key_of("Counter 3")).says(PANIC).wire()


@given(position=st.integers(0, len(WIRE) - 1), flip=st.integers(1, 255))
def test_an_event_with_any_byte_changed_is_refused(position: int, flip: int) -> None:
    _refuses_with(position, flip)


@pytest.mark.parametrize("flip", [0x01, 0x80])
def test_an_event_with_one_bit_changed_anywhere_is_refused(flip: int) -> None:
    for position in range(len(WIRE)):
        _refuses_with(position, flip)


def _refuses_with(position: int, flip: int) -> None:
    changed = bytearray(WIRE)
    changed[position] ^= flip
    with pytest.raises(DeskError):
        LEDGER.check(Event.parse(bytes(changed)))


@given(length=st.integers(0, len(WIRE) - 1))
def test_an_event_cut_short_is_refused(length: int) -> None:
    with pytest.raises(DeskError):
        LEDGER.check(Event.parse(WIRE[:length]))


LEDGER = a_ledger()


def test_own_events_are_numbered_and_chained_stream_by_stream() -> None:
    ledger = a_ledger(me="Ana")
    first, second = ledger.write(PANIC), ledger.write(PANIC)
    notice = ledger.write(SiteNamed(name="Alder"))
    assert (first.header.seq, first.header.prev) == (1, GENESIS)
    assert (second.header.seq, second.header.prev) == (2, first.hash)
    assert (notice.header.seq, notice.header.prev) == (1, GENESIS)
    ledger.check(second)


def test_after_a_restore_the_chain_goes_on_behind_what_the_others_hold() -> None:
    before = a_ledger(me="Ana")
    first, second = before.write(PANIC), before.write(PANIC)

    restored = a_ledger(me="Ana")
    restored.hold(second)
    restored.hold(first)
    assert restored.write(PANIC).header.prev == second.hash


NEWER = (
    b'{"salt":"","fact":{"place":"Counter 3","person":"Kim","level":5}}',
    b'{"salt":"","fact":{"place":{"floor":2,"desk":3}}}',
    b'{"salt":"","fact":17}',
    b"not even JSON",
)


@pytest.mark.parametrize("body", NEWER)
@pytest.mark.parametrize("kind", ["alert.raised", "alert.duress"])
def test_a_call_in_words_of_a_newer_program_is_read_as_a_call(
    counter: Author, kind: str, body: bytes
) -> None:
    ledger = a_ledger()
    event = counter.signs(kind, body, stream=Stream.ALERTS)
    ledger.check(event)
    fact = ledger.read(event)
    assert isinstance(fact, AlertRaised)
    assert fact.note == NEEDS_HELP


def test_a_press_of_a_kind_nobody_here_knows_is_a_press(counter: Author) -> None:
    body = b'{"salt":"","fact":{"alert":"a1","kind":"duress"}}'
    fact = a_ledger().read(counter.signs("alert.pressed", body, stream=Stream.ALERTS))
    assert isinstance(fact, AlertPressed)
    assert fact.alert == "a1"


def test_elsewhere_an_unknown_type_is_kept_and_read_as_nothing(counter: Author) -> None:
    ledger = a_ledger()
    event = counter.signs("floor.plan", b'{"salt":"","fact":{}}', stream=Stream.NOTICES)
    ledger.check(event)
    assert ledger.read(event) is None
    assert not ledger.refused
