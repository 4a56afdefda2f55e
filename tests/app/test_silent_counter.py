"""A counter sounds nothing, whatever happens: recorded from the sound server of its own screen."""

import subprocess
from collections.abc import Iterator

import pytest

from desktop.domain.alerts.facts import Message
from tests.support.pulse import SoundServer, loudest, missing_programs, sound_server
from tests.support.screen import Screen, ana, counter_at_work, is_calm, screen
from tests.support.workplace import StationAtWork, Workplace, office, wait_until

__all__ = ["ana", "office", "screen"]

pytestmark = [
    pytest.mark.display,
    pytest.mark.skipif(bool(missing_programs()), reason=f"needs {missing_programs()}"),
]


@pytest.fixture
def speakers() -> Iterator[SoundServer]:
    with sound_server() as server:
        yield server


def test_a_press_and_whatever_is_answered_sound_nothing(
    office: Workplace, ana: StationAtWork, screen: Screen, speakers: SoundServer
) -> None:
    screen.sound = speakers.address
    with counter_at_work(office, ana, screen):
        recording = speakers.record()
        screen.presses_panic()
        wait_until(lambda: ana.board.alerts)
        alert = ana.board.alerts[0].id
        ana.tells(alert, Message.LEAVE)
        ana.is_going(alert)
        ana.says_they_are_here(alert)
        ana.closes(alert)
        wait_until(lambda: not ana.board.alerts)
        is_calm(screen)
    assert loudest(recording) == 0
    heard = recording.stat().st_size
    beep = bytes(2_000) + b"\x00\x40\x00\xc0" * 4_000  # the recorder would have heard it
    subprocess.run(
        ["pacat", "--raw", "--format=s16le", "--rate=44100", "--channels=1"],
        input=beep,
        env=speakers._environment(),
        check=True,
        timeout=20,
    )
    wait_until(lambda: recording.stat().st_size > heard and loudest(recording) > 10_000)
