"""The data folder of one station: the names of everything in it, and its settings file."""

import errno
import os
import sys
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path

import msgspec

from desktop.domain.errors import DeskError

APP = "countersign"
_BYTE_ORDER_MARK = "\ufeff"  # some editors begin a file with it
DEFAULT_PORT = 18883
DEFAULT_BUTTON_PORT = 18885
THEMES = ("system", "light", "dark", "contrast")
KINDS = ("assist", "panic")
WAYS = ("click", "hold", "double")
WORDINGS = ("plain", "neutral", "icons")
LANGUAGES = ("system", "en", "es")
MIN_TEXT_SCALE, MAX_TEXT_SCALE = 1.0, 2.0


class HomeNotWritableError(DeskError):
    """The data folder cannot be written."""

    code = "home-not-writable"
    advice = "Free some space or give this account write access to the folder, or pass --home DIR."


class SettingsError(DeskError):
    """The settings file says something this version does not understand."""

    code = "settings"
    advice = "Correct that line in station.toml, or delete it to use the default."


class RelayAddress(msgspec.Struct, frozen=True):
    """Where a relay listens."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str, default_port: int = DEFAULT_PORT) -> "RelayAddress":
        """Read ``host``, ``host:port`` or ``[ipv6]:port``.

        Raises ``ValueError`` with what is wrong in it.
        """
        host, port = _split_address(text.strip(), str(default_port))
        if not host or any(letter.isspace() or letter in "/@" for letter in host):
            raise ValueError(f"“{text}” is not host:port")
        if not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65535:
            raise ValueError(f"“{port}” in “{text}” is not a port from 1 to 65535")
        return cls(host, int(port))

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def _split_address(text: str, default_port: str) -> tuple[str, str]:
    if text.startswith("["):
        host, _, rest = text[1:].partition("]")
        return host, rest.removeprefix(":") or default_port
    if text.count(":") > 1:  # a bare IPv6 address
        return text, default_port
    host, _, port = text.partition(":")
    return host, port or default_port


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What ``station.toml`` may say about this PC; none of it is shared with the site.

    ``relay`` is ``None`` where the station's role decides; ``button_port`` is where this station's
    own buttons call, if it has any; ``bind`` is ``None`` for every
    interface; ``discovery`` looks for relays by multicast; with ``sound`` off, a
    supervisor's desk relies on its screen alone; ``text_scale`` is a factor from 1 to 2;
    ``shared``: several people use this login, so a PIN says who opens and signs a report;
    ``press`` says by kind of alert how the bar's button is pressed, where one click is not enough;
    ``hotkeys`` are the actions whose keys are others than the defaults, with the keys as they were
    written, each of which can work; none where there is to be no key.
    """

    relays: tuple[RelayAddress, ...] = ()
    port: int = DEFAULT_PORT
    button_port: int = DEFAULT_BUTTON_PORT
    bind: str | None = None
    relay: bool | None = None
    discovery: bool = True
    sound: bool = True
    text_scale: float = 1.0
    wording: str = "plain"
    theme: str = "system"
    language: str = "system"
    shared: bool = False
    press: tuple[tuple[str, str], ...] = ()
    hotkeys: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Home(msgspec.Struct, frozen=True):
    """One station's data folder, and the names of everything in it."""

    path: Path

    @classmethod
    def default(cls) -> "Home":
        """The PC's own folder where this account may write it, else the account's.

        A counter's identity belongs to the PC, not to whoever is logged on, so an installer makes
        the machine-wide folder; without one, a program run by hand keeps to its own account. It is
        never made here: on Windows any account may make it, and all others then find it taken.
        """
        return cls(_default_path(_machine_wide(), _of_this_account(), _may_write_in))

    @property
    def identity(self) -> Path:
        return self.path / "identity"

    @property
    def alerts_db(self) -> Path:
        return self.path / "alerts.db"

    @property
    def records_db(self) -> Path:
        return self.path / "records.db"

    @property
    def drafts_db(self) -> Path:
        """What is written on this PC and not submitted, and what was submitted from it."""
        return self.path / "drafts.db"

    @property
    def blobs(self) -> Path:
        """Attachments, each named by its hash."""
        return self.path / "blobs"

    @property
    def relay(self) -> Path:
        return self.path / "relay"

    @property
    def buttons_file(self) -> Path:
        """The buttons for which this station signs; for this account's eyes alone."""
        return self.path / "buttons.json"

    @property
    def settings_file(self) -> Path:
        return self.path / "station.toml"

    @property
    def person_file(self) -> Path:
        """Who sits at this station, as they said themselves."""
        return self.path / "person.txt"

    @property
    def take_back_file(self) -> Path:
        """The codes by which a call is taken back, where this PC has some."""
        return self.path / "take-back.json"

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def has_identity(self) -> bool:
        """A station was created or joined here, whatever state it is in."""
        return (self.identity / "site.json").exists()

    @property
    def is_shared(self) -> bool:
        """Other accounts of this PC may run the same station: it is the PC's own folder, or another
        one outside of what belongs to this account.
        """
        folder = self.path.resolve()
        return not folder.is_relative_to(Path.home().resolve()) and (
            folder != _of_this_account().resolve()
        )

    @property
    def run(self) -> Path:
        """Where the lock and the control address lie: the folder itself while it can be written.

        A read-only folder must not keep an alert from leaving, so then it is a private folder of
        this account in the temporary directory, named after the home.
        """
        return self.path if self.is_writable() else self.substitute_run

    @property
    def substitute_run(self) -> Path:
        """The stand-in for ``run`` on a read-only folder; it may not exist."""
        name = sha256(os.fsencode(self.path.resolve())).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"{APP}-{_account()}-{name}"

    def make_run(self) -> Path:
        """Make ``run`` where it is missing, and return it; only this account may enter it.

        Raises ``OSError``, also where the stand-in was planted by another account.
        """
        run = self.run
        run.mkdir(mode=0o700, parents=True, exist_ok=True)
        if run != self.path and not is_of_this_account(run):
            raise PermissionError(errno.EACCES, "it belongs to another account", str(run))
        return run

    def settings(self) -> Settings:
        """Read ``station.toml``; without one, everything has its default.

        Raises ``SettingsError`` naming the key or the line and how to put it right.
        """
        try:
            text = self.settings_file.read_text(encoding="utf-8").removeprefix(_BYTE_ORDER_MARK)
        except FileNotFoundError:
            return Settings()
        except OSError as cause:
            raise SettingsError(
                f"{self.settings_file} cannot be read: {cause.strerror}.",
                advice="Give this account read access to the file.",
            ) from cause
        except UnicodeDecodeError as cause:
            raise SettingsError(
                f"{self.settings_file} is not UTF-8 text.", advice="Save the file as UTF-8 text."
            ) from cause
        return _read_settings(text, self.settings_file)

    def is_writable(self) -> bool:
        """A file can be made in the folder now; makes the folder where it is missing."""
        return _may_write_in(self.path)

    def require_writable(self) -> None:
        """For acts that must be kept: raises ``HomeNotWritableError`` saying what refused.

        The alert path never asks this: an alert leaves from memory when it cannot be saved.
        """
        try:
            _probe(self.path)
        except OSError as cause:
            reason = cause.strerror or str(cause)
            raise HomeNotWritableError(
                "The data folder {folder} cannot be written: {why}.", folder=self.path, why=reason
            ) from cause


