"""A staff desk's window."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.domain.alerts.facts import Context, Occasion
from desktop.domain.board import LiveAlert
from desktop.ui.theme import Appearance
from desktop.ui.views.staff_call import StaffCallView, Summons
from desktop.ui.words import Words
from tests.ui.sample import (
    ANA,
    BACK_OFFICE,
    LONG_NOTE,
    MARCUS,
    NOW,
    WINDOW_6,
    Story,
    live,
    staff_board,
    window_six,
)
from tests.ui.shots.looks import LOOKS, look_of, save


def staff_calls(words: Words) -> dict[str, StaffCallView]:
    """The states of a staff desk's window."""

    def shown(*alerts: LiveAlert) -> StaffCallView:
        board = staff_board(*alerts)
        summons = Summons(frozenset(one.id for one in alerts))
        view = StaffCallView.of(board, summons, at_once=False, words=words)
        assert view is not None
        return view

    def threat() -> Story:
        return Story().pressed_again().noted(Context.THREAT, "He will not leave.")

    six = live(window_six(), ago=4, is_asked=True)
    long = "Benefits and Eligibility Interview Room 12, North Annex"
    return {
        "panic": shown(live(threat(), ago=17, is_asked=True)),
        "assist": shown(live(window_six(), ago=31, is_asked=True)),
        "drill": shown(live(Story(occasion=Occasion.DRILL), ago=16, is_asked=True)),
        "more": shown(
            live(threat().offered(WINDOW_6, "Devon Park"), ago=41, is_asked=True),
            live(window_six("c3"), ago=4, is_asked=True),
        ),
        "long": shown(
            live(
                Story(place=long, area="Second floor, behind the elevators, past Records").noted(
                    Context.WEAPON, LONG_NOTE
                ),
                ago=75,
                is_asked=True,
            ),
            six,
        ),
        "offered": shown(live(threat().offered(BACK_OFFICE, "Lee Chan"), ago=25, is_asked=True)),
        "going": shown(
            live(threat().offered(BACK_OFFICE, "Lee Chan").going(MARCUS, "Marcus Bell", 2), ago=52)
        ),
        "there": shown(live(threat().going(ANA, "Ana Ruiz").attended(ANA, "Ana Ruiz"), ago=95)),
    }


def draw_staff(app: QApplication, out: Path) -> Iterator[Path]:
    from desktop.ui.staff.call_window import StaffCallWindow

    for scheme, scale in LOOKS:
        appearance = Appearance(scheme=scheme, text_scale=scale)
        for language in ("en", "es"):
            for name, view in staff_calls(Words.of(language)).items():
                window = StaffCallWindow(appearance, monotonic=lambda: NOW)
                window.show_view(view)
                app.processEvents()
                for button in window.buttons:
                    button.show_keys(count=True)
                yield save(window, out / f"staff-{name}-{look_of(scheme, scale)}-{language}.png")
                window.show_view(None)
