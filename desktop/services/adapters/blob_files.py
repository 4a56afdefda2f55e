"""Blobs as files: each named by its hash, in a folder that only this account may enter.

blobs/ab/<sha256>          whole and checked
blobs/pulled/<sha256>      what was pulled so far
blobs/adding/<random>      what is being copied in; nothing after a restart
"""

import os
import secrets
import shutil
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from desktop.domain.errors import DeskError
from desktop.domain.reports.attachments import (
    BlobId,
    BlobRef,
    is_blob_id,
    require_attachable,
)
from desktop.services.adapters.keys.private_files import flush_folder
from desktop.services.adapters.moving import move
from desktop.services.adapters.sharing import file_mode, let_in, make_file, make_folder
from desktop.services.blobs.ports import BlobDamagedError, BlobNotHeldError, BlobNotSavedError

COPIED_AT_ONCE = 256 * 1024
ROOM_LEFT = 64 * 1024 * 1024
"""Bytes that stay free: alerts and reports need the disk more than an attachment does."""

_PULLED, _ADDING = "pulled", "adding"
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)


class FileGoneError(DeskError):
    """The file was gone before it was read."""

    code = "file-gone"
    advice = "Look whether it was moved or its stick was pulled out, and choose it again."


class FileNotReadError(DeskError):
    """The file cannot be read."""

    code = "file-not-read"
    advice = (
        "Open it elsewhere to see whether it is sound, copy it to this PC, and attach the copy."
    )


class FileChangedError(DeskError):
    """The file changed while it was read, so it was not attached."""

    code = "file-changed"
    advice = "Wait until the program that writes it has finished, and attach it again."


