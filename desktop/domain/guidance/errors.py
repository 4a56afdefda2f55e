"""What can be wrong with cards: each in one sentence, with what to do about it."""

from desktop.domain.errors import DeskError, RefusedError
from desktop.domain.sentence import Sentence


class CardRefusedError(RefusedError):
    """This card cannot be used as it is."""

    code = "card-refused"
    advice = "Put that right and save it again; until then the last good version is shown."

    def __init__(self, card: str, what: Sentence, *, advice: str | None = None) -> None:
        super().__init__("“{card}”: {what}", card=card, what=what, advice=advice)
        self.card = card
        self.what = what


class NotAPdfError(RefusedError):
    """Only PDFs are attached to a card."""

    code = "not-a-pdf"
    advice = "Save it as a PDF, or print it to one, and attach that."


class UnknownCardError(RefusedError):
    """No card of the guidance is called so."""

    code = "unknown-card"
    advice = "See the cards with: countersign guidance list"


class GuidanceNotSavedError(DeskError):
    """This PC's disk could not keep the change to the guidance, so nobody has it."""

    code = "guidance-not-saved"
    advice = "Free some space on this PC and save it again; your text is still here."
