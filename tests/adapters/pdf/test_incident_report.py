"""The incident report, read back with pypdf and poppler."""

import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from PIL import Image

from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.draft import Draft
from desktop.domain.reports.facts import ReportKept, ReportReleased, ReportSigned
from desktop.domain.reports.field import Answer, Entry, Field, Kind
from desktop.domain.reports.fields import FIELDS
from desktop.domain.reports.report import Report
from desktop.services.adapters.pdf.incident_report import (
    incident_report_pdf,
    save_incident_report,
)
from desktop.services.adapters.pdf.page import Paper
from desktop.services.adapters.pdf.pictures import LogoUnreadableError, read_logo
from desktop.services.adapters.pdf.saving import DocumentNotSavedError
from desktop.services.reports.dates import Dates
from desktop.services.reports.incident_paper import IncidentPaper
from desktop.words import Words
from tests.adapters.pdf.reading import edges, poppler_text, read, squeezed, text_of
from tests.support.incident_story import (
    ADDRESS,
    CHICAGO,
    COMMON,
    GLASS,
    NUMBER,
    REPORT_ID,
    SITE,
    acted_on_facts,
    amended_facts,
    an_answer,
    everything,
    folded,
    paper_of,
    reviewed_facts,
    submission,
    the_alert,
    told,
)


def printed(report: Report, on: Paper = Paper.LETTER, **more: Any) -> bytes:
    return incident_report_pdf(paper_of(report, **more), on=on)


def the_common_case() -> bytes:
    return printed(folded(*reviewed_facts()), alert=the_alert())


def a_report(**answers: Answer) -> Report:
    return folded(submission({**COMMON, **answers}))


def texts_of(field: Field, answer: Answer) -> list[str]:
    """What must stand on paper for ``answer``."""
    dates = Dates("en", UTC)
    match answer:
        case bool():
            return ["about"] if field.key == "is_about" else []
        case str() if (choice := field.choice(answer)) is not None:
            return [choice.label]
        case str() if field.key in {"began", "ended"}:
            return ["11:00", "Mar 9, 2026"] if field.key == "began" else ["2:37 PM"]
        case str() if field.entry in {Entry.MOMENT, Entry.DATE, Entry.TIME}:
            return [dates.answered(answer)]
        case str():
            return [answer]
        case _:
            return [
                text
                for one in answer
                for text in (
                    texts_of(field, one)
                    if isinstance(one, str)
                    else [
                        text
                        for key, value in one.items()
                        for text in texts_of(
                            field.row(key) or field, [*value] if isinstance(value, list) else value
                        )
                    ]
                )
            ]


@pytest.fixture(scope="module")
def with_everything() -> str:
    return squeezed(text_of(printed(folded(submission(everything("<{}> & so on"))))))


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
def test_what_was_answered_stands_on_paper_in_words(field: Field, with_everything: str) -> None:
    answer = everything("<{}> & so on")[field.key]
    for text in texts_of(field, answer):
        assert squeezed(text) in with_everything
    if field.key not in {"is_about", "began", "ended", "hurt", "narrative"}:
        known = {"reporter_name": "Reported by", "place": "Place", "witnesses": "Witness"}
        gone = {"reporter_title", "reporter_phone", "steps", "behavior"}
        label = known.get(field.key, field.read_as)
        assert field.key in gone or squeezed(label).lower() in with_everything.lower()
    for row in field.rows:
        assert squeezed(row.label).lower() in with_everything.lower() or row.key in {
            *("name", "known", "relationship", "status", "is_minor", "what", "who")
        }


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
def test_a_field_alone_brings_its_own_words_and_no_others(field: Field) -> None:
    answer = an_answer(field, "x{}x")
    text = text_of(printed(folded(submission({field.key: answer}, reporter="", title=""))))
    for other in FIELDS:
        if other.key not in {"hurt", "steps"} and len(other.read_as) > 12:
            mine = [field.read_as, *(row.read_as for row in field.rows)]
            assert other.read_as not in text or any(other.read_as in label for label in mine)
    choices = [choice.label for choice in field.choices]
    for other in FIELDS:
        for choice in other.choices:
            if len(choice.label) > 16 and not any(choice.label in mine for mine in choices):
                assert choice.label not in text


