"""One takeover window: it covers one screen, and lets keys and clicks through a guard."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QPaintEvent,
    QResizeEvent,
    QScreen,
)

from desktop.monotonic import monotonic
from desktop.ui.removal import remove
from desktop.ui.takeover.buttons import PANEL_PX, FieldButton
from desktop.ui.takeover.drawing import (
    FIELD_SHARE,
    HEIGHT,
    MARGIN,
    STRIP,
    WIDTH,
    at_least,
    painting,
    takeover_color,
)
from desktop.ui.takeover.field import QUESTION, clock_area, paint_field
from desktop.ui.takeover.guarded import GuardedWindow
from desktop.ui.takeover.panel import Panel, steps_in
from desktop.ui.takeover.strip import StripBar
from desktop.ui.views.acts import OUTCOMES, Act, Button
from desktop.ui.views.takeover import Field

_BIG_WIDTHS = (540.0, 320.0)
_BIG_HEIGHT = 120.0
_SMALL_HEIGHT = 64.0
_FOOT = 92.0
"""The lowest line of the field, where how things stand is said."""
_GAP = 20.0
PANEL = "panel"
"""The ground of the steps' buttons."""


class Takeover(GuardedWindow):
    """Draws a ``Field`` over the whole of a screen and reports what was answered; ``stepped`` also
    says of which step.

    Esc does nothing, and the window manager cannot close it: only an answer makes it smaller.
    """

    acted = Signal(Act, str)
    stepped = Signal(Act, str, str)
    opened = Signal(str)
    first_painted = Signal(str)

    def __init__(self, *, monotonic: Callable[[], float] = monotonic) -> None:
        super().__init__(monotonic)
        self._field: Field | None = None
        self._painted = ""
        self._strip = StripBar(self)
        self._strip.opened.connect(self._open)
        self._tick = QTimer(self)
        self._tick.setTimerType(Qt.TimerType.CoarseTimer)
        self._tick.timeout.connect(self._show_time)

    @property
    def field(self) -> Field | None:
        """What is drawn now."""
        return self._field

    @property
    def stays(self) -> bool:
        """An alert is on it."""
        return self._field is not None

    def show_field(self, field: Field, screen: QScreen) -> None:
        """Cover ``screen`` with ``field`` in one frame."""
        before, self._field = self._field, field
        is_new = before is None or before.alert != field.alert
        is_hidden = not self.isVisible()
        if is_new or is_hidden or (before is not None and before.buttons != field.buttons):
            self._guard.screen_changed()
            self._renew_buttons(field)
        if field.strip is not None:
            self._strip.show_strip(field.strip, self._monotonic())
        self._strip.setVisible(field.strip is not None)
        self.setAccessibleName(field.sentence)
        self.setAccessibleDescription(_panel_words(field))
        if is_hidden:
            self._cover(screen)
        self._lay_out()
        self._show_keys()
        self.update()
        if is_new:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def withdraw(self) -> None:
        """Leave the screen."""
        self._field = None
        self._painted = ""
        self._tick.stop()
        self._quiet.stop()
        self.hide()

    def _cover(self, screen: QScreen) -> None:
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()
        self._tick.start(1000)

    def _renew_buttons(self, field: Field) -> None:
        for old in self._buttons:
            remove(old)
        self._buttons = []
        of_steps = [button for step in field.steps for button in step.buttons]
        firsts = [step.buttons[0] for step in field.steps if step.buttons and not step.is_done]
        for button in field.buttons:
            is_choice = button.act in OUTCOMES and len(field.big) > 1
            is_first = (button is field.big[0] and not is_choice) or button in firsts
            ground = PANEL if button in of_steps else field.tone
            made = FieldButton(button, ground, is_first=is_first, parent=self)
            if ground == PANEL:
                made.write_at_most(at_least(PANEL_PX, self._unit))
            made.clicked.connect(lambda _=False, button=button: self._click(button))
            self._buttons.append(made)

    @property
    def _unit(self) -> float:
        return min(self.width() / WIDTH, self.height() / HEIGHT) or 1.0

    def _lay_out(self) -> None:
        field = self._field
        if field is None:
            return
        unit, bottom = self._unit, self.height() / self._unit - STRIP
        boxes = [*_boxes(field, bottom), *self._boxes_of_steps(field)]
        for made, box in zip(self._buttons, boxes, strict=True):
            if box is not None:
                made.place(box, unit)
            made.setVisible(box is not None)
        alike = [made for made in self._buttons if made.button.act in OUTCOMES]
        fits_all = min((made.text_px() for made in alike), default=0)
        for made in alike:
            made.write_at_most(fits_all)
        top = round(bottom * unit)
        self._strip.setGeometry(QRect(0, top, self.width(), self.height() - top))

    def _panel_box(self, field: Field) -> QRectF:
        unit = self._unit
        width, height = self.width() / unit, self.height() / unit
        split = round(FIELD_SHARE * self.width()) / unit
        return QRectF(split, 0, width - split, height - STRIP if field.strip else height)

    def _boxes_of_steps(self, field: Field) -> list[QRectF | None]:
        """One for each button; what is done and left out for want of room has none."""
        steps = steps_in(self._panel_box(field), field, self._unit)
        drawn = dict(steps.button_boxes())
        return [drawn.get(button) for step in field.steps for button in step.buttons]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _show_time(self) -> None:
        now = self._monotonic()
        unit = self._unit
        area = clock_area(FIELD_SHARE * self.width() / unit)
        self.update(
            QRectF(
                area.x() * unit, area.y() * unit, area.width() * unit, area.height() * unit
            ).toAlignedRect()
        )
        self._strip.show_time(now)

    def paintEvent(self, _: QPaintEvent) -> None:
        field = self._field
        if field is None:
            return
        unit = self._unit
        with painting(self, unit) as painter:
            beside = self._panel_box(field)
            height, split, bottom = self.height() / unit, beside.left(), beside.bottom()
            painter.fillRect(QRectF(0, 0, split, bottom), takeover_color(f"{field.tone}_field"))
            painter.save()
            painter.setClipRect(QRectF(0, 0, split, bottom))
            foot = height - STRIP
            ends = QUESTION - 40 if field.question else _boxes(field, foot)[0].top() - 8
            room, now = QSizeF(split, foot), self._monotonic()
            is_whole = paint_field(painter, field, room, note_ends=ends, unit=unit, now=now)
            painter.restore()
            Panel(painter, beside, unit).paint(field, repeats_note=not is_whole)
        if self._painted != field.alert:
            self._painted = field.alert
            self.first_painted.emit(field.alert)

    # Keys and clicks

    def _click(self, button: Button) -> None:
        if self._guard.click_counts():
            self._answer(button)

    def _open(self, alert: str) -> None:
        if self._guard.click_counts():
            self.opened.emit(alert)

    def _answer(self, button: Button) -> None:
        if self._field is None:
            return
        if button.step:
            self.stepped.emit(button.act, self._field.alert, button.step)
        else:
            self.acted.emit(button.act, self._field.alert)

    def _answer_key(self, key: str) -> None:
        field = self._field
        if field is None or not key:
            return
        named = next((b for b in field.buttons if b.key == key and not b.is_done), None)
        if named is not None:
            self._answer(named)
        elif key in {*"23456789"} and int(key) <= len(field.order):
            self.opened.emit(field.order[int(key) - 1])

    def _mark_keys(self, *, count: bool) -> None:
        super()._mark_keys(count=count)
        self._strip.show_keys(count=count)


