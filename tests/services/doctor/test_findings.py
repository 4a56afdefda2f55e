"""What the doctor makes of what it finds."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from desktop.domain.autostart import Standing, StartsNothingError
from desktop.domain.backup.facts import LastBackup
from desktop.domain.errors import RefusedError
from desktop.domain.guidance.errors import CardRefusedError
from desktop.domain.hotkeys import DEFAULTS, Action, Holding, Hotkey, Hotkeys
from desktop.domain.sentence import Sentence
from desktop.services.doctor import desk, network, station
from desktop.services.doctor.findings import Check, Finding, Health, examine, is_healthy

MISSING = RefusedError("Mosquitto is not installed.", advice="Install it.")
NOW = datetime(2026, 3, 1, tzinfo=UTC)
RELEASED = datetime(2025, 1, 1, tzinfo=UTC)


def test_what_cannot_be_looked_at_is_a_finding_and_the_rest_is_still_looked_at() -> None:
    def refuses() -> list[Finding]:
        raise RefusedError("No.", advice="Ask.")

    def is_shut() -> list[Finding]:
        raise PermissionError(13, "Permission denied")

    def works() -> Iterator[Finding]:
        yield Finding("c", Health.OK, "Good.")

    found = list(examine([Check("a", refuses), Check("b", is_shut), Check("c", works)]))
    assert [(f.check, f.health) for f in found] == [
        ("a", Health.FAIL),
        ("b", Health.UNKNOWN),
        ("c", Health.OK),
    ]
    assert found[0].fix == "Ask."


def test_only_a_failure_makes_a_pc_unhealthy() -> None:
    def of(*healths: Health) -> bool:
        return is_healthy(Finding("x", health, "") for health in healths)

    assert of(Health.OK, Health.WARN, Health.UNKNOWN)
    assert not of(Health.OK, Health.FAIL)


@pytest.mark.parametrize(("is_relay", "health"), [(True, Health.FAIL), (False, Health.WARN)])
def test_a_missing_broker_fails_where_it_is_needed(is_relay: bool, health: Health) -> None:
    (found,) = network.broker(network.Broker(missing=MISSING), is_relay=is_relay)
    assert (found.health, found.fix) == (health, "Install it.")
    taken = network.port(1, is_ours=False, taken=MISSING, is_relay=is_relay)
    assert taken.health is health


def test_a_port_that_this_stations_own_relay_holds_is_well() -> None:
    assert network.port(1, is_ours=True, taken=None, is_relay=True).health is Health.OK
    assert network.port(1, is_ours=False, taken=None, is_relay=True).health is Health.OK


def test_a_firewall_is_a_question_for_a_relay_alone() -> None:
    def of(name: str | None, *, is_relay: bool) -> Finding:
        return network.firewall(name, "ufw allow 5", number=5, is_relay=is_relay)

    assert of(None, is_relay=True).health is Health.OK
    assert of("ufw", is_relay=False).health is Health.OK
    asked = of("ufw", is_relay=True)
    assert asked.health is Health.UNKNOWN
    assert "ufw allow 5" in asked.fix


def test_a_station_that_reaches_no_relay_fails_and_one_without_a_supervisor_warns() -> None:
    assert network.links(0, is_ready=False, why="").health is Health.FAIL
    assert network.links(1, is_ready=False, why="nobody sits there.").health is Health.WARN
    assert network.links(2, is_ready=True, why="").health is Health.OK
    assert network.links(1, is_ready=False, why="", calls=False).health is Health.OK


def test_a_site_that_hangs_on_one_relay_is_asked_for_a_second() -> None:
    (asked,) = network.second_relay(1)
    assert asked.health is Health.WARN
    assert "relay = true" in asked.fix
    assert not [*network.second_relay(0), *network.second_relay(2)]


def test_a_data_folder_that_others_can_look_into_is_told() -> None:
    assert station.data_folder("x", None).health is Health.OK
    assert station.data_folder("x", None, is_private=False).health is Health.WARN
    assert station.data_folder("x", MISSING).health is Health.FAIL
    assert "group" in station.data_folder("x", None, is_of_a_group=True).message


@pytest.mark.parametrize(
    ("free", "health"),
    [(10**6, Health.FAIL), (5 * 10**8, Health.WARN), (10**11, Health.OK)],
)
def test_a_disk_is_full_nearly_full_or_well(free: int, health: Health) -> None:
    assert station.disk_space(free).health is health


@pytest.mark.parametrize(
    ("is_encrypted", "health"),
    [(True, Health.OK), (False, Health.WARN), (None, Health.UNKNOWN)],
)
def test_an_unencrypted_disk_is_told(is_encrypted: bool | None, health: Health) -> None:
    found = station.disk_encryption(is_encrypted)
    assert found.health is health
    assert bool(found.fix) is (health is not Health.OK)


def test_an_identity_is_missing_damaged_open_to_others_or_well() -> None:
    assert station.identity(None).health is Health.WARN
    assert station.identity(station.Identity(trouble=MISSING)).health is Health.FAIL
    assert station.identity(station.Identity(device="ab", is_private=False)).health is Health.FAIL
    assert station.identity(station.Identity(device="ab")).health is Health.OK


def test_a_database_is_missing_foreign_damaged_or_whole() -> None:
    def of(*, exists: bool = True, trouble: RefusedError | None = None, damage: str = "") -> Health:
        return station.database("x.db", exists=exists, trouble=trouble, damage=damage).health

    assert of(exists=False) is Health.OK
    assert of(trouble=MISSING) is Health.FAIL
    assert of(damage="page 3") is Health.FAIL
    assert of() is Health.OK


@pytest.mark.parametrize(
    ("ahead", "health", "says"),
    [
        (None, Health.UNKNOWN, "no other station"),
        ({"Desk": 2.0, "Counter": -3.0}, Health.OK, "agrees"),
        ({"Desk": 3600.0 * 24 * 400}, Health.WARN, "400 days behind"),
        ({"Desk": -300.0, "Counter": -301.0}, Health.WARN, "5 minutes ahead of"),
        ({"Desk": 0.0, "Counter": 7200.0}, Health.WARN, "Counter"),
    ],
)
def test_a_clock_is_judged_against_the_other_stations(
    ahead: dict[str, float] | None, health: Health, says: str
) -> None:
    found = desk.clock(NOW, not_before=RELEASED, ahead_s=ahead)
    assert found.health is health
    assert says in found.message


def test_a_clock_from_before_the_program_existed_fails_without_any_peer() -> None:
    found = desk.clock(datetime(1980, 1, 1, tzinfo=UTC), not_before=RELEASED, ahead_s=None)
    assert found.health is Health.FAIL


@pytest.mark.parametrize(
    ("failure", "makes_sound", "health"),
    [
        (None, True, Health.OK),
        ("muted", True, Health.FAIL),
        ("muted", None, Health.WARN),
        ("muted", False, Health.OK),
    ],
)
def test_silence_matters_where_an_alarm_must_be_heard(
    failure: str | None, makes_sound: bool | None, health: Health
) -> None:
    assert desk.sound(failure, makes_sound=makes_sound).health is health


@pytest.mark.parametrize(
    ("panic", "health", "says"),
    [
        (Holding.HELD, Health.OK, "Ctrl+Shift+F11 (panic)"),
        (Holding.WAITING, Health.WARN, "not known yet"),
        (Holding.TAKEN, Health.WARN, "Another program has Ctrl+Shift+F11"),
        (Holding.BLOCKED, Health.WARN, "the whole keyboard, so Ctrl+Shift+F11"),
        (Holding.MISSING, Health.WARN, "layout has no Ctrl+Shift+F11"),
    ],
)
def test_a_key_that_does_not_call_is_named_with_its_fix(
    panic: Holding, health: Health, says: str
) -> None:
    guidance = Hotkey(Action.GUIDANCE, DEFAULTS[Action.GUIDANCE], Holding.HELD)
    keys = Hotkeys((guidance, Hotkey(Action.PANIC, DEFAULTS[Action.PANIC], panic)))
    (found,) = desk.hotkeys(keys)
    assert (found.check, found.health) == ("hotkeys", health)
    assert says in found.message
    assert bool(found.fix) is (health is not Health.OK)


def test_where_no_keys_can_call_the_way_round_is_told() -> None:
    every = Hotkeys(tuple(Hotkey(a, DEFAULTS[a], Holding.IMPOSSIBLE) for a in DEFAULTS))
    (found,) = desk.hotkeys(every)
    assert found.health is Health.WARN
    assert "`countersign alert raise panic`" in found.fix
    assert "`countersign guidance open --keyboard`" in found.fix
    (unknown,) = desk.hotkeys(None)
    assert unknown.health is Health.UNKNOWN
    (none_wanted,) = desk.hotkeys(Hotkeys())
    assert none_wanted.health is Health.OK


@pytest.mark.parametrize(
    ("standing", "health", "says"),
    [
        (Standing(is_on=True), Health.OK, "starts by itself"),
        (Standing(), Health.WARN, "does not start by itself"),
        (Standing(why_not=StartsNothingError()), Health.WARN, "is gone"),
    ],
)
def test_a_station_that_does_not_start_by_itself_is_told_with_the_command_that_mends_it(
    standing: Standing, health: Health, says: str
) -> None:
    found = desk.autostart(standing)
    assert found.health is health
    assert says in found.message
    assert ("countersign autostart on" in found.fix) is (health is not Health.OK)


def test_crashes_of_the_last_week_are_one_finding_with_the_last_of_them() -> None:
    assert desk.crashes([], NOW).health is Health.OK
    assert desk.crashes([NOW - timedelta(days=8)], NOW).health is Health.OK
    once = desk.crashes([NOW - timedelta(days=8), NOW - timedelta(hours=2)], NOW)
    assert once.health is Health.WARN
    assert "unexpectedly once, last at 2026-02-28 22:00" in once.message
    twice = desk.crashes([NOW - timedelta(days=1), NOW - timedelta(hours=2)], NOW)
    assert "2 times, last at 2026-02-28 22:00" in twice.message


def test_missing_fonts_are_named() -> None:
    assert desk.fonts([]).health is Health.OK
    assert "Inter.ttf" in desk.fonts(["Inter.ttf"]).message


def test_cards_of_the_guidance_that_cannot_be_used_are_named() -> None:
    assert desk.guidance(93, ()).health is Health.OK
    refused = CardRefusedError("language", Sentence("It has no title."))
    found = desk.guidance(92, (refused,))
    assert found.health is Health.FAIL
    assert "language" in found.message
    assert "no title" in found.message
    assert desk.guidance(0, ()).health is Health.FAIL


def a_backup(*, days_ago: int) -> LastBackup:
    at_ms = round(1000 * (NOW - timedelta(days=days_ago)).timestamp())
    return LastBackup(desk="a", author="Ana", at_ms=at_ms, size=1, revision=1)


@pytest.mark.parametrize(
    ("days_ago", "health", "says"),
    [
        (0, Health.OK, "today, at Front"),
        (1, Health.OK, "yesterday, at Front"),
        (29, Health.OK, "29 days ago"),
        (30, Health.WARN, "30 days ago"),
        (400, Health.WARN, "400 days ago"),
        (-3650, Health.WARN, "a date to come: 2036"),
    ],
)
def test_a_backup_that_is_a_month_old_or_of_the_future_is_a_hint(
    days_ago: int, health: Health, says: str
) -> None:
    found = desk.backup(a_backup(days_ago=days_ago), "Front", NOW)
    assert found.health is health
    assert says in found.message
    assert ("countersign backup" in found.fix) is (health is Health.WARN)


def test_a_site_that_has_no_backup_is_no_fault() -> None:
    found = desk.backup(None, "", NOW)
    assert found.health is Health.WARN
    assert is_healthy([found])
