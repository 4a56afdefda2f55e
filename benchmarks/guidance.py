"""The guidance: a card found while somebody types."""

import os
import random
import sqlite3
from collections.abc import Iterator
from statistics import median
from time import perf_counter

from benchmarks.results import Result, Row, median_of_rounds, quantile, spread
from desktop.domain.guidance.card import Card
from desktop.domain.guidance.library import Library
from desktop.domain.guidance.search import CardSearch
from desktop.domain.guidance.words import spelled
from desktop.services.adapters.cards import read_card

CARDS, SHIPPED, MOST, ROUNDS = 500, 60, 12, 5
METHOD = f"""
{CARDS} cards of about 250 words each, in the form that people write them: the words of real
guidance rearranged, one in twenty of them made into a rare one, so that there are some thousands.
Somebody types searches letter by letter: one to three words out of the cards and small words
between, every third search with a typing error. Each letter is one question for {MOST} cards with
their excerpts. Floor: SQLite's FTS5 in memory, asked for the same beginnings of words in the same
cards in the order of its rank, without the texts; it finds nothing where there is a typing error
or a small word that a card lacks. {ROUNDS} rounds, the median of their quantiles. Made ready:
{SHIPPED} cards, as a site has them, median of 20.
"""

_TEXTS = """
I am glad to help you, but that language is not acceptable. If it goes on, please come back later,
when we can talk calmly. Listen carefully to the customer without interrupting. Apologize for their
being upset, and assure them that you will do your best to resolve their concerns. Repeat what you
heard to confirm that you understand the problem properly. You may have to be assertive and request
that they let you finish before they start talking over you. Letting somebody express complaints
and vent frustration often helps. Do not rise to aggression, and do not take criticism personally.
You are entitled to correct clearly wrong statements and allegations. Be honest, never defensive.
Avoid blame; focus on resolving the matter. Explain politely why you cannot help right now, or why
you need to speak to someone else, and let them know when you will contact them again. Only make
realistic promises, and follow up. Try to end on a positive and constructive note. Have them talk to
your immediate supervisor or the division leader, or ask them to return at another time. Colleagues
who will see this person during an inspection should be warned. Report a personal threat at once;
the supervisor decides whether police are alerted or you are escorted home. Note where a threatening
caller phones from, background noise, whether the voice is drunk, distressed or overwhelmed. If you
fear for your safety, leave the counter and fetch assistance immediately. Write down the exact words
that were shouted. Nobody goes alone on a visit where a warning stands in the file. Tell the office
the address and the time of your appointment, take a mobile phone, and call when the inspection is
over. Even an abusive letter deserves a reply to its substance. Restrictions are proportionate, and
the customer is told in writing why, and for how long. A weapon, a bomb, a shove, spitting, a barred
door: press the button. Keep your hands visible, your posture relaxed and your voice low. Yelling,
cursing, insults and name calling are met with one firm sentence, said once. Silence gives both of
you a moment to breathe. Offer a chair, a glass of water, a quieter place away from the queue.
"""


def run(*, quick: bool) -> Result:
    """Measure it; some 20 s, quick: 6 s."""
    texts = _Texts()
    cards = [texts.card(number) for number in range(CARDS)]
    rounds = [
        _searched(cards, [typed for _ in range(20 if quick else 60) for typed in texts.typed()])
        for _ in range(ROUNDS)
    ]
    product = [one["product"] for one in rounds]
    floor = [one["floor"] for one in rounds]
    letters = sum(map(len, product))
    rows: tuple[Row, ...] = (
        Row(
            what=f"a letter typed -> found among {CARDS}, {letters} of them, p50",
            unit="ms",
            product=median_of_rounds(product, 0.5),
            floor=median_of_rounds(floor, 0.5),
        ),
        Row(
            what="the same, p99",
            unit="ms",
            product=median_of_rounds(product, 0.99),
            floor=median_of_rounds(floor, 0.99),
            most=10.0,
        ),
        Row(
            what=f"{SHIPPED} cards made ready to be searched",
            unit="ms",
            product=median(_made_ready(cards[:SHIPPED]) for _ in range(20)),
            most=30.0,
        ),
    )
    rows += _panel(quick=quick)
    kept = tuple({what: spread(figures) for what, figures in one.items()} for one in rounds)
    return Result(name="guidance", method=METHOD, rows=rows, rounds=kept)


