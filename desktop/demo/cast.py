"""The demo's end of an actor: a process of its own that plays one station."""

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from desktop.demo.lines import Answer, Ask, Moment, Said
from desktop.domain.errors import DeskError

START_S = 60.0
ASK_S = 30.0
LEAVE_S = 8.0


class ActorGoneError(DeskError):
    """One of the demo's stations ended before the story did."""

    code = "demo-actor-gone"
    advice = "Start the demo again; the log it names says what happened."


class ActorSilentError(DeskError):
    """One of the demo's stations did not do in time what the story waits for."""

    code = "demo-actor-silent"
    advice = "Start the demo again on a less busy PC; the log it names says what happened."


class ActorRefusedError(DeskError):
    """What a station of the demo answered instead of doing it."""

    code = "demo-actor-refused"


class Actor:
    """A station in a process of its own, which ends when this object is closed or this process
    ends, however it ends: the actor's standard input closes then, and it leaves.

    ``hears`` is called with this actor's name and each moment, on a thread of its own.
    Use it from one thread.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        folder: Path,
        log: Path,
        hears: Callable[[str, Moment], None] = lambda _name, _moment: None,
    ) -> None:
        self.name = name
        self.log = log
        self._hears = hears
        with log.open("wb") as errors:
            self._process = subprocess.Popen(
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=dict(environment),
                cwd=folder,
                **_own_group(),
            )
        self._changed = threading.Condition()
        self._answers: dict[int, Answer] = {}
        self._moments: list[Moment] = []
        self._asked = 0
        self._has_left = False
        self._reader = threading.Thread(target=self._listen, name=f"demo {name}", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The process, for whoever watches it."""
        return self._process.pid

    @property
    def has_left(self) -> bool:
        """Its process says no more: it ended, or is about to."""
        return self._has_left

    @property
    def moments(self) -> tuple[Moment, ...]:
        """All that was to be seen in its windows so far, in order."""
        with self._changed:
            return tuple(self._moments)

    def ask(self, do: str, *, within: float = ASK_S, **args: Any) -> dict[str, Any]:
        """Have it done and return what came of it.

        Raises ``ActorRefusedError``, ``ActorSilentError`` after ``within`` seconds, or
        ``ActorGoneError``.
        """
        with self._changed:
            self._asked += 1
            number = self._asked
        self._send(Ask(id=number, do=do, args=args))
        self._wait(lambda: number in self._answers, f"“{do}”", within)
        answer = self._answers.pop(number)
        if answer.fault is not None:
            refused = ActorRefusedError(
                f"{self.name}: {answer.fault.message}", advice=answer.fault.advice
            )
            refused.code = answer.fault.code
            raise refused
        return answer.result

    def await_moment(
        self,
        what: str,
        is_it: Callable[[Moment], bool] = lambda _: True,
        *,
        after: int = 0,
        within: float = ASK_S,
    ) -> Moment:
        """Wait until ``what`` was to be seen at or after ``after`` (nanoseconds); the first one."""
        found: list[Moment] = []

        def look() -> bool:
            found[:] = [m for m in self._moments if m.what == what and m.at_ns >= after]
            found[:] = [m for m in found if is_it(m)]
            return bool(found)

        self._wait(look, f"the {what}", within)
        return found[0]

    def leave(self) -> None:
        """Ask it to end; ``wait_gone`` waits for that."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # it was gone already
            self._process.stdin.close()

    def wait_gone(self, within: float = LEAVE_S) -> None:
        """Wait until its process has ended; after ``within`` seconds it is killed."""
        try:
            self._process.wait(within)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(LEAVE_S)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _send(self, ask: Ask) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(msgspec.json.encode(ask) + b"\n")
            self._process.stdin.flush()
        except (OSError, ValueError) as cause:
            raise self._gone() from cause

    def _wait(self, is_so: Callable[[], bool], what: str, within: float) -> None:
        with self._changed:
            came = self._changed.wait_for(lambda: is_so() or self._has_left, within)
            if is_so():
                return
        if not came:
            raise ActorSilentError(
                f"{self.name} has not shown {what} within {within:g} s. Its log: {self.log}"
            )
        raise self._gone()

    def _gone(self) -> ActorGoneError:
        last = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
        words = f": {last[0]}" if last else "."
        return ActorGoneError(f"{self.name} ended before the story did{words} Its log: {self.log}")

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._heard(msgspec.json.decode(line, type=Said))
        with self._changed:
            self._has_left = True
            self._changed.notify_all()

    def _heard(self, said: Said) -> None:
        with self._changed:
            if isinstance(said, Answer):
                self._answers[said.id] = said
            else:
                self._moments.append(said)
            self._changed.notify_all()
        if isinstance(said, Moment):
            self._hears(self.name, said)


def part_all(actors: Sequence[Actor]) -> None:
    """End all of them: asked at once, waited for together, killed where one does not end."""
    for actor in actors:
        actor.leave()
    deadline = time.monotonic() + LEAVE_S
    for actor in actors:
        actor.wait_gone(max(0.1, deadline - time.monotonic()))


def _own_group() -> dict[str, Any]:
    """Ctrl+C in the demo's terminal is the demo's to act on: it ends the actors in order."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"process_group": 0}
