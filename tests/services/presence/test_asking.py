"""What the system is asked beside the alert thread, which never waits for it."""

import threading
import time
from collections.abc import Callable

import pytest

from desktop.services.presence import asking
from desktop.services.presence.asking import Asking

PATIENCE = 20.0


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_the_latest_answer_is_at_hand() -> None:
    answers = iter(range(1, 1_000_000))
    asked = Asking(lambda: next(answers), latest=0, name="counting", every=0.001)
    assert asked.latest == 0
    asked.start()
    until(lambda: asked.latest >= 3)
    asked.close()


def test_a_question_that_hangs_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "ENDS_WITHIN", 0.01)
    answers = threading.Event()
    asked = Asking(lambda: str(answers.wait(PATIENCE)), latest="nothing", name="hung", every=1.0)
    asked.start()
    assert asked.latest == "nothing"
    asked.close()
    answers.set()


@pytest.mark.expects_log("could not be asked about")
def test_a_question_that_fails_is_asked_again() -> None:
    answers = iter([0, 1])
    asked = Asking(lambda: 1 / next(answers), latest=0.0, name="dividing", every=0.001)
    asked.start()
    until(lambda: asked.latest == 1.0)
    asked.close()
