"""The key that does the same, drawn as a key."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy

from desktop.ui.labels import Label, set_property
from desktop.ui.theme import Theme


class KeyHint(Label):
    """No screen reader needs it: what it belongs to says its key."""

    def __init__(self, theme: Theme, key: str) -> None:
        super().__init__(theme, "caption", key, wraps=False)
        self.setProperty("plate", "key-dim")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumSize(theme.px(18), theme.px(20))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_key(self, *, counts: bool) -> None:
        """Dim where keys go to another program."""
        set_property(self, "plate", "key" if counts else "key-dim")
