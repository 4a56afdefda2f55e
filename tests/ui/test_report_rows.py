"""Search as you type and the endless list, by counts."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event as Flag

import pytest
from PySide6.QtCore import QModelIndex
from pytestqt.qtbot import QtBot

from desktop.domain.reports.facts import ReportRead, ReportSigned, Standing
from desktop.services.reports.ports import Query
from desktop.ui.bridge import Bridge
from desktop.ui.console.reports.finding import FindingDesk
from desktop.ui.console.reports.newest import Newest
from desktop.ui.console.reports.rows import MOST_PAGES, PAGE, ROW, RowsModel
from desktop.ui.views.advice import Advice
from desktop.ui.views.reports import DaysProblem, RowView
from desktop.ui.words import Words
from tests.support.reports import TODAY, Desk, HugeShelf, SlowShelf, a_busy_desk, beck


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as made:
        yield made


def model(desk: Desk, pool: ThreadPoolExecutor, bridge: Bridge, words: Words) -> RowsModel:
    return RowsModel(
        desk.rows,
        lambda row: RowView.of(row, words=words, today=TODAY),
        pool=pool,
        post=bridge.post,
    )


def scroll_to(qtbot: QtBot, rows: RowsModel, count: int) -> None:
    """Fetch further as a list does whose end comes into sight."""
    while rows.rowCount() < count:
        before = rows.rowCount()
        rows.fetchMore(QModelIndex())
        qtbot.waitUntil(partial(_grew, rows, before), timeout=3000)


def _grew(rows: RowsModel, before: int) -> bool:
    return rows.rowCount() > before


def test_opening_asks_for_one_page_of_a_hundred_thousand(
    qtbot: QtBot, pool: ThreadPoolExecutor, words: Words
) -> None:
    shelf = HugeShelf()
    rows = model(shelf, pool, Bridge(), words)
    with qtbot.waitSignal(rows.answered, timeout=3000):
        rows.ask(Query())
    assert len(shelf.asked) == 1
    assert shelf.asked[0].most == PAGE
    assert rows.rowCount() == PAGE
    assert rows.canFetchMore(QModelIndex())


def test_scrolling_keeps_so_many_rows_and_no_more(
    qtbot: QtBot, pool: ThreadPoolExecutor, words: Words
) -> None:
    shelf = HugeShelf()
    rows = model(shelf, pool, Bridge(), words)
    with qtbot.waitSignal(rows.answered, timeout=3000):
        rows.ask(Query())
    scroll_to(qtbot, rows, 40 * PAGE)
    assert rows.rowCount() == 40 * PAGE
    assert rows.kept_rows == MOST_PAGES * PAGE
    assert len(shelf.asked) == 40
    assert [query.after for query in shelf.asked[:3]] == ["", "99", "199"]


def test_a_row_that_was_let_go_of_comes_back_when_it_is_looked_at(
    qtbot: QtBot, pool: ThreadPoolExecutor, words: Words
) -> None:
    rows = model(HugeShelf(), pool, Bridge(), words)
    with qtbot.waitSignal(rows.answered, timeout=3000):
        rows.ask(Query())
    scroll_to(qtbot, rows, 20 * PAGE)
    assert rows.row(150) is None
    with qtbot.waitSignal(rows.dataChanged, timeout=3000):
        rows.data(rows.index(150), ROW)
    view = rows.data(rows.index(150), ROW)
    assert isinstance(view, RowView)
    assert view.number == "2026-C3-000150"
    assert rows.kept_rows == MOST_PAGES * PAGE


def test_the_end_is_reached_and_asked_for_no_more(
    qtbot: QtBot, pool: ThreadPoolExecutor, words: Words
) -> None:
    shelf = HugeShelf(250)
    rows = model(shelf, pool, Bridge(), words)
    with qtbot.waitSignal(rows.answered, timeout=3000):
        rows.ask(Query())
    scroll_to(qtbot, rows, 250)
    assert rows.rowCount() == 250
    assert not rows.canFetchMore(QModelIndex())


def test_a_page_that_is_exactly_full_ends_without_a_row_too_many(
    qtbot: QtBot, pool: ThreadPoolExecutor, words: Words
) -> None:
    rows = model(HugeShelf(PAGE), pool, Bridge(), words)
    with qtbot.waitSignal(rows.answered, timeout=3000):
        rows.ask(Query())
    rows.fetchMore(QModelIndex())
    qtbot.waitUntil(lambda: not rows.canFetchMore(QModelIndex()), timeout=3000)
    assert rows.rowCount() == PAGE


def test_an_answer_that_a_newer_search_has_overtaken_is_dropped(
    qtbot: QtBot, pool: ThreadPoolExecutor, words: Words
) -> None:
    shelf = SlowShelf()
    shelf.facts = a_busy_desk().facts
    shelf.gates["b"] = Flag()
    rows = model(shelf, pool, Bridge(), words)
    answers: list[str] = []
    rows.answered.connect(lambda _: answers.append(rows.query.words))
    rows.ask(Query(words="b"))
    with qtbot.waitSignal(rows.answered, timeout=3000):
        rows.ask(Query(words="beck"))
    shelf.gates["b"].set()
    qtbot.waitUntil(lambda: len(shelf.asked) == 2, timeout=3000)
    qtbot.wait(20)
    assert answers == ["beck"]
    assert rows.rowCount() == 1


def test_a_fast_typist_leaves_no_queue_behind(
    qtbot: QtBot, pool: ThreadPoolExecutor, words: Words
) -> None:
    shelf = SlowShelf()
    shelf.gates = {"b": Flag(), "be": Flag()}
    rows = model(shelf, pool, Bridge(), words)
    for typed in ("b", "be", "bec", "beck", "beck ", "beck h"):
        rows.ask(Query(words=typed))
    with qtbot.waitSignal(rows.answered, timeout=3000):
        for gate in shelf.gates.values():
            gate.set()
    assert [query.words for query in shelf.asked if query.words not in shelf.gates] == ["beck h"]


def test_a_page_of_an_older_search_is_not_put_below_a_newer_one(
    qtbot: QtBot, pool: ThreadPoolExecutor, words: Words
) -> None:
    rows = model(HugeShelf(), pool, Bridge(), words)
    with qtbot.waitSignal(rows.answered, timeout=3000):
        rows.ask(Query())
    rows.fetchMore(QModelIndex())
    with qtbot.waitSignal(rows.answered, timeout=3000):
        rows.ask(Query(words="beck"))
    qtbot.wait(50)
    assert rows.rowCount() == PAGE


def test_what_is_no_word_for_people_rises(qtbot: QtBot, pool: ThreadPoolExecutor) -> None:
    posted: list[object] = []
    newest: Newest[int] = Newest(pool, posted.append)
    newest.ask(lambda: 1 // 0, lambda _: None, lambda _: None)
    qtbot.waitUntil(lambda: bool(posted), timeout=3000)
    settle = posted[0]
    assert callable(settle)
    with pytest.raises(ZeroDivisionError):
        settle()


@pytest.fixture
def finding(words: Words) -> Iterator[FindingDesk]:
    bridge = Bridge()
    desk = a_busy_desk()
    made = FindingDesk(
        desk, post=bridge.post, words=words, today=lambda: TODAY, places=lambda: ("Counter 3",)
    )
    made.desk = desk  # type: ignore[attr-defined] # for the tests' own reach
    made.bridge = bridge  # type: ignore[attr-defined] # it must live as long
    yield made
    made.close()


def test_every_filter_narrows_what_is_asked(qtbot: QtBot, finding: FindingDesk) -> None:
    finding.begin()
    with qtbot.waitSignal(finding.rows.answered, timeout=3000):
        finding.switch_standing(Standing.READ)
    assert finding.rows.rowCount() == 2
    with qtbot.waitSignal(finding.rows.answered, timeout=3000):
        finding.switch_hurt()
    assert finding.rows.rowCount() == 1
    with qtbot.waitSignal(finding.rows.answered, timeout=3000):
        finding.clear_filters()
    assert finding.rows.rowCount() == 5
    wrong = finding.choose_days("soon", "")
    assert wrong == DaysProblem(Advice("“soon” is no date.", "Write it like 3/16/2026."), 0)
    backwards = finding.choose_days("3/10/2026", "3/9/2026")
    assert backwards is not None
    assert backwards.at == 1
    with qtbot.waitSignal(finding.rows.answered, timeout=3000):
        assert finding.choose_days("3/9/2026", "3/10/2026") is None
    assert finding.rows.rowCount() == 2


def test_a_report_that_changed_elsewhere_changes_in_the_list(
    qtbot: QtBot, finding: FindingDesk
) -> None:
    desk = finding.desk  # type: ignore[attr-defined] # set above
    with qtbot.waitSignal(finding.rows.answered, timeout=3000):
        finding.begin()
    about = beck(desk)
    desk.tell(ReportSigned(report=about, signer="Marcus Bell"))
    with qtbot.waitSignal(finding.rows.dataChanged, timeout=3000):
        finding.changed(frozenset({about}))
    at = finding.rows.find(about)
    assert at is not None
    row = finding.rows.row(at)
    assert row is not None
    assert row.standing is Standing.SIGNED


def test_a_new_report_appears_at_its_place(qtbot: QtBot, finding: FindingDesk) -> None:
    desk = finding.desk  # type: ignore[attr-defined] # set above
    with qtbot.waitSignal(finding.rows.answered, timeout=3000):
        finding.begin()
    new = desk.submit()
    with qtbot.waitSignal(finding.news_came, timeout=3000):
        finding.changed(frozenset({new}))
    with qtbot.waitSignal(finding.rows.answered, timeout=3000):
        finding.catch_up()
    assert finding.rows.find(new) == 0


def test_what_changes_further_down_is_no_news(
    qtbot: QtBot, words: Words, pool: ThreadPoolExecutor
) -> None:
    bridge = Bridge()
    shelf = HugeShelf()
    finding = FindingDesk(shelf, post=bridge.post, words=words, today=lambda: TODAY, places=tuple)
    news: list[bool] = []
    finding.news_came.connect(lambda: news.append(True))
    with qtbot.waitSignal(finding.rows.answered, timeout=3000):
        finding.begin()
    scroll_to(qtbot, finding.rows, (MOST_PAGES + 2) * PAGE)
    before = len(shelf.asked)
    finding.changed(frozenset({f"{90_000:032x}"}))
    qtbot.waitUntil(lambda: len(shelf.asked) > before, timeout=3000)
    qtbot.wait(30)
    assert news == []
    finding.close()


def test_a_report_that_was_just_read_stays_where_the_unread_are_listed(
    qtbot: QtBot, finding: FindingDesk
) -> None:
    desk = finding.desk  # type: ignore[attr-defined] # set above
    finding.begin()
    with qtbot.waitSignal(finding.rows.answered, timeout=3000):
        finding.switch_standing(Standing.SUBMITTED)
    unread = finding.rows.first()
    desk.tell(ReportRead(report=unread, reader="Ana Ruiz"))
    with qtbot.waitSignal(finding.rows.dataChanged, timeout=3000):
        finding.changed(frozenset({unread}))
    row = finding.rows.row(0)
    assert row is not None
    assert (row.report, row.standing) == (unread, Standing.READ)


def test_what_is_asked_after_the_page_closed_is_not_asked() -> None:
    pool = ThreadPoolExecutor(1)
    posted: list[object] = []
    newest: Newest[int] = Newest(pool, posted.append)
    pool.shutdown()
    newest.ask(lambda: pytest.fail("asked"), lambda _: None, lambda _: None)
    assert not newest.is_waiting
    assert posted == []
