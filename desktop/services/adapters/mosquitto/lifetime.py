"""A child process that ends when this one does, however this one ends.

A killed parent orphans its broker, and an orphan holds the port against the next start. Linux lets
the kernel kill the child with its parent, Windows ties both to a job object, elsewhere a shell
waits on a pipe that breaks when we die. Only Linux and the shell are tested in earnest; the job
object follows Microsoft's documentation, and is tested against a stand-in.
"""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path


class BoundChild:
    """Starts ``argv`` so that it cannot outlive this process.

    On Linux the kernel watches the *thread* that made the child: make it in a thread that lives
    at least as long as the child shall. ``stderr`` is a file descriptor the child may write to,
    ``folder`` where it runs.
    Raises ``OSError`` where the program cannot be started.
    """

    def __init__(self, argv: Sequence[str], *, folder: Path, stderr: int) -> None:
        setpriv = _kernel_binding()
        self._watcher: subprocess.Popen[bytes] | None = None
        self.process = _spawn([*setpriv, *argv], folder=folder, stderr=stderr)
        if sys.platform == "win32":
            _JOB.take_in(self.process)
        elif not setpriv:
            self._watcher = _watch(self.process.pid)

    def wait(self) -> int:
        """Wait until the child has ended, end its watcher, and return the exit code."""
        code = self.process.wait()
        if self._watcher is not None:  # before the number of the dead child is given to another
            self._watcher.kill()
            self._watcher.communicate()
            self._watcher = None
        return code


def _kernel_binding() -> list[str]:
    """The prefix that makes Linux kill the child with us; empty where there is none.

    ``setpriv`` (util-linux) replaces itself by the program. Setting this between fork and exec by
    ourselves would run Python code in the copy of a process with threads, which may lock up.
    """
    if sys.platform != "linux":
        return []
    setpriv = shutil.which("setpriv", path="/usr/bin:/bin:/usr/local/bin")
    if setpriv is None or not _knows_pdeathsig(setpriv):
        return []
    return [setpriv, "--pdeathsig", "KILL", "--"]


@cache
def _knows_pdeathsig(setpriv: str) -> bool:
    """BusyBox's does not, nor util-linux's before 2.33."""
    shown = subprocess.run([setpriv, "--help"], capture_output=True, text=True, check=False)
    return "--pdeathsig" in shown.stdout


def _watch(pid: int) -> "subprocess.Popen[bytes]":
    # `read` returns when our end of the pipe closes: when we close it, or when we are gone.
    return subprocess.Popen(
        ["/bin/sh", "-c", 'read -r _; kill -9 "$1"', "sh", str(pid)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        process_group=0,
    )


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    def _spawn(argv: Sequence[str], *, folder: Path, stderr: int) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            argv,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            creationflags=subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP,
        )

    class _BasicLimits(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", ctypes.c_uint32),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", ctypes.c_uint32),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", ctypes.c_uint32),
            ("SchedulingClass", ctypes.c_uint32),
        )

    class _ExtendedLimits(ctypes.Structure):
        _fields_ = (
            ("BasicLimitInformation", _BasicLimits),
            ("IoInfo", ctypes.c_ulonglong * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    class _Job:
        """A job object that ends its processes when our last handle to it closes: when we end."""

        _EXTENDED_LIMIT_INFORMATION = 9
        _KILL_ON_JOB_CLOSE = 0x2000

        def __init__(self) -> None:
            self._handle: int | None = None

        def take_in(self, process: "subprocess.Popen[bytes]") -> None:
            kernel = ctypes.WinDLL("kernel32", use_last_error=True)
            kernel.CreateJobObjectW.restype = wintypes.HANDLE
            if self._handle is None:
                self._handle = self._made(kernel)
            owned = wintypes.HANDLE(int(getattr(process, "_handle")))  # noqa: B009 -- unnamed
            job = wintypes.HANDLE(self._handle)
            if not self._handle or not kernel.AssignProcessToJobObject(job, owned):
                error = ctypes.WinError(ctypes.get_last_error())
                process.kill()
                process.wait()
                raise error

        def _made(self, kernel: ctypes.WinDLL) -> int | None:
            """A new job that ends its processes; ``None`` where Windows refuses one."""
            handle: int | None = kernel.CreateJobObjectW(None, None)
            limits = _ExtendedLimits()
            limits.BasicLimitInformation.LimitFlags = self._KILL_ON_JOB_CLOSE
            was_set = kernel.SetInformationJobObject(
                wintypes.HANDLE(handle),
                self._EXTENDED_LIMIT_INFORMATION,
                ctypes.byref(limits),
                ctypes.sizeof(limits),
            )
            return handle if was_set else None

    _JOB = _Job()

else:

    def _spawn(argv: Sequence[str], *, folder: Path, stderr: int) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            argv,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            process_group=0,  # Ctrl+C in our terminal is ours to act on, not the broker's
        )
