"""An incident report as a document says it: every word of it, and no layout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Self

import desktop
from desktop.domain.reports.draft import Draft
from desktop.domain.reports.field import KIND_LABELS
from desktop.domain.reports.report import Report
from desktop.domain.roster.ids import DeviceId
from desktop.services.reports.alert_report import AlertReport, people_of
from desktop.services.reports.copy_mark import CopyMark
from desktop.services.reports.dates import Dates, offset_zone
from desktop.services.reports.paper_parts import (
    Named,
    Part,
    Picture,
    Signed,
)
from desktop.services.reports.paper_review import Review, with_title, within_a_sentence
from desktop.services.reports.paper_telling import Telling
from desktop.services.reports.redaction import Redaction
from desktop.services.reports.variants import Variant
from desktop.services.reports.verification import verification_code
from desktop.words import Words


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
                stations=names.values(),
            )
        telling = Telling(
            answers=report.answers,
            place=report.place,
            reporter=report.reporter,
            alert=alert,
            attachments=report.attachments,
            words=words,
            dates=dates,
            redaction=redaction,
        )
        review = Review(report, telling, names)
        done = [*telling.done(), *review.amendments(), *review.review()]
        code = verification_code(report.events)
        return cls(
            number=words("Report {number}", number=report.number),
            under_number=words("Submitted {when}", when=dates.moment(report.submitted_at)),
            title=words(
                "Incident report: {kind}", kind=within_a_sentence(words(KIND_LABELS[report.kind]))
            ),
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
            facts=tuple(telling.facts()),
            told=tuple(telling.told()),
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
            pictures=() if redaction else tuple(telling.pictures()),
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
        """The preview of a draft, or of an amendment while it is written: says on each page that it
        was not submitted. Who reports it is what the form says, nobody else.
        """
        words, dates = _language(language, zone)
        reporter = draft.answers.get("reporter_name")
        job = title or draft.answers.get("reporter_title")
        name = reporter if isinstance(reporter, str) else ""
        telling = Telling(
            answers=draft.answers,
            place=place,
            reporter=name,
            alert=alert,
            attachments=draft.attachments,
            words=words,
            dates=dates,
        )
        not_submitted = (
            words("Amendment, not submitted.") if draft.amends else words("Draft. Not submitted.")
        )
        at = draft.saved_at or draft.begun_at
        return cls(
            number=words("Amendment") if draft.amends else words("Draft"),
            under_number=not_submitted,
            title=words(
                "Incident report: {kind}", kind=within_a_sentence(words(KIND_LABELS[draft.kind]))
            ),
            subject=f"{words(KIND_LABELS[draft.kind])}, {dates.day(at)}",
            site_name=site_name,
            site_address=site_address,
            foot=not_submitted,
            page_of=_page_of(words),
            language=words.language,
            warnings=(),
            facts=tuple(telling.facts()),
            told=tuple(telling.told()),
            done=tuple(telling.done()),
            signatures_heading=words("Signatures"),
            signatures=(
                Signed(
                    name,
                    (
                        with_title(name, str(job or "")) if name else words("Reporter"),
                        words("Not signed yet"),
                    ),
                ),
                Signed("", (words("Supervisor"), words("Name, signature and date"))),
            ),
            code_heading="",
            code="",
            code_words="",
            qr="",
            notes=(),
            pictures_heading=words("Pictures"),
            pictures=tuple(telling.pictures()),
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
        *(one.released_at or one.at for one in report.keep_marks),
        report.submitted_at,
    )


def _page_of(words: Words) -> str:
    """With ``{page}`` and ``{pages}`` still to fill in."""
    return words("Page {page} of {pages}", page="{page}", pages="{pages}")
