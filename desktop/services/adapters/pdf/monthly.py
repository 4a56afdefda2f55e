"""What every paper of a month has at its top and foot."""

from desktop.services.adapters.pdf.page import Letterhead
from desktop.services.adapters.pdf.pictures import Drawn
from desktop.services.adapters.pdf.typed import Typesetter
from desktop.services.reports.month_head import MonthHead

_LOCALES = {"en": "en-US", "es": "es"}


def letterhead(head: MonthHead, setter: Typesetter, logo: Drawn | None) -> Letterhead:
    """The site, the month, when it was known, and the page's number."""
    return Letterhead(
        site=setter.plain(head.site_name),
        under_site=setter.plain(head.site_address),
        number=setter.plain(head.period),
        under_number=setter.plain(head.made),
        foot=setter.plain(head.foot),
        watermark="",
        title=setter.plain(f"{head.title}, {head.period}"),
        subject=setter.plain(head.title),
        keywords="",
        made_at=head.made_at,
        language=_LOCALES.get(head.language, head.language),
        page_of=head.page_of,
        logo=logo,
    )
