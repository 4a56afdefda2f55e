"""Documents of older Office programs (compound files): whether they carry macros.

The file's table of contents is a row of entries of 128 bytes, which lie at multiples of 128
wherever its sectors are. So they are found without following the file's own chains, which may be
damaged, endless or made to mislead.
"""

import os
import re
from typing import BinaryIO

_READ_AT_ONCE = 1024 * 1024
_ENTRY = 128
_NAME = 64  # bytes of an entry that are its name, in UTF-16
_STORAGE, _STREAM = b"\x01", b"\x02"


def _entry(name: str, *kinds: bytes) -> bytes:
    """What an entry of that name looks like, up to what it is."""
    letters = name.encode("utf-16-le")
    length = len(letters) + 2
    rest = b".{%d}" % (_NAME - length)
    return b"".join(
        (re.escape(letters), b"\\0\\0", rest, re.escape(length.to_bytes(2, "little"))),
    ) + b"[%s]" % b"".join(map(re.escape, kinds))


_MACROS = re.compile(
    b"|".join(
        (
            _entry("_VBA_PROJECT", _STORAGE, _STREAM),
            _entry("_VBA_PROJECT_CUR", _STORAGE),  # Excel
            _entry("Macros", _STORAGE),  # Word
            _entry("VBA", _STORAGE),
        )
    ),
    re.DOTALL | re.IGNORECASE,  # the programs that open it do not mind the case either
)
_SLIDE_MACROS = re.compile(
    rb"\x1f\0\xff\x03\x14\0\0\0\x02\0\0\x04\x0c\0\0\0.{4}(?!\0\0\0\0).{4}", re.DOTALL
)
"""PowerPoint keeps them packed, and says so in a record of its own: a number that is not nought."""
_OVERLAP = 2 * _ENTRY


def has_macros(file: BinaryIO) -> bool:
    """Whether a compound file carries macros; ``file`` is read from its beginning to its end.

    Macros of Excel 4, which are cells, and those in a document within a message are not found.
    """
    file.seek(0, os.SEEK_SET)
    at, held = 0, b""
    while piece := file.read(_READ_AT_ONCE):
        held += piece
        if _SLIDE_MACROS.search(held):
            return True
        if any((at + found.start()) % _ENTRY == 0 for found in _MACROS.finditer(held)):
            return True
        at += max(0, len(held) - _OVERLAP)
        held = held[-_OVERLAP:]
    return False
