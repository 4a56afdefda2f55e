"""What stations in processes of their own logged: a warning there fails the test, too.

Whoever makes a home for such a station, or starts a demo, says ``watch(folder)``. Every test then
hears what is new in the folder's logs since the last one, and lets its judge decide.
"""

import re
from collections.abc import Iterator
from pathlib import Path

_STAMPED = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ (?P<level>[A-Z]+) (?P<said>.*)$")
_HARMLESS = {"DEBUG", "INFO"}
_OFFSCREEN = re.compile(r"This plugin does not support (propagateSizeHints|raise)\(\)")
_ENDED_WHILE_TELLING = re.compile(r"^Task was destroyed but it is pending!.*/zeroconf/", re.DOTALL)
"""A process that ended while zeroconf told the network of its relay: asyncio's words for it."""
_watched: dict[Path, dict[Path, int]] = {}


def watch(folder: Path) -> Path:
    """Listen to the ``*.log`` files in ``folder`` from now on; returns it."""
    _watched.setdefault(folder, {})
    return folder


def fresh_complaints() -> list[str]:
    """What was written since the last call that is more than information, file by file."""
    return [
        f"{file.parent.parent.name}/{file.name}: {complaint}"
        for folder, read in _watched.items()
        for file in sorted(folder.glob("*.log"))
        for complaint in complaints_in(_fresh_text(file, read))
    ]


def _fresh_text(file: Path, read: dict[Path, int]) -> str:
    content = file.read_bytes()
    fresh = content[read.get(file, 0) :]
    read[file] = len(content)
    return fresh.decode("utf-8", "replace")


def complaints_in(text: str) -> Iterator[str]:
    """Warnings and errors, each with its last line: of a traceback that is the one that counts.

    Text that no logger stamped was printed by an interpreter, a library or Qt, and is one as well.
    """
    complaint: list[str] = []
    is_harmless = False
    for line in text.splitlines():
        stamped = _STAMPED.match(line)
        if stamped or not complaint:
            yield from _joined(complaint)
            complaint = []
        if stamped:
            is_harmless = stamped["level"] in _HARMLESS
            if not is_harmless:
                complaint = [f"{stamped['level']} {stamped['said']}"]
        elif complaint:
            complaint.append(line.strip())
        elif line.strip() and not _OFFSCREEN.search(line) and not is_harmless:
            complaint = [line.strip()]
    yield from _joined(complaint)


def _joined(complaint: list[str]) -> Iterator[str]:
    said = [line for line in complaint if line]
    if said and not _ENDED_WHILE_TELLING.match("\n".join(said)):
        yield said[0] if len(said) == 1 else f"{said[0]} ... {said[-1]}"
