"""A program without windows hears every request to end, however badly timed."""

import os
import signal
import sys
import threading

import pytest

from desktop.cli.ending import Ending

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_from_before_the_wait_ends_it(asked: signal.Signals) -> None:
    ending = Ending()
    with ending.by_signals():
        os.kill(os.getpid(), asked)
        ending.wait()


def test_a_signal_that_another_thread_receives_ends_it() -> None:
    ending = Ending()
    with ending.by_signals():
        other = threading.Thread(target=lambda: signal.raise_signal(signal.SIGTERM))
        other.start()
        ending.wait()
        other.join()


def test_another_thread_may_ask_for_the_end_and_asking_again_is_harmless() -> None:
    ending = Ending()
    with ending.by_signals():
        other = threading.Thread(target=ending.ask)
        other.start()
        ending.wait()
        other.join()
        ending.ask()
    ending.ask()


def test_what_signals_did_before_they_do_again_afterwards() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with Ending().by_signals():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before
