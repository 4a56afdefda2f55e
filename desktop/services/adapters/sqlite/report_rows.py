"""The projection of reports: which events make one, how it stands, and all its words."""

import sqlite3
from collections.abc import Iterable

import msgspec

from desktop.domain.events.event import Event, EventId
from desktop.domain.reports.answers import texts
from desktop.domain.reports.facts import ReportFact, ReportId, ReportKept, files_of, report_of
from desktop.domain.reports.field import Answers
from desktop.domain.reports.report import (
    HeldReport,
    Longer,
    Report,
    Told,
    believed,
    fold,
    wanted_blobs,
)
from desktop.services.adapters.sqlite import reading
from desktop.services.adapters.sqlite.searching import as_indexed
from desktop.services.log.reading import facts_of

_ABOUT = 200
_THREATS = {"threat_to_person", "general_threat", "weapon"}
_MARKS = ("behavior", "visit_address")
"""The answers that are counted over many reports; see ``figures.py``."""


_COLUMNS = (
    "n, id, number, kind, standing, began, place, station, reporter, about, is_threat, is_hurt, "
    "open_actions, is_amended, submitted_at, open_dues, kept_until"
)


def write_told(
    conn: sqlite3.Connection,
    told: Iterable[tuple[ReportId, EventId]],
    longer: Iterable[tuple[ReportId, str, Answers]] = (),
    untold: Iterable[EventId] = (),
) -> None:
    """Note which events belong to which report, or to none, and fold those reports anew.

    Of what is ``longer`` nothing is kept that no event says any more: it comes by itself, and a
    purge may have come before it.
    """
    touched: dict[ReportId, None] = {}
    for report, event in told:
        conn.execute("INSERT OR IGNORE INTO report_facts VALUES (?, ?)", (report, event))
        touched[report] = None
    for report, blob, answers in longer:
        if blob not in _wanted(conn, report):
            continue
        conn.execute(
            "INSERT OR REPLACE INTO longer VALUES (?, ?, ?)",
            (report, blob, msgspec.json.encode(answers).decode()),
        )
        touched[report] = None
    for report in touched:
        refold(conn, report)
    for event in untold:
        unfold(conn, event)


def refold(conn: sqlite3.Connection, report: ReportId) -> None:
    """Write the report's row and its words as its events make them now."""
    before = conn.execute("SELECT n FROM reports WHERE id = ?", (report,)).fetchone()
    if before:
        conn.execute("DELETE FROM report_words WHERE rowid = ?", before)
        conn.execute("DELETE FROM report_marks WHERE n = ?", before)
        conn.execute("DELETE FROM reports WHERE n = ?", before)
    found = find(conn, report)
    if found is not None:
        write(conn, found)


def find(conn: sqlite3.Connection, report: ReportId) -> Report | None:
    """The report, folded from the events in the file."""
    return fold(report, _told(reading.of_report(conn, report)), _longer(conn, report))


def dues_of(conn: sqlite3.Connection, report: ReportId) -> str:
    """The days until which what is open was to be done, with a space between."""
    found = find(conn, report)
    return " ".join(found.open_dues) if found else ""


def fold_kept(conn: sqlite3.Connection) -> None:
    """Fold the marks that keep a report, of a file that held them as events of a newer program."""
    marks = reading.of_types(conn, {ReportKept.TYPE})
    write_told(conn, [(report_of(told.event, told.fact), told.event) for told in _told(marks)])


def held(conn: sqlite3.Connection, report: ReportId) -> HeldReport:
    """Everything in the file of one report."""
    told = tuple(believed(report, _told(reading.of_report(conn, report))))
    return HeldReport(report, told, _longer(conn, report))


def unfold(conn: sqlite3.Connection, event: EventId) -> None:
    """Take an event out of the report it belongs to."""
    of = conn.execute("SELECT report FROM report_facts WHERE event = ?", (event,)).fetchall()
    conn.execute("DELETE FROM report_facts WHERE event = ?", (event,))
    for (report,) in of:
        _forget_longer(conn, report)
        refold(conn, report)


def note_leaving(conn: sqlite3.Connection, event: EventId) -> None:
    """The files that its body names are to go with it, unless something else names them."""
    for one in _told(reading.of_id(conn, event)):
        blobs = [(file.sha256,) for file in files_of(one.fact)]
        conn.executemany("INSERT OR IGNORE INTO leaving VALUES (?)", blobs)


