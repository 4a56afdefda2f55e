"""The parts of a station that open late: which there are, in which order they open and end.

A counter's bar is armed before a byte of them is loaded.
"""

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Lock, Timer
from typing import TYPE_CHECKING

from desktop.app.home_at_work import HomeAtWork, KeptRecords
from desktop.app.late import Late, Part, StationEndedError, Working, end_all_the_same
from desktop.app.unopened import (
    ButtonsNotOpenedError,
    DrillsNotOpenedError,
    FloorPlanNotOpenedError,
    GuidanceNotOpenedError,
    OpeningTestsNotOpenedError,
    OutsideNotOpenedError,
    PartNotOpenedError,
    ReportsNotOpenedError,
    RetentionNotOpenedError,
)
from desktop.domain.errors import DeskError

if TYPE_CHECKING:
    from desktop.app.buttoning import Buttoning
    from desktop.app.drilling import Drilling
    from desktop.app.floor_plans import FloorPlans
    from desktop.app.guiding import Guiding
    from desktop.app.opening_records import OpeningRecords
    from desktop.app.reporting import Reporting
    from desktop.app.retaining import Retaining
    from desktop.app.telling_outside import TellingOutside
    from desktop.domain.buttons import ButtonStanding
    from desktop.domain.named_files import NamedFiles, Namer
    from desktop.services.insights.insights_desk import InsightsDesk
    from desktop.services.records.parts import RecordWriter

log = logging.getLogger(__name__)

OPENED_AFTER = 1.0
"""Seconds after the start at which they are opened: by then a counter's bar is armed."""


