"""Colour, type and size: ``assets/theme/tokens.json`` turned into what Qt draws with."""

import re
import sys
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from desktop.assets import asset
from desktop.domain.errors import DeskError


class Scheme(StrEnum):
    """The three looks; the takeover is the same in all of them."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "high_contrast"


SCHEMES = {"light": Scheme.LIGHT, "dark": Scheme.DARK, "contrast": Scheme.CONTRAST}
"""The looks as the settings name them; every other word is the system's."""


class AssetMissingError(DeskError):
    """A file that the windows are drawn with is missing or damaged."""

    code = "asset-missing"
    advice = "The installation is incomplete. Install Countersign again."


BAR_FONTS = ("Inter-Regular", "Inter-Medium")
OTHER_FONTS = (
    "Inter-SemiBold",
    "Inter-Bold",
    "InterDisplay-Medium",
    "InterDisplay-SemiBold",
    "InterDisplay-Bold",
    "NotoSansMono-Regular",
)


def load_fonts(names: Iterable[str] = (*BAR_FONTS, *OTHER_FONTS)) -> None:
    """Make the bundled fonts known to Qt; ``AssetMissingError`` if one is not there.

    Qt without a font draws boxes and reports nothing, so this is the place where it is noticed.
    """
    for name in names:
        if QFontDatabase.addApplicationFont(str(asset("fonts", f"{name}.ttf"))) < 0:
            raise AssetMissingError(f"The font {name}.ttf is missing or damaged.")


@cache
def tokens() -> dict[str, Any]:
    """Return the design tokens, read once."""
    try:
        read: dict[str, Any] = msgspec.json.decode(asset("theme", "tokens.json").read_bytes())
    except (OSError, msgspec.DecodeError) as cause:
        raise AssetMissingError("The colours (tokens.json) are missing or damaged.") from cause
    return read


class Theme(msgspec.Struct, frozen=True):
    """One look at one text size. ``text_scale`` is 1.0 to 2.0 and scales controls with it."""

    scheme: Scheme = Scheme.LIGHT
    text_scale: float = 1.0
    overrides: tuple[tuple[str, str], ...] = ()

    def color(self, token: str) -> QColor:
        """Return the colour called ``token``; takeover colours are the same in every scheme."""
        return QColor(self._hex(token))

    def _hex(self, token: str) -> str:
        colors: Mapping[str, str] = tokens()["color"][self.scheme.value]
        found = dict(self.overrides).get(token) or colors.get(token)
        return found or str(tokens()["color"]["takeover"][token])

    def px(self, logical: float) -> int:
        """Return a length that grows with the text size."""
        return round(logical * self.text_scale)

    @property
    def border(self) -> int:
        """The width of a line around a card, field or button."""
        return 2 if self.scheme is Scheme.CONTRAST else 1

    def font(self, style: str, *, tabular: bool = False, weight: int | None = None) -> QFont:
        """Return a type style of tokens.json (``body``, ``title``...), scaled."""
        spec = tokens()["type_px"][style]
        made = interface_font(self.px(spec["size"]), weight or spec["weight"])
        if tabular:
            made.setFeature(QFont.Tag("tnum"), 1)
        return made

    def mono(self, logical: float) -> QFont:
        """Return Noto Sans Mono, in which codes and addresses are told letter from letter."""
        font = QFont("Noto Sans Mono")
        font.setPixelSize(self.px(logical))
        return font

    def style_sheet(self) -> str:
        """Return the QSS with every ``@token`` and ``sp`` length filled in."""
        try:
            text = asset("theme", "countersign.qss").read_text("utf-8")
        except OSError as cause:
            raise AssetMissingError("The style sheet is missing.") from cause
        is_contrast = self.scheme is Scheme.CONTRAST
        text = text.replace("@border_panic", "4px" if is_contrast else "2px")
        text = text.replace("@selected_line", "@ink" if is_contrast else "transparent")
        text = text.replace("@track_border", "2px" if is_contrast else "0px")
        inner = self.px(34) - 2 * (2 - self.border)  # within 2 px of border, as high as any line
        text = text.replace("@inner_34", f"{inner}px")
        text = text.replace(
            "@off_border", "2px dashed @disabled" if is_contrast else "1px solid @line"
        )
        text = text.replace("@border", f"{self.border}px")
        text = re.sub(r"(\d+)sp\b", lambda m: f"{self.px(int(m[1]))}px", text)
        return re.sub(r"@(\w+)", lambda m: self._hex(m[1]), text)

    def palette(self) -> QPalette:
        """Return the palette for what Qt draws natively."""
        palette = QPalette()
        roles = QPalette.ColorRole
        for role, token in {
            roles.Window: "canvas",
            roles.WindowText: "ink",
            roles.Base: "surface",
            roles.AlternateBase: "sunken",
            roles.Text: "ink",
            roles.PlaceholderText: "ink3",
            roles.Button: "surface",
            roles.ButtonText: "ink",
            roles.ToolTipBase: "surface",
            roles.ToolTipText: "ink",
            roles.Highlight: "action",
            roles.HighlightedText: "on_action",
            roles.Link: "action_text",
            roles.Mid: "control",
        }.items():
            palette.setColor(role, self.color(token))
        for role in (roles.WindowText, roles.Text, roles.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("disabled"))
        return palette


