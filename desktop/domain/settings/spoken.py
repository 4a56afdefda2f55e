"""Who said a site-wide setting last, and what was said before: what the Site page undoes."""

from collections.abc import Iterable, Mapping

import msgspec

from desktop.domain.events.event import EventId
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
    words: dict[Key, list[tuple[int, EventId, int, SettingPreset]]] = {}
    for event, at_ms, fact in said:
        words.setdefault(fact.key, []).append((fact.revision, event, at_ms, fact))
    spoken: dict[Key, Spoken] = {}
    for key, told in words.items():
        in_order = sorted(told, key=lambda word: word[:2])
        _, _, at_ms, last = in_order[-1]
        spoken[key] = Spoken(
            value=last.value,
            before=in_order[-2][3].value if len(in_order) > 1 else None,
            author=last.author,
            at_ms=at_ms,
        )
    return spoken
