"""The opening tests of the site, gathered at a supervisor's desk."""

from desktop.domain.opening.facts import OPENING_TYPES, OpeningFact
from desktop.domain.opening.openings import Openings, Told, fold_openings
from desktop.services.records.gathering import Said, WordGathering


class OpeningGathering(WordGathering[OpeningFact, Openings]):
    """All that was told of opening tests; see ``WordGathering``."""

    kind, types = OpeningFact, OPENING_TYPES

    def made(self, said: tuple[Said[OpeningFact], ...]) -> Openings:
        return fold_openings(Told(one.at, one.event, one.desk, one.word) for one in said)
