"""A real desk's backup, restored at another station of its site: the same history, no device."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.app.backing_up import back_up, bring_back, bring_settings_back, look_into
from desktop.app.bringing_back import bring_site_back, look_at_site
from desktop.app.site_making import join_site
from desktop.domain.backup.errors import (
    BackupNotMadeError,
    NoRoomToRestoreError,
    OtherSitesBackupError,
)
from desktop.domain.events.event import Event
from desktop.domain.log_facts import BodyPurged
from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.draft import Filed
from desktop.domain.roster.roles import Role
from desktop.services.adapters.home import Home
from desktop.services.adapters.home_lock import HomeLock
from desktop.services.adapters.keys.device_key import verify
from desktop.services.adapters.keys.identity import Identity, IdentityFolder
from desktop.services.adapters.keys.recovery import Recovery, open_recovery
from desktop.services.adapters.sqlite.log_file import SqliteLog
from desktop.services.adapters.sqlite.schema import File
from desktop.services.backup import restoring
from desktop.services.backup.making import Pace
from desktop.services.backup.restoring import Restored
from desktop.services.log.verifying import verify_logs
from desktop.services.trust.inviting import WrongRecoveryError
from desktop.services.trust.seats import Seat
from tests.support.filing import a_draft_with, bytes_of, reports, shelf, submits
from tests.support.workplace import (
    LOOPBACK,
    PASSPHRASE,
    PATIENCE,
    StationAtWork,
    Workplace,
    at_work,
    office,
    wait_until,
)

__all__ = ["office"]

SECRET = "otter lantern zurich nine"
PHOTO, LETTER, SKETCH = b"a photo " * 20_000, b"a letter " * 9_000, b"a sketch " * 500
LONG = "He said it all again, " * 2_000 + "and left."


def attached(station: StationAtWork, data: bytes, name: str) -> Attachment:
    return reports(station).taking.take_pasted(data, name).attachment


def files_with(station: StationAtWork, *files: Attachment) -> Filed:
    draft = a_draft_with(station, *files)
    return reports(station).filing.submit(draft).result(PATIENCE)


def purges(station: StationAtWork, filed: Filed) -> None:
    notice = BodyPurged(events=(filed.report,), reason="By law", person="Ana Ruiz")
    station.running.station.publish(notice).result(PATIENCE)
    wait_until(lambda: shelf(station).report(filed.number) is None)


def identity_of(home: Home) -> Identity:
    return IdentityFolder.of(home).load()


@contextmanager
def at_rest(home: Home, *, for_writing: bool = True) -> Iterator[tuple[SqliteLog, SqliteLog]]:
    with (
        HomeLock(home),
        closing(SqliteLog(home.alerts_db, File.ALERTS, for_writing=for_writing)) as alerts,
        closing(SqliteLog(home.records_db, File.RECORDS, for_writing=for_writing)) as records,
    ):
        yield alerts, records


def backed_up(station: StationAtWork, file: Path) -> Path:
    back_up(station.home, identity_of(station.home), file, SECRET, replace=True)
    return file


def restored(file: Path, home: Home) -> Restored:
    opened = look_into(file, SECRET)
    with at_rest(home) as (alerts, records):
        return bring_back(
            opened,
            file,
            SECRET,
            home=home,
            site_key=identity_of(home).site_key,
            alerts=alerts,
            records=records,
        )


def brought_back(file: Path, home: Home, recovery: Recovery, *, place: str = "Annex") -> Restored:
    found = look_at_site(home, file, SECRET, recovery, place=place, person="Bo Lund")
    came, _ = bring_site_back(home, found)
    return came


def history(home: Home) -> dict[str, bytes | None]:
    """Every event with its body, as it lies in both files."""
    with at_rest(home) as logs:
        return {event.id: event.body for log in logs for event in log.events()}


def is_sound(home: Home) -> bool:
    with at_rest(home) as logs:
        site_key = identity_of(home).site_key
        return verify_logs(list(logs), site_key=site_key, verify=verify).is_sound


@pytest.fixture
def ana(office: Workplace) -> StationAtWork:
    return office.supervisor("Ana Ruiz")


@pytest.fixture
def new_desk(office: Workplace, ana: StationAtWork) -> Home:
    """A new PC that has joined as a supervisor's desk, and has never run."""
    home = office.home(relay=False)
    office.lets_in(home, Seat(role=Role.SUPERVISOR, place="Room 2", name="Marcus Bell"))
    return home


