"""What the floor plan needs of the station, and what it asks for."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.domain.plan.ids import FloorId
from desktop.domain.plan.plan import Floor, Spot
from desktop.domain.roster.ids import DeviceId
from desktop.ui.settling import Post


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanParts:
    """All of it but ``picture`` returns at once; what is refused is said in front of the console.

    ``picture`` is called on a thread of the plan's own: a floor's picture, ``None`` while it is on
    its way here. ``choose`` asks for a picture of a new floor, or in place of that one's.
    """

    post: Post
    picture: Callable[[Floor], bytes | None]
    choose: Callable[[FloorId | None], None]
    rename: Callable[[FloorId, str], None]
    remove: Callable[[FloorId], None]
    place: Callable[[DeviceId, Spot | None], None]
    undo: Callable[[], None]
