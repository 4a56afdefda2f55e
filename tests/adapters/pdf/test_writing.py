# ruff: noqa: RUF001 - letters that look like others are the subject
"""Typed text in any script, printed and read back: what is seen, and what can be copied."""

import hashlib
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from reportlab.platypus import Table

from desktop.assets import asset
from desktop.services.adapters.pdf import fonts, page
from desktop.services.adapters.pdf.writing import faces
from desktop.services.adapters.pdf.writing.letters import REPLACEMENT, printable, undrawable
from desktop.services.adapters.pdf.writing.typed import Side, Typed, fitted, text_width, write
from tests.adapters.pdf.typed_pages import (
    MARGIN,
    PAPER,
    composed,
    laid_out,
    pdf_of,
    poppler,
    read_by_poppler,
    read_by_pypdf,
    squeezed,
)

SCRIPTS = {
    "Latin": "Zażółć gęślą jaźń, Ærøskøbing",
    "Vietnamese": "Nguyễn Thị Ánh Tuyết, Đặng Văn Hữu",
    "Greek": "Ελένη Παπαδοπούλου, Ἀχιλλεύς",
    "Cyrillic": "Дмитрий Щербаков, Їжакевич",
    "Arabic": "محمد علي الأحمد لا إله",
    "Hebrew": "שָׁלוֹם עֲלֵיכֶם יִצְחָק",
    "Devanagari": "श्री क्षितिज हिन्दी विद्यार्थी",
    "Chinese": "王小明先生，您好。龍龜",
    "Japanese": "山田ガギグ花子さん「こんにちは」𠮷野",
    "Korean": "김민수 안녕하세요 뷁",
    "emoji": "😀 👩‍👩‍👧 👨‍👩‍👧‍👦 🇫🇷 👍🏽 ❤️ 1️⃣",
    "Thai": "สวัสดีครับ น้ำ",
    "Bengali": "বাংলা ক্ষমা",
    "Tamil": "தமிழ் ஸ்ரீ",
    "Telugu": "తెలుగు క్షమించు",
    "Kannada": "ಕನ್ನಡ",
    "Malayalam": "മലയാളം",
    "Sinhala": "සිංහල",
    "Gujarati": "ગુજરાતી",
    "Gurmukhi": "ਪੰਜਾਬੀ",
    "Odia": "ଓଡ଼ିଆ",
    "Georgian": "ქართული",
    "Armenian": "Հայերեն",
    "Ethiopic": "አማርኛ",
    "Khmer": "ខ្មែរ",
    "Lao": "ລາວ",
    "Burmese": "မြန်မာ",
    "Tibetan": "བོད་ཡིག",
    "Syriac": "ܣܘܪܝܝܐ",
    "Thaana": "ދިވެހި",
    "piled marks": "x̌ ẍ̂ ŋ̊ a̱͡b",
}
MIXED = (
    "Łukasz, Nguyễn, Ελένη, Дмитрий, (محمد علي), नमस्ते, “גרשון”, 王小明, ひらがな,"
    " 김민수 and 😀 came."
)


@pytest.fixture(scope="module")
def all_scripts() -> bytes:
    return pdf_of(*SCRIPTS.values(), MIXED)


@pytest.mark.parametrize("script", SCRIPTS)
def test_text_in_every_script_can_be_copied_out_as_it_was_typed(
    all_scripts: bytes, script: str
) -> None:
    assert composed(SCRIPTS[script]) in read_by_pypdf(all_scripts)
    assert composed(SCRIPTS[script]) in read_by_poppler(all_scripts)


def test_all_scripts_in_one_sentence_can_be_copied_out_in_order(all_scripts: bytes) -> None:
    for read in (read_by_pypdf(all_scripts), read_by_poppler(all_scripts)):
        assert squeezed(MIXED) in squeezed(read)


def test_no_letter_of_any_script_is_drawn_as_a_box(all_scripts: bytes) -> None:
    for text in SCRIPTS.values():
        assert not list(undrawable(text))
    for read in PdfReader(BytesIO(all_scripts)).pages:
        for font in read["/Resources"]["/Font"].values():  # type: ignore[index]  # pypdf's objects
            assert b"<0000> Tj" not in font.get_object().get("/ToUnicode").get_object().get_data()
    assert REPLACEMENT not in read_by_pypdf(all_scripts)


def test_every_font_is_embedded_in_part_and_says_what_its_codes_mean(all_scripts: bytes) -> None:
    rows = poppler("pdffonts", "-", pdf=all_scripts).decode().splitlines()[2:]
    assert len(rows) > 20
    for row in rows:
        assert row.split()[-5:-2] == ["yes", "yes", "yes"], row
        assert row[6] == "+"


