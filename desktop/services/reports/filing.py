"""Submitting a report, and adding to one: numbered here, signed, and sent until it is safe."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime

import msgspec
from msgspec.structs import replace

from desktop.domain.errors import DeskError, ReportNotSavedError
from desktop.domain.events.event import Event, EventId
from desktop.domain.plain_text import clean, plain
from desktop.domain.reports.answers import checked, require_essentials
from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.draft import Draft, Filed
from desktop.domain.reports.facts import (
    ReportAmended,
    ReportId,
    ReportSubmitted,
)
from desktop.domain.reports.field import Answers
from desktop.domain.reports.report import Report
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roster import Roster
from desktop.services.log.reading import read_fact
from desktop.services.ports import Clock, Entry, Held, Journal
from desktop.services.records.parts import RecordNotSavedError, RecordWriter, not_saved
from desktop.services.reports.amending import Amending
from desktop.services.reports.amendments import Said
from desktop.services.reports.drafting import DraftDesk
from desktop.services.reports.filed_here import FiledHere, Listener
from desktop.services.reports.long_answers import Blobs, LongAnswers, are_in
from desktop.services.reports.numbering import Numbering
from desktop.services.reports.promises import give, guarded, refuse
from desktop.services.reports.submissions import (
    Submission,
    checked_changes,
    few,
    is_all_in,
    is_later,
)
from desktop.services.reports.turns import Turns


class FilingParts(msgspec.Struct, frozen=True, kw_only=True):
    """What ``FilingDesk`` is joined from. ``journal`` and ``held`` are of the drafts file;
    ``submitted`` finds a report of this station by its number, where it keeps reports; ``kept``
    is one that it keeps, whoever submitted it.
    """

    writer: RecordWriter
    journal: Journal
    held: Held
    drafts: DraftDesk
    clock: Clock
    roster: Callable[[], Roster]
    me: DeviceId
    blobs: Blobs
    language: str
    submitted: Callable[[str], ReportId | None] = lambda _number: None
    kept: Callable[[ReportId], Report | None] = lambda _report: None


class _Signed(msgspec.Struct):
    """What of a draft was signed; ``filed`` once that is on the disk."""

    answers: Answers
    files: tuple[Attachment, ...]
    filed: Filed | None = None


class FilingDesk:
    """Submits and amends; see ``ports.Filing``. What it keeps is touched on the records thread
    alone; any thread may call it. ``here`` is what was submitted, and is told what becomes of it.
    """

    def __init__(self, parts: FilingParts) -> None:
        self._parts = parts
        self._drafts = parts.drafts
        self.here = FiledHere(
            parts.held.filed, journal=parts.journal, clock=parts.clock, roster=parts.roster
        )
        self._long_answers = LongAnswers(parts.blobs)
        self._amending = Amending(
            writer=parts.writer,
            filed=self.here,
            keeps=lambda report: parts.kept(report) is not None,
            before=self._before,
            long_answers=self._long_answers,
        )
        self._numbering = Numbering(
            given=parts.held.numbers,
            code=parts.held.code,
            me=parts.me,
            roster=parts.roster,
            clock=parts.clock,
        )
        self._given: dict[str, str] = {}  # by draft: of those that the disk refused at first
        self._signed: dict[str, _Signed] = {}  # by draft, too
        self._turns = Turns(parts.writer.post)

    def start(self) -> None:
        """Finish what a restart interrupted between signing a report and discarding its draft."""
        self._parts.writer.post(self._finish_interrupted)

    def submit(
        self, draft: Draft, *, title: str = "", pin_checked: bool = False
    ) -> "Future[Filed]":
        """Submit ``draft``; see ``ports.Filing``."""
        answer: Future[Filed] = Future()

        def submit() -> None:
            guarded(answer, lambda: self._submit(draft, title, pin_checked, answer))

        self._parts.writer.post(lambda: self._turns.take(draft.id, answer, submit))
        return answer

    def amend(
        self,
        report: ReportId,
        *,
        answers: Answers,
        why: str,
        amender: str,
        attachments: tuple[Attachment, ...] = (),
        pin_checked: bool = False,
        draft: str = "",
    ) -> "Future[Filed]":
        """Add to a submitted report; see ``ports.Filing``."""
        answer: Future[Filed] = Future()

        def write() -> None:
            said = Said(
                draft=draft,
                answers=checked_changes(answers),
                files=few(attachments),
                why=why,
                by=amender,
            )
            written_in = Submission.of_amendment(said, self._drafts)
            self._amending.amend(
                report,
                said,
                pin_checked=pin_checked,
                answer=answer,
                then=lambda: written_in.let_go(self._drafts) if written_in else None,
            )

        self._parts.writer.post(
            lambda: self._turns.take(report, answer, lambda: guarded(answer, write))
        )
        return answer

    def filed(self) -> tuple[Filed, ...]:
        """Everything submitted here, the newest last."""
        return self.here.all()

    def watch(self, listener: Listener) -> None:
        """Call ``listener`` now and after every change, on the records thread."""
        self._parts.writer.post(lambda: self.here.watch(listener))

    # --- on the records thread ----------------------------------------------------------------

    def _submit(self, draft: Draft, title: str, pin_checked: bool, answer: "Future[Filed]") -> None:
        answers = checked(draft.answers)
        require_essentials(answers)
        files = few(draft.attachments)
        if self._was_signed(draft):
            self._submit_again(draft, answers, pin_checked, answer)
            return
        submission = Submission.of(draft, self._drafts)
        number = draft.number or self._given.get(draft.id) or self._numbering.next()
        self._given[draft.id] = number
        self._drafts.number(draft.id, number)
        numbered = replace(draft, number=number)
        kept, longer = self._long_answers.parted(answers)
        fact = ReportSubmitted(
            number=number,
            kind=draft.kind,
            place=plain(str(answers.get("place") or self._place())),
            reporter=plain(str(answers["reporter_name"])),
            title=plain(clean(title).strip() or str(answers.get("reporter_title", ""))),
            pin_checked=pin_checked,
            alert=draft.alert,
            answers=kept,
            longer=longer,
            attachments=files,
            language=self._parts.language,
            zone=_offset_minutes(self._parts.clock.now()),
        )

        def number_kept(error: Exception | None) -> None:  # on the journal's thread
            if answer.done():
                return  # refused before; the draft has its number for the next try
            if error is not None:
                refuse(answer, not_saved(error))
                return
            self._parts.writer.post(sign)

        def sign() -> None:
            self._signed[draft.id] = _Signed(answers, files)
            self._parts.writer.write(
                fact, lambda event: self._finish(submission, number, event, answer), refused
            )

        def refused(error: DeskError) -> None:
            if not isinstance(error, RecordNotSavedError):  # nothing of it was signed
                del self._signed[draft.id]
            refuse(answer, error)

        # The number goes first, so that none is given twice however this ends.
        self._parts.journal.keep(
            Entry(drafts=(numbered,), numbers=self._numbering.given, code=self._numbering.code),
            number_kept,
        )

    def _was_signed(self, draft: Draft) -> bool:
        """A report was made of it, on this disk or about to be; also one before a restart."""
        if draft.id in self._signed:
            return True
        filed = self.here.of_draft(draft.id)
        if filed is None:
            return False
        same = not is_later(draft, filed)
        self._signed[draft.id] = _Signed(
            checked(draft.answers) if same else {}, draft.attachments if same else (), filed
        )
        return True

    def _submit_again(
        self, draft: Draft, answers: Answers, pin_checked: bool, answer: "Future[Filed]"
    ) -> None:
        """It was submitted at another window; or the disk refused it, and took it by itself when
        there was room. There must be no second report of it, so what was written since is added
        to the first.
        """
        signed = self._signed[draft.id]
        if signed.filed is None:
            raise ReportNotSavedError
        filed = self.here[signed.filed.report]
        changed: Answers = {k: said for k, said in answers.items() if signed.answers.get(k) != said}
        changed |= dict.fromkeys(signed.answers.keys() - answers.keys(), "")
        more = tuple(file for file in draft.attachments if file not in signed.files)
        submission = Submission.of(draft, self._drafts)
        if not changed and not more:
            submission.let_go(self._drafts)
            give(answer, filed)
            return

        def added() -> None:
            signed.answers, signed.files = answers, (*signed.files, *more)
            submission.let_go(self._drafts)

        said = Said(
            draft=draft.id, answers=changed, files=more, why="", by=str(answers["reporter_name"])
        )
        self._amending.amend(filed.report, said, pin_checked=pin_checked, answer=answer, then=added)

    def _finish(
        self,
        submission: Submission,
        number: str,
        event: Event,
        answer: "Future[Filed] | None",
    ) -> None:
        draft = submission.draft
        filed = Filed(
            report=event.id,
            number=number,
            kind=draft.kind,
            submitted_at=event.header.at,
            of=self.here.stations(),
            draft=draft.id,
            author=draft.author,
            account=draft.account,
        )
        if draft.id in self._signed:
            self._signed[draft.id].filed = filed
        with self._drafts.standing_still():
            now = self._drafts.kept(draft.id)
            if now is not None and submission.is_written_on(self._drafts):  # its window adds that
                self.here.keep(filed)
                self._drafts.save(now)
            else:
                self._drafts.forget(draft.id)
                self.here.keep(filed, discarded=draft.id)
        if answer is not None:
            give(answer, filed)

    def _finish_interrupted(self) -> None:
        told = [(event, read_fact(event)) for event in self._parts.held.unsent]
        unsent = {fact.number: event for event, fact in told if isinstance(fact, ReportSubmitted)}
        amended = [fact for _, fact in told if isinstance(fact, ReportAmended)]
        filed = {filed.number: filed for filed in self.here.all()}
        for draft in self._parts.held.drafts:
            if draft.amends and (
                any(self._says(fact, draft) for fact in amended) or self._was_added(draft)
            ):
                self._drafts.discard(draft.id)
            if not draft.number:
                continue
            if draft.number in filed:
                if not is_later(draft, filed[draft.number]):
                    self._drafts.discard(draft.id)
            elif self._parts.submitted(draft.number) is not None:
                self._drafts.discard(draft.id)
            elif draft.number in unsent:
                self._finish(Submission(draft), draft.number, unsent[draft.number], None)

    def _before(self, report: ReportId, amendment: EventId) -> Answers:
        """What each answer was that ``amendment`` changed, "" where there was none. A counter keeps
        no reports: it knows what it submitted itself since it was started, and nothing else.
        """
        kept = self._parts.kept(report)
        if kept is not None:
            found = next((one for one in kept.amendments if one.event == amendment), None)
            changes = found.changes if found else ()
            return {one.key: "" if one.before is None else one.before for one in changes}
        draft = self.here[report].draft if report in self.here else ""
        return self._signed[draft].answers if draft in self._signed else {}

    def _says(self, fact: ReportAmended, draft: Draft) -> bool:
        """It says all that ``draft`` does: a restart came before the draft was discarded."""
        told = (draft.amends, draft.attachments, clean(draft.why).strip())
        if told != (fact.report, fact.attachments, fact.why):
            return False
        try:
            return are_in(checked_changes(draft.answers), fact)
        except DeskError:
            return False

    def _was_added(self, draft: Draft) -> bool:
        """The same at a desk, which sends nothing that it could look at: the report has it."""
        try:
            report, said = self._parts.kept(draft.amends), checked_changes(draft.answers)
        except DeskError:
            return False
        return report is not None and any(
            one.device == self._parts.me and is_all_in(one, report, said, draft)
            for one in report.amendments
        )

    def _place(self) -> str:
        own = self._parts.roster().device(self._parts.me)
        return own.place if own else ""


def _offset_minutes(now: datetime) -> int:
    offset = now.astimezone().utcoffset()
    return round(offset.total_seconds() / 60) if offset else 0
