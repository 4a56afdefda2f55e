"""``countersign backup`` and ``restore``: one file, one command each, and a sentence for what is
wrong with it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.cli import exits
from tests.cli.test_log import a_closed_alert
from tests.support.office import (
    Office,
    Station,
    an_office,
    command,
    ended_afterwards,
    make_home,
    wait_until,
)

pytestmark = [pytest.mark.system]
PASSED = "--passphrase-file"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(tmp_path_factory.mktemp("backup-office")) as made:
        yield made


@pytest.fixture(scope="module")
def backup(office: Office) -> Path:
    """A backup of the desk, with one closed alert in it, made while it runs."""
    a_closed_alert(office)
    file = office.folder / "site.csbackup"
    answer = office.desk.does("backup", file, PASSED, office.passphrase_file)
    assert answer["noted"]
    assert answer["has_reports"]
    assert answer["bytes"] == file.stat().st_size
    return file


@pytest.fixture
def joined(office: Office, tmp_path: Path) -> Iterator[Station]:
    """A new PC that has joined, and does not run."""
    invited = office.desk.does("site", "invite", "--place", "Room 2", "--role", "supervisor")
    code, address = invited["invitations"][0]["code"], invited["addresses"][0]
    home = make_home(tmp_path / "new")
    told = command("--home", home, "site", "join", code, "--at", address)
    assert told.code == 0, told.err
    with ended_afterwards(home):
        yield Station(home)


def test_a_backup_says_what_is_in_it_and_that_the_passphrase_is_to_be_kept_apart(
    office: Office, tmp_path: Path
) -> None:
    said = office.desk.says("backup", tmp_path / "b", PASSED, office.passphrase_file)
    assert "events and 0 attachments" in said
    assert "its passphrase apart" in said
    of_counter = office.counter.says("backup", tmp_path / "c", PASSED, office.passphrase_file)
    assert "no reports but this PC's own that no desk has yet" in of_counter
    assert "at a supervisor's desk alone" in of_counter


def test_history_comes_back_in_a_home_that_joined_and_its_log_is_sound(
    office: Office, backup: Path, joined: Station
) -> None:
    came = joined.does("restore", backup, PASSED, office.passphrase_file)
    assert came["taken"] > 5
    assert came["refused"] == {}
    found = joined.does("log", "verify")
    assert found["sound"]
    again = joined.does("restore", backup, PASSED, office.passphrase_file)
    assert (again["taken"], again["known"]) == (0, came["taken"] + came["known"])
    assert "A backup of City Hall, made at Supervisors" in joined.says(
        "restore", backup, PASSED, office.passphrase_file
    )


def test_a_desk_at_work_is_asked_to_end_first(office: Office, backup: Path) -> None:
    told = office.desk("restore", backup, PASSED, office.passphrase_file)
    assert (told.code, told.error["code"]) == (exits.REFUSED, "station-runs")


def test_whether_a_backup_is_whole_can_be_seen_without_a_station(
    office: Office, backup: Path, tmp_path: Path
) -> None:
    words = ("--home", tmp_path / "none", "--json", "restore", "--check", backup)
    told = command(*words, PASSED, office.passphrase_file)
    assert (told.json["name"], told.json["made_at_place"]) == ("City Hall", "Supervisors")
    assert not (tmp_path / "none").exists()


def test_what_is_wrong_with_a_file_is_one_sentence_with_advice_and_changes_nothing(
    office: Office, backup: Path, joined: Station, tmp_path: Path
) -> None:
    content = backup.read_bytes()
    wrong = tmp_path / "wrong"
    wrong.write_text("not the passphrase\n")
    bad = {
        "backup-cut-off": content[: len(content) // 2],
        "backup-altered": content[:30] + b"x" + content[31:],
        "not-a-backup": b"GIF89a",
        "backup-newer": content[:8] + b"\x09" + content[9:],
    }
    for code, text in bad.items():
        file = tmp_path / code
        file.write_bytes(text)
        told = joined("restore", file, PASSED, office.passphrase_file)
        assert (told.code, told.error["code"]) == (exits.REFUSED, code)
        assert told.error["advice"]
    told = joined("restore", backup, PASSED, wrong)
    assert told.error["code"] == "backup-passphrase-wrong"
    assert joined("restore", tmp_path / "no", PASSED, wrong).error["code"] == "backup-unreadable"
    assert not (joined.home / "alerts.db").exists()


def test_a_pc_of_no_site_is_told_how_it_comes_to_one(
    office: Office, backup: Path, tmp_path: Path
) -> None:
    lonely = Station(make_home(tmp_path / "lonely"))
    told = lonely("restore", backup, PASSED, office.passphrase_file)
    assert told.error["code"] == "no-identity"
    assert "--recovery" in told.error["advice"]
    nowhere = lonely("restore", backup, "--recovery", office.recovery_file)
    assert nowhere.code == exits.USAGE


def test_with_the_recovery_file_a_new_pc_takes_the_site_over(
    office: Office, backup: Path, tmp_path: Path
) -> None:
    new = Station(make_home(tmp_path / "new"))
    words = ("--recovery", office.recovery_file, "--place", "Annex", PASSED, office.passphrase_file)
    with ended_afterwards(new.home):
        said = new.says(
            "restore", backup, *words, "--recovery-passphrase-file", office.passphrase_file
        )
        assert "an administrator" in said
        roster = new.does("site", "roster")
        assert {one["place"] for one in roster["members"] if one["administrator"]} == {
            "Supervisors",
            "Annex",
        }


def test_a_name_that_is_taken_is_not_overwritten_unless_it_is_an_older_backup(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "site.csbackup"
    words = ("backup", file, PASSED, office.passphrase_file)
    office.desk.does(*words)
    again = office.desk(*words)
    assert (again.code, again.error["code"]) == (exits.REFUSED, "backup-file-exists")
    office.desk.does(*words, "--replace")
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"a photo")
    kept = office.desk("backup", photo, "--replace", PASSED, office.passphrase_file)
    assert (kept.error["code"], photo.read_bytes()) == ("backup-file-exists", b"a photo")


def test_the_doctor_of_a_supervisors_desk_knows_of_the_last_backup_and_a_counters_is_silent(
    office: Office, backup: Path, joined: Station
) -> None:
    def of_backup(station: Station) -> dict[str, str]:
        found = station("doctor").json["findings"]
        return next((one for one in found if one["check"] == "backup"), {})

    wait_until(lambda: of_backup(office.desk)["health"] == "ok")
    assert "today, at Supervisors" in of_backup(office.desk)["message"]
    assert "Nobody has made a backup" in of_backup(joined)["message"]
    assert of_backup(office.counter) == {}
