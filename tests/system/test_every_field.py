"""Every question of an incident report, from the form over the network to the paper."""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from itertools import count

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.domain.reports.draft import Filed
from desktop.domain.reports.field import Answers, Entry, Field, Kind, Row
from desktop.domain.reports.fields import BY_KEY, FIELDS
from desktop.domain.reports.report import Report
from desktop.services.adapters.pdf.site_printer import site_printer
from desktop.services.reports.variants import Variant
from desktop.ui.reports.editors import (
    ChoiceEditor,
    Editor,
    LineEditor,
    StepsEditor,
    TextEditor,
    YesNoEditor,
)
from desktop.ui.reports.form import IncidentForm
from desktop.ui.reports.ports import FormDesk, FormPorts
from desktop.ui.reports.question import Question
from desktop.ui.reports.rows import RowsEditor
from desktop.ui.reports.times import DateEditor, MomentEditor, TimeEditor
from desktop.ui.theme import Appearance, Scheme, load_fonts
from desktop.ui.views.incident_form import Mode
from desktop.ui.views.incident_plan import Opener
from desktop.ui.words import Words
from tests.support.filing import report_at, reports, shelf
from tests.support.workplace import StationAtWork, Workplace, wait_until
from tests.ui.hands import click, key
from tests.ui.reports.hands import chip, leave, write
from tests.ui.reports.stand_ins import Copies, save_pdf

pytestmark = pytest.mark.timeout(120)

ASKED: dict[str, dict[str, str]] = {
    "Header": {
        "reporter's name": "reporter_name",
        "reporter's job title": "reporter_title",
        "reporter's phone": "reporter_phone",
        "incident date and time": "began",
        "about": "is_about",
        "until": "ended",
        "site and exact place": "place",
    },
    "People: affected": {
        "name": "affected.name",
        "position": "affected.position",
        "agency worker or visitor": "affected.status",
        "supervisor told": "affected.supervisor_told",
        "family told": "affected.family_told",
    },
    "People: customer or aggressor": {
        "known or unknown": "customers.known",
        "name": "customers.name",
        "description": "customers.description",
        "alias": "customers.alias",
        "phone": "customers.phone",
        "case or file number": "customers.case_number",
        "relationship": "customers.relationship",
        "vehicle": "customers.vehicle",
        "minor": "customers.is_minor",
    },
    "People: witnesses": {
        "name": "witnesses.name",
        "contact": "witnesses.contact",
        "statement": "witnesses.statement",
        "signature": "witnesses.has_signed",
    },
    "People: personnel involved in the escalation": {
        "who came": "personnel.name",
        "as what": "personnel.duty",
        "when": "personnel.at",
        "what they did": "personnel.did",
    },
    "What happened": {
        "purpose of the visit or call": "purpose",
        "narrative": "narrative",
        "trigger": "trigger",
        "exact words": "exact_words",
        "behavior": "behavior",
        "other behavior": "behavior_other",
        "steps tried": "steps",
        "warning given": "warning_given",
        "words of the warning": "warning_words",
        "escalation level": "level",
        "ended by whom": "ended_by",
        "what the customer wanted": "wanted",
        "actions taken": "actions",
        "resolution": "resolution",
        "customer's response": "response",
        "feelings shown": "feelings",
        "number of a caller": "caller_number",
        "digital channel": "digital_channel",
    },
    "SB 553": {
        "type 1 to 4": "violence_type",
        "perpetrator": "perpetrator",
        "circumstances": "circumstances",
        "where": "where_class",
        "incident type": "incident_type",
        "consequences": "consequences",
    },
    "Harm": {
        "anyone hurt": "hurt",
        "injury and body part": "injury",
        "what caused it": "injury_cause",
        "first aid": "first_aid",
        "physician": "physician",
        "facility": "facility",
        "emergency room": "emergency_room",
        "inpatient": "inpatient",
        "lost time": "lost_time",
        "return date": "returns_on",
        "damage": "damage",
    },
    "OSHA 301": {
        "1 name": "hurt_name",
        "2 address": "hurt_address",
        "3 birth date": "hurt_born",
        "4 hired": "hurt_hired",
        "5 sex": "hurt_sex",
        "10 log case number": "osha_case",
        "12 work start": "work_began",
        "13 time undetermined": "time_unknown",
        "14 activity before": "before",
        "18 date of death": "died_on",
    },
    "Police and others": {
        "police called": "police_called",
        "called by whom": "police_by",
        "called when": "police_at",
        "agency": "agency",
        "officer": "officer",
        "report number": "police_number",
        "director told": "director_told",
        "security told": "security_told",
    },
    "Threat call": {
        "channel": "call_channel",
        "received": "call_received",
        "ended": "call_ended",
        "length": "call_length",
        "receiving number": "receiving_number",
        "caller id": "caller_id",
        "exact wording": "threat_wording",
        "when will it go off": "ask_when",
        "where is it": "ask_where",
        "what does it look like": "ask_look",
        "what kind": "ask_kind",
        "what sets it off": "ask_trigger",
        "did you place it": "ask_placed",
        "why": "ask_why",
        "your address": "ask_address",
        "your name": "ask_name",
        "where are you calling from": "ask_from",
        "caller's sex": "caller_sex",
        "caller's age": "caller_age",
        "caller's accent": "caller_accent",
        "voice": "voice",
        "familiar: like whom": "voice_like",
        "background": "background",
        "language": "language",
    },
    "Follow-up": {
        "promised what": "promises.what",
        "promised by whom": "promises.who",
        "promised by when": "promises.by",
        "warn the next colleague": "caution",
        "restriction proposed": "restriction",
        "break taken": "break_taken",
        "debrief offered": "debrief_offered",
        "counseling offered": "counseling_offered",
        "so that it does not happen again": "prevention",
        "a mistake of ours alleged": "mistake_alleged",
        "what we found": "mistake_findings",
        "the customer was told": "findings_told",
        "put right": "put_right",
        "passed on to": "referred_to",
    },
    "Correspondence": {
        "kind": "letter_kind",
        "received": "letter_received",
        "copy attached": "copy_attached",
        "abusive part": "abusive_part",
        "point still to be answered": "substance",
        "answered by whom": "reply_by",
        "answered when": "reply_due",
    },
    "Field visit": {
        "address": "visit_address",
        "appointment": "appointment",
        "companion": "companion",
        "phone": "visit_phone",
        "caution known beforehand": "file_caution",
        "time back": "back_at",
    },
}
"""The page on which the fields were gathered, read by hand: section, what it asks, its key."""

