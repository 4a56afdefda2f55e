"""A conversation as it goes on at a counter, and what a report takes over from it."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.guidance.conversation import (
    Conversation,
    Kind,
    Noted,
    answers_from_conversation,
)
from desktop.domain.reports.answers import checked

NOON = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
MADRID = timezone(timedelta(hours=1))


def later(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def noted(kind: Kind, text: str, minute: int = 0, **more: str) -> Noted:
    return Noted(kind=kind, text=text, at=later(minute), **more)


def test_a_step_that_is_tapped_was_tried_and_tapped_again_was_not() -> None:
    begun = Conversation().tapped("calm", "Breathe.", NOON)
    assert begun.has_tried("calm", "Breathe.")
    assert not begun.has_tried("noise", "Breathe.")
    assert begun.tapped("calm", "Breathe.", later(1)) == Conversation()


def test_the_same_words_on_another_card_are_another_step() -> None:
    both = Conversation().tapped("calm", "Breathe.", NOON).tapped("noise", "Breathe.", later(1))
    left = both.tapped("calm", "Breathe.", later(2))
    assert left.has_tried("noise", "Breathe.")
    assert not left.has_tried("calm", "Breathe.")


def test_a_warning_with_the_words_of_a_step_is_no_step() -> None:
    warned = Conversation().with_(noted(Kind.WARNING, "Please stop.", card="calm"))
    assert not warned.has_tried("calm", "Please stop.")
    assert warned.tapped("calm", "Please stop.", later(1)).of(Kind.WARNING) == warned.noted


def test_it_began_with_the_first_thing_noted() -> None:
    conversation = Conversation().tapped("calm", "One", NOON).tapped("calm", "Two", later(5))
    assert conversation.begun_at == NOON
    assert conversation.tapped("calm", "One", later(6)).begun_at == NOON


def test_a_report_takes_over_what_was_noted_with_times_of_the_wall_clock() -> None:
    conversation = (
        Conversation()
        .tapped("calm", "Breathe.", NOON)
        .tapped("noise", "Breathe.", later(1))
        .tapped("calm", "Apologize.", later(1))
        .with_(noted(Kind.WARNING, "Please stop, or we end this.", 2))
        .with_(noted(Kind.WARNING, "Then we end this now.", 4))
        .with_(noted(Kind.PROMISE, "A call back", 5, by="2026-03-12"))
    )
    answers = answers_from_conversation(conversation, person="Ben", zone=MADRID)
    assert answers == {
        "began": "2026-03-09T13:00",
        "steps": ["Breathe.", "Apologize."],
        "warning_given": True,
        "warning_words": "13:02 Please stop, or we end this.\n13:04 Then we end this now.",
        "promises": [{"what": "A call back", "who": "Ben", "by": "2026-03-12"}],
    }
    assert checked(answers) == answers


def test_nothing_noted_fills_in_nothing() -> None:
    assert answers_from_conversation(Conversation()) == {}


def test_a_day_that_is_none_stays_with_the_words_of_the_promise() -> None:
    conversation = Conversation().with_(noted(Kind.PROMISE, "A call back", by="next Friday"))
    answers = answers_from_conversation(conversation)
    assert answers["promises"] == [{"what": "A call back (next Friday)"}]
    assert checked(answers)["promises"] == answers["promises"]


ODD = ["", "2026-03-12", "x" * 40_000, "a\nb", "\ud83d"]
ANYTHING = st.text(max_size=40) | st.sampled_from(ODD)


@given(
    st.lists(
        st.builds(
            Noted,
            kind=st.sampled_from(Kind),
            text=ANYTHING,
            at=st.integers(-10_000_000, 10_000_000).map(later),
            card=st.sampled_from(["", "calm"]),
            by=ANYTHING,
        ),
        max_size=8,
    ),
    ANYTHING,
)
def test_whatever_was_noted_a_report_accepts_it(everything: list[Noted], person: str) -> None:
    conversation = Conversation()
    for one in everything:
        conversation = conversation.with_(one)
    answers = answers_from_conversation(conversation, person=person, zone=UTC)
    taken = checked(answers)
    said = [one for one in everything if one.kind is Kind.WARNING]
    assert ("warning_given" in taken) == bool(said)
