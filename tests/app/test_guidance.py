"""The guidance at a counter's real program, joined to a supervisor's desk."""

import time
from collections.abc import Callable
from pathlib import Path
from threading import Event as Flag
from threading import Timer

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from desktop.app.counter_windows import CounterWindows
from desktop.app.late import StationEndedError
from desktop.app.main import Program
from desktop.domain.alerts.facts import Kind
from desktop.domain.guidance.facts import CardRated, CardRead
from desktop.services.adapters.guidance import small_files
from desktop.services.adapters.keys.private_files import write_private
from desktop.services.guidance.cards_desk import Change
from desktop.services.guidance.gathering import Gathered
from desktop.ui.guidance.card_page import CardPage
from desktop.ui.guidance.panel import GuidancePanel
from desktop.ui.reports.form import IncidentForm
from desktop.ui.views.bar_menu import Intent
from tests.support.programs import ana, windows
from tests.support.workplace import StationAtWork, Workplace, office
from tests.ui.hands import click

__all__ = ["ana", "office", "windows"]

LONG = 20_000


@pytest.fixture
def panel(qtbot: QtBot, windows: CounterWindows, ana: StationAtWork) -> GuidancePanel:
    """The panel, opened from the bar's menu."""
    qtbot.waitUntil(lambda: any(d.is_present for d in ana.board.desks), timeout=LONG)
    windows.bar._carry_out(Intent.GUIDANCE)
    qtbot.waitUntil(lambda: windows._guidance.panel is not None, timeout=LONG)
    panel = windows._guidance.panel
    assert panel is not None
    qtbot.waitUntil(panel.isVisible, timeout=LONG)
    return panel


