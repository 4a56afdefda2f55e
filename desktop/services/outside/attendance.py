"""Nobody would notice a call: told to the contacts in opening hours, and when it is over."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import partial

from desktop.domain.board import Board
from desktop.domain.events.event import Event
from desktop.domain.hours import Hours
from desktop.domain.outside.contacts import Attempt, Contact, Message
from desktop.domain.outside.facts import AttendanceTold
from desktop.domain.roster.ids import DeviceId
from desktop.services.outside.errand import Errand, Outgoing, Sending

UNATTENDED_FOR_S = 180.0
OFTEN = 6
"""Attempts for each notice before they come hourly: every station keeps what is said of it for
good.
"""
MOST_AHEAD = timedelta(minutes=5)
"""What is said to have been told later than that from now was told by a wrong clock."""


class Standing(Enum):
    """Whether a call would be noticed now."""

    ATTENDED = auto()
    AWAY = auto()
    CLOSED = auto()
    """Nobody is there, and nobody need be."""


class Attendance:
    """Watches whether anybody would notice. It belongs to the senders' thread.

    What was told already is known from the notices of senders that ``believes`` accepts, so that
    neither a restart nor the other sender makes it twice, and whoever was not told yet still is.
    That nobody was there is known until the site closes or the day is over; that somebody is back
    is told to those who heard of nobody, and to no one else. ``message`` is given whether somebody
    is back.
    """

    def __init__(
        self,
        sending: Sending,
        *,
        me: DeviceId,
        now: Callable[[], datetime],
        believes: Callable[[DeviceId], bool],
        message: Callable[[Board, bool], Message],
        record: Callable[[bool, Contact, Attempt], None],
    ) -> None:
        self._sending = sending
        self._me = me
        self._now = now
        self._believes = believes
        self._message = message
        self._record = record
        self._told: dict[tuple[DeviceId, str], tuple[datetime, bool]] = {}
        self._board: Board | None = None
        self._standing = Standing.CLOSED
        self._opened: datetime | None = None
        self._since = sending.monotonic()
        self._errand: Errand | None = None

    def heard(self, event: Event, fact: AttendanceTold) -> None:
        """A sender said that it told a contact; what failed tells nobody anything."""
        device, at = event.header.device_id, event.header.at
        if fact.failure or self._is_ahead(at):
            return
        before = self._told.get((device, fact.contact))
        if before is None or before[0] <= at or self._is_ahead(before[0]):
            self._told[device, fact.contact] = (at, fact.is_back)

    def look(self, board: Board, rank: int | None, *, hours: Hours, here: datetime) -> None:
        """So it stands now, which is ``here`` by the site's clock. ``rank`` is this sender's."""
        self._board = board
        opened = hours.opened_at(here)
        standing = _standing(board, opened)
        is_another_opening = opened != self._opened
        self._opened = opened
        if is_another_opening and standing is Standing.AWAY:
            self.again()
        if standing is not self._standing or rank is None:
            self._standing, self._since = standing, self._sending.monotonic()
            self.again()
        if rank is not None and self._errand is None and self._is_news():
            self._errand = self._begin(rank)

    def again(self) -> None:
        """Ranks or contacts are others now: it is planned anew at the next look."""
        errand, self._errand = self._errand, None
        if errand is not None:
            errand.cancel()

    def _begin(self, rank: int) -> Errand:
        is_back = self._standing is Standing.ATTENDED
        due = self._since + (0.0 if is_back else UNATTENDED_FOR_S)
        return Errand(
            self._sending,
            since=0.0,  # whatever was told before the start has to be heard first
            due=due,
            turns=due,
            rank=rank,
            say=lambda: Outgoing(self._say(is_back), partial(self._record, is_back)),
            is_wanted=self._is_news,
            is_told=lambda contact: not self._lacks(contact),
            often=OFTEN,
        )

    def _is_news(self) -> bool:
        """To some contact of this station."""
        return any(map(self._lacks, self._sending.contacts()))

    def _lacks(self, contact: Contact) -> bool:
        """It heard something else last. Where nobody is there, it is enough that another sender
        told its own contacts; what this one told some of its, it goes on telling the others.
        """
        device, knows_back = self._last_word(contact.label)
        if self._standing is Standing.ATTENDED:
            return not knows_back
        if self._standing is Standing.CLOSED or not knows_back:
            return False
        device, know_back = self._last_word()
        return know_back or device == self._me

    def _last_word(self, contact: str | None = None) -> tuple[DeviceId, bool]:
        """Which sender told them last, or told that ``contact``, and whether it told that somebody
        is there; they take that for granted where nobody told them anything.
        """
        words = (
            (at, device, is_back)
            for (device, label), (at, is_back) in self._told.items()
            if (device == self._me or self._believes(device))
            and not self._is_ahead(at)
            and contact in {None, label}
        )
        last = max(words, default=None)
        if last is None:
            return "", True
        at, device, is_back = last
        is_of_before = self._opened is not None and at < self._opened
        if self._standing is Standing.AWAY and not is_back and is_of_before:
            return "", True  # nobody was to be there since, so that they take it for over
        return device, is_back

    def _is_ahead(self, at: datetime) -> bool:
        return at > self._now() + MOST_AHEAD

    def _say(self, is_back: bool) -> Message:
        assert self._board is not None
        return self._message(self._board, is_back)


def _standing(board: Board, opened: datetime | None) -> Standing:
    if board.coverage.on_duty:
        return Standing.ATTENDED
    return Standing.AWAY if opened is not None else Standing.CLOSED
