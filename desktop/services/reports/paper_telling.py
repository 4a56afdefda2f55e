"""What a report and a draft of one have in common on paper: the facts, and what was told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.field import Answers, Section
from desktop.domain.reports.order import ends_before
from desktop.services.reports.alert_report import AlertReport
from desktop.services.reports.dates import Dates
from desktop.services.reports.in_words import FITS_AT_THE_TOP, AnswersInWords
from desktop.services.reports.paper_files import pictures_of, rows_of_files
from desktop.services.reports.paper_parts import (
    Named,
    Part,
    Picture,
    Rows,
)
from desktop.services.reports.redaction import Redaction
from desktop.words import Words

_TOLD = (Section.HAPPENED, Section.PEOPLE, Section.BEHAVIOR)
_DONE = (Section.STAFF, Section.ESCALATION, Section.HARM, Section.AFTERWARDS)
_NAMED_AT_THE_TOP = 3
_NAME_AT_THE_TOP = 40  # characters; the people's own section has all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Tells what a report and a draft have in common."""

    answers: Answers
    place: str
    reporter: str
    alert: AlertReport | None
    attachments: tuple[Attachment, ...]
    words: Words
    dates: Dates
    redaction: Redaction | None = None
    in_words: AnswersInWords = field(init=False)

    def __post_init__(self) -> None:
        told = AnswersInWords(self.answers, self.words, self.dates, self.redaction)
        object.__setattr__(self, "in_words", told)

    def facts(self) -> Iterator[Named]:
        """What stands at the top."""
        words, told = self.words, self.in_words
        began, place = self.answers.get("began"), told.text("place") or self.kept(self.place)
        if isinstance(began, str) and began:
            yield Named(words("Date"), self._day(began))
            yield Named(*self._from_to(began))
        if place:
            yield Named(words("Place"), _shortened(place))
        if self.alert:
            at = self.dates.clock(self.alert.raised_at)
            yield Named(words("Alert"), f"{words(self.alert.kind_words)}, {at}")
        if reporter := self._reporter():
            yield Named(words("Reported by"), reporter)
        for key, one in (
            ("customers", words("Customer")),
            ("witnesses", words("Witness")),
            ("affected", words("Affected")),
        ):
            if people := told.names(key):
                yield Named(one, self._several(people))
        if isinstance(hurt := self.answers.get("hurt"), bool):
            yield Named(words("Hurt"), self._hurt() if hurt else words("Nobody"))

    def told(self) -> Iterator[Part]:
        """What happened."""
        yield from self.in_words.parts(_TOLD)
        yield from self._timeline()

    def done(self) -> Iterator[Part]:
        """What was done about it."""
        yield from self.in_words.parts(_DONE)
        yield from self.in_words.unknown()
        if self.attachments:
            words = self.words
            yield Part(words("Attachments"), (self.files(self.attachments),))

    def files(self, attachments: Sequence[Attachment], name: str = "") -> Rows:
        """A row for each file; a redacted copy says of them no more than kind and size."""
        return rows_of_files(attachments, self.words, name, is_redacted=bool(self.redaction))

    def pictures(self) -> Iterator[Picture]:
        """The attached ones, with what is written under each."""
        return pictures_of(self.attachments)

    def person(self, name: str) -> str:
        """A name, or what stands in its place."""
        return self.redaction.mark if self.redaction and name else name

    def free(self, text: str) -> str:
        """What somebody wrote, or what stands in its place."""
        return self.redaction.mark if self.redaction and text else text

    def kept(self, text: str) -> str:
        """A station's name: it stays in each copy, but for personal details within it."""
        return self.redaction.place(text) if self.redaction else text

    def _reporter(self) -> str:
        """The reporter's name, and under it what else is known of them."""
        if self.redaction:
            return self.redaction.mark
        told = self.in_words
        name = told.text("reporter_name") or self.reporter
        more = [told.text(key) for key in ("reporter_title", "reporter_phone")]
        return "\n".join(
            filter(None, (_shortened(name), ", ".join(_shortened(one) for one in more if one)))
        )

    def _from_to(self, began: str) -> tuple[str, str]:
        words = self.words
        start = self._minute(began)
        ended = self.answers.get("ended")
        about = self.answers.get("is_about") is True
        if isinstance(ended, str) and ended:
            end = self._minute(ended)
            if self._ends_before(began, ended):  # nobody is to read it as a fact
                times = words("{start}, end to check ({end})", start=start, end=end)
                return words("Time"), words("about {time}", time=times) if about else times
            if start[-3:] == end[-3:] and start[-3:] in {" AM", " PM"}:
                start = start[:-3]
            times = words("{start} to {end}", start=start, end=end)
            return words("From, to"), words("about {time}", time=times) if about else times
        return words("Time"), words("about {time}", time=start) if about else start

    def _ends_before(self, began: str, ended: str) -> bool:
        first, last = self.dates.answered_time(began), self.dates.answered_time(ended)
        return first is not None and last is not None and ends_before(first, last)

    def _day(self, answer: str) -> str:
        return self.in_words.told(self.dates.answered_day(answer), answer)

    def _minute(self, answer: str) -> str:
        return self.in_words.told(self.dates.answered_minute(answer), answer)

    def _several(self, people: tuple[str, ...]) -> str:
        words = self.words
        shown = [_shortened(one, _NAME_AT_THE_TOP) for one in people[:_NAMED_AT_THE_TOP]]
        if len(people) > _NAMED_AT_THE_TOP:
            more = len(people) - _NAMED_AT_THE_TOP
            shown.append(words.plural("{n} more", "{n} more", more))
        return ", ".join(shown)

    def _hurt(self) -> str:
        words = self.words
        name = self.in_words.text("hurt_name")
        return _shortened(name) if name else words("Yes")

    def _timeline(self) -> Iterator[Part]:
        if not self.alert:
            return
        words = self.words
        before = self.dates.day(self.alert.raised_at)
        rows: list[tuple[str, ...]] = []
        for one in self.alert.timeline:
            today = self.dates.day(one.at)
            time = self.dates.clock(one.at)
            at = time if today == before else f"{today}\n{time}"
            before = today
            if self.redaction:
                rows.append((at, self.redaction.happening(one.what)))
            else:
                rows.append((at, one.what, one.who))
        columns = (words("Time"), words("What happened"), words("Who"))
        heading = words("Timeline of the alert")
        yield Part(heading, (Rows("", columns[: 2 if self.redaction else 3], tuple(rows)),))


def _shortened(text: str, most: int = FITS_AT_THE_TOP) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
