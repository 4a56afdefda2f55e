"""The keys that call from any program, as the running station tells of them."""

from collections.abc import Iterable, Iterator
from typing import Any

from desktop.domain.hotkeys import Action, Chord, Holding, Hotkey, Hotkeys


def hotkeys_told(told: Iterable[dict[str, Any]]) -> Hotkeys:
    """What ``status`` says of them, as a value."""
    return Hotkeys(
        tuple(
            Hotkey(Action(key["for"]), Chord.parse(key["keys"]), Holding(key["state"]))
            for key in told
        )
    )


def hotkey_lines(keys: Hotkeys) -> Iterator[str]:
    """One line for those that call, and one for each kind of those that do not."""
    for holdings, says in _SAYS.items():
        found = [f"{key.chord} {key.action}" for key in keys if key.holding in holdings]
        if found:
            yield f"{says}: {', '.join(found)}."


_SAYS = {
    (Holding.HELD, Holding.READY): "Keys",
    (Holding.WAITING,): "Keys not known to arrive",
    (Holding.TAKEN,): "Keys that another program has",
    (Holding.BLOCKED,): "Keys that do not arrive, for another program has the whole keyboard",
    (Holding.MISSING,): "Keys that the present keyboard layout lacks",
    (Holding.IMPOSSIBLE,): "Keys that no program can have in this session",
}
