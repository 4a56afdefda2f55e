"""The opening tests of the site, gathered at a supervisor's desk."""

from desktop.domain.opening.facts import OPENING_TYPES, OpeningFact
from desktop.domain.opening.openings import Openings, Told, fold_openings
from desktop.domain.roster.ids import DeviceId
from desktop.services.ports import EventArchive
from desktop.services.records.gathering import Said, Site, WordGathering
from desktop.services.records.records import Records


class OpeningGathering(WordGathering[OpeningFact, Openings]):
    """All that was told of opening tests; see ``WordGathering``."""

    def __init__(
        self, records: Records, *, archive: EventArchive, site: Site, me: DeviceId
    ) -> None:
        super().__init__(
            records,
            archive=archive,
            site=site,
            me=me,
            kind=OpeningFact,
            types=OPENING_TYPES,
            made=_openings,
        )


def _openings(said: tuple[Said[OpeningFact], ...]) -> Openings:
    return fold_openings(Told(one.at, one.event, one.desk, one.word) for one in said)
