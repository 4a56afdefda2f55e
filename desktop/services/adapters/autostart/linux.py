"""A Linux desktop's list of startup programs: one file each (XDG's autostart specification)."""

import os
import re
from pathlib import Path

from desktop.domain.autostart import AutostartRefusedError, Standing, TurnedOffBySystemError
from desktop.services.adapters.autostart.program import standing_of
from desktop.services.adapters.autostart.writing import removed, written

EVERYONES = Path("/etc/xdg/autostart")
FILE_NAME = "countersign.desktop"
_RESERVED = re.compile(r"[^A-Za-z0-9_@+=:,./-]")
_OFF = ("hidden=true", "x-gnome-autostart-enabled=false")


def autostart_folder() -> Path:
    """Where this account's startup programs lie."""
    said = os.environ.get("XDG_CONFIG_HOME", "")
    config = Path(said) if said.startswith("/") else Path.home() / ".config"
    return config / "autostart"


class DesktopEntry:
    """See ``Autostart``. GNOME, KDE, Xfce, LXQt, MATE and Cinnamon read it."""

    def __init__(self, command: tuple[str, ...], folder: Path, everyones: Path) -> None:
        self._command = command
        self._file = folder / FILE_NAME
        self._everyones = everyones / FILE_NAME
        self.place = str(self._file)

    def standing(self) -> Standing:
        """The account's own file goes before the one for all accounts."""
        text = _read(self._file) or _read(self._everyones)
        found = standing_of(_command_in(text), self._command)
        settings = {line.replace(" ", "").lower() for line in text.splitlines()}
        if found.is_on and settings & set(_OFF):
            return Standing(starts=found.starts, why_not=TurnedOffBySystemError())
        return found

    def turn_on(self) -> None:
        if any(not word.isprintable() for word in self._command):
            raise AutostartRefusedError(
                advice="Give the data folder a name without line breaks or control characters."
            )
        written(self._file, _entry(self._command))

    def turn_off(self) -> None:
        """What stands there for all accounts is hidden from this one."""
        if self._everyones.exists():
            written(self._file, _entry(self._command, "Hidden=true"))
        else:
            removed(self._file)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _entry(command: tuple[str, ...], *more: str) -> bytes:
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Name=Countersign",
        "Comment=A silent call for help from this counter",
        "Comment[es]=Pedir ayuda en silencio desde esta ventanilla",
        f"Exec={' '.join(map(_quoted, command))}",
        "Terminal=false",
        "X-GNOME-Autostart-enabled=true",
        *more,
    )
    return "".join(f"{line}\n" for line in lines).encode()


def _quoted(word: str) -> str:
    """As the specification asks: a per cent sign is doubled, what a shell would read is escaped
    within quotes, and the backslashes of that once more, for every value of such a file.
    """
    word = word.replace("%", "%%")
    if not word or _RESERVED.search(word):
        word = '"' + re.sub(r'(["`$\\])', r"\\\1", word) + '"'
    return word.replace("\\", "\\\\")


def _command_in(text: str) -> tuple[str, ...]:
    for line in text.splitlines():
        name, _, value = line.partition("=")
        if name.strip() == "Exec":
            return tuple(_words(value.strip().replace("\\\\", "\\")))
    return ()


def _words(value: str) -> list[str]:
    found = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', value)
    return [
        (plain or re.sub(r"\\(.)", r"\1", quoted)).replace("%%", "%") for quoted, plain in found
    ]
