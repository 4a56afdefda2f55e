"""The PC's own folder on Windows is a group's only where it is closed to everybody else."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from desktop.services.adapters.sharing import is_for_a_group, keeps_others_out

CLERKS = r"C:\ProgramData\countersign PC7\counter:(OI)(CI)(M)"


class Icacls:
    """Stands in for the program of Windows: says what it is told to, and counts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.listing = CLERKS
        self.fails = False
        self.asked = 0
        monkeypatch.setattr(subprocess, "run", self._run)

    def _run(self, command: Sequence[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        self.asked += 1
        assert command[0].endswith("icacls.exe")
        if self.fails:
            raise subprocess.CalledProcessError(5, command)
        return subprocess.CompletedProcess(command, 0, self.listing.encode())


@pytest.fixture
def icacls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Icacls]:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("PROGRAMDATA", str(tmp_path))
    keeps_others_out.cache_clear()
    yield Icacls(monkeypatch)
    keeps_others_out.cache_clear()


def test_a_folder_that_a_group_alone_may_use_is_the_group_s_and_is_asked_about_once(
    icacls: Icacls, tmp_path: Path
) -> None:
    assert is_for_a_group(tmp_path / "countersign" / "identity")
    assert is_for_a_group(tmp_path / "countersign" / "blobs")
    assert icacls.asked == 1
    assert not is_for_a_group(tmp_path / "elsewhere")


@pytest.mark.parametrize(
    "who",
    ["BUILTIN\\Users", "Everyone", "NT AUTHORITY\\Authenticated Users", "S-1-5-32-545", "S-1-1-0"],
)
def test_a_folder_that_every_account_may_use_is_no_group_s(
    icacls: Icacls, tmp_path: Path, who: str
) -> None:
    icacls.listing = f"{CLERKS}\r\n   {who}:(I)(OI)(CI)(RX)\r\n"
    assert not is_for_a_group(tmp_path / "countersign" / "identity")


def test_a_folder_about_which_windows_says_nothing_is_no_group_s(
    icacls: Icacls, tmp_path: Path
) -> None:
    icacls.fails = True
    assert not is_for_a_group(tmp_path / "countersign" / "identity")
