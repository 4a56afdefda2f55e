"""Whose drafts and numbers a person sees at a PC that others use, too (ADR 72)."""

import sqlite3
from contextlib import closing
from typing import Any

import pytest
from msgspec.structs import replace

from desktop.cli.serving.alerts import AlertVerbs
from desktop.cli.serving.boards import Boards
from desktop.cli.serving.drafts import DraftVerbs, OthersDraftError, UnknownDraftError
from desktop.cli.serving.reports import ReportVerbs
from desktop.domain.errors import UnknownReportError
from desktop.domain.reports.draft import Draft
from desktop.services.adapters import machine
from tests.support.filing import STORY, a_draft, reports, submits
from tests.support.workplace import PATIENCE, StationAtWork, Workplace, office, wait_until

__all__ = ["office"]

MARIA, DEVON = "login:maria", "login:devon"


@pytest.fixture
def counter(office: Workplace, monkeypatch: pytest.MonkeyPatch) -> StationAtWork:
    """A counter in Maria's login, and a supervisor's desk somewhere."""
    office.supervisor("Ana Ruiz")
    monkeypatch.setattr(machine, "os_account", lambda: MARIA)
    monkeypatch.setattr(machine, "os_account_display_name", lambda: "Maria Delgado")
    return office.counter("Counter 3")


@pytest.fixture
def logs_on(counter: StationAtWork, monkeypatch: pytest.MonkeyPatch) -> Any:
    def change(login: str, name: str) -> None:
        counter.leaves()
        monkeypatch.setattr(machine, "os_account", lambda: login)
        monkeypatch.setattr(machine, "os_account_display_name", lambda: name)
        counter.comes_back()

    return change


def shares_its_login(counter: StationAtWork) -> None:
    """From now on several people use it."""
    with counter.home.settings_file.open("a", encoding="utf-8") as file:
        file.write("shared = true\n")
    counter.leaves()
    counter.comes_back()


def sits_down(counter: StationAtWork, name: str) -> None:
    counter.running.is_someone(name)
    wait_until(lambda: counter.board.me.person == name)


def asks(counter: StationAtWork, verb: str, **args: Any) -> dict[str, Any]:
    """What a command is answered."""
    boards = Boards(counter.running.station)
    alerts = AlertVerbs(counter.running, boards)
    verbs = {**ReportVerbs(counter.running).verbs(), **DraftVerbs(counter.running, alerts).verbs()}
    return verbs[verb](args)


def numbers(counter: StationAtWork) -> list[str]:
    return [filed.number for filed in reports(counter).mine()]


def begun_before_the_change(counter: StationAtWork, draft: Draft) -> None:
    """Older versions wrote down how the account is shown, and not which it is."""
    counter.leaves()
    with closing(sqlite3.connect(counter.home.drafts_db)) as conn, conn:
        conn.execute("UPDATE drafts SET account = 'Maria Delgado' WHERE id = ?", (draft.id,))
    counter.comes_back()


def test_another_login_neither_sees_nor_opens_a_draft_and_hears_only_how_many_there_are(
    counter: StationAtWork, logs_on: Any
) -> None:
    draft = a_draft(counter)
    logs_on(DEVON, "Devon Park")
    drafts = reports(counter).drafts
    assert drafts.all() == ()
    assert drafts.find(draft.id) is None
    assert drafts.of_other_accounts() == 1
    listed = asks(counter, "report list", drafts=True)
    assert (listed["drafts"], listed["drafts_elsewhere"]) == ([], 1)
    assert STORY not in str(listed)
    for verb in ("report submit", "report discard"):
        with pytest.raises(UnknownDraftError):
            asks(counter, verb, draft=draft.id)
    with pytest.raises(UnknownDraftError):
        asks(counter, "report attach", draft=draft.id, file="/nowhere")
    own = a_draft(counter)
    assert [one.id for one in drafts.all()] == [own.id]
    logs_on(MARIA, "Maria Delgado")
    assert [one.id for one in reports(counter).drafts.all()] == [draft.id]
    assert reports(counter).drafts.find(draft.id)


def test_a_login_with_anothers_display_name_is_another_login(
    counter: StationAtWork, logs_on: Any
) -> None:
    a_draft(counter)
    logs_on(DEVON, "Maria Delgado")
    assert reports(counter).drafts.all() == ()


def test_a_draft_of_an_older_version_opens_for_whom_that_version_named(
    counter: StationAtWork, logs_on: Any
) -> None:
    draft = a_draft(counter)
    begun_before_the_change(counter, draft)
    assert reports(counter).drafts.find(draft.id)
    logs_on(DEVON, "Devon Park")
    assert reports(counter).drafts.find(draft.id) is None


def test_a_report_that_a_restart_in_another_login_finds_half_submitted_is_finished(
    counter: StationAtWork, logs_on: Any
) -> None:
    filed = submits(counter)
    draft = replace(a_draft(counter), number=filed.number)  # the discarding was cut off
    reports(counter).drafts.save(draft).result(PATIENCE)
    counter.leaves()
    with closing(sqlite3.connect(counter.home.drafts_db)) as conn, conn:
        conn.execute("UPDATE drafts SET saved_at = begun_at - 60000")
    logs_on(DEVON, "Devon Park")
    wait_until(lambda: reports(counter).drafts.of_other_accounts() == 0)


def test_each_login_sees_the_numbers_of_its_own_reports(
    counter: StationAtWork, logs_on: Any
) -> None:
    marias = submits(counter)
    logs_on(DEVON, "Devon Park")
    devons = submits(counter)
    assert numbers(counter) == [devons.number]
    assert [one["number"] for one in asks(counter, "report list")["filed"]] == [devons.number]
    with pytest.raises(UnknownReportError):
        asks(counter, "report amend", report=marias.number, answers={"damage": "x"})
    logs_on(MARIA, "Maria Delgado")
    assert numbers(counter) == [marias.number]


def test_on_a_shared_login_each_person_sees_the_numbers_of_her_own_reports(
    counter: StationAtWork,
) -> None:
    shares_its_login(counter)
    marias = submits(counter)
    sits_down(counter, "Devon Park")
    devons = submits(counter)
    assert numbers(counter) == [devons.number]
    sits_down(counter, "maria delgado")
    assert numbers(counter) == [marias.number]
    assert [one["number"] for one in asks(counter, "report list")["filed"]] == [marias.number]


def test_on_an_account_of_ones_own_the_name_typed_in_the_menu_hides_nothing(
    counter: StationAtWork,
) -> None:
    filed = submits(counter)
    sits_down(counter, "Maria D.")
    assert numbers(counter) == [filed.number]


def test_on_a_shared_login_a_command_works_on_no_draft_of_somebody_else(
    counter: StationAtWork,
) -> None:
    shares_its_login(counter)
    draft = a_draft(counter)
    sits_down(counter, "Devon Park")
    assert STORY not in str(asks(counter, "report list", drafts=True))
    for verb in ("report submit", "report discard"):
        with pytest.raises(OthersDraftError):
            asks(counter, verb, draft=draft.id)
    sits_down(counter, "Maria Delgado")
    assert asks(counter, "report submit", draft=draft.id)["filed"]["number"]


def test_what_was_submitted_before_authors_were_noted_is_shown_to_everybody(
    counter: StationAtWork, logs_on: Any
) -> None:
    filed = submits(counter)
    counter.leaves()
    with closing(sqlite3.connect(counter.home.drafts_db)) as conn, conn:
        conn.execute("UPDATE filed SET draft = '', author = '', account = ''")
    counter.comes_back()
    logs_on(DEVON, "Devon Park")
    assert numbers(counter) == [filed.number]
