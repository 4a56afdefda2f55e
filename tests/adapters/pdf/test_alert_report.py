"""The alert report, read back with another program's eyes: pypdf and poppler."""

import errno
import subprocess
import time
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertOutcome, Kind, Occasion, Outcome
from desktop.services.adapters.pdf.alert_report import alert_report_pdf, save_alert_report
from desktop.services.adapters.pdf.page import Paper
from desktop.services.adapters.pdf.saving import DocumentNotSavedError
from desktop.services.reports.alert_report import UNSIGNED, AlertReport, Signature
from tests.support.alert_story import (
    BACK,
    FRONT,
    NAMES,
    PRESSED_AT,
    Story,
    helped_at_counter_3,
)

CHICAGO = ZoneInfo("America/Chicago")
SITE = "Alder County Health Department"


def report_of(
    alert: Alert,
    *,
    note: str = "",
    site: str = SITE,
    signatures: tuple[Signature, ...] = UNSIGNED,
) -> AlertReport:
    outcome = AlertOutcome(alert=alert.id, outcome=Outcome.HELPED, note=note, person="Ana Ruiz")
    return AlertReport.of(
        alert,
        site_name=site,
        site_address="118 Court Street, Alder",
        emergency="911",
        names=NAMES,
        asked=3,
        outcome=outcome,
        signatures=signatures,
    )


def printed(report: AlertReport, paper: Paper = Paper.LETTER) -> bytes:
    return alert_report_pdf(report, paper=paper, zone=CHICAGO)


def read(document: bytes) -> PdfReader:
    return PdfReader(BytesIO(document), strict=True)


def text_of(document: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in read(document).pages)


def squeezed(text: str) -> str:
    """Without white space: where a line ends is the layout's business."""
    return "".join(text.split())


def test_the_record_can_be_read_back_from_the_document() -> None:
    report = report_of(helped_at_counter_3(), note="The payment was our error.")
    text = text_of(printed(report))
    for words in (
        SITE,
        "118 Court Street, Alder · Emergency 911",
        f"Alert {report.number}",
        "Alert report",
        "Mon, Mar 9, 2026",
        "11:02 to 11:08 AM",
        "Counter 3, ground floor",
        "Panic, pressed 3 times",
        "2 of 3, first in 38 ms",
        "Ana Ruiz, after 12 s",
        "Staff helped",
        "11:02:11 AM 0 ms Panic pressed at Counter 3 Maria Delgado",
        "11:08:00 AM 5 min 49 s Closed Ana Ruiz",
        "Back office 41 ms 3 of 3 Police called Ben Okafor 20 s",
        "The payment was our error.",
        "Name, signature and date",
        report.code,
        "Times are UTC\u221205:00",
        "Page 1 of 2",
        "Page 2 of 2",
    ):
        assert words in text


def test_the_file_says_what_it_is() -> None:
    report = report_of(helped_at_counter_3())
    document = read(printed(report))
    about = document.metadata
    assert about is not None
    assert about.title == f"Alert report {report.number}"
    assert about.author == SITE
    assert about.subject == "Panic at Counter 3, Mar 9, 2026, 11:02:11 AM"
    assert about.creation_date == (PRESSED_AT + timedelta(seconds=349)).replace(microsecond=0)
    assert str(document.root_object["/Lang"]) == "en-US"
    assert report.code in str(about["/Keywords"])


def test_the_same_record_gives_the_same_bytes() -> None:
    report = report_of(helped_at_counter_3(), note="王")
    assert printed(report) == printed(report)
    assert printed(report) != printed(report_of(helped_at_counter_3(), note="y"))


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (595, 842)), (Paper.LETTER, (612, 792))])
def test_it_prints_on_the_paper_of_the_country(paper: Paper, size: tuple[int, int]) -> None:
    for page in read(printed(report_of(helped_at_counter_3()), paper)).pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == size


def test_every_letter_is_drawn_with_an_embedded_font() -> None:
    document = printed(report_of(helped_at_counter_3(), note="Łódź Ελένη Дмитрий"))
    listed = subprocess.run(
        ["pdffonts", "-"], input=document, capture_output=True, check=True
    ).stdout.decode()
    rows = [line.split() for line in listed.splitlines()[2:]]
    names = {row[0].split("+")[-1] for row in rows}
    assert names == {"Inter-Regular", "Inter-Medium", "Inter-SemiBold", "NotoSansMono-Regular"}
    assert {row[-5] for row in rows} == {"yes"}


