"""The paper of the plan: a floor's picture with its marks on it, drawn and not touched."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.plan.plan import Spot
from desktop.domain.roster.ids import DeviceId
from desktop.ui.console.plan.drawing import Drawing, Laid
from desktop.ui.console.plan.picture import Picturing, Wanted
from desktop.ui.glyph import paint_ground
from desktop.ui.theme import Theme
from desktop.ui.views.floor_plan import FloorPlanView, Mark

LOOK_AGAIN_MS = 2_000
"""Until a picture that is on its way here is looked for again."""
MOST_PARTS = 8
"""Parts of the sheet that are drawn anew one by one; with more, all of it is drawn once."""
MakePicturing = Callable[[Callable[[Wanted, QImage | None], None]], Picturing]


class PlanPaper(QWidget):
    """Draws a ``FloorPlanView``; of a new one only what changed is painted anew.

    ``picturing`` makes what fetches pictures, told where they are to be shown.
    """

    def __init__(self, theme: Theme, picturing: MakePicturing) -> None:
        super().__init__()
        self._theme = theme
        self._picturing = picturing(self._show_picture)
        self._drawing: Drawing | None = None
        self._view: FloorPlanView | None = None
        self._laid: list[Laid] = []
        self._picture: QPixmap | None = None
        self._pictured: Wanted | None = None
        self._sheet = QPixmap()
        self._stale: list[QRect] = []
        self._chosen: DeviceId = ""
        self._highest = 0
        self._words_for_none = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(LOOK_AGAIN_MS)
        self._again.timeout.connect(self._ask_picture)

    def show_view(self, view: FloorPlanView, *, while_missing: str) -> None:
        """Draw ``view``; ``while_missing`` stands where the picture is not here yet."""
        before, self._view = self._view, view
        self._words_for_none = while_missing
        is_new = before is None or before.floor != view.floor
        if is_new:
            self.updateGeometry()
            self._ask_picture()
        self._lay(everything=is_new)
        self._name()

    def limit_height(self, pixels: int) -> None:
        """Be no higher than that, however wide."""
        if pixels != self._highest:
            self._highest = pixels
            self.updateGeometry()

    def close_down(self) -> None:
        """Draw no picture any more."""
        self._again.stop()
        self._picturing.close()

    @property
    def has_picture(self) -> bool:
        """Whether the picture is drawn as it is wanted now."""
        return self._pictured is not None and self._pictured == self._wanted()

    @property
    def laid(self) -> Mapping[DeviceId, Laid]:
        """Where each mark lies."""
        return {laid.mark.station: laid for laid in self._laid}

    def _shown(self, mark: Mark) -> Mark:
        """The mark as it is drawn: elsewhere, while it is being moved."""
        return mark

    def _shows_chosen(self) -> bool:
        """Whether a ring is drawn round the chosen mark."""
        return self.hasFocus()

    # --- geometry ------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if self._view is None:
            return 0
        floor = self._view.floor
        wanted = round(width * floor.height / floor.width)
        return min(wanted, self._highest) if self._highest else wanted

    def sizeHint(self) -> QSize:
        width = self._theme.px(560)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(120))

    def _picture_rect(self) -> QRectF:
        if self._view is None:
            return QRectF()
        floor = self._view.floor
        scale = min(self.width() / floor.width, self.height() / floor.height)
        width, height = round(floor.width * scale), round(floor.height * scale)
        return QRectF((self.width() - width) // 2, (self.height() - height) // 2, width, height)

    def _spot(self, at: QPointF) -> Spot:
        picture = self._picture_rect()
        x = (at.x() - picture.left()) / max(1.0, picture.width())
        y = (at.y() - picture.top()) / max(1.0, picture.height())
        floor = self._view.floor.id if self._view else ""
        return Spot(floor, min(1.0, max(0.0, x)), min(1.0, max(0.0, y)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay(everything=True)
        self._ask_picture()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask_picture()

    # --- the picture ---------------------------------------------------------------------------

    def _wanted(self) -> Wanted | None:
        picture = self._picture_rect()
        if self._view is None or picture.isEmpty():
            return None
        ratio = self.devicePixelRatioF()
        return Wanted(
            self._view.floor,
            max(1, round(picture.width() * ratio)),
            max(1, round(picture.height() * ratio)),
            self._theme,
        )

    def _ask_picture(self) -> None:
        wanted = self._wanted()
        if wanted is not None and wanted != self._pictured and self.isVisible():
            self._picturing.ask(wanted)

    def _show_picture(self, wanted: Wanted, image: QImage | None) -> None:
        if self._view is None or wanted.floor != self._view.floor:
            return
        if image is None:
            self._picture, self._pictured = None, None
            self._again.start()
        else:
            self._picture, self._pictured = QPixmap.fromImage(image), wanted
        self._draw_anew()

    # --- marks ---------------------------------------------------------------------------------

    def _lay(self, *, everything: bool) -> None:
        if self._view is None:
            return
        ratio = self.devicePixelRatioF()
        if self._drawing is None or everything:
            self._drawing = Drawing(self._theme, ratio)
        before = self._laid
        marks = [self._shown(mark) for mark in self._view.marks]
        self._laid = self._drawing.lay(marks, self._picture_rect())
        if everything:
            self._draw_anew()
            return
        for one, others in ((before, self._laid), (self._laid, before)):
            known = {laid.mark.station: laid for laid in others}
            for laid in one:
                known_as = known.get(laid.mark.station)
                if known_as is not laid and known_as != laid:
                    self._stale.append(laid.whole)
                    self.update(laid.whole)

    def _draw_anew(self) -> None:
        self._stale = [self.rect()]
        self.update()

    # --- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """From a sheet on which everything is drawn: what is painted anew for others' sake, as
        when the page moves, costs one copy.
        """
        painter = QPainter(self)
        if self._view is None or self._drawing is None:
            paint_ground(painter, event.rect(), self._theme.color("surface"))
            return
        if self._stale:
            self._draw_sheet()
        painter.drawPixmap(QPoint(0, 0), self._sheet)
        self._paint_chosen(painter)
        painter.end()

    def _draw_sheet(self) -> None:
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        if self._sheet.size() != size:
            self._sheet = QPixmap(size)
            self._sheet.setDevicePixelRatio(ratio)
            self._stale = [self.rect()]
        if len(self._stale) > MOST_PARTS:
            self._stale = [self.rect()]
        painter = QPainter(self._sheet)
        for dirty in self._stale:
            painter.setClipRect(dirty)
            self._draw(painter, dirty)
        painter.end()
        self._stale = []

    def _draw(self, painter: QPainter, dirty: QRect) -> None:
        assert self._drawing is not None
        paint_ground(painter, dirty, self._theme.color("surface"))
        picture = self._picture_rect()
        if self._picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            self._paint_picture(painter, picture, QRectF(dirty))
        else:
            painter.setPen(QPen(self._theme.color("line"), self._theme.border))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(picture.adjusted(0, 0, -1, -1))
            painter.setFont(self._theme.font("label"))
            painter.setPen(self._theme.color("ink3"))
            painter.drawText(picture, Qt.AlignmentFlag.AlignCenter, self._words_for_none)
        for laid in self._laid:
            if laid.whole.intersects(dirty):
                self._drawing.paint(painter, laid)

    def _paint_picture(self, painter: QPainter, picture: QRectF, dirty: QRectF) -> None:
        """Only the part that is painted anew: a whole plan is a megabyte to copy."""
        assert self._picture is not None
        part = picture.intersected(dirty)
        if part.isEmpty():
            return
        across = self._picture.width() / picture.width()
        down = self._picture.height() / picture.height()
        source = QRectF(
            (part.left() - picture.left()) * across,
            (part.top() - picture.top()) * down,
            part.width() * across,
            part.height() * down,
        )
        painter.drawPixmap(part, self._picture, source)

    def _paint_chosen(self, painter: QPainter) -> None:
        chosen = self.laid.get(self._chosen)
        if chosen is None or not self._shows_chosen():
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("action"), self._theme.px(2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(chosen.target.adjusted(-2, -2, 2, 2))

    # --- read out ------------------------------------------------------------------------------

    def _name(self) -> None:
        """A screen reader says the plan and the mark that the keys are about."""
        if self._view is None:
            return
        chosen = self.laid.get(self._chosen)
        said = f"{self._view.name}. {chosen.mark.sentence}" if chosen else self._view.name
        if said != self.accessibleName():
            self.setAccessibleName(said)
            event = QAccessibleEvent(self, QAccessible.Event.NameChanged)
            QAccessible.updateAccessibility(event)
