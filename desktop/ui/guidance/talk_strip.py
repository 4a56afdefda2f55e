"""What was tried, warned of and promised so far, and what is to become of it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.buttons import push_button, put_icon
from desktop.ui.flow import FlowLayout
from desktop.ui.guidance.look import GuidanceLook
from desktop.ui.guidance.typing_line import TypingLine
from desktop.ui.labels import Label, set_shown
from desktop.ui.removal import remove_all
from desktop.ui.views.guidance_talk import NotedView, TalkView

UNDO_MS = 10_000
"""VISUAL §4: undo for 10 s instead of a question."""
MOST_LETTERS = 300


class TalkStrip(QFrame):
    """Draws a ``TalkView``. ``promised`` carries what was promised and by when, as typed;
    ``asked_keyboard`` wants to type.
    """

    report_wanted = Signal()
    thrown_away = Signal()
    brought_back = Signal()
    promised = Signal(str, str)
    taken_back = Signal(object)
    asked_keyboard = Signal()

    def __init__(self, look: GuidanceLook) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("talkStrip")
        px = look.px
        self._view: TalkView | None = None
        self.summary = push_button(look.theme, "", role="link", measure="row")
        self.summary.setCheckable(True)
        self.summary.toggled.connect(lambda _on: self._arrange())
        self.report = push_button(look.theme, "", role="default", measure="row")
        self.report.clicked.connect(self.report_wanted)
        self.throw_away = push_button(look.theme, "", role="quiet", measure="row")
        self.throw_away.clicked.connect(self._throw_away)
        self.undo = push_button(look.theme, look.words("Undo"), role="link", measure="row")
        self.undo.clicked.connect(self._bring_back)
        self._gone = Label(look.theme, "label", look.words("Discarded."), tone="ink2")
        self._undone = QWidget()
        undone = QHBoxLayout(self._undone)
        undone.setContentsMargins(0, 0, 0, 0)
        undone.addWidget(self._gone)
        undone.addWidget(self.undo)
        undone.addStretch(1)
        self._can_undo = QTimer(self)
        self._can_undo.setSingleShot(True)
        self._can_undo.setInterval(UNDO_MS)
        self._can_undo.timeout.connect(self._arrange)
        self._lines = QWidget()
        self._lines_column = QVBoxLayout(self._lines)
        self._lines_column.setContentsMargins(0, 0, 0, 0)
        self._lines_column.setSpacing(px(2))
        self._promise_box = self._make_promise_box()
        self._choices = QWidget()
        choices = FlowLayout(self._choices, gap=px(8))
        choices.addWidget(self.report)
        choices.addWidget(self.throw_away)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(6), px(16), px(8))
        column.setSpacing(px(6))
        column.addWidget(self.summary, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self._lines, self._promise_box, self._choices, self._undone):
            column.addWidget(part)
        set_shown(self._promise_box, is_shown=False)

    def show_view(self, view: TalkView) -> None:
        """Draw ``view``."""
        self._view = view
        self.summary.setText(view.summary)
        self.summary.setAccessibleName(view.summary)
        self.report.setText(view.report)
        self.throw_away.setText(view.throw_away)
        remove_all(self._lines_column)
        for line in view.lines:
            self._lines_column.addWidget(self._line(line))
        if view.lines:
            self._can_undo.stop()
        else:
            self.summary.setChecked(False)
        self._arrange()

    def _line(self, line: NotedView) -> QWidget:
        look, px = self._look, self._look.px
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(
            Label(look.theme, "label", line.time, tone="ink2", tabular=True, wraps=False),
            0,
            Qt.AlignmentFlag.AlignTop,
        )
        said = Label(look.theme, "label", line.text, weight=400)
        row.addWidget(said, 1, Qt.AlignmentFlag.AlignTop)
        take_back = push_button(look.theme, "", role="quiet", measure="icon")
        put_icon(take_back, look.icons, "x")
        take_back.setText("")
        take_back.setAccessibleName(line.take_back_name)
        take_back.setToolTip(line.take_back_name)
        take_back.clicked.connect(lambda: self.taken_back.emit(line.noted))
        row.addWidget(take_back, 0, Qt.AlignmentFlag.AlignTop)
        return box

    def _make_promise_box(self) -> QWidget:
        look, words = self._look, self._look.words
        box = QWidget()
        self.what = TypingLine()
        self.by = TypingLine()
        labels = []
        for line, name in (
            (self.what, words("What was promised")),
            (self.by, words("By when (may be empty)")),
        ):
            label = Label(look.theme, "label", name, tone="ink2")
            label.setBuddy(line)
            labels.append(label)
            line.setAccessibleName(name)
            line.setMaxLength(MOST_LETTERS)
            line.setFont(look.theme.font("body"))
            line.returnPressed.connect(self._note_promise)
            line.clicked.connect(self.asked_keyboard)
        keep = push_button(look.theme, words("Note it"), role="primary", measure="row")
        keep.clicked.connect(self._note_promise)
        cancel = push_button(look.theme, words("Cancel"), role="quiet", measure="row")
        cancel.clicked.connect(self._close_promise)
        row = QHBoxLayout()
        row.addWidget(self.by, 1)
        row.addWidget(cancel)
        row.addWidget(keep)
        self._by_wrong = Label(look.theme, "label", tone="need")
        self._by_wrong.say("")
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(6))
        column.addWidget(labels[0])
        column.addWidget(self.what)
        column.addWidget(labels[1])
        column.addLayout(row)
        column.addWidget(self._by_wrong)
        return box

    def refuse_day(self, sentence: str) -> None:
        """The day that was typed is none; what was typed stays."""
        self._by_wrong.say(sentence)
        set_shown(self._promise_box, is_shown=True)
        self.by.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_promise(self) -> None:
        """Ask what was promised, and by when."""
        set_shown(self._promise_box, is_shown=True)
        self._arrange()
        self.what.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Nothing that was typed, opened or thrown away here is left."""
        self._can_undo.stop()
        self.summary.setChecked(False)
        self.what.clear()
        self.by.clear()
        self._by_wrong.say("")
        self._close_promise()

    def _close_promise(self) -> None:
        set_shown(self._promise_box, is_shown=False)
        self._arrange()

    def _note_promise(self) -> None:
        what, by = self.what.text().strip(), self.by.text().strip()
        if not what:
            self.what.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._by_wrong.say("")
        set_shown(self._promise_box, is_shown=False)
        self.promised.emit(what, by)
        if self._promise_box.isHidden():  # it was taken as it was typed
            self.what.clear()
            self.by.clear()
            self._arrange()

    def _throw_away(self) -> None:
        self._can_undo.start()
        self.thrown_away.emit()
        self._arrange()

    def _bring_back(self) -> None:
        self._can_undo.stop()
        self.brought_back.emit()
        self._arrange()

    def _arrange(self) -> None:
        is_noted = self._view is not None and bool(self._view.lines)
        set_shown(self.summary, is_shown=is_noted)
        set_shown(self._choices, is_shown=is_noted)
        set_shown(self._lines, is_shown=is_noted and self.summary.isChecked())
        can_undo = not is_noted and self._can_undo.isActive()
        set_shown(self._undone, is_shown=can_undo)
        set_shown(self, is_shown=is_noted or can_undo or not self._promise_box.isHidden())
