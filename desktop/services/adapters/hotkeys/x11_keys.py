"""What the keys of an X server's keyboard mean: read from its answers, asked nothing."""

import struct
from collections.abc import Collection

import msgspec

from desktop.domain.hotkeys import Modifier

_SHIFT, _LOCK, _CONTROL, _MOD1, _MOD4 = 0x01, 0x02, 0x04, 0x08, 0x40
_NUM_LOCK, _SCROLL_LOCK = 0xFF7F, 0xFF14
_ALTS, _SUPERS = {0xFFE9, 0xFFEA}, {0xFFEB, 0xFFEC}
_ANSWER_AT = 32
_LEVELS = 4
"""Meanings of a key that count: those of two layouts, each with Shift and without."""
_KEYSYMS = {
    **{letter: ord(letter.lower()) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
    **{digit: ord(digit) for digit in "0123456789"},
    **{f"F{number}": 0xFFBD + number for number in range(1, 25)},
    "Insert": 0xFF63,
    "Home": 0xFF50,
    "End": 0xFF57,
    "PageUp": 0xFF55,
    "PageDown": 0xFF56,
    "Pause": 0xFF13,
    "ScrollLock": _SCROLL_LOCK,
}
_TOOLS = 0x1008FF81
_F13_AT, _HIGH = 191, tuple(f"F{number}" for number in range(13, 25))
"""Where Linux puts F13 to F24. Its usual layouts give these keys names of their own, or none, so a
pedal that is set to F13 sends *Tools*."""


class KeyMap(msgspec.Struct, frozen=True):
    """``meanings`` of every keycode, and the masks of modifiers and locks."""

    meanings: dict[int, tuple[int, ...]]
    alt: int
    win: int
    locks: frozenset[int]

    @classmethod
    def read(cls, codes: range, keyboard: bytes, modifiers: bytes) -> "KeyMap":
        """Read the answers to GetKeyboardMapping, asked for ``codes``, and GetModifierMapping."""
        per_code, per_modifier = keyboard[1], modifiers[1]
        meanings = {
            code: struct.unpack_from(f"={per_code}I", keyboard, _ANSWER_AT + 4 * per_code * at)
            for at, code in enumerate(codes)
        }
        held = modifiers[_ANSWER_AT:]

        def mask_of(keysyms: set[int]) -> int:
            for at in range(8):
                codes_there = held[at * per_modifier : (at + 1) * per_modifier]
                if any(keysyms & set(meanings.get(code, ())) for code in codes_there):
                    return 1 << at
            return 0

        return cls(
            meanings,
            alt=mask_of(_ALTS) or _MOD1,
            win=mask_of(_SUPERS) or _MOD4,
            locks=frozenset({_LOCK, mask_of({_NUM_LOCK}), mask_of({_SCROLL_LOCK})} - {0}),
        )

    def codes_of(self, key: str) -> tuple[int, ...]:
        """The keycodes that have ``key`` on them, at the first level where any has.

        A key above F12 that is Shift and a lower one would call whenever the lower one is pressed.
        """
        found = self._at_level(key, 0)
        if key in _HIGH:
            return found or self._unnamed(key)
        return found or self._shifted(key)

    def _shifted(self, key: str) -> tuple[int, ...]:
        levels = (self._at_level(key, level) for level in range(1, _LEVELS))
        return next((codes for codes in levels if codes), ())

    def _at_level(self, key: str, level: int) -> tuple[int, ...]:
        keysym = _KEYSYMS[key]
        return tuple(
            code
            for code, meanings in self.meanings.items()
            if len(meanings) > level and meanings[level] == keysym
        )

    def _unnamed(self, key: str) -> tuple[int, ...]:
        """Where a key above F12 is on a keyboard of Linux that has no such name on any key."""
        is_linux = self.meanings.get(_F13_AT, ())[:1] == (_TOOLS,)
        return (_F13_AT + _HIGH.index(key),) if is_linux else ()

    def mask_of(self, modifiers: Collection[Modifier]) -> int:
        """What the server calls them together."""
        masks = {
            Modifier.CTRL: _CONTROL,
            Modifier.SHIFT: _SHIFT,
            Modifier.ALT: self.alt,
            Modifier.WIN: self.win,
        }
        return sum(masks[modifier] for modifier in modifiers)
