"""Reports in memory: a shelf and its review that fold real facts, and papers that only say so."""

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event as Flag
from threading import Lock
from typing import TypeVar

from desktop.domain.errors import DeskError, UnknownReportError
from desktop.domain.events.event import EventId
from desktop.domain.reports.answers import texts
from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.facts import (
    ActionDone,
    ActionListed,
    ReportAmended,
    ReportCommented,
    ReportConcluded,
    ReportFact,
    ReportId,
    ReportKept,
    ReportRead,
    ReportReleased,
    ReportSigned,
    ReportSubmitted,
    Standing,
)
from desktop.domain.reports.field import Answers, Kind
from desktop.domain.reports.report import Report, Told, fold
from desktop.services.reports.ports import Query, ReportRow, SavedView
from desktop.ui.console.reports.papers import Exported
from desktop.ui.views.report_papers import ExportRequest, Finding, Variant, Verdict

T = TypeVar("T")

TODAY = date(2026, 3, 16)
MORNING = datetime(2026, 3, 9, 17, 41, tzinfo=UTC)
ANA, MARCUS, MARIA = "Ana Ruiz", "Marcus Bell", "Maria Delgado"

STORY = (
    "Mr. Beck came for his food permit. I told him the inspection fee had not been paid. He said we"
    " had lost his check, raised his voice and struck the counter twice with his hand. I said I was"
    " sorry he was upset and asked what he needed today. He said, “You people will be sorry.” I"
    " moved back behind the partition and pressed Panic. Ms. Ruiz came within a minute and spoke"
    " with him at the side table."
)

AT_THE_COUNTER: Answers = {
    "began": "2026-03-09T10:00",
    "ended": "10:08",
    "place": "Counter 3",
    "narrative": STORY,
    "wanted": "His food permit, today.",
    "reporter_name": MARIA,
    "reporter_title": "Permit clerk",
    "customers": [
        {"name": "Harold Beck", "phone": "555-0117", "known": "known", "vehicle": "White pickup"}
    ],
    "witnesses": [{"name": "Thomas Eckhart", "statement": "He hit the counter with his fist."}],
    "behavior": ["loud", "threat_to_person", "damage"],
    "exact_words": "You people will be sorry.",
    "steps": ["calm", "listened", "distance"],
    "warning_given": True,
    "warning_words": "I can help you when you speak quietly.",
    "level": "supervisor",
    "police_called": False,
    "hurt": False,
    "caution": "Serve at Counter 1. Tell a supervisor first.",
}


