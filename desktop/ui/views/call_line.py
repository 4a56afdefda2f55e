"""Who calls, in one line above any page but Now."""

import msgspec

from desktop.domain.alerts.facts import AlertId
from desktop.ui.views.alert_cards import Card
from desktop.ui.views.shapes import Shape
from desktop.ui.views.takeover import Tone
from desktop.ui.words import Words, elapsed


class CallLine(msgspec.Struct, frozen=True, kw_only=True):
    """The gravest call that nobody answers yet; ``more`` counts the others, "" where none is."""

    alert: AlertId
    tone: Tone
    shape: Shape
    what: str
    since: float
    more: str
    open_text: str

    @classmethod
    def of(cls, cards: tuple[Card, ...], *, words: Words) -> "CallLine | None":
        """Return the line for the Now page's cards, the gravest first; ``None``: nobody calls."""
        calls = [card for card in cards if card.tone is not None]
        if not calls:
            return None
        first, others = calls[0], len(calls) - 1
        assert first.tone is not None
        return cls(
            alert=first.alert,
            tone=first.tone,
            shape=first.shape,
            what=f"{first.kind} · {first.place}",
            since=first.since,
            more=words.plural("+{n} more", "+{n} more", others) if others else "",
            open_text=words("Open"),
        )

    def text(self, now: float) -> str:
        """Return it with its clock: "Panic · Counter 3 · 0:09"."""
        return f"{self.what} · {elapsed(now - self.since)}"
