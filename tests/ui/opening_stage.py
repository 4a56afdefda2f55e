"""Opening tests in the states that people see, for the windows' tests and pictures."""

from datetime import timedelta

from msgspec.structs import replace

from desktop.domain.alerts.facts import Kind, Occasion
from desktop.domain.board import Board
from desktop.domain.opening.facts import Confirmed, Found, Part
from desktop.domain.opening.openings import Today, fold_openings
from desktop.domain.opening.progress import Progress
from desktop.domain.presence import Unready
from desktop.words import on_this_clock
from tests.support.openings import a_test, missed, wrong
from tests.ui.sample import (
    ANA,
    COUNTER_3_DESK,
    JOAN,
    MARCUS,
    T0,
    WINDOW_6,
    Story,
    counter_board,
    delivery,
    live,
)

DAY = "2026-03-09"
FRESH = Progress(day=DAY)
SENT = FRESH.sent("a1", "a1")
HERE = replace(COUNTER_3_DESK, area="Front desk, ground floor")


def a_test_on(
    *, got: int = 0, is_overdue: bool = False, is_answered: bool = False, why: Unready | None = None
) -> Board:
    """The board on Counter 3 while its test goes on."""
    story = Story(Kind.ASSIST, occasion=Occasion.TEST)
    story.received(*(ANA, MARCUS, JOAN)[:got])
    if is_answered:
        story = story.going(ANA, "Ana Ruiz")
    told = live(story, delivery=delivery(got, is_overdue=is_overdue))
    return replace(counter_board(told, why=why), me=HERE)


def at_rest(why: Unready | None = None) -> Board:
    """The board on Counter 3 before and after."""
    return replace(counter_board(why=why), me=HERE)


def looked(progress: Progress, *, wrong: str = "") -> Progress:
    """All is looked at; with ``wrong``, the way out is not free."""
    progress = progress.looked(Part.LOCATION, Found.RIGHT).looked(Part.BARRIER, Found.RIGHT)
    return progress.looked(Part.WAY_OUT, Found.WRONG if wrong else Found.RIGHT, wrong)


def confirmed(progress: Progress = SENT) -> Progress:
    """Ana answered it after four seconds."""
    return replace(
        progress,
        received=2,
        of=3,
        receipt_ms=6,
        confirmed=Confirmed(person="Ana Ruiz", after_s=4.2),
    )


STATES: dict[str, tuple[Board, Progress]] = {
    "fresh": (at_rest(), FRESH),
    "unready": (at_rest(Unready.NO_SUPERVISOR), FRESH),
    "sending": (a_test_on(), SENT),
    "received": (
        a_test_on(got=2),
        SENT.heard(a_test_on(got=2), T0 + timedelta(milliseconds=6)),
    ),
    "overdue": (a_test_on(is_overdue=True, why=Unready.NO_SUPERVISOR), looked(SENT)),
    "confirmed": (
        a_test_on(got=2, is_answered=True),
        looked(confirmed(), wrong="Boxes in front of the back door"),
    ),
}


def todays_tests() -> Today:
    """The morning at the made-up site: one way out blocked, one test unconfirmed, two missed."""
    eight = T0 - timedelta(hours=1, minutes=58)
    day = on_this_clock(eight).date()
    done = [
        a_test(eight, f"{1:032d}", "Counter 1"),
        a_test(
            eight,
            f"{2:032d}",
            "Counter 2",
            person="Devon Park",
            way_out=wrong("boxes in front of the back door"),
        ),
        a_test(eight, WINDOW_6, "Window 6", by=""),
        *(a_test(eight, f"{n + 20:032d}", f"Room {n}") for n in (1, 2)),
    ]
    skipped = [missed(day, f"{n:032d}", f"Counter {n}") for n in (4, 5)]
    return fold_openings([*done, *skipped]).on(day)
