"""The pocket card: the guidance on one sheet, printed on both sides and folded to eight faces.

Outside what holds everywhere, how far it can go and whom to call; inside the eight situations. It
is made from the cards that the panel shows, so that paper and screen say the same.
"""

from collections.abc import Sequence
from datetime import date
from math import ceil

import msgspec

from desktop.domain.guidance.card import Card, CardKind, Part, Rung
from desktop.domain.guidance.checking import SITUATIONS
from desktop.domain.guidance.library import Library
from desktop.services.guidance.faces import Block, Face, Form, Line, Rank
from desktop.services.guidance.wording import level_words, quoted
from desktop.services.reports.dates import Dates, offset_zone
from desktop.words import Words

LADDER, AFTERWARD = "counter", "after-it"
"""The cards whose ladder stands on the outside, and whose words on what comes after."""
RUNG_FACES = 4
_MOST_RUNGS = 3 * RUNG_FACES
"""Three of them stand on a face in the smallest type, whatever they are called."""


class Call(msgspec.Struct, frozen=True):
    """Whom to call; without a ``number`` there is a line to write it on."""

    heading: str
    number: str
    under: str


class PocketCard(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is printed, in one language. ``made_on`` becomes the file's date."""

    language: str
    title: str
    subtitle: str
    site: str
    made: str
    versions: str
    fold: str
    more: str
    made_on: date
    call: Call
    always: Face
    after: Face
    rungs: tuple[Face, ...]
    situations: tuple[Face, ...]

    @classmethod
    def of(
        cls,
        library: Library,
        *,
        words: Words,
        site_name: str,
        call_instead: str,
        made_on: date,
        versions: int,
    ) -> "PocketCard":
        """The card of ``library``, which has ``versions`` that the site made itself."""
        day = Dates(words.language, offset_zone(0)).day(made_on)
        return cls(
            language=words.language,
            title=words("Pocket card"),
            subtitle=words("What to say, and what to do"),
            site=site_name,
            made=words("Made {day}", day=day),
            versions=words.plural(
                "With {n} change by this site", "With {n} changes by this site", versions
            )
            if versions
            else words("The cards as they came with the program"),
            fold=words(
                "Print it on both sides. Fold it across the middle, then to and fro along the other"
                " lines."
            ),
            more=words("More in the panel"),
            made_on=made_on,
            call=Call(
                words("When no desk answers, call"),
                call_instead.strip(),
                words(
                    "This card stands beside the emergency number and this site's own procedures."
                    " It replaces neither."
                ),
            ),
            always=_always(library, words),
            after=_afterward(library, words),
            rungs=_rungs(library, words),
            situations=tuple(
                _situation(card, library, words) for card in library.situations[:SITUATIONS]
            ),
        )


_PHRASES = {0: Rank.FIRST, 1: Rank.ENOUGH}


def _situation(card: Card, library: Library, words: Words) -> Face:
    worse = library.find(card.worse)
    never = card.items(Part.DONT_SAY)
    blocks = (
        Block(
            words("Say"),
            tuple(
                Line(Form.PHRASE, quoted(item.text, words), _PHRASES.get(at, Rank.REST))
                for at, item in enumerate(card.items(Part.SAY))
            ),
        ),
        Block(
            words("Do"),
            tuple(
                Line(Form.STEP, item.text, _first(at, Rank.FIRST, Rank.ENOUGH), str(at + 1))
                for at, item in enumerate(card.items(Part.DO))
            ),
            in_order=True,
        ),
        Block(
            words("Do not say"),
            tuple(
                Line(Form.NEVER, quoted(item.text, words), _first(at, Rank.ENOUGH, Rank.REST))
                for at, item in enumerate(never)
            ),
        ),
        Block(
            "",
            (Line(Form.LABEL, words("If it gets worse: {title}", title=_named(worse)), Rank.REST),)
            if worse
            else (),
        ),
    )
    return Face(
        name=card.id,
        mark=str(card.place),
        title=card.title,
        hint=card.hint,
        blocks=tuple(block for block in blocks if block.lines),
        left_out=_goes_deeper(card),
    )


def _always(library: Library, words: Words) -> Face:
    lines = tuple(Line(Form.POINT, item.text) for item in library.always)
    return Face(name="always", title=words("Always true"), blocks=(Block("", lines),))


def _afterward(library: Library, words: Words) -> Face:
    card = library.find(AFTERWARD)
    if card is None:
        said = words("A short break first. It is part of the work.")
        return Face(
            name=AFTERWARD,
            title=words("After it"),
            blocks=(Block("", (Line(Form.TEXT, said),)),),
        )
    steps = tuple(
        Line(Form.STEP, item.text, mark=str(at))
        for at, item in enumerate(card.items(Part.DO), start=1)
    )
    return Face(
        name=card.id,
        title=card.title,
        hint=card.hint,
        blocks=(Block("", steps, in_order=True),) if steps else (),
        left_out=_goes_deeper(card),
    )


def _rungs(library: Library, words: Words) -> tuple[Face, ...]:
    """The ladder's rungs, one on a face unless there are more of them than faces."""
    ladder = library.find(LADDER) or next(iter(library.of_kind(CardKind.LADDER)), None)
    if ladder is None:
        return ()
    rungs = library.ladder_of(ladder)
    shown = list(enumerate(rungs[:_MOST_RUNGS], start=1))
    each = max(1, ceil(len(shown) / RUNG_FACES))
    return tuple(
        _of_rungs(ladder, shown[at : at + each], len(rungs), words)
        for at in range(0, len(shown), each)
    )


def _of_rungs(ladder: Card, shown: Sequence[tuple[int, Rung]], of: int, words: Words) -> Face:
    return Face(
        name=ladder.id,
        caption=ladder.title,
        blocks=tuple(_rung(number, rung, words) for number, rung in shown),
        steps=(tuple(number for number, _ in shown), of),
        left_out=of > _MOST_RUNGS,
    )


def _rung(number: int, rung: Rung, words: Words) -> Block:
    who = level_words(rung.who, words)
    said = (Line(Form.PHRASE, quoted(rung.say, words), Rank.REST),) if rung.say else ()
    return Block(
        "",
        (
            Line(Form.HEADING, rung.title, Rank.FIRST, str(number)),
            *((Line(Form.LABEL, who),) if who != rung.title else ()),
            *((Line(Form.TEXT, rung.text),) if rung.text else ()),
            *said,
        ),
        in_order=True,
    )


def _first(at: int, first: Rank, others: Rank) -> Rank:
    return others if at else first


def _goes_deeper(card: Card) -> bool:
    """Some of its steps or phrases have points below them, which a pocket card does not print."""
    parts = (Part.SAY, Part.DO, Part.DONT_SAY)
    return any(item.under for part in parts for item in card.items(part))


def _named(card: Card) -> str:
    """A card as it is found on the paper: the situations by their number."""
    return f"{card.place} {card.title}" if card.kind is CardKind.SITUATION else card.title
