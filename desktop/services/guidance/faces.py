"""One face of a folded card: what stands on it, and what goes first where there is no room."""

from collections.abc import Callable, Iterator
from enum import Enum, IntEnum, auto

import msgspec
from msgspec.structs import replace


class Form(Enum):
    """How a line is set."""

    HEADING = auto()
    LABEL = auto()
    PHRASE = auto()
    STEP = auto()
    NEVER = auto()
    POINT = auto()
    TEXT = auto()


class Rank(IntEnum):
    """How soon a line is wanted: what comes first is what the face is for."""

    FIRST = 0
    ENOUGH = 1
    REST = 2


class Line(msgspec.Struct, frozen=True):
    """A phrase, a step, a sentence. ``mark`` stands before it."""

    form: Form
    text: str
    rank: Rank = Rank.ENOUGH
    mark: str = ""


class Block(msgspec.Struct, frozen=True):
    """Lines under one heading. Of those that are ``in_order`` none stands without those before."""

    heading: str
    lines: tuple[Line, ...]
    in_order: bool = False


class Face(msgspec.Struct, frozen=True, kw_only=True):
    """What is seen of the card at once. ``mark`` is the number beside its title, ``steps`` says
    which of how many steps it shows.

    ``left_out``: it does not say all there is to say, and says so.
    """

    name: str
    mark: str = ""
    caption: str = ""
    title: str = ""
    hint: str = ""
    blocks: tuple[Block, ...] = ()
    steps: tuple[tuple[int, ...], int] = ((), 0)
    left_out: bool = False

    def up_to(self, rank: Rank) -> "Face":
        """The face with the lines of ``rank`` and what comes before."""
        return self._keeping(
            {(at, number) for at, number, line in self._lines() if line.rank <= rank}
        )

    def fitted(self, fits: Callable[["Face"], bool]) -> "Face":
        """All of the face that ``fits``, each line whole or not at all."""
        if fits(self):
            return self
        kept: set[tuple[int, int]] = set()
        ended: set[int] = set()
        for at, number, _ in sorted(self._lines(), key=lambda one: one[2].rank):
            if at in ended:
                continue
            if fits(self._keeping({*kept, (at, number)})):
                kept.add((at, number))
            elif self.blocks[at].in_order:
                ended.add(at)
        return self._keeping(kept)

    def _lines(self) -> Iterator[tuple[int, int, Line]]:
        for at, block in enumerate(self.blocks):
            for number, line in enumerate(block.lines):
                yield at, number, line

    def _keeping(self, kept: set[tuple[int, int]]) -> "Face":
        blocks = (
            replace(
                block,
                lines=tuple(line for n, line in enumerate(block.lines) if (at, n) in kept),
            )
            for at, block in enumerate(self.blocks)
        )
        return replace(
            self,
            blocks=tuple(block for block in blocks if block.lines),
            left_out=self.left_out or len(kept) < sum(1 for _ in self._lines()),
        )
