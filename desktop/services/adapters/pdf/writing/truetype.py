"""A TrueType font made for one document: one glyph for each cluster that it draws.

What HarfBuzz puts together from several glyphs becomes one composite glyph, so that a reader
finds exactly one code, one width and one text for what a person takes for one letter.
"""

import struct
import sys
from array import array
from collections.abc import Callable, Sequence
from typing import NamedTuple

_WORDS, _XY, _SCALE, _MORE = 0x0001, 0x0002, 0x0008, 0x0020
_SCALE_XY, _TWO_BY_TWO, _INSTRUCTIONS = 0x0040, 0x0080, 0x0100


class Placed(NamedTuple):
    """A glyph of the source font and where it is put, in font units."""

    glyph: int
    x: int
    y: int


class Drawing(NamedTuple):
    """What one code of the made font draws, how wide it is, and the text that it stands for."""

    text: str
    glyphs: tuple[Placed, ...]
    advance: int


class Box(NamedTuple):
    """Left, bottom, right and top of an outline, in font units."""

    left: int
    bottom: int
    right: int
    top: int


class Outlines:
    """The outlines of a font with a ``glyf`` table."""

    def __init__(self, table: Callable[[str], bytes]) -> None:
        self.head, self.hhea, self.maxp = table("head"), table("hhea"), table("maxp")
        self._glyf = table("glyf")
        (is_long,) = struct.unpack_from(">h", self.head, 50)
        self._loca = _big_endian("I" if is_long else "H", table("loca"))
        self._unit = 1 if is_long else 2

    @property
    def box(self) -> Box:
        return Box(*struct.unpack_from(">4h", self.head, 36))

    @property
    def ascent_descent(self) -> tuple[int, int]:
        ascent, descent = struct.unpack_from(">2h", self.hhea, 4)
        return ascent, descent

    def outline(self, glyph: int) -> bytes:
        """The glyph's record without its hints, which need tables that are not embedded."""
        start, end = (at * self._unit for at in self._loca[glyph : glyph + 2])
        record = self._glyf[start:end]
        if not record:
            return b""
        (contours,) = struct.unpack_from(">h", record)
        if contours < 0:
            return record
        hints_at = 10 + 2 * contours
        (hints,) = struct.unpack_from(">H", record, hints_at)
        return record[:hints_at] + b"\0\0" + record[hints_at + 2 + hints :]

    def box_of(self, glyph: int) -> Box | None:
        """The bounds of the glyph; nothing for one that draws nothing."""
        start, end = (at * self._unit for at in self._loca[glyph : glyph + 2])
        return Box(*struct.unpack_from(">4h", self._glyf, start + 2)) if end > start else None


def font_of(drawings: Sequence[Drawing], source: Outlines) -> bytes:
    """A font file whose glyphs 1 to n are ``drawings``; glyph 0 and those behind n are its own."""
    return _Made(drawings, source).file()


