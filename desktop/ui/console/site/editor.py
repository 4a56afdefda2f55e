"""What opens below a row of the Site page while it is changed: lines to type in, save, cancel."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.advice_line import AdviceLine
from desktop.ui.buttons import push_button
from desktop.ui.labels import Label
from desktop.ui.reports.lines import FormLine
from desktop.ui.reports.look import Look
from desktop.ui.views.site_cards import EditorView


class Editor(QWidget):
    """``saved`` is told what stands in each line. Return saves, Esc leaves everything as it is."""

    saved = Signal(dict)
    cancelled = Signal()

    def __init__(self, look: Look, view: EditorView, about: str) -> None:
        """``about`` is what is changed; a screen reader says it before each line's own name."""
        super().__init__()
        theme, px = look.theme, look.px
        self.fields = view.fields
        self.lines: dict[str, FormLine] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(4), 0, px(8))
        column.setSpacing(px(4))
        for field in view.fields:
            label = Label(theme, "label", field.label)
            line = FormLine(look, f"{about}: {field.label}")
            label.setBuddy(line)
            line.setText(field.value)
            if field.is_secret:
                line.setEchoMode(QLineEdit.EchoMode.Password)
            line.returnPressed.connect(self._save)
            self.lines[field.key] = line
            column.addWidget(label)
            column.addWidget(line)
        self._problem = AdviceLine(theme)
        column.addWidget(self._problem)
        self._hint = Label(theme, "label", tone="ink2", weight=400)
        column.addWidget(self._hint)
        self.save = push_button(theme, view.save_text, role="primary", measure="row")
        self.cancel = push_button(theme, view.cancel_text, measure="row")
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.cancelled)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.save)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        column.addSpacing(px(4))
        column.addLayout(foot)
        self.show_view(view)

    @property
    def controls(self) -> list[QWidget]:
        """What Tab reaches, from above."""
        return [*self.lines.values(), self.save, self.cancel]

    def show_view(self, view: EditorView) -> None:
        """Say why the last try was refused, and what is known by now; what was typed stays."""
        self._hint.say(view.hint)
        self._problem.show_advice(view.problem)
        said = view.problem.whole if view.problem else ""
        for line in self.lines.values():
            line.show_problem(said)

    def start(self) -> None:
        """Put the keyboard into the first line."""
        first = next(iter(self.lines.values()))
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        first.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _save(self) -> None:
        self.saved.emit({key: line.text() for key, line in self.lines.items()})
