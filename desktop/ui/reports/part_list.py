"""The parts of the report on the left, with how far each has come; a line where it is narrow."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QFontMetrics, QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop.domain.reports.field import Kind
from desktop.ui.glyph import paint_glyph
from desktop.ui.labels import Label, set_shown
from desktop.ui.removal import remove, remove_all
from desktop.ui.reports.editors import quiet_button
from desktop.ui.reports.look import Look
from desktop.ui.scrolling import ScrollingPage
from desktop.ui.views.incident_form import IncidentFormView
from desktop.ui.views.incident_parts import Part, PartView
from desktop.ui.views.shapes import Shape

WIDTH = 216
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute


class KindButton(QPushButton):
    """How the incident came; a menu changes it."""

    chosen = Signal(Kind)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("role", "kind")
        self.setProperty("measure", "row")
        self.setFont(look.theme.font("body", weight=500))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._chevron = look.icon_before("chevron-down", "ink2", is_after=True)
        self.setIconSize(look.icon_room())
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the chevron stands behind
        self._kinds: tuple[tuple[str, str], ...] = ()
        self.clicked.connect(lambda: self.menu_of_kinds().popup(self.mapToGlobal(self._below())))

    def show_view(self, view: IncidentFormView) -> None:
        """Show the kind; only a draft may change it."""
        self._kinds = view.kinds
        self.setText(view.kind_text)
        self.setAccessibleName(self._look.words("How it came: {kind}", kind=view.kind_text))
        can_change = view.mode == "writing"
        self.setEnabled(can_change)
        self.setIcon(self._chevron if can_change else QIcon())

    def menu_of_kinds(self) -> QMenu:
        """The kinds there are."""
        menu = QMenu(self)
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        menu.setFont(self.font())
        for key, label in self._kinds:
            action = menu.addAction(label)
            action.setCheckable(True)
            action.setChecked(label == self.text())
            action.triggered.connect(lambda _=False, kind=key: self.chosen.emit(Kind(kind)))
        return menu

    def _below(self) -> QPoint:
        return self.rect().bottomLeft()


class PartButton(QPushButton):
    """A part's number in a ring, or its tick, and its name."""

    def __init__(self, look: Look, *, is_compact: bool = False) -> None:
        super().__init__()
        self._look = look
        self._is_compact = is_compact
        self._view: PartView | None = None
        self.setProperty("role", "part")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFont(look.theme.font("body", weight=500))

    def show_view(self, view: PartView) -> None:
        """Draw ``view``."""
        if view != self._view:
            self._view = view
            self.setAccessibleName(view.spoken)
            self.setToolTip(view.spoken if self._is_compact else "")
            self.setProperty("current", "true" if view.is_current else "false")
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        px = self._look.px
        high = px(40)
        if not self._is_compact:
            return QSize(px(WIDTH - 24), high)
        view = self._view
        named = view is not None and view.is_current
        text = 0
        if view is not None and named:
            bold = QFontMetrics(self._look.theme.font("body", weight=600))
            text = (
                bold.horizontalAdvance(view.name) + px(26 if view.needs_attention else 4) + px(18)
            )
        return QSize(px(34) + text, high)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _: QPaintEvent) -> None:
        view = self._view
        if view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px, color = self._look.px, self._look.theme.color
        if view.is_current or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("action_soft" if view.is_current else "sunken"))
            painter.drawRoundedRect(self.rect(), 8, 8)
            if view.is_current and self._look.theme.border > 1:
                painter.setPen(QPen(color("action"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        size = px(22)
        left = px(6) if self._is_compact else px(12)
        ring = QRectF(left, (self.height() - size) / 2, size, size)
        self._draw_ring(painter, ring, view)
        if not self._is_compact or view.is_current:
            self._draw_words(painter, ring, view)
        elif view.needs_attention:
            self._draw_warning(painter, QRectF(ring.right() - px(8), ring.top() - px(4), 12, 12))
        painter.end()

    def _draw_ring(self, painter: QPainter, ring: QRectF, view: PartView) -> None:
        color = self._look.theme.color
        if view.is_current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("action"))
            painter.drawEllipse(ring)
            ink = color("on_action")
        elif view.is_done:
            painter.setPen(QPen(color("line"), 1))
            painter.setBrush(color("sunken"))
            painter.drawEllipse(ring.adjusted(0.5, 0.5, -0.5, -0.5))
            mark = color("ink")
            inner = ring.adjusted(*(ring.width() * f for f in (0.2, 0.2, -0.2, -0.2)))
            paint_glyph(painter, Shape.TICK, inner, mark=mark, inner=mark)
            return
        else:
            pen = QPen(color("control"), 1.4)
            if view.is_optional:
                pen.setDashPattern([2.6, 2.2])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(ring.adjusted(0.7, 0.7, -0.7, -0.7))
            ink = color("ink")
        painter.setPen(ink)
        painter.setFont(self._look.theme.font("caption", weight=600, tabular=True))
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, str(view.number))

    def _draw_words(self, painter: QPainter, ring: QRectF, view: PartView) -> None:
        px, theme = self._look.px, self._look.theme
        room = self.rect().adjusted(round(ring.right()) + px(10), 0, -px(10), 0)
        if view.needs_attention:
            size = px(16)
            top = (self.height() - size) / 2
            self._draw_warning(painter, QRectF(room.right() - size, top, size, size))
            room.setRight(room.right() - size - px(6))
        elif view.note:
            font = theme.font("label", weight=400)
            painter.setFont(font)
            painter.setPen(theme.color("ink3"))
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            taken = painter.boundingRect(QRect(room), flags, view.note)
            painter.drawText(room, flags, view.note)
            room.setRight(taken.left() - px(6))
        painter.setFont(theme.font("body", weight=600 if view.is_current else 500))
        painter.setPen(theme.color("action_text" if view.is_current else "ink2"))
        name = painter.fontMetrics().elidedText(
            view.name, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)

    def _draw_warning(self, painter: QPainter, box: QRectF) -> None:
        color = self._look.theme.color
        paint_glyph(
            painter,
            Shape.ATTENTION,
            box,
            mark=color("need_mark"),
            inner=color("on_need"),
            fill=color("need"),
        )


class PartList(QFrame):
    """Kind, parts, what is still needed, the promise that nothing is sent yet, and a way out."""

    part_chosen = Signal(Part)
    kind_chosen = Signal(Kind)
    field_chosen = Signal(str)
    discard_pressed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("parts")
        self._look = look
        self._buttons: dict[Part, PartButton] = {}
        px = look.px
        self.setFixedWidth(px(WIDTH))
        self.kind = KindButton(look)
        self.kind.chosen.connect(self.kind_chosen)
        self._parts = QVBoxLayout()
        self._parts.setSpacing(px(2))
        self._needed_title = Label(look.theme, "label", tone="ink2", weight=600)
        self._needed = QVBoxLayout()
        self._needed.setSpacing(0)
        self._links: list[QPushButton] = []
        self._shown_needed: tuple[object, ...] = ()
        self._promise = Label(look.theme, "label", tone="ink2", weight=400)
        self._discard = quiet_button(look, "")
        self._discard.setProperty("measure", "link")
        self._discard.clicked.connect(self.discard_pressed)
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(px(12), px(16), px(12), px(16))
        column.setSpacing(px(6))
        column.addWidget(self.kind, 0, _LEFT)
        column.addLayout(self._parts)
        column.addSpacing(px(14))
        for label in (self._needed_title, self._promise):
            label.setContentsMargins(px(12), 0, px(8), 0)
        column.addWidget(self._needed_title)
        column.addLayout(self._needed)
        column.addWidget(self._promise)
        column.addWidget(self._discard, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        scrolled = ScrollingPage()
        scrolled.hold(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled)

    def show_view(self, view: IncidentFormView) -> None:
        """Draw the parts and what is needed."""
        self.kind.show_view(view)
        show_parts(self._look, self._parts, self._buttons, view.parts, self.part_chosen)
        if view.needed != self._shown_needed:
            self._shown_needed = view.needed
            remove_all(self._needed)
            self._links = []
            for needed in view.needed:
                link = quiet_button(self._look, needed.text, name=needed.text)
                link.setProperty("measure", "link")
                link.setAccessibleDescription(view.needed_title)
                link.clicked.connect(lambda _=False, key=needed.key: self.field_chosen.emit(key))
                self._needed.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
                self._links.append(link)
        self._needed_title.say(view.needed_title if view.needed else "")
        self._promise.setText(view.promise)
        show_discard(self._discard, view.discard_text)

    def controls(self) -> list[QWidget]:
        """What the Tab key goes to, in reading order."""
        return [self.kind, *in_order(self._buttons), *self._links, self._discard]


def show_discard(button: QPushButton, text: str) -> None:
    """Offer to throw away what is being written, and nothing once it was submitted."""
    button.setText(text)
    button.setAccessibleName(text)
    set_shown(button, is_shown=bool(text))


class PartLine(QFrame):
    """The same in one line, where there is no room beside the form."""

    part_chosen = Signal(Part)
    kind_chosen = Signal(Kind)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("partLine")
        self._look = look
        self._buttons: dict[Part, PartButton] = {}
        px = look.px
        self.kind = KindButton(look)
        self.kind.chosen.connect(self.kind_chosen)
        self._parts = QHBoxLayout()
        self._parts.setSpacing(0)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(4), px(12), px(4))
        row.setSpacing(px(8))
        row.addLayout(self._parts)
        row.addStretch(1)
        row.addWidget(self.kind)

    def show_view(self, view: IncidentFormView) -> None:
        """Draw the parts."""
        self.kind.show_view(view)
        show_parts(
            self._look, self._parts, self._buttons, view.parts, self.part_chosen, is_compact=True
        )

    def controls(self) -> list[QWidget]:
        """What the Tab key goes to, in reading order."""
        return [*in_order(self._buttons), self.kind]


def in_order(buttons: dict[Part, PartButton]) -> list[PartButton]:
    """The buttons as the parts follow each other."""
    return [buttons[part] for part in Part if part in buttons]


def show_parts(
    look: Look,
    layout: QVBoxLayout | QHBoxLayout,
    buttons: dict[Part, PartButton],
    views: Sequence[PartView],
    chosen: SignalInstance,
    *,
    is_compact: bool = False,
) -> None:
    """Have one button for each part there is, in their order."""
    for part in buttons.keys() - {view.part for view in views}:
        remove(buttons.pop(part))
    for at, view in enumerate(views):
        if view.part not in buttons:
            button = PartButton(look, is_compact=is_compact)
            button.clicked.connect(lambda _=False, part=view.part: chosen.emit(part))
            buttons[view.part] = button
            layout.insertWidget(at, button)
        buttons[view.part].show_view(view)