def _boxes(field: Field, bottom: float) -> list[QRectF]:
    """Return where the answers stand, in the order of ``field.buttons``."""
    room = 1120.0
    top = bottom - _FOOT - _BIG_HEIGHT
    if field.question:
        top = QUESTION + 48
    widths = list(_BIG_WIDTHS[: len(field.big)])
    if len(field.big) > len(_BIG_WIDTHS):
        widths = [(room - _GAP * (len(field.big) - 1)) / len(field.big)] * len(field.big)
    third = (room - 2 * _GAP) / 3
    small = (room - _GAP * (len(field.small) - 1)) / len(field.small) if field.small else third
    small_widths = [min(small, third)] * len(field.small)
    return [
        *_row(small_widths, top - _GAP - _SMALL_HEIGHT, _SMALL_HEIGHT),
        *_row(widths, top, _BIG_HEIGHT),
        *_row([third] * len(field.last), top + _BIG_HEIGHT + _GAP, _SMALL_HEIGHT),
    ]


def _row(widths: list[float], top: float, height: float) -> list[QRectF]:
    boxes, left = [], MARGIN
    for width in widths:
        boxes.append(QRectF(left, top, width, height))
        left += width + _GAP
    return boxes


def _panel_words(field: Field) -> str:
    who = "; ".join(f"{person.name}: {person.answer}" for person in field.who)
    steps = (
        part
        for step in field.steps
        for part in (step.text, step.script, step.detail, step.who)
        if part
    )
    return " ".join(part for part in (field.question, field.status, *steps, who) if part)
