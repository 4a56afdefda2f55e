"""What the demo and its actors say to each other: one JSON text a line, over stdin and stdout.

The demo asks, ``{"id": 1, "do": "click", ...}``; the actor answers with the same id, and between
answers tells *moments*: what was to be seen in its windows, and when.

All times are ``time.perf_counter_ns()``: on Linux, macOS and Windows that is one clock for every
process since the machine started, so times from two processes can be subtracted.
"""

from typing import Any

import msgspec

SCRATCH = "countersign-demo-"
"""How the demo's folder begins; an actor removes its home there and nowhere else."""
NOTHING = "nothing"
"""The words of a takeover moment when the screen is free."""


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """Something an actor shall do now, in its windows or with its station."""

    id: int
    do: str
    args: dict[str, Any] = {}


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """Why it could not be done, as the command line would say it."""

    code: str
    message: str
    advice: str


class Answer(msgspec.Struct, frozen=True, kw_only=True, tag="answer"):
    """The end of an ``Ask``: what came of it, or its ``fault``."""

    id: int
    result: dict[str, Any] = {}
    fault: Fault | None = None


class Moment(msgspec.Struct, frozen=True, kw_only=True, tag="moment"):
    """Something was drawn (``what``: a cue, a takeover), in these words, and then was the time."""

    what: str
    words: str
    at_ns: int
    detail: dict[str, Any] = {}


Said = Answer | Moment
