"""What room is left on the plan. Plain numbers: for 200 stations, Qt's rectangles are slow."""

from collections import defaultdict

from PySide6.QtCore import QRectF

Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


def box_of(rect: QRectF) -> Box:
    """The edges of ``rect``."""
    return rect.left(), rect.top(), rect.right(), rect.bottom()


def meets(one: Box, other: Box) -> bool:
    """Whether two boxes share more than an edge."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


class Taken:
    """What is taken already, looked up by the squares of ``cell`` pixels that a box touches."""

    def __init__(self, cell: int) -> None:
        self._cell = cell
        self._squares: dict[tuple[int, int], list[tuple[int, Box]]] = defaultdict(list)

    def add(self, owner: int, box: Box) -> None:
        """``box`` is taken, by ``owner``."""
        for square in self._touched(box):
            self._squares[square].append((owner, box))

    def is_free(self, box: Box, *, but: int | None = None) -> bool:
        """Whether nothing lies there, ``but`` for what that owner has itself."""
        left, top, right, bottom = box
        for square in self._touched(box):
            for owner, other in self._squares.get(square, ()):
                if (
                    left < other[2]
                    and other[0] < right
                    and top < other[3]
                    and other[1] < bottom
                    and owner != but
                ):
                    return False
        return True

    def _touched(self, box: Box) -> list[tuple[int, int]]:
        cell = self._cell
        across = range(int(box[0] // cell), int(box[2] // cell) + 1)
        down = range(int(box[1] // cell), int(box[3] // cell) + 1)
        return [(x, y) for x in across for y in down]
