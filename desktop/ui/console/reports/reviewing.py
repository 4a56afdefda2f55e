"""What a supervisor does with the open report: asked of the service, and told back in place."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import date

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import DeskError
from desktop.domain.events.event import EventId
from desktop.domain.reports.facts import ReportId
from desktop.domain.reports.report import Report
from desktop.services.reports.ports import Reviewing
from desktop.ui.settling import Post, settled
from desktop.ui.views.advice import Advice
from desktop.ui.views.report_review import (
    ActionBlank,
    ActionProblem,
    Deed,
    KeepBlank,
    KeepProblem,
    Place,
    ReviewView,
    Typed,
    action_of,
    keeping_of,
)
from desktop.ui.words import Words

AskPin = Callable[[str, Callable[[bool], None]], None]
"""Ask ``person`` for the PIN, then call back with whether one was checked.

Called in the windows' thread and returns at once; it calls back there, or never if they left it.
``False``: they sign without a PIN, having none on this PC.
"""


class ReviewingDesk(QObject):
    """Keeps what is typed for each report until it is saved, whatever happens meanwhile."""

    changed = Signal(str)
    """Something about the report with that id is on its way, refused, or done."""
    done = Signal(object)
    """The ``Report`` as it stands after a deed."""

    def __init__(
        self,
        reviewing: Reviewing,
        *,
        post: Post,
        words: Words,
        today: Callable[[], date],
        oldest_day: Callable[[], date],
        person: Callable[[], str],
        title: Callable[[], str],
        ask_pin: AskPin,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._reviewing = reviewing
        self._post = post
        self._words = words
        self._today = today
        self._oldest_day = oldest_day
        self._person = person
        self._title = title
        self._ask_pin = ask_pin
        self._typed: dict[ReportId, Typed] = {}
        self._busy: set[tuple[ReportId, Deed]] = set()
        self._advice: dict[ReportId, dict[Place, Advice]] = {}

    def view(self, report: Report) -> ReviewView:
        """The side column for ``report`` as it stands."""
        return ReviewView.of(
            report,
            me=self._person(),
            today=self._today(),
            words=self._words,
            oldest_day=self._oldest_day(),
            busy=frozenset(deed for one, deed in self._busy if one == report.id),
            advice=self._advice.get(report.id, {}),
        )

    def typed(self, report: ReportId) -> Typed:
        """What is typed for ``report`` and not saved: write into it."""
        for other in [one for one, typed in self._typed.items() if typed.is_empty]:
            if other != report and not any(one == other for one, _ in self._busy):
                del self._typed[other]
        return self._typed.setdefault(report, Typed())

    def read(self, report: ReportId) -> None:
        """Say that it was read; the reporter sees that."""
        me = self._person()
        self._do(report, Deed.READ, lambda: self._reviewing.read(report, me))

    def comment(self, report: ReportId) -> None:
        """Add the comment that is typed."""
        typed, me = self.typed(report), self._person()
        said = typed.comment.strip()
        if not said:
            self._advise(report, Deed.COMMENT, Advice(self._words("Write the comment first.")))
            return

        def clear() -> None:
            typed.comment = ""

        self._do(report, Deed.COMMENT, lambda: self._reviewing.comment(report, said, me), clear)

    def list_action(self, report: ReportId) -> None:
        """List the action that is typed, with its owner and date."""
        typed, me = self.typed(report), self._person()
        wanted = action_of(typed, words=self._words, today=self._today())
        for blank in ActionBlank:
            self._advice.get(report, {}).pop(blank, None)
        if isinstance(wanted, ActionProblem):
            self._advise(report, wanted.at, wanted.advice)
            return

        def clear() -> None:
            typed.what = typed.owner = typed.due = ""

        self._do(
            report,
            Deed.ACTION,
            lambda: self._reviewing.list_action(report, wanted.what, wanted.owner, wanted.due, me),
            clear,
        )

    def finish(self, report: ReportId, action: EventId) -> None:
        """Say that an action was done, and how as typed."""
        typed, me = self.typed(report), self._person()
        how = typed.how.get(action, "").strip()
        self._do(
            report,
            Deed.DONE,
            lambda: self._reviewing.action_done(report, action, how, me),
            lambda: typed.how.pop(action, None),
        )

    def conclude(self, report: ReportId) -> None:
        """Tell the reporter what became of it."""
        typed, me = self.typed(report), self._person()
        said = typed.outcome.strip()
        if not said:
            advice = Advice(self._words("Write what became of it first."))
            self._advise(report, Deed.OUTCOME, advice)
            return

        def clear() -> None:
            typed.outcome = ""

        self._do(report, Deed.OUTCOME, lambda: self._reviewing.conclude(report, said, me), clear)

    def sign(self, report: ReportId) -> None:
        """Countersign, once the PIN was asked for."""
        me, title = self._person(), self._title()
        if (report, Deed.SIGN) in self._busy:
            return

        def signed(is_checked: bool) -> None:
            self._do(
                report,
                Deed.SIGN,
                lambda: self._reviewing.sign(report, me, title=title, pin_checked=is_checked),
            )

        self._ask_pin(me, signed)

    def keep(self, report: ReportId) -> None:
        """Say that it is to be kept, as typed."""
        typed, me = self.typed(report), self._person()
        wanted = keeping_of(typed, words=self._words, today=self._today())
        for blank in KeepBlank:
            self._advice.get(report, {}).pop(blank, None)
        if isinstance(wanted, KeepProblem):
            self._advise(report, wanted.at, wanted.advice)
            return

        def clear() -> None:
            typed.keep_why = typed.keep_until = ""

        self._do(
            report,
            Deed.KEEP,
            lambda: self._reviewing.keep(report, wanted.why, wanted.until, me),
            clear,
        )

    def release(self, report: ReportId, mark: EventId) -> None:
        """Say that what the mark kept it for is over, and why as typed."""
        typed, me = self.typed(report), self._person()
        why = typed.release.get(mark, "").strip()
        if not why:
            wrong = self._words("Say why it need not be kept any more.")
            self._advise(report, Deed.RELEASE, Advice(wrong))
            return
        self._do(
            report,
            Deed.RELEASE,
            lambda: self._reviewing.release(report, (mark,), why, me),
            lambda: typed.release.pop(mark, None),
        )

    def _do(
        self,
        report: ReportId,
        deed: Deed,
        begin: Callable[[], "Future[Report]"],
        clear: Callable[[], object] = lambda: None,
    ) -> None:
        if (report, deed) in self._busy:
            return
        self._busy.add((report, deed))
        self._advice.get(report, {}).pop(deed, None)
        self.changed.emit(report)

        def told(changed: Report) -> None:
            self._busy.discard((report, deed))
            clear()
            self.changed.emit(report)
            self.done.emit(changed)

        def refused(error: DeskError) -> None:
            self._busy.discard((report, deed))
            self._advise(report, deed, Advice.of(error, self._words))

        asked = begin()
        asked.add_done_callback(lambda _: self._post(lambda: settled(asked, told, refused)))

    def _advise(self, report: ReportId, about: Place, advice: Advice) -> None:
        self._advice.setdefault(report, {})[about] = advice
        self.changed.emit(report)
