"""What `countersign opening` says of a real site's tests."""

import json
import re
from argparse import ArgumentTypeError

import pytest

from desktop.cli.days import a_month
from desktop.cli.opening import _listed
from desktop.cli.serving.openings import OpeningVerbs
from desktop.domain.opening.facts import Confirmed, Found, Look, OpeningMissed, OpeningTested
from desktop.services.records.parts import SupervisorsKeepRecordsError
from desktop.services.records.saying import put_on_record
from tests.cli.test_manual import MANUAL, differences
from tests.support.workplace import StationAtWork, Workplace, office, wait_until

__all__ = ["office"]
RIGHT = Look(found=Found.RIGHT)


def tells(station: StationAtWork, fact: OpeningTested | OpeningMissed) -> None:
    running = station.running
    put_on_record(lambda: running.late.reporting().writer, fact).result(10)


@pytest.mark.system
def test_what_is_listed_is_what_the_manual_shows_and_a_counter_keeps_none_of_it(
    office: Workplace,
) -> None:
    ana, counter = office.supervisor("Ana Ruiz"), office.counter("Counter 3")
    openings = ana.running.late.openings()
    day = openings.today()
    tells(
        counter,
        OpeningTested(
            day=day.isoformat(),
            place="Counter 3",
            alert="a1",
            person="Maria Delgado",
            received=1,
            of=1,
            receipt_ms=7,
            confirmed=Confirmed(person="Ana Ruiz", after_s=4.2),
            location=RIGHT,
            barrier=Look(found=Found.NONE_HERE),
            way_out=Look(found=Found.WRONG, wrong="Boxes"),
        ),
    )
    missed = OpeningMissed(day=day.replace(day=1).isoformat(), station="9" * 32, place="Counter 9")
    tells(ana, missed)
    wait_until(lambda: (known := openings.read(within=0)).tests and known.missed)
    verbs = OpeningVerbs(ana.running).verbs()
    answer = verbs["opening list"]({})
    promised = re.findall(
        r"opening list --json\n```\n```json\n(.*?)^```$",
        MANUAL.read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    assert differences(json.loads(promised[0]), answer) == []
    head, *lines = _listed(answer)
    assert head.split() == ["DAY", "PLACE", "TEST", "CONFIRMED", "FOUND", "WRONG", "AT"]
    said = "\n".join(lines)
    assert "Ana Ruiz, 4 s" in said
    assert "way out: Boxes" in said
    assert "Counter 9" in said
    assert [one["name"] for one in verbs["opening month"]({})["month"]["stations"]] == [
        "Counter 3",
        "Counter 9",
    ]
    with pytest.raises(SupervisorsKeepRecordsError):
        OpeningVerbs(counter.running).verbs()["opening list"]({})


def test_a_month_of_which_nothing_is_known_is_a_sentence() -> None:
    nothing = {"month": "2026-02", "tests": [], "missed": []}
    assert [*_listed(nothing)] == ["No opening test is known of 2026-02."]


@pytest.mark.parametrize(
    "typed",
    ["2026", "2026-13", "2026-00", "0000-01", "November", "2026-1", "\u0662\u0660\u0662\u0666-11"],
)
def test_what_is_no_month_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ArgumentTypeError, match="such as 2026-11"):
        a_month(typed)
