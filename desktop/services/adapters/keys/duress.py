"""The two codes of a PC at which a call is taken back by a code: the right one, and the one for
whoever is made to (DESIGN §4). Off until somebody sets them.
"""

from collections.abc import Callable
from enum import Enum
from pathlib import Path

from desktop.domain.errors import RefusedError
from desktop.services.adapters.keys.pins import PinFile, PinRefusedError

_RIGHT, _FORCED = "take back", "duress"


class CodesAlikeError(RefusedError):
    """The two codes are the same, so nobody could tell one from the other."""

    code = "codes-alike"
    advice = "Choose two that a frightened person does not mix up, and that nobody guesses."


class NoCodesError(RefusedError):
    """No codes are set at this PC."""

    code = "no-codes"
    advice = "Set them with: countersign duress set."


class Typed(Enum):
    """What somebody typed to take a call back."""

    RIGHT = "right"
    FORCED = "forced"
    WRONG = "wrong"


class TakeBackCodes:
    """Kept as argon2 hashes in ``path``, which only this account reads. Any thread may call it."""

    def __init__(self, path: Path, *, monotonic: Callable[[], float]) -> None:
        self._path, self._monotonic = path, monotonic
        self._pins = PinFile(path, monotonic=monotonic)

    @property
    def are_set(self) -> bool:
        """A call is taken back by a code here; by none at all where their file is spoilt."""
        return self._path.exists()

    @property
    def are_spoilt(self) -> bool:
        """Their file is there, and no code in it can be told."""
        return self.are_set and self._pins.read_whole({_RIGHT, _FORCED}) is None

    def is_first(self, typed: str) -> bool:
        """It is the code that takes a call back; takes some 100 ms, and is wrong for a minute after
        five wrong ones.
        """
        return self.read(typed) is Typed.RIGHT

    def set(self, code: str, duress: str) -> None:
        """Take calls back by ``code`` from now on; ``duress`` looks the same and calls everybody.

        Raises ``CodesAlikeError``, ``PinTooShortError`` or ``PrivateFileNotSavedError``.
        """
        code, duress = code.strip(), duress.strip()  # the bar's field does so, too
        if code == duress:
            raise CodesAlikeError
        self._pins.set_all({_RIGHT: code, _FORCED: duress})

    def forget(self) -> None:
        """Take calls back without a code again; raises ``NoCodesError`` where there are none."""
        if not self._path.exists():
            raise NoCodesError
        self._path.unlink()

    def read(self, typed: str) -> Typed:
        """What ``typed`` is; takes some 100 ms. The duress code counts however often it was wrong
        before, and what else is typed after five wrong ones is wrong for a minute.
        """
        asked_once = PinFile(self._path, monotonic=self._monotonic)  # it counts nobody's tries
        if asked_once.check(_FORCED, typed):
            return Typed.FORCED
        try:
            is_right = self._pins.check(_RIGHT, typed)
        except PinRefusedError:
            is_right = False
        return Typed.RIGHT if is_right else Typed.WRONG
