"""Records: outcomes travel among supervisors' stations alone, and never delay an alert."""

import msgspec
import pytest

from desktop.domain.alerts.facts import AlertOutcome, Outcome
from desktop.domain.events.holdings import Heads
from desktop.domain.events.note import NoteKind
from desktop.domain.events.streams import Stream
from desktop.domain.log_facts import BodyPurged
from desktop.domain.reports.facts import (
    REPORT_FACTS,
    ActionDone,
    ActionListed,
    ReportCommented,
    ReportConcluded,
    ReportFact,
    ReportKept,
    ReportPutRight,
    ReportRead,
    ReportReleased,
    ReportSigned,
    ReportSubmitted,
    Standing,
)
from desktop.domain.reports.field import Kind as ReportKind
from desktop.domain.roster.authority import Voice, may_say
from desktop.domain.roster.facts import DeviceRevoked
from desktop.domain.roster.roles import Role
from desktop.services.adapters.sqlite import report_rows
from desktop.services.delivery.topics import Topics
from desktop.services.ports import Entry
from desktop.services.records.parts import RecordNotSavedError, SupervisorsKeepRecordsError
from desktop.services.records.records import DIGEST_EVERY
from desktop.services.records.relays import RecordRelays
from tests.support.stations import SITE, Author, Desk, Office, Sent, admission, key_of


@pytest.fixture
def office() -> Office:
    return Office(supervisors=("Ana", "Marcus"), counters=("Counter 1", "Counter 3")).opens()


def tells(office: Office, name: str, alert: str, outcome: Outcome = Outcome.HELPED) -> None:
    records = office[name].records_at_work
    office.done(records.outcome(alert, outcome, "a quiet word was enough", name))


def outcomes(desk: Desk) -> dict[str, Outcome]:
    return {a: told.outcome for a, told in desk.records_at_work.outcomes().items()}


def test_an_outcome_reaches_the_other_supervisors(office: Office) -> None:
    tells(office, "Ana", "a1", Outcome.POLICE)
    assert outcomes(office["Ana"]) == {"a1": Outcome.POLICE}
    assert outcomes(office["Marcus"]) == {"a1": Outcome.POLICE}


def test_the_outcome_told_last_holds_at_every_desk(office: Office) -> None:
    tells(office, "Ana", "a1", Outcome.POLICE)
    office.advance(1)
    tells(office, "Marcus", "a1", Outcome.FALSE_ALARM)
    for name in ("Ana", "Marcus"):
        assert outcomes(office[name]) == {"a1": Outcome.FALSE_ALARM}


def test_nothing_of_it_reaches_a_counter(office: Office) -> None:
    topic = Topics(SITE.id, office["Ana"].id).of(Stream.RECORDS)
    assert not office["Counter 3"].links.listens(topic)
    tells(office, "Ana", "a1")
    office.advance(40)
    for name in ("Counter 1", "Counter 3"):
        held = office[name].path.ledger.holdings
        assert not held.spans(frozenset({Stream.RECORDS}))


def test_two_supervisors_of_whom_one_was_off_end_up_with_the_same(office: Office) -> None:
    tells(office, "Marcus", "a1")
    office.stop("Marcus")
    for number in range(2, 6):
        tells(office, "Ana", f"a{number}")
    office.advance(100)
    office.start("Marcus")
    office.advance(1)
    assert outcomes(office["Marcus"]) == outcomes(office["Ana"])
    assert len(outcomes(office["Ana"])) == 5


def test_it_works_whichever_of_the_two_was_off(office: Office) -> None:
    office.stop("Ana")
    tells(office, "Marcus", "a1")
    office.advance(100)
    office.start("Ana")
    office.advance(1)
    assert outcomes(office["Ana"]) == {"a1": Outcome.HELPED}


def test_what_was_written_while_cut_off_is_sent_when_the_link_is_back(office: Office) -> None:
    office["Ana"].links.cut("Ana")
    tells(office, "Ana", "a1")
    assert outcomes(office["Marcus"]) == {}
    office.advance(60)
    office["Ana"].links.link("Ana")
    office.advance(3 * DIGEST_EVERY)
    assert outcomes(office["Marcus"]) == {"a1": Outcome.HELPED}


def test_a_record_lost_on_the_way_is_found_by_the_digests(office: Office) -> None:
    office.advance(2 * DIGEST_EVERY)
    office.switchboard.loses = lambda _sent: True
    tells(office, "Ana", "a1")
    office.switchboard.loses = lambda _sent: False
    office.advance(4 * DIGEST_EVERY)
    assert outcomes(office["Marcus"]) == {"a1": Outcome.HELPED}


