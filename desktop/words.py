"""The words people read, on screens and on paper, in their language.

gettext; English is the key, ``assets/i18n`` has the others.
"""

import gettext
import os
from datetime import UTC, datetime
from functools import cache
from typing import Final

from desktop.assets import asset
from desktop.domain.sentence import Sentence

LANGUAGES: Final = ("en", "es")


class Words:
    """Words, counts and times of day in one language.

    Text is looked up by its English form. What has no translation stays English, so a missing
    line is readable; a test sees to it that none is missing.
    """

    def __init__(self, language: str, table: gettext.NullTranslations) -> None:
        self.language = language
        self._table = table

    @classmethod
    def of(cls, language: str) -> "Words":
        """Return the words of ``language`` (as ``"es_MX"``); English where there are none."""
        code = language.replace("-", "_").split("_")[0].lower()
        if code == "en" or code not in LANGUAGES:
            return cls("en", gettext.NullTranslations())
        return cls(code, _table(code))

    def __call__(self, text: str, /, **values: object) -> str:
        """Return ``text`` in this language, its ``{fields}`` filled in."""
        said = _curled(self._table.gettext(text))
        return said.format(**values) if values else said

    def say(self, sentence: Sentence) -> str:
        """Return ``sentence`` in this language."""
        return sentence.said(self)

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Return the form for ``n``, with ``{n}`` and the other fields filled in."""
        return _curled(self._table.ngettext(one, many, n)).format(n=n, **values)

    def time_of_day(self, at: datetime) -> str:
        """Return the time on this PC's wall clock: 9:41 AM, or 9:41 where 24 hours are usual."""
        local = on_this_clock(at)
        if self.language != "en":
            return f"{local.hour}:{local.minute:02d}"
        half = "AM" if local.hour < 12 else "PM"
        return f"{local.hour % 12 or 12}:{local.minute:02d} {half}"


def on_this_clock(at: datetime) -> datetime:
    """Return ``at`` by this PC's clock. Windows knows its own offset from 1970 to 3000 alone, and
    another PC's clock may say anything: outside of that it stays in UTC.
    """
    try:
        return at.astimezone()
    except (OSError, OverflowError):
        return at if at.tzinfo is None else at.astimezone(UTC)


def system_language() -> str:
    """The language of this account's desktop; English where there are no words in it."""
    import locale  # for a paper, and not for a start

    spoken = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    first = next(filter(None, spoken), locale.getlocale()[0] or "")
    return "es" if first.lower().startswith(("es", "spanish")) else "en"


@cache
def _table(code: str) -> gettext.NullTranslations:
    with asset("i18n", f"{code}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def _curled(text: str) -> str:
    """Print the apostrophe that a keyboard has as the one that a printer sets."""
    return text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
