"""Whose the files of a station are: one account's, or those of a group of accounts on this PC.

A counter's identity belongs to the PC. Where clerks log on with accounts of their own, whoever
installs the program makes the PC's own folder for a group of them (``docs/counter.md``); the
folder says so itself, and everything in it is then made for that group (ADR 115).
"""

import os
import stat
import sys
from pathlib import Path

_OF_A_GROUP = stat.S_ISGID | stat.S_IWGRP
"""How such a folder is marked where files have modes: what is made in it gets its group, and the
group may write.
"""
_NOT_FOR_OTHERS = 0o007


def is_for_a_group(folder: Path) -> bool:
    """Whether files in ``folder``, or in the nearest one above it that is there, are a group's."""
    if sys.platform == "win32":
        from desktop.services.adapters.home import machine_wide_folder

        return folder.resolve().is_relative_to(machine_wide_folder().resolve())
    for place in (folder, *folder.parents):
        try:
            return place.stat().st_mode & _OF_A_GROUP == _OF_A_GROUP
        except FileNotFoundError:
            continue
    return False


def file_mode(folder: Path) -> int:
    """The mode of a private file in ``folder``: for its account alone, or for the group's."""
    return 0o660 if is_for_a_group(folder) else 0o600


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
    os.close(descriptor)
    let_in(file)


def let_in(file: Path) -> None:
    """Let the group, where the folder has one, use a ``file`` that was just made for one account.

    Raises ``OSError``.
    """
    if sys.platform != "win32" and is_for_a_group(file.parent):
        file.chmod(0o660)


def begin(home: Path) -> None:
    """Have this process make files that the group of ``home`` may use, where there is one."""
    if sys.platform != "win32" and is_for_a_group(home):
        os.umask(_NOT_FOR_OTHERS)