def test_a_restarted_desk_still_knows(office: Office) -> None:
    tells(office, "Ana", "a1")
    office.stop("Ana")
    office.start("Ana")
    office.settle()
    assert outcomes(office["Ana"]) == {"a1": Outcome.HELPED}
    assert office["Ana"].records_at_work.outcomes()["a1"].note == "a quiet word was enough"


def test_a_counter_s_record_is_refused_everywhere(office: Office) -> None:
    rogue = Author(key_of("Counter 3"))
    event = rogue.says(AlertOutcome(alert="a1", outcome=Outcome.FALSE_ALARM))
    topic = Topics(SITE.id, rogue.key.id).of(Stream.RECORDS)
    office.switchboard.carry(Sent("Ana", topic, event.wire(), rogue.key.id))
    office.settle()
    assert outcomes(office["Ana"]) == {}
    assert office.done(office["Ana"].records_at_work.refusals())["authority"] == 1


REVIEWS: tuple[ReportFact, ...] = (
    ReportPutRight(report="r1", answers={"narrative": ""}, amender="Mallory"),
    ReportRead(report="r1", reader="Mallory"),
    ReportCommented(report="r1", comment="Nothing happened", author="Mallory"),
    ActionListed(report="r1", what="Forget it", owner="Nobody", author="Mallory"),
    ActionDone(report="r1", action="a1", how="Forgotten", author="Mallory"),
    ReportConcluded(report="r1", outcome="He was right", author="Mallory"),
    ReportSigned(report="r1", signer="Mallory", title="Supervisor", pin_checked=True),
    ReportKept(report="r1", why="For ever", author="Mallory"),
    ReportReleased(report="r1", marks=("a1",), why="It is over", author="Mallory"),
)


def test_what_reviews_a_report_is_all_that_a_counter_may_not_say_of_one() -> None:
    reviews = {type(fact) for fact in REVIEWS}
    assert {fact for fact in REPORT_FACTS if not may_say(Voice.STATION, fact.TYPE)} == reviews
    for fact in REPORT_FACTS:
        assert may_say(Voice.SUPERVISOR, fact.TYPE)
        assert not may_say(Voice.RELAY, fact.TYPE)


@pytest.mark.parametrize("review", REVIEWS, ids=lambda fact: fact.TYPE)
def test_a_counter_s_review_of_its_own_report_is_refused_everywhere(
    office: Office, review: ReportFact
) -> None:
    rogue = Author(key_of("Counter 3"))
    mine = rogue.says(
        ReportSubmitted(
            number="2026-C3-001", kind=ReportKind.COUNTER, place="Counter 3", reporter="Mallory"
        )
    )
    topic = Topics(SITE.id, rogue.key.id).of(Stream.RECORDS)
    office.switchboard.carry(Sent("Ana", topic, mine.wire(), rogue.key.id))
    office.settle()
    event = rogue.says(msgspec.structs.replace(review, report=mine.id))
    office.switchboard.carry(Sent("Ana", topic, event.wire(), rogue.key.id))
    office.settle()
    office.advance(2 * DIGEST_EVERY)  # nor does it come by another desk
    for name in ("Ana", "Marcus"):
        disk = office[name].records_disk
        assert office.done(office[name].records_at_work.refusals())["authority"] >= 1
        report = report_rows.find(disk.conn, mine.id)
        assert report is not None
        assert report.standing is Standing.SUBMITTED
        assert (report.readings, report.comments, report.actions) == ((), (), ())
        assert (report.outcome, report.signing) == ("", None)
        assert disk.conn.execute("SELECT 1 FROM events WHERE id = ?", (event.id,)).fetchall() == []


def test_heads_of_records_told_by_a_counter_bring_it_nothing(office: Office) -> None:
    tells(office, "Ana", "a1")
    before = len(office.switchboard.passed)
    carrier = office["Counter 3"].path._carrier
    carrier.note(office["Ana"].id, NoteKind.RECORD_HEADS, Heads(spans=(), answer=True))
    office.settle()
    inbox = f"/to/{office['Counter 3'].id}/"
    assert not [s for s in office.switchboard.passed[before:] if inbox in s.topic]


