"""Drafts on this PC: nothing of them leaves it, and no word of them is lost."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from datetime import datetime
from threading import Lock
from typing import TypeVar

from msgspec.structs import replace

from desktop.domain.errors import ReportNotSavedError
from desktop.domain.reports.draft import Draft
from desktop.domain.reports.field import Answers, Kind
from desktop.services.ports import Entry, Journal

T = TypeVar("T")


class DraftDesk:
    """The drafts of this PC; see ``ports.Drafts``. Any thread may call it.

    ``person`` says who sits here, ``account`` which login that is. ``discarded`` is called, on the
    journal's thread, with each draft that a person discarded, once it is gone from the disk.
    """

    def __init__(
        self,
        *,
        journal: Journal,
        known: Iterable[Draft],
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        person: Callable[[], str],
        account: str,
    ) -> None:
        self._journal = journal
        self._now = now
        self._new_id = new_id
        self._person = person
        self._account = account
        self._lock = Lock()
        self._drafts = {draft.id: draft for draft in known}
        self.discarded: Callable[[Draft], None] = lambda _draft: None

    def new(self, kind: Kind, *, answers: Answers | None = None, alert: str = "") -> Draft:
        """Begin a draft of whoever sits here. It is on no disk before it is saved."""
        return Draft(
            id=self._new_id(),
            kind=kind,
            author=self._person(),
            account=self._account,
            answers=answers or {},
            alert=alert,
            begun_at=self._now(),
        )

    def save(self, draft: Draft) -> "Future[Draft]":
        """Keep ``draft`` as it is now, in place of what was kept of it before."""
        saved = replace(draft, saved_at=self._now())
        with self._lock:
            self._drafts[saved.id] = saved
        return self._kept(Entry(drafts=(saved,)), saved)

    def all(self) -> tuple[Draft, ...]:
        """The drafts, the one begun last first."""
        with self._lock:
            drafts = list(self._drafts.values())
        return tuple(sorted(drafts, key=lambda draft: draft.begun_at, reverse=True))

    def find(self, draft: str) -> Draft | None:
        """The draft with that id."""
        with self._lock:
            return self._drafts.get(draft)

    def discard(self, draft: str) -> "Future[None]":
        """Delete it; its words leave the file's bytes a few seconds later."""
        known = self.find(draft)
        self.forget(draft)
        gone = self._kept(Entry(discarded=(draft,)), None)
        if known is not None:
            gone.add_done_callback(lambda end: None if end.exception() else self.discarded(known))
        return gone

    def forget(self, draft: str) -> None:
        """It was submitted, and is gone from the disk."""
        with self._lock:
            self._drafts.pop(draft, None)

    def _kept(self, entry: Entry, answer: T) -> "Future[T]":
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
