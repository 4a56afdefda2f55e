"""The steps that hold at a site, folded: any order and any doubles give the same."""

from collections.abc import Iterable, Mapping

import msgspec

from desktop.domain.events.event import EventId
from desktop.domain.protocol.errors import StepRefusedError
from desktop.domain.protocol.facts import ProtocolSet
from desktop.domain.protocol.steps import SHIPPED, Situation, Step, checked
from desktop.domain.revisions import in_order


class SiteProtocol(msgspec.Struct, frozen=True):
    """The site's own steps by situation, how often each was spoken of, and who spoke last.

    ``before`` are the steps that the word before the last one set, of situations that have such.
    """

    own: Mapping[Situation, tuple[Step, ...]] = {}
    revisions: Mapping[Situation, int] = {}
    authors: Mapping[Situation, str] = {}
    before: Mapping[Situation, tuple[Step, ...]] = {}

    def steps(self, situation: Situation) -> tuple[Step, ...]:
        """What is to be done: the site's steps, else those that ship."""
        return self.own.get(situation) or SHIPPED[situation]


def fold_protocol(said: Iterable[tuple[EventId, ProtocolSet]]) -> SiteProtocol:
    """The last word on each situation. What this program could not show holds nothing: a newer one
    may have said it, and the steps that ship are better than none.
    """
    told: dict[Situation, list[tuple[int, EventId, ProtocolSet]]] = {}
    for event, fact in said:
        if fact.situation in set(Situation):
            told.setdefault(Situation(fact.situation), []).append((fact.revision, event, fact))
    own: dict[Situation, tuple[Step, ...]] = {}
    before: dict[Situation, tuple[Step, ...]] = {}
    last: dict[Situation, tuple[int, ProtocolSet]] = {}
    for situation, all_words in told.items():
        if not (words := in_order(all_words)):
            continue
        *earlier, (revision, _, fact) = words
        last[situation] = (revision, fact)
        for where, one in ((own, fact), *((before, word[2]) for word in earlier[-1:])):
            if (steps := _steps_of(one)) is not None:
                where[situation] = steps
    return SiteProtocol(
        own=own,
        revisions={situation: revision for situation, (revision, _) in last.items()},
        authors={situation: fact.author for situation, (_, fact) in last.items()},
        before=before,
    )


def _steps_of(fact: ProtocolSet) -> tuple[Step, ...] | None:
    if fact.steps is None:
        return None
    try:
        return checked([Step(key=one.key, text=one.text, phone=one.phone) for one in fact.steps])
    except StepRefusedError:
        return None
