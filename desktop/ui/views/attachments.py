"""Files that are added to a report: what the form asks for, and how it says how far that is."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop.domain.errors import DeskError
from desktop.domain.reports.attachments import Attachment
from desktop.domain.sentence import Sentence
from desktop.ui.views.advice import Advice
from desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class Pasted:
    """A picture from the clipboard, as PNG."""

    name: str
    data: bytes


Source = Path | Pasted


@dataclass(frozen=True, slots=True)
class Added:
    """A file that is kept now, and sentences for whoever brought it, such as that it is empty."""

    attachment: Attachment
    words: tuple[Sentence, ...] = ()


_LARGE = 1_500_000


class Adding(Protocol):
    """One file on its way into the box.

    ``result`` raises a ``DeskError`` with advice (gone, empty, too large, no room, not what its
    name says), or is cancelled once ``cancel`` was asked for.
    """

    @property
    def result(self) -> "Future[Added]": ...
    def cancel(self) -> None: ...


class AttachmentBox(Protocol):
    """Keeps files whole, by their hash. ``add`` returns at once.

    ``progress`` gets bytes read and bytes in all, from any thread; ``result`` is set on any thread.
    """

    def add(
        self, source: Source, *, added_by: str, progress: Callable[[int, int], None]
    ) -> Adding: ...


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """One file of the list."""

    name: str
    about: str
    remove_text: str

    @classmethod
    def of(cls, file: Attachment, *, words: Words) -> "AttachmentView":
        parts = [size_of(file.size, words=words)]
        if file.added_by:
            parts.append(words("added by {name}", name=file.added_by))
        return cls(file.name, ", ".join(parts), words("Remove {name}", name=file.name))


@dataclass(frozen=True, slots=True)
class AddingView:
    """One file that is being read, or that could not be."""

    sentence: str
    share: float
    advice: str = ""
    button: str = ""
    spoken: str = ""

    @classmethod
    def reading(cls, name: str, done: int, of: int, *, words: Words) -> "AddingView":
        sentence = words("Reading {name}", name=name)
        if of >= _LARGE:
            counts = _counts(done, of, 1_000_000)
            sentence = words("Reading {name}, {done} of {of} MB", name=name, **counts)
        elif of:
            counts = _counts(done, of, 1_000)
            sentence = words("Reading {name}, {done} of {of} KB", name=name, **counts)
        return cls(
            sentence,
            done / of if of else 0.0,
            button=words("Cancel"),
            spoken=words("Cancel adding {name}", name=name),
        )

    @classmethod
    def noted(cls, name: str, sentences: tuple[Sentence, ...], *, words: Words) -> "AddingView":
        return cls(
            words("{name} was added.", name=name),
            0.0,
            advice=" ".join(map(words.say, sentences)),
            button=words("Dismiss"),
            spoken=words("Dismiss the message about {name}", name=name),
        )

    @classmethod
    def failed(cls, name: str, error: DeskError, *, words: Words) -> "AddingView":
        said = Advice.of(error, words)
        return cls(
            words("{name} was not added. {why}", name=name, why=said.sentence),
            0.0,
            advice=said.fix,
            button=words("Dismiss"),
            spoken=words("Dismiss the message about {name}", name=name),
        )


def size_of(size: int, *, words: Words) -> str:
    """A size as people read it."""
    if size < 1_000:
        return words.plural("{n} byte", "{n} bytes", size)
    if size < 1_000_000:
        return f"{round(size / 1_000)} KB"
    return f"{_decimal(size / 1_000_000, words)} MB"


def _counts(done: int, of: int, unit: int) -> dict[str, int]:
    return {"done": done // unit, "of": max(1, round(of / unit))}


def _decimal(value: float, words: Words) -> str:
    said = f"{value:.1f}".removesuffix(".0")
    return said if words.language == "en" else said.replace(".", ",")
