"""What a period says: where, when, how long, how it ended, and what reports name."""

from datetime import UTC, date, datetime

from desktop.domain.alerts.facts import Kind, Outcome
from desktop.domain.insights.counting import Insights, Mention, Wait, address_key
from desktop.domain.insights.period import Period
from desktop.domain.insights.spread import Spread
from tests.support.insights import Press, hours_of, told

NOVEMBER = Period.month(date(2026, 11, 1))


def press(id: str, day: int = 2, hour: int = 10, **more: object) -> Press:  # noqa: A002
    return Press(id=id, at=datetime(2026, 11, day, hour, 5, tzinfo=UTC), **more)  # type: ignore[arg-type] # a test's shorthand


def count(
    *presses: Press, mentions: tuple[Mention, ...] = (), drills: int = 0, tests: int = 0
) -> Insights:
    return Insights.of(
        NOVEMBER,
        calls=told(list(presses), drills=drills, tests=tests),
        hours=hours_of(presses),
        mentions=mentions,
    )


def test_alerts_are_counted_by_weekday_and_hour() -> None:
    counted = count(press("a", 2, 10), press("b", 9, 10), press("c", 8, 23))
    assert counted.week[0][10] == 2  # Mondays
    assert counted.week[6][23] == 1
    assert sum(map(sum, counted.week)) == counted.alerts == 3


def test_a_place_has_its_kinds_its_false_alarms_and_its_times() -> None:
    counted = count(
        press("a", kind=Kind.PANIC, going=4_000, outcome=Outcome.FALSE_ALARM),
        press("b", going=6_000),
        press("c", place="Window 6", going=None),
    )
    three, six = counted.places
    assert (three.place, three.assist, three.panic, three.false_alarms) == ("Counter 3", 1, 1, 1)
    assert three.waits[Wait.ACKNOWLEDGED] == Spread(n=2, values=(4_000, 6_000))
    assert six.waits[Wait.ACKNOWLEDGED] == Spread(n=0, without=1)
    assert counted.waits[Wait.ACKNOWLEDGED] == Spread(n=2, without=1, values=(4_000, 6_000))
    assert counted.panic == 1


def test_how_it_ended_is_told_of_each_and_unsaid_where_nobody_said_so() -> None:
    counted = count(
        press("a", outcome=Outcome.POLICE),
        press("b", outcome=Outcome.FALSE_ALARM),
        press("c", outcome=Outcome.FALSE_ALARM, place="Window 6"),
        press("d", outcome=None),
    )
    assert dict(counted.outcomes) == {"police": 1, "false_alarm": 2, "": 1}
    assert counted.false_alarms == 2


def test_drills_and_tests_are_their_own_numbers_alone() -> None:
    counted = count(press("a"), drills=3, tests=20)
    assert (counted.alerts, counted.drills, counted.tests) == (1, 3, 20)
    assert sum(map(sum, counted.week)) == 1


def test_a_place_that_would_garble_what_follows_is_written_plainly() -> None:
    (place,) = count(press("a", place="Counter \u202e3")).places
    assert place.place == "Counter 3"


def mention(number: str, began: str, *addresses: str, behaviors: tuple[str, ...] = ()) -> Mention:
    return Mention(number, began, behaviors, addresses)


def test_behaviors_are_counted_in_reports_of_the_period() -> None:
    counted = count(
        mentions=(
            mention("1", "2026-11-30T23:59", behaviors=("loud", "weapon")),
            mention("2", "2026-11-01T00:00", behaviors=("loud",)),
            mention("3", "2026-10-31T23:59", behaviors=("loud",)),
        )
    )
    assert dict(counted.behaviors) == {"loud": 2, "weapon": 1}
    assert counted.reports == 2


def test_an_address_is_the_same_however_it_is_written() -> None:
    ways = ("14 Mill Lane, Apt. 2", "14  mill lane apt 2", "14 MILL LANE - APT 2")
    assert len({address_key(way) for way in ways}) == 1
    assert address_key("14 Mill Lane") != address_key("41 Mill Lane")


def test_an_address_counts_where_a_second_report_names_it_also_from_before_the_period() -> None:
    counted = count(
        mentions=(
            mention("2026-C3-001", "2026-03-02T09:00", "14 mill lane"),
            mention("2026-C3-009", "2026-11-19T09:00", "14 Mill Lane"),
            mention("2026-C3-002", "2026-03-03T09:00", "9 Quarry Street"),
            mention("2026-C3-003", "2026-04-03T09:00", "9 Quarry Street"),
            mention("2026-C3-010", "2026-11-20T09:00", "220 Orchard Road"),
        )
    )
    (mill,) = counted.addresses
    assert mill.address == "14 Mill Lane"
    assert (mill.in_period, mill.reports, mill.last) == (
        1,
        ("2026-C3-001", "2026-C3-009"),
        "2026-11-19",
    )
