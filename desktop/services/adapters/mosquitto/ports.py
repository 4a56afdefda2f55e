"""TCP ports of this PC: whether one may be listened on, and finding one that may."""

import errno
import secrets
import socket
import sys
from contextlib import suppress

from desktop.domain.errors import DeskError

LOOPBACK = "127.0.0.1"

LOWEST_FREE, FIRST_OUTGOING = 20_000, 32_768
"""Where a free port is looked for; 18883, the relay's own, lies below."""


class RelayPortTakenError(DeskError):
    """Another program on this PC holds the relay's port."""

    code = "relay-port-taken"
    advice = (
        "Close that program, or set another port = ... in station.toml; until then this station"
        " works through the other relays."
    )


class RelayAddressError(DeskError):
    """This PC may not listen on the relay's address."""

    code = "relay-address"
    advice = "Correct port and bind in station.toml, or leave both out to use the defaults."


def require_listenable(port: int, bind: str | None) -> None:
    """Return where ``port`` can be listened on now, on ``bind`` or on every address.

    Raises ``RelayPortTakenError`` where another program has it, ``RelayAddressError`` where the
    address is not this PC's or the port needs rights that we lack.
    """
    for family, address in _addresses(bind):
        try:
            _probe(family, address, port)
        except OSError as cause:
            # Windows says EACCES of a port that it keeps for something else, such as Hyper-V.
            kept = sys.platform == "win32" and cause.errno == errno.EACCES
            if kept or cause.errno == errno.EADDRINUSE:
                raise RelayPortTakenError(
                    f"Another program on this PC holds the relay's port {port}."
                ) from cause
            if cause.errno in {errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL} and bind is None:
                continue  # a PC without IPv6
            raise RelayAddressError(
                f"This PC may not listen on {address or 'every address'}"
                f"{f', port {port}' if port else ''}: {cause.strerror}."
            ) from cause


def free_port(bind: str | None = LOOPBACK) -> int:
    """A port that nobody listens on now, and that no outgoing connection will be given later.

    It lies below the range from which systems number outgoing connections (32768 and up on Linux,
    49152 on Windows and macOS), so only a program that asks for this very port can take it before
    us. Raises ``RelayAddressError`` where ``bind`` is not this PC's.
    """
    while True:
        port = LOWEST_FREE + secrets.randbelow(FIRST_OUTGOING - LOWEST_FREE)
        with suppress(RelayPortTakenError):
            require_listenable(port, bind)
            return port


def _addresses(bind: str | None) -> list[tuple[socket.AddressFamily, str]]:
    if bind is None:
        every = [(socket.AF_INET, "")]
        return [*every, (socket.AF_INET6, "")] if socket.has_ipv6 else every
    return [(socket.AF_INET6 if ":" in bind else socket.AF_INET, bind)]


def _probe(family: socket.AddressFamily, address: str, port: int) -> None:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if family == socket.AF_INET6:
            probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        if sys.platform == "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:  # as the broker does: connections that have just ended do not count
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((address, port))
