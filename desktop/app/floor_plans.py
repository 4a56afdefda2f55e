"""The floor plan at a supervisor's desk: pictures taken in, stations placed, all of it told.

Opened once the alert path works; Pillow is read when somebody chooses a picture.
"""

import logging
import secrets
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.app.home_at_work import HomeAtWork
from desktop.domain.errors import DeskError
from desktop.domain.named_files import NamedFiles, Namer
from desktop.domain.plan.errors import PlanNotSavedError
from desktop.domain.plan.files import files_of_plan
from desktop.domain.plan.ids import FloorId
from desktop.domain.plan.plan import Floor, SitePlan
from desktop.domain.reports.attachments import MOST_BYTES
from desktop.services.adapters.blob_files import BlobFiles
from desktop.services.blobs.ports import BlobNotSavedError
from desktop.services.plan.plan_desk import PlanDesk

if TYPE_CHECKING:
    from desktop.services.adapters.attachments.taking import Taking

log = logging.getLogger(__name__)


class FloorPlans:
    """What windows and commands need for the floor plan. ``desk`` says what holds."""

    def __init__(
        self,
        at_work: HomeAtWork,
        *,
        taking: "Callable[[], Taking]",
        bring: Callable[[Namer, NamedFiles], None],
    ) -> None:
        self._station = at_work.station
        self._taking = taking
        self._bring_files = bring
        self._files = BlobFiles(at_work.home.blobs)
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="plan")
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="plan-picture")
        self.desk = PlanDesk(
            site=at_work.station,
            archive=at_work.archive,
            aside=self._aside,
            new_id=lambda: secrets.token_hex(8),
        )

    def start(self) -> None:
        """Take in what the site's desks said so far, and have the pictures here."""
        self.desk.watch(self._bring)
        self.desk.start()

    def add(self, image: Path, *, name: str, floor: FloorId | None = None) -> "Future[SitePlan]":
        """Show the picture in the file ``image`` as a new floor called ``name``, or as that one's.

        The future raises ``PlanPictureError``, ``PlanNotSavedError`` and
        ``SupervisorsDrawPlanError``; nothing has changed then.
        """
        answer: Future[SitePlan] = Future()
        answer.set_running_or_notify_cancel()

        def begin() -> None:
            try:
                shown = self._take(image, name, floor)
            except Exception as error:  # noqa: BLE001 (handed to whoever asked)
                answer.set_exception(error)
            else:
                shown.add_done_callback(lambda done: _hand_on(done, answer))

        self._reader.submit(begin)
        return answer

    def read(self, floor: Floor) -> bytes | None:
        """The floor's picture; ``None`` while it is on its way here. May wait for the disk."""
        try:
            return self._files.read(floor.picture.sha256, 0, MOST_BYTES)
        except DeskError:
            return None

    def holds(self, floor: Floor) -> bool:
        """Whether the floor's picture is on this PC already."""
        return self._files.holds(floor.picture.sha256)

    def stop(self) -> None:
        """Finish what is being read and written."""
        self._reader.shutdown(wait=True, cancel_futures=True)
        self._worker.shutdown(wait=True)

    def _take(self, image: Path, name: str, floor: FloorId | None) -> "Future[SitePlan]":
        from desktop.services.adapters.plan.reading import read_plan_picture  # Pillow

        picture = read_plan_picture(image)
        try:
            kept = self._taking().put(
                picture.data, name=f"floor-plan{picture.ending}", media=picture.media
            )
        except BlobNotSavedError as cause:
            raise PlanNotSavedError from cause
        return self.desk.show(
            kept,
            width=picture.width,
            height=picture.height,
            name=name,
            author=self._station.board.me.person,
            floor=floor,
        )

    def _bring(self, plan: SitePlan) -> None:
        self._bring_files(Namer.PLAN, files_of_plan(plan))

    def _aside(self, action: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the station is ending
            self._worker.submit(self._guarded, action)

    @staticmethod
    def _guarded(action: Callable[[], None]) -> None:
        try:
            action()
        except Exception:  # the worker's top level: a bug in one thing keeps none of the next
            log.exception("the floor plan could not take something")


def _hand_on(done: "Future[SitePlan]", answer: "Future[SitePlan]") -> None:
    error = done.exception()
    if error is not None:
        answer.set_exception(error)
    else:
        answer.set_result(done.result())
