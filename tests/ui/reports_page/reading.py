"""What a supervisor reads and presses on the Reports page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.labels import Label
from tests.ui.report_stage import ReportStage


def said(widget: QWidget) -> str:
    shown = [label.text() for label in widget.findChildren(Label) if label.isVisible()]
    shown += [b.text().strip() for b in widget.findChildren(QAbstractButton) if b.isVisible()]
    return "\n".join(shown)


def button(widget: QWidget, text: str, about: str = "") -> QAbstractButton:
    return next(
        b
        for b in widget.findChildren(QAbstractButton)
        if b.isVisible() and b.text().strip() == text and about in b.accessibleDescription()
    )


def field(widget: QWidget, name: str) -> QWidget:
    return next(
        w
        for w in widget.findChildren(QWidget)
        if w.isVisible()
        and w.accessibleName() == name
        and w.focusPolicy() & Qt.FocusPolicy.TabFocus
    )


def settle(qtbot: QtBot) -> None:
    for _ in range(3):
        QApplication.processEvents()


def rows(stage: ReportStage) -> list[str]:
    model = stage.reports.finding.rows
    found = [model.row(n) for n in range(model.rowCount())]
    return [row.number for row in found if row is not None]
