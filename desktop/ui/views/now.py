"""The state of the site in one look: live alerts, stations, what was closed (VISUAL §5)."""

from collections.abc import Mapping

import msgspec

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertId, AlertOutcome, Occasion
from desktop.domain.alerts.transitions import State
from desktop.domain.board import Board, Desk, LiveAlert
from desktop.domain.presence import Absence
from desktop.domain.roster.roles import Role
from desktop.ui.views.outcomes import outcome_words
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
    quoted,
)
from desktop.ui.views.reach import CutOff
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
        outcomes: Mapping[AlertId, AlertOutcome] | None = None,
        may_invite: bool = False,
    ) -> "NowView":
        """Return the page for ``board``; ``closing`` is the card that asks how it ended.

        ``outcomes`` are on record for those that have ended. ``may_invite`` says that this is an
        administrator's desk.
        """
        live = in_order(board)
        is_first = not board.desks and not live
        may_invite = may_invite and not board.me.is_revoked
        stations = _stations(board)
        cut_off = CutOff.of(board)
        trouble = _trouble(board, words)
        may_leave = board.me.absence not in {Absence.AWAY, Absence.IDLE}
        return cls(
            site_name=board.site_name,
            site_address=board.site_address,
            me=desk_name(board.me),
            my_initials=initials(desk_name(board.me)),
            my_state=words("Cut off") if cut_off else _my_state(board.me, words),
            my_shape=_my_shape(board.me, cut_off),
            may_leave=may_leave,
            my_choice=words("I'm away") if may_leave else words("I'm here"),
            page=words("Now"),
            page_count=str(len(live)) if live else "",
            sentence=_sentence(live, words)
            or (words("This desk cannot be called") if trouble else _all_quiet(stations, words)),
            trouble=trouble,
            alerts_title=_alerts_title(live, cut_off, words),
            cards=tuple(_cards(board, live, words, closing)),
            no_alerts=_no_alerts(board, cut_off, words, may_invite=may_invite),
            first_invite_text=words("Let the first counter in…") if may_invite and is_first else "",
            stations_title=words("Stations"),
            invite_text=words("Invite a place…") if may_invite and not is_first else "",
            stations_summary=_summary(stations, cut_off, words),
            stations=(*_kept_apart(board, words), *_rows(board, stations, cut_off, words)),
            closed_title=words("Closed in the last 24 hours"),
            closed=tuple(_closed(alert, outcomes or {}, words) for alert in board.closed),
        )


def _my_shape(me: Desk, cut_off: CutOff | None) -> Shape:
    if cut_off:
        return Shape.SILENT
    return Shape.READY if me.is_attended else Shape.NOBODY


def _alerts_title(live: list[LiveAlert], cut_off: CutOff | None, words: Words) -> str:
    if live and cut_off and cut_off.since:
        return words("Alerts as of {time}", time=words.time_of_day(cut_off.since))
    return words("Live alerts")


def _summary(stations: list[Desk], cut_off: CutOff | None, words: Words) -> str:
    if cut_off:
        return cut_off.not_known(words)
    ready = sum(desk.is_attended for desk in stations)
    return words("{ready} of {all} ready", ready=ready, all=len(stations))


def _no_alerts(board: Board, cut_off: CutOff | None, words: Words, *, may_invite: bool) -> str:
    if cut_off:
        known = cut_off.not_known(words)
        return words("{known}: this desk hears no other, and no alert.", known=known)
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


def _all_quiet(stations: list[Desk], words: Words) -> str:
    ready = sum(desk.is_attended for desk in stations)
    return words("All quiet. {ready} of {all} ready.", ready=ready, all=len(stations))


def _sentence(live: list[LiveAlert], words: Words) -> str:
    """What the open alerts ask for; "" where there are none."""
    real = [entry.alert for entry in live if entry.alert.occasion is Occasion.REAL]
    waiting = sum(alert.needs_answer for alert in real)
    if waiting:
        return words.plural("{n} person needs you now", "{n} people need you now", waiting)
    if real:
        return words.plural("{n} person is being helped", "{n} people are being helped", len(real))
    if live:
        return words("A drill or a test is running")
    return ""


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
    if cut_off := CutOff.of(board):
        return Row(Shape.SILENT, words("No other desk answers."), _how_to_be_heard(cut_off, words))
    if board.me.absence is Absence.SOUND:
        return Row(
            Shape.ATTENTION,
            words("This desk has no sound."),
            words("You would see an alert but not hear it. Check the speakers."),
        )
    return None


def _how_to_be_heard(cut_off: CutOff, words: Words) -> str:
    if cut_off.since is None:
        return words(
            "No alert can come in until one does. Start Countersign on the other PCs, or check "
            "this PC's network cable."
        )
    return words("No alert can come in until one does. Check this PC's network cable.")


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
        note=quoted(note, words),
        standing=_stands(alert, stands, words),
        standing_shape=Shape.NOBODY if alert.needs_answer else Shape.DONE,
        buttons=buttons,
        sentence=f"{kind}. {place}. {stands}.",
    )


def _stands(alert: Alert, stands: str, words: Words) -> str:
    if alert.is_withdrawn and (alert.stands_withdrawn or not alert.needs_answer):
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
    there = words("Mark {name} as there", name=name) if name else words("Mark them as there")
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


def _rows(board: Board, stations: list[Desk], cut_off: CutOff | None, words: Words) -> list[Row]:
    """Those that need something first, each with its fix; all others in one line."""
    if cut_off:
        return _last_known([d for d in stations if d is not board.me], cut_off, words)
    exceptions = [row for desk in stations if (row := _exception(desk, words)) is not None]
    exceptions.sort(key=lambda row: row.shape is not Shape.SILENT)
    others = len(stations) - len(exceptions)
    if others == 0:
        return exceptions
    name = words("Everything else") if exceptions else words("Every station")
    counted = words.plural("{n} station answers.", "{n} stations answer.", others)
    return [*exceptions, Row(Shape.READY, name, counted)]


def _last_known(others: list[Desk], cut_off: CutOff, words: Words) -> list[Row]:
    """How the others stood when the last of them was heard: all of it grey, none of it sure."""
    with_us = [desk for desk in others if cut_off.fell_silent_with_us(desk.last_heard)]
    rows = [
        Row(Shape.NOBODY, _station_name(desk), _as_of(desk, words))
        for desk in others
        if desk not in with_us
    ]
    if with_us and cut_off.since:
        name = words("Everything else") if rows else words("Every other station")
        at = words.time_of_day(cut_off.since)
        counted = words.plural(
            "{n} station, as of {time}.", "{n} stations, as of {time}.", len(with_us), time=at
        )
        rows.append(Row(Shape.NOBODY, name, counted))
    return rows


def _as_of(desk: Desk, words: Words) -> str:
    if desk.last_heard is None:
        return _silence(desk, words)
    return words("Last heard {time}.", time=words.time_of_day(desk.last_heard))


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


def _closed(alert: Alert, outcomes: Mapping[AlertId, AlertOutcome], words: Words) -> ClosedRow:
    raised = words.time_of_day(alert.raised_at)
    closed = words.time_of_day(alert.closed_at or alert.raised_at)
    closer = alert.closed_by or words("a supervisor")
    told = words(
        "Raised {raised}, closed {closed} by {name}.", raised=raised, closed=closed, name=closer
    )
    ended = outcomes.get(alert.id)
    return ClosedRow(
        alert.id,
        f"{kind_words(alert, words)} · {alert.place}",
        f"{told} {outcome_words(ended.outcome, words)}." if ended else told,
        words("Save PDF"),
        words("Start a report"),
    )
