"""Keys held with Windows, told by stand-ins of its libraries."""

import ctypes
from typing import Any

import pytest

from desktop.domain.hotkeys import DEFAULTS, KEYS, Action, Chord, Holding
from tests.support.windows import Library, as_on_windows

MODULE = "desktop.services.adapters.hotkeys.windows"
PANIC, SUPERVISOR = DEFAULTS[Action.PANIC], DEFAULTS[Action.SUPERVISOR]
CTRL_SHIFT, NO_REPEAT = 0x0006, 0x4000
F9, F11 = 0x78, 0x7A
WM_HOTKEY, WM_APP = 0x0312, 0x8000


class Pc:
    """A Windows PC: which key is whose, and what lies in our thread's queue."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ours: dict[int, tuple[int, int]] = {}
        self.others: set[tuple[int, int]] = set()
        self.queue: list[tuple[int, int]] = []
        self.waited: list[int] = []
        self.posted: list[tuple[int, int]] = []
        self.error = 0
        user = Library(
            RegisterHotKey=self._register,
            UnregisterHotKey=lambda _window, name: self.ours.pop(name, None) is not None,
            PeekMessageW=self._peek,
            MsgWaitForMultipleObjectsEx=lambda _n, _of, ms, *_how: self.waited.append(ms),
            PostThreadMessageW=lambda thread, what, *_: self.posted.append((thread, what)),
        )
        windll = Library()
        windll.kernel32 = Library(GetCurrentThreadId=lambda: 4711)  # type: ignore[attr-defined]
        monkeypatch.setattr(ctypes, "WinDLL", lambda _name, **_how: user, raising=False)
        monkeypatch.setattr(ctypes, "windll", windll, raising=False)
        monkeypatch.setattr(ctypes, "get_last_error", lambda: self.error, raising=False)
        self.module = as_on_windows(MODULE, monkeypatch)
        self.keyboard = self.module.WindowsKeyboard()
        self.keyboard.open()

    def _register(self, window: object, name: int, modifiers: int, key: int) -> bool:
        assert window is None
        assert 0 < name < 0xC000
        assert name not in self.ours
        assert modifiers & NO_REPEAT, "a key that is held down would press again and again"
        wanted = (modifiers & ~NO_REPEAT, key)
        if wanted in self.others or wanted in self.ours.values():
            self.error = 1409
            return False
        self.ours[name] = wanted
        return True

    def _peek(self, at: Any, _window: object, _first: int, _last: int, takes: int) -> bool:
        if not takes or not self.queue:
            return False
        at._obj.message, at._obj.wParam = self.queue.pop(0)
        return True

    def name_of(self, key: int) -> int:
        (name,) = [name for name, (_, own) in self.ours.items() if own == key]
        return name


@pytest.fixture
def pc(monkeypatch: pytest.MonkeyPatch) -> Pc:
    return Pc(monkeypatch)


def test_each_key_is_asked_for_once_and_proven_by_a_second_refusal(pc: Pc) -> None:
    assert pc.keyboard.hold((PANIC, SUPERVISOR)) == {
        PANIC: Holding.HELD,
        SUPERVISOR: Holding.HELD,
    }
    assert sorted(pc.ours.values()) == [(CTRL_SHIFT, F9), (CTRL_SHIFT, F11)]


def test_a_key_of_another_program_is_taken_until_that_lets_go(pc: Pc) -> None:
    pc.others.add((CTRL_SHIFT, F9))
    assert pc.keyboard.hold((PANIC, SUPERVISOR))[SUPERVISOR] is Holding.TAKEN
    pc.others.clear()
    assert pc.keyboard.hold((PANIC, SUPERVISOR))[SUPERVISOR] is Holding.HELD


@pytest.mark.expects_log("had lost the key Ctrl.Shift.F11")
def test_a_key_that_windows_lost_is_taken_again(pc: Pc) -> None:
    pc.keyboard.hold((PANIC,))
    before = pc.name_of(F11)
    pc.ours.clear()
    assert pc.keyboard.hold((PANIC,)) == {PANIC: Holding.HELD}
    assert len(pc.ours) == 1
    pc.queue = [(WM_HOTKEY, pc.name_of(F11))]
    assert pc.keyboard.wait(0).pressed == (PANIC,)
    assert before != pc.name_of(F11)


def test_a_proof_leaves_everything_as_it_was(pc: Pc) -> None:
    pc.keyboard.hold((PANIC, SUPERVISOR))
    before = dict(pc.ours)
    assert set(pc.keyboard.hold((PANIC, SUPERVISOR)).values()) == {Holding.HELD}
    assert pc.ours == before


def test_presses_are_heard_and_other_messages_are_not(pc: Pc) -> None:
    pc.keyboard.hold((PANIC, SUPERVISOR))
    pc.queue = [(WM_APP, 0), (WM_HOTKEY, pc.name_of(F11)), (0x0113, 5), (WM_HOTKEY, 0xBFFF)]
    assert pc.keyboard.wait(0.0001).pressed == (PANIC,)
    assert pc.waited == [1]
    assert pc.queue == []


def test_it_is_woken_in_its_own_thread_and_gives_everything_back(pc: Pc) -> None:
    pc.keyboard.hold((PANIC,))
    pc.keyboard.wake()
    assert pc.posted == [(4711, WM_APP)]
    pc.keyboard.release((PANIC,))
    assert pc.ours == {}
    pc.keyboard.hold((SUPERVISOR,))
    pc.keyboard.close()
    assert pc.ours == {}
    pc.keyboard.wake()
    assert len(pc.posted) == 1


def test_windows_has_a_number_for_every_key(pc: Pc) -> None:
    every = [Chord.parse(f"Ctrl+Alt+Shift+Win+{key}") for key in KEYS]
    assert set(pc.keyboard.hold(every).values()) == {Holding.HELD}
    assert len(set(pc.ours.values())) == len(KEYS)
    assert {modifiers for modifiers, _ in pc.ours.values()} == {0xF}


@pytest.mark.expects_log("refused the key Ctrl.Shift.F11 with error 5")
def test_another_refusal_is_logged_with_its_number(pc: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bool:
        pc.error = 5
        return False

    monkeypatch.setattr(pc.keyboard._user, "RegisterHotKey", refuse)
    assert pc.keyboard.hold((PANIC,)) == {PANIC: Holding.TAKEN}
