"""Cards of a site's guidance, as people write them, and the versions that a site makes of them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from desktop.domain.guidance.editions import Edition
from desktop.domain.guidance.guidance import CardIn, Texts
from desktop.domain.guidance.ids import CardId
from desktop.domain.reports.attachments import Attachment
from desktop.services.adapters.cards import read_card
from tests.support.stations import MORNING


def a_guide(card: CardId, says: str = "Speak low.", *, header: str = "") -> dict[str, str]:
    """A card to be read, in English and Spanish; ``header`` are more lines of it."""
    return {
        "en": f'+++\nid = "{card}"\nkind = "guide"\ntitle = "{card.title()}"\n{header}\n+++\n\n'
        f"## More\n\n{says}\n",
        "es": f'+++\nid = "{card}"\ntitle = "{card.title()}"\n+++\n\n## Más\n\nEn voz baja.\n',
    }


def a_ladder(*rungs: str) -> dict[str, str]:
    """The ladder ``counter``, with these rungs."""
    lines = ['+++\nid = "counter"\nkind = "ladder"\ntitle = "How far has it gone?"']
    for rung, after in zip(rungs, (*rungs[1:], ""), strict=True):
        lines.append(
            f'[[rungs]]\nid = "{rung}"\ntitle = "{rung}"\ntext = "Do it."\nthen = "{after}"'
        )
    return {"en": "\n\n".join([*lines, "+++\n"])}


def a_situation(
    card: CardId = "shouting", *, place: int = 1, rung: str = "limit", worse: str = ""
) -> Texts:
    """A situation that stands on ``rung`` of that ladder."""
    header = f'ladder = "counter"\nrung = "{rung}"\nworse = "{worse}"\nplace = {place}'
    text = (
        f'+++\nid = "{card}"\nkind = "situation"\ntitle = "{card.title()}"\n{header}\n+++\n\n'
        "## Say\n\n- I want to help you.\n\n## Do\n\n1. Breathe.\n\n## Next\n\nA supervisor.\n"
    )
    return {"en": text}


def read(name: CardId, texts: Texts) -> CardIn:
    """Read a card, as the program does."""
    return read_card(texts, name=name)


def shipped(**cards: Texts) -> Mapping[CardId, tuple[Texts, CardIn]]:
    """The cards that the program brings, by id."""
    return {name: (texts, read(name, texts)) for name, texts in cards.items()}


def an_edition(
    version: str,
    card: CardId = "calm",
    says: str = "",
    *,
    texts: Texts | None = None,
    bases: tuple[str, ...] = (),
    minute: int = 0,
    editor: str = "Ana",
    is_hidden: bool = False,
    files: tuple[Attachment, ...] = (),
    header: str = "",
) -> Edition:
    """A version that a site made, ``minute`` minutes after eight."""
    written = a_guide(card, says or f"As {version} says.", header=header)
    return Edition(
        version=version,
        card=card,
        texts=written if texts is None else texts,
        bases=bases,
        is_hidden=is_hidden,
        files=files,
        at=at_minute(minute),
        editor=editor,
        desk=f"desk of {editor}",
    )


def at_minute(minute: int) -> datetime:
    """A moment of the morning."""
    return MORNING + timedelta(minutes=minute)


def says(card: CardIn, language: str = "en") -> str:
    """The words below its headings."""
    return " ".join(item.text for section in card[language].sections for item in section.items)
