"""What is typed on cards and not saved yet, as it is kept on this PC: a power cut or quitting loses
none of it.
"""

import logging
from collections.abc import Iterable, Mapping

import msgspec

from desktop.domain.guidance.ids import CardId, VersionId
from desktop.domain.reports.attachments import Attachment
from desktop.ui.console.guidance.drafts import Draft

log = logging.getLogger(__name__)


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    card: CardId
    begun: dict[str, str]
    texts: dict[str, str]
    bases: tuple[VersionId, ...] = ()
    files: tuple[Attachment, ...] = ()
    is_hidden: bool = False
    is_new: bool = False
    why: str = ""
    language: str = ""


def written(drafts: Iterable[Draft]) -> bytes:
    """Those of ``drafts`` that somebody changed; empty where nobody did. A file that was attached
    and not saved has to be attached again: nothing names it, so it may not be here any more.
    """
    kept = [
        _Kept(
            card=draft.card,
            begun=_whole(draft.begun),
            texts=_whole(draft.texts),
            bases=draft.bases,
            files=draft.begun_files,
            is_hidden=draft.is_hidden,
            is_new=draft.is_new,
            why=_letters(draft.why),
            language=draft.language,
        )
        for draft in drafts
        if draft.is_changed
    ]
    return msgspec.json.encode(kept) if kept else b""


def read(kept: bytes) -> dict[CardId, Draft]:
    """The drafts in ``kept``; none where something else than ``written`` made it."""
    try:
        drafts = msgspec.json.decode(kept, type=list[_Kept]) if kept else []
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as cause:
        log.info("what was not saved on cards cannot be read: %s", cause)
        return {}
    return {
        one.card: Draft(
            card=one.card,
            begun=one.begun,
            texts=one.texts,
            bases=one.bases,
            begun_files=one.files,
            files=one.files,
            is_hidden=one.is_hidden,
            is_new=one.is_new,
            why=one.why,
            language=one.language,
        )
        for one in drafts
    }


def _whole(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: _letters(text) for language, text in texts.items()}


def _letters(text: str) -> str:
    """Half a letter, as a broken paste leaves it, cannot be written."""
    return text.encode("utf-8", "replace").decode()
