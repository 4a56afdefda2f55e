"""Submitting a report, and adding to one: numbered here, signed, and sent until it is safe."""

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from datetime import datetime
from typing import Protocol

import msgspec
from msgspec.structs import replace

from desktop.domain.errors import BodyTooLargeError, DeskError, ReportNotSavedError
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
from desktop.services.records.parts import RecordWriter
from desktop.services.reports.drafting import DraftDesk

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
        self._parts.writer.post(
            lambda: _guarded(answer, lambda: self._submit(draft, title, pin_checked, answer))
        )
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
            kept, longer = self._parted(_checked_changes(answers))
            kind = ReportAmended
            if report not in self._filed:
                if not self._parts.keeps(report):
                    raise NotFiledHereError
                kind = ReportPutRight
            fact = kind(
                report=report,
                answers=kept,
                longer=longer,
                attachments=_few(attachments),
                why=why,
                amender=amender,
                pin_checked=pin_checked,
            )
            self._write_amendment(
                fact, answer, lambda: self._parts.drafts.discard(draft) if draft else None
            )

        self._parts.writer.post(lambda: _guarded(answer, write))
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
        if draft.id in self._signed:
            self._submit_again(draft, answers, pin_checked, answer)
            return
        number = draft.number or self._given.get(draft.id) or self._next_number()
        self._given[draft.id] = number
        numbered = replace(draft, number=number)
        kept, longer = self._parted(answers)
        fact = ReportSubmitted(
            number=numbered.number,
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
                fact, lambda event: self._finish(numbered, event, answer), refused
            )

        def refused(error: DeskError) -> None:
            if isinstance(error, BodyTooLargeError):  # nothing of it was signed
                del self._signed[draft.id]
            _refuse(answer)(error)

        # The number goes first, so that none is given twice however this ends.
        self._parts.journal.keep(
            Entry(drafts=(numbered,), numbers=tuple(self._numbers.items()), code=self._code),
            number_kept,
        )

    def _submit_again(
        self, draft: Draft, answers: Answers, pin_checked: bool, answer: "Future[Filed]"
    ) -> None:
        """The disk refused it, and took it by itself when there was room: there must be no second
        report of it, so what was written since is added to the first.
        """
        signed = self._signed[draft.id]
        if signed.filed is None:
            raise ReportNotSavedError
        filed = self._filed[signed.filed.report]
        changed: Answers = {k: said for k, said in answers.items() if signed.answers.get(k) != said}
        changed |= dict.fromkeys(signed.answers.keys() - answers.keys(), "")
        more = tuple(file for file in draft.attachments if file not in signed.files)
        if not changed and not more:
            self._parts.drafts.discard(draft.id)
            _give(answer, filed)
            return
        kept, longer = self._parted(changed)
        fact = ReportAmended(
            report=filed.report,
            answers=kept,
            longer=longer,
            attachments=more,
            amender=str(answers["reporter_name"]),
            pin_checked=pin_checked,
        )
        self._write_amendment(fact, answer, lambda: self._added(draft.id, answers, more))

    def _added(self, draft: str, answers: Answers, more: tuple[Attachment, ...]) -> None:
        signed = self._signed[draft]
        signed.answers, signed.files = answers, (*signed.files, *more)
        self._parts.drafts.discard(draft)

    def _write_amendment(
        self, fact: ReportAmended, answer: "Future[Filed]", then: Callable[[], object]
    ) -> None:
        def done(_event: Event) -> None:
            then()
            _give(answer, self._amended(fact.report))

        self._parts.writer.write(cleaned(fact), done, _refuse(answer))

    def _finish(self, draft: Draft, event: Event, answer: "Future[Filed] | None") -> None:
        filed = Filed(
            report=event.id,
            number=draft.number,
            kind=draft.kind,
            submitted_at=event.header.at,
            of=self._stations(),
        )
        if draft.id in self._signed:
            self._signed[draft.id].filed = filed
        self._parts.drafts.forget(draft.id)
        self._keep(filed, discarded=draft.id)
        if answer is not None:
            _give(answer, filed)

    def _finish_interrupted(self) -> None:
        unsent = {_number_of(event): event for event in self._parts.held.unsent}
        known = {filed.number for filed in self._filed.values()}
        amended = [fact for one in self._parts.held.unsent if (fact := _amendment_in(one))]
        for draft in self._parts.held.drafts:
            if draft.amends and any(self._says(fact, draft) for fact in amended):
                self._parts.drafts.discard(draft.id)
            if not draft.number:
                continue
            if draft.number in known or self._parts.submitted(draft.number) is not None:
                self._parts.drafts.discard(draft.id)
            elif draft.number in unsent:
                self._finish(draft, unsent[draft.number], None)

    def _says(self, fact: ReportAmended, draft: Draft) -> bool:
        """It says all that ``draft`` does: a restart came before the draft was discarded."""
        try:
            said = self._parted(_checked_changes(draft.answers))
        except DeskError:
            return False
        told = (draft.amends, said, draft.attachments, clean(draft.why).strip())
        return told == (fact.report, (fact.answers, fact.longer), fact.attachments, fact.why)

    def _amended(self, report: ReportId) -> Filed:
        filed = self._filed.get(report)
        if filed is None:  # a supervisor adds to somebody else's
            return Filed(
                report=report,
                number="",
                kind=Kind.COUNTER,
                submitted_at=self._parts.clock.now(),
            )
        amended = replace(filed, standing=Standing.SUBMITTED)
        self._keep(amended)
        return amended

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
        answer.set_exception(refusal)
    except Exception as bug:  # the window that waits must not stand still for it
        answer.set_exception(bug)
        raise


def _give(answer: "Future[Filed]", filed: Filed) -> None:
    if not answer.done():
        answer.set_result(filed)


def _refuse(answer: "Future[Filed]") -> Callable[[DeskError], None]:
    def refuse(error: DeskError) -> None:
        if answer.done():
            return
        is_too_large = isinstance(error, BodyTooLargeError)
        refusal = error if is_too_large else ReportNotSavedError()
        if not is_too_large:
            refusal.__cause__ = error
        answer.set_exception(refusal)

    return refuse


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