def test_cards_that_arrive_as_the_program_ends_make_no_panel_any_more(
    qtbot: QtBot, office: Workplace, ana: StationAtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Program(office.stations[1].home, opened=lambda _running: None)
    program.open()
    assert isinstance(program.windows, CounterWindows)
    panels = program.windows._guidance
    on_their_way: list[Callable[[], None]] = []
    monkeypatch.setattr(panels._bridge, "post", on_their_way.append)  # a busy GUI thread
    panels._prepare()
    qtbot.waitUntil(lambda: bool(on_their_way), timeout=LONG)
    program.close()
    on_their_way[0]()  # what is raised here comes up as an error of the program
    assert panels.panel is None


def tap(panel: GuidancePanel, step: int) -> None:
    page = panel.page
    assert isinstance(page, CardPage)
    click(page.steps[step])


def test_it_grows_from_the_bar(windows: CounterWindows, panel: GuidancePanel) -> None:
    bar = windows.bar.frameGeometry()
    assert panel.geometry().right() == bar.right()
    assert panel.geometry().bottom() == bar.top() - 1


def test_the_ladders_button_calls_the_supervisor_as_the_bar_does(
    qtbot: QtBot, panel: GuidancePanel, ana: StationAtWork
) -> None:
    panel.open_card("wants-supervisor")
    panel._page_key("s")
    qtbot.waitUntil(lambda: bool(ana.board.alerts), timeout=LONG)
    (live,) = ana.board.alerts
    assert live.alert.kind is Kind.ASSIST
    assert live.alert.place == "Counter 3"


def test_a_report_begins_with_what_was_tried_warned_of_and_promised(
    qtbot: QtBot, windows: CounterWindows, panel: GuidancePanel
) -> None:
    panel.open_card("language")
    tap(panel, 0)
    panel._page_key("w")
    panel.promised.emit("Call back about the permit", "")
    assert windows._guidance.conversation.noted
    click(panel.strip.report)
    qtbot.waitUntil(lambda: bool(_forms(windows)), timeout=LONG)
    (form,) = _forms(windows)
    answers = form.draft.answers
    assert answers["steps"] == ["Set the limit once, firm and polite."]
    assert answers["warning_given"] is True
    assert "not acceptable" in str(answers["warning_words"])
    assert answers["promises"] == [
        {"what": "Call back about the permit", "who": windows._board.me.person}
    ]
    assert windows._guidance.conversation.is_empty
    drafts = windows._running.late.reporting().drafts
    qtbot.waitUntil(lambda: drafts.find(form.draft.id) is not None, timeout=LONG)
    form.discard()


def test_a_promise_with_a_day_that_is_none_is_not_lost(panel: GuidancePanel) -> None:
    panel.open_card("venting")
    panel._open_promise()
    panel.strip.what.setText("Call back")
    panel.strip.by.setText("soonish")
    panel.strip._note_promise()
    assert panel.strip.what.text() == "Call back"
    assert "soonish" in panel.strip._by_wrong.text()


def gathered(ana: StationAtWork, qtbot: QtBot) -> Callable[[], Gathered]:
    told: list[Gathered] = []
    gathering = ana.running.late.guiding().gathering
    assert gathering is not None
    gathering.watch(told.append)
    return lambda: told[-1] if told else Gathered()


def test_what_people_say_of_a_card_comes_to_the_supervisors(
    qtbot: QtBot, panel: GuidancePanel, ana: StationAtWork
) -> None:
    said = gathered(ana, qtbot)
    panel.rated.emit("language", False, "He spoke no English.", False)
    panel.missed.emit("interpreter")
    qtbot.waitUntil(lambda: len(said().ratings()) == 2, timeout=LONG)
    (rating,) = said().ratings("language")
    assert isinstance(rating.word, CardRated)
    assert (rating.word.comment, rating.word.rater) == ("He spoke no English.", "")
    (missed,) = said().ratings("")
    assert isinstance(missed.word, CardRated)
    assert (missed.word.looked_for, missed.word.rater) == ("interpreter", "")


def test_a_desks_new_version_is_at_the_counter_within_seconds_and_is_confirmed_there(
    qtbot: QtBot, windows: CounterWindows, panel: GuidancePanel, ana: StationAtWork
) -> None:
    said = gathered(ana, qtbot)
    cards = ana.running.late.guiding().cards
    shown = cards.guidance.shown["language"]
    english = shown.texts["en"].replace('hint = "Insults', 'hint = "At our office: insults')
    saved = cards.save(
        Change(card="language", texts={**shown.texts, "en": english}, editor="Ana Ruiz")
    )
    version = saved.result(20).version

    def has_come() -> bool:
        card = panel.pages.source.library.find("language")
        return card is not None and card.hint.startswith("At our office")

    qtbot.waitUntil(has_come, timeout=LONG)
    panel.open_card("language")
    panel.pages._confirm()
    qtbot.waitUntil(lambda: bool(said().readers("language", version)), timeout=LONG)
    assert any(isinstance(one.word, CardRead) for one in said().said)
    assert windows._guidance.confirmed() == {"language": version}


def test_while_cards_are_still_being_read_the_bar_waits_for_nothing(
    qtbot: QtBot, windows: CounterWindows
) -> None:
    running = windows._running
    running.late.guiding._opening.acquire()  # as whoever reads them does
    Timer(2.0, running.late.guiding._opening.release).start()
    begun = time.monotonic()
    windows.bar._carry_out(Intent.GUIDANCE)
    qtbot.wait(1)
    assert time.monotonic() - begun < 1.0
    qtbot.waitUntil(
        lambda: (panel := windows._guidance.panel) is not None and panel.isVisible(), timeout=LONG
    )


def test_a_disk_that_takes_its_time_holds_no_window_up(
    qtbot: QtBot, windows: CounterWindows, panel: GuidancePanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = Flag()

    def slowly(file: Path, content: bytes) -> None:
        may_go_on.wait(5)
        write_private(file, content)

    monkeypatch.setattr(f"{small_files.__name__}.write_private", slowly)
    panel.open_card("language")
    begun = time.monotonic()
    tap(panel, 0)
    panel.confirmed.emit("language")
    panel.practiced.emit("practice-swearing", 2, 3)
    assert time.monotonic() - begun < 2.0
    assert windows._guidance.practiced()["practice-swearing"].good == 2
    may_go_on.set()
    home = windows._running.home.path
    kept = ("conversation.json", "guidance-read.json", "guidance-practice.json")
    qtbot.waitUntil(lambda: all((home / name).exists() for name in kept), timeout=LONG)


def test_whoever_takes_over_the_counter_sees_nothing_that_the_one_before_noted(
    qtbot: QtBot, windows: CounterWindows, panel: GuidancePanel
) -> None:
    panel.open_card("language")
    tap(panel, 0)
    assert not panel.strip.isHidden()
    windows.bar.person_changed.emit("Devon Park")
    qtbot.waitUntil(panel.strip.isHidden, timeout=LONG)
    assert panel.card == ""


def test_what_was_noted_stays_where_no_report_could_be_opened(
    windows: CounterWindows,
    panel: GuidancePanel,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    panel.open_card("language")
    tap(panel, 0)

    def refuses(**_known: object) -> None:
        raise StationEndedError

    monkeypatch.setattr(windows._reports.windows, "new", refuses)
    with qtbot.captureExceptions() as told:
        click(panel.strip.report)
    assert [kind for kind, _, _ in told] == [StationEndedError]
    assert windows._guidance.conversation.noted


def test_nobody_confirms_a_version_that_came_and_is_not_on_the_screen_yet(
    qtbot: QtBot,
    windows: CounterWindows,
    panel: GuidancePanel,
    ana: StationAtWork,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    panel.open_card("language")
    monkeypatch.setattr(windows._guidance, "_show", lambda _source: None)
    cards = ana.running.late.guiding().cards
    shown = cards.guidance.shown["language"]
    english = shown.texts["en"].replace('hint = "Insults', 'hint = "At our office: insults')
    texts = {**shown.texts, "en": english}
    version = cards.save(Change(card="language", texts=texts, editor="Ana Ruiz")).result(20).version
    here = windows._running.late.guiding().cards
    qtbot.waitUntil(lambda: here.guidance.version_of("language") == version, timeout=LONG)
    panel.pages._confirm()
    assert windows._guidance.confirmed() != {"language": version}


def test_a_practice_is_sent_only_where_its_page_said_so(
    qtbot: QtBot,
    windows: CounterWindows,
    panel: GuidancePanel,
    ana: StationAtWork,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = gathered(ana, qtbot)
    panel.open_card("practice-swearing")
    monkeypatch.setattr(windows._guidance, "_show", lambda _source: None)
    ana.running.late.guiding().cards.rule(shares_practice=True, author="Ana Ruiz").result(20)
    here = windows._running.late.guiding().cards
    qtbot.waitUntil(lambda: here.rules.shares_practice, timeout=LONG)
    panel.practiced.emit("practice-swearing", 2, 3)
    panel.rated.emit("language", True, "", True)
    qtbot.waitUntil(lambda: bool(said().ratings("language")), timeout=LONG)
    assert said().practices() == ()


def _forms(windows: CounterWindows) -> list[IncidentForm]:
    return [
        form for form in windows._reports.windows._open.values() if isinstance(form, IncidentForm)
    ]


def test_a_pdf_of_a_card_opens_at_the_counter(
    qtbot: QtBot,
    panel: GuidancePanel,
    windows: CounterWindows,
    ana: StationAtWork,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[bytes] = []

    def open_url(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()).read_bytes())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    plan = b"%PDF-1.4\n% the plan\n%%EOF\n"
    desk = ana.running
    file = desk.late.reporting().taking.take_pasted(plan, "Crisis plan.pdf").attachment
    cards = desk.late.guiding().cards
    texts = cards.guidance.shown["site-procedures"].texts
    saved = cards.save(Change(card="site-procedures", texts=texts, files=(file,), editor="Ana"))
    saved.result(20)
    guiding = windows._running.late.guiding()
    qtbot.waitUntil(lambda: guiding.holds(file), timeout=LONG)
    qtbot.waitUntil(
        lambda: bool(panel.pages.source.guidance.shown["site-procedures"].files), timeout=LONG
    )
    panel.open_card("site-procedures")
    named = {button.text().strip(): button for button in panel.page.findChildren(QAbstractButton)}
    click(named["Crisis plan.pdf"])
    qtbot.waitUntil(lambda: opened == [plan], timeout=LONG)
