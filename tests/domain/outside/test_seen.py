"""What a message told of an alert, and whether it waits anew since: by counting, not by clocks."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.alerts.alert import Relayed
from desktop.domain.alerts.facts import Kind
from desktop.domain.outside.seen import Seen, is_outdated
from tests.ui.sample import ANA, MARCUS, T0, Story

COUNTS = st.integers(0, 3)
SEEN = st.builds(Seen, presses=COUNTS, answers=COUNTS, kind=st.sampled_from(Kind))


def told(story: Story, *, s: float = 10.0) -> Relayed:
    """A message that left when ``story`` had come so far, ``s`` seconds after it began."""
    seen = Seen.of(story.alert())
    return Relayed(
        ANA,
        "Director",
        T0 + timedelta(seconds=s),
        presses=seen.presses,
        answers=seen.answers,
        kind=seen.kind,
    )


def test_a_message_is_of_now_until_something_makes_the_alert_wait_anew() -> None:
    story = Story()
    message = told(story)
    assert not is_outdated(message, story.received(ANA).noted(text="He left").alert(), waits=True)
    answered = story.going(MARCUS, "Marcus Bell").alert()
    assert not is_outdated(message, answered, waits=False)  # somebody is on the way
    assert is_outdated(message, answered, waits=True)


def test_what_became_a_panic_since_was_not_told() -> None:
    message = told(Story(Kind.ASSIST))
    assert is_outdated(message, Story(Kind.ASSIST).pressed_again().alert(), waits=False)


@pytest.mark.parametrize(
    ("s", "is_so"),
    [(-119.0, True), (-118.0, False), (0.0, False), (1.0, False), (2.0, True)],
    ids=["two minutes later", "sooner", "much sooner", "at once", "before, by a wrong clock"],
)
def test_a_press_counts_anew_two_minutes_after_the_message_or_where_no_clock_tells(
    s: float, is_so: bool
) -> None:
    message = told(Story(), s=s)
    assert is_outdated(message, Story().pressed_again().alert(), waits=True) is is_so


def test_a_message_of_an_older_program_is_believed() -> None:
    message = Relayed(ANA, "Director", T0)
    assert Seen(9, 9, Kind.PANIC).is_told_by(message)
    assert not is_outdated(message, Story().pressed_again().alert(), waits=True)


@given(SEEN, SEEN)
def test_of_two_messages_the_one_that_had_seen_less_never_tells_what_the_other_did(
    one: Seen, other: Seen
) -> None:
    def message(seen: Seen) -> Relayed:
        return Relayed(ANA, "Director", T0, "", 0, seen.presses, seen.answers, seen.kind)

    assert one.is_told_by(message(one))
    both = one.is_told_by(message(other)) and other.is_told_by(message(one))
    assert both is (one == other)
