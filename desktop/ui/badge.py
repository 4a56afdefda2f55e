"""A badge: one word on a soft fill, 22 px high (VISUAL §4)."""

from PySide6.QtWidgets import QSizePolicy

from desktop.ui.labels import Label, set_property
from desktop.ui.theme import Scheme, Theme
from desktop.ui.views.badges import Badge


class BadgeLabel(Label):
    """Draws a ``Badge``; nothing at all for ``None``."""

    def __init__(self, theme: Theme, badge: Badge | None = None) -> None:
        super().__init__(theme, "caption", weight=600, wraps=False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if theme.scheme is Scheme.CONTRAST:
            self.setProperty("framed", "true")
        self.show_badge(badge)

    def show_badge(self, badge: Badge | None) -> None:
        """Draw ``badge``."""
        set_property(self, "badge", badge.tone.value if badge else "")
        self.say(badge.text if badge else "")
