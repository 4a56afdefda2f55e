"""A thread that owns its state: one thing at a time, timers between, and no end by a bug."""

import threading
import time
from collections.abc import Callable, Iterator
from queue import SimpleQueue

import pytest

from desktop.services.actor import _BATCH, BUNCH, Actor
from desktop.services.bell import Bell
from desktop.services.schedule import Schedule
from tests.support.stations import Clock

PATIENCE = 20.0


@pytest.fixture
def actor() -> Iterator[Actor]:
    actor = Actor("test", time.monotonic)
    actor.start()
    yield actor
    actor.stop()


def test_what_is_posted_is_done_in_order_on_one_thread(actor: Actor) -> None:
    done: list[tuple[int, str]] = []
    for number in range(500):
        actor.post(lambda n=number: done.append((n, threading.current_thread().name)))  # type: ignore[misc]  # bound now
    assert actor.ask(lambda: len(done)).result(PATIENCE) == 500
    assert done == [(number, "test") for number in range(500)]


def test_who_asks_gets_the_answer_or_the_error(actor: Actor) -> None:
    assert actor.ask(lambda: 42).result(PATIENCE) == 42
    with pytest.raises(ZeroDivisionError):
        actor.ask(lambda: 1 // 0).result(PATIENCE)


@pytest.mark.expects_log("a message on the test thread could not be handled")
def test_a_bug_in_one_message_ends_nothing(actor: Actor) -> None:
    def has_a_bug() -> None:
        raise ZeroDivisionError

    actor.post(has_a_bug)
    assert actor.ask(lambda: "still here").result(PATIENCE) == "still here"


def test_a_timer_runs_on_the_actor_s_own_thread(actor: Actor) -> None:
    ran: SimpleQueue[str] = SimpleQueue()

    def note_the_thread() -> None:
        ran.put(threading.current_thread().name)

    actor.ask(lambda: actor.schedule.after(0.01, note_the_thread)).result(PATIENCE)
    assert ran.get(timeout=PATIENCE) == "test"


def test_it_settles_after_each_batch() -> None:
    settled: SimpleQueue[int] = SimpleQueue()
    done: list[int] = []
    actor = Actor("test", time.monotonic)
    actor.settled = lambda: settled.put(len(done))
    for number in range(10):
        actor.post(lambda n=number: done.append(n))  # type: ignore[misc]  # bound now
    actor.start()
    actor.ask(lambda: None).result(PATIENCE)
    actor.stop()
    assert settled.get(timeout=PATIENCE) > 1


def test_stopping_finishes_what_was_posted() -> None:
    done: list[int] = []
    actor = Actor("test", time.monotonic)
    for number in range(300):
        actor.post(lambda n=number: done.append(n))  # type: ignore[misc]  # bound now
    actor.start()
    actor.stop()
    assert len(done) == 300


def test_timers_run_in_the_order_of_their_times_and_cancelled_ones_never() -> None:
    clock = Clock()
    schedule, ran = Schedule(clock.monotonic), list[str]()
    schedule.after(2, lambda: ran.append("second"))
    schedule.after(1, lambda: ran.append("first"))
    schedule.after(1.5, lambda: ran.append("never")).cancel()
    schedule.after(2, lambda: ran.append("third"))
    assert schedule.seconds_to_next() == 1
    clock.seconds += 1
    schedule.run_due()
    assert ran == ["first"]
    assert schedule.seconds_to_next() == 1
    clock.seconds += 5
    schedule.run_due()
    assert ran == ["first", "second", "third"]
    assert schedule.seconds_to_next() is None


def test_what_comes_first_does_not_stand_behind_a_crowd(actor: Actor) -> None:
    done: list[str] = []
    standing = threading.Event()
    actor.post(lambda: _ignored(standing.wait(PATIENCE)))
    for _ in range(100):
        actor.post(lambda: done.append("crowd"))
    actor.post_first(lambda: done.append("press"))
    answer = actor.ask(lambda: done.append("answer"), first=True)
    standing.set()
    answer.result(PATIENCE)
    assert done[:2] == ["press", "answer"]


def test_what_can_wait_wakes_nobody_and_is_done_before_the_next_timer() -> None:
    done: SimpleQueue[str] = SimpleQueue()
    actor = Actor("test", time.monotonic)
    actor.post_whenever(lambda: done.put("could wait"))
    assert not actor.has_work
    actor.schedule.after(0.0, lambda: done.put("timer"))
    actor.start()
    assert [done.get(timeout=PATIENCE), done.get(timeout=PATIENCE)] == ["could wait", "timer"]
    actor.stop()


def test_a_bunch_of_what_can_wait_wakes_it_all_the_same() -> None:
    done: SimpleQueue[int] = SimpleQueue()
    actor = Actor("test", time.monotonic)
    actor.start()
    for number in range(BUNCH):
        actor.post_whenever(lambda n=number: done.put(n))  # type: ignore[misc]  # bound now
    assert [done.get(timeout=PATIENCE) for _ in range(BUNCH)] == list(range(BUNCH))
    actor.stop()


def test_what_can_wait_goes_behind_a_crowd_and_is_not_kept_out_by_it() -> None:
    done: list[str] = []
    actor = Actor("test", time.monotonic)
    for _ in range(2):
        actor.post_whenever(lambda: done.append("could wait"))
    for _ in range(3 * _BATCH):
        actor.post(lambda: done.append("crowd"))
    actor.start()
    actor.stop()
    assert [at for at, what in enumerate(done) if what == "could wait"] == [_BATCH, 2 * _BATCH + 1]


def test_what_comes_in_the_meantime_goes_before_the_rest_of_what_can_wait() -> None:
    done: list[str] = []
    actor = Actor("test", time.monotonic)
    actor.post_whenever(lambda: actor.post(lambda: done.append("press")))
    actor.post_whenever(lambda: done.append("could wait"))
    actor.post(lambda: done.append("wakes"))
    actor.start()
    actor.ask(lambda: None).result(PATIENCE)
    actor.stop()
    assert done == ["wakes", "press", "could wait"]


class Stumbling(Bell):
    """A way of waiting that has a bug, the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.has_stumbled = threading.Event()

    def wait(self, seconds: float | None) -> None:
        if not self.has_stumbled.is_set():
            self.has_stumbled.set()
            raise ZeroDivisionError
        super().wait(seconds)


@pytest.mark.expects_log("the test thread could not wait")
def test_a_bug_in_its_waiting_ends_nothing() -> None:
    waiting = Stumbling()
    actor = Actor("test", time.monotonic, waiting)
    actor.start()
    assert waiting.has_stumbled.wait(PATIENCE)
    assert actor.ask(lambda: "still here").result(PATIENCE) == "still here"
    actor.stop()


class Broken(Bell):
    """A way of waiting that never works."""

    def __init__(self) -> None:
        super().__init__()
        self.tries = 0

    def wait(self, seconds: float | None) -> None:
        self.tries += 1
        raise ZeroDivisionError


@pytest.mark.expects_log("the test thread could not wait")
def test_a_thread_that_cannot_wait_works_on_and_does_not_spin(
    caplog: pytest.LogCaptureFixture,
) -> None:
    waiting = Broken()
    actor = Actor("test", time.monotonic, waiting)
    begun = time.monotonic()
    actor.start()
    for number in range(5):
        assert actor.ask(lambda n=number: n).result(PATIENCE) == number  # type: ignore[misc]  # bound now
    while waiting.tries < 10:
        time.sleep(0.001)
    assert time.monotonic() - begun > 0.15
    actor.stop()
    assert sum("could not wait" in record.message for record in caplog.records) == 1


class Mail(Bell):
    """Brings something whenever it is waited in, and counts how often it is called."""

    def __init__(self) -> None:
        super().__init__()
        self.brings: Callable[[], None] = lambda: None
        self.calls = 0

    def wait(self, seconds: float | None) -> None:
        super().wait(seconds)
        self.brings()

    def wake(self) -> None:
        self.calls += 1
        super().wake()


def test_what_comes_in_while_it_waits_is_done_on_the_same_thread_and_nobody_is_called() -> None:
    mail = Mail()
    actor = Actor("test", time.monotonic, mail)
    read: SimpleQueue[str] = SimpleQueue()
    mail.brings = lambda: actor.post(lambda: read.put(threading.current_thread().name))
    actor.schedule.after(0.0, lambda: None)
    actor.start()
    assert read.get(timeout=PATIENCE) == "test"
    assert mail.calls == 0
    mail.brings = lambda: None
    actor.stop()


def _ignored(_: object) -> None:
    """Make an action of something that returns a value."""
