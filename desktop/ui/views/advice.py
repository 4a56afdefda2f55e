"""What went wrong and what to do about it, as every window says it."""

from dataclasses import dataclass

from desktop.domain.errors import DeskError
from desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class Advice:
    """One sentence for what went wrong, one for the fix."""

    sentence: str
    fix: str = ""

    @classmethod
    def of(cls, error: DeskError, words: Words) -> "Advice":
        """Say ``error`` in the language of ``words``, as far as that knows it."""
        return cls(words(str(error)), words(error.advice))
