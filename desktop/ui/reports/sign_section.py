"""The last part: who signs, where the report goes, and a PIN where several people share a PC."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.labels import Label
from desktop.ui.reports.editors import quiet_button
from desktop.ui.reports.look import Look


class SignSection(QWidget):
    """Says what signing means. The button that does it is at the foot of the form."""

    pin_pressed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        words = look.words
        self._who = Label(look.theme, "body")
        self._pin = quiet_button(look, words("Set a PIN, so that only you open your drafts"))
        self._pin.setIcon(look.icon_before("lock", "action_text", 14))
        self._pin.setIconSize(look.icon_room(14))
        self._pin.clicked.connect(self.pin_pressed)
        self._pin.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(8))
        column.addWidget(self._who)
        column.addWidget(
            Label(
                look.theme,
                "label",
                words(
                    "It goes to this site's supervisors, who read and sign it. This PC then keeps "
                    "its number and status, and nothing of the story."
                ),
                tone="ink2",
                weight=400,
            )
        )
        column.addWidget(self._pin, 0, Qt.AlignmentFlag.AlignLeft)

    def show_signer(self, name: str, title: str, *, needs_pin: bool) -> None:
        """Say who signs; offer to set a PIN where there is none yet."""
        words = self._look.words
        who = ", ".join(filter(None, (name.strip(), title.strip())))
        self._who.setText(
            words("You sign as {who}.", who=who) if who else words("Your name is missing.")
        )
        self._pin.setVisible(needs_pin)

    def controls(self) -> list[QWidget]:
        """What the Tab key goes to, in reading order."""
        return [self._pin]
