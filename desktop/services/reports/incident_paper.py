"""An incident report as a document says it: every word of it, and no layout."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Self

import desktop
from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.draft import Draft
from desktop.domain.reports.field import KIND_LABELS, Answers, Section
from desktop.domain.reports.fields import BY_KEY
from desktop.domain.reports.report import Amendment, Change, Report
from desktop.domain.roster.ids import DeviceId
from desktop.services.reports.alert_report import AlertReport, people_of
from desktop.services.reports.copy_mark import CopyMark
from desktop.services.reports.dates import Dates, offset_zone
from desktop.services.reports.in_words import FITS_AT_THE_TOP, AnswersInWords
from desktop.services.reports.paper_parts import (
    Block,
    Named,
    Part,
    Picture,
    Rows,
    Signed,
    Story,
    Under,
)
from desktop.services.reports.redaction import Redaction
from desktop.services.reports.variants import Variant
from desktop.services.reports.verification import verification_code
from desktop.words import Words

_TOLD = (Section.HAPPENED, Section.PEOPLE, Section.BEHAVIOR)
_DONE = (Section.STAFF, Section.ESCALATION, Section.HARM, Section.AFTERWARDS)
_NAMED_AT_THE_TOP = 3
_NAME_AT_THE_TOP = 40  # characters; the people's own section has all of them
_HASH_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPaper:
    """Everything a copy of an incident report says, in the language of the report.

    ``told`` is what happened and ``done`` what was done about it, which has a page of its own
    where it fits on one and costs none. ``code`` and ``qr`` are empty for a draft, which no log
    knows. ``made_at`` is when the record last changed. ``mark`` is what a copy says of itself,
    for ``verifying``.
    """

    number: str
    under_number: str
    title: str
    subject: str
    site_name: str
    site_address: str
    foot: str
    page_of: str
    language: str
    warnings: tuple[str, ...]
    facts: tuple[Named, ...]
    told: tuple[Part, ...]
    done: tuple[Part, ...]
    signatures_heading: str
    signatures: tuple[Signed, ...]
    code_heading: str
    code: str
    code_words: str
    qr: str
    notes: tuple[str, ...]
    pictures_heading: str
    pictures: tuple[Picture, ...]
    no_picture: str
    made_at: datetime
    mark: CopyMark

    @classmethod
    def of(
        cls,
        report: Report,
        *,
        site_name: str,
        site_address: str = "",
        names: Mapping[DeviceId, str],
        zone: tzinfo | None = None,
        alert: AlertReport | None = None,
        received_by: Sequence[str] = (),
        variant: Variant = Variant.FULL,
    ) -> Self:
        """Read a copy off ``report`` as it stands: ``variant`` is the whole or the redacted one.

        ``names`` are the stations' by device, ``received_by`` those of the stations that have it.
        ``zone`` is where the site is; ``None`` means the clocks of the reporter then, which is the
        same on each PC. ``alert`` is the linked one, told in the language of the report.
        """
        words, dates = _language(report.language, zone or offset_zone(report.zone))
        redaction = None
        if variant is Variant.REDACTED:
            redaction = Redaction.of(
                report,
                words("[removed]"),
                people=people_of(alert, names.values()),
            )
        writer = _Writer(
            answers=report.answers,
            place=report.place,
            reporter=report.reporter,
            alert=alert,
            attachments=report.attachments,
            words=words,
            dates=dates,
            redaction=redaction,
        )
        review = _Review(report, writer, names)
        done = [*writer.done(), *review.amendments(), *review.review()]
        code = verification_code(report.events)
        return cls(
            number=words("Report {number}", number=report.number),
            under_number=words("Submitted {when}", when=dates.moment(report.submitted_at)),
            title=words("Incident report: {kind}", kind=_low(words(KIND_LABELS[report.kind]))),
            subject=f"{words(KIND_LABELS[report.kind])}, {dates.day(report.submitted_at)}",
            site_name=site_name,
            site_address=site_address,
            foot=(
                words("Redacted copy. Personal details are left out.")
                if redaction
                else words("Confidential. Supervisors and the person who reported.")
            ),
            page_of=_page_of(words),
            language=words.language,
            warnings=(
                ()
                if report.is_whole
                else (words("Not complete: parts of this report have not arrived here yet."),)
            ),
            facts=tuple(writer.facts()),
            told=tuple(writer.told()),
            done=tuple(done),
            signatures_heading=words("Signatures"),
            signatures=tuple(review.signatures()),
            code_heading=words("Verification code"),
            code=code,
            code_words=words(
                "Check this copy against the log: countersign report verify {code}",
                code=code.replace(" ", ""),
            ),
            qr=f"COUNTERSIGN:{report.number}:{code.replace(' ', '')}",
            notes=tuple(review.notes(received_by)),
            pictures_heading=words("Pictures"),
            pictures=() if redaction else tuple(writer.pictures()),
            no_picture=words("This picture is not on this PC, or cannot be read."),
            made_at=_last_change(report),
            mark=CopyMark(
                number=report.number,
                code=code.replace(" ", ""),
                variant=variant,
                language=words.language,
                zone=zone,
                version=desktop.__version__,
                alert=alert.code.replace(" ", "") if alert else "",
            ),
        )

    @classmethod
    def of_draft(
        cls,
        draft: Draft,
        *,
        site_name: str,
        site_address: str = "",
        place: str = "",
        zone: tzinfo,
        alert: AlertReport | None = None,
        title: str = "",
        language: str = "en",
    ) -> Self:
        """The preview of a draft: says on each page that it was not submitted."""
        words, dates = _language(language, zone)
        reporter = draft.answers.get("reporter_name")
        job = title or draft.answers.get("reporter_title")
        name = reporter if isinstance(reporter, str) and reporter else draft.author
        writer = _Writer(
            answers=draft.answers,
            place=place,
            reporter=name,
            alert=alert,
            attachments=draft.attachments,
            words=words,
            dates=dates,
        )
        not_submitted = words("Draft. Not submitted.")
        at = draft.saved_at or draft.begun_at
        return cls(
            number=words("Draft"),
            under_number=not_submitted,
            title=words("Incident report: {kind}", kind=_low(words(KIND_LABELS[draft.kind]))),
            subject=f"{words(KIND_LABELS[draft.kind])}, {dates.day(at)}",
            site_name=site_name,
            site_address=site_address,
            foot=not_submitted,
            page_of=_page_of(words),
            language=words.language,
            warnings=(),
            facts=tuple(writer.facts()),
            told=tuple(writer.told()),
            done=tuple(writer.done()),
            signatures_heading=words("Signatures"),
            signatures=(
                Signed(name, (_with_title(name, str(job or "")), words("Not signed yet"))),
                Signed("", (words("Supervisor"), words("Name, signature and date"))),
            ),
            code_heading="",
            code="",
            code_words="",
            qr="",
            notes=(),
            pictures_heading=words("Pictures"),
            pictures=tuple(writer.pictures()),
            no_picture=words("This picture is not on this PC, or cannot be read."),
            made_at=at,
            mark=CopyMark(
                number="",
                code="",
                variant=Variant.FULL,
                language=words.language,
                zone=zone,
                version=desktop.__version__,
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writer:
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
        yield from self.in_words.parts(_TOLD)
        yield from self._timeline()

    def done(self) -> Iterator[Part]:
        yield from self.in_words.parts(_DONE)
        yield from self.in_words.unknown()
        if self.attachments:
            words = self.words
            yield Part(words("Attachments"), (self.files(self.attachments),))

    def files(self, attachments: Sequence[Attachment], name: str = "") -> Rows:
        words = self.words
        if self.redaction:
            return Rows(
                name,
                (words("Kind"), words("Size")),
                tuple((self.media(one), _size(one.size)) for one in attachments),
            )
        return Rows(
            name,
            (words("Name"), words("Kind"), words("Size"), words("SHA-256")),
            tuple(
                (one.name, self.media(one), _size(one.size), _short_hash(one.sha256))
                for one in attachments
            ),
            code=3,
        )

    def media(self, one: Attachment) -> str:
        words = self.words
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

    def pictures(self) -> Iterator[Picture]:
        for one in self.attachments:
            if one.media.startswith("image/"):
                under = f"{_size(one.size)}, sha-256 {_short_hash(one.sha256)}"
                yield Picture(one.name, under, one.sha256)

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
            if start[-3:] == end[-3:] and start[-3:] in {" AM", " PM"}:
                start = start[:-3]
            times = words("{start} to {end}", start=start, end=end)
            return words("From, to"), words("about {time}", time=times) if about else times
        return words("Time"), words("about {time}", time=start) if about else start

    def _day(self, answer: str) -> str:
        said = self.dates.answered_day(answer)
        return said if said != answer else self.in_words.kept(answer)

    def _minute(self, answer: str) -> str:
        said = self.dates.answered_minute(answer)
        return said if said != answer else self.in_words.kept(answer)

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


class _Review:
    """Tells what became of a report after it was submitted."""

    def __init__(self, report: Report, writer: _Writer, names: Mapping[DeviceId, str]) -> None:
        self._report = report
        self._writer = writer
        self._names = names
        self._words = writer.words
        self._dates = writer.dates

    def amendments(self) -> Iterator[Part]:
        words = self._words
        blocks: list[Block] = []
        for number, one in enumerate(self._report.amendments, start=1):
            who = self._writer.person(one.amender)
            when = self._dates.moment(one.at)
            checked = self._checked(one.device) if one.pin_checked else ""
            said = words("Amendment {n}: {who}, {when}", n=number, who=who, when=when)
            blocks.append(Under(". ".join(filter(None, (said, checked)))))
            if one.why:
                blocks.append(Story("", self._writer.free(one.why)))
            blocks += self._changes(one)
        if blocks:
            yield Part(words("Amendments"), tuple(blocks))

    def review(self) -> Iterator[Part]:
        words, writer, report = self._words, self._writer, self._report
        blocks: list[Block] = []
        if report.readings:
            read = [
                words(
                    "read by {who}, {when}",
                    who=writer.person(one.person),
                    when=self._dates.moment(one.at),
                )
                for one in report.readings
            ]
            said = "; ".join(read)
            blocks.append(Story(said[:1].upper() + said[1:], ""))
        for one in report.comments:
            who = words(
                "Comment by {who}, {when}",
                who=writer.person(one.person),
                when=self._dates.moment(one.at),
            )
            blocks.append(Story(who, writer.free(one.words)))
        if report.actions:
            blocks.append(self._actions())
        for one in report.conclusions:
            who = words(
                "What became of it: {who}, {when}",
                who=writer.person(one.person),
                when=self._dates.moment(one.at),
            )
            blocks.append(Story(who, writer.free(one.words)))
        if blocks:
            yield Part(words("Supervisor's review"), tuple(blocks))

    def signatures(self) -> Iterator[Signed]:
        words, writer, report = self._words, self._writer, self._report
        name = writer.person(report.reporter)
        yield Signed(
            name,
            (
                words("Reporter") if writer.redaction else _with_title(name, report.title),
                ". ".join(
                    (
                        words("Signed {when}", when=self._dates.moment(report.submitted_at)),
                        *((self._checked(report.station),) if report.pin_checked else ()),
                    )
                ),
            ),
        )
        for one in report.signings:
            name = writer.person(one.signer)
            when = words("Signed {when}", when=self._dates.moment(one.at))
            lines = [
                words("Supervisor")
                if writer.redaction
                else _with_title(name, one.title or _low(words("Supervisor")))
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
        words = self._words
        said = [words("Times are {offset}.", offset=self._dates.offset(self._report.submitted_at))]
        if received_by and self._writer.redaction:
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

    def _actions(self) -> Rows:
        words, writer = self._words, self._writer
        rows = []
        for one in self._report.actions:
            done = ""
            if one.done_at:
                done = self._dates.day(one.done_at)
                done += f", {writer.person(one.done_by)}" if one.done_by else ""
                done += f": {writer.free(one.how)}" if one.how else ""
            rows.append(
                (
                    writer.free(one.what),
                    writer.person(one.owner),
                    self._dates.answered(one.due) if one.due else "",
                    done or words("Open"),
                )
            )
        columns = (words("What is to be done"), words("Who"), words("By"), words("Done"))
        return Rows("", columns, tuple(rows))

    def _changes(self, amendment: Amendment) -> Iterator[Block]:
        words = self._words
        rows = [self._change(change) for change in amendment.changes]
        if rows:
            columns = (words("Field"), words("Before"), words("Now"))
            yield Rows("", columns, tuple(rows))
        if amendment.attachments:
            yield self._writer.files(amendment.attachments, words("Files added"))

    def _change(self, change: Change) -> tuple[str, ...]:
        words, told = self._words, self._writer.in_words
        about = BY_KEY.get(change.key)
        sides = []
        for answer in (change.before, change.after):
            if answer is None:
                sides.append(words("(empty)"))
            elif about is None:
                sides.append(self._writer.free(str(answer)))
            else:
                sides.append(told.said(about, answer))
        return (words(about.label) if about else change.key, *sides)

    def _checked(self, device: DeviceId) -> str:
        words = self._words
        place = self._names.get(device) or (
            self._report.place if device == self._report.station else ""
        )
        if not place:
            return words("PIN checked")
        return words("PIN checked at {place}", place=self._writer.kept(place))

    def _before(self, at: datetime) -> str:
        """Which amendment came after a signature that has not seen all of them."""
        words = self._words
        later = [n for n, one in enumerate(self._report.amendments, start=1) if one.at >= at]
        if not later:
            return words("Without having seen every amendment")
        return words("Before amendment {n}", n=later[0])


def _language(language: str, zone: tzinfo) -> tuple[Words, Dates]:
    words = Words.of(language)
    return words, Dates(words.language, zone)


def _last_change(report: Report) -> datetime:
    said = (*report.readings, *report.comments, *report.conclusions)
    return max(
        report.submitted_at,
        *(one.at for one in report.amendments),
        *(one.at for one in report.signings),
        *(one.at for one in said),
        *(one.done_at or one.at for one in report.actions),
        report.submitted_at,
    )


def _page_of(words: Words) -> str:
    """With ``{page}`` and ``{pages}`` still to fill in."""
    return words("Page {page} of {pages}", page="{page}", pages="{pages}")


def _with_title(name: str, title: str) -> str:
    return f"{name}, {_low(title)}" if title else name


def _low(text: str) -> str:
    """Within a sentence; abbreviations (*HR*) stay as they are."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _shortened(text: str, most: int = FITS_AT_THE_TOP) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _size(size: int) -> str:
    for unit, least in (("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000)):
        if size >= least:
            amount = size / least
            return f"{amount:.1f} {unit}" if amount < 10 else f"{amount:.0f} {unit}"
    return f"{size} B"


def _short_hash(sha256: str) -> str:
    return f"{sha256[:4]} {sha256[4:8]} … {sha256[-4:]}" if len(sha256) > _HASH_SHOWN else sha256
