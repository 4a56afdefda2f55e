"""What a supervisor does with a report: reads, comments, has things done, concludes, signs."""

from collections.abc import Callable, Collection
from concurrent.futures import Future

from desktop.domain.errors import DeskError, UnknownReportError
from desktop.domain.events.event import Event, EventId
from desktop.domain.reports.answers import cleaned
from desktop.domain.reports.facts import (
    ActionDone,
    ActionListed,
    ReportCommented,
    ReportConcluded,
    ReportFact,
    ReportId,
    ReportKept,
    ReportRead,
    ReportReleased,
    ReportSigned,
)
from desktop.domain.reports.report import Report
from desktop.services.ports import Archive
from desktop.services.records.parts import RecordNotSavedError
from desktop.services.records.records import Records
from desktop.services.reports.promises import guarded
from desktop.services.reports.turns import Turns


class ReviewDesk:
    """See ``ports.Reviewing``. Any thread may call it."""

    def __init__(self, records: Records, *, archive: Archive) -> None:
        self._records = records
        self._archive = archive
        self._listeners: list[Callable[[frozenset[ReportId]], None]] = []
        self._turns = Turns(records.post)
        self._unkept: list[ReportFact] = []  # signed, and not on a disk that refuses for now

    def read(self, report: ReportId, reader: str) -> "Future[Report]":
        """Say that ``reader`` has read it; again after each amendment, so that the reporter sees
        that it was read, too.
        """

        def fact(found: Report) -> ReportFact | None:
            if found.is_read_by(reader):
                return None
            return ReportRead(report=report, amendments=_amendments(found), reader=reader)

        return self._say(report, fact)

    def comment(self, report: ReportId, comment: str, author: str) -> "Future[Report]":
        """Comment for the other supervisors."""
        return self._say(
            report, lambda _: ReportCommented(report=report, comment=comment, author=author)
        )

    def list_action(
        self, report: ReportId, what: str, owner: str, due: str, author: str
    ) -> "Future[Report]":
        """List something to be done, by ``owner`` until ``due`` (a date, or empty)."""
        return self._say(
            report,
            lambda _: ActionListed(report=report, what=what, owner=owner, due=due, author=author),
        )

    def action_done(
        self, report: ReportId, action: EventId, how: str, author: str
    ) -> "Future[Report]":
        """Say that it was done; the reporter reads ``how``."""

        def fact(found: Report) -> ReportFact | None:
            known = next((one for one in found.actions if one.id == action), None)
            if known is None:
                raise UnknownReportError("That action is not on the report.")
            if known.is_done:
                return None
            return ActionDone(report=report, action=action, how=how, author=author)

        return self._say(report, fact)

    def conclude(self, report: ReportId, outcome: str, author: str) -> "Future[Report]":
        """Tell the reporter what became of it."""
        return self._say(
            report, lambda _: ReportConcluded(report=report, outcome=outcome, author=author)
        )

    def sign(
        self, report: ReportId, signer: str, *, title: str = "", pin_checked: bool = False
    ) -> "Future[Report]":
        """Countersign it as it stands, with every amendment known here."""

        def fact(found: Report) -> ReportFact | None:
            if any(
                one.is_current and one.signer == signer and one.pin_checked >= pin_checked
                for one in found.signings
            ):
                return None
            return ReportSigned(
                report=report,
                amendments=_amendments(found),
                signer=signer,
                title=title,
                pin_checked=pin_checked,
            )

        return self._say(report, fact)

    def keep(self, report: ReportId, why: str, until: str, author: str) -> "Future[Report]":
        """Say that it is not to be deleted: up to and with ``until`` (a date), or, where that is
        empty, until somebody releases it.
        """
        return self._say(
            report, lambda _: ReportKept(report=report, why=why, until=until, author=author)
        )

    def release(
        self, report: ReportId, marks: Collection[EventId], why: str, author: str
    ) -> "Future[Report]":
        """Say that what these marks kept it for is over, of those that nobody has released yet."""

        def fact(found: Report) -> ReportFact | None:
            if not {one.id for one in found.keep_marks}.issuperset(marks):
                raise UnknownReportError("That mark is not on the report.")
            ended = tuple(
                one.id for one in found.keep_marks if one.id in marks and not one.is_released
            )
            if not ended:
                return None
            return ReportReleased(report=report, marks=ended, why=why, author=author)

        return self._say(report, fact)

    def watch(self, listener: Callable[[frozenset[ReportId]], None]) -> None:
        """Call ``listener`` with reports that changed, on the records thread."""
        self._records.post(lambda: self._listeners.append(listener))

    def changed(self, report: ReportId) -> None:
        """A report changed here."""
        for listener in self._listeners:
            listener(frozenset({report}))

    def _say(
        self, report: ReportId, fact_of: Callable[[Report], ReportFact | None]
    ) -> "Future[Report]":
        answer: Future[Report] = Future()

        def found(read: Report | None) -> None:  # on the archive's thread
            self._records.post(lambda: guarded(answer, lambda: self._say_of(read, fact_of, answer)))

        def ask() -> None:
            self._archive.report(report, found)

        self._records.post(lambda: self._turns.take(report, answer, ask))
        return answer

    def _say_of(
        self,
        found: Report | None,
        fact_of: Callable[[Report], ReportFact | None],
        answer: "Future[Report]",
    ) -> None:
        if found is None:
            raise UnknownReportError
        fact = fact_of(found)
        if fact is None:  # it was said before
            answer.set_result(found)
            return

        said = cleaned(fact)
        if said in self._unkept:  # once more, while the disk still refuses it
            answer.set_exception(RecordNotSavedError())
            return

        def done(_event: Event) -> None:
            if said in self._unkept:
                self._unkept.remove(said)
            self._read_back(found.id, answer)

        def refuse(refusal: DeskError) -> None:
            if isinstance(refusal, RecordNotSavedError):
                self._unkept.append(said)
            if not answer.done():
                answer.set_exception(refusal)

        self._records.write(said, done, refuse)

    def _read_back(self, report: ReportId, answer: "Future[Report]") -> None:
        def found(read: Report | None) -> None:
            if not answer.done():
                if read is None:
                    answer.set_exception(UnknownReportError())
                else:
                    answer.set_result(read)

        self._archive.report(report, found)


def _amendments(report: Report) -> tuple[EventId, ...]:
    return tuple(amendment.event for amendment in report.amendments)