@pytest.mark.parametrize(
    "typed",
    [
        "שולם 123.50 ב-14:30, חדר 7 (קומה 2)",
        "دفع 123 و ١٢٣ في ٢٠٢٦/٠٣/٠٩ (بين قوسين)",
        "אמרתי [לא] והלכתי; {כן}?",
        "Paid by גרשון כהן (ג. כהן), counter 3.",
        "הוא אמר Hello World ויצא!",
        "“مرحبا!” he said (محمد), twice",
    ],
)
def test_numbers_brackets_and_foreign_words_in_text_to_the_left_are_copied_in_order(
    typed: str,
) -> None:
    assert typed in read_by_pypdf(pdf_of(typed))


def test_poppler_reads_a_page_to_the_left_in_order() -> None:
    typed = "שולם 123.50 בחדר 7 ואחר כך הלך הביתה"
    assert squeezed(typed) in squeezed(read_by_poppler(pdf_of(typed)))


def test_text_to_the_left_stands_at_the_right_with_its_first_word_outermost() -> None:
    words = boxes(pdf_of("אחת שתיים שלוש"))
    from_the_right = [word[::-1] for word, *_ in sorted(words, key=lambda word: -word[2])]
    assert from_the_right == ["אחת", "שתיים", "שלוש"]
    assert max(right for _, _, right, _ in words) == pytest.approx(PAPER[0] - MARGIN, abs=1)


def boxes(pdf: bytes) -> list[tuple[str, float, float, float]]:
    """Each word that poppler sees: left, right and top edge in points."""
    found = []
    for line in poppler("pdftotext", "-bbox", "-", "-", pdf=pdf).decode().splitlines():
        if "<word" in line:
            parts = line.split('"')
            word = line.split(">")[1].split("<")[0]
            found.append((word, float(parts[1]), float(parts[5]), float(parts[3])))
    return found


def pixels(pdf: bytes) -> bytes:
    return poppler("pdftoppm", "-r", "72", "-gray", "-", pdf=pdf)


def test_a_long_paragraph_to_the_left_keeps_its_order_from_line_to_line() -> None:
    words = [f"מילה{chr(0x5D0 + at // 22)}{chr(0x5D0 + at % 22)}" for at in range(300)]
    pdf = pdf_of(" ".join(words))
    assert " ".join(words) in read_by_pypdf(pdf)
    assert " ".join(words) in read_by_poppler(pdf)
    assert {round(right) for _, _, right, _ in last_on_lines(pdf)} == {round(PAPER[0] - MARGIN)}


def last_on_lines(pdf: bytes) -> list[tuple[str, float, float, float]]:
    lines: dict[int, tuple[str, float, float, float]] = {}
    for word in boxes(pdf):
        top = round(word[3])
        lines[top] = max(lines.get(top, word), word, key=lambda box: box[2])
    return list(lines.values())


def test_a_paragraph_goes_on_on_the_next_page() -> None:
    words = [f"דבר{at}" for at in range(900)]
    pdf = pdf_of(" ".join(words))
    pages = PdfReader(BytesIO(pdf)).pages
    assert len(pages) > 1
    assert squeezed(read_by_pypdf(pdf)) == squeezed(" ".join(words))


def test_text_stays_within_the_cell_of_a_table() -> None:
    texts = ["W" * 300, "王" * 300, "س" * 300, "क्ष" * 300, "👩‍👩‍👧" * 60]
    table = Table(
        [[Typed(text, page.CELL) for text in texts]],
        colWidths=[100] * 5,
        style=page.table_style(("LEFTPADDING", (0, 0), (-1, -1), 5)),
    )
    pdf = laid_out([table])
    left = (PAPER[0] - 500) / 2
    for word, start, end, _ in boxes(pdf):
        column = texts.index(next(text for text in texts if set(word) & set(text)))
        assert start >= left + 100 * column + 4
        assert end <= left + 100 * (column + 1) + 1


def test_a_cell_in_pieces_says_the_whole_text() -> None:
    fonts.register_fonts()
    typed = " ".join(f"שורה{at} line{at}" for at in range(400))
    pieces = Typed(typed, page.CELL).in_pieces(150, 100)
    assert len(pieces) > 10
    assert all(piece.wrap(150, 1000)[1] <= 100 for piece in pieces)
    table = Table([[piece] for piece in pieces], colWidths=[150], style=page.table_style())
    assert squeezed(read_by_pypdf(laid_out([table]))) == squeezed(typed)


@pytest.mark.parametrize(
    "typed",
    [
        '5 < 6 & "<b>"',
        "</para>",
        "<img src='file:///etc/hostname'/>",
        "&amp; &#60; <br/>",
        "<font size='400'>גדול</font>",
    ],
)
def test_what_a_person_typed_is_never_markup(typed: str) -> None:
    assert typed in read_by_pypdf(pdf_of(typed))


def test_what_steers_a_page_leaves_no_trace_and_what_joins_letters_stays() -> None:
    assert printable("a\0b\x1b[31mc\u202egnp.exe\ufeff\r\ne\u2028f") == "ab[31mcgnp.exe\ne\nf"
    assert printable("می\u200cخواهم") == "می\u200cخواهم"
    assert printable("\u2066x\u2069\u202bא\u202c") == "xא"


