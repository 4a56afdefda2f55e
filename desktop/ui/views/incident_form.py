"""Everything the incident form says about the report as a whole."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from desktop.domain.reports.facts import Standing
from desktop.domain.reports.field import KIND_LABELS
from desktop.domain.reports.fields import BY_KEY
from desktop.services.reports.ports import Filed
from desktop.ui.views.incident_parts import Part, PartView, needed, part_of, part_views
from desktop.ui.views.incident_problems import Problem
from desktop.ui.views.incident_sheet import Sheet
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words


class Mode(StrEnum):
    """What the form is for at the moment."""

    WRITING = "writing"
    AMENDING = "amending"
    SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True)
class Needed:
    """One thing that a report cannot be submitted without; a click goes there."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFormView:
    """Header, list of parts and foot of the form."""

    mode: Mode
    title: str
    badge: str
    origin: str
    kind_text: str
    kinds: tuple[tuple[str, str], ...]
    parts: tuple[PartView, ...]
    needed_title: str
    needed: tuple[Needed, ...]
    promise: str
    status: str
    close_text: str
    discard_text: str
    next_text: str
    next_part: Part | None
    submit_text: str
    can_submit: bool
    why_not: str
    question: str
    question_yes: str
    question_no: str

    @property
    def is_last(self) -> bool:
        """There is no part after this one, so the blue button submits."""
        return self.next_part is None

    @classmethod
    def of(
        cls,
        sheet: Sheet,
        *,
        mode: Mode = Mode.WRITING,
        current: Part = Part.HAPPENED,
        problems: Mapping[str, Problem] = {},
        alert_at: datetime | None = None,
        is_from_steps: bool = False,
        number: str = "",
        reading: int = 0,
        words: Words,
    ) -> "IncidentFormView":
        """The form around ``sheet`` while somebody is at ``current``."""
        troubled = {part_of(BY_KEY[where.split(".")[0]]) for where in problems}
        parts = part_views(
            sheet.kind,
            sheet.answers,
            sheet.files,
            current=current,
            troubled=troubled,
            words=words,
        )
        if mode is Mode.SUBMITTED:
            parts = tuple(
                replace(view, number=number)
                for number, view in enumerate((one for one in parts if one.is_done), 1)
            )
        lacking = needed(sheet.answers) if mode is Mode.WRITING else ()
        unread = next((one for one in problems.values() if one.is_unread), None)
        following = _following(parts, current)
        can_submit = not lacking and unread is None
        if mode is Mode.AMENDING:
            has_something = bool(sheet.changed_answers() or sheet.added_files())
            can_submit = has_something and bool(sheet.why.strip()) and unread is None
        can_submit = can_submit and not reading
        return cls(
            mode=mode,
            title=words("Amendment to {number}", number=number)
            if mode is Mode.AMENDING
            else words("Incident report"),
            badge=_badge(mode, number, words),
            origin=_origin(alert_at, is_from_steps, words),
            kind_text=words(KIND_LABELS[sheet.kind]),
            kinds=tuple((kind.value, words(label)) for kind, label in KIND_LABELS.items()),
            parts=parts,
            needed_title=words("Still needed to submit"),
            needed=tuple(Needed(field.key, words(field.label)) for field in lacking),
            promise=_promise(mode, words),
            status=_status(mode, parts, problems.values(), words),
            close_text=words("Close") if mode is Mode.SUBMITTED else words("Save and close"),
            discard_text=_discard(mode, words),
            next_text=words("Next: {part}", part=_in_a_sentence(following, words))
            if following
            else "",
            next_part=following,
            submit_text=words("Submit the amendment")
            if mode is Mode.AMENDING
            else words("Submit the report"),
            can_submit=can_submit and mode is not Mode.SUBMITTED,
            why_not=_why_not(mode, sheet, lacking, unread, words) or _waits_for(reading, words),
            question=words("Add this amendment? It cannot be changed afterwards, only added to.")
            if mode is Mode.AMENDING
            else words("Submit this report? It cannot be changed afterwards, only added to."),
            question_yes=words("Submit"),
            question_no=words("Not yet"),
        )


def _badge(mode: Mode, number: str, words: Words) -> str:
    match mode:
        case Mode.WRITING:
            return words("Draft")
        case Mode.AMENDING:
            return words("Amendment")
        case _:
            return number


