"""The state of the site in one look: live alerts, stations, what was closed (VISUAL §5)."""

import msgspec

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertId, Occasion
from desktop.domain.alerts.transitions import State
from desktop.domain.board import Board, Desk, LiveAlert
from desktop.domain.presence import Absence
from desktop.domain.roster.roles import Role
from desktop.ui.views.people import (
    answer_of,
    context_words,
    desk_name,
    first_name,
    initials,
    kind_shape,
    kind_words,
    latest_note,
    presser,
)
from desktop.ui.views.shapes import Shape
from desktop.ui.views.takeover import (
    Act,
    Tone,
    in_order,
    outcome_buttons,
    standing,
    standing_shape,
    tone_of,
)
from desktop.ui.words import Words

CLOCK_TOLERANCE_S = 120.0
"""Seconds by which another PC's clock may be off before it is worth a line."""


class CardButton(msgspec.Struct, frozen=True):
    """``role`` is how it is drawn: one *primary* in a view, else *default* or *quiet*."""

    act: Act
    text: str
    role: str = "default"


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A live alert. ``tone`` is ``None`` once it is answered: its colour goes at once."""

    alert: AlertId
    tone: Tone | None
    shape: Shape
    kind: str
    since: float
    place: str
    detail: str
    note: str
    standing: str
    standing_shape: Shape
    buttons: tuple[CardButton, ...]
    sentence: str


class Row(msgspec.Struct, frozen=True):
    """A station, or all those that need nothing, in two lines."""

    shape: Shape
    name: str
    detail: str


class ClosedRow(msgspec.Struct, frozen=True):
    """An alert that is over; ``pdf_text`` asks for its paper, ``report_text`` to write about it."""

    alert: AlertId
    title: str
    detail: str
    pdf_text: str
    report_text: str


class NowView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the Now page and the frame around it draw.

    ``my_choice`` is what whoever sits here may say of themselves: that they leave, or are back.
    ``first_invite_text`` and ``invite_text`` ask for a place to be let in, while the site has no
    other desk and later; both are empty where this desk may not.
    """

    site_name: str
    site_address: str
    me: str
    my_initials: str
    my_state: str
    my_shape: Shape
    may_leave: bool
    my_choice: str
    page: str
    page_count: str
    sentence: str
    trouble: Row | None
    alerts_title: str
    cards: tuple[Card, ...]
    no_alerts: str
    first_invite_text: str
    stations_title: str
    invite_text: str
    stations_summary: str
    stations: tuple[Row, ...]
    closed_title: str
    closed: tuple[ClosedRow, ...]

    @classmethod
    def of(
        cls,
        board: Board,
        *,
        words: Words,
        closing: AlertId | None = None,
        may_invite: bool = False,
    ) -> "NowView":
        """Return the page for ``board``; ``closing`` is the card that asks how it ended.

        ``may_invite`` says that this is an administrator's desk.
        """
        live = in_order(board)
        is_first = not board.desks and not live
        may_invite = may_invite and not board.me.is_revoked
        stations = _stations(board)
        ready = sum(desk.is_attended for desk in stations)
        trouble = _trouble(board, words)
        may_leave = board.me.absence not in {Absence.AWAY, Absence.IDLE}
        return cls(
            site_name=board.site_name,
            site_address=board.site_address,
            me=desk_name(board.me),
            my_initials=initials(desk_name(board.me)),
            my_state=_my_state(board.me, words),
            my_shape=Shape.READY if board.me.is_attended else Shape.NOBODY,
            may_leave=may_leave,
            my_choice=words("I'm away") if may_leave else words("I'm here"),
            page=words("Now"),
            page_count=str(len(live)) if live else "",
            sentence=_sentence(live, ready, len(stations), words, is_cut_off=trouble is not None),
            trouble=trouble,
            alerts_title=words("Live alerts"),
            cards=tuple(_cards(board, live, words, closing)),
            no_alerts=_no_alerts(board, words, may_invite=may_invite),
            first_invite_text=words("Let the first counter in…") if may_invite and is_first else "",
            stations_title=words("Stations"),
            invite_text=words("Invite a place…") if may_invite and not is_first else "",
            stations_summary=words("{ready} of {all} ready", ready=ready, all=len(stations)),
            stations=(*_kept_apart(board, words), *_rows(stations, words)),
            closed_title=words("Closed in the last 24 hours"),
            closed=tuple(_closed(alert, words) for alert in board.closed),
        )


