"""What a program of its own has loaded once it has imported a module."""

import os
import subprocess
import sys
from collections.abc import Sequence


def loaded_with(module: str, asked: Sequence[str]) -> list[str]:
    """Those of ``asked`` that are loaded along with ``module``."""
    script = f"import sys, {module}; print(*(m for m in {tuple(asked)!r} if m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    return done.stdout.split()
