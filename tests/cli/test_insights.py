"""What `countersign insights` says of a real site's alerts and reports."""

import json
import re
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path

import msgspec
import pytest

from desktop.cli.days import a_day
from desktop.cli.insights import _told
from desktop.cli.serving.insights import InsightsVerbs, _of_insights
from desktop.domain.alerts.facts import Kind, Outcome
from desktop.domain.insights.counting import Insights
from desktop.domain.insights.period import Period
from desktop.services.records.parts import SupervisorsKeepRecordsError
from tests.cli.test_manual import MANUAL, differences
from tests.support.insights import TODAY, counted
from tests.support.workplace import Workplace, office, wait_until

__all__ = ["office"]


def promised() -> object:
    (found,) = re.findall(
        r"insights show --json\n```\n```json\n(.*?)^```$",
        MANUAL.read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    return json.loads(found)


def test_what_is_shown_is_what_the_manual_promises() -> None:
    answer = _of_insights(counted(Period(date(2025, 12, 1), TODAY)))
    assert differences(promised(), answer) == []
    assert [len(day) for day in answer["by_hour"]] == [24] * 7


def test_a_person_reads_each_place_with_its_three_times() -> None:
    first, *lines = _told(_of_insights(counted(Period(date(2025, 12, 1), TODAY))))
    assert first.startswith("2025-12-01 to 2026-02-27: 72 alerts, of them 20 panic")
    said = "\n".join(lines)
    assert re.search(r"Counter 3 +until somebody was there +23 +\d", said)
    assert re.search(r"Records +until a desk had it +2 +\d+ ms, \d+ ms +-", said)
    assert "7 reports name 14 Mill Lane." in said


def test_what_a_command_prints_of_a_month_is_what_the_desk_counted() -> None:
    insights = counted(Period.month(date(2026, 2, 1)))
    assert msgspec.convert(msgspec.to_builtins(insights), Insights) == insights


@pytest.mark.parametrize("typed", ["2026", "2026-13-01", "yesterday", "2026-02-30"])
def test_what_is_no_day_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ArgumentTypeError, match="such as 2026-11-02"):
        a_day(typed)


@pytest.mark.system
def test_an_alert_of_a_real_site_is_counted_at_its_desk_and_not_at_its_counter(
    office: Workplace, tmp_path: Path
) -> None:
    ana, counter = office.supervisor("Ana Ruiz"), office.counter("Counter 3")
    station = ana.running.station
    pressed = counter.running.station.press(Kind.PANIC).result(10)
    wait_until(lambda: station.board.find(pressed.alert) is not None)
    for act in (station.acknowledge, station.attend):
        act(pressed.alert).result(10)
    ana.running.close(pressed.alert, Outcome.FALSE_ALARM).result(10)
    verbs = InsightsVerbs(ana.running).verbs()

    def place() -> dict[str, object]:
        found = verbs["insights show"]({})["places"]
        return dict(found[0]) if found else {}

    wait_until(lambda: place().get("false_alarms") == 1)
    told = place()
    assert (told["place"], told["panic"]) == ("Counter 3", 1)
    waits = told["waits"]
    assert isinstance(waits, dict)
    assert [waits[wait]["n"] for wait in ("received", "acknowledged", "attended")] == [1, 1, 1]
    assert waits["received"]["values_ms"][0] < 60_000
    with pytest.raises(SupervisorsKeepRecordsError):
        InsightsVerbs(counter.running).verbs()["insights show"]({})
