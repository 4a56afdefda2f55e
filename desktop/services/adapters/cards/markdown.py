"""The body of a card: the little of Markdown that a card may use, as sections."""

from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from desktop.domain.guidance.card import Form, Item, Run, Section
from desktop.domain.guidance.errors import CardRefusedError
from desktop.domain.guidance.headings import part_of
from desktop.domain.sentence import Sentence

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

_REFUSED = {
    "html_block": "HTML and scripts are not shown in a card.",
    "html_inline": "HTML and scripts are not shown in a card.",
    "image": "Pictures are not shown in a card.",
    "fence": "Lines of code are not shown in a card.",
    "code_block": "A line that begins with four spaces is not shown in a card.",
    "code_inline": "Words between ` are not shown in a card.",
    "table": "Tables are not shown in a card.",
    "hr": "A line across is not shown in a card.",
}
_INSTEAD = "Write it in plain words, or attach it as a PDF."
LINK = "card:"


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # 30 ms, and not for a bar that is arming

    return MarkdownIt("commonmark").enable("table")


def sections_of(card: str, body: str, language: str) -> tuple[Section, ...]:
    """The sections of ``body``; raises ``CardRefusedError`` for what a card may not have."""
    from markdown_it.tree import SyntaxTreeNode

    found: list[Section] = []
    try:
        root = SyntaxTreeNode(_parser().parse(body))
        for node in root.children:
            if node.type == "heading":
                heading = _said(node)
                if node.tag != "h2":
                    raise _wrong(
                        card, "Its headings begin with ##, and “{what}” does not.", heading
                    )
                found.append(Section(part_of(heading, language), heading, ()))
            elif not found:
                raise _wrong(card, "It has text above its first heading: “{what}”.", _said(node))
            else:
                section = found[-1]
                found[-1] = replace(section, items=(*section.items, *_items(card, node)))
    except RecursionError as cause:
        raise CardRefusedError(
            card, Sentence("It is nested too deeply."), advice=_INSTEAD
        ) from cause
    for section in found:
        if not section.items:
            raise _wrong(card, "Nothing stands under its heading “{what}”.", section.heading)
    return tuple(found)


def _items(card: str, node: "SyntaxTreeNode") -> tuple[Item, ...]:
    match node.type:
        case "paragraph":
            return (Item(Form.TEXT, _runs(card, node.children[0])),)
        case "bullet_list" | "ordered_list":
            form = Form.POINT if node.type == "bullet_list" else Form.STEP
            return tuple(_listed(card, one, form) for one in node.children)
        case "blockquote":
            return tuple(
                replace(item, form=Form.QUOTE)
                for one in node.children
                for item in _items(card, one)
            )
        case _:
            raise _refused(card, node)


def _listed(card: str, node: "SyntaxTreeNode", form: Form) -> Item:
    """An item of a list; the first of its parts is what it says, a list after that lies below."""
    parts = node.children
    if not parts or parts[0].type != "paragraph":
        raise CardRefusedError(card, Sentence("It has a point without words."))
    under: list[Item] = []
    for part in parts[1:]:
        for item in _items(card, part):
            if item.under:
                raise CardRefusedError(
                    card, Sentence("Its points are nested too deeply."), advice=_INSTEAD
                )
            under.append(item)
    return Item(form, _runs(card, parts[0].children[0]), tuple(under))


def _runs(card: str, inline: "SyntaxTreeNode") -> tuple[Run, ...]:
    runs: list[Run] = []
    _gather(card, inline, runs, is_strong=False, to="")
    if not runs:
        raise CardRefusedError(card, Sentence("It has a point without words."))
    return tuple(runs)


def _gather(
    card: str, node: "SyntaxTreeNode", runs: list[Run], *, is_strong: bool, to: str
) -> None:
    for child in node.children:
        match child.type:
            case "text" | "text_special":
                if child.content:
                    _add(runs, Run(child.content, is_strong, to))
            case "softbreak" | "hardbreak":
                _add(runs, Run(" ", is_strong, to))
            case "strong" | "em":
                _gather(card, child, runs, is_strong=True, to=to)
            case "link":
                target = str(child.attrs.get("href", ""))
                if not target.startswith(LINK):
                    raise _wrong(card, "It leads out of the guidance, to “{what}”.", target or "?")
                _gather(card, child, runs, is_strong=is_strong, to=target.removeprefix(LINK))
            case _:
                raise _refused(card, child)


def _add(runs: list[Run], run: Run) -> None:
    """Words that are set alike are one run."""
    if runs and (runs[-1].is_strong, runs[-1].card) == (run.is_strong, run.card):
        runs[-1] = replace(runs[-1], text=runs[-1].text + run.text)
    else:
        runs.append(run)


def _said(node: "SyntaxTreeNode") -> str:
    """The beginning of what ``node`` says, to name it by."""
    texts = [one.content for one in node.walk() if one.type in {"text", "inline", "html_block"}]
    said = texts[0] if texts else node.type
    return said if len(said) <= 40 else said[:40].rstrip() + "…"


def _refused(card: str, node: "SyntaxTreeNode") -> CardRefusedError:
    text = _REFUSED.get(node.type, "It has something in it that a card cannot show.")
    return CardRefusedError(card, Sentence(text), advice=_INSTEAD)


def _wrong(card: str, text: str, what: str) -> CardRefusedError:
    return CardRefusedError(card, Sentence(text, {"what": what}))
