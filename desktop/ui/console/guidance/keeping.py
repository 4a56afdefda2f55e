"""The Guidance page joined to what it needs; the program makes one and hands it to the console."""

from PySide6.QtCore import QObject, Signal

from desktop.domain.guidance.card import CardKind
from desktop.domain.guidance.guidance import Guidance
from desktop.domain.guidance.ids import CardId, VersionId
from desktop.domain.reports.attachments import Attachment
from desktop.ui.console.guidance.card_pane import Tab
from desktop.ui.console.guidance.editing import CardEditing
from desktop.ui.console.guidance.page import GuidancePage, Place
from desktop.ui.console.guidance.parts import KeepingParts
from desktop.ui.console.guidance.said_desk import SaidDesk
from desktop.ui.console.guidance.seen import CardsSeen
from desktop.ui.console.guidance.versions_desk import VersionsDesk
from desktop.ui.system_dialogs import ask_to_open
from desktop.ui.theme import Theme
from desktop.ui.views.advice import Advice
from desktop.ui.views.guidance_adding import new_card
from desktop.ui.views.guidance_cards import CardFilter, CardsView
from desktop.ui.views.guidance_versions import Against


class Keeping(QObject):
    """Owns what is chosen and looked at; the page may be made anew at any time."""

    count_changed = Signal(str)
    """How many cards are due for review, for the navigation; "" for none."""

    def __init__(self, parts: KeepingParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts, self._words = parts, parts.words
        self.seen: CardsSeen | None = None
        self.page: GuidancePage | None = None
        self.tab = Tab.TEXT
        self.place = Place.CARD
        self._typed = ""
        self._filter = CardFilter.ALL
        self._is_watching = False
        self._is_closed = False
        self.editing = CardEditing(parts, self._draw_list, self)
        self.versions = VersionsDesk(parts.cards, parts.words, parts.place_of)
        self.said = SaidDesk(
            parts.cards,
            parts.hearing,
            post=parts.post,
            words=parts.words,
            person=parts.person,
            people=parts.people,
            place_of=parts.place_of,
            changed=self._draw_side,
        )

    def start(self) -> None:
        """Watch the cards; what is due is counted although the page is not built."""
        if self._is_watching:
            return
        self._is_watching = True
        cards, language, post = self._parts.cards, self._words.language, self._parts.post

        def told(guidance: Guidance) -> None:  # in the guidance's worker
            shares = cards.rules.shares_practice
            seen = CardsSeen.of(guidance, language, shares_practice=shares)
            post(lambda: self._show(seen))

        cards.watch(told)

    def close(self) -> None:
        """Draw nothing any more."""
        self._is_closed = True
        self.editing.close()

    @property
    def card(self) -> CardId:
        """The card that is open."""
        return self.editing.card

    # --- the page ------------------------------------------------------------------------------

    def build(self, theme: Theme) -> GuidancePage:
        """The page in that look, as it stood in the one before."""
        is_first = self.page is None
        page = self.page = GuidancePage(
            theme, self._words, sentence=self._words("Guidance"), typed=self._typed
        )
        panel, pane, versions = page.panel, page.pane, page.pane.versions
        panel.typed.connect(self._type_search)
        panel.filtered.connect(self._choose_filter)
        panel.chosen.connect(self.choose)
        panel.opened.connect(self.open)
        panel.show_fault(self._fault())
        page.save_pressed.connect(self.editing.save)
        page.pocket_card_pressed.connect(self._parts.save_pocket_card)
        page.place_chosen.connect(self.go_to)
        page.adding.begun.connect(self._begin_card)
        page.adding.left.connect(lambda: self.go_to(Place.CARD))
        page.site_said.card_wanted.connect(self.open)
        page.site_said.rule_switched.connect(lambda on: self.said.rule(shares_practice=on))
        pane.tab_chosen.connect(self.show_tab)
        pane.preview.card_wanted.connect(self.open)
        versions.chosen.connect(self._look_at_version)
        versions.against_chosen.connect(self._compare_with)
        versions.acted.connect(self._bring_version_back)
        versions.join_wanted.connect(lambda: self.show_tab(Tab.TEXT))
        pane.text.files.attach_pressed.connect(self._ask_file)
        for opened in (pane.text.files.opened, pane.preview.file_wanted):
            opened.connect(self._open_file)
        self.editing.join(pane)
        self.start()
        if is_first:
            self.said.start()
        self._draw_list()
        self.editing.draw()
        self.editing.check()
        self._draw_side()
        return page

    def choose(self, card: CardId) -> None:
        """Show that card beside the list; what was typed of the one before stays."""
        if card != self.card:
            self.versions.forget()
            self.editing.open(card)
        self.place = Place.CARD
        self._draw_side()

    def open(self, card: CardId) -> None:
        """Show that card, and turn to it where there is room for it alone."""
        self.choose(card)
        if self.page is not None:
            self.page.panel.mark(card)
            self.page.turn_to(Place.CARD)

    def show_tab(self, tab: Tab) -> None:
        """Look at that of the card."""
        self.tab = tab
        self._draw_side()

    def go_to(self, place: Place) -> None:
        """Show that beside the list: the card, what people say, or adding one."""
        self.place = place
        self._draw_side()
        if self.page is not None:
            self.page.turn_to(place)

    def _show(self, seen: CardsSeen) -> None:
        if self._is_closed:
            return
        self.seen = seen
        self.editing.show(seen)
        self._draw_list()
        self._draw_side()

    def _draw_list(self) -> None:
        seen = self.seen
        if seen is None or self._is_closed:
            return
        view = CardsView.of(
            seen.guidance,
            seen.library,
            words=self._words,
            today=self._parts.today(),
            chosen=self._filter,
            found=seen.find(self._typed) if self._typed.strip() else None,
            unsaved=self.editing.drafts.changed(),
            new=self.editing.new_cards(),
        )
        self.count_changed.emit(view.overdue)
        if self.page is not None:
            self.page.panel.show_view(view, self.card)
            self.page.say(view.headline)

    def _draw_side(self) -> None:
        """Draw what is looked at, and nothing else of it."""
        page, seen = self.page, self.seen
        if page is None or seen is None or self._is_closed:
            return
        pane, card = page.pane, self.card
        page.show_place(self.place, has_card=self.editing.draft() is not None)
        if self.place is Place.SAID:
            page.site_said.show_view(self.said.of_site(seen), self.said.advice)
        elif self.tab is Tab.VERSIONS:
            pane.versions.show_view(self.versions.view(card, seen.guidance))
        elif self.tab is Tab.SAID:
            pane.said.show_view(self.said.of_card(card, seen))
        versions = len(seen.guidance.history(card).editions)
        pane.show_tabs({Tab.VERSIONS: str(versions or ""), Tab.SAID: self.said.count(card)})
        pane.show_tab(self.tab)
        page.order_tabs()

    def _fault(self) -> Advice | None:
        """What is wrong with the cards as they ship: the first of it, and how many more are."""
        faults, words = self._parts.faults, self._words
        if not faults:
            return None
        first = Advice.of(faults[0], words)
        if len(faults) == 1:
            return first
        more = words.plural(
            "{n} more card is wrong as it ships.",
            "{n} more cards are wrong as they ship.",
            len(faults) - 1,
        )
        return Advice(first.sentence, f"{first.fix} {more}".strip())

    # --- versions, and new cards ---------------------------------------------------------------

    def _look_at_version(self, version: VersionId) -> None:
        self.versions.choose(version)
        self._draw_side()

    def _compare_with(self, against: Against) -> None:
        self.versions.compare(against)
        self._draw_side()

    def _bring_version_back(self, version: VersionId) -> None:
        if self.seen is not None:
            editor = self._parts.person()
            change = self.versions.back(self.card, version, self.seen.guidance, editor)
            if change is not None:
                self.versions.forget()
                self.editing.send(change)

    def _begin_card(self, kind: CardKind, title: str) -> None:
        if self.seen is None:
            return
        card, text = new_card(
            kind,
            title,
            self.seen.library,
            (*self.seen.guidance.shown, *self.seen.guidance.histories, *self.editing.drafts.kept),
            owner=self._parts.person(),
            today=self._parts.today(),
            words=self._words,
        )
        self.editing.begin(card, text)
        self.tab = Tab.TEXT
        self.open(card)
        self._draw_list()
        if self.page is not None:
            self.page.pane.text.text.setFocus()

    # --- files ---------------------------------------------------------------------------------

    def _ask_file(self) -> None:
        if self._parts.ask_file is not None:
            self._parts.ask_file(self.editing.attach)
        elif self.page is not None:
            title, kinds = self._words("Attach a PDF"), "PDF (*.pdf *.PDF)"
            ask_to_open(self.page, title, kinds, self.editing.attach)

    def _open_file(self, file: Attachment) -> None:
        if self._parts.open_file is not None:
            card, post = self.card, self._parts.post
            self._parts.open_file(file).add_done_callback(
                lambda done: post(lambda: self.editing.opened(card, done))
            )

    # --- the list ------------------------------------------------------------------------------

    def _type_search(self, typed: str) -> None:
        self._typed = typed
        self._draw_list()

    def _choose_filter(self, chosen: CardFilter) -> None:
        self._filter = chosen
        self._draw_list()
