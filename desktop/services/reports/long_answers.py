"""Answers as they fit an event: inline, or as a blob that the event names."""

from hashlib import sha256
from typing import Protocol

import msgspec

from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.facts import ReportAmended
from desktop.domain.reports.field import Answers

INLINE_BYTES = 20 * 1024
"""Answers up to this many bytes of JSON travel in the event; longer ones as a blob."""
LONGER = "application/json"


class Blobs(Protocol):
    """Where files rest that are too large for an event."""

    def put(self, data: bytes, *, name: str, media: str) -> Attachment: ...


class LongAnswers(msgspec.Struct, frozen=True):
    """Puts answers that are too long for an event among the blobs."""

    blobs: Blobs

    def parted(self, answers: Answers) -> tuple[Answers, Attachment | None]:
        """What stands in the event, and the blob that holds the rest."""
        encoded = msgspec.json.encode(answers)
        if len(encoded) <= INLINE_BYTES:
            return answers, None
        return {}, self.blobs.put(encoded, name="answers.json", media=LONGER)


def are_in(answers: Answers, fact: ReportAmended) -> bool:
    """``fact`` says just these answers. Nothing is written to find out."""
    encoded = msgspec.json.encode(answers)
    if len(encoded) <= INLINE_BYTES:
        return fact.longer is None and fact.answers == answers
    return fact.longer is not None and fact.longer.sha256 == sha256(encoded).hexdigest()
