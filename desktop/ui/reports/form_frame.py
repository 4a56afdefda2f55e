"""What the form is made of, and where it goes: beside each other, or one at a time."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui.buttons import push_button
from desktop.ui.glyph import Glyph
from desktop.ui.labels import Label
from desktop.ui.removal import remove
from desktop.ui.reports.attachments import AttachmentsSection
from desktop.ui.reports.editors import TextEditor
from desktop.ui.reports.form_body import WIDTH as FORM
from desktop.ui.reports.form_body import FormBody
from desktop.ui.reports.form_header import FormFoot, FormHeader
from desktop.ui.reports.look import Look
from desktop.ui.reports.part_list import WIDTH as PARTS
from desktop.ui.reports.part_list import PartLine, PartList, show_discard
from desktop.ui.reports.ports import FormDesk, FormPorts
from desktop.ui.reports.sign_section import SignSection
from desktop.ui.secret_dialog import Post
from desktop.ui.views.incident_form import FiledView, IncidentFormView
from desktop.ui.views.incident_parts import Part
from desktop.ui.views.incident_sheet import Sheet
from desktop.ui.views.shapes import Shape

if TYPE_CHECKING:
    from desktop.ui.reports.preview import PreviewPane

WITH_PREVIEW, WITH_PARTS = 1180, 860


class FormFrame:
    """Header, parts, form, foot and preview of one window, in one theme."""

    def __init__(
        self,
        window: QWidget,
        look: Look,
        sheet: Sheet,
        *,
        ports: FormPorts,
        desk: FormDesk,
        post: Post,
        has_preview: bool = True,
    ) -> None:
        """Without ``has_preview`` the form stands alone: what is drawn is no draft any more."""
        self.look = look
        self._window = window
        self._sheet = sheet
        self._is_wide: bool | None = None
        self._has_parts: bool | None = None
        self._capacity = 0
        self._shows_preview = False
        self.attachments = AttachmentsSection(
            look, box=ports.box, added_by=lambda: desk.person, post=post
        )
        self.signing = SignSection(look)
        self.header = FormHeader(look)
        self.parts = PartList(look)
        self.part_line = PartLine(look)
        self.body = FormBody(look, sheet, attachments=self.attachments, signing=self.signing)
        self.attachments.rearranged.connect(self.body.rearranged)
        self.foot = FormFoot(look)
        self.preview = self._preview(ports, post) if has_preview else None
        self._notice = Notice(look)
        self._arrange_first()

    def show_view(self, view: IncidentFormView, filed: FiledView | None) -> None:
        """Draw what is said around the fields."""
        self.header.show_view(view)
        self.header.show_narrow(is_so=not self._is_wide)
        self.parts.show_view(view)
        self.part_line.show_view(view)
        self.foot.show_view(view, has_list=bool(self._has_parts))
        show_discard(self.body.discard, "" if self._has_parts else view.discard_text)
        self.body.filed.setVisible(filed is not None)
        if filed is not None:
            self.body.filed.show_view(filed)

    def arrange(self, width: int) -> bool:
        """Put things where they have room; whether something must be drawn anew for it."""
        px = self.look.px
        is_wide, has_parts = width >= px(WITH_PREVIEW), width >= px(WITH_PARTS)
        is_other = has_parts is not self._has_parts
        if (is_wide, has_parts) != (self._is_wide, self._has_parts):
            self._is_wide, self._has_parts = is_wide, has_parts
            self.parts.setVisible(has_parts)
            self.part_line.setVisible(not has_parts)
            self.header.preview.setVisible(not is_wide and self.preview is not None)
            self.header.show_narrow(is_so=not is_wide)
            self._place()
        before, self._capacity = self._capacity, self.body.capacity
        return is_other or before != self._capacity

    def toggle_preview(self) -> None:
        """Show the preview in place of the form, or the form again."""
        self._shows_preview = not self._shows_preview
        self._place()

    def switch_side(self, current: Part) -> None:
        """Put the keyboard on the preview, or back on the form."""
        if self.preview is None:
            return
        focused = QApplication.focusWidget()
        if focused is not None and self.preview.isAncestorOf(focused):
            if not self._is_wide:
                self._shows_preview = False
                self._place()
            self.body.go_to(current)
            return
        if not self._is_wide:
            self._shows_preview = True
            self._place()
        self.preview.pages.setFocus(Qt.FocusReason.TabFocusReason)

    def open_pdf_menu(self) -> None:
        """Offer to print or save the PDF."""
        if self.preview is None:
            return
        if not self._is_wide and not self._shows_preview:
            self.toggle_preview()
        self.preview.open_menu()

    def say_error(self, sentence: str, advice: str) -> None:
        """Say above the fields what went wrong."""
        self._notice.show_words(sentence, advice, Shape.ATTENTION)

    def say_note(self, sentence: str) -> None:
        """Say above the fields what was done."""
        self._notice.show_words(sentence, "", Shape.DONE)

    def offer(self, sentence: str, button: str, act: Callable[[], None]) -> None:
        """Say what is being done, with the one thing that can be done about it."""
        self._notice.offer(sentence, button, act)

    def count_down(self, sentence: str) -> None:
        """Say the same in other words, without a word to whoever listens."""
        self._notice.say_again(sentence)

    def end_offer(self) -> None:
        """Say nothing any more."""
        self._notice.hide()

    def lock(self, *, is_so: bool) -> None:
        """Let nothing be written while it is being submitted."""
        self.body.setEnabled(not is_so)
        self.foot.setEnabled(not is_so)

    def count_words(self) -> None:
        """Bring the count of words up to date."""
        editor = self.body.boxes[Part.HAPPENED].editors.get("narrative")
        if isinstance(editor, TextEditor):
            editor.count_words()

    def close_down(self) -> None:
        """End what goes on behind."""
        if self.preview is not None:
            self.preview.close_down()

    def controls(self) -> list[QWidget]:
        """What the Tab key goes to, in reading order."""
        parts = self.parts.controls() if self._has_parts else self.part_line.controls()
        preview = self.preview.controls() if self.preview is not None else []
        return [
            *self.header.controls(),
            *parts,
            self._notice.act,
            self._notice.button,
            *self.body.controls(),
            *self.foot.controls(),
            *preview,
        ]

    def _preview(self, ports: FormPorts, post: Post) -> "PreviewPane | None":
        if ports.render is None:
            return None
        from desktop.ui.reports.preview import PreviewPane  # QtPdf, only where it is shown

        look = self.look
        return PreviewPane(
            look,
            draft=self._sheet.draft,
            render=ports.render,
            save=ports.save_pdf,
            post=post,
            file_name=lambda: look.words("Incident report"),
        )

    def _arrange_first(self) -> None:
        window = self._window
        old = window.layout()
        if old is not None:
            holder = QWidget()
            holder.setLayout(old)  # a layout goes with its widgets
            remove(holder)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.parts)
        row.addWidget(self.body, 1)
        self._left = QFrame()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.part_line)
        left.addWidget(self._notice)
        left.addWidget(middle, 1)
        left.addWidget(self.foot)
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        self._row.addWidget(self._left, 1)
        if self.preview is not None:
            self._row.addWidget(self.preview, 0)
        column = QVBoxLayout(window)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(self._row, 1)
        window.setMinimumSize(QSize(self.look.px(400), 420))

    def _place(self) -> None:
        if self.preview is None:
            return
        beside = bool(self._is_wide)
        room = self.look.px(PARTS + FORM)
        self._left.setMaximumWidth(room if beside else 16_777_215)
        self._left.setVisible(beside or not self._shows_preview)
        self._row.setStretch(0, 0 if beside else 1)
        self._row.setStretch(1, 1)
        self._left.setMinimumWidth(room if beside else 0)
        shown = beside or self._shows_preview
        self.preview.setVisible(shown)
        self.header.preview.setChecked(not beside and self._shows_preview)
        if shown:
            self.preview.refresh_if_stale()


class Notice(QFrame):
    """One sentence above the fields, with its advice, until it is dismissed."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("plate", "notice")
        px = look.px
        self._glyph = Glyph(look.theme, 18)
        self._sentence = Label(look.theme, "body_strong")
        self._advice = Label(look.theme, "body")
        self.button = QPushButton()
        self.button.setProperty("role", "quiet")
        self.button.setProperty("measure", "icon")
        self.button.setIcon(look.icon("x", "ink2"))
        self.button.setAccessibleName(look.words("Dismiss"))
        self.button.clicked.connect(self.hide)
        self.act = push_button(look.theme, "", measure="row")
        self.act.clicked.connect(self._do)
        self._act: Callable[[], None] = lambda: None
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self._sentence)
        words.addWidget(self._advice)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(px(24), px(10), px(16), px(10))
        row.setSpacing(px(10))
        row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.act, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.act.hide()
        self.hide()

    def show_words(self, sentence: str, advice: str, shape: Shape) -> None:
        """Say it."""
        self.act.hide()
        self.button.show()
        self._row.setAlignment(self._glyph, Qt.AlignmentFlag.AlignTop)
        self._glyph.show_shape(shape)
        self._sentence.setText(sentence)
        self._advice.say(advice)
        self.setProperty("tone", "need" if shape is Shape.ATTENTION else "hand")
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleName(f"{sentence} {advice}".strip())
        self.show()

    def offer(self, sentence: str, button: str, act: Callable[[], None]) -> None:
        """Say it with a button, which has the keyboard, instead of the cross."""
        self.show_words(sentence, "", Shape.ATTENTION)
        self._act = act
        self.act.setText(button)
        self.act.setAccessibleDescription(sentence)
        self.button.hide()
        self.act.show()
        self._row.setAlignment(self._glyph, Qt.AlignmentFlag.AlignVCenter)
        self.act.setFocus()

    def _do(self) -> None:
        self._act()

    def say_again(self, sentence: str) -> None:
        """Change the words that are seen."""
        self._sentence.setText(sentence)
