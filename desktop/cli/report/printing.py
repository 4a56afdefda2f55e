"""Reports on paper, printed in the command's process: it must not take the station's time."""

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.cli.session import Session
from desktop.domain.errors import DeskError

if TYPE_CHECKING:
    from desktop.domain.reports.report import Report
    from desktop.services.adapters.pdf.report_printer import ReportPrinter
    from desktop.services.reports.alert_report import AlertReport


class ReadReport(msgspec.Struct, frozen=True):
    """A report, and what a printer has to know for it."""

    report: "Report"
    printer: "ReportPrinter"


class Reading:
    """Asks the station for reports, one at a time, each with all that stands on its paper."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._alert: AlertReport | None = None
        self._made: tuple[Any, ReportPrinter] | None = None

    def read(self, named: str) -> ReadReport:
        """The report with that number or id.

        Raises what the station refuses with: only supervisors' desks keep reports.
        """
        from desktop.domain.reports.report import Report
        from desktop.services.reports.alert_report import AlertReport

        told = self._session.ask("report read", report=named)
        report = msgspec.convert(told["report"], Report)
        alert = told["alert"]
        self._alert = None if alert is None else msgspec.convert(alert, AlertReport)
        return ReadReport(report, self._printer(told))

    def of_period(self, since: date, until: date) -> tuple[list[str], "ReportPrinter"]:
        """The ids of the reports of incidents in that time, the oldest first, and a printer."""
        told = self._session.ask("report period", since=since.isoformat(), until=until.isoformat())
        return told["reports"], self._printer(told)

    def _printer(self, told: dict[str, Any]) -> "ReportPrinter":
        from desktop.services.adapters.blob_files import BlobFiles
        from desktop.services.adapters.pdf.site_printer import read_site_logo, site_printer

        site, names, by = said = (told["site"], told["names"], told["by"])
        if self._made is None or self._made[0] != said:
            home = self._session.home
            try:
                read_site_logo(home.path)
            except DeskError as refused:
                self._session.output.aside(f"{refused} {refused.advice}")
            printer = site_printer(
                home.path,
                site_name=site["name"],
                site_address=site["address"],
                names=names,
                blobs=BlobFiles(home.blobs),
                alert_of=lambda _report: self._alert,
                completed_by=by,
            )
            self._made = said, printer
        return self._made[1]
