"""The data folder of one station, and the names of everything in it."""

import errno
import os
import sys
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import msgspec

from desktop.domain.errors import DeskError
from desktop.services.adapters.folders import APP, machine_wide_folder
from desktop.services.adapters.keys.identity_place import IdentityPlace
from desktop.services.adapters.sharing import make_folder

LOGOS = ("logo.png", "logo.jpg", "logo.jpeg")
"""Where a home keeps the logo of its site: a picture of one of these names in the data folder."""


def as_it_goes(file: Path) -> Path:
    """The name of ``file`` while it is being deleted, which may end in the middle."""
    return file.with_name(f"{file.name}.going")


class HomeNotWritableError(DeskError):
    """The data folder cannot be written."""

    code = "home-not-writable"
    advice = "Free some space or give this account write access to the folder, or pass --home DIR."


class Home(msgspec.Struct, frozen=True):
    """One station's data folder, and the names of everything in it."""

    path: Path

    @classmethod
    def default(cls) -> "Home":
        """The PC's own folder where this account may write it, else the account's.

        A counter's identity belongs to the PC, not to whoever is logged on, so an installer makes
        the machine-wide folder; without one, a program run by hand keeps to its own account. It is
        never made here: on Windows any account may make it, and all others then find it taken.
        """
        return cls(_default_path(machine_wide_folder(), _of_this_account(), _may_write_in))

    @property
    def identity(self) -> Path:
        return self.path / "identity"

    @property
    def alerts_db(self) -> Path:
        return self.path / "alerts.db"

    @property
    def records_db(self) -> Path:
        return self.path / "records.db"

    @property
    def former_records(self) -> tuple[Path, Path]:
        """Where records of a PC lie that was a supervisor's desk: the file, and as it goes."""
        return self.records_db, as_it_goes(self.records_db)

    @property
    def has_reports(self) -> bool:
        """Somebody wrote one on this PC, or it kept them as a supervisor's desk."""
        return any(file.exists() for file in (self.drafts_db, *self.former_records))

    @property
    def report_views_file(self) -> Path:
        """The ways of looking at reports that somebody saved at a supervisor's desk."""
        return self.path / "report-views.json"

    @property
    def drafts_db(self) -> Path:
        """What is written on this PC and not submitted, and what was submitted from it."""
        return self.path / "drafts.db"

    @property
    def blobs(self) -> Path:
        """Attachments, each named by its hash."""
        return self.path / "blobs"

    @property
    def relay(self) -> Path:
        return self.path / "relay"

    @property
    def buttons_file(self) -> Path:
        """The buttons for which this station signs; for this account's eyes alone."""
        return self.path / "buttons.json"

    @property
    def contacts_file(self) -> Path:
        """Whom this station tells outside; their addresses are kept elsewhere."""
        return self.path / "outside.json"

    @property
    def addresses_file(self) -> Path:
        """Addresses of contacts that no keyring keeps; for this account's eyes alone."""
        return self.path / "outside-addresses.json"

    @property
    def settings_file(self) -> Path:
        return self.path / "station.toml"

    @property
    def person_file(self) -> Path:
        """Who sits at this station, as they said themselves."""
        return self.path / "person.txt"

    @property
    def take_back_file(self) -> Path:
        """The codes by which a call is taken back, where this PC has some."""
        return self.path / "take-back.json"

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def restoring(self) -> Path:
        """Where a site that is brought back is made ready; it is there only meanwhile."""
        return self.path / "restoring"

    @property
    def has_identity(self) -> bool:
        """A station was created or joined here, whatever state it is in."""
        return IdentityPlace(self.identity).is_taken

    @property
    def is_shared(self) -> bool:
        """Other accounts of this PC may run the same station: it is the PC's own folder, or another
        one outside of what belongs to this account.
        """
        folder = self.path.resolve()
        return not folder.is_relative_to(Path.home().resolve()) and (
            folder != _of_this_account().resolve()
        )

    @property
    def run(self) -> Path:
        """Where the lock and the control address lie: the folder itself while it can be written.

        A read-only folder must not keep an alert from leaving, so then it is a private folder of
        this account in the temporary directory, named after the home.
        """
        return self.path if self.is_writable() else self.substitute_run

    @property
    def substitute_run(self) -> Path:
        """The stand-in for ``run`` on a read-only folder; it may not exist."""
        name = sha256(os.fsencode(self.path.resolve())).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"{APP}-{_account()}-{name}"

    def make_run(self) -> Path:
        """Make ``run`` where it is missing, and return it; it is as private as the home.

        Raises ``OSError``, also where the stand-in was planted by another account.
        """
        run = self.run
        make_folder(run)
        if run != self.path and not is_of_this_account(run):
            raise PermissionError(errno.EACCES, "it belongs to another account", str(run))
        return run

    def is_writable(self) -> bool:
        """A file can be made in the folder now; makes the folder where it is missing."""
        return _may_write_in(self.path)

    def require_writable(self) -> None:
        """For acts that must be kept: raises ``HomeNotWritableError`` saying what refused.

        The alert path never asks this: an alert leaves from memory when it cannot be saved.
        """
        try:
            _probe(self.path)
        except OSError as cause:
            reason = cause.strerror or str(cause)
            raise HomeNotWritableError(
                "The data folder {folder} cannot be written: {why}.", folder=self.path, why=reason
            ) from cause


def _default_path(machine: Path, account: Path, may_write: Callable[[Path], bool]) -> Path:
    return machine if machine.is_dir() and may_write(machine) else account


def _of_this_account() -> Path:
    import platformdirs  # not needed where --home is given

    return Path(platformdirs.user_data_dir(APP, appauthor=False))


def _account() -> str:
    if sys.platform == "win32":
        return os.environ.get("USERNAME", "account")
    return str(os.geteuid())


def is_of_this_account(path: Path) -> bool:
    """Where folders are shared, a file found there may be another account's trap."""
    return sys.platform == "win32" or path.lstat().st_uid == os.geteuid()


def _may_write_in(folder: Path) -> bool:
    try:
        _probe(folder)
    except OSError:
        return False
    return True


def _probe(folder: Path) -> None:
    """Make and remove a file, for permission bits alone lie (ACLs, read-only mounts, full disks).

    The folder is private from the start: keys will lie in it.
    """
    make_folder(folder)
    with tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(b"x")
        probe.flush()
