"""One row of the settings: a choice among a few, a switch, or a key that calls."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.hotkeys import Action, Chord
from desktop.ui.advice_line import AdviceLine
from desktop.ui.buttons import push_button
from desktop.ui.flow import FlowLayout
from desktop.ui.glyph import Glyph
from desktop.ui.guidance.key_hint import KeyHint
from desktop.ui.labels import Label, set_shown
from desktop.ui.radio import Radio
from desktop.ui.reports.chips import ChipGroup
from desktop.ui.reports.look import Look
from desktop.ui.settings.chord_field import ChordField
from desktop.ui.theme import Theme
from desktop.ui.tick_box import TickBox
from desktop.ui.toy_bar import SampleBar
from desktop.ui.views.contact_rows import ContactRow
from desktop.ui.views.counter_bar import Cue
from desktop.ui.views.settings import ActRow, ChoiceRow, KeyRow, Origin, Recorder, SwitchRow
from desktop.ui.views.shapes import Shape

CALM = Cue(Shape.READY, (), "", is_calm=True)


class SettingRow(QWidget):
    """``chosen`` is told the key and its value; ``None`` to go by the office again."""

    chosen = Signal(str, object)

    def __init__(self, theme: Theme, key: str) -> None:
        super().__init__()
        px = theme.px
        self._key = key
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, px(4), 0, px(4))
        self._column.setSpacing(px(6))
        self._origin = Label(theme, "label", tone="ink2", weight=400)
        self._back = push_button(theme, "", role="link", measure="row")
        self._back.clicked.connect(lambda: self.chosen.emit(self._key, None))

    @property
    def keyboard_part(self) -> QWidget | None:
        """Where the keyboard goes that comes back to this row."""
        return None

    def _finish(self) -> None:
        self._column.addWidget(self._origin)
        self._column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_origin(self, origin: Origin) -> None:
        self._origin.say(origin.sentence)
        self._back.setText(origin.back)
        set_shown(self._back, is_shown=bool(origin.back))


class ChipsRow(SettingRow):
    """A choice among a few words."""

    def __init__(self, look: Look, row: ChoiceRow) -> None:
        super().__init__(look.theme, row.key)
        theme = look.theme
        self._values = {one.name: one.value for one in row.choices}
        self._chosen = str(row.chosen)
        self.chips = ChipGroup(
            look, row.title, [(one.name, one.text) for one in row.choices], is_single=True
        )
        self.chips.ticked.connect(self._ticked)
        self._note = Label(theme, "label", tone="ink2", weight=400)
        self._column.addWidget(Label(theme, "body", row.title, weight=500))
        self._column.addWidget(self.chips)
        self._column.addWidget(self._note)
        self._finish()
        self.show_row(row)

    def show_row(self, row: ChoiceRow) -> None:
        """Draw what is chosen, and who chose it."""
        self._chosen = str(row.chosen)
        self.chips.show_on([self._chosen])
        self.chips.set_read_only(is_so=row.origin.is_fixed)
        self._note.say(row.note)
        self._show_origin(row.origin)

    @property
    def keyboard_part(self) -> QWidget | None:
        return self.chips.chosen

    def _ticked(self, names: list[str]) -> None:
        fresh = [name for name in names if name != self._chosen]
        self.chips.show_on([self._chosen])  # until it is saved
        if fresh:
            self.chosen.emit(self._key, self._values[fresh[0]])


class SampleRow(SettingRow):
    """A choice of which each has a picture."""

    def __init__(self, theme: Theme, row: ChoiceRow) -> None:
        super().__init__(theme, row.key)
        px = theme.px
        self._column.addWidget(Label(theme, "body", row.title, weight=500))
        self.radios: dict[str, Radio] = {}
        for one in row.choices:
            radio = Radio(theme, one.text)
            radio.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            radio.setAccessibleName(f"{row.title}: {one.text}")
            radio.setAccessibleDescription(one.detail)
            radio.clicked.connect(partial(self._clicked, one.value))
            self.radios[one.name] = radio
            self._column.addWidget(radio)
            detail = Label(theme, "label", one.detail, tone="ink2", weight=400)
            assert one.sample is not None
            below = QVBoxLayout()
            below.setContentsMargins(px(26), 0, 0, px(8))
            below.setSpacing(px(6))
            below.addWidget(detail)
            below.addWidget(SampleBar(theme, *one.sample, CALM), 0, Qt.AlignmentFlag.AlignLeft)
            self._column.addLayout(below)
        self._finish()
        self.show_row(row)

    def show_row(self, row: ChoiceRow) -> None:
        """Draw what is chosen, and who chose it."""
        self._chosen = str(row.chosen)
        self._show_chosen()
        for radio in self.radios.values():
            radio.setEnabled(not row.origin.is_fixed)
        self._show_origin(row.origin)

    @property
    def keyboard_part(self) -> QWidget | None:
        return self.radios[self._chosen]

    def _show_chosen(self) -> None:
        self.radios[self._chosen].setChecked(True)

    def _clicked(self, value: object) -> None:
        self._show_chosen()  # until it is saved
        if str(value) != self._chosen:
            self.chosen.emit(self._key, value)


class TickRow(SettingRow):
    """Something that is so or not so."""

    def __init__(self, theme: Theme, row: SwitchRow) -> None:
        super().__init__(theme, row.key)
        self.box = TickBox(theme, row.title)
        self.box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.box.setAccessibleDescription(row.detail)
        self.box.clicked.connect(self._clicked)
        self._column.addWidget(self.box, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(Label(theme, "label", row.detail, tone="ink2", weight=400))
        self._finish()
        self.show_row(row)

    def show_row(self, row: SwitchRow) -> None:
        """Draw whether it is so, and who said it."""
        self._is_on = row.is_on
        self.box.setChecked(row.is_on)
        self.box.setEnabled(not row.origin.is_fixed)
        self._show_origin(row.origin)

    @property
    def keyboard_part(self) -> QWidget | None:
        return self.box

    def _clicked(self) -> None:
        self.box.setChecked(self._is_on)  # until it is saved
        self.chosen.emit(self._key, not self._is_on)


class HotkeyRow(SettingRow):
    """A key that calls, how it stands, and what can be done about it."""

    try_pressed = Signal(Action)
    change_pressed = Signal(Action)
    recorded = Signal(Action, object)
    cancelled = Signal()

    def __init__(self, theme: Theme, row: KeyRow, key: str) -> None:
        super().__init__(theme, key)
        px = theme.px
        self._theme = theme
        self._action = row.action
        self.chord = KeyHint(theme, row.chord)
        self.chord.show_key(counts=True)
        self.chord.setFont(theme.font("label"))
        self._glyph = Glyph(theme, 16)
        self.says = Label(theme, "label", row.says, weight=400)
        if row.shape is None and row.says:
            self.says.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.try_button = push_button(theme, row.try_text, measure="row", about=row.title)
        self.change_button = push_button(theme, row.change_text, measure="row", about=row.title)
        self.try_button.clicked.connect(lambda: self.try_pressed.emit(self._action))
        self.change_button.clicked.connect(lambda: self.change_pressed.emit(self._action))
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(Label(theme, "body", row.title, weight=500), 1)
        head.addWidget(self.chord, 0, Qt.AlignmentFlag.AlignTop)
        state = QHBoxLayout()
        state.setSpacing(px(8))
        state.addWidget(self._glyph)
        state.addWidget(self.says, 1)
        state.addWidget(self.try_button)
        state.addWidget(self.change_button)
        self._column.addLayout(head)
        self._column.addLayout(state)
        self.recorder: RecorderBox | None = None
        self._title = row.title
        self._finish()
        self.show_row(row)

    def show_row(self, row: KeyRow) -> None:
        """Draw how it stands."""
        self.chord.say(row.chord)
        self.chord.setAccessibleName(row.chord)
        if row.shape is not None:
            self._glyph.show_shape(row.shape)
        set_shown(self._glyph, is_shown=row.shape is not None)
        self.says.say(row.says)
        self.says.set_tone(row.tone)
        for button, text in (
            (self.try_button, row.try_text),
            (self.change_button, row.change_text),
        ):
            button.setText(text)
            button.setAccessibleName(f"{text} {self._title}")
            set_shown(button, is_shown=bool(text) and row.recorder is None)
        self._show_origin(row.origin)
        self._show_recorder(row.recorder)

    @property
    def keyboard_part(self) -> QWidget | None:
        return self.change_button

    def _show_recorder(self, view: Recorder | None) -> None:
        if view is None:
            if self.recorder is not None:
                self._column.removeWidget(self.recorder)
                now = QApplication.focusWidget()
                had_keyboard = now is not None and self.recorder.isAncestorOf(now)
                self.recorder.hide()
                self.recorder.deleteLater()
                self.recorder = None
                if had_keyboard:
                    self.change_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self.recorder is None:
            self.recorder = RecorderBox(self._theme, self._title, view)
            self.recorder.recorded.connect(partial(self.recorded.emit, self._action))
            self.recorder.cancelled.connect(self.cancelled)
            self._column.insertWidget(2, self.recorder)
            self.recorder.show()
            self.recorder.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.recorder.show_view(view)


class MessageRow(SettingRow):
    """A contact outside, how the last message to it went, and a button that sends a test."""

    test_pressed = Signal(str)

    def __init__(self, theme: Theme, row: ContactRow) -> None:
        super().__init__(theme, row.contact)
        px = theme.px
        self._glyph = Glyph(theme, 16)
        self.says = Label(theme, "label", row.says, weight=400)
        self.test_button = push_button(theme, row.test_text, measure="row", about=row.title)
        self.test_button.clicked.connect(lambda: self.test_pressed.emit(self._key))
        state = QHBoxLayout()
        state.setSpacing(px(8))
        state.addWidget(self._glyph)
        state.addWidget(self.says, 1)
        state.addWidget(self.test_button)
        self._column.addWidget(Label(theme, "body", row.title, weight=500))
        self._column.addLayout(state)
        self.show_row(row)

    def show_row(self, row: ContactRow) -> None:
        """Draw how it went."""
        if row.shape is not None:
            self._glyph.show_shape(row.shape)
        set_shown(self._glyph, is_shown=row.shape is not None)
        self.says.say(row.says)
        self.says.set_tone(row.tone)

    @property
    def keyboard_part(self) -> QWidget | None:
        return self.test_button


class DialogRow(SettingRow):
    """Something that is done in a dialog of its own, which a button opens."""

    asked = Signal(str)

    def __init__(self, theme: Theme, row: ActRow) -> None:
        super().__init__(theme, row.key)
        self.button = push_button(theme, row.button_text, measure="row")
        self.button.clicked.connect(lambda: self.asked.emit(self._key))
        self._title = Label(theme, "body", row.title, weight=500)
        self._detail = Label(theme, "label", row.detail, tone="ink2", weight=400)
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(self._detail, 1)
        line.addWidget(self.button)
        self._column.addWidget(self._title)
        self._column.addLayout(line)
        self.show_row(row)

    def show_row(self, row: ActRow) -> None:
        """Say what it is about now."""
        self._title.say(row.title)
        self._detail.say(row.detail)
        self.button.setAccessibleName(f"{row.button_text} {row.title}")
        self.button.setAccessibleDescription(row.title)

    @property
    def keyboard_part(self) -> QWidget | None:
        return self.button


class RecorderBox(QWidget):
    """Takes another key, and says why one will not do. ``recorded`` is told the key, "" for none,
    ``None`` for the usual one, and ``False`` for what is no key.
    """

    recorded = Signal(object)
    cancelled = Signal()

    def __init__(self, theme: Theme, title: str, view: Recorder) -> None:
        super().__init__()
        px = theme.px
        self._instead: Chord | None = None
        self.field = ChordField(theme, title, view.prompt)
        self.field.recorded.connect(
            lambda chord: self.recorded.emit(False if chord is None else str(chord))
        )
        self.field.left.connect(self.cancelled)
        self._refusal = AdviceLine(theme)
        caution = Label(theme, "label", view.caution, tone="ink2", weight=400)
        self.use = self._button(theme, title, lambda: self.recorded.emit(str(self._instead)))
        self.usual = self._button(theme, title, lambda: self.recorded.emit(None))
        self.none = self._button(theme, title, lambda: self.recorded.emit(""))
        self.cancel = self._button(theme, title, lambda: self.cancelled.emit())  # noqa: PLW0108 (typed)
        buttons = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        buttons.setSizePolicy(policy)
        flow = FlowLayout(buttons, gap=px(8))
        for button in (self.use, self.usual, self.none, self.cancel):
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(4), 0, px(4))
        column.setSpacing(px(6))
        for part in (self.field, self._refusal, caution, buttons):
            column.addWidget(part)

    def show_view(self, view: Recorder) -> None:
        """Draw why the last key will not do, and what would."""
        self._instead = view.instead
        self._refusal.show_advice(view.refusal)
        for button, text in (
            (self.use, view.use_text),
            (self.usual, view.usual_text),
            (self.none, view.none_text),
            (self.cancel, view.cancel_text),
        ):
            button.setText(text)
            set_shown(button, is_shown=bool(text))

    @staticmethod
    def _button(theme: Theme, title: str, pressed: Callable[[], None]) -> QPushButton:
        made = push_button(theme, "", measure="row", about=title)
        made.clicked.connect(lambda _=False: pressed())
        return made
