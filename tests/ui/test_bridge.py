from threading import Thread, current_thread

import shiboken6
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.board import Board
from desktop.ui.bridge import Bridge
from tests.ui.sample import Story, counter_board, live


def test_a_board_arrives_in_the_windows_thread(qtbot: QtBot) -> None:
    bridge = Bridge()
    arrived: list[tuple[Board, object]] = []
    bridge.board_changed.connect(lambda board: arrived.append((board, current_thread())))
    board = counter_board(live(Story()))
    sender = Thread(target=lambda: bridge.publish(board))
    sender.start()
    sender.join()
    assert arrived == []
    qtbot.waitUntil(lambda: bool(arrived), timeout=3000)
    assert arrived == [(board, current_thread())]


def test_a_busy_window_draws_the_present_never_the_past(qtbot: QtBot) -> None:
    bridge = Bridge()
    arrived: list[Board] = []
    bridge.board_changed.connect(arrived.append)
    boards = [counter_board(live(Story(), ago=ago)) for ago in range(50)]

    def send() -> None:
        for board in boards:
            bridge.publish(board)

    sender = Thread(target=send)
    sender.start()
    sender.join()
    qtbot.waitUntil(lambda: bool(arrived), timeout=3000)
    assert arrived == [boards[-1]]
    bridge.publish(boards[0])
    qtbot.waitUntil(lambda: len(arrived) == 2, timeout=3000)


def test_results_arrive_in_their_order(qtbot: QtBot) -> None:
    bridge = Bridge()
    done: list[int] = []

    def send() -> None:
        for n in range(200):
            bridge.post(lambda n=n: done.append(n))  # type: ignore[misc] # n is bound on purpose

    senders = Thread(target=send)
    senders.start()
    senders.join()
    qtbot.waitUntil(lambda: len(done) == 200, timeout=3000)
    assert done == list(range(200))


def test_a_bug_in_one_result_keeps_neither_the_others_nor_the_board(qtbot: QtBot) -> None:
    bridge = Bridge()
    done: list[str] = []
    arrived: list[Board] = []
    bridge.board_changed.connect(arrived.append)

    def fails() -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as raised:
        for act in (fails, lambda: done.append("next"), fails, lambda: done.append("last")):
            bridge.post(act)
        bridge.publish(counter_board(live(Story())))
        qtbot.waitUntil(lambda: done == ["next", "last"] and bool(arrived), timeout=3000)
    assert [kind for kind, *_ in raised] == [ZeroDivisionError] * 2


def test_what_comes_for_a_window_that_is_gone_is_dropped(qtbot: QtBot) -> None:
    window = QWidget()
    bridge = Bridge(window)
    shiboken6.delete(window)
    done: list[int] = []
    refused: list[BaseException] = []

    def send() -> None:
        try:
            bridge.post(lambda: done.append(1))
        except RuntimeError as error:
            refused.append(error)

    sender = Thread(target=send)
    sender.start()
    sender.join()
    QApplication.processEvents()
    assert (done, refused) == ([], [])
