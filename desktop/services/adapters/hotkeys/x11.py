"""Keys held with an X server, over connections of our own.

By xcb, not Xlib: Xlib has one error handler for the whole process, which is Qt's, and which ends it
at the first key that another program has.
"""

import ctypes
import logging
import os
import select
import struct
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from threading import Lock

import msgspec

from desktop.domain.hotkeys import Chord, Holding, every_lock
from desktop.services.adapters.hotkeys.clock_jumps import ClockJumps
from desktop.services.adapters.hotkeys.keyboard import Heard, KeyboardLostError
from desktop.services.adapters.hotkeys.x11_keys import KeyMap

assert sys.platform != "win32"

log = logging.getLogger(__name__)

_KEY_PRESS, _KEY_RELEASE, _MAPPING_NOTIFY = 2, 3, 34
_SENT_BY_A_PROGRAM = 0x80
_MAPS_POINTER = 2
_KEY_EVENT = struct.Struct("=BBHI3I4hHB")
_ASYNC = 1
_INPUT_ONLY = 2
_BAD_ACCESS = 10
_ALREADY_GRABBED = 1
_MIN_KEYCODE_AT, _MAX_KEYCODE_AT = 34, 35
_MOST_EVENTS = 256
"""Worked off at once: other programs may change the keyboard's meaning many times a second."""


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class _Roots(ctypes.Structure):
    _fields_ = (("data", ctypes.c_void_p), ("rem", ctypes.c_int), ("index", ctypes.c_int))


class _Grab(msgspec.Struct, frozen=True):
    """One key of the keyboard with what is held down, locks included."""

    code: int
    modifiers: int


class X11Keyboard:
    """See ``Keyboard``. What one connection holds a second one proves: the server refuses it."""

    def __init__(self, display: str | None = None) -> None:
        """``display`` is another than the environment's."""
        self._display = display
        self._connection: _Connection | None = None
        self._keys: KeyMap | None = None
        self._held: dict[Chord, tuple[_Grab, ...]] = {}
        self._released_at: dict[int, int] = {}
        self._waking = Lock()
        self._wake_by: int | None = None
        self._woken_by: int | None = None
        self._jumps: ClockJumps | None = None

    @property
    def hears_waking(self) -> bool:
        return self._jumps is not None

    def open(self) -> None:
        self._jumps = ClockJumps.watch()
        with self._waking:
            self._woken_by, self._wake_by = os.pipe()
            os.set_blocking(self._woken_by, False)
            os.set_blocking(self._wake_by, False)
        self._connection = _Connection(self._display)
        self._keys = self._connection.keys()

    def hold(self, chords: Iterable[Chord]) -> Mapping[Chord, Holding]:
        wanted = {chord: self._grabs_of(chord) for chord in chords}
        got = {chord: self._grab(chord, grabs) for chord, grabs in wanted.items() if grabs}
        proven = self._are_proven([chord for chord, has_it in got.items() if has_it])
        return {
            chord: Holding.MISSING
            if not grabs
            else Holding.TAKEN
            if not got[chord]
            else Holding.HELD
            if chord in proven
            else Holding.WAITING
            for chord, grabs in wanted.items()
        }

    def release(self, chords: Iterable[Chord]) -> None:
        for chord in chords:
            for grab in self._held.pop(chord, ()):
                self._x.let_go(grab)
        self._x.flush()

    def is_blocked(self) -> bool:
        return self._x.is_grabbed_by_another()

    def wait(self, seconds: float) -> Heard:
        heard = self._work_off()
        if heard.pressed or heard.has_changed:
            return heard
        assert self._woken_by is not None
        waiting = select.poll()
        waiting.register(self._x.file, select.POLLIN)
        waiting.register(self._woken_by, select.POLLIN)
        if self._jumps is not None:
            waiting.register(self._jumps.file, select.POLLIN)
        waiting.poll(seconds * 1000)
        with suppress(BlockingIOError):  # it was the server that we woke for
            os.read(self._woken_by, 4096)
        heard = self._work_off()
        if self._jumps is not None and self._jumps.has_come():
            return Heard(heard.pressed, has_changed=True)
        return heard

    def wake(self) -> None:
        with self._waking:
            if self._wake_by is not None:
                with suppress(BlockingIOError):  # it has been woken thousands of times already
                    os.write(self._wake_by, b"x")

    def close(self) -> None:
        with self._waking:
            for end in (self._wake_by, self._woken_by):
                if end is not None:
                    os.close(end)
            self._wake_by = self._woken_by = None
        jumps, self._jumps = self._jumps, None
        if jumps is not None:
            jumps.close()
        connection, self._connection = self._connection, None
        self._held.clear()
        self._released_at.clear()
        if connection is not None:
            connection.close()

    @property
    def _x(self) -> "_Connection":
        assert self._connection is not None
        return self._connection

    def _grabs_of(self, chord: Chord) -> tuple[_Grab, ...]:
        """Every lock that may be on doubles what has to be asked for."""
        assert self._keys is not None
        held = self._keys.mask_of(chord.modifiers)
        return tuple(
            _Grab(code, held | locks)
            for code in self._keys.codes_of(chord.key)
            for locks in every_lock(self._keys.locks)
        )

    def _grab(self, chord: Chord, grabs: tuple[_Grab, ...]) -> bool:
        """Have all of them. Those that a changed keyboard left behind go last, so that nothing is
        ever without.
        """
        got = self._x.take(grabs)
        stale = set(self._held.get(chord, ())) - set(grabs)
        self._held[chord] = got
        elsewhere = {grab for held in self._held.values() for grab in held}
        for grab in stale - elsewhere:
            self._x.let_go(grab)
        return len(got) == len(grabs)

    def _are_proven(self, chords: list[Chord]) -> set[Chord]:
        """Those that the server gives to nobody else."""
        if not chords:
            return set()
        other = _Connection(self._display)
        try:
            found = {chord for chord in chords if not other.take(self._held[chord])}
        finally:
            other.close()
        for chord in set(chords) - found:
            log.warning("the X server did not keep %s for us", chord)
        return found

    def _work_off(self) -> Heard:
        pressed: list[Chord] = []
        has_changed = False
        for _ in range(_MOST_EVENTS):
            event = self._x.next_event()
            if event is None:
                break
            kind = event[0] & ~_SENT_BY_A_PROGRAM
            if event[0] & _SENT_BY_A_PROGRAM:
                continue  # no key was pressed: a program says so
            if kind == _MAPPING_NOTIFY:
                has_changed = has_changed or event[4] != _MAPS_POINTER
            elif kind in {_KEY_PRESS, _KEY_RELEASE}:
                chord = self._key_moved(kind, event)
                if chord is not None:
                    pressed.append(chord)
        if has_changed:
            self._keys = self._x.keys()
        return Heard(tuple(pressed), has_changed)

    def _key_moved(self, kind: int, event: bytes) -> Chord | None:
        """Which chord was pressed. A key that is held down repeats itself: the server has it go up
        and down in the same millisecond, which no finger can.
        """
        fields = _KEY_EVENT.unpack_from(event)
        code, at, state = fields[1], fields[3], fields[-2]
        if kind == _KEY_RELEASE:
            self._released_at[code] = at
            return None
        if self._released_at.get(code) == at:
            return None
        grab = _Grab(code, state & 0xFF)
        return next((chord for chord, grabs in self._held.items() if grab in grabs), None)


