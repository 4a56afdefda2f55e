"""Opening hours in the language of whoever reads or types them.

What is kept names its days in English (``mon-fri 08:00-17:00``), at every PC and in every file.
"""

import re
import unicodedata
from collections.abc import Iterable

from desktop.domain.hours import DAYS, NotHoursError, parse_hours
from desktop.ui.views.advice import Advice
from desktop.ui.words import Words

_SHORT_DAYS = {
    "en": DAYS,
    "es": ("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
}
_WORD = re.compile(r"[^\W\d_]+")
_TO = re.compile(r"\s+(?:to|a|al)\s+")
_AND = re.compile(r"\s+(?:and|y)\s+")


def hours_example(words: Words) -> str:
    """Return such as mon-fri 08:00-17:00."""
    return said_hours(("mon-fri 08:00-17:00",), words)


def said_hours(texts: Iterable[str], words: Words) -> str:
    """Return hours as they are kept, with the days that the reader knows."""
    return "; ".join(_in(words.language, text) for text in texts)


def typed_hours(text: str, words: Words) -> tuple[str, ...] | Advice:
    """Return what was typed, as it is kept: days may be in any language of the windows.

    What is no hours is said in words.
    """
    kept = []
    for part in filter(None, (one.strip() for one in text.split(";"))):
        hours = _as_kept(part)
        try:
            parse_hours((hours,))
        except NotHoursError:
            return Advice(
                words("“{text}” is not when a site is open.", text=part),
                words(
                    "Write it as in {example}, from a time to a later one of the same day.",
                    example=hours_example(words),
                ),
            )
        kept.append(hours)
    return tuple(kept)


def _in(language: str, text: str) -> str:
    if language == "en" or language not in _SHORT_DAYS:
        return text

    def day(found: re.Match[str]) -> str:
        short = found[0].lower()[:3]
        return _SHORT_DAYS[language][DAYS.index(short)] if short in DAYS else found[0]

    return _WORD.sub(day, text)


def _as_kept(text: str) -> str:
    """English days, and signs in place of the words between them. An unknown word stays."""
    whole = unicodedata.normalize("NFC", text.casefold())
    signs = _AND.sub(", ", _TO.sub("-", whole))

    def day(found: re.Match[str]) -> str:
        number = _KNOWN.get(_bare(found[0])[:3])
        return DAYS[number] if number is not None else found[0]

    return _WORD.sub(day, signs)


def _bare(word: str) -> str:
    """Without accents."""
    apart = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


_KNOWN = {
    _bare(name): number for names in _SHORT_DAYS.values() for number, name in enumerate(names)
}
"""No short name of a day means another day in another of these languages."""
