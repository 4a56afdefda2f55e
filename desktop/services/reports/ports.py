"""What windows and commands use to write, file, find and review incident reports.

``services.reports`` and its adapters make these real. Times are aware and in UTC. Every future is
set on a thread of the service; windows come back to their own through ``ui.bridge``.
"""

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from datetime import date, datetime
from typing import Protocol

import msgspec

from desktop.domain.events.event import EventId
from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.draft import Draft, Filed
from desktop.domain.reports.facts import ReportId, Standing
from desktop.domain.reports.field import Answers, Kind
from desktop.domain.reports.report import Report
from desktop.domain.roster.ids import DeviceId


class Drafts(Protocol):
    """The drafts of this login on this PC's disk. May be called from any thread.

    ``save`` returns at once; its future holds the draft with ``saved_at`` once it is on the disk
    for good, or raises a ``DeskError`` (``ReportNotSavedError``) when the disk refused: the text
    is then still in the window and nothing is lost.
    """

    def new(self, kind: Kind, *, answers: Answers | None = None, alert: str = "") -> Draft: ...
    def save(self, draft: Draft) -> "Future[Draft]": ...
    def all(self) -> tuple[Draft, ...]: ...
    def find(self, draft: str) -> Draft | None: ...
    def discard(self, draft: str) -> "Future[None]": ...


class Filing(Protocol):
    """Submitting and amending, at any station. May be called from any thread.

    ``submit`` turns a draft into a signed event and discards the draft once that is on the disk,
    and so does ``amend`` with the ``draft`` that the amendment was written in; it is sent until
    supervisors' stations have signed for it, also after a restart. Raises (in the future)
    ``EssentialsMissingError`` or ``ReportNotSavedError``; the draft is then still there.
    A draft makes one report, however often and from however many windows it is submitted: what
    was written since goes into an amendment. So does ``amend``: what a refusing disk took by
    itself is not signed a second time when the same is said again, or out of the same ``draft``.
    ``watch`` calls back with everything filed here, now and after every change; whose it is,
    ``domain.reports.belonging`` says.
    """

    def submit(
        self, draft: Draft, *, title: str = "", pin_checked: bool = False
    ) -> "Future[Filed]": ...
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
    ) -> "Future[Filed]": ...
    def filed(self) -> tuple[Filed, ...]: ...
    def watch(self, listener: Callable[[tuple[Filed, ...]], None]) -> None: ...


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """Which reports to show, the one submitted last first.

    ``words`` is what was typed into the search: every word begins a word somewhere in the report.
    Dates are of the incident, both included.
    """

    words: str = ""
    kinds: frozenset[Kind] = frozenset()
    standings: frozenset[Standing] = frozenset()
    since: date | None = None
    until: date | None = None
    place: str = ""
    only_threats: bool = False
    only_hurt: bool = False
    most: int = 100
    after: str = ""
    """``ReportRow.cursor`` of the last row seen: the next ones follow it."""


class ReportRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list of reports."""

    report: ReportId
    number: str
    kind: Kind
    standing: Standing
    began: str
    place: str
    reporter: str
    about: str
    """The first words of the story."""
    is_threat: bool
    is_hurt: bool
    open_actions: int
    open_dues: tuple[str, ...]
    """Until when what is open was to be done, as days; those without a day are left out."""
    is_amended: bool
    submitted_at: datetime
    cursor: str


class Shelf(Protocol):
    """Reading the reports that this supervisor's station holds. Waits for the disk: not for the
    windows' or the alert thread, but from workers; one instance may be used from any thread.
    """

    def rows(self, query: Query) -> Sequence[ReportRow]: ...
    def count(self, query: Query) -> int: ...
    def report(self, number_or_id: str) -> Report | None: ...
    def views(self) -> tuple["SavedView", ...]: ...
    def save_view(self, view: "SavedView") -> None: ...
    def forget_view(self, name: str) -> None: ...


class SavedView(msgspec.Struct, frozen=True):
    """A query with a name, kept on this PC."""

    name: str
    query: Query = msgspec.field(default_factory=Query)


class Reviewing(Protocol):
    """What a supervisor does with a report. Each future holds the report as it stands then.

    ``read`` is said once per person, and again when the reporter has amended it since. Said twice
    at once, a thing is signed once. Raises (in the future) ``SupervisorsKeepRecordsError``,
    ``UnknownReportError`` or ``RecordNotSavedError``. ``watch`` calls back with the ids of reports
    that changed, from whatever station.
    """

    def read(self, report: ReportId, reader: str) -> "Future[Report]": ...
    def comment(self, report: ReportId, comment: str, author: str) -> "Future[Report]": ...
    def list_action(
        self, report: ReportId, what: str, owner: str, due: str, author: str
    ) -> "Future[Report]": ...
    def action_done(
        self, report: ReportId, action: EventId, how: str, author: str
    ) -> "Future[Report]": ...
    def conclude(self, report: ReportId, outcome: str, author: str) -> "Future[Report]": ...
    def sign(
        self, report: ReportId, signer: str, *, title: str = "", pin_checked: bool = False
    ) -> "Future[Report]": ...
    def keep(self, report: ReportId, why: str, until: str, author: str) -> "Future[Report]": ...
    def release(
        self, report: ReportId, marks: Collection[EventId], why: str, author: str
    ) -> "Future[Report]": ...
    def watch(self, listener: Callable[[frozenset[ReportId]], None]) -> None: ...


class LiveCall(msgspec.Struct, frozen=True, kw_only=True):
    """A threat call as it is being written down at a station, as far as it has come here."""

    call: str
    place: str
    station: DeviceId
    taker: str
    began_at: datetime
    answers: Answers
    is_over: bool
    last_at_s: int


class ThreatCalls(Protocol):
    """The live checklist: ticks are streamed to the supervisors' stations as they are made.

    ``begin`` returns the call's id. ``tick`` never waits and never fails: a tick that cannot be
    sent stays in the draft. ``followed_by`` says how many supervisors' desks have signed for what
    was streamed of a call and are there now. At supervisors' stations ``watch`` calls back with the
    live calls of all stations after every change.
    """

    def begin(self, taker: str) -> str: ...
    def tick(self, call: str, answers: Answers, *, at_s: int) -> None: ...
    def end(self, call: str, *, at_s: int) -> None: ...
    def followed_by(self, call: str) -> int: ...
    def watch(self, listener: Callable[[tuple[LiveCall, ...]], None]) -> None: ...


class Pins(Protocol):
    """PINs of the people who use this PC, kept as argon2 hashes on it alone.

    ``check`` takes about 50 ms: not for the windows' thread. After five wrong ones a person waits
    a minute (``PinRefusedError``, with the seconds left in its sentence).
    """

    def has(self, person: str) -> bool: ...
    def set(self, person: str, pin: str) -> None: ...
    def check(self, person: str, pin: str) -> bool: ...


__all__ = [
    "Draft",
    "Drafts",
    "Filed",
    "Filing",
    "LiveCall",
    "Pins",
    "Query",
    "ReportRow",
    "Reviewing",
    "SavedView",
    "Shelf",
    "ThreatCalls",
]
