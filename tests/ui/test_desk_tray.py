"""The tray of a supervisor's desk."""

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from desktop.domain.board import Board
from desktop.domain.presence import Absence
from desktop.ui.desk_tray import DeskTray
from desktop.ui.theme import Appearance
from desktop.ui.views.desk_tray import DeskTrayView
from desktop.ui.words import Words
from tests.ui.sample import ANA_DESK, MARCUS_DESK, supervisor_board

AWAY = replace(ANA_DESK, absence=Absence.AWAY)


def view(board: Board) -> DeskTrayView:
    return DeskTrayView.of(board, words=Words.of("en"))


def texts(tray: DeskTray) -> list[tuple[str, bool]]:
    tray._menu.aboutToShow.emit()
    shown = [action for action in tray._menu.actions() if not action.isSeparator()]
    return [(action.text(), action.isEnabled()) for action in shown]


def takes(tray: DeskTray, text: str) -> None:
    tray._menu.aboutToShow.emit()
    said = Words.of("en")(text)
    next(action for action in tray._menu.actions() if action.text() == said).trigger()


@pytest.mark.usefixtures("qtbot")
def test_it_says_who_is_on_duty_and_offers_to_leave(appearance: Appearance) -> None:
    tray = DeskTray(appearance=appearance)
    tray.show_view(view(supervisor_board(desks=(MARCUS_DESK,))))
    assert texts(tray) == [
        ("At this desk", False),
        ("On duty: Ana Ruiz, Marcus Bell", False),
        (Words.of("en")("I'm away"), True),
        ("Open the console", True),
    ]


def test_whoever_leaves_says_so_in_two_clicks_and_is_back_in_two(
    qtbot: QtBot, appearance: Appearance
) -> None:
    tray = DeskTray(appearance=appearance)
    tray.show_view(view(supervisor_board(desks=(MARCUS_DESK,))))
    with qtbot.waitSignal(tray.away_pressed, timeout=1000):
        takes(tray, "I'm away")
    tray.show_view(view(supervisor_board(me=AWAY, desks=(MARCUS_DESK,))))
    with qtbot.waitSignal(tray.here_pressed, timeout=1000):
        takes(tray, "I'm here")


@pytest.mark.usefixtures("qtbot")
def test_the_last_one_who_leaves_by_the_tray_is_told_there_that_nobody_would_notice(
    appearance: Appearance, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _icon, title, *_: told.append(title))
    tray = DeskTray(appearance=appearance)
    alone = supervisor_board(me=AWAY, desks=(replace(MARCUS_DESK, absence=Absence.LOCKED),))
    tray.show_view(view(alone))  # said elsewhere, and told there
    assert told == []
    tray.show_view(view(supervisor_board(desks=(MARCUS_DESK,))))
    takes(tray, "I'm away")
    tray.show_view(view(supervisor_board(me=AWAY, desks=(MARCUS_DESK,))))
    assert told == []
    tray.show_view(view(supervisor_board(desks=(MARCUS_DESK,))))
    takes(tray, "I'm away")
    tray.show_view(view(alone))
    assert told == ["Nobody would notice a call now."]
