"""The drills of the site, gathered at a supervisor's desk."""

from desktop.domain.drills.drills import Drills, Told, fold_drills
from desktop.domain.drills.facts import DRILL_TYPES, DrillFact
from desktop.domain.roster.ids import DeviceId
from desktop.services.ports import EventArchive
from desktop.services.records.gathering import Said, Site, WordGathering
from desktop.services.records.records import Records


class DrillGathering(WordGathering[DrillFact, Drills]):
    """All that was told of drills; see ``WordGathering``."""

    def __init__(
        self, records: Records, *, archive: EventArchive, site: Site, me: DeviceId
    ) -> None:
        super().__init__(
            records,
            archive=archive,
            site=site,
            me=me,
            kind=DrillFact,
            types=DRILL_TYPES,
            made=_drills,
        )


def _drills(said: tuple[Said[DrillFact], ...]) -> Drills:
    return fold_drills(Told(one.at, one.event, one.desk, one.word) for one in said)
