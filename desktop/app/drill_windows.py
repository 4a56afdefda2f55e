"""The console's Drills page at a supervisor's desk, joined to the drills of this home."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.app.late import StationEndedError
from desktop.app.running import RunningStation
from desktop.domain.errors import DeskError
from desktop.ui.bridge import Bridge
from desktop.ui.console.drills.entry import entry_of
from desktop.ui.console.pages import PageEntry
from desktop.ui.settling import settled
from desktop.ui.system_dialogs import ask_to_save, warn
from desktop.ui.theme import Theme
from desktop.ui.views.advice import Advice
from desktop.ui.words import Words

if TYPE_CHECKING:  # a console is shown without a byte of these
    from desktop.domain.drills.course import Course
    from desktop.domain.drills.drills import Drills
    from desktop.domain.drills.training import Training
    from desktop.services.drills.asking import Asking
    from desktop.ui.console.drills.page import DrillsPage
    from desktop.ui.views.drills import Draft, DrillsView

READ_WITHIN_S = 10.0
COUNTED_AFTER_MS = 3_000
LOOK_AGAIN_MS = 5_000
"""How often the open page is drawn anew: a drill that waits, a counter that is off."""


class DrillKeeping(QObject):
    """Makes what stands behind the page when it is first needed."""

    counted = Signal(str)
    """How many drills are planned or go on; "" for none."""
    announced = Signal(str)
    """What every desk is told of the next one; "" for none."""

    def __init__(
        self,
        running: RunningStation,
        words: Words,
        bridge: Bridge,
        *,
        window: Callable[[], QWidget],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._running, self._words, self._bridge = running, words, bridge
        self._window = window
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="drill-papers")
        self._drills: Drills | None = None
        self._training: Training | None = None
        self._opened: dict[str, Course] = {}
        self._draft: Draft | None = None
        self._page: DrillsPage | None = None
        self._is_due = QTimer(self)
        self._is_due.setSingleShot(True)
        self._is_due.setInterval(COUNTED_AFTER_MS)
        self._is_due.timeout.connect(self._begin)
        self._again = QTimer(self)
        self._again.setInterval(LOOK_AGAIN_MS)
        self._again.timeout.connect(self._show)

    def entry(self) -> PageEntry:
        """The page for the console's navigation; nothing of drills is opened for it."""
        return entry_of(self._words, self._build)

    def start(self) -> None:
        """Count soon what is planned."""
        self._is_due.start()

    def close(self) -> None:
        """Finish what is being written."""
        self._is_due.stop()
        self._again.stop()
        self._page = None  # Qt takes it and the timers apart in an order of its own
        self._worker.shutdown(wait=True)

    def _begin(self) -> None:
        with suppress(StationEndedError):
            drilling = self._running.late.drilling()
            drilling.watch(lambda drills: self._bridge.post(lambda: self._know(drills)))
            asking = drilling.asking
            asking.watch(lambda: self._bridge.post(lambda: self._tell_announced(asking)))
            self._tell_announced(asking)

    def _tell_announced(self, asking: "Asking") -> None:
        asks = asking.all()
        if not asks:
            self.announced.emit("")
            return
        from desktop.ui.views.drills import announced_words  # on a day with a drill

        board = self._running.station.board
        self.announced.emit(announced_words(asks, board, self._words))

    def _know(self, drills: "Drills") -> None:
        self._drills = drills
        from desktop.domain.drills.drills import State

        me = self._running.identity.device
        open_ones = [
            one for one in drills.of_state(State.PLANNED, State.RUNNING) if one.is_known_at(me)
        ]
        self.counted.emit(str(len(open_ones)) if open_ones else "")
        if self._page is not None:
            self._read_training()
            self._show()

    def _build(self, theme: Theme) -> "DrillsPage":
        from desktop.ui.console.drills.page import DrillsPage

        if self._drills is None and not self._is_due.isActive():
            self._begin()
        page = self._page = DrillsPage(theme, self._view())
        page.plan_pressed.connect(self._plan)
        page.draft_changed.connect(self._keep_draft)
        page.submitted.connect(self._submit)
        page.planning_cancelled.connect(self._stop_planning)
        page.start_pressed.connect(lambda drill: self._ask(self._desk().begin(drill)))
        page.cancel_pressed.connect(lambda drill: self._ask(self._desk().cancel(drill)))
        page.more_pressed.connect(self._read_course)
        page.pdf_pressed.connect(self._save_pdf)
        page.csv_pressed.connect(self._save_csv)
        page.destroyed.connect(lambda _=None, page=page: self._forget(page))
        if self._draft is not None:
            page.show_form(self._draft)
        self._read_training()
        self._again.start()
        return page

    def _forget(self, page: object) -> None:
        if self._page is page:
            self._page = None
            self._again.stop()

    def _view(self) -> "DrillsView":
        from desktop.domain.drills.drills import Drills
        from desktop.domain.drills.training import Training
        from desktop.ui.views.drills import DrillsView

        settings = self._running.settings
        return DrillsView.of(
            self._running.station.board,
            (self._drills or Drills()).drills,
            self._training or Training(months=settings.refresher_months),
            words=self._words,
            now=self._running.clock.now(),
            own_scenarios=settings.drill_scenarios,
            opened=self._opened,
        )

    def _show(self) -> None:
        if self._page is not None:
            self._page.show_view(self._view())

    def _desk(self) -> Any:
        return self._running.late.drilling().desk

    # --- planning ------------------------------------------------------------------------------

    def _plan(self) -> None:
        from desktop.ui.views.drills import Draft

        self._draft = self._draft or Draft()
        self._show_form()

    def _stop_planning(self) -> None:
        self._draft = None
        self._show_form()

    def _show_form(self) -> None:
        if self._page is not None:
            self._page.show_advice(None)
            self._page.show_form(self._draft)

    def _keep_draft(self, draft: "Draft") -> None:
        self._draft = draft

    def _submit(self) -> None:
        if self._draft is None:
            return
        wanted = self._draft.wanted(self._running.clock.now(), self._words)
        if isinstance(wanted, Advice):
            self._advise(wanted)
            return
        self._ask(self._desk().plan(wanted), self._stop_planning)

    def _ask(self, answer: "Future[Any]", then: Callable[[], None] = lambda: None) -> None:
        """Show what is refused; ``then`` once it is done."""

        def done(_: object) -> None:
            self._advise(None)
            then()

        answer.add_done_callback(
            lambda future: self._bridge.post(lambda: settled(future, done, self._refused))
        )

    def _refused(self, error: DeskError) -> None:
        self._advise(Advice.of(error, self._words))

    def _advise(self, advice: Advice | None) -> None:
        if self._page is not None:
            self._page.show_advice(advice)

    # --- reading and papers --------------------------------------------------------------------

    def _read_training(self) -> None:
        def read() -> "Training":
            running = self._running
            running.late.guiding().cards.wait_until_read(READ_WITHIN_S)
            return running.late.drilling().training(self._words.language, within=READ_WITHIN_S)

        def show(training: "Training") -> None:
            self._training = training
            self._show()

        self._in_worker(read, show)

    def _read_course(self, drill: str) -> None:
        def show(course: "Course") -> None:
            self._opened[drill] = course
            self._show()

        self._in_worker(lambda: self._course(drill), show)

    def _course(self, drill: str) -> "Course":
        drilling = self._running.late.drilling()
        return drilling.course(drilling.find(drill, within=READ_WITHIN_S))

    def _save_pdf(self, drill: str) -> None:
        def make(file: Path) -> None:
            from desktop.services.adapters.pdf.drill_summary import drill_summary_pdf  # 130 ms
            from desktop.services.adapters.pdf.saving import save_document
            from desktop.services.drills.paper import DrillPaper

            board = self._running.station.board
            paper = DrillPaper.of(
                self._course(drill),
                site_name=board.site_name,
                site_address=board.site_address,
                made_at=self._running.clock.now(),
                words=self._words,
            )
            save_document(drill_summary_pdf(paper), file)

        name = f"drill-{drill[:6].upper()}.pdf"
        self._save(self._words("Save PDF"), name, "PDF (*.pdf)", make)

    def _save_csv(self) -> None:
        def make(file: Path) -> None:
            from desktop.services.adapters.pdf.saving import save_document
            from desktop.services.drills.training_list import training_csv

            training = self._running.late.drilling().training(
                self._words.language, within=READ_WITHIN_S
            )
            save_document(training_csv(training), file)

        self._save(self._words("Save as a spreadsheet"), "training.csv", "CSV (*.csv)", make)

    def _save(self, title: str, name: str, kinds: str, make: Callable[[Path], None]) -> None:
        """Ask where, then make it there."""
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        proposed = Path(QStandardPaths.writableLocation(documents)) / name

        def save_as(file: Path) -> None:
            self._in_worker(lambda: make(file), lambda _: None)

        ask_to_save(self._window(), title, proposed, kinds, save_as)

    def _in_worker(self, do: Callable[[], Any], then: Callable[[Any], None]) -> None:
        with suppress(RuntimeError):  # it is closed
            self._worker.submit(do).add_done_callback(
                lambda done: self._bridge.post(lambda: settled(done, then, self._warn))
            )

    def _warn(self, error: DeskError) -> None:
        if not isinstance(error, StationEndedError):
            said = Advice.of(error, self._words)
            warn(self._window(), said.sentence, said.fix)