def test_letters_beyond_english_are_printed_as_they_were_typed() -> None:
    names = "Łukasz Müller, Ελένη, Дмитрий, Nguyễn, e\u0301"
    text = text_of(printed(report_of(helped_at_counter_3(), note=names)))
    assert "Łukasz Müller, Ελένη, Дмитрий, Nguyễn, é" in text
    assert "cannot be drawn" not in text


def test_a_name_in_any_script_is_printed_wherever_a_name_stands() -> None:
    name = "محمد علي 王小 नमस्ते"
    story = Story(note=name, place=name, person=name)
    story.close(5, FRONT, name)
    signatures = (Signature(duty="Clerk", name=name, signed_at=PRESSED_AT),)
    document = printed(report_of(story.alert(), note=name, site=name, signatures=signatures))
    assert text_of(document).count(name) >= 8
    assert "cannot be drawn" not in text_of(document)
    about = read(document).metadata
    assert about is not None
    assert about.author == name


def test_a_letter_the_fonts_lack_is_marked_and_explained() -> None:
    note = "Mr. \U00012000\ue000 called, \U00012000"
    text = text_of(printed(report_of(helped_at_counter_3(), note=note)))
    assert "Mr. \u2327\u2327 called, \u2327" in text
    assert "3 characters in this record cannot be drawn" in text
    assert "(U+12000, U+E000)" in text


@pytest.mark.parametrize(
    "typed",
    [
        '5 < 6 & "<b>"',
        "</para>",
        "<img src='file:///etc/hostname'/>",
        "<a href='http://127.0.0.1/'>x</a>",
        "&amp; &#60; <br/>",
        "<font size='400'>big</font>",
    ],
)
def test_what_a_person_typed_is_never_markup(typed: str) -> None:
    story = Story(note=typed, place=typed, person=typed)
    story.close(5, FRONT, typed)
    signatures = (Signature(duty=typed, name=typed, signed_at=PRESSED_AT),)
    report = report_of(story.alert(), note=typed, site=typed, signatures=signatures)
    document = printed(report)
    assert squeezed(text_of(document)).count(squeezed(typed)) >= 6
    assert all("/Annots" not in page for page in read(document).pages)


def test_control_characters_and_halves_of_letters_leave_no_trace() -> None:
    typed = "a\0b\x1b[31mc\u202egnp.exe\ud83dd\ufeff\r\ne"
    text = text_of(printed(report_of(helped_at_counter_3(), note=typed)))
    assert "ab[31mcgnp.exe\u2327d e" in text


@pytest.mark.parametrize(
    "note",
    ["W" * 20_000, "lorem ipsum " * 1_700, "a\n" * 10_000, "王" * 20_000, "\0\u202e" * 10_000],
    ids=["one word", "prose", "line ends", "no glyphs", "nothing to see"],
)
def test_twenty_thousand_characters_are_printed_whole_and_soon(note: str) -> None:
    story = Story(note=note)
    story.receive(0.04, BACK)
    began = time.process_time()
    document = printed(report_of(story.alert()))
    assert time.process_time() - began < 2
    shown = squeezed(text_of(document))
    for letter in set(note) & set("Wlmu"):
        assert shown.count(letter) >= note.count(letter)


def test_no_text_is_too_long_for_its_place() -> None:
    long = "Wa" * 5_000
    story = Story(kind=Kind.ASSIST, place=long, person=long)
    story.answer(4, FRONT, long)
    story.attend(5, FRONT, long)
    story.close(6, FRONT, long)
    signatures = tuple(Signature(duty=long, name=long) for _ in range(3))
    report = report_of(story.alert(), note=long, site=long, signatures=signatures)
    document = printed(report, Paper.A4)
    for words in rendered_words(document):
        left, right = words
        assert left >= 47
        assert right <= 595 - 47


def rendered_words(document: bytes) -> list[tuple[float, float]]:
    """The left and right edges of every word on every page, as poppler sees them, in points."""
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=document, capture_output=True, check=True
    ).stdout.decode()
    words = [line for line in boxes.splitlines() if "<word" in line]
    assert words
    return [
        (float(w.split('xMin="')[1].split('"')[0]), float(w.split('xMax="')[1].split('"')[0]))
        for w in words
    ]


