"""The guidance on paper, from a window."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from threading import current_thread

import pytest
from pypdf import PdfReader

from desktop.app.guidance_papers import GuidancePapers
from desktop.app.late import StationEndedError
from desktop.services.adapters.pdf import saving
from desktop.services.adapters.pdf.saving import DocumentNotSavedError, save_document
from desktop.services.guidance.cards_desk import Change
from tests.support.workplace import PATIENCE, StationAtWork, Workplace, office

__all__ = ["office"]

NEW = "We have a room where we can talk about this."


@pytest.fixture
def ana(office: Workplace) -> StationAtWork:
    return office.supervisor("Ana Ruiz")


@pytest.fixture
def papers(ana: StationAtWork) -> Iterator[GuidancePapers]:
    papers = GuidancePapers(ana.running)
    yield papers
    papers.close()


def words(pdf: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def test_the_pocket_card_is_made_of_the_site_s_own_cards_in_either_language(
    ana: StationAtWork, papers: GuidancePapers
) -> None:
    cards = ana.running.late.guiding().cards
    texts = dict(cards.guidance.shown["language"].texts)
    texts["en"] = texts["en"].replace("## Say\n", f"## Say\n\n- {NEW}")
    cards.save(Change(card="language", texts=texts, editor="Ana Ruiz")).result(PATIENCE)
    said = words(papers.pocket_card(language="en").result(PATIENCE))
    for text in (NEW, "With 1 change by this site", "Alder County Health", "4100"):
        assert "".join(text.split()) in said
    assert "Tarjetadebolsillo" in words(papers.pocket_card(language="es").result(PATIENCE))
    page = PdfReader(BytesIO(papers.pocket_card(paper="a4").result(PATIENCE))).pages[0]
    assert float(page.mediabox.width) == pytest.approx(841.89, abs=0.1)


def test_it_is_saved_whole_and_off_the_thread_of_the_windows(
    papers: GuidancePapers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []

    def noting(document: bytes, file: Path) -> Path:
        threads.append(current_thread().name)
        return save_document(document, file)

    monkeypatch.setattr(saving, "save_document", noting)
    file = tmp_path / "pocket-card.pdf"
    assert papers.save_pocket_card(file).result(PATIENCE) == file
    assert len(PdfReader(file).pages) == 2
    (thread,) = threads
    assert thread.startswith("guidance-papers")


def test_a_folder_that_is_not_there_is_told_and_nothing_is_left_behind(
    papers: GuidancePapers, tmp_path: Path
) -> None:
    with pytest.raises(DocumentNotSavedError):
        papers.save_pocket_card(tmp_path / "no" / "card.pdf").result(PATIENCE)
    assert list(tmp_path.glob("**/*card*")) == []


def test_a_station_that_is_ending_prints_none(ana: StationAtWork, papers: GuidancePapers) -> None:
    ana.leaves()
    with pytest.raises(StationEndedError):
        papers.pocket_card().result(PATIENCE)
