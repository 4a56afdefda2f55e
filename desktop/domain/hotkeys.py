"""Keys that call from any program: which there are, what each is for, and which can work at all."""

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from itertools import product

import msgspec

from desktop.domain.alerts.facts import Context
from desktop.domain.errors import DeskError
from desktop.domain.sentence import Sentence

CONTEXT_FOR = 20.0
"""Seconds after a press for which a key can say what is happening."""


class Modifier(StrEnum):
    """A key that is held down meanwhile, in the order in which people write them."""

    CTRL = "Ctrl"
    ALT = "Alt"
    SHIFT = "Shift"
    WIN = "Win"


_LETTERS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_DIGITS = tuple("0123456789")
_FUNCTION_KEYS = tuple(f"F{number}" for number in range(1, 25))
_SELDOM = ("Pause", "ScrollLock")
_OTHERS = ("Insert", "Home", "End", "PageUp", "PageDown", *_SELDOM)
KEYS = (*_FUNCTION_KEYS, *_LETTERS, *_DIGITS, *_OTHERS)
"""Keys that stand on the keyboards of all systems under the same name."""

_OF_LAPTOPS = _FUNCTION_KEYS[19:23]
"""What laptops send under Linux for their own keys beside the keyboard's: F20 to F23."""
_OF_PEDALS = (*_FUNCTION_KEYS[12:19], _FUNCTION_KEYS[23], *_SELDOM)
"""Keys that pedals and big buttons can be set to, and that nobody types: they can stand alone."""

_MODIFIERS = {
    **{modifier.lower(): modifier for modifier in Modifier},
    "control": Modifier.CTRL,
    "strg": Modifier.CTRL,
    "mayús": Modifier.SHIFT,
    "umschalt": Modifier.SHIFT,
    "super": Modifier.WIN,
    "meta": Modifier.WIN,
    "windows": Modifier.WIN,
}
_KEYS = {key.lower(): key for key in KEYS}


class NotAChordError(DeskError):
    """This is no key that a keyboard has."""

    code = "not-a-key"
    advice = "Write keys as in Ctrl+Shift+F9."


class Chord(msgspec.Struct, frozen=True):
    """One key and what is held down with it, such as Ctrl+Shift+F9."""

    modifiers: frozenset[Modifier]
    key: str

    @classmethod
    def parse(cls, text: str) -> "Chord":
        """Read ``Ctrl+Shift+F9``, in capitals or not; raises ``NotAChordError``."""
        *held, key = (part.strip().lower() for part in text.split("+"))
        for part in held:
            if part not in _MODIFIERS:
                raise NotAChordError(
                    "“{part}” in “{text}” is no key to hold down: those are {known}.",
                    part=part,
                    text=text,
                    known=", ".join(Modifier),
                )
        if key not in _KEYS:
            raise NotAChordError(
                "“{text}” does not end with a key that can call: a letter, a digit, or F1 to F24.",
                text=text,
            )
        return cls(frozenset(_MODIFIERS[part] for part in held), _KEYS[key])

    def __str__(self) -> str:
        return "+".join([*(m for m in Modifier if m in self.modifiers), self.key])


class Action(StrEnum):
    """What a key is for; settings name them so. At a supervisor's desk ``SUPERVISOR`` says *I'm
    going*. Where the key ``..._WITH`` is set, it takes both to call.
    """

    SUPERVISOR = "supervisor"
    SUPERVISOR_WITH = "supervisor_with"
    PANIC = "panic"
    PANIC_WITH = "panic_with"
    GUIDANCE = "guidance"
    REPORT = "report"
    WEAPON = "weapon"
    THREAT = "threat"
    MEDICAL = "medical"
    LEAVING = "leaving"
    MISTAKE = "mistake"


CONTEXTS: Mapping[Action, Context] = {
    Action.WEAPON: Context.WEAPON,
    Action.THREAT: Context.THREAT,
    Action.MEDICAL: Context.MEDICAL,
    Action.LEAVING: Context.LEAVING,
    Action.MISTAKE: Context.MISTAKE,
}
"""What can be said with one key after a press. Other programs have these keys at other times."""


