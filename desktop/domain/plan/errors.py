"""What cannot be done to the floor plan."""

from desktop.domain.errors import DeskError, RefusedError


class SupervisorsDrawPlanError(RefusedError):
    """Only supervisors' desks change the floor plan."""

    code = "supervisors-draw-plan"
    advice = "Do it at a supervisor's desk."


class NoFloorPlanError(RefusedError):
    """The site has no floor plan yet."""

    code = "no-floor-plan"
    advice = "Add a picture of the floor first: countersign plan set IMAGE"


class UnknownFloorError(RefusedError):
    """The floor plan has no such floor."""

    code = "unknown-floor"
    advice = "See the floors with: countersign plan show"


class FloorNotSaidError(RefusedError):
    """The floor plan has several floors, so it must be said which one is meant."""

    code = "floor-not-said"
    advice = "Name it with: --floor NAME"


class UnknownStationError(RefusedError):
    """No station of the site has that id or place."""

    code = "unknown-station"
    advice = "See the stations with: countersign plan show"


class OffThePlanError(RefusedError):
    """That place is not on the picture."""

    code = "off-the-plan"
    advice = "Say X and Y as parts of its width and height, from 0 (left, top) to 1."


class NothingToUndoError(RefusedError):
    """Nothing was moved from here that could be put back."""

    code = "nothing-to-undo"
    advice = "Move the station to where it belongs."


class PlanPictureError(DeskError):
    """This picture cannot be used as a floor plan."""

    code = "plan-picture"
    advice = "Choose a PNG or JPEG picture that opens in other programs."


class PlanNotSavedError(DeskError):
    """The floor plan is NOT saved: this PC's disk is full or may not be written."""

    code = "plan-not-saved"
    advice = "Free some space on it, and choose the picture again."
