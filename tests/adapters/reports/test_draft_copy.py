import json
from pathlib import Path

import pytest

from desktop.cli.report import answers_file
from desktop.domain.reports.answers import checked
from desktop.services.adapters.draft_copy import save_draft_copy
from desktop.services.adapters.pdf.saving import DocumentNotSavedError
from tests.ui.reports.stand_ins import a_draft
from tests.ui.reports.story import BECK


def test_a_copy_says_what_the_draft_says(tmp_path: Path) -> None:
    file = tmp_path / "copy.json"
    save_draft_copy(a_draft(answers=dict(BECK), alert="a1"), file)
    said = json.loads(file.read_text("utf-8"))
    assert checked(said["answers"]) == BECK
    assert (said["kind"], said["alert"]) == ("counter", "a1")


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DocumentNotSavedError, match="No such file"):
        save_draft_copy(a_draft(), tmp_path / "nowhere" / "copy.json")


def test_a_copy_of_an_amendment_says_why_and_is_one_that_amend_takes(tmp_path: Path) -> None:
    file = tmp_path / "copy.json"
    save_draft_copy(a_draft(answers={"damage": ""}, amends="r1", why="I \ud83d forgot"), file)
    said = answers_file.read(str(file), also=frozenset({"why"}))
    assert (said["answers"], said["why"]) == ({"damage": ""}, "I ? forgot")
    with pytest.raises(answers_file.ReportFileError, match="why"):
        answers_file.read(str(file))
