"""Reports at one station's windows: made when somebody first wants one, for the form is large."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from desktop.app.running import RunningStation
from desktop.ui.bridge import Bridge
from desktop.ui.theme import Appearance
from desktop.ui.words import Words

if TYPE_CHECKING:  # a counter's bar is armed without a byte of these
    from desktop.app.report_papers import ReportPapers
    from desktop.app.report_windows import ReportWindows
    from desktop.services.reports.ports import LiveCall
    from desktop.ui.console.reports.reports import KeptReports, Reports
    from desktop.ui.reports.live_calls import LiveCallsWindow


class ReportDesk:
    """Papers and windows of reports, each made at its first use."""

    def __init__(
        self, running: RunningStation, appearance: Appearance, words: Words, bridge: Bridge
    ) -> None:
        self._running = running
        self._bridge = bridge
        self._appearance = appearance
        self._words = words
        self._calls: LiveCallsWindow | None = None
        self._is_closed = False

    @cached_property
    def papers(self) -> "ReportPapers":
        """Reports on paper."""
        from desktop.app.report_papers import ReportPapers

        return ReportPapers(self._running, self._running.late.reporting(), self._bridge.post)

    @cached_property
    def windows(self) -> "ReportWindows":
        """Forms, the threat call, and what was begun or submitted here."""
        from desktop.app.report_windows import ReportWindows
        from desktop.ui.theme import OTHER_FONTS, load_fonts

        load_fonts(OTHER_FONTS)
        return ReportWindows(self._running, self.papers, self._appearance, self._words)

    def page(self, ask_pin: Callable[[str, Callable[[bool], None]], None]) -> "Reports":
        """The console's Reports page, at a supervisor's desk. No report is opened for it."""
        from desktop.app.retaining import oldest_day_seen
        from desktop.ui.console.reports.reports import Reports, ReportsParts

        station = self._running.station
        return Reports(
            ReportsParts(
                kept=self._kept,
                post=self._bridge.post,
                words=self._words,
                person=lambda: station.board.me.person,
                ask_pin=ask_pin,
                oldest_day=lambda: oldest_day_seen(self._running.at_work),
                places=lambda: sorted({desk.place for desk in station.board.desks if desk.place}),
            )
        )

    def when_open(self, then: Callable[[], None]) -> None:
        """Do ``then`` in the windows' thread once reports are open, which no window waits for."""
        self._running.late.reporting.when_made(
            lambda _: self._bridge.post(lambda: None if self._is_closed else then())
        )

    def watch_calls(self) -> None:
        """Show threat calls of all other stations while they are written down."""
        self._running.late.reporting.when_made(
            lambda reporting: reporting.calls.watch(
                lambda calls: self._bridge.post(lambda: self._show_calls(calls))
            )
        )

    def _kept(self) -> "KeptReports":
        from desktop.ui.console.reports.reports import KeptReports

        reporting = self._running.late.reporting()
        assert reporting.shelf is not None
        assert reporting.review is not None
        return KeptReports(shelf=reporting.shelf, reviewing=reporting.review, papers=self.papers)

    def leave(self, then: Callable[[], None], stayed: Callable[[], None]) -> None:
        """``then`` once everything that is written is kept; see ``ReportWindows.leave``."""
        windows: ReportWindows | None = self.__dict__.get("windows")
        if windows is None:
            then()
        else:
            windows.leave(then, stayed)

    def close(self) -> None:
        """End what was made; a call that is still told brings up no window any more."""
        self._is_closed = True
        for name in ("windows", "papers"):
            made = self.__dict__.get(name)
            if made is not None:
                made.close()
        if self._calls is not None:
            self._calls.hide()

    def _show_calls(self, calls: "tuple[LiveCall, ...]") -> None:
        if self._is_closed:
            return
        own = self._running.station.device  # whoever takes a call here has its checklist open
        calls = tuple(call for call in calls if call.station != own)
        if self._calls is None:
            if not calls:
                return
            from desktop.ui.reports.live_calls import LiveCallsWindow

            self._calls = LiveCallsWindow(self._appearance, self._words)
        self._calls.show_calls(calls)
