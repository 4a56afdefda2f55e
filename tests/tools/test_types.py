"""The types hold on every system that the README names, whichever this one is."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SYSTEMS = {"linux", "win32", "darwin"}


@pytest.mark.types
@pytest.mark.timeout(180)  # without a cache of it, and beside other tests
@pytest.mark.parametrize("system", sorted(SYSTEMS - {sys.platform}))
def test_what_people_run_is_typed_for_the_other_systems_too(system: str) -> None:
    """What one system lacks, such as ``os.getuid``, is an error only when it is asked about."""
    # In a cache of its own: mypy starts anew in one that was made for another system.
    asked = ["--platform", system, "--cache-dir", f".mypy_cache/for-{system}"]
    # What is for another system cannot be reached, and that is right.
    asked += ["--no-warn-unreachable", "desktop", "benchmarks", "run.py"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *asked],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
