"""Everything by which a record tells who its people are, for ``identifying``."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from desktop.domain.reports.field import Answer, Answers, Entry, Field
from desktop.domain.reports.fields import BY_KEY
from desktop.domain.reports.report import Report
from desktop.services.reports.details import Detail
from desktop.services.reports.identifying import Known

_NAME_KEYS = frozenset(
    [
        "name",
        "alias",
        "reporter_name",
        "police_by",
        "officer",
        "companion",
        "reply_by",
        "hurt_name",
        "who",
        "physician",
    ]
)
_OTHER_KEYS = {
    "phone": Detail.PHONE,
    "reporter_phone": Detail.PHONE,
    "caller_number": Detail.PHONE,
    "caller_id": Detail.PHONE,
    "visit_phone": Detail.PHONE,
    "contact": Detail.PHONE,
    "case_number": Detail.NUMBER,
    "police_number": Detail.NUMBER,
    "osha_case": Detail.NUMBER,
    "vehicle": Detail.PLATE,
    "visit_address": Detail.ADDRESS,
    "ask_address": Detail.ADDRESS,
    "ask_from": Detail.ADDRESS,
    "hurt_address": Detail.ADDRESS,
    "facility": Detail.ADDRESS,
    "hurt_born": Detail.BORN,
    "ask_name": Detail.NAME,
    "voice_like": Detail.NAME,
}
_LEAST_OF_A_PIECE = 4  # letters and digits
_MONTHS = (
    ("January", "enero"),
    ("February", "febrero"),
    ("March", "marzo"),
    ("April", "abril"),
    ("May", "mayo"),
    ("June", "junio"),
    ("July", "julio"),
    ("August", "agosto"),
    ("September", "septiembre"),
    ("October", "octubre"),
    ("November", "noviembre"),
    ("December", "diciembre"),
)


def known_of(report: Report, also: Iterable[str] = ()) -> Known:
    """Everything by which the record knows people; ``also`` are further names."""
    names: set[str] = {report.reporter, *also}
    others: set[tuple[Detail, str]] = set()
    for field, text in _every_text(report):
        if field is None:
            continue
        if field.key in _NAME_KEYS:
            names.add(text)
        elif field.key in _OTHER_KEYS:
            detail = _OTHER_KEYS[field.key]
            others.update((detail, piece) for piece in _pieces(detail, text))
    names.update(amendment.amender for amendment in report.amendments)
    for remarks in (report.readings, report.comments, report.conclusions):
        names.update(remark.person for remark in remarks)
    for action in report.actions:
        names.update((action.owner, action.author, action.done_by))
    for mark in report.keep_marks:
        names.update((mark.author, mark.released_by))
    names.update(signing.signer for signing in report.signings)
    names |= {text for detail, text in others if detail is Detail.NAME}
    return Known(
        frozenset(name for name in names if name.strip()),
        frozenset((d, text) for d, text in others if d is not Detail.NAME and text.strip()),
    )


def told_of(report: Report) -> Iterator[str]:
    """Whatever somebody wrote freely about people: answers, reasons, remarks and actions."""
    for field, text in _every_text(report):
        if field is None or field.is_personal or field.entry in {Entry.TEXT, Entry.STEPS}:
            yield text
    yield from (amendment.why for amendment in report.amendments)
    for remarks in (report.comments, report.conclusions):
        yield from (remark.words for remark in remarks)
    for action in report.actions:
        yield from (action.what, action.how)
    for mark in report.keep_marks:
        yield from (mark.why, mark.release_why)


def _every_text(report: Report) -> Iterator[tuple[Field | None, str]]:
    """Each text that was ever answered, with its field where this version knows it."""
    for answers in (report.submitted, report.answers, *_changed(report)):
        for key, answer in answers.items():
            yield from _texts_of(BY_KEY.get(key), answer)


def _changed(report: Report) -> Iterator[Answers]:
    for amendment in report.amendments:
        for change in amendment.changes:
            for answer in (change.before, change.after):
                if answer is not None:
                    yield {change.key: answer}


def _texts_of(field: Field | None, answer: Answer) -> Iterator[tuple[Field | None, str]]:
    match answer:
        case str():
            yield field, answer
        case list():
            for one in answer:
                if isinstance(one, str):
                    yield field, one
                    continue
                for key, value in one.items():
                    if isinstance(value, str):
                        yield field and field.row(key), value


def _pieces(detail: Detail, value: str) -> Iterator[str]:
    """``value``, and the parts of it that tell somebody by themselves."""
    yield value
    if detail is Detail.BORN:
        yield from _spellings_of(value)
        return
    if detail is Detail.NAME:
        return
    if detail is Detail.ADDRESS:
        for piece in re.split(r"[,;\n]", value):
            street = re.sub(r"^[\s\d]+[a-z]?\s+", "", piece, flags=re.IGNORECASE)
            yield from (one for one in (piece, street) if len(one.split()) > 1)
    for word in re.split(r"[\s,;/]+", value):
        has_digit = any(map(str.isdigit, word))
        if "@" in word or (has_digit and sum(map(str.isalnum, word)) >= _LEAST_OF_A_PIECE):
            yield word


def _spellings_of(value: str) -> Iterator[str]:
    """A date as people write it."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return
    d, m, y = day.day, day.month, day.year
    yield from (f"{m}/{d}/{y}", f"{d}/{m}/{y}", f"{m:02}/{d:02}/{y}", f"{d:02}/{m:02}/{y}")
    english, spanish = _MONTHS[m - 1]
    for month in (english, english[:3], spanish, spanish[:3]):
        yield from (f"{month} {d}, {y}", f"{d} {month} {y}", f"{d} de {month} de {y}")
