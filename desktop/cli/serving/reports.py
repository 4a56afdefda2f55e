"""Submitted incident reports, as commands find, read and amend them."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from desktop.app.running import RunningStation
from desktop.cli.linked_alerts import told_for
from desktop.cli.serving.report_shapes import of_draft, of_filed, of_taken
from desktop.cli.serving.shapes import moment, of_keep_marks, of_report
from desktop.cli.serving.verbs import ReportSlowError, StationSlowError, Verb, settled
from desktop.domain.errors import (
    DeskError,
    RefusedError,
    ReportNotSavedError,
    UnknownReportError,
)
from desktop.domain.reports.answers import checked
from desktop.domain.reports.facts import Standing
from desktop.domain.reports.field import Kind
from desktop.domain.reports.report import Report
from desktop.services.adapters.attachments.taking import Taken
from desktop.services.adapters.sqlite.shelf import SqliteShelf
from desktop.services.records.parts import SupervisorsKeepRecordsError
from desktop.services.reports.ports import Query, Reviewing
from desktop.words import on_this_clock


class Find(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which reports to list."""

    words: str = ""
    kind: Kind | None = None
    standing: Standing | None = None
    since: date | None = None
    until: date | None = None
    most: int = 100
    drafts: bool = False


class Period(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From one day to another, both included."""

    since: date
    until: date


class Which(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report by its number or id."""

    report: str


class Amend(Which, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is added, why, and by whom; ``files`` are whole paths."""

    answers: dict[str, Any]
    files: list[str] = []
    why: str = ""
    by: str = ""


class Keep(Which, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why it is to be kept, until which day, and who says so."""

    why: str
    until: date | None = None
    by: str = ""


class Release(Which, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why it need not be kept any more, and who says so; ``marks`` are all where none is named."""

    why: str
    marks: tuple[str, ...] = ()
    by: str = ""


class NoReasonError(RefusedError):
    """Whoever reads that a report is kept, or no longer, has to read why."""

    code = "no-reason"
    advice = 'Say why with --why, such as --why "A court case".'


class DayIsOverError(RefusedError):
    """That day is over, so it would keep nothing."""

    code = "day-is-over"
    advice = "Give a later day with --until, or none to keep it until somebody releases it."


class NotKeptError(RefusedError):
    """Nobody has said that this report is to be kept."""

    code = "not-kept"
    advice = "See who said what of it with: countersign report show"


class NotAttachedError(DeskError):
    """Files could not be attached, so nothing was added."""

    code = "not-attached"
    advice = "Put these right, or leave them out, and give the command again."


class ReportVerbs:
    """What ``countersign report`` asks of the station about reports that were submitted."""

    def __init__(self, running: RunningStation) -> None:
        self._running = running

    def verbs(self) -> dict[str, Verb[Any]]:
        """The verbs by name."""
        return {
            "report list": Verb(Find, self._list),
            "report show": Verb(Which, self._show),
            "report read": Verb(Which, self._read),
            "report period": Verb(Period, self._period),
            "report amend": Verb(Amend, self._amend),
            "report keep": Verb(Keep, self._keep),
            "report release": Verb(Release, self._release),
        }

    def _list(self, said: Find) -> dict[str, Any]:
        reporting = self._running.late.reporting()
        filed = [of_filed(one) for one in reporting.mine()[::-1]]
        own = {
            "drafts": [of_draft(draft) for draft in reporting.drafts.all()] if said.drafts else [],
            "drafts_elsewhere": reporting.drafts.of_other_accounts() if said.drafts else 0,
            "filed": filed,
        }
        if reporting.shelf is None:  # a counter keeps numbers and how they stand
            return {**own, "reports": [], "count": len(filed)}
        query = Query(
            words=said.words,
            kinds=frozenset({said.kind} if said.kind else ()),
            standings=frozenset({said.standing} if said.standing else ()),
            since=said.since,
            until=said.until,
            most=said.most,
        )
        rows = [
            {
                "id": row.report,
                "number": row.number,
                "kind": row.kind.value,
                "standing": row.standing.value,
                "began": row.began,
                "place": row.place,
                "reporter": row.reporter,
                "about": row.about,
                "threat": row.is_threat,
                "hurt": row.is_hurt,
                "open_actions": row.open_actions,
                "amended": row.is_amended,
                "submitted_at": moment(row.submitted_at),
            }
            for row in reporting.shelf.rows(query)
        ]
        return {**own, "reports": rows, "count": reporting.shelf.count(query)}

    def _show(self, said: Which) -> dict[str, Any]:
        return {"report": of_report(self._find(said.report), oldest_day=self._oldest_day())}

    def _read(self, said: Which) -> dict[str, Any]:
        """The whole record, for a command that prints it."""
        report = self._find(said.report)
        printed = self._printed()
        alert = told_for(report, self._running.home, printed["names"])
        return {
            **printed,
            "report": msgspec.to_builtins(report),
            "alert": None if alert is None else msgspec.to_builtins(alert),
        }

    def _period(self, said: Period) -> dict[str, Any]:
        return {**self._printed(), "reports": self._shelf().of_period(said.since, said.until)}

    def _printed(self) -> dict[str, Any]:
        """What stands on paper whatever the report: site, stations, and who sits here."""
        board = self._running.station.board
        return {
            "names": {desk.device: desk.place for desk in (board.me, *board.desks)},
            "site": {"name": board.site_name, "address": board.site_address},
            "by": board.me.person,
        }

    def _amend(self, said: Amend) -> dict[str, Any]:
        reporting = self._running.late.reporting()
        report = self._id_of(said.report)
        by = said.by or self._running.station.board.me.person
        taken_back = {key: value for key, value in said.answers.items() if value in ("", [])}
        answers = {**checked(said.answers), **taken_back}
        taken = self._take_all(said.files, by)
        files = tuple(one.attachment for one in taken)
        amended = reporting.filing.amend(
            report, answers=answers, why=said.why, amender=by, attachments=files
        )
        try:
            settled(amended)
        except StationSlowError as slow:
            amended.cancel()  # nobody hears it now: so that a repeated command is told, not signed
            raise ReportSlowError from slow
        except ReportNotSavedError:  # the disk may take it yet, with its files
            raise
        except DeskError:
            reporting.let_go(files)
            raise
        reporting.let_go(files)  # what was added before is not added again
        attached = [of_taken(one) for one in taken]
        return {"report": report, "amended": sorted(answers), "attached": attached}

    def _keep(self, said: Keep) -> dict[str, Any]:
        review, report = self._review(), self._find(said.report)
        if not said.why.strip():
            raise NoReasonError
        if said.until is not None and said.until < on_this_clock(self._running.clock.now()).date():
            raise DayIsOverError
        until = "" if said.until is None else said.until.isoformat()
        kept = settled(review.keep(report.id, said.why, until, self._who(said.by)))
        return self._of_kept(kept)

    def _release(self, said: Release) -> dict[str, Any]:
        review, report = self._review(), self._find(said.report)
        if not said.why.strip():
            raise NoReasonError
        marks = said.marks or tuple(one.id for one in report.keep_marks if not one.is_released)
        if not marks:
            raise NotKeptError
        released = settled(review.release(report.id, marks, said.why, self._who(said.by)))
        return self._of_kept(released)

    def _of_kept(self, report: Report) -> dict[str, Any]:
        marks = of_keep_marks(report, self._oldest_day())
        return {"report": report.id, "number": report.number, "kept": marks}

    def _oldest_day(self) -> date:
        from desktop.app.retaining import oldest_day_at

        return oldest_day_at(self._running.at_work)

    def _review(self) -> Reviewing:
        review = self._running.late.reporting().review
        if review is None:
            raise SupervisorsKeepRecordsError
        return review

    def _who(self, by: str) -> str:
        return by or self._running.station.board.me.person

    def _take_all(self, files: list[str], by: str) -> list[Taken]:
        """Take in all of ``files``; raises ``NotAttachedError``, which names each refused one."""
        taken: list[Taken] = []
        refused: list[str] = []
        for file in files:
            try:
                taken.append(self._running.late.reporting().taking.take_file(Path(file), by=by))
            except DeskError as refusal:
                refused.append(f"{file}: {refusal} {refusal.advice}")
        if refused:
            self._running.late.reporting().let_go(one.attachment for one in taken)
            raise NotAttachedError("\n".join(refused))
        return taken

    def _id_of(self, named: str) -> str:
        reporting = self._running.late.reporting()
        for one in reporting.mine():
            if named.upper() == one.number or named.lower() == one.report:
                return one.report
        if reporting.shelf is None:
            raise UnknownReportError(f"No report {named} was submitted from this PC.")
        return self._find(named).id

    def _find(self, named: str) -> Report:
        found = self._shelf().report(named)
        if found is None:
            raise UnknownReportError(f"There is no report {named} here.")
        return found

    def _shelf(self) -> SqliteShelf:
        shelf = self._running.late.reporting().shelf
        if shelf is None:
            raise SupervisorsKeepRecordsError("A counter keeps no one's story.")
        return shelf
