"""Who is on duty, as a supervisor's desk says it."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from desktop.domain.board import Desk
from desktop.domain.presence import Absence
from desktop.ui.views.duty import DutyView
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words
from tests.ui.sample import ANA_DESK, JOAN_DESK, MARCUS_DESK, T0, silent_desks, supervisor_board


def duty(*desks: Desk, me: Desk = ANA_DESK) -> DutyView:
    board = replace(supervisor_board(desks=desks), me=me)
    shown = DutyView.of(board, words=Words.of("en"))
    assert shown is not None
    return shown


def test_whoever_would_notice_is_named_whoever_sits_here_first() -> None:
    assert duty(MARCUS_DESK, JOAN_DESK).summary == "Ana Ruiz, Marcus Bell"


@pytest.mark.parametrize(
    ("absence", "says"),
    [
        (Absence.AWAY, "Away since {time}."),
        (Absence.IDLE, "No key touched since {time}."),
        (Absence.LOCKED, "Locked since {time}."),
        (Absence.SOUND, "No sound since {time}. Check its speakers."),
        (Absence.HEADLESS, "Runs without windows: nobody would see an alert there."),
    ],
)
def test_whoever_would_not_is_named_with_why_and_since_when(absence: Absence, says: str) -> None:
    since = T0 - timedelta(minutes=7)
    row, *others = duty(replace(MARCUS_DESK, absence=absence, absent_since=since)).rows
    time = Words.of("en").time_of_day(since)
    assert (row.shape, row.name, row.detail) == (
        Shape.NOBODY,
        "Marcus Bell",
        says.format(time=time),
    )
    assert others == []


def test_a_desk_that_fell_silent_says_since_when() -> None:
    row, *_ = duty(JOAN_DESK, MARCUS_DESK).rows
    assert row.shape is Shape.SILENT
    assert row.detail.startswith("Silent since")


@pytest.mark.parametrize("absence", list(Absence))
def test_where_nobody_would_notice_that_is_said(absence: Absence) -> None:
    shown = duty(replace(MARCUS_DESK, absence=absence), me=replace(ANA_DESK, absence=absence))
    assert (shown.summary, shown.is_nobody) == ("Nobody", True)
    assert not duty(MARCUS_DESK, me=replace(ANA_DESK, absence=absence)).is_nobody


def test_a_desk_that_hears_no_other_does_not_say_who_is_on_duty() -> None:
    assert DutyView.of(supervisor_board(desks=silent_desks()), words=Words.of("en")) is None


def test_on_its_first_day_a_site_has_nobody_else_to_name() -> None:
    assert DutyView.of(supervisor_board(desks=()), words=Words.of("en")) is None
