"""What supervisors' desks say of the floor plan. Every station may read it; desks draw it."""

from desktop.domain.events.body import Fact
from desktop.domain.events.streams import Stream
from desktop.domain.plan.ids import FloorId
from desktop.domain.reports.attachments import Attachment
from desktop.domain.roster.ids import DeviceId


class PlanShown(Fact, frozen=True, kw_only=True):
    """A floor of the site: its name and its picture, ``width`` by ``height`` points.

    Without a ``picture`` the floor is shown no more. Of several on one ``floor``, the one of the
    highest ``revision`` holds.
    """

    TYPE = "plan.shown"
    STREAM = Stream.NOTICES
    floor: FloorId
    name: str = ""
    picture: Attachment | None = None
    width: int = 0
    height: int = 0
    author: str
    revision: int = 0


class PlanPlaced(Fact, frozen=True, kw_only=True):
    """Where a station stands: ``x`` from the left and ``y`` from the top of the picture of
    ``floor``, as fractions of its sides.

    Without a ``floor`` it stands nowhere any more. Of several on one ``station``, the one of the
    highest ``revision`` holds.
    """

    TYPE = "plan.placed"
    STREAM = Stream.NOTICES
    station: DeviceId
    floor: FloorId = ""
    x: float = 0.0
    y: float = 0.0
    author: str
    revision: int = 0


PLAN_FACTS: tuple[type[Fact], ...] = (PlanShown, PlanPlaced)
PLAN_NOTICES = frozenset({PlanShown.TYPE, PlanPlaced.TYPE})
"""Notices that no start waits for: the roster does not rest on them."""