class LateParts:
    """What ``at_work`` opens late. Each part is opened by whoever calls it first, from any thread,
    and by itself a moment after the start, where it is used; see ``Late``.

    At a counter, ``openings`` and ``insights`` raise ``SupervisorsKeepRecordsError`` when called,
    and ``floor_plans`` raises ``SupervisorsDrawPlanError``.
    """

    def __init__(self, at_work: HomeAtWork) -> None:
        self._at_work = at_work
        self.telling_outside = Late("telling_outside", self._telling_outside)
        self.buttoning = Late("buttoning", self._buttoning)
        self.reporting = Late("reporting", self._reporting, then=self._bring_all)
        self.guiding = Late("guiding", self._guiding)
        self.drilling = Late("drilling", self._drilling)
        self.openings = Late("openings", self._openings)
        self.floor_plans = Late("floor_plans", self._floor_plans)
        self.retaining = Late("retaining", self._retaining)
        self._bringing = Lock()
        self._files: dict[Namer, NamedFiles] = {}
        self._brought_to: Reporting | None = None
        self._unopened: dict[Late[Part], DeskError] = {}
        self._listeners: list[Callable[[], None]] = []
        self._due = Timer(OPENED_AFTER, self._open_all)
        self._due.daemon = True

    def start(self) -> None:
        """Open what is used at this home in a moment; returns at once."""
        self._due.start()

    def _open_all(self) -> None:
        """Each by itself: what does not open is a trouble of its own, and keeps nothing else
        closed.
        """
        home, is_desk = self._at_work.home, self._at_work.kept is not None
        self._try(self.telling_outside, OutsideNotOpenedError, home.contacts_file.exists)
        self._try(self.buttoning, ButtonsNotOpenedError, home.buttons_file.exists)
        self._try(self.reporting, ReportsNotOpenedError, lambda: is_desk or home.has_reports)
        self._try(self.guiding, GuidanceNotOpenedError)
        self._try(self.drilling, DrillsNotOpenedError)
        self._try(self.openings, OpeningTestsNotOpenedError, lambda: is_desk)
        self._try(self.floor_plans, FloorPlanNotOpenedError, lambda: is_desk)
        self.open_retention()

    def open_retention(self) -> None:
        """Let go from here on of what was kept for its time, where this is an administrator's desk
        by now.
        """
        is_desk = self._at_work.kept is not None
        self._try(
            self.retaining,
            RetentionNotOpenedError,
            lambda: is_desk and self._at_work.identity.has_authority,
        )
        self._tell()

    def stop(self, links: Iterable[Working | None]) -> None:
        """Open nothing any more, and stop what was opened: first what speaks by itself, then the
        ``links`` to others, and what keeps files last. One that does not stop keeps no other.
        """
        self._due.cancel()
        speaking: tuple[Late[Working], ...] = (
            self.retaining,
            self.drilling,
            self.telling_outside,
            self.buttoning,
        )
        keeping: tuple[Late[Working], ...] = (self.guiding, self.floor_plans, self.reporting)
        for late in (*speaking, self.openings, *keeping):
            late.end()  # reports last of all: whatever is being opened may ask for them
        for part in (*(one.made for one in speaking), *links, *(one.made for one in keeping)):
            if part is not None:
                end_all_the_same(type(part).__name__, part.stop)

    @property
    def troubles(self) -> tuple[DeskError, ...]:
        """What does not work of these parts, and which did not open."""
        buttoning, outside = self.buttoning.made, self.telling_outside.made
        found = (
            buttoning.trouble if buttoning else None,
            outside.contacts.trouble if outside else None,
        )
        return (*(trouble for trouble in found if trouble is not None), *self.missed)

    @property
    def missed(self) -> tuple[DeskError, ...]:
        """What whoever sits here has to do without: parts that did not open and are not open by
        now, and drafts that are not kept. A supervisor's console says it.
        """
        reporting = self.reporting.made
        drafts = reporting.trouble if reporting is not None else None
        unopened = [trouble for late, trouble in tuple(self._unopened.items()) if late.made is None]
        return (*unopened, *([drafts] if drafts is not None else ()))

    def watch(self, changed: Callable[[], None]) -> None:
        """Call ``changed`` now, and whenever ``missed`` may be other. It is called on any thread,
        and must only post.
        """
        self._listeners.append(changed)
        changed()

    @property
    def buttons(self) -> "tuple[ButtonStanding, ...]":
        """How the buttons stand for which this station signs."""
        buttoning = self.buttoning.made
        return buttoning.standings() if buttoning is not None else ()

    def insights(self) -> "InsightsDesk":
        """What the site's alerts and reports say when they are counted, from this desk's files."""
        from desktop.services.adapters.sqlite.figures import SqliteFigures
        from desktop.services.insights.insights_desk import InsightsDesk
        from desktop.words import on_this_clock

        self._require_records()
        at_work = self._at_work
        return InsightsDesk(
            SqliteFigures(at_work.home.alerts_db, at_work.home.records_db),
            today=lambda: on_this_clock(at_work.clock.now()).date(),
        )

    # --- how each is made ----------------------------------------------------------------------

    def _telling_outside(self) -> "TellingOutside":
        from desktop.app.telling_outside import TellingOutside

        return TellingOutside(self._at_work)

    def _buttoning(self) -> "Buttoning":
        from desktop.app.buttoning import Buttoning

        return Buttoning(self._at_work)

    def _reporting(self) -> "Reporting":
        from desktop.app.reporting import Reporting

        return Reporting(self._at_work)

    def _guiding(self) -> "Guiding":
        from desktop.app.guiding import Guiding

        return Guiding(self._at_work, writer=self._writer, bring=self._bring)

    def _drilling(self) -> "Drilling":
        from desktop.app.drilling import Drilling

        return Drilling(self._at_work, writer=self._writer, guiding=self.guiding)

    def _openings(self) -> "OpeningRecords":
        from desktop.app.opening_records import OpeningRecords

        return OpeningRecords(self._at_work, self._require_records())

    def _floor_plans(self) -> "FloorPlans":
        from desktop.app.floor_plans import FloorPlans
        from desktop.domain.plan.errors import SupervisorsDrawPlanError

        if self._at_work.kept is None:
            raise SupervisorsDrawPlanError
        return FloorPlans(self._at_work, taking=lambda: self.reporting().taking, bring=self._bring)

    def _retaining(self) -> "Retaining":
        from desktop.app.retaining import Retaining

        return Retaining(self._at_work)

    # --- what they have of each other ----------------------------------------------------------

    def _writer(self) -> "RecordWriter":
        return self.reporting().writer

    def _bring(self, namer: "Namer", files: "NamedFiles") -> None:
        """Have the files that notices name at this home; see ``Reporting.bring``. A counter that
        has no report and no such file opens nothing for it.
        """
        with self._bringing:
            self._files[namer] = files
            reporting = self._brought_to
        if reporting is not None:
            reporting.bring(namer, files)
        elif files.at_hand:
            with suppress(StationEndedError):
                self.reporting()

    def _bring_all(self, reporting: "Reporting") -> None:
        with self._bringing:
            self._brought_to = reporting
            for namer, files in self._files.items():
                reporting.bring(namer, files)

    def _require_records(self) -> KeptRecords:
        from desktop.services.records.parts import SupervisorsKeepRecordsError

        if self._at_work.kept is None:
            raise SupervisorsKeepRecordsError
        return self._at_work.kept

    def _try(
        self,
        part: Late[Part],
        unopened: type[PartNotOpenedError],
        is_used: Callable[[], bool] = lambda: True,
    ) -> None:
        try:
            if is_used():
                part()
        except StationEndedError:
            pass
        except Exception as error:  # a damaged file or a full disk: the others open all the same
            log.exception("%s does not open", part.name)
            self._unopened[part] = unopened.of(error)
            part.when_made(lambda _: self._tell())

    def _tell(self) -> None:
        for changed in tuple(self._listeners):
            changed()
