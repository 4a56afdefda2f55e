"""The report of an alert as a desk knows it."""

from desktop.domain.alerts.facts import AlertId, AlertOutcome
from desktop.domain.board import Board
from desktop.domain.errors import UnknownAlertError
from desktop.services.reports.alert_report import AlertReport


def report_of(board: Board, alert: AlertId, *, outcome: AlertOutcome | None = None) -> AlertReport:
    """The report of ``alert`` from what ``board`` shows; ``outcome`` where one was recorded.

    How many desks were asked is known only where it was pressed. Raises ``UnknownAlertError``
    when the board no longer shows the alert.
    """
    found = board.find(alert)
    if found is None:
        raise UnknownAlertError
    delivery = next((live.delivery for live in board.alerts if live.id == alert), None)
    return AlertReport.of(
        found,
        site_name=board.site_name,
        site_address=board.site_address,
        names={desk.device: desk.place for desk in (board.me, *board.desks)},
        asked=delivery.of if delivery else None,
        outcome=outcome,
    )
