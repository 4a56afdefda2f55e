"""Attachments that are opened: as copies that go with the program."""

import stat
import tempfile
from pathlib import Path, PurePath
from threading import current_thread, main_thread

import msgspec
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from desktop.app import opened_copies
from desktop.app.opened_copies import MOST_LETTERS, OpenedCopies
from desktop.app.report_papers import AttachmentNotOpenedError
from desktop.app.supervisor_windows import SupervisorWindows
from desktop.domain.reports.attachments import AttachmentRunsError
from tests.app.report_people import WAITS_MS, ana, desk
from tests.support.windows import ON_WINDOWS
from tests.support.workplace import office

__all__ = ["ana", "desk", "office"]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that the desktop was asked to open, each by the windows' thread; it says yes."""
    files: list[Path] = []

    def open_url(url: QUrl) -> bool:
        assert current_thread() is main_thread()
        files.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return files


def test_attachments_of_one_name_open_as_copies_that_go_with_the_program(
    qtbot: QtBot, desk: SupervisorWindows, opened: list[Path]
) -> None:
    papers, taking = desk._desk.papers, desk._running.late.reporting().taking
    letters = [taking.take_pasted(text, "letter.txt").attachment for text in (b"One.", b"Two.")]
    for letter in letters:
        asked = papers.open_attachment(letter)
        qtbot.waitUntil(asked.done, timeout=WAITS_MS)
        assert asked.result() is None
    assert [file.read_bytes() for file in opened] == [b"One.", b"Two."]
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o400 for file in opened)
    papers.close()
    assert not any(file.parent.parent.exists() for file in opened)


def test_an_attachment_that_a_double_click_would_run_is_not_opened(
    qtbot: QtBot, desk: SupervisorWindows, opened: list[Path]
) -> None:
    taken = desk._running.late.reporting().taking.take_pasted(b"One.", "letter.txt").attachment
    asked = desk._desk.papers.open_attachment(msgspec.structs.replace(taken, name="letter.cmd"))
    qtbot.waitUntil(asked.done, timeout=WAITS_MS)
    assert isinstance(asked.exception(), AttachmentRunsError)
    assert not opened


def test_what_no_program_opens_is_said(
    qtbot: QtBot, desk: SupervisorWindows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    taken = desk._running.late.reporting().taking.take_pasted(b"One.", "letter.txt").attachment
    asked = desk._desk.papers.open_attachment(taken)
    qtbot.waitUntil(asked.done, timeout=WAITS_MS)
    assert isinstance(asked.exception(), AttachmentNotOpenedError)


def test_an_attachment_asked_for_as_the_program_ends_is_not_opened(
    qtbot: QtBot, desk: SupervisorWindows, opened: list[Path]
) -> None:
    taken = desk._running.late.reporting().taking.take_pasted(b"One.", "letter.txt").attachment
    asked = desk._desk.papers.open_attachment(taken)
    desk._desk.papers.close()
    qtbot.waitUntil(asked.done, timeout=WAITS_MS)
    assert asked.cancelled()
    assert not opened


def test_copies_that_a_dead_run_left_are_swept_and_nobody_else_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead, living = OpenedCopies(tmp_path / "home"), OpenedCopies(tmp_path / "another home")
    left, kept = dead.place("letter.pdf"), living.place("letter.pdf")
    for file in (left, kept):
        file.write_bytes(b"One.")
        file.chmod(0o400)
    socket = tmp_path / "countersign-socket"
    socket.mkdir()
    link = tmp_path / f"{dead._prefix}link"
    link.symlink_to(living._folder)
    now = OpenedCopies(tmp_path / "home")
    now.sweep()
    assert not left.exists()
    assert not left.parent.parent.exists()
    assert kept.exists()
    assert link.is_symlink()
    assert socket.is_dir()
    assert now.place("letter.pdf").parent.is_dir()


@pytest.mark.parametrize("ending", [".pdf", ".tar.gz", ""])
def test_on_windows_a_copy_has_a_path_that_its_programs_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """A name may have 200 letters; with the folder of the copies that is more than 259."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(opened_copies, "sys", ON_WINDOWS)
    copies = OpenedCopies(tmp_path / "home")
    long = copies.place("N🙄" * 40 + "x" * 120 + ending)
    assert len(str(long).encode("utf-16-le")) == 2 * MOST_LETTERS
    assert long.name.startswith("N🙄")
    assert long.suffix == PurePath(f"x{ending}").suffix
    assert copies.place("letter" + ending).name == "letter" + ending
