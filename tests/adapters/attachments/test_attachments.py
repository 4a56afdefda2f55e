"""Attachments as people bring them: real files, and what may be wrong with them."""

import os
import struct
import time
import wave
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from desktop.domain.reports.attachments import (
    AttachmentEmptyError,
    AttachmentMacrosError,
    AttachmentRunsError,
    AttachmentTooLargeError,
)
from desktop.services.adapters.attachments import pictures
from desktop.services.adapters.attachments.inspecting import Finding, inspect
from desktop.services.adapters.attachments.pictures import PictureNotShownError, redraw
from desktop.services.adapters.attachments.taking import Taken, Taking
from desktop.services.adapters.blob_files import BlobFiles, FileGoneError
from desktop.words import Words
from tests.support.stations import MORNING, Clock

RED, BLUE, WHITE = (220, 20, 20), (20, 20, 220), (255, 255, 255)
ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F
SECRET = b"a secret place"

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")
"""Pillow also warns of what is damaged; only what is said to the person counts here."""


@pytest.fixture
def taking(tmp_path: Path) -> Taking:
    return Taking(BlobFiles(tmp_path / "blobs"), Clock())


def two_colours(width: int = 640, height: int = 400, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **more: Any) -> bytes:
    file = BytesIO()
    image.save(file, kind, **more)
    return file.getvalue()


