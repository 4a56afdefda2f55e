"""Which alarm a supervisor's desk sounds, and that it comes out of its speakers."""

import sys
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.app.alarm import DeskAlarm, wanted_alarm
from desktop.app.main import Program
from desktop.app.supervisor_windows import SupervisorWindows
from desktop.domain.alerts.facts import Kind, Message, Occasion
from desktop.domain.presence import Absence
from desktop.services.adapters.sound.player import Alarm, AlarmPlayer
from desktop.ui.views.acts import Act
from tests.support.pulse import (
    SoundServer,
    loudest_tone,
    missing_programs,
    sound_server,
    wait_until,
)
from tests.support.workplace import StationAtWork, Workplace, office
from tests.ui.hands import click
from tests.ui.sample import ANA, MARCUS, Story, live, supervisor_board

__all__ = ["office"]


def panic(**more: object) -> Story:
    return Story(name="p1", **more)  # type: ignore[arg-type] # a test's shorthand


def assist(**more: object) -> Story:
    return Story(Kind.ASSIST, name="s1", **more)  # type: ignore[arg-type] # a test's shorthand


def drill() -> Story:
    return Story(name="d1", occasion=Occasion.DRILL)


SOUNDS: dict[str, tuple[tuple[Story, ...], Alarm | None]] = {
    "nothing is open": ((), None),
    "a panic": ((panic(),), Alarm.PANIC),
    "a call for a supervisor": ((assist(),), Alarm.ASSIST),
    "a call that became a panic": ((assist().pressed_again(Kind.PANIC),), Alarm.PANIC),
    "a panic is graver than a call": ((assist(), panic()), Alarm.PANIC),
    "a drill": ((drill(),), Alarm.TEST),
    "a test": ((assist(occasion=Occasion.TEST),), Alarm.TEST),
    "a call is graver than a drill of a panic": ((drill(), assist()), Alarm.ASSIST),
    "somebody goes": ((panic().going(ANA, "Ana"),), None),
    "a colleague goes": ((panic().going(MARCUS, "Marcus"),), None),
    "the panic is answered, the call is not": ((panic().going(ANA, "Ana"), assist()), Alarm.ASSIST),
    "pressed again": ((panic().going(ANA, "Ana").pressed_again(),), Alarm.PANIC),
    "somebody cannot": ((panic().told(ANA, "Ana", Message.CANNOT),), Alarm.PANIC),
    "somebody is there": ((panic().attended(ANA, "Ana"),), None),
    "taken back, and nobody has looked": ((panic().withdrawn(),), Alarm.PANIC),
}


def test_it_sounds_again_where_nobody_calls_the_police() -> None:
    """Not as a panic does, and of a drill as of one: somebody goes already."""
    for story, sound in ((panic(), Alarm.ASSIST), (drill(), Alarm.TEST)):
        lacking = live(story.going(ANA, "Ana"), is_police_asked=True)
        assert wanted_alarm(supervisor_board(lacking)) is sound
    unanswered = live(panic(), is_police_asked=True)
    assert wanted_alarm(supervisor_board(unanswered)) is Alarm.PANIC


@pytest.mark.parametrize("name", SOUNDS)
def test_the_gravest_call_that_nobody_has_answered_sounds(name: str) -> None:
    stories, sound = SOUNDS[name]
    assert wanted_alarm(supervisor_board(*(live(story) for story in stories))) is sound


pulse = pytest.mark.skipif(sys.platform != "linux", reason="a private PulseAudio is Linux's")


@pytest.fixture
def speakers(monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    if missing := missing_programs():
        pytest.fail(f"`python3 run.py test` installs what is missing here: {', '.join(missing)}")
    with sound_server() as server:
        for name in ("HOME", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH"):
            monkeypatch.setenv(name, str(server.folder))
        monkeypatch.setenv("PULSE_SERVER", server.address)
        yield server


@pulse
def test_a_desk_knows_that_it_would_hear_no_alarm_and_when_that_is_mended(
    speakers: SoundServer,
) -> None:
    speakers.tell("set-sink-mute", "@DEFAULT_SINK@", "1")
    alarm = DeskAlarm(AlarmPlayer(), asks_every=0.05)
    wait_until(lambda: alarm.failure == "the sound of this PC is muted")
    speakers.tell("set-sink-mute", "@DEFAULT_SINK@", "0")
    wait_until(lambda: alarm.failure is None)
    alarm.close()


def counter_and_desk(office: Workplace, qtbot: QtBot) -> tuple[StationAtWork, Program]:
    """A counter that is ready, and a supervisor's desk with its windows."""
    ana = office.supervisor("Ana Ruiz")
    counter = office.counter("Counter 3")
    ana.leaves()
    program = Program(ana.home, opened=lambda _running: None)
    program.open()
    qtbot.waitUntil(lambda: counter.is_ready, timeout=20_000)
    return counter, program


@pulse
def test_a_panic_at_the_counter_is_heard_at_the_desk_until_somebody_goes(
    office: Workplace, speakers: SoundServer, qtbot: QtBot
) -> None:
    counter, program = counter_and_desk(office, qtbot)
    running = program.running
    assert running is not None

    recording = speakers.record()
    alert = counter.presses_panic()
    qtbot.waitUntil(lambda: loudest_tone(recording, 880) > 0.3, timeout=20_000)

    running.station.acknowledge(alert).result(20)
    qtbot.waitUntil(lambda: is_silent(speakers), timeout=20_000)
    program.close()


@pulse
def test_a_desk_that_sees_a_test_and_hears_nothing_is_not_ready_until_one_is_heard(
    office: Workplace, speakers: SoundServer, qtbot: QtBot
) -> None:
    """Speakers that are switched off are found by whoever sits before them, and by nothing else."""
    counter, program = counter_and_desk(office, qtbot)
    windows = program.windows
    assert isinstance(windows, SupervisorWindows)

    def answers(act: Act) -> None:
        test = counter.presses(Kind.ASSIST, occasion=Occasion.TEST).alert
        qtbot.waitUntil(
            lambda: any(
                cover.field and cover.field.alert == test for cover in windows.takeover.covers
            ),
            timeout=20_000,
        )
        (button,) = (b for b in windows.takeover.covers[0].buttons if b.button.act is act)
        qtbot.waitUntil(windows.takeover.covers[0]._guard.click_counts, timeout=20_000)
        click(button)
        qtbot.waitUntil(lambda: counter.has_closed(test), timeout=20_000)

    answers(Act.UNHEARD)
    qtbot.waitUntil(lambda: not counter.is_ready, timeout=20_000)
    assert counter.board.supervisors[0].absence is Absence.SOUND
    answers(Act.GOING)
    qtbot.waitUntil(lambda: counter.is_ready, timeout=20_000)
    program.close()


def is_silent(speakers: SoundServer) -> bool:
    """Nothing is played for a third of a second."""
    recording = speakers.record()
    wait_until(lambda: recording.stat().st_size > 2 * 44_100 // 3)
    return loudest_tone(recording, 880) == 0.0


def test_a_desks_own_call_sounds_nothing_at_it() -> None:
    board = supervisor_board(live(Story(station=ANA)))
    assert wanted_alarm(board) is None
