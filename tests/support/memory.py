"""A database that is nowhere but in memory."""

import sqlite3
from pathlib import Path
from unittest.mock import patch

from desktop.services.adapters.sqlite import database
from desktop.services.adapters.sqlite.schema import File


def in_memory(file: File) -> sqlite3.Connection:
    """As ``open_for_writing`` makes it; no file is made for it first."""
    with patch.object(database, "make_file"):
        return database.open_for_writing(Path(":memory:"), file)
