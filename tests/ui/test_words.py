import importlib
import pkgutil
import re
from datetime import UTC, datetime, tzinfo
from string import Formatter
from typing import Self

import pytest

import desktop
from desktop.assets import asset
from desktop.domain.errors import DeskError
from desktop.domain.reports.answers import EssentialsMissingError
from desktop.domain.reports.attachments import AttachmentEmptyError
from desktop.domain.reports.fields import ESSENTIALS
from desktop.ui.views.advice import Advice
from desktop.ui.views.dates import instant_words
from desktop.ui.words import Words, elapsed
from tests.ui.catalog import (
    NOT_IN_WINDOWS,
    errors_said_in_one_language,
    mo_of,
    read_po,
    shown_errors,
    spoken,
)

OF_WINDOWS = ("autostart.windows", "hotkeys.windows", "machine.windows")
"""Modules that only that system can load."""


pytestmark = pytest.mark.xdist_group("words")  # the program is read once for all of them


def test_every_text_has_its_spanish() -> None:
    known = read_po(asset("i18n", "es.po"))
    missing = [one for one in spoken() if one not in known or not known[one].is_complete]
    assert not missing, "python -m tests.ui.catalog"


def test_every_error_that_a_window_can_show_has_its_spanish() -> None:
    known = read_po(asset("i18n", "es.po"))
    for module in pkgutil.walk_packages(desktop.__path__, "desktop."):
        if not module.name.endswith(("__main__", *OF_WINDOWS)):
            importlib.import_module(module.name)
    in_windows = [
        error
        for error in descendants(DeskError)
        if error.__module__.startswith("desktop.")
        and not error.__module__.startswith(("desktop.cli", "desktop.demo"))
        and error.__name__ not in NOT_IN_WINDOWS
    ]
    assert {error.__name__ for error in in_windows} == shown_errors()
    for error in in_windows:
        for text in ((error.__doc__ or "").split("\n")[0], error.advice):
            assert known[text].is_complete, (error, text)


def descendants(of: type[DeskError]) -> set[type[DeskError]]:
    return {of}.union(*(descendants(one) for one in of.__subclasses__()))


def test_no_error_that_a_window_can_show_is_told_in_english_alone() -> None:
    assert errors_said_in_one_language() == []


def test_an_error_is_said_in_the_language_of_the_window() -> None:
    error = AttachmentEmptyError("“{name}” is empty.", name="{0} glass.jpg")
    said = Advice.of(error, Words.of("es"))
    assert said.sentence == "«{0} glass.jpg» está vacío."
    assert str(error) == "“{0} glass.jpg” is empty."
    missing = Advice.of(EssentialsMissingError(tuple(ESSENTIALS[:1])), Words.of("es"))
    assert Words.of("es")(ESSENTIALS[0].label) in missing.sentence
    assert missing.whole.endswith(missing.fix)


def test_the_catalogue_that_ships_is_made_of_the_one_that_people_edit() -> None:
    made = mo_of(read_po(asset("i18n", "es.po")))
    assert asset("i18n", "es.mo").read_bytes() == made


def test_a_translation_fills_in_the_same_fields_as_the_english() -> None:
    for entry in read_po(asset("i18n", "es.po")).values():
        wanted = _fields(entry.many or entry.one)
        assert all(_fields(said) <= wanted for said in entry.said), entry.one
        assert _fields(entry.said[-1]) == wanted, entry.one


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


class OnWindows(datetime):
    """A time in a year for which Windows knows no offset: before 1970, or after 3000."""

    def astimezone(self, tz: tzinfo | None = None) -> Self:
        if tz is None:
            raise OSError(22, "Invalid argument")
        return super().astimezone(tz)


@pytest.mark.parametrize("zone", [UTC, None])
def test_a_clock_that_is_centuries_off_still_has_a_time_of_day_on_windows(
    zone: tzinfo | None,
) -> None:
    at = OnWindows(3500, 1, 1, 14, 5, tzinfo=zone)
    assert Words.of("en").time_of_day(at) == "2:05 PM"
    assert instant_words(at, Words.of("en")) == "Jan 1, 3500, 2:05 PM"


