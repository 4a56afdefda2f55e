"""What a recovery file, a backup and a PIN cost: what they really do, and what most tests pay."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from desktop.services.adapters.keys import stretching

REAL = stretching.usual()
QUICK = stretching.Cost(passes=1, memory_kib=64, lanes=1)


@contextmanager
def files_that_cost(cost: stretching.Cost) -> Iterator[None]:
    """Recovery files, backups and PINs made meanwhile cost that. Each says so itself, and is
    opened accordingly.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stretching, "_USUAL", cost)
        yield
