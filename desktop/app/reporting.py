"""Incident reports at one home: drafts, submitting, and at supervisors' desks all that follows.

Opened once the alert path works: a counter's bar is armed before a byte of this is loaded.
"""

import logging
import os
import secrets
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.app.home_at_work import HomeAtWork, KeptRecords
from desktop.app.storing import open_store
from desktop.domain.board import Board
from desktop.domain.errors import DeskError
from desktop.domain.events.event import Event, EventId
from desktop.domain.events.note import Note
from desktop.domain.named_files import NamedFiles, Namer
from desktop.domain.reports.attachments import Attachment, BlobId
from desktop.domain.reports.draft import Draft, Filed
from desktop.domain.reports.facts import (
    ReportFact,
    ReportId,
    ReportSubmitted,
    ThreatCallTicked,
    files_of,
)
from desktop.domain.reports.report import Report
from desktop.domain.roster.ids import DeviceId
from desktop.services.adapters import machine
from desktop.services.adapters.attachments.taking import Taking
from desktop.services.adapters.blob_files import BlobFiles
from desktop.services.adapters.keys.device_key import verify
from desktop.services.adapters.keys.pins import PinFile
from desktop.services.adapters.sqlite.schema import File
from desktop.services.adapters.sqlite.shelf import SqliteShelf
from desktop.services.blobs.exchange import BlobExchange
from desktop.services.blobs.leaving import Fresh, KeptFile, Leaving
from desktop.services.log.reading import read_fact
from desktop.services.ports import Entry
from desktop.services.records.own import OwnRecords
from desktop.services.records.parts import RecordsParts, RecordWriter
from desktop.services.reports.drafting import DraftDesk
from desktop.services.reports.filing import FilingDesk, FilingParts
from desktop.services.reports.held_marks import HeldMarks
from desktop.services.reports.receiving import Receiving
from desktop.services.reports.reviewing import ReviewDesk
from desktop.services.reports.threat_calls import ThreatCallDesk

if TYPE_CHECKING:
    from desktop.app.former_desk import FormerDesk
    from desktop.services.records.records import ReportTold

log = logging.getLogger(__name__)

RESUMED_FROM = timedelta(days=90)
"""How far back a start looks for files that reports name and this station lacks."""


class DraftsNotKeptError(DeskError):
    """What is written in reports is not kept at this PC. {why}"""

    code = "drafts-not-kept"


