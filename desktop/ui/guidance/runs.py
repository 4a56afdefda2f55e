"""A card's words on a window: strong where the card has them so, and leading to other cards."""

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel

from desktop.domain.guidance.card import Run
from desktop.ui.labels import set_property
from desktop.ui.long_words import breakable
from desktop.ui.theme import Theme


class RunsLabel(QLabel):
    """Shows runs of a card. What people wrote is escaped: it is never markup."""

    card_wanted = Signal(str)

    def __init__(
        self, theme: Theme, style: str, runs: Iterable[Run], *, tone: str = "", leads: bool = True
    ) -> None:
        super().__init__()
        runs = tuple(runs)
        self.setWordWrap(True)
        self.setFont(theme.font(style))
        self.setTextFormat(Qt.TextFormat.RichText)
        link = theme.color("action_text").name() if leads else ""
        self.setText("".join(_marked(run, link) for run in runs))
        self.setAccessibleName("".join(run.text for run in runs))
        has_links = leads and any(run.card for run in runs)
        if has_links:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.LinksAccessibleByMouse
                | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            )
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.linkActivated.connect(self.card_wanted)
        else:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        set_property(self, "tone", tone)


def _marked(run: Run, link: str) -> str:
    text = escape(breakable(run.text))
    if run.is_strong:
        text = f'<span style="font-weight:600">{text}</span>'
    if run.card and link:
        return f'<a href="{escape(run.card, quote=True)}" style="color:{link}">{text}</a>'
    return text
