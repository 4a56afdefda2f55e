"""Adding to a submitted report: signed once, however often it is said."""

from collections.abc import Callable
from concurrent.futures import Future

from desktop.domain.errors import DeskError, ReportNotSavedError
from desktop.domain.events.event import Event, EventId
from desktop.domain.reports.answers import cleaned
from desktop.domain.reports.draft import Filed
from desktop.domain.reports.facts import ReportAmended, ReportId, ReportPutRight
from desktop.domain.reports.field import Answers
from desktop.services.records.parts import RecordNotSavedError, RecordWriter
from desktop.services.reports.amendments import Said, Unheard
from desktop.services.reports.filed_here import FiledHere
from desktop.services.reports.long_answers import LongAnswers
from desktop.services.reports.promises import give, refuse


class NotFiledHereError(DeskError):
    """That report was not submitted from this PC, and this PC keeps no others."""

    code = "not-filed-here"
    advice = "Add to it at the PC it was submitted from, or at a supervisor's desk."


class Amending:
    """Signs what is added to reports. Of the records thread. ``keeps`` says whether this station
    keeps a report that somebody else submitted, ``before`` what the answers were that an amendment
    changed, as far as this station knows.
    """

    def __init__(
        self,
        *,
        writer: RecordWriter,
        filed: FiledHere,
        keeps: Callable[[ReportId], bool],
        before: Callable[[ReportId, EventId], Answers],
        long_answers: LongAnswers,
    ) -> None:
        self._writer = writer
        self._filed = filed
        self._keeps = keeps
        self._before = before
        self._long_answers = long_answers
        self._unheard = Unheard()

    def amend(
        self,
        report: ReportId,
        said: Said,
        *,
        pin_checked: bool,
        answer: "Future[Filed]",
        then: Callable[[], object] = lambda: None,
    ) -> None:
        """Sign what ``said`` adds to what nobody heard was added: a disk that refused may have
        taken it by itself since, and then whoever submits it again is told that it is there.

        ``then`` is called once it is on the disk. Raises ``NotFiledHereError``, or
        ``ReportNotSavedError`` where the disk still owes an answer about the same.
        """
        if report not in self._filed and not self._keeps(report):
            raise NotFiledHereError
        earlier = self._unheard.find(report, said)
        if earlier is not None:
            if not earlier.is_kept:
                raise ReportNotSavedError
            self._unheard.forget(report, earlier)
            said = said.beyond(earlier.said, before=self._before(report, earlier.event))
            if said.is_nothing:
                then()
                give(answer, self._filed.standing_of(report))
                return
        kept, longer = self._long_answers.parted(said.answers)
        kind = ReportAmended if report in self._filed else ReportPutRight
        fact = kind(
            report=report,
            answers=kept,
            longer=longer,
            attachments=said.files,
            why=said.why,
            amender=said.by,
            pin_checked=pin_checked,
        )
        signed = self._unheard.add(report, said)

        def done(event: Event) -> None:
            signed.event = event.id
            then()
            if give(answer, self._filed.amended(report)):
                self._unheard.forget(report, signed)

        def refused(error: DeskError) -> None:
            if not isinstance(error, RecordNotSavedError):  # nothing of it was signed
                self._unheard.forget(report, signed)
            refuse(answer, error)

        self._writer.write(cleaned(fact), done, refused)
