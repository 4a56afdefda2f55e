"""Starting by itself on a Linux desktop: one file among the account's startup programs."""

import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path

import pytest

from desktop.domain.autostart import (
    AutostartRefusedError,
    StartsAnotherError,
    StartsNothingError,
    TurnedOffBySystemError,
)
from desktop.services.adapters.autostart.linux import DesktopEntry, autostart_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="paths are another matter there")


@pytest.fixture
def program(tmp_path: Path) -> str:
    file = tmp_path / "countersign"
    file.write_text("")
    return str(file)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "config" / "autostart"


def entry_of(command: tuple[str, ...], folder: Path) -> DesktopEntry:
    """Beside a folder for all accounts, which is empty unless a test says otherwise."""
    return DesktopEntry(command, folder, folder.parents[1] / "everyones")


def told(entry: DesktopEntry) -> dict[str, str]:
    reader = RawConfigParser()
    reader.optionxform = str  # type: ignore[assignment,method-assign]  # names keep their case
    reader.read(entry.place, encoding="utf-8")
    return dict(reader["Desktop Entry"])


def test_it_is_off_until_somebody_turns_it_on_and_after_it_is_turned_off(
    program: str, folder: Path
) -> None:
    entry = entry_of((program,), folder)
    assert not entry.standing().is_on
    entry.turn_on()
    assert entry.standing().is_on
    assert entry.standing().why_not is None
    entry.turn_off()
    assert not entry.standing().is_on
    assert list(folder.iterdir()) == []
    entry.turn_off()


@pytest.mark.parametrize(
    "home",
    ["/srv/desk", "/srv/front desk", '/srv/a"b', "/srv/50%", "/srv/$HOME`x`", "/srv/back\\slash"],
)
def test_whatever_the_folder_is_called_the_desktop_starts_the_station_in_it(
    program: str, folder: Path, home: str
) -> None:
    """Taken apart as the specification says: the file's escapes, then the codes with a per cent
    sign, and then as a shell does.
    """
    command = (program, "--home", home)
    entry = entry_of(command, folder)
    entry.turn_on()
    value = told(entry)["Exec"].replace("\\\\", "\\").replace("%%", "%")
    words = subprocess.run(
        ["sh", "-c", f"printf '%s\\n' {value}"], capture_output=True, text=True, check=True
    ).stdout
    assert words.splitlines() == list(command)
    assert entry.standing().starts == command
    assert entry.standing().is_on


def test_the_file_is_one_that_desktops_take(program: str, folder: Path) -> None:
    entry = entry_of((program,), folder)
    entry.turn_on()
    assert told(entry).items() >= {
        ("Type", "Application"),
        ("Terminal", "false"),
        ("Name", "Countersign"),
        ("X-GNOME-Autostart-enabled", "true"),
    }


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_turned_off_in_the_desktops_own_list_it_says_so_until_it_is_turned_on_again(
    program: str, folder: Path, line: str
) -> None:
    entry = entry_of((program,), folder)
    entry.turn_on()
    with Path(entry.place).open("a") as file:
        file.write(f"{line}\n")
    assert not entry.standing().is_on
    assert isinstance(entry.standing().why_not, TurnedOffBySystemError)
    entry.turn_on()
    assert entry.standing().is_on


def test_another_station_that_starts_instead_is_named_and_gives_way(
    program: str, folder: Path
) -> None:
    entry_of((program, "--home", "/srv/other"), folder).turn_on()
    entry = entry_of((program, "--home", "/srv/desk"), folder)
    assert isinstance(entry.standing().why_not, StartsAnotherError)
    assert entry.standing().starts[-1] == "/srv/other"
    entry.turn_on()
    assert entry.standing().is_on


def test_what_an_installer_noted_for_all_accounts_counts_until_this_one_turns_it_off(
    program: str, folder: Path
) -> None:
    everyones = folder.parents[1] / "everyones"
    DesktopEntry((program,), everyones, folder).turn_on()
    entry = entry_of((program,), folder)
    assert entry.standing().is_on
    entry.turn_off()
    assert not entry.standing().is_on
    assert (everyones / "countersign.desktop").exists()
    entry.turn_on()
    assert entry.standing().is_on


def test_the_same_station_by_another_installation_is_as_good(program: str, folder: Path) -> None:
    entry_of((program, "--home", "/srv/desk"), folder).turn_on()
    assert entry_of(("/opt/countersign", "--home", "/srv/desk"), folder).standing().is_on


def test_a_program_that_was_moved_away_is_noticed(program: str, folder: Path) -> None:
    entry = entry_of((program,), folder)
    entry.turn_on()
    Path(program).unlink()
    assert isinstance(entry.standing().why_not, StartsNothingError)


def test_a_folder_that_refuses_is_told_with_what_to_do(program: str, tmp_path: Path) -> None:
    (tmp_path / "config").write_text("in the way")
    entry = entry_of((program,), tmp_path / "config" / "autostart")
    with pytest.raises(AutostartRefusedError, match="cannot be written") as refused:
        entry.turn_on()
    assert refused.value.advice
    assert not entry.standing().is_on


def test_a_folder_whose_name_would_break_the_file_is_refused(program: str, folder: Path) -> None:
    entry = entry_of((program, "--home", "/srv/a\nb"), folder)
    with pytest.raises(AutostartRefusedError) as refused:
        entry.turn_on()
    assert "line breaks" in refused.value.advice


def test_the_accounts_own_folder_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert autostart_folder() == tmp_path / "autostart"
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "ana"))
    assert autostart_folder() == tmp_path / "ana" / ".config" / "autostart"
