"""Words as they may be signed and shown: one line, no overrides, never refused."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.plain_text import (
    MOST_CHARACTERS,
    garbling,
    is_blank,
    one_line,
    plain,
)


@pytest.mark.parametrize(
    "words", ["Counter 3", "Łódź", "窓口 3", "שולחן 3", "👩‍🚒 at the door", "مكتب\u200f 3", ""]
)
def test_what_people_write_stays_as_it_is(words: str) -> None:
    assert plain(words) == words


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("two\nlines\tand\u2028more", "two lines and more"),
        ("\u202e3 retnuoC", "3 retnuoC"),
        ("red\x1b[31m\x00\x07", "red[31m"),
        ("half \udce4 a byte", "half ? a byte"),
    ],
)
def test_what_would_garble_other_words_goes(words: str, shown: str) -> None:
    assert plain(words) == shown


@given(st.text(alphabet=st.characters(), max_size=2 * MOST_CHARACTERS))
def test_any_words_become_some_that_can_be_signed(words: str) -> None:
    said = plain(words)
    said.encode()
    assert len(said) <= MOST_CHARACTERS
    assert plain(said) == said
    assert not [c for c in said if unicodedata.category(c) in {"Cc", "Cs"}]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("two\nlines\r\n  and\tmore", "two lines and more"),
        ("two\u2028lines\x85more", "two lines more"),
        ("15\u00a0min", "15\u00a0min"),
        (" kept ", " kept "),
    ],
)
def test_words_over_several_lines_fit_on_one(words: str, line: str) -> None:
    assert one_line(words) == line


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Łódź, 窓口 3, שולחן\u200f 3, 👩\u200d🚒, 15\u00a0min", ""),
        ("red\x1b[31m", "\x1b"),
        ("\u202e3 retnuoC", "\u202e"),
        ("half \udce4 a byte", "\udce4"),
    ],
)
def test_the_first_letter_that_garbles_others_is_found(words: str, found: str) -> None:
    assert garbling(words) == found


@pytest.mark.parametrize("nothing", ["", " \t\n", "\u00a0\u2003", "\u200b\ufeff", "\x00"])
def test_what_nobody_can_see_is_blank(nothing: str) -> None:
    assert is_blank(nothing)
    assert not is_blank(f"{nothing}a")
