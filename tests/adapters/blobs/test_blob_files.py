"""Blobs on the disk: named by what is in them, whole or not there, and never another file."""

import errno
import os
import stat
import sys
from collections.abc import Callable
from concurrent.futures import CancelledError
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.errors import DeskError
from desktop.domain.reports.attachments import (
    MOST_BYTES,
    AttachmentEmptyError,
    AttachmentTooLargeError,
    BlobRef,
)
from desktop.services.adapters.blob_files import (
    COPIED_AT_ONCE,
    ROOM_LEFT,
    BlobFiles,
    FileChangedError,
    FileGoneError,
    FileNotReadError,
    chosen,
)
from desktop.services.blobs.ports import BlobDamagedError, BlobNotHeldError, BlobNotSavedError
from tests.support.blobs import add

LETTER = b"Dear Sir or Madam, " * 40_000
CHUNK = 16 * 1024


@pytest.fixture
def blobs(tmp_path: Path) -> BlobFiles:
    return BlobFiles(tmp_path / "blobs")


def ref_of(data: bytes) -> BlobRef:
    return BlobRef(sha256=sha256(data).hexdigest(), size=len(data))


def everything_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def pulls(
    blobs: BlobFiles, data: bytes, *, named: BlobRef | None = None, upto: int = -1
) -> BlobRef:
    """Append it chunk by chunk, as it comes in from another station."""
    ref = named or ref_of(data)
    for offset in range(0, len(data[:upto] if upto >= 0 else data), CHUNK):
        blobs.append(ref.sha256, offset, data[offset : offset + CHUNK])
    return ref


