"""What the Insights page says of a period: a question for each plot, and its numbers as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.insights.counting import Insights, PlaceCalls, RepeatAddress, Wait
from desktop.domain.insights.history import History, Width
from desktop.domain.insights.period import Named, Period
from desktop.domain.insights.spread import FEWEST, Spread
from desktop.domain.spreadsheet import spreadsheet
from desktop.services.insights import wording
from desktop.services.reports.dates import weekdays
from desktop.ui.views.dates import date_words, day_words
from desktop.ui.words import Words

MOST_ROWS = 12
"""Rows of a plot; the table has the others, too."""


class Tint(StrEnum):
    """What a bar means by its colour: amber and red keep their meaning, the rest is grey-blue."""

    ASSIST = "assist"
    PANIC = "panic"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class TableView:
    """The numbers of a plot, each as people read it. The first column names the rows."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def as_csv(self) -> str:
        """The same for a spreadsheet."""
        return spreadsheet(self._all())

    def as_text(self) -> str:
        """The same with tabs, to be pasted."""
        return "\n".join("\t".join(row) for row in self._all())

    def _all(self) -> Sequence[tuple[str, ...]]:
        return (self.head, *self.rows)


@dataclass(frozen=True, slots=True)
class HeatPlot:
    """Counts by day (rows) and hour (columns); ``most`` is the largest."""

    days: tuple[str, ...]
    hours: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    most: int


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar, of parts of one kind each, and what is written after it."""

    name: str
    parts: tuple[tuple[Tint, int], ...]
    said: str


@dataclass(frozen=True, slots=True)
class BarPlot:
    """Bars under each other. ``legend`` names the tints where there are several."""

    rows: tuple[BarRow, ...]
    legend: tuple[tuple[Tint, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SpanRow:
    """Times of one place, in ms: median and 95th percentile, or each of a few."""

    name: str
    about: str
    median: float | None
    p95: float | None
    values: tuple[int, ...]
    said: str


@dataclass(frozen=True, slots=True)
class SpanPlot:
    """Rows on one scale of time that ends at ``longest`` ms."""

    rows: tuple[SpanRow, ...]
    longest: float
    legend: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class CardView:
    """One plot. ``about`` says of how many; ``empty`` why there is none, or only a table."""

    key: str
    title: str
    about: str
    table: TableView
    plot: HeatPlot | BarPlot | SpanPlot | None = None
    empty: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FigureView:
    """One number at the top of the page."""

    value: str
    label: str
    about: str


@dataclass(frozen=True, slots=True)
class TimelineView:
    """The bars from which a period is chosen, and the one that is."""

    history: History
    period: Period
    said: str
    hint: str


@dataclass(frozen=True, slots=True)
class InsightsView:
    """All of the page below its timeline."""

    sentence: str
    figures: tuple[FigureView, ...]
    cards: tuple[CardView, ...]
    foot: str

    @classmethod
    def of(cls, told: Insights, *, wait: Wait, words: Words) -> "InsightsView":
        """Return what the page draws; of the three waits it shows ``wait``."""
        return cls(
            sentence=words.plural("{n} alert", "{n} alerts", told.alerts)
            + " · "
            + period_words(told.period, words),
            figures=_figures(told, words),
            cards=(
                _week(told, words),
                _waits(told, wait, words),
                _places(told, words),
                _ends(told, words),
                _behaviors(told, words),
                _addresses(told, words),
            ),
            foot=words(
                "People are never counted or compared here. Drills and tests are in none of these "
                "figures. Times are as the stations' clocks told them."
            ),
        )


def named_periods(words: Words) -> dict[Named, str]:
    """The periods with a name of their own."""
    return {
        Named.THIS_MONTH: words("This month"),
        Named.LAST_MONTH: words("Last month"),
        Named.THIS_YEAR: words("This year"),
        Named.ALL: words("All time"),
    }


def wait_chips(words: Words) -> dict[Wait, str]:
    """The three waits, short enough for a row of buttons."""
    return {
        Wait.RECEIVED: words("Received"),
        Wait.ACKNOWLEDGED: words("Somebody going"),
        Wait.ATTENDED: words("Somebody there"),
    }


def timeline(history: History, period: Period, words: Words) -> TimelineView:
    """Return the bars, with ``period`` marked."""
    bar = {
        Width.DAY: words("Each bar is a day."),
        Width.WEEK: words("Each bar is a week."),
        Width.MONTH: words("Each bar is a month."),
    }[history.width]
    hint = words("Drag to choose a period, or use the arrow keys; with Shift they move its end.")
    return TimelineView(
        history=history, period=period, said=period_words(period, words), hint=f"{bar} {hint}"
    )


def period_words(period: Period, words: Words) -> str:
    """Return "Nov 1, 2026 to Nov 30, 2026"."""
    if period.days == 1:
        return day_words(period.first, words)
    return words(
        "{first} to {last}",
        first=day_words(period.first, words),
        last=day_words(period.last, words),
    )


def _figures(told: Insights, words: Words) -> tuple[FigureView, ...]:
    def wait(which: Wait, label: str) -> FigureView:
        spread = told.waits[which]
        if spread.median is None:
            return FigureView(wording.NOTHING, label, words("too few to tell"))
        return FigureView(
            wording.duration(spread.median), label, words("half of all alerts, or sooner")
        )

    return (
        FigureView(
            str(told.alerts),
            words("alerts"),
            words(
                "{assist} supervisor, {panic} panic",
                assist=told.alerts - told.panic,
                panic=told.panic,
            ),
        ),
        wait(Wait.ACKNOWLEDGED, words("until somebody was going")),
        wait(Wait.ATTENDED, words("until somebody was there")),
        FigureView(
            str(told.false_alarms),
            words("false alarms"),
            wording.share(told.false_alarms, told.alerts) or words("as supervisors closed them"),
        ),
        FigureView(
            str(told.reports), words("incident reports"), words("of incidents in these days")
        ),
        FigureView(
            str(told.drills + told.tests),
            words("drills and tests"),
            words("not counted in any plot"),
        ),
    )


def _week(told: Insights, words: Words) -> CardView:
    days, part = weekdays(words.language), wording.shown_week(told.week)
    shown = part.days
    counts = tuple(tuple(day[hour] for hour in part.hours) for day in told.week[:shown])
    names = tuple(wording.hour_name(hour, words) for hour in part.hours)
    about = words("Alerts by hour and weekday, {n} in all.", n=told.alerts)
    top = wording.busiest(told.week)
    if top is not None:
        day, hour = top
        most = words("Most: {day}, {hour}.", day=days[day], hour=wording.hour_name(hour, words))
        about = f"{about} {most}"
    return CardView(
        key="week",
        title=words("When do people need help?"),
        about=about,
        table=TableView(
            head=(words("Hour"), *days[:shown]),
            rows=tuple((name, *(str(day[at]) for day in counts)) for at, name in enumerate(names)),
        ),
        plot=HeatPlot(days[:shown], names, counts, max(map(max, counts))) if names else None,
        empty="" if names else _none(words),
    )


def _waits(told: Insights, wait: Wait, words: Words) -> CardView:
    whole = told.waits[wait]
    every = (words("All places"), whole)
    rows = [every, *((one.place or words("Not known"), one.waits[wait]) for one in told.places)]
    about = wording.wait_words(words)[wait]
    known = words("Known of {n} of {all} alerts.", n=whole.n, all=told.alerts)
    if whole.n < FEWEST:
        few = words("Too few to tell a median: each alert is a mark of its own.")
    else:
        few = words("Where there are fewer than {n}, each alert is a mark of its own.", n=FEWEST)
    span_rows = tuple(_span(name, spread) for name, spread in rows[: MOST_ROWS + 1])
    return CardView(
        key="waits",
        title=words("How long until somebody came?"),
        about=f"{about}. {known}",
        table=TableView(
            head=(
                *(words("Place"), words("Alerts")),
                *(words("Half within"), words("95 of 100 within"), words("Not known of")),
            ),
            rows=tuple(
                (name, *wording.spread_words(spread), str(spread.without)) for name, spread in rows
            ),
        ),
        plot=(
            SpanPlot(
                span_rows,
                max(spread.longest for _, spread in rows[: MOST_ROWS + 1]),
                (words("half within"), words("95 of 100 within"), words("one alert")),
            )
            if whole.n
            else None
        ),
        empty="" if whole.n else _none(words),
        note=few if whole.n else "",
    )


def _span(name: str, spread: Spread) -> SpanRow:
    n, median, p95 = wording.spread_words(spread)
    said = median if spread.median is None else f"{median}, {p95}"
    return SpanRow(
        name=name,
        about=f"n {n}",
        median=spread.median,
        p95=spread.p95,
        values=spread.values,
        said=said,
    )


def _places(told: Insights, words: Words) -> CardView:
    rows = [_place_row(one, words) for one in told.places if one.alerts >= FEWEST][:MOST_ROWS]
    others = told.places[len(rows) :]
    if others:
        rows.append(
            _kinds(
                words.plural("{n} other place", "{n} other places", len(others)),
                sum(one.assist for one in others),
                sum(one.panic for one in others),
                words,
            )
        )
    return CardView(
        key="places",
        title=words("Where do people call from?"),
        about=words(
            "Alerts by place, {n} in all. Places with fewer than {few} are shown together.",
            n=told.alerts,
            few=FEWEST,
        ),
        table=TableView(
            head=(
                *(words("Place"), words("Supervisor"), words("Panic")),
                *(words("Alerts"), words("False alarms")),
            ),
            rows=tuple(
                (
                    one.place or words("Not known"),
                    *map(str, (one.assist, one.panic, one.alerts, one.false_alarms)),
                )
                for one in told.places
            ),
        ),
        plot=(
            BarPlot(
                tuple(rows),
                ((Tint.ASSIST, words("Supervisor")), (Tint.PANIC, words("Panic"))),
            )
            if rows
            else None
        ),
        empty="" if rows else _none(words),
    )


def _place_row(one: PlaceCalls, words: Words) -> BarRow:
    return _kinds(one.place or words("Not known"), one.assist, one.panic, words)


def _kinds(name: str, assist: int, panic: int, words: Words) -> BarRow:
    said = str(assist + panic)
    if panic:
        said = words("{n}, of them {panic} panic", n=said, panic=panic)
    return BarRow(name, ((Tint.ASSIST, assist), (Tint.PANIC, panic)), said)


def _ends(told: Insights, words: Words) -> CardView:
    counted = wording.counted(wording.outcome_words(words), told.outcomes)
    said = told.alerts - told.outcomes.get("", 0)
    return CardView(
        key="ends",
        title=words("How did it end?"),
        about=words(
            "As supervisors said on closing, of {n} of {all} alerts.", n=said, all=told.alerts
        ),
        table=_counts_table(words("Ended"), words("Alerts"), counted, told.alerts, words),
        plot=_counts_plot(counted, told.alerts) if told.alerts else None,
        empty="" if told.alerts else _none(words),
        note=_false_alarms(told, words),
    )


def _false_alarms(told: Insights, words: Words) -> str:
    """Where they were, as far as that can be said of places and not of a single press."""
    at = [one for one in told.places if one.false_alarms > 1][:3]
    if not at:
        return ""
    where = ", ".join(f"{one.place} ({one.false_alarms})" for one in at)
    return words("False alarms, most: {where}.", where=where)


def _behaviors(told: Insights, words: Words) -> CardView:
    counted = wording.counted(wording.behavior_words(words), told.behaviors)
    named = sorted((one for one in counted if one[1]), key=lambda one: -one[1])
    return CardView(
        key="behaviors",
        title=words("What did people do?"),
        about=words.plural(
            "Behavior named in {n} report. A report can name several.",
            "Behavior named in {n} reports. A report can name several.",
            told.reports,
        ),
        table=_counts_table(words("Behavior"), words("Reports"), named, told.reports, words),
        plot=_counts_plot(named, told.reports) if named else None,
        empty="" if named else words("No report of these days names any behavior."),
    )


def _addresses(told: Insights, words: Words) -> CardView:
    return CardView(
        key="addresses",
        title=words("Where did it happen more than once?"),
        about=words("Addresses of field visits that several reports name, these days among them."),
        table=TableView(
            head=(
                *(words("Address"), words("Reports"), words("In these days")),
                *(words("Latest"), words("Numbers")),
            ),
            rows=tuple(_address_row(one, words) for one in told.addresses),
        ),
        empty=(
            ""
            if told.addresses
            else words("No address stands in more than one report, one of these days among them.")
        ),
    )


def _address_row(one: RepeatAddress, words: Words) -> tuple[str, ...]:
    return (
        one.address,
        str(len(one.reports)),
        str(one.in_period),
        date_words(one.last, words),
        ", ".join(one.reports),
    )


def _counts_table(
    name: str, count: str, counted: Sequence[tuple[str, int]], whole: int, words: Words
) -> TableView:
    return TableView(
        head=(name, count, words("Share")),
        rows=tuple((one, str(n), wording.share(n, whole)) for one, n in counted),
    )


def _counts_plot(counted: Sequence[tuple[str, int]], whole: int) -> BarPlot:
    return BarPlot(
        tuple(
            BarRow(name, ((Tint.COUNT, n),), wording.count_words(n, whole))
            for name, n in counted[:MOST_ROWS]
        )
    )


def _none(words: Words) -> str:
    return words("No alert in these days.")
