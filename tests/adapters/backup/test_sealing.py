"""A backup's wrapping: what was written comes back, and nothing that is not in its place does."""

import tracemalloc
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from desktop.domain.backup.errors import (
    BackupAlteredError,
    BackupCutOffError,
    BackupPassphraseWrongError,
    NewerBackupError,
    NotABackupError,
)
from desktop.domain.errors import DeskError
from desktop.services.adapters.backup import sealing
from desktop.services.adapters.backup.sealing import CHUNK, SealedReader, SealedWriter

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

PASSPHRASE = "otter lantern zurich nine"
HEAD = sealing._HEAD.size + sealing._CHECKSUM
SEALED = CHUNK + sealing._TAG


def sealed(data: bytes, *, piece: int = 5000) -> bytes:
    out = BytesIO()
    writer = SealedWriter(out, PASSPHRASE)
    for at in range(0, len(data), piece):
        writer.write(data[at : at + piece])
    writer.finish()
    return out.getvalue()


def opened(backup: bytes, passphrase: str = PASSPHRASE) -> bytes:
    reader, found = SealedReader(BytesIO(backup), passphrase), bytearray()
    while piece := reader.read(1000):
        found += piece
    return bytes(found)


def a_story(chunks: int) -> bytes:
    return b"".join(bytes([number]) * CHUNK for number in range(chunks)) + b"and the end"


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7])
@pytest.mark.parametrize("piece", [4999, CHUNK, 10 * CHUNK])
def test_what_was_written_comes_back_whatever_its_length(size: int, piece: int) -> None:
    data = bytes(number % 251 for number in range(size))
    assert opened(sealed(data, piece=piece)) == data


def test_nothing_that_was_written_can_be_read_in_the_file() -> None:
    assert b"Mr. Doe" not in sealed(b"Mr. Doe of 12 Elm Street" * 9000)


def test_two_backups_of_the_same_have_no_byte_in_common_but_their_names() -> None:
    one, other = sealed(a_story(1)), sealed(a_story(1))
    assert one[HEAD : HEAD + 64] != other[HEAD : HEAD + 64]


def test_another_passphrase_is_told_from_damage() -> None:
    with pytest.raises(BackupPassphraseWrongError):
        opened(sealed(b"history"), "otter lantern zurich ten")


def test_an_accent_may_be_typed_in_two_ways() -> None:
    out = BytesIO()
    writer = SealedWriter(out, "cafe\u0301 lantern zurich")
    writer.finish()
    assert opened(out.getvalue(), "caf\u00e9 lantern zurich") == b""


@pytest.mark.parametrize(
    "length",
    [9, HEAD - 1, HEAD, HEAD + 100, HEAD + SEALED, HEAD + SEALED + 100, HEAD + 2 * SEALED, -1],
)
def test_a_backup_that_was_cut_off_is_noticed_wherever_it_ends(length: int) -> None:
    backup = sealed(a_story(2))
    with pytest.raises(BackupCutOffError):
        opened(backup[:length])


@pytest.mark.parametrize("at", [9, 12, 20, 40, HEAD - 1, HEAD, HEAD + 100, HEAD + SEALED + 5])
def test_a_byte_that_was_altered_is_noticed_wherever_it_is(at: int) -> None:
    backup = bytearray(sealed(a_story(2)))
    backup[at] ^= 1
    with pytest.raises(BackupAlteredError):
        opened(bytes(backup))


def test_an_altered_end_is_noticed_too() -> None:
    backup = bytearray(sealed(a_story(2)))
    backup[-1] ^= 1
    with pytest.raises(BackupCutOffError, match="or its end was altered"):
        opened(bytes(backup))


def test_a_head_that_asks_for_less_memory_than_makes_a_key_is_refused() -> None:
    content = sealing._HEAD.pack(sealing.MAGIC, 1, 1, 8 * 16 - 1, 16, bytes(16), bytes(16))
    with pytest.raises(BackupAlteredError):
        opened(content + sealing._checksum(content) + bytes(100))


def test_chunks_in_another_order_doubled_or_left_out_are_noticed() -> None:
    backup = sealed(a_story(3))
    head, one, two, rest = (
        backup[:HEAD],
        backup[HEAD : HEAD + SEALED],
        backup[HEAD + SEALED : HEAD + 2 * SEALED],
        backup[HEAD + 2 * SEALED :],
    )
    for chunks in (two + one + rest, one + one + two + rest, two + rest, one + rest):
        with pytest.raises(BackupAlteredError):
            opened(head + chunks)


def test_nothing_can_be_put_behind_the_end() -> None:
    with pytest.raises((BackupAlteredError, BackupCutOffError)):
        opened(sealed(a_story(1)) + b"more")
    with pytest.raises(BackupAlteredError):
        opened(sealed(bytes(2 * CHUNK)) + b"more")


def test_a_chunk_of_another_backup_of_the_same_passphrase_is_noticed() -> None:
    one, other = sealed(a_story(2)), sealed(a_story(2))
    mixed = one[:HEAD] + other[HEAD : HEAD + SEALED] + one[HEAD + SEALED :]
    with pytest.raises(BackupAlteredError):
        opened(mixed)


@pytest.mark.parametrize("text", [b"", b"PK\x03\x04 a zip file", b"COUNTERSIGN RECOVERY FILE\n"])
def test_a_file_that_is_none_says_so(text: bytes) -> None:
    with pytest.raises(NotABackupError):
        opened(text)


def test_a_newer_one_asks_for_a_newer_program() -> None:
    backup = bytearray(sealed(b"history"))
    backup[len(sealing.MAGIC)] = 2
    with pytest.raises(NewerBackupError):
        opened(bytes(backup))


def test_a_forged_one_cannot_ask_for_all_memory() -> None:
    head = sealing._HEAD.pack(sealing.MAGIC, 1, 255, 2**32 - 1, 255, bytes(16), bytes(16))
    with pytest.raises(BackupAlteredError):
        opened(head + sealing._checksum(head) + bytes(64))


def test_every_refusal_has_advice() -> None:
    for kind in (NotABackupError, BackupCutOffError, BackupAlteredError, NewerBackupError):
        error: DeskError = kind()
        assert str(error).endswith(".")
        assert error.advice.endswith(".")


class Nowhere(BytesIO):
    """A disk that is never looked at."""

    def write(self, data: "Buffer") -> int:
        return memoryview(data).nbytes


def test_a_large_backup_takes_no_more_memory_than_a_few_chunks() -> None:
    writer = SealedWriter(Nowhere(), PASSPHRASE)
    piece = bytes(CHUNK)
    tracemalloc.start()
    for _ in range(300):
        writer.write(piece)
    writer.finish()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12 * CHUNK
