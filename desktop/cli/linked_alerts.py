"""The alert that a report belongs to, as it is printed there: the same on any day, at any desk."""

from collections.abc import Mapping

from desktop.cli.serving.history import History
from desktop.domain.reports.report import Report
from desktop.domain.roster.ids import DeviceId
from desktop.services.adapters.home import Home
from desktop.services.reports.alert_report import AlertReport


def told_for(report: Report, home: Home, names: Mapping[DeviceId, str]) -> AlertReport | None:
    """What the log in ``home`` tells of it, in the language of ``report``.

    Nothing where the report is linked to none, or the log has lost it. How many desks were asked
    and how it ended are left out: not every desk knows them.
    """
    found = History(home).find(report.alert) if report.alert else None
    if found is None:
        return None
    return AlertReport.of(found, site_name="", names=names, language=report.language)
