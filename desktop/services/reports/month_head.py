"""What every paper of a month has at its top and foot, in one language."""

from datetime import date, datetime
from typing import Self

import msgspec

from desktop.services.reports.dates import Dates
from desktop.words import Words


class MonthHead(msgspec.Struct, frozen=True, kw_only=True):
    """Whose paper it is, what of, and when it was known; ``made_at`` becomes the file's date."""

    language: str
    site_name: str
    site_address: str
    title: str
    period: str
    made: str
    made_at: datetime
    foot: str
    page_of: str

    @classmethod
    def of(
        cls,
        first: date,
        *,
        title: str,
        site_name: str,
        site_address: str,
        made_at: datetime,
        words: Words,
    ) -> Self:
        """Say the month that begins with ``first``, in the language of ``words`` and with the times
        of this PC's clock.
        """
        dates = Dates.here(words.language, made_at)
        return cls(
            language=words.language,
            site_name=site_name,
            site_address=site_address,
            title=title,
            period=dates.month(first),
            made=words("As known on {when}", when=dates.moment(made_at)),
            made_at=made_at,
            foot=words("Countersign is not a certified alarm system."),
            page_of=words("Page {page} of {pages}", page="{page}", pages="{pages}"),
        )
