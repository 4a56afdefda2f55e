"""Reports on paper: which copy, a whole period at once, and whether a copy is genuine."""

import os
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from desktop.domain.sentence import Sentence
from desktop.ui.views.advice import Advice
from desktop.ui.views.dates import read_day, written_day
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words


class Variant(StrEnum):
    """One record, four papers."""

    FULL = "full"
    REDACTED = "redacted"
    OSHA_301 = "osha_301"
    SB_553 = "sb_553"

    def named(self, words: Words) -> str:
        """Return what people call it."""
        return {
            Variant.FULL: words("Full report"),
            Variant.REDACTED: words("Redacted, without personal data"),
            Variant.OSHA_301: words("OSHA 301"),
            Variant.SB_553: words("SB 553 log entry"),
        }[self]

    def named_for_period(self, words: Words) -> str:
        """Return what people call it where it is made of all reports of a period."""
        return words("SB 553 log, CSV and PDF") if self is Variant.SB_553 else self.named(words)


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """Every report of a period, both days included, as ``variant`` into ``folder``.

    ``descriptions`` are for the log of SB 553, by number: without what tells who was involved.
    """

    since: date
    until: date
    variant: Variant
    folder: Path
    descriptions: dict[str, str] = field(default_factory=dict)


class Blank(StrEnum):
    """What the export asks for."""

    SINCE = "since"
    UNTIL = "until"
    FOLDER = "folder"
    DESCRIPTION = "description"


def export_request(
    said: dict[Blank, str], variant: Variant, *, words: Words, today: date
) -> "ExportRequest | dict[Blank, str]":
    """Return what was asked for, or what is wrong with each field, with its fix."""
    problems: dict[Blank, str] = {}
    days = {}
    for blank in (Blank.SINCE, Blank.UNTIL):
        found = read_day(said.get(blank, ""), words, today=today)
        if found is None:
            example = written_day(today, words)
            problems[blank] = words("Write a date like {example}.", example=example)
        else:
            days[blank] = found
    if not problems and days[Blank.UNTIL] < days[Blank.SINCE]:
        problems[Blank.UNTIL] = words("It ends before it begins. Change one of the two days.")
    folder = said.get(Blank.FOLDER, "").strip()
    if not folder:
        problems[Blank.FOLDER] = words("Choose a folder for the files.")
    if problems:
        return problems
    return ExportRequest(days[Blank.SINCE], days[Blank.UNTIL], variant, Path(folder))


def path_words(path: Path) -> str:
    """Return a whole path, which may break behind each of its folders where a line is too short."""
    return str(path).replace(os.sep, f"{os.sep}\u200b")


def progress_words(done: int, of: int, words: Words) -> str:
    """Return how far an export is; its size may not be known yet."""
    if of <= 0:
        return words("Looking for the reports")
    return words("Report {done} of {of}", done=done, of=of)


def log_words(count: int, of: int, folder: Path, words: Words) -> str:
    """Return what an export of the log came to."""
    where = path_words(folder)
    if of == 0:
        return words(
            "There is no report of that period: the log in {folder} is empty.",
            folder=where,
        )
    if count == 0:
        return words("Nothing was written: no incident can go into the log as it is told.")
    return words(
        "{n} of {of} incidents are in the log, CSV and PDF, in {folder}.",
        n=count,
        of=of,
        folder=where,
    )


def exported_words(count: int, folder: Path, words: Words) -> str:
    """Return what an export came to."""
    if count == 0:
        return words("There is no report of that period, so nothing was written.")
    return words.plural(
        "{n} report saved in {folder}",
        "{n} reports saved in {folder}",
        count,
        folder=path_words(folder),
    )


class Finding(StrEnum):
    """What comes of checking a copy against the log."""

    GENUINE = "genuine"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A copy was checked: ``number`` of the report it says to be, ``where`` it differs, and
    ``why`` nothing can be said of it where that is so.
    """

    finding: Finding
    number: str = ""
    where: Sentence | None = None
    why: Sentence | None = None


@dataclass(frozen=True, slots=True)
class VerdictView:
    """A verdict as a shape, a sentence, and what to do."""

    shape: Shape
    said: Advice

    @classmethod
    def of(cls, verdict: Verdict, words: Words) -> "VerdictView":
        """Return what to say of ``verdict``."""
        where = ""
        if verdict.where is not None:
            where = words("It differs here: {where}", where=words.say(verdict.where))
        match verdict.finding:
            case Finding.GENUINE:
                sentence = words("Genuine: it is report {number}.", number=verdict.number)
                return cls(
                    Shape.DONE, Advice(sentence, words("Nothing was changed since it was made."))
                )
            case Finding.ALTERED:
                sentence = words(
                    "Altered: it is not what report {number} says.", number=verdict.number
                )
                return cls(Shape.ATTENTION, Advice(sentence, where))
            case Finding.UNKNOWN:
                why = words("No report here has that code.")
                if verdict.why is not None:
                    why = words.say(verdict.why)
                ask = words("Check the code once more, or ask the site that made the copy.")
                sentence = words("Unknown. {why}", why=why)
                return cls(Shape.NOBODY, Advice(sentence, where or ask))


@dataclass(frozen=True, slots=True)
class Notice:
    """What came of a paper that was asked for, said where it was asked."""

    sentence: str
    fix: str = ""
    is_done: bool = False
    is_refused: bool = False
