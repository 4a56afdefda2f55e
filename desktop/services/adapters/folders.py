"""Where programs keep what belongs to the whole PC."""

import os
import sys
from pathlib import Path

APP = "countersign"


def machine_wide_folder() -> Path:
    """The folder for the whole PC, whether or not anybody has made it."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / APP
    if sys.platform == "darwin":
        return Path("/Library/Application Support") / APP
    return Path("/var/lib") / APP
