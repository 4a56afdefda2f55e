"""Lucide icons, drawn in a token's colour, once per theme and scale."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.assets import asset
from desktop.ui.theme import AssetMissingError, Theme

_STROKE = 'stroke-width="1.75"'


class Icons:
    """The icons of one theme. Make new ones when the theme changes."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._made: dict[tuple[str, str, int, float], QPixmap] = {}

    def pixmap(self, name: str, *, color: str, size: int, ratio: float = 1.0) -> QPixmap:
        """Return the icon at ``size`` logical pixels, for a screen of ``ratio`` device pixels."""
        key = (name, color, size, ratio)
        if key not in self._made:
            self._made[key] = self._draw(name, color, size, ratio)
        return self._made[key]

    def icon(self, name: str, *, color: str, size: int = 16, disabled: str = "") -> QIcon:
        """Return a ``QIcon`` that is sharp at once and twice the density.

        ``disabled`` colours it where it cannot be chosen: what Qt makes of it by itself is brighter
        than the other icons on a dark ground.
        """
        made = QIcon()
        modes = {QIcon.Mode.Normal: color} | ({QIcon.Mode.Disabled: disabled} if disabled else {})
        for mode, token in modes.items():
            for ratio in (1.0, 2.0):
                drawn = self.pixmap(name, color=token, size=self.theme.px(size), ratio=ratio)
                made.addPixmap(drawn, mode)
        return made

    def _draw(self, name: str, color: str, size: int, ratio: float) -> QPixmap:
        try:
            svg = asset("icons", f"{name}.svg").read_text("utf-8")
        except OSError as cause:
            raise AssetMissingError(f"The icon {name}.svg is missing.") from cause
        ink = self.theme.color(color).name()
        svg = svg.replace("currentColor", ink).replace('stroke-width="2"', _STROKE)
        pixmap = QPixmap(round(size * ratio), round(size * ratio))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(pixmap.rect()))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap
