"""How a process is started that outlives this one, and is not ended with its terminal."""

import subprocess
import sys
from typing import Any

DETACHED: dict[str, Any] = {"start_new_session": True}
"""For ``subprocess.Popen``; without a console of its own on Windows."""

if sys.platform == "win32":
    DETACHED = {"creationflags": subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP}
