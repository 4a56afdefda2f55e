"""The opening tests of a month as they stand on paper, in one language."""

from datetime import datetime
from typing import Self

import msgspec

from desktop.domain.opening.month import FoundWrong, Mark, Month, Noted, StationMonth
from desktop.services.opening.wording import part_words, seconds_words
from desktop.services.reports.dates import Dates
from desktop.services.reports.month_head import MonthHead
from desktop.words import Words


class Legend(msgspec.Struct, frozen=True):
    """What one sign in the grid means."""

    mark: Mark
    is_wrong: bool
    text: str


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A table under its title; ``none`` is said where it has no rows."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    none: str = ""


class MonthPaper(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is printed. ``made_at`` becomes the file's date; ``weekend`` are the days of
    it, by their number.
    """

    head: MonthHead
    facts: tuple[tuple[str, str], ...]
    station_title: str
    stations: tuple[StationMonth, ...]
    weekend: frozenset[int]
    legend: tuple[Legend, ...]
    none: str
    wrong: Listed
    notes: Listed

    @classmethod
    def of(
        cls, month: Month, *, site_name: str, site_address: str, made_at: datetime, words: Words
    ) -> Self:
        """Say ``month`` in the language of ``words``, with the times of this PC's clock."""
        dates = Dates.here(words.language, made_at)
        first = month.first
        number_of_days = max((len(one.days) for one in month.stations), default=0)
        weekdays = ((day, first.replace(day=day).weekday()) for day in range(1, number_of_days + 1))
        return cls(
            head=MonthHead.of(
                first,
                title=words("Opening tests"),
                site_name=site_name,
                site_address=site_address,
                made_at=made_at,
                words=words,
            ),
            facts=_facts(month, words),
            station_title=words("Station"),
            stations=month.stations,
            weekend=frozenset(day for day, weekday in weekdays if weekday >= 5),
            legend=_legend(words),
            none=words("No station of this site is tested."),
            wrong=Listed(
                title=words("Found wrong"),
                head=(
                    words("When"),
                    words("Where"),
                    words("What"),
                    words("Who said so"),
                    words("Right again"),
                ),
                rows=tuple(_wrong(one, dates, words) for one in month.wrong),
                none=words("No test of this month found anything wrong."),
            ),
            notes=Listed(
                title=words("Notes"),
                head=(words("When"), words("Where"), words("What"), words("Who said so")),
                rows=tuple(_note(one, dates) for one in month.notes),
            ),
        )


def _facts(month: Month, words: Words) -> tuple[tuple[str, str], ...]:
    unknown = words("Not known")
    received, confirmed = month.receipt_ms, month.confirmed_after_s
    return (
        (words("Tests"), str(month.tests)),
        (words("Confirmed"), str(month.confirmed)),
        (words("Missed"), str(month.missed)),
        (
            words("First desk had it, median"),
            unknown if received is None else f"{round(received)} ms",
        ),
        (
            words("Confirmed after, median"),
            unknown if confirmed is None else seconds_words(confirmed),
        ),
    )


def _legend(words: Words) -> tuple[Legend, ...]:
    return (
        Legend(Mark.DONE, False, words("done and confirmed")),
        Legend(Mark.UNCONFIRMED, False, words("done, confirmed by nobody")),
        Legend(Mark.DONE, True, words("done, something was wrong (below)")),
        Legend(Mark.MISSED, False, words("missed: at work for over 30 minutes without a test")),
        Legend(Mark.UNKNOWN, False, words("not known: no desk saw it at work for so long")),
    )


def _wrong(one: FoundWrong, dates: Dates, words: Words) -> tuple[str, ...]:
    right = dates.moment(one.right_at) if one.right_at else words("not yet")
    what = part_words(one.part, one.words, words)
    return (dates.moment(one.at), one.name, what, one.person, right)


def _note(one: Noted, dates: Dates) -> tuple[str, ...]:
    return (dates.moment(one.at), one.name, one.words, one.person)
