"""The relays that may carry records: a broker sees what passes it (DESIGN §3, Transport)."""

from collections.abc import Callable, Iterable

from desktop.domain.relays import LinkDown, LinkUp, RelayTarget
from desktop.domain.roster.roster import Roster
from desktop.services.ports import Transport


class RecordRelays:
    """The station's links, of which only those of trusted relays are used.

    Which key a relay has proven is known from its ``LinkUp``; a link that was not told of is not
    used. It is a ``Transport`` for the records thread alone, so it neither makes links nor ends
    them.
    """

    def __init__(self, links: Transport, roster: Callable[[], Roster]) -> None:
        self._links = links
        self._roster = roster
        self._peers: dict[str, str] = {}

    def changed(self, fact: LinkUp | LinkDown) -> None:
        """A link came up or broke."""
        if isinstance(fact, LinkUp):
            self._peers[fact.relay] = fact.peer
        else:
            self._peers.pop(fact.relay, None)

    def publish(
        self,
        topic: str,
        payload: bytes,
        *,
        certain: bool = True,
        only: frozenset[str] | None = None,
    ) -> frozenset[str]:
        """As ``Transport.publish``, over trusted relays."""
        trusted = self._trusted() if only is None else self._trusted() & only
        if not trusted:
            return frozenset()
        return self._links.publish(topic, payload, certain=certain, only=trusted)

    def up(self) -> frozenset[str]:
        """The trusted relays that carry our bytes now."""
        return self._links.up() & self._trusted()

    def reach(self, relays: Iterable[RelayTarget]) -> None:
        """The alert thread decides what is reached."""

    def close(self) -> None:
        """The alert thread closes the links."""

    def _trusted(self) -> frozenset[str]:
        roster = self._roster()
        return frozenset(
            relay for relay, peer in self._peers.items() if roster.may_carry_records(peer)
        )
