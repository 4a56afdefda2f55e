"""One alert event on its way: recorded, sent, sent again, signed for."""

from collections.abc import Callable, Iterable

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import Kind
from desktop.domain.events.event import Event, EventId
from desktop.domain.events.streams import FOR_EVERYONE
from desktop.domain.roster.ids import DeviceId
from desktop.services.delivery.carrier import Carrier
from desktop.services.delivery.outbox import Outbox, Outgoing, Pace
from desktop.services.delivery.recording import Recorder
from desktop.services.ports import Entry
from desktop.services.schedule import Schedule, Timer

PACES = {Kind.PANIC: Pace.PANIC, Kind.ASSIST: Pace.ASSIST}


class Dispatch:
    """Sends this station's own alert events until every awaited station has signed for them."""

    def __init__(
        self,
        *,
        carrier: Carrier,
        recorder: Recorder,
        schedule: Schedule,
        monotonic: Callable[[], float],
    ) -> None:
        self._carrier = carrier
        self._recorder = recorder
        self._schedule = schedule
        self._monotonic = monotonic
        self._outbox = Outbox()
        self._timer: Timer | None = None

    def post(
        self,
        event: Event,
        alert: Alert,
        *,
        awaited: Iterable[DeviceId],
        pace: Pace,
        left: Callable[[bool, bool], None] = lambda _recorded, _sent: None,
        recorded: Callable[[], None] = lambda: None,
    ) -> None:
        """Record and enqueue ``event`` in one transaction, then send it.

        ``left`` is told once whether it was recorded before it left, and whether any relay took
        it. ``recorded`` is called if the disk takes it only later.
        """
        outgoing = self._outbox.post(event, awaited=awaited, pace=pace, now=self._monotonic())
        entry = Entry(
            events=(event,),
            facts=((alert.id, event.id),),
            standing=(alert,),
            waiting=(event.id,) if pace.calls else (),
        )

        def leave(is_recorded: bool) -> None:
            left(is_recorded, self._publish(outgoing))

        self._recorder.then(entry, leave, recorded)
        self._arm()

    def post_also(
        self, event: Event, device: DeviceId, *, got: Iterable[DeviceId], pace: Pace
    ) -> None:
        """Have ``device``, too, sign for an event that left before; ``got`` are those that have."""
        self._outbox.post_also(event, device, got=got, pace=pace, now=self._monotonic())
        self._arm()

    def resume(self, event: Event, *, pace: Pace) -> None:
        """Go on with an event that a restart interrupted."""
        self._outbox.post(event, awaited=(), pace=pace, now=self._monotonic())
        self._carrier.publish(event)
        self._arm()

    def received(self, press: EventId, desk: DeviceId) -> None:
        """A supervisor's ``desk`` signed a receipt for ``press``."""
        if self._outbox.got(press, desk):
            self._recorder.keep(Entry(settled=(press,)))

    def got(self, event: EventId, device: DeviceId) -> None:
        """``device`` says that it has ``event``: enough for an answer, and for a press never."""
        outgoing = self._outbox.find(event)
        if outgoing is not None and not outgoing.pace.calls:
            self._outbox.got(event, device)

    def leave_out(self, device: DeviceId) -> None:
        """``device`` has become silent: it will catch up when it returns."""
        done = self._outbox.leave_out(device)
        if done:
            self._recorder.keep(Entry(settled=tuple(done)))

    def end(self, events: Iterable[EventId]) -> None:
        """These need to reach nobody any more."""
        ended = [event for event in events if self._outbox.find(event)]
        for event in ended:
            self._outbox.drop(event)
        if ended:
            self._recorder.keep(Entry(settled=tuple(ended)))

    def hurry(self) -> None:
        """A relay or a supervisor came up: send what waits at once."""
        self._outbox.hurry(self._monotonic())
        self._arm()

    def _resend(self) -> None:
        self._timer = None
        for outgoing in self._outbox.due(self._monotonic()):
            self._send(outgoing)
        self._arm()

    def _send(self, outgoing: Outgoing) -> None:
        """To everyone while nobody has it; afterwards only to those whose receipt is missing."""
        if not outgoing.got:
            self._publish(outgoing)
            return
        self._send_to_awaited(outgoing)

    def _publish(self, outgoing: Outgoing) -> bool:
        """To its stream's audience; what is no counter's business, to those awaited alone."""
        if outgoing.event.header.stream in FOR_EVERYONE:
            return self._carrier.publish(outgoing.event)
        return self._send_to_awaited(outgoing)

    def _send_to_awaited(self, outgoing: Outgoing) -> bool:
        wire = outgoing.event.wire()
        took = [self._carrier.send(device, wire) for device in sorted(outgoing.awaited)]
        return any(took)

    def _arm(self) -> None:
        at = self._outbox.next_at()
        if at is None or (self._timer and self._timer.action and self._timer.at <= at):
            return
        if self._timer:
            self._timer.cancel()
        self._timer = self._schedule.after(max(0.0, at - self._monotonic()), self._resend)
