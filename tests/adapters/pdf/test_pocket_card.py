"""The pocket card on paper: two pages whatever a site says, and nothing cut in the middle."""

from dataclasses import dataclass
from itertools import pairwise

import pytest
from msgspec.structs import replace

from desktop.domain.guidance.card import Card, CardKind, Part
from desktop.services.adapters.pdf.faces import SMALLEST
from desktop.services.adapters.pdf.page import Paper
from desktop.services.adapters.pdf.pictures import read_logo
from desktop.services.adapters.pdf.pocket_card import COLUMNS, ROWS, PrintedCard, pocket_card_pdf
from tests.adapters.pdf.reading import edges, everything_in, poppler_text, read, squeezed, text_of
from tests.adapters.pdf.shots import a_logo
from tests.support.pocket import a_pocket_card, changed, saying, shipped_library, without

LONG = "We hear you, we write down what you say, and we come back to you with an answer. " * 7
HOSTILE = "</para><img src='file:///etc/hostname'/> 5 < 6 & <b>so on</b> {title} %s"


@dataclass(frozen=True, slots=True)
class Case:
    """What a site may make of its cards."""

    text: str
    times: int = 3


CASES = {
    "three long phrases": Case(LONG[:590]),
    "many short ones": Case("No.", times=400),
    "one word without an end": Case("W" * 590),
    "to the left": Case("אני שומע אותך, ואני רושם כל מה שאתה אומר 42. " * 12),
    "arabic": Case("أنا أسمعك، وسأكتب كل ما تقوله ثم أعود إليك بالجواب. " * 3),
    "no spaces": Case("我听到您的话、我会把您说的写下来、然后给您答复。" * 20),
    "emoji": Case("👩‍👩‍👧 💥 " * 60),
    "markup": Case(HOSTILE),
    "nothing": Case(" "),
}


def of_case(case: Case) -> PrintedCard:
    library = changed(shipped_library(), saying(case.text, case.times))
    return pocket_card_pdf(a_pocket_card(library, site=case.text[:80], number=case.text[:80]))


def pages(pdf: bytes) -> list[str]:
    return [squeezed(page.extract_text()) for page in read(pdf).pages]


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_one_sheet_on_its_side_printed_on_both_sides(paper: Paper, language: str) -> None:
    sheets = read(pocket_card_pdf(a_pocket_card(language=language), on=paper).pdf).pages
    assert len(sheets) == 2
    across, along = paper.size
    for sheet in sheets:
        size = float(sheet.mediabox.width), float(sheet.mediabox.height)
        assert size == pytest.approx((along, across))


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_situation_has_its_number_its_first_phrase_its_steps_and_what_not_to_say(
    paper: Paper, language: str
) -> None:
    library = shipped_library(language)
    _, inside = pages(pocket_card_pdf(a_pocket_card(language=language), on=paper).pdf)
    situations = library.situations
    assert [card.place for card in situations] == [1, 2, 3, 4, 5, 6, 7, 8]
    for card in situations:
        first, *_ = card.items(Part.SAY)
        never, *_ = card.items(Part.DONT_SAY)
        steps = [f"{n} {item.text}" for n, item in enumerate(card.items(Part.DO), start=1)]
        for text in (card.title, card.hint, first.text, *steps, never.text):
            assert squeezed(text) in inside, text


def test_outside_stand_the_site_whom_to_call_what_is_always_true_and_the_ladder() -> None:
    library = shipped_library()
    outside, _ = pages(pocket_card_pdf(a_pocket_card(versions=4)).pdf)
    said = [
        *("Alder County Health Department", "Pocket card", "Made Nov 26, 2026"),
        *("With 4 changes by this site", "ext. 4100", "Always true", "After it"),
        *(item.text for item in library.always),
    ]
    ladder = library.find("counter")
    assert ladder is not None
    for number, rung in enumerate(library.ladder_of(ladder), start=1):
        said += [f"{number} {rung.title}", rung.text, rung.say]
    for text in said:
        assert squeezed(text) in outside, text


def test_it_speaks_spanish() -> None:
    outside, inside = pages(pocket_card_pdf(a_pocket_card(language="es")).pdf)
    assert squeezed("Tarjeta de bolsillo") in outside
    assert squeezed("Hecha el 26 nov 2026") in outside
    assert squeezed("No diga") in inside
    assert squeezed("More in the panel") not in inside


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_whatever_a_site_wrote_there_are_two_pages_and_each_face_keeps_to_its_edges(
    case: Case, paper: Paper
) -> None:
    library = changed(shipped_library(), saying(case.text, case.times))
    # poppler's list of words is no UTF-8 where the title of the file has an emoji.
    name = "".join(letter for letter in case.text[:80] if letter <= "\uffff")
    pdf = pocket_card_pdf(a_pocket_card(library, site=name, number=name), on=paper).pdf
    assert len(read(pdf).pages) == 2
    across, along = paper.size
    wide, tall = along / COLUMNS, across / ROWS
    for left, top, right, bottom in edges(pdf):
        # No word crosses a fold, nor comes near the edge that a printer leaves white.
        assert left // wide == (right - 1) // wide, (left, right)
        assert top // tall == (bottom - 1) // tall, (top, bottom)
        assert left >= 12
        assert right <= along - 12


