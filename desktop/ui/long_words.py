"""Words that are longer than a line, as addresses are: Qt breaks lines between words alone."""

import re

_LONG_WORD = re.compile(r"\S{25,}")
"""No ordinary word is as long."""
_MAY_END_A_LINE = re.compile(r"[/.@_?&=-](?=.)|.{12}(?=.)")
_ZERO_WIDTH_SPACE = "\u200b"


def breakable(text: str) -> str:
    """``text`` whose long words may go on in the next line; nothing is to be seen of it."""
    return _LONG_WORD.sub(_with_breaks, text)


def _with_breaks(word: "re.Match[str]") -> str:
    return _MAY_END_A_LINE.sub(lambda part: part[0] + _ZERO_WIDTH_SPACE, word[0])
