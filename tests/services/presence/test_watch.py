"""Who is present, who is attended, and when a counter may call itself ready."""

from datetime import timedelta

import pytest

from desktop.domain.presence import BEAT_EVERY, PRESENT_FOR, Absence, Beat, Unready
from desktop.domain.roster.facts import DeviceRevoked
from desktop.services.presence.watch import Watch
from tests.support.stations import MORNING, Clock, Office


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watch(clock: Clock) -> Watch:
    return Watch(monotonic=clock.monotonic)


def beats(watch: Watch, clock: Clock, *, at_ms: int | None = None, person: str = "Ana") -> bool:
    said = int(clock.now().timestamp() * 1000) if at_ms is None else at_ms
    return watch.beat("ana", Beat(nonce=b"n", person=person), at_ms=said, now=clock.now())


def test_a_station_is_present_for_20_seconds_after_a_beat(watch: Watch, clock: Clock) -> None:
    beats(watch, clock)
    clock.seconds += PRESENT_FOR
    assert watch.expire() == []
    clock.seconds += 0.1
    assert watch.expire() == ["ana"]
    assert not watch.is_present("ana")
    assert watch.expire() == []


def test_only_what_a_person_would_see_is_told_as_a_change(watch: Watch, clock: Clock) -> None:
    assert beats(watch, clock)
    clock.seconds += BEAT_EVERY
    assert not beats(watch, clock)
    clock.seconds += BEAT_EVERY
    assert beats(watch, clock, person="Bea")


def test_an_old_beat_replayed_keeps_nobody_present(watch: Watch, clock: Clock) -> None:
    old = int(clock.now().timestamp() * 1000)
    beats(watch, clock)
    clock.seconds += 15
    beats(watch, clock, at_ms=old)
    clock.seconds += 6
    assert watch.expire() == ["ana"]


def test_a_clock_put_right_backwards_is_believed_after_a_silence(
    watch: Watch, clock: Clock
) -> None:
    beats(watch, clock)
    clock.seconds += PRESENT_FOR + 1
    watch.expire()
    an_hour_ago = int((clock.now() - timedelta(hours=1)).timestamp() * 1000)
    assert beats(watch, clock, at_ms=an_hour_ago)
    assert watch.is_present("ana")


def test_a_clock_that_is_off_is_measured(watch: Watch, clock: Clock) -> None:
    ahead = int((MORNING + timedelta(days=3650)).timestamp() * 1000)
    beats(watch, clock, at_ms=ahead)
    heard = watch.find("ana")
    assert heard is not None
    assert heard.clock_ahead_s == pytest.approx(3650 * 86400)


def why(office: Office) -> Unready | None:
    return office["Counter 3"].board.readiness.why


def test_a_counter_is_ready_once_an_attended_desk_has_answered() -> None:
    office = Office().opens()
    assert why(office) is None


def test_without_a_relay_it_says_so() -> None:
    office = Office().opens()
    office["Counter 3"].links.cut("Ana")
    office.settle()
    assert why(office) is Unready.NO_RELAY


def test_without_a_supervisor_it_says_so_within_20_seconds() -> None:
    office = Office().opens()
    office.stop("Ana")
    office.advance(PRESENT_FOR + 0.1)
    assert why(office) is Unready.NO_SUPERVISOR


@pytest.mark.parametrize("absence", list(Absence))
def test_a_desk_where_nobody_would_notice_makes_no_counter_ready(absence: Absence) -> None:
    office = Office().opens()
    office["Ana"].sitting.why = absence
    office.advance(BEAT_EVERY + 0.1)
    assert why(office) is Unready.NOBODY_ATTENDS

    office["Ana"].sitting.why = None
    office.advance(BEAT_EVERY + 0.1)
    assert why(office) is None


def test_another_counter_that_beats_makes_no_counter_ready() -> None:
    office = Office(counters=("Counter 1", "Counter 3")).opens("Counter 1", "Counter 3")
    office.advance(10)
    assert why(office) is Unready.NO_SUPERVISOR


def test_replayed_answers_of_a_dead_supervisor_make_no_counter_ready() -> None:
    office = Office().opens()
    inbox = f"/to/{office['Counter 3'].id}/"
    checks = [sent for sent in office.switchboard.passed if inbox in sent.topic]
    assert checks
    office.stop("Ana")
    office.advance(PRESENT_FOR + 10)
    office["Counter 3"].path.intake._notes.clear()
    for sent in checks:
        office.switchboard.carry(sent)
    office.settle()
    assert why(office) is Unready.NO_SUPERVISOR


def test_a_revoked_counter_is_told() -> None:
    office = Office(counters=("Counter 1", "Counter 3")).opens()
    office.done(office["Ana"].at_work.publish(DeviceRevoked(device=office["Counter 3"].id)))
    assert why(office) is Unready.REVOKED


def test_a_silent_station_is_shown_to_supervisors() -> None:
    office = Office(counters=("Counter 1", "Counter 3")).opens()
    office.stop("Counter 1")
    office.advance(PRESENT_FOR + 0.1)
    present = {desk.place: desk.is_present for desk in office["Ana"].board.desks}
    assert present == {"Counter 1": False, "Counter 3": True}
