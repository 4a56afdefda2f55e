"""Reports leave the Reports page on paper: copies, attachments, a period, and codes verified."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from desktop.domain.reports.attachments import Attachment
from desktop.domain.sentence import Sentence
from desktop.services.reports.details import Detail, Found
from desktop.services.reports.sb553 import IdentifyingDetailsError, Leak
from desktop.services.reports.verifying import Difference
from desktop.ui.console.reports.papers import Described, Exported
from desktop.ui.views.report_papers import Blank, Finding, Variant, Verdict, VerdictView, path_words
from desktop.ui.words import Words
from tests.support.reports import (
    LETTER,
    PHOTO,
    TODAY,
    beck,
)
from tests.ui.hands import click, key, write
from tests.ui.report_stage import DiskFullError, ReportStage
from tests.ui.reports_page.reading import button, said, settle

MARCH = path_words(Path("/somewhere/March"))
"""As windows say it: the whole path."""


DIFFERENCE = Difference(1, 24, "He struck it twice.", "He struck it.").sentence


def test_where_a_copy_differs_is_said_in_the_windows_language() -> None:
    view = VerdictView.of(Verdict(Finding.ALTERED, "2026-C3-003", DIFFERENCE), Words.of("es"))
    assert view.said.fix == (
        "Difiere aquí: Página 1, línea 24: la copia dice «He struck it.», "
        "el registro «He struck it twice.»."
    )


def test_each_paper_is_asked_for_under_its_name(qtbot: QtBot, stage: ReportStage) -> None:
    about = beck(stage.desk)
    stage.open(about)
    assert stage.page.detail is not None
    for action in stage.page.detail.build_menu().actions():
        action.trigger()
    names = [(variant, file.name) for _, variant, file in stage.papers.saved]
    assert names == [
        (Variant.FULL, "2026-C3-003.pdf"),
        (Variant.REDACTED, "2026-C3-003-redacted.pdf"),
        (Variant.OSHA_301, "2026-C3-003-osha-301.pdf"),
        (Variant.SB_553, "2026-C3-003-sb-553.pdf"),
    ]
    qtbot.waitUntil(lambda: "2026-C3-003-sb-553.pdf is saved" in said(stage.page), timeout=3000)


def test_a_paper_that_cannot_be_saved_is_said_in_place(qtbot: QtBot, stage: ReportStage) -> None:
    stage.open(beck(stage.desk))
    stage.papers.refusal = DiskFullError()
    assert stage.page.detail is not None
    stage.page.detail.build_menu().actions()[0].trigger()
    qtbot.waitUntil(lambda: "The disk of this PC is full." in said(stage.page), timeout=3000)


def test_attachments_are_opened_and_saved(qtbot: QtBot, stage: ReportStage) -> None:
    stage.open(beck(stage.desk))
    settle(qtbot)
    click(button(stage.page, "Open", about=PHOTO.name))
    click(button(stage.page, "Save as…", about=LETTER.name))
    assert stage.papers.files == [("open", PHOTO), ("save", LETTER)]


def test_a_name_with_folders_in_it_is_saved_as_a_plain_file(
    qtbot: QtBot, stage: ReportStage
) -> None:
    asked: list[str] = []

    def ask(_title: str, proposed: str) -> str:
        asked.append(proposed)
        return ""

    stage.reports._parts = replace(stage.reports._parts, ask_file=ask)
    evil = Attachment(name="..\\..\\/etc/passwd", media="", size=1, sha256="0" * 64)
    stage.reports._save_attachment(beck(stage.desk), evil)
    assert [Path(one).name for one in asked] == ["passwd"]


def test_a_period_is_exported_with_a_count_and_can_be_stopped(
    qtbot: QtBot, stage: ReportStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    click(button(stage.console, "Export a period"))
    dialog = stage.page.open_export()
    qtbot.waitUntil(dialog.isVisible, timeout=1000)
    assert dialog.lines[Blank.SINCE].text() == "3/1/2026"
    click(dialog.export)
    assert "Choose a folder for the files." in said(dialog)
    dialog.lines[Blank.FOLDER].setText("/somewhere/March")
    dialog.papers[Variant.REDACTED].click()
    click(dialog.export)
    (request,) = stage.papers.exports
    assert (request.since, request.until) == (date(2026, 3, 1), TODAY)
    assert request.variant is Variant.REDACTED
    assert stage.papers.on_progress is not None
    assert stage.papers.is_cancelled is not None
    stage.papers.on_progress(12, 87)
    qtbot.waitUntil(lambda: "Report 12 of 87" in said(dialog), timeout=3000)
    assert (dialog._bar.value(), dialog._bar.maximum()) == (12, 87)
    click(dialog.cancel)
    assert stage.papers.is_cancelled()
    assert "Stopping after this report" in said(dialog)
    assert stage.papers.exporting is not None
    stage.papers.exporting.set_result(Exported(13, is_cancelled=True))
    qtbot.waitUntil(lambda: f"Canceled. 13 reports saved in {MARCH}" in said(dialog), timeout=3000)
    opened: list[Path] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile()))
    )
    click(dialog.open_folder)
    assert opened == [Path("/somewhere/March")]
    assert dialog.lines[Blank.FOLDER].text() == "/somewhere/March"


def test_an_export_names_the_reports_that_it_lacks(qtbot: QtBot, stage: ReportStage) -> None:
    dialog = stage.page.open_export()
    dialog.lines[Blank.FOLDER].setText("/somewhere/March")
    click(dialog.export)
    assert stage.papers.exporting is not None
    stage.papers.exporting.set_result(Exported(86, failed=(("2026-C3-004", DiskFullError()),)))
    qtbot.waitUntil(lambda: f"86 reports saved in {MARCH}" in said(dialog), timeout=3000)
    assert "Not saved: 2026-C3-004. The disk of this PC is full." in said(dialog)


def test_the_log_says_who_is_told_in_it_and_takes_other_words(
    qtbot: QtBot, stage: ReportStage
) -> None:
    dialog = stage.page.open_export()
    dialog.lines[Blank.FOLDER].setText("/somewhere/March")
    assert dialog.papers[Variant.SB_553].text() == "SB 553 log, CSV and PDF"
    dialog.papers[Variant.SB_553].click()
    assert not dialog.description.isVisible()
    click(dialog.export)
    refusal = told_of("2026-C3-001", "Mr. Beck shouted.", "Beck")
    exported = Exported(
        2,
        failed=(("2026-C3-001", refusal), ("2026-C3-004", refusal)),
        unfit=Described("2026-C3-001", "Mr. Beck shouted."),
    )
    assert stage.papers.exporting is not None
    stage.papers.exporting.set_result(exported)
    qtbot.waitUntil(dialog.description.isVisible, timeout=3000)
    sentence = "2026-C3-001: Detailed description, character 5: a name, “Beck”."
    assert f"2 of 4 incidents are in the log, CSV and PDF, in {MARCH}." in said(dialog)
    assert f"{sentence} Write “the customer”" in said(dialog)
    assert "Not in it either: 2026-C3-004." in said(dialog)
    assert dialog.description.toPlainText() == "Mr. Beck shouted."
    dialog.description.setPlainText("The customer shouted.")
    click(dialog.export)
    assert stage.papers.exports[-1].descriptions == {"2026-C3-001": "The customer shouted."}
    stage.papers.exporting.set_result(Exported(4))
    qtbot.waitUntil(lambda: "4 of 4 incidents are in the log" in said(dialog), timeout=3000)
    assert not dialog.description.isVisible()


def told_of(number: str, text: str, name: str) -> IdentifyingDetailsError:
    found = Found(Detail.NAME, name, text.index(name), text.index(name) + len(name))
    return IdentifyingDetailsError(number, (Leak("Detailed description", found),))


def test_an_export_that_fails_says_so_and_keeps_what_was_typed(
    qtbot: QtBot, stage: ReportStage
) -> None:
    dialog = stage.page.open_export()
    dialog.lines[Blank.FOLDER].setText("/somewhere")
    click(dialog.export)
    assert stage.papers.exporting is not None
    stage.papers.exporting.set_exception(DiskFullError())
    qtbot.waitUntil(lambda: "The disk of this PC is full." in said(dialog), timeout=3000)
    assert dialog.lines[Blank.FOLDER].text() == "/somewhere"
    assert dialog.export.isVisible()


@pytest.mark.parametrize(
    ("verdict", "sentence"),
    [
        (Verdict(Finding.GENUINE, "2026-C3-003"), "Genuine: it is report 2026-C3-003."),
        (
            Verdict(Finding.ALTERED, "2026-C3-003", DIFFERENCE),
            "Altered: it is not what report 2026-C3-003 says.",
        ),
        (Verdict(Finding.UNKNOWN), "Unknown. No report here has that code."),
        (Verdict(Finding.UNKNOWN, why=Sentence("It is none.")), "Unknown. It is none."),
    ],
)
def test_a_copy_is_verified_by_its_code(
    qtbot: QtBot, stage: ReportStage, verdict: Verdict, sentence: str
) -> None:
    stage.papers.verdict = verdict
    click(button(stage.console, "Verify a copy"))
    dialog = stage.page.open_verify()
    click(dialog.verify)
    assert "Choose a file, or type the code" in said(dialog)
    write(dialog.line, "7F3K-92QX")
    key(dialog.line, Qt.Key.Key_Return)
    assert stage.papers.verified == ["7F3K-92QX"]
    qtbot.waitUntil(lambda: sentence in said(dialog), timeout=3000)
