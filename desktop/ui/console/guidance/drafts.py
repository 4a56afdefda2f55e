"""What somebody changed on cards and has not saved, card by card."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.domain.guidance.card_text import first_language
from desktop.domain.guidance.editions import Edition
from desktop.domain.guidance.guidance import Guidance, Texts
from desktop.domain.guidance.ids import CardId, VersionId
from desktop.domain.reports.attachments import Attachment
from desktop.services.guidance.cards_desk import Change


@dataclass(slots=True, kw_only=True)
class Draft:
    """One card as it stands in the editor. ``begun`` and ``begun_files`` are what it was made from.

    ``bases`` are the versions that it takes the place of. A card that is ``new`` has none.
    """

    card: CardId
    begun: Texts
    texts: dict[str, str]
    bases: tuple[VersionId, ...] = ()
    begun_files: tuple[Attachment, ...] = ()
    files: tuple[Attachment, ...] = ()
    is_hidden: bool = False
    is_new: bool = False
    why: str = ""
    language: str = ""
    """The one that is open."""

    @property
    def first(self) -> str:
        """The language whose text holds the facts."""
        return first_language(self.texts)

    @property
    def is_changed(self) -> bool:
        """Saving it would change the card."""
        return self.is_new or _said(self.texts) != _said(self.begun) or self._has_other_files

    @property
    def _has_other_files(self) -> bool:
        return self.files != self.begun_files

    def change(self, editor: str) -> Change:
        """What saving it says."""
        return Change(
            card=self.card,
            texts=_said(self.texts),
            bases=self.bases,
            is_hidden=self.is_hidden,
            files=self.files,
            editor=editor,
            why=self.why.strip(),
        )

    def hiding(self, editor: str, why: str) -> Change:
        """What hiding the card says, or showing it again: nothing of what is not saved yet."""
        return Change(
            card=self.card,
            texts=self.begun,
            bases=self.bases,
            is_hidden=not self.is_hidden,
            files=self.begun_files,
            editor=editor,
            why=why,
        )


def _said(texts: Mapping[str, str]) -> dict[str, str]:
    """A language without a letter is one that the card does not have."""
    return {language: text for language, text in texts.items() if text.strip()}


@dataclass(slots=True)
class Drafts:
    """All of them. One that nobody changed follows the site's own version."""

    kept: dict[CardId, Draft] = field(default_factory=dict)
    thrown_away: dict[CardId, Draft] = field(default_factory=dict)

    def of(self, card: CardId, guidance: Guidance) -> Draft:
        """The draft of that card, begun where there is none yet."""
        if card not in self.kept:
            self.kept[card] = begun(card, guidance)
        return self.kept[card]

    def changed(self) -> tuple[CardId, ...]:
        """The cards with something that is not saved."""
        return tuple(name for name, draft in self.kept.items() if draft.is_changed)

    def follow(self, guidance: Guidance) -> None:
        """Begin anew from ``guidance`` whatever nobody changed."""
        for name, draft in list(self.kept.items()):
            if not draft.is_changed and not draft.why:
                fresh = begun(name, guidance)
                fresh.language = draft.language
                self.kept[name] = fresh

    def saved(self, sent: Change, version: VersionId, guidance: Guidance) -> None:
        """``sent`` is the site's ``version`` now; what was typed since stays to be saved."""
        draft = self.kept.get(sent.card)
        if draft is None:
            return
        typed_since = draft.change(sent.editor)
        if (typed_since.texts, typed_since.files) == (sent.texts, sent.files):
            fresh = begun(sent.card, guidance)
            fresh.language = draft.language
            fresh.why = "" if draft.why.strip() == sent.why else draft.why
            self.kept[sent.card] = fresh
            return
        draft.begun, draft.begun_files = dict(sent.texts), sent.files
        draft.bases, draft.is_hidden, draft.is_new = (version,), sent.is_hidden, False

    def throw_away(self, card: CardId, guidance: Guidance) -> None:
        """Begin anew; ``bring_back`` undoes it."""
        gone = self.kept.pop(card, None)
        if gone is None:
            return
        self.thrown_away[card] = gone
        if not gone.is_new:
            fresh = self.of(card, guidance)
            fresh.language = gone.language

    def bring_back(self, card: CardId) -> None:
        """Undo ``throw_away``."""
        if card in self.thrown_away:
            self.kept[card] = self.thrown_away.pop(card)


def begun(card: CardId, guidance: Guidance) -> Draft:
    """A draft with nothing changed: the newest version of ``card``, else the card as it ships.

    Where two desks changed it at once it begins from the later one and replaces both.
    """
    history = guidance.history(card)
    shown = guidance.shown.get(card)
    if history.heads:
        return _from(history.heads[-1], history.ends)
    texts = dict(shown.texts) if shown else {}
    return Draft(card=card, begun=texts, texts=dict(texts))


def _from(edition: Edition, ends: tuple[VersionId, ...]) -> Draft:
    return Draft(
        card=edition.card,
        begun=dict(edition.texts),
        texts=dict(edition.texts),
        bases=ends,
        begun_files=edition.files,
        files=edition.files,
        is_hidden=edition.is_hidden,
    )
