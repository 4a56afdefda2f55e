"""The console's Guidance page at a supervisor's desk, joined to the guidance of this home."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.app.late import StationEndedError
from desktop.app.running import RunningStation
from desktop.domain.errors import DeskError
from desktop.domain.guidance.errors import NotAPdfError
from desktop.domain.guidance.guidance import Guidance
from desktop.domain.reports.attachments import Attachment
from desktop.domain.roster.ids import DeviceId
from desktop.ui.bridge import Bridge
from desktop.ui.console.guidance.entry import entry_of
from desktop.ui.console.pages import PageEntry
from desktop.ui.settling import settled
from desktop.ui.system_dialogs import ask_to_save, warn
from desktop.ui.theme import Theme
from desktop.ui.views.advice import Advice
from desktop.ui.words import Words, on_this_clock

if TYPE_CHECKING:  # a console is shown without a byte of these
    from desktop.app.guidance_papers import GuidancePapers
    from desktop.ui.console.guidance.keeping import Keeping
    from desktop.ui.console.guidance.page import GuidancePage

PDF = "application/pdf"
COUNTED_AFTER_MS = 2_500
"""From the console to the count of cards that are due for review: by then they have been read."""


class GuidanceKeeping(QObject):
    """Makes what stands behind the page when it is first needed."""

    counted = Signal(str)
    """How many cards are due for review; "" for none."""

    def __init__(
        self,
        running: RunningStation,
        words: Words,
        bridge: Bridge,
        *,
        open_file: Callable[[Attachment], "Future[None]"],
        window: Callable[[], QWidget],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._papers: GuidancePapers | None = None
        self._open_file = open_file
        self._running, self._words, self._bridge = running, words, bridge
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="attaching")
        self._is_due = QTimer(self)
        self._is_due.setSingleShot(True)
        self._is_due.setInterval(COUNTED_AFTER_MS)
        self._is_due.timeout.connect(self._count)

    def entry(self) -> PageEntry:
        """The page for the console's navigation; nothing of the guidance is opened for it."""
        return entry_of(self._words, self._build)

    def start(self) -> None:
        """Count soon what is due for review."""
        self._is_due.start()

    def close(self) -> None:
        """End it."""
        self._is_due.stop()
        self._worker.shutdown(wait=False, cancel_futures=True)
        if self._papers is not None:
            self._papers.close()
        if "keeping" in self.__dict__:
            self.keeping.close()

    @cached_property
    def keeping(self) -> "Keeping":
        """What the page shows and does."""
        from desktop.ui.console.guidance.keeping import Keeping
        from desktop.ui.console.guidance.parts import KeepingParts

        running, station = self._running, self._running.station
        guiding = running.late.guiding()
        made = Keeping(
            KeepingParts(
                cards=guiding.cards,
                post=self._bridge.post,
                words=self._words,
                person=lambda: station.board.me.person,
                now=running.clock.now,
                today=lambda: on_this_clock(running.clock.now()).date(),
                is_reached=lambda: station.board.relays_up > 0,
                place_of=self._place_of,
                people=self._people,
                faults=guiding.faults,
                hearing=guiding.gathering,
                take_file=self._take,
                open_file=self._open_file,
                save_pocket_card=self._save_pocket_card,
                unsaved=guiding.unsaved.read(),
                keep_unsaved=guiding.unsaved.write,
            ),
            self,
        )
        made.count_changed.connect(self.counted)
        return made

    def _save_pocket_card(self) -> None:
        """Ask where, then print the pocket card there."""
        from desktop.app.guidance_papers import GuidancePapers

        papers = self._papers = self._papers or GuidancePapers(self._running)
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        name = self._words("Pocket card") + ".pdf"
        proposed = Path(QStandardPaths.writableLocation(documents)) / name

        def save_as(file: Path) -> None:
            papers.save_pocket_card(file, language=self._words.language).add_done_callback(
                lambda done: self._bridge.post(lambda: settled(done, lambda _: None, self._warn))
            )

        ask_to_save(self._window(), self._words("Save PDF"), proposed, "PDF (*.pdf)", save_as)

    def _warn(self, error: DeskError) -> None:
        said = Advice.of(error, self._words)
        warn(self._window(), said.sentence, said.fix)

    def _place_of(self, device: DeviceId) -> str:
        board = self._running.station.board
        desks = (board.me, *board.desks)
        return next((desk.place for desk in desks if desk.device == device), "")

    def _people(self) -> list[str]:
        board = self._running.station.board
        desks = (board.me, *board.desks)
        return sorted({desk.person for desk in desks if desk.person and not desk.is_revoked})

    def _take(self, path: Path, by: str) -> "Future[Attachment]":
        return self._worker.submit(self._taken, path, by)

    def _taken(self, path: Path, by: str) -> Attachment:
        taken = self._running.late.reporting().taking.take_file(path, by=by)
        if taken.attachment.media != PDF:
            raise NotAPdfError(
                "“{name}” is no PDF, and only PDFs belong to a card.", name=taken.attachment.name
            )
        return taken.attachment

    def _build(self, theme: Theme) -> "GuidancePage":
        return self.keeping.build(theme)

    def _count(self) -> None:
        """By the cards alone: what the page shows takes 6 MB, and most days nobody opens it."""
        try:
            cards = self._running.late.guiding().cards
        except StationEndedError:
            return

        def told(guidance: Guidance) -> None:  # in the guidance's worker
            due = len(guidance.overdue(on_this_clock(self._running.clock.now()).date()))
            self._bridge.post(lambda: self._tell_count(str(due) if due else ""))

        cards.watch(told)

    def _tell_count(self, count: str) -> None:
        if "keeping" not in self.__dict__:  # from then on the page says it
            self.counted.emit(count)
