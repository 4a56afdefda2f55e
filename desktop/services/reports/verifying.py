"""Is this copy what the log says? A copy, or the code on one, against the records held here."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import combinations, zip_longest
from typing import Protocol

from desktop.domain.errors import DeskError
from desktop.domain.reports.facts import (
    ActionDone,
    ActionListed,
    ReportAmended,
    ReportCommented,
    ReportConcluded,
    ReportFact,
    ReportKept,
    ReportRead,
    ReportReleased,
    ReportSigned,
)
from desktop.domain.reports.report import HeldReport, Told
from desktop.domain.sentence import Sentence
from desktop.services.reports.copy_mark import CopyMark
from desktop.services.reports.exporting import Printer
from desktop.services.reports.verification import CODE_LETTERS, same_code, verification_code

_ALL_SUBSETS = 12  # facts after the submission: up to so many, each choice of them is tried
_SHOWN = 120


class UnreadableCopyError(DeskError):
    """This file is no PDF that can be read, so nothing can be said about it."""

    code = "unreadable-copy"
    advice = "Give the PDF itself, or type the code that stands beside its QR code."


class Verdict(Enum):
    """What can be said of a copy."""

    GENUINE = "genuine"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Copy:
    """A PDF as it was read: what it says of itself, and its lines page by page."""

    keywords: str
    pages: tuple[tuple[str, ...], ...]


class Records(Protocol):
    """The reports in the log here."""

    def find(self, number: str) -> HeldReport | None: ...
    def every(self) -> Iterable[HeldReport]: ...


Reader = Callable[[bytes], Copy]
"""Reads a PDF; raises ``UnreadableCopyError``."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a copy first says something else than the record: ``page`` and ``line`` from 1.

    An empty text: nothing stands there.
    """

    page: int
    line: int
    record: str
    copy: str

    @property
    def sentence(self) -> Sentence:
        """The place, and what stands there on either side."""
        values: dict[str, object] = {
            "page": self.page,
            "line": self.line,
            "copy": _short(self.copy),
            "record": _short(self.record),
        }
        if not self.copy:
            return Sentence(
                "Page {page}, line {line}: the copy says nothing, the record “{record}”.", values
            )
        if not self.record:
            return Sentence(
                "Page {page}, line {line}: the copy says “{copy}”, the record nothing.", values
            )
        return Sentence(
            "Page {page}, line {line}: the copy says “{copy}”, the record “{record}”.", values
        )

    def __str__(self) -> str:
        return str(self.sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer. ``is_exact``: each byte of the file is as this record prints.

    ``later`` is what the record has now that the copy could not have, in words. ``why`` is said of
    what is unknown.
    """

    verdict: Verdict
    says: str
    why: Sentence | None = None
    number: str = ""
    is_exact: bool = False
    later: tuple[str, ...] = ()
    difference: Difference | None = None


def verify_code(typed: str, records: Records) -> Finding:
    """Whose code this is, as people type it: in any case, with or without spaces or the number."""
    number, code = _number_and_code(typed)
    if len(code) != CODE_LETTERS:
        return _unknown(
            Sentence(
                "A code has {wanted} letters and digits; this one has {n}.",
                {"wanted": CODE_LETTERS, "n": len(code)},
            )
        )
    candidates = [records.find(number)] if number else records.every()
    held = [one for one in candidates if one is not None]
    for one in held:  # as each stands now, first: that is quick
        if same_code(code, verification_code(told.event for told in one.told)):
            return _stands(one, one.told)
    for one in held:
        state = _state_of(one, code)
        if state is not None:
            return _stands(one, state)
    return _unknown(Sentence("No report in the log here has, or had, this code."), number)


def verify_file(
    document: bytes,
    records: Records,
    *,
    read: Reader,
    printer: Callable[[CopyMark], Printer],
    letterhead: tuple[str, ...] = (),
) -> Finding:
    """Whether a PDF says what its record says, in the variant and on the paper it names.

    ``printer`` prints as the copy's mark tells (its zone). Lines that are one of ``letterhead`` in
    a fresh print (the site's name and address may have changed) are not compared. Raises
    ``UnreadableCopyError``.
    """
    copy = read(document)
    mark = CopyMark.read(copy.keywords)
    if mark is None:
        return _unknown(
            Sentence("This file does not say which report it is a copy of. Type the code on it.")
        )
    held = records.find(mark.number)
    state = None if held is None else _state_of(held, mark.code)
    if held is None or state is None:
        return _unknown(
            Sentence("No report in the log here has this number.")
            if held is None
            else Sentence(
                "The report is in the log here, but it never stood as this copy's code says."
            ),
            mark.number,
        )
    report = held.folded(state)
    assert report is not None  # a state holds the submission
    found = _stands(held, state)
    fresh = printer(mark).printed(report, mark.variant, mark.paper)
    if fresh == document:
        return _exact(found)
    printed = read(fresh)
    difference = _first_difference(printed.pages, copy.pages, frozenset(letterhead))
    if difference is None:
        return _same_words(found)
    now = CopyMark.read(printed.keywords)
    lacking = None if now is None else _lacking(mark, now)
    if lacking:
        return Finding(
            verdict=Verdict.UNKNOWN,
            says=f"{lacking} {difference}",
            why=lacking,
            number=mark.number,
            later=found.later,
            difference=difference,
        )
    return Finding(
        verdict=Verdict.ALTERED,
        says=f"Altered. {difference}",
        number=mark.number,
        later=found.later,
        difference=difference,
    )


