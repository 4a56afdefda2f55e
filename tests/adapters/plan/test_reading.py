"""Whatever somebody chooses for a floor plan: drawn anew, or refused in one clear sentence."""

import resource
import struct
import sys
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from desktop.domain.plan.errors import PlanPictureError
from desktop.services.adapters.plan.reading import LONGEST_SIDE, SHARP_BYTES, read_plan_picture
from tests.support.floor_plans import draw_floor


def huge_png(file: Path, side: int = 20_000) -> Path:
    """A real PNG of that many points a side, a few kilobytes on the disk: all of it white."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        summed = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", summed)

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    squeeze = zlib.compressobj()
    packed = squeeze.compress(b"\0" * 1000) + squeeze.flush()
    file.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )
    return file


def test_a_drawing_stays_sharp_and_fits_a_screen(tmp_path: Path) -> None:
    picture = read_plan_picture(draw_floor(tmp_path / "a.png", width=4800, height=3200))
    assert (picture.width, picture.height) == (LONGEST_SIDE, 1600)
    assert picture.media == "image/png"
    assert len(picture.data) < SHARP_BYTES
    assert Image.open(BytesIO(picture.data)).size == (LONGEST_SIDE, 1600)


def test_a_photo_of_a_plan_becomes_a_jpeg_and_says_nothing_of_the_phone(tmp_path: Path) -> None:
    noise = Image.effect_noise((1600, 1200), 80).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "A phone"
    noise.save(tmp_path / "photo.jpg", exif=exif)
    picture = read_plan_picture(tmp_path / "photo.jpg")
    assert (picture.media, picture.ending) == ("image/jpeg", ".jpg")
    assert b"A phone" not in picture.data


def test_a_plan_of_20_000_points_a_side_is_refused_without_eating_memory(tmp_path: Path) -> None:
    file = huge_png(tmp_path / "huge.png")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(PlanPictureError, match="too large") as refusal:
        read_plan_picture(file)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown * (1 if sys.platform == "darwin" else 1024) < 50_000_000
    assert "5,000" in refusal.value.advice


def whole(tmp_path: Path) -> bytes:
    return draw_floor(tmp_path / "whole.png").read_bytes()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("empty.png", "is empty"),
        ("cut-off.png", "damaged or cut off"),
        ("a-text.png", "no picture that can be shown"),
        ("a-program.png", "no picture that can be shown"),
        ("a.pdf", "is a PDF"),
        ("tiny.png", "too little"),
        ("not-there.png", "is not there"),
        ("folder.png", "is a folder"),
    ],
)
def test_what_is_no_floor_plan_is_refused_in_one_sentence_with_advice(
    tmp_path: Path, name: str, said: str
) -> None:
    tiny = BytesIO()
    Image.new("RGB", (4, 400)).save(tiny, "PNG")
    contents = {
        "empty.png": b"",
        "cut-off.png": whole(tmp_path)[:-2000],
        "a-text.png": b"The counters are on the left.\n",
        "a-program.png": b"#!/bin/sh\nexit 0\n",
        "a.pdf": b"%PDF-1.7\n",
        "tiny.png": tiny.getvalue(),
    }
    file = tmp_path / name
    if name in contents:
        file.write_bytes(contents[name])
    elif name == "folder.png":
        file.mkdir()
    with pytest.raises(PlanPictureError, match=said) as refusal:
        read_plan_picture(file)
    assert name in str(refusal.value)
    assert refusal.value.advice