def _no_alerts(board: Board, words: Words, *, may_invite: bool) -> str:
    if not board.desks and may_invite:
        return words("Nobody else belongs to the site yet. Each PC joins with a code from here.")
    if not board.desks:
        return words("Nobody else belongs to the site yet. An administrator's desk lets PCs in.")
    return words("No alerts now.") if board.closed else words("No alerts today.")


def _my_state(me: Desk, words: Words) -> str:
    if me.absence is None:
        return words("At this desk")
    said = {
        Absence.LOCKED: words("Locked"),
        Absence.IDLE: words("No activity"),
        Absence.SOUND: words("No sound here"),
    }
    return said.get(me.absence) or words("Away")


def _stations(board: Board) -> list[Desk]:
    """Every desk of the site, this one too; relays and removed stations are none."""
    everyone = (board.me, *board.desks)
    return [d for d in everyone if not d.is_revoked and d.role is not Role.RELAY]


def _sentence(
    live: list[LiveAlert], ready: int, count: int, words: Words, *, is_cut_off: bool
) -> str:
    real = [entry.alert for entry in live if entry.alert.occasion is Occasion.REAL]
    waiting = sum(alert.needs_answer for alert in real)
    if waiting:
        return words.plural("{n} person needs you now", "{n} people need you now", waiting)
    if real:
        return words.plural("{n} person is being helped", "{n} people are being helped", len(real))
    if live:
        return words("A drill or a test is running")
    if is_cut_off:
        return words("This desk cannot be called")
    return words("All quiet. {ready} of {all} ready.", ready=ready, all=count)


def _trouble(board: Board, words: Words) -> Row | None:
    """Why alerts may not be noticed at this very desk; the first thing to mend."""
    if board.me.is_revoked:
        return Row(
            Shape.SILENT,
            words("This desk was removed from the site."),
            words("It hears no alerts any more. An administrator can invite it again."),
        )
    if board.relays_up == 0:
        return Row(
            Shape.SILENT,
            words("This desk reaches no other."),
            words("Alerts cannot come in. Check the network cable."),
        )
    if board.me.absence is Absence.SOUND:
        return Row(
            Shape.ATTENTION,
            words("This desk has no sound."),
            words("You would see an alert but not hear it. Check the speakers."),
        )
    return None


def _cards(
    board: Board, live: list[LiveAlert], words: Words, closing: AlertId | None
) -> list[Card]:
    cards: list[Card] = []
    for entry in live:
        is_first = entry.alert.needs_answer and not any(card.tone for card in cards)
        buttons = _buttons(board, entry.alert, words, is_first=is_first, closing=closing)
        cards.append(_card(board, entry, words, buttons))
    return cards


def _card(board: Board, live: LiveAlert, words: Words, buttons: tuple[CardButton, ...]) -> Card:
    alert = live.alert
    kind, stands = kind_words(alert, words), standing(board, alert, words)
    note = latest_note(alert)
    place = ", ".join(part for part in (alert.place, alert.area) if part)
    context = context_words(alert.context, words) if alert.context else ""
    return Card(
        alert=alert.id,
        tone=tone_of(alert) if alert.needs_answer else None,
        shape=kind_shape(alert) if alert.needs_answer else standing_shape(alert),
        kind=kind,
        since=live.since,
        place=place or words("Place not known"),
        detail=" · ".join(part for part in (presser(alert, words), context) if part),
        note=f"“{note}”" if note else "",
        standing=_stands(alert, stands, words),
        standing_shape=Shape.NOBODY if alert.needs_answer else Shape.DONE,
        buttons=buttons,
        sentence=f"{kind}. {place}. {stands}.",
    )


def _stands(alert: Alert, stands: str, words: Words) -> str:
    if alert.is_withdrawn:
        return words("{stands}. Taken back at the counter.", stands=stands)
    if alert.calls_again:
        return words("Pressed again. {stands}", stands=stands)
    return stands


