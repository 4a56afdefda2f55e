"""What `countersign drill` and `training` do at a real site."""

import json
import re
from argparse import ArgumentTypeError
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from desktop.cli.drill import _listed, _shown, _time
from desktop.cli.serving.drills import DrillVerbs
from desktop.cli.training import _listed as _trained
from desktop.domain.alerts.facts import Kind, Occasion
from desktop.domain.drills.course import Course
from desktop.domain.drills.errors import DrillRefusedError
from desktop.domain.drills.training import Training
from desktop.services.drills.training_list import training_csv
from desktop.services.records.parts import SupervisorsKeepRecordsError
from tests.cli.test_manual import MANUAL, differences
from tests.support.workplace import StationAtWork, Workplace, office, wait_until

__all__ = ["office"]


def promised(command: str) -> Any:
    """The shape that the manual gives for it."""
    found = re.findall(
        rf"^\$ countersign --home desk {command}.*?--json\n```\n```json\n(.*?)^```$",
        MANUAL.read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    return json.loads(found[0])


def ask(station: StationAtWork, verb: str, **args: object) -> dict[str, Any]:
    return DrillVerbs(station.running).verbs()[verb](dict(args))


@pytest.mark.system
def test_a_drill_is_planned_pressed_measured_and_told_by_commands(office: Workplace) -> None:
    ana, counter = office.supervisor("Ana Ruiz"), office.counter("Counter 3")
    counter.running.late.drilling()
    with pytest.raises(DrillRefusedError, match="no counter “Counter 9”"):
        ask(ana, "drill plan", counters=["Counter 9"])
    with pytest.raises(SupervisorsKeepRecordsError):
        ask(counter, "drill list")
    tomorrow = (datetime.now().astimezone() + timedelta(days=1)).isoformat()
    later = ask(ana, "drill plan", counters=["counter 3"], at=tomorrow)["drill"]
    assert later["state"] == "planned"
    cancelled = ask(ana, "drill cancel", drill=later["number"])["drill"]
    assert (cancelled["state"], cancelled["why"]) == ("ended", "cancelled")
    begun = ask(ana, "drill plan", counters=["Counter 3"], scenario="A knife.")
    assert differences(promised("drill plan"), begun) == []
    me = counter.running.identity.device
    wait_until(lambda: (ask := counter.running.late.drilling().asking.of(me)) and ask.is_now)
    alert = counter.presses(Kind.PANIC, occasion=Occasion.DRILL).alert
    wait_until(lambda: any(live.id == alert for live in ana.board.alerts))
    ana.is_going(alert)
    ana.says_they_are_here(alert)
    ana.closes(alert)
    drill = begun["drill"]["number"]

    def told() -> list[dict[str, Any]]:
        shown = ask(ana, "drill show", drill=drill)
        measured = [line["measured"] for call in shown["calls"] for line in call["stations"]]
        return [shown] if shown["drill"]["why"] == "over" and measured == [True, True] else []

    wait_until(told)
    shown = told()[0]
    assert differences(promised("drill show"), shown) == []
    assert shown["people"] == ["Ana Ruiz", "Maria Delgado"]
    lines = "\n".join(_shown(shown))
    assert "+ Counter 3: 1 desk had the call" in lines
    course = msgspec.convert(ask(ana, "drill course", drill=drill)["course"], Course)
    assert course.calls[0].answered_s is not None
    listed = ask(ana, "drill list")
    assert differences(promised("drill list"), listed) == []
    assert "cancelled" in "\n".join(_listed(listed["drills"]))
    trained = ask(ana, "training list")
    training = msgspec.convert(trained.pop("training"), Training)
    assert differences(promised("training list"), trained) == []
    assert "Maria Delgado" in "\n".join(_trained(trained))
    assert "Ana Ruiz,drill," in training_csv(training).decode("utf-8-sig")


def test_a_time_is_one_of_today_or_of_a_day_and_anything_else_is_refused_with_an_example() -> None:
    assert _time("2031-02-03 09:05").strftime("%Y-%m-%d %H:%M") == "2031-02-03 09:05"
    assert _time("9:05").date() == datetime.now().astimezone().date()
    for typed in ("soon", "25:00", "2026-13-01 10:00", "10", "\u0661\u0660:\u0660\u0660"):
        with pytest.raises(ArgumentTypeError, match="such as 14:30"):
            _time(typed)


def test_where_nothing_is_known_a_sentence_says_so() -> None:
    assert [*_listed([])] == ["No drill is known yet."]
    assert [*_trained({"people": []})] == ["Nobody has taken part in a drill yet, or read a card."]
