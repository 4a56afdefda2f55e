"""What the site wants of the guidance, folded: any order and any doubles give the same."""

from collections.abc import Iterable

import msgspec

from desktop.domain.events.event import EventId
from desktop.domain.guidance.facts import GuidanceRuled
from desktop.domain.revisions import in_order


class Rules(msgspec.Struct, frozen=True):
    """What the site wants of the guidance."""

    shares_practice: bool = False
    revision: int = 0


def fold_rules(said: Iterable[tuple[EventId, GuidanceRuled]]) -> Rules:
    """The last word."""
    words = in_order((fact.revision, event, fact) for event, fact in said)
    if not words:
        return Rules()
    revision, _, last = words[-1]
    return Rules(last.shares_practice, revision)
