"""Record, then send; but an alert waits 50 ms for a disk and no longer."""

from collections.abc import Callable

import pytest

from desktop.domain.alerts.facts import Kind
from desktop.services.delivery.recording import A_MOMENT, Recorder
from desktop.services.ports import Entry
from desktop.services.schedule import Schedule
from tests.support.stations import Clock, Disk, Office

PATIENCE = 0.050
"""Seconds, as promised; what the code itself says would test nothing."""


class Desk:
    """A recorder whose disk and clock a test holds in its hands."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.disk = Disk()
        self.schedule = Schedule(self.clock.monotonic)
        self.recorder = Recorder(journal=self.disk, schedule=self.schedule, post=_at_once)
        self.left: list[tuple[float, bool]] = []
        self.recorded = 0

    def keeps(self) -> None:
        self.recorder.then(Entry(), self._leave, self._recorded)

    def passes(self, seconds: float) -> None:
        self.clock.seconds += seconds
        self.schedule.run_due()

    def _leave(self, is_recorded: bool) -> None:
        self.left.append((round(self.clock.seconds - 1000.0, 3), is_recorded))

    def _recorded(self) -> None:
        self.recorded += 1


def _at_once(action: Callable[[], None]) -> None:
    action()


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_with_a_disk_that_works_it_leaves_recorded(desk: Desk) -> None:
    desk.keeps()
    desk.passes(1)
    assert desk.left == [(0, True)]
    assert desk.recorded == 0


def test_with_a_disk_that_hangs_it_leaves_after_50_ms_unrecorded(desk: Desk) -> None:
    desk.disk.hangs = True
    desk.keeps()
    desk.passes(PATIENCE - 0.001)
    assert desk.left == []
    desk.passes(0.001)
    assert desk.left == [(PATIENCE, False)]
    assert desk.recorder.is_late


def test_a_disk_that_refuses_is_not_waited_for(desk: Desk) -> None:
    desk.disk.error = OSError("disk full")
    desk.keeps()
    assert desk.left == [(0, False)]


def test_what_gets_to_the_disk_late_is_told_and_leaves_no_second_time(desk: Desk) -> None:
    desk.disk.hangs = True
    desk.keeps()
    desk.passes(5)
    desk.disk.recovers()
    assert desk.left == [(5, False)]
    assert desk.recorded == 1
    assert not desk.recorder.is_late


def test_two_hundred_behind_a_hanging_disk_do_not_queue_up(desk: Desk) -> None:
    desk.disk.hangs = True
    desk.keeps()
    desk.passes(PATIENCE)
    for _ in range(200):
        desk.keeps()
    assert desk.left == [(PATIENCE, False)] * 201

    desk.disk.recovers()
    assert desk.recorded == 201
    desk.keeps()
    assert desk.left[-1] == (PATIENCE, True)


def test_a_disk_that_comes_back_in_time_is_as_good_as_one_that_never_hung(desk: Desk) -> None:
    desk.disk.hangs = True
    desk.keeps()
    desk.passes(0.03)
    desk.disk.recovers()
    desk.passes(1)
    assert desk.left == [(0.03, True)]


def test_what_nobody_waits_for_is_written_in_a_moment(desk: Desk) -> None:
    desk.recorder.keep(Entry(settled=("a",)))
    desk.passes(A_MOMENT - 0.001)
    assert desk.disk.kept == []
    desk.passes(0.001)
    assert desk.disk.kept == [Entry(settled=("a",))]


def test_what_somebody_waits_for_is_written_at_once_and_after_what_came_before_it(
    desk: Desk,
) -> None:
    desk.recorder.keep(Entry(settled=("a",)))
    desk.recorder.keep(Entry(settled=("b",)))
    desk.keeps()
    assert desk.disk.kept == [Entry(settled=("a",)), Entry(settled=("b",)), Entry()]
    desk.passes(1)
    assert len(desk.disk.kept) == 3


def test_an_alert_leaves_within_50_ms_of_a_hanging_disk_and_the_counter_is_told() -> None:
    office = Office().opens()
    counter, ana = office["Counter 3"], office["Ana"]
    counter.disk.hangs = True

    answer = counter.at_work.press(Kind.PANIC)
    office.settle()
    assert not ana.alerts
    office.advance(0.01)
    delivery = counter.alerts[0].delivery
    assert delivery is not None
    assert (delivery.is_leaving, delivery.is_recorded) == (True, False)
    office.advance(PATIENCE)
    assert ana.alerts

    pressed = office.done(answer)
    assert (pressed.is_recorded, pressed.is_sent) == (False, True)
    assert [live.id for live in ana.alerts] == [pressed.alert]

    delivery = counter.alerts[0].delivery
    assert delivery is not None
    assert (delivery.got, delivery.is_leaving, delivery.is_recorded) == (1, False, False)

    counter.disk.recovers()
    office.settle()
    delivery = counter.alerts[0].delivery
    assert delivery is not None
    assert delivery.is_recorded


def test_a_supervisor_whose_disk_hangs_says_so_in_its_receipt() -> None:
    office = Office().opens()
    office["Ana"].disk.hangs = True
    office.press("Counter 3")
    office.advance(0.1)

    alert = office["Counter 3"].alert
    kept = [getattr(r.fact, "kept", None) for r in alert.timeline if r.device == office["Ana"].id]
    assert kept == [False]
    assert office["Counter 3"].alerts[0].delivery.got == 1  # type: ignore[union-attr]  # its own


def test_what_the_disk_had_in_time_counts_as_recorded_however_late_we_hear_of_it() -> None:
    disk, clock, heard = Disk(), Clock(), list[Callable[[], None]]()
    schedule = Schedule(clock.monotonic)
    recorder = Recorder(journal=disk, schedule=schedule, post=heard.append)
    left: list[bool] = []
    recorder.then(Entry(), left.append)
    clock.seconds += 2 * PATIENCE
    schedule.run_due()
    assert left == [True]
    assert not recorder.is_late
    for action in heard:
        action()
    assert left == [True]