SECOND_OF: Mapping[Action, Action] = {
    Action.SUPERVISOR: Action.SUPERVISOR_WITH,
    Action.PANIC: Action.PANIC_WITH,
}
"""The second key of each that calls, for a site that wants two for it. None has one by default."""


def _ctrl_shift(key: str) -> Chord:
    return Chord(frozenset({Modifier.CTRL, Modifier.SHIFT}), key)


DEFAULTS: Mapping[Action, Chord] = {
    Action.SUPERVISOR: _ctrl_shift("F9"),
    Action.PANIC: _ctrl_shift("F11"),
    Action.GUIDANCE: _ctrl_shift("F1"),
    Action.REPORT: _ctrl_shift("F2"),
    Action.WEAPON: _ctrl_shift("F5"),
    Action.THREAT: _ctrl_shift("F6"),
    Action.MEDICAL: _ctrl_shift("F7"),
    Action.LEAVING: _ctrl_shift("F8"),
    Action.MISTAKE: _ctrl_shift("F3"),  # far from a weapon, and from a panic
}
_SPARE = tuple(_ctrl_shift(key) for key in ("F4", "F10", *_FUNCTION_KEYS[12:], *_LETTERS))
_ALONE = tuple(Chord(frozenset(), key) for key in _OF_PEDALS)


def cannot_work(chord: Chord, *, is_windows: bool) -> Sentence | None:
    """Why ``chord`` would never arrive, or arrive without being meant; ``None`` where it can."""
    held, key = chord.modifiers, chord.key
    said: dict[str, object] = {"chord": str(chord)}
    if held >= {Modifier.CTRL, Modifier.ALT}:
        if key in _FUNCTION_KEYS[:12] and not is_windows:
            return Sentence("{chord} switches to a text screen, so no program ever gets it.", said)
        return Sentence(
            "Ctrl+Alt is AltGr on many keyboards, so {chord} would call as somebody types @ or €.",
            said,
        )
    if is_windows and key == "F12":
        return Sentence(
            "On Windows F12 belongs to the debugger, so {chord} may never arrive.", said
        )
    if is_windows and Modifier.WIN in held:
        return Sentence("Windows keeps its own key to itself, so {chord} may never arrive.", said)
    if is_windows and key in _SELDOM and Modifier.CTRL in held:
        return Sentence("Windows makes another key of {chord}, so it may never arrive.", said)
    if not is_windows and key in _OF_LAPTOPS and not held:
        return Sentence(
            "{chord} is what laptops send for their microphone or touchpad, so it would call"
            " by itself.",
            said,
        )
    if key == "F4" and held == {Modifier.ALT}:
        return Sentence("{chord} closes windows.", said)
    if key in _FUNCTION_KEYS or key in _SELDOM:
        return None
    if not held - {Modifier.SHIFT}:
        return Sentence("{chord} is typed in every program, so it would call by itself.", said)
    if len(held) == 1 and Modifier.WIN not in held:
        return Sentence("{chord} belongs to the programs that people work in.", said)
    return None


def proposal(
    action: Action, instead_of: Chord, taken: Collection[Chord], *, is_windows: bool
) -> Chord:
    """A key for ``action`` that can work and is not ``taken``: the nearest to ``instead_of``."""
    is_pedal = instead_of.key in _OF_LAPTOPS and not instead_of.modifiers
    usual = DEFAULTS.get(action)
    tries: tuple[Chord, ...] = (
        *(_ALONE if is_pedal else ()),
        _ctrl_shift(instead_of.key),
        *((usual,) if usual is not None else ()),
        *_SPARE,
    )
    return next(
        chord
        for chord in tries
        if chord not in taken and cannot_work(chord, is_windows=is_windows) is None
    )


class HotkeyRefusedError(DeskError):
    """This key cannot be had for that.

    ``instead`` is a better one.
    """

    code = "hotkey-refused"
    advice = "Choose another key."

    def __init__(self, action: Action, why: Sentence, instead: Chord) -> None:
        super().__init__(why)
        self.action = action
        self.instead = instead


