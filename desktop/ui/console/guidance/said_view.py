"""What people said: of the chosen card, and of all of them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.advice_line import AdviceLine
from desktop.ui.badge import BadgeLabel
from desktop.ui.buttons import push_button
from desktop.ui.labels import Label
from desktop.ui.scrolling import ScrollingPage
from desktop.ui.theme import Theme
from desktop.ui.tick_box import TickBox
from desktop.ui.views.advice import Advice
from desktop.ui.views.guidance_said import CardSaidView, CommentView, SiteSaidView
from desktop.ui.words import Words

_WIDEST = 720


class _SaidPage(ScrollingPage):
    """Headings, and cards with lines below them."""

    card_wanted = Signal(str)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme, self._words = theme, words
        self.controls: list[QWidget] = []

    def _begin(self) -> QVBoxLayout:
        self.controls = []
        px = self._theme.px
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, px(6), px(12))
        inner = QWidget()
        inner.setMaximumWidth(px(_WIDEST))
        row.addWidget(inner, 1)
        row.addStretch(0)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        self._next = page
        return column

    def _end(self, column: QVBoxLayout) -> None:
        column.addStretch(1)
        at = self.verticalScrollBar().value()
        self.hold(self._next)
        self.verticalScrollBar().setValue(at)

    def _heading(self, column: QVBoxLayout, text: str) -> None:
        if column.count():
            column.addSpacing(self._theme.px(8))
        column.addWidget(Label(self._theme, "body_strong", text, tone="ink2"))

    def _plate(self, column: QVBoxLayout) -> QVBoxLayout:
        px = self._theme.px
        box = QFrame()
        box.setProperty("plate", "card")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(px(14), px(10), px(14), px(10))
        inside.setSpacing(px(10))
        column.addWidget(box)
        return inside

    def _line(self, inside: QVBoxLayout, text: str, about: str = "") -> None:
        inside.addWidget(Label(self._theme, "body", text))
        if about:
            inside.addWidget(Label(self._theme, "caption", about, tone="ink2"))

    def _comment(self, inside: QVBoxLayout, view: CommentView) -> None:
        theme, px = self._theme, self._theme.px
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(3))
        if view.card:
            link = push_button(theme, view.title, role="link", measure="row", about=view.text)
            link.clicked.connect(lambda: self.card_wanted.emit(view.card))
            self.controls.append(link)
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(Label(theme, "body", view.text))
        column.addWidget(BadgeLabel(theme, view.badge), 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(Label(theme, "caption", view.about, tone="ink2"))
        inside.addWidget(box)

    def _comments(self, column: QVBoxLayout, comments: tuple[CommentView, ...]) -> None:
        if comments:
            self._heading(column, self._words("Comments"))
            inside = self._plate(column)
            for comment in comments:
                self._comment(inside, comment)

    def _practices(self, column: QVBoxLayout, practices: tuple[str, ...]) -> None:
        if practices:
            self._heading(column, self._words("Practice"))
            inside = self._plate(column)
            for line in practices:
                self._line(inside, line)


class CardSaidPage(_SaidPage):
    """Draws a ``CardSaidView``."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words)
        self._view: CardSaidView | None = None

    def show_view(self, view: CardSaidView) -> None:
        """Draw ``view``."""
        if view == self._view:
            return
        self._view = view
        column = self._begin()
        column.addWidget(Label(self._theme, "lead", view.summary))
        self._comments(column, view.comments)
        if view.readers_summary:
            self._heading(column, self._words("Who has read it"))
            inside = self._plate(column)
            self._line(inside, view.readers_summary)
            for reader in view.readers:
                self._line(inside, reader.name, reader.when)
        self._practices(column, view.practices)
        self._end(column)


class SiteSaidPage(_SaidPage):
    """Draws a ``SiteSaidView``; ``rule_switched`` says what the site is to want from now on."""

    rule_switched = Signal(bool)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words)
        self._drawn: tuple[SiteSaidView, Advice | None] | None = None

    def show_view(self, view: SiteSaidView, advice: Advice | None) -> None:
        """Draw ``view``; ``advice`` where the rule could not be changed."""
        if (view, advice) == self._drawn:
            return
        self._drawn = (view, advice)
        theme, words = self._theme, self._words
        column = self._begin()
        column.addWidget(Label(theme, "title", words("What people say")))
        column.addWidget(Label(theme, "lead", view.summary))
        self._heading(column, words("Looked for in vain"))
        inside = self._plate(column)
        for missed in view.missed:
            self._line(inside, missed.text, missed.about)
        if view.nothing_missed:
            self._line(inside, view.nothing_missed)
        self._comments(column, view.comments)
        self._heading(column, words("Practice at this site"))
        inside = self._plate(column)
        self.rule = TickBox(theme, view.rule)
        self.rule.setChecked(view.shares_practice)
        self.rule.setAccessibleDescription(view.rule_means)
        self.rule.clicked.connect(lambda: self.rule_switched.emit(not view.shares_practice))
        self.controls.append(self.rule)
        inside.addWidget(self.rule)
        inside.addWidget(Label(theme, "label", view.rule_means, tone="ink2", weight=400))
        refused = AdviceLine(theme)
        inside.addWidget(refused)
        refused.show_advice(advice)
        self._practices(column, view.practices)
        self._end(column)
