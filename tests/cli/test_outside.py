"""``countersign outside``, against running stations and a web server that gets what they send."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.office import Office, Station, wait_until
from tests.support.outside import Webhook, a_webhook

pytestmark = [
    pytest.mark.system,
    pytest.mark.xdist_group("cli-office"),
    pytest.mark.usefixtures("no_alert_stays_open"),
    pytest.mark.allows_log("could not be told"),
]


@pytest.fixture(autouse=True)
def nobody_stays_told(office: Office) -> Iterator[None]:
    yield
    office.desk.does("outside", "senders", "--none")
    for station in (office.desk, office.counter):
        for one in station.does("outside", "list")["contacts"]:
            station.does("outside", "remove", one["name"])


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with a_webhook() as webhook:
        yield webhook


def adds(station: Station, folder: Path, name: str, address: str) -> dict[str, object]:
    file = folder / "address.txt"
    file.write_text(f"{address}\n", encoding="utf-8")
    added: dict[str, object] = station.does("outside", "add", name, "--address-file", file)
    return added


def test_a_contact_is_added_tried_and_removed_and_its_address_is_shown_nowhere(
    office: Office, hook: Webhook, tmp_path: Path
) -> None:
    counter = office.counter
    added = adds(counter, tmp_path, "Director", hook.address)
    assert added["rank"] is None
    assert "no sender" in _finding(counter)
    assert "At a supervisor's desk, name it" in counter.says("outside", "list")

    (tried,) = counter.does("outside", "test")["contacts"]
    assert tried["told"]
    assert "a test of Countersign" in hook.titles[0]

    hook.status = 500
    failed = counter("outside", "test", "director")
    assert failed.code == 1
    assert failed.json["contacts"][0]["why_not"] == "its server answered 500"
    assert "its server answered 500" in _finding(counter)

    assert str(hook.port) not in str(counter.does("outside", "list"))
    assert str(hook.port) not in (counter.home / "outside.json").read_text("utf-8")
    assert counter.does("outside", "remove", "Director") == {"removed": "Director"}
    assert counter("outside", "test").error["code"] == "no-contacts"
    assert not (counter.home / "outside-addresses.json").exists()


def test_a_call_that_nobody_answers_reaches_them_and_the_alert_says_so(
    office: Office, hook: Webhook, tmp_path: Path
) -> None:
    adds(office.counter, tmp_path, "Director", hook.address)
    for setting in ("answer", "outside"):
        office.desk.does("settings", "preset", f"escalation.panic_{setting}", "5")
    named = office.desk.does("outside", "senders", "Counter 3")
    assert [one["place"] for one in named["senders"]] == ["Counter 3"]
    wait_until(lambda: office.counter.does("outside", "list")["rank"] == 1)

    raised = office.counter.does("alert", "raise", "panic")["alert"]
    wait_until(lambda: bool(hook.got))
    (title,) = hook.titles
    assert raised["number"] in title
    assert "Counter 3" in title
    wait_until(lambda: bool(office.desk.does("alert", "show", raised["id"])["alert"]["outside"]))
    shown = office.desk.does("alert", "show", raised["id"])
    (outside,) = shown["alert"]["outside"]
    assert (outside["contact"], outside["told"]) == ("Director", True)
    for setting in ("answer", "outside"):
        office.desk.does("settings", "preset", "--clear", f"escalation.panic_{setting}")


def test_what_cannot_be_is_refused_with_advice(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "address.txt"
    file.write_text("mailtoo://desk:secret@example.org\n", encoding="utf-8")
    desk = office.desk
    refused = desk("outside", "add", "Director", "--address-file", file)
    assert refused.error["code"] == "contact-refused"
    assert "mailtoo://" in refused.error["message"]
    assert "secret" not in refused.err
    assert desk("outside", "add", "X", "--address-file", tmp_path / "no").error["code"] == (
        "address-file"
    )
    assert desk("outside", "remove", "Director").error["code"] == "unknown-contact"
    assert desk("outside", "senders", "Nowhere").error["code"] == "unknown-device"
    assert desk("outside", "senders").code == 2
    refused = office.counter("outside", "senders", "Counter 3")
    assert refused.error["code"] == "supervisors-preset"


def _finding(station: Station) -> str:
    found = station("doctor").json["findings"]
    return " ".join(one["message"] for one in found if one["check"] == "outside")
