"""The summary of a drill as it stands on paper, in one language."""

import math
from datetime import datetime
from typing import Self

import msgspec

from desktop.domain.drills.course import Call, Course, Line, Mark, Point
from desktop.domain.drills.drills import Drill
from desktop.services.drills.wording import (
    found_words,
    kind_words,
    places_words,
    point_words,
    seconds_words,
    state_words,
    way_words,
)
from desktop.services.reports.dates import Dates
from desktop.words import Words

_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800)
_MOST_MARKS = 8
"""On the scale of a timeline."""


class PaperPoint(msgspec.Struct, frozen=True, kw_only=True):
    """A sign on a line, ``after_s`` from the line's beginning; ``number`` is its row below."""

    mark: Mark
    after_s: float
    number: int


class PaperLine(msgspec.Struct, frozen=True, kw_only=True):
    """A station's line; ``note`` is said where nothing can be drawn."""

    name: str
    under: str
    is_caller: bool
    points: tuple[PaperPoint, ...]
    note: str


class PaperRow(msgspec.Struct, frozen=True, kw_only=True):
    """One numbered row of what happened where, and after how long."""

    number: str
    station: str
    after: str
    what: str


class PaperCall(msgspec.Struct, frozen=True, kw_only=True):
    """One call: its timeline over ``span_s`` seconds, marked at ``scale``, and its rows."""

    title: str
    under: str
    span_s: float
    scale: tuple[tuple[float, str], ...]
    lines: tuple[PaperLine, ...]
    rows: tuple[PaperRow, ...]


