"""What may wait for a thread: a share for each carrier."""

from desktop.domain.alerts.facts import AlertRaised, Kind
from desktop.domain.relays import Arrival
from desktop.services.delivery.topics import Topics
from desktop.services.delivery.turnstile import MOST_WAITING, Turnstile
from tests.support.stations import SITE, Author, Office, key_of


def arrival(name: str, payload: bytes = b"") -> Arrival:
    topics = Topics(SITE.id, key_of(name).id)
    return Arrival("Ana", topics.to(key_of("Ana").id), payload, 0.0)


def test_each_carrier_has_its_own_share_and_gets_it_back() -> None:
    turnstile = Turnstile(most=2)
    crowd = [turnstile.enters(arrival("Counter 1")) for _ in range(3)]
    assert crowd == [True, True, False]
    assert turnstile.enters(arrival("Counter 3"))
    turnstile.leaves(arrival("Counter 1"))
    assert turnstile.enters(arrival("Counter 1"))


def test_nothing_is_remembered_of_carriers_that_left() -> None:
    turnstile = Turnstile()
    for number in range(100):
        assert turnstile.enters(arrival(f"made up {number}"))
        turnstile.leaves(arrival(f"made up {number}"))
    assert not turnstile._waiting


def test_a_flood_of_garbage_neither_fills_memory_nor_hides_another_s_panic() -> None:
    office = Office(counters=("Counter 1", "Counter 3")).opens()
    ana = office["Ana"]
    for _ in range(5 * MOST_WAITING):
        ana.at_work.hear(arrival("Counter 1", b"garbage"))
        ana.at_work.hear(arrival("Counter 1", b"E" + b"\1" + bytes(32) + b"\3"))  # for the records
    call = Author(key_of("Counter 3")).says(AlertRaised(kind=Kind.PANIC, place="Counter 3"))
    ana.at_work.hear(arrival("Counter 3", call.wire()))
    assert ana.at_work._actor.waits_for == MOST_WAITING + 1

    office.settle()
    assert ana.alert.id == call.id
    ana.at_work.hear(arrival("Counter 1", b"garbage"))
    assert ana.at_work._actor.waits_for == 1
