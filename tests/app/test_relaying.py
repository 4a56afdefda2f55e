"""The relay that a station runs for the site."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from desktop.app.relaying import OwnRelay
from desktop.domain.relays import TlsFiles
from desktop.services.station import Station


class NoRoster:
    """A station in which something went wrong."""

    device = "0" * 32

    def watch_roster(self, listener: Callable[[Any], None]) -> None:
        listener(None)


@pytest.mark.expects_log("could not be kept in step")
def test_a_bug_in_keeping_the_relay_in_step_is_heard_of(tmp_path: Path) -> None:
    nothing = TlsFiles(tmp_path / "ca", tmp_path / "certificate", tmp_path / "key")
    station = cast(Station, NoRoster())
    relay = OwnRelay(
        folder=tmp_path, port=0, bind="127.0.0.1", certificate=nothing, station=station
    )
    relay.start()
    relay.stop()
