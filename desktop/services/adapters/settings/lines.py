"""A settings file line by line: what of it can be read, and where it says what."""

import re
import tomllib
from collections.abc import Iterator

import msgspec

_BEGINS = r"\s*(\[|[\w\"'.-]+\s*=|[^\s#\"'\]},])"
"""A line that begins something of its own; others go on with what stands above."""


class Lines(msgspec.Struct, frozen=True):
    """What a file says. ``broken`` are the numbers, from 1, of lines that cannot be read; each is
    the first of some that belong together. ``lost`` are all of those.
    """

    table: dict[str, object]
    broken: tuple[int, ...] = ()
    lost: frozenset[int] = frozenset()


def read_lines(text: str) -> Lines:
    """Read TOML; where a line is none, all the others count as if it were not there."""
    try:
        return Lines(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        return _as_far_as_it_goes(text.splitlines())


def _as_far_as_it_goes(lines: list[str]) -> Lines:
    read: list[str] = []
    table: dict[str, object] = {}
    broken: list[int] = []
    lost: set[int] = set()
    in_broken_table = False
    for first, last in _parts(lines):
        part = lines[first - 1 : last]
        is_table = part[0].lstrip().startswith("[")
        if in_broken_table and not is_table:
            lost |= set(range(first, last + 1))
            continue
        try:
            table = tomllib.loads("\n".join([*read, *part]) + "\n")
        except tomllib.TOMLDecodeError:
            broken.append(first)
            lost |= set(range(first, last + 1))
            in_broken_table = is_table
        else:
            read += part
            in_broken_table = False
    return Lines(table, tuple(broken), frozenset(lost))


def _parts(lines: list[str]) -> Iterator[tuple[int, int]]:
    """The first and the last line of each part that stands or falls together."""
    starts = [number for number, line in enumerate(lines, 1) if re.match(_BEGINS, line)]
    for first, after in zip(starts, [*starts[1:], len(lines) + 1], strict=True):
        yield first, after - 1


def line_of(key: str, text: str) -> int | None:
    """The number of the line that says ``key``, such as ``theme`` or ``hotkeys.panic``."""
    table, _, name = key.rpartition(".")
    before = rf"(?:{re.escape(table)}\s*\.\s*)?" if table else ""
    said = re.compile(rf"\s*\[?\s*{before}[\"']?{re.escape(name)}[\"']?\s*[\]=.]")
    numbers = [n for n, line in enumerate(text.splitlines(), 1) if said.match(line)]
    return numbers[0] if numbers else None
