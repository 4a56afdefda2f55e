"""The counter's bar and its cue."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.alerts.facts import Kind, Message, Occasion
from desktop.domain.board import Board
from desktop.domain.presence import Unready
from desktop.domain.pressing import Way, Ways
from desktop.ui.theme import Appearance
from desktop.ui.views.counter_bar import CounterBarView, Wording
from desktop.ui.words import Words
from tests.ui.drill_stage import asked
from tests.ui.sample import ANA, Story, counter_board, delivery, live, window_six
from tests.ui.shots.looks import LOOKS, look_of, save, sheet


def bar_boards() -> dict[str, Board]:
    """The states of the cue."""

    def mine(story: Story, **told: object) -> Board:
        return counter_board(live(story, delivery=delivery(**told)))  # type: ignore[arg-type] # a test's shorthand

    return {
        "ready": counter_board(),
        "not ready": counter_board(why=Unready.NO_SUPERVISOR),
        "on its way": mine(Story()),
        "delivered": mine(Story(), got=2),
        "coming": mine(Story().going(ANA, "Ana Ruiz"), got=2),
        "two minutes": mine(Story().going(ANA, "Ana Ruiz", 2), got=2),
        "long name": mine(Story().going(ANA, "Maximiliana Ruiz", 2), got=2),
        "calls": mine(Story().told(ANA, "Ana Ruiz", Message.CALLING), got=2),
        "leave": mine(Story().told(ANA, "Ana Ruiz", Message.LEAVE), got=2),
        "police": mine(Story().told(ANA, "Ana Ruiz", Message.POLICE_CALLED), got=2),
        "not called": mine(
            Story()
            .told(ANA, "Ana Ruiz", Message.POLICE_CALLED)
            .unsaid(ANA, "Ana Ruiz", Message.POLICE_CALLED),
            got=2,
        ),
        "not delivered": mine(Story(), is_overdue=True),
        "test": mine(Story(occasion=Occasion.TEST), got=2),
        "all asked": counter_board(live(Story(), delivery=delivery(2), is_asked=True)),
        "asked": counter_board(live(window_six(), is_asked=True)),
    }


def bar_views(words: Words) -> dict[str, CounterBarView]:
    """The bar in every state of its cue."""
    shown = {name: CounterBarView.of(one, words=words) for name, one in bar_boards().items()}
    for way in (Way.HOLD, Way.DOUBLE):
        shown[f"half-{way}"] = CounterBarView.of(
            counter_board(), words=words, ways=Ways(panic=way), begun=Kind.PANIC
        )
    shown["second-key"] = CounterBarView.of(
        counter_board(), words=words, begun=Kind.PANIC, by_key=True
    )
    shown["drill"] = CounterBarView.of(counter_board(), words=words, drill=asked())
    return shown


def draw_bars(app: QApplication, out: Path) -> Iterator[Path]:
    from desktop.ui.counter_bar import CounterBar

    for scheme, scale in LOOKS:
        appearance = Appearance(scheme=scheme, text_scale=scale)
        bars: list[QWidget] = []
        for language in ("en", "es"):
            words = Words.of(language)
            for name, view in bar_views(words).items():
                bar = CounterBar(view, appearance=appearance, words=words)
                bars.append(bar)
                if language == "en":
                    file = f"cue-{name.replace(' ', '-')}-{look_of(scheme, scale)}.png"
                    yield save(bar, out / file)
        for wording in Wording:
            view = CounterBarView.of(counter_board(), words=Words.of("en"), wording=wording)
            bars.append(CounterBar(view, appearance=appearance, words=Words.of("en")))
        tab = CounterBar(view, appearance=appearance, words=Words.of("en"))
        tab.collapse()
        bars.append(tab)
        yield sheet(bars, out / f"bar-{look_of(scheme, scale)}.png", columns=2)
        first = bars[0]
        assert isinstance(first, CounterBar)
        menu = first.build_menu()
        yield save(menu, out / f"bar-menu-{look_of(scheme, scale)}.png")
