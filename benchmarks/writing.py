"""Somebody types a report into the real form, and the process is killed in the middle of it."""

import sqlite3
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from time import monotonic, sleep

from benchmarks.ends.writing_pace import story
from benchmarks.homes import identity_of
from benchmarks.processes import End, EndFailedError
from desktop.app.storing import open_store
from desktop.services.adapters.home import Home
from desktop.services.adapters.keys.device_key import verify
from desktop.services.adapters.sqlite.log_file import SqliteLog
from desktop.services.adapters.sqlite.schema import File
from desktop.services.log.verifying import verify_logs


@dataclass(frozen=True, slots=True)
class Killed:
    """What one kill left: ``lost_s`` before it the first letter was pressed that is gone, ``0.0``
    where none is; ``flush_s`` what the disk took for a save at the most; ``flaws`` of the files.
    """

    typed: int
    kept: int
    lost_s: float
    flush_s: float
    flaws: tuple[str, ...]


def kill_while_typing(home: Home, *, after_s: float, seed: str) -> Killed:
    """Have a report written at ``home``, and SIGKILL it ``after_s`` after the first letter."""
    pressed: list[float] = []
    flushes = [0.0]

    def take(said: dict[str, float]) -> None:
        if "at" in said:
            pressed.append(said["at"])
            flushes.append(said["flush"])

    with End("writing", str(home.path), seed) as counter:
        draft = str(counter.hear()["draft"])
        while not pressed:
            take(counter.hear())
        sleep(max(0.0, pressed[0] + after_s - monotonic()))
        killed_at = counter.kill()
        with suppress(EndFailedError):
            while True:
                take(counter.hear())
    kept = _kept(home, draft)
    flaws = list(_flaws(home))
    if kept != story(len(kept)) or len(kept) > len(pressed) + 1:
        flaws.append(f"the draft holds what nobody typed: {kept[-60:]!r}")
    lost = pressed[len(kept) :]
    return Killed(
        typed=len(pressed),
        kept=len(kept),
        lost_s=max(0.0, killed_at - lost[0]) if lost else 0.0,
        flush_s=max(flushes),
        flaws=tuple(flaws),
    )


def _kept(home: Home, draft: str) -> str:
    """The story as the program finds it when it is started again."""
    with closing(open_store(home.drafts_db, File.DRAFTS, identity_of(home).device)) as store:
        found = [one for one in store.held.drafts if one.id == draft]
    return str(found[0].answers["narrative"]) if found else ""


def _flaws(home: Home) -> tuple[str, ...]:
    """What SQLite and ``log verify`` say against the files of ``home``."""
    files = ((home.alerts_db, File.ALERTS), (home.drafts_db, File.DRAFTS))
    found: list[str] = []
    for path, _ in files:
        with closing(sqlite3.connect(path)) as conn:
            checked = [str(row[0]) for row in conn.execute("PRAGMA integrity_check")]
        found += [f"{path.name}: {one}" for one in checked if one != "ok"]
    with ExitStack() as opened:
        logs = [opened.enter_context(closing(SqliteLog(path, file))) for path, file in files]
        verified = verify_logs(logs, site_key=identity_of(home).site_key, verify=verify)
        found += [finding.text for finding in verified.findings]
    return tuple(found)