@pytest.mark.parametrize("occasion", [Occasion.DRILL, Occasion.TEST])
def test_a_drill_or_test_says_so_on_every_page(occasion: Occasion) -> None:
    document = printed(report_of(helped_at_counter_3(occasion)))
    for page in read(document).pages:
        assert occasion.value.upper() in page.extract_text()
    assert f"This was a {occasion.value}. Nobody called for help." in text_of(document)


def test_a_real_alert_has_no_watermark() -> None:
    text = text_of(printed(report_of(helped_at_counter_3())))
    assert "DRILL" not in text
    assert "TEST" not in text


def test_an_open_alert_says_on_every_page_that_it_is_not_final() -> None:
    story = Story()
    document = printed(report_of(story.alert()))
    for page in read(document).pages:
        assert "Open. Not a final record." in page.extract_text()
    assert "still open" in text_of(document)
    assert "No desk sent a receipt or an answer." in text_of(document)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (4.2, "11:02 AM, for 4.2 s"),
        (3 * 3600, "11:02 AM to 2:02 PM"),
        (86_400, "11:02 AM to Mar 10, 2026, 11:02 AM"),
    ],
)
def test_how_long_it_took_is_told_as_exactly_as_it_matters(seconds: float, words: str) -> None:
    story = Story()
    story.close(seconds, FRONT, "Ana Ruiz")
    assert words in text_of(printed(report_of(story.alert())))


def test_a_signature_is_a_typed_name_with_its_time() -> None:
    signed = Signature(duty="Front desk supervisor", name="Ana Ruiz", signed_at=PRESSED_AT)
    text = text_of(printed(report_of(helped_at_counter_3(), signatures=(signed,))))
    assert "Ana Ruiz, front desk supervisor" in text
    assert "Signed Mar 9, 2026, 11:02:11 AM" in text


def test_a_heading_never_parts_from_its_first_line() -> None:
    headings = ("Timeline", "Supervisor desks", "What came of it", "Follow-up", "Signatures")
    for rows in range(15, 27):
        story = Story()
        story.receive(0.04, FRONT)
        for second in range(rows):
            story.note(second, f"note {second}")
        for page in read(printed(report_of(story.alert(), note="x"))).pages:
            lines = [line.strip() for line in page.extract_text().splitlines() if line.strip()]
            body = [line for line in lines if not line.startswith(("Page ", "Alert ", "Open."))]
            assert body[-1] not in headings


def test_ink_stays_within_the_margins_when_it_is_drawn(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(printed(report_of(helped_at_counter_3())))
    subprocess.run(
        ["pdftoppm", "-r", "36", "-gray", tmp_path / "report.pdf", tmp_path / "page"], check=True
    )
    pages = sorted(tmp_path.glob("page-*.pgm"))
    assert len(pages) == 2
    for page in pages:
        _, size, _, pixels = page.read_bytes().split(b"\n", 3)
        width, height = map(int, size.split())
        rows = [pixels[y * width : (y + 1) * width] for y in range(height)]
        assert min(min(row[:22]) for row in rows) == 255
        assert min(min(row[-22:]) for row in rows) == 255
        assert min(min(row) for row in rows) < 90


def test_it_is_saved_whole_and_replaces_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "alert.pdf"
    target.write_text("an older copy")
    report = report_of(helped_at_counter_3())
    assert save_alert_report(report, target, zone=CHICAGO) == target
    assert target.read_bytes() == printed(report)
    assert list(tmp_path.iterdir()) == [target]


def test_a_copy_that_is_open_in_another_program_is_to_be_closed_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows replaces no file that somebody reads."""

    def refuse(_file: Path, place: Path) -> None:
        raise PermissionError(errno.EACCES, "Access is denied", str(place))

    target = tmp_path / "alert.pdf"
    target.write_text("the copy that is being read")
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(DocumentNotSavedError) as refused:
        save_alert_report(report_of(helped_at_counter_3()), target)
    assert "close it there" in refused.value.advice
    assert [path.read_text() for path in tmp_path.iterdir()] == ["the copy that is being read"]


def test_a_folder_that_does_not_take_it_gets_advice(tmp_path: Path) -> None:
    report = report_of(helped_at_counter_3())
    with pytest.raises(DocumentNotSavedError) as refused:
        save_alert_report(report, tmp_path / "no such folder" / "alert.pdf")
    assert "another folder" in refused.value.advice
    (tmp_path / "taken").mkdir()
    with pytest.raises(DocumentNotSavedError):
        save_alert_report(report, tmp_path / "taken")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
