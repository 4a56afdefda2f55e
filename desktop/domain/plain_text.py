"""Words that people typed, made fit to be signed, sent and shown beside other words."""

import re
import unicodedata

MOST_CHARACTERS = 500
"""Characters of a place, a name or a note; what is longer is cut, for an alert is never refused."""

OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn round what is printed after them: "Counter 3" can be made to read as another."""
_LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_BREAKS = frozenset({"Zl", "Zp", "Zs"})
_UNUSABLE = frozenset({"Cc", "Cs"})
_LINES = re.compile("[\t\n\r\v\f\x85\u2028\u2029]+ *")


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


def printed(text: str) -> str:
    """``one_line``, with the apostrophe that a keyboard has as the one that a printer sets."""
    return one_line(text).replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")


def one_line(text: str) -> str:
    """``text`` with one space for the end of each line and for tabs."""
    return _LINES.sub(" ", text)


def garbling(text: str) -> str:
    """The first character of ``text`` that would garble other words, and has no place in what
    somebody wrote with care; ``""`` without one.
    """
    if text.isprintable():
        return ""
    unusable = (c for c in text if c in OVERRIDES or unicodedata.category(c) in _UNUSABLE)
    return next(unusable, "")


def is_blank(text: str) -> bool:
    """Whether there is nothing in ``text`` that can be seen."""
    return not any(c.isprintable() and not c.isspace() for c in text)


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
