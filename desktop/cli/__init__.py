"""The command line: one module per noun, every answer readable or, with ``--json``, stable.

``docs/cli.md`` is the contract. A command never opens the station's files itself: it asks the one
process that owns the home, and starts that one without windows where none runs.
"""

import sys
from collections.abc import Sequence

from desktop.cli.faults import answer_to_errors
from desktop.cli.options import parse
from desktop.cli.output import Output
from desktop.cli.session import Session
from desktop.services.adapters.home import Home


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: see ``desktop.cli.exits``."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    output = Output(is_json="--json" in arguments)
    with answer_to_errors(output) as end:
        options = parse(arguments, output)
        session = Session(Home(options.home.absolute()) if options.home else None, output)
        end.session = session
        end.code = options.run(session, options) if options.run else _open_station(session)
    return end.code


def _open_station(session: Session) -> int:
    from desktop.cli.run import open_windows

    return open_windows(session)
