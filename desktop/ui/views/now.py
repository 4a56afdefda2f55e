"""The state of the site in one look: live alerts, stations, what was closed (VISUAL §5)."""

from collections.abc import Mapping, Sequence

import msgspec

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertId, AlertOutcome, Occasion
from desktop.domain.board import Board, Desk, LiveAlert
from desktop.domain.errors import DeskError
from desktop.domain.opening.openings import Today
from desktop.domain.presence import Absence
from desktop.domain.roster.roles import Role
from desktop.ui.views.advice import Advice
from desktop.ui.views.alert_cards import Card, cards, sign_of
from desktop.ui.views.duty import DutyView, choice_words, may_leave, my_state
from desktop.ui.views.openings import OpeningsView
from desktop.ui.views.outcomes import outcome_words
from desktop.ui.views.people import (
    desk_name,
    initials,
    kind_words,
)
from desktop.ui.views.reach import CutOff
from desktop.ui.views.shapes import Shape
from desktop.ui.views.station_health import health_rows
from desktop.ui.views.station_rows import Row, kept_apart, rows
from desktop.ui.views.takeover import (
    in_order,
    standing,
)
from desktop.ui.words import Words

MOST_CARDS = 20
"""Alerts that have a card; the next ones have a line each."""
MOST_FURTHER = 30
"""Alerts that have a line below the cards; the others are counted. A button that sticks and a
drill that went wrong make hundreds in a minute, and this page shares its thread with the takeover.
"""


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
    ``join_again_text`` lets this desk in once more, where it was taken out.
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
    join_again_text: str
    duty: DutyView | None
    alerts_title: str
    cards: tuple[Card, ...]
    further_title: str
    further: tuple[Row, ...]
    no_alerts: str
    first_invite_text: str
    stations_title: str
    invite_text: str
    stations_summary: str
    stations: tuple[Row, ...]
    all_text: str
    openings: OpeningsView | None
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
        openings: Today | None = None,
        all_stations: bool = False,
        drill: str = "",
        missed: Sequence[DeskError] = (),
    ) -> "NowView":
        """Return the page for ``board``; ``closing`` is the card that asks how it ended.

        ``outcomes`` are on record for those that have ended. ``may_invite`` says that this is an
        administrator's desk. ``openings`` are the opening tests as they stand today.
        With ``all_stations`` each of them has a line, else those alone that need something.
        ``drill`` says of one that is announced, where nobody calls. ``missed`` is what whoever
        sits here has to do without, although alerts arrive.
        """
        live = in_order(board)
        is_first = not board.desks and not live
        may_invite = may_invite and not board.me.is_revoked
        stations = _stations(board)
        cut_off = CutOff.of(board)
        duty = DutyView.of(board, words=words)
        trouble = _trouble(board, cut_off, duty, words)
        return cls(
            site_name=board.site_name,
            site_address=board.site_address,
            me=desk_name(board.me),
            my_initials=initials(desk_name(board.me)),
            my_state=words("Cut off") if cut_off else my_state(board, words),
            my_shape=_my_shape(board.me, cut_off),
            may_leave=may_leave(board.me),
            my_choice=choice_words(board.me, words),
            page=words("Now"),
            page_count=str(len(live)) if live else "",
            sentence=_sentence(live, words) or _sentence_at_rest(trouble, duty, stations, words),
            trouble=trouble or _missed(missed, words),
            join_again_text=words("Join again…") if board.may_join_again else "",
            duty=duty,
            alerts_title=_alerts_title(live, cut_off, words),
            cards=tuple(cards(board, live[:MOST_CARDS], words, closing)),
            further_title=words("Further calls"),
            further=tuple(_further(board, live[MOST_CARDS:], words)),
            no_alerts=" ".join(
                filter(None, (_no_alerts(board, cut_off, words, may_invite=may_invite), drill))
            ),
            first_invite_text=words("Let the first counter in…") if may_invite and is_first else "",
            stations_title=words("Stations"),
            invite_text=words("Invite a place…") if may_invite and not is_first else "",
            stations_summary=_summary(stations, cut_off, words),
            stations=(
                *kept_apart(board, words),
                *(
                    health_rows(board, stations, openings, words)
                    if all_stations
                    else rows(board, stations, cut_off, words)
                ),
            ),
            all_text=_all_text(stations, words, all_stations=all_stations),
            openings=OpeningsView.of(board, openings, words=words) if openings else None,
            closed_title=words("Closed in the last 24 hours"),
            closed=tuple(_closed(alert, outcomes or {}, words) for alert in board.closed),
        )


