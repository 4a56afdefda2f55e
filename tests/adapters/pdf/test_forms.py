"""OSHA 301 and the SB 553 log on paper, and what prints them for an export."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from desktop.domain.reports.field import Answer
from desktop.services.adapters.pdf.forms import osha_301_pdf, sb553_pdf
from desktop.services.adapters.pdf.page import Paper
from desktop.services.adapters.pdf.report_printer import ReportPrinter
from desktop.services.adapters.pdf.saving import save_document
from desktop.services.reports.exporting import export
from desktop.services.reports.osha_301 import Osha301
from desktop.services.reports.sb553 import IdentifyingDetailsError, LogEntry
from desktop.services.reports.variants import Variant
from tests.adapters.pdf.reading import edges, read, squeezed, text_of
from tests.adapters.pdf.shots import HURT
from tests.support.alert_story import NAMES
from tests.support.incident_story import CHICAGO, SITE, folded, submission, the_alert

PRINTER = ReportPrinter(site_name=SITE, names=NAMES, zone=CHICAGO)
CLEAN: dict[str, Answer] = {**HURT, "narrative": "The customer struck the counter twice."}


def form(answers: dict[str, Answer]) -> Osha301:
    return Osha301.of(folded(submission(answers)), site_name=SITE, zone=CHICAGO)


def an_entry(description: str, number: str = "2026-C3-014") -> LogEntry:
    return LogEntry.of(
        folded(submission(CLEAN, number=number)),
        description=description,
        completed_by="Ana Ruiz",
        title="Supervisor",
        completed_on=date(2026, 3, 10),
        zone=CHICAGO,
    )


def log_of(*entries: LogEntry, on: Paper = Paper.LETTER) -> bytes:
    return sb553_pdf(entries, site_name=SITE, made_at=datetime(2026, 4, 1, tzinfo=UTC), on=on)


@pytest.mark.parametrize("on", Paper)
def test_all_eighteen_items_stand_on_one_page(on: Paper) -> None:
    document = osha_301_pdf(form(HURT), on=on)
    (page,) = read(document).pages
    text = squeezed(page.extract_text())
    for item in form(HURT).items:
        assert squeezed(f"{item.number}{item.asked}{item.answer}") in text
    for words in ("Due within 7 calendar days", "Maria Delgado", "Permit clerk", "555-0133"):
        assert squeezed(words) in text


def test_the_forms_are_the_same_bytes_for_the_same_record() -> None:
    assert osha_301_pdf(form(HURT)) == osha_301_pdf(form(HURT))
    assert log_of(an_entry("It was loud.")) == log_of(an_entry("It was loud."))


def test_each_incident_of_the_log_has_every_column() -> None:
    entries = [an_entry("It was loud.", f"2026-C3-{n:03}") for n in range(40)]
    text = squeezed(text_of(log_of(*entries, on=Paper.A4)))
    for entry in entries:
        (_, number), *others = entry.named
        told = "".join(squeezed(f"{name}{value}") for name, value in others[:5])
        assert squeezed(number) + told in text


def test_an_empty_log_says_so() -> None:
    assert "No incidents in this period." in text_of(log_of())


@pytest.mark.timeout(90)
def test_nothing_is_too_long_for_a_form() -> None:
    long = "<b>W" * 2_000 + " lorem ipsum" * 20_000
    began = time.process_time()
    documents = (
        osha_301_pdf(form({key: long if key == "narrative" else a for key, a in HURT.items()})),
        log_of(an_entry(long)),
    )
    assert time.process_time() - began < 10
    for document in documents:
        for left, _, right, _ in edges(document):
            assert left >= 47
            assert right <= 612 - 47


@pytest.mark.parametrize("variant", Variant)
def test_the_printer_prints_each_variant_of_one_record(variant: Variant) -> None:
    document = PRINTER.printed(folded(submission(CLEAN)), variant, "a4")
    assert SITE in text_of(document)
    assert ("555-0133" in text_of(document)) == (variant in {Variant.FULL, Variant.OSHA_301})


def test_an_export_of_the_log_stops_at_a_name_and_goes_on_with_the_next(tmp_path: Path) -> None:
    reports = [folded(submission(answers)) for answers in (HURT, CLEAN)]
    done = export(
        reports,
        tmp_path,
        of=2,
        variant=Variant.SB_553,
        paper="letter",
        printer=PRINTER,
        save=save_document,
    )
    (failed,) = done.failed
    assert isinstance(failed.error, IdentifyingDetailsError)
    assert "“Mr. Beck”" in str(failed.error)
    assert [file.name for file in done.files] == ["2026-C3-014-sb-553-2.pdf"]
    assert list(tmp_path.iterdir()) == list(done.files)


def test_who_only_the_alert_names_is_kept_out_of_the_log_and_stations_names_are_words() -> None:
    printer = replace(PRINTER, alert_of=lambda _: the_alert())
    kept_back = {**CLEAN, "narrative": "The employee stepped back to the front office."}
    assert printer.printed(folded(submission(kept_back)), Variant.SB_553, "a4")
    report = folded(
        submission({"narrative": "Okafor came."}, reporter="Maria Delgado", place="Counter 3")
    )
    with pytest.raises(IdentifyingDetailsError):
        printer.printed(report, Variant.SB_553, "a4")
