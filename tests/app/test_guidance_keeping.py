"""The Guidance page at a supervisor's real desk: what is saved there is used at a counter, and what
is said at the counter is read there.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from pytestqt.qtbot import QtBot

from desktop.app import guidance_keeping
from desktop.app.main import Program
from desktop.domain.guidance.errors import NotAPdfError
from desktop.ui.console.guidance.card_pane import Tab
from desktop.ui.console.guidance.entry import KEY
from desktop.ui.console.guidance.page import GuidancePage
from tests.support.programs import SupervisorSite
from tests.support.workplace import PATIENCE
from tests.ui.guidance_page.reading import button, said
from tests.ui.hands import click

PATIENCE_MS = round(1000 * PATIENCE)
A_PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


class Site(SupervisorSite):
    """With her console in reach."""

    def page(self) -> GuidancePage:
        """The page, open."""
        console = self.windows.console
        console.resize(1440, 900)
        console.show_page(KEY)
        page = console.built_pages[KEY]
        assert isinstance(page, GuidancePage)
        return page

    def quits_and_comes_back(self) -> None:
        home = self.program.home
        self.program.close()
        self.program = Program(home, opened=lambda _running: None)
        self.program.open()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("site"))
    yield site
    site.closes()


def test_a_card_that_is_saved_at_a_desk_is_used_at_the_counter(qtbot: QtBot, opened: Site) -> None:
    page = opened.page()
    keeping = opened.windows._keeping.keeping
    qtbot.waitUntil(lambda: keeping.seen is not None, timeout=PATIENCE_MS)
    keeping.open("language")
    editor = page.pane.text.text
    editor.setPlainText(editor.toPlainText().replace("How dare you.", "How could you."))
    click(button(page.pane, "Save"))
    qtbot.waitUntil(lambda: "Saved and sent at" in state_of(page), timeout=PATIENCE_MS)
    cards = opened.counter.running.late.guiding().cards

    def is_used() -> bool:
        return "How could you." in cards.guidance.shown["language"].texts["en"]

    qtbot.waitUntil(is_used, timeout=PATIENCE_MS)
    (version,) = cards.guidance.history("language").heads
    assert version.editor == opened.windows._station.board.me.person
    keeping.show_tab(Tab.VERSIONS)
    assert "Supervisors" in said(page.pane.versions)


def test_what_a_counter_says_of_a_card_is_read_at_the_desk(qtbot: QtBot, opened: Site) -> None:
    page = opened.page()
    keeping = opened.windows._keeping.keeping
    keeping.open("visit")
    keeping.show_tab(Tab.SAID)
    saying = opened.counter.running.late.guiding().saying
    saying.rate("visit", "", is_helpful=False, comment="Too long.", rater="Maria Delgado")
    comment = "Too long.\nDid not help\nMaria Delgado · Counter 3 · "
    qtbot.waitUntil(lambda: comment in said(page.pane.said), timeout=PATIENCE_MS)


def test_a_pdf_is_taken_in_and_anything_else_is_refused_in_one_sentence(
    qtbot: QtBot, opened: Site, tmp_path: Path
) -> None:
    page = opened.page()
    keeping = opened.windows._keeping.keeping
    keeping.open("visit")
    keeping.show_tab(Tab.TEXT)
    plan, note = tmp_path / "crisis-plan.pdf", tmp_path / "note.txt"
    plan.write_bytes(A_PDF)
    note.write_text("Not a plan.", encoding="utf-8")
    keeping.editing.attach(plan)
    qtbot.waitUntil(lambda: "crisis-plan.pdf" in said(page.pane.text), timeout=PATIENCE_MS)
    keeping.editing.attach(note)
    refusal = "“note.txt” is no PDF, and only PDFs belong to a card."
    qtbot.waitUntil(lambda: refusal in said(page.pane.text), timeout=PATIENCE_MS)
    assert NotAPdfError.advice in said(page.pane.text)
    (file,) = keeping.editing.drafts.kept["visit"].files
    assert file.added_by == opened.windows._station.board.me.person


def state_of(page: GuidancePage) -> str:
    return page.pane.text.state.accessibleName() if page.pane.text.state.isVisible() else ""


def test_the_pocket_card_is_saved_where_the_person_says(
    qtbot: QtBot, opened: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pocket.pdf"

    def ask(_window: object, _title: str, _proposed: Path, _kinds: str, then: object) -> None:
        assert callable(then)
        then(file)

    monkeypatch.setattr(guidance_keeping, "ask_to_save", ask)
    opened.page().pocket_card_pressed.emit()
    qtbot.waitUntil(file.exists, timeout=PATIENCE_MS)
    assert len(PdfReader(file).pages) == 2


def test_what_is_typed_and_not_saved_is_there_again_after_the_program_ended(
    qtbot: QtBot, opened: Site
) -> None:
    page, keeping = opened.page(), opened.windows._keeping.keeping
    qtbot.waitUntil(lambda: keeping.seen is not None, timeout=PATIENCE_MS)
    keeping.open("letter")
    editor = page.pane.text.text
    changed = editor.toPlainText().replace("## Say", "## Say\n\n- Thank you for writing.", 1)
    assert "Thank you for writing." in changed
    editor.setPlainText(changed)
    opened.quits_and_comes_back()
    page, keeping = opened.page(), opened.windows._keeping.keeping
    qtbot.waitUntil(lambda: keeping.seen is not None, timeout=PATIENCE_MS)
    keeping.open("letter")
    assert page.pane.text.text.toPlainText() == changed
    assert button(page.pane, "Save").isEnabled()
    keeping.editing._throw_away()
    kept = opened.windows._running.home.path / "guidance-unsaved.json"
    qtbot.waitUntil(lambda: not kept.exists(), timeout=PATIENCE_MS)
