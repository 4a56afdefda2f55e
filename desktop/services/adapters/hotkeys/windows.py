"""Keys held with Windows.

Written from Microsoft's documentation; run only against stand-ins of Windows' libraries.
"""

import ctypes
import logging
import math
import sys
from collections.abc import Iterable, Mapping
from ctypes import wintypes
from itertools import cycle

from desktop.domain.hotkeys import Chord, Holding, Modifier
from desktop.services.adapters.hotkeys.keyboard import Heard

assert sys.platform == "win32"

log = logging.getLogger(__name__)

_WM_HOTKEY, _WM_APP = 0x0312, 0x8000
_LEAVE_IT, _TAKE_IT = 0, 1
_ANY_MESSAGE = 0x04FF
_OLD_ONES_TOO = 0x0004
_HAS_IT_ALREADY = 1409
_NO_REPEAT = 0x4000
_MODIFIERS = {Modifier.ALT: 1, Modifier.CTRL: 2, Modifier.SHIFT: 4, Modifier.WIN: 8}
_IDS = range(1, 0xC000)
_KEYS = {
    **{key: ord(key) for key in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"},
    **{f"F{number}": 0x6F + number for number in range(1, 25)},
    "Insert": 0x2D,
    "Home": 0x24,
    "End": 0x23,
    "PageUp": 0x21,
    "PageDown": 0x22,
    "Pause": 0x13,
    "ScrollLock": 0x91,
}


class WindowsKeyboard:
    """See ``Keyboard``. Keys belong to the thread that opens it.

    What is held is proven by asking for it once more: Windows refuses it.
    """

    def __init__(self) -> None:
        self._user = ctypes.WinDLL("user32", use_last_error=True)
        self._ids = cycle(_IDS)
        self._held: dict[Chord, int] = {}
        self._thread = 0

    @property
    def hears_waking(self) -> bool:
        return False  # only windows are told

    def open(self) -> None:
        message = wintypes.MSG()
        self._user.PeekMessageW(ctypes.byref(message), None, 0, 0, _LEAVE_IT)  # makes the queue
        self._thread = int(ctypes.windll.kernel32.GetCurrentThreadId())

    def hold(self, chords: Iterable[Chord]) -> Mapping[Chord, Holding]:
        return {chord: self._hold(chord) for chord in chords}

    def release(self, chords: Iterable[Chord]) -> None:
        for chord in chords:
            name = self._held.pop(chord, None)
            if name is not None:
                self._user.UnregisterHotKey(None, name)

    def is_blocked(self) -> bool:
        return False  # a hook that swallows keys is not to be seen from here

    def wait(self, seconds: float) -> Heard:
        self._user.MsgWaitForMultipleObjectsEx(
            0, None, math.ceil(seconds * 1000), _ANY_MESSAGE, _OLD_ONES_TOO
        )
        message = wintypes.MSG()
        pressed: list[Chord] = []
        while self._user.PeekMessageW(ctypes.byref(message), None, 0, 0, _TAKE_IT):
            if message.message == _WM_HOTKEY:
                pressed += [c for c, name in self._held.items() if name == message.wParam]
        return Heard(tuple(pressed))

    def wake(self) -> None:
        if self._thread:
            self._user.PostThreadMessageW(self._thread, _WM_APP, 0, 0)

    def close(self) -> None:
        self._thread = 0
        self.release(tuple(self._held))

    def _hold(self, chord: Chord) -> Holding:
        """Ask for it until Windows says that it is given away, and remember what we were given."""
        name = self._register(chord)
        if name is None:
            return Holding.HELD if chord in self._held else Holding.TAKEN
        if chord in self._held:
            log.warning("Windows had lost the key %s; it is held again", chord)
            self.release((chord,))
        self._held[chord] = name
        again = self._register(chord)
        if again is None:
            return Holding.HELD
        self._user.UnregisterHotKey(None, again)
        return Holding.WAITING

    def _register(self, chord: Chord) -> int | None:
        """The name under which it is ours from now on; ``None`` where somebody has it."""
        name = next(one for one in self._ids if one not in self._held.values())
        modifiers = sum(_MODIFIERS[modifier] for modifier in chord.modifiers) | _NO_REPEAT
        if self._user.RegisterHotKey(None, name, modifiers, _KEYS[chord.key]):
            return name
        error = ctypes.get_last_error()
        if error != _HAS_IT_ALREADY:
            log.warning("Windows refused the key %s with error %d", chord, error)
        return None
