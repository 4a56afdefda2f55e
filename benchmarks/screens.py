"""Where the windows of a benchmark open."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.display import missing_programs, virtual_display

OFFSCREEN = {
    "QT_QPA_PLATFORM": "offscreen",
    "QT_LOGGING_RULES": "default.warning=false",  # it says of every window what it cannot do
}


@contextmanager
def screens() -> Iterator[dict[str, dict[str, str]]]:
    """The environments for windows, by name: offscreen, and X with a window manager where it is
    installed.
    """
    if missing_programs():
        yield {"offscreen": OFFSCREEN}
        return
    with virtual_display() as display:
        own = display.environment()
        yield {
            "offscreen": OFFSCREEN,
            "xcb": {name: own[name] for name in ("DISPLAY", "QT_QPA_PLATFORM")},
        }