def test_no_is_an_answer_and_what_was_not_ticked_is_not_printed() -> None:
    text = text_of(printed(a_report(warning_given=False, behavior=["weapon"])))
    assert "A warning was given No" in text
    assert "Weapon or object" in text
    assert "Abusive language" not in text


def test_the_common_case_is_two_pages_the_second_with_what_was_done() -> None:
    for on in Paper:
        document = printed(folded(*reviewed_facts()), on, alert=the_alert())
        first, second = (page.extract_text() for page in read(document).pages)
        assert "Timeline of the alert" in first
        assert "What staff did" not in first
        assert second.index("What staff did") < second.index("Signatures")
        assert "Page 1 of 2" in first
        assert "Page 2 of 2" in second


def test_it_says_who_when_and_what_became_of_it() -> None:
    text = text_of(printed(folded(*acted_on_facts()), alert=the_alert()))
    for words in (
        SITE,
        ADDRESS,
        f"Report {NUMBER}",
        "Submitted Mar 9, 2026, 11:52 AM",
        "Incident report: at the counter",
        "Mon, Mar 9, 2026",
        "11:00 to 11:08 AM",
        "Panic, 11:02:11 AM",
        "11:02:11 AM Panic pressed at Counter 3 Maria Delgado",
        "Receipt copy.pdf Document (PDF) 84 KB",
        "Read by Ana Ruiz, Mar 9, 2026, 12:17 PM",
        "Comment by Ana Ruiz, Mar 9, 2026, 12:42 PM",
        "Staff followed the guidance.",
        "Check how payments are posted Devon Park Mar 20, 2026",
        "Devon Park: A second look at each posting",
        "What became of it: Ana Ruiz",
        "Maria Delgado, permit clerk",
        "Signed Mar 9, 2026, 11:52 AM. PIN checked at Counter 3",
        "Ana Ruiz, front desk supervisor",
        "Verification code",
        "countersign report verify",
        "Times are UTC\u221205:00.",
    ):
        assert words in text, words


def test_an_amendment_is_dated_signed_and_shown_with_what_changed() -> None:
    text = text_of(printed(folded(*amended_facts())))
    for words in (
        "Amendment 1: Maria Delgado, Mar 9, 2026, 2:47 PM. PIN checked at Counter 3",
        "I looked at the clock again",
        "Ended 11:08 AM 11:12 AM",
        "Damage (empty) A crack in the glass",
        "Purpose of the visit or call Food permit (empty)",
        "Signed Mar 9, 2026, 1:32 PM Before amendment 1. PIN checked",
        "Karen Whitfield, director",
    ):
        assert words in text, words


def test_who_wants_it_kept_and_who_released_it_stand_with_the_review() -> None:
    facts = reviewed_facts()
    facts.append(
        ReportKept(report=REPORT_ID, why="A court case", until="2027-03-01", author="Joan Petrie")
    )
    mark = told(*facts)[-1].event
    facts += [
        ReportKept(report=REPORT_ID, why="An insurance claim", author="Ana Ruiz"),
        ReportReleased(report=REPORT_ID, marks=(mark,), why="It is settled.", author="Ana Ruiz"),
    ]
    text = text_of(printed(folded(*facts)))
    for words in (
        "To be kept until Mar 1, 2027: Joan Petrie, Mar 9, 2026, 1:57 PM A court case",
        "Released: Ana Ruiz, Mar 9, 2026, 2:47 PM It is settled.",
        "To be kept: Ana Ruiz, Mar 9, 2026, 2:22 PM An insurance claim",
    ):
        assert words in text, words


def test_a_report_of_which_parts_have_not_arrived_says_so_at_its_top() -> None:
    answers = Attachment(name="answers", media="application/json", size=9, sha256="b" * 64)
    text = text_of(printed(folded(submission({}, longer=answers))))
    assert "Incident report: at the counter Not complete: parts of this report" in text


def a_draft(**answers: Answer) -> Draft:
    return Draft(
        id="d1",
        kind=Kind.PHONE,
        author="maria",
        account="maria",
        answers={**COMMON, **answers},
        attachments=(GLASS,),
        begun_at=datetime(2026, 3, 9, 16, 30, tzinfo=UTC),
    )


def test_a_draft_says_on_each_page_that_it_was_not_submitted() -> None:
    paper = IncidentPaper.of_draft(
        a_draft(narrative="It went on. " * 600), site_name=SITE, zone=CHICAGO
    )
    pages = [page.extract_text() for page in read(incident_report_pdf(paper)).pages]
    assert len(pages) > 2
    for page in pages:
        assert page.count("Draft. Not submitted.") == 2
    assert "Verification code" not in "".join(pages)
    assert "Not signed yet" in "".join(pages)


