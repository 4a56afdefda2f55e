"""What goes first on a face where there is no room for all of it."""

from collections.abc import Callable

import pytest

from desktop.services.guidance.faces import Block, Face, Form, Line, Rank

SAY = Block(
    "Say",
    (
        Line(Form.PHRASE, "first phrase", Rank.FIRST),
        Line(Form.PHRASE, "a phrase that is far too long for any face", Rank.ENOUGH),
        Line(Form.PHRASE, "last phrase", Rank.REST),
    ),
)
DO = Block(
    "Do",
    (
        Line(Form.STEP, "step one", Rank.FIRST, "1"),
        Line(Form.STEP, "step two, which goes on and on", Rank.ENOUGH, "2"),
        Line(Form.STEP, "three", Rank.ENOUGH, "3"),
    ),
    in_order=True,
)
FACE = Face(name="language", title="Language", blocks=(SAY, DO))


def said(face: Face) -> list[str]:
    return [line.text for block in face.blocks for line in block.lines]


def letters(most: int) -> Callable[[Face], bool]:
    """A face that holds so many letters."""
    return lambda face: sum(map(len, said(face))) <= most


def test_where_there_is_room_it_says_everything_and_promises_no_more() -> None:
    assert FACE.fitted(letters(1_000)) is FACE
    assert not FACE.left_out


def test_what_it_is_for_comes_first_and_stands_in_the_order_of_the_card() -> None:
    shown = FACE.fitted(letters(len("first phrase") + len("step one")))
    assert said(shown) == ["first phrase", "step one"]
    assert shown.left_out


def test_a_phrase_too_long_is_passed_over_and_a_shorter_one_takes_its_place() -> None:
    assert said(FACE.fitted(letters(33))) == ["first phrase", "last phrase", "step one"]


def test_no_step_stands_without_those_before_it() -> None:
    shown = FACE.fitted(letters(28))
    assert "three" not in said(shown)
    assert said(shown)[-1] == "step one"


def test_a_heading_goes_with_its_last_line() -> None:
    shown = FACE.fitted(letters(len("first phrase")))
    assert [block.heading for block in shown.blocks] == ["Say"]


def test_a_face_that_holds_nothing_says_that_there_is_more() -> None:
    shown = FACE.fitted(lambda _: False)
    assert shown.blocks == ()
    assert shown.left_out


@pytest.mark.parametrize("rank", Rank)
def test_what_is_wanted_up_to_a_rank_is_all_of_it_and_nothing_later(rank: Rank) -> None:
    wanted = [line.text for block in FACE.blocks for line in block.lines if line.rank <= rank]
    assert said(FACE.up_to(rank)) == wanted
    assert FACE.up_to(rank).left_out is (rank < Rank.REST)
