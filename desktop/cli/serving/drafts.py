"""Drafts of incident reports, as commands begin, fill, submit and discard them."""

import time
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from desktop.app.running import RunningStation
from desktop.cli.serving.alerts import AlertVerbs
from desktop.cli.serving.report_shapes import of_draft, of_filed, of_taken
from desktop.cli.serving.verbs import ReportSlowError, StationSlowError, Verb, settled
from desktop.domain.errors import DeskError, RefusedError, UnknownReportError
from desktop.domain.reports.answers import checked
from desktop.domain.reports.draft import Draft
from desktop.domain.reports.field import Kind
from desktop.services.reports.from_alert import answers_from_alert

_LOOK_AGAIN_S = 0.01


class UnknownDraftError(UnknownReportError):
    """No draft here has that id."""

    code = "unknown-draft"
    advice = "See the drafts with: countersign report list --drafts"


class DraftAmendsError(RefusedError):
    """That draft adds to a report that was submitted, so it is no report of its own."""

    code = "draft-amends"
    advice = "Go on with it in the window My reports, or use: countersign report amend"


class OthersDraftError(RefusedError):
    """Somebody else began that draft."""

    code = "others-draft"
    advice = "Have them do it, or change in the bar's menu who sits here."


class New(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``report new`` says: the contents of the file, as its schema has them."""

    kind: Kind
    answers: dict[str, Any]
    alert: str = ""


class Submit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draft by its id; seconds to wait for a supervisor's receipt."""

    draft: str
    wait_receipt: float | None = None


class WhichDraft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draft by its id."""

    draft: str


class Attach(WhichDraft, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file, by its whole path, that goes with a draft."""

    file: str


class DraftVerbs:
    """What ``countersign report`` asks of the station until a report is submitted."""

    def __init__(self, running: RunningStation, alerts: AlertVerbs) -> None:
        self._running = running
        self._alerts = alerts

    def verbs(self) -> dict[str, Verb[Any]]:
        """The verbs by name."""
        return {
            "report new": Verb(New, self._new),
            "report attach": Verb(Attach, self._attach),
            "report discard": Verb(WhichDraft, self._discard),
            "report submit": Verb(Submit, self._submit),
        }

    def _new(self, said: New) -> dict[str, Any]:
        drafts = self._running.late.reporting().drafts
        answers, alert = checked(said.answers), ""
        if said.alert:
            found = self._alerts.find(said.alert)
            answers, alert = {**answers_from_alert(found), **answers}, found.id
        draft = drafts.new(said.kind, answers=answers, alert=alert)
        return {"draft": of_draft(settled(drafts.save(draft)))}

    def _attach(self, said: Attach) -> dict[str, Any]:
        """Take the file in: read, checked and copied before this returns."""
        reporting = self._running.late.reporting()
        draft = self._draft(said.draft)
        taken = reporting.taking.take_file(Path(said.file), by=draft.author)
        try:
            draft = self._draft(said.draft)  # as it is by now: a file may take a minute
        except DeskError:
            reporting.let_go([taken.attachment])
            raise
        with_file = replace(draft, attachments=(*draft.attachments, taken.attachment))
        settled(reporting.drafts.save(with_file))
        return of_taken(taken)

    def _discard(self, said: WhichDraft) -> dict[str, Any]:
        draft = self._draft(said.draft)
        settled(self._running.late.reporting().drafts.discard(draft.id))
        return {"discarded": draft.id}

    def _draft(self, named: str) -> Draft:
        draft = self._running.late.reporting().drafts.find(named)
        if draft is None:
            raise UnknownDraftError(f"There is no draft {named} here.")
        if not self._running.late.reporting().drafts.asker().is_author(draft):
            raise OthersDraftError(f"Draft {named} is by {draft.author}.")
        return draft

    def _submit(self, said: Submit) -> dict[str, Any]:
        reporting = self._running.late.reporting()
        draft = self._draft(said.draft)
        if draft.amends:
            raise DraftAmendsError
        try:
            filed = settled(reporting.filing.submit(draft))
        except StationSlowError as slow:
            raise ReportSlowError from slow
        deadline = time.monotonic() + (said.wait_receipt or 0.0)
        while not filed.is_delivered and time.monotonic() < deadline:
            time.sleep(_LOOK_AGAIN_S)
            known = reporting.filing.filed()
            filed = next((one for one in known if one.report == filed.report), filed)
        return {"filed": of_filed(filed)}
