"""The buttons for which a station signs, as it tells of them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from desktop.cli.output import on_this_clock
from desktop.domain.alerts.facts import Kind
from desktop.domain.buttons import Button, ButtonStanding


def button_told(told: dict[str, Any]) -> ButtonStanding:
    """What ``status`` says of one, as a value."""
    heard = told["last_heard"]
    return ButtonStanding(
        button=Button(
            name=told["name"],
            kind=Kind(told["kind"]),
            place=told["place"],
            topic=told["topic"],
            payloads=tuple(told["payloads"]),
            broker=told["broker"],
            sleeps=told["sleeps"],
        ),
        is_connected=told["connected"],
        last_heard=datetime.fromisoformat(heard) if heard else None,
        trouble=told["trouble"],
    )


def button_lines(buttons: Iterable[dict[str, Any]]) -> Iterator[str]:
    """One line each: whether a press would be heard."""
    for told in buttons:
        yield f"Button {told['name']} ({told['kind']}{_for(told)}): {stands(told)}."


def stands(told: dict[str, Any]) -> str:
    """How one stands now, in a few words."""
    if told["trouble"]:
        return f"NOT heard. {told['trouble'].rstrip('.')}"
    heard = told["last_heard"]
    since = f"last heard {on_this_clock(heard)}" if heard else "not heard yet since the start"
    if told["connected"] is None:
        return f"its broker answers, {since}"
    if told["connected"]:
        return f"connected, {since}"
    return f"asleep, {since}" if told["sleeps"] else f"NOT connected, {since}"


def _for(told: dict[str, Any]) -> str:
    return f" for {told['place']}" if told["place"] else ""
