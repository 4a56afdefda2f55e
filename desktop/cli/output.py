"""What a command prints: sentences for people, one JSON text for programs."""

import contextlib
import errno
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import TextIOWrapper
from typing import Any, TextIO


class Output:
    """Standard output and error, in the form that was asked for."""

    def __init__(self, *, is_json: bool) -> None:
        self.is_json = is_json
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                # A name in Arabic must not end a command on a console that cannot print it.
                stream.reconfigure(errors="replace")

    def result(self, answer: dict[str, Any], lines: Iterable[str]) -> None:
        """Print ``answer`` as JSON, or ``lines`` for a person."""
        if self.is_json:
            _print(_as_json(answer), sys.stdout)
        else:
            for line in lines:
                _print(line, sys.stdout)

    def error(self, *, code: str, message: str, advice: str) -> None:
        """Print what went wrong and what to do, on standard error."""
        if self.is_json:
            error = {"code": code, "message": message, "advice": advice}
            _print(_as_json({"error": error}), sys.stderr)
            return
        for line in (message, advice):
            if line:
                _print(line, sys.stderr)

    def aside(self, line: str) -> None:
        """Tell a person how it goes; programs are spared it."""
        if not self.is_json:
            _print(line, sys.stderr)


def table(rows: Sequence[Sequence[str]], *, head: Sequence[str]) -> list[str]:
    """Columns under ``head``, two spaces apart; nothing is cut."""
    everything = [head, *rows]
    widths = [max(len(row[i]) for row in everything) for i in range(len(head))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in everything
    ]


def on_this_clock(moment: str) -> str:
    """A time out of the JSON as a person here reads it: by this PC's clock, to the second."""
    from desktop import words  # gettext, which a start with windows reads by itself

    return words.on_this_clock(datetime.fromisoformat(moment)).strftime("%Y-%m-%d %H:%M:%S")


def _as_json(answer: dict[str, Any]) -> str:
    """Escaped, so that no console's code page can change it."""
    import json  # for programs that ask, and not for a start with windows

    return json.dumps(answer)


def _print(line: str, stream: TextIO) -> None:
    try:
        print(line, file=stream, flush=True)
    except OSError as cause:
        if sys.platform == "win32" and cause.errno == errno.EINVAL:
            raise BrokenPipeError from cause  # as Windows calls it when nobody reads any more
        raise


def give_up_on_closed_pipe() -> None:
    """Keep Python quiet when it flushes at its end into a pipe that nobody reads any more."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