class Reporting:
    """What windows and commands need for reports. ``shelf`` and ``review`` are a supervisor's."""

    def __init__(self, at_work: HomeAtWork) -> None:
        self._at_work = at_work
        self._is_urgent = False
        self._named: dict[Namer, NamedFiles] = {}
        home, clock = at_work.home, at_work.clock
        self._store = open_store(home.drafts_db, File.DRAFTS, at_work.identity.device)
        self.drafts = DraftDesk(
            journal=self._store.journal,
            known=self._store.held.drafts,
            now=clock.now,
            new_id=_new_id,
            person=lambda: at_work.station.board.me.person,
            accounts=(machine.os_account(), machine.os_account_display_name()),
            is_shared=at_work.settings.shared,
        )
        self.pins = PinFile(home.path / "pins.json", monotonic=clock.monotonic)
        self.shelf: SqliteShelf | None = None
        self.review: ReviewDesk | None = None
        self._own: OwnRecords | None = None
        self._former: FormerDesk | None = None
        kept = at_work.kept
        writer: RecordWriter
        if kept is None:
            writer = self._own = self._own_records()
        else:
            writer = kept.records
            self.shelf = SqliteShelf(home.records_db, home.report_views_file)
        self._writer = writer
        self._fresh = Fresh()
        self.blobs = BlobFiles(home.blobs, is_fresh=lambda blob: blob in self._fresh.all())
        self.blobs.clear_leftovers()
        self.taking = Taking(self.blobs, clock, took=self._took)
        self.drafts.named = self._fresh.named
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="blobs")
        self.exchange = self._exchange(writer)
        self.calls = ThreatCallDesk(
            writer,
            new_id=_new_id,
            place=lambda: at_work.station.board.me.place,
            now=clock.now,
            is_here=lambda desk: any(
                one.device == desk and one.is_present for one in at_work.station.board.desks
            ),
        )
        self.filing = FilingDesk(
            FilingParts(
                writer=writer,
                journal=self._store.journal,
                held=self._store.held,
                drafts=self.drafts,
                clock=clock,
                roster=lambda: at_work.station.roster,
                me=at_work.identity.device,
                blobs=self.taking,
                language=at_work.language,
                submitted=self._submitted,
                kept=self._kept,
            )
        )
        if kept is not None:
            self._join_desk(kept)
        elif self._own is not None:
            self._own.got = self._got
            self._own.news = lambda _device, news: self.filing.here.news(news)
            self._own.asks_for = self.filing.here.unfinished
            self._own.on_its_way = self._offer
            self._own.gone = self._let_go
            self.drafts.discarded = self._throw_away
            self._former = self._former_desk(writer)

    def mine(self) -> tuple[Filed, ...]:
        """What whoever sits here submitted from this PC, the newest last."""
        asker = self.drafts.asker()
        return tuple(filed for filed in self.filing.filed() if asker.has_filed(filed))

    @property
    def writer(self) -> RecordWriter:
        """Signs what is for the supervisors."""
        return self._writer

    @property
    def trouble(self) -> DeskError | None:
        """Why drafts cannot be kept, where that is so."""
        why = self._store.trouble
        return DraftsNotKeptError(why=why.sentence, advice=why.advice) if why else None

    def hold(self, form: str, files: Iterable[Attachment]) -> None:
        """An open form may name ``files``, or name them again: its person can undo."""
        self._fresh.hold(form, files)

    def release(self, form: str) -> None:
        """It is closed, or what was written in it is submitted."""
        self.let_go(self._fresh.release(form))

    def let_go(self, files: Iterable[Attachment]) -> None:
        """Delete those of ``files`` that nothing names: nobody is going to, who does not yet."""
        files = tuple(files)
        self._fresh.named(files)
        unnamed = frozenset(file.sha256 for file in files) - self.drafts.attached()
        if not unnamed:
            return
        if self._own is not None:
            self._writer.post(lambda: self._forget(unnamed))
        else:
            self._note(unnamed, lambda _error: self._writer.post(self._leaving.sweep))

    def start(self) -> None:
        """Go on with what a restart interrupted."""
        if self._own is not None:
            self._own.start()
        else:
            self.receiving.start(self._at_work.clock.now() - RESUMED_FROM)
            self._held_marks.judge()
        self.filing.start()
        self._writer.post(self._go_on_as_another)
        self._at_work.station.watch(self._hold_up)

    def bring(self, namer: Namer, files: NamedFiles) -> None:
        """Have here what notices name, and give it to whoever is of the site; what they name no
        more goes: on a counter, and at a desk what is ``past``. No file goes that nothing else
        names before this was called for everyone who names some.
        """
        self._writer.post(lambda: self._bring(namer, files))

    def _bring(self, namer: Namer, files: NamedFiles) -> None:
        before = self._named.get(namer)
        self._named[namer] = files
        self._fresh.named(file for file, _ in files.at_hand)
        for file, desk in files.at_hand:
            self.exchange.want(file.blob, [desk])
        if self._own is None:
            past = [blob for blob in files.past if self.exchange.holds(blob)]
            if past:
                self._note(past, lambda _error: self._writer.post(self._sweep))
            else:
                self._sweep()
        elif before is None:
            self._tidy()
        else:
            self._forget({*_blobs(before)}.difference(_blobs(files)))

    def stop(self) -> None:
        """Finish what is being written, and close the file."""
        if self._own is not None:
            self._own.stop()
        if self._former is not None:
            self._former.stop()
        self._worker.shutdown(wait=True)
        self._store.close()

    def _own_records(self) -> OwnRecords:
        at_work = self._at_work
        return OwnRecords(
            RecordsParts(
                station=at_work.station,
                signer=at_work.identity.key,
                verify=verify,
                clock=at_work.clock,
                random_bytes=os.urandom,
                journal=self._store.journal,
                archive=self._store.archive,
                transport=at_work.transport,
                held=self._store.held,
            )
        )

    def _exchange(self, writer: RecordWriter) -> BlobExchange:
        at_work = self._at_work
        exchange = BlobExchange(
            me=at_work.identity.device,
            store=self.blobs,
            carrier=writer.carrier,
            roster=lambda: at_work.station.roster,
            schedule=writer.schedule,
            monotonic=at_work.clock.monotonic,
            post=writer.post,
            aside=self._aside,
            is_for_everyone=self._is_for_everyone,
            kept=self._is_kept_by,
        )
        writer.noted = self._noted
        writer.linked = self._linked
        writer.appeared = exchange.appeared
        return exchange

    def _aside(self, action: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the station is ending; what was pulled is gone on with then
            self._worker.submit(action)

    def _noted(self, note: Note, sender: DeviceId) -> None:
        if self.exchange.noted(note, sender):
            return
        if self._own is None:
            self.receiving.noted(note, sender)
        elif self._former is not None:
            self._former.noted(note, sender)

    def _linked(self) -> None:
        self.exchange.link_up()
        if self._former is not None:
            self._former.linked()

    def _is_kept_by(self, blob: BlobId, _desk: DeviceId) -> None:
        if self._former is not None:
            self._former.kept(blob)

    def _is_for_everyone(self, blob: BlobId) -> bool:
        """A notice names it; desks give it, who hold it for longer than a counter may."""
        return self._own is None and blob in self._all_named()

    def _all_named(self) -> frozenset[BlobId]:
        return frozenset().union(*(files.named for files in self._named.values()))

    def _hold_up(self, board: Board) -> None:
        """No file is fetched while an alert waits for an answer."""
        is_urgent = any(live.alert.needs_answer for live in board.alerts)
        if is_urgent != self._is_urgent:
            self._is_urgent = is_urgent
            self._writer.post(lambda: self.exchange.hold_up(is_urgent=is_urgent))

    def _took(self, file: Attachment) -> None:
        """Nothing names it yet. Should the program end before something does, a desk's next start
        knows it by this note; a counter's looks at all files that it has.
        """
        self._fresh.took(file)
        if self._own is None:
            self._note([file.sha256], lambda _error: None)

    def _note(self, blobs: Iterable[str], then: Callable[[Exception | None], None]) -> None:
        self._store.journal.keep(Entry(leaving=tuple(blobs)), then)

    def _offer(self, event: Event) -> None:
        """Wake a desk that gave up on this PC's files while it was off."""
        files = _files(event)
        self._fresh.named(files)
        self.exchange.offer(file.sha256 for file in files)

    def _let_go(self, gone: Event) -> None:
        """A record is safe elsewhere: on a counter its files go, too."""
        self._forget(file.sha256 for file in _files(gone))

    def _throw_away(self, draft: Draft) -> None:  # on the journal's thread
        """On a counter, a draft's files go with it."""
        self._writer.post(lambda: self._forget(file.sha256 for file in draft.attachments))

    def _tidy(self) -> None:
        """Delete files that a restart kept from going with their record or draft."""
        held = frozenset(blob.sha256 for blob in self.blobs.held())
        self._store.archive.leaving(
            lambda leaving: self._writer.post(lambda: self._forget(held | leaving))
        )

    def _forget(self, blobs: Iterable[str]) -> None:
        """Delete those that no draft, no form, no record on its way and no notice names."""
        assert self._own is not None
        if self._former is not None and self._former.is_waiting:
            return  # its records name files, too; all are looked at once they are handed on
        blobs = frozenset(blobs)
        kept = set(self.drafts.attached() | self._fresh.all())
        kept |= {file.sha256 for event in self._own.unsent() for file in _files(event)}
        for files in self._named.values():
            kept |= {*_blobs(files)}
        for blob in blobs - kept:
            self.exchange.forget(blob)
        if blobs:
            self._store.journal.keep(Entry(left=tuple(blobs)), lambda _error: None)

    def _go_on_as_another(self) -> None:
        """This PC may have been another station, of another role: what that one owed the desks is
        not lost, whether or not they believe it as it stands.
        """
        if self._at_work.kept is not None and self._at_work.home.former_records[1].exists():
            self._finish_deleting()
        owed = self._store.held.unsent
        me = self._at_work.identity.device
        if not any(event.header.device_id != me for event in owed) and self._former is None:
            return
        from desktop.services.reports.said_again import SayingAgain

        saying = SayingAgain(
            filed=self.filing.here,
            writer=self._writer,
            roster=lambda: self._at_work.station.roster,
            said=self._said_here,
        )
        kept, former = self._at_work.kept, self._former
        if kept is not None:
            believed = [event for event in owed if saying.is_believed(event)]
            kept.records.take_in(believed, self._is_kept_here)
            saying.say(owed, settled=self._settle)
        elif self._own is not None:
            saying.say(owed, settled=self._own.let_go)
        if former is not None:
            former.start(saying)

    def _finish_deleting(self) -> None:
        """It was a desk before, then none, and is one again: an end came while it let go."""
        from desktop.services.adapters.sqlite.former_records import finish_deleting

        try:
            finish_deleting(self._at_work.home.records_db)
        except OSError as error:  # the next start tries again
            log.warning("former records cannot be deleted: %s", error)

    def _said_here(self, number: str) -> str | None:
        """The report that this station submitted under a number, as far as it can know."""
        me = self._at_work.identity.device
        for event in self._store.held.unsent:
            fact = read_fact(event) if event.header.device_id == me else None
            if isinstance(fact, ReportSubmitted) and fact.number == number:
                return event.id
        return self._submitted(number)

    def _is_kept_here(self, event: Event) -> None:
        """What this PC signed before it was a desk is among its records now; its files stay."""
        self._settle(event)
        self._got(event.id, self._at_work.identity.device)

    def _settle(self, event: Event) -> None:
        self._store.journal.keep(
            Entry(settled=(event.id,), purged=(event.id,)), lambda _error: None
        )

    def _former_desk(self, writer: RecordWriter) -> "FormerDesk | None":
        """What hands on the records of a PC that was a supervisor's desk; seldom is there any."""
        home = self._at_work.home
        if not any(file.exists() for file in home.former_records):
            return None
        from desktop.app.former_desk import FormerDesk

        return FormerDesk(
            self._at_work,
            writer=writer,
            files=lambda: frozenset(blob.sha256 for blob in self.blobs.held()),
            offer=self.exchange.offer,
            filed=self.filing.here,
            gone=self._tidy_if_known,
        )

    def _tidy_if_known(self) -> None:
        """Else it is done once it is known which files notices name."""
        if self._named:
            self._tidy()

    def _join_desk(self, kept: KeptRecords) -> None:
        records, archive = kept.records, kept.archive
        self.review = ReviewDesk(records, archive=archive)
        self.receiving = Receiving(
            records,
            archive=archive,
            journal=kept.journal,
            files=self.exchange,
            me=self._at_work.identity.device,
            changed=self.review.changed,
        )
        self._held_marks = HeldMarks(
            records,
            archive=archive,
            journal=kept.journal,
            site=self._at_work.station,
            changed=self.review.changed,
        )
        self._leaving = Leaving(
            (
                KeptFile(self._store.archive, self._store.journal),
                KeptFile(archive, kept.journal),
            ),
            files=self.exchange,
            names=lambda: self.drafts.attached() | self._fresh.all(),
            needs=self._all_named,
            post=records.post,
        )
        records.purged = self._sweep
        self.drafts.discarded = lambda _draft: records.post(self._sweep)
        records.got = self._got
        records.watch_reports(self._heard)

    def _sweep(self) -> None:
        """Not before it is known which files notices name."""
        if all(namer in self._named for namer in Namer):
            self._leaving.sweep()

    def _heard(self, told: "ReportTold") -> None:
        files = files_of(told.fact)
        self._fresh.named(files)
        self._leaving.named(files)
        if isinstance(told.fact, ThreatCallTicked):
            self.calls.heard(told.event, told.fact)

    def _got(self, event: EventId, device: DeviceId) -> None:
        self.filing.here.got(event, device)
        self.calls.got(event, device)

    def _kept(self, report: ReportId) -> Report | None:
        return self.shelf.report(report) if self.shelf is not None else None

    def _submitted(self, number: str) -> str | None:
        if self.shelf is None:
            return None
        found = self.shelf.report(number)
        return found.id if found and found.station == self._at_work.identity.device else None


def _files(event: Event) -> tuple[Attachment, ...]:
    fact = read_fact(event)
    return files_of(fact) if isinstance(fact, ReportFact) else ()


def _blobs(files: NamedFiles) -> Iterable[BlobId]:
    return (file.sha256 for file, _ in files.at_hand)


def _new_id() -> str:
    return secrets.token_hex(8)
