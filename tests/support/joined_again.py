"""The real program, at a PC that joins again as soon as a file is there: ``python -m … FILE
ARGUMENT …``. The joining itself is left out; what follows it is not.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from desktop.app.main import Program
from desktop.cli import main, session

LOOKS_EVERY_MS = 20


def play(file: Path) -> None:
    """Have this process, and whatever follows it, look for the file."""
    settle = Program._settle

    def look(program: Program) -> None:
        if file.exists() and program.windows is not None:
            file.unlink()
            program.windows.joined_again.emit()

    def settled(program: Program) -> None:
        settle(program)
        looks = QTimer(program.app)
        looks.timeout.connect(lambda: look(program))
        looks.start(LOOKS_EVERY_MS)

    Program._settle = settled  # type: ignore[assignment,method-assign]  # a test's
    session._INTERPRETED = [sys.executable, "-m", "tests.support.joined_again", str(file)]


if __name__ == "__main__":
    play(Path(sys.argv[1]))
    sys.exit(main(sys.argv[2:]))