def _default_path(machine: Path, account: Path, may_write: Callable[[Path], bool]) -> Path:
    return machine if machine.is_dir() and may_write(machine) else account


def _machine_wide() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / APP
    if sys.platform == "darwin":
        return Path("/Library/Application Support") / APP
    return Path("/var/lib") / APP


def _of_this_account() -> Path:
    import platformdirs  # not needed where --home is given

    return Path(platformdirs.user_data_dir(APP, appauthor=False))


def _account() -> str:
    if sys.platform == "win32":
        return os.environ.get("USERNAME", "account")
    return str(os.geteuid())


def is_of_this_account(path: Path) -> bool:
    """Where folders are shared, a file found there may be another account's trap."""
    return sys.platform == "win32" or path.lstat().st_uid == os.geteuid()


def _may_write_in(folder: Path) -> bool:
    try:
        _probe(folder)
    except OSError:
        return False
    return True


def _probe(folder: Path) -> None:
    """Make and remove a file, for permission bits alone lie (ACLs, read-only mounts, full disks).

    The folder is private to the account from the start: keys will lie in it.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(b"x")
        probe.flush()


def _read_settings(text: str, file: Path) -> Settings:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as cause:
        raise SettingsError(f"{file}: {cause}.") from cause
    readers = _READERS
    values: dict[str, object] = {}
    for key, value in table.items():
        if key not in readers:
            raise SettingsError(
                f"{file}: there is no setting “{key}”{_line_of(key, text)}.",
                advice=f"The settings are: {', '.join(sorted(readers))}.",
            )
        try:
            values[key] = readers[key](value)
        except _WrongHotkeyError as cause:
            raise SettingsError(
                f"{file}: {cause.name}{_line_of(cause.name, text)}: {cause}", advice=cause.advice
            ) from cause
        except ValueError as cause:
            raise SettingsError(f"{file}: {key}{_line_of(key, text)} {cause}.") from cause
    return Settings(**values)  # type: ignore[arg-type]  # each reader returns its field's type


def _line_of(key: str, text: str) -> str:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip().lstrip("[\"'").startswith(key):
            return f" (line {number})"
    return ""


def _relays(value: object) -> tuple[RelayAddress, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError('must be a list of addresses, such as ["10.0.0.5:18883"]')
    try:
        return tuple(RelayAddress.parse(item) for item in value)
    except ValueError as cause:
        raise ValueError(f"is wrong: {cause}") from cause


def _port(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 65535:
        raise ValueError(f"must be a port from 1 to 65535, not {value!r}")
    return value


def _bind(value: object) -> str:
    if isinstance(value, str):
        try:
            return str(ip_address(value))
        except ValueError:
            pass
    raise ValueError(f"must be an IP address of this PC in quotes, not {value!r}")


def _yes_or_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError(f"must be true or false, not {value!r}")


def _text_scale(value: object) -> float:
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
    if not MIN_TEXT_SCALE <= number <= MAX_TEXT_SCALE:
        raise ValueError(f"must be a number from 1.0 to 2.0, not {value!r}")
    return float(number)


def _one_of(words: tuple[str, ...]) -> Callable[[object], str]:
    def read(value: object) -> str:
        if isinstance(value, str) and value in words:
            return value
        choices = ", ".join(f'"{word}"' for word in words)
        raise ValueError(f"must be one of {choices}, not {value!r}")

    return read


def _press(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not set(value) <= set(KINDS):
        raise ValueError('must be a table such as: [press] panic = "hold"')
    read = _one_of(WAYS)
    return tuple((kind, read(way)) for kind, way in value.items())


class _WrongHotkeyError(ValueError):
    """One entry of the table of keys is wrong, and what to write instead."""

    def __init__(self, name: str, why: str, advice: str) -> None:
        super().__init__(why)
        self.name = name
        self.advice = advice


def _hotkeys(value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    from desktop.domain.hotkeys import (  # most PCs keep the keys that are right for all
        Action,
        Bindings,
        HotkeyRefusedError,
    )

    if value is False:
        return tuple((action.value, ()) for action in Action)
    if not isinstance(value, dict):
        raise ValueError(  # noqa: TRY004 -- it is about what a person wrote
            'must be false, or a table such as: [hotkeys] panic = "Ctrl+Shift+F11"'
        )
    said: dict[Action, tuple[str, ...]] = {}
    for name, keys in value.items():
        if name in _READERS:  # appended to a file that ends with this table
            raise _WrongHotkeyError(
                name,
                "it stands below [hotkeys], so it counts as a key.",
                "Move it above [hotkeys].",
            )
        if name not in set(Action):
            raise _WrongHotkeyError(
                name, "no key is for that.", f"Keys are for {', '.join(sorted(Action))}."
            )
        said[Action(name)] = _keys(name, keys)
    try:
        Bindings.of(said, is_windows=sys.platform == "win32")
    except HotkeyRefusedError as refused:
        name = refused.action.value
        advice = f'Write {name} = "{refused.instead}", or {name} = "" to do without this key.'
        raise _WrongHotkeyError(name, str(refused), advice) from refused
    return tuple((action.value, texts) for action, texts in said.items())


def _keys(name: str, value: object) -> tuple[str, ...]:
    """One key, or several that lead to the same."""
    texts: list[str] = []
    for text in value if isinstance(value, list) else [value]:
        if not isinstance(text, str):
            raise _WrongHotkeyError(
                name,
                f"a key must be text in quotes, not {text!r}.",
                f'Write {name} = "Ctrl+Shift+F9", say, {name} = ["Ctrl+Shift+F9", "F13"] for two'
                f' keys, or {name} = "" to do without this key.',
            )
        texts.append(text)
    return tuple(text for text in texts if text.strip())


_READERS: Mapping[str, Callable[[object], object]] = {
    "relays": _relays,
    "port": _port,
    "button_port": _port,
    "bind": _bind,
    "relay": _yes_or_no,
    "discovery": _yes_or_no,
    "sound": _yes_or_no,
    "text_scale": _text_scale,
    "wording": _one_of(WORDINGS),
    "theme": _one_of(THEMES),
    "language": _one_of(LANGUAGES),
    "shared": _yes_or_no,
    "press": _press,
    "hotkeys": _hotkeys,
}
