"""What the doctor reads in the keeper's log."""

from datetime import datetime
from pathlib import Path

from desktop.services.adapters.home import Home
from desktop.services.adapters.keeper import process
from desktop.services.adapters.keeper.restarts import LOG_NAME, crashes_of


def test_each_crash_that_the_keeper_noted_is_read_again_and_torn_lines_are_not(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path)
    assert crashes_of(home) == []
    before = datetime.now().astimezone().replace(microsecond=0)
    log = home.log / LOG_NAME
    process._note(str(log), f"{process.CRASHED} (exit code 3)")
    with log.open("a") as file:
        file.write(f"2026-03-\n{process.CRASHED}\n2026-03-02 10:15:04,000 INFO else\n")
    (crash,) = crashes_of(home)
    assert before <= crash <= datetime.now().astimezone()
