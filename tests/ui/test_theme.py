import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QFontInfo, QImage, QPalette, QRegion
from PySide6.QtWidgets import QLineEdit, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import desktop.ui.theme as theme_module
from desktop.assets import asset
from desktop.ui.console.navigation import PageButton
from desktop.ui.icons import Icons
from desktop.ui.radio import Radio
from desktop.ui.reports.chips import Chip
from desktop.ui.reports.look import Look
from desktop.ui.theme import (
    Appearance,
    AssetMissingError,
    Scheme,
    Theme,
    interface_font,
    load_fonts,
    system_contrast,
    tokens,
)
from desktop.ui.tick_box import TickBox
from desktop.ui.words import Words

SCHEMES = list(Scheme)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio of two colours."""

    def luminance(name: str) -> float:
        color = QColor(name)
        parts = (color.redF(), color.greenF(), color.blueF())
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs(kind: str) -> list[tuple[str, str]]:
    return [(pair.split("/")[0], pair.split("/")[1]) for pair in tokens()["contrast"][kind]]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("pair", pairs("text"))
def test_text_stands_out_from_its_ground(scheme: Scheme, pair: tuple[str, str]) -> None:
    theme = Theme(scheme)
    assert contrast(*(theme.color(token).name() for token in pair)) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("pair", pairs("mark"))
def test_marks_and_borders_stand_out_from_their_ground(
    scheme: Scheme, pair: tuple[str, str]
) -> None:
    theme = Theme(scheme)
    assert contrast(*(theme.color(token).name() for token in pair)) >= 3.0


@pytest.mark.parametrize("pair", pairs("takeover"))
def test_takeover_text_can_be_read(pair: tuple[str, str]) -> None:
    assert contrast(*(Theme().color(token).name() for token in pair)) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_style_sheet_is_filled_in_completely(scheme: Scheme, scale: float) -> None:
    filled = Theme(scheme, scale).style_sheet()
    assert "@" not in filled
    assert not re.search(r"\dsp\b", filled)


def test_text_size_scales_type_and_controls() -> None:
    double = Theme(text_scale=2.0)
    assert (double.px(36), double.font("body").pixelSize()) == (72, 28)


def test_high_contrast_draws_thicker_lines() -> None:
    assert (Theme(Scheme.LIGHT).border, Theme(Scheme.CONTRAST).border) == (1, 2)
    assert "border: 4px solid" in Theme(Scheme.CONTRAST).style_sheet()


def test_the_bundled_fonts_are_the_ones_drawn_with(fonts: None) -> None:
    assert QFontInfo(interface_font(14, 400)).family() == "Inter"
    assert QFontInfo(interface_font(192, 700)).family() == "Inter Display"
    assert QFontInfo(interface_font(14, 600)).weight() == 600


def test_a_missing_font_is_noticed_at_once(fonts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme_module, "asset", lambda *parts: Path("nowhere", *parts))
    with pytest.raises(AssetMissingError, match="Inter-Regular"):
        load_fonts()


def test_a_missing_icon_is_noticed_at_once(fonts: None) -> None:
    with pytest.raises(AssetMissingError, match="no-such-icon"):
        Icons(Theme()).icon("no-such-icon", color="ink")


def test_an_icon_has_the_colour_asked_for(fonts: None) -> None:
    image = Icons(Theme()).pixmap("check", color="panic", size=32).toImage()
    drawn = {
        image.pixelColor(x, y).name()
        for x in range(32)
        for y in range(32)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert drawn == {Theme().color("panic").name()}


def test_only_icons_that_are_used_are_bundled(fonts: None) -> None:
    root = Path(__file__).resolve().parents[2] / "desktop"
    naming = [*root.rglob("*.py"), *asset("guidance").rglob("*.md")]
    code = "".join(file.read_text("utf-8") for file in naming)
    unused = [svg.stem for svg in asset("icons").glob("*.svg") if f'"{svg.stem}"' not in code]
    assert unused == []


def test_in_high_contrast_the_open_page_has_a_frame(qtbot: QtBot, fonts: None) -> None:
    edges = {}
    for scheme in Scheme:
        theme = Theme(scheme)
        button = PageButton(theme, "Now", "radio", hint="")
        button.setStyleSheet(theme.style_sheet())
        button.mark_open(is_open=True)
        qtbot.addWidget(button)
        button.resize(180, 36)
        image = button.grab().toImage()
        end = image.height()
        edges[scheme] = {image.pixelColor(90, y).name() for y in (0, 1, end - 2, end - 1)}
    assert edges[Scheme.CONTRAST] == {Theme(Scheme.CONTRAST).color("ink").name()}
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        assert Theme(scheme).color("ink").name() not in edges[scheme]


def test_in_high_contrast_one_sees_where_the_progress_ends(qtbot: QtBot, fonts: None) -> None:
    theme = Theme(Scheme.CONTRAST)
    track = QProgressBar()
    track.setTextVisible(False)
    track.setStyleSheet(theme.style_sheet())
    qtbot.addWidget(track)
    track.resize(200, track.sizeHint().height())
    image = track.grab().toImage()
    assert track.height() == 10
    middle = image.height() // 2
    line, inside = theme.color("control").name(), theme.color("sunken").name()
    drawn = [image.pixelColor(x, middle).name() for x in (0, 1, 100, 198, 199)]
    assert drawn == [line, line, inside, line, line]


def test_the_look_changes_when_it_is_chosen(fonts: None) -> None:
    appearance = Appearance(scheme=Scheme.LIGHT)
    seen: list[Theme] = []
    appearance.changed.connect(lambda: seen.append(appearance.theme))
    appearance.choose(scheme=Scheme.DARK, text_scale=5.0)
    appearance.choose(scheme=Scheme.DARK)
    assert seen == [Theme(Scheme.DARK, 2.0)]


def test_a_windows_contrast_theme_gives_its_own_colours() -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor("#2d3236"))
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#fffffe"))
    off = QPalette.ColorGroup.Disabled
    palette.setColor(off, QPalette.ColorRole.WindowText, QColor("#3ff23f"))
    theme = Theme(Scheme.CONTRAST, 1.0, system_contrast(palette))
    assert theme.color("canvas").name() == "#2d3236"
    assert theme.color("ink").name() == "#fffffe"
    assert theme.color("disabled").name() == "#3ff23f"
    assert theme.color("panic_mark") == Theme(Scheme.CONTRAST).color("panic_mark")


LOOKS = [(scheme, scale) for scheme in SCHEMES for scale in (1.0, 2.0)]


@pytest.mark.parametrize(("scheme", "scale"), LOOKS)
def test_a_chip_is_round_at_its_ends_at_every_size(
    qtbot: QtBot, fonts: None, scheme: Scheme, scale: float
) -> None:
    look = Look(Theme(scheme, scale), Words.of("en"))
    chip = Chip(look, "Damage")
    qtbot.addWidget(chip)
    chip.setStyleSheet(look.theme.style_sheet())
    chip.resize(chip.sizeHint())
    radius = re.search(r"role=\"chip\"\] \{[^}]*border-radius: (\d+)px", look.theme.style_sheet())
    assert radius is not None
    assert chip.height() / 2 - 3 * scale <= int(radius[1]) <= chip.height() / 2
    nook = chip.height() // 9
    assert drawn(chip).pixelColor(nook, nook).alpha() < 100


@pytest.mark.parametrize(("scheme", "scale"), LOOKS)
@pytest.mark.parametrize("is_on", [True, False])
def test_a_choice_of_several_is_a_circle_at_every_size(
    qtbot: QtBot, fonts: None, scheme: Scheme, scale: float, is_on: bool
) -> None:
    theme = Theme(scheme, scale)
    radio = Radio(theme, "")
    qtbot.addWidget(radio)
    radio.setStyleSheet(theme.style_sheet())
    radio.setChecked(is_on)
    radio.resize(radio.sizeHint())
    side = theme.px(18)
    top = (radio.height() - side) // 2
    picture = drawn(radio)
    edge = theme.color("action" if is_on else "control")
    for across, down in ((0, side // 2), (side // 2, 0), (side // 2, side - 1)):
        seen = picture.pixelColor(across, top + down)
        assert seen.alpha() > 0
        assert seen.rgb() & 0xFFFFFF == pytest.approx(edge.rgb() & 0xFFFFFF, abs=0x060606)
    nook = round(side * 0.08)
    for across in (nook, side - 1 - nook):
        assert picture.pixelColor(across, top + nook).alpha() < 100, "a box, not a circle"
    middle = picture.pixelColor(side // 2, top + side // 2)
    assert (middle == edge) is is_on


@pytest.mark.parametrize(("scheme", "scale"), LOOKS)
def test_a_box_that_is_ticked_shows_a_tick_and_not_a_colour_alone(
    qtbot: QtBot, fonts: None, scheme: Scheme, scale: float
) -> None:
    theme = Theme(scheme, scale)
    box = TickBox(theme, "")
    qtbot.addWidget(box)
    box.setStyleSheet(theme.style_sheet())
    box.resize(box.sizeHint())
    tick = theme.color("on_action").rgb()

    def ticked() -> int:
        picture = drawn(box)
        side = range(theme.px(18))
        top = (box.height() - theme.px(18)) // 2
        return sum(picture.pixelColor(x, top + y).rgb() == tick for x in side for y in side)

    off = ticked()
    box.setChecked(True)
    assert ticked() > theme.px(8)
    assert off == 0 or theme.color("surface").rgb() == tick


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_cannot_be_used_now_looks_so(qtbot: QtBot, fonts: None, scheme: Scheme) -> None:
    sheet = Theme(scheme).style_sheet()
    for made in (QLineEdit("3/1/2026"), QPushButton("Choose")):
        qtbot.addWidget(made)
        made.setStyleSheet(sheet)
        made.resize(200, 36)
        usable = edge_of(made)
        made.setEnabled(False)
        off = edge_of(made)
        assert off != usable
        assert len(set(off)) > 1 or scheme is not Scheme.CONTRAST, "no border is left"


def edge_of(widget: QWidget) -> list[str]:
    """The colours along the upper edge."""
    picture = drawn(widget)
    return [picture.pixelColor(x, 0).name() for x in range(20, 180)]


def drawn(widget: QWidget) -> QImage:
    """What the widget draws, on nothing."""
    picture = QImage(widget.size(), QImage.Format.Format_ARGB32)
    picture.fill(QColor(0, 0, 0, 0))
    widget.render(picture, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    return picture
