"""The guidance panel of one station: made ready while nobody waits, and joined to the program."""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer, Signal

from desktop.app.late import StationEndedError
from desktop.app.running import RunningStation
from desktop.domain.board import Board
from desktop.domain.guidance.conversation import Conversation, answers_from_conversation
from desktop.domain.guidance.guidance import Guidance
from desktop.domain.guidance.ids import CardId, VersionId
from desktop.domain.guidance.practice import Practiced
from desktop.domain.reports.field import Answers
from desktop.ui.bridge import Bridge
from desktop.ui.theme import OTHER_FONTS, Appearance, load_fonts
from desktop.ui.views.counter_bar import Wording
from desktop.ui.views.dates import no_date, read_day
from desktop.ui.words import Words, on_this_clock

if TYPE_CHECKING:  # a bar is armed without a byte of these
    from desktop.app.guiding import Guiding
    from desktop.ui.guidance.panel import GuidancePanel
    from desktop.ui.guidance.source import Source

READY_AFTER_MS = 2_500
"""From the bar to a panel that opens at once: by then reports and cards have been opened."""


class GuidancePanels(QObject):
    """Makes the panel, keeps it in step with the site's cards, and carries out what it asks for.

    ``corner`` says where its lower right corner is to be, ``begin_report`` opens a report that
    begins with these answers. ``assist_pressed`` and ``panic_pressed`` are for whoever presses the
    bar's buttons, too; ``file_wanted`` carries a PDF of the site's.
    """

    assist_pressed = Signal()
    panic_pressed = Signal()
    file_wanted = Signal(object)

    def __init__(
        self,
        running: RunningStation,
        appearance: Appearance,
        words: Words,
        *,
        corner: Callable[[], QPoint],
        begin_report: Callable[[Answers], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._running = running
        self._begin_report = begin_report
        self._appearance, self._words = appearance, words
        self._corner = corner
        self._bridge = Bridge(self)
        self._bridge.board_changed.connect(self._see)
        self._source: Source | None = None
        self._is_watching = self._is_over = False
        self._gone: Conversation | None = None
        self._seen = ""
        self.panel: GuidancePanel | None = None
        self.wording = Wording(running.settings.wording)
        self._is_due = QTimer(self)
        self._is_due.setSingleShot(True)
        self._is_due.setInterval(READY_AFTER_MS)
        self._is_due.timeout.connect(self._prepare)
        self._wants_keyboard: bool | None = None
        running.open_guidance = lambda keyboard: self._bridge.post(
            lambda: self.open(keyboard=keyboard)
        )

    def start(self) -> None:
        """Have it ready soon."""
        self._is_due.start()

    def open(self, *, keyboard: bool = False) -> None:
        """Show the panel beside the bar; with ``keyboard``, or where it is open already, keys go
        there.
        """
        self._prepare()
        if self.panel is None:
            self._wants_keyboard = keyboard
            return
        self.panel.open_above(self._corner())
        if keyboard:
            self.panel.take_keyboard()

    def use_wording(self, wording: Wording) -> None:
        """What the buttons at their rungs say from now on."""
        if wording is not self.wording:
            self.wording = wording
            if self.panel is not None and self._source is not None:
                self.panel.show_source(self._source)

    def close(self) -> None:
        """End it; cards that are still on their way make no panel any more."""
        self._is_over = True
        self._is_due.stop()
        self._running.open_guidance = None
        if self.panel is not None:
            self.panel.hide()

    # --- what surrounds the panel (``ui.guidance.source.Surroundings``) ------------------------

    @property
    def conversation(self) -> Conversation:
        """What was noted so far."""
        return self._guiding.conversing.conversation

    def confirmed(self) -> dict[CardId, VersionId]:
        """The versions that whoever sits here has confirmed."""
        return self._guiding.reads.of(self._person)

    def practiced(self) -> dict[CardId, Practiced]:
        """How the practice of whoever sits here went the last time."""
        return self._guiding.practices.of(self._person)

    def today(self) -> date:
        """The day on this PC's calendar."""
        return on_this_clock(self._running.clock.now()).date()

    # --- making it -----------------------------------------------------------------------------

    @property
    def _guiding(self) -> "Guiding":
        return self._running.late.guiding()

    @property
    def _person(self) -> str:
        return self._running.station.board.me.person

    def _prepare(self) -> None:
        """Watch the cards, once; the first answer makes the panel."""
        self._is_due.stop()
        if not self._is_watching:
            self._is_watching = True
            Thread(target=self._watch, name="opening the guidance", daemon=True).start()

    def _watch(self) -> None:
        """In a thread of its own: cards are read and modules loaded here, which takes a second on a
        slow PC, and the bar is to take a press meanwhile.
        """
        try:
            guiding = self._guiding
        except StationEndedError:
            return
        import_module("desktop.ui.guidance.panel")  # so that _make finds it loaded
        from desktop.domain.guidance.search import CardSearch
        from desktop.ui.guidance.source import Source

        def told(guidance: Guidance) -> None:  # in the guidance's worker
            library = guidance.library(self._words.language)
            search = CardSearch(library)
            search.prepare()
            made = Source(
                guidance=guidance,
                library=library,
                search=search,
                shares_practice=guiding.cards.rules.shares_practice,
            )
            self._bridge.post(lambda: self._show(made))

        guiding.cards.watch(told)

    def _see(self, board: Board) -> None:
        if board.me.person != self._seen and self.panel is not None:
            self._seen, self._gone = board.me.person, None
            self.panel.show_person()

    def _show(self, source: "Source") -> None:
        if self._is_over:
            return
        self._source = source
        if self.panel is not None:
            self.panel.show_source(source)
            return
        self._seen = self._person
        self._make(source)
        self._running.station.watch(self._bridge.publish)
        if self._wants_keyboard is not None:
            keyboard, self._wants_keyboard = self._wants_keyboard, None
            self.open(keyboard=keyboard)

    def _make(self, source: "Source") -> None:
        from desktop.ui.guidance.panel import GuidancePanel

        load_fonts(OTHER_FONTS)
        panel = self.panel = GuidancePanel(
            source, self, appearance=self._appearance, words=self._words
        )
        guiding = self._guiding
        conversing, saying = guiding.conversing, guiding.saying
        conversing.changed = panel.show_conversation
        panel.assist_pressed.connect(self.assist_pressed)
        panel.panic_pressed.connect(self.panic_pressed)
        panel.report_wanted.connect(self._carry_over)
        panel.step_tapped.connect(conversing.tap)
        panel.warned.connect(conversing.warn)
        panel.promised.connect(self._promise)
        panel.taken_back.connect(conversing.take_back)
        panel.thrown_away.connect(self._throw_away)
        panel.brought_back.connect(self._bring_back)
        panel.rated.connect(self._rate)
        panel.missed.connect(saying.miss)  # nobody was asked for their name
        panel.confirmed.connect(self._confirm)
        panel.practiced.connect(self._practiced)
        panel.file_wanted.connect(self.file_wanted)
        panel.winId()  # the window is made now, so that opening it only shows it

    # --- what it asks for ----------------------------------------------------------------------

    def _carry_over(self) -> None:
        """Everything that was noted goes into a report; it is kept there from now on, and here
        where none could be opened.
        """
        self._begin_report(answers_from_conversation(self.conversation, person=self._person))
        self._guiding.conversing.throw_away()

    def _promise(self, what: str, by: str) -> None:
        assert self.panel is not None
        day = read_day(by, self._words, today=self.today()) if by else None
        if by and day is None:
            advice = no_date(by, self.today(), self._words)
            self.panel.strip.refuse_day(f"{advice.sentence} {advice.fix}")
            return
        self._guiding.conversing.promise(what, day.isoformat() if day else "")

    def _throw_away(self) -> None:
        self._gone = self._guiding.conversing.throw_away()

    def _bring_back(self) -> None:
        if self._gone is not None:
            gone, self._gone = self._gone, None
            self._guiding.conversing.bring_back(gone)

    def _rate(self, card: CardId, helped: bool, comment: str, is_named: bool) -> None:
        guiding = self._guiding
        guiding.saying.rate(
            card,
            self._version_of(card),
            is_helpful=helped,
            comment=comment,
            rater=self._person if is_named else "",
        )

    def _confirm(self, card: CardId) -> None:
        guiding, version = self._guiding, self._version_of(card)
        guiding.reads.add(self._person, card, version)
        guiding.saying.confirm(card, version, reader=self._person)

    def _version_of(self, card: CardId) -> VersionId:
        """The version that is on the screen: a newer one may have come and not been seen."""
        return self._source.guidance.version_of(card) if self._source is not None else ""

    def _practiced(self, card: CardId, good: int, of: int) -> None:
        guiding = self._guiding
        guiding.practices.add(self._person, card, Practiced(good=good, of=of, day=self.today()))
        if self._source is not None and self._source.shares_practice:  # as they were told
            version = self._version_of(card)
            guiding.saying.practiced(card, version, good=good, of=of, person=self._person)
