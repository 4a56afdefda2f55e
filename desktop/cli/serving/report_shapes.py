"""Drafts and what was submitted from here, as ``docs/cli.md`` fixes their shapes."""

from typing import Any

from desktop.cli.serving.shapes import moment
from desktop.domain.reports.draft import Draft, Filed
from desktop.services.adapters.attachments.taking import Taken


def of_draft(draft: Draft) -> dict[str, Any]:
    """A draft, without its words."""
    return {
        "id": draft.id,
        "kind": draft.kind.value,
        "author": draft.author,
        "alert": draft.alert,
        "amends": draft.amends,
        "answered": sorted(draft.answers),
        "attachments": len(draft.attachments),
        "begun_at": moment(draft.begun_at),
        "saved_at": moment(draft.saved_at),
    }


def of_taken(taken: Taken) -> dict[str, Any]:
    """An attachment that was taken in, with what its bringer should know of it."""
    file = taken.attachment
    return {
        "name": file.name,
        "media": file.media,
        "size": file.size,
        "sha256": file.sha256,
        "words": list(map(str, taken.words)),
    }


def of_filed(filed: Filed) -> dict[str, Any]:
    """What this PC keeps of a report it submitted."""
    return {
        "id": filed.report,
        "number": filed.number,
        "kind": filed.kind.value,
        "submitted_at": moment(filed.submitted_at),
        "received": filed.got,
        "of": filed.of,
        "standing": filed.standing.value,
        "outcome": filed.outcome,
        "news": list(filed.news),
    }
