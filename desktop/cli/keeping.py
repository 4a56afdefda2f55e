"""A station with windows is kept: started again after a crash, and not after a good end."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from desktop.cli.session import Session
from desktop.domain.errors import DeskError

if TYPE_CHECKING:  # once the bar is armed
    from desktop.services.adapters.keeper.kept import Kept


class NotStartedAnewError(DeskError):
    """Countersign has ended, and could not be started again: {why}."""

    code = "not-started-anew"
    advice = "Start it again on this PC; until then nobody can call from here."


class Keeping:
    """How this start is kept. ``is_kept``: the keeper made it, so nobody is waiting for windows.

    ``is_once``: it is never started again, as whoever debugs it, or has systemd keep it, wants.
    """

    def __init__(self, session: Session, *, is_kept: bool = False, is_once: bool = False) -> None:
        self.is_kept = is_kept
        self._session = session
        self._is_once = is_once
        self._starts_itself = False
        self._kept: Kept | None = self._made(is_kept=True) if is_kept else None

    def start(self) -> None:
        """The bar is armed: have it kept from now on."""
        if self._is_once:
            return
        self._kept = self._kept or self._made(is_kept=False)
        self._kept.start()

    def leave(self) -> None:
        """It ends because somebody, or the system, wants it to."""
        if self._kept is not None:
            self._kept.leave()

    def come_again(self) -> bool:
        """It ends to be started anew at once, and then waits for its turn; whether it will be."""
        return self._kept is not None and self._kept.come_again()

    def begin_anew(self) -> None:
        """It ends to be started again at once: by its keeper, or by itself where it has none."""
        self._starts_itself = not self.come_again()

    def start_itself(self) -> None:
        """Be the program once more, in this very process where the system has that: whoever
        watches over it, as systemd does, sees no end. Else do nothing.

        Where the system refuses that, a new keeper tries it until it can. Raises
        ``NotStartedAnewError`` where none is to be had, and where it runs once: then whoever
        watches over it sees that it failed.
        """
        if not self._starts_itself:
            return
        words = ("run", "--once") if self._is_once else ()
        try:
            _become(self._session.command(*words))
        except OSError as cause:
            if self._is_once or not self._made(is_kept=False).come_again():
                raise NotStartedAnewError(why=cause.strerror or str(cause)) from cause

    def _made(self, *, is_kept: bool) -> "Kept":
        from desktop.services.adapters.keeper.kept import Kept
        from desktop.services.adapters.keeper.restarts import LOG_NAME

        log = self._session.home.log / LOG_NAME
        return Kept(self._session.command(), log, is_kept=is_kept)


def _become(command: list[str]) -> None:
    if sys.platform == "win32":
        import subprocess

        subprocess.Popen(command)
    else:
        os.execv(command[0], command)  # noqa: S606 -- this program, and no shell


@contextmanager
def kept_until_it_leaves(keeping: Keeping) -> Iterator[Keeping]:
    """Leave at a good end of the block; at any other, the keeper starts the program again."""
    yield keeping
    keeping.leave()
