"""The manual is a contract: every command in ``docs/cli.md`` is run, every shape compared."""

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from desktop.cli.options import NOUNS, parser_for
from desktop.domain.errors import DeskError
from desktop.domain.hotkeys import DEFAULTS
from desktop.domain.settings.keys import key_of
from desktop.domain.settings.settings import Settings
from desktop.services.adapters.settings.reading import read_own
from tests.support.card_texts import a_guide
from tests.support.childlogs import complaints_in
from tests.support.floor_plans import draw_floor
from tests.support.office import (
    DEADLINE_S,
    PASSPHRASE,
    Told,
    ended_afterwards,
    make_home,
    owner_of,
    wait_until,
)
from tests.support.ports import own_port

MANUAL = Path(__file__).parents[2] / "docs" / "cli.md"
PROMPT = "$ countersign "
NULLABLE = {
    *("unready", "absence", "last_heard", "relay", "pid", "context", "outcome", "delivery"),
    "absent_since",
    *("attended_at", "closed_at", "minutes", "seconds", "receipt_ms", "confirmed_after_s"),
    *("connected", "password", "at", "payload", "median_ms", "p95_ms"),
    *("floor", "station", "x", "y", "last_at", "told", "rank"),
    *("taken_at", "done_at", "released_at"),
    *("begun_at", "ended_at", "why", "after_s", "first_receipt_s", "last_receipt_s", "answered_s"),
    *("attended_s", "police_s", "last_drill", "due"),
    *("clock", "months", "in_force", "begins", "set_at", "if_months", "would_go", "oldest"),
}
"""What the manual says may be ``null``; everything else has a value, there and in truth."""
OFTEN_EMPTY = {
    *("troubles", "hotkeys", "buttons", "payloads", "findings", "under", "lacking"),
    *("tests", "missed", "also", "values_ms", "addresses", "behaviors", "senders", "outside"),
    *("off", "alerts", "calls", "missing", "cannot", "silent", "read", "drills", "people", "found"),
}
"""Lists that depend on the PC, whose elements are described in words, and of opening tests, of
drills and of insights, which have tests of their own."""


@dataclass(frozen=True, slots=True)
class Example:
    """One command of the manual, the exit codes it may have, and the shape it promises."""

    words: list[str]
    codes: set[int]
    goes_on: bool
    shape: Any = None


