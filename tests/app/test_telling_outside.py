"""A running station with contacts outside: what its process loads, and what its windows can do."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.support.outside import Webhook, a_webhook
from tests.support.programs import ana, windows
from tests.support.workplace import Workplace, office

__all__ = ["ana", "office", "windows"]


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with a_webhook() as webhook:
        yield webhook


OPENS = """
import sys
from pathlib import Path
from desktop.app.running import RunningStation
from desktop.services.adapters.home import Home
running = RunningStation(Home(Path(sys.argv[1])), has_windows=False)
running.start()
print([name for name in sys.modules if "outside" in name.split(".")[1:-1]])
outside = running.telling_outside()
director = outside.add("Director", sys.argv[2])
((_, attempt),) = outside.test((director,)).result(30)
assert attempt.is_told
running.stop()
print(sorted({"apprise", "keyring", "requests", "smtplib"} & set(sys.modules)))
"""


def test_a_station_reads_nothing_of_sending_before_it_has_contacts_and_never_the_senders_modules(
    office: Workplace, hook: Webhook
) -> None:
    station = office.supervisor("Ana Ruiz")
    station.leaves()
    asked = [sys.executable, "-c", OPENS, str(station.home.path), hook.address]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    first, last = done.stdout.splitlines()
    assert [name for name in eval(first) if "domain" not in name] == []
    assert last == "[]"
    assert len(hook.got) == 1
