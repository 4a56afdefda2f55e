"""Passphrases of recovery files and backups: asked for, or read from a file; never an argument.

What is on a command line ends in the shell's history and in every process list.
"""

import getpass
import sys
from pathlib import Path

from desktop.cli.options import Options, Parser
from desktop.domain.errors import DeskError, RefusedError

STANDARD_INPUT = "-"


class PassphraseNeededError(RefusedError):
    """A passphrase is needed, and there is nobody to ask."""

    code = "passphrase-needed"
    advice = "Write it into a file for this account alone and pass --passphrase-file FILE."


class PassphrasesDifferError(RefusedError):
    """The two passphrases are not the same."""

    code = "passphrases-differ"
    advice = "Try again, and type the same one twice; nothing has been made."


class PassphraseFileError(DeskError):
    """The passphrase file cannot be read."""

    code = "passphrase-file"
    advice = "Check the name, and that it is a text file with the passphrase in its first line."


RECOVERY_FILE, BACKUP = "recovery file", "backup"


def teach_passphrase(
    command: Parser, of: str = RECOVERY_FILE, option: str = "--passphrase-file"
) -> None:
    command.add_argument(
        option,
        metavar="FILE",
        help=f"read the {of}'s passphrase from the first line of FILE (- for standard "
        "input) instead of asking for it",
    )


def passphrase_of(options: Options, *, is_new: bool = False) -> str:
    """The recovery file's passphrase, as the person gave it; a new one is asked for twice.

    Raises ``PassphraseNeededError``, ``PassphraseFileError`` or ``PassphrasesDifferError``.
    """
    return passphrase(options.passphrase_file, of=RECOVERY_FILE, is_new=is_new)


def passphrase(file: str | None, *, of: str, is_new: bool = False) -> str:
    """As ``passphrase_of``, of whatever it opens; from the first line of ``file`` if given."""
    if file is not None:
        return first_line(file, PassphraseFileError)
    if not sys.stdin.isatty():
        raise PassphraseNeededError
    said = getpass.getpass(f"Passphrase of the {of}: ")
    if is_new and getpass.getpass("The same again: ") != said:
        raise PassphrasesDifferError
    return said


def first_line(name: str, refusal: type[DeskError]) -> str:
    """The first line of the file of that name, ``-`` for standard input; raises ``refusal``."""
    return first_lines(name, 1, refusal)[0]


def first_lines(name: str, count: int, refusal: type[DeskError]) -> list[str]:
    """So many of its lines, empty where it has fewer, as ``first_line`` reads one."""
    try:
        if name == STANDARD_INPUT:
            return [sys.stdin.readline().rstrip("\r\n") for _ in range(count)]
        with Path(name).open(encoding="utf-8-sig") as file:
            return [file.readline().rstrip("\r\n") for _ in range(count)]
    except OSError as cause:
        raise refusal(f"{name} cannot be read: {cause.strerror}.") from cause
    except UnicodeDecodeError as cause:
        raise refusal(f"{name} is not UTF-8 text.") from cause
