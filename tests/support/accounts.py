"""Being somebody who may not write everywhere, also where the tests run as root."""

import contextlib
import os
import sys
from collections.abc import Iterator

NOBODY = 65534


@contextlib.contextmanager
def an_ordinary_account() -> Iterator[None]:
    """Root may write everywhere, so root steps down for as long as the test asks."""
    if sys.platform == "win32" or os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
