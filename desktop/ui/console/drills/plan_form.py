"""Planning a drill: at which counters, what is pressed, who knows before, and when."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.alerts.facts import Kind
from desktop.domain.drills.planning import MOST_SCENARIO
from desktop.domain.roster.ids import DeviceId
from desktop.ui.advice_line import AdviceLine
from desktop.ui.buttons import push_button
from desktop.ui.flow import FlowLayout
from desktop.ui.labels import Label, set_shown
from desktop.ui.radio import Radio
from desktop.ui.theme import Theme
from desktop.ui.tick_box import TickBox
from desktop.ui.views.advice import Advice
from desktop.ui.views.drills import CounterChoice, Draft, FormView

_LINE = 168
_DETAIL_INDENT = 26


class PlanForm(QFrame):
    """Draws a ``FormView`` and says what was typed after every change; it keeps nothing."""

    changed = Signal(object)
    submitted = Signal()
    cancelled = Signal()

    def __init__(self, theme: Theme, view: FormView, draft: Draft) -> None:
        super().__init__()
        self._theme, self._view, self._draft = theme, view, draft
        self.setProperty("plate", "card")
        px = theme.px
        self.counters: dict[DeviceId, TickBox] = {}
        self.kinds: dict[Kind, Radio] = {}
        self.ways: dict[bool, Radio] = {}
        self.times: dict[bool, Radio] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(18))
        column.setSpacing(px(6))
        column.addWidget(Label(theme, "lead", view.title, weight=600))
        self._where(column)
        self._what(column)
        self._how(column)
        self._when(column)
        self._scenario(column)
        self.advice = AdviceLine(theme)
        column.addWidget(self.advice)
        column.addSpacing(px(6))
        self.submit = push_button(theme, "", role="primary")
        self.submit.clicked.connect(self.submitted)
        self.cancel = push_button(theme, view.cancel_text)
        self.cancel.clicked.connect(self.cancelled)
        foot = QHBoxLayout()
        foot.setSpacing(px(10))
        foot.addWidget(self.submit)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        column.addLayout(foot)
        self._follow()

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches, in reading order."""
        return [
            self.all,
            *self.counters.values(),
            *self.kinds.values(),
            *self.ways.values(),
            *self.times.values(),
            self.day,
            self.time,
            self.scenario,
            *self.chips,
            self.submit,
            self.cancel,
        ]

    def start(self) -> None:
        """Put the keyboard where it begins."""
        first = next(iter(self.counters.values()), None)
        (first or self.scenario).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_advice(self, advice: Advice | None) -> None:
        """Say what cannot be."""
        self.advice.show_advice(advice)

    def show_counters(self, counters: tuple[CounterChoice, ...]) -> None:
        """Say which of them are off now; what is ticked stays so."""
        for one in counters:
            box = self.counters.get(one.device)
            if box is not None:
                box.setText(_named(one))

    def _where(self, column: QVBoxLayout) -> None:
        self._heading(self._view.where, column)
        self.all = push_button(self._theme, self._view.all_text, role="filter", measure="row")
        self.all.clicked.connect(self._tick_all)
        if not self._view.counters:
            column.addWidget(Label(self._theme, "body", self._view.no_counters, tone="ink2"))
            self.all.hide()
            return
        boxes = QWidget()
        flow = FlowLayout(boxes, gap=self._theme.px(14))
        for one in self._view.counters:
            box = TickBox(self._theme, _named(one))
            box.setChecked(one.device in self._draft.counters)
            box.toggled.connect(self._tell)
            self.counters[one.device] = box
            flow.addWidget(box)
        column.addWidget(boxes)
        column.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)

    def _what(self, column: QVBoxLayout) -> None:
        self._heading(self._view.what, column)
        row, group = self._choices()
        for kind, text in self._view.kinds:
            self.kinds[kind] = self._radio(text, group, is_on=kind is self._draft.kind)
            row.addWidget(self.kinds[kind])
        row.addStretch(1)
        column.addLayout(row)

    def _how(self, column: QVBoxLayout) -> None:
        self._heading(self._view.how, column)
        group = QButtonGroup(self)
        for is_surprise, text, detail in self._view.ways:
            radio = self._radio(text, group, is_on=is_surprise is self._draft.is_surprise)
            radio.setAccessibleDescription(detail)
            said = Label(self._theme, "label", detail, tone="ink2", weight=400)
            said.setContentsMargins(self._theme.px(_DETAIL_INDENT), 0, 0, 0)
            self.ways[is_surprise] = radio
            column.addWidget(radio)
            column.addWidget(said)

    def _when(self, column: QVBoxLayout) -> None:
        self._heading(self._view.when, column)
        row, group = self._choices()
        for is_later, text in ((False, self._view.now_text), (True, self._view.later_text)):
            radio = self._radio(text, group, is_on=is_later is self._draft.is_later)
            self.times[is_later] = radio
            row.addWidget(radio)
        row.addStretch(1)
        column.addLayout(row)
        self._at = QWidget()
        at = FlowLayout(self._at, gap=self._theme.px(10))
        self.day = self._line(self._view.day_label, self._draft.day)
        self.time = self._line(self._view.time_label, self._draft.time)
        for line in (self.day, self.time):
            line.setFixedWidth(self._theme.px(_LINE))
            at.addWidget(Label(self._theme, "label", line.accessibleName(), wraps=False))
            at.addWidget(line)
        column.addWidget(self._at)

    def _scenario(self, column: QVBoxLayout) -> None:
        self._heading(self._view.scenario_label, column)
        self.scenario = self._line(self._view.scenario_label, self._draft.scenario)
        self.scenario.setMaxLength(MOST_SCENARIO)
        column.addWidget(self.scenario)
        box = QWidget()
        flow = FlowLayout(box, gap=self._theme.px(6))
        self.chips: list[QPushButton] = []
        for text in self._view.scenarios:
            chip = push_button(self._theme, text, role="filter", measure="row")
            chip.clicked.connect(lambda _=False, text=text: self._imagine(text))
            self.chips.append(chip)
            flow.addWidget(chip)
        column.addWidget(box)

    def _heading(self, text: str, column: QVBoxLayout) -> None:
        column.addSpacing(self._theme.px(8))
        column.addWidget(Label(self._theme, "body", text, weight=600))

    def _choices(self) -> tuple[QHBoxLayout, QButtonGroup]:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(18))
        return row, QButtonGroup(self)

    def _radio(self, text: str, group: QButtonGroup, *, is_on: bool) -> Radio:
        radio = Radio(self._theme, text)
        radio.setChecked(is_on)
        radio.toggled.connect(self._tell)
        group.addButton(radio)
        return radio

    def _line(self, name: str, text: str) -> QLineEdit:
        line = QLineEdit(text)
        line.setAccessibleName(name)
        line.setFont(self._theme.font("body"))
        line.textEdited.connect(self._tell)
        line.returnPressed.connect(self.submitted)
        return line

    def _imagine(self, text: str) -> None:
        self.scenario.setText(text)
        self._tell()

    def _tick_all(self) -> None:
        for one in self._view.counters:
            self.counters[one.device].setChecked(not one.note)

    def _tell(self) -> None:
        chosen = [kind for kind, radio in self.kinds.items() if radio.isChecked()]
        if not chosen:  # between two radios none is chosen for a moment
            return
        self._draft = Draft(
            counters=frozenset(d for d, box in self.counters.items() if box.isChecked()),
            kind=chosen[0],
            is_surprise=self.ways[True].isChecked(),
            is_later=self.times[True].isChecked(),
            day=self.day.text(),
            time=self.time.text(),
            scenario=self.scenario.text(),
        )
        self._follow()
        self.changed.emit(self._draft)

    def _follow(self) -> None:
        """What depends on the choices."""
        is_later = self._draft.is_later
        set_shown(self._at, is_shown=is_later)
        self.submit.setText(self._view.plan_text if is_later else self._view.begin_text)


def _named(one: CounterChoice) -> str:
    return f"{one.name} ({one.note})" if one.note else one.name
