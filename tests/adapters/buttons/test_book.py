"""The file that names a station's buttons."""

import sys
from pathlib import Path

import pytest

from desktop.domain.alerts.facts import Kind
from desktop.domain.buttons import Button
from desktop.services.adapters.buttons.book import ButtonBook, ButtonsFileError, KeptButton

RED = KeptButton(Button(name="Red", kind=Kind.PANIC, topic="countersign/button-1"), "hash")
GREEN = KeptButton(
    Button(name="Grün", kind=Kind.ASSIST, topic="z2m/x", broker="10.0.0.9:1883", payloads=("a",)),
    "password",
)


def test_buttons_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    book = ButtonBook(tmp_path / "buttons.json")
    assert book.read() == ()
    book.write((RED, GREEN))
    assert book.read() == (RED, GREEN)
    if sys.platform != "win32":
        assert (tmp_path / "buttons.json").stat().st_mode & 0o077 == 0
    book.write(())
    assert not (tmp_path / "buttons.json").exists()
    book.write(())


@pytest.mark.parametrize("text", ["", "{", '{"buttons":[{"name":1}]}', "\ufeff\ud83d"])
def test_a_damaged_file_is_told_and_never_taken_for_an_empty_one(tmp_path: Path, text: str) -> None:
    (tmp_path / "buttons.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(ButtonsFileError, match=r"buttons\.json") as refused:
        ButtonBook(tmp_path / "buttons.json").read()
    assert "adopt" in refused.value.advice


def test_what_opens_a_broker_is_in_no_log() -> None:
    assert "password" not in repr(GREEN)
    assert "hash" not in f"{(RED,)}"
