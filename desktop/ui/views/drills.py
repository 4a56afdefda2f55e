"""The Drills page: what is planned, how drills went, and who took part."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import msgspec

from desktop.domain.alerts.facts import Kind, Occasion
from desktop.domain.board import Board, Desk
from desktop.domain.drills.course import Course
from desktop.domain.drills.drills import Drill, State
from desktop.domain.drills.facts import DrillId
from desktop.domain.drills.planning import Wanted, can_be_asked
from desktop.domain.drills.training import Person, Training
from desktop.domain.folding import by_number
from desktop.domain.roster.ids import DeviceId
from desktop.services.drills.asking import Ask
from desktop.services.drills.wording import (
    found_words,
    places_words,
    scenarios,
    state_words,
    way_words,
)
from desktop.ui.views.advice import Advice
from desktop.ui.views.badges import Badge, BadgeTone
from desktop.ui.views.dates import day_words, instant_words, written_day
from desktop.ui.views.people import called_for
from desktop.ui.views.shapes import Shape
from desktop.ui.views.typed_times import read_date, read_time
from desktop.ui.words import Words, on_this_clock

MOST_PAST = 60
"""That are listed; commands list all."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A drill as somebody is about to plan it, kept while the page is made anew."""

    counters: frozenset[DeviceId] = frozenset()
    kind: Kind = Kind.PANIC
    is_surprise: bool = False
    is_later: bool = False
    day: str = ""
    time: str = ""
    scenario: str = ""

    def wanted(self, now: datetime, words: Words) -> "Wanted | Advice":
        """What is to be planned, or what cannot be read of its time."""
        at = self._at(now, words) if self.is_later else None
        if isinstance(at, Advice):
            return at
        return Wanted(
            kind=self.kind,
            stations=tuple(sorted(self.counters)),
            at=at,
            is_surprise=self.is_surprise,
            scenario=self.scenario,
        )

    def _at(self, now: datetime, words: Words) -> "datetime | Advice":
        here = on_this_clock(now)
        day = (
            read_date(self.day, today=here.date(), language=words.language, is_past=False)
            if self.day.strip()
            else here.date()
        )
        if day is None:
            return Advice(
                words("The day “{text}” is not understood.", text=self.day),
                words("Type it as {example}.", example=written_day(here.date(), words)),
            )
        time = read_time(self.time, now=here.replace(tzinfo=None))
        if time is None:
            return Advice(
                words("The time “{text}” is not understood.", text=self.time),
                words("Type it as {example}.", example=words.time_of_day(now)),
            )
        return datetime.combine(day, time).astimezone()


class CounterChoice(msgspec.Struct, frozen=True):
    """A counter at which a drill can be; ``note`` says why not now."""

    device: DeviceId
    name: str
    note: str