def test_half_a_letter_and_a_letter_no_font_has_are_marked() -> None:
    typed = "a\ud83db\U0001f9ffc\ue000d\U00012000"
    assert printable(typed) == f"a{REPLACEMENT}b\U0001f9ffc{REPLACEMENT}d{REPLACEMENT}"
    assert dict(undrawable(typed)) == {"\ud83d": 1, "\ue000": 1, "\U00012000": 1}


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("lorem ipsum dolor sit amet " * 40_000, 4),
        ("W" * 50_000, 2),
        ("王" * 50_000, 3),
        ("س" * 50_000, 4),
        ("a\n" * 10_000, 1),
        ("\0\u202e" * 50_000, 1),
        ("\u200d" * 50_000, 2),
        ("(א" * 5_000 + "()" * 5_000, 3),
        ("Z" + "\u0301\u0302\u0303" * 5_000, 2),
        ("", 1),
    ],
    ids=[
        "200,000 words",
        "one word",
        "no spaces in Chinese",
        "one Arabic word",
        "line ends",
        "controls",
        "joiners",
        "brackets",
        "a tower of marks",
        "nothing",
    ],
)
def test_whatever_is_typed_prints_whole_and_soon(typed: str, seconds: float) -> None:
    began = time.process_time()
    pdf = pdf_of(typed)
    assert time.process_time() - began < 2 * seconds  # this machine may be busy
    assert pdf.startswith(b"%PDF")


def test_a_tower_of_marks_stays_on_its_line() -> None:
    ink = ink_rows(pdf_of("Z" + "\u0301\u0302\u0303" * 200 + "algo"))
    assert max(ink) - min(ink) <= 15


def ink_rows(pdf: bytes) -> list[int]:
    header, size, _, grey = pixels(pdf).split(b"\n", 3)
    assert header == b"P5"
    width = int(size.split()[0])
    return [at // width for at in range(0, len(grey), width) if min(grey[at : at + width]) < 200]


def test_a_new_process_gives_the_same_bytes_and_opens_no_font_for_english() -> None:
    code = (
        "from hashlib import sha256; from tests.adapters.pdf.test_writing import SCRIPTS, pdf_of;"
        "from desktop.services.adapters.pdf.writing import faces;"
        "pdf_of('Plain words, 12.50 “quoted”.', 'Łódź Ελένη Дмитрий');"
        "print(faces._opened.cache_info().currsize);"
        "print(sha256(pdf_of(*reversed(SCRIPTS.values()))).hexdigest())"
    )
    root = Path(__file__).parents[3]
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    ).stdout
    expected = hashlib.sha256(pdf_of(*reversed(SCRIPTS.values()))).hexdigest()
    assert said.split() == ["0", expected]


def test_a_line_is_shortened_to_its_room_and_never_inside_a_letter() -> None:
    fonts.register_fonts()
    for typed in ("Wolfeschlegelstein " * 9, "محمد علي " * 20, "👩‍👩‍👧" * 30, "x\u0323\u0302" * 80):
        line = fitted(typed, fonts.REGULAR, 12, 100)
        assert line.endswith("…")
        assert text_width(line, fonts.REGULAR, 12) <= 100
        assert typed.startswith(line[:-1])
        assert line[-2] != "\u200d"
        assert typed[len(line) - 1] not in "\u0323\u0302\u200d"
    assert fitted("short", fonts.REGULAR, 12, 100) == "short"
    assert fitted("x", fonts.REGULAR, 12, 1) == "…"


@pytest.mark.parametrize(("side", "edge"), [(Side.LEFT, 1), (Side.RIGHT, 2)])
@pytest.mark.parametrize("typed", ["Ana", "אנה כהן", "王小明"])
def test_a_line_stands_with_its_side_at_its_place(typed: str, side: Side, edge: int) -> None:
    from reportlab.pdfgen.canvas import Canvas

    fonts.register_fonts()
    out = BytesIO()
    canvas = Canvas(out, pagesize=PAPER, invariant=1, initialFontName=fonts.REGULAR)
    width = write(canvas, (300, 400), typed, fonts.MEDIUM, 13, side=side, room=200)
    canvas.save()
    words = boxes(out.getvalue())
    assert width == pytest.approx(text_width(typed, fonts.MEDIUM, 13))
    found = (min if edge == 1 else max)(word[edge] for word in words)
    assert found == pytest.approx(300, abs=0.1)


def test_every_bundled_font_is_asked_and_has_its_licence_beside_it() -> None:
    folder = asset("fonts", "scripts")
    assert {file.stem for file in folder.glob("*.ttf")} == set(faces.FALLBACKS)
    assert len(list(folder.glob("*.txt"))) == 4
