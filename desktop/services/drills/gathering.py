"""The drills of the site, gathered at a supervisor's desk."""

from desktop.domain.drills.drills import Drills, Told, fold_drills
from desktop.domain.drills.facts import DRILL_TYPES, DrillFact
from desktop.services.records.gathering import Said, WordGathering


class DrillGathering(WordGathering[DrillFact, Drills]):
    """All that was told of drills; see ``WordGathering``."""

    kind, types = DrillFact, DRILL_TYPES

    def made(self, said: tuple[Said[DrillFact], ...]) -> Drills:
        return fold_drills(Told(one.at, one.event, one.desk, one.word) for one in said)
