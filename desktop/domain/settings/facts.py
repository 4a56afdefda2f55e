"""What supervisors' desks say of the settings of all PCs."""

from desktop.domain.events.body import Fact
from desktop.domain.events.streams import Stream


class SettingPreset(Fact, frozen=True, kw_only=True):
    """What a setting is at every PC of the site that has no word of its own on it.

    ``value`` is ``None`` where nothing is wanted any more. Of several on one ``key``, the one of
    the highest ``revision`` holds.
    """

    TYPE = "settings.preset"
    STREAM = Stream.NOTICES
    key: str
    value: bool | int | float | str | tuple[str, ...] | None = None
    author: str
    revision: int = 0


SETTINGS_FACTS: tuple[type[Fact], ...] = (SettingPreset,)
