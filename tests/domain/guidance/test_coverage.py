"""Nothing of the five documents is lost: every paragraph has its place on a card, or a reason.

The documents are not ours to hand on. ``paragraphs.txt`` holds document, line and hash of every
paragraph; with COUNTERSIGN_SOURCES naming their folder, the texts themselves are read too.
"""

import hashlib
import os
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parents[3]
CARDS = ROOT / "assets" / "guidance" / "en"
PAGE = ROOT / "docs" / "guidance-coverage.md"
SOURCES = os.environ.get("COUNTERSIGN_SOURCES", "")

CARD_LINK = re.compile(r"\[([^]]+)]\(\.\./assets/guidance/en/([^)]+)\.md\)")
NO_PLACE = "—"


class Paragraph(NamedTuple):
    """Where a paragraph is, and the first twelve digits of its hash."""

    document: str
    line: int
    digest: str


class Row(NamedTuple):
    """A row of the page: a paragraph, and what became of it."""

    paragraph: Paragraph
    begins: str
    place: str
    where: str

    @property
    def cards(self) -> list[str]:
        return [card for _, card in CARD_LINK.findall(self.where)]

    @property
    def why(self) -> str:
        """Why it is no guidance; empty where it is some."""
        return self.where.removeprefix(NO_PLACE).strip() if self.where.startswith(NO_PLACE) else ""


def the_rows() -> list[Row]:
    rows = []
    document = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"## (\d{3}):", line):
            document = heading[1]
        elif re.match(r"\| \d+ \|", line):
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            number, begins, digest, place, where = cells
            found = Paragraph(document, int(number), digest.strip("`"))
            rows.append(Row(found, begins.replace("\\|", "|"), place, where))
    return rows


def the_paragraphs() -> list[Paragraph]:
    listed = (Path(__file__).parent / "paragraphs.txt").read_text(encoding="utf-8")
    return [
        Paragraph(document, int(line), digest)
        for document, line, digest in map(str.split, listed.splitlines())
    ]


def the_texts() -> dict[Paragraph, str]:
    texts = {}
    for file in sorted(Path(SOURCES).glob("[0-9][0-9][0-9]_*.txt")):
        lines = file.read_text(encoding="utf-8").split("\n")
        for number, line in enumerate(lines, 1):
            if text := line.strip():
                digest = hashlib.sha256(text.encode()).hexdigest()[:12]
                texts[Paragraph(file.name[:3], number, digest)] = text
    return texts


def the_headers() -> dict[str, dict[str, Any]]:
    return {
        file.stem: tomllib.loads(file.read_text(encoding="utf-8").split("+++\n")[1])
        for file in CARDS.glob("*.md")
    }


def test_every_paragraph_of_the_documents_has_one_row() -> None:
    listed = the_paragraphs()
    assert {paragraph.document for paragraph in listed} == {"000", "001", "002", "003", "004"}
    assert Counter(row.paragraph for row in the_rows()) == Counter(listed)


def test_every_row_leads_to_a_card_or_says_why_it_is_no_guidance() -> None:
    assert [row for row in the_rows() if bool(row.cards) == bool(row.why)] == []


def test_every_link_of_a_row_leads_to_the_card_that_it_names() -> None:
    links = [link for row in the_rows() for link in CARD_LINK.findall(row.where)]
    headers = the_headers()
    assert [(name, card) for name, card in links if name != card or card not in headers] == []


def test_a_card_that_a_row_leads_to_names_the_place_as_its_source() -> None:
    headers = the_headers()
    unnamed = [
        (row.paragraph, card)
        for row in the_rows()
        for card in row.cards
        if row.place not in headers[card].get("sources", [])
    ]
    assert unnamed == []


def test_every_source_that_a_card_names_leads_back_to_it() -> None:
    reached = {(row.place, card) for row in the_rows() for card in row.cards}
    named = {
        (place, card)
        for card, header in the_headers().items()
        for place in header.get("sources", [])
        if place != "site"
    }
    assert named - reached == set()


def test_a_place_is_in_the_document_that_its_row_stands_under() -> None:
    astray = [
        row for row in the_rows() if row.cards and row.place[:5] != f"{row.paragraph.document} §"
    ]
    assert astray == []


@pytest.mark.skipif(not SOURCES, reason="COUNTERSIGN_SOURCES names no folder of the documents")
def test_the_list_and_the_page_are_those_of_the_texts_themselves() -> None:
    texts = the_texts()
    assert sorted(texts) == sorted(the_paragraphs())
    shown = {row.paragraph: " ".join(texts[row.paragraph].split()) for row in the_rows()}
    assert [row for row in the_rows() if not shown[row.paragraph].startswith(row.begins)] == []
