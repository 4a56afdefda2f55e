"""``countersign alert`` at a counter and at a supervisor's desk, over a real relay."""

import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pypdf import PdfReader

from desktop.cli import exits
from desktop.cli.alert import _raised
from tests.support.office import Office, Told, command, wait_until

pytestmark = [
    pytest.mark.system,
    pytest.mark.xdist_group("cli-office"),
    pytest.mark.usefixtures("no_alert_stays_open"),
]


def raised(office: Office, *words: str) -> str:
    answer = office.counter.does("alert", "raise", "panic", "--wait-receipt", "20", *words)
    number: str = answer["alert"]["number"]
    wait_until(lambda: office.desk("alert", "show", number).code == 0)
    return number


def test_a_panic_is_received_answered_attended_and_closed(office: Office) -> None:
    answer = office.counter.does(
        "alert", "raise", "panic", "--note", "He has a knife", "--wait-receipt", "20"
    )
    assert answer["waited"]["receipt"]["came"]
    number = answer["alert"]["number"]

    def is_recorded() -> bool:  # a busy disk may take longer than the 50 ms that a press waits
        delivery = office.counter.does("alert", "show", number)["alert"]["delivery"]
        return bool(delivery["recorded"] and delivery["sent"])

    wait_until(is_recorded)

    assert office.desk.does("alert", "ack", number, "--minutes", "2")["alert"]["state"] == (
        "acknowledged"
    )
    wait_until(lambda: office.counter.does("alert", "show", number)["alert"]["answers"] != [])
    going = office.counter.does("alert", "show", number)["alert"]["answers"][0]
    assert (going["says"], going["minutes"], going["person"]) == ("going", 2, "Ana")

    assert office.desk.does("alert", "attend", number)["alert"]["state"] == "attended"
    closed = office.desk.does("alert", "close", number, "--outcome", "police")["alert"]
    assert (closed["state"], closed["closed_by"], closed["outcome"]) == ("closed", "Ana", "police")
    wait_until(lambda: office.counter.does("alert", "show", number)["alert"]["state"] == "closed")
    timeline = office.desk.does("alert", "show", number)["timeline"]
    types = [entry["type"] for entry in timeline]
    assert types[0] == "alert.raised"
    assert types[-1] == "alert.closed"
    assert timeline[0]["says"]["note"] == "He has a knife"


def test_waiting_for_an_answer_ends_when_it_comes(office: Office) -> None:
    told: list[Told] = []
    waiting = threading.Thread(
        target=lambda: told.append(
            _in_its_own_process(office, "alert", "raise", "assist", "--wait-ack", "30")
        )
    )
    waiting.start()
    wait_until(lambda: office.desk.does("alert", "list")["open"] != [])
    office.desk.does("alert", "ack", "latest")
    waiting.join(40)
    assert told[0].code == exits.DONE
    assert told[0].json["waited"]["ack"]["came"]


def test_an_answer_that_does_not_come_in_time_has_an_exit_code_of_its_own(office: Office) -> None:
    told = office.counter("alert", "raise", "assist", "--wait-receipt", "20", "--wait-ack", "0.1")
    assert told.code == exits.NOT_IN_TIME
    assert told.json["waited"]["receipt"]["came"]
    assert not told.json["waited"]["ack"]["came"]
    assert "Nobody has answered yet. Use the phone" in (
        _text(office, "alert", "raise", "assist", "--wait-ack", "0.1")
    )


def test_a_press_may_be_for_another_place(office: Office) -> None:
    office.counter.does("alert", "raise", "assist", "--place", "Counter 4")
    wait_until(lambda: office.desk.does("alert", "list")["open"] != [])
    (alert,) = office.desk.does("alert", "list")["open"]
    assert (alert["place"], alert["person"]) == ("Counter 4", "Ben")


def test_an_assist_pressed_again_as_a_panic_becomes_one(office: Office) -> None:
    first = office.counter.does("alert", "raise", "assist")
    again = office.counter.does("alert", "raise", "panic")
    assert (first["is_new"], again["is_new"]) == (True, False)
    assert again["alert"]["id"] == first["alert"]["id"]
    assert (again["alert"]["kind"], again["alert"]["presses"]) == ("panic", 2)


@pytest.mark.parametrize("occasion", ["drill", "test"])
def test_a_drill_and_a_test_are_marked(office: Office, occasion: str) -> None:
    number = raised(office, f"--{occasion}")
    assert office.desk.does("alert", "show", number)["alert"]["occasion"] == occasion


def test_a_counter_adds_what_is_happening_and_may_take_it_back(office: Office) -> None:
    number = raised(office)
    noted = office.counter.does("alert", "note", number, "weapon", "--text", "a knife")["alert"]
    assert (noted["context"], noted["notes"]) == ("weapon", ["a knife"])
    back = office.counter.does("alert", "withdraw", number)["alert"]
    assert (back["withdrawn"], back["state"]) == (True, "raised")
    wait_until(lambda: office.desk.does("alert", "show", number)["alert"]["withdrawn"])