class _Made:
    """The font while it is put together."""

    def __init__(self, drawings: Sequence[Drawing], source: Outlines) -> None:
        self._source = source
        self._records: list[bytes] = [b""] * (1 + len(drawings))
        self._parts: dict[int, int] = {}
        self._most_parts = 1
        self._advances = [0, *(drawing.advance for drawing in drawings)]
        for at, drawing in enumerate(drawings, start=1):
            self._records[at] = self._record(drawing)

    def file(self) -> bytes:
        tables = {
            b"glyf": b"".join(map(_padded, self._records)),
            b"head": self._head(),
            b"hhea": self._source.hhea[:34] + struct.pack(">H", len(self._records)),
            b"hmtx": self._hmtx(),
            b"loca": self._loca(),
            b"maxp": self._maxp(),
        }
        return _font_file(tables)

    def _record(self, drawing: Drawing) -> bytes:
        if not drawing.glyphs:
            return b""
        if len(drawing.glyphs) == 1 and drawing.glyphs[0][1:] == (0, 0):
            return self._copied(drawing.glyphs[0].glyph)
        return self._composite(drawing.glyphs)

    def _composite(self, glyphs: Sequence[Placed]) -> bytes:
        drawn = [(placed, self._source.box_of(placed.glyph)) for placed in glyphs]
        seen = [(placed, box) for placed, box in drawn if box is not None]
        if not seen:
            return b""
        self._most_parts = max(self._most_parts, len(seen))
        record = [
            struct.pack(
                ">5h",
                -1,
                min(_short(box.left + placed.x) for placed, box in seen),
                min(_short(box.bottom + placed.y) for placed, box in seen),
                max(_short(box.right + placed.x) for placed, box in seen),
                max(_short(box.top + placed.y) for placed, box in seen),
            )
        ]
        for left, (placed, _) in zip(range(len(seen) - 1, -1, -1), seen, strict=True):
            flags = _WORDS | _XY | (_MORE if left else 0)
            part = self._part(placed.glyph)
            record.append(struct.pack(">HHhh", flags, part, _short(placed.x), _short(placed.y)))
        return b"".join(record)

    def _part(self, glyph: int) -> int:
        """The number of ``glyph`` as a part of others, copied when it is first needed."""
        if glyph not in self._parts:
            self._parts[glyph] = number = len(self._records)
            self._records.append(b"")
            self._advances.append(0)
            self._records[number] = self._copied(glyph)
        return self._parts[glyph]

    def _copied(self, glyph: int) -> bytes:
        record = self._source.outline(glyph)
        if not record or struct.unpack_from(">h", record)[0] >= 0:
            return record
        return self._with_own_parts(bytearray(record))

    def _with_own_parts(self, record: bytearray) -> bytes:
        """A composite of the source font, its parts numbered as in the made one."""
        at, flags = 10, _MORE
        while flags & _MORE:
            flags, part = struct.unpack_from(">HH", record, at)
            struct.pack_into(">HH", record, at, flags & ~_INSTRUCTIONS, self._part(part))
            at += 8 if flags & _WORDS else 6
            if flags & _SCALE:
                at += 2
            elif flags & _SCALE_XY:
                at += 4
            elif flags & _TWO_BY_TWO:
                at += 8
        return bytes(record[:at])

    def _head(self) -> bytes:
        head = bytearray(self._source.head[:54])
        struct.pack_into(">I", head, 8, 0)
        struct.pack_into(">h", head, 50, 1)  # a loca of four bytes for each glyph
        return bytes(head)

    def _hmtx(self) -> bytes:
        lefts = (struct.unpack_from(">h", r, 2)[0] if r else 0 for r in self._records)
        pairs = zip(self._advances, lefts, strict=True)
        return b"".join(struct.pack(">Hh", advance, left) for advance, left in pairs)

    def _loca(self) -> bytes:
        at, offsets = 0, [0]
        for record in self._records:
            at += len(_padded(record))
            offsets.append(at)
        return struct.pack(f">{len(offsets)}I", *offsets)

    def _maxp(self) -> bytes:
        maxp = bytearray(self._source.maxp)
        struct.pack_into(">H", maxp, 4, len(self._records))
        points, contours = struct.unpack_from(">2H", maxp, 6)
        more = self._most_parts
        composite = min(0xFFFF, max(points, 256) * more), min(0xFFFF, max(contours, 16) * more)
        struct.pack_into(">2H", maxp, 10, *composite)
        (depth,) = struct.unpack_from(">H", maxp, 30)
        (parts,) = struct.unpack_from(">H", maxp, 28)
        struct.pack_into(">2H", maxp, 28, max(parts, more), depth + 1)
        return bytes(maxp)


def _font_file(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    search = 16 * power, power.bit_length() - 1, 16 * (count - power)
    directory = [struct.pack(">I4H", 0x00010000, count, *search)]
    at = 12 + 16 * count
    head_at = 0
    for tag, table in sorted(tables.items()):
        if tag == b"head":
            head_at = at
        directory.append(tag + struct.pack(">3I", _checksum(table), at, len(table)))
        at += len(_padded(table))
    file = bytearray(b"".join(directory) + b"".join(_padded(tables[tag]) for tag in sorted(tables)))
    struct.pack_into(">I", file, head_at + 8, (0xB1B0AFBA - _checksum(bytes(file))) & 0xFFFFFFFF)
    return bytes(file)


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 4)


def _checksum(data: bytes) -> int:
    return sum(_big_endian("I", _padded(data))) & 0xFFFFFFFF


def _big_endian(code: str, data: bytes) -> "array[int]":
    numbers: array[int] = array(code)
    numbers.frombytes(data)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _short(number: int) -> int:
    return max(-0x8000, min(0x7FFF, number))
