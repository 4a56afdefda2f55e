"""What a desk said as an administrator's while it was none: kept, and believed nowhere, in whatever
order it and the site key's words arrive.
"""

from itertools import permutations

import pytest

from desktop.domain.events.event import Event
from desktop.domain.events.streams import Stream
from desktop.domain.relays import Arrival
from desktop.domain.roster.facts import DeviceEntrusted, DevicePlaced
from tests.support.stations import SITE, Author, Desk, Office

NOTICES = int(Stream.NOTICES)


@pytest.fixture
def office() -> Office:
    return Office(supervisors=("Ana", "Marcus"), counters=("Counter 3",), relays=("Ana",))


def right(desk: Desk, *, is_given: bool, upto: int, revision: int) -> DeviceEntrusted:
    return DeviceEntrusted(
        device=desk.id,
        key=desk.key.public_bytes,
        place="Marcus",
        administrator=is_given,
        heads=((NOTICES, upto),),
        revision=revision,
    )


def moved(desk: Desk, place: str, revision: int) -> DevicePlaced:
    return DevicePlaced(device=desk.id, place=place, revision=revision)


def hears(office: Office, name: str, event: Event) -> None:
    topic = f"cs1/{SITE.id}/n/{event.header.device_id}"
    office[name].at_work.hear(Arrival("a relay", topic, event.wire(), office.clock.seconds))
    office.settle()


def place_of(office: Office, name: str) -> str:
    member = office[name].at_work.roster.device(office["Counter 3"].id)
    assert member is not None
    return member.place


def story(office: Office) -> tuple[Event, list[Event]]:
    """The right given; and then taken, given back, and what was said before, between and after."""
    marcus, counter = office["Marcus"], office["Counter 3"]
    says = Author(marcus.key)
    given = office.site.says(right(marcus, is_given=True, upto=0, revision=1))
    rest = [
        says.says(moved(counter, "Before", 1)),
        office.site.says(right(marcus, is_given=False, upto=1, revision=2)),
        says.says(moved(counter, "Between", 9)),
        office.site.says(right(marcus, is_given=True, upto=2, revision=3)),
        says.says(moved(counter, "After", 2)),
    ]
    return given, rest


@pytest.mark.parametrize("order", [*permutations(range(5))][::7])
def test_in_any_order_every_desk_ends_up_with_the_same_also_after_a_start(
    office: Office, order: tuple[int, ...]
) -> None:
    office.opens("Ana")
    given, rest = story(office)
    hears(office, "Ana", given)
    for number in order:
        hears(office, "Ana", rest[number])
    assert place_of(office, "Ana") == "After"
    roster = office["Ana"].at_work.roster
    office.stop("Ana")
    office.start("Ana")
    office.settle()
    assert office["Ana"].at_work.roster == roster


def test_what_was_said_without_the_right_is_kept_so_that_stations_agree_on_what_they_hold(
    office: Office,
) -> None:
    office.opens("Ana", "Counter 3")
    given, (before, taken, between, *_) = story(office)
    for event in (given, before, between, taken):  # this one believed it for a moment
        hears(office, "Ana", event)
    for event in (given, before, taken, between):
        hears(office, "Counter 3", event)
    assert place_of(office, "Ana") == place_of(office, "Counter 3") == "Before"
    streams = office["Counter 3"].path.ledger.streams
    digests = {office[one].path.ledger.holdings.digest(streams) for one in ("Ana", "Counter 3")}
    assert len(digests) == 1
