"""A colleague's call at a staff desk: one window above all others, with one key for an answer."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QCursor,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPaintEvent,
)

from desktop.monotonic import monotonic
from desktop.ui.fitting import cut_text, elided, fit_line, fit_text, wrapped
from desktop.ui.glyph import paint_glyph
from desktop.ui.removal import remove
from desktop.ui.takeover.buttons import FieldButton
from desktop.ui.takeover.drawing import draw_line, font, painting, readable, takeover_color
from desktop.ui.takeover.guarded import GuardedWindow
from desktop.ui.theme import Appearance
from desktop.ui.views.acts import Act
from desktop.ui.views.staff_call import StaffCallView
from desktop.ui.words import elapsed

WIDTH, HEIGHT = 840.0, 616.0
_MARGIN = 40.0
_GLYPH = QRectF(_MARGIN, 30, 52, 52)
_PLACE = QRectF(_MARGIN, 98, WIDTH - 2 * _MARGIN, 112)
_AREA, _KNOWN = 236.0, 278.0
_NOTE = QRectF(_MARGIN, 300, WIDTH - 2 * _MARGIN, 62)
_ROW = 32.0
_BUTTONS = QRectF(_MARGIN, HEIGHT - 40 - 76, WIDTH - 2 * _MARGIN, 76)
_GAP = 16.0
_PLACE_SIZES = (96, 80, 64, 52, 44, 36, 28)


class StaffCallWindow(GuardedWindow):
    """Draws a ``StaffCallView`` and reports what was answered.

    As the takeover it lets keys and clicks through a guard, so that words typed in another program
    answer nothing, and only an answer or the end of the call takes it away.
    """

    acted = Signal(Act, str)

    def __init__(
        self, appearance: Appearance, *, monotonic: Callable[[], float] = monotonic
    ) -> None:
        super().__init__(monotonic)
        self._appearance = appearance
        self._view: StaffCallView | None = None
        self._unit = 1.0
        self._tick = QTimer(self)
        self._tick.setTimerType(Qt.TimerType.CoarseTimer)
        self._tick.timeout.connect(self.update)

    @property
    def view(self) -> StaffCallView | None:
        """What is drawn now."""
        return self._view

    @property
    def stays(self) -> bool:
        """A call is on it."""
        return self._view is not None

    def show_view(self, view: StaffCallView | None) -> None:
        """Draw ``view``, or leave the screen. It comes to the front when it begins to call."""
        before, self._view = self._view, view
        if view is None:
            self._tick.stop()
            self._quiet.stop()
            self.hide()
            return
        begins = view.calls and (before is None or not before.calls or before.alert != view.alert)
        if before is None or before.buttons != view.buttons or before.alert != view.alert:
            self._guard.screen_changed()
            self._renew_buttons(view)
        elif before.tone is not view.tone:
            self._renew_buttons(view)
        self.setAccessibleName(view.sentence)
        self.setAccessibleDescription(_who_words(view))
        if not self.isVisible():
            self._stand()
            self.show()
            self._tick.start(1000)
        if begins:
            self.raise_()
            self.activateWindow()
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        self._lay_out()
        self._show_keys()
        self.update()

    def _stand(self) -> None:
        """In the middle of the screen that somebody works at, as large as their letters are."""
        screen = QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        wanted = self._appearance.theme.text_scale
        self._unit = min(wanted, room.width() / WIDTH, room.height() / HEIGHT)
        box = QRect(0, 0, round(WIDTH * self._unit), round(HEIGHT * self._unit))
        box.moveCenter(room.center())
        self.setGeometry(box)
        self.setFixedSize(box.size())

    def _renew_buttons(self, view: StaffCallView) -> None:
        for old in self._buttons:
            remove(old)
        self._buttons = []
        for button in view.buttons:
            is_first = button.act is Act.GOING
            made = FieldButton(button, view.tone, is_first=is_first, parent=self)
            made.clicked.connect(lambda _=False, act=button.act: self._click(act))
            self._buttons.append(made)

    def _lay_out(self) -> None:
        left = _BUTTONS.left()
        shares = (0.6, 0.4) if len(self._buttons) > 1 else (0.4,)
        room = _BUTTONS.width() - _GAP * (len(self._buttons) - 1)
        for made, share in zip(self._buttons, shares, strict=True):
            box = QRectF(left, _BUTTONS.top(), room * share, _BUTTONS.height())
            made.place(box, self._unit)
            made.write_at_most(40)
            made.show()
            left = box.right() + _GAP

    # Drawing

    def paintEvent(self, _: QPaintEvent) -> None:
        view = self._view
        if view is None:
            return
        with painting(self, self._unit) as painter:
            ground = QRectF(0, 0, self.width() / self._unit, self.height() / self._unit)
            painter.fillRect(ground, takeover_color(f"{view.tone}_field"))
            self._paint_head(painter, view)
            self._paint_place(painter, view)
            self._paint_who(painter, view, below=self._paint_note(painter, view))

    def _paint_head(self, painter: QPainter, view: StaffCallView) -> None:
        ink = takeover_color(f"{view.tone}_ink")
        paint_glyph(
            painter, view.shape, _GLYPH, mark=ink, inner=takeover_color(f"{view.tone}_field")
        )
        middle = _GLYPH.center().y()
        clock = elapsed(self._monotonic() - view.since)
        style = font(36, 700, tabular=True, unit=self._unit)
        end = QPointF(WIDTH - _MARGIN, middle)
        taken = draw_line(painter, end, clock, style, ink, ends_here=True)
        left = _GLYPH.right() + 18
        room = WIDTH - _MARGIN - max(taken, 96.0) - 24 - left
        style = fit_line(view.kind, room, (40, 36, 32, 28, 24), 700)
        draw_line(painter, QPointF(left, middle), elided(view.kind, style, room), style, ink)

    def _paint_place(self, painter: QPainter, view: StaffCallView) -> None:
        ink, dim = takeover_color(f"{view.tone}_ink"), takeover_color(f"{view.tone}_dim")
        fitted = fit_text(view.place, _PLACE.size(), _PLACE_SIZES, 700)
        flags = fitted.flags if fitted else int(Qt.TextFlag.TextWrapAnywhere)
        painter.setFont(fitted.font if fitted else font(_PLACE_SIZES[-1], 700))
        painter.setPen(ink)
        painter.drawText(_PLACE, flags | int(Qt.AlignmentFlag.AlignVCenter), view.place)
        width = _PLACE.width()
        style = fit_line(view.area, width, (26, 24, 22), 500)
        draw_line(painter, QPointF(_MARGIN, _AREA), elided(view.area, style, width), style, dim)
        bold = font(24, 600, unit=self._unit)
        taken = draw_line(painter, QPointF(_MARGIN, _KNOWN), view.known, bold, ink) + 16
        plain = font(22, 400, unit=self._unit)
        said = elided(view.detail, plain, width - taken)
        draw_line(painter, QPointF(_MARGIN + taken, _KNOWN), said, plain, dim)

    def _paint_note(self, painter: QPainter, view: StaffCallView) -> float:
        """Paint what was written in two lines or three, and return where it ends."""
        if not view.note:
            return _NOTE.top()
        sizes = readable((24, 22, 20, 18), self._unit)
        whole = fit_text(view.note, _NOTE.size(), sizes, 500)
        least = font(sizes[-1], 500)
        text, fitted = (view.note, whole) if whole else cut_text(view.note, least, _NOTE.size())
        painter.setFont(fitted.font)
        painter.setPen(takeover_color(f"{view.tone}_ink"))
        painter.drawText(_NOTE, fitted.flags, text)
        return _NOTE.top() + wrapped(text, fitted.font, _NOTE.width()).height()

    def _paint_who(self, painter: QPainter, view: StaffCallView, *, below: float) -> None:
        ink, dim = takeover_color(f"{view.tone}_ink"), takeover_color(f"{view.tone}_dim")
        field = takeover_color(f"{view.tone}_field")
        y = below + _ROW / 2 + 8
        width = _PLACE.width()
        if view.status:
            style = fit_line(view.status, width, (24, 22, 20, 18), 500)
            said = elided(view.status, style, width)
            draw_line(painter, QPointF(_MARGIN, y), said, style, ink)
            y += _ROW
        bold, plain = font(22, 600, unit=self._unit), font(22, 400, unit=self._unit)
        rows = int((_BUTTONS.top() - 14 - y) // _ROW) + 1
        for person in view.who[:rows]:
            box = QRectF(_MARGIN, y - 10, 20, 20)
            paint_glyph(painter, person.shape, box, mark=ink, inner=field)
            left = box.right() + 12
            name = elided(person.name, bold, width * 0.5)
            left += draw_line(painter, QPointF(left, y), name, bold, ink) + 14
            room = WIDTH - _MARGIN - left
            draw_line(painter, QPointF(left, y), elided(person.answer, plain, room), plain, dim)
            y += _ROW
        if view.more:
            metrics = QFontMetricsF(bold)
            at = QPointF(WIDTH - _MARGIN, _BUTTONS.top() - metrics.height() / 2 - 6)
            draw_line(painter, at, view.more, bold, ink, ends_here=True)

    # Keys and clicks

    def _click(self, act: Act) -> None:
        if self._guard.click_counts():
            self._answer(act)

    def _answer(self, act: Act) -> None:
        if self._view is not None:
            self.acted.emit(act, self._view.alert)

    def _answer_key(self, key: str) -> None:
        offered = self._view.buttons if self._view is not None else ()
        named = next((button for button in offered if button.key == key), None)
        if named is not None:
            self._answer(named.act)


def _who_words(view: StaffCallView) -> str:
    who = "; ".join(f"{person.name}: {person.answer}" for person in view.who)
    return " ".join(
        part for part in (view.known + ".", view.detail, view.note, view.status, who) if part
    )
