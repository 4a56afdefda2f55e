"""The report as it is read: head, sections, amendments, attachments, what was done with it."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.domain.reports.attachments import Attachment
from desktop.ui.advice_line import AdviceLine
from desktop.ui.badge import BadgeLabel
from desktop.ui.buttons import push_button, put_icon
from desktop.ui.console.reports.reading import PartView, read_text
from desktop.ui.flow import FlowLayout
from desktop.ui.glyph import Glyph
from desktop.ui.icons import Icons
from desktop.ui.labels import Label, dividing_line
from desktop.ui.theme import Theme
from desktop.ui.views.advice import Advice
from desktop.ui.views.report_detail import Amended, DetailView, FileView, Step
from desktop.ui.views.report_papers import Notice, Variant
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words

MOST_WIDTH = 760
"""Longer lines are hard to read."""


class Detail(QWidget):
    """Draws one ``DetailView``; a changed report gets a new one."""

    pdf_pressed = Signal(Variant)
    alert_pressed = Signal(str)
    file_opened = Signal(Attachment)
    file_saved = Signal(Attachment)

    def __init__(self, theme: Theme, words: Words, view: DetailView) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._icons = Icons(theme)
        self.controls: list[QWidget] = []
        px = theme.px
        self.setMaximumWidth(px(MOST_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        column.addWidget(self._head(view))
        self._notice = AdviceLine(theme)
        column.addWidget(self._notice)
        if view.waiting:
            line = AdviceLine(theme)
            line.show_advice(Advice(view.waiting))
            column.addWidget(line)
        if view.amended:
            column.addWidget(dividing_line())
            column.addWidget(Label(theme, "lead", view.amended_title, weight=600))
            for one in view.amended:
                column.addWidget(self._amended(one))
        for part in view.parts:
            column.addWidget(dividing_line())
            column.addWidget(PartView(theme, part))
        if view.files:
            column.addWidget(dividing_line())
            column.addWidget(self._files(view))
        column.addWidget(dividing_line())
        column.addWidget(self._steps(view))
        column.addStretch(1)

    def show_notice(self, notice: Notice | None) -> None:
        """Say what came of a paper that was asked for here."""
        if notice is None:
            self._notice.show_advice(None)
            return
        shape = Shape.HALF
        if notice.is_done or notice.is_refused:
            shape = Shape.DONE if notice.is_done else Shape.ATTENTION
        self._notice.show_advice(Advice(notice.sentence, notice.fix), shape=shape)

    def _head(self, view: DetailView) -> QWidget:
        theme, px = self._theme, self._theme.px
        made = QWidget()
        top = QWidget()
        flow = FlowLayout(top, gap=px(10))
        number = Label(theme, "title", view.number, wraps=False)
        number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        flow.addWidget(number)
        flow.addWidget(BadgeLabel(theme, view.badge))
        for mark in view.marks:
            flow.addWidget(_mark(theme, mark.shape, mark.word))
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(top)
        column.addWidget(Label(theme, "body", view.where_when, weight=500))
        column.addWidget(Label(theme, "label", view.reporter, tone="ink2", weight=400))
        column.addSpacing(px(6))
        column.addWidget(self._buttons(view))
        return made

    def _buttons(self, view: DetailView) -> QWidget:
        made = QWidget()
        flow = FlowLayout(made, gap=self._theme.px(8))
        self.pdf = push_button(self._theme, self._words("Save PDF"), measure="row")
        self.pdf.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        put_icon(self.pdf, self._icons, "chevron-down")
        self.pdf.setAccessibleDescription(view.number)
        self.pdf.clicked.connect(self._offer_papers)
        self.controls.append(self.pdf)
        flow.addWidget(self.pdf)
        if view.alert:
            link = push_button(self._theme, self._words("Show the alert"), measure="row")
            link.setAccessibleDescription(view.alert_text)
            link.clicked.connect(lambda: self.alert_pressed.emit(view.alert))
            self.controls.append(link)
            flow.addWidget(link)
        return made

    def build_menu(self) -> QMenu:
        """The papers there are of one report."""
        menu = QMenu(self)
        menu.setFont(self._theme.font("body"))
        for variant in Variant:
            menu.addAction(variant.named(self._words), partial(self.pdf_pressed.emit, variant))
        return menu

    def _offer_papers(self) -> None:
        menu = self.build_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.pdf.mapToGlobal(QPoint(0, self.pdf.height() + self._theme.px(4))))

    def _files(self, view: DetailView) -> QWidget:
        theme, px = self._theme, self._theme.px
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        column.addWidget(Label(theme, "lead", view.files_title, weight=600))
        for file in view.files:
            column.addWidget(self._file(file))
        return made

    def _file(self, file: FileView) -> QWidget:
        theme, px = self._theme, self._theme.px
        made = QFrame()
        made.setProperty("plate", "card")
        said = QVBoxLayout()
        said.setSpacing(px(1))
        said.addWidget(read_text(theme, file.name))
        said.addWidget(Label(theme, "caption", file.detail, tone="ink3"))
        row = QHBoxLayout()
        row.setSpacing(px(10))
        icon = Label(theme, "body", wraps=False)
        icon.setPixmap(self._icons.pixmap("paperclip", color="ink2", size=px(16)))
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(said, 1)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=px(8))
        for text, signal in (
            (self._words("Open"), self.file_opened),
            (self._words("Save as…"), self.file_saved),
        ):
            button = push_button(theme, text, measure="row", about=file.name)
            button.clicked.connect(lambda _=False, signal=signal: signal.emit(file.attachment))
            self.controls.append(button)
            flow.addWidget(button)
        column = QVBoxLayout(made)
        column.setContentsMargins(px(14), px(10), px(14), px(12))
        column.setSpacing(px(8))
        column.addLayout(row)
        column.addWidget(buttons)
        return made

    def _amended(self, one: Amended) -> QWidget:
        theme, px = self._theme, self._theme.px
        made = QFrame()
        made.setProperty("plate", "card")
        column = QVBoxLayout(made)
        column.setContentsMargins(px(14), px(10), px(14), px(12))
        column.setSpacing(px(8))
        column.addWidget(Label(theme, "body_strong", one.title))
        if one.why:
            column.addWidget(read_text(theme, one.why))
        for change in one.changes:
            column.addWidget(self._change(change.label, change.before, change.after))
        if one.files:
            column.addWidget(read_text(theme, one.files))
        return made

    def _change(self, label: str, before: str, after: str) -> QWidget:
        theme, px = self._theme, self._theme.px
        made = QWidget()
        made.setAccessibleName(
            self._words(
                "{label}: before {before}, now {after}", label=label, before=before, after=after
            )
        )
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        column.addWidget(Label(theme, "caption", label, tone="ink3"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(10))
        grid.setVerticalSpacing(px(2))
        grid.setColumnStretch(1, 1)
        told = ((self._words("Before"), before, "ink2"), (self._words("Now"), after, ""))
        for row, (name, text, tone) in enumerate(told):
            said = read_text(theme, text)
            if isinstance(said, Label):
                said.set_tone(tone)
            when = Label(theme, "label", name, tone="ink2", weight=400, wraps=False)
            grid.addWidget(when, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(said, row, 1)
        column.addLayout(grid)
        return made

    def _steps(self, view: DetailView) -> QWidget:
        theme, px = self._theme, self._theme.px
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        column.addWidget(Label(theme, "lead", view.steps_title, weight=600))
        for step in view.steps:
            column.addWidget(self._step(step))
        return made

    def _step(self, step: Step) -> QWidget:
        theme, px = self._theme, self._theme.px
        made = QWidget()
        glyph = Glyph(theme, 14)
        glyph.show_shape(step.shape)
        said = QVBoxLayout()
        said.setSpacing(px(1))
        said.addWidget(Label(theme, "body", step.what))
        if step.words:
            said.addWidget(read_text(theme, step.words))
        said.addWidget(Label(theme, "caption", step.when, tone="ink3"))
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(10))
        row.addWidget(glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(said, 1)
        return made


def _mark(theme: Theme, shape: Shape, word: str) -> QWidget:
    made = QWidget()
    glyph = Glyph(theme, 14)
    glyph.show_shape(shape)
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(5))
    row.addWidget(glyph)
    row.addWidget(Label(theme, "label", word, tone="need", wraps=False))
    return made
