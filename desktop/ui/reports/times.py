"""Fields for dates and times: typed as people type them, shown again as the form writes them."""

from collections.abc import Callable
from datetime import date, time

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.reports.field import Answer, Field
from desktop.ui.labels import Label
from desktop.ui.reports.editors import Editor
from desktop.ui.reports.lines import FormLine
from desktop.ui.reports.look import Look
from desktop.ui.views.incident_problems import Problem
from desktop.ui.views.typed_times import (
    kept_date,
    kept_moment,
    kept_time,
    read_date,
    read_time,
    said_date,
    said_time,
)

Picked = Callable[[date], None]

_BEFORE = {"ended": "began", "call_ended": "call_received", "police_at": "began", "at": "began"}
"""The time that each most likely follows: after one in the afternoon, "1:10" is no morning."""
_TO_COME = {"reply_due", "by", "returns_on", "appointment"}


class _LineEditor(Editor):
    """One line: what is typed is said as it is kept, and written out when the line is left."""

    def __init__(self, look: Look, field: Field) -> None:
        super().__init__(look, field)
        self.line = self._build_line()
        self.add_label(self.name, self.line)
        self.column.addWidget(self.line)
        self.column.addStretch(1)
        self.line.textEdited.connect(self._typed)
        self.line.left.connect(self._leave)

    def show_answer(self, answer: Answer | None) -> None:
        said = self._said(answer) or answer
        if not (self.line.hasFocus() and self._read(self.line.text()) == answer):
            self.line.show_text(said if isinstance(said, str) else "")

    def show_problems(self, problems: dict[str, Problem]) -> None:
        problem = problems.get(self.field.key)
        self.line.show_problem(problem.sentence if problem else "")

    def set_read_only(self, *, is_so: bool) -> None:
        self.line.set_read_only(is_so=is_so)

    def controls(self) -> list[QWidget]:
        return [self.line]

    def _build_line(self) -> FormLine:
        return FormLine(self.look, self.name)

    def _read(self, text: str) -> str:
        """The answer as it is kept, or the text where it is none."""
        raise NotImplementedError

    def _said(self, answer: Answer | None) -> str:
        """``answer`` as people write it; empty where it cannot be read."""
        raise NotImplementedError

    def _typed(self, text: str) -> None:
        self.say(self._read(text) or None, typing=True)

    def _leave(self) -> None:
        said = self._said(self._read(self.line.text()))
        if said:
            self.line.show_text(said)
        self.left.emit(self.field.key)


class TimeEditor(_LineEditor):
    """A time of day."""

    def _read(self, text: str) -> str:
        before = self.look.answer_of(_BEFORE.get(self.field.key, ""))
        moment = kept_moment(before)
        after = kept_time(before) or (moment.time() if moment else None)
        at = read_time(text, now=self.look.now(), after=after)
        return at.isoformat("minutes") if at is not None else text.strip()

    def _said(self, answer: Answer | None) -> str:
        at = kept_time(answer)
        return said_time(at, words=self.look.words) if at is not None else ""


class DateEditor(_LineEditor):
    """A day, typed or picked from a calendar."""

    def _build_line(self) -> FormLine:
        return date_line(self.look, self.name, self._pick)

    def _read(self, text: str) -> str:
        return read_day(self.look, self.field, text)

    def _said(self, answer: Answer | None) -> str:
        day = kept_date(answer)
        return said_date(day, words=self.look.words) if day is not None else ""

    def _pick(self, day: date) -> None:
        self.line.show_text(said_date(day, words=self.look.words))
        self.say(day.isoformat())
        self.left.emit(self.field.key)


