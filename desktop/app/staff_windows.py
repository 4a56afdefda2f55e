"""The windows of a staff desk: a tray icon, and a window when a colleague calls.

It calls as a counter does, and writes reports; unlike a counter it may come up and sound.
"""

from PySide6.QtCore import QTimer

from desktop.app.alarm import DeskAlarm
from desktop.app.counter_windows import CounterWindows
from desktop.app.noting import noted
from desktop.app.running import RunningStation
from desktop.domain.board import Board
from desktop.services.adapters.sound.player import Alarm, AlarmPlayer
from desktop.ui.staff.call_window import StaffCallWindow
from desktop.ui.staff.tray import StaffTray
from desktop.ui.theme import Appearance
from desktop.ui.views.acts import Act
from desktop.ui.views.staff_call import StaffCallView, Summons
from desktop.ui.views.takeover import Tone
from desktop.ui.words import Words

_SOUNDS = {Tone.PANIC: Alarm.PANIC, Tone.DRILL: Alarm.TEST}


class StaffWindows(CounterWindows):
    """The tray icon with the bar behind it, the window for calls, and the alarm."""

    def __init__(self, running: RunningStation, appearance: Appearance, words: Words) -> None:
        self._staff_tray: StaffTray | None = None
        super().__init__(running, appearance, words)
        self._told = self._station.board  # with what a counter hides of a duress code
        self.alarm = DeskAlarm(AlarmPlayer()) if running.settings.sound else None
        self._summons = Summons()
        self.call = StaffCallWindow(appearance, monotonic=running.clock.monotonic)
        self.call.acted.connect(self._act)
        self._is_open = False

    def show(self) -> None:
        """Put the icon beside the clock; the bar where there is no place for it, or when somebody
        starts the program again to find it.
        """
        has_tray = self._has_tray()
        if self._is_open or not has_tray:
            self.bar.expand()
            self.bar.show()
        self._is_open = True  # the guidance panel is made when it is asked for: 16 MB

    def settle(self) -> None:
        """Do what the counter's do; and be ready for a call before the first one."""
        super().settle()
        self.call.winId()
        QTimer.singleShot(0, self, self._show_call)

    def sound_failure(self) -> str | None:
        """Why a call cannot be heard here."""
        return self.alarm.failure if self.alarm else None

    def close(self) -> None:
        """End what the windows do not end by themselves."""
        super().close()
        self.call.show_view(None)
        if self.alarm:
            self.alarm.close()

    def _has_tray(self) -> bool:
        if self._staff_tray is None:
            self._staff_tray = StaffTray(self.bar, appearance=self._appearance, words=self._words)
            self._join_tray(self._staff_tray)
        return self._staff_tray.show()

    def _put_up_tray(self) -> None:
        """It is there from the first moment, for nothing else may be."""

    def _show(self, board: Board) -> None:
        super()._show(board)
        self._told = board
        self._show_call()

    def _show_call(self) -> None:
        at_once = self._running.settings.staff_at_once
        self._summons = self._summons.seen(self._board, at_once=at_once)
        view = StaffCallView.of(self._told, self._summons, at_once=at_once, words=self._words)
        self.call.show_view(view)
        if self.alarm is not None:
            is_calling = view is not None and view.calls
            self.alarm.sound(_SOUNDS.get(view.tone, Alarm.ASSIST) if view and is_calling else None)

    def _act(self, act: Act, alert: str) -> None:
        found = self._board.find(alert)
        if act is Act.GOING:
            self._station.offer(alert).add_done_callback(noted)
        elif found is not None:
            self._summons = self._summons.put_away(found)
            self._show_call()

    def _use_settings(self) -> None:
        super()._use_settings()
        is_wanted = self._running.settings.sound
        if is_wanted and self.alarm is None:
            self.alarm = DeskAlarm(AlarmPlayer())
        elif not is_wanted and self.alarm is not None:
            alarm, self.alarm = self.alarm, None
            alarm.close()
        self._show_call()
        self._station.attention_changed()
