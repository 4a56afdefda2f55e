"""Which keys can call, what each is for, and what is said of those that cannot."""

import pytest

from desktop.domain.alerts.facts import Context
from desktop.domain.hotkeys import (
    CONTEXTS,
    DEFAULTS,
    KEYS,
    SECOND_OF,
    Action,
    Bindings,
    Chord,
    Holding,
    Hotkey,
    HotkeyRefusedError,
    Hotkeys,
    Modifier,
    NotAChordError,
    cannot_work,
    every_lock,
)

BOTH = pytest.mark.parametrize("is_windows", [True, False])


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("Ctrl+Shift+F9", "Ctrl+Shift+F9"),
        ("shift + CONTROL + f9", "Ctrl+Shift+F9"),
        ("Strg+Umschalt+p", "Ctrl+Shift+P"),
        ("Super+7", "Win+7"),
        ("F13", "F13"),
        ("pageup", "PageUp"),
    ],
)
def test_a_key_is_read_as_people_write_it(text: str, reads: str) -> None:
    assert str(Chord.parse(text)) == reads
    assert Chord.parse(reads) == Chord.parse(text)


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_written_as_it_is_read(key: str) -> None:
    chord = Chord(frozenset({Modifier.SHIFT, Modifier.ALT}), key)
    assert Chord.parse(str(chord)) == chord


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Crtl+F9", "Crtl"),
        ("Ctrl+Shift", "Ctrl+Shift"),
        ("", "letter"),
        ("Ctrl+", "letter"),
        ("F9+Ctrl", "f9"),
        ("Ctrl+F25", "F24"),
        ("Ctrl+{x}", "{x}"),
    ],
)
def test_what_is_no_key_is_told_in_one_sentence(text: str, names: str) -> None:
    with pytest.raises(NotAChordError) as refused:
        Chord.parse(text)
    assert names.lower() in str(refused.value).lower()
    assert refused.value.advice


@BOTH
def test_the_keys_of_an_office_that_changes_nothing_can_all_work_and_are_all_different(
    is_windows: bool,
) -> None:
    bindings = Bindings.of({}, is_windows=is_windows)
    assert len({chord for _, chord in bindings}) == len(DEFAULTS) == 9
    assert set(Action) - set(DEFAULTS) == set(SECOND_OF.values())  # nobody has a second key
    assert all(cannot_work(chord, is_windows=is_windows) is None for chord in DEFAULTS.values())
    assert [str(chord) for chord in bindings.chords[Action.PANIC]] == ["Ctrl+Shift+F11"]
    assert {str(c) for c in bindings.after_a_press} == {f"Ctrl+Shift+F{n}" for n in (3, 5, 6, 7, 8)}
    assert len(bindings.always) == 4


@pytest.mark.parametrize(
    ("text", "is_windows", "says"),
    [
        ("Ctrl+Alt+F9", False, "text screen"),
        ("Ctrl+Alt+Shift+F1", False, "text screen"),
        ("Ctrl+Alt+F9", True, "AltGr"),
        ("Ctrl+Alt+Q", False, "AltGr"),
        ("Ctrl+Alt+Q", True, "AltGr"),
        ("F12", True, "debugger"),
        ("Ctrl+Shift+F12", True, "debugger"),
        ("Win+P", True, "Windows"),
        ("P", False, "typed"),
        ("Shift+7", True, "typed"),
        ("Home", False, "typed"),
        ("Ctrl+C", False, "programs"),
        ("Alt+E", True, "programs"),
        ("Alt+F4", True, "closes windows"),
        ("F20", False, "microphone"),
        ("Ctrl+Pause", True, "another key"),
        ("Ctrl+Shift+ScrollLock", True, "another key"),
    ],
)
def test_a_key_that_cannot_work_is_refused_with_one_that_can(
    text: str, is_windows: bool, says: str
) -> None:
    with pytest.raises(HotkeyRefusedError) as refused:
        Bindings.of({Action.PANIC: text}, is_windows=is_windows)
    error = refused.value
    assert says in str(error)
    assert text in str(error)
    assert cannot_work(error.instead, is_windows=is_windows) is None
    Bindings.of({Action.PANIC: str(error.instead)}, is_windows=is_windows)


@pytest.mark.parametrize(
    ("text", "is_windows"),
    [
        ("Ctrl+Shift+F12", False),
        ("Ctrl+Shift+P", True),
        ("F13", True),
        ("F9", False),
        ("Win+P", False),
        ("Pause", True),
        ("Pause", False),
        ("ScrollLock", False),
        ("F19", False),
        ("F24", False),
        ("F20", True),
        ("Ctrl+Shift+F20", False),
        ("Alt+Shift+Home", False),
    ],
)
def test_a_key_that_can_work_is_taken(text: str, is_windows: bool) -> None:
    bindings = Bindings.of({Action.PANIC: text}, is_windows=is_windows)
    assert [str(chord) for chord in bindings.chords[Action.PANIC]] == [text]
    assert bindings.action_of(Chord.parse(text)) is Action.PANIC


