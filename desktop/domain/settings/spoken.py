"""Who said a site-wide setting last, and what was said before: what the Site page undoes."""

from collections.abc import Iterable, Mapping

import msgspec

from desktop.domain.events.event import EventId
from desktop.domain.revisions import in_order
from desktop.domain.settings.facts import SettingPreset
from desktop.domain.settings.settings import Key, Plain


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """The last word on one setting. ``before`` is what the word before it said; ``None`` for
    nothing, as at the start of a site. ``at_ms`` is the clock of the desk that said it.
    """

    value: Plain | None
    before: Plain | None
    author: str
    at_ms: int

    @property
    def can_undo(self) -> bool:
        """What held before was something else."""
        return self.value != self.before


def fold_spoken(said: Iterable[tuple[EventId, int, SettingPreset]]) -> Mapping[Key, Spoken]:
    """The last word on each key, in the order that ``fold_presets`` goes by."""
    told: dict[Key, list[tuple[int, EventId, tuple[int, SettingPreset]]]] = {}
    for event, at_ms, fact in said:
        told.setdefault(fact.key, []).append((fact.revision, event, (at_ms, fact)))
    spoken: dict[Key, Spoken] = {}
    for key, all_words in told.items():
        words = [word for _, _, word in in_order(all_words)]
        if not words:
            continue
        at_ms, last = words[-1]
        spoken[key] = Spoken(
            value=last.value,
            before=words[-2][1].value if len(words) > 1 else None,
            author=last.author,
            at_ms=at_ms,
        )
    return spoken
