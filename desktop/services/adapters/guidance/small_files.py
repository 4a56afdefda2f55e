"""Small private files: the running conversation, which versions were read here, how each person's
practice went, and what is typed on cards and not saved.

Each is read once, and written ``aside``: the windows' thread, on which somebody may press for help,
waits for no disk.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from desktop.domain.guidance.conversation import Conversation
from desktop.domain.guidance.ids import CardId, VersionId
from desktop.domain.guidance.practice import Practiced
from desktop.domain.reports.belonging import name_key
from desktop.services.adapters.keys.private_files import PrivateFileNotSavedError, write_private

T = TypeVar("T")
log = logging.getLogger(__name__)
Aside = Callable[[Callable[[], None]], None]
"""Does things one after the other, in a worker."""
_NOT_OURS = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What reading may raise where something else than this program wrote the file."""


def at_once(action: Callable[[], None]) -> None:
    """Do it here and now."""
    action()


class ConversationFile:
    """See ``services.guidance.conversing.Keeping``."""

    def __init__(self, path: Path, aside: Aside = at_once) -> None:
        self._path = path
        self._aside = aside

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
        self._aside(lambda: self._write(conversation))

    def _write(self, conversation: Conversation) -> None:
        try:
            if conversation.is_empty:
                self._path.unlink(missing_ok=True)
            else:
                write_private(self._path, msgspec.json.encode(conversation))
        except (OSError, PrivateFileNotSavedError, UnicodeEncodeError) as cause:
            log.info("the conversation is not kept: %s", cause)


class UnsavedFile:
    """What is typed on cards at a supervisor's desk, as the page writes it."""

    def __init__(self, path: Path, aside: Aside = at_once) -> None:
        self._path = path
        self._aside = aside

    def read(self) -> bytes:
        """What was kept; empty where nothing was, or it cannot be read."""
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as cause:
            log.info("what was not saved on cards cannot be read: %s", cause)
            return b""

    def write(self, written: bytes) -> None:
        """Keep it; nothing leaves no file."""
        self._aside(lambda: self._write(written))

    def _write(self, written: bytes) -> None:
        try:
            if written:
                write_private(self._path, written)
            else:
                self._path.unlink(missing_ok=True)
        except (OSError, PrivateFileNotSavedError) as cause:
            log.info("what is not saved on cards is not kept: %s", cause)


class PersonalFile(Generic[T]):
    """Something of each card for each person at this PC. Losing it costs little, so it may fail."""

    def __init__(self, path: Path, kind: type[T], aside: Aside = at_once) -> None:
        self._path = path
        self._kind = kind
        self._aside = aside
        self._known = self._read()

    def of(self, person: str) -> dict[CardId, T]:
        """What is kept of ``person``, by card."""
        return self._known.get(name_key(person), {})

    def add(self, person: str, card: CardId, what: T) -> None:
        """Keep that in place of what was kept of the card; where the disk refuses, until the
        program ends.
        """
        self._known.setdefault(name_key(person), {})[card] = what
        try:
            written = msgspec.json.encode(self._known)
        except UnicodeEncodeError as cause:
            log.info("%s is not kept: %s", self._path.name, cause)
            return
        self._aside(lambda: self._write(written))

    def _write(self, written: bytes) -> None:
        try:
            write_private(self._path, written)
        except PrivateFileNotSavedError as cause:
            log.info("%s is not kept: %s", self._path.name, cause)

    def _read(self) -> dict[str, dict[CardId, T]]:
        try:
            return msgspec.json.decode(
                self._path.read_bytes(),
                type=dict[str, dict[CardId, self._kind]],  # type: ignore[name-defined] # known at run time
            )
        except (OSError, *_NOT_OURS):
            return {}


class ReadFile(PersonalFile[VersionId]):
    """Which versions of cards each person confirmed."""

    def __init__(self, path: Path, aside: Aside = at_once) -> None:
        super().__init__(path, str, aside)


class PracticeFile(PersonalFile[Practiced]):
    """How each person's practice went the last time; nobody else sees it."""

    def __init__(self, path: Path, aside: Aside = at_once) -> None:
        super().__init__(path, Practiced, aside)
