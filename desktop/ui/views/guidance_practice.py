"""A practice: a scene, what one might say next, and what comes of it."""

import msgspec

from desktop.domain.guidance.card import Answer, Card, Item
from desktop.ui.views.guidance_card import LinkView
from desktop.ui.words import Words


class AnswerView(msgspec.Struct, frozen=True):
    """One thing to say. ``verdict`` and ``why`` are empty until something was chosen."""

    text: str
    is_good: bool
    is_chosen: bool
    verdict: str
    why: str


class PracticeView(msgspec.Struct, frozen=True, kw_only=True):
    """One turn of a practice, or its end. ``who_sees`` is said before the first answer."""

    title: str
    who_sees: str
    progress: str
    scene: tuple[Item, ...]
    question: str
    answers: tuple[AnswerView, ...]
    go_on: str
    result: str
    topic: LinkView | None

    @classmethod
    def of(
        cls,
        card: Card,
        practice: "Practice",
        *,
        words: Words,
        is_shared: bool,
        topic: Card | None,
    ) -> "PracticeView":
        """The view of ``practice``, which goes through the turns of ``card``."""
        turn = card.turns[practice.at] if practice.at < len(card.turns) else None
        chosen = practice.chosen
        is_last = practice.at + 1 >= len(card.turns)
        return cls(
            title=card.title,
            who_sees=words("Your supervisors see how it went.")
            if is_shared
            else words("Only you see how it went."),
            progress=words("{n} of {m}", n=practice.at + 1, m=len(card.turns)) if turn else "",
            scene=turn.scene if turn else (),
            question=words("What do you say next?") if turn else "",
            answers=tuple(_answer(at, one, chosen, words) for at, one in enumerate(turn.answers))
            if turn
            else (),
            go_on=""
            if turn is None or chosen is None
            else words("See how it went")
            if is_last
            else words("Go on"),
            result=""
            if turn
            else words(
                "{good} of {of} good the first time.", good=practice.good, of=len(card.turns)
            ),
            topic=LinkView(topic.id, topic.title) if topic else None,
        )


class Practice(msgspec.Struct, frozen=True):
    """How far somebody has come: the turn, what was chosen in it, and how many were good."""

    at: int = 0
    chosen: int | None = None
    good: int = 0

    def choose(self, answer: int, card: Card) -> "Practice":
        """Say that; the first answer of a turn is the one that counts."""
        is_good = card.turns[self.at].answers[answer].is_good
        counts = self.chosen is None and is_good
        return Practice(self.at, answer, self.good + counts)

    def go_on(self) -> "Practice":
        """On to the next turn, or to the end."""
        return Practice(self.at + 1, None, self.good)


def _answer(at: int, answer: Answer, chosen: int | None, words: Words) -> AnswerView:
    is_shown = chosen == at
    verdict = words("Good") if answer.is_good else words("Try another")
    return AnswerView(
        text=answer.text,
        is_good=answer.is_good,
        is_chosen=is_shown,
        verdict=verdict if is_shown else "",
        why=answer.why if is_shown else "",
    )
