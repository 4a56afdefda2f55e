"""A home's backup: made beside whatever runs there, and restored while nothing does."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import msgspec

from desktop import __version__
from desktop.domain.events.event import Event
from desktop.domain.events.header import milliseconds
from desktop.domain.roster.roles import Role
from desktop.services.adapters.backup.files import reading, writing
from desktop.services.adapters.blob_files import BlobFiles
from desktop.services.adapters.clock import SystemClock
from desktop.services.adapters.home import LOGOS, Home
from desktop.services.adapters.keys.device_key import verify
from desktop.services.adapters.keys.identity import Identity
from desktop.services.adapters.keys.private_files import write_private
from desktop.services.adapters.sqlite.log_file import SqliteLog
from desktop.services.adapters.sqlite.schema import File
from desktop.services.backup.frames import Counts, Head
from desktop.services.backup.making import Kept, Pace, write_backup
from desktop.services.backup.opening import Opened, look_through
from desktop.services.backup.restoring import Place, Restored, Telling, require_room, restore

SETTINGS = "station.toml"


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A backup that lies in ``file``, ``size`` bytes of it."""

    file: Path
    size: int
    head: Head
    counts: Counts


def back_up(
    home: Home,
    identity: Identity,
    file: Path,
    passphrase: str,
    *,
    replace: bool = False,
    pace: Pace | None = None,
) -> Made:
    """Make one; the station of ``home`` may run meanwhile. It reads only, and asks nobody.

    Takes seconds, and some for every 100 MB of attachments. Raises what ``writing`` does, and what
    the databases do.
    """
    head = Head(
        site=identity.site,
        site_name=identity.site_name,
        desk=identity.device,
        place=identity.seat.place,
        has_records=identity.seat.role is Role.SUPERVISOR,
        at_ms=milliseconds(SystemClock().now()),
        version=__version__,
    )
    kept = Kept(
        logs=lambda: _logs_of(home, has_records=head.has_records),
        founding=[Event.parse(wire) for wire in identity.first_notices()],
        blobs=BlobFiles(home.blobs),
        files=_own_files(home),
    )
    with writing(file, passphrase, replace=replace) as sink:
        counts = write_backup(sink, head, kept, pace or Pace())
    return Made(file=file, size=file.stat().st_size, head=head, counts=counts)


@contextmanager
def _logs_of(home: Home, *, has_records: bool) -> Iterator[Sequence[SqliteLog]]:
    """The notices come last. A counter's own records rest with its drafts until desks have them."""
    records = (home.records_db, File.RECORDS) if has_records else (home.drafts_db, File.DRAFTS)
    with ExitStack() as files:
        yield [
            files.enter_context(closing(SqliteLog(path, file)))
            for path, file in (records, (home.alerts_db, File.ALERTS))
            if path.exists()
        ]


def _own_files(home: Home) -> Mapping[str, bytes]:
    """This PC's settings, and the logo on its papers; nothing that is secret is among them."""
    names = (SETTINGS, *LOGOS)
    return {name: (home.path / name).read_bytes() for name in names if (home.path / name).is_file()}


def look_into(file: Path, passphrase: str) -> Opened:
    """Look through a whole backup; raises as ``reading`` and ``look_through`` do."""
    with reading(file, passphrase) as source:
        return look_through(source)


def require_room_for(opened: Opened, home: Home) -> None:
    """Raise ``NoRoomToRestoreError`` where the disk cannot take what was ``opened``."""
    require_room(opened, BlobFiles(home.blobs), free=_free_at(home))


def _free_at(home: Home) -> int:
    return shutil.disk_usage(next(at for at in (home.path, *home.path.parents) if at.exists())).free


def bring_back(
    opened: Opened,
    file: Path,
    passphrase: str,
    *,
    home: Home,
    site_key: bytes,
    alerts: SqliteLog,
    records: SqliteLog | None,
    telling: Telling | None = None,
) -> Restored:
    """Restore what was ``opened`` out of ``file`` into a home at rest; raises as ``restore`` does.

    The site's logo comes with it where this PC has none.
    """
    came = restore(
        opened,
        lambda: reading(file, passphrase),
        Place(
            site_key=site_key,
            verify=verify,
            alerts=alerts,
            records=records,
            blobs=BlobFiles(home.blobs),
            free=_free_at(home),
        ),
        telling or Telling(),
    )
    if not any((home.path / name).exists() for name in LOGOS):
        for name in LOGOS:
            if name in opened.files:
                write_private(home.path / name, opened.files[name])
    return came


def bring_settings_back(opened: Opened, home: Home) -> bool:
    """Put the settings of that PC here, unless this one has its own; whether it was done."""
    settings = opened.files.get(SETTINGS)
    if settings is None or home.settings_file.exists():
        return False
    write_private(home.settings_file, settings)
    return True