def test_what_is_proposed_is_near_to_what_was_wanted_and_free() -> None:
    with pytest.raises(HotkeyRefusedError) as refused:
        Bindings.of({Action.PANIC: "Ctrl+Alt+F10"}, is_windows=False)
    assert str(refused.value.instead) == "Ctrl+Shift+F10"
    with pytest.raises(HotkeyRefusedError) as refused:
        Bindings.of({Action.PANIC: "Ctrl+Alt+F9"}, is_windows=False)
    assert str(refused.value.instead) == "Ctrl+Shift+F11"  # F9 is the supervisor's


def test_a_pedal_and_the_keyboard_can_lead_to_one_action() -> None:
    bindings = Bindings.of({Action.PANIC: ("Ctrl+Shift+F11", "F13")}, is_windows=False)
    assert [str(chord) for chord in bindings.chords[Action.PANIC]] == ["Ctrl+Shift+F11", "F13"]
    assert bindings.action_of(Chord.parse("F13")) is Action.PANIC
    assert bindings.action_of(DEFAULTS[Action.PANIC]) is Action.PANIC
    assert Chord.parse("F13") in bindings.always


def test_a_pedal_on_a_key_that_laptops_send_is_offered_one_that_stands_alone() -> None:
    with pytest.raises(HotkeyRefusedError) as refused:
        Bindings.of({Action.SUPERVISOR: "F13", Action.PANIC: ("F14", "F21")}, is_windows=False)
    assert str(refused.value.instead) == "F15"


def test_one_key_named_twice_for_one_action_is_refused() -> None:
    with pytest.raises(HotkeyRefusedError, match="F13 is for panic already"):
        Bindings.of({Action.PANIC: ("F13", "f13")}, is_windows=True)


def test_two_actions_on_one_key_are_refused_and_the_other_is_named() -> None:
    with pytest.raises(HotkeyRefusedError, match="for supervisor already") as refused:
        Bindings.of({Action.PANIC: "ctrl+shift+f9"}, is_windows=False)
    assert str(refused.value.instead) == "Ctrl+Shift+F11"


def test_two_actions_can_change_their_keys() -> None:
    said = {Action.PANIC: "Ctrl+Shift+F9", Action.SUPERVISOR: "Ctrl+Shift+F11"}
    bindings = Bindings.of(said, is_windows=False)
    assert bindings.action_of(DEFAULTS[Action.PANIC]) is Action.SUPERVISOR


def test_an_empty_text_switches_one_off_and_leaves_its_key_to_others() -> None:
    said = {Action.SUPERVISOR: "", Action.PANIC: "Ctrl+Shift+F9"}
    bindings = Bindings.of(said, is_windows=False)
    assert Action.SUPERVISOR not in bindings.chords
    assert bindings.action_of(Chord.parse("Ctrl+Shift+F9")) is Action.PANIC
    assert bindings.action_of(Chord.parse("Ctrl+Shift+F11")) is None


def test_what_can_be_said_after_a_press_is_what_an_alert_knows() -> None:
    assert set(CONTEXTS.values()) == set(Context)


def test_a_slip_of_one_key_from_a_weapon_or_a_panic_does_not_call_it_a_mistake() -> None:
    mistake = int(DEFAULTS[Action.MISTAKE].key[1:])
    for grave in (Action.WEAPON, Action.PANIC, Action.SUPERVISOR):
        assert abs(int(DEFAULTS[grave].key[1:]) - mistake) > 1


def test_keys_that_do_not_arrive_are_told_from_those_that_do() -> None:
    chord = DEFAULTS[Action.PANIC]
    keys = Hotkeys(tuple(Hotkey(Action.PANIC, chord, holding) for holding in Holding))
    troubled = {key.holding for key in keys.troubled}
    assert troubled == {Holding.TAKEN, Holding.BLOCKED, Holding.MISSING, Holding.IMPOSSIBLE}


@pytest.mark.parametrize(
    ("locks", "masks"),
    [((), {0}), ((2,), {0, 2}), ((2, 16), {0, 2, 16, 18}), ((2, 0, 2), {0, 2})],
)
def test_every_combination_of_locks_is_asked_for(locks: tuple[int, ...], masks: set[int]) -> None:
    assert set(every_lock(locks)) == masks
    assert len(every_lock(locks)) == len(masks)
