"""In whatever order a story comes in, and however often: a station's tables end up the same.

Through a real station, that is: its intake, its ledger and the projections that it writes as it
goes, not through the code that rebuilds them. What it rebuilds has to be the same again.
"""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.alerts.facts import Kind, Outcome
from desktop.domain.events.event import Event
from desktop.domain.events.streams import Stream
from desktop.domain.log_facts import BodyPurged
from desktop.domain.relays import Arrival
from desktop.services.adapters.keys.device_key import verify
from desktop.services.delivery.topics import Topics
from desktop.services.log.believing import roster_from
from desktop.services.log.rebuilding import rebuild
from tests.support.log_files import Files
from tests.support.stations import SITE, Office

pytestmark = pytest.mark.timeout(300)

Rows = list[tuple[object, ...]]
RELAY = "Ana"


def an_office() -> Office:
    """Bea is a supervisor who is off while it happens; everything comes to her afterwards."""
    return Office(
        supervisors=("Ana", "Marcus", "Bea"), counters=("Counter 1", "Counter 3"), relays=(RELAY,)
    )


@cache
def story() -> tuple[Event, ...]:
    """Two alerts with all that can be said of one, how it ended, and words of it purged."""
    office = an_office().opens("Ana", "Marcus", "Counter 1", "Counter 3")
    ana, marcus = office["Ana"].at_work, office["Marcus"].at_work
    first = office.press("Counter 3", Kind.ASSIST, note="He shouts").alert
    second = office.press("Counter 1", Kind.PANIC).alert
    office.press("Counter 3", Kind.PANIC, place="Counter 4", alert=first)
    counter = office["Counter 3"].at_work
    office.done(counter.note(first, text="He has left"))
    office.done(counter.withdraw(first))
    for act in (ana.acknowledge, marcus.acknowledge, ana.attend, ana.close):
        office.done(act(first))
    office.press("Counter 1", Kind.PANIC)
    office.done(marcus.acknowledge(second))
    for name, outcome in (("Ana", Outcome.HELPED), ("Marcus", Outcome.POLICE)):
        office.done(office[name].records_at_work.outcome(first, outcome, "he left", name))
    office.advance(5)
    note = next(e for e in _events(office, "Counter 3") if e.header.type == "alert.noted")
    office.done(ana.publish(BodyPurged(events=(note.id,), reason="Retention")))
    office.advance(5)
    founding = {event.id for event in office.founding}
    everything = [e for name in ("Ana", "Marcus", "Counter 3") for e in _events(office, name)]
    return tuple({e.id: e for e in everything if e.id not in founding}.values())


def _events(office: Office, name: str) -> list[Event]:
    desk = office[name]
    kept = [*desk.disk.kept, *desk.records_disk.kept]
    return [event for entry in kept for event in entry.events]


class Heard:
    """What Bea's station makes of events that come in as given."""

    def __init__(self, events: list[Event]) -> None:
        office = an_office().opens("Bea")
        self.bea = office["Bea"]
        for event in events:
            topics = Topics(SITE.id, event.header.device_id)
            stream = event.header.stream
            topic = topics.of(Stream.ALERTS if stream is Stream.RECEIPTS else stream)
            at = office.clock.seconds
            self.bea.links.inbox(Arrival(RELAY, topic, event.wire(), at))
        office.settle()
        office.advance(2)

    def tables(self) -> dict[str, Rows]:
        """What her station wrote as it went, but for what she said herself."""
        own = bytes.fromhex(self.bea.id)
        alerts, records = self.bea.disk.conn, self.bea.records_disk.conn
        return {
            "alerts": alerts.execute("SELECT * FROM alerts ORDER BY id").fetchall(),
            "alert_facts": alerts.execute(
                "SELECT f.* FROM alert_facts f JOIN events e ON e.id = f.event"
                " WHERE e.device != ? ORDER BY 1, 2",
                (own,),
            ).fetchall(),
            "purged": alerts.execute("SELECT event FROM purged ORDER BY 1").fetchall(),
            "bodies": alerts.execute(
                "SELECT b.* FROM bodies b JOIN events e ON e.id = b.event"
                " WHERE e.device != ? ORDER BY 1",
                (own,),
            ).fetchall(),
            "outcomes": records.execute("SELECT * FROM outcomes ORDER BY event").fetchall(),
        }

    def rebuilt(self) -> tuple[dict[str, Rows], dict[str, Rows]]:
        """Her projections as written, and as they are made anew from her events."""
        with TemporaryDirectory() as folder:
            files = Files.of(self.bea, Path(folder))
            before = _projections(files)
            with files.opened(for_writing=True) as (alerts, records):
                roster = roster_from(SITE.public_bytes, alerts.events(), verify)
                rebuild(alerts, roster=roster, verify=verify)
                rebuild(records, roster=roster, verify=verify)
            return before, _projections(files)


def _projections(files: Files) -> dict[str, Rows]:
    return {
        table: files.rows(f"SELECT * FROM {table} ORDER BY 1, 2", file=file)
        for table, file in (
            ("alerts", "alerts"),
            ("alert_facts", "alerts"),
            ("outcomes", "records"),
        )
    }


@cache
def in_order() -> dict[str, Rows]:
    return Heard(list(story())).tables()


def test_the_story_that_is_shuffled_has_everything_in_it() -> None:
    tables = in_order()
    assert [len(tables[table]) for table in ("alerts", "outcomes", "purged")] == [2, 2, 1]
    assert len(tables["alert_facts"]) > 12
    types = {event.header.type for event in story()}
    assert {"alert.raised", "alert.pressed", "alert.noted", "alert.withdrawn"} <= types
    assert {"alert.acknowledged", "alert.attended", "alert.closed", "alert.received"} <= types


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60, deadline=None)
@given(data=st.data())
def test_any_order_and_any_doubles_make_the_same_tables(data: st.DataObject) -> None:
    places = list(range(len(story())))
    doubles = data.draw(st.lists(st.sampled_from(places), max_size=8))
    heard = Heard([story()[place] for place in data.draw(st.permutations([*places, *doubles]))])
    for table, rows in heard.tables().items():
        assert rows == in_order()[table], table
    written, anew = heard.rebuilt()
    assert written == anew