def test_an_amendment_says_on_each_page_that_it_was_not_submitted() -> None:
    draft = structs.replace(a_draft(), amends="r1")
    pages = read(incident_report_pdf(IncidentPaper.of_draft(draft, site_name=SITE, zone=CHICAGO)))
    for page in pages.pages:
        assert page.extract_text().count("Amendment, not submitted.") == 2
        assert "Draft" not in page.extract_text()


def test_a_draft_names_nobody_whom_its_form_does_not_name() -> None:
    draft = structs.replace(a_draft(), author="Joan Petrie")
    del draft.answers["reporter_name"]
    paper = IncidentPaper.of_draft(draft, site_name=SITE, zone=CHICAGO)
    assert "Joan Petrie" not in read(incident_report_pdf(paper)).pages[0].extract_text()


@pytest.mark.parametrize(
    ("ended", "printed"),
    [
        ("09:58", "10:00 AM, end to check (9:58 AM)"),
        ("10:08", "10:00 to 10:08 AM"),
    ],
)
def test_an_end_before_the_beginning_is_printed_as_something_to_check(
    ended: str, printed: str
) -> None:
    draft = a_draft(began="2026-03-09T10:00", ended=ended)
    paper = IncidentPaper.of_draft(draft, site_name=SITE, zone=CHICAGO)
    text = " ".join(read(incident_report_pdf(paper)).pages[0].extract_text().split())
    assert printed in text


def test_an_incident_that_went_past_midnight_has_nothing_to_check() -> None:
    draft = a_draft(began="2026-03-09T23:50", ended="00:20")
    paper = IncidentPaper.of_draft(draft, site_name=SITE, zone=CHICAGO)
    assert "to check" not in read(incident_report_pdf(paper)).pages[0].extract_text()


def test_an_empty_draft_is_one_page() -> None:
    draft = structs.replace(a_draft(), answers={}, attachments=(), author="")
    paper = IncidentPaper.of_draft(draft, site_name="", zone=UTC)
    (page,) = read(incident_report_pdf(paper)).pages
    assert "Incident report: phone call" in page.extract_text()


def test_the_file_says_what_it_is_and_nothing_about_people() -> None:
    document = read(the_common_case())
    about = document.metadata
    assert about is not None
    assert about.title == f"Incident report: at the counter {NUMBER}"
    assert about.author == SITE
    assert about.subject == "At the counter, Mar 9, 2026"
    assert about.creation_date == datetime(2026, 3, 9, 18, 32, 8, tzinfo=UTC)
    assert str(document.root_object["/Lang"]) == "en-US"
    assert "report=2026-C3-014 code=" in str(about["/Keywords"])
    assert "zone=America/Chicago" in str(about["/Keywords"])
    assert "Beck" not in repr(about)


def test_every_letter_is_drawn_with_an_embedded_font() -> None:
    listed = subprocess.run(
        ["pdffonts", "-"], input=the_common_case(), capture_output=True, check=True
    ).stdout.decode()
    rows = [line.split() for line in listed.splitlines()[2:]]
    assert {row[-5] for row in rows} == {"yes"}
    assert all("Inter" in row[0] or "NotoSans" in row[0] for row in rows)


@pytest.mark.parametrize(("on", "size"), [(Paper.A4, (595, 842)), (Paper.LETTER, (612, 792))])
def test_it_prints_on_the_paper_of_the_country(on: Paper, size: tuple[int, int]) -> None:
    for page in read(printed(a_report(), on)).pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == size


def test_it_is_black_and_grey() -> None:
    for page in read(the_common_case()).pages:
        contents = page.get_contents()
        assert contents is not None
        for red, green, blue in re.findall(
            rb"([.\d]+) ([.\d]+) ([.\d]+) (?:rg|RG)\b", contents.get_data()
        ):
            assert max(map(float, (red, green, blue))) - min(map(float, (red, green, blue))) < 0.1


