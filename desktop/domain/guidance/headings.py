"""The headings of a card's sections that have a meaning, in each language."""

from typing import Final

from desktop.domain.guidance.card import Part

HEADINGS: Final[dict[str, dict[Part, str]]] = {
    "en": {
        Part.SAY: "Say",
        Part.DO: "Do",
        Part.DONT_SAY: "Do not say",
        Part.DONT: "Do not",
        Part.NEXT: "Next",
        Part.MORE: "More",
        Part.SCENE: "Scene",
        Part.ANSWERS: "Answers",
    },
    "es": {
        Part.SAY: "Diga",
        Part.DO: "Haga",
        Part.DONT_SAY: "No diga",
        Part.DONT: "Evite",
        Part.NEXT: "Después",
        Part.MORE: "Más",
        Part.SCENE: "Escena",
        Part.ANSWERS: "Respuestas",
    },
}

_PARTS = {
    language: {heading.casefold(): part for part, heading in table.items()}
    for language, table in HEADINGS.items()
}


def part_of(heading: str, language: str) -> Part:
    """The part that ``heading`` begins in ``language``; ``OTHER`` for one of the card's own."""
    return _PARTS.get(language, _PARTS["en"]).get(heading.strip().casefold(), Part.OTHER)
