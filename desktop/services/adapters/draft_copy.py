"""A copy of a draft in a file of its author's choice, as ``report new --from`` reads it."""

import json
from pathlib import Path

from desktop.domain.reports.draft import Draft
from desktop.services.adapters.pdf.saving import save_document


def save_draft_copy(draft: Draft, file: Path) -> Path:
    """Write ``draft`` to ``file`` whole or not at all; raises ``DocumentNotSavedError``.

    Attachments stay where they are: the copy holds the words, whatever they are by now, and
    ``report new`` names each that it cannot read. An amendment's is for ``report amend --from``.
    """
    said: dict[str, object] = {"kind": draft.kind.value, "answers": draft.answers}
    if draft.alert:
        said["alert"] = draft.alert
    if draft.amends:
        said["why"] = draft.why
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    return save_document(text.encode("utf-8", errors="replace"), file)
