"""Reports on paper, as windows ask for them: saved, exported, checked, and their files opened."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.app.opened_copies import OpenedCopies
from desktop.app.reporting import Reporting
from desktop.app.running import RunningStation
from desktop.domain.alerts.alert import Alert
from desktop.domain.errors import DeskError, UnknownReportError
from desktop.domain.reports.attachments import (
    Attachment,
    AttachmentRunsError,
    clean_name,
    is_runnable,
)
from desktop.domain.reports.draft import Draft
from desktop.domain.reports.facts import ReportId
from desktop.domain.reports.report import Report
from desktop.services.reports.variants import Variant
from desktop.ui.console.reports.papers import Described, Exported
from desktop.ui.settling import Post
from desktop.ui.views.report_papers import ExportRequest, Finding, Verdict
from desktop.ui.views.report_papers import Variant as Chosen

if TYPE_CHECKING:
    from desktop.services.adapters.pdf.report_printer import ReportPrinter
    from desktop.services.reports.alert_report import AlertReport

PAPER = "letter"
_VARIANTS = {
    Chosen.FULL: Variant.FULL,
    Chosen.REDACTED: Variant.REDACTED,
    Chosen.OSHA_301: Variant.OSHA_301,
    Chosen.SB_553: Variant.SB_553,
}


class FolderMissingError(DeskError):
    """There is no such folder to write into."""

    code = "folder-missing"
    advice = "Choose a folder that exists, or make it first."


class AttachmentNotOpenedError(DeskError):
    """No program of this PC opens such a file."""

    code = "attachment-not-opened"
    advice = "Save it, and open it on a PC that has a program for it."


class OpeningRefusedError(AttachmentRunsError):
    """The file is a program or a link, or may carry one: it is not opened from here."""

    advice = "If you must look at it, save it and give it to the person who looks after the PCs."


class ReportPapers:
    """The ``Papers`` of the console, and the form's preview. Everything is made in a worker."""

    def __init__(self, running: RunningStation, reporting: Reporting, post: Post) -> None:
        self._running = running
        self._reporting = reporting
        self._post = post
        self._is_closed = False
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="report-papers")
        self._copies = OpenedCopies(running.home.path)
        self._worker.submit(self._copies.sweep)

    def close(self) -> None:
        """Finish what is being written, and delete the copies that were opened."""
        self._is_closed = True
        self._worker.shutdown(wait=True, cancel_futures=True)
        self._copies.remove()

    def save(self, report: ReportId, variant: Chosen, file: Path) -> "Future[Path]":
        """Print one report into ``file``."""
        return self._worker.submit(self._save, report, _VARIANTS[variant], file)

    def export(
        self,
        request: ExportRequest,
        *,
        on_progress: Callable[[int, int], None],
        is_cancelled: Callable[[], bool],
    ) -> "Future[Exported]":
        """Print every report of a period, one file each."""
        return self._worker.submit(self._export, request, on_progress, is_cancelled)

    def verify(self, file_or_code: str) -> "Future[Verdict]":
        """Check a copy against the log here."""
        return self._worker.submit(self._verify, file_or_code)

    def open_attachment(self, attachment: Attachment) -> "Future[None]":
        """Open a copy of it in the program that this PC has for such files.

        Raises (in the future) ``OpeningRefusedError`` for what a double click would run, and
        ``AttachmentNotOpenedError`` where no program takes it.
        """
        opened: Future[None] = Future()
        copied = self._worker.submit(self._copy, attachment)
        copied.add_done_callback(lambda _: self._post(lambda: self._open(copied, opened)))
        return opened

    def save_attachment(self, attachment: Attachment, file: Path) -> "Future[Path]":
        """Save it whole, as it came."""
        return self._worker.submit(self._save_attachment, attachment, file)

    def preview(self, draft: Draft) -> bytes:
        """The PDF of a draft, as it will print; takes some 30 ms, on the caller's thread."""
        from desktop.services.adapters.pdf.incident_report import incident_report_pdf
        from desktop.services.reports.incident_paper import IncidentPaper

        board, printer = self._running.station.board, self._printer()
        offset = self._running.clock.now().astimezone().utcoffset()
        paper = IncidentPaper.of_draft(
            draft,
            site_name=board.site_name,
            site_address=board.site_address,
            place=board.me.place,
            language=self._running.language,
            zone=timezone(offset) if offset is not None else UTC,
            alert=self._alert(draft.alert, self._running.language),
        )
        return incident_report_pdf(paper, logo=printer.logo, pictures=printer.pictures)

    def _open(self, copied: "Future[Path]", opened: "Future[None]") -> None:
        """In the windows' thread: what opens the desktop's programs belongs to it."""
        if copied.cancelled():
            opened.cancel()
        elif (error := copied.exception()) is not None:
            opened.set_exception(error)
        elif self._is_closed:
            opened.cancel()  # the copy is gone
        elif QDesktopServices.openUrl(QUrl.fromLocalFile(str(copied.result()))):
            opened.set_result(None)
        else:
            opened.set_exception(AttachmentNotOpenedError())

    # --- in the worker ------------------------------------------------------------------------

    def _save(self, report: ReportId, variant: Variant, file: Path) -> Path:
        from desktop.services.adapters.pdf.saving import save_document

        found = self._find(report)
        save_document(self._printer().printed(found, variant, PAPER), file)
        return file

    def _export(
        self,
        request: ExportRequest,
        on_progress: Callable[[int, int], None],
        is_cancelled: Callable[[], bool],
    ) -> Exported:
        from desktop.services.adapters.pdf.saving import save_document
        from desktop.services.reports.exporting import export

        if not request.folder.is_dir():
            raise FolderMissingError("There is no folder {folder}.", folder=request.folder)
        shelf = self._reporting.shelf
        wanted = shelf.of_period(request.since, request.until) if shelf else []
        if request.variant is Chosen.SB_553:
            return self._export_log(request, wanted, on_progress, is_cancelled)
        done = export(
            self._each(wanted),
            request.folder,
            of=len(wanted),
            variant=_VARIANTS[request.variant],
            paper=PAPER,
            printer=self._printer(),
            save=save_document,
            progress=on_progress,
            is_cancelled=is_cancelled,
        )
        return Exported(
            len(done.files),
            is_cancelled=done.is_cancelled,
            failed=tuple((one.number, one.error) for one in done.failed),
        )

    def _export_log(
        self,
        request: ExportRequest,
        wanted: list[ReportId],
        on_progress: Callable[[int, int], None],
        is_cancelled: Callable[[], bool],
    ) -> Exported:
        from desktop.services.adapters.pdf.saving import save_document
        from desktop.services.reports.sb553 import IdentifyingDetailsError
        from desktop.services.reports.sb553_log import export_log

        done = export_log(
            self._each(wanted),
            request.folder,
            since=request.since,
            until=request.until,
            of=len(wanted),
            paper=PAPER,
            printer=self._printer(),
            save=save_document,
            descriptions=request.descriptions,
            progress=on_progress,
            is_cancelled=is_cancelled,
        )
        unfit = None
        first = done.failed[0].error if done.failed else None
        if isinstance(first, IdentifyingDetailsError) and first.is_in_description:
            unfit = Described(first.number, first.description)
        return Exported(
            done.entries,
            is_cancelled=done.is_cancelled,
            failed=tuple((one.number, one.error) for one in done.failed),
            unfit=unfit,
        )

    def _verify(self, file_or_code: str) -> Verdict:
        from desktop.services.adapters.pdf.reading import read_copy
        from desktop.services.reports.verifying import verify_code, verify_file

        shelf, path = self._reporting.shelf, Path(file_or_code)
        if shelf is None:
            return Verdict(Finding.UNKNOWN)
        if path.is_file():
            printer = self._printer()
            said = verify_file(
                path.read_bytes(),
                shelf,
                read=read_copy,
                printer=printer.as_marked,
                letterhead=(printer.site_name, printer.site_address),
            )
        else:
            said = verify_code(file_or_code, shelf)
        where = said.difference.sentence if said.difference else None
        return Verdict(Finding(said.verdict.value), said.number, where, said.why)

    def _copy(self, attachment: Attachment) -> Path:
        if is_runnable(attachment.name):  # other stations' events may name anything
            raise OpeningRefusedError
        copy = self._copies.place(clean_name(attachment.name))
        self._save_attachment(attachment, copy)
        copy.chmod(0o400)  # changes to this copy would be lost
        return copy

    def _save_attachment(self, attachment: Attachment, file: Path) -> Path:
        from desktop.services.adapters.pdf.saving import save_document

        with self._reporting.blobs.open(attachment.sha256) as blob:
            save_document(blob.read(), file)
        return file

    def _find(self, report: ReportId) -> Report:
        shelf = self._reporting.shelf
        found = shelf.report(report) if shelf else None
        if found is None:
            raise UnknownReportError
        return found

    def _each(self, reports: list[ReportId]) -> Iterator[Report]:
        return (self._find(report) for report in reports)

    def _printer(self) -> "ReportPrinter":
        from desktop.services.adapters.pdf.site_printer import site_printer

        board = self._running.station.board
        return site_printer(
            self._running.home.path,
            site_name=board.site_name,
            site_address=board.site_address,
            names={desk.device: desk.place for desk in (board.me, *board.desks)},
            blobs=self._reporting.blobs,
            alert_of=lambda report: self._alert(report.alert, report.language),
        )

    def _alert(self, alert: str, language: str) -> "AlertReport | None":
        """What the log tells of the alert that a report belongs to, the same on any later day."""
        from desktop.services.reports.alert_report import AlertReport

        board = self._running.station.board
        found = board.find(alert) or self._from_log(alert) if alert else None
        if found is None:
            return None
        records = self._running.records
        return AlertReport.of(
            found,
            site_name=board.site_name,
            site_address=board.site_address,
            names={desk.device: desk.place for desk in (board.me, *board.desks)},
            outcome=records.outcomes().get(alert) if records else None,
            language=language,
        )

    def _from_log(self, alert: str) -> Alert | None:
        """An alert that left the board, for it was closed more than a day ago."""
        from desktop.services.adapters.sqlite import reading
        from desktop.services.adapters.sqlite.database import open_for_reading
        from desktop.services.adapters.sqlite.errors import DatabaseUnusableError
        from desktop.services.adapters.sqlite.schema import File
        from desktop.services.log.rebuilding import project

        try:
            with closing(open_for_reading(self._running.home.alerts_db, File.ALERTS)) as conn:
                standing = project(reading.of_alert(conn, alert)).standing
        except DatabaseUnusableError:
            return None
        return standing[0] if standing else None
