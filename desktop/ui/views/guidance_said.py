"""What people said of the guidance, as a supervisor reads it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

import msgspec

from desktop.domain.guidance.facts import CardRated, PracticeDone
from desktop.domain.guidance.ids import CardId, VersionId
from desktop.domain.roster.ids import DeviceId
from desktop.services.guidance.gathering import Gathered, Said
from desktop.ui.views.badges import Badge
from desktop.ui.views.dates import day_words, instant_words
from desktop.ui.words import Words, on_this_clock

MOST_SHOWN = 200
"""Comments shown, the newest; more are not read anyway, and each is a widget."""

PlaceOf = Callable[[DeviceId], str]


class CommentView(msgspec.Struct, frozen=True, kw_only=True):
    """One comment. ``title`` is the card's where more than one card is spoken of."""

    text: str
    about: str
    badge: Badge
    card: CardId = ""
    title: str = ""


class ReaderView(msgspec.Struct, frozen=True):
    """Who confirmed a version, and when."""

    name: str
    when: str


class CardSaidView(msgspec.Struct, frozen=True, kw_only=True):
    """What was said of one card."""

    summary: str
    comments: tuple[CommentView, ...]
    readers_summary: str
    readers: tuple[ReaderView, ...]
    practices: tuple[str, ...]

    @classmethod
    def of(
        cls,
        gathered: Gathered,
        card: CardId,
        version: VersionId,
        *,
        words: Words,
        place_of: PlaceOf,
        people: Collection[str],
        shares_practice: bool,
    ) -> "CardSaidView":
        """What ``gathered`` has of ``card``, whose ``version`` is in use.

        ``people`` are those known by name here: of them it is said how many confirmed it.
        """
        readers = gathered.readers(card, version)
        return cls(
            summary=helped_words(gathered.ratings(card), words),
            comments=_comments(gathered.ratings(card), words, place_of),
            readers_summary=_readers_summary(readers, people, words) if version else "",
            readers=tuple(
                ReaderView(name, instant_words(when, words))
                for name, when in sorted(readers.items(), key=lambda one: one[1], reverse=True)
            )
            if version
            else (),
            practices=_practices(gathered, words, place_of, card=card) if shares_practice else (),
        )


class MissedView(msgspec.Struct, frozen=True):
    """Something that was looked for in vain, how often, and when last."""

    text: str
    about: str


class SiteSaidView(msgspec.Struct, frozen=True, kw_only=True):
    """What was said of all cards, what was looked for in vain, and the site's rule."""

    summary: str
    missed: tuple[MissedView, ...]
    nothing_missed: str
    comments: tuple[CommentView, ...]
    practices: tuple[str, ...]
    rule: str
    rule_means: str
    shares_practice: bool

    @classmethod
    def of(
        cls,
        gathered: Gathered,
        titles: Mapping[CardId, str],
        *,
        words: Words,
        place_of: PlaceOf,
        shares_practice: bool,
    ) -> "SiteSaidView":
        """What ``gathered`` has of all cards, which are called as ``titles`` say."""
        ratings = tuple(one for one in gathered.ratings() if _rated(one).card)
        missed = _missed(gathered.ratings(""), words, place_of)
        return cls(
            summary=helped_words(ratings, words),
            missed=missed,
            nothing_missed="" if missed else words("Nobody has sent a search as missing."),
            comments=_comments(ratings, words, place_of, titles),
            practices=_practices(gathered, words, place_of, titles=titles)
            if shares_practice
            else (),
            rule=words("Supervisors see how practice went"),
            rule_means=words(
                "Every result from now on comes here with the name of whoever practiced; they are"
                " told so before the first answer."
            )
            if shares_practice
            else words("Only whoever practices sees how it went. Nothing of it is sent."),
            shares_practice=shares_practice,
        )


def helped_words(ratings: Iterable[Said], words: Words) -> str:
    """How many it helped, and how many not."""
    said = [_rated(one).is_helpful for one in ratings]
    yes, no = said.count(True), said.count(False)
    if not said:
        return words("Nobody has said yet whether it helped.")
    helped = words.plural("{n} person found it helpful", "{n} people found it helpful", yes)
    return words("{helped}, {n} did not.", helped=helped, n=no)


def count_words(gathered: Gathered, card: CardId) -> str:
    """How often ``card`` was rated, for its tab; "" for never."""
    return str(len(gathered.ratings(card)) or "")


def _comments(
    ratings: Iterable[Said],
    words: Words,
    place_of: PlaceOf,
    titles: Mapping[CardId, str] | None = None,
) -> tuple[CommentView, ...]:
    found: list[CommentView] = []
    for one in ratings:
        rated = _rated(one)
        if not rated.comment.strip() or len(found) >= MOST_SHOWN:
            continue
        found.append(
            CommentView(
                text=rated.comment,
                about=_about(rated.rater, one.at, place_of(one.desk), words),
                badge=Badge(words("Helped") if rated.is_helpful else words("Did not help")),
                card=rated.card if titles is not None else "",
                title=titles.get(rated.card, rated.card) if titles is not None else "",
            )
        )
    return tuple(found)


def _missed(ratings: Iterable[Said], words: Words, place_of: PlaceOf) -> tuple[MissedView, ...]:
    """Each thing looked for once, the newest first, however it was spelled."""
    by_text: dict[str, list[Said]] = {}
    for one in ratings:
        by_text.setdefault(" ".join(_rated(one).looked_for.casefold().split()), []).append(one)
    views = []
    for said in list(by_text.values())[:MOST_SHOWN]:
        newest = said[0]
        about = _about(_rated(newest).rater, newest.at, place_of(newest.desk), words)
        times = words.plural("{n} time", "{n} times", len(said))
        text = words("“{text}”", text=" ".join(_rated(newest).looked_for.split()))
        views.append(MissedView(text, f"{times} · {about}" if len(said) > 1 else about))
    return tuple(views)


def _practices(
    gathered: Gathered,
    words: Words,
    place_of: PlaceOf,
    *,
    card: CardId = "",
    titles: Mapping[CardId, str] | None = None,
) -> tuple[str, ...]:
    found = []
    for one in gathered.practices():
        done = one.word
        if not isinstance(done, PracticeDone) or (card and done.card != card):
            continue
        title = titles.get(done.card, done.card) if titles is not None else ""
        how = words("{good} of {of} good the first time", good=done.good, of=done.of)
        who = _about(done.person, one.at, place_of(one.desk), words)
        found.append(" · ".join(filter(None, (title, how, who))))
    return tuple(found[:MOST_SHOWN])


def _readers_summary(readers: Mapping[str, datetime], people: Collection[str], words: Words) -> str:
    known = sum(name in readers for name in people)
    if not people:
        return words.plural(
            "{n} person has confirmed this version.",
            "{n} people have confirmed this version.",
            len(readers),
        )
    return words(
        "{n} of {of} people known here have confirmed this version.", n=known, of=len(people)
    )


def _about(name: str, at: datetime, place: str, words: Words) -> str:
    """Who said it, where and when. Of somebody who gave no name the place or the minute would be
    as good as one: each counter's person is on every board.
    """
    if not name:
        day = day_words(on_this_clock(at).date(), words)
        return " · ".join((words("Without a name"), day))
    return " · ".join(filter(None, (name, place, instant_words(at, words))))


def _rated(said: Said) -> CardRated:
    assert isinstance(said.word, CardRated)
    return said.word
