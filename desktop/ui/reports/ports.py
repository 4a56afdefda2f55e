"""What the form needs from the program around it."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.services.reports.ports import Draft, Drafts, Filing, Pins
from desktop.ui.reports.rendering import Render
from desktop.ui.views.attachments import AttachmentBox


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPorts:
    """The services behind the form.

    Without ``pins`` nobody is asked for one, without ``box`` nothing can be attached, without
    ``render`` there is no preview. ``save_copy`` and ``save_pdf`` return at once and write a file
    of the person's choice whole or not at all; the future raises ``DocumentNotSavedError``. What
    ``save_copy`` writes of a draft, ``report new --from`` reads.
    """

    drafts: Drafts
    filing: Filing
    save_copy: "Callable[[Draft, Path], Future[Path]]"
    save_pdf: "Callable[[bytes, Path], Future[Path]]"
    pins: Pins | None = None
    box: AttachmentBox | None = None
    render: Render | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDesk:
    """Who sits where the form is open.

    ``is_shared``: several people use this login, so a PIN says who it is. ``places`` and ``people``
    are offered to pick from. ``alert_at``: when the alert was raised that the draft began from.
    """

    person: str
    is_shared: bool = False
    places: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    alert_at: datetime | None = None
