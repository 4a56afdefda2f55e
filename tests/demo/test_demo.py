"""``countersign demo``: the first thing that a newcomer sees, played for real."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QImage

from tests.support.demo import RELAY_RUNS, running_demo, short_scratch, wait_until
from tests.support.display import Display

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]

HEADLESS = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


@pytest.fixture
def scratch() -> Iterator[Path]:
    with short_scratch() as folder:
        yield Path(folder)


def test_without_a_screen_the_story_plays_to_its_end_and_leaves_its_record(
    tmp_path: Path, scratch: Path
) -> None:
    out = tmp_path / "out"
    with running_demo("--out", str(out), scratch=scratch, environment=HEADLESS) as demo:
        demo.wait_for_line("Panic is pressed")
        assert demo.look().count("mosquitto") == 1
        assert len(demo.actors()) == 3
        assert demo.wait_for_end() == 0, demo.printed
        assert demo.survivors() == []
    assert list(scratch.iterdir()) == []

    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert_summary_tells_the_story(summary)
    assert_pictures(out, summary["files"])
    report = PdfReader(BytesIO((out / summary["files"]["report"]).read_bytes()))
    text = " ".join(page.extract_text() for page in report.pages)
    assert f"Alert {summary['alert']['number']}" in text
    assert "Outcome\nStaff helped" in text
    assert summary["alert"]["code"] in text
    for beat in summary["timeline"]:
        assert f"{beat['ms']:.1f} ms  {beat['where']}" in demo.printed


def assert_summary_tells_the_story(summary: dict[str, Any]) -> None:
    assert summary["shape"] == "countersign.demo/1"
    assert summary["site"] == "Alder County Health Department"
    alert = summary["alert"]
    assert (alert["kind"], alert["place"], alert["outcome"]) == ("panic", "Counter 3", "helped")
    told = [beat["what"] for beat in summary["timeline"]]
    for before, after in (
        ("Panic is pressed", "the cue says “1 of 1”: a signed receipt is here"),
        ("Panic is pressed", "the takeover fills the screen: Counter 3"),
        ("Ana Ruiz presses “I'm going”", "the cue says “Ana”"),
        ("Ana Ruiz is there", "closes the alert: helped"),
        ("closes the alert: helped", "the report is saved: alert-report.pdf"),
    ):
        assert told.index(before) < told.index(after)
    times = [beat["ms"] for beat in summary["timeline"]]
    assert times == sorted(times)
    assert set(summary["timings_ms"]) == {
        *("press_to_takeover", "press_to_receipt_shown", "answer_to_counter"),
        *("arrival_to_counter", "close_to_counter", "report_saved"),
    }
    assert all(0 < ms < 30_000 for ms in summary["timings_ms"].values())
    assert all(summary["versions"].values())


def assert_pictures(out: Path, files: dict[str, str]) -> None:
    sizes = {}
    for shown, name in files.items():
        if name.endswith(".png"):
            picture = QImage(str(out / name))
            sizes[shown] = (picture.width(), picture.height())
            assert not is_blank(picture), name
    assert sizes["takeover-panic"] == sizes["takeover-going"] == (1920, 1080)
    assert sizes["now-quiet"] == sizes["now-panic"] == sizes["now-closed"]
    bars = {shown: size for shown, size in sizes.items() if shown.startswith("bar: ")}
    assert {"bar: Ready", "bar: 1 of 1", "bar: Ana"} <= set(bars)
    assert set(bars.values()) == {(300, 44)}
    assert QImage(str(out / files["takeover-panic"])).pixelColor(20, 20).name() == "#a30e1a"
    assert QImage(str(out / files["takeover-going"])).pixelColor(20, 20).name() == "#0e5636"


def is_blank(picture: QImage) -> bool:
    colors = {
        picture.pixel(x, y)
        for x in range(0, picture.width(), 7)
        for y in range(0, picture.height(), 7)
    }
    return len(colors) < 3


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has none of these signals")
@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)],
    ids=["Ctrl+C", "SIGTERM", "kill -9"],
)
def test_an_interrupted_demo_leaves_no_process_and_no_file(
    tmp_path: Path, scratch: Path, number: signal.Signals, code: int
) -> None:
    out = str(tmp_path / "out")
    with running_demo("--headless", "--out", out, scratch=scratch) as demo:
        demo.wait_for_line(RELAY_RUNS)
        assert demo.look().count("mosquitto") == 1
        assert len(demo.actors()) == 3
        demo.process.send_signal(number)
        assert demo.wait_for_end() == code, demo.printed
        wait_until(lambda: demo.survivors() == [])
        wait_until(lambda: list(scratch.iterdir()) == [])


@pytest.mark.skipif(sys.platform == "win32", reason="it kills with a signal")
def test_a_station_that_dies_ends_the_demo_with_a_word_about_it(
    tmp_path: Path, scratch: Path
) -> None:
    out = tmp_path / "out"
    with running_demo("--headless", "--out", str(out), scratch=scratch) as demo:
        demo.wait_for_line("Counter 3 joined")
        demo.look()
        next(p for p in demo.actors() if "counter-3" in p.cmdline()[-1]).kill()
        assert demo.wait_for_end() == 1
        assert "Counter 3 ended before the story did" in demo.printed
        assert str(out / "log" / "counter-3.log") in demo.printed
        wait_until(lambda: demo.survivors() == [])
    assert list(scratch.iterdir()) == []


def ended(*words: str, environment: dict[str, str]) -> tuple[int, dict[str, str]]:
    """Run a demo that does not get far, and return its exit code and its error."""
    told = subprocess.run(
        [sys.executable, "-P", "-m", "desktop", "--json", "demo", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    error: dict[str, str] = json.loads(told.stderr.splitlines()[-1])["error"]
    return told.returncode, error


def test_without_a_broker_it_says_how_to_install_one(tmp_path: Path) -> None:
    environment = {**HEADLESS, "COUNTERSIGN_MOSQUITTO": str(tmp_path / "none")}
    code, error = ended("--out", str(tmp_path / "out"), environment=environment)
    assert (code, error["code"]) == (1, "mosquitto-missing")
    assert error["advice"]


def test_a_folder_that_cannot_be_written_is_refused_before_anything_is_started(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").touch()
    code, error = ended("--out", str(tmp_path / "file" / "out"), environment=HEADLESS)
    assert (code, error["code"]) == (1, "demo-out")
    assert "--out" in error["advice"]


@pytest.mark.display
def test_with_a_screen_a_person_plays_it(display: Display, tmp_path: Path, scratch: Path) -> None:
    def hand(*words: str) -> None:
        subprocess.run(["xdotool", *words], env=display.environment(), check=True)

    out = tmp_path / "out"
    with running_demo(
        "--out", str(out), scratch=scratch, environment=display.environment()
    ) as demo:
        demo.wait_for_line("Ctrl+C in this terminal ends the demo.")
        demo.look()
        hand("mousemove", "1767", "1058", "click", "1")
        demo.wait_for_line("Counter 3     Panic is pressed")
        demo.wait_for_line("red fills the screen")
        for key, words in (("g", "the alert is acknowledged"), ("t", "the alert is attended")):
            for _ in range(10):  # a key too soon after the screen changed does not count
                hand("key", key)
                if demo.says(words, within=2):
                    break
            else:
                pytest.fail(f"no “{words}”:\n{demo.printed}")
        demo.process.send_signal(signal.SIGINT)
        assert demo.wait_for_end() == 0, demo.printed
        assert "everything that it started is ended" in demo.printed
        assert demo.survivors() == []
    assert list(scratch.iterdir()) == []
