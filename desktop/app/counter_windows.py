"""The windows of a counter, joined to what they show and what they ask for."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QTimer

from desktop.app.guidance_panels import GuidancePanels
from desktop.app.late import StationEndedError
from desktop.app.noting import noted
from desktop.app.report_desk import ReportDesk
from desktop.app.running import RunningStation
from desktop.app.windows import StationWindows
from desktop.domain.alerts.facts import Context, Kind, Occasion
from desktop.domain.alerts.forced import as_the_counter_shows
from desktop.domain.board import Board
from desktop.domain.pressing import AGAIN_WITHIN, Ways
from desktop.domain.reports.field import Answers
from desktop.ui.bridge import Bridge
from desktop.ui.counter_bar import CounterBar
from desktop.ui.theme import OTHER_FONTS, Appearance, load_fonts
from desktop.ui.views.counter_bar import CounterBarView, Wording
from desktop.ui.words import Words

if TYPE_CHECKING:
    from desktop.app.opening_test import OpeningTests
    from desktop.app.settings_windows import SettingsWindows
    from desktop.app.taking_back import TakingBack
    from desktop.services.drills.asking import Ask, Asking
    from desktop.ui.rehearsal import Rehearsal
    from desktop.ui.tray import Tray

log = logging.getLogger(__name__)

JUST_OVER = timedelta(minutes=30)
"""For so long after an alert was closed, a report begun at its counter is taken to be about it."""
DRILLS_AFTER_MS = 1_500
"""From the armed bar to whether a drill is asked for here: by then notices have been read."""
DRILL_LOOKED_AT_MS = 5_000
"""How often it is asked, while one is, whether its time is over."""
PLACE_HOLDS_MS = 120_000
"""For so long a place that was chosen and not called to stays chosen."""


class CounterWindows(StationWindows):
    """The bar and the tray of a counter."""

    def __init__(self, running: RunningStation, appearance: Appearance, words: Words) -> None:
        super().__init__()
        self._running = running
        self._station = running.station
        self._words = words
        self._wording = Wording(running.settings.wording)
        self._ways = Ways.of(running.settings.press)
        self._begun: Kind | None = None
        self._begun_by_key = False
        self._begun_is_stale = QTimer(self)
        self._begun_is_stale.setSingleShot(True)
        self._begun_is_stale.setInterval(round(AGAIN_WITHIN * 1000))
        self._begun_is_stale.timeout.connect(self._is_begun_no_more)
        self._place: str | None = None
        self._place_is_stale = QTimer(self)
        self._place_is_stale.setSingleShot(True)
        self._place_is_stale.setInterval(PLACE_HOLDS_MS)
        self._place_is_stale.timeout.connect(self._forget_place)
        self._tip_follows = QTimer(self)  # once the cue is painted, which it must not hold up
        self._tip_follows.setSingleShot(True)
        self._rehearsal: Rehearsal | None = None
        self._opening: OpeningTests | None = None
        self._taking_back: TakingBack | None = None
        self._asking: Asking | None = None
        self._drill_has_failed = False
        self._drill_may_end = QTimer(self)
        self._drill_may_end.setInterval(DRILL_LOOKED_AT_MS)
        self._drill_may_end.timeout.connect(self._show_bar)
        self._board = as_the_counter_shows(self._station.board)
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
        self._settings: SettingsWindows | None = None

    def leave(self, then: Callable[[], None], stayed: Callable[[], None]) -> None:
        """``then`` once every report that is being written is kept, unless somebody ``stayed``."""
        self._reports.leave(then, stayed)

    def may_begin_anew(self) -> bool:
        """No call from here is under way."""
        return self._settings is None or self._settings.may_begin_anew()

    def stay(self) -> None:
        """The program was to begin anew, and does not now."""
        if self._settings is not None:
            self._settings.stay()

    def close(self) -> None:
        """End what the windows do not end by themselves."""
        if self._rehearsal is not None:
            self._rehearsal.stop()
        if self._opening is not None:
            self._opening.close()
        if self._settings is not None:
            self._settings.close()
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

    def settle(self) -> None:
        """Put the same menu once more beside the clock, have the fonts of later windows, and look
        whether the opening test is due.
        """
        self._put_up_tray()
        load_fonts(OTHER_FONTS)
        self._opening_tests()
        self._follow_settings()
        QTimer.singleShot(DRILLS_AFTER_MS, self, self._hear_of_drills)
        self._show_bar()

    def _put_up_tray(self) -> None:
        from desktop.ui.tray import Tray  # after the bar is painted

        self.tray = Tray(self.bar, appearance=self._appearance, words=self._words)
        self._join_tray(self.tray)
        self.tray.show()

    def _join_tray(self, tray: "Tray") -> None:
        tray.call_pressed.connect(lambda kind: self._station.press(kind, place=self._place))
        tray.show_view(self._view())
        self._tip_follows.timeout.connect(lambda: tray.show_view(self._view()))

    def _hear_of_drills(self) -> None:
        with suppress(StationEndedError):
            self._asking = self._running.late.drilling().asking
            self._asking.watch(lambda: self._bridge.post(self._show_bar))
            self._show_bar()

    def _drill(self) -> "Ask | None":
        """What this counter is asked to do in a drill, now or later."""
        ask = self._asked()
        if ask is None:
            self._drill_may_end.stop()
        elif not self._drill_may_end.isActive():
            self._drill_may_end.start()
        return ask

    def _asked(self) -> "Ask | None":
        if self._asking is None:
            return None
        try:
            return self._asking.of(self._board.me.device)
        except Exception:  # whatever a drill's notice says, the bar must show its calls
            if not self._drill_has_failed:
                self._drill_has_failed = True
                log.exception("the bar does without its drill")
            return None

    def _press_for_the_drill(self) -> None:
        """Its own press, in the menu alone: what the bar and its keys send is always meant."""
        ask = self._drill()
        if ask is not None and ask.is_now and self._board.mine() is None:
            self._station.press(ask.kind, note=ask.scenario, occasion=Occasion.DRILL)

    def _follow_settings(self) -> None:
        from desktop.app.settings_windows import SettingsWindows  # after the bar is painted

        self._settings = SettingsWindows(
            self._running, self._appearance, self._words, self._bridge, self
        )
        self._settings.changed.connect(self._use_settings)
        self._settings.joined_again.connect(self.joined_again)
        self.bar.join_again_pressed.connect(self._settings.join_again)
        self.bar.settings_pressed.connect(self._settings.open)

    def _join(self) -> None:
        bar, station = self.bar, self._station
        bar.assist_pressed.connect(lambda: station.press(Kind.ASSIST, place=self._place))
        bar.panic_pressed.connect(lambda: station.press(Kind.PANIC, place=self._place))
        bar.press_begun.connect(self._has_begun)
        bar.rehearsal_pressed.connect(self._rehearse)
        bar.test_pressed.connect(lambda: self._opening_tests().open(self._above_the_bar()))
        bar.arrived_pressed.connect(lambda: self._of_mine(station.attend))
        bar.offer_pressed.connect(self._offer)
        bar.drill_pressed.connect(self._press_for_the_drill)
        bar.withdraw_pressed.connect(self._take_back)
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

    def half_pressed(self, kind: Kind) -> None:
        """Say in the cue that the second key is missing. Any thread."""
        self._bridge.post(lambda: self._has_begun(kind, by_key=True))

    def _has_begun(self, kind: Kind, *, by_key: bool = False) -> None:
        """Say in the cue that a press wants its other half, for as long as that counts."""
        self._begun, self._begun_by_key = kind, by_key
        self._show_bar()
        self._begun_is_stale.start()

    def _is_begun_no_more(self) -> None:
        self._begun = None
        self._show_bar()

    def _report_on(self, answers: Answers) -> None:
        self._reports.windows.new(alert=self._last_of_mine(), answers=answers)

    def _above_the_bar(self) -> QPoint:
        """Where the panel grows from: the bar's upper right corner, or its lower one at the top."""
        bar = self.bar.stands
        return QPoint(bar.right() + 1, bar.bottom() + 1 if self.bar.is_at_the_top else bar.top())

    def _rehearse(self) -> None:
        """A private minute with the cues; a real call ends it."""
        from desktop.ui.rehearsal import Rehearsal  # once in a clerk's first week

        load_fonts(OTHER_FONTS)
        if self._rehearsal is not None:
            self._rehearsal.stop()
        self._rehearsal = Rehearsal(
            self._board,
            appearance=self._appearance,
            words=self._words,
            wording=self._wording,
            ways=self._ways,
            now=self._running.clock.now,
            keys=self._keys_that_call(),
        )
        self._rehearsal.open_above(self._above_the_bar())

    def _keys_that_call(self) -> tuple[str, str]:
        """The keys that call from any program, each as far as it is proven to arrive; of several
        for one thing, the one that was named first.
        """
        held = {
            key.action.value: str(key.chord)
            for key in reversed(tuple(self._running.hotkeys or ()))
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
        known = self._taking_back.known if self._taking_back is not None else ()
        board = as_the_counter_shows(board, known)
        was_calling = self._board.mine() is not None
        if board.mine() != self._board.mine():
            self._begun = None  # what became of a call is news
        self._board = board
        if board.mine() is not None and self._rehearsal is not None:
            self._rehearsal.stop()
        if was_calling and board.mine() is None:
            self._place = None  # it is over: the next press is for here again
        self._show_bar()
        if self._opening is not None:
            self._opening.show_board(board)
        if board.mine() is None and self._settings is not None:
            self._settings.catch_up()

    def _show_bar(self) -> None:
        self.bar.show_view(self._view())
        self._tip_follows.start()

    def _view(self) -> CounterBarView:
        return CounterBarView.of(
            self._board,
            words=self._words,
            wording=self._wording,
            ways=self._ways,
            begun=self._begun,
            by_key=self._begun_by_key,
            place=self._place,
            is_test_due=self._running.settings.opening_test
            and self._opening is not None
            and self._opening.is_due,
            has_faults=bool(self._running.preferences.in_force.faults),
            drill=self._drill(),
        )

    def _opening_tests(self) -> "OpeningTests":
        """The opening test; its file is read when the bar is armed."""
        if self._opening is None:
            from desktop.app.opening_test import OpeningTests

            self._opening = OpeningTests(
                self._running, self._appearance, self._words, self._bridge, self
            )
            self._opening.due_changed.connect(self._show_bar)
        return self._opening

    def _use_settings(self) -> None:
        self._wording = Wording(self._running.settings.wording)
        self._ways = Ways.of(self._running.settings.press)
        self._guidance.use_wording(self._wording)
        self._show_bar()

    def _of_mine(self, act: Callable[[str], "Future[Any]"]) -> None:
        mine = self._board.mine()
        if mine is not None:
            act(mine.id).add_done_callback(noted)

    def _offer(self) -> None:
        """Whoever sits here goes to the counter that nobody answered."""
        asked = self._board.asked()
        if asked is not None:
            self._station.offer(asked.id).add_done_callback(noted)

    def _take_back(self) -> None:
        if self._taking_back is None:
            from desktop.app.taking_back import TakingBack  # on most days nobody does

            self._taking_back = TakingBack(
                self._running, self.bar, self._bridge, board=lambda: self._board
            )
        self._taking_back.begin()

    def _note(self, text: str) -> None:
        self._of_mine(lambda alert: self._station.note(alert, text=text))

    def _tell_context(self, context: Context) -> None:
        self._of_mine(lambda alert: self._station.note(alert, context=context))

    def _forget_place(self) -> None:
        """Whoever chose it and did not press: a call an hour later is for here again."""
        if self._board.mine() is None and self._place is not None:
            self._place = None
            self._show_bar()

    def _choose_place(self, place: str | None) -> None:
        """The next press is for ``place``; one that is on its way goes there now."""
        self._place = place
        self._place_is_stale.start()
        mine = self._board.mine()
        if mine is not None and place is not None:
            self._station.press(mine.alert.kind, place=place, alert=mine.id)
        self._show_bar()
