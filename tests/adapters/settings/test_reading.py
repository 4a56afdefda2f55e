"""What a PC's settings file says, and that a mistake in it keeps nothing else from holding."""

from pathlib import Path

import pytest

from desktop.domain.hotkeys import Action
from desktop.domain.relays import DEFAULT_RELAY_PORT, RelayAddress
from desktop.domain.settings.layers import InForce, fold_settings
from desktop.domain.settings.settings import Settings
from desktop.services.adapters.home import Home
from desktop.services.adapters.settings.files import SettingsFiles
from desktop.services.adapters.settings.reading import read_own, read_preset


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("COUNTERSIGN_PRESET", str(tmp_path / "preset.toml"))
    made = Home(tmp_path / "home")
    made.path.mkdir()
    return made


def says(home: Home, text: str) -> InForce:
    """What holds at a PC whose own file has ``text``."""
    home.settings_file.write_text(text, encoding="utf-8")
    return in_force(home)


def in_force(home: Home) -> InForce:
    own, preset = SettingsFiles(home).read()
    return fold_settings(own, preset, is_windows=False)


def test_a_home_without_a_settings_file_has_the_defaults(home: Home) -> None:
    assert in_force(home) == InForce()
    assert in_force(home).settings.port == DEFAULT_RELAY_PORT == 18883


def test_every_setting_is_read_from_the_file(home: Home) -> None:
    found = says(
        home,
        'relays = ["10.0.0.5:1884", "relay.office", "[fe80::1]:18884"]\nport = 18999\n'
        'bind = "127.0.0.1"\nrelay = false\ntext_scale = 1.5\nwording = "neutral"\n'
        'theme = "contrast"\nlanguage = "es"\nsound = false\nshared = true\ndiscovery = false\n'
        '[press]\npanic = "hold"\n',
    )
    assert found.faults == ()
    assert found.settings == Settings(
        relays=(
            RelayAddress("10.0.0.5", 1884),
            RelayAddress("relay.office", 18883),
            RelayAddress("fe80::1", 18884),
        ),
        port=18999,
        bind="127.0.0.1",
        relay=False,
        text_scale=1.5,
        wording="neutral",
        theme="contrast",
        language="es",
        sound=False,
        shared=True,
        discovery=False,
        press=(("panic", "hold"),),
    )


