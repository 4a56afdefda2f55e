"""Alerts that nobody in the house answers, on their way to the contacts outside."""

from collections.abc import Callable
from functools import partial

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertId
from desktop.domain.board import Board, LiveAlert
from desktop.domain.outside.contacts import Attempt, Contact, Message
from desktop.domain.roster.ids import DeviceId
from desktop.services.outside.errand import Errand, Sending


class Calls:
    """Tells of each alert once, unless another sender did. It belongs to the senders' thread.

    ``believes`` says whose word counts that contacts were told: no other station can keep this one
    from telling them.
    """

    def __init__(
        self,
        sending: Sending,
        *,
        me: DeviceId,
        believes: Callable[[DeviceId], bool],
        message: Callable[[Alert, Board], Message],
        record: Callable[[AlertId, Contact, Attempt], None],
    ) -> None:
        self._sending = sending
        self._me = me
        self._believes = believes
        self._message = message
        self._record = record
        self._board: Board | None = None
        self._errands: dict[AlertId, Errand] = {}

    def look(self, board: Board, rank: int | None) -> None:
        """So it stands now. ``rank`` is this sender's, ``None`` where it is none."""
        self._board = board
        unanswered = (
            {live.id: live for live in board.alerts if live.outside_at is not None}
            if rank is not None
            else {}
        )
        for gone in self._errands.keys() - unanswered.keys():
            self._errands.pop(gone).cancel()
        for live in unanswered.values():
            self._plan(live, rank or 0)

    def again(self) -> None:
        """Ranks or contacts are others now: everything is planned anew at the next look."""
        for errand in self._errands.values():
            errand.cancel()
        self._errands = {}

    def _plan(self, live: LiveAlert, rank: int) -> None:
        assert live.outside_at is not None
        errand = self._errands.get(live.id)
        if errand is not None:
            errand.due_at(live.outside_at)
        elif not self._was_told(live.alert, by_me=True):
            self._errands[live.id] = Errand(
                self._sending,
                since=live.since,
                due=live.outside_at,
                rank=rank,
                message=partial(self._say, live.id),
                is_wanted=partial(self._is_wanted, live.id),
                record=partial(self._record, live.id),
            )

    def _was_told(self, alert: Alert, *, by_me: bool) -> bool:
        """Any contact was told, by a sender that is believed."""
        return any(
            one.is_told and (by_me if one.device == self._me else self._believes(one.device))
            for one in alert.relayed
        )

    def _is_wanted(self, alert: AlertId) -> bool:
        live = self._live(alert)
        return (
            live is not None
            and live.outside_at is not None
            and not self._was_told(live.alert, by_me=False)
        )

    def _say(self, alert: AlertId) -> Message:
        live = self._live(alert)
        assert live is not None
        assert self._board is not None
        return self._message(live.alert, self._board)

    def _live(self, alert: AlertId) -> LiveAlert | None:
        board = self._board
        if board is None:
            return None
        return next((live for live in board.alerts if live.id == alert), None)
