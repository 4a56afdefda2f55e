"""The pages of a PDF, one below the other, as they will print (QtPdf)."""

from PySide6.QtCore import QBuffer, QByteArray, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtPdf import QPdfDocument, QPdfPageRenderer
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from desktop.ui.reports.look import Look

GAP = 16
ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
_STEP = 48


class PagesView(QAbstractScrollArea):
    """Draws pages that a thread of Qt's own renders; the old page stays until the new one is there.

    The place that was scrolled to stays, too.
    """

    page_changed = Signal(int, int)
    painted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._zoom = 1.0
        self._document: QPdfDocument | None = None
        self._buffer: QBuffer | None = None
        self._sizes: list[QSizeF] = []
        self._images: dict[int, QImage] = {}
        self._is_fresh: set[int] = set()
        self._page = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.viewport().setAutoFillBackground(False)
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.pageRendered.connect(self._rendered)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.setAccessibleName(look.words("Preview of the report"))

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    @property
    def zoom(self) -> float:
        """How wide a page is beside the room there is: 1 fills it."""
        return self._zoom

    def show_pdf(self, pdf: bytes) -> None:
        """Show ``pdf``; nothing moves but what is written on the pages."""
        old, self._old_buffer = self._document, self._buffer
        buffer = QBuffer(self)
        buffer.setData(QByteArray(pdf))
        buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        document = QPdfDocument(self)
        document.load(buffer)
        self._document, self._buffer = document, buffer
        self._renderer.setDocument(document)
        self._sizes = [document.pagePointSize(n) for n in range(document.pageCount())]
        self._images = {n: i for n, i in self._images.items() if n < len(self._sizes)}
        self._is_fresh = set()
        if old is not None:
            old.deleteLater()
        if self._old_buffer is not None:
            self._old_buffer.deleteLater()
        self._measure()
        self._say_page()
        self._ask()

    def zoom_by(self, steps: int) -> None:
        """Make the pages larger or smaller, around the place that is seen."""
        at = min(range(len(ZOOMS)), key=lambda n: abs(ZOOMS[n] - self._zoom))
        bar = self.verticalScrollBar()
        share = bar.value() / max(1, bar.maximum() + bar.pageStep())
        self._zoom = ZOOMS[max(0, min(len(ZOOMS) - 1, at + steps))]
        self._is_fresh = set()
        self._measure()
        bar.setValue(round(share * (bar.maximum() + bar.pageStep())))
        self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._is_fresh = set()
        self._measure()
        self._ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_by(1)
            case Qt.Key.Key_Minus:
                self.zoom_by(-1)
            case Qt.Key.Key_Home:
                bar.setValue(0)
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._look.theme.color
        seen = QRectF(self.viewport().rect())
        for n, box in enumerate(self._boxes()):
            if not box.intersects(seen):
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            for grow, alpha in ((6, 8), (4, 12), (2, 18)):
                painter.setBrush(QColor(0, 0, 0, alpha))
                painter.drawRoundedRect(box.adjusted(-grow, -grow + 3, grow, grow + 3), 6, 6)
            painter.fillRect(box, QColor("#FFFFFF"))
            image = self._images.get(n)
            if image is not None:
                painter.drawImage(box, image)
            painter.setPen(QPen(color("line"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box)
        painter.end()
        if self._is_fresh:
            self.painted.emit()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()

    def _scale(self) -> float:
        widest = max((size.width() for size in self._sizes), default=612.0)
        room = self.viewport().width() - 2 * self._look.px(GAP)
        return max(0.1, room / widest) * self._zoom

    def _boxes(self) -> list[QRectF]:
        """Where each page is, in the viewport."""
        scale, gap = self._scale(), self._look.px(GAP)
        shift = QPointF(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        boxes, top = [], 4.0
        for size in self._sizes:
            wide, high = size.width() * scale, size.height() * scale
            left = max(float(gap), (self.viewport().width() - wide) / 2)
            boxes.append(QRectF(QPointF(left, top) + shift, QSizeF(wide, high)))
            top += high + gap
        return boxes

    def _measure(self) -> None:
        scale, gap = self._scale(), self._look.px(GAP)
        high = sum(size.height() * scale + gap for size in self._sizes) + gap
        wide = max((size.width() * scale for size in self._sizes), default=0.0) + 2 * gap
        port = self.viewport().size()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setPageStep(port.height())
        down.setSingleStep(_STEP)
        down.setRange(0, max(0, round(high) - port.height()))
        across.setPageStep(port.width())
        across.setRange(0, max(0, round(wide) - port.width()))
        self.viewport().update()

    def _ask(self) -> None:
        """Have rendered what is seen and the page after it."""
        if self._document is None:
            return
        ratio = self.devicePixelRatioF()
        seen = QRectF(self.viewport().rect()).adjusted(0, 0, 0, self.viewport().height())
        for n, box in enumerate(self._boxes()):
            if n not in self._is_fresh and box.intersects(seen):
                size = QSize(round(box.width() * ratio), round(box.height() * ratio))
                self._renderer.requestPage(n, size)

    def _rendered(self, page: int, _size: QSize, image: QImage) -> None:
        if page < len(self._sizes) and not image.isNull():
            self._images[page] = image
            self._is_fresh.add(page)
            self.viewport().update()

    def _scrolled(self) -> None:
        self._say_page()
        self._ask()

    def _say_page(self) -> None:
        middle = self.viewport().height() / 3
        above = [n for n, box in enumerate(self._boxes()) if box.top() <= middle]
        self._page = above[-1] if above else 0
        self.page_changed.emit(self._page + 1, len(self._sizes))