class Bindings(msgspec.Struct, frozen=True):
    """Which keys do what at this PC. Several may do the same: a pedal's and the keyboard's."""

    chords: Mapping[Action, tuple[Chord, ...]]

    @classmethod
    def of(cls, said: Mapping[Action, str | tuple[str, ...]], *, is_windows: bool) -> "Bindings":
        """The defaults, but for what settings ``said``; an empty text is no key at all.

        Raises ``HotkeyRefusedError``.
        """
        chords = {action: (chord,) for action, chord in DEFAULTS.items() if action not in said}
        for action, texts in said.items():
            for text in (texts,) if isinstance(texts, str) else texts:
                if text.strip():
                    own = _agreed(action, text, chords, is_windows=is_windows)
                    chords[action] = (*chords.get(action, ()), own)
        return cls({action: chords[action] for action in Action if action in chords})

    def __iter__(self) -> Iterator[tuple[Action, Chord]]:
        return ((action, chord) for action, own in self.chords.items() for chord in own)

    def action_of(self, chord: Chord) -> Action | None:
        """What ``chord`` is for."""
        return next((action for action, own in self if own == chord), None)

    @property
    def always(self) -> tuple[Chord, ...]:
        """The keys that are held all the time."""
        return tuple(chord for action, chord in self if action not in CONTEXTS)

    @property
    def after_a_press(self) -> tuple[Chord, ...]:
        """The keys that are held for a while after a press."""
        return tuple(chord for action, chord in self if action in CONTEXTS)


def _agreed(
    action: Action, text: str, chords: Mapping[Action, tuple[Chord, ...]], *, is_windows: bool
) -> Chord:
    """The key that ``text`` names, where it can work and nobody else has it."""
    taken = {chord: other for other, own in chords.items() for chord in own}
    try:
        chord = Chord.parse(text)
    except NotAChordError as error:
        usual = DEFAULTS.get(action, _SPARE[0])
        instead = proposal(action, usual, taken, is_windows=is_windows)
        raise HotkeyRefusedError(action, error.sentence, instead) from error
    why = cannot_work(chord, is_windows=is_windows)
    if why is None and chord in taken:
        said: dict[str, object] = {"chord": str(chord), "other": taken[chord]}
        why = Sentence("{chord} is for {other} already.", said)
    if why is not None:
        instead = proposal(action, chord, taken, is_windows=is_windows)
        raise HotkeyRefusedError(action, why, instead)
    return chord


class Holding(StrEnum):
    """How a key stands with the system."""

    WAITING = "waiting"
    """The system has not been asked yet, or the way to it broke a moment ago."""
    HELD = "held"
    """Proven: pressed in any program, it arrives here."""
    READY = "ready"
    """Nobody has it; it is taken for the seconds after a press."""
    TAKEN = "taken"
    """Another program has it."""
    BLOCKED = "blocked"
    """Another program has the whole keyboard, as the lock of a screen does."""
    MISSING = "missing"
    """The present keyboard layout has no such key."""
    IMPOSSIBLE = "impossible"
    """This system, or this kind of session, lets no program have it."""

    @property
    def is_trouble(self) -> bool:
        """A press would not arrive."""
        return self not in {Holding.WAITING, Holding.HELD, Holding.READY}


class Hotkey(msgspec.Struct, frozen=True):
    """One key at this PC, as it stands now."""

    action: Action
    chord: Chord
    holding: Holding


class Hotkeys(msgspec.Struct, frozen=True):
    """All of them. Without any, this station runs without windows or its settings want none."""

    keys: tuple[Hotkey, ...] = ()

    def __iter__(self) -> Iterator[Hotkey]:
        return iter(self.keys)

    def takes_two(self, action: Action) -> bool:
        """It calls with its second key alone: while both are had. One that lacks the other calls by
        itself.
        """
        held = {key.action for key in self.keys if key.holding is Holding.HELD}
        return {action, SECOND_OF[action]} <= held

    @property
    def troubled(self) -> tuple[Hotkey, ...]:
        """Those that would not arrive."""
        return tuple(key for key in self.keys if key.holding.is_trouble)


def every_lock(locks: Collection[int]) -> tuple[int, ...]:
    """The masks of all combinations of locks, such as NumLock and CapsLock, none among them."""
    held = [(0, lock) for lock in sorted(set(locks) - {0})]
    return tuple(sum(one) for one in product(*held))
