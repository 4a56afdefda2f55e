"""The Guidance page joined to what it needs; the program makes one and hands it to the console."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import QMetaObject, QObject, QTimer, Signal

from desktop.domain.errors import DeskError
from desktop.domain.guidance.card_text import first_language, key_of, translation_of, with_key
from desktop.domain.guidance.editions import Edition
from desktop.domain.guidance.errors import CardRefusedError
from desktop.domain.guidance.guidance import Guidance
from desktop.domain.guidance.ids import CardId, VersionId
from desktop.domain.roster.ids import DeviceId
from desktop.services.guidance.cards_desk import CardsDesk, Change
from desktop.ui.console.guidance.card_pane import Tab
from desktop.ui.console.guidance.drafts import Draft, Drafts
from desktop.ui.console.guidance.page import GuidancePage
from desktop.ui.console.guidance.previewing import Previewing
from desktop.ui.console.guidance.seen import CardsSeen
from desktop.ui.console.guidance.versions_desk import VersionsDesk
from desktop.ui.console.pages import PageEntry
from desktop.ui.settling import Post, settled
from desktop.ui.theme import Theme
from desktop.ui.views.advice import Advice
from desktop.ui.views.dates import no_date, read_day, written_day
from desktop.ui.views.guidance_cards import CardFilter, CardsView, NewCard, kind_words
from desktop.ui.views.guidance_editing import (
    editor_view,
    hidden_why,
    plates_of,
    reviewed_why,
    saved_words,
    unsaved_words,
)
from desktop.ui.views.guidance_versions import Against
from desktop.ui.words import Words

KEY = "guidance"
CHECKED_AFTER_MS = 350
"""From the last key to the check and the preview."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingParts:
    """What the page needs. ``person`` is whoever sits here now; ``is_reached`` whether another
    desk can be told anything at this moment, ``place_of`` where a desk is. ``faults`` are those of
    the cards as they ship.
    """

    cards: CardsDesk
    post: Post
    words: Words
    person: Callable[[], str]
    now: Callable[[], datetime]
    today: Callable[[], date] = date.today
    is_reached: Callable[[], bool] = lambda: True
    place_of: Callable[[DeviceId], str] = lambda _desk: ""
    faults: tuple[CardRefusedError, ...] = ()


