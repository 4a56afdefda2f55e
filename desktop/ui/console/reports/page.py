"""The Reports page: the list, the report that is open, and what is done with it."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.reports.attachments import Attachment
from desktop.ui.buttons import push_button, put_icon
from desktop.ui.console.pages import ConsolePage
from desktop.ui.console.reports.asking import ExportDialog, VerifyDialog
from desktop.ui.console.reports.detail import Detail
from desktop.ui.console.reports.list_panel import WIDTH as LIST
from desktop.ui.console.reports.list_panel import ListPanel
from desktop.ui.console.reports.papers import ExportState
from desktop.ui.console.reports.review_column import WIDTH as SIDE
from desktop.ui.console.reports.review_column import ReviewColumn
from desktop.ui.console.reports.rows import RowsModel
from desktop.ui.icons import Icons
from desktop.ui.labels import Label
from desktop.ui.removal import remove
from desktop.ui.scrolling import ScrollingPage
from desktop.ui.theme import Theme
from desktop.ui.views.advice import Advice
from desktop.ui.views.report_detail import DetailView
from desktop.ui.views.report_papers import Notice, Variant, VerdictView
from desktop.ui.views.report_review import ReviewView, Typed
from desktop.ui.views.reports import ChooseDays, EmptyView
from desktop.ui.words import Words

READING_MS = 3000
"""A report that was on the screen of an active window for so long has been read."""

_NARROW_LIST = 332
_NARROWEST_DETAIL = 352
_PAD = 20
_SENTENCE = 240


class ReportsPage(ConsolePage):
    """Draws what it is shown and emits what the supervisor wants; it knows no service.

    Wide: list, report and side column. Narrower: the side column below the report. Narrow (large
    text, too): the list, or the report with a way back.
    """

    opened = Signal(str)
    shut = Signal()
    read_pressed = Signal(str)
    comment_pressed = Signal(str)
    action_pressed = Signal(str)
    done_pressed = Signal(str, str)
    keep_pressed = Signal(str)
    release_pressed = Signal(str, str)
    outcome_pressed = Signal(str)
    sign_pressed = Signal(str)
    pdf_pressed = Signal(str, Variant)
    file_opened = Signal(str, Attachment)
    file_saved = Signal(str, Attachment)
    alert_pressed = Signal(str)
    new_pressed = Signal()
    mine_pressed = Signal()
    call_pressed = Signal()
    export_pressed = Signal(dict, Variant)
    export_cancelled = Signal()
    verify_pressed = Signal(str)

    def __init__(
        self,
        theme: Theme,
        words: Words,
        *,
        sentence: str,
        rows: RowsModel,
        choose_days: ChooseDays,
        query: str = "",
        export_days: tuple[str, str] = ("", ""),
    ) -> None:
        super().__init__(sentence, tools=QWidget())
        self.setObjectName("reports")
        self._theme = theme
        self._words = words
        self._icons = Icons(theme)
        self._export_days = export_days
        self._view: DetailView | None = None
        self._review: ReviewView | None = None
        self._detail: Detail | None = None
        self._is_reading = False
        self._goes_in = False
        self._is_narrow = False
        self._export: ExportDialog | None = None
        self._verify: VerifyDialog | None = None
        px = theme.px
        self.panel = ListPanel(theme, words, rows, choose_days, query)
        self.panel.rested_on.connect(self._rested)
        self.panel.pointed_at.connect(self._pointed_at)
        self.panel.opened.connect(self._open)
        self.side = ReviewColumn(theme, words)
        self._join_side()
        self._placeholder = Label(theme, "body", words("Choose a report to read it."), tone="ink3")
        self._back = push_button(theme, words("Back to the list"), role="quiet", measure="row")
        put_icon(self._back, self._icons, "arrow-left", color="action_text")
        self._back.clicked.connect(self._go_back)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(px(_PAD))
        self._left = QVBoxLayout()
        self._sides.addLayout(self._left, 100)
        self._sides.addWidget(self.side, 0, Qt.AlignmentFlag.AlignTop)
        self._sides.addStretch(1)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(px(_PAD), px(16), px(_PAD), px(24))
        column.setSpacing(px(10))
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._placeholder)
        column.addLayout(self._sides)
        column.addStretch(1)
        self.pane = ScrollingPage()
        self.pane.hold(content)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.panel)
        row.addWidget(self.pane, 1)
        self._reading = QTimer(self)
        self._reading.setSingleShot(True)
        self._reading.setInterval(READING_MS)
        self._reading.timeout.connect(self._was_read)
        self._fill_tools()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a click on a button leaves its keys here
        slash = QShortcut(QKeySequence("/"), self)
        slash.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        slash.activated.connect(self.search)
        self.show_report(None)

    # What it shows

    def show_empty(self, view: EmptyView | None) -> None:
        """Say ``view`` in place of rows."""
        self.panel.show_empty(view)
        self._arrange()

    def show_report(self, view: DetailView | None) -> None:
        """Draw that report; ``None``: none is open."""
        if view == self._view and (view is None or self._detail is not None):
            self._arrange()
            return
        is_other = view is None or self._view is None or view.report != self._view.report
        at = 0 if is_other else self.pane.verticalScrollBar().value()
        self._view = view
        had_keyboard = self._detail is not None and _has_keyboard(self._detail)
        if self._detail is not None:
            remove(self._detail)
            self._detail = None
        if view is not None:
            self._detail = self._new_detail(view)
            self._left.addWidget(self._detail)
            if had_keyboard:
                self._detail.pdf.setFocus()
        self.panel.mark(view.report if view else "")
        self._arrange()
        self.pane.verticalScrollBar().setValue(at)
        if is_other:
            self._reading.stop()
            self._go_in()
        self._watch_reading()

    def show_review(self, view: ReviewView | None, typed: Typed | None = None) -> None:
        """Draw the side column."""
        self._review = view
        if view is not None and typed is not None:
            self.side.show_view(view, typed)
        self.side.setVisible(view is not None)
        self._order_tabs()
        self._watch_reading()

    def show_notice(self, report: str, notice: Notice | None) -> None:
        """Say what came of a paper of that report."""
        if self._detail is not None and self._view is not None and self._view.report == report:
            self._detail.show_notice(notice)

    def show_export(self, state: ExportState) -> None:
        """Draw how the export stands, where its window is open."""
        if self._export is not None:
            self._export.show_state(state)

    def show_verdict(self, verdict: VerdictView | Advice | None) -> None:
        """Say what came of verifying a copy."""
        if self._verify is not None:
            self._verify.show_verdict(verdict)

    def turn_to_report(self) -> None:
        """Show the report rather than the list, where there is room for one of them."""
        self._is_reading = True
        self._goes_in = self._is_narrow
        self._arrange()

    def open_export(self) -> ExportDialog:
        """Ask which period."""
        if self._export is None:
            since, until = self._export_days
            self._export = ExportDialog(self._theme, self._words, self, since=since, until=until)
            self._export.export_pressed.connect(self.export_pressed)
            self._export.cancel_pressed.connect(self.export_cancelled)
        self._export.show()
        self._export.activateWindow()
        return self._export

    def open_verify(self) -> VerifyDialog:
        """Ask which copy."""
        if self._verify is None:
            self._verify = VerifyDialog(self._theme, self._words, self)
            self._verify.verify_pressed.connect(self.verify_pressed)
        self._verify.show()
        self._verify.activateWindow()
        return self._verify

    @property
    def detail(self) -> Detail | None:
        """The report that is open."""
        return self._detail

    # What people do

    def start(self) -> None:
        """Opened: the keyboard goes to the list, or to the search where there are no rows."""
        if self.panel.list.model().rowCount():
            self.panel.go_to_rows()
        else:
            self.panel.search.setFocus()

    def search(self) -> None:
        """Ctrl+F and ``/``."""
        if self._is_narrow and self._is_reading:
            self._go_back()
        self.panel.go_to_search()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.panel.list.hasFocus():
            self._go_back()
        elif event.key() == Qt.Key.Key_Escape and self._view is not None:
            self.shut.emit()
        else:
            super().keyPressEvent(event)

    def _open(self, report: str) -> None:
        """Enter: it is read with the keyboard, so that goes there once the report has come."""
        self._is_reading = self._goes_in = True
        self.opened.emit(report)
        self._arrange()
        if self._view is not None and self._view.report == report:
            self._go_in()

    def _go_in(self) -> None:
        if self._goes_in and self._detail is not None:
            self._goes_in = False
            self._detail.pdf.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _pointed_at(self, report: str) -> None:
        """A click shows it and leaves the keyboard on the list, where there is one to be seen."""
        if self._is_narrow:
            self._open(report)
        else:
            self.opened.emit(report)

    def _rested(self, report: str) -> None:
        if not self._is_narrow:
            self.opened.emit(report)

    def _go_back(self) -> None:
        self._is_reading = False
        self._arrange()
        self.panel.go_to_rows()

    def _was_read(self) -> None:
        if self._view is not None and self._may_be_read():
            self.read_pressed.emit(self._view.report)

    def _watch_reading(self) -> None:
        if not self._may_be_read():
            self._reading.stop()
        elif not self._reading.isActive():
            self._reading.start()

    def _may_be_read(self) -> bool:
        """It is open before somebody's eyes, and they have not said yet that they read it."""
        return (
            self._view is not None
            and self._review is not None
            and self._review.report == self._view.report
            and self._review.may_read
            and not self._review.busy
            and not self._review.advice
            and self.isVisible()
            and self.window().isActiveWindow()
            and (not self._is_narrow or self._is_reading)
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.window().installEventFilter(self)
        self._watch_reading()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._reading.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.WindowActivate, QEvent.Type.WindowDeactivate}:
            self._watch_reading()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Columns side by side as far as there is room, else below each other."""
        px = self._theme.px
        room = self.width()
        beside = px(_PAD * 3 + _NARROWEST_DETAIL + SIDE)
        self._is_narrow = room < px(_NARROW_LIST + _PAD * 2 + _NARROWEST_DETAIL)
        is_open = self._view is not None
        if self._is_narrow:
            self.panel.setMinimumWidth(0)
            self.panel.setMaximumWidth(16_777_215)
            self.panel.setVisible(not self._is_reading)
            self.pane.setVisible(self._is_reading)
        else:
            wanted = px(LIST)
            if room - wanted < beside <= room - px(_NARROW_LIST):
                wanted = room - beside
            self.panel.setFixedWidth(wanted)
            self.panel.show()
            self.pane.show()
        self._back.setVisible(self._is_narrow)
        self._fold_tools(room)
        self.panel.filters.fold(is_folded=self._is_narrow)
        self._placeholder.setVisible(not is_open and not self.panel.is_empty)
        self.side.setVisible(is_open and self._review is not None)
        given = room if self._is_narrow else room - self.panel.maximumWidth()
        is_wide = given >= beside
        direction = QBoxLayout.Direction
        self._sides.setDirection(direction.LeftToRight if is_wide else direction.TopToBottom)
        self._sides.setAlignment(
            self.side, Qt.AlignmentFlag.AlignTop if is_wide else Qt.AlignmentFlag(0)
        )
        if is_wide:
            self.side.setFixedWidth(px(SIDE))
        else:
            self.side.setMinimumWidth(0)
            self.side.setMaximumWidth(16_777_215)

    def _new_detail(self, view: DetailView) -> Detail:
        made = Detail(self._theme, self._words, view)
        report = view.report
        made.pdf_pressed.connect(lambda variant: self.pdf_pressed.emit(report, variant))
        made.alert_pressed.connect(self.alert_pressed)
        made.file_opened.connect(lambda file: self.file_opened.emit(report, file))
        made.file_saved.connect(lambda file: self.file_saved.emit(report, file))
        return made

    def _join_side(self) -> None:
        def about(signal: SignalInstance) -> Callable[[], None]:
            def emit() -> None:
                if self._review is not None:
                    signal.emit(self._review.report)

            return emit

        side = self.side
        side.read_pressed.connect(about(self.read_pressed))
        side.comment_pressed.connect(about(self.comment_pressed))
        side.action_pressed.connect(about(self.action_pressed))
        side.outcome_pressed.connect(about(self.outcome_pressed))
        side.sign_pressed.connect(about(self.sign_pressed))
        side.keep_pressed.connect(about(self.keep_pressed))
        side.done_pressed.connect(self._finish)
        side.release_pressed.connect(self._release)

    def _finish(self, action: str) -> None:
        if self._review is not None:
            self.done_pressed.emit(self._review.report, action)

    def _release(self, mark: str) -> None:
        if self._review is not None:
            self.release_pressed.emit(self._review.report, mark)

    def _fill_tools(self) -> None:
        """Buttons at the right of the header; one menu of the same where there is little room."""
        theme, words = self._theme, self._words
        assert self.tools is not None
        self.tools.setObjectName("reportTools")
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        self._tool_buttons: list[QPushButton] = []
        for text, icon, act in self._tool_acts():
            button = push_button(theme, text, role="default" if icon else "quiet")
            if icon:
                put_icon(button, self._icons, icon, size=16)
            button.clicked.connect(lambda _=False, act=act: act())
            self._tool_buttons.append(button)
            row.addWidget(button)
        self._more = push_button(theme, words("More"))
        self._more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        put_icon(self._more, self._icons, "chevron-down")
        self._more.clicked.connect(self._offer_more)
        row.addWidget(self._more)

    def _tool_acts(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        words = self._words
        return (
            (words("Verify a copy"), "shield-check", self.open_verify),
            (words("Export a period"), "download", self.open_export),
            (words("My reports"), "", self.mine_pressed.emit),
            (words("Threat call"), "", self.call_pressed.emit),
            (words("New report"), "plus", self.new_pressed.emit),
        )

    def _fold_tools(self, room: int) -> None:
        """The header lies above the page and is as wide: its sentence keeps some of that."""
        px, buttons = self._theme.px, self._tool_buttons
        wanted = sum(button.sizeHint().width() + px(8) for button in buttons)
        is_folded = self._is_narrow or room < wanted + px(_SENTENCE)
        for button in buttons:
            button.setVisible(not is_folded)
        self._more.setVisible(is_folded)

    def _offer_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(self._theme.font("body"))
        for text, _, act in self._tool_acts():
            menu.addAction(text, act)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + self._theme.px(4))))

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches in reading order: tools, list, report, side column."""
        tools = [*self._tool_buttons, self._more]
        detail = self._detail.controls if self._detail is not None else []
        return [*tools, *self.panel.controls, self._back, *detail, *self.side.controls]

    def _order_tabs(self) -> None:
        if self.parentWidget() is None:
            return  # the window puts all of it in order when it takes the page in
        for before, after in pairwise(self.controls):
            QWidget.setTabOrder(before, after)


def _has_keyboard(widget: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and widget.isAncestorOf(focus)
