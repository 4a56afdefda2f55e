"""Running a station only while this session is in front, where its folder is shared by several.

Letting go is ending: the keeper starts the program again at once, and that waits for its turn
before it loads anything of windows.
"""

import logging
import os
import threading
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

from desktop.domain.turns import Front, Turn, turn_of
from desktop.services.adapters import machine
from desktop.services.adapters.home import Home

if TYPE_CHECKING:  # only where a folder is shared
    from desktop.services.adapters.machine.front_watch import FrontWatch

LETS_GO_WITHIN_S = 1.5
"""The lock is free by then, though something hangs: what was signed is on the disk anyway."""

log = logging.getLogger(__name__)


def wait_for_turn(home: Home) -> bool:
    """Wait until this session is in front; ``False`` where it has ended meanwhile."""
    if not home.is_shared:
        return True
    with closing(machine.front_changes()) as changes:
        while (turn := turn_of(machine.front(), is_shared=True)) is Turn.WAIT:
            changes.wait()
    return turn is Turn.RUN


def may_be_anothers(home: Home) -> bool:
    """Whether another session's program, soon to let go, may be what has the home's lock."""
    return home.is_shared and machine.front() is Front.HERE


def watch_for_turns(home: Home, lose: Callable[[Turn], None]) -> "FrontWatch | None":
    """Call ``lose`` once it is no longer this session's turn; ``None`` where it always is."""
    if not home.is_shared:
        return None

    from desktop.services.adapters.machine.front_watch import FrontWatch

    def changed(front: Front) -> None:
        turn = turn_of(front, is_shared=True)
        if turn is not Turn.RUN:
            log.info("the station is let go: another session is in front, or this one has ended")
            lose(turn)

    watch = FrontWatch(changed, front=machine.front, changes=machine.front_changes)
    watch.start()
    return watch


def end_in_time() -> None:
    """End this process hard unless it ends by itself: the other session must not wait for it."""
    hard = threading.Timer(LETS_GO_WITHIN_S, os._exit, [0])
    hard.daemon = True
    hard.start()
