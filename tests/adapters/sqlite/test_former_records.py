"""Records of a PC that was a supervisor's desk leave its disk, whole, and no sooner."""

import os
from pathlib import Path

import pytest

from desktop.domain.alerts.facts import AlertOutcome, Outcome
from desktop.domain.errors import DeskError
from desktop.domain.events.ids import EventIds
from desktop.services.adapters.sqlite import former_records
from desktop.services.adapters.sqlite.former_records import FormerRecords, finish_deleting
from desktop.services.adapters.sqlite.journal import SqliteJournal
from desktop.services.adapters.sqlite.schema import File
from desktop.services.ports import Entry
from tests.support.stations import Author, key_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A records file."""
    path = tmp_path / "records.db"
    journal = SqliteJournal(path, File.RECORDS)
    journal.open()
    journal.close()
    return path


def test_its_bytes_are_overwritten_before_it_goes(path: Path, tmp_path: Path) -> None:
    size = path.stat().st_size
    os.link(path, tmp_path / "same-bytes")  # the same sectors, by another name
    FormerRecords(path).delete()
    assert [file.name for file in tmp_path.iterdir()] == ["same-bytes"]
    assert (tmp_path / "same-bytes").read_bytes() == bytes(size)


def test_an_end_while_it_is_deleted_is_gone_on_with(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_killed(_path: Path) -> bool:
        raise OSError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(former_records, "finish_deleting", is_killed)
        with pytest.raises(OSError, match="killed"):
            FormerRecords(path).delete()
    assert not path.exists()
    path.with_name("records.db-wal").write_bytes(b"Xylophonic")
    assert finish_deleting(path)
    assert list(path.parent.iterdir()) == []
    assert not finish_deleting(path)


def test_the_log_of_a_new_file_stays_where_this_pc_is_a_desk_again(path: Path) -> None:
    path.with_name("records.db.going").write_bytes(b"Xylophonic")
    wal = path.with_name("records.db-wal")
    wal.write_bytes(b"the new one's")
    finish_deleting(path)
    assert wal.exists()
    assert sorted(file.name for file in path.parent.iterdir()) == ["records.db", "records.db-wal"]


def test_what_is_purged_while_it_waits_leaves_it(path: Path) -> None:
    said = Author(key_of("Bo")).says(
        AlertOutcome(alert="a1", outcome=Outcome.HELPED, note="Xylophonic", person="Bo")
    )
    kept = SqliteJournal(path, File.RECORDS)
    kept.open()
    kept.keep(Entry(events=(said,)), lambda _error: None)
    kept.close()
    records = FormerRecords(path)
    records.purge(EventIds.of((said.id,)))
    records.close()
    assert b"Xylophonic" not in path.read_bytes()


def test_what_cannot_be_read_stays(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(DeskError):
        FormerRecords(path)
    assert path.exists()
