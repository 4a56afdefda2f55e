"""The report as it will print, beside the form while it is written."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.domain.errors import DeskError
from desktop.services.reports.ports import Draft
from desktop.ui.buttons import push_button
from desktop.ui.labels import Label
from desktop.ui.reports.look import Look
from desktop.ui.reports.pages import PagesView
from desktop.ui.reports.rendering import Render, Rendering
from desktop.ui.settling import settled
from desktop.ui.system_dialogs import ask_to_save
from desktop.ui.views.advice import Advice

PAUSE_MS = 150
"""What is shown follows a pause this long; nothing is drawn while somebody types."""


class PreviewPane(QFrame):
    """Pages, zoom, and what can be done with the PDF: print, save, open its folder."""

    shown = Signal()

    def __init__(
        self,
        look: Look,
        *,
        draft: Callable[[], Draft],
        render: Render,
        save: "Callable[[bytes, Path], Future[Path]]",
        post: Callable[[Callable[[], None]], None],
        file_name: Callable[[], str],
    ) -> None:
        super().__init__()
        self.setObjectName("preview")
        self._look = look
        self._draft = draft
        self._is_amendment = bool(draft().amends)
        self._save_pdf, self._post = save, post
        self._file_name = file_name
        self._pdf = b""
        self._folder: Path | None = None
        self._is_stale = True
        self._then: Callable[[bytes], None] | None = None
        self._rendering = Rendering(render, post=post, shown=self._show, failed=self._fail)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        px, words = look.px, look.words
        title = Label(look.theme, "body_strong", words("Preview"), wraps=False)
        self._place = Label(look.theme, "label", tone="ink2", weight=400)
        self.menu_button = push_button(look.theme, words("PDF"), measure="row")
        self.menu_button.setAccessibleName(words("Print or save the PDF"))
        self.menu_button.setIcon(look.icon_before("chevron-down", "ink2", 14, is_after=True))
        self.menu_button.setIconSize(look.icon_room(14))
        self.menu_button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.menu_button.clicked.connect(self.open_menu)
        self._smaller = push_button(look.theme, "", measure="icon")
        self._smaller.setIcon(look.icon("minus", "ink"))
        self._smaller.setAccessibleName(words("Smaller"))
        self._larger = push_button(look.theme, "", measure="icon")
        self._larger.setIcon(look.icon("plus", "ink"))
        self._larger.setAccessibleName(words("Larger"))
        for button in (self._smaller, self._larger):
            button.setToolTip(button.accessibleName())
        self.pages = PagesView(look)
        self._smaller.clicked.connect(lambda: self.pages.zoom_by(-1))
        self._larger.clicked.connect(lambda: self.pages.zoom_by(1))
        self.pages.page_changed.connect(self._say_page)
        self.pages.painted.connect(self.shown)
        self._advice = Label(look.theme, "label", tone="need")
        self._advice.hide()
        head = QHBoxLayout()
        head.setContentsMargins(px(24), px(14), px(24), px(8))
        head.setSpacing(px(8))
        head.addWidget(title)
        head.addWidget(self._place, 1)
        for button in (self.menu_button, self._smaller, self._larger):
            head.addWidget(button)
        self._advice.setContentsMargins(px(24), 0, px(24), px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._advice)
        column.addWidget(self.pages, 1)

    def changed(self) -> None:
        """Something was written: show it once there is a pause."""
        self._is_stale = True
        if self.isVisible():
            self._pause.start()

    def refresh(self) -> None:
        """Have it drawn as it stands now."""
        self._pause.stop()
        self._is_stale = False
        self._rendering.ask(self._draft())

    def refresh_if_stale(self) -> None:
        """Have it drawn if something was written since."""
        if self._is_stale:
            self.refresh()

    def close_down(self) -> None:
        """Draw nothing more."""
        self._pause.stop()
        self._rendering.close()

    def controls(self) -> list[QWidget]:
        """What the Tab key goes to, in reading order."""
        return [self.menu_button, self._smaller, self._larger, self.pages]

    def open_menu(self) -> None:
        """Offer what can be done with the PDF."""
        self.menu().popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))

    def menu(self) -> QMenu:
        """Print, save, open the folder."""
        words = self._look.words
        menu = QMenu(self)
        menu.setFont(self._look.theme.font("body"))
        menu.addAction(words("Print…")).triggered.connect(lambda: self._with_newest(self._print))
        menu.addAction(words("Save as…")).triggered.connect(lambda: self._with_newest(self._save))
        folder = menu.addAction(words("Open the folder"))
        folder.setEnabled(self._folder is not None)
        folder.triggered.connect(self._open_folder)
        menu.setActiveAction(menu.actions()[0])
        return menu

    def save_to(self, file: Path) -> None:
        """Write the newest PDF to ``file``; what goes wrong is said above the pages."""
        saved = self._save_pdf(self._pdf, file)
        saved.add_done_callback(lambda done: self._post(lambda: self._saved(done)))

    def _saved(self, done: "Future[Path]") -> None:
        settled(done, self._is_saved, self._fail_to_save)

    def _is_saved(self, file: Path) -> None:
        self._folder = file.parent
        self._advice.hide()

    def _fail_to_save(self, error: DeskError) -> None:
        self._say(Advice.of(error, self._look.words).whole)

    def _with_newest(self, act: Callable[[bytes], None]) -> None:
        if self._pdf and not self._is_stale and not self._rendering.is_busy:
            act(self._pdf)
            return
        self._then = act
        self.refresh()

    def _show(self, pdf: bytes) -> None:
        self._pdf = pdf
        self._advice.hide()
        self.pages.show_pdf(pdf)
        if self._then is not None and not self._rendering.is_busy:
            then, self._then = self._then, None
            then(pdf)

    def _fail(self, error: DeskError) -> None:
        self._then = None
        self._say(Advice.of(error, self._look.words).whole)

    def _say(self, sentence: str) -> None:
        self._advice.say(sentence)

    def _say_page(self, page: int, of: int) -> None:
        words = self._look.words
        if not of:
            said = ""
        elif self._is_amendment:  # it prints below the report, as what was added
            said = words("Page {n} of {of}", n=page, of=of)
        else:
            said = words("Page {n} of {of}, as it will print", n=page, of=of)
        self._place.setText(said)

    def _print(self, pdf: bytes) -> None:
        from desktop.ui.reports.paper import ask_and_print

        ask_and_print(pdf, self, title=self._file_name())

    def _save(self, _pdf: bytes) -> None:
        proposed = Path(f"{self._file_name()}.pdf")
        title = self._look.words("Save the PDF as")
        ask_to_save(self, title, proposed, "PDF (*.pdf)", self.save_to)

    def _open_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
