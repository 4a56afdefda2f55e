"""The settings of a PC, as values, and the table of all there are."""

from collections.abc import Callable, Mapping
from ipaddress import ip_address

import msgspec

from desktop.domain.plain_text import plain
from desktop.domain.relays import DEFAULT_RELAY_PORT, RelayAddress
from desktop.domain.roster.ids import FINGERPRINT_BYTES
from desktop.domain.settings.errors import SettingRefusedError, UnknownSettingError

THEMES = ("system", "light", "dark", "contrast")
WORDINGS = ("plain", "neutral", "icons")
LANGUAGES = ("system", "en", "es")
MIN_TEXT_SCALE, MAX_TEXT_SCALE = 1.0, 2.0
DEFAULT_BUTTON_PORT = 18885
DRILL_MINUTES = (2, 60)
REFRESHER_MONTHS = (1, 60)
MOST_SCENARIOS, MOST_OF_SCENARIO = 12, 120

Key = str
"""A setting as it is written, with the table that it is in: ``theme``, ``hotkeys.panic``."""
Plain = bool | int | float | str | tuple[str, ...]
"""What a setting can be that a whole site shares."""

HOTKEYS = "hotkeys"
HOTKEY_NAMES = (
    *("supervisor", "supervisor_with", "panic", "panic_with", "guidance", "report"),
    *("weapon", "threat", "medical", "leaving", "mistake"),
)
"""The actions that have a key (``domain.hotkeys.Action``), which most starts need not load."""
PRESS = "press"
KINDS = ("assist", "panic")
WAYS = ("click", "hold", "double")
ESCALATION = "escalation"
STAGES = ("answer", "arrival", "outside")
"""What is waited for, before a call goes on to the next people (``domain.alerts.escalation``)."""
BOUNDS = {"answer": (5, 600), "arrival": (15, 3600), "outside": (5, 3600)}
"""Seconds from and to which each may be set. Less, and nobody can have done it; more, and a setting
would switch off what is there so that nobody is forgotten."""
HOURS = "hours"
OUTSIDE = "outside"
MOST_SENDERS = 2
RETENTION = "retention"
RETENTION_NAMES = ("alerts", "tests", "reports", "guidance")
"""What is kept for a time, and goes then (``domain.retention.kinds``)."""
RETENTION_MONTHS = (1, 600)
TABLES = (PRESS, HOTKEYS, ESCALATION, HOURS, OUTSIDE, RETENTION)
"""Settings that are written as a table of their own."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What holds at this PC.

    ``relay`` is ``None`` where the station's role decides; ``button_port`` is where this station's
    own buttons call, if it has any; ``bind`` is ``None`` for every
    interface; ``discovery`` looks for relays by multicast; with ``sound`` off, a
    supervisor's or a staff desk relies on its screen alone; ``staff_at_once``: a staff desk is
    asked of a panic at once, not only when nobody answers; ``take_back_codes``: the settings window
    of a counter or a staff desk has a place for the codes by which a call is taken back;
    ``text_scale`` is a factor from 1 to 2;
    ``drill_minutes`` is how long a drill lasts at most, ``drill_scenarios`` what is offered to be
    imagined in one, where it is not what Countersign comes with; ``refresher_months`` is how long
    after somebody's last drill another one is due;
    ``shared``: several people use this login, so a PIN says who opens and signs a report;
    ``press`` says by kind of alert how the bar's button is pressed, where one click is not enough;
    ``escalation`` are the times other than the defaults, in seconds, such as ``panic_answer``;
    ``hours`` has ``open``, when the site is open, where somebody said it; ``outside`` has
    ``senders``, the stations that tell the contacts, the first one first;
    ``retention`` says by kind for how many months it is kept, where that is not for good;
    ``hotkeys`` are the actions whose keys are others than the defaults, with the keys as they were
    written, each of which can work; none where there is to be no key.
    """

    relays: tuple[RelayAddress, ...] = ()
    port: int = DEFAULT_RELAY_PORT
    button_port: int = DEFAULT_BUTTON_PORT
    bind: str | None = None
    relay: bool | None = None
    discovery: bool = True
    sound: bool = True
    opening_test: bool = True
    staff_at_once: bool = False
    take_back_codes: bool = False
    drill_minutes: int = 10
    drill_scenarios: tuple[str, ...] = ()
    refresher_months: int = 12
    text_scale: float = 1.0
    wording: str = "plain"
    theme: str = "system"
    language: str = "system"
    shared: bool = False
    press: tuple[tuple[str, str], ...] = ()
    escalation: tuple[tuple[str, float], ...] = ()
    hours: tuple[tuple[str, tuple[str, ...]], ...] = ()
    outside: tuple[tuple[str, tuple[str, ...]], ...] = ()
    retention: tuple[tuple[str, int], ...] = ()
    hotkeys: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def open_hours(self) -> tuple[str, ...]:
        """When the site is open, as ``domain.hours.parse_hours`` reads it."""
        return dict(self.hours).get("open", ())


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table. ``read`` makes a value of what was written, or refuses it.

    ``is_site_wide``: the office may set it for all its PCs. ``holds_at_once``: without a start.
    ``is_administrators``: it is the whole site's, as an administrator's desk says; no file of a PC
    says otherwise.
    """

    read: Callable[[Key, object], object]
    is_site_wide: bool = False
    holds_at_once: bool = False
    is_administrators: bool = False


def setting_of(key: Key) -> Setting:
    """The line of ``key``; raises ``UnknownSettingError``."""
    found = SETTINGS.get(key)
    if found is None:
        raise UnknownSettingError(
            "There is no setting “{key}”: those are {known}.", key=key, known=", ".join(SETTINGS)
        )
    return found


def table_of(key: Key) -> str:
    """The table that ``key`` is written in; "" for none."""
    table, dot, _ = key.partition(".")
    return table if dot else ""


def _relays(key: Key, value: object) -> tuple[RelayAddress, ...]:
    if not isinstance(value, list):
        raise SettingRefusedError(
            '{key} must be a list of addresses, such as ["10.0.0.5:18883"].', key=key
        )
    return tuple(relay_of(key, item) for item in value)


def relay_of(key: Key, said: object) -> RelayAddress:
    """One address of the list ``key``."""
    try:
        return RelayAddress.parse(said if isinstance(said, str) else "")
    except ValueError as cause:
        raise SettingRefusedError(
            "“{text}” in {key} is not host:port, such as 10.0.0.5:18883.", text=said, key=key
        ) from cause


def _port(key: Key, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 65535:
        raise SettingRefusedError(
            "{key} must be a port from 1 to 65535, not {value}.", key=key, value=_written(value)
        )
    return value


def _bind(key: Key, value: object) -> str:
    if isinstance(value, str):
        try:
            return str(ip_address(value))
        except ValueError:
            pass
    raise SettingRefusedError(
        "{key} must be an IP address of this PC in quotes, not {value}.",
        key=key,
        value=_written(value),
    )


def _yes_or_no(key: Key, value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise SettingRefusedError(
        "{key} must be true or false, not {value}.", key=key, value=_written(value)
    )


def _text_scale(key: Key, value: object) -> float:
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
    if not MIN_TEXT_SCALE <= number <= MAX_TEXT_SCALE:
        raise SettingRefusedError(
            "{key} must be a number from 1.0 to 2.0, not {value}.", key=key, value=_written(value)
        )
    return float(number)


def _seconds(least: int, most: int) -> Callable[[Key, object], float]:
    def read(key: Key, value: object) -> float:
        if (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and least <= value <= most
        ):
            return float(value)
        raise SettingRefusedError(
            "{key} must be a number of seconds from {least} to {most}, not {value}.",
            key=key,
            least=least,
            most=most,
            value=_written(value),
        )

    return read


def _whole_number(least: int, most: int) -> Callable[[Key, object], int]:
    def read(key: Key, value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        raise SettingRefusedError(
            "{key} must be a whole number from {least} to {most}, not {value}.",
            key=key,
            least=least,
            most=most,
            value=_written(value),
        )

    return read


def _open(key: Key, value: object) -> tuple[str, ...]:
    """When it is open, as it was written."""
    from desktop.domain.hours import NotHoursError, parse_hours  # where somebody said it

    texts = _texts(value)
    if texts is None:
        raise SettingRefusedError(
            '{key} must be text in quotes, such as "mon-fri 08:00-17:00", not {value}.',
            key=key,
            value=_written(value),
        )
    try:
        parse_hours(texts)
    except NotHoursError as error:
        raise SettingRefusedError(error.sentence) from error
    return texts


def _senders(key: Key, value: object) -> tuple[str, ...]:
    texts = _texts(value)
    if texts is None or len(texts) > MOST_SENDERS or not all(is_device_id(one) for one in texts):
        raise SettingRefusedError(
            "{key} names one or two stations by their ids; countersign outside senders finds them.",
            key=key,
        )
    return tuple(dict.fromkeys(texts))


def is_device_id(text: str) -> bool:
    """It could be the name of a station."""
    return len(text) == 2 * FINGERPRINT_BYTES and not text.strip("0123456789abcdef")


def _texts(value: object) -> tuple[str, ...] | None:
    """One text, or several; ``None`` for anything else."""
    said = value if isinstance(value, list | tuple) else [value]
    texts = tuple(text.strip() for text in said if isinstance(text, str))
    return tuple(text for text in texts if text) if len(texts) == len(said) else None


def _scenarios(key: Key, value: object) -> tuple[str, ...]:
    texts = _texts(value)
    if (
        texts is None
        or len(texts) > MOST_SCENARIOS
        or any(len(one) > MOST_OF_SCENARIO for one in texts)
    ):
        raise SettingRefusedError(
            "{key} must be a list of at most {most} texts in quotes of {letters} letters each.",
            key=key,
            most=MOST_SCENARIOS,
            letters=MOST_OF_SCENARIO,
        )
    return tuple(map(plain, texts))


def _one_of(words: tuple[str, ...]) -> Callable[[Key, object], str]:
    def read(key: Key, value: object) -> str:
        if isinstance(value, str) and value in words:
            return value
        raise SettingRefusedError(
            "{key} must be one of {choices}, not {value}.",
            key=key,
            choices=", ".join(f'"{word}"' for word in words),
            value=_written(value),
        )

    return read


def _hotkey(key: Key, value: object) -> tuple[str, ...]:
    """The keys as they were written; whether they can be had is seen when all are known."""
    texts: list[str] = []
    for text in value if isinstance(value, list | tuple) else [value]:
        if not isinstance(text, str):
            raise SettingRefusedError(
                '{key} must be text in quotes, such as "Ctrl+Shift+F9", ["Ctrl+Shift+F9", "F13"]'
                ' for two keys, or "" for none, not {value}.',
                key=key,
                value=text,
            )
        if text.strip():
            texts.append(_named(text))
    return tuple(texts)


def _named(text: str) -> str:
    """``text``, if it names a key."""
    from desktop.domain.hotkeys import Chord, NotAChordError  # most PCs keep the usual keys

    try:
        Chord.parse(text)
    except NotAChordError as error:
        raise SettingRefusedError(error.sentence) from error
    return text


def _written(value: object) -> str:
    """A value as TOML has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


