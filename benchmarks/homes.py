"""The homes that child processes are given: no more than the program itself is imported for it."""

import sys
from pathlib import Path

from desktop.services.adapters.home import Home
from desktop.services.adapters.keys.identity import Identity, IdentityFolder


def home_argument(position: int = 1) -> Home:
    """The home that a child process is given on its command line."""
    return Home(Path(sys.argv[position]))


def identity_of(home: Home) -> Identity:
    """Who the station of ``home`` is."""
    return IdentityFolder.of(home).load()
