"""The data folder."""

import sys
from pathlib import Path

import pytest

from desktop.domain.relays import RelayAddress
from desktop.services.adapters.home import Home, HomeNotWritableError
from tests.support.accounts import an_ordinary_account


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


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
