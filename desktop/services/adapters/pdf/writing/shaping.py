"""Letters to glyphs: by HarfBuzz where the script, a mark or the direction needs it."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import uharfbuzz as hb

from desktop.services.adapters.pdf import fonts
from desktop.services.adapters.pdf.writing.clusters import breakable_units, clusters
from desktop.services.adapters.pdf.writing.faces import Face, blank, face_for
from desktop.services.adapters.pdf.writing.truetype import Drawing, Placed

_HIGHEST = 0.45  # of an em: where a tower of marks ends, whatever was piled up
_WIDEST = 0xFFFF
_COPIED = 24  # letters as the text of one code; poppler takes 256 digits


class Atom(NamedTuple):
    """What is drawn as one and never parted.

    ``spelled`` is text for reportlab in the font ``font``, from left to right; ``width`` is in
    thousandths of the type size. ``has_direction`` is whether every program that reads pages
    knows by its letters which way it runs.
    """

    typed: str
    font: str
    spelled: str
    width: float
    level: int
    has_direction: bool


class _Run(NamedTuple):
    """Clusters that are drawn with one face in one direction."""

    face: Face | None
    text: str
    level: int


@lru_cache(maxsize=1 << 15)
def shaped(word: str, font: str, levels: bytes) -> tuple[tuple[Atom, ...], ...]:
    """``word`` in atoms, in the order in which it was typed, cut where a line may end."""
    units, at = [], 0
    for part in breakable_units(clusters(word)):
        length = sum(map(len, part))
        units.append(_unit(tuple(part), font, levels[at : at + length]))
        at += length
    return tuple(units)


@lru_cache(maxsize=1 << 15)
def _unit(parts: tuple[str, ...], font: str, levels: bytes) -> tuple[Atom, ...]:
    return tuple(atom for run in _runs(parts, font, levels) for atom in _atoms(run, font))


@lru_cache(maxsize=1 << 10)
def space(font: str, level: int, beside: str) -> Atom:
    """The space between two words; between words of the font ``beside`` it is one of theirs.

    As wide as in ``font`` all the same.
    """
    spelled, width = " ", fonts.width_of(" ", font)
    if beside != font:
        spelled, width = blank(beside, width)
    return Atom(" ", beside, spelled, width, level, has_direction=False)


def _runs(parts: Sequence[str], font: str, levels: bytes) -> Iterator[_Run]:
    at, before = 0, None
    placed: list[_Run] = []
    for cluster in parts:
        level = levels[at]
        at += len(cluster)
        if _is_plain(cluster, font, level):
            placed.append(_Run(None, cluster, level))
            continue
        before = face_for(cluster, font, before)
        if before is None:  # no face has all of it: each letter by itself
            faces = [(letter, face_for(letter, font)) for letter in cluster]
            placed += [_Run(face, letter, level) for letter, face in faces]
        else:
            placed.append(_Run(before, cluster, level))
    for (face, level), same in groupby(placed, lambda run: (run.face, run.level)):
        yield _Run(face, "".join(run.text for run in same), level)


def _is_plain(cluster: str, font: str, level: int) -> bool:
    """Whether reportlab can draw it as it stands, without HarfBuzz."""
    return (
        len(cluster) == 1
        and cluster in fonts.letters(font)
        and not (level % 2 and unicodedata.mirrored(cluster))
    )


def _atoms(run: _Run, font: str) -> Iterator[Atom]:
    if run.face is None:
        for letter in run.text:
            yield _plain(letter, font, run.level)
        return
    made, turned = run.face.clusters, run.level % 2 == 1
    for drawings in _drawn(run.text, run.face, is_reversed=turned):
        yield Atom(
            "".join(drawing.text for drawing in (drawings[::-1] if turned else drawings)),
            made.fontName,
            "".join(map(made.spell, drawings)),
            sum(map(made.width_of, drawings)),
            run.level,
            all(_leads(drawing.text, turned=turned) for drawing in drawings),
        )


def _plain(letter: str, font: str, level: int) -> Atom:
    width = fonts.width_of(letter, font)
    return Atom(letter, font, letter, width, level, _leads(letter, turned=level % 2 == 1))


def _leads(copied: str, *, turned: bool) -> bool:
    if turned:
        return "\u0590" <= copied <= "\u08ff" or "\ufb1d" <= copied <= "\ufefc"
    return len(copied) == 1 and (copied.isalpha() or copied in "0123456789")


def _drawn(text: str, face: Face, *, is_reversed: bool) -> Iterator[tuple[Drawing, ...]]:
    """For each of HarfBuzz's clusters what draws it, as typed; the parts of one from the left."""
    buffer = hb.Buffer()
    buffer.add_codepoints([ord(letter) for letter in text])
    buffer.direction = "rtl" if is_reversed else "ltr"
    buffer.language = "und"  # or else it is this machine's, and the bytes with it
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    buffer.guess_segment_properties()
    hb.shape(face.font, buffer)
    glyphs = list(zip(buffer.glyph_infos, buffer.glyph_positions or (), strict=True))
    groups = [list(same) for _, same in groupby(glyphs, lambda glyph: glyph[0].cluster)]
    if is_reversed:
        groups.reverse()
    if not groups:  # nothing in it is seen
        return
    starts = [0, *(group[0][0].cluster for group in groups[1:])]
    for group, start, end in zip(groups, starts, [*starts[1:], len(text)], strict=True):
        placed, advance = _put_together(group, round(_HIGHEST * face.units_per_em))
        copied = text[start:end]
        if is_reversed and unicodedata.bidirectional(copied[0]) in {"R", "AL"}:
            yield _letter_by_letter(copied, placed, advance)
        else:
            yield _in_shares(copied, placed, advance)


def _put_together(
    group: Sequence[tuple[hb.GlyphInfo, hb.GlyphPosition]], highest: int
) -> tuple[tuple[Placed, ...], int]:
    placed, pen = [], 0
    for info, position in group:
        y = max(-highest, min(highest, position.y_offset))
        placed.append(Placed(info.codepoint, pen + position.x_offset, y))
        pen += position.x_advance
    return tuple(placed), max(0, min(_WIDEST, pen))


def _in_shares(copied: str, placed: tuple[Placed, ...], advance: int) -> tuple[Drawing, ...]:
    """One code, or several when more letters were piled up than readers take for one."""
    parts = [copied[at : at + _COPIED] for at in range(0, len(copied), _COPIED)]
    share, rest = divmod(advance, len(parts))
    first, *others = parts
    return (Drawing(first, placed, share + rest), *(Drawing(o, (), share) for o in others))


def _letter_by_letter(copied: str, placed: tuple[Placed, ...], advance: int) -> tuple[Drawing, ...]:
    """One code for each letter, from left to right, all of it drawn by the leftmost.

    Readers turn what runs to the left around letter by letter; a code that stood for several
    letters would come out backwards.
    """
    share, rest = divmod(advance, len(copied))
    first, *others = reversed(copied)
    return (Drawing(first, placed, share + rest), *(Drawing(o, (), share) for o in others))
