"""The page's two small windows: export a period, and verify a copy. They never wait."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.advice_line import AdviceLine
from desktop.ui.buttons import push_button
from desktop.ui.console.reports.papers import Described, ExportState
from desktop.ui.flow import FlowLayout
from desktop.ui.focus_ring import FocusRing
from desktop.ui.labels import Label, mark_problem
from desktop.ui.radio import Radio
from desktop.ui.room import room_for
from desktop.ui.scrolling import ScrollingPage
from desktop.ui.system_dialogs import ask_for_folder, ask_to_open
from desktop.ui.text_area import TextArea
from desktop.ui.theme import Theme
from desktop.ui.views.advice import Advice
from desktop.ui.views.report_papers import Blank, Variant, VerdictView
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words


class _Dialog(QDialog):
    def __init__(self, theme: Theme, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWindowTitle(title)
        self.setModal(False)
        self._ring = FocusRing(self, self)
        px = theme.px
        page = QWidget()
        self._inside = QVBoxLayout(page)
        self._inside.setContentsMargins(px(24), px(20), px(24), px(20))
        self._inside.setSpacing(px(6))
        self._inside.addWidget(Label(theme, "title", title))
        scroll = ScrollingPage()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        scroll.hold(page)
        self._scroll = scroll

    def _fit(self, width: int) -> None:
        """As high as it needs, as far as the screen has room."""
        layout = self._inside
        wide = self.theme.px(width)
        room = room_for(self)
        high = layout.totalHeightForWidth(min(wide, room.width()) - 4) + 8
        self.resize(min(wide, room.width()), min(high, room.height() - 40))


class ExportDialog(_Dialog):
    """From, to, which paper, where; then how far it is. What is typed stays until it is closed."""

    export_pressed = Signal(dict, Variant)
    cancel_pressed = Signal()

    def __init__(
        self, theme: Theme, words: Words, parent: QWidget, *, since: str, until: str
    ) -> None:
        super().__init__(theme, parent, words("Export a period"))
        self._words = words
        px = theme.px
        self.lines = {
            Blank.SINCE: self._line(words("From"), since),
            Blank.UNTIL: self._line(words("To"), until),
            Blank.FOLDER: self._line(words("Folder"), ""),
        }
        self._problems = {blank: AdviceLine(theme) for blank in self.lines}
        for blank in (Blank.SINCE, Blank.UNTIL):
            self._add(blank)
        self._inside.addSpacing(px(4))
        self._inside.addWidget(Label(theme, "label", words("Which paper")))
        self.papers: dict[Variant, Radio] = {}
        for variant in Variant:
            radio = Radio(theme, variant.named_for_period(words))
            self.papers[variant] = radio
            self._inside.addWidget(radio)
        self.papers[Variant.FULL].setChecked(True)
        self._inside.addSpacing(px(4))
        browse = push_button(theme, words("Choose…"))
        browse.clicked.connect(self._browse)
        self._add(Blank.FOLDER, browse)
        self._inside.addSpacing(px(8))
        self._progress = Label(theme, "body", tone="ink2")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(words("Progress"))
        self._result = AdviceLine(theme)
        for one in (self._progress, self._bar, self._result):
            self._inside.addWidget(one)
        self.open_folder = push_button(theme, words("Open the folder"), measure="row")
        self.open_folder.clicked.connect(self._open_folder)
        self._inside.addWidget(self.open_folder, 0, Qt.AlignmentFlag.AlignLeft)
        self._folder: Path | None = None
        self._rewrite: Described | None = None
        self._asked = Label(theme, "label")
        self.description = TextArea(theme, words("Description for the log"), fewest=4)
        self._asked.setBuddy(self.description)
        for asked in (self._asked, self.description):
            self._inside.addWidget(asked)
        self.export = push_button(theme, words("Export"), role="primary", measure="last")
        self.export.clicked.connect(self._press)
        self.cancel = push_button(theme, words("Cancel"), measure="last")
        self.cancel.clicked.connect(self.cancel_pressed)
        self.leave = push_button(theme, words("Close"), measure="last")
        self.leave.clicked.connect(self.close)
        foot = QWidget()
        flow = FlowLayout(foot, gap=px(8))
        for button in (self.export, self.cancel, self.leave):
            flow.addWidget(button)
        self._inside.addStretch(1)
        self._inside.addSpacing(px(4))
        self._inside.addWidget(foot)
        self._browse_button = browse
        self.show_state(ExportState())

    def show_state(self, state: ExportState) -> None:
        """Draw how the export stands."""
        is_running = bool(state.progress)
        for blank, line in self.lines.items():
            problem = state.problems.get(blank, "")
            self._problems[blank].show_advice(Advice(problem) if problem else None)
            mark_problem(line, problem)
            line.setEnabled(not is_running)
        for radio in self.papers.values():
            radio.setEnabled(not is_running)
        self._browse_button.setEnabled(not is_running)
        ending = self._words("Stopping after this report") if state.is_ending else ""
        self._progress.say(ending or state.progress)
        self._bar.setVisible(is_running)
        self._bar.setRange(0, max(state.of, 1))
        self._bar.setValue(state.done)
        if state.result:
            self._result.show_advice(Advice(state.result), shape=Shape.DONE)
        else:
            self._result.show_advice(state.advice)
        self._folder = state.folder
        self.open_folder.setVisible(state.folder is not None)
        self._show_rewrite(state.rewrite if not is_running else None)
        self.export.setVisible(not is_running)
        self.leave.setVisible(not is_running)
        self.cancel.setVisible(is_running)
        self.cancel.setEnabled(not state.is_ending)
        if is_running or state.result or state.advice:
            QTimer.singleShot(0, self, self._look_down)
        if state.problems:
            self.lines[next(blank for blank in self.lines if blank in state.problems)].setFocus()
        self._fit(460)

    def _show_rewrite(self, rewrite: Described | None) -> None:
        self._asked.setVisible(rewrite is not None)
        self.description.setVisible(rewrite is not None)
        if rewrite is not None and rewrite != self._rewrite:
            name = self._words("How {number} is told in the log", number=rewrite.number)
            self._asked.setText(name)
            self.description.setAccessibleName(name)
            self.description.show_text(rewrite.text)
        self._rewrite = rewrite

    def _open_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _look_down(self) -> None:
        """What is told stands at the foot, which large text may have pushed out of sight."""
        self._scroll.ensureWidgetVisible(self.cancel if self.cancel.isVisible() else self.export)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.export.isVisible():
                self._press()
        else:
            super().keyPressEvent(event)

    def _press(self) -> None:
        said = {blank: line.text() for blank, line in self.lines.items()}
        if self._rewrite is not None:
            said[Blank.DESCRIPTION] = self.description.toPlainText()
        chosen = next(v for v, radio in self.papers.items() if radio.isChecked())
        self.export_pressed.emit(said, chosen)

    def _add(self, blank: Blank, beside: QPushButton | None = None) -> None:
        line = self.lines[blank]
        label = Label(self.theme, "label", line.accessibleName())
        label.setBuddy(line)
        self._inside.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(self.theme.px(8))
        row.addWidget(line, 1)
        if beside is not None:
            row.addWidget(beside)
        self._inside.addLayout(row)
        self._inside.addWidget(self._problems[blank])

    def _line(self, name: str, text: str) -> QLineEdit:
        line = QLineEdit(text)
        line.setFont(self.theme.font("body"))
        line.setAccessibleName(name)
        return line

    def _browse(self) -> None:
        line = self.lines[Blank.FOLDER]
        ask_for_folder(
            self, line.accessibleName(), line.text(), lambda folder: line.setText(str(folder))
        )


class VerifyDialog(_Dialog):
    """A file or a code, and what comes of looking at it."""

    verify_pressed = Signal(str)

    def __init__(self, theme: Theme, words: Words, parent: QWidget) -> None:
        super().__init__(theme, parent, words("Verify a copy"))
        px = theme.px
        self._looking = Advice(words("Looking"))
        self._inside.addWidget(
            Label(
                theme,
                "body",
                words("Choose the PDF, or type the code from its last page."),
                tone="ink2",
            )
        )
        self._inside.addSpacing(px(6))
        self.line = QLineEdit()
        self.line.setFont(theme.font("body"))
        self.line.setAccessibleName(words("File or code"))
        label = Label(theme, "label", words("File or code"))
        label.setBuddy(self.line)
        self._inside.addWidget(label)
        browse = push_button(theme, words("Choose…"))
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.line, 1)
        row.addWidget(browse)
        self._inside.addLayout(row)
        self._result = AdviceLine(theme)
        self._inside.addWidget(self._result)
        self.verify = push_button(theme, words("Verify"), role="primary", measure="last")
        self.verify.clicked.connect(self._press)
        leave = push_button(theme, words("Close"), measure="last")
        leave.clicked.connect(self.close)
        foot = QWidget()
        flow = FlowLayout(foot, gap=px(8))
        flow.addWidget(self.verify)
        flow.addWidget(leave)
        self._inside.addStretch(1)
        self._inside.addSpacing(px(8))
        self._inside.addWidget(foot)
        self._fit(460)

    def show_verdict(self, verdict: VerdictView | Advice | None) -> None:
        """Say what came of it; ``None``: it is being looked at."""
        if isinstance(verdict, VerdictView):
            self._result.show_advice(verdict.said, shape=verdict.shape)
        elif verdict is None:
            self._result.show_advice(self._looking, shape=Shape.HALF)
        else:
            self._result.show_advice(verdict)
        self._fit(460)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._press()
        else:
            super().keyPressEvent(event)

    def _press(self) -> None:
        self.verify_pressed.emit(self.line.text())

    def _browse(self) -> None:
        line = self.line
        ask_to_open(
            self, line.accessibleName(), "PDF (*.pdf)", lambda file: line.setText(str(file))
        )
