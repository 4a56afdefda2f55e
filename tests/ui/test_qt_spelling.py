"""What a start with windows does not pay for."""

import subprocess
import sys

PROGRAM = """
import linecache
import desktop.app.main, desktop.ui.console.window
kept = [name for name in linecache.cache if "/desktop/" in name or "mqtt" in name]
print(len(kept))
"""


def test_pyside_reads_the_source_of_no_module_of_ours() -> None:
    kept = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=True)
    assert kept.stdout.split() == [b"0"]
