"""A practice: a scene, what one might say next, and what comes of it."""

import msgspec

from desktop.domain.guidance.card import Answer, Card, Item
from desktop.ui.views.guidance_card import LinkView
from desktop.ui.words import Words


class AnswerView(msgspec.Struct, frozen=True):
    """One thing to say or do. ``verdict`` and ``why`` are empty until it was chosen."""

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
    is_solved: bool
    result: str
    aloud: tuple[str, ...]
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
        is_last = practice.at + 1 >= len(card.turns)
        return cls(
            title=card.title,
            who_sees=words("Your supervisors see how it went.")
            if is_shared
            else words("Only you see how it went."),
            progress=words("{n} of {m}", n=practice.at + 1, m=len(card.turns)) if turn else "",
            scene=turn.scene if turn else (),
            question=words("What now?") if turn else "",
            answers=tuple(
                _answer(one, words, is_tried=at in practice.tried)
                for at, one in enumerate(turn.answers)
            )
            if turn
            else (),
            go_on=""
            if turn is None or not practice.tried
            else words("See how it went")
            if is_last
            else words("Go on"),
            is_solved=turn is not None and any(turn.answers[at].is_good for at in practice.tried),
            result=""
            if turn
            else words(
                "{good} of {of} good the first time.", good=practice.good, of=len(card.turns)
            ),
            aloud=()
            if turn
            else tuple(
                answer.text for one in card.turns for answer in one.answers if answer.is_good
            ),
            topic=LinkView(topic.id, topic.title) if topic else None,
        )


class Practice(msgspec.Struct, frozen=True):
    """How far somebody has come: the turn, what was tried in it, and how many were good."""

    at: int = 0
    tried: tuple[int, ...] = ()
    good: int = 0

    def choose(self, answer: int, card: Card) -> "Practice":
        """Say that; the first answer of a turn is the one that counts."""
        is_good = card.turns[self.at].answers[answer].is_good
        counts = not self.tried and is_good
        return Practice(self.at, tuple(dict.fromkeys((*self.tried, answer))), self.good + counts)

    def go_on(self) -> "Practice":
        """On to the next turn, or to the end."""
        return Practice(self.at + 1, (), self.good)


def _answer(answer: Answer, words: Words, *, is_tried: bool) -> AnswerView:
    verdict = words("Good") if answer.is_good else words("Try another")
    return AnswerView(
        text=answer.text,
        is_good=answer.is_good,
        is_chosen=is_tried,
        verdict=verdict if is_tried else "",
        why=answer.why if is_tried else "",
    )
