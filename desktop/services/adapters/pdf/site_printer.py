"""A printer for the reports of one home, with its site's letterhead and the pictures there."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from desktop.domain.errors import DeskError
from desktop.domain.reports.attachments import BlobId
from desktop.domain.reports.report import Report
from desktop.domain.roster.ids import DeviceId
from desktop.services.adapters.attachments.inspecting import peek
from desktop.services.adapters.attachments.pictures import redraw
from desktop.services.adapters.blob_files import BlobFiles
from desktop.services.adapters.home import LOGOS
from desktop.services.adapters.pdf.pictures import Drawn, LogoUnreadableError, read_logo
from desktop.services.adapters.pdf.report_printer import ReportPrinter, no_alert
from desktop.services.reports.alert_report import AlertReport


def site_printer(
    home: Path,
    *,
    site_name: str,
    site_address: str,
    names: Mapping[DeviceId, str],
    blobs: BlobFiles,
    alert_of: Callable[[Report], AlertReport | None] = no_alert,
    completed_by: str = "",
) -> ReportPrinter:
    """Made anew for each paper: names and logo may have changed.

    A logo that is no picture is left out; ``read_site_logo`` says why.
    """
    logo: Drawn | None = None
    with suppress(DeskError):
        logo = read_site_logo(home)
    return ReportPrinter(
        site_name=site_name,
        site_address=site_address,
        names=names,
        logo=logo,
        pictures=lambda blob: _picture(blobs, blob),
        alert_of=alert_of,
        completed_by=completed_by,
    )


def read_site_logo(home: Path) -> Drawn | None:
    """The logo in ``home``; raises ``LogoUnreadableError`` where the file is no picture."""
    for name in LOGOS:
        with suppress(FileNotFoundError):
            return _logo_in(home / name)
    return None


def _logo_in(file: Path) -> Drawn:
    """Raises ``LogoUnreadableError``, which names the file."""
    try:
        return read_logo(file.read_bytes())
    except FileNotFoundError:
        raise
    except OSError as cause:
        raise LogoUnreadableError(
            f"The logo {file} cannot be read ({cause.strerror}), so documents go without it."
        ) from cause
    except LogoUnreadableError as cause:
        raise LogoUnreadableError(
            f"The logo {file} is no picture that can be printed, so documents go without it."
        ) from cause


def _picture(blobs: BlobFiles, blob: BlobId) -> bytes | None:
    """What the photo page shows of a file; nothing where it is no picture, or not here."""
    try:
        with blobs.open(blob) as file:
            return redraw(file, peek(file, "").media).jpeg
    except DeskError:
        return None
