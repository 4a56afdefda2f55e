"""What a staff desk's window says: a colleague calls, and nobody has answered (DESIGN §4)."""

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertId
from desktop.domain.board import Board, LiveAlert
from desktop.ui.views.acts import Act, Button
from desktop.ui.views.people import (
    context_words,
    desk_name,
    first_name,
    kind_shape,
    kind_words,
    latest_note,
    presser,
    quoted,
)
from desktop.ui.views.shapes import Shape
from desktop.ui.views.takeover import (
    Person,
    Tone,
    answer_so_far,
    call_title,
    colleague,
    standing,
    standing_shape,
    tone_of,
)
from desktop.ui.words import Words

MOST_NAMED = 3
"""Lines of *who goes*; those beyond are counted."""


class Summons(msgspec.Struct, frozen=True):
    """What this staff desk was asked, and what whoever sits here put away: no fact about an alert.

    An alert that was put away comes back when it is asked again after a press, or because nobody
    arrived.
    """

    shown: frozenset[AlertId] = frozenset()
    away: frozenset[tuple[AlertId, int, bool]] = frozenset()

    def seen(self, board: Board, *, at_once: bool) -> "Summons":
        """What was asked so far, of what is still open, and what ``board`` asks now."""
        opened = {entry.id for entry in board.alerts}
        asked = {entry.id for entry in board.summoned(at_once=at_once)}
        return Summons(
            frozenset((self.shown & opened) | asked),
            frozenset(one for one in self.away if one[0] in opened),
        )

    def put_away(self, alert: Alert) -> "Summons":
        """Show no more of ``alert`` until it is asked again."""
        return replace(self, away=self.away | {_as_asked(alert)})

    def is_away(self, alert: Alert, *, is_asked: bool) -> bool:
        """It was put away, and nothing that is asked now came since."""
        if not is_asked:
            return any(one[0] == alert.id for one in self.away)
        return _as_asked(alert) in self.away


class StaffCallView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the window draws. While it ``calls`` it sounds; then it is a quiet sign until
    everybody is safe. ``since`` is where its clock starts (monotonic); ``more`` counts other calls.
    """

    alert: AlertId
    calls: bool
    tone: Tone
    shape: Shape
    kind: str
    since: float
    place: str
    area: str
    known: str
    detail: str
    note: str
    who: tuple[Person, ...]
    status: str
    buttons: tuple[Button, ...]
    more: str
    sentence: str

    @classmethod
    def of(
        cls, board: Board, summons: Summons, *, at_once: bool, words: Words
    ) -> "StaffCallView | None":
        """Return what this desk shows of ``board``; ``None`` is nothing at all.

        ``board`` is the whole truth, not what a counter shows of it: nothing may come up or sound
        where somebody was made to take a call back.
        """
        if board.must_stay_quiet():
            return None
        asked = {entry.id for entry in board.summoned(at_once=at_once)}
        shown = [
            entry
            for entry in board.alerts
            if entry.id in summons.shown
            and not summons.is_away(entry.alert, is_asked=entry.id in asked)
        ]

        def calls(entry: LiveAlert) -> bool:
            return entry.id in asked and not entry.alert.is_offered_by(board.me.device)

        def rank(entry: LiveAlert) -> tuple[bool, tuple[bool, bool], float]:
            return not calls(entry), entry.alert.gravity, entry.since

        first = min(shown, key=rank, default=None)
        if first is None:
            return None
        return _view(board, first, len(shown) - 1, words, calls=calls(first))


def _view(
    board: Board, live: LiveAlert, others: int, words: Words, *, calls: bool
) -> StaffCallView:
    alert = live.alert
    stands = standing(board, alert, words)
    known = context_words(alert.context, words) if alert.context else ""
    place = alert.place or words("Place not known")
    return StaffCallView(
        alert=alert.id,
        calls=calls,
        tone=tone_of(alert),
        shape=kind_shape(alert) if alert.needs_answer else standing_shape(alert),
        kind=call_title(alert, stands, words),
        since=live.since,
        place=place,
        area=alert.area,
        known=known or words("Reason not known"),
        detail=presser(alert, words),
        note=quoted(latest_note(alert), words),
        who=_who(board, alert, words),
        status=_status(board, alert, words),
        buttons=_buttons(words, calls=calls),
        more=words.plural("+{n} more", "+{n} more", others) if others else "",
        sentence=" ".join(
            f"{part}." for part in _parts(kind_words(alert, words), place, alert.area, stands)
        ),
    )


def _parts(*parts: str) -> Iterable[str]:
    return (part for part in parts if part)


def _who(board: Board, alert: Alert, words: Words) -> tuple[Person, ...]:
    """Who goes, supervisors first; whoever sits here is named as such."""
    me = board.me.device
    going = [
        Person(
            Shape.DONE, answer.person or words("A supervisor"), answer_so_far(answer, alert, words)
        )
        for answer in alert.going
    ]
    offers = [
        Person(Shape.DONE, words("{name} (you)", name=desk_name(board.me)), words("Going"))
        if offer.device == me
        else colleague(board, offer, words)
        for offer in alert.offers
    ]
    everybody = (*going, *offers)
    if len(everybody) <= MOST_NAMED:
        return everybody
    rest = len(everybody) - MOST_NAMED + 1
    counted = words.plural("+{n} more", "+{n} more", rest)
    return (*everybody[: MOST_NAMED - 1], Person(Shape.DONE, counted, words("Going")))


def _status(board: Board, alert: Alert, words: Words) -> str:
    if not alert.needs_answer:
        return ""
    if alert.is_offered_by(board.me.device):
        name = first_name(alert.person)
        cue = first_name(board.me.person)
        if name and cue and not alert.is_late:
            return words("No supervisor has answered yet. {name} sees “{cue}”.", name=name, cue=cue)
        return words("No supervisor has answered yet.")
    if alert.is_late:
        return words("Nobody has come yet. Go there with somebody.")
    return words("No supervisor has answered yet. Go there with somebody.")


def _buttons(words: Words, *, calls: bool) -> tuple[Button, ...]:
    if not calls:
        return (Button(Act.SMALL, words("Put it away"), "P"),)
    return (
        Button(Act.GOING, words("I go there"), "G"),
        Button(Act.CANNOT, words("I can't"), "N"),
    )


def _as_asked(alert: Alert) -> tuple[AlertId, int, bool]:
    return alert.id, len(alert.presses), alert.is_late
