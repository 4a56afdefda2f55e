"""The guidance on paper, as windows ask for it: made and saved off their thread."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.errors import DeskError
from desktop.words import Words, on_this_clock

if TYPE_CHECKING:
    from desktop.app.running import RunningStation
    from desktop.services.adapters.pdf.pictures import Drawn

PAPER = "letter"
_READ_WITHIN_S = 5.0


class GuidancePapers:
    """Prints the cards in use. ``language`` is this PC's where it is ``None``.

    The futures raise ``StationEndedError``, and those of ``save`` ``DocumentNotSavedError``.
    """

    def __init__(self, running: "RunningStation") -> None:
        self._running = running
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="guidance-papers")

    def pocket_card(self, *, language: str | None = None, paper: str = PAPER) -> "Future[bytes]":
        """The PDF of the pocket card, two pages whatever the site made of its cards."""
        return self._worker.submit(self._print, language, paper)

    def save_pocket_card(
        self, file: Path, *, language: str | None = None, paper: str = PAPER
    ) -> "Future[Path]":
        """Print the pocket card into ``file``, whole or not at all."""
        return self._worker.submit(self._save, file, language, paper)

    def close(self) -> None:
        """Finish what is being written."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    # --- in the worker ------------------------------------------------------------------------

    def _save(self, file: Path, language: str | None, paper: str) -> Path:
        from desktop.services.adapters.pdf.saving import save_document

        return save_document(self._print(language, paper), file)

    def _print(self, language: str | None, paper: str) -> bytes:
        from desktop.services.adapters.pdf.page import Paper
        from desktop.services.adapters.pdf.pocket_card import pocket_card_pdf
        from desktop.services.guidance.pocket_card import PocketCard

        running, words = self._running, Words.of(language or self._running.language)
        cards, roster = running.late.guiding().cards, running.station.roster
        cards.wait_until_read(_READ_WITHIN_S)
        guidance = cards.guidance
        card = PocketCard.of(
            guidance.library(words.language),
            words=words,
            site_name=roster.name,
            call_instead=roster.call_instead,
            made_on=on_this_clock(running.clock.now()).date(),
            versions=guidance.version_count,
        )
        return pocket_card_pdf(card, on=Paper(paper), logo=self._logo()).pdf

    def _logo(self) -> "Drawn | None":
        from desktop.services.adapters.pdf.site_printer import read_site_logo

        with suppress(DeskError):  # the doctor says what is wrong with it
            return read_site_logo(self._running.home.path)
        return None
