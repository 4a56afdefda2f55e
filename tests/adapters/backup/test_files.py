"""A backup on a disk is there whole or not at all."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from desktop.domain.backup.errors import (
    BackupFileExistsError,
    BackupNotMadeError,
    BackupUnreadableError,
)
from desktop.services.adapters.backup.files import reading, writing
from desktop.services.adapters.backup.sealing import CHUNK
from desktop.services.adapters.keys.recovery import PassphraseTooWeakError
from tests.support.small_disk import skip_or_fail

PASSPHRASE = "otter lantern zurich nine"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "site.csbackup"


def made(file: Path, text: bytes = b"history", *, replace: bool = False) -> Path:
    with writing(file, PASSPHRASE, replace=replace) as sink:
        sink.write(text)
    return file


def interrupted(file: Path, by: type[BaseException]) -> None:
    with writing(file, PASSPHRASE, replace=True) as sink:
        sink.write(bytes(3 * CHUNK))
        raise by


def content(file: Path) -> bytes:
    with reading(file, PASSPHRASE) as source:
        return source.read(10 * CHUNK)


def test_it_is_for_this_account_alone_and_nothing_lies_beside_it(file: Path) -> None:
    assert content(made(file)) == b"history"
    assert file.stat().st_mode & 0o077 == 0
    assert list(file.parent.iterdir()) == [file]


def test_what_was_interrupted_leaves_nothing(file: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        interrupted(file, KeyboardInterrupt)
    assert list(file.parent.iterdir()) == []


def test_an_older_backup_stays_until_the_new_one_is_whole(file: Path) -> None:
    made(file, b"older")
    with pytest.raises(CancelledError):
        interrupted(file, CancelledError)
    assert content(file) == b"older"
    assert content(made(file, b"newer", replace=True)) == b"newer"


def test_no_file_is_overwritten_that_nobody_meant(file: Path, tmp_path: Path) -> None:
    made(file)
    with pytest.raises(BackupFileExistsError, match="there already"):
        made(file, b"newer")
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"a photo")
    for there in (photo, tmp_path):
        with pytest.raises(BackupFileExistsError, match="no backup"):
            made(there, replace=True)
    assert (content(file), photo.read_bytes()) == (b"history", b"a photo")


def test_a_weak_passphrase_is_refused_before_anything_is_written(file: Path) -> None:
    with pytest.raises(PassphraseTooWeakError), writing(file, "short"):
        pass
    assert not file.exists()


def test_parts_that_a_power_cut_left_go_and_those_being_written_stay(file: Path) -> None:
    left = file.with_name(f".{file.name}.0000.part")
    other = file.with_name(f".{file.name}.1111.part")
    for part in (left, other):
        part.write_bytes(b"half")
    yesterday = time.time() - 86_400
    os.utime(left, (yesterday, yesterday))
    made(file)
    assert sorted(file.parent.iterdir()) == sorted([file, other])


def test_a_folder_that_is_not_there_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BackupNotMadeError, match="NOT made, and no part of it is left: No such"):
        made(tmp_path / "stick" / "site.csbackup")
    with pytest.raises(BackupUnreadableError):
        content(tmp_path / "nothing")


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    """A stick of a megabyte."""
    folder = tmp_path / "stick"
    folder.mkdir()
    if os.system(f"mount -t tmpfs -o size=1m,mode=700 tmpfs {folder} 2>/dev/null") != 0:
        skip_or_fail("this account may not mount, and only a small disk can be really full")
    yield folder
    os.system(f"umount {folder}")


def test_a_full_disk_leaves_no_half_file_and_the_older_backup(stick: Path) -> None:
    file = made(stick / "site.csbackup", b"older")
    with pytest.raises(BackupNotMadeError, match="no part of it is left: No space left"):
        made(file, bytes(40 * CHUNK), replace=True)
    assert list(stick.iterdir()) == [file]
    assert content(file) == b"older"
