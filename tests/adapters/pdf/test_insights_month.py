"""The figures of a month on paper."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from desktop.domain.insights.counting import Insights, Mention
from desktop.domain.insights.period import Period
from desktop.services.adapters.pdf.insights_month import (
    bar_drawing,
    insights_month_pdf,
    week_drawing,
)
from desktop.services.adapters.pdf.page import Paper
from desktop.services.insights.month_paper import InsightsPaper, Week
from desktop.words import Words
from tests.support.insights import Press, counted, told

FEBRUARY = Period.month(date(2026, 2, 1))
MADE = datetime(2026, 2, 27, 17, 0, tzinfo=UTC)


def paper(insights: Insights, language: str = "en") -> InsightsPaper:
    return InsightsPaper.of(
        insights,
        site_name="Alder County Health",
        site_address="118 Court Street",
        made_at=MADE,
        words=Words.of(language),
    )


def text(insights: Insights, language: str = "en", on: Paper = Paper.LETTER) -> str:
    made = insights_month_pdf(paper(insights, language), on=on)
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)


@pytest.mark.parametrize("on", list(Paper))
def test_it_has_every_question_of_the_page_and_its_numbers(on: Paper) -> None:
    said = text(counted(FEBRUARY), on=on)
    for part in (
        "Alder County Health",
        "Alerts and reports, Feb 2026",
        "When do people need help?",
        "10 AM",
        "Until a desk had it",
        "Until somebody said they were going",
        "Until somebody was there",
        "95 of 100 within",
        "Where do people call from?",
        "Counter 3",
        "How did it end?",
        "False alarm",
        "What did people do?",
        "Loud or insulting",
        "Drills, not counted",
        "never counted or compared",
    ):
        assert part in said, part


def test_an_address_is_not_printed_but_the_numbers_of_its_reports_are() -> None:
    named = tuple(
        Mention(f"2026-C3-00{at}", f"2026-02-0{at}T09:00", (), ("14 Mill Lane",)) for at in (1, 2)
    )
    insights = Insights.of(FEBRUARY, calls=told([]), hours=[], mentions=named)
    said = text(insights)
    assert "2026-C3-001, 2026-C3-002" in said
    assert "Mill Lane" not in said


def test_a_month_without_an_alert_says_so() -> None:
    said = text(Insights.of(FEBRUARY, calls=told([]), hours=[], mentions=()))
    assert said.count("No alert in these days.") == 6
    assert "Too few to tell" in said


def test_the_same_month_is_the_same_bytes() -> None:
    assert insights_month_pdf(paper(counted(FEBRUARY))) == insights_month_pdf(
        paper(counted(FEBRUARY))
    )


def test_in_spanish_it_is_spanish() -> None:
    said = text(counted(FEBRUARY), "es")
    assert "¿Cuándo se necesita ayuda?" in said
    assert "Falsa alarma" in said
    assert "lun" in said


def test_a_hundred_places_with_long_names_lie_on_pages_and_none_is_lost() -> None:
    made = [
        Press(
            id=str(at),
            at=datetime(2026, 2, 2, 10, tzinfo=UTC),
            place=f"Benefits and Eligibility Interview Room {at}, North Annex",
        )
        for at in range(100)
    ]
    said = text(Insights.of(FEBRUARY, calls=told(made), hours=[], mentions=()))
    squeezed = " ".join(said.split())
    for at in range(100):
        assert f"Interview Room {at}, North" in squeezed


def test_a_week_of_all_hours_fits_the_page_and_more_is_darker() -> None:
    counts = tuple(tuple((day * 24 + hour) % 13 for hour in range(24)) for day in range(7))
    drawn = week_drawing(
        Week(
            title="",
            about="",
            days=tuple("MTWTFSS"),
            hours=tuple(str(hour) for hour in range(24)),
            counts=counts,
            none="",
        ),
        Paper.LETTER.text_width,
    )
    assert drawn.width <= Paper.LETTER.text_width
    cells = [one for one in drawn.contents if hasattr(one, "fillColor") and hasattr(one, "rx")]
    bright = {
        n: cell.fillColor.red
        for n, cell in zip((n for day in counts for n in day), cells, strict=True)
    }
    ordered = [bright[n] for n in sorted(bright)]
    assert ordered == sorted(ordered, reverse=True)
    assert bright[0] > bright[1] > bright[12]


def test_a_bar_is_as_long_as_its_number() -> None:
    whole, part = bar_drawing(10, 4, 20, 200.0).contents
    assert (whole.width, part.width) == (100.0, 40.0)
