"""What the page needs done on paper, and the one who asks for it and passes on what came of it."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from threading import Event as Flag
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import DeskError
from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.facts import ReportId
from desktop.ui.settling import Post, settled
from desktop.ui.views.advice import Advice
from desktop.ui.views.report_papers import (
    Blank,
    ExportRequest,
    Notice,
    Variant,
    Verdict,
    VerdictView,
    export_request,
    exported_words,
    log_words,
    path_words,
    progress_words,
)
from desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export came to: so many reports, all of them or as many as were made in time.

    ``failed`` are the numbers of those that could not be made, each with why. ``unfit`` is what the
    first of them says that a log must not.
    """

    count: int
    is_cancelled: bool = False
    failed: tuple[tuple[str, DeskError], ...] = ()
    unfit: "Described | None" = None


@dataclass(frozen=True, slots=True)
class Described:
    """What an incident's description in the log is, by the report's number."""

    number: str
    text: str


class Papers(Protocol):
    """Files of reports. Nothing here waits; a future may be set on any thread.

    ``export`` tells ``on_progress`` how many of how many are done, from its own thread, and looks
    at ``is_cancelled`` between two reports; what was written by then stays. ``verify`` takes a
    file's path or a code. Raise (in the future) a ``DeskError`` where the disk refuses, or a blob
    has not come here yet.
    """

    def save(self, report: ReportId, variant: Variant, file: Path) -> "Future[Path]": ...
    def export(
        self,
        request: ExportRequest,
        *,
        on_progress: Callable[[int, int], None],
        is_cancelled: Callable[[], bool],
    ) -> "Future[Exported]": ...
    def verify(self, file_or_code: str) -> "Future[Verdict]": ...
    def open_attachment(self, attachment: Attachment) -> "Future[None]": ...
    def save_attachment(self, attachment: Attachment, file: Path) -> "Future[Path]": ...


@dataclass(frozen=True, slots=True)
class ExportState:
    """An export as the dialog shows it; ``progress`` is empty while nothing runs.

    ``rewrite`` is what somebody must say otherwise before it can go into the log. ``folder`` is
    where files were written; ``None`` where none was.
    """

    problems: dict[Blank, str] = field(default_factory=dict)
    progress: str = ""
    done: int = 0
    of: int = 0
    is_ending: bool = False
    result: str = ""
    advice: Advice | None = None
    rewrite: Described | None = None
    folder: Path | None = None


