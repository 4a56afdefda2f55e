"""A test that a counter is making."""

from datetime import timedelta

import pytest

from desktop.domain.alerts.facts import AlertAcknowledged, Kind, Message, Occasion
from desktop.domain.board import Board
from desktop.domain.opening.facts import Confirmed, Found, Look, Part
from desktop.domain.opening.progress import Progress
from tests.ui.opening_stage import DAY, FRESH, SENT, confirmed, looked
from tests.ui.sample import ANA, COUNTER_3, JOAN, MARCUS, T0, Story, counter_board, delivery, live


def board(story: Story, got: int = 0) -> Board:
    story.received(*(ANA, MARCUS, JOAN)[:got])
    return counter_board(live(story, delivery=delivery(got)))


def a_test() -> Story:
    return Story(Kind.ASSIST, occasion=Occasion.TEST)


def after(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def test_the_first_receipt_is_timed_by_the_counters_own_clock_and_once() -> None:
    heard = SENT.heard(board(a_test()), T0 + after(0.004))
    assert (heard.received, heard.of, heard.receipt_ms) == (0, 3, None)
    heard = heard.heard(board(a_test(), got=1), T0 + after(0.007))
    heard = heard.heard(board(a_test(), got=3), T0 + after(9))
    assert (heard.received, heard.of, heard.receipt_ms) == (3, 3, 7)


def test_whoever_at_a_desk_answers_first_confirms_it() -> None:
    story = a_test().going(ANA, "Ana Ruiz")
    heard = SENT.heard(board(story, got=2), T0 + after(4.24))
    assert heard.confirmed == Confirmed(person="Ana Ruiz", after_s=4.2)
    again = heard.heard(board(story.going(ANA, "Ana", 2), got=2), T0 + after(60))
    assert again.confirmed == heard.confirmed


def test_that_it_was_seen_and_not_heard_is_kept() -> None:
    story = a_test()
    fact = AlertAcknowledged(alert=story.id, presses=tuple(story.presses), is_unheard=True)
    story.add(ANA, fact)
    heard = SENT.heard(board(story, got=2), T0 + after(4))
    assert heard.confirmed is not None
    assert heard.confirmed.is_unheard


@pytest.mark.parametrize(
    "story",
    [
        a_test(),
        a_test().told(ANA, "Ana Ruiz", Message.CANNOT),
        a_test().attended(COUNTER_3, "Maria Delgado"),
    ],
    ids=["nothing", "I can't", "said at the counter itself"],
)
def test_a_receipt_or_the_counter_itself_confirm_nothing(story: Story) -> None:
    assert SENT.heard(board(story, got=3), T0 + after(9)).confirmed is None


def test_what_was_said_to_a_test_that_is_open_since_yesterday_is_no_answer_today() -> None:
    story = a_test().received(ANA).going(ANA, "Ana Ruiz").told(MARCUS, "Marcus", Message.CALLING)
    again = FRESH.sent("a1", story.pressed_again(Kind.ASSIST).presses[-1])
    pressed = story.alert().presses[-1].at
    heard = again.heard(board(story), pressed + after(1))
    assert (heard.received, heard.confirmed) == (0, None)
    heard = heard.heard(board(story.going(ANA, "Ana Ruiz"), got=1), pressed + after(2))
    assert (heard.received, heard.receipt_ms) == (1, 2000)
    assert heard.confirmed == Confirmed(person="Ana Ruiz", after_s=2.0)


def test_a_board_that_lacks_the_test_takes_nothing_away() -> None:
    assert confirmed().heard(counter_board(), T0) == confirmed()


def test_it_can_be_finished_once_it_was_sent_and_all_was_looked_at_confirmed_or_not() -> None:
    assert not looked(FRESH).can_finish
    assert not SENT.can_finish
    assert not SENT.looked(Part.BARRIER, Found.RIGHT).can_finish
    assert looked(SENT).can_finish
    fact = looked(SENT).fact(place="Counter 3", person="")
    assert (fact.confirmed, fact.receipt_ms, fact.person) == (None, None, "")


def test_what_is_signed_is_what_was_sent_heard_and_seen() -> None:
    progress = looked(confirmed(), wrong="Boxes").noted("Told facilities")
    fact = progress.fact(place="Counter 3", person="Maria Delgado")
    assert (fact.day, fact.alert, fact.received, fact.of, fact.receipt_ms) == (DAY, "a1", 2, 3, 6)
    assert fact.confirmed == Confirmed(person="Ana Ruiz", after_s=4.2)
    assert fact.way_out == Look(found=Found.WRONG, wrong="Boxes")
    assert fact.barrier == Look(found=Found.RIGHT)
    assert fact.note == "Told facilities"


def test_what_is_right_again_has_no_words_of_what_was_wrong() -> None:
    progress = FRESH.looked(Part.BARRIER, Found.WRONG, "Broken")
    progress = progress.looked(Part.BARRIER, Found.NONE_HERE, "Broken")
    assert progress.looks == {Part.BARRIER: Look(found=Found.NONE_HERE)}


@pytest.mark.parametrize("typed", ["x" * 5_000, "\ud83d\x00\u202eline\nend"])
def test_any_text_is_made_fit_to_be_signed(typed: str) -> None:
    progress = looked(SENT, wrong=typed).noted(typed)
    assert len(progress.note) <= 200
    assert progress.note.isprintable()
    assert progress.looks[Part.WAY_OUT].wrong == progress.note


def test_another_day_begins_with_nothing_and_knows_when_the_last_test_was() -> None:
    done = looked(confirmed()).finished()
    assert not done.is_begun
    tomorrow = done.on("2026-03-10")
    assert tomorrow == Progress(day="2026-03-10", done_on=DAY)
    assert looked(SENT).on("2026-03-10") == Progress(day="2026-03-10")
    assert looked(SENT).on(DAY) == looked(SENT)


def test_sending_again_forgets_what_the_first_one_brought_and_not_what_was_seen() -> None:
    again = looked(confirmed(), wrong="Boxes").sent("a2", "a2")
    assert (again.alert, again.received, again.confirmed) == ("a2", 0, None)
    assert again.looks[Part.WAY_OUT].wrong == "Boxes"
