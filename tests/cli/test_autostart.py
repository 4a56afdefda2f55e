"""``countersign autostart``, on an account of its own."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import main

Told = Callable[..., Any]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it would change this account")


@pytest.fixture
def told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Told:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))

    def run(*words: str, home: str = "counter") -> Any:
        assert main(["--home", str(tmp_path / home), "--json", *words]) in {0, 1}
        return json.loads(capsys.readouterr().out)

    return run


def autostart_in(examined: Any) -> str:
    (health,) = [f["health"] for f in examined["findings"] if f["check"] == "autostart"]
    return str(health)


def test_it_is_turned_on_kept_and_turned_off(told: Told, tmp_path: Path) -> None:
    assert not told("autostart", "status")["on"]
    on = told("autostart", "on")
    assert on["on"]
    assert on["command"][-2:] == ["--home", str(tmp_path / "counter")]
    assert Path(on["place"]).is_relative_to(tmp_path)
    assert told("autostart", "status") == on
    off = told("autostart", "off")
    assert (off["on"], off["command"]) == (False, [])


def test_the_doctor_finds_a_counter_that_does_not_start_by_itself(told: Told) -> None:
    assert autostart_in(told("doctor")) == "warn"
    told("autostart", "on")
    assert autostart_in(told("doctor")) == "ok"


def test_another_station_that_starts_is_told_in_words(
    told: Told, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told("autostart", "on", home="desk")
    other = told("autostart", "status")
    assert not other["on"]
    assert other["why_not"]
    assert other["advice"]
    main(["--home", str(tmp_path / "counter"), "autostart", "status"])
    assert other["why_not"] in capsys.readouterr().out


def test_a_folder_that_refuses_is_one_sentence_with_advice(
    told: Told, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config").write_text("in the way")
    assert main(["autostart", "on"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert "cannot be written" in said[0]
