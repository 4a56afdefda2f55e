"""Submitting on a disk that refuses at first, and takes it later by itself."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from msgspec.structs import replace

from desktop.domain.errors import DeskError, ReportNotSavedError
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event
from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.draft import Draft, Filed
from desktop.domain.reports.facts import ReportAmended, ReportSubmitted
from desktop.domain.reports.field import Kind
from desktop.domain.roster.roster import fold_roster
from desktop.services.ports import Entry, Held
from desktop.services.records.parts import RecordNotSavedError
from desktop.services.reports.drafting import DraftDesk
from desktop.services.reports.filing import FilingDesk, FilingParts
from tests.support.stations import SITE, Author, Clock, key_of

ANSWERS: dict[str, Any] = {
    "began": "2026-03-09T10:00",
    "reporter_name": "Maria Delgado",
    "narrative": "He shouted.",
}


class Journal:
    """A disk that takes everything at once, but for the records."""

    def keep(self, entry: Entry, then: Callable[[Exception | None], None]) -> None:
        then(None)

    def close(self) -> None:
        """There is nothing to close."""


@dataclass
class Writer:
    """A records thread whose disk refuses until there is room; then it takes what waits."""

    is_full: bool = False
    written: list[Fact] = field(default_factory=list)
    waiting: list[Callable[[], None]] = field(default_factory=list)
    author: Author = field(default_factory=lambda: Author(key_of("Counter 3")))

    def post(self, action: Callable[[], None]) -> None:
        action()

    def write(
        self, fact: Fact, done: Callable[[Event], None], failed: Callable[[DeskError], None]
    ) -> None:
        def take() -> None:
            self.written.append(fact)
            done(self.author.says(fact))

        if self.is_full:
            self.waiting.append(take)
            failed(RecordNotSavedError())
        else:
            take()

    def has_room_again(self) -> None:
        self.is_full = False
        while self.waiting:
            self.waiting.pop(0)()


class Blobs:
    """Takes what is too long for an event, as a disk does."""

    def put(self, data: bytes, *, name: str, media: str) -> Attachment:
        return Attachment(sha256=sha256(data).hexdigest(), size=len(data), name=name, media=media)


@dataclass
class Counter:
    writer: Writer
    drafts: DraftDesk
    filing: FilingDesk

    def draft(self) -> Draft:
        draft = self.drafts.new(Kind.COUNTER, answers=ANSWERS)
        return self.drafts.save(draft).result(0)

    def begun(self, report: str) -> Draft:
        """An amendment to ``report`` that is on the disk."""
        draft = replace(
            self.drafts.new(Kind.COUNTER, answers={"damage": "The door", "place": ""}),
            amends=report,
            why="I saw it later.",
        )
        return self.drafts.save(draft).result(0)

    def amends(self, draft: Draft) -> "Future[Filed]":
        return self.filing.amend(
            draft.amends,
            answers=draft.answers,
            why=draft.why,
            amender="Maria Delgado",
            draft=draft.id,
        )


@pytest.fixture
def counter() -> Counter:
    return a_counter(Held())


def a_counter(held: Held, writer: Writer | None = None, blobs: Any = None) -> Counter:
    writer, journal = writer or Writer(), Journal()
    drafts = DraftDesk(
        journal=journal,
        known=held.drafts,
        now=lambda: datetime(2026, 3, 9, tzinfo=UTC),
        new_id=iter(["d1", "d2", "d3"]).__next__,
        person=lambda: "Maria Delgado",
        accounts=("login:desk",),
    )
    filing = FilingDesk(
        FilingParts(
            writer=writer,  # type: ignore[arg-type]  # as much of one as filing uses
            journal=journal,
            held=held,
            drafts=drafts,
            clock=Clock(),
            roster=lambda: fold_roster(SITE.public_bytes, ()),
            me=key_of("Counter 3").id,
            blobs=blobs,  # none where nothing is as long as that
            language="en",
        )
    )
    return Counter(writer, drafts, filing)


def refused(counter: Counter, draft: Draft) -> None:
    counter.writer.is_full = True
    with pytest.raises(ReportNotSavedError):
        counter.filing.submit(draft).result(0)


def test_a_report_that_the_disk_took_by_itself_is_not_submitted_a_second_time(
    counter: Counter,
) -> None:
    draft = counter.draft()
    refused(counter, draft)
    refused(counter, draft)  # somebody presses again before there is room
    counter.writer.has_room_again()
    counter.drafts.save(draft)  # the form is open still, and goes on keeping it
    filed = counter.filing.submit(draft).result(0)
    assert [type(fact) for fact in counter.writer.written] == [ReportSubmitted]
    assert [one.report for one in counter.filing.filed()] == [filed.report]
    assert filed.number.endswith("-001")
    assert counter.drafts.all() == ()


def test_what_was_written_since_is_added_as_an_amendment(counter: Counter) -> None:
    draft = counter.draft()
    refused(counter, draft)
    counter.writer.has_room_again()
    photo = Attachment(name="p.jpg", media="image/jpeg", size=1, sha256="1" * 64)
    changed = {**ANSWERS, "narrative": "He shouted and left.", "damage": "None"}
    later = replace(draft, answers=changed, attachments=(photo,))
    counter.drafts.save(later)
    filed = counter.filing.submit(later).result(0)
    submitted, amended = counter.writer.written
    assert isinstance(submitted, ReportSubmitted)
    assert isinstance(amended, ReportAmended)
    assert submitted.answers == ANSWERS
    assert amended.report == filed.report
    assert amended.answers == {"narrative": "He shouted and left.", "damage": "None"}
    assert amended.attachments == (photo,)
    assert amended.amender == "Maria Delgado"
    assert counter.drafts.all() == ()


def test_what_was_deleted_since_is_taken_back(counter: Counter) -> None:
    draft = counter.draft()
    draft = replace(draft, answers={**ANSWERS, "damage": "The glass"})
    refused(counter, draft)
    counter.writer.has_room_again()
    counter.filing.submit(replace(draft, answers=ANSWERS)).result(0)
    _, amended = counter.writer.written
    assert isinstance(amended, ReportAmended)
    assert amended.answers == {"damage": ""}


def test_an_amendment_that_is_refused_leaves_the_draft_where_it_is(counter: Counter) -> None:
    draft = counter.draft()
    refused(counter, draft)
    counter.writer.has_room_again()
    later = replace(draft, answers={**ANSWERS, "damage": "None"})
    counter.drafts.save(later)
    refused(counter, later)
    assert counter.drafts.find(draft.id)


def test_the_draft_of_an_amendment_goes_once_it_is_signed(counter: Counter) -> None:
    filed = counter.filing.submit(counter.draft()).result(0)
    counter.amends(counter.begun(filed.report)).result(0)
    amended = counter.writer.written[-1]
    assert isinstance(amended, ReportAmended)
    assert (amended.answers, amended.why) == (
        {"damage": "The door", "place": ""},
        "I saw it later.",
    )
    assert counter.drafts.all() == ()


def test_the_draft_of_an_amendment_stays_where_the_disk_refuses_it(counter: Counter) -> None:
    filed = counter.filing.submit(counter.draft()).result(0)
    draft = counter.begun(filed.report)
    counter.writer.is_full = True
    with pytest.raises(ReportNotSavedError):
        counter.amends(draft).result(0)
    assert counter.drafts.find(draft.id)


def test_what_was_written_and_deleted_again_does_not_keep_the_draft_of_a_signed_amendment(
    counter: Counter,
) -> None:
    filed = counter.filing.submit(counter.draft()).result(0)
    draft = counter.begun(filed.report)
    counter.writer.is_full = True
    with pytest.raises(ReportNotSavedError):
        counter.amends(draft).result(0)
    counter.drafts.save(replace(draft, why=draft.why + " And the bell."))
    counter.writer.has_room_again()
    assert counter.drafts.find(draft.id)
    counter.drafts.save(draft)  # whoever wrote that deleted it again
    counter.amends(draft).result(0)
    assert counter.drafts.all() == ()


def test_a_restart_that_looks_at_long_amendments_keeps_no_word_of_them_again() -> None:
    counter = a_counter(Held(), blobs=Blobs())
    filed = counter.filing.submit(counter.draft()).result(0)
    begun = replace(counter.begun(filed.report), answers={"narrative": "He shouted. " * 2_000})
    draft = counter.drafts.save(begun).result(0)
    counter.amends(draft).result(0)
    signed = counter.writer.author.says(counter.writer.written[-1])
    held = Held(drafts=(draft,), filed=(filed,), unsent=(signed,))
    again = a_counter(held, counter.writer)  # there is no room for blobs at all
    again.filing.start()
    assert again.drafts.all() == ()


@pytest.mark.parametrize("more", ["", " And the bell."])
def test_a_restart_before_the_draft_of_a_signed_amendment_went_offers_it_no_more(
    counter: Counter, more: str
) -> None:
    filed = counter.filing.submit(counter.draft()).result(0)
    draft = counter.begun(filed.report)
    counter.amends(draft).result(0)
    signed = counter.writer.author.says(counter.writer.written[-1])
    left = replace(draft, why=draft.why + more)  # what was written since is another matter
    held = Held(drafts=(left,), filed=(filed,), unsent=(signed,))
    again = a_counter(held, counter.writer)
    again.filing.start()
    assert again.drafts.all() == ((left,) if more else ())
