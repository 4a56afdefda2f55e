"""What a supervisor reads and presses on the Guidance page."""

from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from desktop.ui.views.guidance_cards import CardRow, HeadingRow
from tests.ui.keeping_stage import KeepingStage


def said(widget: QWidget) -> str:
    """Everything that can be read."""
    shown = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    shown += [b.text().strip() for b in widget.findChildren(QAbstractButton) if b.isVisible()]
    return "\n".join(shown)


def button(widget: QWidget, text: str, about: str = "") -> QAbstractButton:
    """The button that says so, or is called so."""
    return next(
        b
        for b in widget.findChildren(QAbstractButton)
        if b.isVisible()
        and text in {b.text().strip(), b.accessibleName()}
        and about in b.accessibleDescription()
    )


def titles(stage: KeepingStage) -> list[str]:
    """The cards in the list, from above."""
    return [row.title for row in stage.page.panel.rows.rows if isinstance(row, CardRow)]


def headings(stage: KeepingStage) -> list[str]:
    """The headings in the list, from above."""
    return [row.text for row in stage.page.panel.rows.rows if isinstance(row, HeadingRow)]


def badges(stage: KeepingStage, card: str) -> list[str]:
    """What the row of that card is marked with."""
    return next(
        [badge.text for badge in row.badges]
        for row in stage.page.panel.rows.rows
        if isinstance(row, CardRow) and row.card == card
    )


def text(stage: KeepingStage) -> str:
    """What stands in the editor."""
    return stage.page.pane.text.text.toPlainText()


def replace(stage: KeepingStage, old: str, new: str) -> None:
    """Select ``old`` in the editor and type ``new`` over it."""
    editor = stage.page.pane.text.text
    at = editor.toPlainText().index(old)
    cursor = editor.textCursor()
    cursor.setPosition(at)
    cursor.setPosition(at + len(old), cursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    editor.textCursor().insertText(new)


def preview(stage: KeepingStage) -> str:
    """What the counter would see."""
    return said(stage.page.pane.preview)


def advice(stage: KeepingStage) -> str:
    """What is said below the text."""
    line = stage.page.pane.text.advice
    return line.accessibleName() if line.isVisible() else ""


def state(stage: KeepingStage) -> str:
    """What is said of saving."""
    line = stage.page.pane.text.state
    return line.accessibleName() if line.isVisible() else ""
