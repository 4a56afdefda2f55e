"""Reading a settings file. A mistake in it is told, and keeps nothing else from being read."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from desktop.domain.relays import RelayAddress
from desktop.domain.sentence import Sentence
from desktop.domain.settings.errors import SettingRefusedError, SettingsError, UnknownSettingError
from desktop.domain.settings.layers import Said
from desktop.domain.settings.settings import (
    ESCALATION,
    HOTKEY_NAMES,
    HOTKEYS,
    HOURS,
    OUTSIDE,
    PRESS,
    RETENTION,
    SETTINGS,
    TABLES,
    Key,
    relay_of,
    setting_of,
    table_of,
)
from desktop.services.adapters.settings.lines import line_of, read_lines

FIXED = "fixed"
"""What of a preset nobody may change at the PC."""
_BYTE_ORDER_MARK = "\ufeff"  # some editors begin a file with it
_MOST_TOLD = 20
"""Mistakes in one file: more are one, that it is no settings file."""


def read_own(file: Path) -> Said:
    """What this PC's own file says; nothing where there is none."""
    return _read(file, is_preset=False)


def read_preset(file: Path) -> Said:
    """What the office put beside it: only what makes sense at more PCs than one."""
    return _read(file, is_preset=True)


def text_of(file: Path) -> str:
    """The file's text, "" where there is none; raises ``OSError`` and ``SettingsError``."""
    try:
        return file.read_bytes().decode("utf-8").removeprefix(_BYTE_ORDER_MARK)
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as cause:
        raise SettingsError(
            "{file} is not UTF-8 text, so nothing in it counts.",
            advice="Save the file as UTF-8 text.",
            file=file.name,
        ) from cause


def _read(file: Path, *, is_preset: bool) -> Said:
    try:
        text = text_of(file)
    except OSError as cause:
        fault = SettingsError(
            "{file} cannot be read, so nothing in it counts: {why}.",
            advice="Give this account read access to the file.",
            file=file.name,
            why=cause.strerror or str(cause),
        )
        return Said(faults=(fault,))
    except SettingsError as fault:
        return Said(faults=(fault,))
    return _Reader(file.name, text, is_preset=is_preset).said() if text else Said()


