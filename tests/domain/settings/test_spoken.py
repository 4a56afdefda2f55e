"""Who said a setting of the site last, and what it was before."""

from itertools import permutations

from desktop.domain.settings.facts import SettingPreset
from desktop.domain.settings.settings import Plain
from desktop.domain.settings.spoken import fold_spoken


def said(value: Plain | None, revision: int, author: str = "Ana Ruiz") -> SettingPreset:
    return SettingPreset(key="wording", value=value, author=author, revision=revision)


def test_the_last_word_and_the_one_before_it_are_told_in_any_order() -> None:
    words = [
        ("e1", 10, said("icons", 1)),
        ("e2", 20, said("neutral", 2)),
        ("e3", 5, said("plain", 3, "Marcus Bell")),
    ]
    for order in permutations(words):
        last = fold_spoken(order)["wording"]
        assert (last.value, last.before, last.author, last.at_ms) == (
            *("plain", "neutral", "Marcus Bell", 5),
        )
        assert last.can_undo


def test_the_first_word_is_undone_by_saying_nothing() -> None:
    last = fold_spoken([("e1", 10, said("neutral", 1))])["wording"]
    assert last.before is None
    assert last.can_undo


def test_what_was_said_twice_leaves_nothing_to_undo() -> None:
    twice = [("e1", 10, said("neutral", 1)), ("e2", 20, said("neutral", 2))]
    assert not fold_spoken(twice)["wording"].can_undo
