"""What msgspec says of a header that it refuses, in words for whoever wrote it."""

import re

from desktop.domain.guidance.errors import CardRefusedError
from desktop.domain.sentence import Sentence

_UNKNOWN = re.compile(r"unknown field `(.*?)`(?: - at|$)", re.DOTALL)
_MISSING = re.compile(r"missing required field `([a-z_]+)`")
_PLACE = re.compile(r" - at `\$((?:\.[a-z_]+|\[(?:\d+|\.\.\.)\])*)`$")
_RUNG = re.compile(r"\.rungs\[(\d+)\]")


def wrong_key(card: str, said: str, *, of_all_languages: bool) -> CardRefusedError:
    """The refusal for ``said``; ``of_all_languages`` is the header that says the facts."""
    place = _PLACE.search(said)
    path = place[1] if place else ""
    rung = _RUNG.match(path)
    if found := _UNKNOWN.search(said):
        return _unknown(card, found[1], of_all_languages=of_all_languages)
    if found := _MISSING.search(said):
        what = Sentence("Its header lacks “{key}”.", {"key": found[1]})
        if rung:
            what = Sentence("Rung {n} lacks “{key}”.", {"n": int(rung[1]) + 1, "key": found[1]})
        return CardRefusedError(card, what)
    key = re.findall(r"[a-z_]+", path)[-1:] or [said]
    what = Sentence("“{key}” in its header is not what it may be.", {"key": key[0]})
    if rung and key[0] != "rungs":
        what = Sentence(
            "“{key}” of rung {n} is not what it may be.",
            {"key": key[0], "n": int(rung[1]) + 1},
        )
    return _with_advice(card, what, said, key[0])


def _unknown(card: str, key: str, *, of_all_languages: bool) -> CardRefusedError:
    if not of_all_languages and key in _ONCE:
        return CardRefusedError(
            card,
            Sentence("“{key}” stands in the header of its first language alone.", {"key": key}),
            advice="Take that line away here; it holds for every language.",
        )
    return CardRefusedError(
        card,
        Sentence("Nothing in a card's header is called “{key}”.", {"key": key}),
        advice="Look for a typing error; docs/guidance-cards.md lists the keys.",
    )


def _with_advice(card: str, what: Sentence, said: str, key: str) -> CardRefusedError:
    """What it may be, as far as that can be said in a line."""
    expected = re.match(r"Expected `(\w+)", said)
    match expected[1] if expected else key:
        case "str":
            return CardRefusedError(card, what, advice="Write a text in quotation marks.")
        case "int":
            return CardRefusedError(card, what, advice="Write a figure without quotation marks.")
        case "array" if key == "rungs":
            return CardRefusedError(card, what, advice="Begin each rung with a line [[rungs]].")
        case "array":
            return CardRefusedError(card, what, advice='Write a list, as in ["one", "two"].')
        case "date" | "reviewed":
            return CardRefusedError(card, what, advice="Write a day, as in 2026-11-26.")
        case "kind":
            return CardRefusedError(
                card,
                what,
                advice="Write situation, guide, always, ladder, practice or directory.",
            )
        case "who":
            return CardRefusedError(card, what, advice="Write employee, supervisor or management.")
        case "actions":
            return CardRefusedError(
                card, what, advice="Write warn, supervisor, panic or report, in a list."
            )
        case _:
            return CardRefusedError(card, what)


_ONCE = frozenset(
    {
        *("kind", "place", "icon", "topic", "sources", "see", "ladder", "rung", "worse"),
        *("owner", "reviewed", "who", "actions", "then"),
    }
)
"""The keys that hold for every language, of a card and of its rungs."""
