"""The list of reports: its rows, what narrows it, and what it says when it is empty."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from msgspec.structs import replace

from desktop.domain.reports.facts import Standing
from desktop.domain.reports.field import KIND_LABELS, Kind
from desktop.services.reports.ports import Query, ReportRow, SavedView
from desktop.ui.views.advice import Advice
from desktop.ui.views.badges import Badge, BadgeTone
from desktop.ui.views.dates import day_words, moment_words
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class DaysProblem:
    """Why a period cannot be looked at: what to change, and which of its two days (0 or 1)."""

    advice: Advice
    at: int


ChooseDays = Callable[[str, str], DaysProblem | None]
"""Takes two days as typed and returns what is wrong with them, if anything."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A shape with its word."""

    shape: Shape
    word: str


@dataclass(frozen=True, slots=True)
class RowView:
    """One report in the list, in three short lines.

    ``is_calm``: it is signed, so that its marks need nobody's attention any more. ``is_late``:
    something that was to be done is overdue.
    """

    report: str
    number: str
    badge: Badge
    marks: tuple[Mark, ...]
    where_when: str
    about: str
    open_actions: str
    is_late: bool
    is_calm: bool
    sentence: str

    @classmethod
    def of(cls, row: ReportRow, *, words: Words, today: date) -> "RowView":
        """Return what the list draws of ``row``."""
        badge = standing_badge(row.standing, words)
        marks = marks_of(words, is_threat=row.is_threat, is_hurt=row.is_hurt)
        this_year = row.began.startswith(f"{today.year:04d}-")
        when = moment_words(row.began, words, with_year=not this_year)
        where_when = " · ".join(
            part for part in (when, row.place, kind_name(row.kind, words)) if part
        )
        late = sum(due < today.isoformat() for due in row.open_dues)
        waiting = ""
        if late:
            waiting = words.plural("{n} action overdue", "{n} actions overdue", late)
        elif row.open_actions:
            waiting = words.plural("{n} action open", "{n} actions open", row.open_actions)
        about = " ".join(row.about.split())
        said = (row.number, badge.text, *(mark.word for mark in marks), where_when, about, waiting)
        return cls(
            report=row.report,
            number=row.number,
            badge=badge,
            marks=marks,
            where_when=where_when,
            about=about,
            open_actions=waiting,
            is_late=bool(late),
            is_calm=row.standing is Standing.SIGNED,
            sentence=". ".join(part for part in said if part),
        )


def standing_badge(standing: Standing, words: Words) -> Badge:
    """Return how far a report has come, as a word: amber until somebody has read it."""
    return {
        Standing.SUBMITTED: Badge(words("Submitted"), BadgeTone.NEED),
        Standing.READ: Badge(words("Read")),
        Standing.ACTED_ON: Badge(words("Acted on"), BadgeTone.HAND),
        Standing.SIGNED: Badge(words("Signed")),
    }[standing]


def marks_of(words: Words, *, is_threat: bool, is_hurt: bool) -> tuple[Mark, ...]:
    """Return the marks of a report that is about a threat, or about somebody who was hurt."""
    marks = []
    if is_threat:
        marks.append(Mark(Shape.ATTENTION, words("Threat")))
    if is_hurt:
        marks.append(Mark(Shape.HURT, words("Hurt")))
    return tuple(marks)


def kind_name(kind: Kind, words: Words) -> str:
    """Return how the incident came."""
    return words(KIND_LABELS[kind])


