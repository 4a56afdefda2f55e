"""The settings of a counter and of a desk."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.ui.theme import Appearance
from desktop.ui.words import Words
from tests.ui.settings_sample import settings_views
from tests.ui.shots.looks import LOOKS, look_of, save, settle


def draw_settings(app: QApplication, out: Path) -> Iterator[Path]:
    from desktop.ui.settings.window import SettingsWindow

    for scheme, scale in LOOKS:
        appearance = Appearance(scheme=scheme, text_scale=scale)
        for language in ("en", "es"):
            words = Words.of(language)
            for name, view in settings_views(words).items():
                window = SettingsWindow(view, appearance=appearance, words=words)
                px = appearance.theme.px
                window.resize(px(640), px(1560))  # all of it, for whoever looks
                window.show()
                settle(app)
                file = f"settings-{name}-{look_of(scheme, scale)}-{language}.png"
                yield save(window, out / file)
                window.hide()
                window.deleteLater()
