"""What the site's desks have said of settings, folded: any order and any doubles give the same."""

from collections.abc import Iterable, Mapping

import msgspec

from desktop.domain.events.event import EventId
from desktop.domain.revisions import in_order
from desktop.domain.settings.errors import SettingRefusedError
from desktop.domain.settings.facts import SettingPreset
from desktop.domain.settings.settings import SETTINGS, Key


class Presets(msgspec.Struct, frozen=True):
    """What holds site-wide, and how often each key was spoken of."""

    values: Mapping[Key, object] = {}
    revisions: Mapping[Key, int] = {}


def fold_presets(said: Iterable[tuple[EventId, SettingPreset]]) -> Presets:
    """The last word on each key. What this program does not know, or could not do, holds nothing:
    a newer one may have said it.
    """
    told: dict[Key, list[tuple[int, EventId, SettingPreset]]] = {}
    for event, fact in said:
        told.setdefault(fact.key, []).append((fact.revision, event, fact))
    last = {key: words[-1] for key, all_words in told.items() if (words := in_order(all_words))}
    values: dict[Key, object] = {}
    for key, (_, _, fact) in last.items():
        setting = SETTINGS.get(key)
        if setting is None or not setting.is_site_wide or fact.value is None:
            continue
        try:
            values[key] = setting.read(key, fact.value)
        except SettingRefusedError:
            continue
    return Presets(values, {key: revision for key, (revision, _, _) in last.items()})
