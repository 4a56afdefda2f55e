"""Opening this station's windows: ``countersign`` without a command."""

import gc
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.ui.bridge import Bridge  # first: see desktop.ui.qt_spelling

# isort: split
from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication

from desktop.app.ending import SystemEnds
from desktop.app.running import RunningStation
from desktop.domain.roster.roles import Role
from desktop.domain.settings.layers import fold_settings
from desktop.domain.settings.settings import Settings
from desktop.services.adapters.home import Home
from desktop.services.adapters.settings.files import SettingsFiles
from desktop.ui.theme import BAR_FONTS, OTHER_FONTS, SCHEMES, Appearance, load_fonts
from desktop.ui.words import Words

if TYPE_CHECKING:  # keys are held once the bar is armed
    from desktop.app.first_run import FirstRun
    from desktop.app.hotkeys import HotkeyDesk
    from desktop.app.windows import StationWindows

THREADS_TAKE_TURNS_S = 0.0005
"""How long a thread may go on while another waits for the interpreter: Python's own 5 ms is what a
receipt then waits for windows that draw. A tenth of that took 5 to 8 % off a press."""
SETTLED_AFTER_MS = 250
"""From the windows to what can wait until the bar is armed: hotkeys, the tray, and
commands."""


class Program:
    """The windows of one home, from the first question to the last.

    ``opened`` is called with the station a moment after its windows are on the screen, so that
    commands can be answered from then on. ``begins_anew`` is called before the program ends to be
    started again at once: its home has become another station's.
    """

    def __init__(
        self,
        home: Home,
        *,
        opened: Callable[[RunningStation], None],
        begins_anew: Callable[[], None] = lambda: None,
    ) -> None:
        sys.setswitchinterval(THREADS_TAKE_TURNS_S)
        self.app = application()
        self._opened = opened
        self._begins_anew = begins_anew
        self._is_leaving = False
        self._bridge = Bridge()
        self.home = home
        load_fonts(BAR_FONTS)
        self.running: RunningStation | None = None
        self.windows: StationWindows | None = None
        self._first_run: FirstRun | None = None
        self._hotkeys: HotkeyDesk | None = None

    def open(self) -> None:
        """Show the station, or ask the questions of the first run where there is none yet.

        Raises what ``RunningStation`` does before anything is shown.
        """
        if self.home.has_identity:
            self._open_station()
            return
        gc.enable()  # the answers may take minutes
        load_fonts(OTHER_FONTS)
        from desktop.app.first_run import FirstRun  # once in a PC's life

        settings = settings_of(self.home)
        self._first_run = FirstRun(
            self.home, appearance_of(settings), words_of(settings), done=self._open_first
        )
        self._first_run.show()

    def show(self) -> None:
        """Bring the windows to the front: somebody started the program again. Any thread."""
        self._bridge.post(lambda: self.windows.show() if self.windows else None)

    def quit(self) -> None:
        """End the program. Any thread."""
        self._bridge.post(self._leave)

    def end_now(self) -> None:
        """End and ask nobody: what is being written is kept. Any thread."""
        self._bridge.post(lambda: self.app.exit(0))

    def run(self) -> int:
        """Work until somebody quits, or the system ends the program; returns the exit code."""
        ends = SystemEnds(self._leave)
        try:
            return self.app.exec()
        finally:
            ends.close()
            self.close()

    def _leave(self) -> None:
        """End once every report that is being written is kept; whoever asks twice does not wait.

        Not ``quit``, which asks every window: a takeover says no while its alert is open.
        """
        if self.windows is None or self._is_leaving:
            self.app.exit(0)
            return
        self._is_leaving = True
        self.windows.leave(lambda: self.app.exit(0), self._stay)

    def _stay(self) -> None:
        self._is_leaving = False
        if self.windows is not None:
            self.windows.stay()

    def _begin_anew(self) -> None:
        """End, and have the program started again: what is being written is kept first. Where it
        is ending already, whoever wanted that gets it.
        """
        if self.windows is None:
            return
        if self._is_leaving:
            self.windows.stay()
            return
        self._is_leaving = True
        self.windows.leave(self._begin_anew_now, self._stay)

    def _begin_anew_now(self) -> None:
        """Nothing is being written any more; somebody may have called meanwhile."""
        if self.windows is not None and not self.windows.may_begin_anew():
            self._is_leaving = False
            return
        self._begins_anew()
        self.app.exit(0)

    def close(self) -> None:
        """End everything that was opened; harmless a second time."""
        running, self.running = self.running, None
        if running is None:
            return
        if self._hotkeys is not None:
            self._hotkeys.close()
        if self.windows is not None:
            self.windows.close()
        running.stop()

    def _open_first(self) -> None:
        """This PC has become a station. Whoever created a site lets its first counter in next."""
        self._open_station()
        assert self._first_run is not None
        if self._first_run.is_new_site and self.windows is not None:
            self.windows.invite()
        QTimer.singleShot(0, self.app, self._forget_first_run)  # it is what has called

    def _forget_first_run(self) -> None:
        """It was told passphrases: nothing of it stays in memory for as long as the desk is open,
        and nothing that is garbage is spared as ``_spare_what_stays`` does.
        """
        first_run, self._first_run = self._first_run, None
        if first_run is not None:
            first_run.forget()
            del first_run
            gc.collect()

    def _open_station(self) -> None:
        self.running = RunningStation(
            self.home, has_windows=True, sound_failure=self._sound_failure
        )
        is_counter = self.running.station.role is not Role.SUPERVISOR
        if is_counter:
            self.running.start()  # its relay answers while the bar is drawn
        else:
            load_fonts(OTHER_FONTS)
        self.windows = self._windows_of(self.running)
        self.windows.joined_again.connect(self._begin_anew)
        self.windows.show()
        if not is_counter:
            self.running.start()  # nobody is told that this desk shows alerts before it can
        QTimer.singleShot(SETTLED_AFTER_MS, self.app, self._settle)

    def _settle(self) -> None:
        """Do what would only have kept the bar from being armed."""
        if self.running is None:  # it has ended already
            return
        self._hold_keys(self.running)
        assert self.windows is not None
        self.windows.settle()
        self._opened(self.running)
        # Behind what that connects. When somebody logs off, Windows ends the process as soon as Qt
        # has announced the end, and what follows the event loop is never reached.
        self.app.aboutToQuit.connect(self.close)
        _spare_what_stays()

    def _hold_keys(self, running: RunningStation) -> None:
        from desktop.app.hotkeys import HotkeyDesk

        assert self.windows is not None
        self._hotkeys = HotkeyDesk(running, self.windows, screen=self.app.platformName())
        self._hotkeys.start()

    def _sound_failure(self) -> str | None:
        return self.windows.sound_failure() if self.windows is not None else None

    def _windows_of(self, running: RunningStation) -> "StationWindows":
        """The windows of this station's role; a counter loads no console for its bar."""
        appearance, words = appearance_of(running.settings), words_of(running.settings)
        if running.station.role is Role.SUPERVISOR:
            from desktop.app.supervisor_windows import SupervisorWindows

            return SupervisorWindows(running, appearance, words)
        if running.station.role is Role.STAFF:
            from desktop.app.staff_windows import StaffWindows

            return StaffWindows(running, appearance, words)
        from desktop.app.counter_windows import CounterWindows

        return CounterWindows(running, appearance, words)


def application() -> QApplication:
    """The one application object; it lives on when no window is to be seen."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("countersign")
    app.setQuitOnLastWindowClosed(False)
    return app


def _spare_what_stays() -> None:
    """Look for garbage from now on, and never again among what a start has made: a pass over all
    of it takes some 20 ms, which a receipt would have to wait for.
    """
    gc.freeze()
    gc.enable()


def settings_of(home: Home) -> Settings:
    """What is set on this PC before it is a station of a site."""
    own, preset = SettingsFiles(home).read()
    return fold_settings(own, preset, is_windows=sys.platform == "win32").settings


def appearance_of(settings: Settings) -> Appearance:
    """The look that this PC's settings choose."""
    return Appearance(scheme=SCHEMES.get(settings.theme), text_scale=settings.text_scale)


def words_of(settings: Settings) -> Words:
    """The language that this PC's settings choose; the system's by default."""
    language = settings.language
    if language == "system":
        language = QLocale.system().name()
    return Words.of(language)