def test_history_comes_back_at_a_new_desk_with_its_reports_files_and_purges(
    office: Workplace, ana: StationAtWork, new_desk: Home, tmp_path: Path
) -> None:
    call = ana.presses_panic()
    ana.says_they_are_here(call)
    ana.closes(call)
    whole = files_with(ana, attached(ana, PHOTO, "photo.txt"))
    long = submits(ana, narrative=LONG)
    gone = files_with(ana, attached(ana, LETTER, "letter.txt"))
    purges(ana, gone)
    sketch = attached(ana, SKETCH, "sketch.txt")
    a_draft_with(ana, sketch)
    told = [shelf(ana).report(one.number) for one in (whole, long)]

    came = restored(backed_up(ana, tmp_path / "site.csbackup"), new_desk)
    assert (came.attachments, came.unnamed, dict(came.events.refused)) == (2, 0, {})
    ana.leaves()
    theirs = history(ana.home)
    assert history(new_desk) == theirs
    assert theirs[gone.report] is None
    assert is_sound(new_desk)
    assert b"a letter a letter" not in bytes_of(new_desk.path)
    assert not (new_desk.blobs / sketch.sha256[:2] / sketch.sha256).exists(), "drafts are private"

    marcus = StationAtWork(new_desk, at_work(new_desk))
    office.stations.append(marcus)
    assert [shelf(marcus).report(one.number) for one in (whole, long)] == told
    assert told[1] is not None
    assert told[1].answers["narrative"] == LONG
    assert shelf(marcus).report(gone.number) is None
    assert marcus.has_closed(call)
    assert marcus.device != ana.device


def test_restoring_twice_changes_nothing(
    ana: StationAtWork, new_desk: Home, tmp_path: Path
) -> None:
    files_with(ana, attached(ana, PHOTO, "photo.txt"))
    file = backed_up(ana, tmp_path / "site.csbackup")
    first = restored(file, new_desk)
    before = history(new_desk)
    again = restored(file, new_desk)
    assert (again.events.taken, again.events.known) == (0, first.events.taken + first.events.known)
    assert (again.attachments, again.held) == (0, 1)
    assert history(new_desk) == before


def test_what_was_purged_since_the_backup_stays_purged_with_its_files(
    ana: StationAtWork, new_desk: Home, tmp_path: Path
) -> None:
    gone = files_with(ana, attached(ana, LETTER, "letter.txt"))
    older = backed_up(ana, tmp_path / "older.csbackup")
    purges(ana, gone)
    newer = backed_up(ana, tmp_path / "newer.csbackup")
    restored(newer, new_desk)
    came = restored(older, new_desk)
    assert (came.attachments, came.unnamed) == (0, 1)
    assert history(new_desk)[gone.report] is None
    assert b"a letter a letter" not in bytes_of(new_desk.path)
    assert is_sound(new_desk)


def test_a_purge_that_comes_by_a_backup_deletes_what_the_desk_still_had(
    ana: StationAtWork, new_desk: Home, tmp_path: Path
) -> None:
    gone = submits(ana)
    restored(backed_up(ana, tmp_path / "older.csbackup"), new_desk)
    assert history(new_desk)[gone.report] is not None
    purges(ana, gone)
    restored(backed_up(ana, tmp_path / "newer.csbackup"), new_desk)
    assert history(new_desk)[gone.report] is None


def test_what_nobody_of_the_site_signed_is_refused(
    ana: StationAtWork, new_desk: Home, tmp_path: Path
) -> None:
    """Whoever knows the passphrase can make a backup, and still says nothing for others."""
    submits(ana)
    file = backed_up(ana, tmp_path / "site.csbackup")
    opened = look_into(file, SECRET)

    def forged(event: Event) -> Event:
        return replace(event, signature=bytes(64))

    fake = replace(opened, events=tuple(map(forged, opened.events)))
    with at_rest(new_desk) as (alerts, records):
        came = bring_back(
            fake,
            file,
            SECRET,
            home=new_desk,
            site_key=identity_of(new_desk).site_key,
            alerts=alerts,
            records=records,
        )
    assert came.events.taken == 0
    assert sum(came.events.refused.values()) == len(fake.events)


