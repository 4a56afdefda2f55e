"""A draft on paper, as the program's own preview draws it."""

from datetime import timedelta, timezone

from desktop.services.adapters.pdf.incident_report import incident_report_pdf
from desktop.services.reports.incident_paper import IncidentPaper
from desktop.services.reports.ports import Draft

DENVER = timezone(timedelta(hours=-6))


def render(draft: Draft, language: str = "en") -> bytes:
    """The preview's pages."""
    paper = IncidentPaper.of_draft(
        draft,
        site_name="Alder County Health Department",
        site_address="118 Court Street, Alder",
        place="Counter 3",
        zone=DENVER,
        language=language,
    )
    return incident_report_pdf(paper)
