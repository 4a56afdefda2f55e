"""Where sound goes on this PC, and what can be known about whether it gets there.

playsound3's own choice on Linux is GStreamer, which plays into nothing for the full length and
exits with 0 when there is no audio device. So on Linux a program that fails honestly is named:
see ADR 0042. Only the Linux half has been run.
"""

import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Protocol

_ASK_S = 2.0
_NO_DEVICE = "auto_null"  # what PulseAudio and PipeWire play into when there is no device
_PLAYERS: tuple[tuple[str, ...], ...] = (
    ("paplay", "--latency-msec=60"),
    ("pw-play",),
    ("aplay", "--quiet"),
    # Named sink: with its own choice GStreamer falls back to playing into nothing.
    ("gst-play-1.0", "--no-interactive", "--quiet", "--audiosink=pulsesink"),
)


class NoPlayerError(Exception):
    """This PC has no program that plays sound; the text says what to install."""


class Process(Protocol):
    """What is playing, a child process or something that behaves like one."""

    def poll(self) -> int | None: ...
    def terminate(self) -> None: ...


def start_playing(file: Path) -> Process:
    """Start playing ``file`` and return at once.

    Raises ``NoPlayerError``, or ``OSError`` where the program or the file is missing. That it was
    started says nothing yet: the exit code and the time it took do.
    """
    # It warns at import where it knows no player of its own; on Linux it is given one, and
    # elsewhere the call below raises.
    logging.getLogger("playsound3").setLevel(logging.ERROR)
    import playsound3  # 80 ms, and it starts programs to see what there is

    if not file.is_file():
        raise FileNotFoundError(2, "the sound file is missing", str(file))
    if sys.platform == "win32":
        sound = playsound3.playsound(file, block=False, backend="winmm")
    elif sys.platform == "darwin":
        sound = playsound3.playsound(file, block=False, backend="afplay")
    else:
        # Undeclared, but its code says that a backend of one's own may be passed.
        backend: Any = _honest_backend()
        sound = playsound3.playsound(file, block=False, backend=backend)
    return sound.subprocess


def end_by_force(process: Process) -> None:
    """End what did not end when asked; nothing is left to wait for afterwards."""
    if isinstance(process, subprocess.Popen):
        process.kill()
        process.wait()
    else:
        process.terminate()


def _honest_backend() -> type:
    from playsound3.playsound3 import SoundBackend  # see start_playing

    command = _player()

    class HonestBackend(SoundBackend):
        def check(self) -> bool:
            return True

        def play(self, sound: str) -> "subprocess.Popen[str]":
            # Not playsound3's own way of starting it: that one runs Python between fork and exec
            # in a process full of threads, and ends the sound when the starting thread ends.
            return subprocess.Popen(
                [*command, sound],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                text=True,
            )

    return HonestBackend


def _player() -> tuple[str, ...]:
    for command in _PLAYERS:
        if shutil.which(command[0]):
            return command
    raise NoPlayerError("no program that plays sound: install pulseaudio-utils or alsa-utils")


def what_keeps_sound_from_being_heard() -> str | None:
    """Return what is known to keep the alarm silent now, without making a sound, or ``None``.

    It sees a missing device, a dead sound server and a muted or zeroed output, as far as the
    system tells. It cannot see speakers that are switched off or headphones on the desk.
    Takes a few hundredths of a second, at most seconds.
    """
    if sys.platform == "win32":
        import ctypes  # Windows alone

        return None if ctypes.windll.winmm.waveOutGetNumDevs() else "this PC has no audio device"
    if sys.platform == "darwin":
        return None
    try:
        player = _player()[0]
    except NoPlayerError as reason:
        return str(reason)
    if player == "aplay":
        return None if Path("/dev/snd").exists() else "this PC has no audio device"
    return _what_the_sound_server_says() if shutil.which("pactl") else None


def _what_the_sound_server_says() -> str | None:
    try:
        sink = _pactl("get-default-sink")
        if sink == _NO_DEVICE:
            return "this PC has no audio device"
        if _pactl("get-sink-mute", "@DEFAULT_SINK@") == "Mute: yes":
            return "the sound of this PC is muted"
        if "/   0% /" in _pactl("get-sink-volume", "@DEFAULT_SINK@").partition("\n")[0]:
            return "the volume of this PC is at zero"
    except subprocess.TimeoutExpired:
        return "the sound server does not answer"
    except (subprocess.CalledProcessError, OSError):
        return "there is no sound server to play through"
    return None


def _pactl(*request: str) -> str:
    return subprocess.run(
        ["pactl", *request],
        capture_output=True,
        text=True,
        check=True,
        timeout=_ASK_S,
        env={**os.environ, "LC_ALL": "C"},
    ).stdout.strip()
