"""The pictures of the floors, as files that supervisors' desks fetch and keep."""

from desktop.domain.named_files import NamedFiles
from desktop.domain.plan.plan import SitePlan


def files_of_plan(plan: SitePlan) -> NamedFiles:
    """Those that are shown now. A picture that was shown before goes."""
    return NamedFiles(
        tuple((floor.picture, floor.desk) for floor in plan.floors),
        frozenset(floor.picture.sha256 for floor in plan.floors),
        plan.past,
    )
