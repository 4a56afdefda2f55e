"""A station's links: to whom, how soon again, and never twice."""

import gc
import os
import selectors
import signal
import socket
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from desktop.domain.relays import LinkDown, LinkTrouble, LinkUp, RelayTarget, TlsFiles
from desktop.domain.roster.roles import Role
from desktop.services.adapters.mqtt import approach, session
from desktop.services.adapters.mqtt.transport import IdentityUnusableError, MqttTransport
from tests.support.relay import LOOPBACK, Identity, SiteAuthority, SiteRelay, Station, until

NewStation = Callable[..., Station]
NewRelay = Callable[[], SiteRelay]


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Where somebody takes connections and says nothing."""
    with socket.create_server((LOOPBACK, 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def dead_port() -> Iterator[int]:
    """Where nobody answers; it is held, so that nobody will."""
    with socket.socket() as holder:
        holder.bind((LOOPBACK, 0))
        yield holder.getsockname()[1]


def alert(station: Station, payload: bytes) -> frozenset[str]:
    topic = station.topics.beat.replace("/beat/", "/a/")
    return station.transport.publish(topic, payload)


def test_a_link_is_up_once_it_is_subscribed_and_names_the_key_it_found(
    relay: SiteRelay, stations: NewStation
) -> None:
    station = stations()
    assert station.transport.up() == frozenset()
    station.reaches(relay)
    assert station.facts == [LinkUp(relay=relay.name, peer=relay.identity.device)]
    assert station.transport.up() == {relay.name}


def test_small_messages_do_not_wait_for_the_other_side(
    relay: SiteRelay, stations: NewStation
) -> None:
    station = stations()
    station.reaches(relay)
    link = station.transport._links[relay.name]
    assert link.session is not None
    wire = link.session.wire._tls
    assert wire.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_message_goes_over_every_relay_at_once(relays: NewRelay, stations: NewStation) -> None:
    first, second = relays(), relays()
    counter, console = stations(), stations()
    counter.reaches(first, second)
    console.reaches(first, second)
    assert alert(counter, b"help") == {first.name, second.name}
    console.waits_until(lambda: console.payloads() == [b"help", b"help"])


def test_a_message_can_be_kept_to_some_relays(relays: NewRelay, stations: NewStation) -> None:
    ours, external = relays(), relays()
    station, console = stations(), stations()
    station.reaches(ours, external)
    console.reaches(external)
    topic = f"cs1/{ours.authority.site}/a/{station.device}"
    only = frozenset({ours.name, "a relay that is not there"})
    assert station.transport.publish(topic, b"private", only=only) == {ours.name}
    assert station.transport.publish(topic, b"public") == {ours.name, external.name}
    console.gets(b"public")
    assert console.payloads() == [b"public"]


def test_a_message_that_may_get_lost_arrives_where_nothing_is_wrong(
    relay: SiteRelay, stations: NewStation
) -> None:
    counter, console = stations(), stations(Role.SUPERVISOR)
    relay.appoint(console.device)
    counter.reaches(relay)
    console.reaches(relay)
    assert counter.transport.publish(counter.topics.beat, b"beat", certain=False) == {relay.name}
    console.gets(b"beat")


def test_what_is_published_while_no_link_is_up_never_leaves(
    relay: SiteRelay, stations: NewStation
) -> None:
    counter, console = stations(), stations()
    console.reaches(relay)
    assert alert(counter, b"too early") == frozenset()
    counter.reaches(relay)
    assert alert(counter, b"in time") == {relay.name}
    console.gets(b"in time")
    assert console.payloads() == [b"in time"]


@pytest.mark.allows_log("The relay's broker ended")
def test_what_is_published_while_the_relay_is_down_never_leaves(
    relay: SiteRelay, stations: NewStation
) -> None:
    counter, console = stations(), stations()
    counter.reaches(relay)
    console.reaches(relay)
    relay.process.stop()
    for station in (counter, console):
        station.waits_until(lambda: LinkTrouble.LOST in station.downs())  # noqa: B023 -- at once
    assert alert(counter, b"nobody carries this") == frozenset()

    relay.start()
    for station in (counter, console):
        station.waits_until(lambda: len(station.ups()) == 2)  # noqa: B023 -- at once
    alert(counter, b"somebody carries this")
    console.gets(b"somebody carries this")
    assert console.payloads() == [b"somebody carries this"]


def test_more_than_a_relay_carries_is_our_own_mistake(
    relay: SiteRelay, stations: NewStation
) -> None:
    counter, console = stations(), stations()
    counter.reaches(relay)
    console.reaches(relay)
    with pytest.raises(ValueError, match="more than a relay carries"):
        alert(counter, b"x" * (60 * 1024 + 1))
    largest = b"x" * (60 * 1024)
    alert(counter, largest)
    console.gets(largest)


def test_two_hundred_presses_at_once_all_arrive_in_order(
    relay: SiteRelay, stations: NewStation
) -> None:
    counter, console = stations(), stations()
    counter.reaches(relay)
    console.reaches(relay)
    presses = [b"press %d" % n for n in range(200)]
    for press in presses:
        assert alert(counter, press) == {relay.name}
    console.waits_until(lambda: len(console.payloads()) == 200)
    assert console.payloads() == presses


def test_a_relay_that_takes_few_messages_at_a_time_gets_them_a_few_at_a_time(
    relays: NewRelay, stations: NewStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.services.adapters.mosquitto.config.MAX_INFLIGHT", 5)
    relay = relays()
    counter, console = stations(), stations()
    counter.reaches(relay)
    console.reaches(relay)
    for n in range(200):
        assert alert(counter, b"press %d" % n) == {relay.name}
    console.waits_until(lambda: len(console.payloads()) == 200)
    assert counter.downs() == []


def test_a_relay_that_is_started_later_is_found_then(
    authority: SiteAuthority, relay: SiteRelay, stations: NewStation
) -> None:
    relay.process.stop()
    station = stations()
    station.transport.reach([relay.target])
    station.waits_until(lambda: station.downs() == [LinkTrouble.UNREACHABLE])
    relay.start()
    station.waits_until(lambda: bool(station.ups()), within=3)


def test_the_first_address_that_proves_itself_wins(
    relays: NewRelay, stations: NewStation, dead_port: int, silent_port: int
) -> None:
    relay, another = relays(), relays()
    addresses = [
        (LOOPBACK, dead_port),
        (LOOPBACK, silent_port),
        (LOOPBACK, another.process.port),
        ("no-such-host.invalid", 1),
        ("localhost", relay.process.port),
    ]
    station = stations()
    station.transport.reach([RelayTarget(relay.name, tuple(addresses))])
    station.waits_until(lambda: station.ups() == [LinkUp(relay.name, relay.name)])
    assert station.downs() == []


def test_new_addresses_are_tried_at_once(
    relay: SiteRelay, stations: NewStation, dead_port: int
) -> None:
    station = stations()
    for _ in range(8):  # so that the next try by itself would be seconds away
        station.transport.reach([RelayTarget(relay.name, ((LOOPBACK, dead_port),))])
    station.waits_until(lambda: bool(station.downs()))
    station.transport.reach([relay.target])
    station.waits_until(lambda: bool(station.ups()), within=1)


def test_a_relay_that_is_no_longer_wanted_is_left_and_the_others_are_not(
    relays: NewRelay, stations: NewStation
) -> None:
    kept, left = relays(), relays()
    station = stations()
    station.reaches(kept, left)
    station.transport.reach([kept.target])
    station.waits_until(lambda: LinkDown(left.name, LinkTrouble.LEFT) in station.facts)
    assert station.transport.up() == {kept.name}
    assert alert(station, b"still here") == {kept.name}
    assert len(station.ups()) == 2


def test_one_relay_wanted_twice_is_reached_once(relay: SiteRelay, stations: NewStation) -> None:
    station = stations()
    by_address = RelayTarget(
        f"{LOOPBACK}:{relay.process.port}", ((LOOPBACK, relay.process.loopback_port),)
    )
    station.transport.reach([relay.target, by_address])
    station.waits_until(lambda: LinkTrouble.TWIN in station.downs() and bool(station.ups()))
    assert len(station.transport.up()) == 1
    (kept,) = station.transport.up()
    (other,) = {relay.name, by_address.name} - {kept}

    station.transport.reach([relay.target if other == relay.name else by_address])
    station.waits_until(lambda: station.transport.up() == {other}, within=3)


def test_a_relay_of_another_site_is_not_spoken_to(
    relay: SiteRelay, tmp_path: Path, stations: NewStation
) -> None:
    abroad = SiteAuthority(tmp_path / "abroad")
    stranger = stations(identity=abroad.device())
    stranger.transport.reach([relay.target])
    stranger.waits_until(lambda: stranger.downs() == [LinkTrouble.FOREIGN])


def test_a_certificate_of_another_site_is_refused(
    relay: SiteRelay, authority: SiteAuthority, tmp_path: Path, stations: NewStation
) -> None:
    theirs = SiteAuthority(tmp_path / "abroad").device()
    files = TlsFiles(
        ca=authority.ca_file, certificate=theirs.files.certificate, key=theirs.files.key
    )
    intruder = stations(identity=Identity(theirs.device, theirs.private, theirs.public_key, files))
    intruder.transport.reach([relay.target])
    intruder.waits_until(lambda: intruder.downs() == [LinkTrouble.REFUSED])


def test_a_revoked_certificate_is_refused(relay: SiteRelay, stations: NewStation) -> None:
    station = stations()
    relay.revoke(station.device)
    station.transport.reach([relay.target])
    station.waits_until(lambda: station.downs() == [LinkTrouble.REFUSED])


def test_a_relay_that_the_roster_does_not_trust_is_not_spoken_to(
    relay: SiteRelay, stations: NewStation
) -> None:
    station = stations()
    station.distrusted.add(relay.identity.public_key)
    station.transport.reach([relay.target])
    station.waits_until(lambda: station.downs() == [LinkTrouble.UNTRUSTED])
    station.distrusted.clear()
    station.waits_until(lambda: bool(station.ups()))


def test_a_relay_that_the_roster_trusts_no_longer_is_left(
    relay: SiteRelay, stations: NewStation
) -> None:
    station = stations()
    station.reaches(relay)
    station.distrusted.add(relay.identity.public_key)
    station.transport.reach([relay.target])
    station.waits_until(lambda: station.downs() == [LinkTrouble.UNTRUSTED])
    assert alert(station, b"not to you") == frozenset()


def test_another_relay_at_a_known_address_is_not_taken_for_the_one_that_was_there(
    relays: NewRelay, stations: NewStation
) -> None:
    gone, in_its_place = relays(), relays()
    station = stations()
    station.transport.reach([RelayTarget(gone.name, in_its_place.target.addresses)])
    station.waits_until(lambda: station.downs() == [LinkTrouble.OTHER])


def test_somebody_who_says_nothing_is_silent(
    stations: NewStation, silent_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(approach, "ANSWERS_WITHIN", 0.3)
    station = stations()
    station.transport.reach([RelayTarget("silent", ((LOOPBACK, silent_port),))])
    station.waits_until(lambda: station.downs() == [LinkTrouble.SILENT])


def test_somebody_who_hangs_up_at_once_leaves_no_socket_open(stations: NewStation) -> None:
    """Python tells of one that is left open, and here that is an error."""
    with socket.create_server((LOOPBACK, 0)) as server:
        address = (LOOPBACK, server.getsockname()[1])
        station = stations()
        for name in range(40):
            station.transport.reach([RelayTarget(f"rude {name}", (address,))])
            caller, _ = server.accept()
            caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            caller.close()  # with a reset
    station.transport.close()
    gc.collect()


def test_somebody_who_speaks_another_language_is_no_relay_of_ours(stations: NewStation) -> None:
    with socket.create_server((LOOPBACK, 0)) as server:
        station = stations()
        station.transport.reach([RelayTarget("mail", ((LOOPBACK, server.getsockname()[1]),))])
        caller, _ = server.accept()
        with caller:
            caller.sendall(b"220 mail.example ESMTP ready\r\n")
            station.waits_until(lambda: station.downs() == [LinkTrouble.FOREIGN])


def test_a_relay_that_hangs_while_a_station_greets_it_is_silent(
    relay: SiteRelay, stations: NewStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(approach, "ANSWERS_WITHIN", 0.3)
    monkeypatch.setattr(session, "GREETS_WITHIN", 0.3)
    assert relay.process.pid is not None
    os.kill(relay.process.pid, signal.SIGSTOP)
    station = stations()
    station.transport.reach([relay.target])
    station.waits_until(lambda: station.downs() == [LinkTrouble.SILENT])
    os.kill(relay.process.pid, signal.SIGCONT)
    station.waits_until(lambda: bool(station.ups()))


def test_a_relay_that_hangs_is_noticed_and_publishing_never_blocks(
    relay: SiteRelay, stations: NewStation
) -> None:
    station = stations(keepalive=1)
    station.reaches(relay)
    assert relay.process.pid is not None
    os.kill(relay.process.pid, signal.SIGSTOP)
    longest = 0.0
    while LinkTrouble.SILENT not in station.downs():
        begun = time.monotonic()
        alert(station, b"x" * 30_000)
        longest = max(longest, time.monotonic() - begun)
        time.sleep(0.002)
    assert longest < 0.5
    assert station.transport.up() == frozenset()
    os.kill(relay.process.pid, signal.SIGCONT)
    station.waits_until(lambda: len(station.ups()) == 2)


def test_a_quiet_link_stays_up(relay: SiteRelay, stations: NewStation) -> None:
    quiet, other = stations(keepalive=1), stations()
    quiet.reaches(relay)
    other.reaches(relay)
    begun = time.monotonic()
    until(lambda: time.monotonic() - begun > 3.0)  # three times what silence is given
    assert quiet.downs() == []
    alert(other, b"anyone?")
    quiet.gets(b"anyone?")


def test_two_programs_with_one_identity_are_told_so_and_do_not_duel(
    relay: SiteRelay, stations: NewStation, authority: SiteAuthority
) -> None:
    identity = authority.device()
    first = stations(identity=identity)
    first.reaches(relay)
    second = stations(identity=identity)
    second.reaches(relay)
    until(lambda: LinkTrouble.TAKEN in first.downs() + second.downs())
    before = len(first.ups()) + len(second.ups())
    begun = time.monotonic()
    until(lambda: time.monotonic() - begun > 2.0)
    assert len(first.ups()) + len(second.ups()) - before <= 4


def test_an_identity_that_cannot_be_used_is_an_error_with_advice(
    authority: SiteAuthority, tmp_path: Path
) -> None:
    mine, other = authority.device(), authority.device()
    for files in (
        TlsFiles(ca=authority.ca_file, certificate=mine.files.certificate, key=other.files.key),
        TlsFiles(ca=authority.ca_file, certificate=tmp_path / "gone", key=mine.files.key),
    ):
        with pytest.raises(IdentityUnusableError, match="identity") as refused:
            MqttTransport(
                identity=files,
                device=mine.device,
                subscriptions=(),
                trusts=lambda _key: True,
                inbox=lambda _fact: None,
            )
        assert "Join" in refused.value.advice


def test_a_message_is_told_before_it_is_acknowledged_to_the_relay(
    relay: SiteRelay, stations: NewStation
) -> None:
    counter, console = stations(), stations()
    counter.reaches(relay)
    console.reaches(relay)
    owed: list[bool] = []
    session = console.transport._links[relay.name].session
    assert session is not None
    console.when_told = lambda: owed.append(session.wants_write)
    alert(counter, b"first")
    console.gets(b"first")
    assert owed == [True]
    until(lambda: not session.wants_write)


@pytest.mark.expects_log("What listens to the network failed")
def test_whoever_fails_on_a_message_does_not_stop_the_next(
    relay: SiteRelay, stations: NewStation
) -> None:
    counter, console = stations(), stations()
    counter.reaches(relay)
    console.reaches(relay)
    console.stumbles = RuntimeError("on this one")
    alert(counter, b"first")
    alert(counter, b"second")
    console.gets(b"second")
    assert console.downs() == []


@pytest.mark.expects_log("The link to relay .* failed")
def test_our_own_fault_on_one_link_does_not_touch_the_others(
    relays: NewRelay, stations: NewStation
) -> None:
    sound, cursed = relays(), relays()
    station = stations()
    station.cursed.add(cursed.identity.public_key)
    station.transport.reach([sound.target, cursed.target])
    station.waits_until(lambda: LinkTrouble.FAULT in station.downs() and bool(station.ups()))
    assert station.transport.up() == {sound.name}
    station.cursed.clear()
    station.waits_until(lambda: len(station.transport.up()) == 2)


def test_a_relay_that_never_stops_sending_is_left_after_a_moment_and_gone_back_to(
    relay: SiteRelay, stations: NewStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter, console = stations(), stations()
    counter.reaches(relay)
    console.reaches(relay)
    session = console.transport._links[relay.name].session
    assert session is not None
    monkeypatch.setattr(session.wire, "pending", lambda: 1)
    begun = time.monotonic()
    session.read()
    assert time.monotonic() - begun < 2.0
    assert session.has_unread
    alert(counter, b"read at the next look")
    console.gets(b"read at the next look")
    done = Event()
    console.transport._post(done.set)
    assert done.wait(5)  # a call has its turn in between


def test_who_cannot_be_called_any_more_looks_and_has_itself_called_again(
    relay: SiteRelay, stations: NewStation
) -> None:
    station = stations()
    station.reaches(relay)
    station.transport._wake_sender.close()
    station.transport.wake()  # and says nothing of it
    done = Event()
    station.transport._post(done.set)
    assert done.wait(5)
    until(lambda: not station.transport._is_deaf)
    station.transport._wake_receiver.shutdown(socket.SHUT_RDWR)
    until(lambda: station.transport._wake_sender.fileno() >= 0)
    again = Event()
    station.transport._post(again.set)
    assert again.wait(5)


@pytest.mark.expects_log("The network could not be waited for")
def test_a_wait_that_fails_ends_neither_the_links_nor_the_waiting(
    relay: SiteRelay, stations: NewStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter, console = stations(), stations()
    counter.reaches(relay)
    console.reaches(relay)
    selector, failed = console.transport._selector, Event()
    real = selector.select

    def fails_once(timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if not failed.is_set():
            failed.set()
            raise OSError(10038, "not a socket")
        return real(timeout)

    monkeypatch.setattr(selector, "select", fails_once)
    console.transport.wake()
    assert failed.wait(5)
    alert(counter, b"after it")
    console.gets(b"after it")
    assert console.downs() == []


def test_after_closing_nothing_is_told_and_nothing_leaves(
    relay: SiteRelay, stations: NewStation
) -> None:
    station, other = stations(), stations()
    station.reaches(relay)
    other.reaches(relay)
    station.close()
    told = list(station.facts)
    alert(other, b"still there?")
    assert alert(station, b"no") == frozenset()
    assert station.transport.up() == frozenset()
    station.transport.reach([relay.target])
    station.close()
    assert station.facts == told
