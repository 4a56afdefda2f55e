"""What a revoked device said beyond what was known: kept, counted, and believed nowhere."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.domain.alerts.facts import AlertOutcome, AlertRaised, Kind, Outcome
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event
from desktop.domain.log_facts import BodyPurged
from desktop.domain.relays import Arrival
from desktop.domain.roster.facts import DeviceRevoked
from desktop.services.adapters.keys.device_key import verify
from desktop.services.log.exporting import export_raw
from desktop.services.log.importing import import_events
from desktop.services.log.verifying import Flaw, verify_logs
from tests.support.log_files import Files
from tests.support.stations import SITE, Author, Desk, Office, key_of

PANIC = AlertRaised(kind=Kind.PANIC, place="Counter 3", person="somebody")


@pytest.fixture
def office() -> Office:
    return Office(supervisors=("Ana", "Marcus"), counters=("Counter 3",), relays=("Ana",))


@pytest.fixture
def thief(office: Office) -> Author:
    """Whoever has the counter's key now."""
    return Author(office["Counter 3"].key)


def revoke(office: Office, *, at: int = 0, who: str = "Counter 3") -> None:
    heads = ((1, at),) if at else ()
    fact = DeviceRevoked(device=office[who].id, heads=heads, reason="stolen")
    office.done(office["Ana"].at_work.publish(fact))


def hears(office: Office, name: str, event: Event) -> None:
    """It reaches one desk, as over a relay that has not heard of the revocation."""
    desk = office[name]
    topic = f"cs1/{SITE.id}/a/{event.header.device_id}"
    desk.at_work.hear(Arrival("a relay", topic, event.wire(), office.clock.seconds))
    office.settle()


def kept_apart(desk: Desk) -> int:
    return sum(other.kept_apart for other in desk.board.desks)


def alerts_in_file(desk: Desk) -> int:
    ((count,),) = desk.disk.conn.execute("SELECT count(*) FROM alerts")
    return int(count)


@pytest.mark.parametrize("is_late", [True, False])
def test_whichever_comes_first_revocation_or_call_every_desk_ends_up_with_the_same(
    office: Office, thief: Author, is_late: bool
) -> None:
    office.opens("Ana", "Marcus")
    steps: list[Callable[[], None]] = [
        lambda: hears(office, "Marcus", thief.says(PANIC)),
        lambda: revoke(office),
    ]
    for step in reversed(steps) if is_late else steps:
        step()
    office.advance(30)
    for name in ("Ana", "Marcus"):
        assert office[name].alerts == ()
        assert kept_apart(office[name]) == 1
        assert alerts_in_file(office[name]) == 0
    streams = office["Ana"].path.ledger.streams
    digests = {office[name].path.ledger.holdings.digest(streams) for name in ("Ana", "Marcus")}
    assert len(digests) == 1


def test_nobody_signs_for_it(office: Office, thief: Author) -> None:
    office.opens("Ana", "Marcus")
    revoke(office)
    call = thief.says(PANIC)
    office.switchboard.passed.clear()
    hears(office, "Ana", call)
    hears(office, "Ana", call)
    inbox = f"/to/{office['Counter 3'].id}/"
    assert not [sent for sent in office.switchboard.passed if inbox in sent.topic]


def test_what_was_known_by_then_stays_believed(office: Office, thief: Author) -> None:
    office.opens("Ana", "Marcus")
    hears(office, "Marcus", thief.says(PANIC))
    hears(office, "Marcus", thief.says(PANIC))
    revoke(office, at=1)
    office.advance(30)
    for name in ("Ana", "Marcus"):
        assert [live.alert.station for live in office[name].alerts] == [office["Counter 3"].id]
        assert kept_apart(office[name]) == 1


def test_a_restart_believes_it_no_more_than_before(office: Office, thief: Author) -> None:
    office.opens("Ana")
    hears(office, "Ana", thief.says(PANIC))
    assert office["Ana"].alerts
    revoke(office)
    hears(office, "Ana", thief.says(PANIC))
    office.stop("Ana")
    office.start("Ana")
    office.settle()
    assert not office["Ana"].alerts
    assert kept_apart(office["Ana"]) == 2


def test_the_revoked_counter_still_sees_how_far_its_own_call_came(office: Office) -> None:
    office.opens("Ana", "Counter 3")
    revoke(office)
    pressed = office.press("Counter 3")
    assert [live.id for live in office["Counter 3"].alerts] == [pressed.alert]
    assert office["Ana"].alerts == ()


def test_a_dismissed_administrator_purges_nothing(office: Office, thief: Author) -> None:
    office.opens("Ana", "Marcus")
    hears(office, "Marcus", thief.says(PANIC))
    office.advance(20)
    (call,) = [live.id for live in office["Marcus"].alerts]
    dismissal = Author(SITE, seq=dict(office.site.seq)).says(DeviceRevoked(device=office["Ana"].id))
    office.done(office["Marcus"].at_work.hand_on(dismissal))
    office.stop("Ana")
    hears(office, "Marcus", Author(office["Ana"].key).says(BodyPurged(events=(call,), reason="")))
    assert [live.id for live in office["Marcus"].alerts] == [call]
    assert not office["Marcus"].path.ledger.purged


def test_an_outcome_of_a_dismissed_supervisor_is_on_no_record(office: Office) -> None:
    office.opens("Ana", "Marcus")
    office.done(office["Marcus"].records_at_work.outcome("a1", Outcome.HELPED, "", "Marcus"))
    revoke(office, who="Marcus")
    marcus = Author(key_of("Marcus"), seq={AlertOutcome.STREAM: 1})
    later: Fact = AlertOutcome(alert="a2", outcome=Outcome.FALSE_ALARM)
    topic = f"cs1/{SITE.id}/r/{office['Ana'].id}"
    arrival = Arrival("Ana", topic, marcus.says(later).wire(), office.clock.seconds)
    office["Ana"].records_at_work.hear(arrival)
    office.settle()
    conn = office["Ana"].records_disk.conn
    assert conn.execute("SELECT count(*) FROM events").fetchone() == (2,)
    assert conn.execute("SELECT count(*) FROM outcomes").fetchone() == (0,)


def test_verifying_names_it_and_importing_keeps_it_apart(
    office: Office, thief: Author, tmp_path: Path
) -> None:
    office.opens("Ana")
    revoke(office)
    hears(office, "Ana", thief.says(PANIC))
    with Files.of(office["Ana"], tmp_path).opened() as logs:
        lines = list(export_raw(logs, SITE.id))
    empty = Files(tmp_path / "other-alerts.db", tmp_path / "other-records.db")
    with empty.opened(for_writing=True) as (alerts, records):
        found = import_events(
            lines, site_key=SITE.public_bytes, verify=verify, alerts=alerts, records=records
        )
        assert not found.refused
        verification = verify_logs((alerts,), site_key=SITE.public_bytes, verify=verify)
    assert [finding.flaw for finding in verification.findings] == [Flaw.QUARANTINED]
    assert not verification.is_edited
    assert empty.rows("SELECT count(*) FROM alerts") == [(0,)]
