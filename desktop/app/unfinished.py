"""What bringing a site back left behind where it was ended in the middle: it goes, all of it."""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from desktop.services.adapters.home import Home
from desktop.services.adapters.home_lock import HomeInUseError, HomeLock
from desktop.services.adapters.keys.identity import IdentityFolder
from desktop.services.adapters.keys.private_files import write_private

_TO_PLACE = "to-place.json"
"""What is to be moved from there to its place, by name; written before the first of them is."""


def note_what_is_placed(home: Home, names: Sequence[str]) -> None:
    """From now on ``names`` are moved out of ``home.restoring`` to their places.

    Raises ``PrivateFileNotSavedError``.
    """
    write_private(home.restoring / _TO_PLACE, msgspec.json.encode(list(names)))


def forget_unfinished(home: Home) -> None:
    """Delete what a restoring left behind that was ended in the middle, unless one is under way."""
    identities = IdentityFolder.of(home)
    if home.restoring.exists() or identities.has_leftovers:
        with suppress(HomeInUseError), HomeLock(home):
            clear_unfinished(home)


def clear_unfinished(home: Home) -> None:
    """As ``forget_unfinished``, for whoever holds the home's lock. The identity is put down last:
    without one, what was moved to its place already belongs to nobody.
    """
    IdentityFolder.of(home).take_up()
    if not home.restoring.exists():
        return
    if not home.has_identity:
        for name in _to_place(home.restoring):
            if not (home.restoring / name).exists():
                take_away(home.path / name)
    shutil.rmtree(home.restoring, ignore_errors=True)


def take_away(one: Path) -> None:
    """Delete the file or the folder, as far as the disk lets it."""
    if one.is_dir():
        shutil.rmtree(one, ignore_errors=True)
        return
    with suppress(OSError):
        one.unlink(missing_ok=True)


def _to_place(folder: Path) -> list[str]:
    try:
        names = msgspec.json.decode((folder / _TO_PLACE).read_bytes(), type=list[str])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return []  # nothing was moved yet
    return [name for name in names if name and Path(name).name == name]
