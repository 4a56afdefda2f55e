"""Submitting a report, and adding to one: numbered here, signed, and sent until it is safe."""

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from datetime import datetime
from typing import Protocol

import msgspec
from msgspec.structs import replace

from desktop.domain.errors import DeskError, ReportNotSavedError
from desktop.domain.events.event import Event, EventId
from desktop.domain.plain_text import plain
from desktop.domain.reports.answers import checked, clean, cleaned, require_essentials
from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.draft import Draft, Filed
from desktop.domain.reports.facts import (
    ReportAmended,
    ReportId,
    ReportPutRight,
    ReportSubmitted,
    Standing,
)
from desktop.domain.reports.field import Answers, Kind
from desktop.domain.reports.numbers import report_number, station_code
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roster import Roster
from desktop.services.ports import Clock, Entry, Held, Journal
from desktop.services.records.notes import ReportNews
from desktop.services.records.parts import RecordNotSavedError, RecordWriter
from desktop.services.reports.amending import Said, Unheard
from desktop.services.reports.drafting import DraftDesk
from desktop.services.reports.turns import Turns

log = logging.getLogger(__name__)

INLINE_BYTES = 20 * 1024
"""Answers up to this many bytes of JSON travel in the event; longer ones as a blob."""
MOST_ATTACHMENTS = 40
LONGER = "application/json"


class TooManyAttachmentsError(DeskError):
    """A report takes up to 40 files."""

    code = "too-many-attachments"
    advice = "Submit it with the most important ones, and add the others as an amendment."


class NotFiledHereError(DeskError):
    """That report was not submitted from this PC, and this PC keeps no others."""

    code = "not-filed-here"
    advice = "Add to it at the PC it was submitted from, or at a supervisor's desk."


class Blobs(Protocol):
    """Where files rest that are too large for an event."""

    def put(self, data: bytes, *, name: str, media: str) -> Attachment: ...


