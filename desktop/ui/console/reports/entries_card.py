"""A card with entries that stay open until somebody ends them, and a form for one more: actions,
and what keeps the report.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.domain.events.event import EventId
from desktop.ui.advice_line import AdviceLine
from desktop.ui.badge import BadgeLabel
from desktop.ui.buttons import push_button, put_icon
from desktop.ui.console.reports.reading import read_text
from desktop.ui.console.reports.review_card import ReviewCard
from desktop.ui.glyph import Glyph
from desktop.ui.icons import Icons
from desktop.ui.labels import Label, dividing_line, mark_problem
from desktop.ui.removal import remove_all
from desktop.ui.text_area import TextArea
from desktop.ui.theme import Theme
from desktop.ui.views.advice import Advice
from desktop.ui.views.report_review import ActionBlank, Deed, EntryView, KeepBlank, ReviewView
from desktop.ui.views.shapes import Shape


@dataclass(frozen=True, slots=True)
class EntryWords:
    """What stands on the card: on its buttons, and beside its fields."""

    blanks: Mapping[ActionBlank | KeepBlank, str]
    add: str
    save: str
    leave: str
    end: str
    ask: str
    """Asked of whoever ends an entry."""
    field: str
    """What the field for the answer is called."""
    ended: str
    not_yet: str


@dataclass(frozen=True, slots=True)
class EntriesTyped:
    """What is typed on the card so far, and where it is written to."""

    blanks: Mapping[ActionBlank | KeepBlank, str]
    keep: Callable[[ActionBlank | KeepBlank, str], None]
    ends: dict[EventId, str]


class EntriesCard(ReviewCard):
    """Each entry with the button that ends it, and a form for one more. ``adding`` and ``ending``
    are the two things that may be on their way, or refused.
    """

    added = Signal()
    ended = Signal(str)

    def __init__(self, theme: Theme, words: EntryWords, *, adding: Deed, ending: Deed) -> None:
        super().__init__(theme)
        self._words = words
        self._add_deed = adding
        self._end_deed = ending
        self._typed: EntriesTyped | None = None
        self._entries: tuple[EntryView, ...] = ()
        self._is_ending_busy = False
        self._end_advice: Advice | None = None
        self._shown: object = None
        self._ending: EventId = ""
        self._rows: list[QWidget] = []
        self._hint = Label(theme, "label", tone="ink2", weight=400)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.px(10))
        self.add = push_button(theme, words.add, measure="row")
        put_icon(self.add, Icons(theme), "plus")
        self.add.clicked.connect(self.open_form)
        self._adding = self._foot(self.add)
        self._lines = {
            blank: (self._line(name, blank), AdviceLine(theme))
            for blank, name in words.blanks.items()
        }
        self._save = push_button(theme, words.save, measure="row")
        self._save.clicked.connect(self.added)
        self._leave = push_button(theme, words.leave, role="quiet", measure="row")
        self._leave.clicked.connect(self._close_form)
        self._form = self._made_form()
        self._column.addWidget(self._title)
        self._column.addWidget(self._hint)
        self._column.addLayout(self._list)
        for one in (self._adding, self._form):
            self._column.addWidget(one)

    @property
    def controls(self) -> list[QWidget]:
        form = [line for line, _ in self._lines.values()]
        return [*self._rows, self.add, *form, self._save, self._leave]

    def show_view(
        self,
        view: ReviewView,
        typed: EntriesTyped,
        *,
        title: str,
        hint: str,
        entries: tuple[EntryView, ...],
        is_other: bool,
    ) -> None:
        """Draw ``entries`` of ``view``; ``is_other``: of another report than before."""
        self._typed = typed
        self._entries = entries
        self._is_ending_busy = self._end_deed in view.busy
        self._end_advice = view.advice.get(self._end_deed)
        if is_other:
            self._ending = next((one for one, text in typed.ends.items() if text.strip()), "")
        elif self._ending and not any(one.is_open for one in entries if one.id == self._ending):
            self._ending = ""
        self._title.setText(title)
        self._hint.say(hint)
        was_saving = not self._save.isEnabled()
        is_busy = self._add_deed in view.busy
        for blank, (line, wrong) in self._lines.items():
            text = typed.blanks[blank]
            if line.text() != text:
                line.setText(text)
            advice = view.advice.get(blank)
            wrong.show_advice(advice)
            mark_problem(line, advice.whole if advice else "")
        self._save.setEnabled(not is_busy)
        if is_other or (was_saving and not is_busy):
            self._show_form(is_open=any(typed.blanks.values()))
        self._advice.show_advice(view.advice.get(self._add_deed))
        self._fill()

    def open_form(self) -> None:
        """Begin with one more."""
        self._show_form(is_open=True)
        self._first.setFocus()

    @property
    def _first(self) -> QLineEdit:
        return next(line for line, _ in self._lines.values())

    def _made_form(self) -> QWidget:
        theme, made = self._theme, QWidget()
        form = QVBoxLayout(made)
        form.setContentsMargins(0, theme.px(6), 0, 0)
        form.setSpacing(theme.px(4))
        for line, wrong in self._lines.values():
            label = Label(theme, "label", line.accessibleName())
            label.setBuddy(line)
            for one in (label, line, wrong):
                form.addWidget(one)
        form.addSpacing(theme.px(6))
        form.addWidget(self._advice)
        form.addWidget(self._foot(self._save, self._leave))
        made.hide()
        return made

    def _fill(self) -> None:
        wanted = (self._entries, self._ending, self._is_ending_busy, self._end_advice)
        if wanted == self._shown:
            return
        self._shown = wanted
        remove_all(self._list)
        self._rows = []
        for entry in self._entries:
            self._list.addWidget(self._entry(entry))

    def _entry(self, entry: EntryView) -> QWidget:
        theme, px = self._theme, self._theme.px
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(dividing_line())
        column.addWidget(read_text(theme, entry.text))
        if entry.who:
            about = QHBoxLayout()
            about.setSpacing(px(8))
            about.addWidget(Label(theme, "label", entry.who, tone="ink2", weight=400), 1)
            if entry.badge:
                about.addWidget(BadgeLabel(theme, entry.badge), 0, Qt.AlignmentFlag.AlignTop)
            column.addLayout(about)
        if not entry.is_open:
            row = QHBoxLayout()
            row.setSpacing(px(8))
            glyph = Glyph(theme, 16)
            glyph.show_shape(Shape.DONE)
            row.addWidget(glyph, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Label(theme, "label", entry.ended, tone="ink2", weight=400), 1)
            column.addLayout(row)
        elif entry.id == self._ending:
            column.addWidget(self._ending_form(entry))
        else:
            end = push_button(theme, self._words.end, measure="row", about=entry.text)
            end.clicked.connect(lambda: self._begin_ending(entry.id))
            self._rows.append(end)
            column.addWidget(self._foot(end))
        return made

    def _ending_form(self, entry: EntryView) -> QWidget:
        theme, words, typed = self._theme, self._words, self._typed
        assert typed is not None
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(Label(theme, "label", words.ask))
        area = TextArea(theme, words.field)
        area.show_text(typed.ends.get(entry.id, ""))
        area.typed.connect(lambda text: typed.ends.__setitem__(entry.id, text))
        area.submitted.connect(lambda: self.ended.emit(entry.id))
        area.setReadOnly(self._is_ending_busy)
        save = push_button(theme, words.ended, measure="row", about=entry.text)
        save.clicked.connect(lambda: self.ended.emit(entry.id))
        save.setEnabled(not self._is_ending_busy)
        leave = push_button(theme, words.not_yet, role="quiet", measure="row")
        leave.clicked.connect(lambda: self._begin_ending(""))
        advice = AdviceLine(theme)
        advice.show_advice(self._end_advice)
        for one in (area, advice, self._foot(save, leave)):
            column.addWidget(one)
        self._rows += [area, save, leave]
        self._area = area
        return made

    def _begin_ending(self, entry: EventId) -> None:
        self._ending = entry
        self._fill()
        if entry:
            self._area.setFocus()

    def _line(self, name: str, blank: ActionBlank | KeepBlank) -> QLineEdit:
        line = QLineEdit()
        line.setFont(self._theme.font("body"))
        line.setAccessibleName(name)
        line.textEdited.connect(lambda text: self._keep(blank, text))
        line.returnPressed.connect(self.added)
        return line

    def _keep(self, blank: ActionBlank | KeepBlank, text: str) -> None:
        if self._typed is not None:
            self._typed.keep(blank, text)

    def _close_form(self) -> None:
        self._show_form(is_open=False)
        self.add.setFocus()

    def _show_form(self, *, is_open: bool) -> None:
        self._form.setVisible(is_open)
        self._adding.setVisible(not is_open)
