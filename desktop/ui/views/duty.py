"""Who is on duty: which supervisors would notice a call now, and why the others would not."""

import msgspec

from desktop.domain.board import Board, Desk
from desktop.domain.presence import Absence
from desktop.ui.views.people import desk_name
from desktop.ui.views.reach import CutOff
from desktop.ui.views.shapes import Shape
from desktop.ui.views.station_rows import Row, silence
from desktop.ui.words import Words


class DutyView(msgspec.Struct, frozen=True, kw_only=True):
    """``summary`` names who would notice, ``rows`` are those who would not, and since when.

    ``warning`` is there when nobody would, and ``is_nobody`` says so to whoever goes last.
    """

    title: str
    summary: str
    rows: tuple[Row, ...]
    warning: Row | None

    @property
    def is_nobody(self) -> bool:
        """No supervisor would notice a call now."""
        return self.warning is not None

    @classmethod
    def of(cls, board: Board, *, words: Words) -> "DutyView | None":
        """Return who is on duty as ``board`` knows it; ``None`` where it hears nobody, or nobody
        else belongs to the site.
        """
        if not board.desks or board.me.is_revoked or CutOff.of(board) is not None:
            return None
        coverage = board.coverage
        names = dict.fromkeys(desk_name(desk) for desk in coverage.on_duty)
        return cls(
            title=words("On duty"),
            summary=", ".join(names) or words("Nobody"),
            rows=tuple(
                Row(_shape(desk), _called(desk), _why(desk, words)) for desk in coverage.off_duty
            ),
            warning=None if names else _warning(board, words),
        )


def my_state(board: Board, words: Words) -> str:
    """Return how it stands with whoever sits here, and what comes of it when nobody else is there:
    said where they say that they leave.
    """
    me = board.me
    if me.absence is None:
        return words("At this desk")
    duty = DutyView.of(board, words=words)
    if duty is not None and duty.is_nobody and me.absence is Absence.AWAY:
        return words("Away. Nobody would notice a call now.")
    said = {
        Absence.LOCKED: words("Locked"),
        Absence.IDLE: words("No activity"),
        Absence.SOUND: words("No sound here"),
    }
    return said.get(me.absence) or words("Away")


def may_leave(me: Desk) -> bool:
    """Whether *I'm away* is what whoever sits here may say, rather than *I'm here*."""
    return me.absence not in {Absence.AWAY, Absence.IDLE}


def choice_words(me: Desk, words: Words) -> str:
    """Return what they may say of themselves."""
    return words("I'm away") if may_leave(me) else words("I'm here")


def _warning(board: Board, words: Words) -> Row:
    everywhere = words("Every counter's sign says so; calls are still sent.")
    if board.me.absence is Absence.AWAY:
        todo = words("Ask somebody to sit at a supervisor's desk, or say “I'm here”.")
    else:
        todo = words("Ask somebody to sit at a supervisor's desk.")
    return Row(Shape.ATTENTION, words("Nobody would notice a call now."), f"{everywhere} {todo}")


def _called(desk: Desk) -> str:
    named = dict.fromkeys(part for part in (desk.person, desk.name or desk.place) if part)
    first, *rest = named
    return first if not rest or first.split()[0] in rest[0] else f"{first} · {rest[0]}"


def _shape(desk: Desk) -> Shape:
    return Shape.NOBODY if desk.is_present else Shape.SILENT


def _why(desk: Desk, words: Words) -> str:
    if not desk.is_present:
        return silence(desk, words)
    if desk.absence is Absence.HEADLESS:
        return words("Runs without windows: nobody would see an alert there.")
    if desk.absent_since is None:
        return {
            Absence.AWAY: words("Away."),
            Absence.IDLE: words("No key touched for 15 minutes."),
            Absence.LOCKED: words("The PC is locked."),
            Absence.SOUND: words("No sound there. Check its speakers."),
        }[desk.absence or Absence.AWAY]
    time = words.time_of_day(desk.absent_since)
    return {
        Absence.AWAY: words("Away since {time}.", time=time),
        Absence.IDLE: words("No key touched since {time}.", time=time),
        Absence.LOCKED: words("Locked since {time}.", time=time),
        Absence.SOUND: words("No sound since {time}. Check its speakers.", time=time),
    }[desk.absence or Absence.AWAY]
