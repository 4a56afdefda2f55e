"""The command line without a command, which opens this PC's station at every logon.

It is read without the parser, whose loading and building take as long as the bar's first paint.
"""

from collections.abc import Sequence
from pathlib import Path

import msgspec


class PlainStart(msgspec.Struct, frozen=True):
    """A start without a command; ``home`` is ``None`` where none was named."""

    home: Path | None


def plain_start(arguments: Sequence[str]) -> PlainStart | None:
    """The start that ``arguments`` ask for; ``None`` where they hold anything more."""
    home = None
    words = iter(arguments)
    for word in words:
        if word == "--json":
            continue
        folder = next(words, "-")
        if word != "--home" or folder.startswith("-"):
            return None
        home = Path(folder)
    return PlainStart(home)
