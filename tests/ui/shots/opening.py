"""The opening test at a counter."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.theme import Appearance
from desktop.ui.words import Words
from tests.ui.opening_stage import STATES
from tests.ui.shots.looks import LOOKS, look_of, sheet


def draw_opening_tests(app: QApplication, out: Path) -> Iterator[Path]:
    from desktop.ui.opening_test import OpeningTestWindow
    from desktop.ui.views.opening_test import OpeningTestView

    looks = [*(("en", look) for look in LOOKS), ("es", LOOKS[0])]
    for language, (scheme, scale) in looks:
        windows: list[QWidget] = []
        for board, progress in STATES.values():
            words = Words.of(language)
            view = OpeningTestView.of(board, progress, is_due=True, words=words)
            made = OpeningTestWindow(view, Appearance(scheme=scheme, text_scale=scale))
            made.open_above(QPoint(1900, 1000))
            app.processEvents()
            made.resize(made.sizeHint())
            app.processEvents()
            windows.append(made)
        yield sheet(windows, out / f"opening-{look_of(scheme, scale)}-{language}.png", columns=3)
        for window in windows:
            window.close()
