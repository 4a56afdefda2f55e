"""What may be attached, and under which name it is kept."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.reports.attachments import (
    LONGEST_NAME,
    MOST_BYTES,
    Attachment,
    AttachmentDiskError,
    AttachmentEmptyError,
    AttachmentMacrosError,
    AttachmentRunsError,
    AttachmentTooLargeError,
    BlobRef,
    clean_name,
    ending_of,
    is_blob_id,
    require_attachable,
)


@pytest.mark.parametrize(
    "name",
    [
        "letter.pdf",
        "Łódź 2026.jpg",
        "窓口.png",
        "مكتب.wav",
        "a.tar.gz",
        "IMG_0001.HEIC",
        "no ending",
    ],
)
def test_a_name_that_every_system_takes_stays_as_it_is(name: str) -> None:
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("/etc/passwd", "passwd"),
        (r"C:\Users\ana\photo.jpg", "photo.jpg"),
        ("../../photo.jpg", "photo.jpg"),
        ("..", "attachment"),
        ("", "attachment"),
        (".hidden", "hidden"),
        ("photo.jpg. . ", "photo.jpg"),
        ('what: "this"?.png', "what_ _this__.png"),
        ("two\nlines\tand more.txt", "two lines and more.txt"),
        ("bell\x07\x00.wav", "bell.wav"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1.tar.gz", "_com1.tar.gz"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("half \udce4 byte.txt", "half _ byte.txt"),
        ("e\u0301.txt", "\u00e9.txt"),
    ],
)
def test_other_names_are_made_fit(name: str, kept: str) -> None:
    assert clean_name(name) == kept


def test_a_long_name_keeps_its_ending() -> None:
    for letter in ("x", "窓", "👩"):
        kept = clean_name(letter * 3000 + ".jpeg")
        assert kept.endswith(".jpeg")
        assert LONGEST_NAME - 4 <= len(kept.encode()) <= LONGEST_NAME


@given(st.text(alphabet=st.characters(), max_size=400))
def test_any_name_becomes_one_that_every_system_takes(name: str) -> None:
    kept = clean_name(name)
    assert 0 < len(kept.encode()) <= LONGEST_NAME
    assert not set('<>:"/\\|?*') & set(kept)
    assert not [c for c in kept if unicodedata.category(c) in {"Cc", "Cf", "Cs"}]
    assert kept == kept.strip()
    assert not kept.startswith(".")
    assert not kept.endswith(".")
    assert kept.partition(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}
    assert clean_name(kept) == kept


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.PDF", ".pdf"), ("a", ""), ("a.", ""), (".bashrc", ""), ("a.of our meeting today", "")],
)
def test_an_ending_is_told_from_a_full_stop(name: str, ending: str) -> None:
    assert ending_of(name) == ending


def test_what_is_empty_too_large_or_runs_is_refused_with_advice() -> None:
    require_attachable("letter.pdf", 1)
    require_attachable("film.mp4", MOST_BYTES)
    for name, size, refusal in (
        ("letter.pdf", 0, AttachmentEmptyError),
        ("film.mp4", MOST_BYTES + 1, AttachmentTooLargeError),
        ("letter.pdf.EXE", 10, AttachmentRunsError),
        ("letter.DOCM", 10, AttachmentMacrosError),
        ("fees.xlsm ", 10, AttachmentMacrosError),
        ("talk.ppsm", 10, AttachmentMacrosError),
        ("letter.dotm", 10, AttachmentMacrosError),
        ("people.mdb", 10, AttachmentMacrosError),
        ("photos.iso", 10, AttachmentDiskError),
        ("photos.jpg.IMG", 10, AttachmentDiskError),
        ("photos.vhdx", 10, AttachmentDiskError),
        ("letter.exe ", 10, AttachmentRunsError),
        ("letter.lnk.", 10, AttachmentRunsError),
        ("printer.settingcontent-ms", 10, AttachmentRunsError),
        ("update.MSIX", 10, AttachmentRunsError),
        ("scan.iso", 10, AttachmentRunsError),
        ("front desk.rdp", 10, AttachmentRunsError),
        ("photos.search-ms", 10, AttachmentRunsError),
        ("tool.pyzw", 10, AttachmentRunsError),
        ("letter.e\u200bxe", 10, AttachmentRunsError),
    ):
        with pytest.raises(refusal) as refused:
            require_attachable(name, size)
        assert refused.value.advice
        assert clean_name(name) in str(refused.value)


def test_forty_with_the_longest_names_fit_into_an_event() -> None:
    import msgspec

    longest = Attachment(
        name="窓" * (LONGEST_NAME // 3),
        media="application/vnd.openxmlformats-officedocument.presentationml.presentation",
        size=MOST_BYTES,
        sha256="ab" * 32,
        added_at="2026-07-01T08:00:00+00:00",
        added_by="x" * 100,
    )
    assert len(msgspec.json.encode([longest] * 40)) < 24 * 1024


@pytest.mark.parametrize(
    "text", ["", "ab" * 31, "AB" * 32, "ab" * 32 + "\n", "../" + "a" * 61, "\u0661" * 64]
)
def test_nothing_but_a_hash_names_a_blob(text: str) -> None:
    assert not is_blob_id(text)
    assert not BlobRef(sha256=text, size=1).is_sound
    assert is_blob_id("ab" * 32)
