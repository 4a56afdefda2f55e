"""Many reports to paper at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError
from desktop.domain.reports.report import Report
from desktop.services.reports.exporting import Exported, export, file_name
from desktop.services.reports.variants import Variant
from tests.support.incident_story import folded, submission


class WordPrinter:
    """Prints a report's number, but for one that cannot be printed."""

    def printed(self, report: Report, variant: Variant, paper: str) -> bytes:
        if "BAD" in report.number:
            raise DeskError("It has a name in it.")
        return f"{report.number} {variant} {paper}".encode()


def reports(*numbers: str) -> list[Report]:
    return [folded(submission(number=number)) for number in numbers]


def exported(
    these: list[Report],
    folder: Path,
    variant: Variant = Variant.FULL,
    *,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Exported:
    return export(
        these,
        folder,
        of=len(these),
        variant=variant,
        paper="a4",
        printer=WordPrinter(),
        save=lambda document, path: path.write_bytes(document),
        progress=progress,
        is_cancelled=is_cancelled,
    )


def test_each_report_has_a_file_and_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    done = exported(
        reports("2026-C3-014", "2026-C3-015"),
        tmp_path,
        progress=lambda done, of: told.append((done, of)),
    )
    assert [file.name for file in done.files] == ["2026-C3-014.pdf", "2026-C3-015.pdf"]
    assert (tmp_path / "2026-C3-014.pdf").read_text() == "2026-C3-014 full a4"
    assert told == [(0, 2), (1, 2), (2, 2)]
    assert not done.is_cancelled


def test_a_bad_one_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    done = exported(reports("2026-A-001", "2026-BAD-002", "2026-A-003"), tmp_path)
    assert [file.name for file in done.files] == ["2026-A-001.pdf", "2026-A-003.pdf"]
    (failed,) = done.failed
    assert failed.number == "2026-BAD-002"
    assert str(failed.error) == "It has a name in it."


def test_cancelling_keeps_what_is_whole_and_writes_no_more(tmp_path: Path) -> None:
    told: list[int] = []
    done = exported(
        reports("2026-A-001", "2026-A-002", "2026-A-003"),
        tmp_path,
        progress=lambda done, _of: told.append(done),
        is_cancelled=lambda: told[-1] == 2,
    )
    assert done.is_cancelled
    assert len(list(tmp_path.iterdir())) == len(done.files) == 2


@pytest.mark.parametrize(
    ("number", "variant", "name"),
    [
        ("2026-C3-014", Variant.FULL, "2026-C3-014.pdf"),
        ("2026-C3-014", Variant.REDACTED, "2026-C3-014-redacted.pdf"),
        ("../../etc/passwd", Variant.FULL, "etc-passwd.pdf"),
        ("C:\\x|y:*?", Variant.FULL, "C-x-y.pdf"),
        ("CON", Variant.FULL, "report-CON.pdf"),
        ("", Variant.FULL, "report.pdf"),
        ("\u202e\0" * 9, Variant.OSHA_301, "report-osha-301.pdf"),
        ("9" * 900, Variant.FULL, "9" * 60 + ".pdf"),
    ],
)
def test_a_file_name_is_safe_on_every_system(number: str, variant: Variant, name: str) -> None:
    assert file_name(number, variant) == name


def test_two_reports_of_one_number_have_two_files(tmp_path: Path) -> None:
    done = exported(reports("2026-A-001", "2026-a-001", "2026-A-001"), tmp_path)
    assert [file.name for file in done.files] == [
        "2026-A-001.pdf",
        "2026-a-001-2.pdf",
        "2026-A-001-3.pdf",
    ]
