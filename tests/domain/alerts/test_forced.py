"""A call that somebody made the counter take back, with the duress code."""

from itertools import permutations

from msgspec.structs import replace

from desktop.domain.alerts.alert import fold
from desktop.domain.alerts.facts import Kind, Message, Occasion
from desktop.domain.alerts.forced import as_the_counter_shows
from desktop.domain.alerts.transitions import State
from desktop.domain.protocol.facts import StepFact
from tests.ui.sample import ANA, COUNTER_3, Story, counter_board, delivery, live


def assist() -> Story:
    return Story(Kind.ASSIST)


def test_it_calls_everybody_as_a_panic_although_somebody_was_going() -> None:
    alert = assist().going(ANA, "Ana Ruiz").forced().alert()
    assert (alert.is_forced, alert.kind) == (True, Kind.PANIC)
    assert alert.needs_answer
    assert alert.is_withdrawn
    assert not alert.stands_withdrawn


def test_a_coerced_arrival_ends_no_watch_on_who_is_coming() -> None:
    story = assist().forced().going(ANA, "Ana Ruiz").attended(COUNTER_3, "Maria Delgado")
    assert story.alert().state is State.ACKNOWLEDGED
    shown = as_the_counter_shows(counter_board(live(story))).alerts[0].alert
    assert shown.state is State.ATTENDED  # the counter shows what was pressed there


def test_what_it_showed_when_the_code_was_typed_stays_and_who_cannot_come_does_not() -> None:
    before = assist().going(ANA, "Ana Ruiz").told(ANA, "Ana Ruiz", Message.POLICE_CALLED)
    known = {recorded.event for recorded in before.alert().timeline}
    told = before.forced().told(ANA, "Ana Ruiz", Message.LEAVE)
    shown = as_the_counter_shows(counter_board(live(told)), known).alerts[0].alert
    assert shown.told == (Message.POLICE_CALLED,)
    gone = (
        as_the_counter_shows(counter_board(live(told.told(ANA, "Ana Ruiz", Message.CANNOT))), known)
        .alerts[0]
        .alert
    )
    assert gone.going == ()


def test_nothing_that_supervisors_do_step_by_step_shows() -> None:
    """At a supervisor's desk that called, which holds it."""
    story = assist().forced().took(ANA, "Ana Ruiz", "police")
    shown = as_the_counter_shows(counter_board(live(story))).alerts[0].alert
    assert not any(isinstance(one.fact, StepFact) for one in shown.timeline)


def test_it_goes_on_to_everybody_on_the_counters_screen_as_any_call_that_nobody_answered() -> None:
    unanswered = live(assist().forced(), is_asked=True)
    assert as_the_counter_shows(counter_board(unanswered)).alerts[0].alert.is_asked
    answered = live(assist().going(ANA, "Ana Ruiz").forced(), is_asked=True)
    assert not as_the_counter_shows(counter_board(answered)).alerts[0].alert.is_asked


def test_once_it_is_closed_nothing_shows_either() -> None:
    story = assist().forced().going(ANA, "Ana").attended(ANA, "Ana").closed(ANA, "Ana")
    board = replace(counter_board(), closed=(story.alert(),))
    (shown,) = as_the_counter_shows(board).closed
    assert (shown.is_forced, len(shown.presses), shown.kind) == (False, 1, Kind.ASSIST)


def test_whoever_is_made_to_say_that_somebody_is_there_silences_nothing() -> None:
    alert = assist().forced().attended(COUNTER_3, "Maria Delgado").alert()
    assert alert.needs_answer


def test_another_stations_answer_counts() -> None:
    assert not assist().forced().going(ANA, "Ana Ruiz").alert().needs_answer
    there = assist().forced().attended(ANA, "Ana Ruiz").alert()
    assert (there.state, there.needs_answer) == (State.ATTENDED, False)


def test_it_is_the_same_in_whatever_order_its_facts_come() -> None:
    whole = assist().forced().attended(COUNTER_3, "Maria Delgado").going(ANA, "Ana Ruiz").alert()
    for order in permutations(whole.timeline):
        assert fold(whole.id, order) == whole


def test_no_third_station_forces_a_call() -> None:
    story = assist().forced()
    alert = fold(story.id, story.alert().timeline, is_supervisor=lambda _: False)
    assert alert is not None
    assert alert.is_forced  # the station that called may
    third = story.alert().timeline
    elsewhere = [
        type(r)(r.at, r.event, "9" * 32 if r.event == story.presses[-1] else r.device, r.fact)
        for r in third
    ]
    other = fold(story.id, elsewhere, is_supervisor=lambda _: False)
    assert other is not None
    assert not other.is_forced


def test_the_counter_shows_what_it_would_show_after_any_withdrawal() -> None:
    plain = counter_board(live(assist().withdrawn(), delivery=delivery(2)))
    forced = counter_board(live(assist().forced(), delivery=delivery(2)))
    shown = as_the_counter_shows(forced)
    assert shown.alerts[0].alert == plain.alerts[0].alert


def test_it_may_show_who_is_coming_and_not_that_the_police_are() -> None:
    story = assist().forced().going(ANA, "Ana Ruiz").told(ANA, "Ana Ruiz", Message.POLICE_CALLED)
    alert = as_the_counter_shows(counter_board(live(story))).alerts[0].alert
    assert [answer.person for answer in alert.going] == ["Ana Ruiz"]
    assert alert.told == ()


def test_it_does_not_show_either_that_somebody_took_back_that_the_police_were_called() -> None:
    story = assist().told(ANA, "Ana Ruiz", Message.POLICE_CALLED)
    known = {one.event for one in story.alert().timeline}
    story.forced().unsaid(ANA, "Ana Ruiz", Message.POLICE_CALLED)
    alert = as_the_counter_shows(counter_board(live(story)), known).alerts[0].alert
    assert alert.told == (Message.POLICE_CALLED,)  # as it read when the code was typed


def test_a_call_that_began_as_a_test_is_not_on_its_board_at_all() -> None:
    story = Story(Kind.PANIC, is_forced=True)
    assert story.alert().occasion is Occasion.REAL
    assert as_the_counter_shows(counter_board(live(story))).alerts == ()


def test_a_board_without_one_is_left_as_it_is() -> None:
    board = counter_board(live(assist().withdrawn()))
    assert as_the_counter_shows(board) is board
