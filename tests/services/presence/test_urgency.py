"""Beats that say nothing new wait until the alert thread is awake anyway; news does not."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from desktop.domain.board import Desk as Shown
from desktop.domain.events.note import EVERYONE, NoteKind, write_note
from desktop.domain.presence import BEAT_EVERY, PRESENT_FOR, Absence, Beat
from desktop.domain.relays import Arrival
from desktop.services.delivery.turnstile import MOST_WAITING
from desktop.services.presence.watch import CLOCK_SKEW_SHOWN
from tests.support.stations import SITE, Desk, Office, drain

BEAT = f"cs1/{SITE.id}/beat"


@pytest.fixture
def office() -> Office:
    """Two desks and a counter that have known each other for a while."""
    office = Office(supervisors=("Ana", "Bea")).opens()
    office.advance(2 * BEAT_EVERY + 1)
    return office


@pytest.fixture
def ana(office: Office) -> Desk:
    return office["Ana"]


@pytest.fixture
def counter(office: Office) -> Desk:
    return office["Counter 3"]


def beats(desk: Desk) -> None:
    desk.path._beating.beat()


def is_woken(desk: Desk) -> bool:
    return desk.at_work._actor.has_work


def waiting(desk: Desk) -> int:
    return len(desk.at_work._actor._whenever)


def as_shown(ana: Desk) -> Shown:
    """The counter on Ana's board."""
    (shown,) = [desk for desk in ana.board.desks if desk.place == "Counter 3"]
    return shown


def test_a_beat_that_says_nothing_new_wakes_nobody(ana: Desk, counter: Desk) -> None:
    beats(counter)
    assert waiting(ana) == 1
    assert not is_woken(ana)


def test_whatever_else_comes_takes_the_waiting_beats_along(
    office: Office, ana: Desk, counter: Desk
) -> None:
    beats(counter)
    ana.at_work.attention_changed()
    office.settle()
    assert waiting(ana) == 0


def starts_again(office: Office, counter: Desk) -> None:
    office.stop(counter.name)
    office.advance(PRESENT_FOR + 1)
    office.start(counter.name)
    drain(counter.at_work._actor)


def is_somebody_else(_office: Office, counter: Desk) -> None:
    counter.path.person = "Marcus"
    beats(counter)


def runs_another_version(_office: Office, counter: Desk) -> None:
    counter.path._beating._version = "1"
    beats(counter)


def knows_of_no_desk(_office: Office, counter: Desk) -> None:
    counter.path._beating._is_alone = lambda: True
    beats(counter)


def has_its_clock_put_on(_office: Office, counter: Desk) -> None:
    counter.clock.off_by = timedelta(seconds=CLOCK_SKEW_SHOWN + 1)
    beats(counter)


@pytest.mark.parametrize(
    "happens",
    [
        *(starts_again, is_somebody_else, runs_another_version),
        *(knows_of_no_desk, has_its_clock_put_on),
    ],
)
def test_news_from_a_counter_is_worked_off_at_once(
    office: Office, ana: Desk, counter: Desk, happens: Callable[[Office, Desk], None]
) -> None:
    happens(office, counter)
    assert is_woken(ana)


def test_another_desk_s_beat_is_worked_off_at_once(office: Office, ana: Desk) -> None:
    beats(office["Bea"])
    assert is_woken(ana)


def test_that_a_desk_is_left_is_seen_at_once_though_beats_wait(
    office: Office, ana: Desk, counter: Desk
) -> None:
    beats(counter)
    office["Bea"].sitting.why = Absence.AWAY
    office["Bea"].at_work.attention_changed()
    office.settle()
    (bea,) = [desk for desk in ana.board.desks if desk.place == "Bea"]
    assert bea.absence is Absence.AWAY


def test_what_is_no_beat_of_this_site_is_refused_at_once(office: Office, ana: Desk) -> None:
    now = office.clock.seconds
    for payload in (b"N", b"N" + bytes(200), b"garbage"):
        ana.at_work.hear(Arrival("Ana", f"{BEAT}/x", payload, now))
    assert waiting(ana) == 0
    office.settle()
    assert sum(ana.path.intake.refused.values()) == 3


def test_a_station_is_present_for_20_seconds_from_when_its_beat_came(
    office: Office, ana: Desk, counter: Desk
) -> None:
    beats(counter)
    came = office.clock.now()
    office.stop("Counter 3")
    office.advance(BEAT_EVERY)  # in which it is worked off
    assert waiting(ana) == 0
    office.advance(PRESENT_FOR - BEAT_EVERY - 0.1)
    assert as_shown(ana).is_present
    office.advance(0.2)
    shown = as_shown(ana)
    assert not shown.is_present
    assert shown.last_heard is not None
    assert abs(shown.last_heard - came) < timedelta(milliseconds=1)


def test_a_beat_in_another_s_name_waits_and_makes_nobody_present(
    office: Office, ana: Desk, counter: Desk
) -> None:
    office.stop("Counter 3")
    office.advance(PRESENT_FOR - 3)
    forged = write_note(
        site=bytes.fromhex(SITE.id),
        sender=bytes.fromhex(counter.id),
        to=EVERYONE,
        kind=NoteKind.BEAT,
        at_ms=int(office.clock.now().timestamp() * 1000),
        body=Beat(nonce=b"n", boot=b"b", count=900, person="Counter 3", version="0"),
        signature_of=lambda _data: bytes(64),
    )
    assert as_shown(ana).is_present
    ana.at_work.hear(Arrival("Ana", f"{BEAT}/{counter.id}", forged, office.clock.seconds))
    assert waiting(ana) == 1
    office.advance(BEAT_EVERY)
    assert not as_shown(ana).is_present


def test_of_a_carrier_that_floods_with_old_news_no_more_waits_than_of_any_other(
    office: Office, ana: Desk, counter: Desk
) -> None:
    beats(counter)
    old = next(sent for sent in reversed(office.switchboard.passed) if sent.topic.startswith(BEAT))
    for _ in range(2 * MOST_WAITING):
        ana.at_work.hear(Arrival("Ana", old.topic, old.payload, office.clock.seconds))
    assert waiting(ana) == MOST_WAITING
