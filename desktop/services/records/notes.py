"""What stations tell each other about records in notes, which leave no trace in the log."""

import msgspec

from desktop.domain.events.event import EventId
from desktop.domain.reports.facts import ReportId, Standing


class RecordGot(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A supervisor's station has these records on its disk: the receipt.

    ``is_whole`` is false while it lacks files that they name; it need not be sent them again.
    """

    events: tuple[EventId, ...]
    is_whole: bool


class ReportAsked(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A reporter's station wants to know how these reports of its own stand."""

    reports: tuple[ReportId, ...]


class ReportNews(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """How a report stands, for the station that submitted it. Nobody's comment is in it."""

    report: ReportId
    standing: Standing
    outcome: str
    news: tuple[str, ...]


class RecordsOffered(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A PC that was a supervisor's desk still keeps these spans of records, and is to let go of
    them: which of them does the other one lack? It tells all in several of these, by ``part``.
    """

    part: int
    spans: tuple[tuple[int, bytes, int, int], ...]


class RecordsLacked(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What a supervisor's station lacks of that ``part``: the rest is on its disk. That is the
    receipt, where ``spans`` is empty.
    """

    part: int
    spans: tuple[tuple[int, bytes, int, int], ...]
