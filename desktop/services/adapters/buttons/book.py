"""The file that names the buttons of a station, with what opens their brokers."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from desktop.domain.buttons import Button
from desktop.domain.errors import DeskError
from desktop.services.adapters.keys.private_files import not_written, write_private


class ButtonsFileError(DeskError):
    """The file that names this station's buttons cannot be read, so none of them calls."""

    code = "buttons-file"
    advice = "Put buttons.json back from a backup, or delete it and adopt the buttons anew."


class KeptButton(msgspec.Struct, frozen=True):
    """A button and its ``secret``: for our own broker what it compares a password with, for
    another program's the password itself.
    """

    button: Button
    secret: str = ""

    def __repr__(self) -> str:
        return f"KeptButton({self.button!r})"  # a log may show it


class _Book(msgspec.Struct, frozen=True):
    buttons: tuple[KeptButton, ...] = ()


class ButtonBook:
    """Reads and writes ``file``, which this account alone may read."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> tuple[KeptButton, ...]:
        """The buttons in the order in which they were adopted; raises ``ButtonsFileError``."""
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=_Book).buttons
        except FileNotFoundError:
            return ()
        except OSError as cause:
            raise ButtonsFileError(
                f"{self._file} cannot be read: {cause.strerror}.",
                advice="Give this account read access to the file.",
            ) from cause
        except (msgspec.DecodeError, UnicodeDecodeError) as cause:
            raise ButtonsFileError(f"{self._file} is damaged: {cause}.") from cause

    def write(self, buttons: Iterable[KeptButton]) -> None:
        """Keep ``buttons`` and no others, and no file for none; raises
        ``PrivateFileNotSavedError``.
        """
        buttons = tuple(buttons)
        if not buttons:
            self._remove()
            return
        book = msgspec.json.encode(_Book(buttons))
        write_private(self._file, msgspec.json.format(book, indent=1) + b"\n")

    def _remove(self) -> None:
        try:
            self._file.unlink(missing_ok=True)
        except OSError as cause:
            raise not_written(self._file, cause) from cause
