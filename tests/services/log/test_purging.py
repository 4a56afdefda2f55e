"""A purge takes words out of the file's own bytes, on every station, and no chain breaks."""

import random
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.domain.errors import UnknownAlertError
from desktop.domain.events.body import encode_body
from desktop.domain.events.event import MAX_BODY_BYTES
from desktop.domain.log_facts import BodyPurged
from desktop.services.adapters.keys.device_key import verify
from desktop.services.adapters.sqlite import log_file, reading
from desktop.services.adapters.sqlite.errors import DatabaseUnusableError
from desktop.services.log.believing import roster_from
from desktop.services.log.ledger import Ledger
from desktop.services.log.purging import (
    AdministratorsPurgeError,
    NotPurgeableError,
    UnknownEventError,
    choose,
    notices_for,
    purge_at_rest,
)
from desktop.services.log.verifying import verify_logs
from desktop.services.station import STREAMS
from tests.support.log_files import SECRET, Files, a_story
from tests.support.stations import MORNING, SITE, Clock, Office, key_of


@pytest.fixture(scope="module")
def story() -> Office:
    return a_story()


@pytest.fixture
def files(story: Office, tmp_path: Path) -> Files:
    return Files.of(story["Ana"], tmp_path)


def ids(files: Files, kind: str) -> list[str]:
    return [
        str(event)
        for (event,) in files.rows("SELECT id FROM events WHERE type = ? ORDER BY at, id", kind)
    ]


def closed_alerts(files: Files) -> list[str]:
    return [str(alert) for (alert,) in files.rows("SELECT id FROM alerts WHERE state = 4")]


def open_alert(files: Files) -> str:
    ((alert,),) = files.rows("SELECT id FROM alerts WHERE state < 4")
    return str(alert)


def purge(files: Files, *, alerts: tuple[str, ...] = (), events: tuple[str, ...] = ()) -> None:
    with files.opened(for_writing=True) as logs:
        roster = roster_from(SITE.public_bytes, logs[0].events(), verify)
        ledger = Ledger(
            site=bytes.fromhex(SITE.id),
            signer=key_of("Ana"),
            verify=verify,
            clock=Clock(),
            random_bytes=random.randbytes,
            streams=STREAMS,
            roster=lambda: roster,
            held=reading.held(logs[0]._conn, bytes.fromhex(key_of("Ana").id), closed_since=MORNING),
        )
        chosen = choose(logs, events=events, alerts=alerts, today=MORNING.date())
        notices = notices_for(
            chosen, roster=roster, me=key_of("Ana").id, reason="by law", person="Ana"
        )
        purge_at_rest(notices, ledger=ledger, alerts=logs[0], records=logs[1])


def test_the_words_are_in_the_file_before(files: Files) -> None:
    assert SECRET.encode() in files.bytes_in_folder()


def test_the_words_of_purged_alerts_are_gone_from_every_byte(files: Files) -> None:
    purge(files, alerts=tuple(closed_alerts(files)))
    assert SECRET.encode() not in files.bytes_in_folder()


def test_whatever_keeps_the_words_in_the_bytes_is_said_in_a_sentence(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_conn: sqlite3.Connection) -> bool:
        raise ValueError("non-hexadecimal number found")

    monkeypatch.setattr(log_file, "shred", broken)
    with (
        files.opened(for_writing=True) as (alerts, _),
        pytest.raises(DatabaseUnusableError, match=r"alerts\.db cannot be used"),
    ):
        alerts.shred()


def test_the_chains_still_verify_and_the_purged_bodies_are_counted(files: Files) -> None:
    purge(files, alerts=tuple(closed_alerts(files)))
    with files.opened() as logs:
        found = verify_logs(logs, site_key=SITE.public_bytes, verify=verify)
    assert found.is_sound
    assert found.purged > 10


def test_a_purged_alert_is_gone_from_what_people_see_and_others_stay(files: Files) -> None:
    one, other = closed_alerts(files)
    purge(files, alerts=(one,))
    assert closed_alerts(files) == [other]
    assert files.rows("SELECT count(*) FROM alert_facts WHERE alert = ?", one) == [(0,)]
    assert files.rows("SELECT alert FROM outcomes", file="records") == [(other,)]


