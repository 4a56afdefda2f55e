"""One card of the guidance in one language, as it is shown; docs/guidance-cards.md has the file."""

from datetime import date
from enum import StrEnum
from itertools import chain

import msgspec

from desktop.domain.guidance.ids import CardId


class CardKind(StrEnum):
    """What a card is for."""

    SITUATION = "situation"
    """One of the big cards of the first page: what to say and do now."""
    GUIDE = "guide"
    """To be read: why, how, and what the site does about it."""
    ALWAYS = "always"
    """The few lines under the situations that are always true."""
    LADDER = "ladder"
    """How far it has gone, and what is done there."""
    PRACTICE = "practice"
    """A scene, and what one might say next."""
    DIRECTORY = "directory"
    """Who handles what."""


class Part(StrEnum):
    """What a section of a card holds. ``OTHER`` has a heading of its own."""

    SAY = "say"
    DO = "do"
    DONT_SAY = "dont_say"
    DONT = "dont"
    NEXT = "next"
    MORE = "more"
    SCENE = "scene"
    ANSWERS = "answers"
    OTHER = "other"


class Level(StrEnum):
    """Whose a rung is (000 §6)."""

    EMPLOYEE = "employee"
    SUPERVISOR = "supervisor"
    MANAGEMENT = "management"


class Action(StrEnum):
    """The button at a rung."""

    WARN = "warn"
    SUPERVISOR = "supervisor"
    PANIC = "panic"
    REPORT = "report"


class Form(StrEnum):
    """How an item of a section is set."""

    STEP = "step"
    POINT = "point"
    QUOTE = "quote"
    TEXT = "text"


class Run(msgspec.Struct, frozen=True):
    """Words set in one way; ``card`` is the one that they lead to."""

    text: str
    is_strong: bool = False
    card: CardId = ""


class Item(msgspec.Struct, frozen=True):
    """A step, a point, a phrase or a paragraph. ``under`` are the points below it."""

    form: Form
    runs: tuple[Run, ...]
    under: tuple["Item", ...] = ()

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(run.text for run in self.runs)


class Section(msgspec.Struct, frozen=True):
    """The items under one heading of a card; ``heading`` is as its file has it."""

    part: Part
    heading: str
    items: tuple[Item, ...]


class Rung(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a ladder. ``say`` are the words of its warning; ``then`` is the rung after it."""

    id: str
    title: str
    text: str
    who: Level = Level.EMPLOYEE
    actions: tuple[Action, ...] = ()
    say: str = ""
    then: str = ""

    @property
    def calls_somebody(self) -> bool:
        """Whether somebody is called to the counter there."""
        return Action.SUPERVISOR in self.actions or Action.PANIC in self.actions


class Answer(msgspec.Struct, frozen=True):
    """Something one might say in a scene, and what comes of it."""

    text: str
    is_good: bool
    why: str


class Turn(msgspec.Struct, frozen=True):
    """One question of a practice card."""

    scene: tuple[Item, ...]
    answers: tuple[Answer, ...]


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A card in one language. ``sources`` are places in the documents it was made from ("002 §4c");
    ``words`` is what people might type who look for it.

    A situation stands at ``rung`` of ``ladder``, and ``worse`` is the card for when it gets worse.
    ``topic`` is the situation a guide belongs to, or the card that a practice is about.
    """

    id: CardId
    kind: CardKind
    title: str
    hint: str = ""
    place: int = 0
    icon: str = ""
    topic: CardId = ""
    words: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    see: tuple[CardId, ...] = ()
    ladder: CardId = ""
    rung: str = ""
    worse: CardId = ""
    owner: str = ""
    reviewed: date | None = None
    rungs: tuple[Rung, ...] = ()
    sections: tuple[Section, ...] = ()
    turns: tuple[Turn, ...] = ()

    def items(self, part: Part) -> tuple[Item, ...]:
        """All items of that part, in their order."""
        return tuple(chain.from_iterable(s.items for s in self.sections if s.part is part))
