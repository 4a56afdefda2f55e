"""What holds at a PC of all that was said of its settings, and who said it."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

import msgspec

from desktop.domain.sentence import Sentence
from desktop.domain.settings.errors import SettingsError
from desktop.domain.settings.settings import HOTKEYS, SETTINGS, TABLES, Key, Settings, table_of


class Source(StrEnum):
    """Who said it, the last word first."""

    OWN = "own"
    """This PC's own file."""
    PRESET = "preset"
    """The file that the office put on this PC."""
    SITE = "site"
    """A supervisor's desk, for all PCs of the site."""
    DEFAULT = "default"
    """Nobody."""

    @property
    def is_office(self) -> bool:
        """Somebody said it for more PCs than this one."""
        return self in {Source.PRESET, Source.SITE}


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What one place says: values that can hold, and what is wrong with the rest.

    ``fixed`` are keys, and whole tables, that nothing else may change. ``where`` names the line of
    each key that calls: whether it can be had is seen when all are known.
    """

    values: Mapping[Key, object] = {}
    fixed: frozenset[Key] = frozenset()
    faults: tuple[SettingsError, ...] = ()
    where: Mapping[Key, Sentence] = {}

    def fixes(self, key: Key) -> bool:
        """Nobody else may set it."""
        return key in self.fixed or table_of(key) in self.fixed


class InForce(msgspec.Struct, frozen=True, kw_only=True):
    """The settings that hold, where each comes from, and what of the files cannot hold."""

    settings: Settings = Settings()
    sources: Mapping[Key, Source] = {}
    fixed: frozenset[Key] = frozenset()
    offices: Mapping[Key, object] = {}
    """What would hold without this PC's own file, where that is not the default."""
    site: Mapping[Key, object] = {}
    """What the site's desks have said, whether it holds here or not."""
    faults: tuple[SettingsError, ...] = ()

    def source_of(self, key: Key) -> Source:
        """Who said it."""
        return self.sources.get(key, Source.DEFAULT)

    def value_of(self, key: Key) -> object:
        """What it is; ``None`` for what stands in a table and is as usual."""
        return _value_in(self.settings, key)


def fold_settings(
    own: Said = Said(),  # noqa: B008 (a value)
    preset: Said = Said(),  # noqa: B008
    site: Mapping[Key, object] | None = None,
    *,
    is_windows: bool,
) -> InForce:
    """What holds of ``own`` over ``preset`` over ``site`` over the defaults.

    What the preset fixes is never this PC's own. Of two keys that are one, the one holds that was
    said nearer to this PC.
    """
    layers = {
        Source.OWN: {key: value for key, value in own.values.items() if not preset.fixes(key)},
        Source.PRESET: dict(preset.values),
        Source.SITE: dict(site or {}),
    }
    faults = [*own.faults, *preset.faults]
    for source, key, refusal in list(_refused(layers, is_windows=is_windows)):
        del layers[source][key]
        where = {Source.OWN: own, Source.PRESET: preset}.get(source, Said()).where.get(key)
        if where is not None:
            faults.append(SettingsError("{where}: {what}", where=where, what=refusal))
    sources = {key: source for source in reversed(layers) for key in layers[source]}
    offices = {**layers[Source.SITE], **layers[Source.PRESET]}
    return InForce(
        settings=_settings({key: layers[source][key] for key, source in sources.items()}),
        sources=sources,
        fixed=frozenset(key for key in SETTINGS if preset.fixes(key)),
        offices=offices,
        site=dict(site or {}),
        faults=tuple(faults),
    )


def _refused(
    layers: Mapping[Source, Mapping[Key, object]], *, is_windows: bool
) -> Iterator[tuple[Source, Key, Sentence]]:
    """Keys that cannot be had: of each action the nearest word, until one is left that can."""
    left = {source: keys_in(values) for source, values in layers.items()}
    while any(left.values()):
        from desktop.domain.settings.keys import refused_keys  # most PCs keep the usual keys

        nearest: dict[Key, Source] = {}
        for source, said in left.items():
            for key in said:
                nearest.setdefault(key, source)
        found = list(
            refused_keys(
                {key: left[source][key] for key, source in nearest.items()}, is_windows=is_windows
            )
        )
        if not found:
            return
        for key, refusal in found:
            source = nearest[key]
            del left[source][key]
            yield source, key, refusal.sentence


def keys_of(settings: Settings) -> dict[Key, tuple[str, ...]]:
    """The keys that call which are others than the defaults, as settings."""
    return {f"{HOTKEYS}.{name}": texts for name, texts in settings.hotkeys}


def keys_in(values: Mapping[Key, object]) -> dict[Key, tuple[str, ...]]:
    """Those of ``values`` that are keys which call."""
    found = {key: value for key, value in values.items() if table_of(key) == HOTKEYS}
    return {key: texts for key, texts in found.items() if isinstance(texts, tuple)}


def _settings(values: Mapping[Key, object]) -> Settings:
    plain = {key: value for key, value in values.items() if not table_of(key)}
    tables = {
        table: tuple(
            (key.removeprefix(f"{table}."), values[key])
            for key in SETTINGS
            if key in values and table_of(key) == table
        )
        for table in TABLES
    }
    return Settings(**plain, **tables)  # type: ignore[arg-type]  # each reader returns its field's type


def _value_in(settings: Settings, key: Key) -> object:
    table = table_of(key)
    if not table:
        return getattr(settings, key)
    said: tuple[tuple[str, object], ...] = getattr(settings, table)
    return dict(said).get(key.removeprefix(f"{table}."))
