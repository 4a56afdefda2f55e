"""PINs on a shared PC: chosen, asked for, guessed at, and taken away."""

import stat
from pathlib import Path

import pytest

from desktop.services.adapters.keys import pins
from desktop.services.adapters.keys.pins import (
    NoPinError,
    PinFile,
    PinRefusedError,
    PinTooShortError,
)
from tests.support.recovery_cost import REAL, files_that_cost

MARIA = "Maria Delgado"


class Moments:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def moments() -> Moments:
    return Moments()


@pytest.fixture
def file(tmp_path: Path, moments: Moments) -> PinFile:
    kept = PinFile(tmp_path / "pins.json", monotonic=moments)
    kept.set(MARIA, "4711")
    return kept


def test_a_pin_is_known_by_its_person_alone_and_not_from_its_file(
    file: PinFile, tmp_path: Path
) -> None:
    assert file.has(MARIA)
    assert not file.has("Devon Park")
    assert file.check(MARIA, "4711")
    assert not file.check(MARIA, "4712")
    assert not file.check("Devon Park", "4711")
    kept = tmp_path / "pins.json"
    assert b"4711" not in kept.read_bytes()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_real_pin_costs_whoever_guesses_what_the_standard_asks_for(
    file: PinFile, tmp_path: Path
) -> None:
    """RFC 9106, where memory is scarce."""
    with files_that_cost(REAL):
        file.set(MARIA, "4711")
    assert b"argon2id" in (tmp_path / "pins.json").read_bytes()
    assert b"m=65536,t=3,p=4" in (tmp_path / "pins.json").read_bytes()
    assert file.check(MARIA, "4711")


def test_after_five_wrong_pins_a_person_waits_a_minute_and_others_do_not(
    file: PinFile, moments: Moments
) -> None:
    file.set("Devon Park", "0815")
    for _ in range(pins.TRIES):
        assert not file.check(MARIA, "0000")
    with pytest.raises(PinRefusedError, match="in 60 seconds"):
        file.check(MARIA, "4711")
    assert file.check("Devon Park", "0815")
    moments.now += pins.WAIT_S
    assert file.check(MARIA, "4711")


def test_a_short_pin_is_refused_and_the_one_before_stays(file: PinFile) -> None:
    with pytest.raises(PinTooShortError):
        file.set(MARIA, "123")
    assert file.check(MARIA, "4711")


def test_a_forgotten_pin_is_taken_away_and_a_new_one_can_be_chosen(file: PinFile) -> None:
    for _ in range(pins.TRIES):
        file.check(MARIA, "0000")
    file.forget("maria  DELGADO")
    assert not file.has(MARIA)
    assert not file.check(MARIA, "4711")
    file.set(MARIA, "1234")
    assert file.check(MARIA, "1234")


def test_nobody_s_pin_cannot_be_taken_away(file: PinFile) -> None:
    with pytest.raises(NoPinError):
        file.forget("Devon Park")
    assert file.check(MARIA, "4711")


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff{", b'{"maria delgado": "no hash"}'])
def test_a_damaged_file_lets_nobody_in(file: PinFile, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "pins.json").write_bytes(content)
    assert not file.check(MARIA, "4711")
