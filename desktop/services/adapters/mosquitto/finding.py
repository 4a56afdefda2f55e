"""Where the Mosquitto program is on this PC."""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from desktop.domain.errors import DeskError

OVERRIDE = "COUNTERSIGN_MOSQUITTO"
"""Environment variable naming the program to use."""

_ADVICE = {
    "linux": "Install it with your package manager (Debian, Ubuntu: sudo apt install mosquitto;"
    " Fedora: sudo dnf install mosquitto), then start Countersign again.",
    "darwin": "Install it with: brew install mosquitto, then start Countersign again.",
    "win32": "Install it with: winget install EclipseFoundation.Mosquitto, or from"
    " mosquitto.org/download, then start Countersign again.",
}


class MosquittoMissingError(DeskError):
    """Mosquitto is not installed here, so this PC cannot be a relay."""

    code = "mosquitto-missing"
    advice = _ADVICE.get(sys.platform, _ADVICE["linux"])


def find_mosquitto(environment: Mapping[str, str] | None = None) -> Path:
    """The Mosquitto to run: the one named in the environment, ours, then the system's.

    A name in ``COUNTERSIGN_MOSQUITTO`` that leads nowhere is an error, not a hint: whoever set it
    wants that one. Raises ``MosquittoMissingError`` with the line that installs it.
    """
    known = os.environ if environment is None else environment
    if OVERRIDE in known:
        return _named(Path(known[OVERRIDE]))
    for place in _places(known):
        found = _program_in(place)
        if found is not None:
            return found
    raise MosquittoMissingError


def _named(program: Path) -> Path:
    found = shutil.which(str(program))
    if found is None:
        raise MosquittoMissingError(
            f"{OVERRIDE} names {program}, which is no program here.",
            advice=f"Correct {OVERRIDE}, or unset it to use the Mosquitto that is installed.",
        )
    return Path(found).absolute()  # it runs in another folder than we do


def _program_in(folders: str) -> Path | None:
    if sys.platform == "win32":
        # There ``which`` looks in the folder we were started from before it looks where it is told.
        programs = (Path(one) / "mosquitto.exe" for one in folders.split(os.pathsep) if one)
        found = next((program for program in programs if program.is_file()), None)
    else:
        named = shutil.which("mosquitto", path=folders)
        found = Path(named) if named else None
    return found.absolute() if found else None


def _places(environment: Mapping[str, str]) -> Iterator[str]:
    bundle = getattr(sys, "_MEIPASS", None)  # set by PyInstaller's loader in our own bundle
    if bundle is not None:
        yield str(Path(bundle) / "mosquitto")
        yield str(bundle)
    yield environment.get("PATH", "")
    if sys.platform == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)"):
            yield str(Path(environment.get(variable, r"C:\Program Files")) / "mosquitto")
    else:  # often not on an ordinary account's PATH
        yield from ("/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/sbin")
