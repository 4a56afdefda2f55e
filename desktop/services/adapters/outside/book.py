"""The file that names the contacts of a station."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from desktop.domain.outside.contacts import Contact, ContactsFileError
from desktop.services.adapters.keys.private_files import not_written, write_private


class _Book(msgspec.Struct, frozen=True):
    contacts: tuple[Contact, ...] = ()


class ContactsFile:
    """Reads and writes ``file``, which this account alone may read. No address is in it."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> tuple[Contact, ...]:
        """The contacts as they were added; raises ``ContactsFileError``."""
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=_Book).contacts
        except FileNotFoundError:
            return ()
        except OSError as cause:
            raise ContactsFileError(
                "{file} cannot be read: {why}.",
                advice="Give this account read access to the file.",
                file=self._file.name,
                why=cause.strerror or str(cause),
            ) from cause
        except (msgspec.DecodeError, UnicodeDecodeError) as cause:
            raise ContactsFileError("{file} is damaged.", file=self._file.name) from cause

    def write(self, contacts: Iterable[Contact]) -> None:
        """Keep these and no others, and no file for none; raises ``PrivateFileNotSavedError``."""
        contacts = tuple(contacts)
        try:
            if not contacts:
                self._file.unlink(missing_ok=True)
                return
        except OSError as cause:
            raise not_written(self._file, cause) from cause
        write_private(
            self._file, msgspec.json.format(msgspec.json.encode(_Book(contacts)), indent=1)
        )