def _origin(alert_at: datetime | None, is_from_steps: bool, words: Words) -> str:
    if alert_at is not None:
        at = words.time_of_day(alert_at)
        return words("Started from the alert at {time}, times filled in", time=at)
    return words("Started from guidance, steps ticked") if is_from_steps else ""


def _discard(mode: Mode, words: Words) -> str:
    match mode:
        case Mode.WRITING:
            return words("Delete draft")
        case Mode.AMENDING:
            return words("Delete amendment")
        case _:
            return ""


def _promise(mode: Mode, words: Words) -> str:
    match mode:
        case Mode.WRITING:
            return words("Nothing is sent until you submit. You can close this and come back.")
        case Mode.AMENDING:
            return words("The report stays as it was. What you change here is added to it.")
        case _:
            return words("A submitted report never changes. You can add to it.")


def _following(parts: Collection[PartView], current: Part) -> Part | None:
    """The next part that is not done; on the way every part comes once."""
    later = [view for view in parts if view.part.value != current.value]
    order = list(Part)
    after = [view for view in later if order.index(view.part) > order.index(current)]
    open_ones = [view for view in after if not view.is_done]
    chosen = next(iter(open_ones or after), None)
    return chosen.part if chosen else None


def _in_a_sentence(part: Part | None, words: Words) -> str:
    """The part's name as it goes on after a colon."""
    if part is None:
        return ""
    name = words(part.value)
    return name[:1].lower() + name[1:]


def _status(
    mode: Mode, parts: Collection[PartView], problems: Collection[Problem], words: Words
) -> str:
    if mode is not Mode.WRITING:
        to_go = 0
    else:
        to_go = sum(1 for view in parts if not view.is_done and not view.is_optional)
    said = []
    if problems:
        said.append(words.plural("{n} thing to check", "{n} things to check", len(problems)))
    if to_go:
        said.append(words.plural("{n} section to go", "{n} sections to go", to_go))
    return ", ".join(said)


def _why_not(
    mode: Mode,
    sheet: Sheet,
    lacking: Collection[object],
    unread: Problem | None,
    words: Words,
) -> str:
    if lacking:
        return words("A report needs your name, when it was, and one sentence.")
    if unread is not None:
        return unread.sentence
    if mode is Mode.AMENDING:
        if not sheet.why.strip():
            return words("Say why first: one sentence is enough.")
        if not (sheet.changed_answers() or sheet.added_files()):
            return words("Nothing was changed or added yet.")
    return ""


def _waits_for(reading: int, words: Words) -> str:
    if not reading:
        return ""
    return words.plural("{n} file is still being read.", "{n} files are still being read.", reading)


@dataclass(frozen=True, slots=True)
class FiledView:
    """What a reporter sees of a report that was submitted: number and status, no story."""

    title: str
    number: str
    receipt: str
    receipt_shape: Shape
    steps: tuple[tuple[str, bool], ...]
    outcome: str
    news: tuple[str, ...]
    amend_text: str

    @classmethod
    def of(cls, filed: Filed, *, words: Words) -> "FiledView":
        order = [Standing.SUBMITTED, Standing.READ, Standing.ACTED_ON, Standing.SIGNED]
        reached = order.index(filed.standing)
        labels = (
            words("Submitted"),
            words("Read by a supervisor"),
            words("Acted on"),
            words("Signed by a supervisor"),
        )
        return cls(
            title=words("Submitted {time}", time=words.time_of_day(filed.submitted_at)),
            number=filed.number,
            receipt=_receipt(filed, words),
            receipt_shape=Shape.DONE if filed.is_delivered else Shape.HALF,
            steps=tuple((label, at <= reached) for at, label in enumerate(labels)),
            outcome=filed.outcome,
            news=filed.news,
            amend_text=words("Add an amendment"),
        )


def _receipt(filed: Filed, words: Words) -> str:
    if filed.got == 0:
        return words(
            "Submitted. It is kept on this PC and sent until a supervisor's station has it."
        )
    if filed.got >= filed.of:
        return words.plural(
            "Submitted. The supervisor has it.", "Submitted. All {n} supervisors have it.", filed.of
        )
    return words("Submitted. {got} of {of} supervisors have it.", got=filed.got, of=filed.of)
