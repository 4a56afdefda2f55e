"""The alarm as it comes out of a sound card, and the truth about when it does not."""

import itertools
import sys
import wave
from array import array
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from desktop.assets import asset
from desktop.services.adapters.sound import (
    Alarm,
    AlarmPlayer,
    what_keeps_sound_from_being_heard,
)
from tests.support.pulse import (
    SoundServer,
    first_as_loud_as,
    loudest_tone,
    missing_programs,
    sound_server,
    wait_until,
)

PITCH = {Alarm.PANIC: 880.0, Alarm.ASSIST: 523.25, Alarm.TEST: 1000.0}
"""What each of them sounds at, in hertz."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a private PulseAudio is Linux's")


def sound_file(kind: Alarm, time: int) -> Path:
    return asset("sounds", f"{kind}-{time}.wav")


class Desk:
    """An alarm player, and what it said."""

    def __init__(
        self,
        file_of: Callable[[Alarm, int], Path] = sound_file,
    ) -> None:
        self.failures: list[str] = []
        self.recoveries = 0
        self.alarm = AlarmPlayer(
            on_failure=self.failures.append,
            on_recovery=self._recovered,
            file_of=file_of,
        )

    def _recovered(self) -> None:
        self.recoveries += 1


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.alarm.close()


@pytest.fixture
def speakers(monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    if missing := missing_programs():
        pytest.fail(f"`python3 run.py test` installs what is missing here: {', '.join(missing)}")
    with sound_server() as server:
        plug_into(server, monkeypatch)
        yield server


def plug_into(server: SoundServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH"):
        monkeypatch.setenv(name, str(server.folder))
    monkeypatch.setenv("PULSE_SERVER", server.address)


def the_players() -> list[psutil.Process]:
    names = {"paplay", "pacat", "pw-play", "aplay", "gst-play-1.0"}
    found = []
    for child in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):  # it ended just now
            if child.name() in names:
                found.append(child)
    return found


def players() -> list[int]:
    return [player.pid for player in the_players()]


def seconds_of(kind: Alarm) -> float:
    with wave.open(str(sound_file(kind, 1))) as sound:
        seconds: float = sound.getnframes() / sound.getframerate()
    return seconds


def highest_of(kind: Alarm, time: int) -> int:
    """The greatest sample of what is played the first time, the second, or the third."""
    with wave.open(str(sound_file(kind, time))) as sound:
        samples: array[int] = array("h", sound.readframes(sound.getnframes()))
    return max(map(abs, samples))


@pytest.mark.parametrize("kind", Alarm)
def test_each_sound_comes_out_of_the_speakers_at_its_own_pitch(
    kind: Alarm, speakers: SoundServer, desk: Desk
) -> None:
    recording = speakers.record()
    desk.alarm.play(kind)
    wait_until(lambda: loudest_tone(recording, PITCH[kind]) > 0.3)
    for other in PITCH.keys() - {kind}:
        assert loudest_tone(recording, PITCH[other]) < 0.15
    assert desk.failures == []
    assert desk.alarm.failure is None


def test_the_alarm_comes_again_and_again_and_louder_each_time(
    speakers: SoundServer, desk: Desk
) -> None:
    heights = [highest_of(Alarm.PANIC, time) for time in (1, 2, 3)]
    recording = speakers.record()
    desk.alarm.play(Alarm.PANIC)
    wait_until(lambda: first_as_loud_as(0.95 * heights[2], recording) is not None)
    reached = [first_as_loud_as(0.95 * height, recording) or 0.0 for height in heights]
    length = seconds_of(Alarm.PANIC)
    assert all(length * 0.9 < b - a < length + 1.0 for a, b in itertools.pairwise(reached))
    assert desk.failures == []


def is_as_loud_as(kind: Alarm, time: int, recording: Path) -> bool:
    return first_as_loud_as(0.95 * highest_of(kind, time), recording) is not None


def test_a_panic_begins_as_loud_as_what_it_takes_the_place_of_was(
    speakers: SoundServer, desk: Desk
) -> None:
    before = speakers.record()
    desk.alarm.play(Alarm.TEST)
    wait_until(lambda: is_as_loud_as(Alarm.TEST, 3, before))
    recording = speakers.record()
    desk.alarm.play(Alarm.PANIC)
    wait_until(lambda: loudest_tone(recording, PITCH[Alarm.PANIC]) > 0.3)
    begun = first_as_loud_as(0.95 * highest_of(Alarm.PANIC, 1), recording)
    wait_until(lambda: is_as_loud_as(Alarm.PANIC, 3, recording))
    loud = first_as_loud_as(0.95 * highest_of(Alarm.PANIC, 3), recording)
    assert begun is not None
    assert loud is not None
    assert loud - begun < seconds_of(Alarm.PANIC) / 2


def test_after_a_silence_it_begins_as_softly_as_the_first_time(
    speakers: SoundServer, desk: Desk
) -> None:
    before = speakers.record()
    desk.alarm.play(Alarm.TEST)
    wait_until(lambda: is_as_loud_as(Alarm.TEST, 3, before))
    desk.alarm.stop()
    wait_until(lambda: players() == [])
    again = speakers.record()
    desk.alarm.play(Alarm.TEST)
    wait_until(lambda: is_as_loud_as(Alarm.TEST, 1, again))
    assert not is_as_loud_as(Alarm.TEST, 2, again)


def test_a_player_that_is_killed_in_the_middle_of_an_alarm_is_told_and_replaced(
    speakers: SoundServer, desk: Desk
) -> None:
    desk.alarm.play(Alarm.PANIC)
    wait_until(lambda: desk.alarm.is_sounding and bool(the_players()))
    (player,) = the_players()
    player.kill()
    wait_until(lambda: desk.failures != [])
    assert "failed" in desk.failures[0]
    assert not desk.alarm.is_sounding

    wait_until(lambda: any(each.pid != player.pid for each in the_players()))
    recording = speakers.record()
    wait_until(lambda: loudest_tone(recording, PITCH[Alarm.PANIC]) > 0.3)
    wait_until(lambda: desk.recoveries == 1)
    assert desk.alarm.failure is None


def test_it_is_silent_once_stopped_and_leaves_no_player_behind(
    speakers: SoundServer, desk: Desk
) -> None:
    desk.alarm.play(Alarm.PANIC)
    wait_until(lambda: desk.alarm.is_sounding)
    desk.alarm.stop()
    wait_until(lambda: not desk.alarm.is_sounding)
    wait_until(lambda: players() == [])
    assert desk.failures == []


def test_a_panic_sounds_in_place_of_an_assist(speakers: SoundServer, desk: Desk) -> None:
    desk.alarm.play(Alarm.ASSIST)
    wait_until(lambda: desk.alarm.is_sounding)
    desk.alarm.play(Alarm.PANIC)
    recording = speakers.record()
    wait_until(lambda: loudest_tone(recording, 880) > 0.3)
    assert len(players()) <= 1


def test_a_test_sound_plays_once(speakers: SoundServer, desk: Desk) -> None:
    recording = speakers.record()
    desk.alarm.play(Alarm.TEST, repeat=False)
    wait_until(lambda: loudest_tone(recording, 1000) > 0.3)
    wait_until(lambda: not desk.alarm.is_sounding)
    wait_until(lambda: players() == [])
    assert desk.failures == []


def test_without_an_audio_device_the_failure_is_told_and_nothing_claims_to_sound(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'nobody'}")
    assert what_keeps_sound_from_being_heard() is not None
    desk.alarm.play(Alarm.PANIC)
    wait_until(lambda: desk.failures != [])
    assert not desk.alarm.is_sounding
    assert desk.alarm.failure == desk.failures[0]


def test_the_dummy_output_of_a_pc_without_a_device_counts_as_no_device(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sound_server(sink="auto_null") as server:
        plug_into(server, monkeypatch)
        desk.alarm.play(Alarm.PANIC)
        wait_until(lambda: desk.failures != [])
        assert desk.failures == ["this PC has no audio device"]
        assert not desk.alarm.is_sounding
        desk.alarm.close()


def test_a_sound_card_that_dies_in_the_middle_of_an_alarm_is_told(
    speakers: SoundServer, desk: Desk
) -> None:
    desk.alarm.play(Alarm.PANIC)
    wait_until(lambda: desk.alarm.is_sounding)
    speakers.end()
    wait_until(lambda: desk.failures != [])
    assert not desk.alarm.is_sounding


def test_a_muted_pc_is_told_and_so_is_its_recovery(speakers: SoundServer) -> None:
    desk = Desk(file_of=lambda *_: asset("sounds", "test-1.wav"))
    speakers.tell("set-sink-mute", "@DEFAULT_SINK@", "1")
    desk.alarm.play(Alarm.PANIC)
    wait_until(lambda: desk.failures == ["the sound of this PC is muted"])
    speakers.tell("set-sink-mute", "@DEFAULT_SINK@", "0")
    wait_until(lambda: desk.recoveries == 1)
    assert desk.alarm.failure is None
    desk.alarm.close()


def test_a_desk_learns_that_it_would_not_hear_an_alarm_before_there_is_one(
    speakers: SoundServer, desk: Desk
) -> None:
    def failure() -> str | None:
        return desk.alarm.failure

    speakers.tell("set-sink-mute", "@DEFAULT_SINK@", "1")
    assert failure() is None
    desk.alarm.look()
    assert failure() == "the sound of this PC is muted"
    speakers.tell("set-sink-mute", "@DEFAULT_SINK@", "0")
    desk.alarm.look()
    assert failure() is None
    assert (len(desk.failures), desk.recoveries) == (1, 1)


def test_an_alarm_that_nobody_heard_leaves_no_complaint_once_that_is_mended(
    speakers: SoundServer, desk: Desk
) -> None:
    speakers.tell("set-sink-mute", "@DEFAULT_SINK@", "1")
    desk.alarm.play(Alarm.PANIC)
    wait_until(lambda: desk.alarm.failure is not None)
    desk.alarm.stop()
    wait_until(lambda: players() == [])
    speakers.tell("set-sink-mute", "@DEFAULT_SINK@", "0")
    desk.alarm.look()
    assert desk.alarm.failure is None


def test_a_look_says_nothing_of_an_alarm_that_sounds(
    speakers: SoundServer, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.alarm.play(Alarm.PANIC)
    wait_until(lambda: desk.alarm.is_sounding)
    monkeypatch.setattr(
        "desktop.services.adapters.sound.player.what_keeps_sound_from_being_heard", lambda: "late"
    )
    desk.alarm.look()
    assert desk.alarm.is_sounding


def test_a_volume_of_zero_is_told(speakers: SoundServer) -> None:
    assert what_keeps_sound_from_being_heard() is None
    speakers.tell("set-sink-volume", "@DEFAULT_SINK@", "0%")
    assert what_keeps_sound_from_being_heard() == "the volume of this PC is at zero"


def test_a_pc_that_has_no_player_is_told_what_to_install(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    desk.alarm.play(Alarm.PANIC)
    wait_until(lambda: desk.failures != [])
    assert "install" in desk.failures[0]


@pytest.mark.parametrize("script", ["exit 0", "exit 1"], ids=["says all is well", "says it failed"])
def test_a_player_that_ends_at_once_is_not_believed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str
) -> None:
    program = tmp_path / "paplay"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    desk.alarm.play(Alarm.PANIC)
    wait_until(lambda: desk.failures != [])
    assert "audio device" in desk.failures[0]


def test_a_missing_sound_file_is_told(tmp_path: Path) -> None:
    desk = Desk(file_of=lambda kind, time: tmp_path / f"{kind}-{time}.wav")
    desk.alarm.play(Alarm.PANIC)
    wait_until(lambda: desk.failures != [])
    desk.alarm.close()
    assert "panic-1.wav" in desk.failures[0]


def test_the_three_sounds_are_cd_quality_mono_and_differ_in_pitch() -> None:
    for kind, time in itertools.product(Alarm, (1, 2, 3)):
        with wave.open(str(asset("sounds", f"{kind}-{time}.wav"))) as sound:
            assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (
                1,
                2,
                44_100,
            )
