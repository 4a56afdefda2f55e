"""A conversation that is going on at a counter: what was tried, warned of and promised so far."""

from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from desktop.domain.guidance.ids import CardId
from desktop.domain.reports.field import Answers, Row


class Kind(StrEnum):
    """What somebody noted."""

    STEP = "step"
    WARNING = "warning"
    PROMISE = "promise"


class Noted(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was done, with when. ``card`` is where it stands, if on one; ``by`` is the
    day a promise is to be kept (``2026-03-09``), or empty.
    """

    kind: Kind
    text: str
    at: datetime
    card: CardId = ""
    by: str = ""


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """What was noted, in order. It belongs to ``author`` in their login ``account``, and is on
    this PC alone until it goes into a report or is thrown away.
    """

    author: str = ""
    account: str = ""
    begun_at: datetime | None = None
    noted: tuple[Noted, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing was noted."""
        return not self.noted

    def of(self, kind: Kind) -> tuple[Noted, ...]:
        """What was noted of that kind."""
        return tuple(one for one in self.noted if one.kind is kind)

    def has_tried(self, card: CardId, text: str) -> bool:
        """Whether that step of ``card`` was tried."""
        return any((one.card, one.text) == (card, text) for one in self.of(Kind.STEP))

    def with_(self, noted: Noted) -> "Conversation":
        """The conversation with one thing more."""
        return replace(self, noted=(*self.noted, noted), begun_at=self.begun_at or noted.at)

    def without(self, noted: Noted) -> "Conversation":
        """The conversation without that: it was noted by mistake."""
        left = tuple(one for one in self.noted if one != noted)
        return replace(self, noted=left, begun_at=self.begun_at if left else None)

    def tapped(self, card: CardId, text: str, at: datetime) -> "Conversation":
        """A step was tapped: tried now, or taken back where it was noted before."""
        before = [one for one in self.of(Kind.STEP) if (one.card, one.text) == (card, text)]
        if before:
            left = self
            for one in before:
                left = left.without(one)
            return left
        return self.with_(Noted(kind=Kind.STEP, text=text, at=at, card=card))


def answers_from_conversation(
    conversation: Conversation, *, person: str = "", zone: tzinfo | None = None
) -> Answers:
    """What a report takes over: steps tried, warnings with their words and times, promises.

    Times are the wall clock's in ``zone``; ``None`` means the time zone of this machine.
    """
    answers: Answers = {}
    if conversation.begun_at is not None:
        answers["began"] = conversation.begun_at.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
    if steps := _once(one.text for one in conversation.of(Kind.STEP)):
        answers["steps"] = [*steps]
    if warnings := conversation.of(Kind.WARNING):
        answers["warning_given"] = True
        answers["warning_words"] = "\n".join(
            f"{one.at.astimezone(zone):%H:%M} {one.text}" for one in warnings
        )
    if promises := conversation.of(Kind.PROMISE):
        answers["promises"] = [_row(one, person) for one in promises]
    return answers


def _row(promise: Noted, person: str) -> Row:
    """A day that is none stays with the words."""
    what, by = promise.text, promise.by
    try:
        date.fromisoformat(by)
    except ValueError:
        what, by = (f"{what} ({by})" if by else what), ""
    told = {"what": what, "who": person, "by": by}
    return {key: said for key, said in told.items() if said}


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
