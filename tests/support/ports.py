"""Ports for stations under test: none is given twice, whoever else tests on this PC meanwhile.

A port is written down when a home is made and listened on a while later. Asking the system for a
free one leaves it to chance that no other test is given the same in between.
"""

import os
from itertools import cycle
from zlib import crc32

from desktop.domain.errors import DeskError
from desktop.services.adapters.mosquitto.ports import LOOPBACK, require_listenable

FIRST, LAST = 8_000, 18_000
"""Below the relay's own port and those that the program takes when it may choose."""
_SLICE = 500
_slices = (LAST - FIRST) // _SLICE


def _first() -> int:
    """Each process of a test run has a slice of its own, and each run begins elsewhere."""
    run = crc32(os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid())).encode())
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return FIRST + (run + int(worker)) % _slices * _SLICE


_next = cycle(range(_first(), _first() + _SLICE, 2))


def own_port() -> int:
    """A port that is free, and so is the one above it, on which its station lets others join."""
    for _ in range(_SLICE):
        port = next(_next)
        try:
            require_listenable(port, LOOPBACK)
            require_listenable(port + 1, LOOPBACK)
        except DeskError:
            continue
        return port
    raise RuntimeError(f"no port is free from {_first()} on")
