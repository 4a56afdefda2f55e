"""A card in all its languages, out of the texts that people wrote."""

from collections.abc import Mapping

from msgspec.structs import asdict, replace

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
from desktop.domain.guidance.checking import check_card
from desktop.domain.guidance.errors import CardRefusedError
from desktop.domain.sentence import Sentence
from desktop.services.adapters.cards.header import (
    Facts,
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
    headers = {language: parted(name, text) for language, text in texts.items()}
    first = next((one for one, (values, _) in headers.items() if "kind" in values), None)
    if first is None:
        raise CardRefusedError(name, Sentence("Its header lacks “{key}”.", {"key": "kind"}))
    facts = read_header(name, headers[first][0], Facts)
    cards = {}
    for language, (values, body) in headers.items():
        if language == first:
            said = Translation(id=facts.id, title=facts.title, hint=facts.hint, words=facts.words)
        else:
            said = read_header(name, values, Translation)
        cards[language] = _joined(name, facts, said, sections_of(name, body, language))
    for language, card in cards.items():
        check_card(card)
        _check_alike(name, cards[first], card, language)
    return cards


def _joined(name: str, facts: Facts, said: Translation, sections: tuple[Section, ...]) -> Card:
    if said.id != facts.id:
        raise CardRefusedError(
            name,
            Sentence(
                "Its languages disagree about its id: “{one}” and “{other}”.",
                {
                    "one": facts.id,
                    "other": said.id,
                },
            ),
        )
    words = {rung.id: rung for rung in said.rungs}
    rungs = []
    for rung in facts.rungs:
        told = words.pop(rung.id, rung)
        rungs.append(Rung(**asdict(replace(rung, title=told.title, text=told.text, say=told.say))))
    if words or (said.rungs and len(said.rungs) != len(facts.rungs)):
        raise CardRefusedError(name, Sentence("Its languages have different rungs."))
    turns = _turns(name, sections) if facts.kind is CardKind.PRACTICE else ()
    return Card(
        **{
            **asdict(facts),
            "title": said.title,
            "hint": said.hint,
            "words": said.words,
            "rungs": tuple(rungs),
            "sections": () if turns else sections,
            "turns": turns,
        }
    )


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
                "An answer begins with - [x] or - [ ], and “{what}” does not.",
                {
                    "what": item.text[:40],
                },
            ),
        )
    if len(item.under) != 1:
        raise CardRefusedError(
            name,
            Sentence(
                "The answer “{what}” needs one point below it that says why.",
                {
                    "what": text[:40],
                },
            ),
        )
    return Answer(text, mark == _GOOD, item.under[0].text)


def _check_alike(name: str, first: Card, card: Card, language: str) -> None:
    """A translation says the same: as many good answers in the same places."""
    one, other = (
        [[answer.is_good for answer in turn.answers] for turn in one.turns] for one in (first, card)
    )
    if one != other:
        raise CardRefusedError(
            name,
            Sentence(
                "Its answers in {language} are not those of its first language.",
                {
                    "language": language,
                },
            ),
        )