def test_a_settings_file_saved_by_notepad_with_a_byte_order_mark_is_read(home: Home) -> None:
    home.settings_file.write_bytes(b"\xef\xbb\xbfport = 18999\r\n")
    assert in_force(home).settings.port == 18999


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('# one\ncolour = "red"', ("colour", "line 2")),
        ('port = "18883"', ("port", "line 1", "1 to 65535")),
        ("port = 70000", ("port", "70000")),
        ("port = true", ("port", "true")),
        ('relay = "yes"', ("relay", "true or false")),
        ('relays = "10.0.0.5"', ("relays", "list")),
        ('relays = ["10.0.0.5:http"]', ("relays", "http")),
        ('relays = [""]', ("relays", "host:port")),
        ('relays = ["mqtt://10.0.0.5"]', ("relays", "mqtt")),
        ("relays = [5]", ("relays", "5", "host:port")),
        ('bind = "eth0"', ("bind", "IP address")),
        ("text_scale = 3", ("text_scale", "1.0 to 2.0")),
        ('text_scale = "big"', ("text_scale", "big")),
        ('theme = "pink"', ("theme", "contrast")),
        ('wording = ""', ("wording", "neutral")),
        ('language = "tlh"', ("language", "es")),
        ("port = \nrelay = true", ("line 1",)),
        ("port = 1\nport = 2\nrelay = true", ("line 2",)),
        ("relay = true\nwhatever", ("line 2",)),
        ("relays = [\nrelay = true", ("line 1",)),
        ("[theme]\nname = 1", ("theme", "line 1")),
        ('press = "hold"', ("press", "line 1", "[press]")),
        ('[press]\nboth = "hold"', ("both", "line 2", "assist, panic")),
        ('[press]\npanic = "long"', ("press.panic", "line 2", "double", "long")),
        ('hotkeys = "F9"', ("hotkeys", "line 1", "[hotkeys]")),
        ('[hotkeys]\npanik = "F9"', ("panik", "line 2")),
        ("[hotkeys]\nrelay = true", ("relay", "line 2", "below [hotkeys]")),
        ("[hotkeys]\npanic = 9", ("panic", "line 2", "quotes")),
        ('[hotkeys]\npanic = ["F13", 9]', ("panic", "line 2", "quotes", "9")),
        ('[hotkeys]\npanic = ["F13", "f13"]', ("F13", "line 2", "panic already")),
        ('[hotkeys]\npanic = "Ctrl+Alt+P"', ("line 2", "AltGr")),
        ('[hotkeys]\npanic = "Crtl+F9"', ("line 2", "Crtl", "Shift")),
        ('[hotkeys]\nreport = "Ctrl+Shift+F11"', ("line 2", "Ctrl+Shift+F11", "panic")),
        ('[hotkeys]\npanic = "Ctrl+C"', ("line 2", "Ctrl+Shift+C can be had")),
        ('[hotkeys\npanic = "Ctrl+Shift+P"', ("line 1",)),
    ],
)
def test_a_mistake_is_told_in_one_sentence_with_its_line_and_its_default_holds(
    home: Home, text: str, names: tuple[str, ...]
) -> None:
    found = says(home, text)
    (fault,) = found.faults
    message = str(fault)
    assert "\n" not in message
    assert all(name in message for name in (*names, "station.toml"))
    assert fault.advice
    kept: dict[str, object] = (
        {"relay": True} if "relay = true" in text and "[hotkeys]" not in text else {}
    )
    if text.startswith("port = 1\n"):
        kept["port"] = 1
    assert found.settings == Settings(**kept)  # type: ignore[arg-type] # what the file says besides


def test_of_several_mistakes_each_is_told_and_all_the_rest_holds(home: Home) -> None:
    found = says(
        home,
        'theme = "pink"\nport = 18999\nthis is no setting\ntext_scale = 1.5\n\n'
        '[hotkeys]\npanic = "Ctrl+C"\nreport = "Ctrl+Shift+R"\n',
    )
    assert [str(fault).partition(": ")[0] for fault in found.faults] == [
        "station.toml, line 3",
        "station.toml, line 1",
        "station.toml, line 7",
    ]
    assert found.settings == Settings(
        port=18999, text_scale=1.5, hotkeys=(("report", ("Ctrl+Shift+R",)),)
    )


def test_of_several_relays_one_that_is_wrong_keeps_no_other_from_being_reached(home: Home) -> None:
    found = says(home, 'relays = ["10.0.0.5:http", "10.0.0.6"]')
    assert found.settings.relays == (RelayAddress("10.0.0.6", 18883),)
    assert len(found.faults) == 1


def test_a_file_that_is_something_else_altogether_is_told_in_a_few_sentences(home: Home) -> None:
    found = says(home, "milk and eggs\n" * 500)
    assert found.settings == Settings()
    assert "500 mistakes" in str(found.faults[0])
    assert len(found.faults) == 21


def test_a_settings_file_that_is_not_text_is_told_so(home: Home) -> None:
    home.settings_file.write_bytes(b"\xff\xfe\x00")
    (fault,) = in_force(home).faults
    assert "not UTF-8" in str(fault)


def test_a_settings_file_that_is_a_folder_is_told_so(home: Home) -> None:
    home.settings_file.mkdir()
    (fault,) = in_force(home).faults
    assert "cannot be read" in str(fault)


def test_keys_are_changed_one_by_one_or_switched_off_all_at_once(home: Home) -> None:
    found = says(home, 'port = 18999\n[hotkeys]\npanic = ["ctrl+shift+p", "F13"]\nreport = ""\n')
    assert found.settings == Settings(
        port=18999, hotkeys=(("panic", ("ctrl+shift+p", "F13")), ("report", ()))
    )
    found = says(home, "hotkeys = false\n")
    assert {texts for _, texts in found.settings.hotkeys} == {()}
    assert len(found.settings.hotkeys) == len(Action)


