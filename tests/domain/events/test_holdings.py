"""What a station holds, against the plainest model there is: a set of numbers per chain."""

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.events.event import Event
from desktop.domain.events.holdings import DIGEST_BYTES, Holdings, Span
from desktop.domain.events.streams import FOR_EVERYONE, Stream
from tests.support.stations import Author, key_of

NAMES = ("Ana", "Counter 3")
STREAMS = (Stream.ALERTS, Stream.NOTICES, Stream.RECEIPTS)
CHAINS = [(stream, bytes.fromhex(key_of(name).id)) for stream in STREAMS for name in NAMES]

Model = set[tuple[tuple[Stream, bytes], int]]
NUMBERS = st.sets(st.tuples(st.sampled_from(CHAINS), st.integers(1, 14)), max_size=40)


def the_events(*, fork: bool = False) -> dict[tuple[tuple[Stream, bytes], int], Event]:
    """One event for every chain and number, signed once."""
    events = {}
    for stream, device in CHAINS:
        name = next(n for n in NAMES if bytes.fromhex(key_of(n).id) == device)
        author = Author(key_of(name))
        for seq in range(1, 15):
            body = b"fork" if fork else b"{}"
            events[(stream, device), seq] = author.signs("x.y", body, stream=stream, seq=seq)
    return events


EVENTS, FORKS = the_events(), the_events(fork=True)


def holding(numbers: Iterable[tuple[tuple[Stream, bytes], int]]) -> Holdings:
    held = Holdings()
    for number in numbers:
        held.add(EVENTS[number].header, EVENTS[number].id)
    return held


def numbers_in(spans: Iterable[Span]) -> Model:
    return {((s.stream, s.device), n) for s in spans for n in range(s.first, s.last + 1)}


ALL = frozenset(STREAMS)


@given(numbers=NUMBERS, data=st.data())
def test_spans_are_the_runs_of_what_is_held(numbers: Model, data: st.DataObject) -> None:
    held = holding(data.draw(st.permutations(sorted(numbers))))
    spans = held.spans(ALL)
    assert numbers_in(spans) == numbers
    assert sum(span.last - span.first + 1 for span in spans) == len(numbers)  # none overlap
    for span in spans:  # and none could be longer
        chain = (span.stream, span.device)
        assert (chain, span.first - 1) not in numbers
        assert (chain, span.last + 1) not in numbers


@settings(max_examples=200)
@given(ours=NUMBERS, theirs=NUMBERS)
def test_what_another_lacks_is_the_difference(ours: Model, theirs: Model) -> None:
    lacked = holding(sorted(ours)).lacked_by(holding(sorted(theirs)).spans(ALL), ALL)
    assert numbers_in(lacked) == ours - theirs


@given(ours=NUMBERS, theirs=NUMBERS)
def test_no_stream_is_told_that_is_not_shared(ours: Model, theirs: Model) -> None:
    held = holding(sorted(ours))
    assert {s.stream for s in held.spans(FOR_EVERYONE)} <= FOR_EVERYONE
    lacked = held.lacked_by(holding(sorted(theirs)).spans(ALL), FOR_EVERYONE)
    assert numbers_in(lacked) == {n for n in ours - theirs if n[0][0] in FOR_EVERYONE}


@given(numbers=NUMBERS, data=st.data())
def test_the_digest_does_not_depend_on_the_order(numbers: Model, data: st.DataObject) -> None:
    one = holding(sorted(numbers))
    other = holding(data.draw(st.permutations(sorted(numbers))))
    assert one.digest(ALL) == other.digest(ALL)
    assert len(one.digest(ALL)) == DIGEST_BYTES * len(ALL)


@given(ours=NUMBERS, theirs=NUMBERS)
def test_equal_digests_mean_equal_holdings(ours: Model, theirs: Model) -> None:
    same = holding(sorted(ours)).digest(ALL) == holding(sorted(theirs)).digest(ALL)
    assert same == (ours == theirs)


@given(numbers=NUMBERS)
def test_a_restart_holds_what_was_held(numbers: Model) -> None:
    before, after = holding(sorted(numbers)), Holdings()
    digests = {s: int.from_bytes(before.digest([s]), "big") for s in ALL}
    after.restore(before.spans(ALL), digests)
    assert after.digest(ALL) == before.digest(ALL)
    for (stream, device), seq in numbers:
        assert after.last(stream, device) >= seq
    for number, event in EVENTS.items():
        assert after.covers(event.header) == (number in numbers)


@given(numbers=NUMBERS, data=st.data())
def test_a_fork_changes_the_digest_and_no_span(numbers: Model, data: st.DataObject) -> None:
    if not numbers:
        return
    held = holding(sorted(numbers))
    spans, digest = held.spans(ALL), held.digest(ALL)
    fork = FORKS[data.draw(st.sampled_from(sorted(numbers)))]
    held.add(fork.header, fork.id)
    assert held.spans(ALL) == spans
    assert held.digest(ALL) != digest


@given(
    ours=NUMBERS,
    theirs=st.lists(
        st.builds(
            Span,
            st.sampled_from(STREAMS),
            st.sampled_from([device for _, device in CHAINS]),
            st.integers(-5, 2**64),
            st.integers(-5, 2**64),
        ),
        max_size=10,
    ),
)
def test_whatever_another_claims_to_hold_it_is_sent_only_what_we_hold(
    ours: Model, theirs: list[Span]
) -> None:
    lacked = holding(sorted(ours)).lacked_by(theirs, ALL)
    assert numbers_in(lacked) <= ours
