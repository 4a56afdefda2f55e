"""The data folder and its settings file."""

import sys
from pathlib import Path

import pytest

from desktop.services.adapters.home import (
    DEFAULT_PORT,
    Home,
    HomeNotWritableError,
    RelayAddress,
    Settings,
    SettingsError,
)
from tests.support.accounts import an_ordinary_account


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def says(home: Home, text: str) -> None:
    home.path.mkdir(exist_ok=True)
    home.settings_file.write_text(text, encoding="utf-8")


def test_a_home_without_a_settings_file_has_the_defaults(home: Home) -> None:
    assert home.settings() == Settings()
    assert home.settings().port == DEFAULT_PORT == 18883


def test_every_setting_is_read_from_the_file(home: Home) -> None:
    says(
        home,
        'relays = ["10.0.0.5:1884", "relay.office", "[fe80::1]:18884"]\nport = 18999\n'
        'bind = "127.0.0.1"\nrelay = false\ntext_scale = 1.5\nwording = "neutral"\n'
        'theme = "contrast"\nlanguage = "es"\n[press]\npanic = "hold"\n',
    )
    assert home.settings() == Settings(
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
        press=(("panic", "hold"),),
    )


def test_a_settings_file_saved_by_notepad_with_a_byte_order_mark_is_read(home: Home) -> None:
    home.path.mkdir()
    home.settings_file.write_bytes(b"\xef\xbb\xbfport = 18999\r\n")
    assert home.settings().port == 18999


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('# one\ncolour = "red"', ("colour", "line 2")),
        ('port = "18883"', ("port", "line 1", "1 to 65535")),
        ("port = 70000", ("port", "70000")),
        ("port = true", ("port", "True")),
        ('relay = "yes"', ("relay", "true or false")),
        ('relays = "10.0.0.5"', ("relays", "list")),
        ('relays = ["10.0.0.5:http"]', ("relays", "http")),
        ('relays = [""]', ("relays", "host:port")),
        ('relays = ["mqtt://10.0.0.5"]', ("relays", "mqtt")),
        ("relays = [5]", ("relays", "list")),
        ('bind = "eth0"', ("bind", "IP address")),
        ("text_scale = 3", ("text_scale", "1.0 to 2.0")),
        ('text_scale = "big"', ("text_scale", "big")),
        ('theme = "pink"', ("theme", "contrast")),
        ('wording = ""', ("wording", "neutral")),
        ('language = "tlh"', ("language", "es")),
        ("port = \nrelay = true", ("line 1",)),
        ("port = 1\nport = 2\nrelay = true", ("line 2",)),
        ("[theme]\nname = 1", ("theme", "line 1")),
        ('press = "hold"', ("press", "line 1", "[press]")),
        ('[press]\nboth = "hold"', ("press", "line 1", "[press]")),
        ('[press]\npanic = "long"', ("press", "double", "long")),
        ('hotkeys = "F9"', ("hotkeys", "line 1", "[hotkeys]")),
        ('[hotkeys]\npanik = "F9"', ("panik", "line 2")),
        ("[hotkeys]\nrelay = true", ("relay", "line 2", "below [hotkeys]")),
        ("[hotkeys]\npanic = 9", ("panic", "line 2", "quotes", "9")),
        ('[hotkeys]\npanic = ["F13", 9]', ("panic", "line 2", "quotes", "9")),
        ('[hotkeys]\npanic = ["F13", "f13"]', ("F13", "line 2", "panic already")),
        ('[hotkeys]\npanic = "Ctrl+Alt+P"', ("panic", "line 2", "AltGr")),
        ('[hotkeys]\npanic = "Crtl+F9"', ("panic", "Crtl", "Shift")),
        ('[hotkeys]\nreport = "Ctrl+Shift+F11"', ("report", "Ctrl+Shift+F11", "panic")),
    ],
)
def test_a_wrong_setting_is_told_in_one_sentence_that_names_it(
    home: Home, text: str, names: tuple[str, ...]
) -> None:
    says(home, text)
    with pytest.raises(SettingsError) as refused:
        home.settings()
    message = str(refused.value)
    assert "\n" not in message
    assert all(name in message for name in (*names, "station.toml"))
    assert refused.value.advice