def test_a_preset_says_what_makes_sense_at_many_pcs_and_what_nobody_may_change(
    tmp_path: Path,
) -> None:
    file = tmp_path / "preset.toml"
    file.write_text(
        'fixed = ["wording", "hotkeys", "bind"]\nwording = "neutral"\nport = 18999\n'
        '[hotkeys]\npanic = "Ctrl+Shift+P"\n'
    )
    said = read_preset(file)
    assert said.values == {"wording": "neutral", "hotkeys.panic": ("Ctrl+Shift+P",)}
    assert said.fixes("wording")
    assert said.fixes("hotkeys.report")
    assert not said.fixes("theme")
    told = [str(fault) for fault in said.faults]
    assert len(told) == 2
    assert "line 1: “bind” cannot be fixed" in told[0]
    assert "line 3: “port” is a setting of one PC" in told[1]


def test_a_pcs_own_file_fixes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "station.toml"
    file.write_text('fixed = ["wording"]\n')
    said = read_own(file)
    assert said.fixed == frozenset()
    assert len(said.faults) == 1


def test_times_of_escalation_hours_and_senders_are_tables(home: Home) -> None:
    sender = "2841bc94498298d0f3d9e289ef93dc3d"
    found = says(
        home,
        "[escalation]\npanic_answer = 20\nassist_arrival = 240.5\n"
        '[hours]\nopen = ["mon-fri 08:00-17:00", "sat 09:00-12:00"]\n'
        f'[outside]\nsenders = ["{sender}"]\n',
    )
    assert found.faults == ()
    assert dict(found.settings.escalation) == {"panic_answer": 20.0, "assist_arrival": 240.5}
    assert dict(found.settings.hours)["open"] == ("mon-fri 08:00-17:00", "sat 09:00-12:00")
    assert dict(found.settings.outside)["senders"] == (sender,)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[escalation]\npanic_answer = 0", "from 5 to 600, not 0"),
        ("[escalation]\nassist_arrival = 3601", "from 15 to 3600, not 3601"),
        ('[escalation]\npanic_answer = "soon"', "from 5 to 600"),
        ("[escalation]\npanic_answer = true", "not true"),
        ("[escalation]\npanic_nap = 3", "panic_answer, panic_arrival, panic_outside"),
        ('[hours]\nopen = "weekdays"', "mon-fri 08:00-17:00"),
        ("[hours]\nopen = 8", "mon-fri 08:00-17:00"),
        ('hours = "mon 8"', "a table such as"),
        ("escalation = 15", "a table such as"),
        ('[outside]\nsenders = ["Front desk"]', "by their ids"),
    ],
)
def test_what_no_time_hours_or_sender_can_be_is_told_and_the_default_holds(
    home: Home, text: str, why: str
) -> None:
    found = says(home, text)
    (fault,) = found.faults
    assert why in str(fault)
    assert found.settings == Settings()


@pytest.mark.parametrize(
    "text", ["[retention]\nreports = 12\n", "retention.reports = 12\n", "retention = 12\n"]
)
def test_how_long_the_site_keeps_things_is_in_no_pcs_hands(home: Home, text: str) -> None:
    found = says(home, f"{text}\n")
    assert found.settings.retention == ()
    (fault,) = found.faults
    assert "holds for the whole site" in str(fault)


def test_a_preset_neither_says_nor_fixes_how_long_the_site_keeps_things(home: Home) -> None:
    SettingsFiles(home).preset.write_text(
        'fixed = ["retention", "retention.reports", "theme"]\n[retention]\nreports = 12\n'
    )
    found = in_force(home)
    assert found.settings.retention == ()
    assert found.fixed == frozenset({"theme"})
    assert len(found.faults) == 3
