"""A copy of a draft in a file of its author's choice, as ``report new --from`` reads it."""

import json
from pathlib import Path

from desktop.domain.reports.draft import Draft


def save_draft_copy(draft: Draft, file: Path) -> None:
    """Write ``draft`` to ``file``; raises ``OSError`` where it cannot be written.

    Attachments stay where they are: the copy holds the words, whatever they are by now, and
    ``report new`` names each that it cannot read.
    """
    said: dict[str, object] = {"kind": draft.kind.value, "answers": draft.answers}
    if draft.alert:
        said["alert"] = draft.alert
    file.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