def _further(board: Board, live: list[LiveAlert], words: Words) -> list[Row]:
    """What waits behind the cards, in their order."""
    rows = [
        Row(
            sign_of(entry.alert),
            f"{kind_words(entry.alert, words)} · {entry.alert.place or words('Place not known')}",
            f"{standing(board, entry.alert, words)}.",
        )
        for entry in live[:MOST_FURTHER]
    ]
    if left := len(live) - len(rows):
        moves_up = words("Each moves up as those above it are answered.")
        rows.append(
            Row(Shape.ATTENTION, words.plural("{n} more call", "{n} more calls", left), moves_up)
        )
    return rows


def _all_text(stations: list[Desk], words: Words, *, all_stations: bool) -> str:
    if len(stations) < 2:
        return ""
    return words("Only what needs somebody") if all_stations else words("All stations")


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


def _stations(board: Board) -> list[Desk]:
    """Every desk of the site, this one too; relays and removed stations are none."""
    everyone = (board.me, *board.desks)
    return [d for d in everyone if not d.is_revoked and d.role is not Role.RELAY]


def _sentence_at_rest(
    trouble: Row | None, duty: DutyView | None, stations: list[Desk], words: Words
) -> str:
    if duty is not None and trouble is not None and trouble == duty.warning:
        return words("Nobody would notice a call now")
    return words("This desk cannot be called") if trouble else _all_quiet(stations, words)


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


def _trouble(
    board: Board, cut_off: CutOff | None, duty: DutyView | None, words: Words
) -> Row | None:
    """Why alerts may not be noticed at this very desk, or at none; the first thing to mend."""
    if board.me.is_revoked:
        return Row(
            Shape.SILENT,
            words("This desk was removed from the site."),
            words(
                "It hears no alerts any more. An administrator has a code that lets it in again."
            ),
        )
    if board.may_join_again:
        return Row(
            Shape.SILENT,
            words("No other desk lets this one in."),
            words(
                "It may have been removed from the site while it was off. An administrator has a "
                "code that lets it in again."
            ),
        )
    if board.relays_up == 0:
        return Row(
            Shape.SILENT,
            words("This desk reaches no other."),
            words("Alerts cannot come in. Check the network cable."),
        )
    if cut_off:
        return Row(Shape.SILENT, words("No other desk answers."), _how_to_be_heard(cut_off, words))
    if board.me.absence is Absence.SOUND:
        return Row(
            Shape.ATTENTION,
            words("This desk has no sound."),
            words("You would see an alert but not hear it. Check the speakers."),
        )
    return duty.warning if duty else None


def _missed(missed: Sequence[DeskError], words: Words) -> Row | None:
    """The first of them, where nothing keeps this desk from being called; the next one is said
    once that is mended.
    """
    if not missed:
        return None
    said = Advice.of(missed[0], words)
    return Row(Shape.ATTENTION, said.sentence, said.fix)


def _how_to_be_heard(cut_off: CutOff, words: Words) -> str:
    if cut_off.since is None:
        return words(
            "No alert can come in until one does. Start Countersign on the other PCs, or check "
            "this PC's network cable."
        )
    return words("No alert can come in until one does. Check this PC's network cable.")


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
