"""What a station holds of every chain, and what another one lacks."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from desktop.domain.events.event import EventId
from desktop.domain.events.header import Header
from desktop.domain.events.streams import Stream

DIGEST_BYTES = 8
_DIGEST_HEX = 2 * DIGEST_BYTES


class Span(NamedTuple):
    """Events ``first`` to ``last`` (both included) of one device in one stream."""

    stream: Stream
    device: bytes
    first: int
    last: int


class Heads(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What a station holds, as it tells another: its spans, stream by stream and device by device.

    ``answer`` asks the other one to send its own heads back.
    """

    spans: tuple[tuple[int, bytes, int, int], ...]
    answer: bool


def spans_of(told: Iterable[tuple[int, bytes, int, int]]) -> list[Span]:
    """Spans as another station told them, without those of streams of a newer program."""
    return [
        Span(Stream(stream), bytes(device), first, last)
        for stream, device, first, last in told
        if stream in set(Stream)
    ]


class _Run(msgspec.Struct):
    first: int
    last: int


def _first(run: _Run) -> int:
    return run.first


class Holdings:
    """The spans held of every chain, with a digest per stream that does not depend on order.

    Two stations with equal digests hold the same events (but for a chance of 2^-64), so beats
    can carry the digest and heads travel only when there is something to send.
    """

    def __init__(self) -> None:
        self._chains: dict[tuple[Stream, bytes], list[_Run]] = {}
        self._digests: dict[Stream, int] = dict.fromkeys(Stream, 0)

    def restore(self, spans: Iterable[Span], digests: dict[Stream, int]) -> None:
        """Take over what a database says it holds."""
        for span in spans:
            runs = self._chains.setdefault((span.stream, span.device), [])
            runs.append(_Run(span.first, span.last))
        for runs in self._chains.values():
            runs.sort(key=_first)
        self._digests.update(digests)

    def add(self, header: Header, event: EventId) -> None:
        """Note that this event is held. Adding one twice is the caller's mistake."""
        self._digests[header.stream] ^= event_digest(event)
        runs = self._chains.setdefault((header.stream, header.device), [])
        seq = header.seq
        at = bisect_right(runs, seq, key=_first)
        before = runs[at - 1] if at > 0 else None
        after = runs[at] if at < len(runs) else None
        if before is not None and seq <= before.last:  # a fork: two events with one number
            return
        joins_after = after is not None and after.first == seq + 1
        if before is not None and before.last == seq - 1:
            before.last = runs.pop(at).last if joins_after else seq
        elif after is not None and joins_after:
            after.first = seq
        else:
            runs.insert(at, _Run(seq, seq))

    def digest(self, streams: Iterable[Stream]) -> bytes:
        """The digest of what is held of ``streams``."""
        return b"".join(
            self._digests[stream].to_bytes(DIGEST_BYTES, "big") for stream in sorted(streams)
        )

    def spans(self, streams: frozenset[Stream]) -> tuple[Span, ...]:
        """Everything held of ``streams``."""
        return tuple(
            Span(stream, device, run.first, run.last)
            for (stream, device), runs in self._chains.items()
            if stream in streams
            for run in runs
        )

    def last(self, stream: Stream, device: bytes) -> int:
        """The highest number held of one chain; 0 for none."""
        runs = self._chains.get((stream, device))
        return runs[-1].last if runs else 0

    def count_after(self, stream: Stream, device: bytes, seq: int) -> int:
        """How many numbers beyond ``seq`` are held of one chain."""
        runs = self._chains.get((stream, device), ())
        return sum(max(0, run.last - max(run.first - 1, seq)) for run in runs)

    def covers(self, header: Header) -> bool:
        """An event with this number of this chain is held: this one, or its fork."""
        runs = self._chains.get((header.stream, header.device), ())
        at = bisect_right(runs, header.seq, key=_first)
        return at > 0 and header.seq <= runs[at - 1].last

    def lacked_by(self, theirs: Iterable[Span], streams: frozenset[Stream]) -> list[Span]:
        """What we hold of ``streams`` and a station holding ``theirs`` does not."""
        held: dict[tuple[Stream, bytes], list[tuple[int, int]]] = {}
        for span in theirs:
            held.setdefault((span.stream, span.device), []).append((span.first, span.last))
        lacked: list[Span] = []
        for ours in self.spans(streams):
            at = ours.first
            for first, last in sorted(held.get((ours.stream, ours.device), ())):
                if first > ours.last:
                    break
                if first > at:
                    lacked.append(Span(ours.stream, ours.device, at, first - 1))
                at = max(at, last + 1)
            if at <= ours.last:
                lacked.append(Span(ours.stream, ours.device, at, ours.last))
        return lacked


def event_digest(event: EventId) -> int:
    """What one event adds to a digest."""
    return int(event[:_DIGEST_HEX], 16)
