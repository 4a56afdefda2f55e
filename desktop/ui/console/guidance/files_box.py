"""The PDFs that belong to the card, such as the site's crisis plan."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.reports.attachments import Attachment
from desktop.ui.buttons import push_button, put_icon
from desktop.ui.icons import Icons
from desktop.ui.labels import Label
from desktop.ui.removal import remove
from desktop.ui.theme import Theme
from desktop.ui.views.attachments import AttachmentView
from desktop.ui.words import Words


class FilesBox(QWidget):
    """A line for each file, and a button for one more."""

    attach_pressed = Signal()
    opened = Signal(object)
    removed = Signal(object)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme, self._words = theme, words
        self._icons = Icons(theme)
        self._shown: tuple[Attachment, ...] = ()
        self._lines: list[QWidget] = []
        self._buttons: list[QWidget] = []
        self.attach = push_button(theme, words("Attach a PDF"), role="link", measure="row")
        put_icon(self.attach, self._icons, "paperclip", color="action_text")
        self.attach.clicked.connect(self.attach_pressed)
        self._busy = Label(theme, "label", tone="ink2")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(2))
        self._column.addWidget(self.attach, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._busy)
        self._busy.say("")

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches, in reading order."""
        return [*self._buttons, self.attach]

    def show_files(self, files: tuple[Attachment, ...], reading: str) -> None:
        """Draw ``files``; ``reading`` says which is being read."""
        self._busy.say(reading)
        if files == self._shown:
            return
        self._shown = files
        for line in self._lines:
            remove(line)
        self._lines, self._buttons = [], []
        for at, file in enumerate(files):
            line = self._line(file)
            self._lines.append(line)
            self._column.insertWidget(at, line)

    def _line(self, file: Attachment) -> QWidget:
        theme = self._theme
        view = AttachmentView.of(file, words=self._words)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        opener = push_button(theme, view.name, role="link", measure="row", about=view.about)
        put_icon(opener, self._icons, "file-text", color="action_text")
        opener.clicked.connect(lambda: self.opened.emit(file))
        taker = push_button(theme, "", role="quiet", measure="icon")
        put_icon(taker, self._icons, "x")
        taker.setText("")
        taker.setAccessibleName(view.remove_text)
        taker.setToolTip(view.remove_text)
        taker.clicked.connect(lambda: self.removed.emit(file))
        row.addWidget(opener)
        row.addWidget(Label(theme, "caption", view.about, tone="ink2"), 1)
        row.addWidget(taker)
        self._buttons += [opener, taker]
        return box
