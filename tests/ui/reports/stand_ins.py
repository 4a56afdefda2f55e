"""What the form talks to, with hands on it: a disk that can fail, supervisors that answer."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from desktop.domain.errors import DeskError, ReportNotSavedError
from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.facts import ReportId
from desktop.domain.reports.field import Answers, Kind
from desktop.domain.sentence import Sentence
from desktop.services.adapters.pdf.saving import DocumentNotSavedError, save_document
from desktop.services.reports.ports import Draft, Filed, LiveCall
from desktop.ui.views.attachments import Added, Source

NOW = datetime(2026, 3, 9, 10, 41, 8)  # noqa: DTZ001 (the wall clock of the site)
SAVED_AT = datetime(2026, 3, 9, 16, 41, 8, tzinfo=UTC)


def a_draft(kind: Kind = Kind.COUNTER, **changes: object) -> Draft:
    plain = Draft(
        id="d1", kind=kind, author="Maria Delgado", account="desk", answers={}, begun_at=SAVED_AT
    )
    return replace(plain, **changes)


def done(value: object) -> "Future[object]":
    future: Future[object] = Future()
    if isinstance(value, BaseException):
        future.set_exception(value)
    else:
        future.set_result(value)
    return future


def full_disk() -> DeskError:
    error = ReportNotSavedError()
    error.__cause__ = OSError(28, "No space left on device")
    return error


class StandInDrafts:
    """Keeps what was saved; ``error`` makes the disk refuse, ``holds`` makes it take its time."""

    def __init__(self) -> None:
        self.saved: list[Draft] = []
        self.discarded: list[str] = []
        self.kept: dict[str, Draft] = {}
        self.error: DeskError | None = None
        self.holds = False
        self.begun = 0
        self.waiting: list[tuple[Future[Draft], Draft]] = []

    def new(self, kind: Kind, *, answers: Answers | None = None, alert: str = "") -> Draft:
        self.begun += 1
        return a_draft(kind, id=f"new{self.begun}", answers=answers or {}, alert=alert)

    def save(self, draft: Draft) -> "Future[Draft]":
        self.saved.append(draft)
        future: Future[Draft] = Future()
        if self.holds:
            self.waiting.append((future, draft))
        elif self.error is not None:
            future.set_exception(self.error)
        else:
            kept = replace(draft, saved_at=SAVED_AT)
            self.kept[draft.id] = kept
            future.set_result(kept)
        return future

    def all(self) -> tuple[Draft, ...]:
        return tuple(self.kept.values())

    def find(self, draft: str) -> Draft | None:
        return self.kept.get(draft)

    def discard(self, draft: str) -> "Future[None]":
        future: Future[None] = Future()
        if self.error is not None:
            future.set_exception(self.error)
            return future
        self.discarded.append(draft)
        self.kept.pop(draft, None)
        future.set_result(None)
        return future


class StandInFiling:
    """Takes reports and amendments; tests say what supervisors do with them."""

    def __init__(self) -> None:
        self.submitted: list[Draft] = []
        self.titles: list[str] = []
        self.pins_checked: list[bool] = []
        self.amended: list[dict[str, object]] = []
        self.amended_from: list[str] = []
        self.error: DeskError | None = None
        self.listeners: list[Callable[[tuple[Filed, ...]], None]] = []
        self.known: Filed = a_filed()

    def submit(
        self, draft: Draft, *, title: str = "", pin_checked: bool = False
    ) -> "Future[Filed]":
        future: Future[Filed] = Future()
        if self.error is not None:
            future.set_exception(self.error)
            return future
        self.submitted.append(draft)
        self.titles.append(title)
        self.pins_checked.append(pin_checked)
        future.set_result(self.known)
        return future

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
        self.amended.append({"report": report, "answers": answers, "why": why, "amender": amender})
        self.amended_from.append(draft)
        future: Future[Filed] = Future()
        future.set_result(self.known)
        return future

    def filed(self) -> tuple[Filed, ...]:
        return (self.known,)

    def watch(self, listener: Callable[[tuple[Filed, ...]], None]) -> None:
        self.listeners.append(listener)

    def news(self, **changes: object) -> None:
        self.known = replace(self.known, **changes)
        for listener in self.listeners:
            listener((self.known,))


def a_filed(**changes: object) -> Filed:
    plain = Filed(
        report="r1",
        number="2026-C3-014",
        kind=Kind.COUNTER,
        submitted_at=SAVED_AT,
        holders=("a" * 32, "b" * 32),
        of=3,
    )
    return replace(plain, **changes)


class StandInPins:
    """PINs in plain sight."""

    def __init__(self, **pins: str) -> None:
        self.pins = {name.replace("_", " "): pin for name, pin in pins.items()}

    def has(self, person: str) -> bool:
        return person in self.pins

    def set(self, person: str, pin: str) -> None:
        self.pins[person] = pin

    def check(self, person: str, pin: str) -> bool:
        return self.pins.get(person) == pin


@dataclass
class StandInAdding:
    """One file on its way."""

    source: Source
    progress: Callable[[int, int], None]
    added_by: str
    result: "Future[Added]" = field(default_factory=Future)

    def cancel(self) -> None:
        self.result.cancel()

    def finish(self, size: int = 1_200_000, *words: str) -> None:
        file = Attachment(
            name=self.source.name,
            media="image/jpeg",
            size=size,
            sha256="e4" * 32,
            added_by=self.added_by,
        )
        self.result.set_result(Added(file, tuple(map(Sentence, words))))


class StandInBox:
    """Files that arrive when the test says so."""

    def __init__(self) -> None:
        self.adding: list[StandInAdding] = []

    def add(
        self, source: Source, *, added_by: str, progress: Callable[[int, int], None]
    ) -> StandInAdding:
        made = StandInAdding(source, progress, added_by)
        self.adding.append(made)
        return made


class StandInCalls:
    """What was streamed."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.ticks: list[tuple[str, Answers, int]] = []
        self.ended: list[tuple[str, int]] = []
        self.desks = 0

    def begin(self, taker: str) -> str:
        self.begun.append(taker)
        return "call-1"

    def tick(self, call: str, answers: Answers, *, at_s: int) -> None:
        self.ticks.append((call, answers, at_s))

    def end(self, call: str, *, at_s: int) -> None:
        self.ended.append((call, at_s))

    def followed_by(self, call: str) -> int:
        return self.desks

    def watch(self, listener: Callable[[tuple[LiveCall, ...]], None]) -> None:
        listener(())


class Copies:
    """Where copies went."""

    def __init__(self) -> None:
        self.made: list[tuple[Draft, Path]] = []
        self.error: DeskError | None = None

    def __call__(self, draft: Draft, file: Path) -> "Future[Path]":
        future: Future[Path] = Future()
        if self.error is not None:
            future.set_exception(self.error)
        else:
            self.made.append((draft, file))
            future.set_result(file)
        return future


def save_pdf(pdf: bytes, file: Path) -> "Future[Path]":
    """Write it, and be done at once."""
    future: Future[Path] = Future()
    try:
        future.set_result(save_document(pdf, file))
    except DocumentNotSavedError as refusal:
        future.set_exception(refusal)
    return future
