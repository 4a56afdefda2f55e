"""``countersign pin``, against a running station."""

import time

import pytest

from desktop.services.adapters.keys.pins import PinFile
from tests.support.office import Office

pytestmark = [pytest.mark.system, pytest.mark.xdist_group("cli-office")]


def test_a_forgotten_pin_is_taken_away_at_its_pc(office: Office) -> None:
    pins = PinFile(office.counter.home / "pins.json", monotonic=time.monotonic)
    pins.set("Maria Delgado", "4711")

    answer = office.counter.does("pin", "forget", "Maria Delgado")

    assert answer == {"person": "Maria Delgado", "forgotten": True}
    assert not pins.has("Maria Delgado")
    assert office.counter("pin", "forget", "Maria Delgado", "--json").error["code"] == "no-pin"
