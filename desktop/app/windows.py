"""The windows of a station, by its role, joined to what they show and what they ask for."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QTimer

from desktop.app.guidance_panels import GuidancePanels
from desktop.app.noting import noted
from desktop.app.report_desk import ReportDesk
from desktop.app.running import RunningStation
from desktop.domain.alerts.facts import AlertId, AlertOutcome, Context, Kind, Message, Occasion
from desktop.domain.board import Board
from desktop.domain.reports.field import Answers
from desktop.domain.roster.roles import Role
from desktop.ui.bridge import Bridge
from desktop.ui.counter_bar import CounterBar
from desktop.ui.room import room_for
from desktop.ui.theme import Appearance
from desktop.ui.views.counter_bar import CounterBarView, Wording
from desktop.ui.words import Words

if TYPE_CHECKING:
    from desktop.app.inviting import InviteDesk
    from desktop.ui.rehearsal import Rehearsal

REPORTS_AFTER_MS = 1_500
"""From the console to the count of reports that nobody has read."""
JUST_OVER = timedelta(minutes=30)
"""For so long after an alert was closed, a report begun at its counter is taken to be about it."""
BEHIND_THE_TAKEOVER_MS = 50
PLACE_HOLDS_MS = 120_000
"""For so long a place that was chosen and not called to stays chosen."""
"""How long the console, which nobody sees then, lets a takeover draw before it draws itself."""


class CounterWindows(QObject):
    """The bar and the tray of a counter."""

    def __init__(self, running: RunningStation, appearance: Appearance, words: Words) -> None:
        super().__init__()
        self._running = running
        self._station = running.station
        self._words = words
        self._wording = Wording(running.settings.wording)
        self._place: str | None = None
        self._place_is_stale = QTimer(self)
        self._place_is_stale.setSingleShot(True)
        self._place_is_stale.setInterval(PLACE_HOLDS_MS)
        self._place_is_stale.timeout.connect(self._forget_place)
        self._rehearsal: Rehearsal | None = None
        self._board = self._station.board
        self.bar = CounterBar(
            self._view(),
            appearance=appearance,
            words=words,
            places_file=running.home.path / "bar.json",
        )
        self._join()
        self._bridge = Bridge(self)
        self._bridge.board_changed.connect(self._show)
        self._station.watch(self._bridge.publish)
        self._appearance = appearance
        self._reports = ReportDesk(running, appearance, words, self._bridge)
        self._guidance = GuidancePanels(
            running,
            appearance,
            words,
            corner=self._above_the_bar,
            begin_report=self._report_on,
            parent=self,
        )
        self._join_guidance()

    def leave(self, then: Callable[[], None], stayed: Callable[[], None]) -> None:
        """``then`` once every report that is being written is kept, unless somebody ``stayed``."""
        self._reports.leave(then, stayed)

    def close(self) -> None:
        """End what the windows do not end by themselves."""
        if self._rehearsal is not None:
            self._rehearsal.stop()
        self._guidance.close()
        self._reports.close()

    def show(self) -> None:
        """Put the bar on the screen; the tray icon follows when the desktop has one."""
        self.bar.show()
        self._guidance.start()

    @property
    def place(self) -> str | None:
        """Where the next press is for; ``None`` is here. Any thread."""
        return self._place

    def begin_report(self) -> None:
        """Open a report about what has just happened here. Any thread."""
        self._bridge.post(lambda: self._reports.windows.new(alert=self._last_of_mine()))

    def show_tray(self) -> None:
        """The same menu once more, beside the clock."""
        from desktop.ui.tray import Tray  # after the bar is painted

        self.tray = Tray(self.bar, appearance=self._appearance, words=self._words)
        self.tray.show()

    def _join(self) -> None:
        bar, station = self.bar, self._station
        bar.assist_pressed.connect(lambda: station.press(Kind.ASSIST, place=self._place))
        bar.panic_pressed.connect(lambda: station.press(Kind.PANIC, place=self._place))
        bar.rehearsal_pressed.connect(self._rehearse)
        bar.test_pressed.connect(lambda: station.press(Kind.ASSIST, occasion=Occasion.TEST))
        bar.arrived_pressed.connect(lambda: self._of_mine(station.attend))
        bar.withdraw_pressed.connect(lambda: self._of_mine(station.withdraw))
        bar.note_added.connect(self._note)
        bar.context_added.connect(self._tell_context)
        bar.place_chosen.connect(self._choose_place)
        bar.person_changed.connect(self._running.is_someone)
        bar.report_pressed.connect(lambda: self._reports.windows.new(alert=self._last_of_mine()))
        bar.call_pressed.connect(lambda: self._reports.windows.threat_call())  # noqa: PLW0108 (made when pressed)
        bar.reports_pressed.connect(lambda: self._reports.windows.mine())  # noqa: PLW0108 (made when pressed)

    def _join_guidance(self) -> None:
        guidance, station = self._guidance, self._station
        self.bar.guidance_pressed.connect(self._guidance.open)
        guidance.assist_pressed.connect(lambda: station.press(Kind.ASSIST, place=self._place))
        guidance.panic_pressed.connect(lambda: station.press(Kind.PANIC, place=self._place))
        guidance.file_wanted.connect(lambda file: self._reports.papers.open_attachment(file))  # noqa: PLW0108 (made when pressed)

    def _report_on(self, answers: Answers) -> None:
        self._reports.windows.new(alert=self._last_of_mine(), answers=answers)

    def _above_the_bar(self) -> QPoint:
        """Where the panel grows from: the bar's upper right corner, or its lower one at the top."""
        bar = self.bar.frameGeometry()
        return QPoint(bar.right() + 1, bar.bottom() + 1 if self.bar.is_at_the_top else bar.top())

    def _rehearse(self) -> None:
        """A private minute with the cues; a real call ends it."""
        from desktop.ui.rehearsal import Rehearsal  # once in a clerk's first week
        from desktop.ui.theme import OTHER_FONTS, load_fonts

        load_fonts(OTHER_FONTS)
        if self._rehearsal is not None:
            self._rehearsal.stop()
        self._rehearsal = Rehearsal(
            self._board,
            appearance=self._appearance,
            words=self._words,
            wording=self._wording,
            now=self._running.clock.now,
            keys=self._keys_that_call(),
        )
        self._rehearsal.open_above(self._above_the_bar())

    def _keys_that_call(self) -> tuple[str, str]:
        """The keys that call from any program, each as far as it is proven to arrive."""
        held = {
            key.action.value: str(key.chord)
            for key in self._running.hotkeys or ()
            if not key.holding.is_trouble
        }
        return held.get("supervisor", ""), held.get("panic", "")

    def _last_of_mine(self) -> str:
        """The alert that a report begun now is about: this counter's, open or just over."""
        board, me = self._board, self._board.me.device
        mine = board.mine()
        if mine is not None:
            return mine.id
        now = self._running.clock.now()
        return next(
            (
                alert.id
                for alert in board.closed
                if alert.station == me and alert.closed_at and now - alert.closed_at < JUST_OVER
            ),
            "",
        )

    def _show(self, board: Board) -> None:
        was_calling = self._board.mine() is not None
        self._board = board
        if board.mine() is not None and self._rehearsal is not None:
            self._rehearsal.stop()
        if was_calling and board.mine() is None:
            self._place = None  # it is over: the next press is for here again
        self.bar.show_view(self._view())

    def _view(self) -> CounterBarView:
        return CounterBarView.of(
            self._board, words=self._words, wording=self._wording, place=self._place
        )

    def _of_mine(self, act: Callable[[str], "Future[Any]"]) -> None:
        mine = self._board.mine()
        if mine is not None:
            act(mine.id).add_done_callback(noted)

    def _note(self, text: str) -> None:
        self._of_mine(lambda alert: self._station.note(alert, text=text))

    def _tell_context(self, context: Context) -> None:
        self._of_mine(lambda alert: self._station.note(alert, context=context))

    def _forget_place(self) -> None:
        """Whoever chose it and did not press: a call an hour later is for here again."""
        if self._board.mine() is None and self._place is not None:
            self._place = None
            self.bar.show_view(self._view())

    def _choose_place(self, place: str | None) -> None:
        """The next press is for ``place``; one that is on its way goes there now."""
        self._place = place
        self._place_is_stale.start()
        mine = self._board.mine()
        if mine is not None and place is not None:
            self._station.press(mine.alert.kind, place=place, alert=mine.id)
        self.bar.show_view(self._view())


