"""Cards and what was found, as ``docs/cli.md`` fixes their shapes."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from desktop.cli.guidance.in_use import Kept
from desktop.cli.serving.shapes import moment
from desktop.domain.guidance.card import Card, CardKind, Form, Item, Part, Section
from desktop.domain.guidance.library import Library
from desktop.domain.guidance.search import Hit
from desktop.services.guidance.wording import level_words, quoted
from desktop.words import Words

_BELOW_THE_FOLD = frozenset({Part.MORE, Part.OTHER})


def of_row(card: Card, kept: Kept) -> dict[str, Any]:
    """A card, without its text."""
    return {
        "id": card.id,
        "kind": card.kind.value,
        "place": card.place,
        "topic": card.topic,
        "title": card.title,
        "hint": card.hint,
        "owner": card.owner,
        "reviewed": card.reviewed.isoformat() if card.reviewed else "",
        "review_due": kept.due.isoformat() if kept.due else "",
        "overdue": kept.is_overdue,
        "version": kept.version,
        "changed_at": moment(kept.at) if kept.at else None,
    }


def of_card(card: Card, kept: Kept, library: Library, words: Words) -> dict[str, Any]:
    """A card with its sections in the order in which the panel shows them."""
    topic, worse = library.find(card.topic), library.find(card.worse)
    return {
        **of_row(card, kept),
        "caption": topic.title if topic else "",
        "translated": card.id not in library.lacking,
        "sources": list(card.sources),
        "sections": [
            *_sections(card, (Part.SAY, Part.DO), words),
            *_with_ladder(card, library, words),
            *_sections(card, (Part.DONT, Part.NEXT), words),
            *(_section(s, words) for s in card.sections if s.part in _BELOW_THE_FOLD),
        ],
        "turns": [
            {
                "scene": [_item(item) for item in turn.scene],
                "answers": [
                    {"text": one.text, "good": one.is_good, "why": one.why} for one in turn.answers
                ],
            }
            for turn in card.turns
        ],
        "worse": _link(worse) if worse else None,
        "see": [_link(one) for one in library.see_also(card)],
        "practice": [_link(one) for one in library.about(card.id, CardKind.PRACTICE)],
    }


def of_hit(hit: Hit) -> dict[str, Any]:
    """A card that was found."""
    return {
        "card": hit.card,
        "kind": hit.kind.value,
        "caption": hit.caption,
        "title": hit.title,
        "part": hit.excerpt.part.value if hit.excerpt.part else "",
        "excerpt": hit.excerpt.text,
        "lacking": list(hit.lacking),
    }


def _with_ladder(card: Card, library: Library, words: Words) -> Iterator[dict[str, Any]]:
    """The ladder behind what not to say; before it where somebody is to be called now."""
    never = _sections(card, (Part.DONT_SAY,), words)
    ladder = _ladder(card, library, words)
    here = library.rung_of(card)
    calls_now = here is not None and here.calls_somebody
    yield from chain(ladder, never) if calls_now else chain(never, ladder)


def _sections(card: Card, parts: tuple[Part, ...], words: Words) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield from (_section(section, words) for section in card.sections if section.part is part)


def _section(section: Section, words: Words) -> dict[str, Any]:
    is_said = section.part in {Part.SAY, Part.DONT_SAY}
    steps = iter(range(1, len(section.items) + 1))
    return {
        "part": section.part.value,
        "heading": section.heading,
        "items": [
            _item(item, quoted(item.text, words))
            if is_said
            else _item(item, mark=f"{next(steps)}." if section.part is Part.DO else "")
            for item in section.items
        ],
    }


def _item(item: Item, text: str = "", *, mark: str = "") -> dict[str, Any]:
    point = "-" if item.form in {Form.POINT, Form.STEP} and not text else ""
    return {
        "text": text or item.text,
        "mark": mark or point,
        "note": "",
        "under": [_item(point) for point in item.under],
    }


def _ladder(card: Card, library: Library, words: Words) -> Iterator[dict[str, Any]]:
    rungs = library.ladder_of(card)
    if not rungs:
        return
    yield {
        "part": "ladder",
        "heading": words("How far has it gone?"),
        "items": [
            {
                "text": f"{rung.title} ({level_words(rung.who, words)})",
                "mark": f"{number}.",
                "note": words("You are here") if rung.id == card.rung else "",
                "under": [
                    {"text": text, "mark": "", "note": "", "under": []}
                    for text in (rung.text, quoted(rung.say, words) if rung.say else "")
                    if text
                ],
            }
            for number, rung in enumerate(rungs, start=1)
        ],
    }


def _link(card: Card) -> dict[str, str]:
    return {"id": card.id, "title": card.title}
