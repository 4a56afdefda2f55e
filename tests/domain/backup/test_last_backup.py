"""Which backup was the last one: by what their desks knew, whatever their clocks said."""

from itertools import permutations

from desktop.domain.backup.facts import BackupMade, Said, last_backup

ANA, MARCUS = "a" * 32, "b" * 32


def said(desk: str, revision: int, *, at_ms: int, event: str = "") -> Said:
    fact = BackupMade(author=desk[0], size=1000 * revision, revision=revision)
    return Said(event or f"{desk[0]}{revision}", desk, at_ms, fact)


def test_the_last_is_the_one_whose_desk_knew_of_the_others_in_any_order() -> None:
    told = [
        said(ANA, 1, at_ms=9_000_000),  # its clock is far ahead
        said(MARCUS, 2, at_ms=2000),
        said(ANA, 3, at_ms=3000),
    ]
    for order in permutations(told):
        last = last_backup(order)
        assert last is not None
        assert (last.desk, last.at_ms, last.size) == (ANA, 3000, 3000)
        here = last_backup(order, desk=MARCUS)
        assert here is not None
        assert here.revision == 2


def test_of_two_that_knew_nothing_of_each_other_every_desk_names_the_same() -> None:
    one, other = said(ANA, 4, at_ms=1000), said(MARCUS, 4, at_ms=2000)
    assert last_backup([one, other]) == last_backup([other, one])


def test_where_there_was_none_nothing_is_said() -> None:
    assert last_backup([]) is None
    assert last_backup([said(ANA, 1, at_ms=1)], desk=MARCUS) is None
