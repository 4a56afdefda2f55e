"""``countersign guidance list | show | search``: find cards, and read one."""

import argparse
from collections.abc import Iterator
from typing import Any

from desktop.cli import exits
from desktop.cli.guidance.in_use import InUse, Kept, cards_in_use, take_language
from desktop.cli.guidance.shapes import of_card, of_hit, of_row
from desktop.cli.options import Options, Parser, UsageError
from desktop.cli.output import table
from desktop.cli.session import Session
from desktop.domain.guidance.card import CardKind
from desktop.words import Words


def teach(acts: "argparse._SubParsersAction[Parser]") -> None:
    listing = acts.add_parser("list", help="the cards in use")
    listing.add_argument("--kind", choices=[kind.value for kind in CardKind])
    listing.add_argument("--overdue", action="store_true", help="those to be looked through again")
    take_language(listing)
    listing.set_defaults(run=list_)
    showing = acts.add_parser("show", help="one card, to be read in a terminal")
    showing.add_argument("card", metavar="CARD", help="its id, or the key of a situation, 1 to 8")
    take_language(showing)
    showing.set_defaults(run=show)
    searching = acts.add_parser("search", help="find cards by any words")
    searching.add_argument("words", nargs="+", metavar="WORD", help="as the panel is asked")
    take_language(searching)
    searching.set_defaults(run=search)


def list_(session: Session, options: Options) -> int:
    used = cards_in_use(session, options.language)
    kinds = [CardKind(options.kind)] if options.kind else list(CardKind)
    cards = [card for kind in kinds for card in used.library.of_kind(kind)]
    if options.overdue:
        by_id = {card.id: card for card in cards}
        cards = [by_id[name] for name in used.overdue if name in by_id]
    answer = {
        **_whose(used),
        "cards": [of_row(card, used.kept.get(card.id, Kept())) for card in cards],
        "refused": list(used.refused),
    }
    session.output.result(answer, _listed(answer, is_overdue=options.overdue))
    return exits.DONE


def show(session: Session, options: Options) -> int:
    used = cards_in_use(session, options.language)
    card = used.find(options.card)
    words = Words.of(used.language)
    answer = {
        **_whose(used),
        "card": of_card(card, used.kept.get(card.id, Kept()), used.library, words),
    }
    session.output.result(answer, _told(answer["card"], words))
    return exits.DONE


def search(session: Session, options: Options) -> int:
    from desktop.domain.guidance.search import CardSearch  # rapidfuzz

    typed = " ".join(options.words)
    if not typed.strip():
        raise UsageError("There is nothing to look for.", advice="Say a word or two.")
    used = cards_in_use(session, options.language)
    hits = CardSearch(used.library).find(typed)
    answer = {**_whose(used), "looked_for": typed, "hits": [of_hit(hit) for hit in hits]}
    session.output.result(answer, _found(answer, Words.of(used.language)))
    return exits.DONE


def _whose(used: InUse) -> dict[str, Any]:
    return {"language": used.language, "as_shipped": used.is_as_shipped}


def _listed(answer: dict[str, Any], *, is_overdue: bool) -> Iterator[str]:
    rows = [[one["id"], one["kind"], one["title"], _due(one)] for one in answer["cards"]]
    if rows:
        yield from table(rows, head=["CARD", "KIND", "TITLE", "REVIEW DUE"])
    else:
        yield "No card is overdue." if is_overdue else "No cards."
    for sentence in answer["refused"]:
        yield f"Not in use: {sentence}"


def _due(card: dict[str, Any]) -> str:
    return f"{card['review_due']}, overdue" if card["overdue"] else str(card["review_due"])


def _found(answer: dict[str, Any], words: Words) -> Iterator[str]:
    if not answer["hits"]:
        yield words("Nothing for “{typed}”.", typed=answer["looked_for"])
    for hit in answer["hits"]:
        caption = f", {hit['caption']}" if hit["caption"] else ""
        yield f"{hit['title']}{caption} ({hit['card']})"
        before = {"dont_say": words("Do not say:"), "dont": words("Do not:")}.get(hit["part"])
        if hit["excerpt"]:
            yield f"  {before} {hit['excerpt']}" if before else f"  {hit['excerpt']}"


def _told(card: dict[str, Any], words: Words) -> Iterator[str]:
    """The card as the panel has it, from its title down."""
    if card["caption"]:
        yield card["caption"]
    yield f"{card['title']} ({card['id']})"
    if card["hint"]:
        yield card["hint"]
    if not card["translated"]:
        yield words("This card is not translated yet.")
    for section in card["sections"]:
        yield ""
        yield section["heading"]
        yield from _items(section["items"], "  ")
    for turn in card["turns"]:
        yield ""
        yield from _items(turn["scene"], "")
        for answer in turn["answers"]:
            yield f"  {'+' if answer['good'] else '-'} {answer['text']}"
            yield f"    {answer['why']}"
    if card["worse"]:
        yield ""
        title = f"{card['worse']['title']} ({card['worse']['id']})"
        yield words("If it gets worse: {title}", title=title)
    for heading, links in (("See also", "see"), ("Practice", "practice")):
        if card[links]:
            yield ""
            yield words(heading)
            yield from (f"  {one['title']} ({one['id']})" for one in card[links])
    yield from _review(card)


def _items(items: list[dict[str, Any]], indent: str) -> Iterator[str]:
    for item in items:
        mark = f"{item['mark']} " if item["mark"] else ""
        note = f"  <- {item['note']}" if item["note"] else ""
        yield f"{indent}{mark}{item['text']}{note}"
        yield from _items(item["under"], indent + "  ")


def _review(card: dict[str, Any]) -> Iterator[str]:
    if card["reviewed"]:
        yield ""
        due = f"; its review was due {card['review_due']}" if card["overdue"] else ""
        yield f"Reviewed {card['reviewed']}{due}."
