"""A warning or error nobody expected fails the test that logged it.

The idea is qutebrowser's (``tests/helpers/logfail.py``). Records are collected and judged when
the test is over, because most of them come from threads in which a failure would go unheard.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class LogJudge(logging.Handler):
    """Collects warnings and errors; a pattern is searched in ``logger: message``."""

    def __init__(self, *, expected: Iterable[str] = (), allowed: Iterable[str] = ()) -> None:
        super().__init__(logging.WARNING)
        self._expected = list(expected)
        self._allowed = list(allowed)
        self._lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(f"{record.name}: {record.getMessage()}")

    def hear(self, lines: Iterable[str]) -> None:
        """Judge these as well: they come from the logs of other processes."""
        self._lines.extend(lines)

    def expect(self, pattern: str) -> None:
        """From now on the test fails unless a warning or error like this was logged."""
        self._expected.append(pattern)

    def allow(self, pattern: str) -> None:
        """A warning or error like this may be logged, and need not be."""
        self._allowed.append(pattern)

    def complaints(self, *, was_skipped: bool = False) -> list[str]:
        """Name what was logged unexpectedly, and what was expected and never came, which of a test
        that was skipped is nothing.
        """
        known = [*self._expected, *self._allowed]
        surprises = [line for line in self._lines if not _any_in(known, line)]
        missing = [p for p in self._expected if not any(re.search(p, ln) for ln in self._lines)]
        return [
            *(f"logged unexpectedly: {line}" for line in surprises),
            *(f"expected in the log, never seen: {one}" for one in missing if not was_skipped),
        ]

    @contextmanager
    def listening(self) -> Iterator[None]:
        root = logging.getLogger()
        root.addHandler(self)
        try:
            yield
        finally:
            root.removeHandler(self)


def _any_in(patterns: Iterable[str], line: str) -> bool:
    return any(re.search(pattern, line) for pattern in patterns)
