"""The items of OSHA's Form 301, injury and illness incident report (29 CFR 1904.29), from a report.

In English, as the form is. An item that nobody answered says so; nothing is made up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Self

import desktop
from desktop.domain.reports.fields import FIELDS
from desktop.domain.reports.report import Report
from desktop.services.reports.copy_mark import CopyMark
from desktop.services.reports.dates import Dates, offset_zone
from desktop.services.reports.in_words import AnswersInWords
from desktop.services.reports.variants import Variant
from desktop.services.reports.verification import verification_code
from desktop.words import Words

NOT_KNOWN = "Not known"
DUE_DAYS = 7

_ITEMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "About the employee",
        ("Full name", "Address", "Date of birth", "Date hired", "Sex"),
    ),
    (
        "About the physician or other health care professional",
        (
            "Name of the physician or other health care professional",
            "Where treatment was given away from the worksite: facility and address",
            "Was the employee treated in an emergency room?",
            "Was the employee hospitalized overnight as an in-patient?",
        ),
    ),
    (
        "About the case",
        (
            "Case number from the log",
            "Date of injury or illness",
            "Time the employee began work",
            "Time of event",
            "What was the employee doing just before the incident occurred?",
            "What happened?",
            "What was the injury or illness?",
            "What object or substance directly harmed the employee?",
            "If the employee died, when did death occur?",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered item of the form."""

    number: int
    asked: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Osha301:
    """The form as one report fills it in; ``groups`` are the form's own headings."""

    number: str
    site_name: str
    site_address: str
    groups: tuple[tuple[str, tuple[Item, ...]], ...]
    completed_by: str
    title: str
    phone: str
    completed_on: str
    due: str
    code: str
    made_at: datetime
    mark: CopyMark

    @property
    def items(self) -> tuple[Item, ...]:
        """All eighteen, in their order."""
        return tuple(item for _, items in self.groups for item in items)

    @classmethod
    def of(
        cls,
        report: Report,
        *,
        site_name: str,
        site_address: str = "",
        completed_by: str = "",
        title: str = "",
        phone: str = "",
        completed_on: date | None = None,
        zone: tzinfo | None = None,
    ) -> Self:
        """Read the form off ``report``; who completes it is the reporter unless told otherwise."""
        dates = Dates("en", zone or offset_zone(report.zone))
        told = _Answered(report, AnswersInWords(report.answers, Words.of("en"), dates), dates)
        number = 0
        groups = []
        for heading, asked in _ITEMS:
            items = []
            for words in asked:
                number += 1
                items.append(Item(number, words, told.item(number)))
            groups.append((heading, tuple(items)))
        is_reporter = completed_by in {"", report.reporter}
        code = verification_code(report.events)
        due = dates.day(report.submitted_at + timedelta(days=DUE_DAYS))
        return cls(
            number=report.number,
            site_name=site_name,
            site_address=site_address,
            groups=tuple(groups),
            completed_by=completed_by or report.reporter,
            title=title or (is_reporter and told.line("reporter_title")) or report.title or "",
            phone=phone or (is_reporter and told.line("reporter_phone")) or NOT_KNOWN,
            completed_on=dates.day(completed_on or report.submitted_at),
            due=(
                f"Due within {DUE_DAYS} calendar days of hearing that a recordable injury or"
                f" illness occurred; counted from this report, by {due}."
            ),
            code=code,
            made_at=report.submitted_at,
            mark=CopyMark(
                number=report.number,
                code=code.replace(" ", ""),
                variant=Variant.OSHA_301,
                language="en",
                zone=zone,
                version=desktop.__version__,
            ),
        )


@dataclass(frozen=True, slots=True)
class _Answered:
    report: Report
    in_words: AnswersInWords
    dates: Dates

    def item(self, number: int) -> str:
        if number == 11:
            return self._began(self.dates.answered_day)
        if number == 13:
            if self.report.answers.get("time_unknown") is True:
                return "Cannot be determined"
            about = "About " if self.report.answers.get("is_about") is True else ""
            began = self._began(self.dates.answered_minute)
            return began if began == NOT_KNOWN else about + began
        if number == 18 and "died_on" not in self.report.answers:
            return "No death is recorded"
        return ", ".join(self._answers(str(number))) or NOT_KNOWN

    def line(self, key: str) -> str:
        return self.in_words.text(key)

    def _answers(self, item: str) -> Iterator[str]:
        for field in FIELDS:
            if field.osha == item and (said := self.in_words.text(field.key)):
                yield said

    def _began(self, written: object) -> str:
        began = self.report.answers.get("began")
        assert callable(written)
        return str(written(began)) if isinstance(began, str) and began else NOT_KNOWN