def interface_font(px: float, weight: int) -> QFont:
    """Return Inter, or Inter Display from 40 px up."""
    font = QFont("Inter Display" if px >= tokens()["font"]["display"]["from_px"] else "Inter")
    font.setPixelSize(max(1, round(px)))
    font.setWeight(QFont.Weight(weight))
    return font


class Appearance(QObject):
    """The theme in force. It follows the system unless a scheme was chosen."""

    changed = Signal()

    def __init__(
        self,
        *,
        scheme: Scheme | None = None,
        text_scale: float = 1.0,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._chosen = scheme
        self._scale = min(2.0, max(1.0, text_scale))
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow)
        self.theme = self._theme_now()

    def choose(self, *, scheme: Scheme | None = None, text_scale: float | None = None) -> None:
        """Use ``scheme`` (``None``: the system's) and, where given, a text size of 1.0 to 2.0."""
        self._chosen = scheme
        if text_scale is not None:
            self._scale = min(2.0, max(1.0, text_scale))
        self._follow()

    def _follow(self) -> None:
        theme = self._theme_now()
        if theme != self.theme:
            self.theme = theme
            self.changed.emit()

    def _theme_now(self) -> Theme:
        if self._chosen is not None:
            return Theme(self._chosen, self._scale)
        hints = QGuiApplication.styleHints()
        if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            overrides = (
                system_contrast(QGuiApplication.palette()) if sys.platform == "win32" else ()
            )
            return Theme(Scheme.CONTRAST, self._scale, overrides)
        is_dark = hints.colorScheme() == Qt.ColorScheme.Dark
        return Theme(Scheme.DARK if is_dark else Scheme.LIGHT, self._scale)


def system_contrast(palette: QPalette) -> tuple[tuple[str, str], ...]:
    """Return the tokens that a Windows contrast theme sets: people chose those colours to read.

    Only the neutral ones and the selection: red, amber, green and violet keep their meaning, and
    a shape and a word repeat it. Not tried on Windows itself.
    """
    roles = QPalette.ColorRole
    tokens_of = {
        roles.Window: ("canvas", "surface", "sunken", "bar", "bar_button"),
        roles.WindowText: ("ink", "ink2", "ink3", "line", "control", "bar_ink", "bar_cue"),
        roles.Highlight: ("action", "action_text"),
        roles.HighlightedText: ("on_action",),
    }
    off = palette.color(QPalette.ColorGroup.Disabled, roles.WindowText).name()
    chosen = [(name, palette.color(role).name()) for role in tokens_of for name in tokens_of[role]]
    return (*chosen, ("disabled", off))