def test_the_same_record_gives_the_same_bytes_in_every_process() -> None:
    program = (
        "import sys, hashlib\n"
        "from desktop.services.adapters.pdf.incident_report import incident_report_pdf\n"
        "from tests.support.incident_story import folded, paper_of, reviewed_facts, the_alert\n"
        "paper = paper_of(folded(*reviewed_facts()), alert=the_alert())\n"
        "sys.stdout.write(hashlib.sha256(incident_report_pdf(paper)).hexdigest())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            check=True,
            text=True,
            env={"PYTHONPATH": ".", "TZ": zone, "PYTHONHASHSEED": seed, "PATH": ""},
        ).stdout
        for zone, seed in (("UTC", "1"), ("Asia/Tokyo", "2"))
    }
    assert len(said) == 1
    assert printed(a_report()) != printed(a_report(purpose="Another"))


# The nastiest data --------------------------------------------------------------------------------

NASTY = [
    '5 < 6 & "<b>"',
    "</para>",
    "<img src='file:///etc/hostname'/>",
    "<a href='http://127.0.0.1/'>x</a>",
    "&amp; &#60; <br/>",
    "{page} {0} %s %(x)s",
]


@pytest.mark.parametrize("typed", NASTY)
def test_what_a_person_typed_is_never_markup(typed: str) -> None:
    answers = {key: typed if isinstance(a, str) else a for key, a in everything(typed).items()}
    report = folded(submission(answers, reporter=typed, title=typed, place=typed))
    document = incident_report_pdf(replace(paper_of(report), site_name=typed, site_address=typed))
    assert squeezed(text_of(document)).count(squeezed(typed)) > 60
    assert all("/Annots" not in page for page in read(document).pages)


def test_control_characters_and_halves_of_letters_leave_no_trace() -> None:
    text = text_of(printed(a_report(purpose="a\0b\x1b[31mc\u202egnp.exe\ufeff\r\ne")))
    assert "ab[31mcgnp.exe e" in text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("lorem ipsum dolor sit " * 50_000, 200_000),
        ("W" * 50_000, 1),
        ("a\n" * 10_000, 10_000),
        ("\n" * 10_000 + "end", 1),
        ("x " * 300 + "\n\n\n" + "y" * 3000, 301),
    ],
    ids=["200,000 words", "one word", "10,000 lines", "nothing but line ends", "mixed"],
)
@pytest.mark.timeout(120)
def test_no_text_is_too_long(typed: str, words: int) -> None:
    began = time.process_time()
    document = printed(a_report(narrative=typed))
    assert time.process_time() - began < 8
    text = poppler_text(document)
    for word in {*typed.split()[:5]} if len(typed.split()) > 1 else set():
        assert text.count(word) >= typed.split().count(word)
    if words == 1:
        assert squeezed(text).count("W") >= typed.count("W")
    inside_the_margins(document, Paper.LETTER)


def inside_the_margins(document: bytes, on: Paper) -> None:
    width, height = on.size
    for left, top, right, bottom in edges(document):
        assert left >= 47
        assert right <= width - 47
        assert top >= 38
        assert bottom <= height - 28


def test_long_words_in_every_field_stay_inside_the_margins() -> None:
    for on in Paper:
        document = printed(folded(submission(everything("{}" + "W" * 900))), on)
        inside_the_margins(document, on)
        assert squeezed(poppler_text(document)).count("W" * 20) > 100


def test_five_hundred_witnesses_are_all_there() -> None:
    rows: list[Any] = [
        {"name": f"Witness {n}", "contact": f"555-{n:04}", "statement": "I saw it. " * 30}
        for n in range(500)
    ]
    began = time.process_time()
    document = printed(a_report(witnesses=rows))
    assert time.process_time() - began < 8
    text = squeezed(poppler_text(document))
    assert all(f"Contact:555-{n:04};" in text for n in range(500))
    inside_the_margins(document, Paper.LETTER)


def test_a_row_is_never_split_unless_it_is_taller_than_a_page() -> None:
    short: list[Any] = [
        {"name": f"N{n}", "statement": f"first{n} " + "word " * 150 + f"last{n}"} for n in range(40)
    ]
    pages = [page.extract_text() for page in read(printed(a_report(witnesses=short))).pages]
    for n in range(40):
        (page,) = (page for page in pages if f"first{n} " in page)
        assert f"last{n}" in page
    tall: list[Any] = [{"name": "N", "statement": "first " + "word " * 3000 + "last"}]
    pages = [page.extract_text() for page in read(printed(a_report(witnesses=tall))).pages]
    assert len(pages) > 3
    assert sum(page.count("What is known") for page in pages) >= 3


