"""The keeper: a process that waits for the program's end, and starts it again after a crash.

It is run as a file by an interpreter that loads nothing else (``-I -S``), so this module imports
Python's own alone, and what a start needs only when there is one. While all is well it waits in one
read that never comes back. Standard input is a pipe that the watched program holds: it breaks when
that dies, however it dies, and what was written into it before says whether it meant to.
"""

import contextlib
import os
import sys
import time

LEFT = b"L"
"""Somebody ended the program, or the system asked it to: it stays ended."""
AGAIN = b"A"
"""The program ends to begin anew; nothing is wrong."""
TAKES_IT = "--kept"
"""What the program is told that a keeper starts: its standard input and output are the keeper's."""

CRASHED = "Countersign ended unexpectedly"
SETTLED_AFTER_S = 60.0
"""A program that lived for so long did not die of its start."""
_PAUSES_S = (0.0, 0.0, 1.0, 2.0, 5.0, 10.0)
LONGEST_PAUSE_S = 30.0
_LOG_BYTES = 64_000
_SCREEN_S = 1.0
_IS_SHUTTING_DOWN = 0x2000
_KEEPERS_END = 0
_ASKED_TO_END = {1, 2, 15}
"""SIGHUP, SIGINT, SIGTERM: of a program that had no time yet to do it in order."""


def main(arguments: list[str]) -> int:
    """Keep the program whose command follows the name of the log: ``LOG PROGRAM ARGUMENT …``."""
    log, *command = arguments
    in_a_row = 0
    began = time.monotonic()
    said, how = _what_it_says(_KEEPERS_END), "it was ended from outside, or crashed"
    while LEFT not in said and not _is_session_over():
        if AGAIN not in said:
            in_a_row = 1 if time.monotonic() - began > SETTLED_AFTER_S else in_a_row + 1
            pause = pause_before(in_a_row)
            _note(log, f"{CRASHED} ({how}); started again after {pause:g} s")
            time.sleep(pause)
        began = time.monotonic()
        said, how = _run(command)
    return 0


def pause_before(start: int) -> float:
    """Seconds before a start that follows ``start`` crashes in a row; it is never given up."""
    return _PAUSES_S[start - 1] if start <= len(_PAUSES_S) else LONGEST_PAUSE_S


def _run(command: list[str]) -> tuple[bytes, str]:
    """Run the program to its end: what it said, and how it ended.

    Its standard input breaks when this process dies, and tells it so.
    """
    import subprocess  # not in memory until it is needed

    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW
    try:
        program = subprocess.Popen(
            [*command, TAKES_IT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=flags,
        )
    except OSError as cause:  # it is being replaced by a newer version, say
        return b"", f"it could not be started: {cause.strerror}"
    assert program.stdout is not None
    said = _what_it_says(program.stdout.fileno())
    if LEFT in said:
        return said, ""  # it takes its time to end, and need not be waited for
    code = program.wait()
    if -code in _ASKED_TO_END:
        return said + LEFT, ""
    return said, f"killed by signal {-code}" if code < 0 else f"exit code {code}"


def _what_it_says(life: int) -> bytes:
    """Wait for the program's word that it leaves, or for its death."""
    said = b""
    while LEFT not in said:
        chunk = os.read(life, 64)
        if not chunk:
            break
        said += chunk
    return said


def _note(log: str, what: str) -> None:
    """Written as the program's own log is. A disk that refuses keeps nothing from starting."""
    now = time.time()
    stamp = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(now))
    line = f"{stamp},{int(now % 1 * 1000):03d} WARNING keeper {what}\n"
    with contextlib.suppress(OSError):
        os.makedirs(os.path.dirname(log), mode=0o700, exist_ok=True)  # noqa: PTH103, PTH120
        is_long = os.path.exists(log) and os.path.getsize(log) > _LOG_BYTES  # noqa: PTH110, PTH202
        with open(log, "w" if is_long else "a", encoding="utf-8") as file:  # noqa: PTH123
            file.write(line)
            if sys.platform != "win32" and os.stat(os.path.dirname(log)).st_mode & 0o2020 == 0o2020:  # noqa: PTH116, PTH120
                os.fchmod(file.fileno(), 0o660)  # the folder is a group's, as ``sharing`` has it


def _is_session_over() -> bool:
    """Nobody is logged on any more where this program's windows were.

    Then whoever logs on next starts it anew. Unknown counts as no.
    """
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.user32.GetSystemMetrics(_IS_SHUTTING_DOWN))
    if sys.platform == "darwin" or "QT_QPA_PLATFORM" in os.environ:
        return False
    screens = _screens()
    return bool(screens) and not any(_answers(screen) for screen in screens)


def _screens() -> list[str]:
    """The sockets of the screens of this session, as far as they are on this PC."""
    found = []
    wayland = os.environ.get("WAYLAND_DISPLAY", "")
    if wayland:
        found.append(os.path.join(os.environ.get("XDG_RUNTIME_DIR", ""), wayland))  # noqa: PTH118
    host, _, rest = os.environ.get("DISPLAY", "").partition(":")
    number = rest.partition(".")[0]
    if host in {"", "unix", "unix/"} and number.isdecimal():
        place = f"/tmp/.X11-unix/X{number}"  # noqa: S108 -- where X has it
        found += [place, f"\0{place}"]
    return found


def _answers(screen: str) -> bool:
    if sys.platform == "win32":
        return False
    import socket

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        asking.settimeout(_SCREEN_S)
        try:
            asking.connect(screen)
        except TimeoutError:
            return True  # too busy to answer is not gone
        except OSError:
            return False
        return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
