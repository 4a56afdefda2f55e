"""What the keeper noted of the program's crashes."""

from datetime import datetime

from desktop.services.adapters.home import Home
from desktop.services.adapters.keeper.process import CRASHED

LOG_NAME = "restarts.log"
_STAMP = "%Y-%m-%d %H:%M:%S"
_STAMP_LENGTH = len("2026-03-02 10:15:04")


def crashes_of(home: Home) -> list[datetime]:
    """When the program of ``home`` ended unexpectedly, the oldest first; none where nobody knows.

    Raises ``OSError`` where the log is there and cannot be read.
    """
    try:
        text = (home.log / LOG_NAME).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return []
    found = (_moment(line) for line in text.splitlines() if CRASHED in line)
    return [moment for moment in found if moment is not None]


def _moment(line: str) -> datetime | None:
    try:
        return datetime.strptime(line[:_STAMP_LENGTH], _STAMP).astimezone()
    except ValueError:  # torn by a power cut
        return None
