"""Text as it is compared: without case, accents and what is not seen."""

import re
import unicodedata
from functools import lru_cache

_PLAIN = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŋ": "n",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "\u0131": "i",
        "\u2019": "'",
        "\u02bc": "'",
        "\u2010": "-",
        "\u2011": "-",
    }
)


def folded(text: str) -> str:
    """``text`` without case and accents: people write José as Jose."""
    return "".join(map(folded_letter, text))


def by_number(name: str) -> list[str | int]:
    """The key by which names are sorted as people count: Counter 2 before Counter 10."""
    parts = re.split(r"(\d+)", name.casefold())
    return [int(part) if at % 2 else part for at, part in enumerate(parts)]


@lru_cache(maxsize=4096)
def folded_letter(char: str) -> str:
    """What one character is compared as; nothing where it is a mark or not seen."""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    plain = unicodedata.normalize("NFKD", _bare(char).casefold().translate(_PLAIN))
    return _bare(plain)


def _bare(char: str) -> str:
    return "".join(
        c
        for c in unicodedata.normalize("NFKD", char)
        if not unicodedata.combining(c) and unicodedata.category(c) != "Cf"
    )
