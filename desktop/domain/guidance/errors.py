"""What can be wrong with cards: each in one sentence, with what to do about it."""

from desktop.domain.errors import RefusedError
from desktop.domain.plain_text import plain
from desktop.domain.sentence import Sentence

MAX_QUOTED = 40


class CardRefusedError(RefusedError):
    """This card cannot be used as it is.

    ``language`` is the one whose text is wrong, ``""`` where that is nobody's own fault. What is
    quoted from the card is cut short and made plain, for it may be what is wrong with it.
    """

    code = "card-refused"
    advice = "Put that right and save it again; until then the last good version is shown."

    def __init__(
        self, card: str, what: Sentence, *, advice: str | None = None, language: str = ""
    ) -> None:
        told = Sentence(what.text, {name: _quoted(one) for name, one in what.values.items()})
        super().__init__("“{card}”: {what}", card=_quoted(card), what=told, advice=advice)
        self.card = card
        self.what = told
        self.language = language

    def of(self, card: str, language: str) -> "CardRefusedError":
        """The same of ``card``, whose text in ``language`` it is about."""
        return CardRefusedError(card, self.what, advice=self.advice, language=language)


class NotAPdfError(RefusedError):
    """Only PDFs are attached to a card."""

    code = "not-a-pdf"
    advice = "Save it as a PDF, or print it to one, and attach that."


class UnknownCardError(RefusedError):
    """No card of the guidance is called so."""

    code = "unknown-card"
    advice = "See the cards with: countersign guidance list"


class SupervisorsEditGuidanceError(RefusedError):
    """The guidance is changed at supervisors' desks alone."""

    code = "supervisors-edit-guidance"
    advice = "Do it at a supervisor's desk."


def _quoted(value: object) -> object:
    if not isinstance(value, str):
        return value
    said = " ".join(plain(value).split())
    return said if len(said) <= MAX_QUOTED else said[:MAX_QUOTED].rstrip() + "…"
