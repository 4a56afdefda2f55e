"""California's violent incident log (Labor Code 6401.9(d), SB 553), one entry for each incident.

The law wants it without any element by which somebody involved can be identified, so an entry
with such a thing in it is not made; whoever writes it is told what was found and where.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Self

from desktop.domain.errors import DeskError
from desktop.domain.reports.fields import FIELDS
from desktop.domain.reports.report import Report
from desktop.domain.sentence import Sentence, listed
from desktop.domain.spreadsheet import spreadsheet
from desktop.services.reports.dates import Dates, offset_zone
from desktop.services.reports.details import Found
from desktop.services.reports.identifying import identifying
from desktop.services.reports.in_words import AnswersInWords
from desktop.services.reports.known_people import known_of
from desktop.words import Words

NOT_STATED = "Not stated"
KEPT_YEARS = 5

DESCRIPTION = "Detailed description"
COLUMNS = (
    "Incident",
    "Date and time",
    "Location",
    "Workplace violence type",
    DESCRIPTION,
    "Who committed it",
    "Circumstances",
    "Where it occurred",
    "Type of incident",
    "Behavior",
    "Consequences",
    "Completed by",
    "Job title",
    "Date completed",
)
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Leak:
    """One detail that must not leave, and the column in which it stands."""

    column: str
    found: Found

    @property
    def sentence(self) -> Sentence:
        """Where it stands, and what it is."""
        words = " ".join(self.found.words.split())
        shown = words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
        told = {
            "column": self.column,
            "at": self.found.start + 1,
            "what": Sentence(self.found.detail.value),
            "words": shown,
        }
        return Sentence("{column}, character {at}: {what}, “{words}”.", told)

    def __str__(self) -> str:
        return str(self.sentence)


class IdentifyingDetailsError(DeskError):
    """The log must not tell who was involved, and this entry does, so it was not made."""

    code = "identifying-details"
    advice = (
        "Write “the customer”, “a witness” or “the employee” instead of names, leave out numbers"
        " and addresses, and export again."
    )

    def __init__(self, number: str, leaks: tuple[Leak, ...], *, description: str = "") -> None:
        found = listed([leak.sentence for leak in leaks])
        super().__init__("{number}: {found}", number=number, found=found)
        self.number = number
        self.leaks = leaks
        self.description = description

    @property
    def is_in_description(self) -> bool:
        """Another description would let it in; else the report itself must be put right."""
        return all(leak.column == DESCRIPTION for leak in self.leaks)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One incident in the log. ``values`` are its columns, in the order of ``COLUMNS``.

    ``incident`` is a number that leads nowhere outside the site.
    """

    values: tuple[str, ...]
    made_at: datetime

    @property
    def named(self) -> tuple[tuple[str, str], ...]:
        """Each value with the name of its column."""
        return tuple(zip(COLUMNS, self.values, strict=True))

    @classmethod
    def of(
        cls,
        report: Report,
        *,
        description: str | None = None,
        completed_by: str,
        title: str,
        completed_on: date,
        people: Iterable[str] = (),
        zone: tzinfo | None = None,
    ) -> Self:
        """Make the entry of ``report``.

        ``description`` is what a person wrote for the log (``None``: the narrative as it stands);
        ``people`` are further names that must not be in it. Raises ``IdentifyingDetailsError``
        with everything found. Who completed it is named, as the law asks.
        """
        dates = Dates("en", zone or offset_zone(report.zone))
        told = AnswersInWords(report.answers, Words.of("en"), dates)
        narrative = report.answers.get("narrative")
        if description is None:
            description = narrative if isinstance(narrative, str) else ""
        columns = {
            "Incident": report.number,
            "Date and time": told.text("began"),
            "Location": told.text("place") or report.place,
            DESCRIPTION: description.strip(),
            "Workplace violence type": _answered(told, "violence_type"),
            "Who committed it": _answered(told, "perpetrator"),
            "Circumstances": _answered(told, "circumstances"),
            "Where it occurred": _answered(told, "where_class"),
            "Type of incident": _answered(told, "incident_type"),
            "Behavior": _answered(told, "behavior"),
            "Consequences": "; ".join(_consequences(report, told)),
            "Completed by": completed_by,
            "Job title": title,
            "Date completed": dates.day(completed_on),
        }
        known = known_of(report, people)
        leaks = tuple(
            Leak(column, found)
            for column in ("Location", DESCRIPTION)
            for found in identifying(columns[column], known)
        )
        if leaks:
            raise IdentifyingDetailsError(report.number, leaks, description=columns[DESCRIPTION])
        return cls(
            values=tuple(columns[name] or NOT_STATED for name in COLUMNS),
            made_at=report.submitted_at,
        )


def sb553_csv(entries: Iterable[LogEntry]) -> str:
    """The log for a spreadsheet."""
    return spreadsheet([COLUMNS, *(entry.values for entry in entries)])


def _answered(told: AnswersInWords, column: str) -> str:
    return "; ".join(
        said for field in FIELDS if field.sb553 == column and (said := told.text(field.key))
    )


def _consequences(report: Report, told: AnswersInWords) -> Iterator[str]:
    if said := _answered(told, "consequences"):
        yield said
    police = report.answers.get("police_called")
    if isinstance(police, bool):
        yield f"Police called: {'yes' if police else 'no'}"
    hurt = report.answers.get("hurt")
    if isinstance(hurt, bool):
        yield f"Anyone hurt: {'yes' if hurt else 'no'}"
