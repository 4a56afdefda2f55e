"""The opening test that a counter is making, in a small private file."""

import logging
from collections.abc import Callable
from pathlib import Path

import msgspec

from desktop.domain.opening.progress import Progress
from desktop.services.adapters.keys.private_files import PrivateFileNotSavedError, write_private

log = logging.getLogger(__name__)


class ProgressFile:
    """See ``services.opening.testing.Keeping``. It is written ``aside``: the windows' thread, on
    which somebody may press for help, waits for no disk.
    """

    def __init__(self, path: Path, aside: Callable[[Callable[[], None]], None]) -> None:
        self._path = path
        self._aside = aside

    def read(self) -> Progress:
        """What was kept; an empty test where that cannot be read."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Progress)
        except FileNotFoundError:
            return Progress()
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as cause:
            log.info("the opening test is not understood, it is due again: %s", cause)
            return Progress()

    def write(self, progress: Progress) -> None:
        """Keep it in place of what was kept."""
        self._aside(lambda: self._write(progress))

    def _write(self, progress: Progress) -> None:
        try:
            write_private(self._path, msgspec.json.encode(progress))
        except (PrivateFileNotSavedError, UnicodeEncodeError) as cause:
            log.info("the opening test is not kept: %s", cause)
