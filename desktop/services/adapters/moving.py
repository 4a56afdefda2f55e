"""Putting a new file where it belongs, also where somebody looks at it at that moment."""

import sys
import time
from pathlib import Path

GIVES_UP_AFTER = 2.0
"""Seconds; a virus scanner is done with a small file in a fraction of one."""
_TRIES_AGAIN_AFTER = 0.02


def move(fresh: Path, place: Path) -> None:
    """Make ``fresh`` the file, or the folder, at ``place``; a file that was there is replaced.

    Windows moves and replaces nothing that another program has open, and virus scanners open
    whatever is new: there a refusal counts after two seconds. Raises ``OSError``.
    """
    deadline = time.monotonic() + GIVES_UP_AFTER
    while True:
        try:
            fresh.replace(place)
        except PermissionError:
            if sys.platform == "win32" and time.monotonic() < deadline:
                time.sleep(_TRIES_AGAIN_AFTER)
                continue
            raise
        return