def examples() -> Iterator[Example]:
    blocks = re.findall(
        r"^```(console|json)\n(.*?)^```$", MANUAL.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    for number, (kind, text) in enumerate(blocks):
        if kind != "console":
            continue
        following = blocks[number + 1] if number + 1 < len(blocks) else ("", "")
        lines = text.splitlines()
        for line in lines:
            is_last = line == lines[-1]
            shape = json.loads(following[1]) if is_last and following[0] == "json" else None
            yield _example(line, shape)


def _example(line: str, shape: Any) -> Example:
    assert line.startswith(PROMPT.strip()), line
    command, _, remark = line.partition("  # ")
    codes = {int(code) for code in re.findall(r"\d+", remark)} or {0}
    words = shlex.split(command.removeprefix("$ countersign"))
    goes_on = words[-1:] == ["&"]
    return Example(words[:-1] if goes_on else words, codes, goes_on, shape)


@dataclass
class Reader:
    """Somebody who types the manual off, in a folder of their own."""

    folder: Path
    known: dict[str, str] = field(default_factory=dict)
    started: "list[subprocess.Popen[str]]" = field(default_factory=list)

    def types(self, example: Example) -> Told:
        words = [self._known(word) for word in example.words]
        process = subprocess.Popen(
            [sys.executable, "-m", "desktop", *words],
            cwd=self.folder,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if example.goes_on:
            self.started.append(process)
            return self._goes_on(process, words)
        out, err = process.communicate(timeout=2 * DEADLINE_S)
        told = Told(process.returncode, out, err)
        self._notes_down(words, told)
        return told

    def _known(self, word: str) -> str:
        head, given, rest = word.partition("=")
        return self.known.get(head, head) + given + rest

    def _goes_on(self, process: "subprocess.Popen[str]", words: list[str]) -> Told:
        home = self.folder / words[words.index("--home") + 1]
        wait_until(lambda: owner_of(home) == process.pid)
        assert process.stdout is not None
        out = process.stdout.readline() if "--json" in words else ""
        return Told(0, out, "")

    def _notes_down(self, words: list[str], told: Told) -> None:
        if "invite" in words and "--json" in words:
            invited = told.json
            self.known["CODE"] = invited["invitations"][0]["code"]
            self.known["ADDRESS"] = invited["addresses"][0]
        if {"drill", "plan", "--json"} <= {*words} and told.code == 0:
            self.known["DRILL-NUMBER"] = told.json["drill"]["number"]
        if "report" in words and "--json" in words and told.code == 0:
            self.known["DRAFT"] = told.json.get("draft", {}).get("id", "")
            if "pdf" in words and "report" in told.json:
                self.known["PRINTED-CODE"] = told.json["code"]
            if "filed" in told.json and "submit" in words:
                self.known["NUMBER"] = told.json["filed"]["number"]

    def _environment(self) -> dict[str, str]:
        root = str(MANUAL.parents[1])
        own = {"XDG_CONFIG_HOME": str(self.folder / "config")}
        return os.environ | {"PYTHONPATH": root, "QT_QPA_PLATFORM": "offscreen"} | own

    def leaves(self) -> None:
        for process in self.started:
            process.terminate()
            _, complaints = process.communicate(timeout=DEADLINE_S)
            assert list(complaints_in(complaints)) == []


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    homes = [make_home(tmp_path / name) for name in ("desk", "counter")]
    with (homes[1] / "station.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"button_port = {own_port()}\n")
    (tmp_path / "passphrase").write_text(PASSPHRASE)
    (tmp_path / "address.txt").write_text("json://127.0.0.1:9/hook\n")  # nobody listens there
    answers = {
        "began": "2026-03-09T10:00",
        "narrative": "He struck the counter twice.",
        "reporter_name": "Maria Delgado",
    }
    (tmp_path / "report.json").write_text(json.dumps({"kind": "counter", "answers": answers}))
    (tmp_path / "change.json").write_text(json.dumps({"answers": {"damage": "The glass"}}))
    said = {"kind": "counter", "alert": "latest", "answers": answers}
    (tmp_path / "call.json").write_text(json.dumps({**said, "attachments": ["letter.pdf"]}))
    (tmp_path / "letter.pdf").write_text("You will hear from me.\n")
    draw_floor(tmp_path / "plan.png")
    (tmp_path / "cards" / "en").mkdir(parents=True)
    (tmp_path / "cards" / "en" / "set-a-limit.md").write_text(a_guide(id="set-a-limit"))
    (tmp_path / "places.csv").write_text("place,role\nCounter 5,counter\n")
    reader = Reader(tmp_path)
    with ended_afterwards(*homes):
        yield reader
        reader.leaves()


@pytest.mark.system
@pytest.mark.timeout(300)
@pytest.mark.allows_log("could not be told")  # nobody listens where the manual's contact is
def test_every_command_in_the_manual_does_what_it_says(reader: Reader) -> None:
    for example in examples():
        line = shlex.join(example.words)
        told = reader.types(example)
        assert told.code in example.codes, f"{line}\n{told.err}"
        if example.shape is not None:
            assert differences(example.shape, told.json) == [], line


def differences(promised: Any, real: Any, where: str = "") -> list[str]:
    """Where the two shapes part: keys and kinds of values, not the values themselves."""
    if promised is None or real is None:
        is_free = promised is real or where.rpartition(".")[2] in NULLABLE
        return [] if is_free else [f"{where}: null where a value is, or the other way round"]
    if isinstance(promised, dict) and isinstance(real, dict):
        if where.endswith((".says", ".refused", ".files")):
            return []  # their keys depend on the event, or on what was to be seen
        unlike = set(promised) ^ set(real)
        found = [f"{where}.{key}" for key in sorted(unlike)]
        for key in set(promised) & set(real):
            found += differences(promised[key], real[key], f"{where}.{key}")
        return found
    if isinstance(promised, list) and isinstance(real, list):
        if bool(promised) != bool(real) and where.rpartition(".")[2] not in OFTEN_EMPTY:
            return [f"{where}: an element here and none there"]
        return [
            difference
            for one in real
            for difference in (differences(promised[0], one, f"{where}[]") if promised else [])
        ]
    numbers = (int, float)
    are_numbers = isinstance(promised, numbers) and isinstance(real, numbers)
    same = type(promised) is type(real) or (are_numbers and not isinstance(real, bool))
    return [] if same else [f"{where}: {type(real).__name__}"]


def test_every_command_and_option_there_is_stands_in_the_manual() -> None:
    manual = MANUAL.read_text("utf-8")
    for path, parser in commands(parser_for(list(NOUNS))):
        assert re.search(rf"\b{path}\b", manual.replace("--home desk ", "")), path
        for option in options_of(parser):
            assert f"`{option}" in manual or f" {option}" in manual, f"{path} {option}"


def commands(
    parser: argparse.ArgumentParser, path: str = ""
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    below = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not below:
        yield path, parser
    for action in below:
        for name, one in action.choices.items():
            yield from commands(one, name)


def options_of(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        if action.help is not argparse.SUPPRESS:
            yield from (option for option in action.option_strings if option.startswith("--"))


def test_every_setting_stands_in_the_manual_with_its_default() -> None:
    manual = MANUAL.read_text("utf-8")
    for key in Settings.__struct_fields__:
        assert f"| `{key}` |" in manual, key


def test_every_key_stands_in_the_manual_as_it_is(tmp_path: Path) -> None:
    """The table there is one that a station reads, and changes nothing."""
    tables = re.findall(
        r"^```toml\n(.*?)^```$", MANUAL.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    (tmp_path / "station.toml").write_text("\n".join(tables), encoding="utf-8")
    said = read_own(tmp_path / "station.toml")
    assert said.faults == ()
    keys = {key: value for key, value in said.values.items() if key.startswith("hotkeys.")}
    assert keys == {key_of(action): (str(chord),) for action, chord in DEFAULTS.items()}


def test_every_exit_code_stands_in_the_manual() -> None:
    from desktop.cli import exits

    manual = MANUAL.read_text("utf-8")
    for name, code in vars(exits).items():
        if name.isupper():
            assert f"| {code} |" in manual, name


def test_no_two_kinds_of_error_share_a_code_by_mistake() -> None:
    import desktop.cli.run
    import desktop.cli.serving.desk
    import desktop.cli.site  # noqa: F401 -- every error must be known by now

    codes: dict[str, str] = {}
    for kind in _kinds(DeskError):
        if "code" in vars(kind) and isinstance(vars(kind)["code"], str):
            other = codes.setdefault(kind.code, kind.__name__)
            assert other == kind.__name__ or kind.code == "invite-list", kind.code


def _kinds(kind: type[DeskError]) -> Iterator[type[DeskError]]:
    for one in kind.__subclasses__():
        yield one
        yield from _kinds(one)
