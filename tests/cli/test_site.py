"""``countersign site``: a site made, joined and left by commands, and what is refused."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from desktop.cli import exits
from tests.support.office import (
    PASSPHRASE,
    Office,
    Station,
    command,
    ended_afterwards,
    make_home,
    station_at_work,
    wait_until,
)

pytestmark = [pytest.mark.system, pytest.mark.xdist_group("cli-office")]


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[Station]:
    made = Station(make_home(tmp_path / "newcomer"))
    with ended_afterwards(made.home):
        yield made


@pytest.fixture
def passphrase_file(tmp_path: Path) -> Path:
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE + "\n", encoding="utf-8")
    return file


def invited(office: Office, *words: str | Path) -> tuple[str, str]:
    """A code, and the address to take it to."""
    answer = office.desk.does("site", "invite", *words)
    return answer["invitations"][0]["code"], answer["addresses"][0]


def test_everyone_at_the_site_is_on_the_roster(office: Office) -> None:
    at_desk = office.desk.does("site", "roster")
    at_counter = office.counter.does("site", "roster")
    assert at_desk["name"] == "City Hall"
    ids = {member["station"] for member in at_counter["members"]}
    assert ids == {member["station"] for member in at_desk["members"]}
    (me,) = (member for member in at_counter["members"] if member["me"])
    assert (me["place"], me["name"], me["role"]) == ("Counter 3", "Ben", "counter")
    assert "Supervisors  supervisor, administrator  Ana" in office.counter.says("site", "roster")


def test_a_revoked_station_reaches_nobody_any_more(office: Office, newcomer: Station) -> None:
    code, address = invited(office, "--place", "Counter 9", "--person", "Cleo")
    joined = newcomer.does("site", "join", code, "--at", address, "--person", "Dora")
    assert (joined["place"], joined["role"]) == ("Counter 9", "counter")
    with station_at_work(newcomer.home):
        assert newcomer.does("status")["me"]["person"] == "Dora"
        wait_until(lambda: newcomer.does("status")["relays_up"] > 0)
        gone = office.desk.does("site", "revoke", "Counter 9", "--reason", "Stolen")["member"]
        assert (gone["station"], gone["revoked"]) == (joined["station"], True)
        unheard = newcomer("alert", "raise", "assist", "--wait-receipt", "1")
        assert unheard.code == exits.NOT_IN_TIME
        assert office.desk.does("alert", "list")["open"] == []
        again = office.desk("site", "revoke", joined["station"])
        assert (again.code, again.error["code"]) == (exits.REFUSED, "already-revoked")


def test_a_used_a_wrong_and_a_mistyped_code_are_refused_with_advice(
    office: Office, newcomer: Station, tmp_path: Path
) -> None:
    code, address = invited(office, "--place", "Counter 8")
    mistyped = newcomer(
        "site", "join", code[:-1] + ("A" if code[-1] != "A" else "B"), "--at", address
    )
    assert (mistyped.code, mistyped.error["code"]) == (exits.REFUSED, "join-code-mistyped")
    newcomer.does("site", "join", code, "--at", address)
    joined_already = newcomer("site", "join", code, "--at", address)
    assert joined_already.error["code"] == "already-joined"
    said = office.desk.says("site", "revoke", "Counter 8")
    assert "belongs to the site no longer" in said
    assert "external relay" not in said  # there is none
    used = Station(make_home(tmp_path / "second"))("site", "join", code, "--at", address)
    assert (used.code, used.error["code"]) == (exits.REFUSED, "join-code-used")
    assert used.error["advice"]


def test_nobody_inviting_at_that_address_is_told(newcomer: Station) -> None:
    told = newcomer("site", "join", "JWN-JXS-DTM", "--at", "127.0.0.1:9")
    assert (told.code, told.error["code"]) == (exits.REFUSED, "inviter-not-reachable")


def test_places_from_a_list_get_codes_and_a_sheet_to_print(office: Office, tmp_path: Path) -> None:
    places, sheet = tmp_path / "places.csv", tmp_path / "codes.pdf"
    places.write_text("place;role;name\nCounter 5;counter;Dee\nStaff room;staff;\n", "utf-8")
    answer = office.desk.does("site", "invite", "--csv", places, "--sheet", sheet)
    assert [one["place"] for one in answer["invitations"]] == ["Counter 5", "Staff room"]
    assert len({one["code"] for one in answer["invitations"]}) == 2
    printed = PdfReader(sheet).pages[0].extract_text()
    assert answer["invitations"][0]["code"] in printed
    assert "Counter 5" in printed


def test_a_list_with_a_mistake_names_its_line_and_invites_nobody(
    office: Office, tmp_path: Path
) -> None:
    places = tmp_path / "places.csv"
    places.write_text("place,role\nCounter 5,counter\nCounter 6,king\n", "utf-8")
    told = office.desk("site", "invite", "--csv", places)
    assert (told.code, told.error["code"]) == (exits.REFUSED, "invite-list")
    assert "Line 3" in told.error["message"]
    missing = office.desk("site", "invite", "--csv", tmp_path / "nothing.csv")
    assert (missing.code, missing.error["code"]) == (exits.REFUSED, "invite-list")


def test_a_counter_cannot_invite_or_revoke(office: Office) -> None:
    for words in (["invite", "--place", "Counter 7"], ["revoke", "Supervisors"]):
        told = office.counter("site", *words)
        assert (told.code, told.error["code"]) == (exits.REFUSED, "not-an-administrator")


def test_an_administrator_is_made_and_removed_with_the_recovery_file_alone(
    office: Office, newcomer: Station
) -> None:
    second = ("--place", "Second desk", "--role", "supervisor", "--administrator")
    without = office.desk("site", "invite", *second)
    assert (without.code, without.error["code"]) == (exits.REFUSED, "recovery-needed")
    recovery = ("--recovery", office.recovery_file, "--passphrase-file", office.passphrase_file)
    code, address = invited(office, *second, *recovery)
    assert newcomer.does("site", "join", code, "--at", address)["administrator"]
    refused = office.desk("site", "revoke", "Second desk")
    assert (refused.code, refused.error["code"]) == (exits.REFUSED, "recovery-needed")
    gone = office.desk.does("site", "revoke", "Second desk", *recovery)
    assert gone["member"]["revoked"]


def test_a_desk_takes_up_the_administrators_right_and_loses_it_with_the_recovery_file(
    office: Office, newcomer: Station
) -> None:
    code, address = invited(office, "--place", "Third desk", "--role", "supervisor")
    newcomer.does("site", "join", code, "--at", address)
    recovery = ("--recovery", office.recovery_file, "--passphrase-file", office.passphrase_file)
    refused = office.desk("site", "dismiss", "Supervisors", *recovery)
    assert (refused.code, refused.error["code"]) == (exits.REFUSED, "last-administrator")
    taken_up = newcomer.does("site", "entrust", *recovery)["member"]
    assert taken_up["administrator"]
    assert newcomer("site", "invite", "--place", "Counter 4").code == exits.DONE
    lost = newcomer.does("site", "dismiss", "Third desk", *recovery)["member"]
    assert not lost["administrator"]
    told = newcomer("site", "invite", "--place", "Counter 4")
    assert (told.code, told.error["code"]) == (exits.REFUSED, "not-an-administrator")


def test_waiting_for_a_newcomer_ends_in_time_with_a_code_of_its_own(office: Office) -> None:
    told = office.desk("site", "invite", "--place", "Counter 6", "--wait", "0.1")
    assert told.code == exits.NOT_IN_TIME
    assert told.json["invitations"][0]["state"] == "open"


def test_a_relay_kit_is_written_once_and_renewed_afterwards(office: Office, tmp_path: Path) -> None:
    kit = tmp_path / "kit"
    words = ("site", "relay-kit", "--host", "relay.example:8883", "--out", kit)
    made = office.desk.does(*words)
    assert "mosquitto.conf" in made["files"]
    assert (kit / "device.key").exists()
    again = office.desk(*words)
    assert (again.code, again.error["code"]) == (exits.REFUSED, "kit-folder")
    assert "device.key" not in office.desk.does(*words, "--renew")["files"]
    office.desk.does("site", "revoke", made["station"])


def test_a_recovery_file_can_be_tried_without_a_station(office: Office, tmp_path: Path) -> None:
    words = ("--home", tmp_path / "none", "--json", "site", "recovery", office.recovery_file)
    told = command(*words, "--passphrase-file", office.passphrase_file)
    assert told.json["name"] == "City Hall"
    wrong = tmp_path / "wrong"
    wrong.write_text("not the passphrase\n")
    refused = command(*words, "--passphrase-file", wrong)
    assert (refused.code, refused.error["code"]) == (exits.REFUSED, "recovery-passphrase-wrong")


def test_a_site_is_not_created_without_a_good_passphrase_or_over_another_station(
    office: Office, tmp_path: Path, passphrase_file: Path
) -> None:
    weak = tmp_path / "weak"
    weak.write_text("short\n")
    home = make_home(tmp_path / "home")
    words = ("site", "create", "Annex", "--place", "Desk", "--recovery", tmp_path / "recovery.txt")
    told = Station(home)(*words, "--passphrase-file", weak)
    assert (told.code, told.error["code"]) == (exits.REFUSED, "passphrase-too-weak")
    nobody_to_ask = Station(home)(*words)
    assert nobody_to_ask.error["code"] == "passphrase-needed"
    in_use = office.desk(*words, "--passphrase-file", passphrase_file)
    assert (in_use.code, in_use.error["code"]) == (exits.REFUSED, "home-in-use")
    assert not (home / "identity").exists()
