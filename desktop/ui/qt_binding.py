"""A fault of the Qt binding that would abort the program, and what is done about it."""

import sys


def keep_none_alive() -> None:
    """Give ``None`` more references than the binding can use up.

    PySide6 6.12.0 gives ``None`` back once too often in every call that returns nothing, so that
    on Python 3.11, whose ``None`` is counted, the process aborts with ``none_dealloc`` after some
    five thousand calls of Qt: minutes. From Python 3.12 on ``None`` is immortal and nothing is
    done. 6.11 had no such fault. See docs/adr/0033.
    """
    if sys.version_info >= (3, 12):
        return
    import ctypes  # only where it is needed

    count = ctypes.c_ssize_t.from_address(id(None))
    if count.value < sys.maxsize // 4:
        count.value += sys.maxsize // 2
