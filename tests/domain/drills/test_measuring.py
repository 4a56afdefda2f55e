"""What a station measures of a drill, by its own clock."""

from msgspec.structs import replace

from desktop.domain.alerts.facts import Kind, Occasion
from desktop.domain.board import Board
from desktop.domain.drills.measuring import Measuring
from tests.ui.sample import ANA, NOW, Story, counter_board, live


def a_drill() -> Story:
    return Story(Kind.PANIC, occasion=Occasion.DRILL)


def board_of(story: Story) -> Board:
    return counter_board(live(story))


def over(story: Story) -> Board:
    closed = story.attended(ANA, "Ana Ruiz").closed(ANA, "Ana Ruiz").alert()
    return replace(counter_board(), closed=(closed,))


def test_it_counts_from_the_press_until_each_thing_was_on_the_board() -> None:
    measuring, story = Measuring(), a_drill()
    since = live(story).since
    assert measuring.look(board_of(story), since, is_desk=False) == ()
    received = story.received(ANA)
    measuring.look(board_of(received), since + 0.5, is_desk=False)
    (measured,) = measuring.look(over(received), since + 30, is_desk=False)
    after = sorted(moment.after_ms for moment in measured.moments)
    assert after[0] == 0
    assert 500 in after
    assert after[-1] == 30_000
    assert measured.people[0] == "Maria Delgado"
    assert measuring.look(over(received), since + 31, is_desk=False) == ()


def test_a_call_that_was_there_before_the_program_is_told_without_times() -> None:
    measuring, story = Measuring(), a_drill()
    since = live(story).since
    measuring.look(board_of(story), since + 60, is_desk=False)
    (measured,) = measuring.look(over(story), since + 90, is_desk=False)
    assert measured.moments == ()
    assert measured.people[0] == "Maria Delgado"


def test_calls_in_earnest_and_tests_are_never_measured() -> None:
    measuring = Measuring()
    for occasion in (Occasion.REAL, Occasion.TEST):
        story = Story(Kind.PANIC, occasion=occasion)
        measuring.look(board_of(story), NOW, is_desk=True)
        assert measuring.look(over(story), NOW, is_desk=True) == ()
