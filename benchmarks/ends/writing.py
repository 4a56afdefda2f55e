"""A counter at which somebody writes a report, in a process of its own that may be killed.

Says the draft's id, then of every letter when its key was pressed, and how long the disk has taken
for a save at the most.
"""

import os
import random
import sys
from collections.abc import Callable
from concurrent.futures import Future
from itertools import cycle
from threading import Thread
from time import monotonic

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.ends.writing_pace import SENTENCE
from benchmarks.homes import home_argument
from benchmarks.processes import commands, say
from desktop.app.running import RunningStation
from desktop.domain.reports.draft import Draft
from desktop.domain.reports.field import Kind
from desktop.services.reports.drafting import DraftDesk
from desktop.ui.reports.editors import TextEditor
from desktop.ui.reports.form import IncidentForm
from desktop.ui.reports.ports import FormDesk, FormPorts
from desktop.ui.theme import Appearance, Scheme, load_fonts
from desktop.ui.views.incident_parts import Part
from desktop.ui.words import Words
from tests.ui.reports.stand_ins import Copies, save_pdf

QUICKEST_MS, SLOWEST_MS = 40, 180
"""Between two keys of somebody who types."""
THINKS_EVERY = 40
THINKS_AT_MOST_MS = 1_500


class TimedDrafts:
    """The drafts of this PC, and how long the disk takes for each save."""

    def __init__(self, drafts: DraftDesk) -> None:
        self._drafts = drafts
        self.longest = 0.0
        self.new, self.all, self.find, self.discard = (
            *(drafts.new, drafts.all),
            *(drafts.find, drafts.discard),
        )

    def save(self, draft: Draft) -> "Future[Draft]":
        """Keep it, and remember what that took."""
        began = monotonic()
        saved = self._drafts.save(draft)
        saved.add_done_callback(lambda _saved: self._took(monotonic() - began))
        return saved

    def _took(self, seconds: float) -> None:  # on the journal's thread
        self.longest = max(self.longest, seconds)


def types(form: IncidentForm, drafts: TimedDrafts, seed: str) -> Callable[[], None]:
    """Type letter by letter into the story for as long as this process lives."""
    chance = random.Random(seed)
    letters = cycle(SENTENCE)
    found = form.frame.body.boxes[Part.HAPPENED].editors["narrative"]
    assert isinstance(found, TextEditor)
    story = found.text
    story.setFocus()
    typed = 0

    def next_letter() -> None:
        nonlocal typed
        at = monotonic()
        QTest.keyClicks(story, next(letters))
        typed += 1
        say(typed=typed, at=at, flush=drafts.longest)
        wait = chance.uniform(QUICKEST_MS, SLOWEST_MS)
        if chance.randrange(THINKS_EVERY) == 0:
            wait += chance.uniform(0, THINKS_AT_MOST_MS)
        QTimer.singleShot(round(wait), next_letter)

    return next_letter


def end_with_the_benchmark() -> None:
    """Nobody is left to kill this process, so it goes by itself."""
    for _ in commands():
        pass
    os._exit(0)


def main() -> None:
    """Open the form on the counter's home and begin."""
    running = RunningStation(home_argument(), has_windows=True)
    running.start()
    reporting = running.late.reporting()
    app = QApplication([])
    load_fonts()
    drafts = TimedDrafts(reporting.drafts)
    draft = drafts.new(Kind.COUNTER)
    form = IncidentForm(
        draft,
        ports=FormPorts(
            drafts=drafts,
            filing=reporting.filing,
            save_copy=Copies(),
            save_pdf=save_pdf,
            pins=reporting.pins,
        ),
        desk=FormDesk(person=draft.author),
        appearance=Appearance(scheme=Scheme.LIGHT),
        words=Words.of("en"),
    )
    form.show()
    form.activateWindow()
    say(draft=draft.id)
    Thread(target=end_with_the_benchmark, daemon=True).start()
    QTimer.singleShot(0, types(form, drafts, sys.argv[2]))
    app.exec()


if __name__ == "__main__":
    main()
