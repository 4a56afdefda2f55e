from hashlib import sha256
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from desktop.services.reports.verification import same_code, verification_code

EVENTS = st.lists(st.binary(min_size=16, max_size=16).map(bytes.hex), min_size=1)


@given(EVENTS, st.randoms())
def test_neither_order_nor_doubles_change_the_code(events: list[str], random: Random) -> None:
    again = [*events, *events]
    random.shuffle(again)
    assert verification_code(again) == verification_code(events)


@given(EVENTS)
def test_a_code_is_the_first_eighty_bits_in_crockfords_letters(events: list[str]) -> None:
    code = verification_code(events)
    digest = sha256(b"".join(bytes.fromhex(event) for event in sorted(set(events)))).digest()
    letters = code.replace(" ", "")
    number = 0
    for letter in letters:
        number = number * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(letter)
    assert number.to_bytes(10) == digest[:10]
    assert [len(group) for group in code.split(" ")] == [4, 4, 4, 4]


def test_a_code_is_recognized_as_people_write_it() -> None:
    assert same_code("7KQ4 M2XD 9R0T 1HVB", "7kq4-m2xd9rOt ihvb")
    assert not same_code("7KQ4 M2XD 9R0T 1HVB", "7KQ4 M2XD 9R0T 1HVC")
