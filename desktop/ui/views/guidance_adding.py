"""Adding a card of the site's own: its kinds, and what the text of each begins with."""

from collections.abc import Collection
from datetime import date

import msgspec

from desktop.domain.guidance.card import CardKind, Part
from desktop.domain.guidance.card_text import Beginning, id_from, new_text
from desktop.domain.guidance.checking import SITUATIONS
from desktop.domain.guidance.headings import HEADINGS
from desktop.domain.guidance.ids import CardId
from desktop.domain.guidance.library import Library
from desktop.ui.views.guidance_cards import kind_words
from desktop.ui.words import Words

LONGEST_TITLE = 60
"""Letters of a title that fit into a card's button."""


class KindChoice(msgspec.Struct, frozen=True):
    """A kind of card, and what such a card is for."""

    kind: CardKind
    name: str
    about: str
    is_chosen: bool


def kind_choices(chosen: CardKind, words: Words) -> tuple[KindChoice, ...]:
    """All kinds, ``chosen`` among them."""
    return tuple(
        KindChoice(kind, kind_words(kind, words), about_kind(kind, words), kind is chosen)
        for kind in (
            CardKind.GUIDE,
            CardKind.SITUATION,
            CardKind.DIRECTORY,
            CardKind.PRACTICE,
            CardKind.LADDER,
            CardKind.ALWAYS,
        )
    )


def about_kind(kind: CardKind, words: Words) -> str:
    """What a card of that kind is for, in one sentence."""
    match kind:
        case CardKind.SITUATION:
            return words("What to say and do now. The first page has room for eight of them.")
        case CardKind.GUIDE:
            return words("To be read in a quiet minute: why, how, and what your site does.")
        case CardKind.ALWAYS:
            return words("A few lines that are always true, below the situations.")
        case CardKind.LADDER:
            return words("How far it has gone, step by step, and what is done at each step.")
        case CardKind.PRACTICE:
            return words("A scene, and what one might say next.")
        case CardKind.DIRECTORY:
            return words("Whom to call or send people to, for what.")


def new_card(
    kind: CardKind,
    title: str,
    library: Library,
    taken: Collection[CardId],
    *,
    owner: str,
    today: date,
    words: Words,
) -> tuple[CardId, str]:
    """The id and the text of a new card: one that can be read as it is, to be written over."""
    card = id_from(title, frozenset(taken))
    situations = library.situations
    ladder = next(iter(library.of_kind(CardKind.LADDER)), None)
    is_situation = kind is CardKind.SITUATION
    rungs = (
        (words("The first step"), words("What is done here.")),
        (words("The last step"), words("What is done here.")),
    )
    text = new_text(
        Beginning(
            card=card,
            kind=kind,
            title=title.strip(),
            owner=owner,
            reviewed=today,
            body=_body(kind, words),
            place=_free_place(library) if is_situation else 0,
            topic=situations[0].id if kind is CardKind.PRACTICE and situations else "",
            ladder=ladder.id if ladder and is_situation else "",
            rung=ladder.rungs[0].id if ladder and ladder.rungs and is_situation else "",
            rungs=rungs if kind is CardKind.LADDER else (),
        )
    )
    return card, text


def _free_place(library: Library) -> int:
    taken = {card.place for card in library.situations}
    return next((n for n in range(1, SITUATIONS + 1) if n not in taken), SITUATIONS)


def _body(kind: CardKind, words: Words) -> str:
    headings = HEADINGS[words.language]

    def part(named: Part, *lines: str) -> str:
        return "\n".join((f"## {headings[named]}", "", *lines, ""))

    match kind:
        case CardKind.SITUATION:
            return "\n".join(
                (
                    part(Part.SAY, f"- {words('What to say, word for word.')}"),
                    part(Part.DO, f"1. {words('What to do first.')}"),
                    part(Part.NEXT, f"- {words('What comes next.')}"),
                )
            )
        case CardKind.ALWAYS:
            return part(Part.DO, f"- {words('What is always true.')}")
        case CardKind.PRACTICE:
            return "\n".join(
                (
                    part(Part.SCENE, words("What happens.")),
                    part(
                        Part.ANSWERS,
                        f"- [x] {words('“A good answer.”')}",
                        f"  - {words('Why it is good.')}",
                        f"- [ ] {words('“Another answer.”')}",
                        f"  - {words('What is wrong with it.')}",
                    ),
                )
            )
        case CardKind.DIRECTORY:
            return f"## {words('A department')}\n\n- {words('Who, where, and the number.')}\n"
        case CardKind.LADDER:
            return ""
        case CardKind.GUIDE:
            return part(Part.MORE, words("What people should know."))
