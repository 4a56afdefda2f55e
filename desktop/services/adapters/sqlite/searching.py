"""How the words of a report are written for the full-text index, and how it is asked for them.

The index finds the beginnings of words. Scripts that set no spaces have none but at the start of
a sentence, so of their runs each letter begins a word of its own, three letters long: two letters
in the middle of a sentence are the beginning of one. Korean is treated so, too, since its words
are joined to each other.
"""

import re
import unicodedata

_LONG = 3  # letters: most words of these scripts have no more
_LETTERS = (
    "\u0e01-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17d3"  # Burmese, Khmer
    "\u1100-\u11ff\uac00-\ud7ff"  # Korean
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff"  # Han
    "\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{_LETTERS}]+")


def as_indexed(text: str) -> str:
    """``text`` as the index takes it in."""
    if text.isascii():
        return text
    return _RUN.sub(_beginnings, unicodedata.normalize("NFKC", text))


def as_asked(words: str) -> str:
    """What FTS5 looks for: every word begins a word of the report; empty for no word at all."""
    typed = unicodedata.normalize("NFKC", words)
    letters = "".join(c if c.isalnum() or _is_mark(c) else " " for c in typed)
    parts = _RUN.sub(_pieces, letters).split()
    return " ".join(f'"{part}"*' for part in parts if any(map(str.isalnum, part)))


def _beginnings(run: re.Match[str]) -> str:
    letters = run[0]
    return f" {' '.join(letters[n : n + _LONG] for n in range(len(letters)))} "


def _pieces(run: re.Match[str]) -> str:
    """All that a run must have somewhere: what is longer has each three letters of it."""
    letters = run[0]
    last = max(1, len(letters) - _LONG + 1)
    return f" {' '.join(letters[n : n + _LONG] for n in range(last))} "


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"