class SupervisorWindows(QObject):
    """The console, the takeover on every screen, and the alarm."""

    def __init__(self, running: RunningStation, appearance: Appearance, words: Words) -> None:
        super().__init__()
        from desktop.app.alarm import DeskAlarm  # a counter needs none of these
        from desktop.app.guidance_keeping import GuidanceKeeping
        from desktop.app.papers import Papers
        from desktop.services.adapters.sound.player import AlarmPlayer
        from desktop.ui.console.window import ConsoleWindow
        from desktop.ui.takeover.screens import TakeoverScreens

        self._running = running
        self._station = running.station
        self.alarm = DeskAlarm(AlarmPlayer()) if running.settings.sound else None
        self._bridge = Bridge(self)
        self._desk = ReportDesk(running, appearance, words, self._bridge)
        self._reports = self._desk.page(self._ask_pin)
        self._keeping = GuidanceKeeping(
            running,
            words,
            self._bridge,
            open_file=lambda file: self._desk.papers.open_attachment(file),  # noqa: PLW0108 (made when pressed)
            window=lambda: self.console,
            parent=self,
        )
        self.console = ConsoleWindow(
            appearance=appearance,
            words=words,
            pages=(self._reports.entry(), self._keeping.entry()),
            may_invite=running.admitting is not None,
        )
        self._appearance = appearance
        self._words = words
        self._inviting: InviteDesk | None = None
        self._guidance = GuidancePanels(
            running,
            appearance,
            words,
            corner=self._lower_right,
            begin_report=lambda answers: self._desk.windows.new(answers=answers),
            parent=self,
        )
        self.takeover = TakeoverScreens(words=words, parent=self)
        self._papers = Papers(running, self.console, self._bridge, words)
        self._reports_are_due = QTimer(self)
        self._reports_are_due.setSingleShot(True)
        self._reports_are_due.setInterval(REPORTS_AFTER_MS)
        self._reports_are_due.timeout.connect(self._reports.start)
        self._console_is_due = QTimer(self)
        self._console_is_due.setSingleShot(True)
        self._console_is_due.timeout.connect(self._show_console)
        self._join()
        self._bridge.board_changed.connect(self._show)
        self._station.watch(self._bridge.publish)
        if running.records is not None:
            running.records.watch(self._tell_outcomes)

    def show(self) -> None:
        """Show the console, and make ready what an alert will fill."""
        self.console.show()
        self.takeover.prepare()
        self._reports_are_due.start()  # the guidance panel is made when it is asked for: 16 MB
        self._keeping.start()

    place = None
    """A supervisor's desk calls for itself alone."""

    def begin_report(self) -> None:
        """Open an empty report. Any thread."""
        self._bridge.post(lambda: self._desk.windows.new())  # noqa: PLW0108 (made when pressed)

    def invite(self) -> None:
        """Open the dialog that lets a place in; made when it is first wanted."""
        if self._inviting is None:
            from desktop.app.inviting import InviteDesk  # most days nobody is invited

            self._inviting = InviteDesk(self._running, self.console, self._appearance, self._words)
        self._inviting.open()

    def sound_failure(self) -> str | None:
        """Why the alarm cannot be heard."""
        return self.alarm.failure if self.alarm else None

    def leave(self, then: Callable[[], None], stayed: Callable[[], None]) -> None:
        """``then`` once every report that is being written is kept, unless somebody ``stayed``."""
        self._desk.leave(then, stayed)

    def close(self) -> None:
        """End what the windows do not end by themselves."""
        self._reports_are_due.stop()
        self._guidance.close()
        self._keeping.close()
        if self._inviting is not None:
            self._inviting.close()
        self._papers.close()
        self._reports.close()
        self._desk.close()
        if self.alarm:
            self.alarm.close()

    def _show(self, board: Board) -> None:
        self.takeover.show_board(board)
        if self.alarm:
            self.alarm.show_board(board)
        if not self._console_is_due.isActive():
            self._console_is_due.start(BEHIND_THE_TAKEOVER_MS if self.takeover.covers else 0)

    def _tell_outcomes(self, outcomes: dict[AlertId, AlertOutcome]) -> None:
        """On the records thread: the latest ones, each time that one of them changed."""
        self._bridge.post(lambda: self.console.show_outcomes(outcomes))

    def _show_console(self) -> None:
        self.console.show_board(self._station.board)

    def _join(self) -> None:
        station, takeover, console = self._station, self.takeover, self.console
        for going in (takeover.going_pressed, console.going_pressed):
            going.connect(lambda alert: _asked(station.acknowledge(alert)))
        for cannot in (takeover.cannot_pressed, console.cannot_pressed):
            cannot.connect(lambda alert: _asked(station.tell(alert, Message.CANNOT)))
        for there in (takeover.there_pressed, console.there_pressed):
            there.connect(lambda alert: _asked(station.attend(alert)))
        takeover.minutes_pressed.connect(
            lambda alert, minutes: _asked(station.acknowledge(alert, minutes=minutes))
        )
        takeover.calling_pressed.connect(lambda alert: _asked(station.tell(alert, Message.CALLING)))
        takeover.police_called_pressed.connect(
            lambda alert: _asked(station.tell(alert, Message.POLICE_CALLED))
        )
        takeover.leave_pressed.connect(lambda alert: _asked(station.tell(alert, Message.LEAVE)))
        for closed in (takeover.closed_pressed, console.closed_pressed):
            closed.connect(lambda alert, outcome: _asked(self._running.close(alert, outcome)))
        console.opened.connect(takeover.open_alert)
        console.here_pressed.connect(self._is_here)
        console.away_pressed.connect(self._goes_away)
        console.pdf_pressed.connect(self._papers.save)
        console.invite_pressed.connect(self.invite)
        console.report_pressed.connect(lambda alert: self._desk.windows.new(alert=alert))
        self._reports.count_changed.connect(lambda count: console.show_count("reports", count))
        self._reports.new_pressed.connect(lambda: self._desk.windows.new())  # noqa: PLW0108 (made when pressed)
        self._reports.mine_pressed.connect(lambda: self._desk.windows.mine())  # noqa: PLW0108 (made when pressed)
        self._reports.call_pressed.connect(lambda: self._desk.windows.threat_call())  # noqa: PLW0108 (made when pressed)
        self._reports.alert_pressed.connect(takeover.open_alert)
        self._keeping.counted.connect(lambda count: console.show_count("guidance", count))
        self._desk.watch_calls()
        self._join_guidance()

    def _join_guidance(self) -> None:
        """A supervisor's desk has the panel, too: in a corner of the console's screen."""
        guidance, station, desk = self._guidance, self._station, self._desk
        self.console.guidance_pressed.connect(guidance.open)
        guidance.assist_pressed.connect(lambda: station.press(Kind.ASSIST))
        guidance.panic_pressed.connect(lambda: station.press(Kind.PANIC))
        guidance.file_wanted.connect(lambda file: desk.papers.open_attachment(file))  # noqa: PLW0108 (made when pressed)

    def _lower_right(self) -> QPoint:
        room = room_for(self.console)
        return QPoint(room.right() + 1, room.bottom() + 1)

    def _ask_pin(self, person: str, tell: Callable[[bool], None]) -> None:
        self._desk.windows.ask_pin(person, tell, self.console)

    def _is_here(self) -> None:
        self._running.attention.is_here()
        self._station.attention_changed()

    def _goes_away(self) -> None:
        self._running.attention.goes_away()
        self._station.attention_changed()


def windows_for(
    running: RunningStation, appearance: Appearance, words: Words
) -> CounterWindows | SupervisorWindows:
    """The windows that belong to this station's role."""
    if running.station.role is Role.SUPERVISOR:
        return SupervisorWindows(running, appearance, words)
    return CounterWindows(running, appearance, words)


def _asked(answer: "Future[Any]") -> None:
    answer.add_done_callback(noted)
