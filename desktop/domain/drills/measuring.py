"""How long a station took, by its own clock, from the call to everything that it showed of it."""

from collections.abc import Iterator

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertId, Occasion
from desktop.domain.board import Board
from desktop.domain.drills.facts import DrillMeasured, Moment
from desktop.domain.events.event import EventId
from desktop.domain.roster.ids import DeviceId

AT_ONCE_S = 2.0
"""A call that a board first shows later than that after it came is not measured: the program was
started meanwhile, and what went before is known from other PCs' clocks alone."""
MOST_MOMENTS = 400
"""12 KiB of the 32 that an event may have; a button that sticks makes more facts."""


class Measuring:
    """Measures the calls of drills on each board that it ``looks`` at. It reads no clock."""

    def __init__(self) -> None:
        self._since: dict[AlertId, float | None] = {}
        self._moments: dict[AlertId, dict[EventId, int]] = {}
        self._who: dict[AlertId, str] = {}
        self._said: set[AlertId] = set()

    def look(self, board: Board, moment: float, *, is_desk: bool) -> tuple[DrillMeasured, ...]:
        """What is measured to the end with this board, at the monotonic second ``moment``.

        A counter measures its own calls, a supervisor's desk (``is_desk``) all of them.
        """
        for live in board.alerts:
            if _is_measured(live.alert, board, is_desk=is_desk):
                self._began(live.alert, live.since, moment, board.me.person)
                self._saw(live.alert, moment)
        return tuple(self._ended(board, moment))

    def _began(self, alert: Alert, since: float, moment: float, person: str) -> None:
        if alert.id not in self._since:
            is_whole = moment - since <= AT_ONCE_S
            self._since[alert.id] = since if is_whole else None
            self._who[alert.id] = person

    def _saw(self, alert: Alert, moment: float) -> None:
        since = self._since.get(alert.id)
        if since is None:
            return
        moments = self._moments.setdefault(alert.id, {})
        for recorded in alert.timeline:
            if recorded.event not in moments and len(moments) < MOST_MOMENTS:
                moments[recorded.event] = max(0, round(1000 * (moment - since)))

    def _ended(self, board: Board, moment: float) -> Iterator[DrillMeasured]:
        for alert in board.closed:
            if alert.id not in self._since or alert.id in self._said:
                continue
            self._said.add(alert.id)
            self._saw(alert, moment)
            yield DrillMeasured(
                alert=alert.id,
                place=board.me.place,
                person=self._who.pop(alert.id),
                people=tuple(_people(alert, board.me.device)),
                moments=tuple(
                    Moment(event, after) for event, after in self._moments.pop(alert.id, {}).items()
                ),
            )


def _people(alert: Alert, station: DeviceId) -> dict[str, None]:
    """Who pressed or said something at ``station``, first first."""
    said = (r.fact for r in alert.timeline if r.device == station)
    named = (str(getattr(fact, "person", "")) for fact in said)
    return dict.fromkeys(filter(None, named))


def _is_measured(alert: Alert, board: Board, *, is_desk: bool) -> bool:
    is_mine = alert.station == board.me.device
    return alert.occasion is Occasion.DRILL and (is_desk or is_mine)