class _Connection:
    """One connection to the X server. Raises ``KeyboardLostError`` once it is broken."""

    def __init__(self, display: str | None) -> None:
        xcb = self._xcb = _library()
        name = os.fsencode(display) if display is not None else None
        self._c = ctypes.c_void_p(xcb.xcb_connect(name, None))
        if xcb.xcb_connection_has_error(self._c):
            xcb.xcb_disconnect(self._c)
            raise KeyboardLostError("The X server does not answer.")
        self.file = int(xcb.xcb_get_file_descriptor(self._c))
        setup = xcb.xcb_get_setup(self._c)
        roots = xcb.xcb_setup_roots_iterator(ctypes.c_void_p(setup))
        self._root = ctypes.c_uint32.from_address(roots.data).value
        self._codes = range(
            ctypes.c_uint8.from_address(setup + _MIN_KEYCODE_AT).value,
            ctypes.c_uint8.from_address(setup + _MAX_KEYCODE_AT).value + 1,
        )
        self._never_seen = self._make_window()

    def close(self) -> None:
        self._xcb.xcb_disconnect(self._c)

    def flush(self) -> None:
        self._xcb.xcb_flush(self._c)

    def keys(self) -> KeyMap:
        """What every key means now."""
        meanings = self._told(
            "xcb_get_keyboard_mapping",
            ctypes.c_uint8(self._codes.start),
            ctypes.c_uint8(len(self._codes)),
        )
        modifiers = self._told("xcb_get_modifier_mapping")
        return KeyMap.read(self._codes, meanings, modifiers)

    def take(self, grabs: Iterable[_Grab]) -> tuple[_Grab, ...]:
        """Have them; returns those that could be had."""
        asked = [
            (
                grab,
                self._xcb.xcb_grab_key_checked(
                    self._c,
                    ctypes.c_uint8(0),
                    ctypes.c_uint32(self._root),
                    ctypes.c_uint16(grab.modifiers),
                    ctypes.c_uint8(grab.code),
                    ctypes.c_uint8(_ASYNC),
                    ctypes.c_uint8(_ASYNC),
                ),
            )
            for grab in grabs
        ]
        return tuple([grab for grab, cookie in asked if not self._error_of(cookie)])

    def let_go(self, grab: _Grab) -> None:
        self._xcb.xcb_ungrab_key(
            self._c,
            ctypes.c_uint8(grab.code),
            ctypes.c_uint32(self._root),
            ctypes.c_uint16(grab.modifiers),
        )

    def is_grabbed_by_another(self) -> bool:
        """Ask for the whole keyboard for a window that is on no screen: the server says first
        whether another program has it, and else that such a window cannot. Nothing changes hands.
        """
        answer = self._told(
            "xcb_grab_keyboard",
            ctypes.c_uint8(0),
            ctypes.c_uint32(self._never_seen),
            ctypes.c_uint32(0),
            ctypes.c_uint8(_ASYNC),
            ctypes.c_uint8(_ASYNC),
        )
        return answer[1] == _ALREADY_GRABBED

    def next_event(self) -> bytes | None:
        """The next one that has come in, as its 32 bytes."""
        found = self._xcb.xcb_poll_for_event(self._c)
        if not found:
            self._require()
            return None
        event = ctypes.string_at(found, 32)
        _free(found)
        return event

    def _make_window(self) -> int:
        name = int(self._xcb.xcb_generate_id(self._c))
        self._xcb.xcb_create_window(
            self._c,
            ctypes.c_uint8(0),
            ctypes.c_uint32(name),
            ctypes.c_uint32(self._root),
            *(ctypes.c_int16(0), ctypes.c_int16(0), ctypes.c_uint16(1), ctypes.c_uint16(1)),
            ctypes.c_uint16(0),
            ctypes.c_uint16(_INPUT_ONLY),
            ctypes.c_uint32(0),
            ctypes.c_uint32(0),
            None,
        )
        return name

    def _error_of(self, cookie: _Cookie) -> bool:
        """Another client has it. Anything else that is wrong with it is our own mistake."""
        error = self._xcb.xcb_request_check(self._c, cookie)
        if not error:
            self._require()
            return False
        code = ctypes.string_at(error, 2)[1]
        _free(error)
        if code != _BAD_ACCESS:
            log.error("the X server refused a key with error %d", code)
        return True

    def _told(self, request: str, *arguments: object) -> bytes:
        """The whole answer to ``request``."""
        send, take = getattr(self._xcb, request), getattr(self._xcb, f"{request}_reply")
        send.restype = _Cookie
        take.restype = ctypes.c_void_p
        take.argtypes = [ctypes.c_void_p, _Cookie, ctypes.c_void_p]
        answer = take(self._c, send(self._c, *arguments), None)
        if not answer:
            self._require()
            raise KeyboardLostError("The X server does not answer.")
        length = 32 + 4 * ctypes.c_uint32.from_address(answer + 4).value
        told = ctypes.string_at(answer, length)
        _free(answer)
        return told

    def _require(self) -> None:
        if self._xcb.xcb_connection_has_error(self._c):
            raise KeyboardLostError("The connection to the X server broke.")


@cache
def _library() -> ctypes.CDLL:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as cause:
        raise KeyboardLostError(
            "The library libxcb.so.1 is missing.", advice="Install libxcb1, then start again."
        ) from cause
    pointer = ctypes.c_void_p
    for name, result, arguments in (
        ("xcb_connect", pointer, [ctypes.c_char_p, pointer]),
        ("xcb_connection_has_error", ctypes.c_int, [pointer]),
        ("xcb_get_file_descriptor", ctypes.c_int, [pointer]),
        ("xcb_get_setup", pointer, [pointer]),
        ("xcb_setup_roots_iterator", _Roots, [pointer]),
        ("xcb_generate_id", ctypes.c_uint32, [pointer]),
        ("xcb_grab_key_checked", _Cookie, None),
        ("xcb_request_check", pointer, [pointer, _Cookie]),
        ("xcb_poll_for_event", pointer, [pointer]),
        ("xcb_disconnect", None, [pointer]),
    ):
        function = getattr(xcb, name)
        function.restype = result
        if arguments is not None:
            function.argtypes = arguments
    return xcb


def _free(answer: int) -> None:
    free = ctypes.CDLL(None).free
    free.argtypes = [ctypes.c_void_p]
    free.restype = None
    free(answer)
