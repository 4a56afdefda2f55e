"""The least that an alert promises beyond its way: signed, and on the disk before it leaves.

A second floor beside the bare one: whatever keeps these two promises by the same libraries takes at
least this long, however little else it does.
"""

import sqlite3
import sys
import threading
from pathlib import Path
from queue import SimpleQueue

from benchmarks.homes import home_argument
from desktop.services.adapters.keys.device_key import DeviceKey, verify
from desktop.services.adapters.keys.identity import Identity

SIGNATURE_BYTES = 64


class Promises:
    """Signs, keeps and checks messages as the product must.

    One row of one table is written for each message (WAL, ``synchronous=FULL``), on a thread of
    its own, for a disk that hangs must not stop the thread that sends.
    """

    def __init__(self, folder: Path, key: DeviceKey, peer_key: bytes) -> None:
        self._key, self._peer_key = key, peer_key
        self._todo: SimpleQueue[tuple[bytes, ...]] = SimpleQueue()
        self._kept: SimpleQueue[None] = SimpleQueue()
        threading.Thread(target=self._run, args=(folder / "floor.db",), daemon=True).start()

    def sealed(self, payload: bytes, *, after: bytes | None = None) -> bytes:
        """``payload`` with its signature in place of its last bytes, so that it is as long; when
        this returns, it is on the disk, and in the same transaction what it comes ``after``.
        """
        signed = payload[:-SIGNATURE_BYTES]
        wire = signed + self._key.sign(signed)
        self._todo.put((wire,) if after is None else (after, wire))
        self._kept.get()
        return wire

    def check(self, wire: bytes) -> None:
        """Raises ``ValueError`` for what the other end has not signed."""
        if not verify(self._peer_key, wire[-SIGNATURE_BYTES:], wire[:-SIGNATURE_BYTES]):
            raise ValueError("the floor's message has a wrong signature")

    def _run(self, path: Path) -> None:
        conn = sqlite3.connect(path, isolation_level=None)
        conn.execute("PRAGMA journal_mode = WAL")
        conn.execute("PRAGMA synchronous = FULL")
        conn.execute("PRAGMA wal_autocheckpoint = 0")  # the product's waits for a quiet moment, too
        conn.execute("CREATE TABLE kept (wire BLOB NOT NULL)")
        while True:
            wires = self._todo.get()
            conn.execute("BEGIN IMMEDIATE")
            for wire in wires:
                conn.execute("INSERT INTO kept VALUES (?)", (wire,))
            conn.execute("COMMIT")
            self._kept.put(None)


def promises_asked_for(identity: Identity) -> Promises | None:
    """As ``--promised KEY`` on the command line of an end says, with the other end's public key."""
    if "--promised" not in sys.argv:
        return None
    peer_key = bytes.fromhex(sys.argv[sys.argv.index("--promised") + 1])
    return Promises(home_argument().path, identity.key, peer_key)
