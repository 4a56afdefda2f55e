"""Two small private files: the running conversation, and which versions were read here."""

import logging
from pathlib import Path

import msgspec

from desktop.domain.guidance.conversation import Conversation
from desktop.domain.guidance.ids import CardId, VersionId
from desktop.domain.reports.belonging import name_key
from desktop.services.adapters.keys.private_files import PrivateFileNotSavedError, write_private

log = logging.getLogger(__name__)
_NOT_OURS = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What reading may raise where something else than this program wrote the file."""


class ConversationFile:
    """See ``services.guidance.conversing.Keeping``."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Conversation:
        """What was kept; an empty one where that cannot be read."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Conversation)
        except FileNotFoundError:
            return Conversation()
        except (OSError, *_NOT_OURS) as cause:
            log.info("the conversation is not understood, beginning a new one: %s", cause)
            return Conversation()

    def write(self, conversation: Conversation) -> None:
        """Keep it; an empty one leaves no file."""
        try:
            if conversation.is_empty:
                self._path.unlink(missing_ok=True)
            else:
                write_private(self._path, msgspec.json.encode(conversation))
        except (OSError, PrivateFileNotSavedError, UnicodeEncodeError) as cause:
            log.info("the conversation is not kept: %s", cause)


class ReadFile:
    """Which versions of cards each person confirmed at this PC."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, person: str) -> dict[CardId, VersionId]:
        """The versions that ``person`` confirmed."""
        return self._all().get(name_key(person), {})

    def add(self, person: str, card: CardId, version: VersionId) -> None:
        """Remember that; where the disk refuses, the person is asked once more."""
        known = self._all()
        known.setdefault(name_key(person), {})[card] = version
        try:
            write_private(self._path, msgspec.json.encode(known))
        except (PrivateFileNotSavedError, UnicodeEncodeError) as cause:
            log.info("what was read is not remembered: %s", cause)

    def _all(self) -> dict[str, dict[CardId, VersionId]]:
        try:
            return msgspec.json.decode(
                self._path.read_bytes(), type=dict[str, dict[CardId, VersionId]]
            )
        except (OSError, *_NOT_OURS):
            return {}