def test_a_counters_backup_has_what_it_keeps_and_its_own_report_that_no_desk_has_yet(
    office: Workplace, ana: StationAtWork, new_desk: Home, tmp_path: Path
) -> None:
    counter = office.counter("Counter 3")
    ana.leaves()
    filed = files_with(counter, attached(counter, PHOTO, "photo.txt"))
    file = backed_up(counter, tmp_path / "counter.csbackup")
    assert not look_into(file, SECRET).head.has_records
    assert restored(file, new_desk).attachments == 1
    assert history(new_desk)[filed.report] is not None


def test_another_sites_backup_and_a_full_disk_change_nothing(
    ana: StationAtWork, new_desk: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "town hall").mkdir()
    elsewhere = Workplace(tmp_path / "town hall")
    theirs = elsewhere.supervisor("Town Hall", relay=False)
    file = backed_up(theirs, tmp_path / "theirs.csbackup")
    elsewhere.closes_down()
    with pytest.raises(OtherSitesBackupError):
        restored(file, new_desk)
    submits(ana)
    file = backed_up(ana, tmp_path / "site.csbackup")
    monkeypatch.setattr(restoring, "ROOM_LEFT", 2**60)
    with pytest.raises(NoRoomToRestoreError, match="MB are free"):
        restored(file, new_desk)
    assert history(new_desk) == {}


def test_the_logo_comes_back_and_the_settings_where_they_are_asked_for(
    ana: StationAtWork, new_desk: Home, tmp_path: Path
) -> None:
    (ana.home.path / "logo.png").write_bytes(b"a logo")
    file = backed_up(ana, tmp_path / "site.csbackup")
    own = new_desk.settings_file.read_text()
    restored(file, new_desk)
    assert (new_desk.path / "logo.png").read_bytes() == b"a logo"
    opened = look_into(file, SECRET)
    assert not bring_settings_back(opened, new_desk)
    assert new_desk.settings_file.read_text() == own
    new_desk.settings_file.unlink()
    assert bring_settings_back(opened, new_desk)
    assert new_desk.settings_file.read_text() == ana.home.settings_file.read_text()


def test_no_secret_of_the_home_is_in_a_backup(ana: StationAtWork, tmp_path: Path) -> None:
    reports(ana).pins.set("Ana Ruiz", "4711")
    opened = look_into(backed_up(ana, tmp_path / "site.csbackup"), SECRET)
    assert set(opened.files) <= {"station.toml", "logo.png"}
    names = {"device.key", "ca.key", "pins.json", "outside-addresses.json", "take-back.json"}
    assert not names & set(opened.files)


def test_it_is_made_while_the_station_goes_on_and_calls_go_through_meanwhile(
    ana: StationAtWork, tmp_path: Path
) -> None:
    files_with(ana, attached(ana, PHOTO, "photo.txt"))
    calls: list[str] = []

    def call() -> None:
        if len(calls) < 2:
            calls.append(ana.presses_panic())

    file = tmp_path / "site.csbackup"
    made = back_up(ana.home, identity_of(ana.home), file, SECRET, pace=Pace(breathe=call))
    assert len(calls) == 2
    assert all(ana.shows(one) for one in calls)
    assert look_into(file, SECRET).counts == made.counts


def test_an_attachment_that_went_bad_is_left_out_and_counted(
    ana: StationAtWork, new_desk: Home, tmp_path: Path
) -> None:
    bad, good = attached(ana, PHOTO, "photo.txt"), attached(ana, LETTER, "letter.txt")
    files_with(ana, bad, good)
    (ana.home.blobs / bad.sha256[:2] / bad.sha256).write_bytes(b"b" + PHOTO[1:])
    file = tmp_path / "site.csbackup"
    made = back_up(ana.home, identity_of(ana.home), file, SECRET)
    assert (made.counts.attachments, made.counts.left_out) == (1, 1)
    assert restored(file, new_desk).attachments == 1


