"""``countersign doctor`` on a PC that has no site yet."""

import json
import socket
import sqlite3
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.services.adapters.home import Home
from desktop.services.adapters.keys.duress import TakeBackCodes
from desktop.services.adapters.pdf.writing import faces


def examined(capsys: pytest.CaptureFixture[str], home: Path) -> tuple[int, dict[str, str]]:
    """The exit code, and the worst health of each check."""
    code = main(["doctor", "--home", str(home), "--json"])
    answer = json.loads(capsys.readouterr().out)
    order = ["ok", "unknown", "warn", "fail"]
    worst: dict[str, str] = {}
    for finding in answer["findings"]:
        before = worst.get(finding["check"], "ok")
        worst[finding["check"]] = max(before, finding["health"], key=order.index)
        assert finding["fix"] or finding["health"] == "ok"
    assert answer["healthy"] is ("fail" not in worst.values())
    return code, worst


def test_a_pc_without_a_site_can_be_examined(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, found = examined(capsys, tmp_path / "home")
    assert code == (1 if "fail" in found.values() else 0)
    assert found["identity"] == "warn"
    assert found["folder"] == found["database"] == found["fonts"] == found["broker"] == "ok"
    assert set(found) >= {
        "port",
        "firewall",
        "clock",
        "disk",
        "encryption",
        "sound",
        "station",
        "hotkeys",
    }


def test_every_finding_that_is_not_well_shows_its_fix(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    main(["doctor", "--home", str(tmp_path / "home")])
    printed = capsys.readouterr().out
    assert "warn    identity" in printed
    assert "-> Run `countersign site create`" in printed


def test_a_port_that_another_program_holds_is_found(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        (tmp_path / "station.toml").write_text(
            f'relay = true\nbind = "127.0.0.1"\nport = {other.getsockname()[1]}\n'
        )
        code, found = examined(capsys, tmp_path)
    assert (code, found["port"]) == (1, "fail")


def test_no_mosquitto_is_found(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COUNTERSIGN_MOSQUITTO", str(tmp_path / "nothing"))
    (tmp_path / "station.toml").write_text("relay = true\n")
    code, found = examined(capsys, tmp_path)
    assert (code, found["broker"]) == (1, "fail")


def test_a_database_that_is_not_ours_is_found_and_left_alone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    other = sqlite3.connect(tmp_path / "alerts.db")
    other.execute("CREATE TABLE songs (title TEXT)")
    other.commit()
    other.close()
    (tmp_path / "records.db").write_bytes(b"hello " * 1000)
    before = (tmp_path / "alerts.db").read_bytes()
    code, found = examined(capsys, tmp_path)
    assert (code, found["database"]) == (1, "fail")
    assert (tmp_path / "alerts.db").read_bytes() == before


def test_wrong_settings_are_one_finding_among_the_others(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "station.toml").write_text("prot = 5\n")
    code, found = examined(capsys, tmp_path)
    assert (code, found["settings"], found["fonts"]) == (1, "fail", "ok")


def test_a_damaged_identity_is_found(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "identity").mkdir()
    (tmp_path / "identity" / "site.json").write_text("{")
    code, found = examined(capsys, tmp_path)
    assert (code, found["identity"]) == (1, "fail")


def test_codes_that_are_spoilt_are_found_and_others_are_not_spoken_of(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    home = Home(tmp_path)
    codes = TakeBackCodes(home.take_back_file, monotonic=lambda: 0.0)
    codes.set("4711", "4712")
    assert "codes" not in examined(capsys, tmp_path)[1]
    home.take_back_file.write_bytes(b"spoilt")
    assert examined(capsys, tmp_path)[1]["codes"] == "fail"


def test_a_logo_that_is_no_picture_is_found_and_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "logo.png").write_text("no picture")
    _, found = examined(capsys, tmp_path)
    assert found["logo"] == "warn"
    main(["doctor", "--home", str(tmp_path)])
    printed = capsys.readouterr().out
    assert "logo.png" in printed
    assert "PNG or JPEG" in printed
    (tmp_path / "logo.png").unlink()
    _, found = examined(capsys, tmp_path)
    assert found["logo"] == "ok"


def test_a_font_of_another_script_that_is_missing_is_found_and_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there = faces.FALLBACKS
    monkeypatch.setattr(faces, "FALLBACKS", (*there, "NotoSansKlingon-Regular"))
    code, found = examined(capsys, tmp_path)
    assert (code, found["fonts"]) == (1, "fail")
    main(["doctor", "--home", str(tmp_path)])
    assert "NotoSansKlingon-Regular.ttf" in capsys.readouterr().out
