"""A start of the real program, as ``python -m desktop`` does it, that says when it is armed."""

import sys
from typing import TYPE_CHECKING

from benchmarks.ends import as_installed  # noqa: F401 -- first

# isort: split
from desktop.cli import main, run

if TYPE_CHECKING:
    from desktop.app.main import Program
    from desktop.cli.session import Session


def watch_starts() -> None:
    """Have the program say when it is armed, and end then.

    Nothing is imported before the program itself would, for that is part of what is measured.
    """
    open_or_show = run._open_or_show  # noqa: SLF001 -- where the program is there, and nothing open

    def watched(session: "Session", program: "Program", *, is_kept: bool = False) -> bool:
        from benchmarks.ends.armed import tell_when_armed

        tell_when_armed(program)
        return open_or_show(session, program, is_kept=is_kept)

    run._open_or_show = watched  # noqa: SLF001 -- as above


if __name__ == "__main__":
    watch_starts()
    sys.exit(main(["--home", sys.argv[1]]))