@pytest.mark.parametrize("on", Paper)
@pytest.mark.parametrize(
    "actions", ["asked, answered\n" * 60, "asked, answered, and asked again. " * 300]
)
def test_what_was_done_begins_where_there_is_room_when_it_is_longer_than_a_page(
    actions: str, on: Paper
) -> None:
    report = folded(submission({**COMMON, "actions": actions}), *reviewed_facts()[1:])
    document = printed(report, on)
    pages = [page.extract_text() for page in read(document).pages]
    assert pages[0].count("asked, answered") > 2
    assert pages[0].index("Behavior") < pages[0].index("What staff did")
    for number in range(1, len(pages)):  # none but the last ends long before its foot
        assert lowest_line(document, number) > on.text_height
    alone = folded(submission({**COMMON, "actions": actions[:15]}), *reviewed_facts()[1:])
    first = next(iter(read(printed(alone, on, alert=the_alert())).pages)).extract_text()
    assert "What staff did" not in first  # it fits on a page of its own


@pytest.mark.parametrize("field", ["resolution", "promises", "narrative", "purpose"])
def test_the_signatures_never_stand_on_the_last_page_alone(field: str) -> None:
    """However much was written: something of what stands before them goes along."""
    alone: list[int] = []
    for lines in range(18, 64):
        story = "\n".join(f"Line {n} of what was told." for n in range(lines))
        answers: dict[str, Answer] = {"narrative": "He came.", "reporter_name": "Maria Delgado"}
        if field == "promises":
            answers[field] = [{"what": f"Promise {n} of them", "who": "A"} for n in range(lines)]
        elif field == "purpose":
            answers |= {"narrative": story, field: "Food permit"}
        else:
            answers[field] = story
        pages = read(printed(folded(submission(answers)))).pages
        last = pages[-1].extract_text()
        assert "Signatures" in last
        assert "Verification code" in last
        before = last.partition("Signatures")[0]
        if not any(words in before for words in ("Line ", "Promise ", "Food permit")):
            alone.append(lines)
    assert alone == []


def lowest_line(document: bytes, number: int) -> float:
    """Where the lowest words of a page stand above its foot, in points from its top."""
    boxes = poppler_text(document, "-bbox", "-f", str(number), "-l", str(number))
    bottoms = sorted({float(bottom) for bottom in re.findall(r'yMax="([.\d]+)">', boxes)})
    return bottoms[-2]  # the last is the foot


def test_a_heading_never_parts_from_its_first_line() -> None:
    headings = {
        *("What happened", "People", "Behavior", "Timeline of the alert", "What staff did"),
        *("Escalation", "Afterwards", "Attachments", "Supervisor\u2019s review", "Signatures"),
        *("Who", "Time", "What we found", "Exact words of the threat"),
    }
    for lines in range(1, 44, 3):
        report = folded(
            submission({**COMMON, "narrative": "line\n" * lines}, attachments=(GLASS,)),
            *reviewed_facts()[1:],
        )
        for page in read(printed(report, alert=the_alert())).pages:
            said = [line.strip() for line in page.extract_text().splitlines() if line.strip()]
            body = [
                line
                for line in said
                if not line.startswith(("Page ", "Report ", "Confidential", "Submitted"))
            ]
            assert body[-1] not in headings


# Pictures and letterhead --------------------------------------------------------------------------


def a_picture(kind: str, size: tuple[int, int] = (640, 480), **more: Any) -> bytes:
    out = BytesIO()
    mode = "RGBA" if kind == "PNG" else "RGB"
    Image.new(mode, size, (200, 30, 30, 120)[: len(mode)]).save(out, kind, **more)
    return out.getvalue()


def test_the_photos_are_on_pages_of_their_own() -> None:
    files = tuple(replace_attachment(GLASS, f"{n}.jpg", f"{n}" * 64) for n in range(3))
    paper = paper_of(folded(submission(attachments=files)))
    wanted: list[str] = []

    def pictures(sha256: str) -> bytes | None:
        wanted.append(sha256)
        return None if sha256[0] == "1" else a_picture("JPEG")

    pages = read(incident_report_pdf(paper, pictures=pictures)).pages
    assert wanted == [file.sha256 for file in files]
    assert [len(page.images) for page in pages] == [0] * (len(pages) - 2) + [1, 1]
    text = " ".join(page.extract_text() for page in pages)
    assert "This picture is not on this PC, or cannot be read." in text
    assert text.count("2.jpg") == 2


