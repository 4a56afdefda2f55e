"""What is made of all that was told of opening tests."""

from datetime import UTC, date, datetime, timedelta

import pytest

from desktop.domain.facts import FACTS
from desktop.domain.opening.facts import OPENING_FACTS, OPENING_TYPES, OpeningMissed
from desktop.domain.opening.month import Mark, Month
from desktop.domain.opening.openings import Told, fold_openings
from desktop.domain.roster.authority import Voice, may_say
from desktop.services.opening.wording import problem_words
from desktop.words import Words
from tests.support.openings import a_test, missed, shuffled, wrong

EIGHT = datetime(2026, 11, 26, 8, 4, tzinfo=UTC)
DAY = EIGHT.date()
NOVEMBER = date(2026, 11, 1)
THREE, FOUR, TEN = "3" * 32, "4" * 32, "a" * 32
NAMES = {THREE: "Counter 3", FOUR: "Counter 4", TEN: "Counter 10"}


def marks(month: Month, station: str = THREE) -> list[Mark]:
    """What is known of that station's days."""
    return [day.mark for one in month.stations if one.station == station for day in one.days]


def month_of(*told: Told) -> Month:
    return Month.of(fold_openings(told), NOVEMBER, NAMES)


def test_every_counter_may_say_that_it_was_tested_and_desks_alone_that_one_was_not() -> None:
    assert {FACTS[name] for name in OPENING_TYPES} == set(OPENING_FACTS)
    assert may_say(Voice.STATION, "opening.tested")
    assert not may_say(Voice.STATION, "opening.missed")
    assert may_say(Voice.SUPERVISOR, "opening.missed")


def test_whatever_order_it_is_told_in_and_however_often_it_is_the_same() -> None:
    told = [
        a_test(EIGHT),
        a_test(EIGHT + timedelta(hours=1), by=""),
        missed(DAY, FOUR, "Counter 4"),
        missed(DAY, FOUR, "Counter 4", desk="b" * 32),
        missed(DAY),
    ]
    assert fold_openings(shuffled(told)) == fold_openings(told)


def test_a_test_that_comes_late_wins_over_what_was_said_to_be_missed() -> None:
    today = fold_openings([missed(DAY), missed(DAY, FOUR)]).on(DAY)
    assert not today.tested
    assert today.missed == {THREE, FOUR}
    today = fold_openings([missed(DAY), missed(DAY, FOUR), a_test(EIGHT)]).on(DAY)
    assert today.tested == {THREE}
    assert today.missed == {FOUR}


def test_an_alarm_that_was_not_heard_is_a_problem_until_a_test_is_heard() -> None:
    later, third = EIGHT + timedelta(days=1), EIGHT + timedelta(days=2)
    silent = a_test(EIGHT, is_unheard=True, by="Ana Ruiz")
    (test,) = fold_openings([silent]).tests
    (problem,) = test.problems
    assert (problem.part, problem.words) == (None, "Ana Ruiz")
    assert problem_words(problem, Words.of("en")) == "Alarm not heard at the desk: Ana Ruiz"

    (wrong_,) = month_of(silent, a_test(later, by="")).wrong  # which nobody heard, either
    assert wrong_.right_at is None
    (wrong_,) = month_of(silent, a_test(later, by=""), a_test(third)).wrong
    assert wrong_.right_at == third


def test_another_day_has_its_own_test() -> None:
    openings = fold_openings([a_test(EIGHT), missed(DAY, FOUR)])
    tomorrow = openings.on(DAY + timedelta(days=1))
    assert not tomorrow.tested | tomorrow.missed


def test_what_was_found_wrong_stands_until_the_next_test_of_that_counter() -> None:
    found = a_test(EIGHT, way_out=wrong("Boxes"))
    later = EIGHT + timedelta(days=1)

    def problems(*told: Told) -> list[str]:
        latest = fold_openings(told).on(later.date()).latest
        return [problem.words for test in latest for problem in test.problems]

    assert problems(found) == ["Boxes"]
    assert problems(found, a_test(later, FOUR)) == ["Boxes"]
    assert problems(found, a_test(later)) == []


