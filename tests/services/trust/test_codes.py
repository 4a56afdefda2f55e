"""Join codes: a person reads them aloud, another one types them, and slips cost nothing."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services.trust.codes import ALPHABET, CodeLength, JoinCode
from desktop.services.trust.refusals import JoinCodeMistypedError

codes = st.builds(
    lambda length, seed: JoinCode.new(
        length, random.Random(seed).choice, ALPHABET[seed % 32] * length.nameplate
    ),
    st.sampled_from(CodeLength),
    st.integers(0, 2**32),
)


@given(codes)
def test_a_code_is_read_back_as_it_is_shown(code: JoinCode) -> None:
    assert JoinCode.parse(str(code)) == code


@given(codes, st.randoms(use_true_random=False))
def test_case_dashes_spaces_and_look_alikes_do_not_matter(
    code: JoinCode, chance: random.Random
) -> None:
    typed = str(code).lower() if chance.random() < 0.5 else str(code)
    typed = typed.replace("-", chance.choice(["", " ", "\N{EN DASH}", "."]))
    typed = typed.replace("0", chance.choice("0oO")).replace("1", chance.choice("1iIlL"))
    assert JoinCode.parse(f"  {typed} \n") == code


@given(codes, st.data())
def test_one_wrong_letter_is_noticed_before_it_costs_a_try(
    code: JoinCode, data: st.DataObject
) -> None:
    letters = list(str(code).replace("-", ""))
    at = data.draw(st.integers(0, len(letters) - 1))
    letters[at] = data.draw(st.sampled_from([c for c in ALPHABET if c != letters[at]]))
    with pytest.raises(JoinCodeMistypedError):
        JoinCode.parse("".join(letters))


@given(codes)
def test_neighbours_swapped_are_noticed_but_for_a_rare_pair(code: JoinCode) -> None:
    letters = str(code).replace("-", "")[:-1]
    check = str(code)[-1]
    for at, (one, other) in enumerate(pairwise(letters)):
        apart = abs(ALPHABET.index(one) - ALPHABET.index(other))
        swapped = letters[:at] + other + one + letters[at + 2 :] + check
        if apart in {0, 16}:
            continue
        with pytest.raises(JoinCodeMistypedError):
            JoinCode.parse(swapped)


@pytest.mark.parametrize(
    "typed", ["", "7KM", "7KM-4QX-9T", "7KM-4QX-9TP-X", "7KM 4QX UU9", "💥" * 9]
)
def test_what_is_no_code_is_told_with_advice(typed: str) -> None:
    with pytest.raises(JoinCodeMistypedError) as refused:
        JoinCode.parse(typed)
    assert "did not use up a try" in refused.value.advice


def test_a_short_code_is_three_groups_of_three_and_a_long_one_four_of_four() -> None:
    short = JoinCode.new(CodeLength.SHORT, random.choice, "7K")
    long = JoinCode.new(CodeLength.LONG, random.choice, "7KM")
    assert [len(group) for group in str(short).split("-")] == [3, 3, 3]
    assert [len(group) for group in str(long).split("-")] == [4, 4, 4, 4]


def test_no_letter_of_a_code_can_be_taken_for_another() -> None:
    assert not set("ILOU") & set(ALPHABET)
    assert len(set(ALPHABET)) == 32


def test_a_code_does_not_print_its_secret_into_a_log() -> None:
    code = JoinCode.new(CodeLength.SHORT, random.choice, "7K")
    assert code.secret not in repr(code)
