"""Files that only the station's own account may read, or the group of accounts that share it."""

import os
import sys
from contextlib import suppress
from pathlib import Path

from desktop.domain.errors import DeskError
from desktop.services.adapters.moving import move
from desktop.services.adapters.sharing import file_mode, is_for_a_group, let_in, make_folder


class PrivateFileNotSavedError(DeskError):
    """A file that holds a key could not be written, so nothing was promised."""

    code = "key-not-saved"
    advice = "Free some space, or give this account write access to the folder, and try again."


def write_private(file: Path, content: bytes) -> None:
    """Put ``content`` in ``file``, whole or not at all, readable by this account alone, or by the
    group whose the folder is (``sharing``).

    On disk when it returns. Raises ``PrivateFileNotSavedError``.
    """
    fresh = file.with_name(f".{file.name}.new")
    try:
        make_folder(file.parent)
        fresh.unlink(missing_ok=True)  # left by a process that was killed in the middle
        _write_new(fresh, content)
        move(fresh, file)
        flush_folder(file.parent)
    except OSError as cause:
        raise not_written(file, cause) from cause


def write_private_new(file: Path, content: bytes) -> None:
    """As ``write_private``, but raises ``FileExistsError`` rather than replace anything."""
    try:
        _write_new(file, content)
        flush_folder(file.parent)
    except FileExistsError:
        raise
    except OSError as cause:
        with suppress(OSError):  # half a file must not stay, but this is not what to complain of
            file.unlink()
        raise not_written(file, cause) from cause


def not_written(file: Path, cause: OSError) -> PrivateFileNotSavedError:
    """The refusal to raise where the disk refused ``file``."""
    return PrivateFileNotSavedError(
        "{file} cannot be written: {why}.", file=file, why=cause.strerror or str(cause)
    )


def flush_folder(folder: Path) -> None:
    """Make renames in ``folder`` outlive a power cut, where the system can."""
    if sys.platform == "win32":
        return  # NTFS journals the rename itself, and a folder cannot be opened for this
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network shares refuse this for a folder
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_new(file: Path, content: bytes) -> None:
    # Private from the first moment: a file opened before it is narrowed stays readable.
    descriptor = os.open(
        file,
        os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0),
        file_mode(file.parent),
    )
    with os.fdopen(descriptor, "wb") as out:
        let_in(descriptor, file)
        if not is_for_a_group(file.parent):
            _narrow_acl(file)
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def _narrow_acl(file: Path) -> None:
    """Windows ignores the mode: drop what the folder bequeaths, leave account, SYSTEM and admins.

    Written from the documentation of ``icacls`` and never run on Windows yet. Its failure is no
    reason to go without a key: the folder's own ACL still holds.
    """
    if sys.platform == "win32":
        import subprocess  # Windows alone

        from desktop.services.adapters.machine.windows_programs import system_program

        account = f"{os.environ.get('USERDOMAIN', '.')}\\{os.environ.get('USERNAME', '')}"
        system, administrators = "*S-1-5-18", "*S-1-5-32-544"
        with suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(
                [system_program("icacls.exe"), str(file), "/inheritance:r", "/grant:r"]
                + [f"{who}:F" for who in (account, system, administrators)],
                check=False,
                capture_output=True,
                timeout=10,
                creationflags=subprocess.CREATE_NO_WINDOW,  # or a console pops up at the counter
            )
