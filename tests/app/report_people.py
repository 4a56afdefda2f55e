"""A counter's and a supervisor's windows of reports, and what a person does with them."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app.counter_windows import CounterWindows
from desktop.app.main import Program
from desktop.app.supervisor_windows import SupervisorWindows
from desktop.ui.reports.form import IncidentForm
from desktop.ui.reports.question import Question
from desktop.ui.reports.times import MomentEditor
from desktop.ui.views.incident_form import Mode
from tests.support.workplace import StationAtWork, Workplace
from tests.ui.hands import click
from tests.ui.reports.hands import editor, leave, text, write

WAITS_MS = 20_000


@pytest.fixture
def ana(office: Workplace) -> StationAtWork:
    return office.supervisor("Ana Ruiz")


@pytest.fixture
def counter(office: Workplace, ana: StationAtWork) -> Iterator[CounterWindows]:
    """A counter's program, opened as a person does."""
    office.counter("Counter 3").leaves()
    program = Program(office.stations[1].home, opened=lambda _running: None)
    program.open()
    assert isinstance(program.windows, CounterWindows)
    yield program.windows
    ends(program)


@pytest.fixture
def desk(office: Workplace, ana: StationAtWork) -> Iterator[SupervisorWindows]:
    """A supervisor's program, opened as a person does."""
    ana.leaves()
    program = Program(ana.home, opened=lambda _running: None)
    program.open()
    assert isinstance(program.windows, SupervisorWindows)
    yield program.windows
    ends(program)


def ends(program: Program) -> None:
    """End it, and take its windows off the screen as the end of its process would: what is told to
    them late must not take the keyboard from the windows of the next test.
    """
    program.close()
    QApplication.processEvents()
    for window in QApplication.topLevelWidgets():
        window.hide()


def form_of(windows: CounterWindows) -> IncidentForm:
    opened = windows._reports.windows._open.values()
    return next(window for window in opened if isinstance(window, IncidentForm))


@pytest.fixture
def maria(office: Workplace, ana: StationAtWork) -> StationAtWork:
    """A counter at work; asked for before ``desk``, which takes its supervisor's place."""
    return office.counter("Counter 3")


def begun(windows: CounterWindows) -> IncidentForm:
    windows.bar.report_pressed.emit()
    return form_of(windows)


def tell(form: IncidentForm) -> None:
    """Write what a report cannot do without; the name is there."""
    began = editor(form, "began")
    assert isinstance(began, MomentEditor)
    write(began.day, "3/8/26")
    write(began.time, "2:15 pm")
    write(text(form, "narrative"), "He struck the counter.")
    leave(form)


def submit(qtbot: QtBot, form: IncidentForm) -> None:
    qtbot.waitUntil(form.frame.foot.submit.isEnabled, timeout=WAITS_MS)
    click(form.frame.foot.submit)
    question = form.submitting.dialog
    assert isinstance(question, Question)
    click(question.yes)
    qtbot.waitUntil(lambda: form.mode is Mode.SUBMITTED, timeout=WAITS_MS)
