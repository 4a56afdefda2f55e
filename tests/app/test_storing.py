"""Opening a station's database: the station knows its site whatever the disk does."""

import sqlite3
from pathlib import Path

import pytest

from desktop.app import storing
from desktop.domain.roster.facts import SiteCreated
from desktop.services.adapters.sqlite.database import open_for_reading, open_for_writing
from desktop.services.adapters.sqlite.errors import DatabaseUnusableError
from desktop.services.adapters.sqlite.schema import File
from tests.support.stations import SITE, Author, key_of

NOTICES = (Author(SITE).says(SiteCreated(name="Alder Street")),)


def test_a_first_start_with_a_disk_that_takes_its_time_knows_the_roster(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "WRITES_WITHIN", 0.1)
    path = tmp_path / "alerts.db"
    open_for_writing(path, File.ALERTS).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store = storing.open_store(path, File.ALERTS, key_of("Counter 3").id, NOTICES)
    other.execute("ROLLBACK")
    other.close()
    store.close()
    assert store.held.notices == NOTICES

    again = storing.open_store(path, File.ALERTS, key_of("Counter 3").id, NOTICES)
    again.close()
    assert again.held.notices == NOTICES


def test_a_file_that_cannot_be_read_for_a_moment_is_read_again_before_anything_is_signed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, device = tmp_path / "alerts.db", key_of("Counter 3").id
    storing.open_store(path, File.ALERTS, device, NOTICES).close()
    refusals = iter((DatabaseUnusableError("for a moment"), DatabaseUnusableError("and again")))

    def opens(path: Path, file: File) -> sqlite3.Connection:
        for refusal in refusals:
            raise refusal
        return open_for_reading(path, file)

    monkeypatch.setattr(storing, "open_for_reading", opens)
    store = storing.open_store(path, File.ALERTS, device)
    store.close()
    assert store.held.notices == NOTICES
