"""Bringing a site back where every administrator's PC is lost: a backup and the recovery file make
this PC an administrator's desk, with the history, or leave it as it was.

What comes back is made ready in a folder beside its place, and the identity is put down last: until
then this PC is no station, whatever ends the program, and ``unfinished`` takes away what came.
"""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from desktop.app.backing_up import bring_back, bring_settings_back, look_into, require_room_for
from desktop.app.site_making import refounded
from desktop.app.unfinished import (
    clear_unfinished,
    forget_unfinished,
    note_what_is_placed,
    take_away,
)
from desktop.domain.backup.errors import HomeNotEmptyError, SiteNotBroughtBackError
from desktop.services.adapters.home import LOGOS, Home
from desktop.services.adapters.home_lock import HomeLock
from desktop.services.adapters.keys.identity import IdentityFolder
from desktop.services.adapters.keys.private_files import PrivateFileNotSavedError
from desktop.services.adapters.moving import move
from desktop.services.adapters.sharing import make_folder
from desktop.services.adapters.sqlite.errors import DatabaseUnusableError
from desktop.services.adapters.sqlite.log_file import SqliteLog
from desktop.services.adapters.sqlite.schema import File
from desktop.services.backup.opening import Opened
from desktop.services.backup.restoring import Restored, Telling
from desktop.services.blobs.ports import BlobNotSavedError
from desktop.services.trust.ports import NewIdentity

if TYPE_CHECKING:
    from desktop.services.adapters.keys.recovery import Recovery


@dataclass(frozen=True, slots=True)
class SiteFound:
    """A backup that was looked through, and what this PC will be once it is brought back."""

    opened: Opened
    identity: NewIdentity
    backup: Path
    passphrase: str = field(repr=False)


def look_at_site(
    home: Home, backup: Path, passphrase: str, recovery: "Recovery", *, place: str, person: str
) -> SiteFound:
    """See whether the site can be brought back at this PC; nothing is changed, but that what was
    ended in the middle before goes.

    Raises ``AlreadyJoinedError``, ``HomeNotEmptyError``, ``NoRoomToRestoreError``, and what
    ``look_into`` and ``Refounding.refound`` raise.
    """
    forget_unfinished(home)
    _require_empty(home)
    opened = look_into(backup, passphrase)
    identity = refounded(opened.events, recovery, place=place, person=person)
    require_room_for(opened, home)
    return SiteFound(opened, identity, backup, passphrase)


def bring_site_back(
    home: Home, found: SiteFound, *, with_settings: bool = False, telling: Telling | None = None
) -> tuple[Restored, bool]:
    """Make this PC the desk that was found, with all of the history; whether the settings of that
    PC came, too.

    Raises ``HomeInUseError``, ``AlreadyJoinedError``, ``HomeNotEmptyError``,
    ``SiteNotBroughtBackError``, and what reading the backup raises; then nothing is left of it.
    """
    identities = IdentityFolder.of(home)
    with HomeLock(home), _unfinished(home) as aside:
        identities.require_free()
        _require_empty(home)
        with ExitStack() as files:
            alerts = SqliteLog(aside.alerts_db, File.ALERTS, for_writing=True)
            files.enter_context(closing(alerts))
            records = SqliteLog(aside.records_db, File.RECORDS, for_writing=True)
            files.enter_context(closing(records))
            came = bring_back(
                found.opened,
                found.backup,
                found.passphrase,
                home=aside,
                site_key=found.identity.site_key,
                alerts=alerts,
                records=records,
                telling=telling,
            )
        has_settings = _bring_own_files(found, aside, home, with_settings=with_settings)
        with _put_in_place(aside, home):
            identities.save(found.identity)
    return came, has_settings


def _bring_own_files(found: SiteFound, aside: Home, home: Home, *, with_settings: bool) -> bool:
    """What is this PC's own stays: its logo, and its settings; whether those of the backup come."""
    if any((home.path / name).exists() for name in LOGOS):
        for name in LOGOS:
            (aside.path / name).unlink(missing_ok=True)
    may_have_settings = with_settings and not home.settings_file.exists()
    return may_have_settings and bring_settings_back(found.opened, aside)


def _require_empty(home: Home) -> None:
    """Raise ``AlreadyJoinedError`` or ``HomeNotEmptyError``."""
    IdentityFolder.of(home).require_free()
    databases = (home.alerts_db, home.records_db, home.drafts_db)
    if any(file.exists() for file in databases) or any(_files_in(home.blobs)):
        raise HomeNotEmptyError(
            "This PC has a station's history already, in {folder}.", folder=home.path
        )


def _files_in(folder: Path) -> Iterator[Path]:
    return (one for one in folder.rglob("*") if one.is_file())


@contextmanager
def _unfinished(home: Home) -> Iterator[Home]:
    """A folder for what is not whole yet; gone afterwards, however that ended."""
    folder = home.restoring
    try:
        clear_unfinished(home)
        make_folder(folder)
        yield Home(folder)
    except (DatabaseUnusableError, BlobNotSavedError, PrivateFileNotSavedError) as cause:
        raise _not_brought_back(cause.sentence) from cause
    except OSError as cause:
        raise _not_brought_back(cause.strerror or cause) from cause
    finally:
        rmtree(folder, ignore_errors=True)


def _not_brought_back(why: object) -> SiteNotBroughtBackError:
    return SiteNotBroughtBackError(
        "The site is NOT brought back, and nothing of it is left on this PC: {why}", why=why
    )


@contextmanager
def _put_in_place(aside: Home, home: Home) -> Iterator[None]:
    """Move all of it to where it belongs for the block; out again where that does not end well."""
    moved: list[Path] = []
    names = sorted(one.name for one in aside.path.iterdir())
    note_what_is_placed(home, names)
    rmtree(home.blobs, ignore_errors=True)  # nothing is in it
    try:
        for name in names:
            move(aside.path / name, home.path / name)
            moved.append(home.path / name)
        yield
    except BaseException:
        for one in moved:
            take_away(one)
        raise
