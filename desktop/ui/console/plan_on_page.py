"""The floor plan as the Now page shows it: which floor, kept when the look changes."""

from typing import TYPE_CHECKING

from desktop.domain.board import Board
from desktop.ui.console.now_page import NowPage
from desktop.ui.words import Words

if TYPE_CHECKING:  # most sites have no floor plan on their first day
    from desktop.domain.plan.ids import FloorId
    from desktop.domain.plan.plan import SitePlan
    from desktop.ui.console.plan.parts import PlanParts


class PlanOnPage:
    """Nothing is to be seen until it is known whether there is a plan. Without ``parts`` this
    window has none.
    """

    def __init__(self, parts: "PlanParts | None", words: Words) -> None:
        self._parts = parts
        self._words = words
        self._plan: SitePlan | None = None
        self._can_undo = False
        self._floor: FloorId = ""
        self._called: str = ""

    def use(self, plan: "SitePlan", *, can_undo: bool) -> None:
        """The plan is that from now on."""
        self._plan, self._can_undo = plan, can_undo

    def choose(self, floor: "FloorId") -> None:
        """Show that floor."""
        self._floor = floor

    def add(self) -> None:
        """Ask for a first picture."""
        if self._parts is not None:
            self._parts.choose(None)

    def show_on(self, page: NowPage, board: Board) -> bool:
        """Draw it, with the floor of whoever calls anew unless stations are being arranged. Returns
        whether a plan has come or gone.
        """
        plan, parts, shown = self._plan, self._parts, page.plan
        if plan is None or parts is None:
            return False
        if not plan.floors:
            page.show_no_plan(self._words("Add a floor plan"))
            return shown is not None
        from desktop.ui.views.floor_plan import FloorPlanView

        is_arranging = shown is not None and shown.is_arranging
        view = FloorPlanView.of(board, plan, chosen=self._floor, words=self._words)
        if view is not None and view.calling_alert != self._called:
            self._called = view.calling_alert
            if view.calling and view.calling != view.floor.id and not is_arranging:
                self._floor = view.calling
                view = FloorPlanView.of(board, plan, chosen=self._floor, words=self._words)
        if view is not None:
            page.show_plan(view, parts, self._words, can_undo=self._can_undo)
        return shown is None
