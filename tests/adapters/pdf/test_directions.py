"""Which way text runs, beside another implementation of the same algorithm."""

import pytest
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.services.adapters.pdf.writing import directions

TYPED = st.text("abאבגدذ12٣٤ .,-+$%()[]{}!:/&*\u0300<>«»#۵", min_size=1, max_size=40)  # noqa: RUF001 - a digit of Persian


@settings(max_examples=500, deadline=None)
@given(TYPED)
def test_every_line_stands_as_the_unicode_algorithm_says(typed: str) -> None:
    base = directions.base_level(typed)
    levels = list(directions.levels(typed, base))
    for at in range(len(typed.rstrip(" ")), len(typed)):
        levels[at] = base  # L1, for the spaces at the end of a line
    shown = "".join(typed[at] for at in directions.in_visual_order(levels))
    assert shown == get_display(typed, base_dir="LR"[base])


@pytest.mark.parametrize(
    ("typed", "base"),
    [("", 0), ("abc", 0), ("123", 0), ("123 אבג abc", 1), ("(abc) אבג", 0), ("!مرحبا", 1)],
)
def test_a_paragraph_runs_as_its_first_letter_does(typed: str, base: int) -> None:
    assert directions.base_level(typed) == base
