"""Reports on paper, from the form and from the console."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event as Flag
from threading import current_thread, main_thread

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import report_windows
from desktop.app.counter_windows import CounterWindows
from desktop.app.supervisor_windows import SupervisorWindows
from desktop.domain.reports.facts import Standing
from desktop.domain.reports.field import Kind
from desktop.services.adapters.pdf.saving import save_document
from desktop.ui.console.reports.papers import Described, Exported
from desktop.ui.views.report_papers import ExportRequest, Finding
from desktop.ui.views.report_papers import Variant as Chosen
from tests.app.report_people import WAITS_MS, ana, begun, counter, desk, form_of
from tests.support.workplace import PATIENCE, office, wait_until
from tests.ui.reports.hands import text, write

__all__ = ["ana", "counter", "desk", "office"]


def test_the_form_s_preview_is_the_report_as_it_will_print(
    qtbot: QtBot, counter: CounterWindows
) -> None:
    counter.bar.report_pressed.emit()
    draft = form_of(counter).draft
    assert counter._reports.papers.preview(draft).startswith(b"%PDF")


def test_a_supervisor_prints_checks_and_exports_from_the_console(
    qtbot: QtBot, desk: SupervisorWindows, tmp_path: Path
) -> None:
    reporting = desk._running.late.reporting()
    answers = {
        "began": "2026-03-09T10:00",
        "reporter_name": "Ana Ruiz",
        "narrative": "He struck the counter.",
    }
    draft = reporting.drafts.new(Kind.COUNTER, answers=dict(answers))
    filed = reporting.filing.submit(draft).result(PATIENCE)
    papers, file = desk._desk.papers, tmp_path / "report.pdf"
    wait_until(lambda: reporting.shelf and reporting.shelf.report(filed.number))
    papers.save(filed.report, Chosen.FULL, file).result(PATIENCE)
    genuine = papers.verify(str(file)).result(PATIENCE)
    assert (genuine.finding, genuine.number) == (Finding.GENUINE, filed.number)
    assert papers.verify("0000 0000 0000 0000").result(PATIENCE).finding is Finding.UNKNOWN
    desk.console.show_page("reports")
    review = reporting.review
    assert review is not None
    signed = review.sign(filed.report, "Ana Ruiz").result(PATIENCE)
    assert signed.standing is Standing.SIGNED


def test_a_pdf_is_saved_whole_while_the_windows_go_on(
    qtbot: QtBot, counter: CounterWindows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Flag()

    def slowly(document: bytes, file: Path) -> Path:
        assert current_thread() is not main_thread()
        gate.wait(PATIENCE)
        return save_document(document, file)

    monkeypatch.setattr(report_windows, "save_document", slowly)
    form = begun(counter)
    form.resize(1440, 900)
    preview = form.frame.preview
    assert preview is not None
    qtbot.waitUntil(lambda: preview.pages.page_count > 0, timeout=WAITS_MS)
    file = tmp_path / "report.pdf"
    file.write_bytes(b"an older one")
    preview.save_to(file)
    write(text(form, "narrative"), "He struck the counter.")
    assert file.read_bytes() == b"an older one"
    gate.set()
    qtbot.waitUntil(lambda: file.read_bytes().startswith(b"%PDF"), timeout=WAITS_MS)


def test_the_violence_log_of_a_period_leaves_the_console_without_who_was_involved(
    qtbot: QtBot, desk: SupervisorWindows, tmp_path: Path
) -> None:
    reporting, numbers = desk._running.late.reporting(), []
    for narrative in ("Harold Beck struck the counter.", "A customer struck the counter."):
        draft = reporting.drafts.new(
            Kind.COUNTER,
            answers={
                "began": "2026-03-09T10:00",
                "reporter_name": "Ana Ruiz",
                "narrative": narrative,
                "customers": [{"name": "Harold Beck"}],
            },
        )
        numbers.append(reporting.filing.submit(draft).result(PATIENCE).number)
    wait_until(lambda: reporting.shelf and reporting.shelf.report(numbers[-1]))
    march = ExportRequest(date(2026, 3, 1), date(2026, 3, 31), Chosen.SB_553, tmp_path)
    papers = desk._desk.papers

    def export(request: ExportRequest) -> Exported:
        done = papers.export(request, on_progress=lambda *_: None, is_cancelled=lambda: False)
        return done.result(PATIENCE)

    first = export(march)
    assert (first.count, [number for number, _ in first.failed]) == (1, numbers[:1])
    assert first.unfit == Described(numbers[0], "Harold Beck struck the counter.")
    csv = tmp_path / "sb553-2026-03-01-2026-03-31.csv"
    assert "Beck" not in csv.read_text("utf-8-sig")
    assert csv.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    described = {numbers[0]: "The customer struck the counter.", "2026-C3-099": "Of another month"}
    again = export(replace(march, descriptions=described))
    assert (again.count, again.failed, again.unfit) == (2, (), None)
    assert "The customer struck the counter." in csv.read_text("utf-8-sig")
