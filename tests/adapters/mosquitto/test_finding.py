import os
import shutil
import sys
from pathlib import Path

import pytest

from desktop.services.adapters.mosquitto.finding import MosquittoMissingError, find_mosquitto


def a_program(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "mosquitto"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return program


def test_the_mosquitto_of_this_pc_is_found() -> None:
    assert find_mosquitto().name.startswith("mosquitto")


def test_our_own_bundle_comes_before_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = a_program(tmp_path / "bundle" / "mosquitto")
    a_program(tmp_path / "bin")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "bundle"), raising=False)
    assert find_mosquitto({"PATH": str(tmp_path / "bin")}) == ours


def test_whoever_names_a_mosquitto_gets_that_one(tmp_path: Path) -> None:
    theirs = a_program(tmp_path)
    assert find_mosquitto({**os.environ, "COUNTERSIGN_MOSQUITTO": str(theirs)}) == theirs


def test_a_name_that_leads_nowhere_is_not_passed_over(tmp_path: Path) -> None:
    environment = {**os.environ, "COUNTERSIGN_MOSQUITTO": str(tmp_path / "nothing")}
    with pytest.raises(MosquittoMissingError, match="nothing") as refused:
        find_mosquitto(environment)
    assert "COUNTERSIGN_MOSQUITTO" in refused.value.advice


def test_without_mosquitto_the_advice_is_the_line_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_args, **_keywords: None)
    with pytest.raises(MosquittoMissingError) as refused:
        find_mosquitto({})
    assert "apt install mosquitto" in refused.value.advice
