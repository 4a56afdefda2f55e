"""Words that people typed, made fit to be signed, sent and shown beside other words."""

import unicodedata

MOST_CHARACTERS = 500
"""Characters of a place, a name or a note; what is longer is cut, for an alert is never refused."""

OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn round what is printed after them: "Counter 3" can be made to read as another."""
_LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_BREAKS = frozenset({"Zl", "Zp", "Zs"})
_UNUSABLE = frozenset({"Cc", "Cs"})


def plain(text: str) -> str:
    """``text`` on one line, cut to what fits, without control characters and overrides.

    Half a character, as an odd byte in a command's argument or an account's name leaves it,
    becomes a question mark.
    """
    if text.isprintable() and len(text) <= MOST_CHARACTERS:
        return text
    return "".join(map(_plain, text[:MOST_CHARACTERS]))


def clean(text: str) -> str:
    r"""``text`` as it is kept: every letter, but for what is no text at all.

    Line ends become ``\n``, half characters (lone surrogates) a replacement mark; control
    characters and direction overrides, which would garble what is printed after them, go.
    """
    if text.isprintable() and not any(c in OVERRIDES for c in text):
        return text
    text = text.replace("\r\n", "\n")
    return "".join(map(_clean, text))


def is_break(character: str) -> bool:
    """Whether it parts words or lines; on one line a plain space stands for it."""
    return unicodedata.category(character) in _BREAKS or character in "\t\n\r\v\f\x85"


def _plain(character: str) -> str:
    if character in OVERRIDES:
        return ""
    if is_break(character):
        return " "
    kind = unicodedata.category(character)
    if kind in _UNUSABLE:
        return "?" if kind == "Cs" else ""
    return character


def _clean(character: str) -> str:
    if character in _LINE_ENDS:
        return "\n"
    if character == "\t":
        return " "
    if character in OVERRIDES:
        return ""
    kind = unicodedata.category(character)
    if kind == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    return "" if kind == "Cc" else character
