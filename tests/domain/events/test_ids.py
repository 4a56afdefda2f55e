"""Very many ids are a set like any, however they lie."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.events.ids import BYTES, EventIds

IDS = [f"{n * 2654435761 % 2**128:032x}" for n in range(1, 60)]
ODD = [
    *("", "e1", "no such event", "A" * 32, "ä" * 32, "ä" * 16, "٣" * 32, "a" * 30_000),
    *("\0", "a" * 10 + "\0" * 22, f"{IDS[0]}\0zz", f"{IDS[0]}0", f"{IDS[0]}\n"),
    *(f" {IDS[0][1:]}", IDS[0].upper() + "0"),
]


def packed(ids: list[str]) -> bytes:
    return b"".join(sorted(bytes.fromhex(one) for one in ids))


some = st.lists(st.sampled_from(IDS), unique=True)
few = st.lists(st.sampled_from(IDS + ODD))


@given(some, few, some, few)
def test_packed_or_not_they_are_the_same_set(
    first: list[str], also: list[str], more: list[str], later: list[str]
) -> None:
    ids, other = EventIds(packed(first), also), EventIds(packed(more), later)
    before, others = {*first, *also}, {*more, *later}
    assert (set(ids), len(ids)) == (before, len(before))
    assert sorted(ids.lacking(other)) == sorted(others - before)
    kept = ids.copy()
    ids.update(other)
    assert (set(ids), len(ids), set(kept)) == (before | others, len(before | others), before)
    assert {one for one in IDS + ODD if one in ids} == before | others
    assert ids.lacking(other) == ()


def test_what_is_no_id_is_none_of_them() -> None:
    ids = EventIds(packed(IDS))
    assert [one for one in [*ODD, None, 7, bytes(BYTES)] if one in ids] == []


def test_ids_that_lie_in_one_piece_at_both_are_not_unpacked() -> None:
    """Both files of a desk were purged of the same: a start compares two pieces of memory."""
    piece = packed(IDS)
    ids = EventIds(piece)
    ids.update(EventIds(piece, ["e1"]))
    assert ids.packed == (piece,)
    assert ids.lacking(EventIds(bytes(bytearray(piece)))) == ()
    assert EventIds.of(ids) is ids