class FormView(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked to plan a drill. ``caution`` says what is to be known before."""

    title: str
    where: str
    counters: tuple[CounterChoice, ...]
    no_counters: str
    all_text: str
    what: str
    kinds: tuple[tuple[Kind, str], ...]
    how: str
    ways: tuple[tuple[bool, str, str], ...]
    when: str
    now_text: str
    later_text: str
    day_label: str
    time_label: str
    scenario_label: str
    scenarios: tuple[str, ...]
    begin_text: str
    plan_text: str
    cancel_text: str


class OpenDrill(msgspec.Struct, frozen=True, kw_only=True):
    """A drill that is planned or goes on; an empty text is no button."""

    id: DrillId
    title: str
    badge: Badge
    lines: tuple[str, ...]
    start_text: str
    cancel_text: str


class PastDrill(msgspec.Struct, frozen=True, kw_only=True):
    """A drill that is over. ``found`` are its findings, once they are read."""

    id: DrillId
    title: str
    detail: str
    more_text: str
    pdf_text: str
    found: tuple[tuple[Shape, str], ...]


class PersonRow(msgspec.Struct, frozen=True, kw_only=True):
    """One person's attendance."""

    name: str
    drill: str
    due: str
    is_due: bool
    read: str


class TrainingView(msgspec.Struct, frozen=True, kw_only=True):
    """The training record; ``none`` is said where there is no row."""

    title: str
    lead: str
    head: tuple[str, str, str, str]
    rows: tuple[PersonRow, ...]
    none: str
    csv_text: str


def announced_words(asks: Sequence[Ask], board: Board, words: Words) -> str:
    """Return what every desk is told of the drill that comes first; "" where none is announced."""
    if not asks:
        return ""
    ask = asks[0]
    places = {desk.device: desk.place for desk in (board.me, *board.desks)}
    where = ", ".join(sorted((places.get(one, "") for one in ask.stations), key=by_number))
    if ask.is_now:
        return words("A drill is running: {places}.", places=where)
    return words(
        "A drill is announced, {when}: {places}.", when=instant_words(ask.at, words), places=where
    )


class DrillsView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the page draws."""

    sentence: str
    plan_text: str
    form: FormView
    open_title: str
    open: tuple[OpenDrill, ...]
    no_open: str
    past_title: str
    past: tuple[PastDrill, ...]
    no_past: str
    training: TrainingView

    @classmethod
    def of(
        cls,
        board: Board,
        drills: Sequence[Drill],
        training: Training,
        *,
        words: Words,
        now: datetime,
        own_scenarios: tuple[str, ...] = (),
        opened: Mapping[DrillId, Course] = {},
    ) -> "DrillsView":
        """Return the page as this desk may show it; ``opened`` are drills whose findings are
        read.
        """
        mine = [drill for drill in drills if drill.is_known_at(board.me.device)]
        going = sorted(
            (drill for drill in mine if drill.state is not State.ENDED),
            key=lambda drill: (drill.state is State.PLANNED, drill.at, drill.id),
        )
        past = [drill for drill in mine if drill.state is State.ENDED][:MOST_PAST]
        today = on_this_clock(now).date()
        return cls(
            sentence=_sentence(going, training, today, words),
            plan_text=words("Plan a drill"),
            form=_form(board, own_scenarios, words),
            open_title=words("Planned and running"),
            open=tuple(_open(drill, board, now, words) for drill in going),
            no_open=words("No drill is planned."),
            past_title=words("How drills went"),
            past=tuple(_past(drill, opened.get(drill.id), words) for drill in past),
            no_past=words("There was no drill yet. A short one, announced, is a good first."),
            training=_training(training, today, words),
        )


def _sentence(going: Sequence[Drill], training: Training, today: date, words: Words) -> str:
    if any(drill.state is State.RUNNING for drill in going):
        return words("A drill is running.")
    if going:
        return words("Next drill: {when}.", when=instant_words(going[0].at, words))
    due = sum(person.is_due(today) for person in training.people)
    if due:
        return words.plural(
            "A refresher is due for {n} person.", "A refresher is due for {n} people.", due
        )
    return words("Drills and training")


def _form(board: Board, own: tuple[str, ...], words: Words) -> FormView:
    counters = sorted(
        (desk for desk in board.desks if can_be_asked(desk)),
        key=lambda desk: (by_number(desk.place), desk.device),
    )
    return FormView(
        title=words("Plan a drill"),
        where=words("At which counters"),
        counters=tuple(
            CounterChoice(
                desk.device, _name(desk), "" if desk.is_present else words("off or not reached")
            )
            for desk in counters
        ),
        no_counters=words("No counter belongs to this site yet."),
        all_text=words("All that are there"),
        what=words("What is pressed"),
        kinds=tuple((kind, called_for(kind, words)) for kind in (Kind.PANIC, Kind.ASSIST)),
        how=words("Who knows before"),
        ways=(
            (
                False,
                words("Announced"),
                words("The counters read when it will be, and are asked to press for it."),
            ),
            (
                True,
                words("Surprise"),
                words("This desk calls for the counter, and no other desk shows it before."),
            ),
        ),
        when=words("When"),
        now_text=words("Now"),
        later_text=words("Later"),
        day_label=words("Day"),
        time_label=words("Time"),
        scenario_label=words("What is to be imagined"),
        scenarios=scenarios(own, words),
        begin_text=words("Begin the drill"),
        plan_text=words("Plan the drill"),
        cancel_text=words("Cancel"),
    )


def _name(desk: Desk) -> str:
    name = desk.place or desk.name
    return f"{name} · {desk.person}" if desk.person else name


def _open(drill: Drill, board: Board, now: datetime, words: Words) -> OpenDrill:
    is_planned = drill.state is State.PLANNED
    lines = [f"{instant_words(drill.begun_at or drill.at, words)} · {way_words(drill, words)}"]
    if drill.scenario:
        lines.append(words("Imagine: {scenario}", scenario=drill.scenario))
    real = any(entry.alert.occasion is Occasion.REAL for entry in board.alerts)
    if is_planned and drill.at <= now:
        lines.append(
            words("It waits until no call in earnest is open, for 30 minutes at most.")
            if real
            else words("It waits until its counters are there, for 30 minutes at most.")
        )
    elif is_planned and drill.is_surprise:
        lines.append(words("No other desk shows it. This desk must be on then."))
    elif not is_planned and drill.was_off:
        off = ", ".join(one.place for one in drill.was_off)
        lines.append(words("Off, and so without a drill: {places}.", places=off))
    return OpenDrill(
        id=drill.id,
        title=f"{called_for(drill.kind, words)} · {places_words(drill)}",
        badge=Badge(state_words(drill, words), BadgeTone.NEUTRAL if is_planned else BadgeTone.HAND),
        lines=tuple(lines),
        start_text=words("Begin now") if is_planned else "",
        cancel_text=words("Cancel the drill") if is_planned else words("End the drill"),
    )


def _past(drill: Drill, course: Course | None, words: Words) -> PastDrill:
    when = instant_words(drill.begun_at or drill.at, words)
    was_held = drill.begun_at is not None
    found = () if course is None else _found(course, words)
    return PastDrill(
        id=drill.id,
        title=f"{called_for(drill.kind, words)} · {places_words(drill)}",
        detail=f"{when} · {way_words(drill, words)} · {state_words(drill, words)}",
        more_text=words("What was seen") if was_held and course is None else "",
        pdf_text=words("Save PDF") if was_held else "",
        found=found,
    )


def _found(course: Course, words: Words) -> tuple[tuple[Shape, str], ...]:
    said = tuple(
        (Shape.TICK if one.is_good else Shape.NOBODY, found_words(one, words))
        for one in course.found
    )
    return said or ((Shape.NOBODY, words("Nothing can be said from what was measured.")),)


def _training(training: Training, today: date, words: Words) -> TrainingView:
    return TrainingView(
        title=words("Training record"),
        lead=words.plural(
            "Who was there, and never how well they did. A drill counts for {n} month.",
            "Who was there, and never how well they did. A drill counts for {n} months.",
            training.months,
        ),
        head=(words("Who"), words("Last drill"), words("Next one by"), words("Cards read")),
        rows=tuple(_rows(training.people, training.cards, today, words)),
        none=words("Nobody has taken part in a drill yet, or read a card."),
        csv_text=words("Save as a spreadsheet"),
    )


def _rows(people: Iterable[Person], cards: int, today: date, words: Words) -> Iterable[PersonRow]:
    for person in people:
        last = person.last_drill
        day = on_this_clock(last.at).date() if last else None
        yield PersonRow(
            name=person.name,
            drill=day_words(day, words) if day else words("never"),
            due=day_words(person.due, words) if person.due else words("now"),
            is_due=person.is_due(today),
            read=words("{n} of {all}", n=person.current_read, all=cards),
        )
