"""How long a site keeps what, in lines for a person."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from desktop.cli.output import on_this_clock

_NAMES = {
    "alerts": "Closed calls",
    "tests": "Tests and drills",
    "reports": "Incident reports",
    "guidance": "What people said of the guidance",
}
_STAYING = {"alerts": "open", "tests": "open", "reports": "not signed, or with something to do"}
_SHOWN_FROM = timedelta(hours=1)
"""How far the time that counts must be behind this PC's clock to be worth a word."""


def lines_of(answer: dict[str, Any]) -> Iterator[str]:
    """What ``log retention`` prints."""
    for one in answer["kinds"]:
        yield f"{_NAMES.get(one['kind'], one['kind'])}: {_period(one)}"
        if one["if_months"] is not None:
            yield f"    {_going(one)}"
        if one["staying"]:
            yield f"    {one['staying']} {_STAYING.get(one['kind'], '')}: they stay."
        if one["marked"]:
            yield f"    {one['marked']} kept because somebody said so: they stay."
        if one["waits_for_desk"] and one["months"] is not None:
            yield "    They go once another supervisor's desk is there: it may know more of them."
    yield from _clock(answer)


def _period(one: dict[str, Any]) -> str:
    months, who = one["months"], f", set by {one['set_by']}" if one["set_by"] else ""
    if one["set_at"] is None:
        return "kept until somebody purges them."
    kept = "kept until somebody purges them" if months is None else f"{months} months"
    if one["begins"] is not None:
        before = one["in_force"]
        still = "nothing goes before" if before is None else f"still {before} months until"
        return f"{kept}{who}; {still} {_day(one['begins'])}."
    return f"{kept}{who}."


def _going(one: dict[str, Any]) -> str:
    if not one["would_go"]:
        return f"With {one['if_months']} months nothing would go now."
    return (
        f"With {one['if_months']} months {one['would_go']} would go now, "
        f"the oldest of {_day(one['oldest'])}."
    )


def _clock(answer: dict[str, Any]) -> Iterator[str]:
    if answer["clock"] is None:
        yield "No other station vouches for this PC's clock, so nothing goes by itself now."
        return
    behind = datetime.fromisoformat(answer["own_clock"]) - datetime.fromisoformat(answer["clock"])
    if behind > _SHOWN_FROM:
        yield (
            f"This PC's clock says {on_this_clock(answer['own_clock'])}, and others vouch for "
            f"{on_this_clock(answer['clock'])} alone: that counts."
        )


def _day(moment: str) -> str:
    return on_this_clock(moment)[:10]
