"""A site's own steps: the last word holds, and what cannot be shown holds nothing."""

import pytest

from desktop.domain.protocol.errors import StepRefusedError
from desktop.domain.protocol.facts import ProtocolSet, SaidStep
from desktop.domain.protocol.site_protocol import SiteProtocol, fold_protocol
from desktop.domain.protocol.steps import (
    MOST_LETTERS,
    MOST_STEPS,
    SHIPPED,
    Situation,
    Step,
    checked,
    new_key,
)


def said(*keys: str, revision: int = 1, situation: str = "panic") -> ProtocolSet:
    steps = tuple(SaidStep(key=key, text=f"Do {key}", phone="4100") for key in keys)
    return ProtocolSet(situation=situation, steps=steps, author="Ana Ruiz", revision=revision)


def keys(protocol: SiteProtocol, situation: Situation = Situation.PANIC) -> list[str]:
    return [step.key for step in protocol.steps(situation)]


def test_the_steps_that_ship_are_such_as_a_site_may_have() -> None:
    for steps in SHIPPED.values():
        assert checked(steps) == steps


def test_the_last_word_holds_in_any_order_and_says_nothing_of_other_situations() -> None:
    words = [("e1", said("go")), ("e3", said("doors", revision=2)), ("e2", said("x", revision=2))]
    for order in (words, words[::-1]):
        protocol = fold_protocol(order)
        assert keys(protocol) == ["doors"]
        assert protocol.revisions[Situation.PANIC] == 2
        assert protocol.steps(Situation.ASSIST) == SHIPPED[Situation.ASSIST]


def test_taken_back_the_steps_that_ship_hold_again() -> None:
    back = ProtocolSet(situation="panic", steps=None, author="Ana Ruiz", revision=2)
    protocol = fold_protocol([("e1", said("go")), ("e2", back)])
    assert keys(protocol) == ["police", "director", "guard"]


def test_what_a_newer_program_said_holds_nothing_here() -> None:
    odd = [said("Not A Key", revision=3), said("go", situation="earthquake")]
    protocol = fold_protocol((f"e{n}", fact) for n, fact in enumerate(odd))
    assert keys(protocol) == ["police", "director", "guard"]
    assert protocol.revisions == {Situation.PANIC: 3}


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([], "from 1 to"),
        ([Step(key=f"k{n}", text="x") for n in range(MOST_STEPS + 1)], "from 1 to"),
        ([Step(key="Back Door", text="x")], "“Back Door” is not"),
        ([Step(key="go", text="x"), Step(key="go", text="y")], "twice"),
        ([Step(key="go", text="  ")], "no words"),
        ([Step(key="go", text="x" * (MOST_LETTERS + 1))], "too long"),
    ],
)
def test_a_step_that_nobody_could_read_is_refused_in_a_sentence(
    steps: list[Step], sentence: str
) -> None:
    with pytest.raises(StepRefusedError, match=sentence):
        checked(steps)


def test_who_spoke_last_is_told_and_what_was_set_before() -> None:
    back = ProtocolSet(situation="panic", steps=None, author="Marcus Bell", revision=3)
    words = [("e1", said("go")), ("e2", said("doors", revision=2)), ("e3", back)]
    for order in (words, words[::-1]):
        protocol = fold_protocol(order)
        assert protocol.authors[Situation.PANIC] == "Marcus Bell"
        assert [step.key for step in protocol.before[Situation.PANIC]] == ["doors"]
    assert fold_protocol(words[:1]).before == {}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Lock the back office", "lock-the-back"),
        ("Call the police", "call-the-police"),
        ("Police", "police-2"),
        ("¡Ánimo!", "nimo"),
        ("911", "step"),
        ("警察", "step"),
        ("Abcdefghijklmnopqrstuvwxyz now", "abcdefghijklmnopqrstuvwx"),
    ],
)
def test_a_new_step_has_a_short_name_that_no_other_has(text: str, key: str) -> None:
    made = new_key(text, ["police", "director"])
    assert made == key
    assert made not in {"police", "director"}
    assert checked([Step(key=made, text=text)])


def test_a_short_name_that_is_taken_gets_a_number() -> None:
    taken: list[str] = []
    for _ in range(12):
        taken.append(new_key("Abcdefghijklmnopqrstuvwxyz", taken))
    assert len(set(taken)) == 12
    assert checked([Step(key=key, text="x") for key in taken])