CHOICES = {
    "behavior": "loud abusive intimidation threat_to_person general_threat damage weapon contact"
    " stalking written other",
    "voice": "calm angry excited slow rapid soft loud laughing crying normal distinct slurred nasal"
    " stutter lisp raspy deep ragged throat_clearing deep_breathing cracking disguised whispered"
    " familiar drunk distressed overwhelmed",
    "background": "street voices public_address music motor house office factory animal crockery"
    " static clear local long_distance booth",
    "language": "well_spoken foul irrational incoherent taped read righteous",
    "circumstances": "usual_duties poorly_lit rushed low_staffing isolated_or_alone"
    " unable_to_get_help community_setting unfamiliar_location",
    "violence_type": "type1 type2 type3 type4",
}


def test_the_table_asks_what_the_sources_ask_and_nothing_else() -> None:
    asked = [key for section in ASKED.values() for key in section.values()]
    assert Counter(asked) == Counter(
        f"{field.key}.{column.key}" if column else field.key
        for field in FIELDS
        for column in (field.rows or (None,))
    )
    for question, choices in CHOICES.items():
        assert [choice.key for choice in BY_KEY[question].choices] == choices.split()


class Answering:
    """Answers what an editor asks as a person would, no two of them the same."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def answer(self, editor: Editor) -> None:
        field, number = editor.field, next(self._numbers)
        match editor:
            case RowsEditor():
                box = editor.rows[0]
                box.open()
                for column in list(box.editors.values()):
                    self.answer(column)
            case StepsEditor():
                _tick(editor, field)
            case YesNoEditor():
                click(chip(editor, "Yes"))
            case ChoiceEditor(is_single=True):
                click(chip(editor, field.choices[number % len(field.choices)].label))
            case ChoiceEditor():
                _tick(editor, field)
            case MomentEditor():
                write(editor.day, "3/8/2026")
                write(editor.time, "2:15 pm")
            case TextEditor():
                write(editor.text, f"What was typed as number {number}, on two")
                key(editor.text, Qt.Key.Key_Return)
                write(editor.text, f"lines of text{number}.")
            case DateEditor():
                write(editor.line, f"{number % 12 + 1}/{number % 28 + 1}/{1990 + number % 30}")
            case TimeEditor():
                write(editor.line, f"{number % 12 + 1}:{number % 60:02} pm")
            case LineEditor():
                write(editor.line, f"Line no{number}")
            case _:
                raise AssertionError(field.key)


def _tick(editor: ChoiceEditor, field: Field) -> None:
    for more in editor.chips.more:
        click(more)
    for choice in field.choices:
        click(chip(editor, choice.label))


@pytest.fixture
def form(qtbot: QtBot, office: Workplace) -> IncidentForm:
    """The form at a counter that reaches a supervisor."""
    ana = office.supervisor("Ana Ruiz")
    reports(ana)
    counter = office.counter("Counter 3")
    load_fonts()
    reporting = reports(counter)
    form = IncidentForm(
        reporting.drafts.new(Kind.COUNTER),
        ports=FormPorts(
            drafts=reporting.drafts,
            filing=reporting.filing,
            save_copy=Copies(),
            save_pdf=save_pdf,
        ),
        desk=FormDesk(person="Maria Delgado"),
        appearance=Appearance(scheme=Scheme.LIGHT),
        words=Words.of("en"),
    )
    qtbot.addWidget(form)
    form.resize(1100, 900)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    return form


def editors(form: IncidentForm) -> Iterator[Editor]:
    for box in form.frame.body.all_of_it():
        yield from list(box.editors.values())


def opens_everything(form: IncidentForm) -> None:
    body = form.frame.body
    for box in body.all_of_it():
        for block in box._plan:
            if isinstance(block, Opener):
                box.opener_pressed.emit(block.key)


def fills_in_everything(form: IncidentForm) -> None:
    answering, answered = Answering(), set[str]()
    for kind in (*(one for one in Kind if one is not Kind.COUNTER), Kind.COUNTER):
        form.frame.parts.kind_chosen.emit(kind)
        while True:
            opens_everything(form)
            open_ones = [one for one in editors(form) if one.field.key not in answered]
            if not open_ones:
                break
            answered.add(open_ones[0].field.key)
            answering.answer(open_ones[0])
        leave(form)


def submits(qtbot: QtBot, form: IncidentForm) -> Filed:
    click(form.frame.foot.submit)
    question = form.submitting.dialog
    assert isinstance(question, Question)
    with qtbot.waitSignal(form.submitted, timeout=20_000) as submitted:
        click(question.yes)
    assert submitted.args
    filed = submitted.args[0]
    assert isinstance(filed, Filed)
    return filed


def printed(station: StationAtWork, report: Report) -> str:
    """What the paper says, as a PDF library reads it back."""
    running, desk = station.running, reports(station)
    printer = site_printer(
        running.home.path,
        site_name="Alder County Health",
        site_address="118 Court Street",
        names={station.device: "Supervisors"},
        blobs=desk.blobs,
    )
    pages = PdfReader(BytesIO(printer.printed(report, Variant.FULL, "letter"))).pages
    return "\n".join(page.extract_text() for page in pages)


def test_every_field_comes_from_the_form_to_the_paper(
    qtbot: QtBot, office: Workplace, form: IncidentForm
) -> None:
    fills_in_everything(form)
    typed: Answers = dict(form.draft.answers)
    assert set(typed) == set(BY_KEY)
    for field in FIELDS:
        if field.entry is Entry.ROWS:
            rows = typed[field.key]
            assert isinstance(rows, list)
            (row,) = rows
            assert isinstance(row, dict)
            assert set(row) == {column.key for column in field.rows}

    filed = submits(qtbot, form)
    assert form.mode is Mode.SUBMITTED
    ana = office.founder
    wait_until(lambda: (found := shelf(ana).report(filed.number)) and found.is_whole)
    report = report_at(ana, filed)
    assert report.answers == typed

    paper = printed(ana, report)
    assert filed.number in paper
    lacking = [said for said in expected(typed) if _bare(said) not in _bare(paper)]
    assert lacking == []


def _bare(text: str) -> str:
    """Where a line of the paper ends says nothing."""
    return "".join(text.split())


def expected(answers: Answers) -> Iterator[str]:
    """What the paper must say for ``answers``."""
    for field in FIELDS:
        answer = answers[field.key]
        if field.entry is Entry.ROWS:
            for row in answer if isinstance(answer, list) else ():
                assert isinstance(row, dict)
                yield from _of_row(field, row)
        elif isinstance(answer, list):
            yield from (_label(field, str(one)) for one in answer)
        else:
            yield from _said(field, answer).splitlines()  # between two, a page may end


def _of_row(field: Field, row: Row) -> Iterator[str]:
    for column in field.rows:
        said = row[column.key]
        assert not isinstance(said, list)
        yield from _said(column, said).splitlines()


AT_THE_TOP = {"is_about": "about", "hurt": "Hurt"}


def _said(field: Field, answer: object) -> str:
    if isinstance(answer, bool):
        label = field.label if field.group != "Police" else field.label.lower()
        return AT_THE_TOP.get(field.key, label)
    text = str(answer)
    match field.entry:
        case Entry.CHOICE:
            return _label(field, text)
        case Entry.DATE | Entry.TIME:
            return _when(text)
        case Entry.MOMENT:
            day, _, clock = text.partition("T")
            return _when(day) if field.key == "began" else f"{_when(day)}, {_when(clock)}"
        case _:
            return text


def _label(field: Field, key: str) -> str:
    found = field.choice(key)
    return found.label if found else key


MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def _when(text: str) -> str:
    """A day or a time as people in the office write it."""
    if "-" in text:
        year, month, day = text.split("-")
        return f"{MONTHS[int(month) - 1]} {int(day)}, {year}"
    hour, minute = map(int, text.split(":"))
    return f"{(hour + 11) % 12 + 1}:{minute:02} {'AM' if hour < 12 else 'PM'}"
