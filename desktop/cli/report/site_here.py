"""The records of a home, and the site as its log tells of it, beside a running station."""

from collections.abc import Iterable, Iterator
from contextlib import closing, suppress

from desktop.cli.linked_alerts import told_for
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Member
from desktop.services.adapters.blob_files import BlobFiles
from desktop.services.adapters.home import Home
from desktop.services.adapters.keys.device_key import verify as is_signed_by
from desktop.services.adapters.keys.identity import IdentityFolder
from desktop.services.adapters.pdf.report_printer import ReportPrinter
from desktop.services.adapters.pdf.site_printer import site_printer
from desktop.services.adapters.sqlite.log_file import SqliteLog
from desktop.services.adapters.sqlite.schema import File
from desktop.services.adapters.sqlite.shelf import SqliteShelf
from desktop.services.log.believing import roster_from
from desktop.services.records.parts import SupervisorsKeepRecordsError


class SiteHere:
    """Reads only. Raises ``SupervisorsKeepRecordsError``, and what keeps a home from being read.

    ``completers`` are those who may have completed a form here, as far as the log tells.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        identity = IdentityFolder.of(home).load()
        if identity.seat.role is not Role.SUPERVISOR:
            raise SupervisorsKeepRecordsError("A counter has no records to check a copy against.")
        with closing(SqliteLog(home.alerts_db, File.ALERTS)) as log:
            roster = roster_from(identity.site_key, log.notices(), is_signed_by)
        self.shelf = SqliteShelf(home.records_db, home.report_views_file)
        self._names = {one.device: one.place for one in roster.members.values()}
        self.letterhead = (roster.name, roster.address)
        self.completers = ("", *dict.fromkeys(filter(None, self._people(roster.supervisors))))

    def _people(self, supervisors: Iterable[Member]) -> Iterator[str]:
        with suppress(OSError):
            yield self._home.person_file.read_text(encoding="utf-8", errors="replace").strip()
        for one in supervisors:
            yield one.name

    def printer(self, completed_by: str) -> ReportPrinter:
        """A printer for its reports; ``completed_by`` stands on forms for authorities."""
        name, address = self.letterhead
        return site_printer(
            self._home.path,
            site_name=name,
            site_address=address,
            names=self._names,
            blobs=BlobFiles(self._home.blobs),
            alert_of=lambda report: told_for(report, self._home, self._names),
            completed_by=completed_by,
        )