@dataclass
class Desk:
    """Reports as facts: the shelf, the review, and what listeners are told of."""

    facts: dict[ReportId, list[Told]] = field(default_factory=dict)
    saved: dict[str, SavedView] = field(default_factory=dict)
    asked: list[Query] = field(default_factory=list)
    refusal: DeskError | None = None
    """What the review answers from now on."""
    shelf_refusal: DeskError | None = None
    waits: bool = False
    """Whether the review's futures stay open until ``let_go``."""
    said: list[ReportFact] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = Lock()
        self._listeners: list[Callable[[frozenset[ReportId]], None]] = []
        self._open: list[Callable[[], None]] = []
        self._count = 0

    # Writing

    def submit(self, answers: Answers | None = None, **changes: object) -> ReportId:
        """Have a report submitted; ``changes`` are of ``ReportSubmitted``."""
        plain: dict[str, object] = {
            "kind": Kind.COUNTER,
            "place": "Counter 3",
            "reporter": MARIA,
            "title": "Permit clerk",
            "answers": AT_THE_COUNTER if answers is None else answers,
        }
        number = f"2026-C3-{len(self.facts) + 1:03d}"
        fact = ReportSubmitted(**{"number": number, **plain, **changes})  # type: ignore[arg-type] # a test's shorthand
        return self.tell(fact, report=f"{len(self.facts) + 1:032x}")

    def tell(
        self, fact: ReportFact, *, report: ReportId = "", at: datetime | None = None
    ) -> EventId:
        """Add a fact an hour after the one before, and tell the listeners."""
        with self._lock:
            self._count += 1
            about = report or str(getattr(fact, "report", ""))
            event = report or f"e{self._count:031x}"
            known = self.facts.setdefault(about, [])
            when = at or (known[-1].at + timedelta(hours=1) if known else self._submitted_at())
            known.append(Told(when, event, "d" * 32, fact))
        for listener in self._listeners:
            listener(frozenset({about}))
        return event

    def _submitted_at(self) -> datetime:
        return MORNING + timedelta(minutes=self._count)

    # Shelf

    def rows(self, query: Query) -> Sequence[ReportRow]:
        if self.shelf_refusal is not None:
            raise self.shelf_refusal
        self.asked.append(query)
        found = [row for row in self._rows() if _answers(self._report(row.report), row, query)]
        if query.after:
            found = [row for row in found if row.cursor > query.after]
        return found[: query.most]

    def count(self, query: Query) -> int:
        return len([r for r in self._rows() if _answers(self._report(r.report), r, query)])

    def report(self, number_or_id: str) -> Report | None:
        if self.shelf_refusal is not None:
            raise self.shelf_refusal
        with self._lock:
            told = list(self.facts.get(number_or_id, []))
        return fold(number_or_id, told) if told else None

    def views(self) -> tuple[SavedView, ...]:
        return tuple(self.saved.values())

    def save_view(self, view: SavedView) -> None:
        self.saved[view.name] = view

    def forget_view(self, name: str) -> None:
        self.saved.pop(name, None)

    def _report(self, report: ReportId) -> Report:
        found = self.report(report)
        assert found is not None
        return found

    def _rows(self) -> list[ReportRow]:
        return [_row(self._report(one)) for one in sorted(self.facts, reverse=True)]

    # Reviewing

    def read(self, report: ReportId, reader: str) -> "Future[Report]":
        seen = tuple(one.event for one in self._report(report).amendments)
        return self._do(ReportRead(report=report, amendments=seen, reader=reader))

    def comment(self, report: ReportId, comment: str, author: str) -> "Future[Report]":
        return self._do(ReportCommented(report=report, comment=comment, author=author))

    def list_action(
        self, report: ReportId, what: str, owner: str, due: str, author: str
    ) -> "Future[Report]":
        fact = ActionListed(report=report, what=what, owner=owner, due=due, author=author)
        return self._do(fact)

    def action_done(
        self, report: ReportId, action: EventId, how: str, author: str
    ) -> "Future[Report]":
        return self._do(ActionDone(report=report, action=action, how=how, author=author))

    def conclude(self, report: ReportId, outcome: str, author: str) -> "Future[Report]":
        return self._do(ReportConcluded(report=report, outcome=outcome, author=author))

    def sign(
        self, report: ReportId, signer: str, *, title: str = "", pin_checked: bool = False
    ) -> "Future[Report]":
        seen = tuple(one.event for one in self._report(report).amendments)
        return self._do(
            ReportSigned(
                report=report, amendments=seen, signer=signer, title=title, pin_checked=pin_checked
            )
        )

    def keep(self, report: ReportId, why: str, until: str, author: str) -> "Future[Report]":
        return self._do(ReportKept(report=report, why=why, until=until, author=author))

    def release(
        self, report: ReportId, marks: Collection[EventId], why: str, author: str
    ) -> "Future[Report]":
        return self._do(ReportReleased(report=report, marks=tuple(marks), why=why, author=author))

    def watch(self, listener: Callable[[frozenset[ReportId]], None]) -> None:
        self._listeners.append(listener)

    def let_go(self) -> None:
        """Let what waits happen."""
        for happen in self._open:
            happen()
        self._open.clear()

    def _do(self, fact: ReportFact) -> "Future[Report]":
        future: Future[Report] = Future()

        def happen() -> None:
            about = str(getattr(fact, "report", ""))
            if self.refusal is not None:
                future.set_exception(self.refusal)
            elif about not in self.facts:
                future.set_exception(UnknownReportError())
            else:
                self.said.append(fact)
                self.tell(fact)
                future.set_result(self._report(about))

        if self.waits:
            self._open.append(happen)
        else:
            happen()
        return future


def _row(report: Report) -> ReportRow:
    behavior = report.answers.get("behavior")
    threats = {"threat_to_person", "general_threat", "weapon"}
    said = (
        {one for one in behavior if isinstance(one, str)} if isinstance(behavior, list) else set()
    )
    place = report.answers.get("place")
    return ReportRow(
        report=report.id,
        number=report.number,
        kind=report.kind,
        standing=report.standing,
        began=str(report.answers.get("began", "")),
        place=place if isinstance(place, str) else report.place,
        reporter=report.reporter,
        about=str(report.answers.get("narrative", ""))[:120],
        is_threat=bool(said & threats) or report.kind is Kind.THREAT_CALL,
        is_hurt=report.answers.get("hurt") is True,
        open_actions=sum(not action.is_done for action in report.actions),
        open_dues=report.open_dues,
        is_amended=bool(report.amendments),
        submitted_at=report.submitted_at,
        cursor=f"{1_000_000 - int(report.id, 16):07d}",
    )