class BlobFiles:
    """The blobs in ``folder``. Every method may be called from any thread.

    ``free`` tells how many bytes the disk of a folder has left; ``is_fresh`` of a blob that
    somebody has only just taken in, and that no draft or record names yet.
    """

    def __init__(
        self,
        folder: Path,
        *,
        free: Callable[[Path], int] | None = None,
        is_fresh: Callable[[BlobId], bool] = lambda _blob: False,
    ) -> None:
        self._folder = folder
        self._free = free or (lambda path: shutil.disk_usage(path).free)
        self._is_fresh = is_fresh
        self._lock = Lock()
        self._taking: Counter[BlobId] = Counter()

    def clear_leftovers(self) -> None:
        """Delete copies that a restart cut off. Call it before anything is added."""
        shutil.rmtree(self._folder / _ADDING, ignore_errors=True)

    # --- adding --------------------------------------------------------------------------------

    @contextmanager
    def added(
        self,
        source: BinaryIO,
        name: str,
        *,
        progressed: Callable[[int, int], None] = lambda _done, _size: None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[BlobRef]:
        """Copy what ``source`` holds from here to its end; ``name`` is for what is said of it.

        On the disk for good when the block begins, and nobody removes it inside: the same file may
        be going with a record that is safe elsewhere, while somebody attaches it to another one.
        ``progressed`` is told the bytes copied and all of them. It takes a second for 100 MB, so
        call it in a worker; ``is_cancelled`` is asked between two pieces, and then
        ``CancelledError`` is raised. Raises ``FileNotReadError``, ``FileChangedError``,
        ``BlobNotSavedError`` and what speaks against attaching it, and leaves nothing behind.
        """
        size = size_of(source, name)
        require_attachable(name, size)
        self._require_room(size)
        digest, done = sha256(), 0
        with self._new_file(name) as copy:
            with copy.open("r+b") as file:
                while done <= size and (piece := _read(source, name)):
                    if is_cancelled():
                        raise CancelledError
                    digest.update(piece)
                    file.write(piece)
                    done += len(piece)
                    progressed(min(done, size), size)
                file.flush()
                os.fsync(file.fileno())
            if done != size:
                raise FileChangedError("“{name}” changed while it was read.", name=name)
            blob = digest.hexdigest()
            with self._lock:
                self._put(copy, blob)
                self._taking[blob] += 1
        try:
            yield BlobRef(sha256=blob, size=size)
        finally:
            with self._lock:
                self._taking -= Counter((blob,))

    # --- holding -------------------------------------------------------------------------------

    def holds(self, blob: BlobId) -> bool:
        return is_blob_id(blob) and _is_file(self._path(blob))

    def size(self, blob: BlobId) -> int:
        with self.open(blob) as file:
            return os.fstat(file.fileno()).st_size

    def read(self, blob: BlobId, offset: int, most: int) -> bytes:
        try:
            with self.open(blob) as file:
                file.seek(offset)
                return file.read(most)
        except OSError as cause:
            raise BlobNotHeldError(
                "{blob} cannot be read: {why}.", blob=blob, why=_why(cause)
            ) from cause

    def open(self, blob: BlobId) -> BinaryIO:
        """The whole blob, for reading. Never another file: not through a link, nor by a path."""
        if not is_blob_id(blob):
            raise BlobNotHeldError
        return _opened(self._path(blob), blob)

    def held(self) -> tuple[BlobRef, ...]:
        found = []
        for path in sorted(self._folder.glob("[0-9a-f][0-9a-f]/*")):
            with suppress(OSError):
                if is_blob_id(path.name) and _is_file(path):
                    found.append(BlobRef(sha256=path.name, size=path.stat().st_size))
        return tuple(found)

    def remove(self, blob: BlobId) -> None:
        if not is_blob_id(blob):
            return
        with self._lock, _deleting():
            if blob in self._taking or self._is_fresh(blob):
                return
            for path in (self._path(blob), self._pulled(blob)):
                path.unlink(missing_ok=True)

    # --- pulling -------------------------------------------------------------------------------

    def begun(self, blob: BlobId) -> int:
        path = self._pulled(blob)
        return path.lstat().st_size if is_blob_id(blob) and _is_file(path) else 0

    def append(self, blob: BlobId, offset: int, data: bytes) -> None:
        if not is_blob_id(blob):
            raise BlobNotSavedError
        self._require_room(len(data))
        with _saving(), self._opened_to_append(blob, offset) as file:
            file.truncate(offset)  # a write that a full disk cut off
            file.seek(offset)
            file.write(data)

    def finish(self, ref: BlobRef) -> None:
        path = self._pulled(ref.sha256)
        with _saving():
            digest, size = sha256(), 0
            with _opened(path, ref.sha256, writing=True) as file:
                while piece := file.read(COPIED_AT_ONCE):
                    digest.update(piece)
                    size += len(piece)
                os.fsync(file.fileno())
            if (digest.hexdigest(), size) != (ref.sha256, ref.size):
                path.unlink()
                raise BlobDamagedError
            self._put(path, ref.sha256)

    def discard(self, blob: BlobId) -> None:
        with _deleting():
            self._pulled(blob).unlink(missing_ok=True)

    # --- paths ---------------------------------------------------------------------------------

    def _path(self, blob: BlobId) -> Path:
        return self._folder / blob[:2] / blob

    def _pulled(self, blob: BlobId) -> Path:
        return self._folder / _PULLED / (blob if is_blob_id(blob) else "-")

    def _put(self, path: Path, blob: BlobId) -> None:
        if self.holds(blob):  # on Windows it could not be replaced while somebody reads it
            path.unlink()
            return
        target = self._path(blob)
        make_folder(target.parent)
        move(path, target)
        flush_folder(target.parent)

    def _opened_to_append(self, blob: BlobId, offset: int) -> BinaryIO:
        path = self._pulled(blob)
        make_folder(path.parent)
        flags = os.O_RDWR | _BINARY | _NO_LINK | (os.O_CREAT if offset == 0 else 0)
        file = os.fdopen(os.open(path, flags, file_mode(path.parent)), "r+b")
        if offset == 0:
            let_in(file.fileno(), path)
        return file

    @contextmanager
    def _new_file(self, name: str) -> Iterator[Path]:
        """An empty file that is gone afterwards, unless it was put in its place."""
        path = self._folder / _ADDING / secrets.token_hex(16)
        try:
            with _saving(name):
                make_folder(path.parent)
                make_file(path)
                yield path
        finally:
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def _require_room(self, size: int) -> None:
        with _saving():
            make_folder(self._folder)
            if self._free(self._folder) < size + ROOM_LEFT:
                raise BlobNotSavedError("The attachment is NOT saved: this PC's disk is full.")


def chosen(path: Path) -> BinaryIO:
    """The file that a person chose, opened once, for reading.

    Raises ``FileGoneError`` and ``FileNotReadError``: also for a folder, and for what is no file
    and would keep us waiting for ever.
    """
    try:
        if path.is_dir():
            raise FileNotReadError(
                "“{name}” is a folder.",
                name=path.name,
                advice="Open the folder and choose the files in it.",
            )
        descriptor = os.open(path, os.O_RDONLY | _BINARY | _NO_WAIT)
    except (FileNotFoundError, NotADirectoryError) as cause:
        raise FileGoneError("“{name}” is not there any more.", name=path.name) from cause
    except (OSError, ValueError) as cause:
        raise _unreadable(path.name, cause) from cause
    if not _is_regular(descriptor):
        os.close(descriptor)
        raise FileNotReadError("“{name}” is no file that could be attached.", name=path.name)
    return os.fdopen(descriptor, "rb")


def pasted(data: bytes) -> BinaryIO:
    """What a person pasted, as if it were a file."""
    return BytesIO(data)


def _is_regular(descriptor: int) -> bool:
    return stat.S_ISREG(os.fstat(descriptor).st_mode)


def _is_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def size_of(source: BinaryIO, name: str) -> int:
    try:
        at = source.tell()
        size = source.seek(0, os.SEEK_END)
        source.seek(at)
    except OSError as cause:
        raise _unreadable(name, cause) from cause
    return size - at


def _read(source: BinaryIO, name: str) -> bytes:
    try:
        return source.read(COPIED_AT_ONCE)
    except OSError as cause:
        raise FileNotReadError(
            "“{name}” cannot be read to its end: {why}.", name=name, why=_why(cause)
        ) from cause


def _opened(path: Path, blob: BlobId, *, writing: bool = False) -> BinaryIO:
    flags = (os.O_RDWR if writing else os.O_RDONLY) | _BINARY | _NO_LINK | _NO_WAIT
    try:
        descriptor = os.open(path, flags)
        if not _is_regular(descriptor):
            os.close(descriptor)
            raise BlobNotHeldError
    except OSError as cause:
        raise BlobNotHeldError("{blob} is not here: {why}.", blob=blob, why=_why(cause)) from cause
    return os.fdopen(descriptor, "r+b" if writing else "rb")


@contextmanager
def _saving(name: str = "") -> Iterator[None]:
    try:
        yield
    except OSError as cause:
        if name:
            raise BlobNotSavedError(
                "The attachment “{name}” is NOT saved ({why}).", name=name, why=_why(cause)
            ) from cause
        raise BlobNotSavedError("The attachment is NOT saved ({why}).", why=_why(cause)) from cause


@contextmanager
def _deleting() -> Iterator[None]:
    try:
        yield
    except OSError as cause:
        raise BlobNotSavedError(
            "The attachment is NOT deleted ({why}).", why=_why(cause)
        ) from cause


def _unreadable(name: str, cause: Exception) -> FileNotReadError:
    return FileNotReadError("“{name}” cannot be read: {why}.", name=name, why=_why(cause))


def _why(cause: Exception) -> str:
    return getattr(cause, "strerror", None) or str(cause)