def test_keys_are_changed_one_by_one_or_switched_off_all_at_once(home: Home) -> None:
    says(home, 'port = 18999\n[hotkeys]\npanic = ["ctrl+shift+p", "F13"]\nreport = ""\n')
    assert home.settings() == Settings(
        port=18999, hotkeys=(("panic", ("ctrl+shift+p", "F13")), ("report", ()))
    )
    says(home, "hotkeys = false\n")
    assert {texts for _, texts in home.settings().hotkeys} == {()}
    assert len(home.settings().hotkeys) == 8


def test_a_refused_key_comes_with_one_to_write_instead(home: Home) -> None:
    says(home, '[hotkeys]\npanic = "Ctrl+C"\n')
    with pytest.raises(SettingsError) as refused:
        home.settings()
    assert 'panic = "Ctrl+Shift+C"' in refused.value.advice


def test_a_settings_file_that_is_not_text_is_told_so(home: Home) -> None:
    home.path.mkdir()
    home.settings_file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="not UTF-8"):
        home.settings()


def test_a_home_is_made_where_it_is_missing_and_is_private_to_the_account(home: Home) -> None:
    assert home.is_writable()
    home.require_writable()
    assert list(home.path.iterdir()) == []
    if sys.platform != "win32":
        assert home.path.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are ACLs there")
def test_a_read_only_home_is_a_flag_for_the_station_and_a_refusal_for_what_must_be_kept(
    home: Home,
) -> None:
    home.path.mkdir()
    home.path.chmod(0o555)
    with an_ordinary_account():
        assert not home.is_writable()
        assert home.run == home.substitute_run != home.path
        with pytest.raises(HomeNotWritableError, match="Permission denied") as refused:
            home.require_writable()
    assert str(home.path) in str(refused.value)


def test_a_home_that_is_a_file_is_refused_not_crashed_on(tmp_path: Path) -> None:
    file = tmp_path / "home"
    file.write_text("")
    assert not Home(file).is_writable()
    with pytest.raises(HomeNotWritableError):
        Home(file).require_writable()


def test_the_machine_wide_folder_is_used_only_where_it_is_and_can_be_written(
    tmp_path: Path,
) -> None:
    from desktop.services.adapters.home import _default_path

    machine, account = tmp_path / "machine", tmp_path / "account"
    assert _default_path(machine, account, lambda _: True) == account
    assert not machine.exists()
    machine.mkdir()
    assert _default_path(machine, account, lambda _: True) == machine
    assert _default_path(machine, account, lambda _: False) == account


def test_a_folder_within_the_accounts_own_is_shared_with_nobody(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "ana")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data" / "ana"))
    assert not Home(tmp_path / "ana" / ".local" / "share" / "countersign").is_shared
    assert Home(tmp_path / "anabel" / "countersign").is_shared
    assert Home(tmp_path / "var" / "lib" / "countersign").is_shared
    if sys.platform == "linux":
        assert not Home(tmp_path / "data" / "ana" / "countersign").is_shared


def test_two_homes_never_share_a_substitute_folder(tmp_path: Path) -> None:
    assert Home(tmp_path / "a").substitute_run != Home(tmp_path / "b").substitute_run
    assert Home(tmp_path / "a").substitute_run == Home(tmp_path / "b" / ".." / "a").substitute_run


@pytest.mark.parametrize("text", ["10.0.0.5:1884", "relay.office:18883", "[fe80::1]:18883"])
def test_a_relay_address_prints_as_it_is_written(text: str) -> None:
    assert str(RelayAddress.parse(text)) == text
