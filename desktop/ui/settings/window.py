"""The settings of a PC in plain words. Whatever is chosen holds at once where that is possible."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.hotkeys import Action
from desktop.domain.settings.keys import key_of
from desktop.ui.advice_plate import AdvicePlate
from desktop.ui.buttons import push_button
from desktop.ui.focus_ring import FocusRing
from desktop.ui.labels import Label, dividing_line
from desktop.ui.removal import remove_all
from desktop.ui.reports.look import Look
from desktop.ui.room import room_for
from desktop.ui.scrolling import ScrollingPage
from desktop.ui.settings.rows import (
    ChipsRow,
    DialogRow,
    HotkeyRow,
    MessageRow,
    SampleRow,
    SettingRow,
    TickRow,
)
from desktop.ui.theme import Appearance
from desktop.ui.views.contact_rows import ContactRow
from desktop.ui.views.settings import (
    ActRow,
    AnyRow,
    ChoiceRow,
    KeyRow,
    Section,
    SettingsView,
    SwitchRow,
)
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words

WIDTH, HEIGHT = 640, 760


class SettingsWindow(QWidget):
    """Draws a ``SettingsView`` and reports what the person chose; it keeps nothing itself."""

    chosen = Signal(str, object)
    try_pressed = Signal(Action)
    test_pressed = Signal(str)
    change_pressed = Signal(Action)
    recorded = Signal(Action, object)
    cancelled = Signal()
    asked = Signal(str)
    closed = Signal()

    def __init__(self, view: SettingsView, *, appearance: Appearance, words: Words) -> None:
        super().__init__()
        self.setObjectName("settings")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._appearance = appearance
        self._words = words
        self._view = view
        self._rows: dict[str, SettingRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._ring = FocusRing(self, appearance)
        appearance.changed.connect(self._restyle)
        self._build()
        px, room = appearance.theme.px, room_for(self)
        self.resize(min(px(WIDTH), room.width()), min(px(HEIGHT), room.height() - 40))

    @property
    def rows(self) -> dict[str, SettingRow]:
        """The rows by their settings."""
        return dict(self._rows)

    def open(self) -> None:
        """Bring it to the front, with the keyboard in it: somebody asked for it."""
        self.show()
        self.setFocus()
        self.raise_()
        self.activateWindow()

    def show_view(self, view: SettingsView) -> None:
        """Draw how everything stands now."""
        before, self._view = self._view, view
        if _shape_of(before) != _shape_of(view):
            self._build()
            return
        self._show_state()
        for section in view.sections:
            for row in section.rows:
                self._show_row(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Whatever was tried out or recorded is over: nobody sees it any more."""
        super().hideEvent(event)
        self.closed.emit()

    def _restyle(self) -> None:
        """The same page in another look, where the person was."""
        now = QApplication.focusWidget()
        name = next(
            (k for k, row in self._rows.items() if now is not None and row.isAncestorOf(now)), ""
        )
        at = self._scroll.verticalScrollBar()
        share = at.value() / at.maximum() if at.maximum() else 0.0
        self._build()
        room, px = room_for(self), self._appearance.theme.px
        self.resize(
            min(max(px(WIDTH), self.width()), room.width()),
            min(max(px(HEIGHT), self.height()), room.height() - 40),
        )
        at = self._scroll.verticalScrollBar()
        at.setValue(round(share * at.maximum()))
        part = self._rows[name].keyboard_part if name in self._rows else None
        if part is not None:
            part.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        theme, view = self._appearance.theme, self._view
        px, look = theme.px, Look(theme, self._words)
        remove_all(self._column)
        self.setWindowTitle(view.title)
        self.setStyleSheet(theme.style_sheet())
        self.setPalette(theme.palette())
        self.setFont(theme.font("body"))
        self._rows = {}
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(px(24), px(20), px(24), px(20))
        column.setSpacing(px(12))
        self._faults = [AdvicePlate(theme) for _ in view.faults]
        for plate in self._faults:
            column.addWidget(plate)
        for section in view.sections:
            column.addWidget(Label(theme, "title", section.title))
            column.addWidget(self._card(section, look))
        column.addStretch(1)
        self._scroll = ScrollingPage()
        self._scroll.hold(page)
        self._refusal = AdvicePlate(theme)
        self.close_button = push_button(theme, view.close_text)
        self.close_button.clicked.connect(self.close)
        foot = QFrame()
        foot.setObjectName("formFoot")
        below = QVBoxLayout(foot)
        below.setContentsMargins(px(24), px(12), px(24), px(12))
        below.setSpacing(px(12))
        below.addWidget(self._refusal)
        last = QHBoxLayout()
        last.addStretch(1)
        last.addWidget(self.close_button)
        below.addLayout(last)
        self._column.addWidget(self._scroll, 1)
        self._column.addWidget(foot)
        self._show_state()
        for part in (self._scroll, foot):
            part.show()  # not only once the event loop comes round: the keyboard goes there now

    def _card(self, section: Section, look: Look) -> QFrame:
        theme, px = look.theme, look.px
        card = QFrame()
        card.setProperty("plate", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(px(16), px(12), px(16), px(12))
        column.setSpacing(px(8))
        if section.lead:
            column.addWidget(Label(theme, "body", section.lead, tone="ink2"))
        for number, row in enumerate(section.rows):
            if number or section.lead:
                column.addWidget(dividing_line())
            column.addWidget(self._row(row, look))
        return card

    def _row(self, row: AnyRow, look: Look) -> SettingRow:
        made: SettingRow
        match row:
            case ChoiceRow():
                has_samples = any(one.sample for one in row.choices)
                made = SampleRow(look.theme, row) if has_samples else ChipsRow(look, row)
            case SwitchRow():
                made = TickRow(look.theme, row)
            case KeyRow():
                made = HotkeyRow(look.theme, row, _name_of(row))
                made.try_pressed.connect(self.try_pressed)
                made.change_pressed.connect(self.change_pressed)
                made.recorded.connect(self.recorded)
                made.cancelled.connect(self.cancelled)
            case ContactRow():
                made = MessageRow(look.theme, row)
                made.test_pressed.connect(self.test_pressed)
            case ActRow():
                made = DialogRow(look.theme, row)
                made.asked.connect(self.asked)
        made.chosen.connect(self.chosen)
        self._rows[_name_of(row)] = made
        return made

    def _show_row(self, row: AnyRow) -> None:
        drawn = self._rows[_name_of(row)]
        match row, drawn:
            case ChoiceRow(), ChipsRow() | SampleRow():
                drawn.show_row(row)
            case SwitchRow(), TickRow():
                drawn.show_row(row)
            case KeyRow(), HotkeyRow():
                drawn.show_row(row)
            case ContactRow(), MessageRow():
                drawn.show_row(row)
            case ActRow(), DialogRow():
                drawn.show_row(row)

    def _show_state(self) -> None:
        for plate, fault in zip(self._faults, self._view.faults, strict=True):
            plate.say(Shape.ATTENTION, fault.sentence, fault.fix)
        refusal = self._view.refusal
        self._refusal.say(
            Shape.ATTENTION, refusal.sentence if refusal else "", refusal.fix if refusal else ""
        )


def _name_of(row: AnyRow) -> str:
    match row:
        case KeyRow(action=action):
            return key_of(action)
        case ContactRow(contact=contact):
            return f"contact {contact}"
        case _:
            return row.key


def _shape_of(view: SettingsView) -> tuple[object, ...]:
    """What makes another page of it, and not only another state of the same."""
    rows = [(s.name, s.lead, [_name_of(row) for row in s.rows]) for s in view.sections]
    choices = [r.choices for s in view.sections for r in s.rows if isinstance(r, ChoiceRow)]
    return (len(view.faults), rows, choices)
