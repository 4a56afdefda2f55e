"""The report of one alert as a PDF: what happened, who was reached, and room for what follows."""

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from itertools import zip_longest
from pathlib import Path

from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    KeepTogether,
    Spacer,
    Table,
)

from desktop.services.adapters.pdf import fonts, page
from desktop.services.adapters.pdf.marks import QrCode, SignatureLine
from desktop.services.adapters.pdf.page import Letterhead, Paper, print_document
from desktop.services.adapters.pdf.saving import save_document
from desktop.services.adapters.pdf.text import Ink
from desktop.services.adapters.pdf.writing.typed import Typed
from desktop.services.reports.alert_report import AlertReport, Signature
from desktop.services.reports.times import (
    clock_time,
    day,
    length,
    short_time,
    utc_offset,
    weekday,
)

_FACT_AT_MOST = 120
_NAME_AT_MOST = 80
_UNTOLD = "Not told"
_ROW_PAD = 3.25
_CELL_GAP = 10
_TIMELINE = 78, 72, 128  # the columns beside what happened
_PIECE = 200.0  # points: what a cell may hold, less than a third of a page
_HEADING = page.HEADING.spaceBefore + page.HEADING.leading + page.HEADING.spaceAfter
_HEAD_ROW = page.SMALL.leading + 2 * _ROW_PAD
_OUTCOME_KEPT_WITH_CLOSING = 8  # flowables; a longer one may begin on the first page


def alert_report_pdf(
    report: AlertReport, *, paper: Paper = Paper.LETTER, zone: tzinfo | None = None
) -> bytes:
    """Print ``report`` as a PDF; the same record, paper and zone give the same bytes.

    ``zone`` is where the site is (``None``: as this machine is set). No text is too long or too
    strange for it. Takes some 50 ms, and longer for long notes, so call it off the alert and GUI
    threads.
    """
    fonts.register_fonts()
    printed = _Printed(report, paper, zone)
    return print_document(printed.letterhead(), printed.story, paper)


def save_alert_report(
    report: AlertReport,
    path: Path,
    *,
    paper: Paper = Paper.LETTER,
    zone: tzinfo | None = None,
) -> Path:
    """Write the PDF to ``path`` whole or not at all, replacing what was there.

    Raises ``DocumentNotSavedError`` when the folder does not take it.
    """
    return save_document(alert_report_pdf(report, paper=paper, zone=zone), path)


