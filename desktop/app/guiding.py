"""The guidance at one home: its cards, what people say of them, and the running conversation.

Opened once the alert path works: a counter's bar is armed before a card of this is read.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event as Flag
from threading import Lock

from desktop.app.home_at_work import HomeAtWork
from desktop.assets import asset
from desktop.domain.guidance.errors import CardRefusedError
from desktop.domain.guidance.files import files_of_guidance
from desktop.domain.guidance.guidance import CardIn, Guidance, Texts
from desktop.domain.guidance.ids import CardId
from desktop.domain.named_files import NamedFiles, Namer
from desktop.domain.reports.attachments import Attachment
from desktop.services.adapters import machine
from desktop.services.adapters.blob_files import BlobFiles
from desktop.services.adapters.cards import read_card
from desktop.services.adapters.cards.shipped import read_shipped
from desktop.services.adapters.guidance.small_files import (
    ConversationFile,
    PracticeFile,
    ReadFile,
    UnsavedFile,
)
from desktop.services.guidance.cards_desk import CardsDesk
from desktop.services.guidance.conversing import Conversing
from desktop.services.guidance.gathering import Gathered, Gathering
from desktop.services.guidance.saying import Saying
from desktop.services.records.parts import RecordWriter
from desktop.words import LANGUAGES

log = logging.getLogger(__name__)


class Guiding:
    """What windows and commands need for the guidance. ``gathering`` is a supervisor's.

    ``faults`` are what is wrong with the cards as they ship: an installation that was changed.
    """

    def __init__(
        self,
        at_work: HomeAtWork,
        *,
        writer: Callable[[], RecordWriter],
        bring: Callable[[Namer, NamedFiles], None],
    ) -> None:
        self._bring = bring
        home, station, kept = at_work.home, at_work.station, at_work.kept
        self._files = BlobFiles(home.blobs)
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="guidance")
        self._keeper = ThreadPoolExecutor(1, thread_name_prefix="guidance-files")
        shipped = read_shipped(asset("guidance"), LANGUAGES)
        self.faults: tuple[CardRefusedError, ...] = shipped.refused
        for fault in self.faults:
            log.warning("%s %s", fault, fault.advice)
        self.cards = CardsDesk(
            shipped={name: (texts, shipped.cards[name]) for name, texts in shipped.texts.items()},
            read=_read,
            site=station,
            archive=at_work.archive,
            aside=self._aside,
        )
        self.saying = Saying(writer)
        self.gathering: Gathering | None = None
        self._hearing = Lock()
        self._heard: Flag | None = None
        self._newest = Gathered()
        if kept is not None:
            self.gathering = Gathering(
                kept.records,
                archive=kept.archive,
                site=station,
            )
        self.conversing = Conversing(
            keeping=ConversationFile(home.path / "conversation.json", self._keep),
            now=at_work.clock.now,
            whose=lambda: (machine.os_account(), station.board.me.person),
        )
        self.reads = ReadFile(home.path / "guidance-read.json", self._keep)
        self.practices = PracticeFile(home.path / "guidance-practice.json", self._keep)
        self.unsaved = UnsavedFile(home.path / "guidance-unsaved.json", self._keep)

    def start(self) -> None:
        """Take in what the site made of the cards, and have their files here."""
        self.cards.start(then=lambda: self.cards.watch(self._bring_files))

    def gathered(self, *, within: float) -> Gathered:
        """What was said of the cards, read from the disk once; nothing of it at a counter."""
        if self.gathering is None:
            return Gathered()
        with self._hearing:
            if self._heard is None:
                self._heard = Flag()
                self.gathering.watch(self._hear)
        self._heard.wait(within)
        return self._newest

    def _hear(self, gathered: Gathered) -> None:  # on the records thread
        self._newest = gathered
        if self._heard is not None:
            self._heard.set()

    def _bring_files(self, guidance: Guidance) -> None:
        self._bring(Namer.GUIDANCE, files_of_guidance(guidance))

    def holds(self, file: Attachment) -> bool:
        """Whether a file of a card is on this PC already."""
        return self._files.holds(file.sha256)

    def stop(self) -> None:
        """Finish what is being read and written."""
        self._worker.shutdown(wait=True)
        self._keeper.shutdown(wait=True)

    def _aside(self, action: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the station is ending
            self._worker.submit(self._guarded, action)

    def _keep(self, action: Callable[[], None]) -> None:
        """Beside what is read: years of cards are not before what somebody notes now."""
        with suppress(RuntimeError):  # the station is ending
            self._keeper.submit(self._guarded, action)

    @staticmethod
    def _guarded(action: Callable[[], None]) -> None:
        try:
            action()
        except Exception:  # the worker's top level: a bug in one thing keeps none of the next
            log.exception("the guidance could not take or keep something")


def _read(name: CardId, texts: Texts) -> CardIn:
    return read_card(texts, name=name)
