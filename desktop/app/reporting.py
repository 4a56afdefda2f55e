"""Incident reports at one home: drafts, submitting, and at supervisors' desks all that follows.

Opened once the alert path works: a counter's bar is armed before a byte of this is loaded.
"""

import os
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.app.storing import open_store
from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.facts import ThreatCallTicked
from desktop.domain.roster.ids import DeviceId
from desktop.services.adapters import machine
from desktop.services.adapters.keys.device_key import verify
from desktop.services.adapters.keys.pins import PinFile
from desktop.services.adapters.sqlite.schema import File
from desktop.services.adapters.sqlite.shelf import SqliteShelf
from desktop.services.records.own import OwnRecords
from desktop.services.records.parts import RecordsParts, RecordWriter
from desktop.services.reports.drafting import DraftDesk
from desktop.services.reports.filing import FilingDesk, FilingParts
from desktop.services.reports.receiving import Receiving
from desktop.services.reports.reviewing import ReviewDesk
from desktop.services.reports.threat_calls import ThreatCallDesk

if TYPE_CHECKING:
    from desktop.app.running import RunningStation
    from desktop.services.records.records import Records, ReportTold


class Reporting:
    """What windows and commands need for reports. ``shelf`` and ``review`` are a supervisor's."""

    def __init__(self, running: "RunningStation") -> None:
        self._running = running
        home, clock = running.home, running.clock
        self._store = open_store(home.drafts_db, File.DRAFTS, running.identity.device)
        self.drafts = DraftDesk(
            journal=self._store.journal,
            known=self._store.held.drafts,
            now=clock.now,
            new_id=_new_id,
            person=lambda: running.station.board.me.person,
            account=machine.os_account_display_name(),
        )
        self.pins = PinFile(home.path / "pins.json", monotonic=clock.monotonic)
        self.shelf: SqliteShelf | None = None
        self.review: ReviewDesk | None = None
        self._own: OwnRecords | None = None
        records = running.records
        writer: RecordWriter
        if records is None:
            writer = self._own = self._own_records()
        else:
            writer = records
            self.shelf = SqliteShelf(home.records_db, home.path / "report-views.json")
        self.calls = ThreatCallDesk(
            writer,
            new_id=_new_id,
            place=lambda: running.station.board.me.place,
            now=clock.now,
        )
        self.filing = FilingDesk(
            FilingParts(
                writer=writer,
                journal=self._store.journal,
                held=self._store.held,
                drafts=self.drafts,
                clock=clock,
                roster=lambda: running.station.roster,
                me=running.identity.device,
                blobs=_NoBlobs(),
                language="en",
                submitted=self._submitted,
            )
        )
        if records is not None:
            self._join_desk(records)
        elif self._own is not None:
            self._own.got = self.filing.got
            self._own.news = lambda _device, news: self.filing.news(news)
            self._own.asks_for = self.filing.unfinished

    @property
    def trouble(self) -> Exception | None:
        """Why drafts cannot be kept, where that is so."""
        return self._store.trouble

    def start(self) -> None:
        """Go on with what a restart interrupted."""
        if self._own is not None:
            self._own.start()
        self.filing.start()

    def stop(self) -> None:
        """Finish what is being written, and close the file."""
        if self._own is not None:
            self._own.stop()
        self._store.close()

    def _own_records(self) -> OwnRecords:
        running = self._running
        return OwnRecords(
            RecordsParts(
                station=running.station,
                signer=running.identity.key,
                verify=verify,
                clock=running.clock,
                random_bytes=os.urandom,
                journal=self._store.journal,
                archive=self._store.archive,
                transport=running.transport,
                held=self._store.held,
            )
        )

    def _join_desk(self, records: "Records") -> None:
        archive = self._running.records_archive
        self.review = ReviewDesk(records, archive=archive)
        self.receiving = Receiving(
            records,
            archive=archive,
            journal=self._running.records_journal,
            files=_NoFiles(),
            me=self._running.identity.device,
            changed=self.review.changed,
        )
        records.got = self.filing.got
        records.watch_reports(self._heard)

    def _heard(self, told: "ReportTold") -> None:
        if isinstance(told.fact, ThreatCallTicked):
            self.calls.heard(told.event, told.fact)

    def _submitted(self, number: str) -> str | None:
        if self.shelf is None:
            return None
        found = self.shelf.report(number)
        return found.id if found and found.station == self._running.identity.device else None


class _NoBlobs:
    def put(self, data: bytes, *, name: str, media: str) -> Attachment:
        raise NotImplementedError


class _NoFiles:
    def fetch(
        self, files: tuple[Attachment, ...], author: DeviceId, then: Callable[[], None]
    ) -> None:
        raise NotImplementedError

    def holds_all(self, files: tuple[Attachment, ...]) -> bool:
        return not files

    def read(self, file: Attachment) -> bytes | None:
        raise NotImplementedError


def _new_id() -> str:
    return secrets.token_hex(8)
