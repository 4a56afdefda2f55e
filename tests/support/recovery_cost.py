"""What opening a recovery file costs: what it really does, and what most tests pay."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from desktop.services.adapters.keys import recovery

REAL = (recovery._PASSES, recovery._MEMORY_KIB, recovery._LANES)
"""Passes, KiB of memory, lanes."""
QUICK = (1, 64, 1)


@contextmanager
def files_that_cost(cost: tuple[int, int, int]) -> Iterator[None]:
    """Recovery files made meanwhile cost that. Each says so itself, and is opened accordingly."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in zip(("_PASSES", "_MEMORY_KIB", "_LANES"), cost, strict=True):
            patch.setattr(recovery, name, value)
        yield
