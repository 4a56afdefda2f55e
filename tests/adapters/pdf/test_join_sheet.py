"""The sheet of join codes: a card for each place, safe to cut apart and to read."""

import stat
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from desktop.services.adapters.pdf.join_sheet import JoinCard, join_sheet, save_join_sheet
from desktop.services.adapters.pdf.page import Paper

MADE = datetime(2026, 7, 1, 7, 30, tzinfo=UTC)
CODE = "7KM4-QX9T-2PAB-CD5E"


def a_card(place: str = "Counter 3", **more: object) -> JoinCard:
    card = {
        "role": "Counter",
        "name": "Licences",
        "code": CODE,
        "addresses": ("10.0.0.5:18884",),
        "valid_until": datetime(2026, 7, 1, 17, 30, tzinfo=UTC),
        **more,
    }
    return JoinCard(place=place, **card)  # type: ignore[arg-type]  # each test names fields


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def sheet(*cards: JoinCard, site: str = "City Hall", paper: Paper = Paper.A4) -> bytes:
    return join_sheet(cards, site=site, made_at=MADE, paper=paper)


def test_a_card_says_whose_it_is_what_to_type_where_and_until_when() -> None:
    (text,) = pages(sheet(a_card()))
    for said in ("City Hall", "Counter 3", "Licences", CODE, "10.0.0.5:18884", "17:30 on 1 July"):
        assert said in text


def test_eight_cards_go_on_a_page() -> None:
    texts = pages(sheet(*(a_card(f"Place {n:02}") for n in range(17))))
    assert [text.count(CODE) for text in texts] == [8, 8, 1]
    assert "Page 3 of 3" in texts[2]
    assert "Place 16" in texts[2]


@pytest.mark.parametrize("paper", Paper)
def test_it_prints_on_the_papers_of_both_sides_of_the_ocean(paper: Paper) -> None:
    page = PdfReader(BytesIO(sheet(a_card(), paper=paper))).pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(paper.size)


@pytest.mark.parametrize("typed", ["<b>&</para>", "x" * 80, "\u202eevil\x07", "窓口 3", "💥"])
def test_whatever_a_person_called_a_place_prints_as_text(typed: str) -> None:
    (text,) = pages(sheet(a_card(typed, name=typed), site=typed))
    assert CODE in text
    if typed.startswith("<"):
        assert "<b>&</para>" in text


def test_all_fonts_are_embedded() -> None:
    for page in PdfReader(BytesIO(sheet(a_card()))).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]  # pypdf's objects
            descriptor = font.get_object().get("/FontDescriptor")
            assert descriptor is not None, font
            assert "/FontFile2" in descriptor.get_object()


def test_the_same_sheet_is_the_same_bytes() -> None:
    assert sheet(a_card()) == sheet(a_card())


def test_the_file_is_for_this_account_alone(tmp_path: Path) -> None:
    file = tmp_path / "cards.pdf"
    save_join_sheet(file, [a_card()], site="City Hall", made_at=MADE)
    assert file.read_bytes().startswith(b"%PDF")
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
