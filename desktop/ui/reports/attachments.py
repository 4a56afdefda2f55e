"""Attachments: added by dialog, by dropping or pasting; each with its size and who added it."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import QBuffer, QMimeData, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import DeskError
from desktop.domain.reports.attachments import Attachment
from desktop.ui.buttons import push_button
from desktop.ui.glyph import Glyph
from desktop.ui.labels import Label
from desktop.ui.removal import remove, remove_all
from desktop.ui.reports.look import Look
from desktop.ui.system_dialogs import ask_to_open_many
from desktop.ui.views.attachments import (
    Added,
    Adding,
    AddingView,
    AttachmentBox,
    AttachmentView,
    Pasted,
    Source,
)
from desktop.ui.views.shapes import Shape

SHOW_AFTER_MS = 400
"""A file that is read sooner shows no progress at all."""


class AttachmentsSection(QWidget):
    """The list, the button, and the files on their way in. Says which files there are now."""

    files_changed = Signal(tuple)
    rearranged = Signal()
    reading_changed = Signal()

    def __init__(
        self,
        look: Look,
        *,
        box: AttachmentBox | None,
        added_by: Callable[[], str],
        post: Callable[[Callable[[], None]], None],
    ) -> None:
        super().__init__()
        self._look = look
        self._box = box
        self._added_by = added_by
        self._post = post
        self._files: tuple[Attachment, ...] = ()
        self._removes: list[QPushButton] = []
        self.on_their_way: list[_AddingRow] = []
        px, words = look.px, look.words
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._adding = QVBoxLayout()
        self._adding.setSpacing(px(8))
        self.add_button = push_button(look.theme, words("Add files…"))
        self.add_button.setIcon(look.icon_before("paperclip", "ink"))
        self.add_button.setIconSize(look.icon_room())
        self.add_button.clicked.connect(self._choose)
        self._hint = Label(
            look.theme,
            "label",
            words("Photos, letters, recordings. Drop them here, or paste a picture."),
            tone="ink3",
            weight=400,
        )
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(self.add_button)
        row.addWidget(self._hint, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        column.addLayout(self._list)
        column.addLayout(self._adding)
        column.addLayout(row)
        self.add_button.setEnabled(box is not None)

    @property
    def reading(self) -> int:
        """How many files are still on their way."""
        return sum(not row.is_done for row in self.on_their_way)

    def take_over(self, before: "AttachmentsSection") -> None:
        """Go on with what ``before``, in another look, has on its way."""
        for old in before.on_their_way:
            row = self._new_row(old.name)
            row.go_on_from(old)

    def show_files(self, files: tuple[Attachment, ...]) -> None:
        """Draw the list."""
        if files == self._files:
            return
        self._files = files
        remove_all(self._list)
        self._removes = []
        for file in files:
            self._list.addWidget(self._row(file))
        self.rearranged.emit()

    def set_read_only(self, *, is_so: bool) -> None:
        """Let nothing be added or removed."""
        self.add_button.setVisible(not is_so)
        self._hint.setVisible(not is_so)
        for button in self._removes:
            button.setVisible(not is_so)

    def controls(self) -> list[QWidget]:
        """What the Tab key goes to, in reading order."""
        return [*self._removes, *(row.button for row in self.on_their_way), self.add_button]

    def take(self, data: QMimeData) -> bool:
        """Add what was dropped or pasted; whether there was anything to add."""
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self.add(files)
            return True
        image = QImage(data.imageData()) if data.hasImage() else QImage()
        if image.isNull():
            return False
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload] # its stub wants bytes, Qt a str
        name = self._look.words("Pasted picture {n}", n=len(self._files) + 1)
        self.add([Pasted(f"{name}.png", bytes(buffer.data().data()))])
        return True

    def add(self, sources: Iterable[Source]) -> None:
        """Have ``sources`` read, and put on the list once they are kept."""
        if self._box is None:
            return
        for source in sources:
            row = self._new_row(source.name)
            row.start(self._box, source, self._added_by(), self._post)
        self.reading_changed.emit()

    def _new_row(self, name: str) -> "_AddingRow":
        row = _AddingRow(self._look, name)
        self.on_their_way.append(row)
        self._adding.addWidget(row)
        row.ended.connect(self._ended)
        row.kept.connect(self._kept)
        row.shown.connect(self.rearranged)
        row.done.connect(self.reading_changed)
        return row

    def _ended(self, row: "_AddingRow", file: Attachment | None) -> None:
        if row in self.on_their_way:
            self.on_their_way.remove(row)
            remove(row)
        if file is not None:
            self._kept(file)
        self.rearranged.emit()
        self.reading_changed.emit()

    def _kept(self, file: Attachment) -> None:
        if file not in self._files:
            self.files_changed.emit((*self._files, file))

    def _choose(self) -> None:
        title = self._look.words("Add files to the report")
        ask_to_open_many(self, title, self.add)

    def _row(self, file: Attachment) -> QWidget:
        look = self._look
        px = look.px
        view = AttachmentView.of(file, words=look.words)
        row = QFrame()
        row.setProperty("plate", "row")
        row.setMinimumHeight(px(48))
        name = Label(look.theme, "body", view.name, weight=500)
        about = Label(look.theme, "label", view.about, tone="ink2", weight=400)
        button = QPushButton()
        button.setProperty("role", "quiet")
        button.setProperty("measure", "icon")
        button.setIcon(look.icon("x", "ink2"))
        button.setAccessibleName(view.remove_text)
        button.setToolTip(view.remove_text)
        button.clicked.connect(
            lambda: self.files_changed.emit(tuple(f for f in self._files if f is not file))
        )
        self._removes.append(button)
        inside = QHBoxLayout(row)
        inside.setContentsMargins(px(4), px(4), 0, px(4))
        inside.setSpacing(px(12))
        inside.addWidget(name, 3)
        inside.addWidget(about, 2)
        inside.addWidget(button)
        return row


class _AddingRow(QWidget):
    """One file that is being read."""

    ended = Signal(object, object)
    kept = Signal(object)
    shown = Signal()
    done = Signal()

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self.name = name
        self.adding: Adding | None = None
        self.view: AddingView | None = None
        self.heir: _AddingRow | None = None
        self.is_done = False
        px = look.px
        self._glyph = Glyph(look.theme, 16)
        self._glyph.show_shape(Shape.ATTENTION)
        self._sentence = Label(look.theme, "body")
        self._advice = Label(look.theme, "label", tone="need", weight=400)
        self._track = QProgressBar()
        self._track.setTextVisible(False)
        self._track.setRange(0, 1000)
        self.button = push_button(look.theme, "", measure="row")
        self.button.clicked.connect(self._pressed)
        words = QVBoxLayout()
        words.setSpacing(px(4))
        for widget in (self._sentence, self._advice, self._track):
            words.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(10))
        row.addWidget(self._glyph)
        row.addLayout(words, 1)
        row.addWidget(self.button)
        self.hide()

    def start(
        self,
        box: AttachmentBox,
        source: Source,
        added_by: str,
        post: Callable[[Callable[[], None]], None],
    ) -> None:
        """Have the file read."""
        self._show(AddingView.reading(self.name, 0, 0, words=self._look.words))
        self._come_up_later()
        self.adding = box.add(
            source,
            added_by=added_by,
            progress=lambda done, of: post(lambda: self.read(done, of)),
        )
        self.adding.result.add_done_callback(lambda result: post(lambda: self.end(result)))

    def go_on_from(self, old: "_AddingRow") -> None:
        """Take the place of ``old``: what it hears from now on is told here."""
        old.heir = self
        self.adding, self.is_done = old.adding, old.is_done
        if old.view is not None:
            self._show(old.view)
        if self.is_done:
            self._come_up()
        else:
            self._come_up_later()

    def _come_up_later(self) -> None:
        wait = QTimer(self)
        wait.setSingleShot(True)
        wait.timeout.connect(self._come_up)
        wait.start(SHOW_AFTER_MS)

    def _come_up(self) -> None:
        self.show()
        self.shown.emit()

    def read(self, done: int, of: int) -> None:
        """So much of it is read."""
        if self.heir is not None:
            self.heir.read(done, of)
        elif not self.is_done:
            self._show(AddingView.reading(self.name, done, of, words=self._look.words))

    def end(self, result: "Future[Added]") -> None:
        """It is kept, or was refused or cancelled."""
        if self.heir is not None:
            self.heir.end(result)
            return
        if result.cancelled():
            self.ended.emit(self, None)
            return
        error = result.exception()
        if isinstance(error, DeskError):
            self.is_done = True
            self._show(AddingView.failed(self.name, error, words=self._look.words))
            self._come_up()
            self.done.emit()
        elif error is not None:
            self.ended.emit(self, None)
            raise error
        else:
            added = result.result()
            if added.words:
                self.is_done = True
                self._show(AddingView.noted(self.name, added.words, words=self._look.words))
                self._come_up()
                self.kept.emit(added.attachment)
                self.done.emit()
            else:
                self.ended.emit(self, added.attachment)

    def _show(self, view: AddingView) -> None:
        self.view = view
        self._glyph.setVisible(bool(view.advice))
        self._sentence.setText(view.sentence)
        self._advice.say(view.advice)
        self._track.setVisible(not view.advice)
        self._track.setValue(round(view.share * 1000))
        self._track.setAccessibleName(view.sentence)
        self.button.setText(view.button)
        self.button.setAccessibleName(view.spoken)

    def _pressed(self) -> None:
        if self.is_done:
            self.ended.emit(self, None)
        elif self.adding is not None:
            self.adding.cancel()