def _unknown(why: Sentence, number: str = "") -> Finding:
    return Finding(verdict=Verdict.UNKNOWN, says=str(why), why=why, number=number)


def _lacking(mark: CopyMark, now: CopyMark) -> Sentence | None:
    """Why a copy with that mark cannot be printed again as it was; ``None`` where it can."""
    if now.pictures < mark.pictures:
        return Sentence(
            "Pictures of this copy are not on this PC, so all of it can be compared only where they"
            " are."
        )
    if now.alert != mark.alert:
        return Sentence(
            "The alert that it tells of has other facts in the log now, so the whole copy cannot be"
            " compared."
        )
    return None


def _stands(held: HeldReport, state: Sequence[Told]) -> Finding:
    """The record as it stood then: genuine, and what came later."""
    report = held.folded(state)
    if report is None:
        return _unknown(Sentence("What submitted this report is not here."))
    before = {one.event for one in state}
    later = tuple(_came_later([one for one in held.told if one.event not in before], held.told))
    says = f"Genuine: {report.number}"
    says += f", as it stood before {_listed(later)}." if later else ", as it stands."
    return Finding(verdict=Verdict.GENUINE, says=says, number=report.number, later=later)


def _exact(found: Finding) -> Finding:
    return Finding(
        verdict=found.verdict,
        says=found.says,
        number=found.number,
        is_exact=True,
        later=found.later,
    )


def _same_words(found: Finding) -> Finding:
    return Finding(
        verdict=found.verdict,
        says=(
            f"{found.says} Every word is the record's; the file itself is not the one that"
            " Countersign prints here and now, so its pictures and layout were not compared."
        ),
        number=found.number,
        later=found.later,
    )


def _state_of(held: HeldReport, code: str) -> Sequence[Told] | None:
    """The facts that had this code together, the most of them first."""
    told = sorted(
        {one.event: one for one in held.told}.values(), key=lambda one: (one.at, one.event)
    )
    first = [one for one in told if one.event == held.report]
    others = [one for one in told if one.event != held.report]
    if not first:
        return None
    for missing in _left_out(len(others)):
        state = first + [one for at, one in enumerate(others) if at not in missing]
        if same_code(code, verification_code(one.event for one in state)):
            return state
    return None


def _left_out(facts: int) -> Iterator[frozenset[int]]:
    """Which facts were not there yet: any, or where they are many, the newest and any two."""
    most = facts if facts <= _ALL_SUBSETS else 2
    for count in range(most + 1):
        yield from map(frozenset, combinations(range(facts), count))
    for count in range(most + 1, facts + 1):
        yield frozenset(range(facts - count, facts))


def _came_later(later: Iterable[Told], told: Sequence[Told]) -> Iterator[str]:
    amendments = sorted(
        (one for one in told if isinstance(one.fact, ReportAmended)),
        key=lambda one: (one.at, one.event),
    )
    numbers = {one.event: n for n, one in enumerate(amendments, start=1)}
    for one in sorted(later, key=lambda one: (one.at, one.event)):
        yield _named(one.fact, numbers.get(one.event))


def _named(fact: ReportFact, number: int | None) -> str:
    match fact:
        case ReportAmended():
            return f"amendment {number}"
        case ReportSigned(signer=signer):
            return f"the signature of {signer}"
        case ReportRead(reader=reader):
            return f"{reader} read it"
        case ReportCommented(author=author):
            return f"a comment by {author}"
        case ReportConcluded():
            return "what became of it was said"
        case ActionListed():
            return "an action was listed"
        case ActionDone():
            return "an action was done"
        case ReportKept(author=author):
            return f"{author} said that it is to be kept"
        case ReportReleased(author=author):
            return f"{author} released it"
        case _:
            return "something else was added"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)


def _first_difference(
    record: Sequence[Sequence[str]], copy: Sequence[Sequence[str]], ignored: frozenset[str]
) -> Difference | None:
    for page, (here, there) in enumerate(zip_longest(record, copy, fillvalue=()), start=1):
        for line, (should, says) in enumerate(zip_longest(here, there, fillvalue=""), start=1):
            if should != says and should not in ignored:
                return Difference(page, line, should, says)
    return None


def _number_and_code(typed: str) -> tuple[str, str]:
    """What a QR code holds (``COUNTERSIGN:number:code``), or what a person typed from paper."""
    head, _, code = typed.strip().rpartition(":")
    number = head.rpartition(":")[2].strip().upper()
    return number, "".join(c for c in code if c.isalnum())


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
