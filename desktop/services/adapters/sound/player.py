"""Plays the alarm again and again until it is told to stop, and says when nobody can hear it."""

import logging
import threading
import time
import wave
from collections.abc import Callable
from contextlib import closing
from enum import StrEnum
from pathlib import Path

from desktop.assets import asset
from desktop.services.adapters.sound.output import (
    NoPlayerError,
    Process,
    end_by_force,
    start_playing,
    what_keeps_sound_from_being_heard,
)

_LOOK_S = 0.02
_TRY_AGAIN_S = 1.0
_HANGS_AFTER_S = 5.0
_ENDS_WITHIN_S = 0.5
_PLAYED_SHARE = 0.8
_LOUDEST = 3
"""The time from which on a sound is as loud as it gets."""

_log = logging.getLogger(__name__)


class Alarm(StrEnum):
    """The sounds; each is in ``assets/sounds`` under that name, in three loudnesses."""

    PANIC = "panic"
    ASSIST = "assist"
    TEST = "test"


class AlarmPlayer:
    """Repeats one sound until ``stop``, on a thread of its own, and watches whether it works.

    It grows louder with each time, up to the third; a sound that takes another's place goes on as
    loud as that one was. ``file_of`` says where the sound lies for the first time, the second, and
    the third.

    ``on_failure`` is called from that thread with one short reason when the sound is found not to
    be heard (no device, muted, no player, a player that ended early or hangs), once until it
    changes; ``on_recovery`` when it works again. Meanwhile playing is tried again every second,
    for a person may be plugging the speakers in. That nothing failed does not mean that anyone
    heard it.

    ``look`` asks the same while it is silent, so that ``failure`` says before the alarm whether it
    would be heard, and does not go on saying so once that is mended.
    """

    def __init__(
        self,
        *,
        on_failure: Callable[[str], None] = lambda _: None,
        on_recovery: Callable[[], None] = lambda: None,
        file_of: Callable[[Alarm, int], Path] = lambda kind, time: asset(
            "sounds", f"{kind}-{time}.wav"
        ),
    ) -> None:
        self._on_failure = on_failure
        self._on_recovery = on_recovery
        self._file_of = file_of
        self._changed = threading.Condition()
        self._wanted: Alarm | None = None
        self._repeats = True
        self._times = 0  # that something was played since it was silent
        self._turn = 0  # counts play() and stop(), so that the thread sees either at once
        self._process: Process | None = None
        self._failure: str | None = None
        self._thread: threading.Thread | None = None
        self._is_closed = False

    @property
    def is_sounding(self) -> bool:
        """A sound is playing now and nothing known keeps it from being heard."""
        with self._changed:
            return (
                self._process is not None and self._process.poll() is None and self._failure is None
            )

    @property
    def failure(self) -> str | None:
        """Why the last sound was not heard, or the next one would not be; else ``None``. Cheap."""
        return self._failure

    def look(self) -> None:
        """Ask whether a sound would be heard now, which may take seconds: not on the alarm's
        thread. While one plays, or is asked for meanwhile, playing it finds out.
        """
        with self._changed:
            turn = self._turn
        unheard = what_keeps_sound_from_being_heard()
        with self._changed:
            is_silent = self._wanted is None and turn == self._turn and not self._is_closed
        if is_silent:
            self._conclude(unheard)

    def play(self, kind: Alarm, *, repeat: bool = True) -> None:
        """Start ``kind`` in place of whatever sounds now, and return at once."""
        with self._changed:
            if self._is_closed or (self._wanted is kind and repeat and self._repeats):
                return
            self._wanted, self._repeats = kind, repeat
            self._interrupt()
            self._start_thread()

    def stop(self) -> None:
        """Be silent, and return at once."""
        with self._changed:
            self._wanted = None
            self._times = 0
            self._interrupt()

    def close(self) -> None:
        """Be silent for good and end the thread."""
        with self._changed:
            self._is_closed = True
            self._wanted = None
            self._interrupt()
        if self._thread is not None:
            self._thread.join(timeout=_HANGS_AFTER_S)

    def _start_thread(self) -> None:
        if self._thread is None and not self._is_closed:
            self._thread = threading.Thread(target=self._run, name="sound", daemon=True)
            self._thread.start()

    def _interrupt(self) -> None:
        self._turn += 1
        if self._process is not None:
            self._process.terminate()
        self._changed.notify_all()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(self._is_called)
                if self._is_closed:
                    return
                kind, turn = self._wanted, self._turn
                self._times += 1
                loudness = min(self._times, _LOUDEST)
            assert kind is not None
            try:
                failure = self._play_once(self._file_of(kind, loudness), turn)
            except Exception:  # noqa: BLE001 -- the top of this thread: the alarm must go on
                _log.exception("the alarm met a fault")
                failure = "the program met a fault of its own while playing the sound"
            with self._changed:
                was_interrupted = turn != self._turn
                if not was_interrupted and not self._repeats:
                    self._wanted = None
            if not was_interrupted:
                self._conclude(failure)
                if failure is not None:
                    self._pause(turn)

    def _is_called(self) -> bool:
        return self._wanted is not None or self._is_closed

    def _pause(self, turn: int) -> None:
        with self._changed:
            self._changed.wait_for(lambda: turn != self._turn, _TRY_AGAIN_S)

    def _play_once(self, file: Path, turn: int) -> str | None:
        """Play ``file`` to its end or to an interruption; return what went wrong."""
        try:
            seconds = _seconds_of(file)
            process = start_playing(file)
        except NoPlayerError as reason:
            return str(reason)
        except (OSError, EOFError, wave.Error) as error:
            return f"the sound cannot be played: {error}"
        started = time.monotonic()
        with self._changed:
            self._process = process
            if turn != self._turn:
                process.terminate()
        # Asked while it already plays: the question must not delay the first second of an alarm.
        unheard = what_keeps_sound_from_being_heard()
        if unheard is not None and turn == self._turn:
            self._conclude(unheard)
        failure = self._outcome(process, seconds, started, turn)
        with self._changed:
            self._process = None
        return unheard or failure

    def _outcome(self, process: Process, seconds: float, started: float, turn: int) -> str | None:
        """Wait for the end. A player's word alone is not believed: some fail with exit code 0."""
        patience = seconds + _HANGS_AFTER_S
        while (code := process.poll()) is None:
            if turn != self._turn:
                patience = min(patience, time.monotonic() - started + _ENDS_WITHIN_S)
            if time.monotonic() - started > patience:
                end_by_force(process)
                return "the program that plays the sound hangs"
            with self._changed:
                self._changed.wait(_LOOK_S)
        if code != 0:
            return "the program that plays the sound failed; is there an audio device?"
        if time.monotonic() - started < seconds * _PLAYED_SHARE:
            return "the sound ended before its end; is there an audio device?"
        return None

    def _conclude(self, failure: str | None) -> None:
        before, self._failure = self._failure, failure
        if failure is not None and failure != before:
            _log.info("the alarm is not heard: %s", failure)
            self._on_failure(failure)
        elif failure is None and before is not None:
            self._on_recovery()


def _seconds_of(file: Path) -> float:
    with closing(wave.open(str(file), "rb")) as sound:
        return sound.getnframes() / sound.getframerate()