def test_a_full_disk_is_told_and_nothing_is_promised(office: Office) -> None:
    office["Ana"].records_disk.error = OSError("disk full")
    with pytest.raises(RecordNotSavedError) as refusal:
        tells(office, "Ana", "a1")
    assert refusal.value.advice
    assert outcomes(office["Ana"]) == {}
    assert outcomes(office["Marcus"]) == {}

    office["Ana"].records_disk.recovers()
    office.settle()
    assert outcomes(office["Ana"]) == outcomes(office["Marcus"]) == {"a1": Outcome.HELPED}


def test_a_hanging_records_disk_delays_no_alert(office: Office) -> None:
    office["Ana"].records_disk.hangs = True
    answer = office["Ana"].records_at_work.outcome("a1", Outcome.HELPED, "", "Ana")
    office.settle()
    pressed = office.press("Counter 3")
    assert [live.id for live in office["Ana"].alerts] == [pressed.alert]
    assert not answer.done()


def test_a_revoked_desk_writes_no_records(office: Office) -> None:
    office.done(office["Ana"].at_work.publish(DeviceRevoked(device=office["Marcus"].id)))
    with pytest.raises(SupervisorsKeepRecordsError):
        tells(office, "Marcus", "a1")


def test_a_purged_record_is_gone_from_every_desk(office: Office) -> None:
    tells(office, "Ana", "a1")
    (row,) = office["Marcus"].records_disk.conn.execute("SELECT id FROM events").fetchall()
    office.done(office["Ana"].at_work.publish(BodyPurged(events=row, reason="by law")))
    office.advance(1)
    for name in ("Ana", "Marcus"):
        assert outcomes(office[name]) == {}
        conn = office[name].records_disk.conn
        assert conn.execute("SELECT count(*) FROM bodies").fetchone() == (0,)
        assert conn.execute("SELECT count(*) FROM outcomes").fetchone() == (0,)
        assert conn.execute("SELECT count(*) FROM events").fetchone() == (1,)


def test_a_desk_that_was_off_when_it_was_purged_never_gets_the_body(office: Office) -> None:
    office.stop("Marcus")
    tells(office, "Ana", "a1")
    (row,) = office["Ana"].records_disk.conn.execute("SELECT id FROM events").fetchall()
    office.done(office["Ana"].at_work.publish(BodyPurged(events=row, reason="by law")))
    office.advance(60)
    office.start("Marcus")
    office.advance(60)
    conn = office["Marcus"].records_disk.conn
    assert conn.execute("SELECT count(*) FROM events").fetchone() == (1,)
    assert conn.execute("SELECT count(*) FROM bodies").fetchone() == (0,)


def test_records_travel_over_trusted_relays_alone() -> None:
    office = Office(supervisors=("Ana", "Marcus"), relays=("Ana", "Broker")).opens()
    before = len(office.switchboard.passed)
    tells(office, "Ana", "a1")
    office.stop("Marcus")
    tells(office, "Ana", "a2")
    office.start("Marcus")
    office.advance(40)
    assert len(outcomes(office["Marcus"])) == 2

    stream = f"cs1/{SITE.id}/r/"
    of_records = [
        sent
        for sent in office.switchboard.passed[before:]
        if sent.topic.startswith(stream)
        or (sent.payload[:1] == b"E" and sent.payload[34] == Stream.RECORDS)
        or (sent.payload[:1] == b"N" and sent.payload[50] in {5, 6})
    ]
    assert of_records
    assert {sent.relay for sent in of_records} == {"Ana"}
    assert "Broker" in {sent.relay for sent in office.switchboard.passed[before:]}


def test_an_external_relay_that_an_administrator_trusts_carries_them_too() -> None:
    office = Office(supervisors=("Ana", "Marcus"), relays=("Broker",))
    trusted = msgspec.structs.replace(
        admission("Broker", Role.RELAY), carries_records=True, revision=1
    )
    notice = office.site.says(trusted)
    for desk in office.desks.values():
        desk.disk.keep(Entry(events=(notice,)), lambda _error: None)
    office.opens()
    tells(office, "Ana", "a1")
    assert outcomes(office["Marcus"]) == {"a1": Outcome.HELPED}


def test_a_relay_whose_key_nobody_proved_carries_none() -> None:
    office = Office(supervisors=("Ana", "Marcus")).opens()
    relays = RecordRelays(office["Ana"].links, lambda: office["Ana"].at_work.roster)
    assert relays.publish("topic", b"payload") == frozenset()
    assert relays.up() == frozenset()
