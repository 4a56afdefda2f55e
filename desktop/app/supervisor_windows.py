"""The windows of a supervisor's desk, joined to what they show and what they ask for."""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QSystemTrayIcon

from desktop.app.alarm import DeskAlarm
from desktop.app.drill_windows import DrillKeeping
from desktop.app.guidance_keeping import GuidanceKeeping
from desktop.app.guidance_panels import GuidancePanels
from desktop.app.late import StationEndedError
from desktop.app.noting import noted
from desktop.app.papers import Papers
from desktop.app.plan_windows import PlanWindows
from desktop.app.report_desk import ReportDesk
from desktop.app.running import RunningStation
from desktop.app.settings_windows import SettingsWindows
from desktop.app.site_windows import SiteWindows
from desktop.app.windows import StationWindows
from desktop.domain.alerts.facts import AlertId, AlertOutcome, Kind, Message
from desktop.domain.board import Board
from desktop.services.adapters.sound.player import AlarmPlayer
from desktop.ui.bridge import Bridge
from desktop.ui.console.insights.insights import Insights, InsightsParts
from desktop.ui.console.pages import NOW
from desktop.ui.console.window import ConsoleWindow
from desktop.ui.room import room_for
from desktop.ui.step_presses import StepPresses
from desktop.ui.takeover.screens import TakeoverScreens
from desktop.ui.theme import Appearance
from desktop.ui.views.counter_bar import Wording
from desktop.ui.views.desk_tray import DeskTrayView
from desktop.ui.words import Words

if TYPE_CHECKING:
    from desktop.app.inviting import InviteDesk
    from desktop.ui.desk_tray import DeskTray

REPORTS_AFTER_MS = 1_500
"""From the console to the count of reports that nobody has read."""
BEHIND_THE_TAKEOVER_MS = 50
"""How long the console, which nobody sees then, lets a takeover draw before it draws itself."""