def _answers(report: Report, row: ReportRow, query: Query) -> bool:
    everything = " ".join((report.number, *texts(report.answers))).lower().split()
    if not all(
        any(one.strip("“”.,").startswith(word) for one in everything)
        for word in query.words.lower().split()
    ):
        return False
    day = date.fromisoformat(row.began[:10]) if row.began else None
    return all(
        (
            not query.kinds or row.kind in query.kinds,
            not query.standings or row.standing in query.standings,
            not query.place or row.place == query.place,
            not query.only_threats or row.is_threat,
            not query.only_hurt or row.is_hurt,
            query.since is None or (day is not None and day >= query.since),
            query.until is None or (day is not None and day <= query.until),
        )
    )


class HugeShelf(Desk):
    """As many reports as there may ever be, made up as they are asked for."""

    def __init__(self, size: int = 100_000) -> None:
        super().__init__()
        self.size = size

    def rows(self, query: Query) -> Sequence[ReportRow]:
        self.asked.append(query)
        begin = int(query.after) + 1 if query.after else 0
        return [_made_up(n) for n in range(begin, min(self.size, begin + query.most))]

    def count(self, query: Query) -> int:
        return self.size


def _made_up(number: int) -> ReportRow:
    return ReportRow(
        report=f"{number:032x}",
        number=f"2026-C3-{number:06d}",
        kind=Kind.COUNTER,
        standing=Standing.READ,
        began="2026-03-09T10:00",
        place=f"Counter {number % 9}",
        reporter=MARIA,
        about="He shouted.",
        is_threat=number % 3 == 0,
        is_hurt=False,
        open_actions=0,
        open_dues=(),
        is_amended=False,
        submitted_at=MORNING,
        cursor=str(number),
    )


class SlowShelf(Desk):
    """Answers a search only when told to, so that answers can be made to overtake each other."""

    def __init__(self) -> None:
        super().__init__()
        self.gates: dict[str, Flag] = {}

    def rows(self, query: Query) -> Sequence[ReportRow]:
        gate = self.gates.get(query.words)
        if gate is not None:
            assert gate.wait(10)
        return super().rows(query)


@dataclass
class PaperDesk:
    """Papers that are never written: what was asked for, and answers that a test sets."""

    saved: list[tuple[ReportId, Variant, Path]] = field(default_factory=list)
    files: list[tuple[str, Attachment]] = field(default_factory=list)
    exports: list[ExportRequest] = field(default_factory=list)
    verified: list[str] = field(default_factory=list)
    verdict: Verdict = field(default_factory=lambda: Verdict(Finding.UNKNOWN))
    refusal: DeskError | None = None
    on_progress: Callable[[int, int], None] | None = None
    is_cancelled: Callable[[], bool] | None = None
    exporting: "Future[Exported] | None" = None

    def save(self, report: ReportId, variant: Variant, file: Path) -> "Future[Path]":
        self.saved.append((report, variant, file))
        return self._settled(file)

    def export(
        self,
        request: ExportRequest,
        *,
        on_progress: Callable[[int, int], None],
        is_cancelled: Callable[[], bool],
    ) -> "Future[Exported]":
        self.exports.append(request)
        self.on_progress, self.is_cancelled = on_progress, is_cancelled
        self.exporting = Future()
        return self.exporting

    def verify(self, file_or_code: str) -> "Future[Verdict]":
        self.verified.append(file_or_code)
        return self._settled(self.verdict)

    def open_attachment(self, attachment: Attachment) -> "Future[None]":
        self.files.append(("open", attachment))
        return self._settled(None)

    def save_attachment(self, attachment: Attachment, file: Path) -> "Future[Path]":
        self.files.append(("save", attachment))
        return self._settled(file)

    def _settled(self, result: T) -> "Future[T]":
        future: Future[T] = Future()
        if self.refusal is not None:
            future.set_exception(self.refusal)
        else:
            future.set_result(result)
        return future


