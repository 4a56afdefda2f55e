"""Where the counter bar stands: at a screen's edge, remembered for each set of screens."""

import logging
import os
import sys
from enum import StrEnum
from pathlib import Path

import msgspec
from msgspec.structs import asdict
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication, QScreen

_log = logging.getLogger(__name__)


class Edge(StrEnum):
    """The side of the screen at which the bar is docked."""

    BOTTOM = "bottom"
    TOP = "top"
    LEFT = "left"
    RIGHT = "right"


class BarPlace(msgspec.Struct, frozen=True):
    """``along`` is 0.0 at the edge's left or upper end and 1.0 at the other."""

    screen: str = ""
    edge: Edge = Edge.BOTTOM
    along: float = 1.0

    def corner(self, available: QRect, bar: QSize) -> QPoint:
        """Return the bar's upper left corner, wholly inside ``available``."""
        room_x = max(0, available.width() - bar.width())
        room_y = max(0, available.height() - bar.height())
        along = min(1.0, max(0.0, self.along))
        offset = {
            Edge.BOTTOM: (along * room_x, room_y),
            Edge.TOP: (along * room_x, 0),
            Edge.LEFT: (0, along * room_y),
            Edge.RIGHT: (room_x, along * room_y),
        }[self.edge]
        return available.topLeft() + QPoint(round(offset[0]), round(offset[1]))

    @classmethod
    def nearest(cls, screen: str, available: QRect, bar: QRect) -> "BarPlace":
        """Return the docked place nearest to where the bar was let go."""
        gaps = {
            Edge.BOTTOM: available.bottom() - bar.bottom(),
            Edge.TOP: bar.top() - available.top(),
            Edge.LEFT: bar.left() - available.left(),
            Edge.RIGHT: available.right() - bar.right(),
        }
        edge = min(gaps, key=lambda e: gaps[e])
        if edge in {Edge.BOTTOM, Edge.TOP}:
            room, at = available.width() - bar.width(), bar.left() - available.left()
        else:
            room, at = available.height() - bar.height(), bar.top() - available.top()
        return cls(screen, edge, min(1.0, max(0.0, at / room)) if room > 0 else 0.0)


class BarPlaces:
    """The places chosen so far, in a small file. Losing it costs one drag, so it may fail."""

    def __init__(self, file: Path | None) -> None:
        self._file = file

    def load(self) -> BarPlace:
        """Return the place for the screens that are plugged in; bottom right if none is known."""
        known = self._read().get(screen_set())
        if isinstance(known, dict):
            try:
                return BarPlace(str(known["screen"]), Edge(known["edge"]), float(known["along"]))
            except (KeyError, ValueError, TypeError):
                _log.info("bar place not understood, using the corner")
        return BarPlace()

    def save(self, place: BarPlace) -> None:
        """Remember ``place`` for these screens."""
        if self._file is None:
            return
        places = {**self._read(), screen_set(): asdict(place)}
        try:
            fresh = self._file.with_suffix(".new")
            fresh.unlink(missing_ok=True)
            with fresh.open("xb") as out:
                out.write(msgspec.json.encode(places))
                if sys.platform != "win32":  # whose the folder is may use it, whatever the umask
                    of_the_group = self._file.parent.stat().st_mode & 0o060
                    os.fchmod(out.fileno(), 0o600 | of_the_group)
            fresh.replace(self._file)
        except OSError as cause:
            _log.info("bar place not remembered: %s", cause)

    def _read(self) -> dict[str, object]:
        if self._file is None:
            return {}
        try:
            read = msgspec.json.decode(self._file.read_bytes())
        except (OSError, msgspec.DecodeError):
            return {}
        return read if isinstance(read, dict) else {}


def screen_set() -> str:
    """Return a name for the screens that are plugged in and how they stand."""
    screens = (
        f"{s.name()}:{s.geometry().x()},{s.geometry().y()},{s.size().width()}x{s.size().height()}"
        for s in QGuiApplication.screens()
    )
    return " ".join(sorted(screens))


def name_of(screen: QScreen) -> str:
    """Return a name that no other screen here has: on Windows and macOS two monitors of one make
    have the same, so theirs says where it stands.
    """
    name, at = screen.name(), screen.geometry()
    twins = sum(other.name() == name for other in QGuiApplication.screens())
    return f"{name}:{at.x()},{at.y()}" if twins > 1 else name


def screen_of(place: BarPlace) -> QScreen:
    """Return the screen that ``place`` names, else the primary one."""
    named = (s for s in QGuiApplication.screens() if name_of(s) == place.screen)
    return next(named, QGuiApplication.primaryScreen())
