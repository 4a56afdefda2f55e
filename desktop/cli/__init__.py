"""The command line: one module per noun, every answer readable or, with ``--json``, stable.

``docs/cli.md`` is the contract. A command never opens the station's files itself: it asks the one
process that owns the home, and starts that one without windows where none runs.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.cli.faults import End, answer_to_errors
from desktop.cli.output import Output
from desktop.cli.plain import plain_start
from desktop.cli.session import Session
from desktop.services.adapters.home import Home


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: see ``desktop.cli.exits``."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    output = Output(is_json="--json" in arguments)
    with answer_to_errors(output) as end:
        plain = plain_start(arguments)
        if plain is not None:
            end.session = _session(plain.home, output)
            end.code = _open_station(end.session, is_kept=plain.is_kept)
        else:
            end.code = _run_command(arguments, output, end)
    return end.code


def _run_command(arguments: Sequence[str], output: Output, end: End) -> int:
    from desktop.cli.options import parse

    options = parse(arguments, output)
    end.session = _session(options.home, output)
    code: int = options.run(end.session, options) if options.run else _open_station(end.session)
    return code


def _session(home: Path | None, output: Output) -> Session:
    return Session(Home(home.absolute()) if home else None, output)


def _open_station(session: Session, *, is_kept: bool = False) -> int:
    from desktop.cli.run import open_windows

    return open_windows(session, is_kept=is_kept)