def _forget_longer(conn: sqlite3.Connection, report: ReportId) -> None:
    """Delete the answers of events that are gone."""
    kept = conn.execute("SELECT blob FROM longer WHERE report = ?", (report,)).fetchall()
    if not kept:
        return
    wanted = _wanted(conn, report)
    for (blob,) in kept:
        if blob not in wanted:
            conn.execute("DELETE FROM longer WHERE report = ? AND blob = ?", (report, blob))


def _wanted(conn: sqlite3.Connection, report: ReportId) -> frozenset[str]:
    """The blobs that hold answers of this report."""
    return frozenset(wanted_blobs(one.fact for one in _told(reading.of_report(conn, report))))


def replace_told(conn: sqlite3.Connection, told: Iterable[tuple[ReportId, EventId]]) -> None:
    """Drop all of it and write it anew."""
    conn.execute("DELETE FROM report_facts")
    conn.execute("DELETE FROM reports")
    conn.execute("DELETE FROM report_words")
    conn.execute("DELETE FROM report_marks")
    write_told(conn, told)
    for (report,) in conn.execute("SELECT DISTINCT report FROM longer").fetchall():
        _forget_longer(conn, report)


def _told(events: Iterable[Event]) -> Iterable[Told]:
    for event, fact in facts_of(events):
        if isinstance(fact, ReportFact):
            yield Told(event.header.at, event.id, event.header.device_id, fact)


def _longer(conn: sqlite3.Connection, report: ReportId) -> Longer:
    rows = conn.execute("SELECT blob, answers FROM longer WHERE report = ?", (report,))
    return {blob: msgspec.json.decode(answers, type=Answers) for blob, answers in rows}


def write(conn: sqlite3.Connection, report: Report) -> None:
    """Write a report's row and its words; ``refold`` does, with what its events make."""
    n = _place(conn, report)
    behavior = report.answers.get("behavior", [])
    narrative = str(report.answers.get("narrative", ""))
    conn.execute(
        f"INSERT INTO reports ({_COLUMNS}) VALUES ({', '.join('?' * 17)})",  # noqa: S608 (of our own)
        (
            n,
            report.id,
            report.number,
            report.kind.value,
            report.standing.value,
            str(report.answers.get("began", "")),
            str(report.answers.get("place") or report.place),
            report.station,
            report.reporter,
            " ".join(narrative[: 2 * _ABOUT].split())[:_ABOUT],
            int(isinstance(behavior, list) and any(str(one) in _THREATS for one in behavior)),
            int(report.answers.get("hurt") is True),
            sum(not action.is_done for action in report.actions),
            int(bool(report.amendments)),
            int(report.submitted_at.timestamp() * 1000),
            " ".join(report.open_dues),
            report.kept_until,
        ),
    )
    words = as_indexed(_words(report))
    conn.execute("INSERT INTO report_words (rowid, words) VALUES (?, ?)", (n, words))
    write_marks(conn, n, report)


def write_marks(conn: sqlite3.Connection, n: int, report: Report) -> None:
    """Note what ``report``, in row ``n``, says that is counted."""
    for mark in _MARKS:
        answer = report.answers.get(mark, [])
        values = answer if isinstance(answer, list) else [answer]
        conn.executemany(
            "INSERT OR IGNORE INTO report_marks VALUES (?, ?, ?)",
            [(n, mark, value) for value in values if isinstance(value, str) and value.strip()],
        )


def _place(conn: sqlite3.Connection, report: Report) -> int:
    """Where it stands among all reports, the same at every station but for chance."""
    n = (int(report.submitted_at.timestamp() * 1000) << 10) + int(report.id[:3], 16) % 1024
    while conn.execute("SELECT 1 FROM reports WHERE n = ?", (n,)).fetchone():
        n += 1
    return n


def _words(report: Report) -> str:
    said = [
        report.number,
        report.reporter,
        report.place,
        *texts(report.answers),
        *(file.name for file in report.attachments),
        *(amendment.why for amendment in report.amendments),
        *(remark.words for remark in (*report.comments, *report.conclusions)),
        *(word for action in report.actions for word in (action.what, action.owner, action.how)),
        *(word for mark in report.keep_marks for word in (mark.why, mark.release_why)),
    ]
    return "\n".join(filter(None, said))