def test_what_is_added_is_kept_whole_under_its_hash(blobs: BlobFiles, tmp_path: Path) -> None:
    ref = add(blobs, BytesIO(LETTER), "letter.txt")
    assert ref == ref_of(LETTER)
    assert blobs.holds(ref.sha256)
    assert blobs.size(ref.sha256) == len(LETTER)
    assert blobs.held() == (ref,)
    with blobs.open(ref.sha256) as file:
        assert file.read() == LETTER
    (path,) = everything_in(tmp_path / "blobs")
    assert path == tmp_path / "blobs" / ref.sha256[:2] / ref.sha256


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists instead")
def test_only_this_account_may_read_it(blobs: BlobFiles, tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        add(blobs, BytesIO(LETTER), "letter.txt")
        pulls(blobs, b"half a recording")
    finally:
        os.umask(old)
    for path in (tmp_path / "blobs").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_the_same_file_added_twice_is_kept_once(blobs: BlobFiles, tmp_path: Path) -> None:
    assert add(blobs, BytesIO(LETTER), "a.txt") == add(blobs, BytesIO(LETTER), "b.txt")
    assert len(everything_in(tmp_path / "blobs")) == 1


def test_progress_is_told_up_to_the_end(blobs: BlobFiles) -> None:
    told: list[tuple[int, int]] = []
    add(blobs, BytesIO(LETTER), "letter.txt", progressed=lambda *how: told.append(how))
    assert len(told) == -(-len(LETTER) // COPIED_AT_ONCE)
    assert told == sorted(told)
    assert told[-1] == (len(LETTER), len(LETTER))


def test_who_cancels_leaves_nothing_behind(blobs: BlobFiles, tmp_path: Path) -> None:
    told: list[int] = []
    with pytest.raises(CancelledError):
        add(
            blobs,
            BytesIO(LETTER),
            "letter.txt",
            progressed=lambda done, _size: told.append(done),
            is_cancelled=lambda: bool(told),
        )
    assert told == [COPIED_AT_ONCE]
    assert everything_in(tmp_path / "blobs") == []


def test_an_empty_file_is_refused_with_a_word(blobs: BlobFiles) -> None:
    with pytest.raises(AttachmentEmptyError, match=r"note\.txt.*empty") as refusal:
        add(blobs, BytesIO(b""), "note.txt")
    assert refusal.value.advice


def test_two_gigabytes_are_refused_before_they_are_read(blobs: BlobFiles, tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    with film.open("wb") as file:
        file.truncate(2 * 1024**3)  # sparse: it takes no room
    with chosen(film) as file, pytest.raises(AttachmentTooLargeError, match=r"2,048 MB") as refusal:
        add(blobs, file, film.name, progressed=lambda *_: pytest.fail("it was read"))
    assert "shorter" in refusal.value.advice
    assert not (tmp_path / "blobs").exists()


def test_the_largest_that_is_allowed_fits(blobs: BlobFiles, tmp_path: Path) -> None:
    large = tmp_path / "large.wav"
    with large.open("wb") as file:
        file.truncate(MOST_BYTES)
    with chosen(large) as file:
        assert add(blobs, file, large.name).size == MOST_BYTES


def test_a_file_that_is_gone_is_told_with_advice(tmp_path: Path) -> None:
    with pytest.raises(FileGoneError, match=r"photo\.jpg.*not there") as refusal:
        chosen(tmp_path / "photo.jpg")
    assert "choose it again" in refusal.value.advice


@pytest.mark.skipif(sys.platform == "win32", reason="an open file stays where it is")
def test_a_file_deleted_while_it_is_read_is_still_read_to_its_end(
    blobs: BlobFiles, tmp_path: Path
) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(LETTER)
    with chosen(photo) as file:
        ref = add(
            blobs, file, photo.name, progressed=lambda _done, _size: photo.unlink(missing_ok=True)
        )
    assert ref == ref_of(LETTER)


class PulledStick(BytesIO):
    """A file on a USB stick that somebody pulls out after the first piece."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell():
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super().read(size)


def test_a_stick_pulled_out_in_the_middle_is_told(blobs: BlobFiles, tmp_path: Path) -> None:
    with pytest.raises(FileNotReadError, match=r"film\.mp4.*to its end") as refusal:
        add(blobs, PulledStick(LETTER), "film.mp4")
    assert refusal.value.advice
    assert everything_in(tmp_path / "blobs") == []


@pytest.mark.parametrize("change", ["grows", "shrinks"])
def test_a_file_that_is_still_being_written_is_not_attached(
    blobs: BlobFiles, tmp_path: Path, change: str
) -> None:
    recording = tmp_path / "recording.wav"
    recording.write_bytes(LETTER)

    def goes_on(_done: int, _size: int) -> None:
        with recording.open("r+b") as file:
            file.truncate(len(LETTER) * 2 if change == "grows" else COPIED_AT_ONCE)

    with chosen(recording) as file, pytest.raises(FileChangedError) as refusal:
        add(blobs, file, recording.name, progressed=goes_on)
    assert "again" in refusal.value.advice
    assert everything_in(tmp_path / "blobs") == []


def test_a_folder_is_refused_with_a_word(tmp_path: Path) -> None:
    with pytest.raises(FileNotReadError, match="is a folder") as refusal:
        chosen(tmp_path)
    assert "files in it" in refusal.value.advice


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders")
def test_a_pipe_keeps_nobody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "photo.jpg")
    with pytest.raises(FileNotReadError, match="no file"):
        chosen(tmp_path / "photo.jpg")


@pytest.mark.parametrize("name", ["a\0b.jpg", "x" * 5000])
def test_a_name_that_cannot_be_is_a_word_and_no_bug(tmp_path: Path, name: str) -> None:
    with pytest.raises((FileNotReadError, FileGoneError)):
        chosen(tmp_path / name)


def test_room_is_left_for_alerts_and_reports(tmp_path: Path) -> None:
    blobs = BlobFiles(tmp_path / "blobs", free=lambda _folder: ROOM_LEFT + len(LETTER) - 1)
    with pytest.raises(BlobNotSavedError, match="full") as refusal:
        add(blobs, BytesIO(LETTER), "letter.txt")
    assert "Free some space" in refusal.value.advice
    for offset in (0, CHUNK):
        with pytest.raises(BlobNotSavedError):
            BlobFiles(tmp_path / "blobs", free=lambda _folder: 0).append("ab" * 32, offset, b"x")


def full_disk(*_: object) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_disk_that_fills_up_on_the_way_keeps_nothing(
    blobs: BlobFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(BlobNotSavedError, match=r"letter\.txt.*NOT saved.*No space"):
        add(blobs, BytesIO(LETTER), "letter.txt")
    assert everything_in(tmp_path / "blobs") == []


def test_a_disk_that_fills_up_while_pulling_loses_nothing_of_what_was_pulled(
    blobs: BlobFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = pulls(blobs, LETTER)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full_disk)
        with pytest.raises(BlobNotSavedError):
            blobs.finish(ref)
    assert not blobs.holds(ref.sha256)
    assert blobs.begun(ref.sha256) == len(LETTER)
    blobs.finish(ref)
    assert blobs.holds(ref.sha256)


def test_what_is_pulled_is_held_only_once_it_is_checked(blobs: BlobFiles) -> None:
    ref = pulls(blobs, LETTER)
    assert not blobs.holds(ref.sha256)
    with pytest.raises(BlobNotHeldError):
        blobs.read(ref.sha256, 0, 10)
    blobs.finish(ref)
    assert blobs.read(ref.sha256, 5, 10) == LETTER[5:15]
    assert blobs.begun(ref.sha256) == 0


def test_a_restart_goes_on_where_it_was(blobs: BlobFiles, tmp_path: Path) -> None:
    ref = pulls(blobs, LETTER, upto=5 * CHUNK)
    again = BlobFiles(tmp_path / "blobs")
    again.clear_leftovers()
    assert again.begun(ref.sha256) == 5 * CHUNK
    again.append(ref.sha256, 5 * CHUNK, LETTER[5 * CHUNK :])
    again.finish(ref)
    assert again.holds(ref.sha256)


def test_bytes_after_a_write_that_was_cut_off_are_written_over(blobs: BlobFiles) -> None:
    ref = pulls(blobs, LETTER, upto=2 * CHUNK)
    blobs.append(ref.sha256, CHUNK, LETTER[CHUNK : 3 * CHUNK])
    assert blobs.begun(ref.sha256) == 3 * CHUNK


@pytest.mark.parametrize(
    "came", [LETTER[:-1] + b"?", LETTER + b"!", LETTER[:-1]], ids=["other", "more", "less"]
)
def test_what_is_not_as_named_is_thrown_away(blobs: BlobFiles, tmp_path: Path, came: bytes) -> None:
    ref = pulls(blobs, came, named=ref_of(LETTER))
    with pytest.raises(BlobDamagedError):
        blobs.finish(ref)
    assert everything_in(tmp_path / "blobs") == []


def test_what_is_removed_is_gone_whole_or_half(blobs: BlobFiles, tmp_path: Path) -> None:
    whole = add(blobs, BytesIO(LETTER), "letter.txt")
    half = pulls(blobs, b"half of a recording")
    for ref in (whole, half, whole):
        blobs.remove(ref.sha256)
    assert everything_in(tmp_path / "blobs") == []


def test_bytes_that_somebody_attaches_again_stay_though_their_first_record_lets_them_go(
    tmp_path: Path,
) -> None:
    fresh: set[str] = set()
    blobs = BlobFiles(tmp_path / "blobs", is_fresh=fresh.__contains__)
    first = add(blobs, BytesIO(LETTER), "letter.txt")
    with blobs.added(BytesIO(LETTER), "letter.txt") as again:
        assert again == first
        blobs.remove(first.sha256)  # the first report is safe at a desk now
        assert blobs.holds(again.sha256)
        fresh.add(again.sha256)
    blobs.remove(first.sha256)
    assert blobs.read(again.sha256, 0, len(LETTER)) == LETTER
    fresh.clear()
    blobs.remove(first.sha256)
    assert not blobs.holds(first.sha256)


def test_a_copy_that_a_power_cut_left_is_cleared_and_nothing_else(
    blobs: BlobFiles, tmp_path: Path
) -> None:
    ref = add(blobs, BytesIO(LETTER), "letter.txt")
    (tmp_path / "blobs" / "adding" / "left").write_bytes(b"half a copy")
    blobs.clear_leftovers()
    assert blobs.held() == (ref,)
    assert len(everything_in(tmp_path / "blobs")) == 1


BAD_NAMES = (
    "",
    "..",
    "../secret",
    "/etc/passwd",
    "ab/../../secret",
    "AB" * 32,
    "ab" * 31,
    "ab" * 33,
    "ab" * 32 + "\n",
    "ab" * 31 + "/x",
    "\u0661" * 64,  # digits of another alphabet
)


@pytest.mark.parametrize("name", BAD_NAMES)
def test_nothing_but_a_hash_is_ever_opened(blobs: BlobFiles, tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_bytes(b"a key")
    add(blobs, BytesIO(LETTER), "letter.txt")
    before = everything_in(tmp_path)
    assert not blobs.holds(name)
    assert blobs.begun(name) == 0
    attempts: tuple[Callable[[], object], ...] = (
        lambda: blobs.open(name),
        lambda: blobs.read(name, 0, 10),
        lambda: blobs.append(name, 0, b"x"),
        lambda: blobs.finish(BlobRef(sha256=name, size=1)),
    )
    for attempt in attempts:
        with pytest.raises(DeskError):
            attempt()
    blobs.discard(name)
    blobs.remove(name)
    assert everything_in(tmp_path) == before


@pytest.mark.skipif(sys.platform == "win32", reason="links are for administrators there")
def test_a_link_planted_in_the_folder_leads_nowhere(blobs: BlobFiles, tmp_path: Path) -> None:
    secret = tmp_path / "identity.key"
    secret.write_bytes(b"a key")
    blob = sha256(b"a key").hexdigest()
    for folder in ("pulled", blob[:2]):
        (tmp_path / "blobs" / folder).mkdir(parents=True)
        (tmp_path / "blobs" / folder / blob).symlink_to(secret)
    assert not blobs.holds(blob)
    assert blobs.begun(blob) == 0
    assert blobs.held() == ()
    attempts: tuple[Callable[[], object], ...] = (
        lambda: blobs.open(blob),
        lambda: blobs.append(blob, 0, b"overwritten"),
        lambda: blobs.finish(BlobRef(sha256=blob, size=5)),
    )
    for attempt in attempts:
        with pytest.raises(DeskError):
            attempt()
    assert secret.read_bytes() == b"a key"
