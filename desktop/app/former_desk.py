"""A home whose PC was a supervisor's desk: its records are handed on, and leave this disk.

A counter PC holds no one's story. Until other desks hold everything the file stays, with what it
names: nothing is lost where no desk is there for weeks.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from desktop.app.home_at_work import HomeAtWork
from desktop.domain.errors import DeskError
from desktop.domain.events.event import Event
from desktop.domain.events.note import Note
from desktop.domain.reports.attachments import BlobId
from desktop.domain.reports.facts import ReportAmended, ReportId, ReportSubmitted
from desktop.domain.roster.ids import DeviceId
from desktop.services.adapters.sqlite.former_records import FormerRecords, finish_deleting
from desktop.services.records.handing_on import HandingOn
from desktop.services.records.parts import RecordWriter
from desktop.services.reports.filed_here import FiledHere
from desktop.services.reports.said_again import SayingAgain

OF_REPORTS = frozenset({ReportSubmitted.TYPE, ReportAmended.TYPE})

log = logging.getLogger(__name__)


class FormerDesk:
    """Hands on what such a home kept. ``noted``, ``linked`` and ``kept`` are called on the thread
    of ``writer``, as is ``gone`` once nothing of it is left here.

    ``files`` are those on this disk, ``offer`` offers some to the desks, ``filed`` is told who has
    the reports that were submitted from this PC.
    """

    def __init__(
        self,
        at_work: HomeAtWork,
        *,
        writer: RecordWriter,
        files: Callable[[], frozenset[BlobId]],
        offer: Callable[[Iterable[BlobId]], None],
        filed: FiledHere,
        gone: Callable[[], None],
    ) -> None:
        self._at_work = at_work
        self._writer = writer
        self._filed = filed
        self._gone = gone
        self._file = at_work.home.records_db
        self._records: FormerRecords | None = None
        self._handing_on: HandingOn | None = None
        self.is_waiting = True
        """Files that its records name are to stay."""
        try:
            finish_deleting(self._file)
            if self._file.exists():
                self._records = FormerRecords(self._file)
            else:
                self.is_waiting = False
        except (DeskError, OSError) as error:  # it stays as it is, and ``doctor`` says so
            log.warning("former records: %s", error)
        if self._records is not None:
            self._handing_on = HandingOn(
                self._records.spans,
                archive=self._records.archive,
                files=files,
                offer=offer,
                writer=writer,
                roster=lambda: at_work.station.roster,
                done=self._handed_on,
            )

    def start(self, saying: SayingAgain) -> None:
        """Begin to hand on; first ``saying`` says again what was submitted here and is not
        believed. Of the records thread.
        """
        records = self._records
        if records is None:
            return
        self._at_work.station.watch_purged(records.purge)

        def found(events: Sequence[Event]) -> None:  # on the archive's thread
            self._writer.post(
                lambda: saying.say(events, settled=lambda _event: None, then=self._hand_on)
            )

        records.archive.of_types(OF_REPORTS, found)

    def _hand_on(self) -> None:
        if self._handing_on is not None:
            self._handing_on.begin()

    def stop(self) -> None:
        """Give the file back, if it is still there."""
        if self._records is not None:
            self._records.close()
            self._records = None

    def noted(self, note: Note, sender: DeviceId) -> None:
        """Another station says something to this one."""
        if self._handing_on is not None:
            self._handing_on.noted(note, sender)

    def linked(self) -> None:
        """A relay is back."""
        if self._handing_on is not None:
            self._handing_on.linked()

    def kept(self, blob: BlobId) -> None:
        """A desk says that it holds a file."""
        if self._handing_on is not None:
            self._handing_on.kept(blob)

    def _handed_on(self, desks: frozenset[DeviceId]) -> None:
        """``desks`` hold all of it: whoever submitted a report here reads that, then it goes."""
        records = self._records
        if records is None:
            return
        for filed in self._filed.all():
            records.archive.holds(filed.report, partial(self._tell, filed.report, desks))
        records.archive.holds("", lambda _held: self._writer.post(self._delete))  # the last answer

    def _tell(self, report: ReportId, desks: frozenset[DeviceId], is_held: bool) -> None:
        def tell() -> None:
            for desk in sorted(desks):
                self._filed.got(report, desk)

        if is_held:
            self._writer.post(tell)

    def _delete(self) -> None:
        records, self._records = self._records, None
        if records is None:
            return
        try:
            records.delete()
            self._at_work.home.report_views_file.unlink(missing_ok=True)
        except OSError as error:  # somebody reads it; the next start goes on
            log.warning("former records are handed on and cannot be deleted: %s", error)
            return
        self.is_waiting = False
        self._gone()
