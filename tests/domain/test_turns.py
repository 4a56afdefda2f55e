"""Whose turn it is to run a station that several sessions of one PC share."""

import pytest

from desktop.domain.turns import Front, Turn, turn_of


@pytest.mark.parametrize(
    ("front", "turn"),
    [
        (Front.HERE, Turn.RUN),
        (Front.ELSEWHERE, Turn.WAIT),
        (Front.OVER, Turn.END),
        (Front.UNKNOWN, Turn.RUN),
    ],
)
def test_a_shared_station_runs_where_somebody_sits(front: Front, turn: Turn) -> None:
    assert turn_of(front, is_shared=True) is turn


@pytest.mark.parametrize("front", Front)
def test_a_station_of_one_account_alone_is_never_let_go(front: Front) -> None:
    assert turn_of(front, is_shared=False) is Turn.RUN
