"""The steps that are right for an office that changes nothing, and what a site may make of them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import chain, count

import msgspec

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertNoted, Context, Kind
from desktop.domain.plain_text import plain
from desktop.domain.protocol.errors import StepRefusedError
from desktop.domain.protocol.facts import StepId

POLICE: StepId = "police"
"""The step that has the script, that comes back while nobody owns it, and that no slip of a hand on
the space bar ticks.
"""
STAND_BY: StepId = "stand-by"
"""The step that is done once somebody is there."""
MOST_STEPS = 12
MOST_LETTERS = 120
MOST_OF_PHONE = 60
_KEY = re.compile(r"[a-z][a-z0-9-]{0,23}")


class Situation(StrEnum):
    """What a site has steps for."""

    PANIC = "panic"
    THREAT = "threat"
    ASSIST = "assist"


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do. ``phone`` is whom to reach, and how: a number, a name with it, a channel.

    A text that ships is translated where it is shown; a site's own is shown as it was typed.
    """

    key: StepId
    text: str
    phone: str = ""


_POLICE = Step(key=POLICE, text="Call the police", phone="911 / 112")
_DIRECTOR = Step(key="director", text="Tell the director")
_GUARD = Step(key="guard", text="Tell the security guard, if there is one")

SHIPPED: Mapping[Situation, tuple[Step, ...]] = {
    Situation.PANIC: (_POLICE, _DIRECTOR, _GUARD),
    Situation.THREAT: (
        _POLICE,
        _DIRECTOR,
        _GUARD,
        Step(key="way-home", text="Ask your colleague whether somebody should see them home"),
    ),
    Situation.ASSIST: (
        Step(key=STAND_BY, text="Go to the counter and stand beside your colleague"),
        Step(key="take-over", text="Take over the conversation, or offer another day for it"),
    ),
}


def contexts_of(alert: Alert) -> tuple[Context, ...]:
    """Everything that was said with one key, each once, first first."""
    noted = (recorded.fact for recorded in alert.timeline)
    return tuple(
        dict.fromkeys(
            fact.context for fact in noted if isinstance(fact, AlertNoted) and fact.context
        )
    )


def situation_of(alert: Alert) -> Situation:
    """Which steps it asks for: a threat is one by whatever was said, however it was called."""
    if alert.kind is Kind.PANIC:
        return Situation.PANIC
    is_threat = {Context.WEAPON, Context.THREAT} & {*contexts_of(alert)}
    return Situation.THREAT if is_threat else Situation.ASSIST


def checked(steps: Sequence[Step]) -> tuple[Step, ...]:
    """``steps`` as they may be said to a site; raises ``StepRefusedError``."""
    if not 1 <= len(steps) <= MOST_STEPS:
        raise StepRefusedError("A protocol has from 1 to {most} steps.", most=MOST_STEPS)
    keys = [step.key for step in steps]
    for step in steps:
        if not _KEY.fullmatch(step.key):
            raise StepRefusedError(
                "“{key}” is not a step's short name: small letters, digits and hyphens, such as"
                " back-door.",
                key=step.key,
            )
        if keys.count(step.key) > 1:
            raise StepRefusedError("The step “{key}” is there twice.", key=step.key)
        if not step.text.strip():
            raise StepRefusedError("The step “{key}” has no words yet.", key=step.key)
        if len(step.text) > MOST_LETTERS or len(step.phone) > MOST_OF_PHONE:
            raise StepRefusedError(
                "The step “{key}” is too long: {most} letters, and {phone} for the phone.",
                key=step.key,
                most=MOST_LETTERS,
                phone=MOST_OF_PHONE,
            )
    return tuple(
        Step(key=step.key, text=plain(step.text.strip()), phone=plain(step.phone.strip()))
        for step in steps
    )


def new_key(text: str, taken: Iterable[StepId]) -> StepId:
    """A short name that ``text`` suggests and no step has yet: ``lock-the-back`` of "Lock the
    back office".
    """
    words = re.findall(r"[a-z0-9]+", text.lower())
    begun = _KEY.match("-".join(words[:3]))
    name = begun[0].rstrip("-") if begun else "step"
    used = {*taken}
    numbered = (f"{name[:20]}-{number}" for number in count(2))
    return next(one for one in chain([name], numbered) if one not in used)