def test_of_what_is_too_long_whole_phrases_are_left_out_and_it_says_so() -> None:
    case = CASES["three long phrases"]
    printed = of_case(case)
    _, inside = pages(printed.pdf)
    phrase = squeezed(f"“{case.text} 1”")
    assert inside.count(phrase) == 8
    assert inside.count(squeezed("More in the panel")) == 8
    begun = inside.count(squeezed(f"“{case.text[:40]}"))
    ended = sum(inside.count(squeezed(f"{case.text[-20:]} {n}”")) for n in range(1, 4))
    assert begun == ended, "a phrase is cut in the middle"
    assert len(printed.left_out) >= 8


def test_steps_that_are_shown_are_the_first_ones() -> None:
    """The second without the first would be other advice."""
    said = "Wait until they have said it all. " * 8
    _, inside = pages(
        pocket_card_pdf(a_pocket_card(changed(shipped_library(), saying(said, 3)))).pdf
    )
    first, second, third = (inside.count(squeezed(f"{n} {said} {n}")) for n in (1, 2, 3))
    assert 8 == first >= second >= third
    assert third < 8


def test_no_type_is_smaller_than_can_be_read() -> None:
    for name in ("three long phrases", "many short ones"):
        content = everything_in(of_case(CASES[name]).pdf).decode("latin-1")
        words = content.split()
        sizes = {float(size) for size, operator in pairwise(words) if operator == "Tf"}
        assert min(sizes) >= SMALLEST


def test_hostile_words_print_as_they_were_typed() -> None:
    printed = of_case(CASES["markup"])
    assert squeezed(f"“{HOSTILE} 1”") in squeezed(text_of(printed.pdf))
    assert b"hostname</" not in everything_in(printed.pdf)


def test_text_that_runs_to_the_left_can_be_read_back() -> None:
    said = "אני שומע אותך"
    library = changed(shipped_library(), saying(said, 1))
    assert said in poppler_text(pocket_card_pdf(a_pocket_card(library)).pdf)


def test_a_site_that_has_not_said_whom_to_call_gets_a_line_to_write_it_on() -> None:
    outside, _ = pages(pocket_card_pdf(a_pocket_card(number="", site="")).pdf)
    assert squeezed("When no desk answers, call") in outside


def test_cards_that_a_site_hides_leave_their_faces_empty_and_the_rest_prints() -> None:
    library = without(shipped_library(), CardKind.LADDER, CardKind.ALWAYS, CardKind.GUIDE)
    outside, inside = pages(pocket_card_pdf(a_pocket_card(library)).pdf)
    assert squeezed("A short break first. It is part of the work.") in outside
    assert "Language" in inside
    nothing = without(shipped_library(), *CardKind)
    assert len(pages(pocket_card_pdf(a_pocket_card(nothing)).pdf)) == 2


@pytest.mark.parametrize("count", [1, 3, 5, 8, 12, 60])
def test_a_ladder_of_any_length_stands_on_four_faces(count: int) -> None:
    def longer(card: Card) -> Card:
        if card.kind is not CardKind.LADDER:
            return card
        rungs = [
            replace(card.rungs[0], id=f"r{n}", title=f"Rung {n} of it", then=f"r{n + 1}")
            for n in range(1, count + 1)
        ]
        return replace(card, rungs=(*rungs[:-1], replace(rungs[-1], then="")))

    card = a_pocket_card(changed(shipped_library(), longer))
    assert len(card.rungs) <= 4
    printed = pocket_card_pdf(card)
    outside, _ = pages(printed.pdf)
    shown = min(count, 12)
    assert all(squeezed(f"Rung {n} of it") in outside for n in range(1, shown + 1))
    assert ("counter" in printed.left_out) is (count > shown)
    assert (squeezed("More in the panel") in outside) is (count > shown)


def test_the_same_card_is_the_same_bytes_with_fonts_of_its_own() -> None:
    logo = read_logo(a_logo())
    first = pocket_card_pdf(a_pocket_card(), logo=logo).pdf
    assert first == pocket_card_pdf(a_pocket_card(), logo=logo).pdf
    for page in read(first).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]  # pypdf's objects
            descriptor = font.get_object().get("/FontDescriptor")
            assert descriptor is not None, font
            assert "/FontFile2" in descriptor.get_object()