class MomentEditor(Editor):
    """A day and a time of day, side by side. A time alone means today."""

    def __init__(self, look: Look, field: Field) -> None:
        super().__init__(look, field)
        words = look.words
        is_begin = field.key == "began"
        day_label = words("Date") if is_begin else self.name
        time_label = words("From") if is_begin else words("At")
        self.day = date_line(look, day_label, self._pick)
        self.time = FormLine(look, time_label if is_begin else f"{self.name}: {time_label}")
        row = QHBoxLayout()
        row.setSpacing(look.px(12))
        for text, line in ((day_label, self.day), (time_label, self.time)):
            label = Label(look.theme, "label", text)
            label.setBuddy(line)
            cell = QVBoxLayout()
            cell.setSpacing(look.px(5))
            cell.addWidget(label)
            cell.addWidget(line)
            row.addLayout(cell, 1)
            line.textEdited.connect(self._typed)
            line.left.connect(self._leave)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def show_answer(self, answer: Answer | None) -> None:
        said = answer if isinstance(answer, str) else ""
        if (self.day.hasFocus() or self.time.hasFocus()) and self._read() == said:
            return
        day, _, clock = said.rpartition("T")
        if not day and kept_date(clock):
            day, clock = clock, ""
        on, at = kept_date(day), kept_time(clock)
        words = self.look.words
        self.day.show_text(said_date(on, words=words) if on else day)
        self.time.show_text(said_time(at, words=words) if at else clock)

    def show_problems(self, problems: dict[str, Problem]) -> None:
        problem = problems.get(self.field.key)
        sentence = problem.sentence if problem else ""
        day = self._read().rpartition("T")[0]
        is_days = bool(problem and problem.is_unread and day and kept_date(day) is None)
        self.day.show_problem(sentence if is_days else "")
        self.time.show_problem("" if is_days else sentence)

    def set_read_only(self, *, is_so: bool) -> None:
        self.day.set_read_only(is_so=is_so)
        self.time.setReadOnly(is_so)

    def controls(self) -> list[QWidget]:
        return [self.day, self.time]

    def _read(self) -> str:
        """Both as they are kept: what cannot be read stays as it was typed, around a T."""
        day = read_day(self.look, self.field, self.day.text())
        typed = self.time.text().strip()
        now = self.look.now()
        at = read_time(typed, now=now)
        clock = at.isoformat("minutes") if at is not None else typed
        if clock and not day:
            day = now.date().isoformat()
        return f"{day}T{clock}" if day or clock else ""

    def _pick(self, day: date) -> None:
        self.day.show_text(said_date(day, words=self.look.words))
        self.say(self._read())
        self.left.emit(self.field.key)

    def _typed(self, _text: str) -> None:
        self.say(self._read() or None, typing=True)

    def _leave(self) -> None:
        day, _, clock = self._read().rpartition("T")
        on, at = kept_date(day), kept_time(clock)
        if on is not None:
            self.day.show_text(said_date(on, words=self.look.words))
        if isinstance(at, time):
            self.time.show_text(said_time(at, words=self.look.words))
        self.left.emit(self.field.key)


def date_line(look: Look, name: str, picked: Picked) -> FormLine:
    """A line with a calendar at its end."""
    line = FormLine(look, name)
    about = look.words("{name}: calendar", name=name)
    button = line.trailing("calendar", about)
    button.clicked.connect(lambda: _open_calendar(look, line, picked))
    return line


def read_day(look: Look, field: Field, text: str) -> str:
    """The day as it is kept, or the text where it is none."""
    day = read_date(
        text,
        today=look.now().date(),
        language=look.words.language,
        is_past=field.key not in _TO_COME,
    )
    return day.isoformat() if day is not None else text.strip()


def _open_calendar(look: Look, line: FormLine, picked: Picked) -> None:
    calendar = QCalendarWidget(line)
    calendar.setWindowFlag(Qt.WindowType.Popup)
    calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setFont(look.theme.font("body"))
    on = read_date(line.text(), today=look.now().date(), language=look.words.language)
    day = on or look.now().date()
    calendar.setSelectedDate(QDate(day.year, day.month, day.day))

    def choose(chosen: QDate) -> None:
        calendar.close()
        picked(date(chosen.year(), chosen.month(), chosen.day()))

    calendar.clicked.connect(choose)
    calendar.activated.connect(choose)
    calendar.move(line.mapToGlobal(QPoint(0, line.height() + 2)))
    calendar.show()
    calendar.setFocus()
