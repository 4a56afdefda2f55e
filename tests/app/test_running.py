"""A home at work: what is damaged in it, and what it gives back when it cannot work."""

import errno
import json
import subprocess
import sys

import pytest

from desktop.app.running import RunningStation
from desktop.cli import main
from desktop.cli.serving.desk import CommandDesk
from desktop.domain.errors import ReportNotSavedError
from desktop.services.adapters.control.server import ControlServer
from desktop.services.adapters.mqtt.transport import IdentityUnusableError
from tests.support.workplace import Workplace, office, wait_until

__all__ = ["office"]


def test_a_station_whose_certificate_is_damaged_gives_its_home_back(office: Workplace) -> None:
    ana = office.supervisor("Ana Ruiz")
    ana.leaves()
    certificate = ana.home.identity / "certificate.pem"
    whole = certificate.read_bytes()
    certificate.write_bytes(b"-----BEGIN CERTIFICATE-----\nnonsense\n")
    for _ in range(2):
        with pytest.raises(IdentityUnusableError):
            RunningStation(ana.home, has_windows=False)
    certificate.write_bytes(whole)
    ana.comes_back()
    assert ana.board.site_name == "Alder County Health"


def test_a_name_and_notices_that_cannot_be_read_keep_no_station_from_starting(
    office: Workplace,
) -> None:
    ana = office.supervisor("Ana Ruiz")
    ana.leaves()
    ana.home.person_file.write_bytes("Ana Mu\xf1oz".encode("latin-1"))
    notices = ana.home.identity / "notices.events"
    notices.write_bytes(b"\0\0\0\x05nonse" + notices.read_bytes()[:-3])
    ana.comes_back()
    wait_until(lambda: ana.board.relays_up)
    assert ana.board.me.person == "Ana Mu\N{REPLACEMENT CHARACTER}oz"


@pytest.mark.allows_log("desktop.app.late_parts")
def test_a_part_that_does_not_open_is_a_trouble_and_keeps_no_other_closed(
    office: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.app.buttoning import Buttoning
    from desktop.app.telling_outside import TellingOutside

    ana = office.supervisor("Ana Ruiz")
    ana.leaves()
    for used in (ana.home.contacts_file, ana.home.buttons_file):
        used.write_text("[]")

    def fails(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    for part in (Buttoning, TellingOutside):
        monkeypatch.setattr(part, "__init__", fails)
    ana.comes_back()
    running = ana.running
    wait_until(
        lambda: running.late.guiding.made is not None and running.late.floor_plans.made is not None
    )
    said = [str(trouble) for trouble in running.troubles]
    why = "The PC says: No space left on device."
    assert f"This station tells no contacts outside. {why}" in said
    assert f"The adopted buttons are not heard at this station. {why}" in said


@pytest.mark.allows_log("desktop.app.late_parts")
def test_a_part_that_opens_later_is_no_trouble_any_more_and_none_is_told_twice(
    office: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.app.retaining import Retaining

    ana = office.supervisor("Ana Ruiz")
    ana.leaves()
    really = Retaining.__init__

    def fails(*_: object) -> None:
        raise ReportNotSavedError

    monkeypatch.setattr(Retaining, "__init__", fails)
    ana.comes_back()
    late, told = ana.running.late, list[int]()
    late.watch(lambda: told.append(len(late.missed)))
    wait_until(lambda: told[-1])
    late.open_retention()
    (trouble,) = ana.running.troubles
    said = "What was kept for its time is not deleted by this desk. This PC's disk could not keep"
    assert str(trouble).startswith(said)
    assert trouble.advice == ReportNotSavedError.advice
    monkeypatch.setattr(Retaining, "__init__", really)
    late.open_retention()
    assert ana.running.troubles == ()
    assert (told[0], max(told), told[-1]) == (0, 1, 0)


@pytest.mark.allows_log("drafts.db|kept|records")
@pytest.mark.parametrize("where", ["a counter", "a desk"])
def test_drafts_that_cannot_be_kept_are_a_trouble_that_the_doctor_tells(
    office: Workplace, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    station = office.supervisor("Ana Ruiz")
    if where == "a counter":
        station = office.counter("Counter 3")
    station.leaves()
    station.home.drafts_db.write_text("Dear diary, " * 1000)
    station.comes_back()
    wait_until(lambda: station.running.late.reporting.made)
    (trouble,) = station.running.troubles
    said = "What is written in reports is not kept at this PC. drafts.db is not a database of ours."
    assert str(trouble) == said
    control = ControlServer(
        station.home, CommandDesk(station.running, show=None, quit=lambda: None)
    )
    control.start()
    try:
        main(["doctor", "--home", str(station.home.path), "--json"])
    finally:
        control.stop()
    told = json.loads(capsys.readouterr().out)["findings"]
    (finding,) = [one for one in told if one["message"] == said]
    assert (finding["check"], finding["health"]) == ("station", "fail")
    assert finding["fix"].startswith("Move it out of the data folder")


OPENS = """
import sys
from pathlib import Path
from desktop.app.main import Program
from desktop.services.adapters.home import Home
program = Program(Home(Path(sys.argv[1])), opened=lambda _: None)
program.open()
print([name for name in sys.modules if "hotkeys" in name])
program.close()
"""


def test_a_start_reads_nothing_of_the_keys_before_the_bar_is_painted(office: Workplace) -> None:
    """They are held a moment later; see ADR 66."""
    office.supervisor("Ana Ruiz")
    counter = office.counter("Counter 3")
    counter.leaves()
    asked = [sys.executable, "-c", OPENS, str(counter.home.path)]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
