"""A field that takes the next key with what is held down. It hears only what is typed into it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from desktop.domain.hotkeys import KEYS, Chord, Modifier
from desktop.ui.theme import Theme

_HELD = {
    Qt.KeyboardModifier.ControlModifier: Modifier.CTRL,
    Qt.KeyboardModifier.AltModifier: Modifier.ALT,
    Qt.KeyboardModifier.ShiftModifier: Modifier.SHIFT,
    Qt.KeyboardModifier.MetaModifier: Modifier.WIN,
}
_ONLY_HELD = {
    *(Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Shift, Qt.Key.Key_Meta),
    *(Qt.Key.Key_Super_L, Qt.Key.Key_Super_R),
}
_OTHERS = {
    Qt.Key.Key_Insert: "Insert",
    Qt.Key.Key_Home: "Home",
    Qt.Key.Key_End: "End",
    Qt.Key.Key_PageUp: "PageUp",
    Qt.Key.Key_PageDown: "PageDown",
}


class ChordField(QLineEdit):
    """``recorded`` is told the key, or ``None`` for one that no keyboard has everywhere.

    Tab goes on, and Esc leaves it: neither can call.
    """

    recorded = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, name: str, prompt: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setFont(theme.font("body"))
        self.setPlaceholderText(prompt)
        self.setAccessibleName(f"{name}: {prompt}")

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()  # no shortcut of the window is meant
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = frozenset(one for flag, one in _HELD.items() if event.modifiers() & flag)
        if event.key() == Qt.Key.Key_Escape and not held:
            self.left.emit()
        elif event.key() in _ONLY_HELD:
            self.setText("+".join([*(one for one in Modifier if one in held), ""]))
        elif not event.isAutoRepeat():
            key = _key_of(event.key())
            chord = Chord(held, key) if key is not None else None
            self.setText(str(chord) if chord is not None else "")
            self.recorded.emit(chord)

    def keyReleaseEvent(self, _: QKeyEvent) -> None:
        if self.text().endswith("+"):
            self.clear()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.text().endswith("+"):
            self.clear()


def _key_of(code: int) -> str | None:
    if code in _OTHERS:
        return _OTHERS[Qt.Key(code)]
    if Qt.Key.Key_F1 <= code <= Qt.Key.Key_F24:
        return f"F{code - Qt.Key.Key_F1 + 1}"
    letter = chr(code) if code < 0x80 else ""
    return letter if letter in KEYS else None