def replace_attachment(file: Attachment, name: str, sha256: str) -> Attachment:
    return Attachment(name=name, media=file.media, size=file.size, sha256=sha256)


@pytest.mark.parametrize(
    "made",
    [
        lambda: b"",
        lambda: b"no picture",
        lambda: a_picture("PNG"),
        lambda: a_picture("JPEG")[:900],
        lambda: a_picture("GIF"),
    ],
    ids=["empty", "text", "PNG", "truncated", "GIF"],
)
def test_a_photo_that_cannot_be_read_leaves_the_report_whole(made: Callable[[], bytes]) -> None:
    content = made()
    paper = paper_of(folded(submission(attachments=(GLASS,))))
    document = incident_report_pdf(paper, pictures=lambda _: content)
    assert "Signatures" in text_of(document)
    assert all(len(page.images) == 0 for page in read(document).pages)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_letterhead_has_the_sites_logo_in_grey(kind: str) -> None:
    logo = read_logo(a_picture(kind))
    pages = read(incident_report_pdf(paper_of(a_report()), logo=logo)).pages
    for page in pages:
        (image,) = page.images
        assert image.image is not None
        assert image.image.mode == "L"
        assert SITE in page.extract_text()


@pytest.mark.parametrize(
    "made",
    [
        lambda: b"",
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        lambda: a_picture("GIF"),
        lambda: a_picture("PNG")[:200],
        lambda: a_picture("PNG", (9000, 9000), compress_level=1),
    ],
    ids=["empty", "SVG", "GIF", "truncated", "a bomb of pixels"],
)
def test_a_logo_that_is_none_gets_advice(made: Callable[[], bytes]) -> None:
    with pytest.raises(LogoUnreadableError) as refused:
        read_logo(made())
    assert "PNG or JPEG" in refused.value.advice


# Languages and saving -----------------------------------------------------------------------------


def test_a_report_in_spanish_is_spanish_throughout() -> None:
    facts = [submission(everything(), language="es"), *acted_on_facts()[1:]]
    paper = paper_of(
        folded(*facts, ReportSigned(report=REPORT_ID, signer="Eva")), alert=the_alert("es")
    )
    document = incident_report_pdf(paper)
    assert str(read(document).root_object["/Lang"]) == "es-US"
    text = squeezed(text_of(document))
    words = Words.of("es")
    for heading in ("What happened", "Escalation", "Signatures", "Verification code"):
        assert squeezed(words(heading)) in text
    for spanish in (
        *("Informe de incidente: en la ventanilla", "Página 1 de", "9 mar 2026, 11:52"),
        *("Pánico, pulsado en Counter 3", "Respuesta: Voy", "Firmado el", "Palabras exactas"),
    ):
        assert squeezed(spanish) in text
    english = [f.label for f in FIELDS if len(f.label) > 10 and words(f.label) != f.label]
    assert [label for label in english if squeezed(label) in text] == []


def test_it_is_saved_whole_and_replaces_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "2026-C3-014.pdf"
    target.write_text("an older copy")
    paper = paper_of(a_report())
    assert save_incident_report(paper, target) == target
    assert target.read_bytes() == incident_report_pdf(paper)
    assert list(tmp_path.iterdir()) == [target]
    with pytest.raises(DocumentNotSavedError):
        save_incident_report(paper, tmp_path / "no such folder" / "x.pdf")


def test_answers_of_a_shape_that_no_form_gives_do_not_stop_the_printer() -> None:
    """Other versions' events are folded, never refused."""
    wrong: dict[str, Any] = {
        "began": "yesterday",
        "hurt": "a little",
        "customers": "Harold Beck",
        "witnesses": ["Thomas", {"name": ["a", "b"], "new_key": "x", "statement": True}],
        "behavior": "loud",
        "steps": [{"a": "b"}],
        "police_called": ["no"],
        "narrative": False,
        "from_the_future": [{"deep": "sea"}],
        "also_new": True,
    }
    text = text_of(printed(folded(submission(wrong, zone=10**9, language="xx"))))
    for words in ("yesterday", "a little", "Harold Beck", "from_the_future", "deep: sea"):
        assert words in text
