"""A PDF on paper, through the system's print dialog."""

from PySide6.QtCore import QBuffer, QByteArray, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

_DPI = 300
_KEEP = Qt.AspectRatioMode.KeepAspectRatio


def ask_and_print(pdf: bytes, parent: QWidget, *, title: str) -> bool:
    """Ask for a printer and print ``pdf`` there; whether it was printed."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)  # neither bar nor takeover waits for it
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    return print_pdf(pdf, printer)


def print_pdf(pdf: bytes, printer: QPrinter) -> bool:
    """Print every page of ``pdf``, as large as the paper takes it."""
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    printer.setFullPage(True)
    printer.setResolution(_DPI)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for page in range(document.pageCount()):
        if page:
            printer.newPage()
        room = painter.viewport()
        size = document.pagePointSize(page).scaled(room.width(), room.height(), _KEEP)
        image = document.render(page, QSize(round(size.width()), round(size.height())))
        left = (room.width() - image.width()) // 2
        painter.drawImage(QRect(left, 0, image.width(), image.height()), image)
    painter.end()
    document.close()
    return True
