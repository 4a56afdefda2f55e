"""Signing for what arrives: the only thing that counts as delivered (DESIGN §3, Delivery)."""

from collections import OrderedDict, deque
from collections.abc import Callable

import msgspec

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import MOST_NAMED, AlertId, AlertReceived
from desktop.domain.events.event import Event, EventId
from desktop.domain.events.note import NoteKind
from desktop.domain.roster.ids import DeviceId
from desktop.services.alerts.book import AlertBook
from desktop.services.delivery.bridging import Bridge
from desktop.services.delivery.carrier import Carrier
from desktop.services.delivery.recording import Recorder
from desktop.services.log.ledger import Ledger
from desktop.services.ports import Entry
from desktop.services.schedule import Schedule

AT_ONCE_A_SECOND = 5
"""Presses of one station a second that get a receipt each; the rest share one."""
COALESCE_FOR = 0.25
ON_ITS_WAY = 0.25
"""Seconds for which a receipt that was sent is taken to be on its way: whoever asks again meanwhile
asked before it came. In a storm every press is asked about again, and every answer is work."""
RECEIPTS_AT_HAND = 2_000
"""Receipts kept to be sent again; for an older press a new one is signed."""


class Got(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A note that signs for facts other than presses: no evidence, so no event."""

    events: tuple[EventId, ...]


class Receipts:
    """A supervisor station's receipts for presses, and every station's *got* for the rest."""

    def __init__(
        self,
        *,
        me: DeviceId,
        ledger: Ledger,
        book: AlertBook,
        recorder: Recorder,
        carrier: Carrier,
        bridge: Bridge,
        schedule: Schedule,
        monotonic: Callable[[], float],
        changed: Callable[[], None],
    ) -> None:
        self._me = me
        self._ledger = ledger
        self._book = book
        self._recorder = recorder
        self._carrier = carrier
        self._bridge = bridge
        self._schedule = schedule
        self._monotonic = monotonic
        self._changed = changed
        self._signed: OrderedDict[EventId, Event] = OrderedDict()
        self._sent_at: dict[EventId, float] = {}
        self._signing: set[EventId] = set()
        self._lately: dict[DeviceId, deque[float]] = {}
        self._shared: dict[AlertId, list[Event]] = {}

    def sign(self, press: Event, alert: Alert) -> None:
        """Sign for a press that is shown here now, and let the presser know.

        The press and its receipt go to the disk together; the receipt leaves then, or after
        50 ms with the truth that the disk has not kept it yet.
        """
        self._signing.add(press.id)
        if self._is_flood(press.header.device_id):
            if alert.id not in self._shared:
                self._schedule.after(COALESCE_FOR, lambda: self._sign_shared(alert.id))
            self._shared.setdefault(alert.id, []).append(press)
            self._recorder.keep(self._entry((press,), alert))
            return
        self._sign((press,), alert)

    def sign_again(self, press: Event) -> bool:
        """The presser asks again: its receipt was lost. Whether there is one to send.

        One that still waits for the disk leaves by itself: signing twice would only add to the
        crowd that makes it wait. So would sending one again that has only just left.
        """
        if press.id in self._signing:
            return True
        if self._monotonic() - self._sent_at.get(press.id, -ON_ITS_WAY) < ON_ITS_WAY:
            return True
        receipt = self._signed.get(press.id)
        if receipt is None:
            return False
        self._send(receipt, press)
        return True

    def got(self, event: Event) -> None:
        """Tell the author that a fact other than a press is here, also over who carried it here."""
        author = event.header.device_id
        if author != self._me:
            over = sorted(self._bridge.carriers(event.id) - {self._me, author})
            self._carrier.note(author, NoteKind.GOT, Got(events=(event.id,)), over=over)

    def _sign_shared(self, alert_id: AlertId) -> None:
        presses = self._shared.pop(alert_id, [])
        alert = self._book.find(alert_id)
        if alert is None:  # purged, or set apart with its station
            self._signing.difference_update(press.id for press in presses)
            return
        for first in range(0, len(presses), MOST_NAMED):
            self._sign(tuple(presses[first : first + MOST_NAMED]), alert)

    def _sign(self, presses: tuple[Event, ...], alert: Alert) -> None:
        receipt = self._write(presses, alert, kept=True)
        entry = self._entry((*presses, receipt), self._book.find(alert.id) or alert)

        def leave(is_recorded: bool) -> None:
            told = receipt if is_recorded else self._write(presses, alert, kept=False)
            if not is_recorded:
                self._recorder.keep(self._entry((told,), self._book.find(alert.id) or alert))
            for press in presses:
                self._signing.discard(press.id)
                self._signed[press.id] = told
            while len(self._signed) > RECEIPTS_AT_HAND:
                oldest, _ = self._signed.popitem(last=False)
                self._sent_at.pop(oldest, None)
            self._send(told, presses[-1])

        self._recorder.then(entry, leave)

    def _write(self, presses: tuple[Event, ...], alert: Alert, *, kept: bool) -> Event:
        fact = AlertReceived(alert=alert.id, presses=tuple(p.id for p in presses), kept=kept)
        receipt = self._ledger.write(fact)
        self._book.add(receipt, fact, heard_at=self._monotonic())
        self._changed()
        return receipt

    def _send(self, receipt: Event, press: Event) -> None:
        """To the presser, and to whoever carried the press here over another relay."""
        wire = receipt.wire()
        self._sent_at[press.id] = self._monotonic()
        to = {press.header.device_id} | self._bridge.carriers(press.id)
        for device in sorted(to - {self._me}):
            self._carrier.send(device, wire)

    def _is_flood(self, station: DeviceId) -> bool:
        now = self._monotonic()
        lately = self._lately.setdefault(station, deque(maxlen=AT_ONCE_A_SECOND))
        is_flood = len(lately) == AT_ONCE_A_SECOND and now - lately[0] < 1.0
        if not is_flood:
            lately.append(now)
        return is_flood

    @staticmethod
    def _entry(events: tuple[Event, ...], alert: Alert) -> Entry:
        return Entry(
            events=events,
            facts=tuple((alert.id, event.id) for event in events),
            standing=(alert,),
        )
