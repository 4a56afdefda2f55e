"""The card as the counter will see it, through the panel's own page."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from desktop.ui.badge import BadgeLabel
from desktop.ui.guidance.card_page import CardPage
from desktop.ui.guidance.look import GuidanceLook
from desktop.ui.guidance.practice_page import PracticePage
from desktop.ui.labels import Label
from desktop.ui.scrolling import ScrollingPage
from desktop.ui.theme import Theme
from desktop.ui.views.badges import Badge, BadgeTone
from desktop.ui.views.guidance_card import CardView
from desktop.ui.views.guidance_practice import PracticeView
from desktop.ui.words import Words

WIDTH, NARROWEST = 412, 340


class Preview(QFrame):
    """Draws the last card that could be read. Links lead to the editor of their card, the way back
    to the list; buttons that would do something at a counter do nothing, and Tab passes them by.
    """

    card_wanted = Signal(str)
    back_wanted = Signal()
    answer_chosen = Signal(int)
    went_on = Signal()
    file_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("cardPreview")
        self._theme = theme
        self._view: CardView | PracticeView | None = None
        self._language = ""
        px = theme.px
        self._caption = Label(theme, "caption", tone="ink2")
        self._caption.setContentsMargins(px(16), px(10), px(16), px(6))
        self._pane = ScrollingPage()
        self._review = Label(theme, "caption", tone="ink2")
        self._overdue = BadgeLabel(theme)
        foot = QFrame()
        foot.setObjectName("panelFoot")
        below = QVBoxLayout(foot)
        below.setContentsMargins(px(16), px(8), px(16), px(8))
        below.addWidget(self._review)
        below.addWidget(self._overdue)
        self._foot = foot
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._caption)
        column.addWidget(self._pane, 1)
        column.addWidget(foot)
        self.show_card(None, Words.of("en"))

    @property
    def view(self) -> CardView | PracticeView | None:
        """What is drawn."""
        return self._view

    def show_caption(self, text: str) -> None:
        """Say what the preview is."""
        self._caption.setText(text)

    def show_card(self, view: CardView | PracticeView | None, words: Words) -> None:
        """Draw ``view`` with the words of its language; where nothing changed, nothing moves."""
        if view is not None and (view, words.language) == (self._view, self._language):
            return
        is_same = view is not None and self._view is not None and _id(view) == _id(self._view)
        at = self._pane.verticalScrollBar().value() if is_same else 0
        self._view, self._language = view, words.language
        look = GuidanceLook(self._theme, words)
        match view:
            case CardView():
                page: QWidget = self._card_page(look, view)
            case PracticeView():
                page = self._practice_page(look, view)
            case _:
                page = QWidget()
                QVBoxLayout(page)
        self._pane.hold(page)
        self._pane.verticalScrollBar().setValue(at)
        self._show_review(view)

    def _card_page(self, look: GuidanceLook, view: CardView) -> CardPage:
        page = CardPage(look, view)
        page.card_wanted.connect(self.card_wanted)
        page.file_wanted.connect(self.file_wanted)
        page.back_wanted.connect(self.back_wanted)
        for button in inert(page):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return page

    def _practice_page(self, look: GuidanceLook, view: PracticeView) -> PracticePage:
        page = PracticePage(look, view)
        page.card_wanted.connect(self.card_wanted)
        page.back_wanted.connect(self.back_wanted)
        page.chosen.connect(self.answer_chosen)
        page.went_on.connect(self.went_on)
        return page

    def _show_review(self, view: CardView | PracticeView | None) -> None:
        review = view.review if isinstance(view, CardView) else ""
        is_overdue = isinstance(view, CardView) and view.is_overdue
        self._review.say("" if is_overdue else review)
        self._overdue.show_badge(Badge(review, BadgeTone.NEED) if is_overdue else None)
        self._foot.setVisible(bool(review))


def inert(page: CardPage) -> list[QPushButton]:
    """The buttons that do something at a counter alone: steps, the ladder's, and a promise."""
    found = [
        button
        for button in page.findChildren(QPushButton)
        if button.property("role") == "step" or button.property("measure") == "keyed"
    ]
    promise = getattr(page, "promise", None)  # a card without steps has none
    return found if promise is None else [*found, promise]


def _id(view: CardView | PracticeView) -> str:
    return view.id if isinstance(view, CardView) else view.title