def a_threat_call(desk: Desk) -> ReportId:
    """A threat call that nobody has read yet."""
    return desk.submit(
        {
            "began": "2026-03-12T14:20",
            "place": "Switchboard",
            "narrative": "A man called and said that there is a bomb in the records room.",
            "reporter_name": "Devon Park",
            "threat_wording": "There is a bomb in your building, you have one hour.",
            "call_channel": "phone",
            "ask_where": "In the records room",
            "voice": ["angry", "rapid"],
        },
        kind=Kind.THREAT_CALL,
        place="Switchboard",
        reporter="Devon Park",
        title="",
    )


def a_busy_desk() -> Desk:
    """A week of reports in every state, the newest a threat call that nobody has read."""
    desk = Desk()
    fall = desk.submit(
        {
            "began": "2026-03-02T15:40",
            "place": "Window 6",
            "narrative": "A chair was thrown and hit my arm. I have a bruise.",
            "reporter_name": "Devon Park",
            "behavior": ["damage", "contact"],
            "hurt": True,
            "injury": "Bruised left forearm",
        },
        place="Window 6",
        reporter="Devon Park",
        title="Records clerk",
    )
    desk.tell(ReportRead(report=fall, reader=ANA))
    desk.tell(
        ActionListed(
            report=fall,
            what="Fix the chairs to the floor",
            owner=MARCUS,
            due="2026-03-12",
            author=ANA,
        )
    )
    letter = desk.submit(
        {
            "began": "2026-03-04T09:15",
            "place": "Mail room",
            "narrative": "A letter full of insults about the kitchen notice.",
            "reporter_name": "Tina Alvarado",
            "letter_kind": "letter",
        },
        kind=Kind.CORRESPONDENCE,
        place="Mail room",
        reporter="Tina Alvarado",
        title="",
    )
    desk.tell(ReportRead(report=letter, reader=ANA))
    desk.tell(ReportConcluded(report=letter, outcome="We answered the letter.", author=ANA))
    desk.tell(ReportSigned(report=letter, signer=ANA, title="Supervisor", pin_checked=True))
    beck = desk.submit(alert="a" * 32, attachments=(PHOTO, LETTER))
    desk.tell(ReportRead(report=beck, reader=MARCUS))
    desk.tell(ReportCommented(report=beck, comment="Spoke with Maria, she is fine.", author=MARCUS))
    first = desk.tell(
        ActionListed(
            report=beck,
            what="Look for the check he says we lost",
            owner="Joan Petrie",
            due="2026-03-11",
            author=MARCUS,
        )
    )
    desk.tell(
        ActionDone(
            report=beck, action=first, how="Found, posted to another permit.", author="Joan Petrie"
        )
    )
    desk.tell(
        ActionListed(
            report=beck,
            what="Write to Mr. Beck about the partition",
            owner=MARCUS,
            due="2026-03-13",
            author=MARCUS,
        )
    )
    visit = desk.submit(
        {
            "began": "2026-03-10T11:05",
            "place": "77 Elm Court",
            "narrative": "The tenant would not let me leave the kitchen for some minutes.",
            "reporter_name": "Nadia Osei",
            "behavior": ["intimidation"],
        },
        kind=Kind.VISIT,
        place="77 Elm Court",
        reporter="Nadia Osei",
        title="Inspector",
    )
    desk.tell(ReportRead(report=visit, reader=ANA))
    a_threat_call(desk)
    return desk


def beck(desk: Desk) -> ReportId:
    """The report about Mr. Beck among those of ``a_busy_desk``."""
    return next(one for one in desk.facts if _row(desk._report(one)).number == "2026-C3-003")


def amend(desk: Desk, report: ReportId) -> EventId:
    """Have the reporter put two things right, a day later, with a file."""
    return desk.tell(
        ReportAmended(
            report=report,
            answers={"place": "Counter 4", "wanted": "", "damage": "The glass has a crack."},
            why="It was Counter 4; I was standing in for Joan.",
            amender=MARIA,
            attachments=(CRACK,),
        ),
        at=datetime(2026, 3, 10, 16, 12, tzinfo=UTC),
    )


PHOTO = Attachment(
    name="Counter 3 glass.jpg", media="image/jpeg", size=3_240_000, sha256="1" * 64, added_by=MARIA
)
LETTER = Attachment(name="Letter.pdf", media="application/pdf", size=84_000, sha256="2" * 64)
CRACK = Attachment(name="Crack.jpg", media="image/jpeg", size=640_000, sha256="3" * 64)
