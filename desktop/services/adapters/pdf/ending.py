"""The end of a report, which never stands on its last page alone."""

from collections.abc import Sequence
from typing import Protocol

from reportlab.platypus import Flowable

_HEADING = 60.0
"""Room for the headings that may stand above."""
_ENDLESS = 1e9


class Laid(Protocol):
    """Something to lay out that knows how much of it must follow a heading."""

    def wrap(self, width: float, height: float = 0.0) -> tuple[float, float]: ...
    def split(self, width: float, height: float) -> Sequence["Laid"]: ...
    def first(self, width: float) -> float: ...
    def drawOn(self, canvas: object, x: float, y: float) -> None: ...  # noqa: N802
    def getSpaceBefore(self) -> float: ...  # noqa: N802
    def getSpaceAfter(self) -> float: ...  # noqa: N802


class Ending(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """``body`` and the ``end`` under it. Where the end needs another page, the last of ``body``
    goes there with it: the last lines, or the last rows. ``least`` is how much of it, at least.
    """

    def __init__(
        self, body: Laid, end: Sequence[Laid], *, page: float, least: float | None = None
    ) -> None:
        super().__init__()
        self._body = body
        self._end = end
        self._page = page
        self._least = least

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        self.width = width
        before, self.height = 0.0, 0.0
        for one in (self._body, *self._end):
            if self.height:
                self.height += max(before, one.getSpaceBefore())
            self.height += one.wrap(width, _ENDLESS)[1]
            before = one.getSpaceAfter()
        return width, self.height

    def split(self, width: float, height: float) -> list[Laid]:
        if self.wrap(width)[1] <= height + 1e-6:
            return [self]
        if parts := self._parted(width, height):
            return parts
        is_at_the_top = height >= self._page - 1e-6
        return [self._body, *self._end] if is_at_the_top else []

    def first(self, width: float) -> float:
        """How tall the part is that a heading above never parts from."""
        whole = self.wrap(width)[1]
        if whole + _HEADING > self._page or self._parted(width, self._page):
            return self._body.first(width)
        return float(whole)

    def draw(self) -> None:
        y, before = self.height, 0.0
        for one in (self._body, *self._end):
            if y < self.height:
                y -= max(before, one.getSpaceBefore())
            y -= one.wrap(self.width, _ENDLESS)[1]
            one.drawOn(self.canv, 0, y)
            before = one.getSpaceAfter()

    def getSpaceBefore(self) -> float:  # noqa: N802
        return self._body.getSpaceBefore()

    def getSpaceAfter(self) -> float:  # noqa: N802
        return self._end[-1].getSpaceAfter()

    def _parted(self, width: float, height: float) -> list[Laid]:
        """What of the body fits, and the rest with the end; nothing where it cannot be parted."""
        least = self._body.first(width) if self._least is None else self._least
        room = min(height, self._body.wrap(width, _ENDLESS)[1] - least)
        parts = self._body.split(width, room) if room > 0 else []
        if len(parts) != 2:
            return []
        return [parts[0], Ending(parts[1], self._end, page=self._page, least=least)]