class _Reader:
    """One file, and what was found in it so far."""

    def __init__(self, name: str, text: str, *, is_preset: bool) -> None:
        self._name = name
        self._text = text
        self._is_preset = is_preset
        self._values: dict[Key, object] = {}
        self._where: dict[Key, Sentence] = {}
        self._faults: list[SettingsError] = []

    def said(self) -> Said:
        lines = read_lines(self._text)
        for number in lines.broken:
            self._faults.append(
                SettingsError(
                    "{where}: this is not written as a setting is.", where=self._at(number)
                )
            )
        table = dict(lines.table)
        fixed = self._fixed(table.pop(FIXED, [])) if self._is_preset else frozenset()
        for key, value in self._flat(table):
            self._take(key, value)
        return Said(
            values=self._values,
            fixed=fixed,
            faults=self._told(),
            where=self._where,
        )

    def _told(self) -> tuple[SettingsError, ...]:
        if len(self._faults) <= _MOST_TOLD:
            return tuple(self._faults)
        many = SettingsError(
            "{file} has {n} mistakes; what of it can be read counts.",
            advice="Look whether it is the right file.",
            file=self._name,
            n=len(self._faults),
        )
        return (many, *self._faults[:_MOST_TOLD])

    def _flat(self, table: Mapping[str, object]) -> Iterator[tuple[Key, object]]:
        for name, value in table.items():
            if name == HOTKEYS and value is False:
                for action in HOTKEY_NAMES:
                    yield f"{HOTKEYS}.{action}", ()
            elif name in TABLES and isinstance(value, dict):
                yield from ((f"{name}.{key}", one) for key, one in value.items())
            elif name in TABLES:
                self._refuse(name, _NOT_A_TABLE[name])
            else:
                yield name, value

    def _take(self, key: Key, value: object) -> None:
        try:
            setting = setting_of(key)
            self._values[key] = (
                self._as_many_as_can(key, value)
                if key == "relays" and isinstance(value, list)
                else setting.read(key, value)
            )
        except UnknownSettingError:
            self._refuse(key, _unknown(key))
        except SettingRefusedError as refusal:
            self._refuse(key, refusal.sentence)
        else:
            if table_of(key) == HOTKEYS:  # two that are one are told once both are known
                self._where[key] = self._place_of(key)
            if setting.is_administrators:
                del self._values[key]
                self._refuse(
                    key,
                    Sentence(
                        "“{key}” holds for the whole site: an administrator's desk sets it.",
                        {"key": key},
                    ),
                )
            elif self._is_preset and not setting.is_site_wide:
                del self._values[key]
                self._refuse(
                    key,
                    Sentence(
                        "“{key}” is a setting of one PC, and counts in station.toml alone.",
                        {"key": key},
                    ),
                )

    def _as_many_as_can(self, key: Key, value: list[object]) -> tuple[RelayAddress, ...]:
        """One relay that is wrong must not keep the others from being reached."""
        found = []
        for one in value:
            try:
                found.append(relay_of(key, one))
            except SettingRefusedError as refusal:
                self._refuse(key, refusal.sentence)
        return tuple(found)

    def _fixed(self, said: object) -> frozenset[Key]:
        if not isinstance(said, list):
            self._refuse(FIXED, Sentence("{key} must be a list of settings.", {"key": FIXED}))
            return frozenset()
        found = set()
        for key in said:
            if key != RETENTION and (key in TABLES or _can_be_fixed(key)):
                found.add(key)
            else:
                self._refuse(FIXED, Sentence("“{key}” cannot be fixed.", {"key": str(key)}))
        return frozenset(found)

    def _refuse(self, key: Key, what: Sentence) -> None:
        where = self._place_of(key)
        self._faults.append(SettingsError("{where}: {what}", where=where, what=what))

    def _place_of(self, key: Key) -> Sentence:
        number = line_of(key, self._text)
        return self._at(number) if number is not None else Sentence(self._name)

    def _at(self, number: int) -> Sentence:
        return Sentence("{file}, line {line}", {"file": self._name, "line": number})


_NOT_A_TABLE = {
    PRESS: Sentence('press must be a table such as: [press] panic = "hold".'),
    ESCALATION: Sentence("escalation must be a table such as: [escalation] panic_answer = 15."),
    HOURS: Sentence('hours must be a table such as: [hours] open = "mon-fri 08:00-17:00".'),
    RETENTION: Sentence("retention holds for the whole site: an administrator's desk sets it."),
    OUTSIDE: Sentence("outside must be a table, and countersign outside senders writes it."),
    HOTKEYS: Sentence(
        'hotkeys must be false, or a table such as: [hotkeys] panic = "Ctrl+Shift+F11".'
    ),
}


def _unknown(key: Key) -> Sentence:
    table, _, name = key.rpartition(".")
    if table and name in SETTINGS:  # appended to a file that ends with this table
        return Sentence(
            "{key} stands below [{table}], so it counts as one of its lines: move it above.",
            {"key": name, "table": table},
        )
    if table:
        known = ", ".join(one.removeprefix(f"{table}.") for one in SETTINGS if _in(table, one))
        return Sentence(
            "there is nothing in [{table}] for “{key}”, but for {known}.",
            {"table": table, "key": name, "known": known},
        )
    names = sorted({one.partition(".")[0] for one in SETTINGS})
    return Sentence(
        "there is no setting “{key}”; those are {known}.", {"key": key, "known": ", ".join(names)}
    )


def _can_be_fixed(key: object) -> bool:
    setting = SETTINGS.get(key) if isinstance(key, str) else None
    return setting is not None and setting.is_site_wide and not setting.is_administrators


def _in(table: str, key: Key) -> bool:
    return key.startswith(f"{table}.")
