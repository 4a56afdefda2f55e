"""Two senders take turns: at no moment do both of them tell anybody."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.outside.turns import (
    ROUND_S,
    SEND_WITHIN_S,
    TURN_S,
    pause_after,
    turn_at,
)

HOURS = st.floats(0, 100_000)


@given(begins=HOURS, first=HOURS, second=HOURS)
def test_whenever_two_senders_try_the_one_has_ended_before_the_other_begins(
    begins: float, first: float, second: float
) -> None:
    one, other = turn_at(begins, 0, first), turn_at(begins, 1, second)
    apart = abs(one - other)
    assert apart >= SEND_WITHIN_S + 1.5  # which is for telling the other one


@given(begins=HOURS, rank=st.integers(0, 1), not_before=HOURS)
def test_a_turn_is_the_first_one_from_then_on(begins: float, rank: int, not_before: float) -> None:
    turn = turn_at(begins, rank, not_before)
    assert -1e-6 <= turn - not_before < ROUND_S + 1e-6
    assert turn_at(begins, rank, turn - 1e-6) == turn


@given(begins=HOURS, not_before=HOURS)
def test_every_moment_is_in_the_turn_of_one_of_them(begins: float, not_before: float) -> None:
    last = min(turn_at(begins, rank, not_before) for rank in (0, 1))
    assert last - not_before <= TURN_S + 1e-6


def test_pauses_grow_in_whole_rounds_up_to_five_minutes() -> None:
    assert [pause_after(n) for n in (1, 2, 3, 4, 5, 6, 60)] == [20, 40, 80, 160, 300, 300, 300]
    assert all(pause_after(n) % ROUND_S == 0 for n in range(1, 30))