def test_an_attachment_that_is_not_at_this_desk_yet_is_left_out_and_counted(
    ana: StationAtWork, tmp_path: Path
) -> None:
    bad, good = attached(ana, PHOTO, "photo.txt"), attached(ana, LETTER, "letter.txt")
    files_with(ana, bad, good)
    (ana.home.blobs / bad.sha256[:2] / bad.sha256).unlink()
    file = tmp_path / "site.csbackup"
    made = back_up(ana.home, identity_of(ana.home), file, SECRET)
    assert (made.counts.attachments, made.counts.left_out) == (1, 1)
    assert look_into(file, SECRET).counts.left_out == 1


def test_ending_in_the_middle_leaves_no_file(ana: StationAtWork, tmp_path: Path) -> None:
    files_with(ana, attached(ana, PHOTO, "photo.txt"))
    folder = tmp_path / "stick"
    folder.mkdir()

    def ends() -> None:
        raise BackupNotMadeError

    with pytest.raises(BackupNotMadeError):
        back_up(ana.home, identity_of(ana.home), folder / "b", SECRET, pace=Pace(breathe=ends))
    assert list(folder.iterdir()) == []


def test_where_every_pc_is_lost_backup_and_recovery_file_bring_the_site_back(
    office: Workplace, ana: StationAtWork, tmp_path: Path
) -> None:
    filed = submits(ana)
    file = backed_up(ana, tmp_path / "site.csbackup")
    ana.leaves()
    lost = ana.device
    recovery = open_recovery(office.recovery_file, PASSPHRASE)
    home = office.home(relay=True)
    brought_back(file, home, recovery, place="New office")
    bo = StationAtWork(home, at_work(home))
    office.stations = [bo]
    roster = bo.running.station.roster
    assert (roster.name, roster.address) == ("Alder County Health", "118 Court Street")
    assert {one.device for one in roster.administrators} == {lost, bo.device}
    assert shelf(bo).report(filed.number) is not None

    assert bo.running.admitting is not None
    bo.running.admitting.revoke(lost, reason="", person="Bo Lund", site_key=recovery.site_key)
    assert [one.device for one in bo.running.station.roster.administrators] == [bo.device]
    counter = office.counter("Counter 3")
    call = counter.presses_panic()
    wait_until(lambda: bo.shows(call))


def test_a_counter_that_is_still_there_joins_the_new_desk_by_a_code_and_calls(
    office: Workplace, ana: StationAtWork, tmp_path: Path
) -> None:
    """Its own backup was the only one: without reports, and enough to go on."""
    counter = office.counter("Counter 3")
    file = backed_up(counter, tmp_path / "counter.csbackup")
    for station in (ana, counter):
        station.leaves()
    home = office.home(relay=True)
    recovery = open_recovery(office.recovery_file, PASSPHRASE)
    brought_back(file, home, recovery, place="Room 2")
    bo = StationAtWork(home, at_work(home))
    office.stations.append(bo)
    admitting = bo.running.admitting
    assert admitting is not None
    code = admitting.invite(Seat(role=Role.COUNTER, place="Counter 3"))
    assert admitting.port is not None
    join_site(counter.home, str(code.code), [(LOOPBACK, admitting.port)], again=True)
    counter.comes_back()
    wait_until(lambda: counter.is_ready)
    call = counter.presses_panic()
    wait_until(lambda: bo.shows(call) and counter.knows_it_was_delivered(call))


def test_another_sites_recovery_file_takes_nothing_over(
    office: Workplace, ana: StationAtWork, tmp_path: Path
) -> None:
    (tmp_path / "town hall").mkdir()
    elsewhere = Workplace(tmp_path / "town hall")
    elsewhere.supervisor("Town Hall", relay=False)
    elsewhere.closes_down()
    recovery = open_recovery(elsewhere.recovery_file, PASSPHRASE)
    home = office.home(relay=False)
    before = sorted(home.path.iterdir())
    with pytest.raises(WrongRecoveryError):
        brought_back(backed_up(ana, tmp_path / "site.csbackup"), home, recovery)
    assert sorted(home.path.iterdir()) == before
