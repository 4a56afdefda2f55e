"""The card that is open in the editor: what is typed, checked, shown and saved."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from desktop.domain.errors import DeskError
from desktop.domain.guidance.card_text import key_of, translation_of, with_key
from desktop.domain.guidance.editions import Edition
from desktop.domain.guidance.ids import CardId
from desktop.domain.reports.attachments import Attachment
from desktop.services.guidance.cards_desk import Change
from desktop.ui.console.guidance import unsaved
from desktop.ui.console.guidance.card_pane import CardPane
from desktop.ui.console.guidance.drafts import Draft, Drafts
from desktop.ui.console.guidance.parts import KeepingParts
from desktop.ui.console.guidance.previewing import Previewing
from desktop.ui.console.guidance.seen import CardsSeen
from desktop.ui.settling import settled
from desktop.ui.views.advice import Advice
from desktop.ui.views.dates import no_date, read_day, written_day
from desktop.ui.views.guidance_cards import NewCard, kind_words
from desktop.ui.views.guidance_editing import (
    EditorView,
    editor_view,
    hidden_why,
    plates_of,
    reviewed_why,
    saved_words,
    unsaved_words,
)
from desktop.ui.words import Words

CHECKED_AFTER_MS = 350
"""From the last key to the check and the preview."""


class CardEditing(QObject):
    """Owns what is typed and not yet saved. ``rested`` is called when the keys rest after a change,
    and whenever something was saved or refused.
    """

    def __init__(self, parts: KeepingParts, rested: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._parts, self._words, self._rested = parts, parts.words, rested
        self._is_closed = False
        self._saving: set[CardId] = set()
        self._again: set[CardId] = set()
        self._reading: dict[CardId, str] = {}
        self._told: dict[CardId, str] = {}
        self._refused: dict[CardId, Advice] = {}
        self.pane: CardPane | None = None
        self.seen: CardsSeen | None = None
        self.card: CardId = ""
        self.drafts = Drafts(unsaved.read(parts.unsaved))
        self._kept = parts.unsaved
        self.previewing = Previewing(parts.cards, parts.words, parts.today)
        self._check_is_due = QTimer(self)
        self._check_is_due.setSingleShot(True)
        self._check_is_due.setInterval(CHECKED_AFTER_MS)
        self._check_is_due.timeout.connect(self._look)

    def close(self) -> None:
        """Draw nothing any more; what is not saved is there again when the program is."""
        self._is_closed = True
        self._check_is_due.stop()
        self._keep()

    def join(self, pane: CardPane) -> None:
        """Work with that pane from now on."""
        self.pane = pane
        text, preview = pane.text, pane.preview
        text.typed.connect(self.type)
        text.language_chosen.connect(self.choose_language)
        text.translation_begun.connect(self._begin_translation)
        text.owner_typed.connect(lambda said: self._set_key("owner", said))
        text.reviewed_typed.connect(self._type_reviewed)
        text.reviewed_today.connect(self._review_today)
        text.why_typed.connect(self._type_why)
        text.save_pressed.connect(self.save)
        text.hide_pressed.connect(self._hide)
        text.throw_away_pressed.connect(self._throw_away)
        text.bring_back_pressed.connect(self._bring_back)
        text.files.removed.connect(self.remove)
        preview.answer_chosen.connect(self._answer)
        preview.went_on.connect(self._go_on)

    # --- which card ----------------------------------------------------------------------------

    def show(self, seen: CardsSeen) -> None:
        """The cards as they stand now; what nobody changed here follows them."""
        self.seen = seen
        self.drafts.follow(seen.guidance)
        self.draw()
        if not self._check_is_due.isActive():
            self.check()

    def open(self, card: CardId) -> None:
        """Edit that card; what was typed of the one before stays."""
        if card != self.card:
            was_typing = self._check_is_due.isActive()
            self._check_is_due.stop()
            self.card = card
            self.previewing.forget()
            self.draw()
            self.check()
            if was_typing:
                self._rested()

    def begin(self, card: CardId, text: str) -> None:
        """Edit a new card, which nobody else sees until it is saved."""
        language = self._words.language
        self.drafts.kept[card] = Draft(
            card=card, begun={}, texts={language: text}, is_new=True, language=language
        )

    def draft(self) -> Draft | None:
        """The draft of the card that is open."""
        if self.seen is None or not self.card:
            return None
        guidance = self.seen.guidance
        is_known = self.card in guidance.shown or self.card in self.drafts.kept
        if not is_known and not guidance.history(self.card).editions:
            return None
        return self.drafts.of(self.card, guidance)

    def new_cards(self) -> tuple[NewCard, ...]:
        """The cards that were begun here and not saved."""
        return tuple(self._new_card(one) for one in self.drafts.kept.values() if one.is_new)

    # --- drawing -------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the card as it stands."""
        draft = self.draft()
        if self.pane is not None and draft is not None and not self._is_closed:
            self.pane.show_view(self._view(draft), draft.texts.get(self._language(draft), ""))

    def check(self) -> None:
        """Show the preview of what stands in the editor, or what is wrong with it."""
        self._check_is_due.stop()
        pane, draft = self.pane, self.draft()
        if pane is None or draft is None or self.seen is None or self._is_closed:
            return
        language = self._language(draft)
        refusal = self.previewing.read(draft, language, self.seen.guidance)
        pane.preview.show_card(*self.previewing.drawn(language))
        pane.preview.show_caption(self.previewing.caption(is_refused=refusal is not None))
        said = self._refused.get(draft.card)
        pane.text.show_advice(Advice.of(refusal, self._words) if refusal else said)

    def _view(self, draft: Draft) -> EditorView:
        assert self.seen is not None
        guidance, words = self.seen.guidance, self._words
        facts = draft.texts.get(draft.first, "")
        is_unsaved = draft.is_changed
        return editor_view(
            draft.card,
            guidance,
            words=words,
            today=self._parts.today(),
            title=key_of(draft.texts.get(self._language(draft), ""), "title")
            or key_of(facts, "title"),
            kind=self.previewing.kind_of(draft),
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
            reviewed=_written(key_of(facts, "reviewed"), words),
            files=draft.files,
            reading=self._reading.get(draft.card, ""),
            why=draft.why,
            state=unsaved_words(words) if is_unsaved else self._told.get(draft.card, ""),
            is_unsaved=is_unsaved,
            is_saving=draft.card in self._saving,
            is_hidden=draft.is_hidden,
            is_new=draft.is_new,
            can_bring_back=draft.card in self.drafts.thrown_away and not is_unsaved,
        )

    def _language(self, draft: Draft) -> str:
        ours = self._words.language
        return draft.language or (ours if ours in draft.texts else draft.first)

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

    # --- what is typed -------------------------------------------------------------------------

    def type(self, text: str) -> None:
        """The text of the language that is open is ``text`` now."""
        draft = self.draft()
        if draft is not None:
            draft.texts[self._language(draft)] = text
            self._changed()

    def choose_language(self, code: str) -> None:
        """Edit the card in that language."""
        draft = self.draft()
        if draft is not None:
            draft.language = code
            self.draw()
            self.check()

    def _type_why(self, text: str) -> None:
        draft = self.draft()
        if draft is not None:
            draft.why = text

    def _set_key(self, key: str, value: str | date) -> None:
        draft = self.draft()
        if draft is not None and draft.first:
            draft.texts[draft.first] = with_key(draft.texts[draft.first], key, value)
            self._changed()

    def _type_reviewed(self, text: str) -> None:
        assert self.pane is not None
        today = self._parts.today()
        day = read_day(text, self._words, today=today) if text.strip() else None
        if text.strip() and day is None:
            self.pane.text.refuse_day(no_date(text, today, self._words))
            return
        self.pane.text.show_reviewed(written_day(day, self._words) if day else "")
        self._set_key("reviewed", day or "")

    def _review_today(self) -> None:
        draft = self.draft()
        if draft is None or self.pane is None:
            return
        today = self._parts.today()
        if not draft.is_changed and not draft.why:
            draft.why = reviewed_why(self._words)
        self._set_key("reviewed", today)
        self.pane.text.show_reviewed(written_day(today, self._words))

    def _begin_translation(self) -> None:
        draft = self.draft()
        if draft is not None and draft.first:
            first, into = draft.first, self._language(draft)
            draft.texts[into] = translation_of(draft.texts[first], first, into)
            self._changed()

    def _changed(self) -> None:
        """It is kept at once, and looked at once the keys rest."""
        self._told.pop(self.card, None)
        self._refused.pop(self.card, None)
        self.drafts.thrown_away.pop(self.card, None)
        self.draw()
        self._check_is_due.start()

    def _keep(self) -> None:
        written = unsaved.written(self.drafts.kept.values())
        if written != self._kept:
            self._kept = written
            self._parts.keep_unsaved(written)

    def _look(self) -> None:
        self._keep()
        self._rested()
        self.check()

    def _throw_away(self) -> None:
        if self.seen is not None:
            self.drafts.throw_away(self.card, self.seen.guidance)
            self._redraw()

    def _bring_back(self) -> None:
        self.drafts.bring_back(self.card)
        self._redraw()

    def _redraw(self) -> None:
        self._refused.pop(self.card, None)
        self.draw()
        self._look()

    def _answer(self, answer: int) -> None:
        self.previewing.choose(answer)
        self.check()

    def _go_on(self) -> None:
        self.previewing.go_on()
        self.check()

    # --- files ---------------------------------------------------------------------------------

    def attach(self, path: Path) -> None:
        """Keep the file at ``path`` and have it belong to the card once that is saved."""
        card, take = self.card, self._parts.take_file
        if take is not None and card:
            self._reading[card] = path.name
            taken = take(path, self._parts.person())
            taken.add_done_callback(
                lambda done: self._parts.post(lambda: self._attached(card, done))
            )
            self.draw()

    def remove(self, file: Attachment) -> None:
        """Have that file belong to the card no more."""
        draft = self.draft()
        if draft is not None:
            draft.files = tuple(one for one in draft.files if one != file)
            self._changed()

    def opened(self, card: CardId, done: "Future[None]") -> None:
        """Say why a file of ``card`` could not be opened."""

        def refused(error: DeskError) -> None:
            self._refused[card] = Advice.of(error, self._words)
            self.check()

        settled(done, lambda _: None, refused)

    def _attached(self, card: CardId, done: "Future[Attachment]") -> None:
        def told(file: Attachment) -> None:
            draft = self.drafts.kept.get(card)
            if draft is not None and file.sha256 not in {one.sha256 for one in draft.files}:
                draft.files = (*draft.files, file)

        def refused(error: DeskError) -> None:
            self._refused[card] = Advice.of(error, self._words)

        self._reading.pop(card, None)
        settled(done, told, refused)
        self.draw()
        self._look()

    # --- saving --------------------------------------------------------------------------------

    def save(self) -> None:
        """Make what is in the editor the site's version; while it is being saved, once it is."""
        draft = self.draft()
        if draft is None or not draft.is_changed:
            return
        if draft.card in self._saving:
            self._again.add(draft.card)
        else:
            self.send(draft.change(self._parts.person()))

    def _hide(self) -> None:
        """Hide the card or show it again; what is not saved stays to be saved."""
        draft = self.draft()
        if draft is not None:
            said = "" if draft.is_changed else draft.why.strip()
            why = said or hidden_why(self._words, is_hidden=not draft.is_hidden)
            self.send(draft.hiding(self._parts.person(), why))

    def send(self, change: Change) -> None:
        """Save ``change``; what comes of it is said where the card is edited."""
        if change.card in self._saving:
            return
        self._saving.add(change.card)
        self.draw()
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
        if self._is_closed:
            self._keep()
            return
        self.draw()
        self._look()
        self._save_again(change.card)

    def _save_again(self, card: CardId) -> None:
        """Somebody asked for it while it was being saved."""
        draft = self.drafts.kept.get(card)
        is_asked = card in self._again
        self._again.discard(card)
        if is_asked and draft is not None and draft.is_changed and card not in self._refused:
            self.send(draft.change(self._parts.person()))


def _written(reviewed: str, words: Words) -> str:
    """A day of a header as people here write it; else as it stands there."""
    try:
        return written_day(date.fromisoformat(reviewed), words)
    except ValueError:
        return reviewed