SETTINGS: Mapping[Key, Setting] = {
    "theme": Setting(read=_one_of(THEMES), is_site_wide=True, holds_at_once=True),
    "text_scale": Setting(read=_text_scale, is_site_wide=True, holds_at_once=True),
    "language": Setting(read=_one_of(LANGUAGES), is_site_wide=True),
    "wording": Setting(read=_one_of(WORDINGS), is_site_wide=True, holds_at_once=True),
    **{
        f"{PRESS}.{kind}": Setting(read=_one_of(WAYS), is_site_wide=True, holds_at_once=True)
        for kind in KINDS
    },
    **{
        f"{HOTKEYS}.{name}": Setting(read=_hotkey, is_site_wide=True, holds_at_once=True)
        for name in HOTKEY_NAMES
    },
    **{
        f"{ESCALATION}.{kind}_{stage}": Setting(
            read=_seconds(*BOUNDS[stage]), is_site_wide=True, holds_at_once=True
        )
        for kind in reversed(KINDS)
        for stage in STAGES
    },
    f"{HOURS}.open": Setting(read=_open, is_site_wide=True, holds_at_once=True),
    f"{OUTSIDE}.senders": Setting(read=_senders, is_site_wide=True, holds_at_once=True),
    **{
        f"{RETENTION}.{name}": Setting(
            read=_whole_number(*RETENTION_MONTHS),
            is_site_wide=True,
            holds_at_once=True,
            is_administrators=True,
        )
        for name in RETENTION_NAMES
    },
    "sound": Setting(read=_yes_or_no, is_site_wide=True, holds_at_once=True),
    "opening_test": Setting(read=_yes_or_no, is_site_wide=True, holds_at_once=True),
    "staff_at_once": Setting(read=_yes_or_no, is_site_wide=True, holds_at_once=True),
    "take_back_codes": Setting(read=_yes_or_no, is_site_wide=True, holds_at_once=True),
    "drill_minutes": Setting(
        read=_whole_number(*DRILL_MINUTES), is_site_wide=True, holds_at_once=True
    ),
    "drill_scenarios": Setting(read=_scenarios, is_site_wide=True, holds_at_once=True),
    "refresher_months": Setting(
        read=_whole_number(*REFRESHER_MONTHS), is_site_wide=True, holds_at_once=True
    ),
    "shared": Setting(read=_yes_or_no),
    "relays": Setting(read=_relays),
    "relay": Setting(read=_yes_or_no),
    "port": Setting(read=_port),
    "button_port": Setting(read=_port),
    "bind": Setting(read=_bind),
    "discovery": Setting(read=_yes_or_no),
}
"""Every setting there is; those of a table are gathered in its field of ``Settings``."""
