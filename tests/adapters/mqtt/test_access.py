"""What a relay lets through, and to whom."""

import contextlib
import socket
import ssl
from collections.abc import Callable

import pytest

from desktop.domain.relays import Arrival, LinkTrouble
from desktop.domain.roster.roles import Role
from tests.support.relay import (
    LOOPBACK,
    PATIENCE,
    Identity,
    SiteAuthority,
    SiteRelay,
    Station,
)

NewStation = Callable[..., Station]


@pytest.fixture
def everything() -> tuple[str, ...]:
    """Subscriptions of a station that would like to read all there is."""
    return ("#", "$SYS/#")


@pytest.fixture
def counter(stations: NewStation, relay: SiteRelay, everything: tuple[str, ...]) -> Station:
    """A curious counter."""
    station = stations(wants=everything)
    station.reaches(relay)
    return station


@pytest.fixture
def other(stations: NewStation, relay: SiteRelay, everything: tuple[str, ...]) -> Station:
    """Another counter, as curious."""
    station = stations(wants=everything)
    station.reaches(relay)
    return station


@pytest.fixture
def supervisor(stations: NewStation, relay: SiteRelay) -> Station:
    station = stations(Role.SUPERVISOR)
    relay.appoint(station.device)
    station.reaches(relay)
    return station


def topics_heard(station: Station) -> set[str]:
    return {fact.topic for fact in list(station.facts) if isinstance(fact, Arrival)}


def test_everyone_hears_alerts_and_notices_and_only_supervisors_reports_and_beats(
    counter: Station, other: Station, supervisor: Station, authority: SiteAuthority
) -> None:
    root = f"cs1/{authority.site}"
    for kind in ("r", "beat", "a", "n"):
        counter.transport.publish(f"{root}/{kind}/{counter.device}", kind.encode())
    counter.transport.publish(f"{root}/to/{other.device}/{counter.device}", b"last")

    other.gets(b"last")
    supervisor.gets(b"n")
    assert [p for p in supervisor.payloads() if len(p) < 5] == [b"r", b"beat", b"a", b"n"]
    assert other.payloads() == [b"a", b"n", b"last"]


def test_a_staff_desk_hears_what_a_counter_does_and_no_more(
    stations: NewStation,
    relay: SiteRelay,
    everything: tuple[str, ...],
    counter: Station,
    supervisor: Station,
) -> None:
    staff = stations(Role.STAFF, wants=everything)
    staff.reaches(relay)
    root = f"cs1/{relay.authority.site}"
    for kind in ("r", "beat", "a", "n"):
        counter.transport.publish(f"{root}/{kind}/{counter.device}", kind.encode())
    counter.transport.publish(f"{root}/to/{supervisor.device}/{counter.device}", b"to her")
    counter.transport.publish(f"{root}/to/{staff.device}/{counter.device}", b"last")

    staff.gets(b"last")
    assert staff.payloads() == [b"a", b"n", b"last"]


def test_what_is_for_one_station_is_heard_by_no_other(
    counter: Station, other: Station, supervisor: Station, authority: SiteAuthority
) -> None:
    root = f"cs1/{authority.site}"
    counter.transport.publish(f"{root}/to/{supervisor.device}/{counter.device}", b"for her alone")
    counter.transport.publish(f"{root}/a/{counter.device}", b"for everyone")

    supervisor.gets(b"for her alone")
    other.gets(b"for everyone")
    assert not other.has(b"for her alone")


def test_nobody_carries_under_anothers_name_or_on_topics_of_their_own(
    counter: Station, other: Station, supervisor: Station, authority: SiteAuthority
) -> None:
    root = f"cs1/{authority.site}"
    for kind in ("a", "n", "r", "beat", f"to/{supervisor.device}"):
        other.transport.publish(f"{root}/{kind}/{counter.device}", b"forged")
    for topic in ("elsewhere", f"{root}/a", f"{root}/a/{other.device}/more", f"{root}/x/y"):
        other.transport.publish(topic, b"strange")
    other.transport.publish(f"cs1/{'0' * 32}/a/{other.device}", b"another site")
    other.waits_until(lambda: len(other.ups()) == 2)  # it doubted itself, and was let in again

    other.transport.publish(f"{root}/a/{other.device}", b"honest")
    supervisor.gets(b"honest")
    counter.gets(b"honest")
    for station in (counter, supervisor):
        assert not {b"forged", b"strange", b"another site"} & set(station.payloads())


