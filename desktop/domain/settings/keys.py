"""The keys that call, as settings: those that can be had beside each other."""

from collections.abc import Iterator, Mapping

from desktop.domain.hotkeys import Action, Bindings, HotkeyRefusedError
from desktop.domain.settings.errors import KeyRefusedError
from desktop.domain.settings.settings import HOTKEYS, Key


def refused_keys(
    said: Mapping[Key, tuple[str, ...]], *, is_windows: bool
) -> Iterator[tuple[Key, KeyRefusedError]]:
    """Those of ``said`` that cannot be had: they cannot work, or one that comes before them has
    the same key. Without them, the others can.
    """
    left = dict(said)
    while True:
        try:
            Bindings.of(
                {action_of(key): texts for key, texts in left.items()}, is_windows=is_windows
            )
        except HotkeyRefusedError as refused:
            key = key_of(refused.action)
            del left[key]
            yield key, KeyRefusedError(refused.sentence, refused.instead)
        else:
            return


def action_of(key: Key) -> Action:
    """What the key is for."""
    return Action(key.removeprefix(f"{HOTKEYS}."))


def key_of(action: Action) -> Key:
    """The setting that says the key for it."""
    return f"{HOTKEYS}.{action.value}"
