"""The panel's first page: what may be happening, and what is always true."""

from collections.abc import Mapping

import msgspec

from desktop.domain.guidance.card import Card, CardKind, Item
from desktop.domain.guidance.guidance import Guidance
from desktop.domain.guidance.ids import CardId, VersionId
from desktop.domain.guidance.library import Library
from desktop.domain.guidance.practice import Practiced
from desktop.ui.views.dates import day_words
from desktop.ui.views.guidance_card import LinkView
from desktop.ui.words import Words

_SIGNS = ("ear", "volume-1", "circle-help", "door-open")
"""Icons beside the lines that are always true, in the order of the card that ships."""


class TopicView(msgspec.Struct, frozen=True):
    """One big card. ``key`` opens it; ``name`` is what a screen reader says."""

    card: CardId
    key: str
    icon: str
    title: str
    hint: str
    name: str


class LineView(msgspec.Struct, frozen=True):
    """One line that is always true."""

    icon: str
    item: Item


class TopicsView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of the first page."""

    heading: str
    topics: tuple[TopicView, ...]
    always_heading: str
    always: tuple[LineView, ...]
    to_read_heading: str
    to_read: tuple[LinkView, ...]
    groups: tuple[tuple[str, tuple[LinkView, ...]], ...]

    @classmethod
    def of(
        cls,
        library: Library,
        *,
        words: Words,
        to_read: tuple[CardId, ...] = (),
        practiced: Mapping[CardId, Practiced] | None = None,
    ) -> "TopicsView":
        """The first page of ``library``; ``to_read`` are cards with a version to confirm,
        ``practiced`` says how the person's practice went.
        """
        topics = tuple(_topic(card, words) for card in library.situations)
        unread = tuple(
            LinkView(card.id, card.title, card.hint)
            for name in to_read
            if (card := library.find(name)) is not None
        )
        return cls(
            heading=words("What is happening?"),
            topics=topics,
            always_heading=words("Always true"),
            always=tuple(
                LineView(_SIGNS[at] if at < len(_SIGNS) else "check", item)
                for at, item in enumerate(library.always)
            ),
            to_read_heading=words.plural("{n} card is new", "{n} cards are new", len(unread))
            if unread
            else "",
            to_read=unread,
            groups=tuple(
                (heading, links)
                for heading, links in (
                    (words("Good to know"), _links(library.about(""))),
                    (words("Who handles what"), _links(library.of_kind(CardKind.DIRECTORY))),
                    (words("Practice"), _practices(library, practiced or {}, words)),
                )
                if links
            ),
        )


def to_read(
    guidance: Guidance, confirmed: dict[CardId, VersionId], library: Library
) -> tuple[CardId, ...]:
    """The cards whose site's version the person has not confirmed, the newest first."""
    unread = [
        (shown.at, name)
        for name, shown in guidance.shown.items()
        if shown.at is not None
        and shown.version
        and name in library.cards
        and confirmed.get(name) != shown.version
    ]
    return tuple(name for _, name in sorted(unread, reverse=True))


def _topic(card: Card, words: Words) -> TopicView:
    key = str(card.place)
    name = words("{title}. {hint}. Key {key}", title=card.title, hint=card.hint, key=key)
    return TopicView(card.id, key, card.icon, card.title, card.hint, name)


def _practices(
    library: Library, practiced: Mapping[CardId, Practiced], words: Words
) -> tuple[LinkView, ...]:
    return tuple(
        LinkView(card.id, _with_result(card, practiced.get(card.id), words), card.hint)
        for card in library.of_kind(CardKind.PRACTICE)
    )


def _with_result(card: Card, done: Practiced | None, words: Words) -> str:
    if done is None:
        return card.title
    return words(
        "{title} ({good} of {of}, {day})",
        title=card.title,
        good=done.good,
        of=done.of,
        day=day_words(done.day, words, with_year=False),
    )


def _links(cards: tuple[Card, ...]) -> tuple[LinkView, ...]:
    return tuple(LinkView(card.id, card.title, card.hint) for card in cards)
