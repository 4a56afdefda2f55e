"""Prints the reports of one site, in any variant: what an export and a check of copies use."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from desktop.domain.reports.report import Report
from desktop.domain.roster.ids import DeviceId
from desktop.services.adapters.pdf.forms import osha_301_pdf, sb553_pdf
from desktop.services.adapters.pdf.incident_report import (
    Pictures,
    incident_report_pdf,
    no_pictures,
)
from desktop.services.adapters.pdf.page import Paper
from desktop.services.adapters.pdf.pictures import Drawn
from desktop.services.reports.alert_report import AlertReport, people_of
from desktop.services.reports.copy_mark import CopyMark
from desktop.services.reports.dates import Dates, offset_zone
from desktop.services.reports.incident_paper import IncidentPaper
from desktop.services.reports.osha_301 import Osha301
from desktop.services.reports.sb553 import LogEntry
from desktop.services.reports.variants import Variant


def no_alert(_report: Report) -> AlertReport | None:
    """Where no alert is known."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPrinter:
    """What is the same for all documents of a site.

    ``alert_of`` gives the linked alert, told in the language of the report. Which stations have a
    report is left out: it changes without the record, and a copy must be the same bytes again.
    """

    site_name: str
    site_address: str = ""
    names: Mapping[DeviceId, str]
    zone: tzinfo | None = None
    logo: Drawn | None = None
    pictures: Pictures = no_pictures
    alert_of: Callable[[Report], AlertReport | None] = no_alert
    completed_by: str = ""
    completed_title: str = ""
    completed_on: date | None = None

    def printed(self, report: Report, variant: Variant, paper: str) -> bytes:
        """The PDF of ``report``. Raises ``IdentifyingDetailsError`` (SB 553)."""
        on = Paper(paper)
        match variant:
            case Variant.OSHA_301:
                return osha_301_pdf(self._form(report), on=on, logo=self.logo)
            case Variant.SB_553:
                return self._log(report, on)
            case _:
                words = IncidentPaper.of(
                    report,
                    site_name=self.site_name,
                    site_address=self.site_address,
                    names=self.names,
                    zone=self.zone,
                    alert=self.alert_of(report),
                    variant=variant,
                )
                return incident_report_pdf(words, on=on, logo=self.logo, pictures=self.pictures)

    def as_marked(self, mark: CopyMark) -> "ReportPrinter":
        """A printer that prints as the copy with that mark was printed."""
        return replace(self, zone=mark.zone)

    def _form(self, report: Report) -> Osha301:
        return Osha301.of(
            report,
            site_name=self.site_name,
            site_address=self.site_address,
            completed_by=self.completed_by or report.reporter,
            title=self.completed_title or report.title,
            completed_on=self.completed_on,
            zone=self.zone,
        )

    def log_entry(self, report: Report, *, description: str | None = None) -> LogEntry:
        """The entry of ``report`` in the SB 553 log; raises ``IdentifyingDetailsError``."""
        zone = self.zone or offset_zone(report.zone)
        return LogEntry.of(
            report,
            description=description,
            completed_by=self.completed_by or report.reporter,
            title=self.completed_title or report.title,
            completed_on=self.completed_on or report.submitted_at.astimezone(zone).date(),
            people=people_of(self.alert_of(report), self.names.values()),
            zone=self.zone,
        )

    def log(
        self, entries: Sequence[LogEntry], *, period: str, made_at: datetime, paper: str
    ) -> bytes:
        """The PDF of the SB 553 log with these ``entries``."""
        return sb553_pdf(
            entries,
            site_name=self.site_name,
            site_address=self.site_address,
            period=period,
            made_at=made_at,
            on=Paper(paper),
            logo=self.logo,
        )

    def _log(self, report: Report, on: Paper) -> bytes:
        entry = self.log_entry(report)
        day = Dates("en", self.zone or offset_zone(report.zone)).day(report.submitted_at)
        return self.log([entry], period=day, made_at=entry.made_at, paper=on.value)