class SupervisorWindows(StationWindows):
    """The console, the takeover on every screen, and the alarm."""

    def __init__(self, running: RunningStation, appearance: Appearance, words: Words) -> None:
        super().__init__()
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
        self._insights = Insights(
            InsightsParts(
                desk=running.late.insights, save=_save, post=self._bridge.post, words=words
            ),
            parent=self,
        )
        self._drills = DrillKeeping(
            running, words, self._bridge, window=lambda: self.console, parent=self
        )
        self._plan = PlanWindows(
            running, words, self._bridge, window=lambda: self.console, parent=self
        )
        self._site = SiteWindows(
            running,
            appearance,
            words,
            self._bridge,
            ask_pin=self._ask_pin_to_decide,
            outside=lambda: self._settings.outside(),  # noqa: PLW0108 (made below)
            window=lambda: self.console,
            parent=self,
        )
        self.console = ConsoleWindow(
            appearance=appearance,
            words=words,
            pages=(
                self._reports.entry(),
                self._keeping.entry(),
                self._drills.entry(),
                self._insights.entry(),
                self._site.entry(),
            ),
            may_invite=running.is_administrators,
            plan_parts=self._plan.parts,
        )
        self._appearance = appearance
        self._words = words
        self._inviting: InviteDesk | None = None
        self.tray: DeskTray | None = None
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
        self._reports_are_due.timeout.connect(lambda: self._desk.when_open(self._reports.start))
        self._console_is_due = QTimer(self)
        self._console_is_due.setSingleShot(True)
        self._console_is_due.timeout.connect(self._show_console)
        self._settings = SettingsWindows(running, appearance, words, self._bridge, self)
        self._settings.changed.connect(self._use_settings)
        self._settings.joined_again.connect(self.joined_again)
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
        self._drills.start()
        QTimer.singleShot(REPORTS_AFTER_MS, self, self._watch_openings)
        QTimer.singleShot(REPORTS_AFTER_MS, self, self._plan.start)

    def settle(self) -> None:
        """Put an icon beside the clock, where this desktop has a place for it."""
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        from desktop.ui.desk_tray import DeskTray  # after the console is painted

        self.tray = tray = DeskTray(appearance=self._appearance, parent=self)
        tray.away_pressed.connect(self._running.goes_away)
        tray.here_pressed.connect(self._running.is_here)
        tray.console_pressed.connect(self._bring_up)
        self._show_tray(self._station.board)
        tray.show()

    def begin_report(self) -> None:
        """Open an empty report. Any thread."""
        self._bridge.post(lambda: self._desk.windows.new())  # noqa: PLW0108 (made when pressed)

    def invite(self) -> None:
        """Open the dialog that lets a place in; made when it is first wanted."""
        if self._inviting is None:
            from desktop.app.inviting import InviteDesk  # most days nobody is invited

            self._inviting = InviteDesk(self._running, self.console, self._appearance, self._words)
        self._inviting.open()

    def _show_code(self, nameplate: str) -> None:
        """A place changes its role: show the code that its PC joins again with."""
        self.invite()
        if self._inviting is not None:
            self._inviting.show_code(nameplate)

    def _show_right(self) -> None:
        """Offer what an administrator's desk alone does, while this is one."""
        self.console.let_invite(is_so=self._running.is_administrators)

    def sound_failure(self) -> str | None:
        """Why the alarm cannot be heard."""
        return self.alarm.failure if self.alarm else None

    def leave(self, then: Callable[[], None], stayed: Callable[[], None]) -> None:
        """``then`` once every report that is being written is kept, unless somebody ``stayed``."""
        self._desk.leave(then, stayed)

    def may_begin_anew(self) -> bool:
        """No call from here is under way."""
        return self._settings.may_begin_anew()

    def stay(self) -> None:
        """The program was to begin anew, and does not now."""
        self._settings.stay()

    def close(self) -> None:
        """End what the windows do not end by themselves."""
        self._reports_are_due.stop()
        self.console.page.close_down()
        self._settings.close()
        self._guidance.close()
        self._keeping.close()
        self._drills.close()
        if self._inviting is not None:
            self._inviting.close()
        self._papers.close()
        self._insights.close()
        self._site.close()
        self._reports.close()
        self._desk.close()
        if self.alarm:
            self.alarm.close()

    def _use_settings(self) -> None:
        self._guidance.use_wording(Wording(self._running.settings.wording))
        is_wanted = self._running.settings.sound
        if is_wanted and self.alarm is None:
            self.alarm = DeskAlarm(AlarmPlayer())
            self.alarm.show_board(self._station.board)  # somebody may be calling
        elif not is_wanted and self.alarm is not None:
            alarm, self.alarm = self.alarm, None
            alarm.close()
        self._station.attention_changed()

    def _show(self, board: Board) -> None:
        self.takeover.show_board(board)
        if self.alarm and self.alarm.show_board(board):
            self._station.attention_changed()
        if board.mine() is None:
            self._settings.catch_up()
        if not self._console_is_due.isActive():
            self._console_is_due.start(BEHIND_THE_TAKEOVER_MS if self.takeover.covers else 0)

        self._show_tray(board)

    def _show_tray(self, board: Board) -> None:
        if self.tray is not None:
            self.tray.show_view(DeskTrayView.of(board, words=self._words))

    def _bring_up(self) -> None:
        self.console.show()
        self.console.raise_()
        self.console.activateWindow()

    def _tell_outcomes(self, outcomes: dict[AlertId, AlertOutcome]) -> None:
        """On the records thread: the latest ones, each time that one of them changed."""
        self._bridge.post(lambda: self.console.show_outcomes(outcomes))

    def _watch_openings(self) -> None:
        with suppress(StationEndedError):
            self._running.late.openings().watch(
                lambda today: self._bridge.post(lambda: self.console.show_openings(today))
            )

    def _show_console(self) -> None:
        self.console.show_board(self._station.board)
        self._site.show_board()

    def _join(self) -> None:
        station, takeover, console = self._station, self.takeover, self.console
        for going in (takeover.going_pressed, console.going_pressed):
            going.connect(lambda alert: _asked(station.acknowledge(alert)))
        for unheard in (takeover.unheard_pressed, console.unheard_pressed):
            unheard.connect(lambda alert: _asked(station.acknowledge(alert, is_unheard=True)))
        for cannot in (takeover.cannot_pressed, console.cannot_pressed):
            cannot.connect(lambda alert: _asked(station.tell(alert, Message.CANNOT)))
        for there in (takeover.there_pressed, console.there_pressed):
            there.connect(lambda alert: _asked(station.attend(alert)))
        takeover.minutes_pressed.connect(
            lambda alert, minutes: _asked(station.acknowledge(alert, minutes=minutes))
        )
        takeover.calling_pressed.connect(lambda alert: _asked(station.tell(alert, Message.CALLING)))
        for called in (takeover.police_called_pressed, console.police_called_pressed):
            called.connect(lambda alert: _asked(station.tell(alert, Message.POLICE_CALLED)))
        for steps in (takeover.steps, console.steps):
            self._join_steps(steps)
        takeover.leave_pressed.connect(lambda alert: _asked(station.tell(alert, Message.LEAVE)))
        for closed in (takeover.closed_pressed, console.closed_pressed):
            closed.connect(lambda alert, outcome: _asked(self._running.close(alert, outcome)))
        console.opened.connect(takeover.open_alert)
        console.here_pressed.connect(self._running.is_here)
        console.away_pressed.connect(self._running.goes_away)
        console.pdf_pressed.connect(self._papers.save)
        console.month_chosen.connect(self._papers.save_month)
        self._insights.pdf_pressed.connect(self._papers.save_insights)
        console.invite_pressed.connect(self.invite)
        console.settings_pressed.connect(self._settings.open)
        console.join_again_pressed.connect(self._settings.join_again)
        self._site.invite_pressed.connect(self.invite)
        self._site.code_made.connect(self._show_code)
        self._running.watch_right(lambda: self._bridge.post(self._show_right))
        self._site.settings_pressed.connect(self._settings.open)
        self._site.now_pressed.connect(lambda: console.show_page(NOW))
        console.report_pressed.connect(lambda alert: self._desk.windows.new(alert=alert))
        self._reports.count_changed.connect(lambda count: console.show_count("reports", count))
        self._reports.new_pressed.connect(lambda: self._desk.windows.new())  # noqa: PLW0108 (made when pressed)
        self._reports.mine_pressed.connect(lambda: self._desk.windows.mine())  # noqa: PLW0108 (made when pressed)
        self._reports.call_pressed.connect(lambda: self._desk.windows.threat_call())  # noqa: PLW0108 (made when pressed)
        self._reports.alert_pressed.connect(takeover.open_alert)
        self._plan.changed.connect(
            lambda plan, can_undo: console.show_plan(plan, can_undo=can_undo)
        )
        self._keeping.counted.connect(lambda count: console.show_count("guidance", count))
        self._drills.announced.connect(console.show_drill)
        self._drills.counted.connect(lambda count: console.show_count("drills", count))
        late = self._running.late
        late.watch(lambda: self._bridge.post(lambda: console.show_missed(late.missed)))
        self._desk.watch_calls()
        self._join_guidance()

    def _join_steps(self, steps: StepPresses) -> None:
        station = self._station
        steps.taken.connect(lambda alert, step: _asked(station.take_step(alert, step)))
        steps.done.connect(
            lambda alert, step, is_needed: _asked(
                station.finish_step(alert, step, is_needed=is_needed)
            )
        )
        steps.given_back.connect(lambda alert, step: _asked(station.give_step_back(alert, step)))

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

    def _ask_pin_to_decide(self, person: str, tell: Callable[[bool], None]) -> None:
        from desktop.ui.views.pin import PinTask

        self._desk.windows.ask_pin(person, tell, self.console, PinTask.DECIDE)


def _asked(answer: "Future[Any]") -> None:
    answer.add_done_callback(noted)


def _save(document: bytes, file: Path) -> Path:
    from desktop.services.adapters.pdf.saving import save_document  # seldom

    return save_document(document, file)
