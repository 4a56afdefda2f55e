"""A disk of a few megabytes that is really full when a test wants it so."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services.adapters.home import Home
from tests.support.workplace import Workplace


def skip_or_fail(why: str) -> None:
    """On a person's PC a test may be left out; where CI is to see everything it may not."""
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


class SmallDisk:
    """A disk of 4 MB of its own under a data folder, really full when a test wants it so."""

    def __init__(self) -> None:
        self._folder: Path | None = None

    def under(self, home: Home) -> None:
        settings = home.settings_file.read_text()
        if os.system(f"mount -t tmpfs -o size=4m,mode=700 tmpfs {home.path} 2>/dev/null") != 0:
            skip_or_fail("this account may not mount, and only a small disk can be really full")
        self._folder = home.path
        home.settings_file.write_text(settings)

    def fills_up(self) -> None:
        assert self._folder is not None
        with (self._folder / "films").open("wb", buffering=0) as films:
            for size in (65536, 1):
                with contextlib.suppress(OSError):
                    while films.write(bytes(size)):
                        pass
        assert shutil.disk_usage(self._folder).free == 0

    def has_room_again(self) -> None:
        assert self._folder is not None
        (self._folder / "films").unlink()

    def undo(self) -> None:
        if self._folder is not None:
            os.system(f"umount {self._folder}")


@pytest.fixture
def small_disk(office: Workplace) -> Iterator[SmallDisk]:
    disk = SmallDisk()
    yield disk
    office.closes_down()
    disk.undo()
