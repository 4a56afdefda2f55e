"""``countersign duress``, against a running station."""

from pathlib import Path

import pytest

from tests.support.office import Office

pytestmark = [
    pytest.mark.system,
    pytest.mark.xdist_group("cli-office"),
    pytest.mark.usefixtures("no_alert_stays_open"),
]


def test_codes_are_set_looked_at_and_taken_away(office: Office, tmp_path: Path) -> None:
    counter = office.counter
    assert counter.does("duress", "status") == {"is_set": False}
    assert counter("duress", "off").error["code"] == "no-codes"

    codes = tmp_path / "codes.txt"
    codes.write_text("4711\n4712\n", encoding="utf-8")
    assert counter.does("duress", "set", "--codes-file", codes) == {"is_set": True}
    assert "by a code" in counter.says("duress", "status")

    raised = counter.does("alert", "raise", "assist")
    refused = counter("alert", "withdraw", raised["alert"]["number"])
    assert refused.error["code"] == "code-wanted"

    assert counter.does("duress", "off") == {"is_set": False}
    assert counter("alert", "withdraw", raised["alert"]["number"]).code == 0


@pytest.mark.parametrize(
    ("text", "error"),
    [("4711\n4711\n", "codes-alike"), ("4711\n", "pin-too-short"), (None, "codes-file")],
    ids=["alike", "one alone", "no file"],
)
def test_codes_that_cannot_be_used_are_refused(
    office: Office, tmp_path: Path, text: str | None, error: str
) -> None:
    codes = tmp_path / "codes.txt"
    if text is not None:
        codes.write_text(text, encoding="utf-8")
    refused = office.counter("duress", "set", "--codes-file", codes)
    assert refused.error["code"] == error
    assert office.counter.does("duress", "status") == {"is_set": False}
