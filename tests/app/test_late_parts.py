"""What of a station opens late: in which order, and in which it ends."""

import sys
from collections.abc import Callable
from threading import Event as Flag
from threading import Thread
from typing import Any

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


def is_in(thread: Thread, called: Callable[..., object]) -> bool:
    """That is what the thread does now, or waits in."""
    frame = sys._current_frames().get(thread.ident or 0)
    return frame is not None and frame.f_code is called.__code__


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
    made_at_the_end = list[Slow | None]()

    def end() -> None:
        late.end()
        made_at_the_end.append(late.made)

    ending = beside(end)
    wait_until(lambda: made_at_the_end or is_in(ending, Late.end))
    assert made_at_the_end == []
    part.may_go_on.set()
    ending.join(10)
    assert made_at_the_end == [part]
    unwanted.end()
    for ended in (late, unwanted):
        with pytest.raises(StationEndedError):
            ended()
    assert unwanted.made is None


class Reluctant:
    """A part that does not begin at first."""

    def __init__(self) -> None:
        self.tries, self.stops = 0, 0

    def start(self) -> None:
        self.tries += 1
        if self.tries == 1:
            raise OSError("No space left on device")

    def stop(self) -> None:
        self.stops += 1


def test_a_part_that_does_not_begin_is_ended_and_opened_by_whoever_asks_next() -> None:
    part = Reluctant()
    late = Late("reluctant", lambda: part)
    with pytest.raises(OSError, match="No space"):
        late()
    assert (late.made, part.stops) == (None, 1)
    assert [late(), late.made] == [part, part]
    assert (part.tries, part.stops) == (2, 1)


@pytest.mark.expects_log("Drilling does not end in good order")
@pytest.mark.expects_log("Reporting does not end in good order")
@pytest.mark.expects_log("OwnRelay does not end in good order")
@pytest.mark.expects_log("the station does not end in good order")
def test_what_does_not_stop_keeps_nothing_else_from_ending(
    office: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.app.drilling import Drilling
    from desktop.app.relaying import OwnRelay
    from desktop.app.reporting import Reporting
    from desktop.services.station.station import Station

    ana = office.supervisor("Ana Ruiz")
    ana.running.late.drilling()
    ana.running.late.reporting()
    ended = list[str]()

    def stops_badly(kind: type, stop: Callable[[Any], None]) -> None:
        def stops(self: object) -> None:
            stop(self)
            ended.append(kind.__name__)
            raise OSError("No space left on device")

        monkeypatch.setattr(kind, "stop", stops)

    stops_badly(Drilling, Drilling.stop)
    stops_badly(OwnRelay, OwnRelay.stop)
    stops_badly(Reporting, Reporting.stop)
    stops_badly(Station, Station.stop)
    ana.leaves()
    assert ended == ["Drilling", "OwnRelay", "Reporting", "Station"]
    monkeypatch.undo()
    ana.comes_back()  # its home was given back


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
