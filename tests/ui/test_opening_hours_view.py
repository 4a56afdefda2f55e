"""Opening hours are read and typed in the language of the window, and kept in one."""

import pytest

from desktop.domain.hours import DAYS, parse_hours
from desktop.ui.views.advice import Advice
from desktop.ui.views.opening_hours import hours_example, said_hours, typed_hours
from desktop.ui.views.site import SiteAsked, SiteView
from desktop.ui.views.site_cards import Editing
from desktop.ui.views.site_rules import OPEN
from desktop.ui.words import LANGUAGES, Words
from tests.ui.site_stage import a_site

SPANISH, ENGLISH = Words.of("es"), Words.of("en")
KEPT = ("mon-thu 08:00-12:00, 13:00-17:00", "fri,sat 08:00-13:00")


def test_a_spanish_window_shows_spanish_days_and_an_english_one_what_is_kept() -> None:
    assert said_hours(KEPT, SPANISH) == "lun-jue 08:00-12:00, 13:00-17:00; vie,sáb 08:00-13:00"
    assert said_hours(KEPT, ENGLISH) == "; ".join(KEPT)
    assert said_hours(("Monday-Friday 8:00-17:00",), SPANISH) == "lun-vie 8:00-17:00"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_window_shows_is_understood_when_it_is_typed_there_again(language: str) -> None:
    words = Words.of(language)
    for day in DAYS:
        kept = (f"{day} 08:00-17:00",)
        assert typed_hours(said_hours(kept, words), words) == kept
    assert typed_hours(said_hours(KEPT, words), words) == KEPT
    typed = typed_hours(hours_example(words), words)
    assert not isinstance(typed, Advice)
    assert parse_hours(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("mon-fri 08:00-17:00", "mon-fri 08:00-17:00"),
        ("Lunes a viernes 8:00-17:00", "mon-fri 8:00-17:00"),
        ("LUN-MIE, SAB 08:00-12:00", "mon-wed, sat 08:00-12:00"),
        ("martes y jueves 09:00 a 14:00 y 16:00-18:00", "tue, thu 09:00-14:00, 16:00-18:00"),
        ("miércoles 09:00-14:00", "wed 09:00-14:00"),
        ("mie\N{COMBINING ACUTE ACCENT} 09:00-14:00", "wed 09:00-14:00"),
        ("Monday to Friday 9:00-17:00", "mon-fri 9:00-17:00"),
    ],
)
def test_days_are_understood_in_either_language_whatever_the_window_speaks(
    typed: str, kept: str
) -> None:
    for words in (SPANISH, ENGLISH):
        assert typed_hours(typed, words) == (kept,)
    assert parse_hours((kept,))


@pytest.mark.parametrize("typed", ["lun-vie", "freitag 08:00-17:00", "lun 17:00-08:00", "siempre"])
def test_what_is_no_hours_is_said_with_an_example_in_the_same_language(typed: str) -> None:
    refused = typed_hours(f"mar 08:00-09:00; {typed}", SPANISH)
    assert isinstance(refused, Advice)
    assert f"«{typed}»" in refused.sentence
    assert "lun-vie 08:00-17:00" in refused.fix


def test_the_site_page_opens_its_editor_with_the_days_of_its_language() -> None:
    asked = SiteAsked(editing=Editing(OPEN))
    view = SiteView.of(a_site(), asked, words=SPANISH)
    row = next(row for card in view.cards for row in card.rows if row.key == OPEN)
    assert row.says.startswith("lun-jue")
    assert row.editor is not None
    assert row.editor.fields[0].value == row.says
    assert "lun-vie" in row.editor.hint
    closed = SiteView.of(a_site(), words=SPANISH)
    row = next(row for card in closed.cards for row in card.rows if row.key == OPEN)
    assert any("lun-vie 08:00-17:00" in button.text for button in row.buttons)
