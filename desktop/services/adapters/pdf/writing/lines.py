"""One paragraph of printable text, measured once and broken into lines for any width."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from desktop.services.adapters.pdf import fonts
from desktop.services.adapters.pdf.writing import directions
from desktop.services.adapters.pdf.writing.shaping import Atom, shaped, space

_ROUNDING = 1e-6


class Unit(NamedTuple):
    """What stays on one line unless no line is wide enough, and what stands before it.

    ``level`` is that of the space before it; ``None`` where there is none. Text that reportlab
    draws as it stands has ``text``, other text has ``atoms``.
    """

    text: str
    atoms: tuple[Atom, ...]
    width: float
    level: int | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Printable text of one paragraph in the font ``font``; widths are thousandths of its size."""

    font: str
    units: Sequence[Unit]
    base: int
    is_plain: bool

    @classmethod
    def of(cls, text: str, font: str) -> "Paragraph":
        """Measure ``text``, whose words are parted by single spaces."""
        if fonts.letters(font).issuperset(text):
            return cls(font, list(_plain_units(text, font)), base=0, is_plain=True)
        base = directions.base_level(text)
        units = list(_shaped_units(text, font, directions.levels(text, base)))
        return cls(font, units, base, is_plain=False)

    @property
    def width(self) -> float:
        """On one line."""
        gaps = sum(unit.level is not None for unit in self.units[1:])
        return sum(unit.width for unit in self.units) + gaps * fonts.width_of(" ", self.font)

    def broken(self, room: float) -> "Lines":
        """Its lines, none wider than ``room`` unless one letter alone is."""
        units = self.units
        if any(unit.width > room for unit in units):
            units = [part for unit in units for part in _parted(unit, room, self)]
        gap = fonts.width_of(" ", self.font)
        starts, used = [0], 0.0
        for at, unit in enumerate(units):
            before = 0.0 if unit.level is None or at == starts[-1] else gap
            if used + before + unit.width > room + _ROUNDING and at > starts[-1]:
                starts.append(at)
                used = unit.width
            else:
                used += before + unit.width
        return Lines(Paragraph(self.font, units, self.base, self.is_plain), starts)


@dataclass(frozen=True, slots=True)
class Lines:
    """A paragraph and the units that begin its lines."""

    paragraph: Paragraph
    starts: Sequence[int]

    def __len__(self) -> int:
        return len(self.starts)

    def between(self, first: int, end: int) -> Paragraph:
        """The paragraph that the lines from ``first`` to before ``end`` hold."""
        whole = self.paragraph
        units = whole.units[self.starts[first] : self._start(end)]
        return Paragraph(whole.font, units, whole.base, whole.is_plain)

    def line(self, number: int) -> Paragraph:
        return self.between(number, number + 1)

    def _start(self, number: int) -> int:
        return self.starts[number] if number < len(self.starts) else len(self.paragraph.units)


def text_of(line: Paragraph) -> str:
    """What a line says; no space comes before its first unit."""
    if all(unit.level is not None for unit in line.units):
        return " ".join([unit.text for unit in line.units])
    return "".join(
        unit.text if at == 0 or unit.level is None else f" {unit.text}"
        for at, unit in enumerate(line.units)
    )


def atoms_of(line: Paragraph) -> list[Atom]:
    """What a line of shaped text draws, as typed."""
    atoms: list[Atom] = []
    for at, unit in enumerate(line.units):
        if at and unit.level is not None:
            beside = _font_beside(unit.level, atoms, unit.atoms, line.font)
            atoms.append(space(line.font, unit.level, beside))
        atoms += unit.atoms
    return atoms


def _font_beside(level: int, before: Sequence[Atom], after: Sequence[Atom], font: str) -> str:
    """The font of the neighbours that a space can be shown with at once.

    In text to the left that is the word after it: programs that read a page turn words around one
    by one, and the space then comes out in front of its word.
    """
    if not (before and after) or after[0].level != level:
        return font
    if level % 2:
        return after[0].font if after[0].has_direction else font
    return after[0].font if before[-1].font == after[0].font else font


def _plain_units(text: str, font: str) -> Iterator[Unit]:
    known: dict[str, Unit] = {}
    for word in text.split(" "):
        unit = known.get(word)
        if unit is None:
            unit = known[word] = Unit(word, (), fonts.width_of(word, font), 0)
        yield unit


def _shaped_units(text: str, font: str, levels: bytes) -> Iterator[Unit]:
    at = 0
    known: dict[tuple[str, bytes, int | None], list[Unit]] = {}
    for word in text.split(" "):
        gap: int | None = levels[at - 1] if at else 0
        key = word, levels[at : at + len(word)], gap
        if key not in known:
            known[key] = [
                Unit("", atoms, sum([atom.width for atom in atoms]), None if number else gap)
                for number, atoms in enumerate(shaped(word, font, key[1]))
            ]
        yield from known[key]
        at += len(word) + 1


def _parted(unit: Unit, room: float, paragraph: Paragraph) -> Iterator[Unit]:
    """A unit too wide for ``room`` in parts that fit, each as long as may be."""
    if unit.width <= room:
        yield unit
        return
    atoms = unit.atoms or shaped(unit.text, paragraph.font, bytes(len(unit.text)))[0]
    gap, start, used = unit.level, 0, 0.0
    for at, atom in enumerate(atoms):
        if used + atom.width > room and at > start:
            yield _part(atoms[start:at], used, gap, paragraph)
            gap, start, used = None, at, 0.0
        used += atom.width
    yield _part(atoms[start:], used, gap, paragraph)


def _part(atoms: tuple[Atom, ...], width: float, gap: int | None, paragraph: Paragraph) -> Unit:
    text = "".join(atom.spelled for atom in atoms) if paragraph.is_plain else ""
    return Unit(text, () if paragraph.is_plain else atoms, width, gap)
