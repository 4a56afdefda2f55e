"""Records of a PC that was a supervisor's desk: sent to whoever lacks them, and then let go of."""

import pytest

from desktop.domain.alerts.facts import Outcome
from desktop.domain.events.note import NOTE_MARK
from desktop.domain.roster.ids import DeviceId
from desktop.services.adapters.sqlite import reading
from desktop.services.adapters.sqlite.schema import File
from desktop.services.records import handing_on
from desktop.services.records.handing_on import HandingOn
from desktop.services.records.own import OwnRecords
from tests.support.stations import Disk, Office, drain, finish_batch, key_of, records_parts

COUNTER = "Counter 9"


class Former:
    """Bo's desk put ``outcomes`` on record while nobody was there. Its PC is a counter by now."""

    def __init__(self, outcomes: int) -> None:
        self.office = Office(supervisors=("Ana", "Marcus", "Bo"), counters=(COUNTER,))
        self.office.opens("Bo")
        for number in range(outcomes):
            records = self.office["Bo"].records_at_work
            told = records.outcome(f"a{number}", Outcome.HELPED, "a quiet word", "Bo")
            self.office.done(told)
        self.office.stop("Bo")
        self.disk = self.office["Bo"].records_disk
        self.desks: frozenset[DeviceId] | None = None
        self.blobs: set[str] = set()

    def begins(self, *desks: str) -> None:
        self.office.opens(*desks, COUNTER)
        counter = self.office[COUNTER]
        self.own = OwnRecords(records_parts(counter, Disk(File.DRAFTS)))
        counter.links.link("Ana")
        self.handing_on = HandingOn(
            tuple(reading.spans(self.disk.conn)),
            archive=self.disk,
            files=lambda: frozenset(self.blobs),
            offer=lambda _blobs: None,
            writer=self.own,
            roster=lambda: counter.at_work.roster,
            done=lambda desks: setattr(self, "desks", desks),
        )
        self.own.noted = self.handing_on.noted
        self.own.linked = self.handing_on.linked
        self.handing_on.begin()
        self.passes(0)

    def passes(self, seconds: int) -> None:
        """Let time pass at the office, and on the counter's records thread."""
        for _ in range(seconds * 50 + 1):
            while drain(self.own._actor):
                self.office.settle()
            finish_batch(self.own._actor)
            self.office.advance(0.02)

    @property
    def told(self) -> set[str] | None:
        """Whom it names once it is handed on."""
        if self.desks is None:
            return None
        return {name for name in ("Ana", "Marcus") if key_of(name).id in self.desks}

    def held_by(self, name: str) -> int:
        """How many of the records are on that desk's disk."""
        found: tuple[int] = (
            self.office[name].records_disk.conn.execute("SELECT count(*) FROM events").fetchone()
        )
        return found[0]

    @property
    def sent(self) -> int:
        """How many records the counter sent."""
        mine = [s for s in self.office.switchboard.passed if s.sender == key_of(COUNTER).id]
        return sum("/to/" in s.topic and s.payload[:1] != NOTE_MARK for s in mine)


def test_every_desk_that_answers_is_sent_what_it_lacks_and_no_more() -> None:
    former = Former(outcomes=12)
    former.begins("Ana", "Marcus")
    former.passes(8)
    assert former.told == {"Ana", "Marcus"}
    assert (former.held_by("Ana"), former.held_by("Marcus")) == (12, 12)
    sent = former.sent
    again = Former(outcomes=12)
    again.office["Ana"].records_disk = again.disk  # she has all of it by other ways
    again.begins("Ana")
    again.passes(3)
    assert (again.told, again.sent) == ({"Ana"}, 0)
    assert sent >= 12


def test_more_than_fits_into_one_portion_goes_in_several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing_on, "MOST_AT_ONCE", 5)
    former = Former(outcomes=23)
    former.begins("Ana")
    former.passes(8)
    assert (former.held_by("Ana"), former.sent) == (23, 23)
    assert former.told == {"Ana"}


def test_nothing_counts_that_a_desks_disk_has_not_taken() -> None:
    former = Former(outcomes=3)
    ana = former.office["Ana"].records_disk
    ana.hangs = True
    former.begins("Ana")
    former.passes(30)
    assert former.told is None
    ana.recovers()
    former.passes(70)
    assert former.told == {"Ana"}


def test_without_any_desk_it_waits() -> None:
    former = Former(outcomes=1)
    former.begins()
    former.passes(30)
    assert former.told is None


def test_a_file_that_no_desk_has_said_to_hold_is_waited_for() -> None:
    former = Former(outcomes=1)
    former.disk.naming = lambda blobs, then: then(blobs)  # type: ignore[method-assign]  # a test's
    former.blobs = {"a" * 64}
    former.begins("Ana")
    former.passes(8)
    assert former.told is None
    former.handing_on.kept("a" * 64)
    former.passes(20)
    assert former.told == {"Ana"}


def test_an_empty_file_waits_for_nobody() -> None:
    former = Former(outcomes=0)
    former.begins()
    former.passes(1)
    assert former.told == set()
