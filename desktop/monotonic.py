"""Seconds that never go back, and that pass while the PC sleeps.

Python's own stand still on Linux and macOS while a lid is closed: a counter that wakes would go on
showing the answer of half an hour ago as one of just now. On Windows they pass, as far as is known.
"""

import sys
import time

if sys.platform == "linux":

    def monotonic() -> float:
        """Only differences mean anything."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)

elif sys.platform == "darwin":

    def monotonic() -> float:
        """Only differences mean anything."""
        return time.clock_gettime(time.CLOCK_MONOTONIC)

else:

    def monotonic() -> float:
        """Only differences mean anything."""
        return time.monotonic()


def seconds_asleep() -> float:
    """How long this PC has slept so far, where it can tell; only that it grew means anything."""
    return monotonic() - time.monotonic()