def test_a_supervisor_can_answer_something_else(office: Office) -> None:
    number = raised(office)
    told = office.desk.does("alert", "tell", number, "police-called")["alert"]
    assert told["answers"][0]["says"] == "police_called"
    assert told["state"] == "raised"


def test_an_alert_goes_by_its_number_the_beginning_of_its_id_or_latest(office: Office) -> None:
    number = raised(office)
    by_number = office.counter.does("alert", "show", number)["alert"]["id"]
    assert office.counter.does("alert", "show", "latest")["alert"]["id"] == by_number
    assert office.counter.does("alert", "show", by_number[:8])["alert"]["id"] == by_number
    assert office.counter.does("alert", "show", number.lower())["alert"]["id"] == by_number


@pytest.mark.parametrize("named", ["zzzz", "", " "])
def test_an_alert_that_nobody_raised_is_refused_with_advice(office: Office, named: str) -> None:
    told = office.counter("alert", "show", named)
    assert (told.code, told.error["code"]) == (exits.REFUSED, "unknown-alert")
    assert "alert list" in told.error["advice"]


def test_an_alert_cannot_be_closed_before_anybody_was_there(office: Office) -> None:
    told = office.desk("alert", "close", raised(office))
    assert (told.code, told.error["code"]) == (exits.REFUSED, "transition-refused")


def test_a_counter_cannot_answer_for_a_supervisor(office: Office) -> None:
    told = office.counter("alert", "ack", raised(office))
    assert (told.code, told.error["code"]) == (exits.REFUSED, "supervisors-only")


@pytest.mark.parametrize(
    "words",
    [
        ["raise"],
        ["raise", "shout"],
        ["raise", "panic", "--wait-receipt", "-1"],
        ["raise", "panic", "--wait-receipt", "soon"],
        ["raise", "panic", "--drill", "--test"],
        ["ack"],
        ["tell", "latest", "hello"],
        ["ack", "latest", "--minutes", "many"],
    ],
    ids=" ".join,
)
def test_what_is_not_understood_raises_nothing(office: Office, words: list[str]) -> None:
    assert office.counter("alert", *words).code == exits.USAGE
    assert office.counter.does("alert", "list")["open"] == []


def test_a_report_of_an_alert_is_saved_as_a_pdf(office: Office, tmp_path: Path) -> None:
    number = raised(office, "--note", "Он кричит")
    file = tmp_path / "report.pdf"
    answer = office.desk.does("report", "pdf", number, "--out", file, "--paper", "a4")
    assert (answer["number"], answer["open"], answer["file"]) == (number, True, str(file))
    printed = "".join(page.extract_text() for page in PdfReader(file).pages)
    assert number in printed
    assert "City Hall" in printed
    nowhere = office.desk("report", "pdf", number, "--out", tmp_path / "no" / "report.pdf")
    assert (nowhere.code, nowhere.error["code"]) == (exits.REFUSED, "document-not-saved")


def test_alerts_that_left_the_board_are_found_in_the_log(office: Office) -> None:
    number = raised(office)
    office.desk.does("alert", "attend", number)
    office.desk.does("alert", "close", number)
    last = office.desk.does("alert", "list", "--last", "1")["closed"]
    assert [alert["number"] for alert in last] == [number]


def test_who_waited_for_a_receipt_and_got_it_is_not_told_to_use_the_phone() -> None:
    answer = {
        "alert": {"number": "DD8D8D", "kind": "panic", "place": "Counter 3"},
        "is_new": True,
        "recorded": True,
        "sent": False,  # at that moment; a relay came up right after it
        "waited": {"receipt": {"came": True, "seconds": 0.01}},
    }
    assert list(_raised(answer)) == [
        "DD8D8D: panic at Counter 3 raised.",
        "A supervisor's desk has it, after 10 ms.",
    ]
    assert any("Use the phone" in line for line in _raised({**answer, "waited": {}}))


def test_people_read_sentences(office: Office) -> None:
    number = raised(office, "--note", "Loud")
    assert re.search(
        rf"^{number} +panic +Counter 3 ", office.desk.says("alert", "list"), re.MULTILINE
    )
    shown = office.counter.says("alert", "show", number)
    assert f"{number}: panic at Counter 3 is raised." in shown
    assert "Received by 1 of 1" in shown
    assert "“Loud”" in shown


def _text(office: Office, *words: str) -> str:
    return command("--home", office.counter.home, *words).out


def _in_its_own_process(office: Office, *words: str) -> Told:
    """Printing is redirected for a whole process, so a command beside others has one."""
    ran = subprocess.run(
        [sys.executable, "-m", "desktop", "--home", office.counter.home, "--json", *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Told(ran.returncode, ran.stdout, ran.stderr)