def _buttons(
    board: Board, alert: Alert, words: Words, *, is_first: bool, closing: AlertId | None
) -> tuple[CardButton, ...]:
    if alert.state is State.ATTENDED and closing == alert.id:
        ends = tuple(CardButton(b.act, b.text) for b in outcome_buttons(alert, words))
        return (*ends, CardButton(Act.BACK, words("Not yet"), "quiet"))
    show = CardButton(Act.OPEN, words("Open"), "quiet")
    own = answer_of(alert, board.me.device)
    if alert.needs_answer:
        role = "primary" if is_first else "default"
        going = CardButton(Act.GOING, words("I'm going"), role)
        return (going, CardButton(Act.CANNOT, words("I can't")), show)
    if alert.state is State.ATTENDED:
        return (CardButton(Act.CLOSE, words("Close with outcome")), show)
    if own is not None and own.is_going:
        return (CardButton(Act.THERE, words("I'm there")), show)
    name = first_name(alert.going[0].person) if alert.going else ""
    there = words("{name} is there", name=name or words("Somebody"))
    return (
        CardButton(Act.GOING, words("I'm going too")),
        CardButton(Act.THERE, there),
        show,
    )


def _kept_apart(board: Board, words: Words) -> list[Row]:
    """Removed stations that went on speaking: nobody is alarmed by it, and somebody should know."""
    return [
        Row(
            Shape.ATTENTION,
            _station_name(desk),
            words.plural(
                "Removed from the site. {n} message since then is kept apart and not believed.",
                "Removed from the site. {n} messages since then are kept apart and not believed.",
                desk.kept_apart,
            ),
        )
        for desk in board.desks
        if desk.kept_apart
    ]


def _rows(stations: list[Desk], words: Words) -> list[Row]:
    """Those that need something first, each with its fix; all others in one line."""
    exceptions = [row for desk in stations if (row := _exception(desk, words)) is not None]
    exceptions.sort(key=lambda row: row.shape is not Shape.SILENT)
    others = len(stations) - len(exceptions)
    if others == 0:
        return exceptions
    name = words("Everything else") if exceptions else words("Every station")
    counted = words.plural("{n} station answers.", "{n} stations answer.", others)
    return [*exceptions, Row(Shape.READY, name, counted)]


def _exception(desk: Desk, words: Words) -> Row | None:
    name = _station_name(desk)
    if not desk.is_present:
        return Row(Shape.SILENT, name, _silence(desk, words))
    if desk.absence is not None:
        said = {
            Absence.LOCKED: words("Locked: nobody sits there. It can still call."),
            Absence.AWAY: words("Marked as away. It can still call."),
            Absence.IDLE: words("No key touched for 15 minutes. It can still call."),
            Absence.SOUND: words("No sound there. Check its speakers."),
            Absence.HEADLESS: words("Runs without windows: nobody would see an alert there."),
        }[desk.absence]
        return Row(Shape.NOBODY, name, said)
    if abs(desk.clock_ahead_s) > CLOCK_TOLERANCE_S:
        return Row(Shape.ATTENTION, name, _clock(desk, words))
    return None


def _station_name(desk: Desk) -> str:
    names = dict.fromkeys(part for part in (desk.name or desk.place, desk.person) if part)
    both = list(names)
    is_said = len(both) == 2 and first_name(both[1]) in both[0]
    return both[0] if is_said or len(both) < 2 else " · ".join(both)


def _silence(desk: Desk, words: Words) -> str:
    if desk.last_heard is None:
        return words("Not heard yet. Start Countersign on that PC.")
    when = words.time_of_day(desk.last_heard)
    if desk.role is Role.SUPERVISOR:
        return words("Silent since {time}. Wake the PC.", time=when)
    return words("Silent since {time}. Check the PC and its cable.", time=when)


def _clock(desk: Desk, words: Words) -> str:
    minutes = round(abs(desk.clock_ahead_s) / 60)
    if desk.clock_ahead_s > 0:
        return words.plural(
            "Its clock is {n} minute ahead. Set it.",
            "Its clock is {n} minutes ahead. Set it.",
            minutes,
        )
    return words.plural(
        "Its clock is {n} minute behind. Set it.",
        "Its clock is {n} minutes behind. Set it.",
        minutes,
    )


def _closed(alert: Alert, words: Words) -> ClosedRow:
    raised = words.time_of_day(alert.raised_at)
    closer = alert.closed_by or words("a supervisor")
    return ClosedRow(
        alert.id,
        f"{kind_words(alert, words)} · {alert.place}",
        words("{time}, closed by {name}", time=raised, name=closer),
        words("Save PDF"),
        words("Start a report"),
    )
