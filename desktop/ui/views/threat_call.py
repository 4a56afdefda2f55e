"""A threat on the phone: what to ask, in which order, and what supervisors see of it meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.reports.field import Answer, Entry, Field, is_answered
from desktop.domain.reports.fields import BY_KEY, FIELDS
from desktop.services.reports.paper_review import within_a_sentence
from desktop.services.reports.ports import LiveCall
from desktop.ui.words import Words, elapsed

EXACT = "threat_wording"
QUESTIONS: tuple[Field, ...] = tuple(f for f in FIELDS if f.group == "Questions to ask")
HEARD: tuple[Field, ...] = tuple(
    BY_KEY[key] for key in ("caller_sex", "voice", "background", "language")
)
NOTED: tuple[Field, ...] = tuple(
    BY_KEY[key] for key in ("caller_age", "caller_accent", "caller_id", "receiving_number")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreatCallView:
    """Everything the checklist says around its fields."""

    title: str
    clock: str
    spoken_clock: str
    lead: str
    end_text: str
    is_over: bool
    asked: str
    followed: str

    @classmethod
    def of(
        cls,
        answers: Mapping[str, Answer],
        *,
        seconds: float,
        is_over: bool,
        followed_by: int = 0,
        words: Words,
    ) -> "ThreatCallView":
        """The checklist ``seconds`` after the call began; ``followed_by`` so many supervisors'
        desks: they have it, which is not yet that somebody reads it.
        """
        clock = elapsed(seconds)
        return cls(
            title=words("Threat call"),
            clock=clock,
            spoken_clock=words("The call has lasted {clock}", clock=clock),
            lead=words("The call is over. What you wrote is kept.")
            if is_over
            else words("Stay calm. Keep the caller talking. Do not hang up first."),
            end_text=words("Go on to the report") if is_over else words("The caller hung up"),
            is_over=is_over,
            asked=_asked(answers, words),
            followed="" if is_over else _followed(followed_by, words),
        )


def _asked(answers: Mapping[str, Answer], words: Words) -> str:
    done = sum(1 for question in QUESTIONS if is_answered(answers.get(question.key)))
    return words("{n} of {of} asked", n=done, of=len(QUESTIONS))


def _followed(desks: int, words: Words) -> str:
    if not desks:
        return words("No supervisor's desk has this yet")
    return words.plural(
        "{n} supervisor's desk gets this as you write",
        "{n} supervisors' desks get this as you write",
        desks,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveCallView:
    """What a supervisor sees of a call at another station, as it is written."""

    title: str
    who: str
    clock: str
    state: str
    asked: str
    exact_label: str
    exact: str
    rows: tuple[tuple[str, str], ...]
    nothing: str
    is_over: bool

    @classmethod
    def of(cls, call: LiveCall, *, now: datetime, words: Words) -> "LiveCallView":
        """The call as it has come here by ``now``."""
        seconds = float(call.last_at_s) if call.is_over else (now - call.began_at).total_seconds()
        exact = call.answers.get(EXACT)
        rows = tuple(
            (words(field.label), said(field, answer, words=words))
            for field in FIELDS
            if field.key != EXACT and is_answered(answer := call.answers.get(field.key))
        )
        return cls(
            title=words("Threat call at {place}", place=call.place),
            who=words("{name} has the caller on the phone", name=call.taker)
            if not call.is_over
            else words("{name} took the call", name=call.taker),
            clock=elapsed(seconds),
            state=words("The caller hung up") if call.is_over else "",
            asked=_asked(call.answers, words),
            exact_label=words(BY_KEY[EXACT].label),
            exact=exact if isinstance(exact, str) else "",
            rows=rows,
            nothing="" if rows or exact else words("Nothing written yet"),
            is_over=call.is_over,
        )


def said(field: Field, answer: Answer | None, *, words: Words) -> str:
    """An answer in words."""
    if isinstance(answer, bool):
        return words("Yes") if answer else words("No")
    if isinstance(answer, str):
        choice = field.choice(answer) if field.entry is Entry.CHOICE else None
        return words(choice.label) if choice else answer
    found: list[str] = []
    for one in answer or []:
        if isinstance(one, str):
            choice = field.choice(one)
            label = words(choice.label) if choice else one
            found.append(within_a_sentence(label) if choice and found else label)
    return ", ".join(found)
