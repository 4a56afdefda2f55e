"""The keys of a station without any windows: what they do is what the program's own do."""

from collections.abc import Iterator
from contextlib import contextmanager

from desktop.app.hotkeys import HotkeyDesk
from desktop.domain.alerts.facts import Kind
from desktop.domain.hotkeys import DEFAULTS, Action
from desktop.services.adapters.hotkeys.keyboard import Keyboard
from tests.support.played_keyboard import PlayedKeyboard
from tests.support.workplace import StationAtWork


class NoWindows:
    """What keys ask of windows, where there are none."""

    place: str | None = None

    def begin_report(self) -> None: ...
    def half_pressed(self, kind: Kind) -> None: ...


@contextmanager
def keys_held(station: StationAtWork, keyboard: Keyboard) -> Iterator[None]:
    """``station`` holds its keys on ``keyboard`` meanwhile."""
    desk = HotkeyDesk(station.running, NoWindows(), screen="xcb", keyboard=lambda _: keyboard)
    desk.start()
    try:
        yield
    finally:
        desk.close()


def press_key(station: StationAtWork, action: Action) -> None:
    """Press the key for ``action`` at ``station``; its thread has done what it is for then."""
    keyboard = PlayedKeyboard()
    with keys_held(station, keyboard):
        keyboard.is_waited_for()
        keyboard.returns(DEFAULTS[action])
