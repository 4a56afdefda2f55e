"""How often the processor is woken for a process, by thread."""

from pathlib import Path

_VOLUNTARY = "voluntary_ctxt_switches:"


def wakes_of(pid: int) -> dict[int, int]:
    """For each thread of ``pid``, how often it has gone to sleep and so was woken; Linux says so,
    and elsewhere nobody does.
    """
    threads = Path(f"/proc/{pid}/task")
    if not threads.exists():
        return {}
    return {int(thread.name): _switches(thread / "status") for thread in threads.iterdir()}


def wakes_a_second(before: dict[int, int], after: dict[int, int], seconds: float) -> list[float]:
    """Of every thread that is there at the end, the busiest first."""
    woken = (count - before.get(thread, 0) for thread, count in after.items())
    return sorted((count / seconds for count in woken), reverse=True)


def _switches(status: Path) -> int:
    lines = status.read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(_VOLUNTARY))
