"""Whose the files of a station are: one account's, or those of a group of accounts on this PC.

A counter's identity belongs to the PC. Where clerks log on with accounts of their own, whoever
installs the program makes the PC's own folder for a group of them (``docs/counter.md``); the
folder says so itself, and everything in it is then made for that group (ADR 115). Whatever lies
elsewhere stays one account's, also in a folder that others made for a group.
"""

import os
import stat
import sys
from functools import cache
from pathlib import Path

from desktop.services.adapters.folders import machine_wide_folder

_OF_A_GROUP = stat.S_ISGID | stat.S_IWGRP
"""How such a folder is marked where files have modes: what is made in it gets its group, and the
group may write.
"""
_NOT_FOR_OTHERS = 0o007
_FILE = 0o660
_EVERYBODY = (
    "BUILTIN\\Users:",
    "Everyone:",
    "NT AUTHORITY\\Authenticated Users:",
    "S-1-5-32-545:",
    "S-1-1-0:",
    "S-1-5-11:",
)
"""Whom ``icacls`` names where every account may use a folder."""


class _Begun:
    """Which home this process works in; before ``begin`` there is none."""

    home: Path | None = None


def is_for_a_group(folder: Path) -> bool:
    """Whether files in ``folder``, or in the nearest one above it that is there, are a group's.

    Only in the home that ``begin`` was told.
    """
    if sys.platform == "win32":
        machine = machine_wide_folder().resolve()
        return folder.resolve().is_relative_to(machine) and keeps_others_out(machine)
    home = _Begun.home
    if home is None or not folder.resolve().is_relative_to(home):
        return False
    for place in (folder, *folder.parents):
        try:
            return place.stat().st_mode & _OF_A_GROUP == _OF_A_GROUP
        except FileNotFoundError:
            continue
    return False


@cache
def keeps_others_out(folder: Path) -> bool:
    """Whether Windows names nobody who may use ``folder`` that stands for every account of the PC.

    Asked once: it starts a program. What cannot be learnt counts as no. Written from the
    documentation of ``icacls`` and never run on Windows yet.
    """
    import subprocess  # Windows alone

    from desktop.services.adapters.machine.windows_programs import system_program

    try:
        told = subprocess.run(
            [system_program("icacls.exe"), str(folder)],
            check=True,
            capture_output=True,
            timeout=10,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # no console at the counter
        )
    except (OSError, subprocess.SubprocessError):
        return False
    listing = told.stdout.decode(errors="replace").casefold()
    return not any(everyone.casefold() in listing for everyone in _EVERYBODY)


def file_mode(folder: Path) -> int:
    """The mode of a private file in ``folder``: for its account alone, or for the group's.

    The umask may take the group's part: whoever makes the file then lets it in.
    """
    return _FILE if is_for_a_group(folder) else 0o600


def is_open_to_others(path: Path) -> bool:
    """Whether accounts may look into ``path`` that have no business there; raises ``OSError``.

    On Windows nobody can tell by a mode.
    """
    if sys.platform == "win32":
        return False
    folder = path if path.is_dir() else path.parent
    no_business = _NOT_FOR_OTHERS if is_for_a_group(folder) else 0o077
    return path.stat().st_mode & no_business != 0


def make_folder(folder: Path) -> None:
    """Make a private folder, and those above it, where they are missing; raises ``OSError``."""
    if folder.is_dir():
        return
    is_group = is_for_a_group(folder)
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(mode=0o700, exist_ok=True)
        if is_group and sys.platform != "win32":
            place.chmod(stat.S_ISGID | 0o770)  # whatever this account's umask is


def make_file(file: Path) -> None:
    """Have an empty ``file`` where there is none, private like the rest; raises ``OSError``.

    For libraries that make files in their own way, which would keep the group out.
    """
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    try:
        let_in(descriptor, file)
    finally:
        os.close(descriptor)


def let_in(descriptor: int, file: Path) -> None:
    """Let the group, where the folder has one, use the open ``file``, whatever the umask.

    Raises ``OSError``, also where another account made it for itself.
    """
    if sys.platform != "win32" and is_for_a_group(file.parent):
        if stat.S_IMODE(os.fstat(descriptor).st_mode) != _FILE:
            os.fchmod(descriptor, _FILE)


def let_into_made(file: Path) -> None:
    """As ``let_in``, for what a library just made in its own way: a lock, a socket.

    Nothing is opened that a lock could hang on, and no link is followed: the name may have been
    exchanged by another of the group. What is not this account's own, and here alone, is left as
    it is. Raises ``OSError``.
    """
    if sys.platform == "win32" or not is_for_a_group(file.parent):
        return
    if os.chmod in os.supports_follow_symlinks:
        if _is_own(file.lstat()):
            file.chmod(_FILE, follow_symlinks=False)
        return
    if sys.platform == "linux":
        held = os.open(file, os.O_PATH | os.O_NOFOLLOW)
        try:
            if _is_own(os.fstat(held)):
                Path(f"/proc/self/fd/{held}").chmod(_FILE)
        finally:
            os.close(held)


def _is_own(found: os.stat_result) -> bool:
    if sys.platform == "win32":
        return False
    is_plain = stat.S_ISREG(found.st_mode) or stat.S_ISSOCK(found.st_mode)
    return is_plain and found.st_uid == os.geteuid() and found.st_nlink == 1


def write_text(file: Path, text: str) -> None:
    """Write a small ``file`` of the home that may be lost; raises ``OSError``."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(file, flags, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
        let_in(out.fileno(), file)


def begin(home: Path) -> None:
    """Have this process make what it makes in ``home`` for the group of that folder, where it has
    one, and nothing that others may read; what it makes elsewhere is as private as it was.
    """
    _Begun.home = home.resolve()
    if sys.platform != "win32" and is_for_a_group(home):
        os.umask(os.umask(_NOT_FOR_OTHERS) | _NOT_FOR_OTHERS)
