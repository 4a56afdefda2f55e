"""What of a station opens late: in which order, and in which it ends."""

from collections.abc import Callable
from threading import Event as Flag
from threading import Thread

import pytest

from desktop.app import late_parts
from desktop.app.late import Late, StationEndedError
from tests.support.workplace import Workplace, office, wait_until

__all__ = ["office"]

OPENED = [
    "TellingOutside",
    "Buttoning",
    "Reporting",
    "Guiding",
    "Drilling",
    "OpeningRecords",
    "FloorPlans",
    "Retaining",
]
ENDED = [
    *("Retaining", "Drilling", "TellingOutside", "Buttoning"),
    *("Admitting", "OwnRelay"),
    *("Guiding", "FloorPlans", "Reporting"),
    "Records",
]


class Slow:
    """A part that takes its time to start."""

    def __init__(self) -> None:
        self.begins, self.may_go_on = Flag(), Flag()

    def start(self) -> None:
        self.begins.set()
        assert self.may_go_on.wait(10)


def beside(action: Callable[[], object]) -> Thread:
    thread = Thread(target=action, daemon=True)
    thread.start()
    return thread


def test_whoever_asks_while_a_part_is_being_opened_waits_and_gets_the_same_one() -> None:
    part, got = Slow(), list[Slow]()
    late = Late("slow", lambda: part)
    asking = [beside(lambda: got.append(late())) for _ in range(3)]
    assert part.begins.wait(10)
    assert got == []
    part.may_go_on.set()
    for thread in asking:
        thread.join(10)
    assert got == [part] * 3


def test_an_ending_waits_for_what_is_being_opened_and_then_nothing_is() -> None:
    part = Slow()
    late, unwanted = Late("slow", lambda: part), Late("unwanted", Slow)
    beside(late)
    assert part.begins.wait(10)
    ending = beside(late.end)
    ending.join(0.05)
    assert ending.is_alive()
    part.may_go_on.set()
    ending.join(10)
    assert not ending.is_alive()
    assert late.made is part
    unwanted.end()
    for ended in (late, unwanted):
        with pytest.raises(StationEndedError):
            ended()
    assert unwanted.made is None


def test_parts_open_in_their_order_and_end_in_theirs(
    office: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.app.admitting import Admitting
    from desktop.app.buttoning import Buttoning
    from desktop.app.drilling import Drilling
    from desktop.app.floor_plans import FloorPlans
    from desktop.app.guiding import Guiding
    from desktop.app.opening_records import OpeningRecords
    from desktop.app.relaying import OwnRelay
    from desktop.app.reporting import Reporting
    from desktop.app.retaining import Retaining
    from desktop.app.telling_outside import TellingOutside
    from desktop.services.records.records import Records

    ana = office.supervisor("Ana Ruiz")
    ana.leaves()
    ana.home.contacts_file.write_text("[]")
    ana.home.buttons_file.write_text('{"buttons": []}')
    opened, ended = list[str](), list[str]()

    def note(kind: type, does: str, noted: list[str]) -> None:
        really = getattr(kind, does)

        def noting(self: object) -> None:
            noted.append(kind.__name__)
            really(self)

        monkeypatch.setattr(kind, does, noting)

    lasting = (TellingOutside, Buttoning, Reporting, Guiding, Drilling, FloorPlans, Retaining)
    for part in (*lasting, OpeningRecords):
        note(part, "start", opened)
    for kind in (*lasting, Admitting, OwnRelay, Records):
        note(kind, "stop", ended)
    monkeypatch.setattr(late_parts, "OPENED_AFTER", 0.0)
    ana.comes_back()
    wait_until(lambda: len(opened) == len(OPENED))
    ana.leaves()
    assert (opened, ended) == (OPENED, ENDED)
    with pytest.raises(StationEndedError):
        ana.running.late.openings()
