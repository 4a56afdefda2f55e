"""A site whose only relay is somebody's own Mosquitto, on a machine that is no station."""

from pathlib import Path

import pytest

from tests.support.external_relay import LOOPBACK, external_relay
from tests.support.office import (
    PASSPHRASE,
    Station,
    command,
    ended_afterwards,
    make_home,
    sees_a_supervisor,
    station_at_work,
    wait_until,
)
from tests.support.ports import own_port

pytestmark = pytest.mark.system


def without_a_relay(home: Path, port: int) -> Path:
    """The home's station runs no relay and is told of the external one."""
    with (home / "station.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'relay = false\nrelays = ["{LOOPBACK}:{port}"]\ndiscovery = false\n')
    return home


def test_an_alert_goes_all_the_way_over_an_external_relay_alone(tmp_path: Path) -> None:
    port = own_port()
    desk = without_a_relay(make_home(tmp_path / "desk"), port)
    counter = without_a_relay(make_home(tmp_path / "counter"), port)
    secret, kit = tmp_path / "passphrase", tmp_path / "kit"
    secret.write_text(PASSPHRASE + "\n", encoding="utf-8")
    created = command(
        *("--home", desk, "site", "create", "City Hall", "--place", "Supervisors"),
        *("--person", "Ana", "--recovery", tmp_path / "recovery", "--passphrase-file", secret),
    )
    assert created.code == 0, created.err
    with ended_afterwards(desk, counter), station_at_work(desk) as ana:
        made = ana.does("site", "relay-kit", "--host", f"{LOOPBACK}:{port}", "--out", kit)
        with external_relay(kit, port):
            joins(ana, counter)
            with station_at_work(counter) as ben:
                wait_until(lambda: sees_a_supervisor(ben))
                assert ana.does("status")["relay"] is None
                alert = is_answered_and_closed(ana, ben)

        kit_relay = [m for m in ana.does("site", "roster")["members"] if m["role"] == "relay"]
        assert [m["station"] for m in kit_relay] == [made["station"]]
        assert ana.does("alert", "show", alert)["alert"]["state"] == "closed"
        assert "until you renew its kit" in ana.says("site", "revoke", "Counter 3")


def joins(ana: Station, counter: Path) -> None:
    invited = ana.does("site", "invite", "--place", "Counter 3", "--person", "Ben")
    code, address = invited["invitations"][0]["code"], invited["addresses"][0]
    joined = command("--home", counter, "site", "join", code, "--at", address)
    assert joined.code == 0, joined.err


def is_answered_and_closed(ana: Station, ben: Station) -> str:
    raised = ben.does("alert", "raise", "panic", "--wait-receipt", "20")
    assert raised["waited"]["receipt"]["came"]
    alert: str = raised["alert"]["id"]
    ana.does("alert", "ack", alert)
    wait_until(lambda: ben.does("alert", "show", alert)["alert"]["state"] == "acknowledged")
    ben.does("alert", "attend", alert)
    wait_until(lambda: ana.does("alert", "show", alert)["alert"]["state"] == "attended")
    ana.does("alert", "close", alert, "--outcome", "helped")
    wait_until(lambda: ben.does("alert", "show", alert)["alert"]["state"] == "closed")
    return alert
