"""The guidance panel in its states, for pictures that people look at."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.guidance.panel import GuidancePanel
from desktop.ui.theme import Appearance, Scheme
from desktop.ui.views.counter_bar import Wording
from tests.ui.guidance_stage import Around, an_edition, panel, source

SITUATIONS = (
    "venting",
    "wont-stop",
    "language",
    "wants-supervisor",
    "safety",
    "phone",
    "letter",
    "visit",
)
LOOKS = (
    (Scheme.LIGHT, 1.0),
    (Scheme.DARK, 1.0),
    (Scheme.CONTRAST, 1.0),
    (Scheme.LIGHT, 2.0),
    (Scheme.DARK, 2.0),
    (Scheme.CONTRAST, 2.0),
)
Act = Callable[[GuidancePanel, Around], None]


def states(app: QApplication) -> Iterator[tuple[str, QWidget]]:
    """Every state with its name: situations in all looks, the rest in two."""
    for scheme, scale in LOOKS:
        for language in ("en", "es"):
            look = f"{scheme.value}-{round(scale * 100)}-{language}"
            for name, act in _acts().items():
                is_plain = (scheme, scale) in {LOOKS[0], LOOKS[1]}
                if not is_plain and not name.startswith(("topics", "situation")):
                    continue
                yield f"{name}-{look}", _shown(app, scheme, scale, language, act)


def _acts() -> dict[str, Act]:
    acts: dict[str, Act] = {"topics": lambda _panel, _around: None}
    for card in SITUATIONS:
        acts[f"situation-{card}"] = _open(card)
        acts[f"situation-{card}-foot"] = _both(_open(card), _scroll_down)
    return acts | {
        "noted": _both(_open("language"), _note_things),
        "promise": _both(_open("language"), lambda panel, _: panel.strip.open_promise()),
        "helpful": _both(_open("language"), lambda panel, _: panel.helpful.no.click()),
        "search": lambda panel, _: panel.head.search.setText("end call"),
        "nothing": lambda panel, _: panel.head.search.setText("xylophone"),
        "practice": _both(_open("practice-swearing"), lambda panel, _: panel.pages.choose(1)),
        "practice-end": _both(_open("practice-insult"), _practice_to_the_end),
        "guide": _open("eight-steps"),
        "directory": _open("who-handles-what"),
        "neutral": _both(_neutral, _open("safety"), _scroll_down),
        "icons": _both(_icons, _open("safety"), _scroll_down),
        "new": lambda panel, _: panel.show_source(source(_language(panel), an_edition("language"))),
        "overdue": _both(_much_later, _open("language")),
    }


def _open(card: str) -> Act:
    return lambda panel, _around: panel.open_card(card)


def _both(*acts: Act) -> Act:
    def act(panel: GuidancePanel, around: Around) -> None:
        for one in acts:
            one(panel, around)
            QApplication.processEvents()
            QApplication.processEvents()

    return act


def _scroll_down(panel: GuidancePanel, _around: Around) -> None:
    bar = panel.pages.verticalScrollBar()
    bar.setValue(bar.maximum())


def _note_things(panel: GuidancePanel, around: Around) -> None:
    panel._page_key("1")
    panel._page_key("w")
    around.conversing.promise("Call back about the permit", "2026-12-04")
    panel.strip.summary.setChecked(True)


def _practice_to_the_end(panel: GuidancePanel, _around: Around) -> None:
    card = panel.pages.source.library.cards[panel.card]
    for turn in card.turns:
        panel.pages.choose(next(at for at, one in enumerate(turn.answers) if one.is_good))
        panel.pages.go_on()


def _neutral(_panel: GuidancePanel, around: Around) -> None:
    around.wording = Wording.NEUTRAL


def _icons(_panel: GuidancePanel, around: Around) -> None:
    around.wording = Wording.ICONS


def _much_later(_panel: GuidancePanel, around: Around) -> None:
    around.day = around.day.replace(year=2028)


def _language(panel: GuidancePanel) -> str:
    return panel._words.language


def _shown(
    app: QApplication, scheme: Scheme, scale: float, language: str, act: Act
) -> GuidancePanel:
    around = Around()
    made = panel(Appearance(scheme=scheme, text_scale=scale), language, around=around)
    made.resize(round(412 * scale), 850 if scale == 1 else 1036)
    made._corner = QPoint(0, 0)
    made.show()
    app.processEvents()
    act(made, around)
    for _ in range(4):
        app.processEvents()
    return made