class FilingParts(msgspec.Struct, frozen=True, kw_only=True):
    """What ``FilingDesk`` is joined from. ``journal`` and ``held`` are of the drafts file;
    ``submitted`` finds a report of this station by its number, where it keeps reports; ``keeps``
    says whether it keeps one, whoever submitted it.
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
    keeps: Callable[[ReportId], bool] = lambda _report: False


class _Signed(msgspec.Struct):
    """What of a draft was signed; ``filed`` once that is on the disk."""

    answers: Answers
    files: tuple[Attachment, ...]
    filed: Filed | None = None


class _Submission(msgspec.Struct, frozen=True):
    """A draft as it is submitted, and as it was on the disk just then (``None`` after a restart,
    when nothing can have been written since).
    """

    draft: Draft
    kept: Draft | None = None


class FilingDesk:
    """Submits and amends; see ``ports.Filing``. What it keeps is touched on the records thread
    alone; any thread may call it.
    """

    def __init__(self, parts: FilingParts) -> None:
        self._parts = parts
        self._filed: dict[ReportId, Filed] = {filed.report: filed for filed in parts.held.filed}
        self._numbers = dict(parts.held.numbers)
        self._given: dict[str, str] = {}  # by draft: of those that the disk refused at first
        self._signed: dict[str, _Signed] = {}  # by draft, too
        self._turns = Turns(parts.writer.post)
        self._unheard = Unheard()
        self._code = parts.held.code
        self._shown = tuple(self._filed.values())
        self._listeners: list[Callable[[tuple[Filed, ...]], None]] = []

    def start(self) -> None:
        """Finish what a restart interrupted between signing a report and discarding its draft."""
        self._parts.writer.post(self._finish_interrupted)

    def submit(
        self, draft: Draft, *, title: str = "", pin_checked: bool = False
    ) -> "Future[Filed]":
        """Submit ``draft``; see ``ports.Filing``."""
        answer: Future[Filed] = Future()

        def submit() -> None:
            _guarded(answer, lambda: self._submit(draft, title, pin_checked, answer))

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
                answers=_checked_changes(answers),
                files=_few(attachments),
                why=why,
                by=amender,
            )
            written_in = self._submission_of(said)
            self._amend(
                report,
                said,
                pin_checked=pin_checked,
                answer=answer,
                then=lambda: self._let_go(written_in) if written_in else None,
            )

        self._parts.writer.post(
            lambda: self._turns.take(report, answer, lambda: _guarded(answer, write))
        )
        return answer

    def filed(self) -> tuple[Filed, ...]:
        """Everything submitted here, the newest last."""
        return self._shown

    def watch(self, listener: Callable[[tuple[Filed, ...]], None]) -> None:
        """Call ``listener`` now and after every change, on the records thread."""
        self._parts.writer.post(lambda: self._listeners.append(listener))
        self._parts.writer.post(lambda: listener(self._shown))

    # --- on the records thread ----------------------------------------------------------------

    def unfinished(self) -> tuple[ReportId, ...]:
        """The reports whose standing may still change, the newest first."""
        open_ones = (f.report for f in self._filed.values() if f.standing is not Standing.SIGNED)
        return tuple(open_ones)[::-1]

    def got(self, event: EventId, device: DeviceId) -> None:
        """A supervisor's station has signed for all of it."""
        filed = self._filed.get(event)
        if filed is not None and device not in filed.holders:
            self._keep(replace(filed, holders=(*filed.holders, device), of=self._stations()))

    def news(self, news: ReportNews) -> None:
        """A supervisor's station told how a report stands."""
        filed = self._filed.get(news.report)
        if filed is None:
            return
        told = replace(filed, standing=news.standing, outcome=news.outcome, news=news.news)
        if told != filed:
            self._keep(told)

    def _submit(self, draft: Draft, title: str, pin_checked: bool, answer: "Future[Filed]") -> None:
        answers = checked(draft.answers)
        require_essentials(answers)
        files = _few(draft.attachments)
        if self._was_signed(draft):
            self._submit_again(draft, answers, pin_checked, answer)
            return
        submission = _Submission(draft, self._parts.drafts.kept(draft.id))
        number = draft.number or self._given.get(draft.id) or self._next_number()
        self._given[draft.id] = number
        self._parts.drafts.number(draft.id, number)
        numbered = replace(draft, number=number)
        kept, longer = self._parted(answers)
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
                refusal = ReportNotSavedError()
                refusal.__cause__ = error
                answer.set_exception(refusal)
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
            _refuse(answer, error)

        # The number goes first, so that none is given twice however this ends.
        self._parts.journal.keep(
            Entry(drafts=(numbered,), numbers=tuple(self._numbers.items()), code=self._code),
            number_kept,
        )

    def _was_signed(self, draft: Draft) -> bool:
        """A report was made of it, on this disk or about to be; also one before a restart."""
        if draft.id in self._signed:
            return True
        filed = next((one for one in self._filed.values() if one.draft == draft.id), None)
        if filed is None:
            return False
        same = not _is_later(draft, filed)
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
        filed = self._filed[signed.filed.report]
        changed: Answers = {k: said for k, said in answers.items() if signed.answers.get(k) != said}
        changed |= dict.fromkeys(signed.answers.keys() - answers.keys(), "")
        more = tuple(file for file in draft.attachments if file not in signed.files)
        submission = _Submission(draft, self._parts.drafts.kept(draft.id))
        if not changed and not more:
            self._let_go(submission)
            _give(answer, filed)
            return

        def added() -> None:
            signed.answers, signed.files = answers, (*signed.files, *more)
            self._let_go(submission)

        said = Said(
            draft=draft.id, answers=changed, files=more, why="", by=str(answers["reporter_name"])
        )
        self._amend(filed.report, said, pin_checked=pin_checked, answer=answer, then=added)

    def _submission_of(self, said: Said) -> _Submission | None:
        """The draft that an amendment was written in, as it is said now and as it is kept."""
        kept = self._parts.drafts.kept(said.draft)
        if kept is None:
            return None
        draft = replace(kept, answers=said.answers, attachments=said.files, why=said.why)
        return _Submission(draft, kept)

    def _let_go(self, submission: _Submission) -> None:
        """Discard a draft that was submitted, unless something was written in it since."""
        if not self._is_written_on(submission):
            self._parts.drafts.discard(submission.draft.id)

    def _is_written_on(self, submission: _Submission) -> bool:
        now = self._parts.drafts.kept(submission.draft.id)
        before = (submission.draft, submission.kept)
        return now is not None and _content(now) not in [_content(one) for one in before if one]

    def _amend(
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
        """
        if report not in self._filed and not self._parts.keeps(report):
            raise NotFiledHereError
        earlier = self._unheard.find(report, said)
        if earlier is not None:
            if not earlier.is_kept:
                raise ReportNotSavedError
            self._unheard.forget(report, earlier)
            said = said.beyond(earlier.said)
            if said.is_nothing:
                _give(answer, self._standing_of(report))
                return
        kept, longer = self._parted(said.answers)
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

        def done(_event: Event) -> None:
            signed.is_kept = True
            then()
            if _give(answer, self._amended(report)):
                self._unheard.forget(report, signed)

        def refused(error: DeskError) -> None:
            if not isinstance(error, RecordNotSavedError):  # nothing of it was signed
                self._unheard.forget(report, signed)
            _refuse(answer, error)

        self._parts.writer.write(cleaned(fact), done, refused)

    def _finish(
        self,
        submission: _Submission,
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
            of=self._stations(),
            draft=draft.id,
            author=draft.author,
            account=draft.account,
        )
        if draft.id in self._signed:
            self._signed[draft.id].filed = filed
        now = self._parts.drafts.kept(draft.id)
        if now is not None and self._is_written_on(submission):  # it is added from its window
            self._keep(filed)
            self._parts.drafts.save(now)
        else:
            self._parts.drafts.forget(draft.id)
            self._keep(filed, discarded=draft.id)
        if answer is not None:
            _give(answer, filed)

    def _finish_interrupted(self) -> None:
        unsent = {_number_of(event): event for event in self._parts.held.unsent}
        filed = {filed.number: filed for filed in self._filed.values()}
        amended = [fact for one in self._parts.held.unsent if (fact := _amendment_in(one))]
        for draft in self._parts.held.drafts:
            if draft.amends and any(self._says(fact, draft) for fact in amended):
                self._parts.drafts.discard(draft.id)
            if not draft.number:
                continue
            if draft.number in filed:
                if not _is_later(draft, filed[draft.number]):
                    self._parts.drafts.discard(draft.id)
            elif self._parts.submitted(draft.number) is not None:
                self._parts.drafts.discard(draft.id)
            elif draft.number in unsent:
                self._finish(_Submission(draft), draft.number, unsent[draft.number], None)

    def _says(self, fact: ReportAmended, draft: Draft) -> bool:
        """It says all that ``draft`` does: a restart came before the draft was discarded."""
        try:
            said = self._parted(_checked_changes(draft.answers))
        except DeskError:
            return False
        told = (draft.amends, said, draft.attachments, clean(draft.why).strip())
        return told == (fact.report, (fact.answers, fact.longer), fact.attachments, fact.why)

    def _standing_of(self, report: ReportId) -> Filed:
        filed = self._filed.get(report)
        if filed is None:  # a supervisor adds to somebody else's
            return Filed(
                report=report,
                number="",
                kind=Kind.COUNTER,
                submitted_at=self._parts.clock.now(),
            )
        return filed

    def _amended(self, report: ReportId) -> Filed:
        if report in self._filed:
            self._keep(replace(self._filed[report], standing=Standing.SUBMITTED))
        return self._standing_of(report)

    def _parted(self, answers: Answers) -> tuple[Answers, Attachment | None]:
        """The answers as they fit an event: inline, or as a blob that it names."""
        encoded = msgspec.json.encode(answers)
        if len(encoded) <= INLINE_BYTES:
            return answers, None
        return {}, self._parts.blobs.put(encoded, name="answers.json", media=LONGER)

    def _next_number(self) -> str:
        year = self._parts.clock.now().astimezone().year
        running = self._numbers.get(year, 0) + 1
        self._numbers[year] = running
        if not self._code:
            members = self._parts.roster().members
            others = {m.device: m.admitted_place for m in members.values()}
            own = others.pop(self._parts.me, "")
            self._code = station_code(own, self._parts.me, others)
        return report_number(year, self._code, running)

    def _place(self) -> str:
        own = self._parts.roster().device(self._parts.me)
        return own.place if own else ""

    def _stations(self) -> int:
        return len(self._parts.roster().supervisors)

    def _keep(self, filed: Filed, *, discarded: str = "") -> None:
        self._filed[filed.report] = filed
        self._parts.journal.keep(
            Entry(filed=(filed,), discarded=(discarded,) if discarded else ()),
            lambda _error: None,
        )
        self._shown = tuple(self._filed.values())
        for listener in tuple(self._listeners):
            self._tell(listener)

    def _tell(self, listener: Callable[[tuple[Filed, ...]], None]) -> None:
        """Whoever listens may be gone or broken; whoever waits for the answer is told all the
        same.
        """
        try:
            listener(self._shown)
        except Exception:
            log.exception("what was filed could not be told")
            self._listeners.remove(listener)


def _guarded(answer: "Future[Filed]", action: Callable[[], None]) -> None:
    try:
        action()
    except DeskError as refusal:
        _refuse(answer, refusal)
    except Exception as bug:  # the window that waits must not stand still for it
        with suppress(InvalidStateError):
            answer.set_exception(bug)
        raise


def _give(answer: "Future[Filed]", filed: Filed) -> bool:
    """Whether somebody waited for it still."""
    try:
        answer.set_result(filed)
    except InvalidStateError:
        return False
    return True


def _refuse(answer: "Future[Filed]", error: DeskError) -> None:
    refusal = error
    if isinstance(error, RecordNotSavedError):
        refusal = ReportNotSavedError()
        refusal.__cause__ = error.__cause__ or error
    with suppress(InvalidStateError):  # whoever asked is gone
        answer.set_exception(refusal)


def _content(draft: Draft) -> tuple[object, ...]:
    answers = _checked_changes(draft.answers) if draft.amends else checked(draft.answers)
    return draft.kind, answers, draft.attachments, draft.why.strip()


def _is_later(draft: Draft, filed: Filed) -> bool:
    """Something may have been written in it after it was submitted."""
    return draft.saved_at is not None and draft.saved_at > filed.submitted_at


def _few(attachments: Iterable[Attachment]) -> tuple[Attachment, ...]:
    files = tuple(attachments)
    if len(files) > MOST_ATTACHMENTS:
        raise TooManyAttachmentsError
    return files


def _offset_minutes(now: datetime) -> int:
    offset = now.astimezone().utcoffset()
    return round(offset.total_seconds() / 60) if offset else 0


def _checked_changes(answers: Answers) -> Answers:
    """What an amendment says, cleaned; an answer that is taken back stays as ``""``."""
    taken_back = {key: value for key, value in answers.items() if value in ("", [])}
    return {**checked(answers), **taken_back}


def _amendment_in(event: Event) -> ReportAmended | None:
    from desktop.services.log.reading import read_fact

    fact = read_fact(event)
    return fact if isinstance(fact, ReportAmended) else None


def _number_of(event: Event) -> str:
    from desktop.services.log.reading import read_fact

    fact = read_fact(event)
    return fact.number if isinstance(fact, ReportSubmitted) else ""