class Period(StrEnum):
    """Stretches of days that people ask for; a query keeps the days they mean today."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    LAST_YEAR = "last_year"

    def days(self, today: date) -> tuple[date, date | None]:
        """Return the first and the last day; ``None`` where it goes on."""
        match self:
            case Period.WEEK:
                return today - timedelta(days=6), None
            case Period.MONTH:
                return today - timedelta(days=29), None
            case Period.YEAR:
                return date(today.year, 1, 1), None
            case Period.LAST_YEAR:
                return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)

    def named(self, words: Words) -> str:
        """Return what it is called in a menu."""
        return {
            Period.WEEK: words("Last 7 days"),
            Period.MONTH: words("Last 30 days"),
            Period.YEAR: words("This year"),
            Period.LAST_YEAR: words("Last year"),
        }[self]


@dataclass(frozen=True, slots=True)
class Choosable:
    """One line of a filter's menu."""

    key: str
    text: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class FilterView:
    """One button of the quiet row: what it says, whether it narrows, what it offers."""

    text: str
    is_on: bool
    choices: tuple[Choosable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FiltersView:
    """The quiet row below the search field."""

    kind: FilterView
    standing: FilterView
    period: FilterView
    place: FilterView
    threats: FilterView
    hurt: FilterView
    views: FilterView
    folded: FilterView
    clear: str
    is_narrowed: bool

    @classmethod
    def of(
        cls,
        query: Query,
        *,
        words: Words,
        places: Sequence[str] = (),
        saved: Sequence[SavedView] = (),
        today: date,
    ) -> "FiltersView":
        """Return the row for ``query``."""
        return cls(
            kind=_kinds(query, words),
            standing=_standings(query, words),
            period=_period(query, words, today),
            place=_place(query, words, places),
            threats=FilterView(words("Threats"), query.only_threats),
            hurt=FilterView(words("Hurt"), query.only_hurt),
            views=_views(query, words, saved),
            folded=FilterView(words("Filters"), is_narrowed(query)),
            clear=words("Clear"),
            is_narrowed=is_narrowed(query),
        )


def is_narrowed(query: Query) -> bool:
    """Whether anything but words narrows it."""
    return replace(query, words="", most=0, after="") != Query(most=0)


def _kinds(query: Query, words: Words) -> FilterView:
    names = [kind_name(kind, words) for kind in Kind if kind in query.kinds]
    choices = tuple(
        Choosable(kind.value, kind_name(kind, words), kind in query.kinds) for kind in Kind
    )
    return FilterView(_summed(names, words("Kind"), words), bool(names), choices)


def _standings(query: Query, words: Words) -> FilterView:
    names = [standing_badge(s, words).text for s in Standing if s in query.standings]
    choices = tuple(
        Choosable(s.value, standing_badge(s, words).text, s in query.standings) for s in Standing
    )
    return FilterView(_summed(names, words("Status"), words), bool(names), choices)


def _summed(names: list[str], otherwise: str, words: Words) -> str:
    if not names:
        return otherwise
    return names[0] if len(names) == 1 else words("{first} +{n}", first=names[0], n=len(names) - 1)


def _period(query: Query, words: Words, today: date) -> FilterView:
    days = (query.since, query.until)
    choices = tuple(
        Choosable(period.value, period.named(words), days == period.days(today))
        for period in Period
    )

    def said(day: date) -> str:
        return day_words(day, words, with_year=day.year != today.year)

    match days:
        case (None, None):
            return FilterView(words("Period"), is_on=False, choices=choices)
        case (date() as since, None):
            text = words("Since {day}", day=said(since))
        case (None, date() as until):
            text = words("Until {day}", day=said(until))
        case (date() as since, date() as until):
            text = f"{said(since)} – {said(until)}"  # noqa: RUF001 (between days)
    return FilterView(text, is_on=True, choices=choices)


def _place(query: Query, words: Words, places: Sequence[str]) -> FilterView:
    known = dict.fromkeys([*places, *([query.place] if query.place else [])])
    choices = tuple(Choosable(place, place, place == query.place) for place in known)
    return FilterView(query.place or words("Place"), bool(query.place), choices)


def _views(query: Query, words: Words, saved: Sequence[SavedView]) -> FilterView:
    asked = replace(query, most=0, after="")
    chosen = [one for one in saved if replace(one.query, most=0, after="") == asked]
    choices = tuple(Choosable(one.name, one.name, one in chosen) for one in saved)
    text = chosen[0].name if chosen else words("Saved views")
    return FilterView(text, bool(chosen), choices)


def headline(*, unread: int | None, total: int | None, words: Words) -> str:
    """Return the sentence in the window's header."""
    if total == 0:
        return words("No reports yet.")
    if unread is None:
        return words("Reports")
    if unread == 0:
        return words("Every report has been read.")
    return words.plural("{n} report waits to be read", "{n} reports wait to be read", unread)


@dataclass(frozen=True, slots=True)
class EmptyView:
    """What stands in place of rows: one sentence, and one button where it helps."""

    sentence: str
    button: str = ""


def empty_view(query: Query, words: Words) -> EmptyView:
    """Return what to say when nothing answers ``query``."""
    if query.words.strip():
        return EmptyView(
            words("Nothing for “{words}”.", words=query.words.strip()),
            words("Search without filters") if is_narrowed(query) else words("Clear the search"),
        )
    if is_narrowed(query):
        return EmptyView(words("No report is like that."), words("Show all reports"))
    return EmptyView(
        words("No reports yet. Start one after anything that worried you."), words("New report")
    )


def count_words(count: int | None, words: Words) -> str:
    """Return how many reports answer the query; "" while that is not known."""
    if not count:
        return ""
    return words.plural("{n} report", "{n} reports", count).replace(str(count), f"{count:,}", 1)
