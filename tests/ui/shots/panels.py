"""The incident form, the threat call, and the guidance panel."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.shots.looks import save


def draw_incidents(app: QApplication, out: Path) -> Iterator[Path]:
    from tests.ui.reports import pictures

    yield from _all("incident", pictures.states(app), out)


def draw_guidance(app: QApplication, out: Path) -> Iterator[Path]:
    from tests.ui.guidance import pictures

    yield from _all("guidance", pictures.states(app), out)


def _all(subject: str, states: Iterator[tuple[str, QWidget]], out: Path) -> Iterator[Path]:
    for name, window in states:
        yield save(window, out / f"{subject}-{name}.png")
        window.hide()
        window.deleteLater()
