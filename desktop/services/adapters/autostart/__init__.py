"""Starting by itself at logon: each system has its own place where an account notes that.

Only the Linux part has been run. Those for Windows and macOS are written from these systems'
documentation; the tests play them with stand-ins. For every account of a PC at once an installer
notes it elsewhere: docs/counter.md.
"""

import sys
from pathlib import Path

from desktop.services.adapters.autostart.program import command_of
from desktop.services.adapters.home import Home
from desktop.services.ports import Autostart


def autostart_of(home: Home | None) -> Autostart:
    """What starts the station of ``home``, or of this PC's own folder, at logon."""
    command = command_of(home)
    if sys.platform == "win32":
        from desktop.services.adapters.autostart.windows import RunKey

        return RunKey(command)
    if sys.platform == "darwin":
        from desktop.services.adapters.autostart.macos import EVERYONES, LaunchAgent

        return LaunchAgent(command, Path.home() / "Library" / "LaunchAgents", EVERYONES)
    from desktop.services.adapters.autostart.linux import EVERYONES, DesktopEntry, autostart_folder

    return DesktopEntry(command, autostart_folder(), EVERYONES)
