"""The panel's pages: which one is shown, and what was asked for on it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.guidance.card import Action, CardKind
from desktop.domain.guidance.ids import CardId
from desktop.ui.guidance.card_page import CardPage
from desktop.ui.guidance.look import GuidanceLook
from desktop.ui.guidance.practice_page import PracticePage
from desktop.ui.guidance.search_page import SearchPage
from desktop.ui.guidance.source import Source, Surroundings
from desktop.ui.guidance.topics_page import TopicsPage
from desktop.ui.scrolling import ScrollingPage
from desktop.ui.views.guidance_buttons import RungButton
from desktop.ui.views.guidance_card import CardView
from desktop.ui.views.guidance_practice import Practice, PracticeView
from desktop.ui.views.guidance_search import SearchView
from desktop.ui.views.guidance_topics import TopicsView, to_read

MOST_HITS = 6
"""As many as are seen without scrolling, with the way to say that none fits; more words find the
rest."""


class Pages(ScrollingPage):
    """Shows one page of the guidance: all situations, a card, a practice, or what was found.

    ``turned`` is told of every page that is drawn. The other signals are as ``GuidancePanel`` has
    them.
    """

    turned = Signal()
    assist_pressed = Signal()
    panic_pressed = Signal()
    report_wanted = Signal()
    step_tapped = Signal(str, str)
    warned = Signal(str, str)
    missed = Signal(str)
    confirmed = Signal(str)
    practiced = Signal(str, int, int)
    file_wanted = Signal(object)
    promise_wanted = Signal()
    card_opened = Signal()

    def __init__(self, source: Source, surroundings: Surroundings, look: GuidanceLook) -> None:
        super().__init__(keeps_its_width=True)
        self.setObjectName("panelPage")
        self._source, self._around, self._look = source, surroundings, look
        self._practice = Practice()
        self._before: list[CardId] = []
        self.card: CardId = ""
        self.typed = ""
        self.page: QWidget = QWidget()

    @property
    def source(self) -> Source:
        """What the pages are drawn from."""
        return self._source

    def use(self, look: GuidanceLook) -> None:
        """Draw everything in another look."""
        self._look = look
        self.draw()

    def show_source(self, source: Source) -> None:
        """Draw the guidance as it stands now; whoever reads stays where they are, and what looks as
        before is not made anew: a press may be under way on it.
        """
        before, self._source = self._source.library.find(self.card), source
        card = source.library.find(self.card)
        if card is None:
            self.card, self._before = "", []
        elif before is None or card.turns != before.turns:
            self._practice = Practice()
        if not self.typed and self._looks_otherwise():
            bar = self.verticalScrollBar()
            where = bar.value() if card is not None else 0
            self.draw()
            bar.setValue(where)

    def show_tried(self) -> None:
        """Draw what was noted since."""
        if isinstance(self.page, CardPage):
            self.page.show_tried(self._card_view())

    def search(self, typed: str) -> None:
        """Show what is found; with nothing typed, the page before."""
        self.typed = typed
        self.draw()

    def open_card(self, card: CardId) -> None:
        """Show that card; the one before stays a step back."""
        if card not in self._source.library.cards:
            return
        if self.card and self.card != card:
            self._before.append(self.card)
        self.card = card
        self._leave_search()

    def open_place(self, place: int) -> bool:
        """Open the situation of that place, where there is one."""
        situations = self._source.library.situations
        card = next((one for one in situations if one.place == place), None)
        if card is not None:
            self.open_card(card.id)
        return card is not None

    def go_back(self) -> None:
        """To the card before, or to all situations."""
        self.card = self._before.pop() if self._before else ""
        self._leave_search()

    def go_to_topics(self) -> None:
        """To the first page."""
        self.card, self._before = "", []
        self._leave_search()

    def _leave_search(self) -> None:
        self.typed = ""
        self._practice = Practice()
        self.draw()
        self.card_opened.emit()

    def _looks_otherwise(self) -> bool:
        card = self._source.library.find(self.card)
        match self.page:
            case TopicsPage() as page:
                return card is not None or page.everything != self._topics_view()
            case PracticePage() as page:
                is_practice = card is not None and card.kind is CardKind.PRACTICE
                return not is_practice or page.turn != self._practice_view()
            case CardPage() as page:
                is_other = card is None or card.kind is CardKind.PRACTICE
                return is_other or page.view != self._card_view()
            case _:
                return True

    def draw(self) -> None:
        """Make the page that is to be shown, from its beginning."""
        card = self._source.library.find(self.card)
        typed = self.typed.strip()
        if typed:
            self.page = self._search_page(typed)
        elif card is None:
            self.page = self._topics_page()
        elif card.kind is CardKind.PRACTICE:
            self.page = self._practice_page()
        else:
            self.page = self._card_page()
        self.hold(self.page)
        self.verticalScrollBar().setValue(0)
        self.turned.emit()

    def _topics_view(self) -> TopicsView:
        source = self._source
        unread = to_read(source.guidance, self._around.confirmed(), source.library)
        return TopicsView.of(
            source.library,
            words=self._look.words,
            to_read=unread,
            practiced=self._around.practiced(),
        )

    def _topics_page(self) -> TopicsPage:
        page = TopicsPage(self._look, self._topics_view())
        page.card_wanted.connect(self.open_card)
        return page

    def _card_view(self) -> CardView:
        source, around = self._source, self._around
        card = source.library.cards[self.card]
        unread = to_read(source.guidance, around.confirmed(), source.library)
        return CardView.of(
            card,
            source.guidance.shown[card.id],
            source.library,
            words=self._look.words,
            wording=around.wording,
            conversation=around.conversation,
            today=around.today(),
            is_to_read=card.id in unread,
        )

    def _card_page(self) -> CardPage:
        page = CardPage(self._look, self._card_view())
        page.back_wanted.connect(self.go_to_topics)
        page.card_wanted.connect(self.open_card)
        page.step_tapped.connect(lambda step: self.step_tapped.emit(self.card, step))
        page.pressed.connect(self.press)
        page.file_wanted.connect(self.file_wanted)
        page.confirmed.connect(self._confirm)
        page.promise_wanted.connect(self.promise_wanted)
        return page

    def _practice_view(self) -> PracticeView:
        library = self._source.library
        card = library.cards[self.card]
        return PracticeView.of(
            card,
            self._practice,
            words=self._look.words,
            is_shared=self._source.shares_practice,
            topic=library.find(card.topic),
        )

    def _practice_page(self) -> PracticePage:
        page = PracticePage(self._look, self._practice_view())
        page.back_wanted.connect(self.go_to_topics)
        page.card_wanted.connect(self.open_card)
        page.chosen.connect(self.choose)
        page.went_on.connect(self.go_on)
        page.again.connect(self._practice_again)
        return page

    def _search_page(self, typed: str) -> SearchPage:
        hits = self._source.search.find(typed, most=MOST_HITS)
        page = SearchPage(self._look, SearchView.of(typed, hits, self._look.words))
        page.card_wanted.connect(self.open_card)
        page.missed.connect(lambda: self._miss(page, typed))
        return page

    # --- what was asked for --------------------------------------------------------------------

    def press(self, button: RungButton) -> None:
        """A ladder's button was pressed, by hand or by its key."""
        match button.action:
            case Action.WARN:
                self.warned.emit(button.say, self.card)
            case Action.SUPERVISOR:
                self.assist_pressed.emit()
            case Action.PANIC:
                self.panic_pressed.emit()
            case Action.REPORT:
                self.report_wanted.emit()

    def choose(self, answer: int) -> None:
        """That answer of a practice."""
        self._practice = self._practice.choose(answer, self._source.library.cards[self.card])
        self.draw()

    def go_on(self) -> None:
        """On to the next turn of a practice, or to its end."""
        card = self._source.library.cards[self.card]
        self._practice = self._practice.go_on()
        if self._practice.at >= len(card.turns):
            self.practiced.emit(card.id, self._practice.good, len(card.turns))
        self.draw()

    def _practice_again(self) -> None:
        self._practice = Practice()
        self.draw()

    def _confirm(self) -> None:
        self.confirmed.emit(self.card)
        self.draw()

    def _miss(self, page: SearchPage, typed: str) -> None:
        self.missed.emit(typed)
        page.show_sent(self._look.words("Sent. Thank you."))