def test_the_broker_tells_nobody_about_itself(counter: Station, supervisor: Station) -> None:
    supervisor.transport.publish(supervisor.topics.to(counter.device), b"anything else?")
    counter.gets(b"anything else?")
    assert not [topic for topic in topics_heard(counter) if topic.startswith("$")]


class Stranger:
    """A program of somebody else's, with a stolen certificate, that writes whatever it likes."""

    def __init__(self, identity: Identity, relay: SiteRelay) -> None:
        context = ssl.create_default_context(cafile=identity.files.ca)
        context.check_hostname = False
        context.load_cert_chain(identity.files.certificate, identity.files.key)
        plain = socket.create_connection((LOOPBACK, relay.process.port), PATIENCE)
        self._socket = context.wrap_socket(plain)
        hello = b"\x00\x04MQTT\x05\x02\x00\x3c\x00" + b"\x00\x00"
        self._socket.sendall(b"\x10" + length(len(hello)) + hello)
        assert self._socket.recv(1) == b"\x20", "the relay did not let it in"

    def publishes(self, topic: str, payload: bytes) -> None:
        name = topic.encode()
        body = len(name).to_bytes(2, "big") + name + b"\x00" + payload
        with contextlib.suppress(OSError):  # it may be cut off in the middle
            self._socket.sendall(b"\x30" + length(len(body)) + body)

    def is_cut_off(self) -> bool:
        try:
            while self._socket.recv(4096):
                pass
        except TimeoutError:
            return False
        except OSError:
            return True
        return True

    def close(self) -> None:
        self._socket.close()


def length(size: int) -> bytes:
    """A length as MQTT writes it."""
    written = b""
    while True:
        size, low = divmod(size, 128)
        written += bytes([low | (128 if size else 0)])
        if not size:
            return written


def test_a_message_of_a_megabyte_costs_its_sender_the_link_and_nobody_else(
    relay: SiteRelay, counter: Station, supervisor: Station, authority: SiteAuthority
) -> None:
    thief = authority.device(Role.COUNTER)
    pid = relay.process.pid
    stranger = Stranger(thief, relay)
    topic = f"cs1/{authority.site}/a/{thief.device}"
    stranger.publishes(topic, b"as anyone may")
    supervisor.gets(b"as anyone may")
    stranger.publishes(topic, bytes(1024 * 1024))
    assert stranger.is_cut_off()
    stranger.close()

    counter.transport.publish(counter.topics.beat, b"all is well")
    supervisor.gets(b"all is well")
    assert relay.process.pid == pid
    for station in (counter, supervisor):
        assert station.downs() == []
        assert max((len(payload) for payload in station.payloads()), default=0) < 64 * 1024


def test_a_revoked_station_is_cut_off_both_ways_and_the_others_stay(
    counter: Station,
    other: Station,
    supervisor: Station,
    relay: SiteRelay,
    authority: SiteAuthority,
) -> None:
    root = f"cs1/{authority.site}"
    relay.revoke(counter.device)

    supervisor.transport.publish(f"{root}/to/{counter.device}/{supervisor.device}", b"are you in?")
    supervisor.transport.publish(f"{root}/a/{supervisor.device}", b"for those who belong here")
    other.gets(b"for those who belong here")
    assert not counter.has(b"for those who belong here")
    assert not counter.has(b"are you in?")

    counter.transport.publish(f"{root}/a/{counter.device}", b"from outside")
    counter.waits_until(lambda: LinkTrouble.REFUSED in counter.downs())
    assert counter.transport.up() == frozenset()
    other.transport.publish(f"{root}/a/{other.device}", b"from inside")
    supervisor.gets(b"from inside")
    assert not supervisor.has(b"from outside")
    for station in (other, supervisor):
        assert station.downs() == []
        assert len(station.ups()) == 1


def test_a_revoked_station_is_not_let_in_again(
    counter: Station, stations: NewStation, relay: SiteRelay
) -> None:
    relay.revoke(counter.device)
    relay.process.renew()
    counter.waits_until(lambda: counter.downs()[-1:] == [LinkTrouble.REFUSED])
    assert counter.transport.up() == frozenset()


def test_a_supervisor_can_be_appointed_while_connected(
    counter: Station, stations: NewStation, relay: SiteRelay
) -> None:
    promoted = stations(Role.SUPERVISOR)
    promoted.reaches(relay)
    relay.appoint(promoted.device)
    counter.transport.publish(counter.topics.beat, b"beat")
    promoted.gets(b"beat")
    assert len(promoted.ups()) == 1
