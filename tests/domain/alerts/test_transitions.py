"""What a person may do now with an alert: the table, the whole table, and nothing but the table."""

from itertools import product

import pytest

from desktop.domain.alerts.transitions import TRANSITIONS, Action, State, after
from desktop.domain.errors import TransitionRefusedError


@pytest.mark.parametrize(("state", "action"), sorted(TRANSITIONS))
def test_every_move_in_the_table_leads_where_the_table_says(state: State, action: Action) -> None:
    assert after(state, action) is TRANSITIONS[state, action]


@pytest.mark.parametrize(
    ("state", "action"), sorted(set(product(State, Action)) - TRANSITIONS.keys())
)
def test_every_move_outside_the_table_is_refused_with_advice(state: State, action: Action) -> None:
    with pytest.raises(TransitionRefusedError) as refusal:
        after(state, action)
    assert str(refusal.value)
    assert refusal.value.advice


def test_no_move_ever_leads_backwards() -> None:
    assert all(state <= target for (state, _), target in TRANSITIONS.items())


def test_an_alert_is_closed_by_closing_it_alone() -> None:
    closing = {action for (_, action), target in TRANSITIONS.items() if target is State.CLOSED}
    assert closing == {Action.CLOSE}


def test_nothing_can_be_done_with_a_closed_alert() -> None:
    assert not [action for state, action in TRANSITIONS if state is State.CLOSED]


@pytest.mark.parametrize("state", set(State) - {State.CLOSED})
def test_a_press_is_allowed_as_long_as_the_alert_is_open(state: State) -> None:
    assert after(state, Action.PRESS) is state


@pytest.mark.parametrize("state", [State.RAISED, State.ACKNOWLEDGED])
def test_an_alert_nobody_attended_says_why_it_cannot_be_closed(state: State) -> None:
    with pytest.raises(TransitionRefusedError, match="Nobody has been there") as refusal:
        after(state, Action.CLOSE)
    assert "countersign alert attend" in refusal.value.advice


def test_an_alert_that_was_closed_meanwhile_says_that_someone_was_quicker() -> None:
    with pytest.raises(TransitionRefusedError, match="closed") as refusal:
        after(State.CLOSED, Action.CLOSE)
    assert "someone was quicker" in refusal.value.advice
