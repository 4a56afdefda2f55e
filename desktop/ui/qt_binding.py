"""A fault of the Qt binding that would abort the program, and what is done about it."""

import sys

_USED_UP = (None, True, False)


def keep_none_alive() -> None:
    """Give ``None``, ``True`` and ``False`` more references than the binding can use up.

    PySide6 6.12.0 gives ``None`` back once too often in every call that returns nothing, and
    ``True`` in every ``emit`` of a signal, so that on Python 3.11, whose constants are counted,
    the process aborts with ``none_dealloc`` after some five thousand calls of Qt, or with
    ``bool_dealloc`` after a few hundred signals: minutes. From Python 3.12 on they are immortal
    and nothing is done. 6.11 had no such fault. See docs/adr/0033.
    """
    if sys.version_info >= (3, 12):
        return
    import ctypes  # only where it is needed

    for constant in _USED_UP:
        count = ctypes.c_ssize_t.from_address(id(constant))
        if count.value < sys.maxsize // 4:
            count.value += sys.maxsize // 2