def test_a_note_can_go_alone_and_its_alert_stands(files: Files) -> None:
    notes = tuple(ids(files, "alert.noted"))
    purge(files, events=notes)
    assert f"{SECRET} has left".encode() not in files.bytes_in_folder()
    assert f"{SECRET} shouts".encode() in files.bytes_in_folder()
    assert len(closed_alerts(files)) == 2


def test_retention_means_all_alerts_closed_before_a_day(files: Files) -> None:
    with files.opened() as logs:
        assert choose(logs, closed_before=MORNING - timedelta(days=1), today=MORNING.date()) == ()
        meant = choose(logs, closed_before=MORNING + timedelta(days=1), today=MORNING.date())
    for alert in closed_alerts(files):
        assert alert in meant
    assert open_alert(files) not in meant


def test_what_was_purged_before_is_not_purged_again(files: Files) -> None:
    alerts = tuple(closed_alerts(files))
    purge(files, alerts=alerts[:1])
    with files.opened() as logs:
        chosen = choose(logs, closed_before=MORNING + timedelta(days=1), today=MORNING.date())
    assert not [event for event in chosen if event == alerts[0]]


def test_an_open_alert_cannot_be_purged(files: Files) -> None:
    with files.opened() as logs, pytest.raises(NotPurgeableError, match="open"):
        choose(logs, alerts=[open_alert(files)], today=MORNING.date())


@pytest.mark.parametrize("kind", ["alert.raised", "alert.closed", "alert.acknowledged"])
def test_what_an_alert_stands_on_goes_with_all_of_it_or_not_at_all(files: Files, kind: str) -> None:
    with files.opened() as logs, pytest.raises(NotPurgeableError, match="does not stand without"):
        choose(logs, events=ids(files, kind), today=MORNING.date())


def test_the_roster_cannot_be_purged(files: Files) -> None:
    with files.opened() as logs, pytest.raises(NotPurgeableError, match="roster"):
        choose(logs, events=ids(files, "device.admitted"), today=MORNING.date())


def test_what_nobody_here_knows_is_refused_by_name(files: Files) -> None:
    with files.opened() as logs:
        with pytest.raises(UnknownEventError):
            choose(logs, events=["no-such-event"], today=MORNING.date())
        with pytest.raises(UnknownAlertError):
            choose(logs, alerts=["no-such-alert"], today=MORNING.date())


def test_only_an_administrator_s_desk_can_purge(story: Office) -> None:
    roster = story["Marcus"].at_work.roster
    with pytest.raises(AdministratorsPurgeError):
        list(notices_for(["e1"], roster=roster, me=key_of("Marcus").id, reason="", person="Marcus"))


def test_as_many_notices_as_it_takes_and_each_fits_into_an_event(story: Office) -> None:
    roster = story["Ana"].at_work.roster
    events = [f"{number:032x}" for number in range(2_345)]
    notices = list(
        notices_for(events, roster=roster, me=key_of("Ana").id, reason="r" * 500, person="Ana")
    )
    assert [event for notice in notices for event in notice.events] == events
    assert all(len(encode_body(notice, bytes(32))) < MAX_BODY_BYTES for notice in notices)


def test_every_station_that_hears_of_it_deletes_the_words_and_refuses_them() -> None:
    office = a_story()
    ana = office["Ana"]
    alert = office["Marcus"].board.closed[0]
    events = tuple(recorded.event for recorded in alert.timeline)
    office.stop("Marcus")
    office.done(ana.at_work.publish(BodyPurged(events=events, reason="by law")))
    office.advance(1)
    office.start("Marcus")
    office.advance(30)
    for name in ("Ana", "Marcus", "Counter 1", "Counter 3"):
        conn = office[name].disk.conn
        marks = ", ".join("?" * len(events))
        found = conn.execute(f"SELECT count(*) FROM bodies WHERE event IN ({marks})", events)
        assert found.fetchone() == (0,), name
        assert alert.id not in {a.id for a in office[name].board.closed}, name


def test_a_press_of_an_open_alert_stays_on_the_board_until_it_is_closed() -> None:
    office = Office().opens()
    pressed = office.press("Counter 3")
    office.done(office["Ana"].at_work.publish(BodyPurged(events=(pressed.press,), reason="x")))
    assert office["Ana"].alert.needs_answer
    assert office["Counter 3"].alert.id == pressed.alert
