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


@given(due=HOURS, first=HOURS, second=HOURS)
def test_whenever_two_senders_try_the_one_has_ended_before_the_other_begins(
    due: float, first: float, second: float
) -> None:
    one, other = turn_at(due, 0, first), turn_at(due, 1, second)
    apart = abs(one - other)
    assert apart >= SEND_WITHIN_S + 1.5  # which is for telling the other one


@given(due=HOURS, rank=st.integers(0, 1), not_before=HOURS)
def test_a_turn_is_the_first_one_from_then_on(due: float, rank: int, not_before: float) -> None:
    turn = turn_at(due, rank, not_before)
    assert turn >= max(not_before, due + rank * TURN_S) - 1e-6
    assert turn - max(not_before, due + rank * TURN_S) < ROUND_S + 1e-6


def test_pauses_grow_in_whole_rounds_up_to_five_minutes() -> None:
    assert [pause_after(n) for n in (1, 2, 3, 4, 5, 6, 60)] == [20, 40, 80, 160, 300, 300, 300]
    assert all(pause_after(n) % ROUND_S == 0 for n in range(1, 30))
