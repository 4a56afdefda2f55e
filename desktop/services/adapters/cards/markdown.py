"""The body of a card: the little of Markdown that a card may use, as sections."""

from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from desktop.domain.guidance.card import Form, Item, Run, Section
from desktop.domain.guidance.errors import CardRefusedError
from desktop.domain.guidance.headings import part_of
from desktop.domain.plain_text import is_blank, printed
from desktop.domain.sentence import Sentence

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

_REFUSED = {
    "html_block": Sentence("HTML and scripts are not shown in a card."),
    "html_inline": Sentence("HTML and scripts are not shown in a card."),
    "image": Sentence("Pictures are not shown in a card."),
    "fence": Sentence("Lines of code are not shown in a card."),
    "code_block": Sentence("A line that begins with four spaces is not shown in a card."),
    "code_inline": Sentence("Words between ` are not shown in a card."),
    "table": Sentence("Tables are not shown in a card."),
    "hr": Sentence("A line across is not shown in a card."),
}
_OTHER = Sentence("It has something in it that a card cannot show.")
_TOO_DEEP = Sentence("It is nested too deeply.")
LINK = "card:"


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # 30 ms, and not for a bar that is arming

    made = MarkdownIt("commonmark").enable("table").disable("reference")
    made.validateLink = _any  # type: ignore[method-assign] # what it keeps out stays as text
    return made


def _any(url: str) -> bool:  # noqa: ARG001 -- as markdown-it calls it
    """Every link is read as one, so that each that leads out is refused by name."""
    return True


def sections_of(card: str, body: str, language: str) -> tuple[Section, ...]:
    """The sections of ``body``; raises ``CardRefusedError`` for what a card may not have."""
    from markdown_it.tree import SyntaxTreeNode

    found: list[Section] = []
    try:
        root = SyntaxTreeNode(_parser().parse(body))
        for node in root.children:
            if node.type == "heading":
                heading = _heading(card, node)
                found.append(Section(part_of(heading, language), heading, ()))
            elif not found:
                raise CardRefusedError(
                    card,
                    Sentence(
                        "It has text above its first heading: “{what}”.", {"what": _said(node)}
                    ),
                )
            else:
                section = found[-1]
                found[-1] = replace(section, items=(*section.items, *_items(card, node)))
    except RecursionError as cause:
        raise _not_shown(card, _TOO_DEEP) from cause
    for section in found:
        if not section.items:
            raise CardRefusedError(
                card,
                Sentence("Nothing stands under its heading “{what}”.", {"what": section.heading}),
            )
    return tuple(found)


def _heading(card: str, node: "SyntaxTreeNode") -> str:
    if node.markup != "##":  # a line of hyphens below a text makes a heading of it as well
        raise CardRefusedError(
            card,
            Sentence("Its headings begin with ##, and “{what}” does not.", {"what": _said(node)}),
        )
    words = node.children[0]
    if not words.children:
        raise CardRefusedError(card, Sentence("It has a heading without words."))
    return "".join(run.text for run in _runs(card, words)).strip()


def _items(card: str, node: "SyntaxTreeNode") -> tuple[Item, ...]:
    match node.type:
        case "paragraph":
            return (Item(Form.TEXT, _runs(card, node.children[0])),)
        case "bullet_list" | "ordered_list":
            form = Form.POINT if node.type == "bullet_list" else Form.STEP
            return tuple(_listed(card, one, form) for one in node.children)
        case "blockquote":
            if any(one.type == "blockquote" for one in node.children):
                raise _not_shown(card, _TOO_DEEP)
            return tuple(
                replace(item, form=Form.QUOTE)
                for one in node.children
                for item in _items(card, one)
            )
        case _:
            raise _not_shown(card, _REFUSED.get(node.type, _OTHER))


def _listed(card: str, node: "SyntaxTreeNode", form: Form) -> Item:
    """An item of a list; the first of its parts is what it says, a list after that lies below."""
    parts = node.children
    if not parts or parts[0].type != "paragraph":
        raise CardRefusedError(card, Sentence("It has a point without words."))
    under: list[Item] = []
    for part in parts[1:]:
        for item in _items(card, part):
            if item.under:
                raise _not_shown(card, _TOO_DEEP)
            under.append(item)
    return Item(form, _runs(card, parts[0].children[0]), tuple(under))


def _runs(card: str, inline: "SyntaxTreeNode") -> tuple[Run, ...]:
    runs: list[Run] = []
    _gather(card, inline, runs, is_strong=False, to="")
    if is_blank("".join(run.text for run in runs)):
        raise CardRefusedError(card, Sentence("It has a point without words."))
    return tuple(runs)


def _gather(
    card: str, node: "SyntaxTreeNode", runs: list[Run], *, is_strong: bool, to: str
) -> None:
    for child in node.children:
        match child.type:
            case "text" | "text_special":
                if child.content:
                    _add(runs, Run(printed(child.content), is_strong, to))
            case "softbreak" | "hardbreak":
                _add(runs, Run(" ", is_strong, to))
            case "strong" | "em":
                _gather(card, child, runs, is_strong=True, to=to)
            case "link":
                target = str(child.attrs.get("href", ""))
                if not target.startswith(LINK):
                    raise CardRefusedError(
                        card,
                        Sentence("It leads out of the guidance, to “{what}”.", {"what": target}),
                    )
                other = target.removeprefix(LINK)
                if not other or not child.children:
                    raise CardRefusedError(
                        card, Sentence("It has a link without words, or to no card.")
                    )
                if "title" in child.attrs:
                    raise _not_shown(card, _OTHER)
                _gather(card, child, runs, is_strong=is_strong, to=other)
            case _:
                raise _not_shown(card, _REFUSED.get(child.type, _OTHER))


def _add(runs: list[Run], run: Run) -> None:
    """Words that are set alike are one run."""
    if runs and (runs[-1].is_strong, runs[-1].card) == (run.is_strong, run.card):
        runs[-1] = replace(runs[-1], text=runs[-1].text + run.text)
    else:
        runs.append(run)


def _said(node: "SyntaxTreeNode") -> str:
    """What ``node`` says first, to name it by."""
    texts = (one.content for one in node.walk() if one.type in {"text", "inline", "html_block"})
    return next(filter(None, texts), "…")


def _not_shown(card: str, what: Sentence) -> CardRefusedError:
    return CardRefusedError(card, what, advice="Write it in plain words, or attach it as a PDF.")
