"""What a report on paper says of its attachments."""

from collections.abc import Iterator, Sequence

from desktop.domain.reports.attachments import Attachment
from desktop.services.reports.paper_parts import (
    Picture,
    Rows,
)
from desktop.words import Words

_HASH_SHOWN = 12


def rows_of_files(
    attachments: Sequence[Attachment], words: Words, name: str = "", *, is_redacted: bool
) -> Rows:
    """A row for each file; a redacted copy says of them no more than kind and size."""
    if is_redacted:
        return Rows(
            name,
            (words("Kind"), words("Size")),
            tuple((_media(one, words), _size(one.size)) for one in attachments),
        )
    return Rows(
        name,
        (words("Name"), words("Kind"), words("Size"), words("SHA-256")),
        tuple(
            (one.name, _media(one, words), _size(one.size), _short_hash(one.sha256))
            for one in attachments
        ),
        code=3,
    )


def pictures_of(attachments: Sequence[Attachment]) -> Iterator[Picture]:
    """The pictures among them, with what is written under each."""
    for one in attachments:
        if one.media.startswith("image/"):
            under = f"{_size(one.size)}, sha-256 {_short_hash(one.sha256)}"
            yield Picture(one.name, under, one.sha256)


def _media(one: Attachment, words: Words) -> str:
    kind, _, form = one.media.partition("/")
    known = {
        "image": words("Picture"),
        "audio": words("Recording"),
        "video": words("Video"),
        "text": words("Text"),
    }
    said = known.get(kind, words("Document"))
    form = form.removeprefix("x-").upper()
    is_plain = form.isascii() and form.isalnum() and len(form) <= 5
    return f"{said} ({form})" if is_plain else said


def _size(size: int) -> str:
    for unit, least in (("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000)):
        if size >= least:
            amount = size / least
            return f"{amount:.1f} {unit}" if amount < 10 else f"{amount:.0f} {unit}"
    return f"{size} B"


def _short_hash(sha256: str) -> str:
    return f"{sha256[:4]} {sha256[4:8]} … {sha256[-4:]}" if len(sha256) > _HASH_SHOWN else sha256
