"""Checking copies against the log: genuine, altered (where), or unknown."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import pytest
from msgspec import structs
from pypdf import PdfReader, PdfWriter

from desktop.domain.reports.facts import ReportAmended, ReportFact
from desktop.domain.reports.report import HeldReport, Report
from desktop.services.adapters.pdf.reading import read_copy
from desktop.services.adapters.pdf.report_printer import ReportPrinter
from desktop.services.reports.alert_report import AlertReport
from desktop.services.reports.copy_mark import CopyMark
from desktop.services.reports.variants import Variant
from desktop.services.reports.verification import verification_code
from desktop.services.reports.verifying import (
    Finding,
    UnreadableCopyError,
    Verdict,
    verify_code,
    verify_file,
)
from tests.adapters.pdf.shots import a_photo
from tests.support.alert_story import NAMES
from tests.support.incident_story import (
    ADDRESS,
    CHICAGO,
    NUMBER,
    REPORT_ID,
    SITE,
    amended_facts,
    folded,
    reviewed_facts,
    submission,
    the_alert,
    told,
)

PRINTER = ReportPrinter(
    site_name=SITE, site_address=ADDRESS, names=NAMES, zone=CHICAGO, alert_of=lambda _: the_alert()
)


@dataclass(frozen=True)
class OneReport:
    """A log that holds one report."""

    facts: tuple[ReportFact, ...]

    @property
    def held(self) -> HeldReport:
        return HeldReport(REPORT_ID, told(*self.facts))

    def find(self, number: str) -> HeldReport | None:
        return self.held if number == NUMBER else None

    def every(self) -> Iterable[HeldReport]:
        return [self.held]


LOG = OneReport(tuple(amended_facts()))


def verified(document: bytes, log: OneReport = LOG, printer: ReportPrinter = PRINTER) -> Finding:
    return verify_file(
        document,
        log,
        read=read_copy,
        printer=printer.as_marked,
        letterhead=(printer.site_name, printer.site_address),
    )


def code_of(report: Report) -> str:
    return verification_code(report.events)


@pytest.mark.parametrize("variant", [Variant.FULL, Variant.REDACTED, Variant.OSHA_301])
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_a_copy_that_this_record_prints_is_genuine(variant: Variant, paper: str) -> None:
    found = verified(PRINTER.printed(folded(*LOG.facts), variant, paper))
    assert (found.verdict, found.is_exact, found.later) == (Verdict.GENUINE, True, ())
    assert found.says == "Genuine: 2026-C3-014, as it stands."


@pytest.mark.parametrize("zone", [None, CHICAGO])
def test_a_copy_is_printed_again_by_the_clocks_that_it_names(zone: Any) -> None:
    document = replace(PRINTER, zone=zone).printed(folded(*LOG.facts), Variant.FULL, "a4")
    assert verified(document, printer=replace(PRINTER, zone=None)).is_exact


def test_an_older_copy_is_genuine_and_what_came_later_is_named() -> None:
    found = verified(PRINTER.printed(folded(*reviewed_facts()), Variant.FULL, "letter"))
    assert found.verdict is Verdict.GENUINE
    assert found.is_exact
    assert found.later == (
        "an action was listed",
        "an action was done",
        "amendment 1",
        "the signature of Karen Whitfield",
    )
    assert "as it stood before an action was listed" in found.says


def test_a_copy_is_known_although_a_fact_from_between_came_here_later() -> None:
    facts = list(LOG.facts)
    seen = [one for one in told(*facts) if one.event != told(*facts)[2].event]
    before = HeldReport(REPORT_ID, seen).folded(seen)
    assert before is not None
    found = verified(PRINTER.printed(before, Variant.FULL, "letter"))
    assert found.is_exact
    assert found.later == ("a comment by Ana Ruiz",)


def test_a_word_that_was_changed_is_found_where_it_stands() -> None:
    forged = folded(
        submission(
            {**submission().answers, "narrative": "Nothing happened."}, alert="a1", pin_checked=True
        ),
        *reviewed_facts()[1:],
    )
    document = PRINTER.printed(forged, Variant.FULL, "letter")
    found = verified(document)
    assert found.verdict is Verdict.ALTERED
    assert found.difference is not None
    assert found.difference.page == 1
    assert found.difference.copy == "Nothing happened."
    assert found.difference.record.startswith("Mr. Beck came for his food permit.")
    assert "Page 1, line" in found.says


def test_a_page_that_is_missing_is_found() -> None:
    document = PRINTER.printed(folded(*LOG.facts), Variant.FULL, "letter")
    reader = PdfReader(BytesIO(document))
    writer = PdfWriter()
    writer.add_page(reader.pages[0])
    writer.add_metadata({"/Keywords": str(reader.metadata["/Keywords"])})  # type: ignore[index]  # it has some
    out = BytesIO()
    writer.write(out)
    found = verified(out.getvalue())
    assert found.verdict is Verdict.ALTERED
    assert found.difference is not None
    assert (found.difference.page, found.difference.copy) == (2, "")


def test_a_file_that_was_saved_anew_has_the_records_words_and_says_no_more() -> None:
    document = PRINTER.printed(folded(*LOG.facts), Variant.FULL, "letter")
    out = BytesIO()
    PdfWriter(clone_from=BytesIO(document)).write(out)
    found = verified(out.getvalue())
    assert (found.verdict, found.is_exact) == (Verdict.GENUINE, False)
    assert "pictures and layout were not compared" in found.says


def test_a_site_that_moved_still_knows_its_older_papers() -> None:
    document = PRINTER.printed(folded(*LOG.facts), Variant.FULL, "letter")
    moved = replace(PRINTER, site_name="Alder Health", site_address="9 New Street, Alder")
    found = verified(document, printer=moved)
    assert (found.verdict, found.is_exact) == (Verdict.GENUINE, False)


def test_an_alert_of_which_more_is_known_now_is_no_forgery() -> None:
    document = PRINTER.printed(folded(*LOG.facts), Variant.FULL, "letter")

    def longer(_: Report) -> AlertReport:
        alert = the_alert()
        return structs.replace(alert, timeline=alert.timeline[:-1], code="0000 0000 0000 0000")

    found = verified(document, printer=replace(PRINTER, alert_of=longer))
    assert found.verdict is Verdict.UNKNOWN
    assert "cannot be compared" in found.says


def test_a_copy_with_pictures_that_are_elsewhere_is_no_forgery() -> None:
    with_pictures = replace(PRINTER, pictures=a_photo)
    document = with_pictures.printed(folded(*LOG.facts), Variant.FULL, "letter")
    assert verified(document, printer=with_pictures).is_exact
    found = verified(document)
    assert found.verdict is Verdict.UNKNOWN
    assert "Pictures of this copy are not on this PC" in found.says


def test_what_this_log_does_not_know_is_unknown() -> None:
    document = PRINTER.printed(folded(*LOG.facts), Variant.FULL, "letter")
    elsewhere = folded(submission(number="2026-X-001"))
    other = verified(PRINTER.printed(elsewhere, Variant.FULL, "letter"))
    assert (other.verdict, other.number) == (Verdict.UNKNOWN, "2026-X-001")
    never = verified(document, OneReport(LOG.facts[:3]))
    assert never.verdict is Verdict.UNKNOWN
    assert "never stood" in never.says
    out = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(out)
    assert verified(out.getvalue()).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("content", [b"", b"no PDF", b"%PDF-1.4\n%%EOF", b"%PDF-1.7\n" * 999])
def test_what_is_no_pdf_gets_advice(content: bytes) -> None:
    with pytest.raises(UnreadableCopyError) as refused:
        verified(content)
    assert "code" in refused.value.advice


def test_any_cut_or_flip_of_the_file_is_answered() -> None:
    document = PRINTER.printed(folded(*LOG.facts), Variant.FULL, "letter")
    for at in range(0, len(document), 6007):
        for hurt in (document[:at], document[:at] + b"\0" + document[at + 1 :]):
            try:
                found = verified(hurt)
            except UnreadableCopyError:
                continue
            assert not found.is_exact


def test_a_code_is_checked_as_people_type_it() -> None:
    code = code_of(folded(*LOG.facts))
    for typed in (code, code.lower().replace(" ", "-"), f"COUNTERSIGN:{NUMBER}:{code}"):
        found = verify_code(typed, LOG)
        assert found.verdict is Verdict.GENUINE
        assert found.number == NUMBER


def test_a_code_of_an_older_state_names_the_amendments_after_it() -> None:
    more = (*LOG.facts, ReportAmended(report=REPORT_ID, answers={"damage": "x"}, amender="M"))
    found = verify_code(code_of(folded(*LOG.facts[:7])), OneReport(more))
    assert found.verdict is Verdict.GENUINE
    assert found.later == ("amendment 1", "the signature of Karen Whitfield", "amendment 2")


@pytest.mark.parametrize(
    "typed", ["", "7KQ4", "7KQ4 M2XD 9R0T 5HVB", "x" * 999, ":::", "2026-C3-014"]
)
def test_a_code_that_nothing_has_is_unknown(typed: str) -> None:
    assert verify_code(typed, LOG).verdict is Verdict.UNKNOWN


def test_a_report_of_many_facts_is_still_searched_soon() -> None:
    facts = (
        submission(),
        *(
            ReportAmended(report=REPORT_ID, answers={"damage": str(n)}, amender="M")
            for n in range(60)
        ),
    )
    log = OneReport(facts)
    found = verify_code(code_of(folded(*facts[:20])), log)
    assert len(found.later) == 41


@pytest.mark.parametrize(
    "text",
    [
        "",
        "countersign-copy",
        "countersign-copy report=../../x code=a variant=full",
        "countersign-copy report=2026-C3-014 code=a variant=other",
        "countersign-copy report=2026-C3-014 code=a variant=full zone=../../../etc/passwd",
        "countersign-copy report=2026-C3-014 code=a variant=full zone=+x",
        "x " * 10_000,
    ],
)
def test_a_mark_that_is_none_is_not_believed(text: str) -> None:
    assert CopyMark.read(text) is None
