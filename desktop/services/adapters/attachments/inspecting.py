"""What is to be said of an attachment: it is something else than it is called, or not whole."""

import os
from typing import BinaryIO

import msgspec

from desktop.domain.reports.attachments import carries_macros, clean_name, ending_of
from desktop.domain.sentence import Sentence, listed
from desktop.services.adapters.attachments import pictures
from desktop.services.adapters.attachments.compound import has_macros
from desktop.services.adapters.attachments.kinds import (
    AVIF,
    BOXED,
    HEAD_BYTES,
    HEIC,
    OFFICE,
    OLE,
    PDF,
    UNKNOWN,
    WAV,
    ZIPPED,
    Kind,
    called_by,
    is_called_otherwise,
    kind_of,
)

_TAIL_BYTES = 66 * 1024
"""Where a ZIP archive's table of contents ends, however long its comment."""
_MACROS = b"vbaProject.bin"
"""The part in which Office keeps macros, as an archive's table of contents names it."""
_MOST_BOXES = 10_000
_NEEDED_BOX = {HEIC: b"meta", AVIF: b"meta"}
_ENDLESS = 0xFFFFFFFF
"""The length that a recorder writes which does not know it yet."""


class Finding(msgspec.Struct, frozen=True):
    """What a file is, and sentences for whoever attached it.

    ``is_drawn``: the PDF shows it. It is kept whole whatever the sentences say.
    """

    kind: Kind
    words: tuple[Sentence, ...]
    is_drawn: bool

    @property
    def media(self) -> str:
        return self.kind.media


def peek(file: BinaryIO, name: str) -> Kind:
    """What ``file`` is; it stands at its beginning again.

    Raises ``AttachmentRunsError``, and ``AttachmentMacrosError`` for a document that has some.
    """
    head = file.read(HEAD_BYTES)
    file.seek(0)
    kind = kind_of(head, name)
    if kind in OFFICE and _MACROS in head + _tail(file, file.seek(0, os.SEEK_END)):
        raise carries_macros(name)
    if kind is OLE and has_macros(file):
        raise carries_macros(name)
    file.seek(0)
    return kind


def inspect(file: BinaryIO, name: str) -> Finding:
    """Look into all of ``file``; pictures are decoded, so call it in a worker.

    Raises ``AttachmentRunsError``, and nothing else for whatever is in it.
    """
    kind = peek(file, name)
    words: list[Sentence] = []
    ending = ending_of(clean_name(name))
    if is_called_otherwise(kind, ending):
        words.append(
            Sentence(
                "This is {kind} although it is called {ending}.",
                {"kind": Sentence(kind.called), "ending": ending},
            )
        )
    elif kind is UNKNOWN and (said := called_by(ending)) is not None:
        words.append(
            Sentence(
                "This is not {kind} although it is called {ending}, so it may not open."
                " It is kept as it is.",
                {"kind": Sentence(said.called), "ending": ending},
            )
        )
    is_drawn = kind.is_drawn
    if kind.is_drawn:
        try:
            pictures.check(file, kind.media)
        except pictures.PictureNotShownError as refusal:
            words.append(listed([refusal.sentence, Sentence(refusal.advice)]))
            is_drawn = False
    elif _is_cut_off(file, kind):
        words.append(
            Sentence(
                "This is {kind} whose end is missing, so it may not open. It is kept as it is;"
                " if you can, save or copy it once more.",
                {"kind": Sentence(kind.called)},
            )
        )
    if kind in {HEIC, AVIF}:
        words.append(
            Sentence(
                "It is kept whole, but the PDF cannot show {kind}: save it as JPEG to show it.",
                {"kind": Sentence(kind.called)},
            )
        )
    return Finding(kind, tuple(words), is_drawn)


def _is_cut_off(file: BinaryIO, kind: Kind) -> bool:
    size = file.seek(0, os.SEEK_END)
    if kind is PDF:
        return b"%%EOF" not in _tail(file, size)
    if kind in ZIPPED:
        return b"PK\x05\x06" not in _tail(file, size)
    if kind is WAV:
        return _lacks_sound(file, size)
    return kind in BOXED and _lacks_boxes(file, size, _NEEDED_BOX.get(kind, b"moov"))


def _tail(file: BinaryIO, size: int) -> bytes:
    file.seek(max(0, size - _TAIL_BYTES))
    return file.read(_TAIL_BYTES)


def _lacks_sound(file: BinaryIO, size: int) -> bool:
    file.seek(4)
    length = int.from_bytes(file.read(4), "little")
    return length not in {0, _ENDLESS} and length + 8 > size


def _lacks_boxes(file: BinaryIO, size: int, needed: bytes) -> bool:
    """A box goes beyond the end, or the one is missing without which nothing plays."""
    at, found = 0, False
    for _ in range(_MOST_BOXES):
        if at + 8 > size:
            break
        file.seek(at)
        head = file.read(16)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        elif length == 0:  # it goes to the end
            length = size - at
        found = found or head[4:8] == needed
        if length < 8:
            break
        at += length
    return at > size or not found
