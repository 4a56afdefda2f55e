"""What the windows' tests share: fonts loaded once, and one look."""

import pytest
from PySide6.QtWidgets import QApplication

from desktop.ui.theme import Appearance, Scheme, load_fonts
from desktop.ui.words import Words


@pytest.fixture(scope="session")
def fonts(qapp: QApplication) -> None:
    load_fonts()


@pytest.fixture
def appearance(fonts: None) -> Appearance:
    return Appearance(scheme=Scheme.LIGHT)


@pytest.fixture
def words() -> Words:
    return Words.of("en")
