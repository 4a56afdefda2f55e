"""The summary of a drill, read again from the paper."""

from datetime import timedelta

import pytest

from desktop.domain.drills.course import Course
from desktop.services.adapters.pdf.drill_summary import drill_summary_pdf
from desktop.services.adapters.pdf.page import Paper
from desktop.services.drills.paper import DrillPaper
from desktop.words import Words
from tests.adapters.pdf.reading import text_of
from tests.support.alert_story import PRESSED_AT
from tests.support.drill_story import a_call, a_course


def printed(course: Course, language: str = "en", on: Paper = Paper.LETTER) -> bytes:
    paper = DrillPaper.of(
        course,
        site_name="City Hall",
        site_address="200 Main Street",
        made_at=PRESSED_AT + timedelta(minutes=20),
        words=Words.of(language),
    )
    return drill_summary_pdf(paper, on=on)


@pytest.mark.parametrize("on", list(Paper))
def test_it_says_what_went_well_what_is_to_be_looked_at_and_every_time(on: Paper) -> None:
    text = text_of(printed(a_course(a_call()), on=on))
    assert text.count("DRILL") >= 1
    for said in (
        "This was a drill. Nobody called for help.",
        "Counter 3: after 6.1 s somebody said that they go.",
        "Counter 4: asked, and nobody pressed.",
        "Counter 3: these desks had the call and said nothing: Annex.",
        "had the call, said nothing",
        "takes the step: Call the police (Ana Ruiz)",
        "Ana Ruiz, Ben Okafor, Maria Delgado",
        "It grades nobody.",
    ):
        assert said in text, said


def test_the_same_drill_is_the_same_bytes() -> None:
    assert printed(a_course(a_call())) == printed(a_course(a_call()))


def test_it_is_said_in_spanish() -> None:
    text = text_of(printed(a_course(a_call()), "es"))
    assert "SIMULACRO" in text
    assert "No califica a nadie." in text
    assert "toma el paso: Llamar a la policía" in text


def test_nobody_pressed_and_many_calls_are_papers_too() -> None:
    assert "Nobody pressed, so there is no timeline." in text_of(printed(a_course()))
    unmeasured = a_course(a_call(), measured_at=())
    assert "no times from here" in text_of(printed(unmeasured))
