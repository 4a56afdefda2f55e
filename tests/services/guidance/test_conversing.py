"""The running conversation belongs to whoever has it, and is undone as easily as it is noted."""

from datetime import datetime

import pytest

from desktop.domain.guidance.conversation import Conversation, Kind
from desktop.services.guidance.conversing import Conversing
from tests.support.stations import Clock


class Counter:
    """A PC that several people use; its file is ``kept``."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.account, self.person = "desk", "Ben"
        self.kept = Conversation()
        self.told: list[Conversation] = []
        self.starts()

    def starts(self) -> None:
        self.conversing = Conversing(
            keeping=self, now=self.clock.now, whose=lambda: (self.account, self.person)
        )
        self.conversing.changed = self.told.append

    def read(self) -> Conversation:
        return self.kept

    def write(self, conversation: Conversation) -> None:
        self.kept = conversation

    def now(self) -> datetime:
        return self.clock.now()

    def steps(self) -> list[str]:
        return [one.text for one in self.conversing.conversation.of(Kind.STEP)]


@pytest.fixture
def counter() -> Counter:
    return Counter()


def test_what_is_noted_is_kept_and_told(counter: Counter) -> None:
    counter.conversing.tap("calm", "Breathe.")
    counter.conversing.warn("Please stop.", "calm")
    counter.conversing.promise("A call back", "2026-07-03")
    kinds = [one.kind for one in counter.conversing.conversation.noted]
    assert kinds == [Kind.STEP, Kind.WARNING, Kind.PROMISE]
    assert counter.told[-1] == counter.kept == counter.conversing.conversation
    assert len(counter.told) == 3


def test_words_from_anywhere_are_made_fit_to_be_kept(counter: Counter) -> None:
    counter.conversing.warn("Stop\ud83d,\x00 please.\r\nNow.")
    counter.conversing.promise("\u202eA call back")
    texts = [one.text for one in counter.conversing.conversation.noted]
    assert texts == ["Stop\ufffd, please.\nNow.", "A call back"]


def test_it_is_there_after_the_program_was_ended(counter: Counter) -> None:
    counter.conversing.tap("calm", "Breathe.")
    counter.starts()
    assert counter.steps() == ["Breathe."]


def test_a_step_is_taken_back_with_a_second_tap_and_anything_else_by_itself(
    counter: Counter,
) -> None:
    counter.conversing.tap("calm", "Breathe.")
    counter.conversing.warn("Please stop.")
    (warning,) = counter.conversing.conversation.of(Kind.WARNING)
    counter.conversing.take_back(warning)
    assert counter.steps() == ["Breathe."]
    counter.conversing.tap("calm", "Breathe.")
    assert counter.conversing.conversation.is_empty


@pytest.mark.parametrize("whose", [("desk", "Maria"), ("other", "Ben")])
def test_another_person_or_another_login_does_not_see_it(
    counter: Counter, whose: tuple[str, str]
) -> None:
    counter.conversing.tap("calm", "Breathe.")
    mine = counter.account, counter.person
    counter.account, counter.person = whose
    assert counter.conversing.conversation.is_empty
    counter.account, counter.person = mine
    assert counter.steps() == ["Breathe."]


def test_what_another_began_is_thrown_away_with_the_first_thing_noted(counter: Counter) -> None:
    counter.conversing.tap("calm", "Breathe.")
    counter.person = "Maria"
    counter.conversing.tap("calm", "Apologize.")
    assert counter.steps() == ["Apologize."]
    counter.person = "Ben"
    assert counter.conversing.conversation.is_empty
    assert "Breathe." not in str(counter.kept)


def test_throwing_away_is_undone_and_what_came_since_stays(counter: Counter) -> None:
    counter.conversing.tap("calm", "Breathe.")
    begun = counter.conversing.conversation.begun_at
    gone = counter.conversing.throw_away()
    assert counter.conversing.conversation.is_empty
    assert counter.kept.is_empty
    counter.clock.seconds += 60
    counter.conversing.tap("calm", "Apologize.")
    counter.conversing.bring_back(gone)
    assert counter.steps() == ["Breathe.", "Apologize."]
    assert counter.conversing.conversation.begun_at == begun


def test_nobody_brings_back_what_another_threw_away(counter: Counter) -> None:
    counter.conversing.tap("calm", "Breathe.")
    gone = counter.conversing.throw_away()
    counter.person = "Maria"
    counter.conversing.tap("calm", "Apologize.")
    counter.conversing.bring_back(gone)
    assert counter.steps() == ["Apologize."]
