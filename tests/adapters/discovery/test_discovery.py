"""Relays find each other by multicast; here on the loopback interface alone.

Every test has a site of its own: others may run beside it, and multicast reaches them all.
"""

import gc
import logging
from collections.abc import Callable, Iterator
from secrets import token_hex

import pytest

from desktop.domain.relays import RelayTarget
from desktop.services.adapters.discovery import Discovery
from tests.support.relay import LOOPBACK, until


class Desk:
    """A station on the network, and the relays it has heard of."""

    def __init__(self, site: str, device: str) -> None:
        self.device = device
        self.hints: list[RelayTarget] = []
        self.discovery = Discovery(
            site=site, device=device, on_hint=self.hints.append, interfaces=[LOOPBACK]
        )
        self.discovery.start()

    def advertises(self, port: int) -> RelayTarget:
        """Tell of a relay there; returns the hint that others should get."""
        self.discovery.advertise(port, [LOOPBACK])
        return RelayTarget(self.device, ((LOOPBACK, port),))


NewDesk = Callable[..., Desk]


@pytest.fixture
def desk() -> Iterator[NewDesk]:
    made: list[Desk] = []
    site = token_hex(16)

    def new_desk(*, site: str = site, device: str | None = None) -> Desk:
        made.append(Desk(site, device or token_hex(16)))
        return made[-1]

    yield new_desk
    for each in made:
        each.discovery.close()


def test_a_relay_of_the_site_is_found_and_followed_when_it_moves(desk: NewDesk) -> None:
    looking, relay, abroad = desk(), desk(), desk(site=token_hex(16))
    abroad.advertises(4711)
    before = relay.advertises(18883)
    until(lambda: before in looking.hints)
    after = relay.advertises(18884)
    until(lambda: after in looking.hints)
    assert {hint.name for hint in looking.hints} == {relay.device}
    assert relay.hints == []


def test_what_anyone_may_advertise_is_no_relay_of_ours(desk: NewDesk) -> None:
    looking, relay = desk(), desk()
    desk(device="not-a-fingerprint").advertises(18883)
    desk().advertises(0)
    hint = relay.advertises(18883)
    until(lambda: hint in looking.hints)
    assert {hint.name for hint in looking.hints} == {relay.device}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_network_without_multicast_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    hints: list[RelayTarget] = []
    with caplog.at_level(logging.INFO):
        discovery = Discovery(
            site=token_hex(16),
            device=token_hex(16),
            on_hint=hints.append,
            interfaces=["203.0.113.7"],
        )
        discovery.start()
        discovery.advertise(18883, ["203.0.113.7"])
        discovery.close()
    gc.collect()  # zeroconf forgets an open socket when it fails
    assert "cannot be looked for" in caplog.text
    assert hints == []


def test_closing_twice_or_without_starting_is_nothing() -> None:
    discovery = Discovery(site=token_hex(16), device=token_hex(16), on_hint=lambda _hint: None)
    discovery.close()
    discovery.close()
