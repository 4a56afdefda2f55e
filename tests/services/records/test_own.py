"""A counter's own records: sent until enough desks hold them that are trusted still."""

import pytest

from desktop.domain.events.note import NoteKind
from desktop.domain.events.streams import Stream
from desktop.domain.log_facts import BodyPurged
from desktop.domain.reports.facts import ReportSubmitted
from desktop.domain.reports.field import Kind
from desktop.domain.roster.facts import DeviceRevoked
from desktop.services.adapters.sqlite.schema import File
from desktop.services.delivery.topics import Topics
from desktop.services.records import own
from desktop.services.records.notes import RecordGot
from desktop.services.records.own import OwnRecords
from tests.support.stations import SITE, Disk, Office, drain, finish_batch, key_of, records_parts

COUNTER = "Counter 3"
A_DAY = 600.0
"""A shorter one, for an office of memory lives each second of it."""


@pytest.fixture(autouse=True)
def short_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "KEPT_AT_MOST", A_DAY)


class Filing:
    """A counter that has a report to send, and supervisors who sign for it by hand."""

    def __init__(self, *supervisors: str) -> None:
        self.office = Office(supervisors=supervisors, counters=(COUNTER, "Counter 4")).opens()
        self.disk = Disk(File.DRAFTS)
        desk = self.office[COUNTER]
        self.own = OwnRecords(records_parts(desk, self.disk))
        self.office.switchboard.lines[desk.id].link("Ana")
        self.own.post(self.own._begin)
        self.report = ""
        self.own.write(
            ReportSubmitted(number="2026-C3-001", kind=Kind.COUNTER, place=COUNTER, reporter="M"),
            lambda event: setattr(self, "report", event.id),
            lambda error: pytest.fail(str(error)),
        )
        self.passes()

    def passes(self, seconds: float = 0.0) -> None:
        """Let time pass at the office, and on the counter's records thread."""
        self.office.advance(seconds)
        drain(self.own._actor)
        finish_batch(self.own._actor)
        self.office.settle()
        drain(self.own._actor)

    def signs(self, name: str, *, is_whole: bool = True) -> None:
        receipt = RecordGot(events=(self.report,), is_whole=is_whole)
        carrier = self.office[name].records_at_work.carrier
        carrier.note(key_of(COUNTER).id, NoteKind.RECORD_GOT, receipt)
        self.passes()

    def revokes(self, name: str) -> None:
        self.office.done(
            self.office["Ana"].at_work.publish(DeviceRevoked(device=self.office[name].id))
        )
        self.passes(1)

    def sent(self) -> int:
        """How often the report was sent so far."""
        topic = Topics(SITE.id, key_of(COUNTER).id).of(Stream.RECORDS)
        return sum(s.topic == topic for s in self.office.switchboard.passed)

    @property
    def is_kept(self) -> bool:
        found: tuple[int] = self.disk.conn.execute("SELECT count(*) FROM bodies").fetchone()
        return found == (1,)


def test_a_record_goes_once_two_desks_hold_all_of_it() -> None:
    filing = Filing("Ana", "Marcus")
    filing.signs("Marcus", is_whole=False)
    filing.signs("Ana")
    assert filing.is_kept
    filing.signs("Marcus")
    assert not filing.is_kept


def test_where_there_is_one_supervisor_one_receipt_is_enough() -> None:
    filing = Filing("Ana")
    filing.signs("Ana")
    assert not filing.is_kept


def test_a_record_that_one_desk_holds_is_sent_again_for_the_next_one() -> None:
    filing = Filing("Ana", "Marcus")
    filing.signs("Marcus")
    before = filing.sent()
    for _ in range(5):
        filing.passes(61)
    assert before < filing.sent() <= before + 10
    filing.signs("Ana", is_whole=False)  # its files are on their way
    before = filing.sent()
    for _ in range(5):
        filing.passes(61)
    assert filing.sent() == before


def test_what_only_a_revoked_desk_holds_stays_and_is_sent_again() -> None:
    filing = Filing("Ana", "Marcus")
    filing.signs("Marcus")
    filing.revokes("Marcus")
    before = filing.sent()
    for _ in range(5):
        filing.passes(61)
    assert filing.is_kept
    assert filing.sent() > before
    filing.passes(A_DAY + 61)
    assert filing.is_kept
    filing.signs("Ana")
    assert not filing.is_kept


def test_it_goes_after_a_day_although_the_second_desk_is_off_for_weeks() -> None:
    filing = Filing("Ana", "Marcus")
    filing.signs("Marcus")
    filing.passes(A_DAY - 120)
    assert filing.is_kept
    filing.passes(240)
    filing.passes(61)
    assert not filing.is_kept


def test_a_record_that_is_purged_before_it_is_safe_goes_and_is_sent_no_more() -> None:
    filing = Filing("Ana", "Marcus")
    filing.signs("Ana")
    notice = BodyPurged(events=(filing.report,), reason="By law", person="Ana")
    filing.office.done(filing.office["Ana"].at_work.publish(notice))
    filing.passes(1)
    assert not filing.is_kept
    before = filing.sent()
    for _ in range(5):
        filing.passes(61)
    assert filing.sent() == before


def test_another_counter_may_not_sign_for_a_record() -> None:
    filing = Filing("Ana")
    carrier = filing.office["Counter 4"].path._carrier
    receipt = RecordGot(events=(filing.report,), is_whole=True)
    carrier.note(key_of(COUNTER).id, NoteKind.RECORD_GOT, receipt)
    filing.passes()
    assert filing.is_kept
