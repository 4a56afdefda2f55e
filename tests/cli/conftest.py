"""One office for all tests of commands: making a site costs seconds, asking it none."""

from collections.abc import Iterator

import pytest

from tests.support.office import Office, an_office, wait_until


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(tmp_path_factory.mktemp("office")) as made:
        yield made


@pytest.fixture
def no_alert_stays_open(office: Office) -> Iterator[None]:
    """What a test called for is closed after it: the next one would press the same alert."""
    yield
    for alert in office.desk.does("alert", "list")["open"]:
        office.desk("alert", "attend", alert["id"])
        office.desk("alert", "close", alert["id"])
    wait_until(lambda: office.counter.does("alert", "list")["open"] == [])
