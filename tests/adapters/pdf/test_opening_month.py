"""The opening tests of a month on paper."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from desktop.domain.opening.month import Month
from desktop.domain.opening.openings import Told, fold_openings
from desktop.services.adapters.pdf.opening_month import opening_month_pdf
from desktop.services.adapters.pdf.page import Paper
from desktop.services.opening.month_paper import MonthPaper
from desktop.words import Words
from tests.support.openings import a_test, missed, wrong

EIGHT = datetime(2026, 11, 26, 8, 4, tzinfo=UTC)
MADE = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
NOVEMBER = date(2026, 11, 1)


def pages(
    *told: Told, language: str = "en", on: Paper = Paper.LETTER, names: dict[str, str] | None = None
) -> list[str]:
    return [
        page.extract_text()
        for page in PdfReader(BytesIO(pdf(*told, language=language, on=on, names=names))).pages
    ]


def pdf(
    *told: Told, language: str = "en", on: Paper = Paper.LETTER, names: dict[str, str] | None = None
) -> bytes:
    month = Month.of(fold_openings(told), NOVEMBER, names or {"3" * 32: "Counter 3"})
    paper = MonthPaper.of(
        month,
        site_name="Alder County Health",
        site_address="118 Court Street",
        made_at=MADE,
        words=Words.of(language),
    )
    return opening_month_pdf(paper, on=on)


def test_it_says_how_many_were_done_what_was_wrong_and_how_long_it_took() -> None:
    (text,) = pages(
        a_test(EIGHT.replace(day=2), after_s=4, receipt_ms=7),
        a_test(EIGHT.replace(day=3), way_out=wrong("Boxes"), note="Told facilities"),
        a_test(EIGHT.replace(day=4)),
        missed(date(2026, 11, 5)),
    )
    for part in (
        "Alder County Health",
        "Opening tests, Nov 2026",
        "Counter 3",
        "Way out not free: Boxes",
        "Maria Delgado",
        "Told facilities",
        "7 ms",
        "4 s",
        "not known: no desk saw it at work for so long",
        "Page 1 of 1",
    ):
        assert part in text


def test_a_month_of_which_nothing_is_known_says_so() -> None:
    (text,) = pages()
    assert "No test of this month found anything wrong." in text
    assert text.count("Not known") == 2
    (text,) = pages(names={"": ""})
    assert "Page 1 of 1" in text


def test_many_stations_fill_pages_that_each_name_their_days() -> None:
    names = {f"{n:032d}": f"Counter {n}" for n in range(1, 61)}
    texts = pages(a_test(EIGHT), names=names)
    assert f"Page 2 of {len(texts)}" in texts[1]
    everything = " ".join(texts)
    assert all(f"Counter {n}" in everything for n in (1, 40, 60))
    assert all("29 30" in text or "29\n30" in text for text in texts[:2])


@pytest.mark.parametrize("on", Paper)
def test_it_prints_on_the_papers_of_both_sides_of_the_ocean(on: Paper) -> None:
    page = PdfReader(BytesIO(pdf(a_test(EIGHT), on=on))).pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(on.size)


@pytest.mark.parametrize("typed", ["<b>&</para>", "x" * 200, "\u202eevil\x07", "窓口 3", "💥"])
def test_whatever_somebody_typed_prints_as_text(typed: str) -> None:
    texts = pages(
        a_test(EIGHT, place=typed, person=typed, by=typed, note=typed, way_out=wrong(typed)),
        names={"9" * 32: typed},
    )
    assert "Way out not free" in " ".join(texts)
    if typed.startswith("<"):
        assert "Way out not free: <b>&</para>" in texts[0]


def test_it_is_printed_in_spanish_where_that_is_spoken() -> None:
    (text,) = pages(a_test(EIGHT, way_out=wrong("Cajas")), language="es")
    assert "Pruebas de apertura, nov 2026" in text
    assert "Salida no libre: Cajas" in text


def test_the_same_month_is_the_same_bytes() -> None:
    assert pdf(a_test(EIGHT)) == pdf(a_test(EIGHT))


def test_all_fonts_are_embedded() -> None:
    for page in PdfReader(BytesIO(pdf(a_test(EIGHT)))).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]  # pypdf's objects
            descriptor = font.get_object().get("/FontDescriptor")
            assert descriptor is not None, font
