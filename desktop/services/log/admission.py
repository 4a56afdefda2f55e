"""Whether an event may be let in: signature and roster come before a byte of its body."""

import msgspec

from desktop.domain.events.event import Event
from desktop.domain.events.streams import Stream
from desktop.domain.facts import FACTS
from desktop.domain.roster.roster import Roster
from desktop.services.ports import Verify


class Refusal(msgspec.Struct, frozen=True):
    """Why not: ``reason`` is counted, ``why`` is said.

    A *quarantine* is no refusal to keep it: it goes into the log and is believed nowhere, so that
    stations agree on what they hold in whatever order event and revocation reached them.
    """

    reason: str
    why: str
    is_quarantine: bool = False


class Admission(msgspec.Struct, frozen=True, kw_only=True):
    """What one station lets in: events of its site, in its streams."""

    site: bytes
    streams: frozenset[Stream]
    verify: Verify

    def refusal(self, event: Event, roster: Roster, *, is_purged: bool) -> Refusal | None:
        """Why ``roster`` does not let its author say this; ``None`` when it does.

        Checks, in this order: site, stream, author, signature, body, authority, quarantine.
        ``is_purged`` excuses the body that is missing.
        """
        header = event.header
        author = roster.authority(header.device_id)
        known = FACTS.get(header.type)
        if header.site != self.site:
            return Refusal("site", "It belongs to another site.")
        if header.stream not in self.streams:
            return Refusal("stream", "It is not for this station.")
        if known is not None and known.STREAM is not header.stream:
            return Refusal("stream", f"{header.type} does not belong in that stream.")
        if author is None:
            return Refusal("device", "No device of this site has that key.")
        if not self.verify(author.key, event.signature, event.header_bytes):
            return Refusal("signature", "Its signature is wrong.")
        if not event.body_matches:
            return Refusal("body", "Its body is not the one that was signed.")
        if event.body is None and not is_purged:
            return Refusal("withheld", "Its body is missing, and nobody purged it.")
        if not roster.may_author(header.device_id, header.type):
            return Refusal("authority", f"{author.role} may not say {header.type}.")
        if roster.quarantines(header):
            member = roster.device(header.device_id)
            if member is not None and member.is_revoked:
                return Refusal("revoked", "Its device was revoked before.", is_quarantine=True)
            return Refusal("right", "Its device had lost the right before.", is_quarantine=True)
        return None
