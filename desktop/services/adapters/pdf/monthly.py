"""What every paper of a month has at its top and foot."""

from datetime import datetime
from typing import Protocol

from desktop.services.adapters.pdf.page import Letterhead
from desktop.services.adapters.pdf.pictures import Drawn
from desktop.services.adapters.pdf.typed import Typesetter

_LOCALES = {"en": "en-US", "es": "es"}


class Monthly(Protocol):
    """A month's paper in one language."""

    @property
    def language(self) -> str: ...
    @property
    def site_name(self) -> str: ...
    @property
    def site_address(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def made(self) -> str: ...
    @property
    def made_at(self) -> datetime: ...
    @property
    def foot(self) -> str: ...
    @property
    def page_of(self) -> str: ...


def letterhead(paper: Monthly, setter: Typesetter, logo: Drawn | None) -> Letterhead:
    """The site, the month, when it was known, and the page's number."""
    return Letterhead(
        site=setter.plain(paper.site_name),
        under_site=setter.plain(paper.site_address),
        number=setter.plain(paper.period),
        under_number=setter.plain(paper.made),
        foot=setter.plain(paper.foot),
        watermark="",
        title=setter.plain(f"{paper.title}, {paper.period}"),
        subject=setter.plain(paper.title),
        keywords="",
        made_at=paper.made_at,
        language=_LOCALES.get(paper.language, paper.language),
        page_of=paper.page_of,
        logo=logo,
    )
