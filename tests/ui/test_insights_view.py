"""What the Insights page says: questions, how many it is of, and when there are too few."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest

from desktop.domain.alerts.facts import Kind, Outcome
from desktop.domain.insights.counting import Insights, Mention, Wait
from desktop.domain.insights.period import Period
from desktop.services.insights.wording import duration
from desktop.ui.views.insights import (
    BarPlot,
    CardView,
    HeatPlot,
    InsightsView,
    SpanPlot,
    Tint,
    timeline,
)
from desktop.ui.words import Words
from tests.support.insights import TODAY, Press, a_busy_winter, counted, hours_of, told

WINTER = Period(date(2025, 12, 1), TODAY)
DAYS = Period(date(2026, 2, 2), date(2026, 2, 8))
MONDAY = datetime(2026, 2, 2, 10, 5, tzinfo=UTC)


def presses(n: int, **more: object) -> list[Press]:
    return [
        Press(id=f"{more.get('place')}{at}", at=MONDAY + timedelta(days=at % 5, minutes=at), **more)  # type: ignore[arg-type] # a test's shorthand
        for at in range(n)
    ]


def view(
    *made: Press, words: Words, mentions: tuple[Mention, ...] = (), wait: Wait = Wait.ACKNOWLEDGED
) -> InsightsView:
    insights = Insights.of(
        DAYS,
        calls=told(list(made), drills=2, tests=5),
        hours=hours_of(made),
        mentions=mentions,
    )
    return InsightsView.of(insights, wait=wait, words=words)


def card(shown: InsightsView, key: str) -> CardView:
    return next(one for one in shown.cards if one.key == key)


def test_each_plot_asks_a_question_and_says_of_how_many(words: Words) -> None:
    shown = InsightsView.of(counted(WINTER), wait=Wait.ATTENDED, words=words)
    assert shown.sentence == "72 alerts · Dec 1, 2025 to Feb 27, 2026"
    assert [one.title[-1] for one in shown.cards] == ["?"] * 6
    said = {one.key: one.about for one in shown.cards}
    assert said["week"] == "Alerts by hour and weekday, 72 in all. Most: Thu, 10 AM."
    assert said["waits"] == "Until somebody was there. Known of 72 of 72 alerts."
    assert said["ends"] == "As supervisors said on closing, of 67 of 72 alerts."
    assert said["behaviors"] == "Behavior named in 61 reports. A report can name several."


def test_drills_and_tests_are_a_figure_of_their_own(words: Words) -> None:
    shown = view(*presses(6), words=words)
    last = shown.figures[-1]
    assert (last.value, last.label, last.about) == (
        "7",
        "drills and tests",
        "not counted in any plot",
    )
    assert shown.figures[0].value == "6"


def test_of_few_alerts_each_is_a_mark_and_no_median_is_told(words: Words) -> None:
    shown = view(*presses(4), words=words)
    waits = card(shown, "waits")
    assert isinstance(waits.plot, SpanPlot)
    assert [row.values for row in waits.plot.rows] == [(9_000,) * 4] * 2
    assert {row.median for row in waits.plot.rows} == {None}
    assert waits.table.rows[0][1:3] == ("4", "9.0 s, 9.0 s, 9.0 s, 9.0 s")
    assert waits.note.startswith("Too few to tell")
    assert shown.figures[1].value == "\N{EN DASH}"
    assert shown.figures[1].about == "too few to tell"
    assert "Most" not in card(shown, "week").about
    assert "%" not in str(card(shown, "ends").plot)


def test_from_five_on_there_are_a_median_and_a_95th_percentile(words: Words) -> None:
    waits = card(view(*presses(5, going=9_400), words=words), "waits")
    assert isinstance(waits.plot, SpanPlot)
    assert (waits.plot.rows[0].median, waits.plot.rows[0].p95) == (9_400, 9_400)
    assert waits.table.rows[0] == ("All places", "5", "9.4 s", "9.4 s", "0")


def test_places_with_fewer_than_five_alerts_are_one_bar_and_rows_of_their_own(
    words: Words,
) -> None:
    made = [
        *presses(6, place="Counter 3"),
        *presses(2, place="Room 2", kind=Kind.PANIC),
        *presses(1, place="Window 6"),
    ]
    places = card(view(*made, words=words), "places")
    assert isinstance(places.plot, BarPlot)
    assert [(row.name, row.said) for row in places.plot.rows] == [
        ("Counter 3", "6"),
        ("2 other places", "3, of them 2 panic"),
    ]
    assert places.plot.rows[1].parts == ((Tint.ASSIST, 1), (Tint.PANIC, 2))
    assert [row[0] for row in places.table.rows] == ["Counter 3", "Room 2", "Window 6"]


def test_the_heat_map_begins_and_ends_with_the_hours_that_had_alerts(words: Words) -> None:
    made = [Press(id=str(hour), at=MONDAY.replace(hour=hour)) for hour in (8, 8, 13)]
    week = card(view(*made, words=words), "week")
    assert isinstance(week.plot, HeatPlot)
    assert week.plot.hours == ("8 AM", "9 AM", "10 AM", "11 AM", "12 PM", "1 PM")
    assert week.plot.days == ("Mon", "Tue", "Wed", "Thu", "Fri")
    assert week.plot.counts[0] == (2, 0, 0, 0, 0, 1)
    assert week.plot.most == 2
    sunday = Press(id="s", at=MONDAY + timedelta(days=6))
    assert len(card(view(*made, sunday, words=words), "week").table.head) == 8


def test_where_nobody_called_it_says_so_and_draws_nothing(words: Words) -> None:
    shown = view(words=words)
    for key in ("week", "waits", "places", "ends"):
        assert card(shown, key).empty == "No alert in these days."
        assert card(shown, key).plot is None
    assert "No report" in card(shown, "behaviors").empty


def test_false_alarms_are_told_by_place_where_there_was_more_than_one(words: Words) -> None:
    made = [
        *presses(3, place="Counter 3", outcome=Outcome.FALSE_ALARM),
        *presses(1, place="Window 6", outcome=Outcome.FALSE_ALARM),
    ]
    assert card(view(*made, words=words), "ends").note == "False alarms, most: Counter 3 (3)."


def test_no_name_of_anybody_is_on_the_page(words: Words) -> None:
    """Nothing that is counted has a person in it, so nothing here can rank one."""
    text = str(InsightsView.of(counted(WINTER), wait=Wait.ATTENDED, words=words)).casefold()
    assert "ana ruiz" not in text
    assert "maria" not in text
    assert "never counted or compared" in text


def test_a_table_can_be_pasted_and_opened_in_a_spreadsheet(words: Words) -> None:
    made = presses(6, place='=HYPERLINK("x")')
    table = card(view(*made, words=words), "places").table
    head, row = csv.reader(io.StringIO(table.as_csv()))
    assert head == ["Place", "Supervisor", "Panic", "Alerts", "False alarms"]
    assert row[0] == '\'=HYPERLINK("x")'
    assert table.as_text().splitlines()[1].split("\t")[3] == "6"


def test_the_bars_say_what_they_are_and_how_to_choose(words: Words) -> None:
    shown = timeline(a_busy_winter(), WINTER, words)
    assert shown.said == "Dec 1, 2025 to Feb 27, 2026"
    assert shown.hint.startswith("Each bar is a day. Drag to choose")


@pytest.mark.parametrize(
    ("ms", "said"),
    [
        (0, "0 ms"),
        (38, "38 ms"),
        (999, "999 ms"),
        (999.6, "1.0 s"),
        (9_400.5, "9.4 s"),
        (9_960, "10 s"),
        (59_400, "59 s"),
        (59_600, "1 min"),
        (61_000, "1 min 1 s"),
        (3_599_700, "1 h"),
        (7_500_000, "2 h 5 min"),
        (86_400_000, "1 d"),
    ],
)
def test_a_time_is_said_as_people_say_it(ms: float, said: str) -> None:
    assert duration(ms) == said
