"""Backups on a disk: written beside their place, and there whole or not at all."""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from desktop.domain.backup.errors import (
    BackupFileExistsError,
    BackupNotMadeError,
    BackupUnreadableError,
)
from desktop.services.adapters.backup.sealing import MAGIC, SealedReader, SealedWriter
from desktop.services.adapters.keys.private_files import flush_folder
from desktop.services.adapters.keys.recovery import PassphraseTooWeakError, weakness
from desktop.services.adapters.moving import move

SUFFIX = ".csbackup"
_FORGOTTEN_AFTER_S = 600.0
"""Seconds without a byte after which a part is one that a power cut or a kill left behind."""
_BINARY = getattr(os, "O_BINARY", 0)


class BackupSink:
    """Takes what goes into the backup; raises ``BackupNotMadeError`` where the disk does not."""

    def __init__(self, out: BinaryIO, passphrase: str) -> None:
        self._out = out
        with _making():
            self._sealed = SealedWriter(out, passphrase)

    def write(self, data: bytes) -> None:
        """Put ``data`` behind the rest."""
        with _making():
            self._sealed.write(data)

    def finish(self) -> None:
        """Write the end; the bytes are on the disk when it returns."""
        with _making():
            self._sealed.finish()
            self._out.flush()
            os.fsync(self._out.fileno())


@contextmanager
def writing(file: Path, passphrase: str, *, replace: bool = False) -> Iterator[BackupSink]:
    """A sink whose content is ``file`` when the block ends well; else nothing is left of it.

    A file that is there is replaced only where that is asked for and it is a backup. Raises
    ``PassphraseTooWeakError``, ``BackupFileExistsError`` or ``BackupNotMadeError``.
    """
    reason = weakness(passphrase)
    if reason:
        raise PassphraseTooWeakError(reason)
    _require_free(file, replace=replace)
    _remove_leftovers(file)
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    try:
        with _making():
            # For this account alone from the first byte: it holds everybody's stories.
            descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            sink = BackupSink(out, passphrase)
            yield sink
            sink.finish()
        _require_free(file, replace=replace)
        with _making():
            move(part, file)
            flush_folder(file.parent)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


class _Read:
    """The bytes of a backup; raises ``BackupUnreadableError`` where the disk gives none."""

    def __init__(self, file: Path, source: BinaryIO) -> None:
        self._file = file
        self._source = source

    def read(self, size: int) -> bytes:
        with _reading(self._file):
            return self._source.read(size)


@contextmanager
def reading(file: Path, passphrase: str) -> Iterator[SealedReader]:
    """The content of a backup, from its beginning.

    Raises ``BackupUnreadableError``, and what ``SealedReader`` raises.
    """
    with _reading(file):
        source = file.open("rb")
    with source:
        yield SealedReader(_Read(file, source), passphrase)


@contextmanager
def _reading(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as cause:
        raise BackupUnreadableError(
            "{file} cannot be read: {why}.", file=file, why=cause.strerror or cause
        ) from cause


def _require_free(file: Path, *, replace: bool) -> None:
    try:
        with file.open("rb") as there:
            is_backup = there.read(len(MAGIC)) == MAGIC
    except FileNotFoundError:
        return
    except OSError as cause:
        raise BackupFileExistsError(
            "{file} is there already, and is no backup.",
            file=file,
            advice="Choose another name.",
        ) from cause
    if not is_backup:
        raise BackupFileExistsError(
            "{file} is there already, and is no backup.",
            file=file,
            advice="Choose another name.",
        )
    if not replace:
        raise BackupFileExistsError("{file} is there already.", file=file)


def _remove_leftovers(file: Path) -> None:
    """Delete parts of an earlier try that nobody writes any more."""
    with suppress(OSError):
        for part in file.parent.glob(f".{_literal(file.name)}.*.part"):
            if time.time() - part.stat().st_mtime > _FORGOTTEN_AFTER_S:
                part.unlink()


def _literal(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


@contextmanager
def _making() -> Iterator[None]:
    try:
        yield
    except OSError as cause:
        raise BackupNotMadeError(
            "The backup is NOT made, and no part of it is left: {why}.",
            why=cause.strerror or cause,
        ) from cause
