"""Events travel and rest as the very bytes that were signed."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Self

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.domain.alerts.facts import AlertPressed, AlertRaised, Kind
from desktop.domain.errors import BodyTooLargeError, DeskError, MalformedEventError
from desktop.domain.events import header as header_module
from desktop.domain.events.body import SALT_BYTES, body_hash, decode_body, encode_body
from desktop.domain.events.event import MAX_BODY_BYTES, Event, sealed
from desktop.domain.events.header import HEADER_BYTES, LATEST, Header, milliseconds
from desktop.domain.events.streams import Stream

HEADERS = st.builds(
    Header,
    site=st.binary(min_size=16, max_size=16),
    device=st.binary(min_size=16, max_size=16),
    stream=st.sampled_from(Stream),
    seq=st.integers(1, 2**63 - 1),
    prev=st.binary(min_size=32, max_size=32),
    at_ms=st.integers(0, LATEST),
    type=st.from_regex(r"[a-z]+(\.[a-z_]+)?", fullmatch=True).filter(lambda t: len(t) <= 24),
    type_version=st.integers(0, 255),
    body_hash=st.binary(min_size=32, max_size=32),
)
RAISED = AlertRaised(kind=Kind.PANIC, place="Counter 3", person="Kim", note="“knife” 🔪 עזרה")


def an_event(body: bytes = b"{}") -> Event:
    header = Header(
        site=bytes(16),
        device=bytes(16),
        stream=Stream.ALERTS,
        seq=1,
        prev=bytes(32),
        at_ms=0,
        type="alert.raised",
        type_version=1,
        body_hash=body_hash(body),
    )
    return sealed(header, body, lambda _header: bytes(64))


@given(header=HEADERS)
def test_a_header_comes_back_as_it_was_signed(header: Header) -> None:
    assert len(header.pack()) == HEADER_BYTES
    assert Header.unpack(header.pack()) == header


@given(
    header=HEADERS,
    body=st.none() | st.binary(max_size=300),
    signature=st.binary(min_size=64, max_size=64),
)
def test_an_event_comes_back_byte_for_byte(
    header: Header, body: bytes | None, signature: bytes
) -> None:
    event = Event(header, header.pack(), signature, body)
    assert Event.parse(event.wire()) == event


@given(wire=st.binary(max_size=400))
def test_random_bytes_are_refused_in_our_own_words(wire: bytes) -> None:
    with pytest.raises(DeskError):
        Event.parse(wire)


@given(header=st.binary(min_size=HEADER_BYTES, max_size=HEADER_BYTES))
def test_a_random_header_is_refused_or_read_and_never_anything_else(header: bytes) -> None:
    wire = b"E" + header[:-1] + b"\x01" + bytes(64)
    try:
        event = Event.parse(wire)
    except DeskError:
        return
    assert event.wire() == wire


def test_a_body_beyond_32_kib_is_refused_on_both_sides() -> None:
    with pytest.raises(BodyTooLargeError):
        an_event(bytes(MAX_BODY_BYTES + 1))
    largest = an_event(bytes(MAX_BODY_BYTES))
    assert Event.parse(largest.wire()) == largest
    with pytest.raises(BodyTooLargeError):
        Event.parse(largest.wire() + b"x")


def test_an_event_without_its_body_keeps_its_name_and_its_place_in_the_chain() -> None:
    event = an_event()
    bare = event.without_body()
    assert (bare.id, bare.hash, bare.body) == (event.id, event.hash, None)
    assert Event.parse(bare.wire()) == bare
    with pytest.raises(MalformedEventError):
        Event.parse(bare.wire() + b"a body after all")


@pytest.mark.parametrize("seq", [0, 2**63, 2**64 - 1])
def test_a_number_that_no_database_can_count_is_refused(seq: int) -> None:
    raw = bytearray(an_event().header_bytes)
    raw[34:42] = seq.to_bytes(8, "big")
    with pytest.raises(MalformedEventError):
        Header.unpack(bytes(raw))


@pytest.mark.parametrize("hours", [-23, -12, 0, 14, 23])
def test_the_latest_moment_can_be_shown_in_every_time_zone(hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    header = an_event().header
    latest = Header.unpack(replace(header, at_ms=LATEST).pack())
    assert latest.at.astimezone(zone).year == 9999
    with pytest.raises(MalformedEventError):
        Header.unpack(replace(header, at_ms=LATEST + 1).pack())


def test_a_sender_s_clock_is_read_beyond_the_years_that_windows_knows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its calendar ends with the year 3000, and one such clock must not end an alert's story."""

    class WindowsDatetime(datetime):
        @classmethod
        def fromtimestamp(cls, *_: object) -> Self:
            raise OSError(22, "Invalid argument")

    monkeypatch.setattr(header_module, "datetime", WindowsDatetime)
    far = replace(an_event().header, at_ms=LATEST)
    assert far.at == datetime(9999, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "carried"),
    [
        (datetime(1904, 1, 1, tzinfo=UTC), 0),
        (datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), 1000),
        (datetime(9999, 12, 31, 23, tzinfo=UTC), LATEST),
    ],
)
def test_no_clock_makes_a_header_that_others_refuse(at: datetime, carried: int) -> None:
    assert milliseconds(at) == carried


def test_the_sender_s_clock_is_read_in_utc() -> None:
    event = an_event()
    assert event.header.at == datetime(1970, 1, 1, tzinfo=UTC)


@given(
    place=st.text(max_size=50),
    person=st.text(max_size=50),
    note=st.text(max_size=500),
    kind=st.sampled_from(Kind),
    salt=st.binary(min_size=SALT_BYTES, max_size=SALT_BYTES),
)
def test_a_fact_comes_back_as_it_was_said(
    place: str, person: str, note: str, kind: Kind, salt: bytes
) -> None:
    fact = AlertRaised(kind=kind, place=place, person=person, note=note)
    assert decode_body(encode_body(fact, salt), AlertRaised) == fact


def test_the_same_fact_with_another_salt_has_another_hash() -> None:
    assert body_hash(encode_body(RAISED, bytes(32))) != body_hash(encode_body(RAISED, b"x" * 32))


def test_a_newer_version_s_fields_are_passed_over() -> None:
    body = encode_body(RAISED, bytes(32)).replace(b'"kind"', b'"duress":true,"kind"')
    assert decode_body(body, AlertRaised) == RAISED


@given(body=st.binary(max_size=200))
def test_a_random_body_is_refused_in_our_own_words(body: bytes) -> None:
    with pytest.raises(MalformedEventError):
        decode_body(body, AlertPressed)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"salt":"","fact":{"kind":"panic"}}',
        b'{"salt":"","fact":{"alert":1,"kind":"panic"}}',
        b'{"salt":"","fact":{"alert":"a","kind":"\xff"}}',
        b'{"salt":"","fact":' + b"[" * 30_000,
        b'{"salt":"","fact":{"x":' + b"[" * 15_000 + b"]" * 15_000 + b"}}",
    ],
)
def test_a_hostile_body_is_refused_in_our_own_words(body: bytes) -> None:
    with pytest.raises(MalformedEventError):
        decode_body(body, AlertPressed)