class _Printed:
    """One report on its way to paper."""

    def __init__(self, report: AlertReport, paper: Paper, zone: tzinfo | None) -> None:
        self._report = report
        self._width = paper.text_width
        self._zone = zone
        self._ink = Ink()

    def letterhead(self) -> Letterhead:
        report, plain = self._report, self._ink.line
        emergency = f"Emergency {report.emergency}" if report.emergency else ""
        raised = f"{day(report.raised_at, self._zone)}, {self._time(report.raised_at)}"
        drill = f" ({report.occasion_word.lower()})" if report.occasion_word else ""
        return Letterhead(
            site=plain(report.site_name),
            under_site=" · ".join(filter(None, (plain(report.site_address), plain(emergency)))),
            number=f"Alert {report.number}",
            under_number=f"Pressed {raised}",
            foot=(
                "Open. Not a final record."
                if report.is_open
                else "Confidential. Supervisors and the person who called."
            ),
            watermark=report.occasion_word.upper(),
            title=f"Alert report {report.number}{drill}",
            subject=plain(f"{report.kind_words} at {report.place}{drill}, {raised}"),
            keywords=f"{report.code}, {report.alert}",
            made_at=max((h.at for h in report.timeline), default=report.raised_at),
        )

    def story(self) -> Sequence[Flowable]:
        # Everything a person typed becomes ink before the notes tell what could not be drawn.
        self._ink = Ink()
        told = [*self._opening(), *self._timeline(), *self._desks()]
        outcome = list(self._outcome())
        closing = [*self._follow_up(), *self._signatures(), *self._verification(), *self._notes()]
        if len(outcome) > _OUTCOME_KEPT_WITH_CLOSING:
            return [*told, *outcome, KeepTogether(closing)]
        return [*told, KeepTogether([*outcome, *closing])]

    def _opening(self) -> Iterator[Flowable]:
        report = self._report
        drill = f": {report.occasion_word.lower()}" if report.occasion_word else ""
        yield Typed(f"Alert report{drill}", page.TITLE)
        if report.occasion_word:
            yield Typed(
                f"This was a {report.occasion_word.lower()}. Nobody called for help.", page.TEXT
            )
        if report.is_open:
            yield Typed("The alert was still open when this report was made.", page.TEXT)
        yield Spacer(0, 10)
        yield self._fact_grid()

    def _fact_grid(self) -> Flowable:
        facts = list(self._facts())
        cells = [
            [
                Typed(name, page.SMALL),
                Typed(self._ink.line(value, at_most=_FACT_AT_MOST), page.FACT),
            ]
            for name, value in facts
        ]
        rows = [cells[at : at + 4] for at in range(0, len(cells), 4)]
        return Table(
            rows,
            colWidths=[self._width / 4] * 4,
            cornerRadii=[4, 4, 4, 4],
            style=page.table_style(
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("BOX", (0, 0), (-1, -1), 0.75, page.BORDER),
                ("INNERGRID", (0, 0), (-1, -1), 0.5, page.LINE),
                ("LEFTPADDING", (0, 0), (-1, -1), 9),
                ("RIGHTPADDING", (0, 0), (-1, -1), 7),
                ("TOPPADDING", (0, 0), (-1, -1), 5.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
            ),
        )

    def _facts(self) -> Iterator[tuple[str, str]]:
        report = self._report
        yield "Date", weekday(report.raised_at, self._zone)
        yield "From, to", self._from_to()
        yield "Place", ", ".join(filter(None, (report.place, report.area))) or _UNTOLD
        times = f", pressed {report.presses} times" if report.presses > 1 else ""
        yield "Called for", report.kind_words + times
        yield "Called by", report.caller or report.station
        taken = ", then taken back" if report.is_withdrawn else ""
        yield "What was known", (report.context or _UNTOLD) + taken
        yield "Delivered", self._delivered()
        yield (
            "Answered",
            _who_when(report.answered_by, report.answered_s, "Nobody"),
        )
        yield "Arrival told by", _who_when(report.attended_by, report.attended_s, "Not said")
        yield "Closed by", report.closed_by or "Not closed yet"
        yield "Outcome", report.outcome or _UNTOLD
        yield "Record", f"{report.events} signed {'event' if report.events == 1 else 'events'}"

    def _from_to(self) -> str:
        report = self._report
        began = short_time(report.raised_at, self._zone)
        if report.closed_at is None:
            return f"{began}, still open"
        ended = short_time(report.closed_at, self._zone)
        if day(report.raised_at, self._zone) != day(report.closed_at, self._zone):
            return f"{began} to {day(report.closed_at, self._zone)}, {ended}"
        if began == ended:
            return f"{began}, for {length((report.closed_at - report.raised_at).total_seconds())}"
        return f"{began.removesuffix(ended[-3:])} to {ended}"

    def _delivered(self) -> str:
        report = self._report
        if report.first_receipt_s is None:
            return "No receipt from any desk"
        desks = (
            f"{report.received} of {report.asked}"
            if report.asked is not None
            else f"{report.received} {'desk' if report.received == 1 else 'desks'}"
        )
        return f"{desks}, first in {length(report.first_receipt_s)}"

    def _timeline(self) -> Iterator[Flowable]:
        def rows() -> Iterator[list[Flowable]]:
            before = ""
            for happening in self._report.timeline:
                today = day(happening.at, self._zone)
                date = "" if today == (before or day(self._report.raised_at, self._zone)) else today
                before = today
                time = self._time(happening.at)
                yield from _row(
                    [Typed(words, page.CELL) for words in (date, time) if words],
                    [Typed(length(happening.after_s), page.CELL_RIGHT)],
                    self._pieces(happening.what, self._width - sum(_TIMELINE)),
                    [self._name(happening.who)],
                )

        yield from self._section(
            "Timeline",
            ("Time", "After press", "What happened", "Who"),
            (*_TIMELINE[:2], None, *_TIMELINE[2:]),
            list(rows()),
            right=1,
        )

    def _desks(self) -> Iterator[Flowable]:
        report = self._report
        if not report.desks:
            yield from self._heading("Supervisor desks")
            yield Typed("No desk sent a receipt or an answer.", page.TEXT)
            return
        rows = [
            [
                self._name(desk.desk),
                Typed(
                    "No receipt" if desk.received_s is None else length(desk.received_s), page.CELL
                ),
                Typed(f"{desk.presses} of {report.presses}", page.CELL),
                Typed(self._ink.line(desk.said) or "No answer", page.CELL),
                self._name(desk.person),
                Typed("" if desk.answered_s is None else length(desk.answered_s), page.CELL_RIGHT),
            ]
            for desk in report.desks
        ]
        yield from self._section(
            "Supervisor desks",
            ("Desk", "Received after", "Presses", "Answer", "Who", "After"),
            (None, 78, 54, 118, 100, 60),
            rows,
            right=5,
        )

    def _outcome(self) -> Iterator[Flowable]:
        report = self._report
        if not report.outcome_note:
            return
        yield from self._heading("What came of it")
        for line in self._ink.paragraphs(report.outcome_note):
            yield Typed(line, page.TEXT)
        if report.outcome_by:
            yield Typed(self._ink.line(report.outcome_by, at_most=_NAME_AT_MOST), page.SMALL)

    def _follow_up(self) -> Iterator[Flowable]:
        empty: list[list[Flowable]] = [[Spacer(0, 17)] * 3 for _ in range(4)]
        yield from self._section(
            "Follow-up", ("What was promised", "Who", "By"), (None, 130, 90), empty
        )

    def _signatures(self) -> Iterator[Flowable]:
        yield from self._heading("Signatures")
        gap = 26.0
        column = (self._width - gap) / 2
        lines = [self._signature(signature) for signature in self._report.signatures]
        pairs = zip_longest(lines[::2], lines[1::2], fillvalue=Spacer(0, 0))
        for left, right in pairs:
            yield Table(
                [[left, Spacer(0, 0), right]],
                colWidths=[column, gap, column],
                style=page.table_style(),
            )

    def _signature(self, signature: Signature) -> Flowable:
        duty = self._ink.line(signature.duty)
        if not signature.name:
            return SignatureLine("", (duty, "Name, signature and date"))
        name = self._ink.line(signature.name)
        at = signature.signed_at
        signed = f"Signed {day(at, self._zone)}, {self._time(at)}" if at else "Not signed yet"
        return SignatureLine(name, (f"{name}, {duty[:1].lower()}{duty[1:]}", signed))

    def _verification(self) -> Iterator[Flowable]:
        report = self._report
        words = [
            Typed("Verification code", page.FACT),
            Typed(report.code, page.CODE),
            Typed(
                "Any copy of this report that is made from the same"
                f" {report.events} signed events carries the same code.",
                page.SMALL,
            ),
        ]
        qr = QrCode(f"COUNTERSIGN:{report.number}:{report.code.replace(' ', '')}", 48)
        yield Spacer(0, 8)
        yield Table(
            [[qr, words]],
            colWidths=[72, self._width - 72],
            cornerRadii=[4, 4, 4, 4],
            style=page.table_style(
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("BOX", (0, 0), (-1, -1), 0.75, page.BORDER),
                ("LEFTPADDING", (0, 0), (-1, -1), 11),
                ("RIGHTPADDING", (0, 0), (-1, -1), 8),
                ("TOPPADDING", (0, 0), (-1, -1), 9),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 9),
            ),
        )

    def _notes(self) -> Iterator[Flowable]:
        yield Spacer(0, 6)
        offset = utc_offset(self._report.raised_at, self._zone)
        behind = any(happening.after_s < 0 for happening in self._report.timeline)
        yield Typed(
            f"Times are {offset}, each by the clock of the station that signed the event."
            + (" After a minus sign, that clock is behind the one at the press." if behind else ""),
            page.SMALL,
        )
        if self._ink.note:
            yield Typed(self._ink.note, page.SMALL)

    def _section(
        self,
        heading: str,
        columns: Sequence[str],
        widths: Sequence[float | None],
        rows: Sequence[Sequence[Flowable | list[Flowable]]],
        *,
        right: int | None = None,
    ) -> Iterator[Flowable]:
        """A headed table over the full width; its first row says what the columns are."""
        rest = self._width - sum(width for width in widths if width)
        full = [width or rest for width in widths]
        first = _height(rows[0], full) if rows else 0.0
        yield from self._heading(heading, under=_HEAD_ROW + first + 2 * _ROW_PAD)
        head = [
            Typed(name, page.SMALL_RIGHT if at == right else page.SMALL)
            for at, name in enumerate(columns)
        ]
        yield Table(
            [head, *rows],
            colWidths=full,
            repeatRows=1,
            style=page.table_style(
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, page.LINE),
                ("RIGHTPADDING", (0, 0), (-1, -1), _CELL_GAP),
                ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), _ROW_PAD),
                ("BOTTOMPADDING", (0, 0), (-1, -1), _ROW_PAD),
                *([("RIGHTPADDING", (right, 0), (right, -1), 22)] if right == 1 else []),
            ),
        )

    def _heading(self, text: str, *, under: float = 2 * page.TEXT.leading) -> Iterator[Flowable]:
        """A heading that never parts from the ``under`` points that follow it."""
        yield CondPageBreak(_HEADING + under)
        yield Typed(text, page.HEADING)

    def _name(self, name: str) -> Flowable:
        return Typed(self._ink.line(name, at_most=_NAME_AT_MOST), page.CELL_SOFT)

    def _pieces(self, text: str, width: float) -> list[Flowable]:
        """``text`` in pieces for the cells of a column, so that no row outgrows a page."""
        whole = Typed(self._ink.line(text), page.CELL)
        return list(whole.in_pieces(width - _CELL_GAP, _PIECE))

    def _time(self, at: datetime) -> str:
        return clock_time(at, self._zone)


def _row(*cells: list[Flowable]) -> Iterator[list[Flowable]]:
    """One row, or several where a cell holds more pieces than one: no row outgrows a page."""
    yield from map(list, zip_longest(*cells, fillvalue=Spacer(0, 0)))


def _height(row: Sequence[Flowable | list[Flowable]], widths: Sequence[float]) -> float:
    """How tall the tallest cell of ``row`` is, in points, without padding."""
    cells = [cell if isinstance(cell, list) else [cell] for cell in row]
    return max(
        sum(float(flowable.wrap(width, page.Paper.A4.size[1])[1]) for flowable in cell)
        for cell, width in zip(cells, widths, strict=True)
    )


def _who_when(who: str, seconds: float | None, nobody: str) -> str:
    if seconds is None:
        return nobody
    return f"{who}, after {length(seconds)}"
