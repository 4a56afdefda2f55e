"""How a submitted report stands, in the words its reporter reads."""

from dataclasses import dataclass

from desktop.domain.reports.facts import Standing
from desktop.domain.reports.field import KIND_LABELS
from desktop.services.reports.ports import Filed
from desktop.ui.words import Words, on_this_clock


@dataclass(frozen=True, slots=True)
class FiledRow:
    """One submitted report: number and when, then how far it came and what became of it."""

    title: str
    lines: tuple[str, ...]
    button: str
    spoken: str

    @classmethod
    def of(cls, filed: Filed, words: Words) -> "FiledRow":
        at = on_this_clock(filed.submitted_at)
        title = words(
            "{number}, {kind}, {date} {time}",
            number=filed.number,
            kind=words(KIND_LABELS[filed.kind]),
            date=f"{at:%Y-%m-%d}",
            time=words.time_of_day(filed.submitted_at),
        )
        told = (words("Done: {what}", what=one) for one in filed.news)
        became = (
            (words("What became of it: {words}", words=filed.outcome),) if filed.outcome else ()
        )
        return cls(
            title,
            (_standing(filed, words), *became, *told),
            button=words("Add to it"),
            spoken=words("Add to {number}", number=filed.number),
        )


def _standing(filed: Filed, words: Words) -> str:
    if not filed.is_delivered:
        return words("Submitted. No supervisor's desk has it yet; it is sent until one has.")
    has_it = words("{got} of {of} supervisors' desks have it.", got=filed.got, of=filed.of)
    stands = {
        Standing.SUBMITTED: words("Submitted."),
        Standing.READ: words("Read."),
        Standing.ACTED_ON: words("Acted on."),
        Standing.SIGNED: words("Signed by a supervisor."),
    }
    return f"{stands[filed.standing]} {has_it}"