class Keeping(QObject):
    """Owns what is chosen, typed and not yet saved; the page may be made anew at any time."""

    count_changed = Signal(str)
    """How many cards are due for review, for the navigation; "" for none."""

    def __init__(self, parts: KeepingParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts, self._words = parts, parts.words
        self.seen: CardsSeen | None = None
        self.page: GuidancePage | None = None
        self.drafts = Drafts()
        self.card: CardId = ""
        self.tab = Tab.TEXT
        self._typed = ""
        self._filter = CardFilter.ALL
        self._saving: set[CardId] = set()
        self._told: dict[CardId, str] = {}
        self._refused: dict[CardId, Advice] = {}
        self._is_watching = False
        self._is_closed = False
        self._joined: list[QMetaObject.Connection] = []
        self.previewing = Previewing(parts.cards, parts.words, parts.today)
        self.versions = VersionsDesk(parts.cards, parts.words, parts.place_of)
        self._check_is_due = QTimer(self)
        self._check_is_due.setSingleShot(True)
        self._check_is_due.setInterval(CHECKED_AFTER_MS)
        self._check_is_due.timeout.connect(self._look)

    @staticmethod
    def entry_of(words: Words, build: Callable[[Theme], GuidancePage]) -> PageEntry:
        """The page for the console's navigation; known before anything of the guidance is open."""
        return PageEntry(key=KEY, name=words("Guidance"), icon="book-open", build=build)

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
        self._check_is_due.stop()

    # --- the page ------------------------------------------------------------------------------

    def build(self, theme: Theme) -> GuidancePage:
        """The page in that look, as it stood in the one before."""
        while self._joined:
            QObject.disconnect(self._joined.pop())
        page = self.page = GuidancePage(
            theme, self._words, sentence=self._words("Guidance"), typed=self._typed
        )
        panel, text = page.panel, page.pane.text
        panel.typed.connect(self._type_search)
        panel.filtered.connect(self._choose_filter)
        panel.chosen.connect(self.choose)
        panel.opened.connect(self.open)
        page.save_pressed.connect(self.save)
        page.pane.tab_chosen.connect(self.show_tab)
        page.pane.preview.card_wanted.connect(self.open)
        page.pane.preview.answer_chosen.connect(self._answer)
        page.pane.preview.went_on.connect(self._go_on)
        text.typed.connect(self._type)
        text.language_chosen.connect(self._choose_language)
        text.translation_begun.connect(self._begin_translation)
        text.owner_typed.connect(partial(self._set_key, "owner"))
        text.reviewed_typed.connect(self._type_reviewed)
        text.reviewed_today.connect(self._review_today)
        text.why_typed.connect(self._type_why)
        text.save_pressed.connect(self.save)
        text.hide_pressed.connect(self._hide)
        text.throw_away_pressed.connect(self._throw_away)
        text.bring_back_pressed.connect(self._bring_back)
        self._join_versions(page)
        panel.show_fault(self._fault())
        page.order_tabs()
        self.start()
        self._draw_list()
        self._draw_card()
        self._check()
        return page

    def _join_versions(self, page: GuidancePage) -> None:
        versions = page.pane.versions
        versions.chosen.connect(self._look_at_version)
        versions.against_chosen.connect(self._compare_with)
        versions.acted.connect(self._bring_version_back)
        versions.join_wanted.connect(lambda: self.show_tab(Tab.TEXT))

    def _look_at_version(self, version: VersionId) -> None:
        self.versions.choose(version)
        self._draw_versions()

    def _compare_with(self, against: Against) -> None:
        self.versions.compare(against)
        self._draw_versions()

    def _bring_version_back(self, version: VersionId) -> None:
        if self.seen is not None:
            editor = self._parts.person()
            change = self.versions.back(self.card, version, self.seen.guidance, editor)
            if change is not None:
                self._send(change)

    def choose(self, card: CardId) -> None:
        """Show that card beside the list; what was typed of the one before stays."""
        if card != self.card:
            self._check_is_due.stop()
            self.card = card
            self.previewing.forget()
            self.versions.forget()
            self._draw_card()
            self._check()

    def open(self, card: CardId) -> None:
        """Show that card, and turn to it where there is room for it alone."""
        self.choose(card)
        if self.page is not None:
            self.page.panel.mark(card)
            if self.page.is_narrow:
                self.page.turn_to_card()

    def show_tab(self, tab: Tab) -> None:
        """Look at that of the card."""
        self.tab = tab
        self._draw_versions()
        if self.page is not None:
            self.page.pane.show_tab(tab)

    def _show(self, seen: CardsSeen) -> None:
        if self._is_closed:
            return
        self.seen = seen
        self.drafts.follow(seen.guidance)
        self._draw_list()
        self._draw_card()
        if not self._check_is_due.isActive():
            self._check()

    def _draw_list(self) -> None:
        seen = self.seen
        if seen is None:
            return
        found = seen.find(self._typed) if self._typed.strip() else None
        view = CardsView.of(
            seen.guidance,
            seen.library,
            words=self._words,
            today=self._parts.today(),
            chosen=self._filter,
            found=found,
            unsaved=self.drafts.changed(),
            new=tuple(self._new_card(d) for d in self.drafts.kept.values() if d.is_new),
        )
        self.count_changed.emit(view.overdue)
        if self.page is not None:
            self.page.panel.show_view(view, self.card)
            self.page.say(view.headline)

    def _draw_card(self) -> None:
        page, draft = self.page, self._draft()
        if page is None:
            return
        page.show_card(is_open=draft is not None)
        if draft is None or self.seen is None:
            return
        guidance, words = self.seen.guidance, self._words
        facts = draft.texts.get(draft.first, "")
        shown = guidance.shown.get(draft.card)
        reviewed = key_of(facts, "reviewed")
        is_unsaved = draft.is_changed
        view = editor_view(
            draft.card,
            guidance,
            words=words,
            today=self._parts.today(),
            title=key_of(facts, "title"),
            kind=shown.first.kind if shown else None,
            plates=plates_of(
                draft.card,
                guidance,
                words=words,
                faults=self._parts.faults,
                meanwhile=self._meanwhile(draft),
            ),
            texts=draft.texts,
            language=self._language(draft),
            owner=key_of(facts, "owner"),
            reviewed=_written(reviewed, words),
            files=draft.files,
            why=draft.why,
            state=unsaved_words(words) if is_unsaved else self._told.get(draft.card, ""),
            is_unsaved=is_unsaved,
            is_saving=draft.card in self._saving,
            is_hidden=draft.is_hidden,
            is_new=draft.is_new,
            can_bring_back=draft.card in self.drafts.thrown_away and not is_unsaved,
        )
        page.pane.show_view(view, draft.texts.get(self._language(draft), ""))
        self._draw_versions()
        page.pane.show_tab(self.tab)

    def _draw_versions(self) -> None:
        page, seen = self.page, self.seen
        if page is None or seen is None:
            return
        history = seen.guidance.history(self.card)
        if self.tab is Tab.VERSIONS:
            page.pane.versions.show_view(self.versions.view(self.card, seen.guidance))
            page.order_tabs()
        page.pane.show_tabs({Tab.VERSIONS: str(len(history.editions) or "")})

    def _fault(self) -> Advice | None:
        """What is wrong with the cards as they ship: the first of it, and how many more are."""
        faults, words = self._parts.faults, self._words
        if not faults:
            return None
        first = Advice.of(faults[0], words)
        if len(faults) == 1:
            return first
        more = words.plural(
            "{n} more card as it ships is wrong.",
            "{n} more cards as they ship are wrong.",
            len(faults) - 1,
        )
        return Advice(first.sentence, f"{first.fix} {more}".strip())

    # --- the draft -----------------------------------------------------------------------------

    def _draft(self) -> Draft | None:
        """The draft of the card that is open."""
        if self.seen is None or not self.card:
            return None
        is_known = self.card in self.seen.guidance.shown or self.card in self.drafts.kept
        if not is_known and not self.seen.guidance.history(self.card).editions:
            return None
        return self.drafts.of(self.card, self.seen.guidance)

    def _language(self, draft: Draft) -> str:
        return draft.language or (
            self._words.language if self._words.language in draft.texts else draft.first
        )

    def _meanwhile(self, draft: Draft) -> tuple[str, datetime] | None:
        """Who saved another version since this unsaved text was begun, and when."""
        if self.seen is None or not draft.is_changed or draft.is_new:
            return None
        history = self.seen.guidance.history(draft.card)
        if set(history.ends) == set(draft.bases) or not history.heads:
            return None
        other = history.heads[-1]
        return other.editor, other.at

    def _new_card(self, draft: Draft) -> NewCard:
        facts = draft.texts.get(draft.first, "")
        kind = self.previewing.kind_of(draft)
        return NewCard(
            draft.card,
            key_of(facts, "title") or draft.card,
            kind_words(kind, self._words) if kind else "",
        )

    def _type(self, text: str) -> None:
        draft = self._draft()
        if draft is not None:
            draft.texts[self._language(draft)] = text
            self._changed()

    def _type_why(self, text: str) -> None:
        draft = self._draft()
        if draft is not None:
            draft.why = text

    def _set_key(self, key: str, value: str | date) -> None:
        draft = self._draft()
        if draft is not None:
            first = draft.first
            draft.texts[first] = with_key(draft.texts[first], key, value)
            self._changed()

    def _type_reviewed(self, text: str) -> None:
        assert self.page is not None
        today = self._parts.today()
        day = read_day(text, self._words, today=today) if text.strip() else None
        if text.strip() and day is None:
            self.page.pane.text.refuse_day(no_date(text, today, self._words))
            return
        self.page.pane.text.show_reviewed(written_day(day, self._words) if day else "")
        self._set_key("reviewed", day or "")

    def _review_today(self) -> None:
        draft = self._draft()
        if draft is None or self.page is None:
            return
        today = self._parts.today()
        if not draft.is_changed and not draft.why:
            draft.why = reviewed_why(self._words)
        self._set_key("reviewed", today)
        self.page.pane.text.show_reviewed(written_day(today, self._words))

    def _choose_language(self, code: str) -> None:
        draft = self._draft()
        if draft is not None:
            draft.language = code
            self._draw_card()
            self._check()

    def _begin_translation(self) -> None:
        draft = self._draft()
        if draft is not None:
            into, first = self._language(draft), first_language(draft.texts)
            draft.texts[into] = translation_of(draft.texts[first], first, into)
            self._changed()

    def _changed(self) -> None:
        """Something was typed: it is kept, and looked at once the keys rest."""
        self._told.pop(self.card, None)
        self._refused.pop(self.card, None)
        self.drafts.thrown_away.pop(self.card, None)
        self._draw_card()
        self._check_is_due.start()

    def _throw_away(self) -> None:
        if self.seen is not None:
            self.drafts.throw_away(self.card, self.seen.guidance)
            self._redraw()

    def _bring_back(self) -> None:
        self.drafts.bring_back(self.card)
        self._redraw()

    def _redraw(self) -> None:
        self._refused.pop(self.card, None)
        self._draw_list()
        self._draw_card()
        self._check()

    # --- checking and saving -------------------------------------------------------------------

    def _check(self) -> None:
        """Show the preview of what stands in the editor, or what is wrong with it."""
        self._check_is_due.stop()
        page, draft = self.page, self._draft()
        if page is None or draft is None or self.seen is None:
            return
        language = self._language(draft)
        refusal = self.previewing.read(draft, language, self.seen.guidance)
        page.pane.preview.show_card(*self.previewing.drawn(language))
        page.pane.preview.show_caption(self.previewing.caption(is_refused=refusal is not None))
        said = self._refused.get(draft.card)
        page.pane.text.show_advice(Advice.of(refusal, self._words) if refusal else said)

    def _look(self) -> None:
        """The keys rest."""
        self._draw_list()
        self._check()

    def _answer(self, answer: int) -> None:
        self.previewing.choose(answer)
        self._check()

    def _go_on(self) -> None:
        self.previewing.go_on()
        self._check()

    def save(self) -> None:
        """Make what is in the editor the site's version."""
        draft = self._draft()
        if draft is not None and draft.is_changed:
            self._send(draft.change(self._parts.person()))

    def _hide(self) -> None:
        """Hide the card or show it again, with the text as it is saved."""
        draft = self._draft()
        if draft is not None:
            change = draft.change(self._parts.person(), is_hidden=not draft.is_hidden)
            why = change.why or hidden_why(self._words, is_hidden=change.is_hidden)
            self._send(_with_why(change, why))

    def _send(self, change: Change) -> None:
        if change.card in self._saving:
            return
        self._saving.add(change.card)
        self._draw_card()
        saved = self._parts.cards.save(change)
        saved.add_done_callback(lambda done: self._parts.post(lambda: self._settle(change, done)))

    def _settle(self, change: Change, done: "Future[Edition]") -> None:
        self._saving.discard(change.card)

        def told(edition: Edition) -> None:
            self._refused.pop(change.card, None)
            self.drafts.saved(change, edition.version, self._parts.cards.guidance)
            self._told[change.card] = saved_words(
                self._parts.now(), self._words, is_reached=self._parts.is_reached()
            )

        def refused(error: DeskError) -> None:
            self._refused[change.card] = Advice.of(error, self._words)

        settled(done, told, refused)
        if not self._is_closed:
            self._draw_list()
            self._draw_card()
            self._check()

    # --- the list ------------------------------------------------------------------------------

    def _type_search(self, typed: str) -> None:
        self._typed = typed
        self._draw_list()

    def _choose_filter(self, chosen: CardFilter) -> None:
        self._filter = chosen
        self._draw_list()


def _written(reviewed: str, words: Words) -> str:
    """A day of a header as people here write it; else as it stands there."""
    try:
        return written_day(date.fromisoformat(reviewed), words)
    except ValueError:
        return reviewed


def _with_why(change: Change, why: str) -> Change:
    return Change(
        card=change.card,
        texts=change.texts,
        bases=change.bases,
        is_hidden=change.is_hidden,
        files=change.files,
        editor=change.editor,
        why=why,
    )
