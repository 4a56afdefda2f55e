"""The codes by which a call is taken back."""

import stat
import sys
from pathlib import Path

import pytest

from desktop.services.adapters.keys.duress import (
    CodesAlikeError,
    NoCodesError,
    TakeBackCodes,
    Typed,
)
from desktop.services.adapters.keys.pins import PinTooShortError


@pytest.fixture
def codes(tmp_path: Path) -> TakeBackCodes:
    return TakeBackCodes(tmp_path / "take-back.json", monotonic=lambda: 0.0)


def test_without_codes_nobody_is_asked_for_one(codes: TakeBackCodes) -> None:
    assert not codes.are_set
    with pytest.raises(NoCodesError):
        codes.forget()


def test_each_code_is_told_from_the_other_and_from_what_is_wrong(codes: TakeBackCodes) -> None:
    codes.set("4711", "4712")
    assert codes.are_set
    typed = [codes.read(one) for one in ("4711", "4712", "4713", "")]
    assert typed == [Typed.RIGHT, Typed.FORCED, Typed.WRONG, Typed.WRONG]


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"not json", b'{"take back": "x", "duress": "y"}', b'{"take back": 3}', b"[1]"],
)
def test_a_file_in_which_no_code_can_be_told_is_spoilt(
    codes: TakeBackCodes, tmp_path: Path, content: bytes
) -> None:
    stood = [codes.are_spoilt]
    codes.set("4711", "4712")
    stood.append(codes.are_spoilt)
    (tmp_path / "take-back.json").write_bytes(content)
    stood.append(codes.are_spoilt)
    assert codes.read("4711") is Typed.WRONG
    codes.set("4711", "4712")
    stood.append(codes.are_spoilt)
    assert stood == [False, False, True, False]


def test_only_the_first_code_lets_somebody_change_them(codes: TakeBackCodes) -> None:
    codes.set("4711", "4712")
    assert [codes.is_first(one) for one in ("4711", "4712", "4713", "")] == [True, *[False] * 3]


def test_however_many_were_wrong_the_duress_code_is_heard(codes: TakeBackCodes) -> None:
    codes.set("4711", "4712")
    for _ in range(6):
        assert codes.read("0000") is Typed.WRONG
    assert codes.read("4711") is Typed.WRONG  # for a minute
    assert codes.read("4712") is Typed.FORCED


def test_two_codes_that_are_alike_or_too_short_are_refused_and_change_nothing(
    codes: TakeBackCodes,
) -> None:
    with pytest.raises(CodesAlikeError):
        codes.set("4711", "4711")
    with pytest.raises(PinTooShortError):
        codes.set("4711", "1")
    assert not codes.are_set


def test_codes_that_are_refused_leave_those_that_were_set(codes: TakeBackCodes) -> None:
    codes.set(" 1234 ", "9876")
    with pytest.raises(PinTooShortError):
        codes.set("12", "1234")
    assert [codes.read(one) for one in ("1234", "9876")] == [Typed.RIGHT, Typed.FORCED]


def test_a_spoilt_file_asks_for_a_code_all_the_same(codes: TakeBackCodes, tmp_path: Path) -> None:
    (tmp_path / "take-back.json").write_text("spoilt", encoding="utf-8")
    assert codes.are_set
    assert codes.read("1234") is Typed.WRONG


def test_they_are_kept_as_hashes_for_this_account_alone(
    codes: TakeBackCodes, tmp_path: Path
) -> None:
    codes.set("4711", "4712")
    file = tmp_path / "take-back.json"
    assert "4711" not in file.read_text("utf-8")
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    codes.forget()
    assert not codes.are_set
