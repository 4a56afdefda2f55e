"""What fills a supervisor's screen when somebody calls."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.alerts.facts import Context, Kind, Message, Occasion
from desktop.domain.board import Board, LiveAlert
from desktop.domain.protocol.site_protocol import SiteProtocol
from desktop.domain.protocol.steps import Situation, Step
from desktop.ui.takeover.strip import StripBar
from desktop.ui.takeover.window import Takeover
from desktop.ui.words import Words
from tests.ui.sample import (
    ANA,
    JOAN,
    LONG_NOTE,
    MARCUS,
    NOW,
    WINDOW_6,
    Story,
    live,
    supervisor_board,
    window_six,
)
from tests.ui.shots.looks import save

OWN_STEPS = SiteProtocol(
    {
        Situation.PANIC: (
            Step(key="doors", text="Lock the doors to the back office", phone="Room 4, 555-0142"),
            Step(key="police", text="Ring the sheriff's desk", phone="555-0110"),
            Step(key="director", text="Tell Karen Whitfield", phone="555-0142"),
        )
    }
)


MANY_STEPS = SiteProtocol(
    {
        Situation.PANIC: tuple(
            Step(key=f"n{n}", text="Bring the visitors of the waiting room to room 4", phone="410")
            for n in range(12)
        )
    }
)


SMALL_SCREENS = {("panic", "en"), ("going-said", "es"), ("long-note", "en")}


def takeover_boards() -> dict[str, Board]:
    """The states of the takeover."""

    def threat() -> Story:
        return Story().pressed_again().pressed_again().noted(Context.THREAT)

    def six(ago: float = 4.0) -> LiveAlert:
        return live(window_six(), ago=ago)

    third = live(Story(Kind.ASSIST, place="Room 2", name="c3", station="7" * 32), ago=2)
    alone = tuple(d for d in supervisor_board().desks if d.device != MARCUS)
    long = "Benefits and Eligibility Interview Room 12, North Annex"
    return {
        "panic": supervisor_board(live(threat()), six()),
        "button": supervisor_board(
            live(Story(place="Waiting room", area="", person="", button="Red button"))
        ),
        "panic-more": supervisor_board(live(threat()), six(), third),
        "panic-alone": supervisor_board(live(Story()), desks=alone),
        "panic-long-place": supervisor_board(
            live(Story(place=long, area="Second floor, behind the elevators, past Records"))
        ),
        "panic-note": supervisor_board(
            live(
                Story().noted(
                    Context.WEAPON,
                    "He has a knife in his left hand and stands between me and the door; "
                    "two customers are sitting by the window and do not see it.",
                )
            )
        ),
        "pressed-again": supervisor_board(
            live(Story().going(MARCUS, "Marcus Bell").pressed_again())
        ),
        "calling": supervisor_board(
            live(
                threat()
                .took(ANA, "Ana Ruiz", "police")
                .took(MARCUS, "Marcus Bell", "police")
                .going(MARCUS, "Marcus Bell")
                .did(MARCUS, "Marcus Bell", "director")
            )
        ),
        "police-lack": supervisor_board(
            live(threat().going(MARCUS, "Marcus Bell"), ago=17, is_police_asked=True)
        ),
        "police-silent": supervisor_board(
            live(
                threat().took(JOAN, "Joan Petrie", "police").going(MARCUS, "Marcus Bell"),
                ago=37,
                is_police_asked=True,
            )
        ),
        "called": supervisor_board(
            live(threat().going(ANA, "Ana Ruiz").told(ANA, "Ana Ruiz", Message.POLICE_CALLED))
        ),
        "called-and-done": supervisor_board(
            live(
                threat()
                .going(ANA, "Ana Ruiz")
                .told(ANA, "Ana Ruiz", Message.POLICE_CALLED)
                .did(ANA, "Ana Ruiz", "director")
                .did(MARCUS, "Marcus Bell", "guard", is_needed=False)
            )
        ),
        "threat": supervisor_board(live(window_six().noted(Context.THREAT))),
        "own-steps": supervisor_board(live(threat()), protocol=OWN_STEPS),
        "many-steps": supervisor_board(live(threat()), six(), protocol=MANY_STEPS),
        "withdrawn": supervisor_board(live(Story().withdrawn())),
        "forced": supervisor_board(live(Story(Kind.ASSIST).going(ANA, "Ana Ruiz").forced())),
        "phoned": supervisor_board(live(Story().told(MARCUS, "Marcus Bell", Message.CALLING))),
        "long-note": supervisor_board(live(Story().noted(Context.WEAPON, LONG_NOTE))),
        "assist-police": supervisor_board(
            live(window_six().withdrawn().told(MARCUS, "Marcus Bell", Message.POLICE_CALLED))
        ),
        "assist": supervisor_board(live(window_six())),
        "drill": supervisor_board(live(Story(occasion=Occasion.DRILL))),
        "asked": supervisor_board(
            live(threat().offered(WINDOW_6, "Devon Park"), is_asked=True), six()
        ),
        "late": supervisor_board(live(threat().going(ANA, "Ana Ruiz"), ago=75, is_late=True)),
        "going": supervisor_board(live(threat().going(ANA, "Ana Ruiz"), ago=41), six(36)),
        "going-said": supervisor_board(
            live(
                threat()
                .going(MARCUS, "Marcus Bell")
                .going(ANA, "Ana Ruiz", 2)
                .told(ANA, "Ana Ruiz", Message.POLICE_CALLED),
                ago=41,
            )
        ),
        "there": supervisor_board(
            live(threat().going(ANA, "Ana Ruiz").attended(ANA, "Ana Ruiz"), ago=95)
        ),
        "other-going": supervisor_board(live(threat().going(MARCUS, "Marcus Bell"), ago=30)),
    }


def draw_takeovers(app: QApplication, out: Path) -> Iterator[Path]:
    from desktop.ui.takeover.screens import TakeoverScreens

    for language in ("en", "es"):
        for name, board in takeover_boards().items():
            for size in (QSize(1920, 1080), QSize(1366, 768)):
                if size.width() < 1900 and (name, language) not in SMALL_SCREENS:
                    continue
                screens = TakeoverScreens(words=Words.of(language), monotonic=lambda: NOW)
                screens.show_board(board)
                app.processEvents()
                shown: list[tuple[str, QWidget]] = [("", w) for w in screens.covers[:1]]
                shown += [("strip-", w) for w in screens.strips[:1]]
                for cover in screens.covers:
                    _let_go(cover)
                for kind, window in shown:
                    high = size.height() if not kind else window.height()
                    window.resize(QSize(size.width(), high))
                    file = f"takeover-{kind}{name}-{language}-{size.width()}.png"
                    yield save(window, out / file)
                if name == "there":
                    screens.choose_outcome("a1")
                    _let_go(screens.covers[0])
                    yield save(screens.covers[0], out / f"takeover-close-{language}.png")
                for _, window in shown:
                    window.hide()


def _let_go(cover: Takeover) -> None:
    """Draw the keys as they are once the typing guard lets go."""
    for button in cover.buttons:
        button.show_keys(count=True)
    for strip in cover.findChildren(StripBar):
        strip.show_keys(count=True)
