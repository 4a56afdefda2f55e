"""Drafts on this PC: nothing of them leaves it, and no word of them is lost."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import datetime
from threading import RLock
from typing import TypeVar

from msgspec.structs import replace

from desktop.domain.errors import ReportNotSavedError
from desktop.domain.reports.attachments import Attachment, BlobId
from desktop.domain.reports.belonging import Asker
from desktop.domain.reports.draft import Draft
from desktop.domain.reports.field import Answers, Kind
from desktop.services.ports import Entry, Journal

T = TypeVar("T")


class DraftDesk:
    """The drafts of this PC; see ``ports.Drafts``. Any thread may call it.

    ``person`` says who sits here, ``accounts`` what this login is called: the first name goes into
    what is begun, the others were written by older versions. Drafts of another login are neither
    listed nor found, though kept (ADR 72). ``discarded`` is called, on the journal's thread, with
    each draft that a person discarded, once it is gone from the disk; ``named`` with the files
    of each draft that is saved.
    """

    def __init__(
        self,
        *,
        journal: Journal,
        known: Iterable[Draft],
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        person: Callable[[], str],
        accounts: Sequence[str],
        is_shared: bool = False,
    ) -> None:
        self._journal = journal
        self._now = now
        self._new_id = new_id
        self._person = person
        self._accounts = tuple(accounts)
        self._is_shared = is_shared
        self._lock = RLock()
        self._drafts = {draft.id: draft for draft in known}
        self.discarded: Callable[[Draft], None] = lambda _draft: None
        self.named: Callable[[tuple[Attachment, ...]], None] = lambda _files: None

    def new(self, kind: Kind, *, answers: Answers | None = None, alert: str = "") -> Draft:
        """Begin a draft of whoever sits here. It is on no disk before it is saved."""
        return Draft(
            id=self._new_id(),
            kind=kind,
            author=self._person(),
            account=self._accounts[0],
            answers=answers or {},
            alert=alert,
            begun_at=self._now(),
        )

    def save(self, draft: Draft) -> "Future[Draft]":
        """Keep ``draft`` as it is now, in place of what was kept of it before."""
        with self._lock:
            known = self._drafts.get(draft.id)
            number = draft.number or (known.number if known else "")
            saved = replace(draft, saved_at=self._now(), number=number)
            self._drafts[saved.id] = saved
            kept = self._written(Entry(drafts=(saved,)), saved)
        self.named(saved.attachments)
        return kept

    def all(self) -> tuple[Draft, ...]:
        """The drafts of this login, the one begun last first."""
        asker = self.asker()
        mine = (draft for draft in self._every() if asker.is_of_account(draft))
        return tuple(sorted(mine, key=lambda draft: draft.begun_at, reverse=True))

    def find(self, draft: str) -> Draft | None:
        """The draft with that id, unless it is another login's."""
        found = self.kept(draft)
        return found if found is not None and self.asker().is_of_account(found) else None

    def of_other_accounts(self) -> int:
        """How many drafts of other logins are kept here."""
        asker = self.asker()
        return sum(not asker.is_of_account(draft) for draft in self._every())

    def asker(self) -> Asker:
        """Who sits here now, as far as this PC knows."""
        return Asker(
            accounts=frozenset(self._accounts), person=self._person(), is_shared=self._is_shared
        )

    def kept(self, draft: str) -> Draft | None:
        """The draft with that id, of whatever login: for filing, which shows it to nobody."""
        with self._lock:
            return self._drafts.get(draft)

    def attached(self) -> frozenset[BlobId]:
        """The files that drafts name, of whatever login."""
        return frozenset(file.sha256 for draft in self._every() for file in draft.attachments)

    def number(self, draft: str, number: str) -> None:
        """It is being submitted under ``number``: what is saved of it from now on says so, too."""
        with self._lock:
            known = self._drafts.get(draft)
            if known is not None:
                self._drafts[draft] = replace(known, number=number)

    def discard(self, draft: str) -> "Future[None]":
        """Delete it; its words leave the file's bytes a few seconds later."""
        with self._lock:
            known = self._drafts.pop(draft, None)
            gone = self._written(Entry(discarded=(draft,)), None)
        if known is not None:
            gone.add_done_callback(lambda end: None if end.exception() else self.discarded(known))
        return gone

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Within it no other thread saves or discards: whoever looks at a draft and then writes
        loses nothing that somebody typed in between, in memory and in the order of the disk.
        """
        with self._lock:
            yield

    def forget(self, draft: str) -> None:
        """It was submitted, and is gone from the disk."""
        with self._lock:
            self._drafts.pop(draft, None)

    def _every(self) -> list[Draft]:
        with self._lock:
            return list(self._drafts.values())

    def _written(self, entry: Entry, answer: T) -> "Future[T]":
        future: Future[T] = Future()

        def written(error: Exception | None) -> None:  # on the journal's thread
            if future.done():  # the disk took it at a later try; the window was told otherwise
                return
            if error is None:
                future.set_result(answer)
                return
            refusal = ReportNotSavedError()
            refusal.__cause__ = error
            future.set_exception(refusal)

        self._journal.keep(entry, written)
        return future