def _panel(*, quick: bool) -> tuple[Row, ...]:
    """Offscreen, in this process, with the panel kept ready as a counter keeps it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
    from benchmarks.guidance_panel import PanelBench

    bench = PanelBench()
    times = 20 if quick else 100
    for _ in range(3):
        bench.opened()
        bench.bare()
    by_turns = [(bench.opened(), bench.bare()) for _ in range(times)]
    opened, bare = zip(*by_turns, strict=True)
    cards = [bench.card_opened(card) for _ in range(times // 4) for card in ("language", "safety")]
    typed = [took for text in ("wont leave", "threatens", "yeling") for took in bench.typed(text)]
    return (
        Row(
            what="panel asked for -> painted, p50",
            unit="ms",
            product=quantile(opened, 0.5),
            floor=quantile(bare, 0.5),
        ),
        Row(
            what="the same, p99",
            unit="ms",
            product=quantile(opened, 0.99),
            floor=quantile(bare, 0.99),
            most=50.0,
        ),
        Row(what="card chosen -> painted, p50", unit="ms", product=quantile(cards, 0.5)),
        Row(what="letter -> results painted, p50", unit="ms", product=quantile(typed, 0.5)),
    )


class _Texts:
    """Cards, and what people type who look for one."""

    def __init__(self) -> None:
        self._random = random.Random(7)
        self._words = [word.strip(".,;:").lower() for word in _TEXTS.split()]

    def card(self, number: int) -> Card:
        lines = "\n".join(f"- {self._some(14)}" for _ in range(14))
        text = f"""+++
id = "card-{number}"
kind = "guide"
title = "{self._some(3).capitalize()}"
hint = "{self._some(6)}"
words = ["{self._some(1)}", "{self._some(2)}", "{self._some(1)}"]
+++

## Say

- {self._some(10)}
- {self._some(9)}

## More

{lines}
"""
        return read_card({"en": text}, name=f"card-{number}")["en"]

    def typed(self) -> Iterator[str]:
        """One search, as it grows letter by letter."""
        words = [self._word() for _ in range(self._random.randint(1, 3))]
        if self._random.random() < 1 / 3:
            words[-1] = self._mistyped(words[-1])
        between = self._random.choice((" ", " ", " and ", " is at the "))
        text = between.join(words)
        return (text[:end] for end in range(1, len(text) + 1))

    def _some(self, count: int) -> str:
        return " ".join(self._word() for _ in range(count))

    def _word(self) -> str:
        word = self._random.choice(self._words)
        if self._random.random() < 1 / 20:
            letters = list(word + self._random.choice(self._words)[:4])
            self._random.shuffle(letters)
            return "".join(letters)
        return word

    def _mistyped(self, word: str) -> str:
        at = self._random.randrange(len(word))
        changed = {
            "missing": word[:at] + word[at + 1 :],
            "wrong": word[:at] + "z" + word[at + 1 :],
            "double": word[:at] + word[at] + word[at:],
            "swapped": word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
        }
        return changed[self._random.choice(sorted(changed))]


def _searched(cards: list[Card], searches: list[str]) -> dict[str, list[float]]:
    """The milliseconds of each letter, the product's and the floor's by turns."""
    search = CardSearch(Library({card.id: card for card in cards}))
    search.prepare()
    bare = _fts5(cards)
    product: list[float] = []
    floor: list[float] = []
    for typed in searches:
        begun = perf_counter()
        search.find(typed, most=MOST)
        product.append((perf_counter() - begun) * 1000)
        match = " ".join(f'"{word}"*' for word in typed.split())
        begun = perf_counter()
        bare.execute(
            "SELECT rowid FROM cards WHERE cards MATCH ? ORDER BY rank LIMIT ?", (match, MOST)
        ).fetchall()
        floor.append((perf_counter() - begun) * 1000)
    bare.close()
    return {"product": product, "floor": floor}


def _fts5(cards: list[Card]) -> sqlite3.Connection:
    bare = sqlite3.connect(":memory:")
    bare.execute(
        "CREATE VIRTUAL TABLE cards USING fts5"
        "(title, words, hint, said, tokenize='unicode61', prefix='1 2 3 4')"
    )
    rows = []
    for card in cards:
        said = [item.text for section in card.sections for item in section.items]
        rows.append((card.title, " ".join(card.words), card.hint, " ".join(said)))
    bare.executemany("INSERT INTO cards VALUES (?, ?, ?, ?)", rows)
    return bare


def _made_ready(cards: list[Card]) -> float:
    library = Library({card.id: card for card in cards})
    spelled.cache_clear()
    begun = perf_counter()
    CardSearch(library)
    return (perf_counter() - begun) * 1000
