"""That a backup was made is told to every desk, and each knows which was its own."""

from desktop.domain.backup.facts import BackupMade
from desktop.services.backup.backups import Backups
from tests.support.workplace import PATIENCE, StationAtWork, Workplace, office, wait_until

__all__ = ["office"]


def backups(station: StationAtWork) -> Backups:
    running = station.running
    return Backups(site=running.station, archive=running.archive, changed=lambda: None)


def test_it_is_told_to_the_other_desks_and_outlives_a_start(office: Workplace) -> None:
    ana = office.supervisor("Ana Ruiz")
    marcus = office.supervisor("Marcus Bell", relay=False)
    his = backups(marcus)
    assert backups(ana).last is None
    backups(ana).note(48_000, author="Ana Ruiz").result(PATIENCE)
    wait_until(lambda: his.last is not None)
    assert his.last_here is None
    his.note(52_000, author="Marcus Bell").result(PATIENCE)
    ana.leaves()
    ana.comes_back()
    hers = backups(ana)
    wait_until(lambda: hers.last is not None and hers.last.revision == 2)
    assert hers.last is not None
    assert (hers.last.author, hers.last.desk, hers.last.size) == (
        "Marcus Bell",
        marcus.device,
        52_000,
    )
    assert hers.last_here is not None
    assert (hers.last_here.author, hers.last_here.size) == ("Ana Ruiz", 48_000)


def test_what_a_counter_says_of_it_is_believed_nowhere(office: Workplace) -> None:
    ana = office.supervisor("Ana Ruiz")
    counter = office.counter("Counter 3")
    hers = backups(ana)
    counter.running.station.publish(BackupMade(author="Maria", revision=9)).result(PATIENCE)
    backups(ana).note(48_000, author="Ana Ruiz").result(PATIENCE)
    wait_until(lambda: hers.last is not None)
    assert hers.last is not None
    assert (hers.last.author, hers.last.revision) == ("Ana Ruiz", 1)
