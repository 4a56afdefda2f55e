"""What is on the pocket card: the cards that the panel shows, in one language."""

import pytest
from msgspec.structs import replace

from desktop.domain.guidance.card import Card, CardKind, Form, Item, Part, Run, Section
from desktop.services.guidance.faces import Rank
from tests.support.pocket import a_pocket_card, changed, shipped_library, without


def test_the_situations_stand_in_the_order_of_their_keys() -> None:
    card = a_pocket_card()
    assert [face.mark for face in card.situations] == list("12345678")
    assert [face.title for face in card.situations] == [
        one.title for one in shipped_library().situations
    ]


def test_first_of_all_come_the_first_phrase_and_the_first_step() -> None:
    for face in a_pocket_card().situations:
        say, do = face.up_to(Rank.FIRST).blocks
        assert len(say.lines) == len(do.lines) == 1
        assert do.lines[0].mark == "1"
        assert say.lines[0].text.startswith("“")


def test_where_it_gets_worse_the_number_of_that_situation_is_named() -> None:
    language = next(face for face in a_pocket_card().situations if face.name == "language")
    assert language.blocks[-1].lines[0].text == "If it gets worse: 5 Safety"


def test_points_below_a_step_are_for_the_panel_and_the_card_says_so() -> None:
    def deeper(card: Card) -> Card:
        point = Item(Form.POINT, (Run("And this"),))
        step = Item(Form.STEP, (Run("Wait"),), under=(point,))
        return replace(card, sections=(*card.sections, Section(Part.DO, "Do", (step,))))

    assert not any(face.left_out for face in a_pocket_card().situations)
    assert all(
        face.left_out for face in a_pocket_card(changed(shipped_library(), deeper)).situations
    )


def test_the_ladder_is_the_counter_s_and_another_one_where_that_is_hidden() -> None:
    library = shipped_library()
    ladder = library.find("counter")
    assert ladder is not None
    assert {face.caption for face in a_pocket_card().rungs} == {ladder.title}
    cards = {name: card for name, card in library.cards.items() if name != "counter"}
    other = a_pocket_card(replace(library, cards=cards))
    assert other.rungs[0].caption == library.of_kind(CardKind.LADDER)[1].title
    assert a_pocket_card(without(library, CardKind.LADDER)).rungs == ()


@pytest.mark.parametrize(
    ("versions", "said"),
    [
        (0, "The cards as they came with the program"),
        (1, "With 1 change by this site"),
        (7, "With 7 changes by this site"),
    ],
)
def test_it_says_how_much_of_it_the_site_changed(versions: int, said: str) -> None:
    assert a_pocket_card(versions=versions).versions == said


def test_braces_in_a_card_are_braces_on_the_paper() -> None:
    library = changed(shipped_library(), lambda card: replace(card, title="{title} {0}"))
    assert a_pocket_card(library).situations[0].title == "{title} {0}"
    worse = a_pocket_card(library).situations[0].blocks[-1].lines[0].text
    assert worse.endswith("{title} {0}")
