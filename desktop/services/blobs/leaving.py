"""Deleting the files of what was discarded or purged, and what a draft or nobody names any more.

Which files those may be is noted in the very write that deletes what named them, or as they are
taken in, so a program that ends in between goes on at its next start; and a file that is deleted
twice is only gone.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from threading import Lock
from typing import Protocol

import msgspec

from desktop.domain.reports.attachments import Attachment, BlobId
from desktop.services.ports import Archive, Entry, Journal


class Fresh:
    """Files that may yet be named by a draft or a record: somebody chose them and nothing names
    them so far, or a form is open whose person can undo that they were taken out. Any thread may
    call it.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._taken: set[tuple[BlobId, str]] = set()
        self._held: dict[str, set[Attachment]] = {}

    def took(self, file: Attachment) -> None:
        """It was taken in."""
        with self._lock:
            self._taken.add(_taking(file))

    def named(self, files: Iterable[Attachment]) -> None:
        """A draft or a record names them now, or nothing ever will."""
        with self._lock:
            self._taken.difference_update(_taking(file) for file in files)

    def hold(self, form: str, files: Iterable[Attachment]) -> None:
        """``form`` is open and may name them, or name them again."""
        with self._lock:
            self._held.setdefault(form, set()).update(files)

    def release(self, form: str) -> frozenset[Attachment]:
        """It is not any more; returns what was held for it."""
        with self._lock:
            return frozenset(self._held.pop(form, ()))

    def all(self) -> frozenset[BlobId]:
        """Those that may yet be named."""
        with self._lock:
            held = (file.sha256 for files in self._held.values() for file in files)
            return frozenset((*(blob for blob, _ in self._taken), *held))


def _taking(file: Attachment) -> tuple[BlobId, str]:
    """What tells two takings of the same bytes apart."""
    return file.sha256, file.added_at


class Files(Protocol):
    """Whoever holds the files; see ``BlobExchange``."""

    def forget(self, blob: BlobId) -> None: ...
    def holds(self, blob: BlobId) -> bool: ...


class KeptFile(msgspec.Struct, frozen=True):
    """A database file whose rows name files: what reads it, and what writes it."""

    archive: Archive
    journal: Journal


Blobs = frozenset[BlobId]
Asking = Callable[[Callable[[Blobs | None], None]], None]


class Leaving:
    """Does it on one thread, on which ``post`` does something soon.

    ``names`` tells what is named only in memory and may yet be let go of: by a draft that the disk
    has not taken yet, or by a form. ``needs`` tells what stays whatever else goes: files of cards.
    Where a database cannot be read nothing is deleted, and the next sweep looks again.
    """

    def __init__(
        self,
        kept: Sequence[KeptFile],
        *,
        files: Files,
        names: Callable[[], Blobs],
        needs: Callable[[], Blobs] = frozenset,
        post: Callable[[Callable[[], None]], None],
    ) -> None:
        self._kept = kept
        self._files = files
        self._names = names
        self._needs = needs
        self._post = post
        self._is_sweeping = False
        self._again = False
        self._named: set[BlobId] = set()

    def sweep(self) -> None:
        """Delete what may go by now; asked for while it does so, it looks once more."""
        if self._is_sweeping:
            self._again = True
            return
        self._is_sweeping, self._again = True, False
        self._named.clear()
        self._gather([one.archive.leaving for one in self._kept], frozenset(), self._ask)

    def named(self, files: Iterable[Attachment]) -> None:
        """A record that names them is on the disk now, maybe since it was looked."""
        self._named.update(file.sha256 for file in files)

    def _ask(self, leaving: Blobs) -> None:
        if not leaving:
            self._end()
            return
        self._gather(
            [partial(one.archive.naming, leaving) for one in self._kept],
            frozenset(),
            lambda named: self._delete(leaving, named),
        )

    def _delete(self, leaving: Blobs, named: Blobs) -> None:
        unnamed = leaving - named - self._named - self._needs()
        waiting = unnamed & self._names()  # whoever has them may yet let them go
        going = unnamed - waiting
        for blob in going:
            self._files.forget(blob)
        refused = {blob for blob in going if self._files.holds(blob)}  # for the next sweep
        for one in self._kept:
            left = tuple(sorted(leaving - waiting - refused))
            one.journal.keep(Entry(left=left), lambda _error: None)
        self._end()

    def _end(self) -> None:
        self._is_sweeping = False
        if self._again:
            self.sweep()

    def _gather(
        self, asked: Sequence[Asking], so_far: Blobs, then: Callable[[Blobs], None]
    ) -> None:
        """Ask one after the other, and put the answers together."""
        if not asked:
            then(so_far)
            return
        first, *rest = asked

        def answered(found: Blobs | None) -> None:
            if found is None:
                self._end()
            else:
                self._gather(rest, so_far | found, then)

        first(lambda found: self._post(lambda: answered(found)))