class DrillPaper(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is printed. ``made_at`` becomes the file's date."""

    language: str
    site_name: str
    site_address: str
    title: str
    lead: str
    number: str
    held: str
    made: str
    made_at: datetime
    watermark: str
    foot: str
    page_of: str
    facts: tuple[tuple[str, str], ...]
    good_title: str
    good: tuple[str, ...]
    look_title: str
    look: tuple[str, ...]
    calls: tuple[PaperCall, ...]
    row_head: tuple[str, str, str, str]
    legend: tuple[tuple[Mark, str], ...]
    clocks: str
    no_calls: str
    people_title: str
    people: str
    notes_title: str
    signature: tuple[str, str]

    @classmethod
    def of(
        cls, course: Course, *, site_name: str, site_address: str, made_at: datetime, words: Words
    ) -> Self:
        """Say ``course`` in the language of ``words``, with the times of this PC's clock."""
        dates = Dates.here(words.language, made_at)
        drill = course.drill
        good = tuple(found_words(one, words) for one in course.found if one.is_good)
        look = tuple(found_words(one, words) for one in course.found if not one.is_good)
        return cls(
            language=words.language,
            site_name=site_name,
            site_address=site_address,
            title=words("Summary of a drill"),
            lead=words("This was a drill. Nobody called for help."),
            number=words("Drill {number}", number=drill.number),
            held=dates.moment(drill.begun_at or drill.at),
            made=words("As known on {when}", when=dates.moment(made_at)),
            made_at=made_at,
            watermark=words("DRILL"),
            foot=words("For supervisors. It grades nobody."),
            page_of=words("Page {page} of {pages}", page="{page}", pages="{pages}"),
            facts=tuple(_facts(course, dates, words)),
            good_title=words("What went well"),
            good=good or (words("Nothing can be said from what was measured."),),
            look_title=words("What is to be looked at"),
            look=look or (words("Nothing, from what was measured."),),
            calls=tuple(_call(call, dates, words) for call in course.calls),
            row_head=("", words("Where"), words("After"), words("What")),
            legend=_legend(course, words),
            clocks=words(
                "Every line is told by that station's own clock: the upper one from the press on, "
                "each desk's from when the call was on its screen."
            ),
            no_calls=words("Nobody pressed, so there is no timeline."),
            people_title=words("Who took part"),
            people=", ".join(course.people) or words("Nobody who gave a name."),
            notes_title=words("The supervisor's notes"),
            signature=(words("Supervisor"), words("Name, signature and date")),
        )


def _facts(course: Course, dates: Dates, words: Words) -> list[tuple[str, str]]:
    drill = course.drill
    facts = [
        (words("When"), dates.moment(drill.begun_at or drill.at)),
        (words("What"), kind_words(drill.kind, words)),
        (words("How"), f"{way_words(drill, words)}, {state_words(drill, words)}"),
        (words("Planned by"), drill.person or words("not known")),
        (words("Counters"), places_words(drill)),
    ]
    if drill.scenario:
        facts.append((words("Scenario"), drill.scenario))
    return facts


def _call(call: Call, dates: Dates, words: Words) -> PaperCall:
    latest = max(
        (p.after_s for line in call.lines for p in line.points if p.after_s is not None), default=0
    )
    step, span = _scale(latest)
    numbered: list[PaperRow] = []
    lines = tuple(_line(line, numbered, words) for line in call.lines)
    pressed = words("pressed {time}", time=dates.clock(call.raised_at))
    return PaperCall(
        title=f"{kind_words(call.kind, words)} · {call.place}",
        under=f"{words('Alert {number}', number=call.number)}, {pressed}",
        span_s=span,
        scale=tuple((at, _mark_words(at)) for at in _marks(step, span)),
        lines=lines,
        rows=tuple(numbered),
    )


def _line(line: Line, rows: list[PaperRow], words: Words) -> PaperLine:
    points = []
    told = [point for point in line.points if point.mark not in {Mark.PRESSED, Mark.SHOWN}]
    begin = next(point for point in line.points if point.mark in {Mark.PRESSED, Mark.SHOWN})
    if line.is_measured:
        points.append(PaperPoint(mark=begin.mark, after_s=0.0, number=0))
    for point in told:
        number = len(rows) + 1
        rows.append(_row(number, line, point, words))
        if point.after_s is not None:
            points.append(PaperPoint(mark=point.mark, after_s=point.after_s, number=number))
    note = "" if line.is_measured else words("no times from here")
    if line.is_measured and not line.has_answered and not line.is_caller:
        note = words("had the call, said nothing")
    return PaperLine(
        name=line.name,
        under=line.person,
        is_caller=line.is_caller,
        points=tuple(points),
        note=note,
    )


def _row(number: int, line: Line, point: Point, words: Words) -> PaperRow:
    return PaperRow(
        number=str(number),
        station=line.name,
        after=seconds_words(point.after_s, words),
        what=point_words(point, words),
    )


def _scale(latest: float) -> tuple[int, float]:
    """The seconds between two marks, and where the scale ends."""
    step = next((s for s in _STEPS_S if latest <= s * _MOST_MARKS), _STEPS_S[-1])
    return step, max(step, math.ceil(latest / step) * step)


def _marks(step: int, span: float) -> list[int]:
    every = max(1, math.ceil(span / step / (2 * _MOST_MARKS)))
    return list(range(0, math.floor(span) + 1, step * every))


def _mark_words(seconds: float) -> str:
    if seconds < 60 or seconds % 60:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min"


def _legend(course: Course, words: Words) -> tuple[tuple[Mark, str], ...]:
    """The signs that stand in this drill's timelines, and no others."""
    meaning = {
        Mark.PRESSED: words("pressed"),
        Mark.SHOWN: words("the call is on the screen"),
        Mark.RECEIVED: words("a desk has it"),
        Mark.GOING: words("I'm going"),
        Mark.CANNOT: words("I can't"),
        Mark.SAID: words("another answer"),
        Mark.STEP_TAKEN: words("a step is taken"),
        Mark.STEP_DONE: words("a step is done"),
        Mark.THERE: words("somebody is there"),
        Mark.CLOSED: words("closed"),
    }
    used = {
        point.mark
        for call in course.calls
        for line in call.lines
        for point in line.points
        if point.after_s is not None
    }
    return tuple((mark, said) for mark, said in meaning.items() if mark in used)


def file_name(drill: Drill) -> str:
    """What the paper is called where nobody says otherwise."""
    return f"drill-{drill.number}.pdf"
