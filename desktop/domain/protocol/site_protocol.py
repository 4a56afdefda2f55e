"""The steps that hold at a site, folded: any order and any doubles give the same."""

from collections.abc import Iterable, Mapping

import msgspec

from desktop.domain.events.event import EventId
from desktop.domain.protocol.errors import StepRefusedError
from desktop.domain.protocol.facts import ProtocolSet
from desktop.domain.protocol.steps import SHIPPED, Situation, Step, checked


class SiteProtocol(msgspec.Struct, frozen=True):
    """The site's own steps by situation, and how often each was spoken of."""

    own: Mapping[Situation, tuple[Step, ...]] = {}
    revisions: Mapping[Situation, int] = {}

    def steps(self, situation: Situation) -> tuple[Step, ...]:
        """What is to be done: the site's steps, else those that ship."""
        return self.own.get(situation) or SHIPPED[situation]


def fold_protocol(said: Iterable[tuple[EventId, ProtocolSet]]) -> SiteProtocol:
    """The last word on each situation. What this program could not show holds nothing: a newer one
    may have said it, and the steps that ship are better than none.
    """
    last: dict[Situation, tuple[int, EventId, ProtocolSet]] = {}
    for event, fact in said:
        if fact.situation not in set(Situation):
            continue
        situation, word = Situation(fact.situation), (fact.revision, event, fact)
        if situation not in last or last[situation][:2] < word[:2]:
            last[situation] = word
    own: dict[Situation, tuple[Step, ...]] = {}
    for situation, (_, _, fact) in last.items():
        if fact.steps is None:
            continue
        try:
            own[situation] = checked(
                [Step(key=one.key, text=one.text, phone=one.phone) for one in fact.steps]
            )
        except StepRefusedError:
            continue
    return SiteProtocol(own, {situation: revision for situation, (revision, _, _) in last.items()})
