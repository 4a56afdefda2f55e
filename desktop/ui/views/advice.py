"""What went wrong and what to do about it, as every window says it."""

import msgspec

from desktop.domain.errors import DeskError
from desktop.ui.words import Words


class Advice(msgspec.Struct, frozen=True):
    """One sentence for what went wrong, one for the fix."""

    sentence: str
    fix: str = ""

    @classmethod
    def of(cls, error: DeskError, words: Words) -> "Advice":
        """Say ``error`` in the language of ``words``: the one place where windows do."""
        return cls(words.say(error.sentence), words(error.advice))

    @property
    def whole(self) -> str:
        """Both, for where there is room for one line alone."""
        return f"{self.sentence} {self.fix}".strip()
