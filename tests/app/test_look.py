"""What a PC's own settings make of its windows."""

import pytest

from desktop.app.main import appearance_of, words_of
from desktop.domain.settings.settings import Settings
from desktop.ui.theme import Scheme


@pytest.mark.parametrize(("language", "word"), [("es", "Pánico"), ("en", "Panic")])
def test_the_windows_speak_the_language_that_was_chosen(language: str, word: str) -> None:
    assert words_of(Settings(language=language))("Panic") == word


def test_theme_and_text_size_are_those_that_were_chosen(qapp: object) -> None:
    appearance = appearance_of(Settings(theme="dark", text_scale=1.5))
    assert appearance.theme.scheme is Scheme.DARK
    assert appearance.theme.px(100) == 150