def photo(orientation: int = 1) -> bytes:
    """As a phone takes it: turned by a note, with its place, its maker and a comment."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKER] = "Secret Phones"
    exif[GPS] = {1: "N", 2: (40.0, 26.0, 46.0), 29: SECRET.decode()}
    return saved(two_colours(), "JPEG", exif=exif, comment=SECRET, quality=90)


def heic() -> bytes:
    def box(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", 8 + len(body)) + name + body

    return (
        box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", bytes(200)) + box(b"mdat", bytes(5000))
    )


def recording(seconds: float = 0.5) -> bytes:
    file = BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(int(16_000 * seconds)))
    return file.getvalue()


def letter_as_pdf() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    file = BytesIO()
    canvas = Canvas(file)
    canvas.drawString(72, 720, "Dear Sir or Madam")
    canvas.save()
    return file.getvalue()


def letter_as_docx() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", "<Relationships/>")
        archive.writestr("word/document.xml", "<w:document/>")
    return file.getvalue()


def letter_as_odt() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<office/>")
    return file.getvalue()


def found(data: bytes, name: str) -> Finding:
    return inspect(BytesIO(data), name)


def shown(data: bytes, name: str = "picture") -> Image.Image:
    """What the PDF shows of it, as a picture again."""
    picture = redraw(BytesIO(data), found(data, name).media)
    image = Image.open(BytesIO(picture.jpeg))
    assert (image.format, image.size) == ("JPEG", (picture.width, picture.height))
    return image


def is_about(colour: object, other: tuple[int, int, int]) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(one - two) < 40 for one, two in zip(colour, other, strict=True))


# --- what it is --------------------------------------------------------------------------------

SAMPLES: dict[str, tuple[Callable[[], bytes], str]] = {
    "photo.jpg": (photo, "image/jpeg"),
    "screen.png": (lambda: saved(two_colours(), "PNG"), "image/png"),
    "old.gif": (lambda: saved(two_colours(), "GIF"), "image/gif"),
    "new.webp": (lambda: saved(two_colours(), "WEBP"), "image/webp"),
    "lossless.webp": (lambda: saved(two_colours(), "WEBP", lossless=True), "image/webp"),
    "scan.bmp": (lambda: saved(two_colours(), "BMP"), "image/bmp"),
    "scan.tif": (lambda: saved(two_colours(), "TIFF", compression="tiff_lzw"), "image/tiff"),
    "phone.heic": (heic, "image/heic"),
    "letter.pdf": (letter_as_pdf, "application/pdf"),
    "call.wav": (recording, "audio/wav"),
    "call.mp3": (lambda: b"ID3\x04\0\0\0\0\0\0" + bytes(500), "audio/mpeg"),
    "bare.mp3": (lambda: b"\xff\xfb\x90\x64" + bytes(500), "audio/mpeg"),
    "letter.docx": (
        letter_as_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "letter.odt": (letter_as_odt, "application/vnd.oasis.opendocument.text"),
    "letter.txt": ("Señora, das ist unerhört".encode, "text/plain"),
    "old.txt": (lambda: "Señora, das ist unerhört".encode("latin-1"), "text/plain"),
    "mail.eml": (lambda: b"From: a@example.org\r\nSubject: you\r\n\r\nI will", "text/plain"),
    "other.xyz": (lambda: bytes(range(256)) * 4, "application/octet-stream"),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_is_what_its_bytes_say(name: str) -> None:
    make, media = SAMPLES[name]
    finding = found(make(), name)
    assert finding.media == media
    if media != "image/heic":
        assert finding.words == ()
    assert finding.is_drawn == (media.startswith("image/") and media != "image/heic")


@pytest.mark.parametrize(
    ("name", "called", "make"),
    [
        ("letter.pdf", "This is a PNG picture although it is called .pdf.", "screen.png"),
        ("photo.JPG", "This is a PDF document although it is called .jpg.", "letter.pdf"),
        ("call.mp3", "This is a WAV recording although it is called .mp3.", "call.wav"),
        ("photo.png", "This is a plain text although it is called .png.", "letter.txt"),
        ("photo.jpg", "This is a HEIC picture although it is called .jpg.", "phone.heic"),
    ],
)
def test_a_file_called_otherwise_than_it_is_is_told_and_kept(
    taking: Taking, name: str, called: str, make: str
) -> None:
    data = SAMPLES[make][0]()
    taken = taking.take_pasted(data, name)
    assert called in map(str, taken.words)
    assert taken.attachment.media == SAMPLES[make][1]
    assert taken.attachment.size == len(data)


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("photo.jpg", "a JPEG picture"),
        ("photo.HEIC", "a HEIC picture"),
        ("letter.pdf", "a PDF document"),
        ("letter.docx", "a Word document"),
    ],
)
def test_bytes_of_no_kind_are_not_what_their_ending_says(
    taking: Taking, name: str, called: str
) -> None:
    taken = taking.take_pasted(bytes(range(256)) * 20, name)
    (word,) = map(str, taken.words)
    ending = name[name.rindex(".") :].lower()
    assert word == (
        f"This is not {called} although it is called {ending}, so it may not open."
        " It is kept as it is."
    )
    assert taken.attachment.name == name


@pytest.mark.parametrize("name", ["call.aac", "dictation.mp3", "film.mov", "letters.key"])
def test_a_recording_that_begins_in_a_way_of_its_own_is_not_called_wrong(name: str) -> None:
    assert found(bytes(range(256)) * 20, name).words == ()


def test_what_is_said_of_a_file_is_said_in_the_language_of_the_desk() -> None:
    (word,) = found(photo(), "letter.pdf").words
    assert Words.of("es").say(word) == "Esto es una imagen JPEG aunque se llame .pdf."


def letter_with_macros(*, padding: int = 0) -> bytes:
    file = BytesIO(letter_as_docx())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/media/image1.png", os.urandom(padding))
        archive.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    return file.getvalue()


@pytest.mark.parametrize("padding", [0, 200_000])
def test_a_document_with_macros_is_refused_whatever_it_is_called(
    taking: Taking, padding: int
) -> None:
    assert not found(letter_as_docx(), "letter.docx").words
    with pytest.raises(AttachmentMacrosError) as refusal:
        taking.take_pasted(letter_with_macros(padding=padding), "letter.docx")
    assert "macros" in str(refusal.value)
    assert "without macros" in refusal.value.advice


STORAGE, STREAM, ROOT = 1, 2, 5
SECTOR, FREE, CHAIN_END, TABLE = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def older_document(*entries: tuple[str, int], before: int = 0, body: bytes = b"") -> bytes:
    """A compound file with entries of those names and kinds, ``before`` sectors of text before
    its table of contents and ``body`` behind it.
    """
    rows = [("Root Entry", ROOT), *entries]
    rows += [("", 0)] * (-len(rows) % 4)
    sectors = len(rows) // 4

    def row(at: int, name: str, kind: int) -> bytes:
        letters = name.encode("utf-16-le")
        beside = at + 1 if 0 < at < len(entries) else FREE
        below = 1 if at == 0 and entries else FREE
        length = len(letters) + 2 if name else 0
        links = struct.pack("<HBBIII", length, kind, 1, FREE, beside, below)
        return letters.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", CHAIN_END, 0)

    table = [TABLE, *[FREE] * before]
    table += [*(len(table) + n + 1 for n in range(sectors - 1)), CHAIN_END]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1 + before, 0, 4096, CHAIN_END, 0, CHAIN_END, 0)
    head += struct.pack("<109I", 0, *[FREE] * 108)
    chains = struct.pack("<128I", *table, *[FREE] * (128 - len(table)))
    text = ("_VBA_PROJECT Macros " * 12).encode("utf-16-le").ljust(SECTOR, b" ")
    contents = b"".join(row(at, name, kind) for at, (name, kind) in enumerate(rows))
    return head + chains + text * before + contents + body


WORD = (("WordDocument", STREAM), ("1Table", STREAM))
EXCEL = (("Workbook", STREAM), ("\x05SummaryInformation", STREAM))
SLIDES = (("PowerPoint Document", STREAM), ("Current User", STREAM))
SLIDE_MACROS = b"\x1f\0\xff\x03\x14\0\0\0\x02\0\0\x04\x0c\0\0\0\x07\0\0\0%b\x02\0\0\0"


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("letter.doc", older_document(*WORD, ("Macros", STORAGE), ("VBA", STORAGE))),
        ("letter.doc", older_document(*WORD, ("mAcRoS", STORAGE), before=3)),
        ("list.xls", older_document(*EXCEL, ("_VBA_PROJECT_CUR", STORAGE))),
        ("list.xls", older_document(*EXCEL, ("_VBA_PROJECT", STREAM), body=bytes(3_000_000))),
        ("list.xls", older_document(*EXCEL, *[("x", STREAM)] * 30, ("VBA", STORAGE))[:-40]),
        ("talk.ppt", older_document(*SLIDES, body=SLIDE_MACROS % b"\1\0\0\0")),
        ("message.msg", older_document(("__attach", STORAGE), ("Macros", STORAGE), before=120)),
    ],
)
def test_an_older_document_with_macros_is_refused_as_a_new_one_is(
    taking: Taking, name: str, document: bytes
) -> None:
    with pytest.raises(AttachmentMacrosError) as refusal:
        taking.take_pasted(document, name)
    assert "without macros" in refusal.value.advice


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("letter.doc", older_document(*WORD, before=100)),  # it tells of macros, and has none
        ("letter.doc", older_document(*WORD, ("Macros", STREAM), ("_VBA_PROJECTS", STREAM))),
        ("list.xls", older_document(*EXCEL)),
        ("talk.ppt", older_document(*SLIDES, body=SLIDE_MACROS % bytes(4))),
        ("message.msg", older_document(("__nameid_version1.0", STORAGE))[:900]),
    ],
)
def test_an_older_document_without_macros_is_taken_without_a_word(
    taking: Taking, name: str, document: bytes
) -> None:
    assert taking.take_pasted(document, name).words == ()


def test_a_document_made_to_be_slow_to_look_into_is_not() -> None:
    almost = "VBA".encode("utf-16-le") * 4_000_000
    began = time.process_time()
    assert found(older_document(*WORD, body=almost), "letter.doc").words == ()
    assert time.process_time() - began < 5


def test_an_ending_that_nobody_knows_is_no_reason_for_a_word() -> None:
    assert found(photo(), "IMG_0001.original").words == ()
    assert found(photo(), "IMG_0001").words == ()


PROGRAMS = {
    "holiday.jpg": b"MZ\x90\0\x03\0\0\0" + bytes(200),
    "letter": b"\x7fELF\x02\x01\x01" + bytes(200),
    "letter.txt": b"#!/bin/sh\nrm -rf /\n",
    "report.pdf": b"[InternetShortcut]\r\nURL=file://there/run\r\n",
    "invoice.pdf.exe": b"harmless text",
    "photo.jpg .scr": b"harmless text",
    "photo\u202egpj.exe": b"harmless text",
    "letter.lnk": b"harmless text",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_is_refused_whatever_it_is_called(
    taking: Taking, tmp_path: Path, name: str
) -> None:
    with pytest.raises(AttachmentRunsError) as refusal:
        taking.take_pasted(PROGRAMS[name], name)
    assert refusal.value.advice
    assert not (tmp_path / "blobs").exists()


# --- pictures ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("orientation", "size", "first", "last"),
    [
        (1, (640, 400), (10, 200), (630, 200)),
        (3, (640, 400), (630, 200), (10, 200)),
        (6, (400, 640), (200, 10), (200, 630)),
        (8, (400, 640), (200, 630), (200, 10)),
    ],
)
def test_a_phone_s_photo_stands_upright(
    orientation: int, size: tuple[int, int], first: tuple[int, int], last: tuple[int, int]
) -> None:
    image = shown(photo(orientation))
    assert image.size == size
    assert is_about(image.getpixel(first), RED)
    assert is_about(image.getpixel(last), BLUE)


def test_place_maker_and_comment_stay_out_of_the_pdf_and_in_the_original(
    taking: Taking, tmp_path: Path
) -> None:
    original = photo(6)
    assert SECRET in original
    (tmp_path / "IMG.jpg").write_bytes(original)
    taken = taking.take_file(tmp_path / "IMG.jpg")
    jpeg = taking.picture(taken.attachment).jpeg
    for word in (SECRET, b"Secret Phones", b"Exif", b"http"):
        assert word not in jpeg
    image = Image.open(BytesIO(jpeg))
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    kept = BlobFiles(tmp_path / "blobs").open(taken.attachment.sha256)
    with kept:
        assert kept.read() == original


def test_text_in_a_png_stays_out_too() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SECRET.decode())
    data = saved(two_colours(), "PNG", pnginfo=info, exif=Image.open(BytesIO(photo())).getexif())
    assert SECRET in data
    assert SECRET not in redraw(BytesIO(data), "image/png").jpeg


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "LA", "P"])
def test_what_is_transparent_is_white_on_paper(kind: str) -> None:
    image = two_colours(mode="RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 320, 400))
    if kind == "LA":
        data = saved(image.convert("LA"), "PNG")
    elif kind == "P":
        data = saved(image.quantize(), "PNG")
    else:
        data = saved(image, kind)
    drawn = shown(data)
    assert is_about(drawn.convert("RGB").getpixel((20, 20)), WHITE)
    assert not is_about(drawn.convert("RGB").getpixel((600, 20)), WHITE)


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK"])
def test_every_kind_of_colour_is_drawn(mode: str) -> None:
    drawn = shown(saved(two_colours(mode=mode), "JPEG" if mode == "CMYK" else "PNG"))
    assert drawn.size == (640, 400)
    if mode in {"P", "CMYK"}:
        assert is_about(drawn.getpixel((20, 20)), RED)


@pytest.mark.parametrize(("mode", "order", "kind"), [("I;16", "<", "PNG"), ("I;16B", ">", "TIFF")])
def test_a_scanner_s_sixteen_bits_are_drawn_as_bright_as_they_are(
    mode: str, order: str, kind: str
) -> None:
    image = Image.frombytes(mode, (64, 64), struct.pack(f"{order}4096H", *[60_000] * 4096))
    drawn = shown(saved(image, kind)).convert("RGB")
    assert is_about(drawn.getpixel((30, 30)), (234, 234, 234))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_large_picture_becomes_small_and_keeps_its_shape(kind: str) -> None:
    drawn = shown(saved(two_colours(4000, 3000), kind))
    assert drawn.size == (1600, 1200)
    assert (
        len(redraw(BytesIO(saved(two_colours(4000, 3000), kind)), f"image/{kind.lower()}").jpeg)
        < 200_000
    )


def test_a_small_picture_is_not_blown_up() -> None:
    assert shown(saved(two_colours(64, 40), "PNG")).size == (64, 40)


def test_a_picture_as_narrow_as_a_line_is_drawn() -> None:
    assert shown(saved(two_colours(8000, 2), "PNG")).size == (1600, 1)


def test_heic_is_kept_whole_with_a_word_on_what_to_do(taking: Taking, tmp_path: Path) -> None:
    taken = taking.take_pasted(heic(), "IMG_0001.HEIC")
    (word,) = map(str, taken.words)
    assert word == (
        "It is kept whole, but the PDF cannot show a HEIC picture: save it as JPEG to show it."
    )
    assert not taken.is_drawn
    assert taken.attachment.size == len(heic())
    with pytest.raises(PictureNotShownError):
        taking.picture(taken.attachment)


# --- what may be wrong with it -----------------------------------------------------------------


@pytest.mark.parametrize("name", [n for n, (_, media) in SAMPLES.items() if "image/" in media])
def test_a_picture_that_is_cut_off_is_kept_and_told(taking: Taking, name: str) -> None:
    whole = SAMPLES[name][0]()
    taken = taking.take_pasted(whole[: len(whole) // 2], name)
    assert any("cut off" in word or "end is missing" in word for word in map(str, taken.words))
    assert not taken.is_drawn
    assert taken.attachment.size == len(whole) // 2


@pytest.mark.parametrize("name", ["letter.pdf", "call.wav", "letter.docx", "letter.odt"])
def test_a_document_that_is_cut_off_is_kept_and_told(taking: Taking, name: str) -> None:
    whole = SAMPLES[name][0]()
    taken = taking.take_pasted(whole[: len(whole) // 2], name)
    (word,) = map(str, taken.words)
    assert "end is missing" in word
    assert "kept as it is" in word


def test_an_empty_file_is_refused(taking: Taking, tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").touch()
    with pytest.raises(AttachmentEmptyError) as refusal:
        taking.take_file(tmp_path / "empty.jpg")
    assert refusal.value.advice


def test_a_file_gone_before_it_was_read_is_told(taking: Taking, tmp_path: Path) -> None:
    with pytest.raises(FileGoneError) as refusal:
        taking.take_file(tmp_path / "gone.jpg")
    assert refusal.value.advice


def test_two_gigabytes_are_refused(taking: Taking, tmp_path: Path) -> None:
    with (tmp_path / "film.mp4").open("wb") as file:
        file.truncate(2 * 1024**3)
    with pytest.raises(AttachmentTooLargeError):
        taking.take_file(tmp_path / "film.mp4")
    assert not (tmp_path / "blobs").exists()


def bomb_of(kind: str) -> bytes:
    """A few hundred bytes that claim to be a picture of gigabytes."""
    side = 60_000
    if kind == "png":

        def chunk(name: bytes, body: bytes) -> bytes:
            return (
                struct.pack(">I", len(body))
                + name
                + body
                + struct.pack(">I", zlib.crc32(name + body))
            )

        return (
            b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(bytes(100_000)))
            + chunk(b"IEND", b"")
        )
    data = bytearray(
        saved(
            two_colours(64, 64),
            {"jpeg": "JPEG", "gif": "GIF", "bmp": "BMP"}.get(kind, "WEBP"),
            **({"lossless": True} if kind == "webp" else {}),
        )
    )
    if kind == "jpeg":
        at = data.index(b"\xff\xc0") + 5
        data[at : at + 4] = struct.pack(">HH", side, side)
    elif kind == "gif":
        data[6:10] = struct.pack("<HH", side, side)
    elif kind == "bmp":
        data[18:26] = struct.pack("<ii", side, side)
    else:
        bits = int.from_bytes(data[21:25], "little") | 0xFFFFFFF
        data[21:25] = bits.to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize("kind", ["png", "jpeg", "gif", "bmp", "webp"])
def test_a_bomb_of_pixels_is_kept_and_never_decoded(
    taking: Taking, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    from PIL import ImageFile

    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda _self: pytest.fail("it was decoded"))
    taken = taking.take_pasted(bomb_of(kind), f"photo.{kind}")
    (word,) = map(str, taken.words)
    assert "too large to be shown in the PDF" in word
    assert "kept whole" in word
    assert not taken.is_drawn


def test_a_jpeg_of_a_thousand_layers_keeps_no_pc_busy() -> None:
    layered = saved(two_colours(), "JPEG", progressive=True)
    assert found(layered, "photo.jpg").is_drawn
    at = layered.index(b"\xff\xda")
    length = 2 + int.from_bytes(layered[at + 2 : at + 4], "big")
    with_scans = layered[:-2] + layered[at : at + length] * 1000 + layered[-2:]
    (word,) = map(str, found(with_scans, "photo.jpg").words)
    assert "for hours" in word


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=st.sampled_from(sorted(SAMPLES)),
    at=st.floats(0, 1),
    junk=st.binary(min_size=1, max_size=40),
    cut=st.floats(0.01, 1),
)
def test_no_bytes_however_damaged_are_a_bug(name: str, at: float, junk: bytes, cut: float) -> None:
    data = bytearray(SAMPLES[name][0]())
    start = int(at * min(len(data), 2000))
    data[start : start + len(junk)] = junk
    damaged = bytes(data[: max(1, int(cut * len(data)))])
    with suppress(AttachmentRunsError, PictureNotShownError):
        finding = found(damaged, name)
        if finding.is_drawn:
            redraw(BytesIO(damaged), finding.media)


# --- taking it in ------------------------------------------------------------------------------


def test_what_is_taken_is_named_by_its_content_and_says_who_and_when(
    taking: Taking, tmp_path: Path
) -> None:
    (tmp_path / "photo.jpg").write_bytes(photo())
    taken: Taken = taking.take_file(tmp_path / "photo.jpg", by="Ana")
    attachment = taken.attachment
    assert (attachment.name, attachment.media, attachment.added_by) == (
        "photo.jpg",
        "image/jpeg",
        "Ana",
    )
    assert datetime.fromisoformat(attachment.added_at) == MORNING
    assert attachment.blob.is_sound
    assert BlobFiles(tmp_path / "blobs").holds(attachment.sha256)
    assert taken.is_drawn


def test_what_the_program_itself_wrote_is_kept_as_it_is(taking: Taking, tmp_path: Path) -> None:
    kept = taking.put(b'{"narrative": "long"}', name="answers.json", media="application/json")
    assert kept.media == "application/json"
    assert BlobFiles(tmp_path / "blobs").read(kept.sha256, 0, 100) == b'{"narrative": "long"}'


def test_progress_is_told_while_it_is_copied(taking: Taking, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    (tmp_path / "call.wav").write_bytes(recording(60))
    taking.take_file(tmp_path / "call.wav", progressed=lambda *how: told.append(how))
    assert len(told) > 2
    assert told[-1][0] == told[-1][1] == len(recording(60))


def test_the_picture_can_be_put_into_a_pdf(taking: Taking) -> None:
    from pypdf import PdfReader
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    picture = taking.picture(taking.take_pasted(photo(6), "photo.jpg").attachment)
    file = BytesIO()
    canvas = Canvas(file)
    canvas.drawImage(ImageReader(BytesIO(picture.jpeg)), 72, 72, 200, 320)
    canvas.save()
    (embedded,) = PdfReader(file).pages[0].images
    assert embedded.image is not None
    assert embedded.image.size == (400, 640)


def test_the_limits_are_what_a_pc_bears() -> None:
    assert pictures.MOST_POINTS * 4 <= 160_000_000
