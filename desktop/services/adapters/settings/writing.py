"""Writing one setting into a file that people write in, too: everything else stays as it is."""

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from desktop.domain.errors import DeskError
from desktop.domain.settings.errors import SettingsNotSavedError
from desktop.domain.settings.settings import HOTKEY_NAMES, HOTKEYS, Key, table_of
from desktop.services.adapters.keys.private_files import PrivateFileNotSavedError, write_private
from desktop.services.adapters.settings.lines import read_lines
from desktop.services.adapters.settings.reading import text_of

NOT_UNDERSTOOD = "# not understood: "


def write_settings(file: Path, changes: Mapping[Key, object | None]) -> None:
    """Say ``changes`` in ``file``, whole or not at all; ``None`` takes a word of it back.

    Comments and whatever else stands there are kept. A line that is no TOML becomes a comment,
    for a file with one cannot be changed. Raises ``SettingsNotSavedError``.
    """
    try:
        text = text_of(file)
        write_private(file, changed(text, changes).encode())
    except OSError as cause:
        raise _not_saved(cause.strerror or str(cause)) from cause
    except PrivateFileNotSavedError as cause:
        raise _not_saved(cause.sentence) from cause
    except DeskError as cause:  # it is no text: what stands in it must not be lost
        raise _not_saved(cause.sentence) from cause


def changed(text: str, changes: Mapping[Key, object | None]) -> str:
    """``text`` with ``changes``, in its own way to end lines."""
    from tomlkit import dumps, parse, table  # once in a PC's month
    from tomlkit.items import Table

    document = parse(_readable(text))
    for key, value in changes.items():
        name, _, below = key.partition(".")
        if not below:
            if value is None:
                document.pop(name, None)
            else:
                document[name] = _plain(key, value)
            continue
        if name not in document or not isinstance(document[name], dict):
            had = document.pop(name, None)
            document[name] = table()
            if name == HOTKEYS and had is False:  # none at all, but for what is said from now on
                for action in HOTKEY_NAMES:
                    cast("Table", document[name])[action] = ""
        within = cast("Table", document[name])
        if value is None:
            within.pop(below, None)
        else:
            within[below] = _plain(key, value)
        if not within:
            document.pop(name)
    written = dumps(document)
    if "\r\n" in text:
        written = written.replace("\r\n", "\n").replace("\n", "\r\n")
    return written


def _readable(text: str) -> str:
    lost = read_lines(text).lost
    if not lost:
        return text
    lines = text.splitlines(keepends=True)
    return "".join(
        NOT_UNDERSTOOD + line if number in lost and line.strip() else line
        for number, line in enumerate(lines, 1)
    )


def _plain(key: Key, value: object) -> object:
    """A value as TOML knows it."""
    if isinstance(value, tuple) and len(value) < 2 and table_of(key) == HOTKEYS:
        return value[0] if value else ""  # one key is written as a word, and none as an empty one
    if isinstance(value, tuple):
        return [str(one) for one in value]
    return value


def _not_saved(why: object) -> SettingsNotSavedError:
    return SettingsNotSavedError(
        "The settings are not saved, and nothing has changed: {why}.", why=why
    )
