"""A card in all its languages, out of the texts that people wrote."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from msgspec.structs import asdict

from desktop.domain.guidance.card import (
    Answer,
    Card,
    CardKind,
    Form,
    Item,
    Part,
    Rung,
    Section,
    Turn,
)
from desktop.domain.guidance.checking import check_alike, check_card
from desktop.domain.guidance.errors import CardRefusedError
from desktop.domain.sentence import Sentence
from desktop.services.adapters.cards.header import (
    Facts,
    RungWords,
    Translation,
    parted,
    read_header,
)
from desktop.services.adapters.cards.markdown import sections_of

_GOOD, _OTHER = "[x]", "[ ]"


def read_card(texts: Mapping[str, str], *, name: str) -> dict[str, Card]:
    """The card by language. ``texts`` are its files by language; ``name`` is what to call it
    where its own id cannot be read.

    The facts of the card stand in the first of them that names its kind. Raises
    ``CardRefusedError`` in one sentence for whatever is wrong in any of them.
    """
    headers = {}
    for language, text in texts.items():
        with _about(name, language):
            headers[language] = parted(name, text)
    first = next((one for one, (values, _) in headers.items() if "kind" in values), None)
    if first is None:
        raise CardRefusedError(name, Sentence("Its header lacks “{key}”.", {"key": "kind"}))
    with _about(name, first):
        facts = read_header(name, headers[first][0], Facts)
    cards: dict[str, Card] = {}
    for language, (values, body) in headers.items():
        with _about(name, language):
            said = _words_of(facts) if language == first else read_header(name, values, Translation)
            cards[language] = _joined(name, facts, said, sections_of(name, body, language))
            check_card(cards[language])
    for language, card in cards.items():
        with _about(name, language):
            check_alike(cards[first], card)
    return cards


@contextmanager
def _about(name: str, language: str) -> Iterator[None]:
    """A refusal says which of the card's texts is wrong, and calls it by its file."""
    try:
        yield
    except CardRefusedError as refusal:
        raise refusal.of(name, language) from refusal.__cause__


def _words_of(facts: Facts) -> Translation:
    """What the first language says for itself."""
    rungs = tuple(RungWords(id=r.id, title=r.title, text=r.text, say=r.say) for r in facts.rungs)
    return Translation(
        id=facts.id, title=facts.title, hint=facts.hint, words=facts.words, rungs=rungs
    )


def _joined(name: str, facts: Facts, said: Translation, sections: tuple[Section, ...]) -> Card:
    if said.id != facts.id:
        raise CardRefusedError(
            name,
            Sentence(
                "Its languages disagree about its id: “{one}” and “{other}”.",
                {"one": facts.id, "other": said.id},
            ),
        )
    turns = _turns(name, sections) if facts.kind is CardKind.PRACTICE else ()
    return Card(
        **{
            **asdict(facts),
            "title": said.title,
            "hint": said.hint,
            "words": said.words,
            "rungs": _rungs(name, facts, said),
            "sections": () if turns else sections,
            "turns": turns,
        }
    )


def _rungs(name: str, facts: Facts, said: Translation) -> tuple[Rung, ...]:
    words = {rung.id: rung for rung in said.rungs}
    if [rung.id for rung in said.rungs] != [rung.id for rung in facts.rungs]:
        raise CardRefusedError(
            name,
            Sentence("Its languages have different rungs."),
            advice="Translate each rung, in the order of the first language.",
        )
    return tuple(Rung(**{**asdict(rung), **asdict(words[rung.id])}) for rung in facts.rungs)


def _turns(name: str, sections: tuple[Section, ...]) -> tuple[Turn, ...]:
    turns = []
    parts = [section.part for section in sections]
    if not parts or parts != [Part.SCENE, Part.ANSWERS] * (len(parts) // 2):
        raise CardRefusedError(
            name, Sentence("A practice has a scene and answers, as often as you like.")
        )
    for scene, answers in zip(sections[::2], sections[1::2], strict=True):
        turns.append(Turn(scene.items, tuple(_answer(name, item) for item in answers.items)))
    return tuple(turns)


def _answer(name: str, item: Item) -> Answer:
    mark, text = item.text[:3].lower(), item.text[3:].strip()
    if item.form is not Form.POINT or mark not in {_GOOD, _OTHER} or not text:
        raise CardRefusedError(
            name,
            Sentence(
                "An answer begins with - [x] or - [ ], and “{what}” does not.", {"what": item.text}
            ),
        )
    if len(item.under) != 1:
        raise CardRefusedError(
            name,
            Sentence("The answer “{what}” needs one point below it that says why.", {"what": text}),
        )
    return Answer(text, mark == _GOOD, item.under[0].text)
