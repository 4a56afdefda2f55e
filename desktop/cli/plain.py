"""The command line without a command, which opens this PC's station at every logon.

It is read without the parser, whose loading and building take as long as the bar's first paint.
"""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from desktop.services.adapters.keeper.process import TAKES_IT


class PlainStart(msgspec.Struct, frozen=True):
    """A start without a command; ``home`` is ``None`` where none was named.

    ``is_kept``: the keeper starts it, after a crash.
    """

    home: Path | None
    is_kept: bool = False


def plain_start(arguments: Sequence[str]) -> PlainStart | None:
    """The start that ``arguments`` ask for; ``None`` where they hold anything more."""
    home = None
    is_kept = False
    words = iter(arguments)
    for word in words:
        if word == "--json":
            continue
        if word == TAKES_IT:
            is_kept = True
            continue
        folder = next(words, "-")
        if word != "--home" or folder.startswith("-"):
            return None
        home = Path(folder)
    return PlainStart(home, is_kept)
