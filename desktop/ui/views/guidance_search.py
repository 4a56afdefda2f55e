"""What the panel finds while somebody types."""

import msgspec

from desktop.domain.guidance.card import CardKind, Part
from desktop.domain.guidance.excerpts import Piece
from desktop.domain.guidance.ids import CardId
from desktop.domain.guidance.search import Hit
from desktop.ui.words import Words


class HitView(msgspec.Struct, frozen=True):
    """One card that was found. ``pieces`` are its line, with what was found marked."""

    card: CardId
    caption: str
    title: str
    pieces: tuple[Piece, ...]
    name: str


class SearchView(msgspec.Struct, frozen=True, kw_only=True):
    """The results of what was typed, and a way to say that they do not fit."""

    count: str
    hits: tuple[HitView, ...]
    nothing_heading: str
    nothing: str
    send: str

    @classmethod
    def of(cls, typed: str, hits: tuple[Hit, ...], words: Words) -> "SearchView":
        """The view of ``hits`` for ``typed``."""
        asked = " ".join(typed.split())
        return cls(
            count=_count(hits, asked, words),
            hits=tuple(_hit(hit, words) for hit in hits),
            nothing_heading=words("Nothing that fits?"),
            nothing=words(
                "Tell us what you looked for. The person who keeps the guidance reads it."
            ),
            send=words("Send “{typed}” as missing", typed=_short(asked)),
        )


def _count(hits: tuple[Hit, ...], asked: str, words: Words) -> str:
    if not hits:
        return words("Nothing for “{typed}”.", typed=asked)
    if hits[0].lacking:
        return words("No card has all of it. The nearest:")
    return words.plural("{n} result", "{n} results", len(hits))


def _hit(hit: Hit, words: Words) -> HitView:
    caption = hit.caption
    if hit.kind is CardKind.PRACTICE:
        caption = words("Practice")
    pieces = hit.excerpt.pieces
    if hit.excerpt.part is Part.DONT_SAY:
        pieces = (Piece(words("Do not say:") + " "), *pieces)
    elif hit.excerpt.part is Part.DONT:
        pieces = (Piece(words("Do not:") + " "), *pieces)
    text = "".join(piece.text for piece in pieces)
    name = ". ".join(filter(None, (hit.title, caption, text)))
    return HitView(hit.card, caption, hit.title, pieces, name)


def _short(text: str) -> str:
    return text if len(text) <= 24 else text[:23].rstrip() + "\N{HORIZONTAL ELLIPSIS}"