def test_the_months_to_choose_from_are_those_with_something_in_them_and_this_one() -> None:
    told = [a_test(EIGHT), missed(date(2026, 8, 3)), a_test(datetime(2099, 1, 1, tzinfo=UTC))]
    assert fold_openings(told).on(date(2026, 12, 1)).months == (
        date(2026, 12, 1),
        NOVEMBER,
        date(2026, 8, 1),
    )


def test_a_fact_whose_day_is_none_counts_on_the_day_it_was_signed() -> None:
    told = a_test(EIGHT)
    odd = OpeningMissed(day="?", station=THREE, place="")
    assert fold_openings([Told(told.at, told.event, FOUR, odd)]).on(DAY).missed == {THREE}


# --- a month --------------------------------------------------------------------------------


def test_a_day_is_done_missed_or_not_known_and_the_last_is_no_blame() -> None:
    month = month_of(
        a_test(EIGHT.replace(day=2)),
        a_test(EIGHT.replace(day=3), by=""),
        missed(date(2026, 11, 4)),
    )
    assert marks(month)[:5] == [
        Mark.UNKNOWN,
        Mark.DONE,
        Mark.UNCONFIRMED,
        Mark.MISSED,
        Mark.UNKNOWN,
    ]
    assert len(marks(month)) == 30
    assert (month.tests, month.confirmed, month.missed) == (2, 1, 1)
    assert set(marks(month, FOUR)) == {Mark.UNKNOWN}


def test_of_several_tests_of_a_day_the_best_counts_and_what_was_wrong_is_not_forgotten() -> None:
    month = month_of(
        a_test(EIGHT),
        a_test(EIGHT + timedelta(hours=1), by="", barrier=wrong("Broken")),
    )
    (three,) = (one for one in month.stations if one.station == THREE)
    assert three.days[25].mark is Mark.DONE
    assert three.days[25].is_wrong
    assert three.count(Mark.DONE) == 1


def test_a_problem_says_who_found_it_and_when_it_was_right_again_also_in_the_next_month() -> None:
    last = EIGHT.replace(day=30)
    month = month_of(
        a_test(EIGHT, way_out=wrong("Boxes"), person="Devon Park"),
        a_test(last, way_out=wrong("Boxes again")),
        a_test(last + timedelta(days=2)),
        a_test(EIGHT, FOUR, "Counter 4", location=wrong("It is Counter 5")),
    )
    said = {(one.name, one.words): (one.person, one.right_at) for one in month.wrong}
    assert said == {
        ("Counter 3", "Boxes"): ("Devon Park", last + timedelta(days=2)),
        ("Counter 3", "Boxes again"): ("Maria Delgado", last + timedelta(days=2)),
        ("Counter 4", "It is Counter 5"): ("Maria Delgado", None),
    }


@pytest.mark.parametrize(
    ("waited", "median"), [((), None), ((4.0,), 4.0), ((9.0, 2.0, 4.0), 4.0), ((2.0, 4.0), 3.0)]
)
def test_times_are_told_by_their_median(waited: tuple[float, ...], median: float | None) -> None:
    tests = [
        a_test(EIGHT + timedelta(minutes=at), after_s=after_s, receipt_ms=round(after_s))
        for at, after_s in enumerate(waited)
    ]
    month = month_of(*tests)
    assert (month.confirmed_after_s, month.receipt_ms) == (median, median)


def test_a_test_that_nobody_received_is_in_no_median() -> None:
    month = month_of(a_test(EIGHT, by="", receipt_ms=None))
    assert (month.tests, month.receipt_ms, month.confirmed_after_s) == (1, None, None)


def test_stations_stand_in_the_order_in_which_people_count_the_departed_too() -> None:
    month = month_of(a_test(EIGHT, "9" * 32, "Counter 1"))
    assert [one.name for one in month.stations] == [
        "Counter 1",
        "Counter 3",
        "Counter 4",
        "Counter 10",
    ]
