"""Putting signed bytes on the wire, and telling stations apart that they are for."""

from collections.abc import Iterable

import msgspec

from desktop.domain.events.event import Event
from desktop.domain.events.note import EVERYONE, Note, NoteKind, write_note
from desktop.domain.events.streams import Stream
from desktop.domain.roster.ids import DeviceId
from desktop.services.delivery.topics import Topics
from desktop.services.ports import Clock, Signer, Transport

_MAY_BE_LOST = frozenset({NoteKind.CHECK, NoteKind.BLOB_WANTED, NoteKind.BLOB_CHUNK})
"""Notes that are sent again soon where no answer comes: a full network may drop them."""


class Carrier:
    """Publishes this device's messages on every relay that is up. It never waits and never fails:
    what reaches no relay is sent again by whoever needs it to arrive.
    """

    def __init__(
        self, *, site: bytes, signer: Signer, clock: Clock, transport: Transport, topics: Topics
    ) -> None:
        self._site = site
        self._signer = signer
        self._me = bytes.fromhex(signer.id)
        self._clock = clock
        self._transport = transport
        self._topics = topics

    def publish(self, event: Event, *, only: frozenset[str] | None = None) -> bool:
        """Send ``event`` to its stream's audience; whether any relay took it."""
        topic = self._topics.of(event.header.stream)
        return bool(self._transport.publish(topic, event.wire(), only=only))

    def carry(self, event: Event, relays: frozenset[str]) -> None:
        """Publish somebody else's event on relays that have not carried it."""
        self.publish(event, only=relays)

    def send(self, device: DeviceId, wire: bytes) -> bool:
        """Send bytes to one station; whether any relay took them."""
        return bool(self._transport.publish(self._topics.to(device), wire))

    def note(
        self,
        device: DeviceId,
        kind: NoteKind,
        body: msgspec.Struct,
        *,
        over: Iterable[DeviceId] = (),
        only: frozenset[str] | None = None,
    ) -> bool:
        """Sign a note for one station and send it; also to those in ``over``, who pass it on.

        ``only`` limits it to some relays, for what is too large to travel more than once.
        """
        wire = self._signed(bytes.fromhex(device), kind, body)
        is_certain = kind not in _MAY_BE_LOST
        took = [
            self._transport.publish(self._topics.to(station), wire, certain=is_certain, only=only)
            for station in (device, *over)
        ]
        return any(took)

    def beat(self, body: msgspec.Struct) -> bool:
        """Sign a beat and send it to every supervisor; the next one is near, so it may be lost."""
        wire = self._signed(EVERYONE, NoteKind.BEAT, body)
        return bool(self._transport.publish(self._topics.beat, wire, certain=False))

    def announce(self, stream: Stream, kind: NoteKind, body: msgspec.Struct) -> bool:
        """Sign a note for the audience of ``stream`` and send it; it may be lost."""
        wire = self._signed(EVERYONE, kind, body)
        return bool(self._transport.publish(self._topics.of(stream), wire, certain=False))

    def forward(self, device: DeviceId, note: Note) -> bool:
        """Pass somebody else's note on, byte for byte."""
        return self.send(device, note.signed + note.signature)

    def up(self) -> frozenset[str]:
        """The relays that carry our bytes now."""
        return self._transport.up()

    def _signed(self, to: bytes, kind: NoteKind, body: msgspec.Struct) -> bytes:
        return write_note(
            site=self._site,
            sender=self._me,
            to=to,
            kind=kind,
            at_ms=int(self._clock.now().timestamp() * 1000),
            body=body,
            signature_of=self._signer.sign,
        )
