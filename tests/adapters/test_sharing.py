"""A station's files are its account's, or those of the group for which its folder was made."""

import os
import socket
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from desktop.services.adapters.home import Home
from desktop.services.adapters.home_lock import HomeLock
from desktop.services.adapters.keys.private_files import write_private, write_private_new
from desktop.services.adapters.pdf.saving import save_document
from desktop.services.adapters.sharing import (
    begin,
    is_for_a_group,
    let_in,
    let_into_made,
    make_file,
    make_folder,
    write_text,
)
from desktop.services.adapters.sqlite.database import open_for_writing
from desktop.services.adapters.sqlite.schema import File
from tests.support.office import command, ended_afterwards, make_home

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there folders bequeath their ACL")


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    """As accounts usually have it: the group may read, and not write."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """As docs/counter.md has it made."""
    folder = tmp_path / "countersign"
    folder.mkdir()
    folder.chmod(0o2770)
    return folder


def modes(folder: Path) -> dict[str, str]:
    """What each thing in the folder lets whom do."""
    return {
        str(path.relative_to(folder)): stat.filemode(path.lstat().st_mode)
        for path in sorted(folder.rglob("*"))
        if not path.is_symlink()
    }


def test_in_a_group_s_folder_everything_is_the_group_s(home: Path) -> None:
    begin(home)
    write_private(home / "identity" / "device.key", b"secret")
    make_folder(home / "blobs" / "ab")
    make_file(home / "blobs" / "ab" / "one")
    open_for_writing(home / "alerts.db", File.ALERTS).close()
    assert is_for_a_group(home / "not" / "there" / "yet")
    for path, mode in modes(home).items():
        kind = "drwxrws---" if mode[0] == "d" else "-rw-rw----"
        assert mode == kind, path


def test_what_is_saved_elsewhere_stays_one_account_s_also_in_a_folder_of_a_group(
    home: Path, tmp_path: Path
) -> None:
    os.umask(0o077)
    share = tmp_path / "share"
    share.mkdir()
    share.chmod(0o2775)
    begin(home)
    write_private_new(share / "recovery.txt", b"secret")
    save_document(b"%PDF", share / "report.pdf")
    assert modes(share) == {"recovery.txt": "-rw-------", "report.pdf": "-rw-------"}


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_the_group_is_let_in_whatever_the_account_s_umask(home: Path, mask: int) -> None:
    os.umask(mask)
    begin(home)
    write_private(home / "identity" / "device.key", b"secret")
    write_text(home / "person.txt", "Maria Delgado")
    with HomeLock(Home(home)), socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(home / "control.sock"))
        let_into_made(home / "control.sock")
        found = modes(home)
    assert {"person.txt", "station.lock", "control.sock"} <= set(found)
    assert not {path: mode for path, mode in found.items() if mode[4:6] != "rw"}
    assert not {path: mode for path, mode in found.items() if mode[7:] != "---"}


def test_a_link_in_the_place_of_a_file_lets_nobody_into_what_it_names(
    home: Path, tmp_path: Path
) -> None:
    begin(home)
    private = tmp_path / "private"
    write_private(private, b"secret")
    (home / "soft").symlink_to(private)
    (home / "hard").hardlink_to(private)
    for link in ("soft", "hard"):
        with suppress(OSError):
            let_into_made(home / link)
    with (home / "made").open("wb") as made:
        (home / "made").unlink()
        (home / "made").symlink_to(private)
        let_in(made.fileno(), home / "made")
    assert stat.filemode(private.stat().st_mode) == "-rw-------"


def test_in_an_account_s_own_folder_nothing_is_for_anybody_else(tmp_path: Path) -> None:
    begin(tmp_path)
    write_private(tmp_path / "home" / "identity" / "device.key", b"secret")
    open_for_writing(tmp_path / "home" / "alerts.db", File.ALERTS).close()
    make_file(tmp_path / "home" / "blob")
    assert modes(tmp_path) == {
        "home": "drwx------",
        "home/alerts.db": "-rw-------",
        "home/blob": "-rw-------",
        "home/identity": "drwx------",
        "home/identity/device.key": "-rw-------",
    }


@pytest.mark.system
def test_a_whole_station_leaves_nothing_that_keeps_the_next_account_out(tmp_path: Path) -> None:
    home = make_home(tmp_path / "countersign")
    for place in (home, *(path for path in home.rglob("*") if path.is_dir())):
        place.chmod(0o2770)
    (home / "station.toml").chmod(0o660)  # the test's own, and what watches the log
    passphrase = tmp_path / "passphrase"
    passphrase.write_text("correct horse battery staple\n")
    with ended_afterwards(home):
        made = command(
            *("--home", home, "site", "create", "Alder County Health", "--place", "Front office"),
            *("--recovery", tmp_path / "recovery.txt", "--passphrase-file", passphrase),
        )
        assert made.code == 0, made.err
        raised = command("--home", home, "alert", "raise", "assist", "--json")
        assert raised.json["alert"], raised.err
        running = modes(home)
    at_rest = modes(home)
    assert {"alerts.db", "records.db", "identity/device.key", "log"} <= set(at_rest)
    for found in (running, at_rest):
        assert not {path: mode for path, mode in found.items() if mode[4:6] != "rw"}
        assert not {path: mode for path, mode in found.items() if mode[7:] != "---"}