class PapersDesk(QObject):
    """Asks for papers and says what came of it."""

    noticed = Signal(str, object)
    """A report, and the ``Notice`` to show at it; ``None`` takes it away."""
    export_changed = Signal(object)
    verified = Signal(object)
    """A ``VerdictView``, an ``Advice``, or ``None`` while it is being looked at."""

    def __init__(
        self,
        papers: Papers,
        *,
        post: Post,
        words: Words,
        today: Callable[[], date],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._papers = papers
        self._post = post
        self._words = words
        self._today = today
        self._cancel: Flag | None = None
        self._descriptions: dict[str, str] = {}
        self.export_state = ExportState()

    def save(self, report: ReportId, variant: Variant, file: Path) -> None:
        """Save one paper of one report."""
        self._say_saved(report, self._papers.save(report, variant, file))

    def save_attachment(self, report: ReportId, attachment: Attachment, file: Path) -> None:
        """Save an attachment whole, as it came."""
        self._say_saved(report, self._papers.save_attachment(attachment, file))

    def open_attachment(self, report: ReportId, attachment: Attachment) -> None:
        """Show an attachment in the program that this PC opens it with."""
        self._settle(
            self._papers.open_attachment(attachment),
            lambda _: self.noticed.emit(report, None),
            lambda error: self._refuse(report, error),
        )

    def export(self, said: dict[Blank, str], variant: Variant) -> None:
        """Begin an export, unless something asked for is missing; one runs at a time."""
        if self._cancel is not None:
            return
        rewrite = self.export_state.rewrite
        if rewrite is not None and Blank.DESCRIPTION in said:
            rewrite = replace(rewrite, text=said[Blank.DESCRIPTION])
            self._descriptions[rewrite.number] = rewrite.text
        wanted = export_request(said, variant, words=self._words, today=self._today())
        if isinstance(wanted, dict):
            self._show_export(ExportState(problems=wanted, rewrite=rewrite))
            return
        if variant is Variant.SB_553:
            wanted = replace(wanted, descriptions=dict(self._descriptions))
        flag = self._cancel = Flag()
        self._progress(0, 0)
        self._settle(
            self._papers.export(
                wanted,
                on_progress=lambda done, of: self._post(lambda: self._progress(done, of, flag)),
                is_cancelled=flag.is_set,
            ),
            lambda exported: self._exported(exported, wanted),
            self._export_refused,
        )

    def cancel_export(self) -> None:
        """Stop after the report that is being made."""
        if self._cancel is not None:
            self._cancel.set()
            self._show_export(replace(self.export_state, is_ending=True))

    def verify(self, file_or_code: str) -> None:
        """Look whether a copy is genuine."""
        said = file_or_code.strip()
        if not said:
            self.verified.emit(Advice(self._words("Choose a file, or type the code from a copy.")))
            return
        self.verified.emit(None)
        self._settle(
            self._papers.verify(said),
            lambda verdict: self.verified.emit(VerdictView.of(verdict, self._words)),
            lambda error: self.verified.emit(Advice.of(error, self._words)),
        )

    def _say_saved(self, report: ReportId, saved: "Future[Path]") -> None:
        words = self._words
        self.noticed.emit(report, Notice(words("Saving")))
        self._settle(
            saved,
            lambda file: self.noticed.emit(
                report,
                Notice(
                    words(
                        "{file} is saved in {folder}.",
                        file=file.name,
                        folder=path_words(file.parent),
                    ),
                    is_done=True,
                ),
            ),
            lambda error: self._refuse(report, error),
        )

    def _refuse(self, report: ReportId, error: DeskError) -> None:
        said = Advice.of(error, self._words)
        self.noticed.emit(report, Notice(said.sentence, said.fix, is_refused=True))

    def _progress(self, done: int, of: int, flag: Flag | None = None) -> None:
        if flag is not None and flag is not self._cancel:
            return  # it ended meanwhile
        self._show_export(
            ExportState(
                progress=progress_words(done, of, self._words),
                done=done,
                of=of,
                is_ending=self._cancel is not None and self._cancel.is_set(),
            )
        )

    def _exported(self, exported: Exported, wanted: ExportRequest) -> None:
        self._cancel = None
        words = self._words
        if wanted.variant is Variant.SB_553:
            self._show_export(self._logged(exported, wanted))
            return
        said = exported_words(exported.count, wanted.folder, words)
        folder = wanted.folder if exported.count else None
        if exported.is_cancelled:
            said = words("Canceled. {said}", said=said)
        if exported.failed:
            numbers = ", ".join(number for number, _ in exported.failed)
            why = Advice.of(exported.failed[0][1], words)
            lacking = words("Not saved: {numbers}. {why}", numbers=numbers, why=why.sentence)
            advice = Advice(said, f"{lacking} {why.fix}".strip())
            self._show_export(ExportState(advice=advice, folder=folder))
            return
        self._show_export(ExportState(result=said, folder=folder))

    def _logged(self, exported: Exported, wanted: ExportRequest) -> ExportState:
        words = self._words
        if exported.is_cancelled:
            return ExportState(result=words("Canceled. Nothing was written."))
        of = exported.count + len(exported.failed)
        said = log_words(exported.count, of, wanted.folder, words)
        folder = wanted.folder if exported.count or of == 0 else None
        if not exported.failed:
            return ExportState(result=said, folder=folder)
        why = Advice.of(exported.failed[0][1], words)
        others = ", ".join(number for number, _ in exported.failed[1:])
        more = words("Not in it either: {numbers}.", numbers=others) if others else ""
        fix = " ".join(filter(None, (why.whole, more)))
        return ExportState(advice=Advice(said, fix), rewrite=exported.unfit, folder=folder)

    def _export_refused(self, error: DeskError) -> None:
        self._cancel = None
        self._show_export(ExportState(advice=Advice.of(error, self._words)))

    def _show_export(self, state: ExportState) -> None:
        self.export_state = state
        self.export_changed.emit(state)

    def _settle(self, done, told, refused) -> None:  # type: ignore[no-untyped-def] # as ``settled``
        done.add_done_callback(lambda _: self._post(lambda: settled(done, told, refused)))
