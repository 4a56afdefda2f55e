"""The settings at one station: what holds now, and changing it here or at all PCs of the site."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from threading import Lock
from typing import TYPE_CHECKING

from desktop.domain.errors import RefusedError
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event, EventId
from desktop.domain.log_facts import BodyPurged
from desktop.domain.plain_text import plain
from desktop.domain.settings.errors import (
    AdministratorsPresetError,
    SettingFixedError,
    SettingOfOnePcError,
    SettingOfSiteError,
    SupervisorsPresetError,
)
from desktop.domain.settings.facts import SettingPreset
from desktop.domain.settings.layers import InForce, Said, fold_settings, keys_in, keys_of
from desktop.domain.settings.presets import Presets, fold_presets
from desktop.domain.settings.settings import (
    HOTKEYS,
    SETTINGS,
    Key,
    Plain,
    setting_of,
    table_of,
)
from desktop.services.log.reading import facts_of

if TYPE_CHECKING:  # a bar is to be armed soon, and classes take their time
    from desktop.domain.settings.spoken import Spoken
    from desktop.services.ports import NoticeBoard
    from desktop.services.settings.ports import Files

log = logging.getLogger(__name__)

Aside = Callable[[Callable[[], None]], None]
"""Does something in a worker, one thing at a time."""


class SettingsDesk:
    """What holds at this station. Every method may be called from any thread.

    ``held`` are the notices that the start has read: what the site wants holds before any network
    is there; without a ``site`` this PC belongs to none yet. ``watch`` calls back on whichever
    thread a change came from, and must only post.
    """

    def __init__(
        self,
        files: "Files",
        *,
        site: "NoticeBoard | None",
        held: Iterable[Event] = (),
        aside: Aside,
        is_windows: bool,
    ) -> None:
        self._files = files
        self._site = site
        self._aside = aside
        self._is_windows = is_windows
        self._folding = Lock()
        self._listeners: list[Callable[[InForce], None]] = []
        self._own, self._preset = files.read()
        self._told: dict[EventId, tuple[Event, SettingPreset]] = {}
        for event, fact in facts_of(one for one in held if one.header.type == SettingPreset.TYPE):
            if isinstance(fact, SettingPreset):
                self._told[event.id] = (event, fact)
        self._presets = self._believed()
        self.in_force = self._folded(self._own)

    def start(self) -> None:
        """Hear what the site wants from now on."""
        if self._site is not None:
            self._site.watch_notices(self._heard)
            self._site.watch_roster(lambda _roster: self._fold())

    def watch(self, listener: Callable[[InForce], None]) -> None:
        """Call ``listener`` after every change of what holds."""
        self._listeners.append(listener)

    @property
    def presets(self) -> Presets:
        """What the site's desks have said."""
        return self._presets

    def spoken(self) -> "Mapping[Key, Spoken]":
        """Who said each site-wide setting last, and what it was before; folded when asked."""
        from desktop.domain.settings.spoken import fold_spoken  # where the Site page is open

        return fold_spoken(
            (event.id, event.header.at_ms, fact) for event, fact in self._believed_words()
        )

    def words_on(self, key: Key) -> "tuple[tuple[Event, SettingPreset], ...]":
        """All that was said of ``key`` site-wide and is believed, in no order."""
        return tuple(told for told in self._believed_words() if told[1].key == key)

    def change(self, key: Key, value: object | None) -> "Future[InForce]":
        """Set ``key`` at this PC, or with ``None`` go by its office and the defaults again.

        It holds at once where that is possible. The future raises ``SettingRefusedError``,
        ``SettingFixedError``, ``SettingOfSiteError``, or ``SettingsNotSavedError``; nothing has
        changed then.
        """
        answer: Future[InForce] = Future()
        answer.set_running_or_notify_cancel()

        def begin() -> None:
            try:
                self._change(key, value)
            except Exception as error:  # noqa: BLE001 (handed to whoever asked)
                answer.set_exception(error)
            else:
                answer.set_result(self.in_force)

        self._aside(begin)
        return answer

    def preset(self, key: Key, value: Plain | None, *, author: str) -> "Future[Event]":
        """Set ``key`` at all PCs of the site that say nothing else, or with ``None`` no longer.

        The future is set once it has left. It raises ``SettingOfOnePcError``,
        ``SettingRefusedError``, and ``SupervisorsPresetError`` or ``AdministratorsPresetError`` at
        other desks than theirs.
        """
        try:
            site = self._site_to_speak_to(key)
            fact = self._said_to_all(key, value, author)
        except RefusedError as refusal:
            refused: Future[Event] = Future()
            refused.set_exception(refusal)
            return refused
        return site.publish(fact)

    # --- what is asked ---------------------------------------------------------------------------

    def _change(self, key: Key, value: object | None) -> None:
        """In the worker, where it may take as long as the disk does."""
        setting = setting_of(key)
        if setting.is_administrators:
            raise SettingOfSiteError("“{key}” holds for the whole site.", key=key)
        if key in self.in_force.fixed:
            raise SettingFixedError
        if value is not None:
            value = setting.read(key, value)
        keys = keys_of(self.in_force.settings)
        self._require(key, self.in_force.offices.get(key) if value is None else value, keys)
        self._files.write({key: value})
        with self._folding:
            self._own, self._preset = self._files.read()  # somebody may have written in it, too
        self._fold()

    def _site_to_speak_to(self, key: Key) -> "NoticeBoard":
        """What this desk may not say would hold here alone: nobody else believes it."""
        setting, site = setting_of(key), self._site
        if not setting.is_site_wide:
            raise SettingOfOnePcError("“{key}” is a setting of one PC, and not of a site.", key=key)
        if site is None or not site.roster.may_speak(site.device, SettingPreset.TYPE):
            raise SupervisorsPresetError
        if setting.is_administrators and not site.roster.may_speak(site.device, BodyPurged.TYPE):
            raise AdministratorsPresetError
        return site

    def _said_to_all(self, key: Key, value: Plain | None, author: str) -> SettingPreset:
        if value is not None:
            read = setting_of(key).read(key, value)
            self._require(key, read, keys_in(self._presets.values))
            value = read if isinstance(read, tuple) else value
        else:
            self._require(key, None, keys_in(self._presets.values))
        return SettingPreset(
            key=key,
            value=value,
            author=plain(author),
            revision=self._presets.revisions.get(key, 0) + 1,
        )

    def _require(self, key: Key, value: object | None, keys: Mapping[Key, tuple[str, ...]]) -> None:
        """Raise why a key that calls cannot be had beside the other ``keys``, which can."""
        if table_of(key) != HOTKEYS:
            return
        from desktop.domain.settings.keys import refused_keys  # most PCs keep the usual keys

        said = {name: texts for name, texts in keys.items() if name != key}
        if isinstance(value, tuple):
            said[key] = value
        for _, refusal in refused_keys(said, is_windows=self._is_windows):
            raise refusal

    # --- what holds ------------------------------------------------------------------------------

    def _heard(self, event: Event, fact: Fact) -> None:  # on the alert thread
        if isinstance(fact, SettingPreset) and event.id not in self._told:
            self._told = {**self._told, event.id: (event, fact)}
            self._fold()

    def _fold(self) -> None:
        """Make the settings of what is believed now, and tell of them if they are others."""
        with self._folding:
            self._presets = self._believed()
            before, self.in_force = self.in_force, self._folded(self._own)
            has_changed = self.in_force != before
        if has_changed:
            for listener in self._listeners:
                listener(self.in_force)

    def _believed(self) -> Presets:
        return fold_presets((event.id, fact) for event, fact in self._believed_words())

    def _believed_words(self) -> Iterator[tuple[Event, SettingPreset]]:
        """Also of what came before its desk was revoked, and was believed until then. What lets a
        site's words go counts from those alone who might have deleted them then.
        """
        if self._site is None:
            return
        roster = self._site.roster
        for event, fact in self._told.values():
            setting = SETTINGS.get(fact.key)
            is_purging = setting is not None and setting.is_administrators
            of_right = BodyPurged.TYPE if is_purging else SettingPreset.TYPE
            if roster.believes_as(event.header, of_right):
                yield event, fact

    def _folded(self, own: Said) -> InForce:
        return fold_settings(own, self._preset, self._presets.values, is_windows=self._is_windows)
