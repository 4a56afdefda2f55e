"""The console's list of cards: what each row says, and what narrows it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum

import msgspec

from desktop.domain.guidance.card import CardKind
from desktop.domain.guidance.guidance import Guidance, Shown
from desktop.domain.guidance.ids import CardId
from desktop.domain.guidance.library import Library
from desktop.ui.views.badges import Badge, BadgeTone
from desktop.ui.views.dates import day_words
from desktop.ui.words import LANGUAGES, Words


class CardFilter(StrEnum):
    """What narrows the list."""

    ALL = "all"
    OVERDUE = "overdue"
    CHANGED = "changed"
    HIDDEN = "hidden"
    REFUSED = "refused"
    TO_TRANSLATE = "to_translate"


class FilterChip(msgspec.Struct, frozen=True):
    """One filter, with how many cards it leaves; one that leaves none is not offered."""

    key: CardFilter
    text: str
    is_on: bool
    is_offered: bool


class HeadingRow(msgspec.Struct, frozen=True):
    """The line above the cards of one kind."""

    text: str


class CardRow(msgspec.Struct, frozen=True, kw_only=True):
    """One card in the list; ``sentence`` is what a screen reader says."""

    card: CardId
    title: str
    about: str
    reviewed: str
    badges: tuple[Badge, ...]
    sentence: str


class NewCard(msgspec.Struct, frozen=True):
    """A card that was begun here and is nowhere else."""

    card: CardId
    title: str
    kind: str


class CardsView(msgspec.Struct, frozen=True, kw_only=True):
    """The list, its filters, and the sentence above all of it."""

    headline: str
    filters: tuple[FilterChip, ...]
    rows: tuple[CardRow | HeadingRow, ...]
    count: str
    empty: str
    overdue: str

    @classmethod
    def of(
        cls,
        guidance: Guidance,
        library: Library,
        *,
        words: Words,
        today: date,
        chosen: CardFilter = CardFilter.ALL,
        found: tuple[CardId, ...] | None = None,
        unsaved: Collection[CardId] = (),
        new: tuple[NewCard, ...] = (),
    ) -> "CardsView":
        """The cards that ``chosen`` leaves of those ``found``; of all where nothing was typed."""
        sets = _sets(guidance, today)
        badges = {
            name: _badges(one, guidance, words, today, is_unsaved=name in unsaved)
            for name, one in guidance.shown.items()
        }
        rows: list[CardRow | HeadingRow] = []

        def row(name: CardId) -> CardRow:
            return _row(guidance.shown[name], library, words, today, badges[name])

        if found is not None:
            rows += [row(name) for name in found if name in sets[chosen]]
        elif chosen is CardFilter.OVERDUE:
            rows += [row(name) for name in guidance.overdue(today)]
        else:
            if chosen is CardFilter.ALL and new:
                rows.append(HeadingRow(words("Not saved yet")))
                rows += [_new_row(one, words) for one in new]
            for kind in CardKind:
                cards = [c.id for c in library.of_kind(kind) if c.id in sets[chosen]]
                if cards:
                    rows.append(HeadingRow(kinds_words(kind, words)))
                    rows += [row(name) for name in cards]
        due = len(sets[CardFilter.OVERDUE])
        count = sum(isinstance(one, CardRow) for one in rows)
        return cls(
            headline=_headline(len(guidance.shown), due, words),
            filters=tuple(
                FilterChip(
                    key,
                    _filter_text(key, len(sets[key]), words),
                    key is chosen,
                    bool(sets[key]) or key in {CardFilter.ALL, chosen},
                )
                for key in CardFilter
            ),
            rows=tuple(rows),
            count=words.plural("{n} card", "{n} cards", count) if count else "",
            empty="" if count else _empty(chosen, words, is_search=found is not None),
            overdue=str(due) if due else "",
        )


def kind_words(kind: CardKind, words: Words) -> str:
    """What a card of that kind is called."""
    match kind:
        case CardKind.SITUATION:
            return words("Situation")
        case CardKind.GUIDE:
            return words("Guide")
        case CardKind.ALWAYS:
            return words("Always true")
        case CardKind.LADDER:
            return words("Ladder")
        case CardKind.PRACTICE:
            return words("Practice")
        case CardKind.DIRECTORY:
            return words("Who handles what")


def kinds_words(kind: CardKind, words: Words) -> str:
    """What stands above all cards of that kind."""
    match kind:
        case CardKind.SITUATION:
            return words("Situations")
        case CardKind.GUIDE:
            return words("Guides")
        case CardKind.LADDER:
            return words("Ladders")
        case _:
            return kind_words(kind, words)


def card_badges(
    name: CardId, guidance: Guidance, *, words: Words, today: date, is_unsaved: bool
) -> tuple[Badge, ...]:
    """How one card stands, as its row and its page say it."""
    shown = guidance.shown.get(name)
    return _badges(shown, guidance, words, today, is_unsaved=is_unsaved) if shown else ()


def refused_cards(guidance: Guidance) -> frozenset[CardId]:
    """The cards with a version that is not in use although it is the newest."""
    return frozenset(refusal.card for refusal in guidance.refused) & frozenset(guidance.shown)


def _sets(guidance: Guidance, today: date) -> Mapping[CardFilter, frozenset[CardId]]:
    shown = guidance.shown
    return {
        CardFilter.ALL: frozenset(shown),
        CardFilter.OVERDUE: frozenset(guidance.overdue(today)),
        CardFilter.CHANGED: _named(shown, guidance.histories),
        CardFilter.HIDDEN: frozenset(name for name, one in shown.items() if one.is_hidden),
        CardFilter.REFUSED: refused_cards(guidance),
        CardFilter.TO_TRANSLATE: frozenset(
            name for name, one in shown.items() if not set(LANGUAGES) <= set(one.card)
        ),
    }


def _named(shown: Mapping[CardId, Shown], names: Iterable[CardId]) -> frozenset[CardId]:
    return frozenset(shown) & frozenset(names)


def _badges(
    shown: Shown, guidance: Guidance, words: Words, today: date, *, is_unsaved: bool
) -> tuple[Badge, ...]:
    name = shown.first.id
    due = shown.review_due()
    badges: list[Badge] = []
    if guidance.history(name).is_contested:
        badges.append(Badge(words("Two versions"), BadgeTone.NEED))
    elif name in refused_cards(guidance):
        badges.append(Badge(words("Refused"), BadgeTone.NEED))
    if is_unsaved:
        badges.append(Badge(words("Not saved"), BadgeTone.NEED))
    if due is not None and due < today and not shown.is_hidden:
        day = day_words(due, words, with_year=due.year != today.year)
        badges.append(Badge(words("Review was due {day}", day=day), BadgeTone.NEED))
    if shown.is_hidden:
        badges.append(Badge(words("Hidden")))
    if name in guidance.histories:
        badges.append(Badge(words("Changed here")))
    return tuple(badges)


def _row(
    shown: Shown, library: Library, words: Words, today: date, badges: tuple[Badge, ...]
) -> CardRow:
    card = library.cards[shown.first.id]
    about = " · ".join(filter(None, (kind_words(card.kind, words), card.owner)))
    day = card.reviewed
    reviewed = (
        words("Reviewed {day}", day=day_words(day, words, with_year=day.year != today.year))
        if day
        else words("Never reviewed")
    )
    said = (card.title, about, reviewed, *(badge.text for badge in badges))
    return CardRow(
        card=card.id,
        title=card.title,
        about=about,
        reviewed=reviewed,
        badges=badges,
        sentence=". ".join(said),
    )


def _new_row(one: NewCard, words: Words) -> CardRow:
    badge = Badge(words("Not saved"), BadgeTone.NEED)
    return CardRow(
        card=one.card,
        title=one.title,
        about=one.kind,
        reviewed=words("Nobody sees it yet"),
        badges=(badge,),
        sentence=f"{one.title}. {one.kind}. {badge.text}",
    )


def _headline(cards: int, due: int, words: Words) -> str:
    first = words.plural("{n} card", "{n} cards", cards)
    if not due:
        return words("{cards}. None is due for review.", cards=first)
    second = words.plural("{n} is due for review", "{n} are due for review", due)
    return words("{cards}. {due}.", cards=first, due=second)


def _filter_text(key: CardFilter, count: int, words: Words) -> str:
    match key:
        case CardFilter.ALL:
            name = words("All")
        case CardFilter.OVERDUE:
            name = words("Review overdue")
        case CardFilter.CHANGED:
            name = words("Changed here")
        case CardFilter.HIDDEN:
            name = words("Hidden")
        case CardFilter.REFUSED:
            name = words("Refused or contested")
        case CardFilter.TO_TRANSLATE:
            name = words("To translate")
    return f"{name} {count}"


def _empty(chosen: CardFilter, words: Words, *, is_search: bool) -> str:
    if is_search:
        return words("No card fits what you typed.")
    match chosen:
        case CardFilter.OVERDUE:
            return words("No card is overdue for review.")
        case CardFilter.CHANGED:
            return words("Your site has changed no card. All are as they ship.")
        case CardFilter.HIDDEN:
            return words("No card is hidden.")
        case CardFilter.REFUSED:
            return words("No card is refused, and none was changed by two desks at once.")
        case CardFilter.TO_TRANSLATE:
            return words("Every card is there in English and Spanish.")
        case CardFilter.ALL:
            return words("There are no cards. Install Countersign again.")
