"""The two codes of a PC, as its settings speak of them: in words that tell nobody what they do.

Somebody may look over a clerk's shoulder. The office's own instructions say what each is for.
"""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from desktop.ui.words import Words

LEAST, MOST = 4, 64
"""Characters of a code."""


class Field(StrEnum):
    """What is typed, from above."""

    NOW = "now"
    FIRST = "first"
    FIRST_AGAIN = "first again"
    SECOND = "second"
    SECOND_AGAIN = "second again"


class CodesView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the dialog says; ``off_text`` is empty where there is nothing to take away."""

    title: str
    sentence: str
    labels: tuple[tuple[Field, str], ...]
    save_text: str
    off_text: str
    cancel_text: str

    @classmethod
    def of(cls, *, are_set: bool, asks_now: bool, words: Words) -> "CodesView":
        """Return the dialog; ``asks_now`` where the present first code has to be known."""
        labels = [
            (Field.FIRST, words("First code")),
            (Field.FIRST_AGAIN, words("First code once more")),
            (Field.SECOND, words("Second code")),
            (Field.SECOND_AGAIN, words("Second code once more")),
        ]
        if asks_now:
            labels.insert(0, (Field.NOW, words("First code until now")))
        return cls(
            title=words("Codes of this PC"),
            sentence=words("{n} characters or more each. They are kept on this PC alone.", n=LEAST),
            labels=tuple(labels),
            save_text=words("Save"),
            off_text=words("No codes") if are_set else "",
            cancel_text=words("Cancel"),
        )


def codes_problem(typed: Mapping[Field, str], *, words: Words) -> tuple[Field, str] | None:
    """Return what is wrong with new codes, and where, before anything is saved."""
    first, second = typed[Field.FIRST].strip(), typed[Field.SECOND].strip()
    for field, code in ((Field.FIRST, first), (Field.SECOND, second)):
        if len(code) < LEAST:
            return field, words("Use {n} characters or more.", n=LEAST)
    for field, code in ((Field.FIRST_AGAIN, first), (Field.SECOND_AGAIN, second)):
        if typed[field].strip() != code:
            return field, words("The two are not the same. Type it twice.")
    if first == second:
        return Field.SECOND, words("Choose another one than the first.")
    return None


def wrong_code(words: Words) -> str:
    """Return what is said of a present code that is not it, or was wrong too often."""
    return words("That is not it. After five wrong ones, wait a minute.")
