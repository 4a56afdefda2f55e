"""A redacted copy: no personal value survives anywhere in the file."""

from functools import cache
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.alerts.facts import Message
from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.facts import (
    ActionDone,
    ActionListed,
    ReportAmended,
    ReportCommented,
    ReportConcluded,
    ReportKept,
    ReportRead,
    ReportReleased,
    ReportSigned,
)
from desktop.domain.reports.field import Answer, Entry, Field
from desktop.domain.reports.fields import FIELDS
from desktop.domain.reports.report import Report
from desktop.services.adapters.pdf.incident_report import incident_report_pdf
from desktop.services.reports.alert_report import AlertReport
from desktop.services.reports.redaction import Redaction
from desktop.services.reports.variants import Variant
from tests.adapters.pdf.reading import everything_in, text_of
from tests.support.alert_story import COUNTER, FRONT, NAMES, Story
from tests.support.incident_story import (
    REPORT_ID,
    SITE,
    an_action,
    folded,
    paper_of,
    submission,
    told,
)
from tests.support.names import NAME_FIELDS, a_record_with, names


class Markers:
    """Words that are found nowhere else, made as they are asked for."""

    def __init__(self) -> None:
        self._numbers = count(100)
        self.all: list[str] = []

    def __call__(self) -> str:
        number = next(self._numbers)
        letters = "".join("BCDFGHJKLM"[int(digit)] for digit in str(number))
        self.all.append(f"Qx{letters.lower()}zw")
        return self.all[-1]


def personal(field: Field, marker: Markers) -> Answer:
    """An answer of which every typed word is a marker, where the field is of a person."""
    match field.entry:
        case Entry.ROWS:
            return [
                {
                    column.key: value
                    for column in field.rows
                    if isinstance(value := personal(column, marker), str | bool)
                }
                for _ in range(2)
            ]
        case Entry.LINE | Entry.TEXT:
            return f"{marker()} {marker()}"
        case Entry.STEPS:
            return ["listened", marker()]
        case Entry.YES_NO:
            return True
        case Entry.CHOICE | Entry.CHOICES:
            keys = [choice.key for choice in field.choices]
            return keys[0] if field.entry is Entry.CHOICE else [*keys]
        case Entry.DATE:
            return "1961-07-13" if field.is_personal else "2026-03-20"
        case Entry.TIME:
            return "03:47" if field.is_personal else "10:15"
        case _:
            return "2026-03-09T10:00"


STAYS = ("digital_channel", "call_length", "receiving_number", "agency", "lost_time")
"""Typed, and about nobody: left as they are, but for names within them."""


def a_record(marker: Markers, language: str = "en") -> tuple[Report, AlertReport]:
    apart = {"place", "reporter_name", *STAYS}
    answers = {field.key: personal(field, marker) for field in FIELDS if field.key not in apart}
    who = marker()
    answers["place"] = f"Counter 3, beside {who}"
    answers["agency"] = f"Alder Police ({who})"
    answers["reporter_name"] = who
    photo = Attachment(name=f"{marker()}.jpg", media="image/jpeg", size=9, sha256="ab" * 32)
    first = submission(
        answers, reporter=who, title=marker(), attachments=(photo,), pin_checked=True
    )
    facts: list[Any] = [
        first,
        ReportRead(report=REPORT_ID, reader=marker()),
        ReportCommented(report=REPORT_ID, comment=marker(), author=marker()),
        ReportAmended(
            report=REPORT_ID,
            answers={"narrative": marker(), "damage": marker(), "customers": [{"name": marker()}]},
            why=marker(),
            amender=marker(),
            attachments=(photo,),
        ),
        ActionListed(report=REPORT_ID, what=marker(), owner=marker(), author=who),
        ReportConcluded(report=REPORT_ID, outcome=marker(), author=marker()),
        ReportSigned(report=REPORT_ID, signer=marker(), title=marker(), pin_checked=True),
        ReportKept(report=REPORT_ID, why=marker(), author=marker()),
    ]
    mark = told(*facts)[-1].event
    facts.append(ReportReleased(report=REPORT_ID, marks=(mark,), why=marker(), author=marker()))
    facts.append(
        ActionDone(report=REPORT_ID, action=an_action(facts), how=marker(), author=marker())
    )
    story = Story(person=marker(), note=marker())
    story.note(2, text=f"{marker()} and more")
    story.answer(3, FRONT, marker())
    story.say(4, FRONT, marker(), Message.POLICE_CALLED)
    story.attend(5, COUNTER, marker())
    story.close(6, FRONT, marker())
    alert = AlertReport.of(story.alert(), site_name=SITE, names=NAMES)
    return folded(*facts), alert


@given(names(), st.sampled_from(NAME_FIELDS), st.sampled_from(["as it is", "small", "large"]))
@settings(max_examples=25, deadline=None)
def test_no_name_of_anybody_survives_within_a_text_that_is_kept(
    name: tuple[str, str], field: tuple[str, str], spelled: str
) -> None:
    report = a_record_with(*name, field, spelled)
    left = everything_in(incident_report_pdf(paper_of(report, variant=Variant.REDACTED)))
    for word in name[0].split():
        for form in (word, word.lower(), word.upper()):
            assert form.encode() not in left or form.encode() in of_nobody()


@cache
def of_nobody() -> bytes:
    """A copy with no name in it: its fonts have runs of letters that are none either."""
    report = a_record_with("7", " ", ("", "officer"), "as it is")
    return everything_in(incident_report_pdf(paper_of(report, variant=Variant.REDACTED)))


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_personal_value_survives_anywhere_in_the_file(language: str) -> None:
    marker = Markers()
    report, alert = a_record(marker, language)
    stations = ["Front office"]
    full = everything_in(incident_report_pdf(paper_of(report, alert=alert))).lower()
    lost = [word for word in marker.all if word.lower().encode() not in full]
    assert lost == []  # so that what follows means something
    redacted = incident_report_pdf(
        paper_of(report, alert=alert, variant=Variant.REDACTED, received_by=stations),
        pictures=lambda _: pytest.fail("a redacted copy asks for no picture"),
    )
    left = everything_in(redacted).lower()
    survived = [word for word in marker.all if word.lower().encode() in left]
    assert survived == []
    for value in (b"1961", b"3:47 am", b"abab abab", b"front office"):
        assert value not in left


def test_what_is_about_nobody_stays() -> None:
    report, alert = a_record(Markers())
    text = text_of(incident_report_pdf(paper_of(report, alert=alert, variant=Variant.REDACTED)))
    for words in (
        "Redacted copy. Personal details are left out.",
        "Counter 3, beside [removed]",
        "Alder Police ([removed])",
        "Customer [removed] (1)",
        "Weapon or object",
        "Listened without interrupting",
        "Picture (JPEG) 9 B",
        "Amendment 1: [removed], Mar 9, 2026",
        "Damage [removed] [removed]",
        "Panic pressed at Counter 3: “[removed]”",
        "Added: “[removed]”",
        "Signed Mar 9, 2026, 11:52 AM. PIN checked at Counter 3",
        report.number,
    ):
        assert words in text, words


def test_the_list_of_what_goes_covers_each_field_that_says_something_about_a_person() -> None:
    from desktop.services.reports.identifying import Known

    redaction = Redaction(Known(), "x")
    kept = {field.key for field in FIELDS if redaction.keeps(field)}
    assert not any(field.is_personal for field in FIELDS if field.key in kept)
    typed = {f.key for f in FIELDS if f.key in kept and f.entry in {Entry.LINE, Entry.TEXT}}
    assert typed == {"place", *STAYS}
