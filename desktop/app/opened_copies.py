"""Copies of attachments that were opened in other programs: gone when this one ends."""

import hashlib
import shutil
import sys
import tempfile
from pathlib import Path, PurePath

from desktop.services.adapters.home import is_of_this_account

MOST_LETTERS = 259
"""Of a whole path: what most programs on Windows open at all."""


class OpenedCopies:
    """A folder of this account's, among the temporary ones. One program at a time has a home, so
    what bears the home's name and is not this run's was left by one that died.
    """

    def __init__(self, home: Path) -> None:
        named = hashlib.sha256(str(home.absolute()).encode()).hexdigest()[:12]
        self._prefix = f"countersign-opened-{named}-"
        self._folder = Path(tempfile.mkdtemp(prefix=self._prefix))

    def place(self, name: str) -> Path:
        """Where to put a copy of that name: a folder of its own, for names come twice."""
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        return folder / (_cut(name, folder) if sys.platform == "win32" else name)

    def sweep(self) -> None:
        """Delete what runs before this one left."""
        for folder in self._folder.parent.glob(f"{self._prefix}*"):
            if folder != self._folder and _is_own_folder(folder):
                _remove(folder)

    def remove(self) -> None:
        """Delete this run's; a copy that another program holds open stays for the next sweep."""
        _remove(self._folder)


def _cut(name: str, folder: Path) -> str:
    """``name`` as short as programs on Windows need it; its ending, which opens it, stays."""
    room = MOST_LETTERS - len(f"{folder}/".encode("utf-16-le")) // 2
    stem, ending = PurePath(name).stem, PurePath(name).suffix
    while stem[1:] and len(f"{stem}{ending}".encode("utf-16-le")) // 2 > room:
        stem = stem[:-1]
    return f"{stem.rstrip('. ') or '_'}{ending}"


def _is_own_folder(path: Path) -> bool:
    """Whether it is a folder, none of somebody else's, and no link to one."""
    try:
        return path.is_dir() and not path.is_symlink() and is_of_this_account(path)
    except OSError:
        return False


def _remove(folder: Path) -> None:
    for file in folder.glob("*/*"):
        if not file.is_symlink():
            try:
                file.chmod(0o600)  # Windows deletes nothing that is read-only
            except OSError:
                continue
    shutil.rmtree(folder, ignore_errors=True)
