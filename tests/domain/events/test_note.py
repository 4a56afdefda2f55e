"""Notes: what stations tell each other besides facts."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.domain.errors import DeskError, MalformedEventError
from desktop.domain.events.holdings import Heads
from desktop.domain.events.note import MAX_NOTE_BYTES, Note, NoteKind, write_note
from desktop.domain.presence import Absence, Beat
from desktop.services.adapters.keys.device_key import verify
from tests.support.stations import SITE, key_of

ANA = key_of("Ana")


def a_note(kind: NoteKind, body: msgspec.Struct) -> bytes:
    return write_note(
        site=bytes.fromhex(SITE.id),
        sender=bytes.fromhex(ANA.id),
        to=bytes(16),
        kind=kind,
        at_ms=1_751_356_800_000,
        body=body,
        signature_of=ANA.sign,
    )


BEAT = Beat(nonce=b"12345678", person="Ana", absence=Absence.LOCKED, version="1", holds=b"h" * 24)
WIRE = a_note(NoteKind.BEAT, BEAT)


@given(
    nonce=st.binary(max_size=16),
    person=st.text(max_size=40),
    absence=st.none() | st.sampled_from(Absence),
    holds=st.binary(max_size=32),
)
def test_a_beat_comes_back_as_it_was_said(
    nonce: bytes, person: str, absence: Absence | None, holds: bytes
) -> None:
    beat = Beat(nonce=nonce, person=person, absence=absence, holds=holds)
    note = Note.parse(a_note(NoteKind.BEAT, beat))
    assert (note.kind, note.sender_id, note.read(Beat)) == (NoteKind.BEAT, ANA.id, beat)
    assert verify(ANA.public_bytes, note.signature, note.signed)


@given(position=st.integers(0, len(WIRE) - 1), flip=st.integers(1, 255))
def test_a_note_with_any_byte_changed_is_nobody_s(position: int, flip: int) -> None:
    changed = bytearray(WIRE)
    changed[position] ^= flip
    try:
        note = Note.parse(bytes(changed))
    except DeskError:
        return
    assert not verify(ANA.public_bytes, note.signature, note.signed)


@given(wire=st.binary(max_size=300))
def test_random_bytes_are_refused_in_our_own_words(wire: bytes) -> None:
    with pytest.raises(DeskError):
        Note.parse(wire)


def test_a_note_beyond_what_a_relay_carries_is_refused() -> None:
    with pytest.raises(MalformedEventError):
        Note.parse(WIRE[:1] + bytes(MAX_NOTE_BYTES))


@pytest.mark.parametrize("kind", [Beat, Heads])
@pytest.mark.parametrize(
    "body",
    [b"", b"\xc1", b"\x81\xa6person\xa1\xff", b"\x91" * 20_000, b"\x81\xa1x" + b"\x91" * 900],
)
def test_a_hostile_body_is_refused_in_our_own_words(
    kind: type[msgspec.Struct], body: bytes
) -> None:
    changed = replace(Note.parse(WIRE), body=body)
    with pytest.raises(MalformedEventError):
        changed.read(kind)
