"""What cannot be right in the answers: what is wrong, and a fix that one click makes.

None of it blocks anything. It is looked for when a field is left, never while somebody types.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from desktop.domain.reports.field import Answer, Entry, Field, Kind
from desktop.domain.reports.fields import asked
from desktop.domain.reports.order import ends_before, until
from desktop.ui.views.typed_times import (
    kept_date,
    kept_moment,
    kept_time,
    said_date,
    said_time,
)
from desktop.ui.words import Words

_TIMED = {Entry.TIME, Entry.DATE, Entry.MOMENT}
_TO_COME = {"reply_due", "by", "returns_on", "appointment"}


@dataclass(frozen=True, slots=True)
class Problem:
    """``where`` is a field's key, or ``rows.0.column``. ``fix`` is what the click writes there.

    ``is_unread``: what is written there could not be kept in a report.
    """

    where: str
    sentence: str
    fix_text: str = ""
    fix: Answer | None = None
    has_fix: bool = False
    is_unread: bool = False


def problems_of(
    kind: Kind, answers: Mapping[str, Answer], *, now: datetime, words: Words
) -> dict[str, Problem]:
    """Everything there is to check, by the field it stands at, in reading order.

    ``now`` is this PC's wall clock.
    """
    found: dict[str, Problem] = {}
    for field in asked(kind, answers):
        for problem in _of(field, answers.get(field.key), now, words):
            found[problem.where] = problem
    began = kept_moment(answers.get("began"))
    if began is not None:
        _add(found, _order("ended", began.time(), answers, words))
    received = kept_time(answers.get("call_received"))
    if received is not None:
        _add(found, _order("call_ended", received, answers, words))
    return found


def _add(found: dict[str, Problem], problem: Problem | None) -> None:
    if problem is not None:
        found.setdefault(problem.where, problem)


def _of(field: Field, answer: Answer | None, now: datetime, words: Words) -> Iterator[Problem]:
    if field.entry is Entry.ROWS and isinstance(answer, list):
        for number, row in enumerate(answer):
            if isinstance(row, dict):
                for column in field.rows:
                    value = row.get(column.key)
                    if column.entry in _TIMED and isinstance(value, str) and value:
                        where = f"{field.key}.{number}.{column.key}"
                        yield from _timed(where, column, value, now, words)
    elif field.entry in _TIMED and isinstance(answer, str) and answer:
        yield from _timed(field.key, field, answer, now, words)


def _timed(where: str, field: Field, answer: str, now: datetime, words: Words) -> Iterator[Problem]:
    match field.entry:
        case Entry.TIME:
            if kept_time(answer) is None:
                yield _no_time(where, answer, words)
        case Entry.DATE:
            day = kept_date(answer)
            if day is None:
                yield _no_date(where, answer, now, words)
            elif day > now.date() and field.key not in _TO_COME:
                yield Problem(where, words("That day is still to come."))
        case _:
            moment = kept_moment(answer)
            if moment is not None and "T" in answer:
                if moment > now + timedelta(minutes=5) and field.key not in _TO_COME:
                    yield _to_come(where, moment, now, words)
                return
            typed_day, _, typed_time = answer.rpartition("T")
            if kept_date(typed_day) is None and typed_day:
                yield _no_date(where, typed_day, now, words)
            elif typed_time:
                yield _no_time(where, typed_time, words)
            else:
                yield Problem(
                    where,
                    words("The time is missing. About what time it was is enough."),
                    is_unread=True,
                )


def _no_time(where: str, typed: str, words: Words) -> Problem:
    example = said_time(time(10, 5), words=words)
    return Problem(
        where,
        words("“{text}” is not a time. Type it like {example}.", text=typed, example=example),
        words("Empty it"),
        "",
        has_fix=True,
        is_unread=True,
    )


def _no_date(where: str, typed: str, now: datetime, words: Words) -> Problem:
    example = said_date(now.date(), words=words)
    return Problem(
        where,
        words("“{text}” is not a date. Type it like {example}.", text=typed, example=example),
        words("Use today"),
        now.date().isoformat(),
        has_fix=True,
        is_unread=True,
    )


def _to_come(where: str, moment: datetime, now: datetime, words: Words) -> Problem:
    for turn in (timedelta(hours=12), timedelta(days=1)):
        meant = moment - turn
        if meant <= now and (turn.days or meant.date() == moment.date()):
            at = said_time(meant.time(), words=words)
            fix = at if not turn.days else f"{said_date(meant.date(), words=words)}, {at}"
            return Problem(
                where,
                words("That is still to come. Did you mean {time}?", time=fix),
                words("Use {time}", time=fix),
                meant.isoformat(timespec="minutes"),
                has_fix=True,
            )
    return Problem(where, words("That is still to come."))


def _order(key: str, began: time, answers: Mapping[str, Answer], words: Words) -> Problem | None:
    ended = kept_time(answers.get(key))
    if ended is None or not ends_before(began, ended):
        return None
    meant = _meant(began, ended)
    said = said_time(meant, words=words)
    short = said.rsplit(" ", 1)[0] if words.language == "en" else said
    return Problem(
        key,
        words("It ends before it begins. Did you mean {time}?", time=said),
        words("Use {time}", time=short),
        meant.isoformat(timespec="minutes"),
        has_fix=True,
    )


def _meant(began: time, ended: time) -> time:
    """The end that was probably meant: the afternoon, or the next time that ends in that digit."""
    if ended.hour < 12:
        afternoon = ended.replace(hour=ended.hour + 12)
        if afternoon >= began and until(began, afternoon) <= timedelta(hours=3):
            return afternoon
    minutes = began.hour * 60 + began.minute + 1
    while minutes % 10 != ended.minute % 10:
        minutes += 1
    return time(minutes // 60 % 24, minutes % 60)
