"""Which program starts at logon, for every way in which Countersign is installed."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop.services.adapters.autostart import program
from desktop.services.adapters.autostart.program import command_of
from desktop.services.adapters.home import Home


def installed(monkeypatch: pytest.MonkeyPatch, itself: Path, **system: object) -> None:
    itself.write_text("")
    said = {"platform": "linux", "executable": str(itself)} | system
    monkeypatch.setattr(program, "sys", SimpleNamespace(**said))


def test_the_command_that_was_installed_is_named_whole(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed(monkeypatch, tmp_path / "python3")
    assert command_of(None) == (str(tmp_path / "python3"), "-m", "desktop")
    (tmp_path / "countersign").write_text("")
    assert command_of(None) == (str(tmp_path / "countersign"),)


def test_a_bundle_is_its_own_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installed(monkeypatch, tmp_path / "bundled", frozen=True)
    assert command_of(None) == (str(tmp_path / "bundled"),)


def test_on_windows_no_console_opens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "countersign.exe").write_text("")
    (tmp_path / "pythonw.exe").write_text("")
    installed(monkeypatch, tmp_path / "python.exe", platform="win32")
    assert command_of(None) == (str(tmp_path / "pythonw.exe"), "-m", "desktop")


def test_the_folder_is_named_where_it_is_not_the_default_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command_of(Home(Path("desk")))[-2:] == ("--home", str(tmp_path / "desk"))
    assert command_of(Home.default()) == command_of(None)


def test_this_very_program_is_found() -> None:
    assert Path(command_of(None)[0]).is_file()
    assert sys.executable.rpartition("/")[0] in command_of(None)[0]
