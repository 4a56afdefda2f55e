"""What became of a report after it was submitted, as a copy on paper says it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from desktop.domain.reports.fields import BY_KEY
from desktop.domain.reports.report import Amendment, Change, Report
from desktop.domain.roster.ids import DeviceId
from desktop.services.reports.paper_parts import (
    Block,
    Part,
    Rows,
    Signed,
    Story,
    Under,
)
from desktop.services.reports.paper_telling import Telling


class Review:
    """Tells what became of a report after it was submitted."""

    def __init__(self, report: Report, telling: Telling, names: Mapping[DeviceId, str]) -> None:
        self._report = report
        self._telling = telling
        self._names = names
        self._words = telling.words
        self._dates = telling.dates

    def amendments(self) -> Iterator[Part]:
        """Who changed what, and why."""
        words = self._words
        blocks: list[Block] = []
        for number, one in enumerate(self._report.amendments, start=1):
            who = self._telling.person(one.amender)
            when = self._dates.moment(one.at)
            checked = self._checked(one.device) if one.pin_checked else ""
            said = words("Amendment {n}: {who}, {when}", n=number, who=who, when=when)
            blocks.append(Under(". ".join(filter(None, (said, checked)))))
            if one.why:
                blocks.append(Story("", self._telling.free(one.why)))
            blocks += self._changes(one)
        if blocks:
            yield Part(words("Amendments"), tuple(blocks))

    def review(self) -> Iterator[Part]:
        """What supervisors did with it."""
        words, telling, report = self._words, self._telling, self._report
        blocks: list[Block] = []
        if report.readings:
            read = [
                words(
                    "read by {who}, {when}",
                    who=telling.person(one.person),
                    when=self._dates.moment(one.at),
                )
                for one in report.readings
            ]
            said = "; ".join(read)
            blocks.append(Story(said[:1].upper() + said[1:], ""))
        for one in report.comments:
            who = words(
                "Comment by {who}, {when}",
                who=telling.person(one.person),
                when=self._dates.moment(one.at),
            )
            blocks.append(Story(who, telling.free(one.words)))
        if report.actions:
            blocks.append(self._actions())
        for one in report.conclusions:
            who = words(
                "What became of it: {who}, {when}",
                who=telling.person(one.person),
                when=self._dates.moment(one.at),
            )
            blocks.append(Story(who, telling.free(one.words)))
        blocks += self._keep_marks()
        if blocks:
            yield Part(words("Supervisor's review"), tuple(blocks))

    def signatures(self) -> Iterator[Signed]:
        """Who signed, and room for a supervisor who has not."""
        words, telling, report = self._words, self._telling, self._report
        name = telling.person(report.reporter)
        yield Signed(
            name,
            (
                words("Reporter") if telling.redaction else with_title(name, report.title),
                ". ".join(
                    (
                        words("Signed {when}", when=self._dates.moment(report.submitted_at)),
                        *((self._checked(report.station),) if report.pin_checked else ()),
                    )
                ),
            ),
        )
        for one in report.signings:
            name = telling.person(one.signer)
            when = words("Signed {when}", when=self._dates.moment(one.at))
            lines = [
                words("Supervisor")
                if telling.redaction
                else with_title(name, one.title or within_a_sentence(words("Supervisor")))
            ]
            said = [when] if one.is_current else [self._before(one.at)]
            if one.pin_checked:
                said.append(words("PIN checked"))
            if not one.is_current:
                lines.append(when)
            lines.append(". ".join(said))
            yield Signed(name, tuple(lines))
        if not report.signings:
            yield Signed("", (words("Supervisor"), words("Name, signature and date")))

    def notes(self, received_by: Sequence[str]) -> Iterator[str]:
        """What stands under the code."""
        words = self._words
        said = [words("Times are {offset}.", offset=self._dates.offset(self._report.submitted_at))]
        if received_by and self._telling.redaction:
            said.append(
                words.plural(
                    "{n} supervisor's station has it.",
                    "{n} supervisors' stations have it.",
                    len(received_by),
                )
            )
        elif received_by:
            said.append(words("Received by {stations}.", stations=", ".join(received_by)))
        yield " ".join(said)

    def _keep_marks(self) -> Iterator[Block]:
        """Who wants it kept, since when, and who said that it need not be any more."""
        words, telling, dates = self._words, self._telling, self._dates
        for one in self._report.keep_marks:
            who, when = telling.person(one.author), dates.moment(one.at)
            said = (
                words(
                    "To be kept until {day}: {who}, {when}",
                    day=self._until(one.until),
                    who=who,
                    when=when,
                )
                if one.until
                else words("To be kept: {who}, {when}", who=who, when=when)
            )
            yield Story(said, telling.free(one.why))
            if one.released_at is not None:
                released = words(
                    "Released: {who}, {when}",
                    who=telling.person(one.released_by),
                    when=dates.moment(one.released_at),
                )
                yield Story(released, telling.free(one.release_why))

    def _actions(self) -> Rows:
        words, telling = self._words, self._telling
        rows = []
        for one in self._report.actions:
            done = ""
            if one.done_at:
                done = self._dates.day(one.done_at)
                done += f", {telling.person(one.done_by)}" if one.done_by else ""
                done += f": {telling.free(one.how)}" if one.how else ""
            rows.append(
                (
                    telling.free(one.what),
                    telling.person(one.owner),
                    self._until(one.due),
                    done or words("Open"),
                )
            )
        columns = (words("What is to be done"), words("Who"), words("By"), words("Done"))
        return Rows("", columns, tuple(rows))

    def _until(self, due: str) -> str:
        """A date in words; what is none was typed freely."""
        said = self._dates.answered(due)
        return said if said != due else self._telling.free(due)

    def _changes(self, amendment: Amendment) -> Iterator[Block]:
        words = self._words
        rows = [self._change(change) for change in amendment.changes]
        if rows:
            columns = (words("Field"), words("Before"), words("Now"))
            yield Rows("", columns, tuple(rows))
        if amendment.attachments:
            yield self._telling.files(amendment.attachments, words("Files added"))

    def _change(self, change: Change) -> tuple[str, ...]:
        words, told = self._words, self._telling.in_words
        about = BY_KEY.get(change.key)
        sides = []
        for answer in (change.before, change.after):
            if answer is None:
                sides.append(words("(empty)"))
            elif about is None:
                sides.append(self._telling.free(str(answer)))
            else:
                sides.append(told.said(about, answer))
        return (words(about.read_as) if about else change.key, *sides)

    def _checked(self, device: DeviceId) -> str:
        words = self._words
        place = self._names.get(device) or (
            self._report.place if device == self._report.station else ""
        )
        if not place:
            return words("PIN checked")
        return words("PIN checked at {place}", place=self._telling.kept(place))

    def _before(self, at: datetime) -> str:
        """Which amendment came after a signature that has not seen all of them."""
        words = self._words
        later = [n for n, one in enumerate(self._report.amendments, start=1) if one.at >= at]
        if not later:
            return words("Without having seen every amendment")
        return words("Before amendment {n}", n=later[0])


def with_title(name: str, title: str) -> str:
    """*Ana Ruiz, director*."""
    return f"{name}, {within_a_sentence(title)}" if title else name


def within_a_sentence(text: str) -> str:
    """``text`` as it stands within a sentence; abbreviations (*HR*) stay as they are."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
