"""The relay, its port, the firewall, and the links to the other stations."""

from collections.abc import Iterator

import msgspec

from desktop.domain.errors import DeskError
from desktop.services.doctor.findings import Finding, Health


class Broker(msgspec.Struct, frozen=True, kw_only=True):
    """The Mosquitto of this PC: where it is and what it calls itself, or why there is none."""

    program: str = ""
    version: str = ""
    missing: DeskError | None = None


def broker(found: Broker, *, is_relay: bool) -> Iterator[Finding]:
    """A relay cannot do without; any other station can, but could not become one."""
    if found.missing is None:
        yield Finding("broker", Health.OK, f"{found.version or 'Mosquitto'} is {found.program}.")
        return
    health = Health.FAIL if is_relay else Health.WARN
    yield Finding("broker", health, str(found.missing), found.missing.advice)


def port(number: int, *, is_ours: bool, taken: DeskError | None, is_relay: bool) -> Finding:
    """The port that other stations reach this relay at."""
    if is_ours:
        return Finding("port", Health.OK, f"This station's relay listens on port {number}.")
    if taken is None:
        return Finding("port", Health.OK, f"Port {number} is free.")
    return Finding("port", Health.FAIL if is_relay else Health.WARN, str(taken), taken.advice)


def firewall(name: str | None, line: str, *, number: int, is_relay: bool) -> Finding:
    """``name`` is the firewall that is on; whether it lets the port in, only a person can tell."""
    if name is None:
        return Finding("firewall", Health.OK, "No firewall was found on this PC.")
    if not is_relay:
        return Finding("firewall", Health.OK, f"{name} is on; only a relay needs an open port.")
    return Finding(
        "firewall",
        Health.UNKNOWN,
        f"{name} is on. Stations reach this relay only if it lets TCP port {number} in.",
        f"If they do not, allow it: {line}",
    )


def button_port(name: str | None, line: str, *, number: int) -> Iterator[Finding]:
    """The same for the port on which this station's own buttons call."""
    if name is not None:
        yield Finding(
            "firewall",
            Health.UNKNOWN,
            f"{name} is on. Buttons reach this station only if it lets TCP port {number} in.",
            f"If they do not, allow it: {line}",
        )


def links(up: int, *, is_ready: bool, why: str, calls: bool = True) -> Finding:
    """What the running station says of its connections and of who would answer.

    ``calls``: it is a desk that calls for supervisors, not the only one that is called.
    """
    if up == 0:
        return Finding(
            "links",
            Health.FAIL,
            "This station is connected to no relay, so nobody would be reached.",
            "Check the network cable and that a supervisor's PC is on.",
        )
    if not calls:
        return Finding("links", Health.OK, f"Connected to {_relays(up)}.")
    if not is_ready:
        return Finding(
            "links",
            Health.WARN,
            f"Connected to {_relays(up)}, but {why}",
            "Check that a supervisor sits at a supervisor's desk, logged in and unlocked.",
        )
    return Finding("links", Health.OK, f"Connected to {_relays(up)}; a supervisor's desk answers.")


def second_relay(up: int) -> Iterator[Finding]:
    """One relay is one PC on which everything hangs."""
    if up == 1:
        yield Finding(
            "links",
            Health.WARN,
            "Connected to no second relay: while the PC of the only one is off, nobody is reached.",
            "Let one more PC run a relay: `relay = true` in its station.toml.",
        )


def _relays(count: int) -> str:
    return "one relay" if count == 1 else f"{count} relays"
