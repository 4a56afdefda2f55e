"""Why a drill is not planned or begun."""

from desktop.domain.errors import RefusedError


class DrillRefusedError(RefusedError):
    """This drill cannot be planned so."""

    code = "drill-refused"
    advice = "Choose other counters or another time."


class UnknownDrillError(RefusedError):
    """No drill here has that number."""

    code = "unknown-drill"
    advice = "See the drills with: countersign drill list"