GLOSSARY = {
    r"alerts?": ("aviso", r"\balertas?\b"),
    r"supervisors? desks?|supervisor's desk": ("puesto", r"\bpuestos? de supervisión\b"),
    r"counters?": ("ventanilla", r"\bmostrador(es)?\b"),
    r"PCs?": ("PC", r"\b(este|el|otro|su|un) equipo\b|\bordenador(es)?\b|\bcomputadora\b"),
    r"this site's|our site|the site needs": ("oficina", r"\bsitios?\b|\bsedes?\b"),
}
"""What windows name: the Spanish word for it, and those that the Spanish does not use."""


@pytest.mark.parametrize("thing", GLOSSARY)
def test_the_spanish_has_one_word_for_one_thing(thing: str) -> None:
    ours, others = GLOSSARY[thing]
    entries = read_po(asset("i18n", "es.po")).values()
    naming = [entry for entry in entries if re.search(rf"\b({thing})\b", entry.one)]
    assert naming
    named = ours.lower()
    assert [e.said for e in naming if not all(named in form.lower() for form in e.said)] == []
    said = [form for entry in entries for form in entry.said]
    assert [one for one in said if re.search(others, one, re.IGNORECASE)] == []


def test_every_quotation_in_a_window_is_set_in_the_marks_of_its_language() -> None:
    english = read_po(asset("i18n", "es.po")).values()
    quoting = [entry for entry in english if "“" in entry.one]
    assert quoting
    assert all("«" in form and "»" in form for entry in quoting for form in entry.said)


def test_cue_words_in_spanish_are_the_designs() -> None:
    words = Words.of("es_MX")
    said = [words(text) for text in ("Away", "Sending", "Step out", "Called", "Panic")]
    assert said == ["Ausente", "Enviando", "Pausa", "Llamado", "Pánico"]
    assert words("{got} of {of}", got=2, of=3) == "2 de 3"


def test_a_language_that_we_do_not_speak_is_english() -> None:
    assert Words.of("fr_FR")("Away") == "Away"
    assert Words.of("C")("I'm going") == "I\N{RIGHT SINGLE QUOTATION MARK}m going"


def test_plurals_follow_the_count() -> None:
    words = Words.of("es")
    one, many = "{n} person needs you now", "{n} people need you now"
    assert words.plural(one, many, 1) == "1 persona le necesita ahora"
    assert words.plural(one, many, 2) == "2 personas le necesitan ahora"


def test_names_with_braces_and_percents_are_shown_as_they_are() -> None:
    assert Words.of("en")("{name} is coming.", name="{0} 100%") == "{0} 100% is coming."


@pytest.mark.parametrize(
    ("hour", "english", "spanish"),
    [
        (0, "12:05 AM", "0:05"),
        (9, "9:05 AM", "9:05"),
        (12, "12:05 PM", "12:05"),
        (21, "9:05 PM", "21:05"),
    ],
)
def test_the_time_of_day_is_this_pcs(hour: int, english: str, spanish: str) -> None:
    at = datetime(2026, 3, 9, hour, 5).astimezone()
    assert Words.of("en").time_of_day(at) == english
    assert Words.of("es").time_of_day(at) == spanish


def test_a_clock_counts_up_and_never_below_zero() -> None:
    shown = [elapsed(s) for s in (-3, 0, 9.9, 61, 3600 + 62)]
    assert shown == ["0:00", "0:00", "0:09", "1:01", "1:01:02"]


def test_nothing_people_read_calls_itself_by_a_technical_name() -> None:
    jargon = re.compile(r"\b(broker|MQTT|certificate|event|payload|exception)\b", re.IGNORECASE)
    oshas_own = "Time of event cannot be determined"
    assert [one for one in spoken() if jargon.search(one) and one != oshas_own] == []
