"""``countersign settings``: on files alone where no station lives, and with windows open."""

import json
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import exits, main
from desktop.cli.settings_shapes import read_value


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def said(capsys: pytest.CaptureFixture[str], home: Path, *words: str) -> tuple[int, Any]:
    code = main(["--home", str(home), "--json", "settings", *words])
    out, err = capsys.readouterr()
    return code, json.loads(out or err)


def test_a_pc_is_set_up_before_a_station_lives_there(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    assert said(capsys, home, "set", "theme", "dark")[0] == exits.DONE
    assert said(capsys, home, "set", "relays", '["10.0.0.5:1884"]')[0] == exits.DONE
    assert said(capsys, home, "set", "hotkeys.report", "")[0] == exits.DONE
    _, answer = said(capsys, home, "show")
    found = {one["key"]: (one["value"], one["from"]) for one in answer["settings"]}
    assert found["theme"] == ("dark", "own")
    assert found["relays"] == ('["10.0.0.5:1884"]', "own")
    assert found["hotkeys.report"] == ("", "own")
    assert found["hotkeys.panic"] == ("Ctrl+Shift+F11", "default")
    assert said(capsys, home, "set", "--clear", "theme")[1]["from"] == "default"
    assert "theme" not in (home / "station.toml").read_text()


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("set", "theme", "pink"), exits.REFUSED, "setting-refused"),
        (("set", "colour", "red"), exits.REFUSED, "unknown-setting"),
        (("set", "hotkeys.panic", "Ctrl+C"), exits.REFUSED, "key-refused"),
        (("set", "theme"), exits.USAGE, "usage"),
        (("set", "theme", "--clear", "theme"), exits.USAGE, "usage"),
        (("preset", "theme", "dark"), exits.REFUSED, "no-station"),
        (("open",), exits.REFUSED, "no-owner"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str], home: Path, words: tuple[str, ...], code: int, error: str
) -> None:
    told, answer = said(capsys, home, *words)
    assert (told, answer["error"]["code"]) == (code, error)
    assert answer["error"]["advice"]
    assert not (home / "station.toml").exists()


def test_mistakes_stand_below_the_settings_that_hold(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    home.mkdir()
    (home / "station.toml").write_text('theme = "pink"\ntext_scale = 1.5\n')
    assert main(["--home", str(home), "settings", "show"]) == exits.DONE
    lines = capsys.readouterr().out.splitlines()
    assert any(line.split() == ["text_scale", "1.5", "this", "PC"] for line in lines)
    assert lines[-1].startswith("station.toml, line 1: theme must be one of")


def test_what_an_office_fixes_is_named_and_refused(
    capsys: pytest.CaptureFixture[str],
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "preset.toml").write_text('wording = "neutral"\nfixed = ["wording"]\n')
    monkeypatch.setenv("COUNTERSIGN_PRESET", str(tmp_path / "preset.toml"))
    code, answer = said(capsys, home, "set", "wording", "plain")
    assert (code, answer["error"]["code"]) == (exits.REFUSED, "setting-fixed")
    assert main(["--home", str(home), "settings", "show"]) == exits.DONE
    out = capsys.readouterr().out
    assert any(
        line.split() == ["wording", "neutral", "preset.toml,", "fixed"] for line in out.splitlines()
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("dark", "dark"),
        ("1.5", 1.5),
        ("true", True),
        ('["a", "b"]', ["a", "b"]),
        ('"1.5"', "1.5"),
        ("", ""),
        ("10.0.0.5", "10.0.0.5"),
        ("2026-01-01", "2026-01-01"),
        ("[1, 2]", "[1, 2]"),
    ],
)
def test_a_value_is_read_as_a_person_means_it(text: str, value: object) -> None:
    assert read_value(text) == value
