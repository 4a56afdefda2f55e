"""What is asked of a system's keyboard."""

from collections.abc import Iterable, Mapping
from typing import Protocol

import msgspec

from desktop.domain.errors import DeskError
from desktop.domain.hotkeys import Chord, Holding


class KeyboardLostError(DeskError):
    """The way to this PC's keyboard broke, or cannot be had."""

    code = "keyboard-lost"
    advice = "Countersign goes on trying. If it stays so, log out and in again."


class Heard(msgspec.Struct, frozen=True):
    """What came of waiting. ``has_changed``: the keyboard, or what its keys mean, is another, or
    the PC woke up.
    """

    pressed: tuple[Chord, ...] = ()
    has_changed: bool = False


class Keyboard(Protocol):
    """Holds keys. Everything but ``wake`` is for one thread; it raises ``KeyboardLostError``."""

    @property
    def hears_waking(self) -> bool:
        """``wait`` returns when the PC wakes up, once it is open: nobody has to look for it."""

    def open(self) -> None:
        """Reach the system; harmless after ``close``."""

    def hold(self, chords: Iterable[Chord]) -> Mapping[Chord, Holding]:
        """Have each key from now on, and prove of each that it is so."""

    def release(self, chords: Iterable[Chord]) -> None:
        """Let go of them."""

    def is_blocked(self) -> bool:
        """Another program has the whole keyboard."""

    def wait(self, seconds: float) -> Heard:
        """Wait for presses, for so long at most, or until somebody wakes us."""

    def wake(self) -> None:
        """Have ``wait`` return. Any thread."""

    def close(self) -> None:
        """Let go of everything."""
