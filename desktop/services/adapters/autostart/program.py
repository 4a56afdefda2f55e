"""Which program is to be started, and what became of the one that was."""

import shutil
import sys
from pathlib import Path

from desktop.domain.autostart import Standing, StartsAnotherError, StartsNothingError
from desktop.services.adapters.home import Home


def command_of(home: Home | None) -> tuple[str, ...]:
    """The command that opens the windows of ``home``; without one, and where it is that one
    anyway, of whatever folder is the default when it runs.
    """
    if home is None or home.path.resolve() == Home.default().path.resolve():
        return _program()
    return (*_program(), "--home", str(home.path.resolve()))


def standing_of(noted: tuple[str, ...], command: tuple[str, ...]) -> Standing:
    """What is noted, beside what should be. The same station by another installation is as good."""
    if not noted:
        return Standing()
    if not _is_there(noted[0]):
        return Standing(starts=noted, why_not=StartsNothingError())
    if _home_in(noted) != _home_in(command):
        return Standing(starts=noted, why_not=StartsAnotherError())
    return Standing(is_on=True, starts=noted)


def _home_in(command: tuple[str, ...]) -> str:
    """The folder that it names; empty for the default one."""
    return command[command.index("--home") + 1] if "--home" in command[:-1] else ""


def _program() -> tuple[str, ...]:
    """The bundle, or the command beside this interpreter, or the interpreter with our package.

    Windows opens a console for a program that wants one, and the command does: there it is the
    interpreter without one.
    """
    itself = Path(sys.executable)
    if getattr(sys, "frozen", False):
        return (str(itself),)
    if sys.platform == "win32":
        quiet = itself.with_name("pythonw.exe")
        return (str(quiet if quiet.exists() else itself), "-m", "desktop")
    script = itself.with_name("countersign")
    return (str(script),) if script.exists() else (str(itself), "-m", "desktop")


def _is_there(program: str) -> bool:
    return Path(program).is_file() or shutil.which(program) is not None
