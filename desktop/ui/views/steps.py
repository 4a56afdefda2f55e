"""What supervisors must do now, and what of it is done and by whom."""

import msgspec

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import Context, Message, Occasion
from desktop.domain.alerts.transitions import State
from desktop.domain.board import Board
from desktop.domain.protocol.facts import StepTaken
from desktop.domain.protocol.site_protocol import SiteProtocol
from desktop.domain.protocol.standing import (
    Said,
    Standing,
    police_to_call,
    standing_of,
    standings,
    wants_police,
)
from desktop.domain.protocol.steps import POLICE, Situation, contexts_of, situation_of
from desktop.ui.views.acts import SPACE, Act, Button
from desktop.ui.views.people import desk_name, marked
from desktop.ui.views.police_script import missing_for_police, police_script
from desktop.ui.views.reach import CutOff
from desktop.ui.words import Words

_SHIPPED = SiteProtocol()


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One line of *Do now*.

    ``number`` is its place among the steps; a remark has none. ``script`` is read out, ``detail``
    helps, ``who`` does it or has done it, and when. What this desk is to do next has ``buttons``,
    and so have the police as long as this desk may call them; what it has done has one to take that
    back.
    """

    key: str = ""
    number: str = ""
    text: str
    script: str = ""
    detail: str = ""
    who: str = ""
    is_done: bool = False
    buttons: tuple[Button, ...] = ()


def steps_of(board: Board, alert: Alert, words: Words) -> tuple[Step, ...]:
    """Return the steps for ``alert`` and what is to be known with them.

    Once somebody said that the police were called, nobody is told any more to call them, nor that
    they know nothing: both would be false. In a drill nobody is told to call anybody.
    """
    if alert.occasion is Occasion.TEST:
        return (
            Step(text=words("This is a test. Do not call the police.")),
            Step(text=words("Answer it: the counter waits to see that somebody does.")),
        )
    found = standings_of(board, alert)
    current = _current(found, board.me.device)
    steps = tuple(
        _step(
            board,
            alert,
            one,
            words,
            number=number,
            is_open=one is current or (one.step.key == POLICE and may_see_to(one, board)),
        )
        for number, one in enumerate(found, 1)
    )
    if alert.occasion is Occasion.DRILL:
        drill = words("This is a drill. Do not call the police.")
        as_if = words("Answer it and go, as you would if it were real.")
        return (Step(text=drill, detail=as_if), *steps)
    if alert.is_forced:
        quiet = words("Do not phone the counter: somebody makes them say that all is well.")
        return (Step(text=quiet), *steps)
    if any(one.step.key == POLICE and one.done is not None and one.is_needed for one in found):
        return steps
    return (*steps, Step(text=words("This alert reached supervisors, not the police.")))


def standings_of(board: Board, alert: Alert) -> tuple[Standing, ...]:
    """Return how the steps of ``alert`` stand; what a silent PC's desk took is anybody's."""
    found = standings(alert, board.protocol or _SHIPPED)
    return tuple(one.as_seen(board.is_silent) for one in found)


def police_of(board: Board, alert: Alert) -> Standing | None:
    """Return how the police step stands; ``None`` where the site has none for such a call."""
    if alert.occasion is Occasion.TEST:
        return None
    steps = (board.protocol or _SHIPPED).steps(situation_of(alert))
    found = next((one for one in steps if one.key == POLICE), None)
    return standing_of(alert, found).as_seen(board.is_silent) if found else None


def owns_a_step(board: Board, alert: Alert) -> bool:
    """This desk sees to something that is not done yet."""
    me = board.me.device
    if not any(isinstance(one.fact, StepTaken) and one.device == me for one in alert.timeline):
        return False
    owners = (one.owner for one in standings_of(board, alert) if one.done is None)
    return any(owner is not None and owner.device == me for owner in owners)


def calls_first(board: Board, alert: Alert) -> bool:
    """Somebody is to call the police, nobody does, and nobody but whoever sits here could."""
    is_wanted = wants_police(alert, board.protocol or _SHIPPED, board.is_silent)
    return is_wanted and alert.state < State.ATTENDED and is_alone(board, alert)


def silence_words(board: Board, alert: Alert, words: Words) -> str:
    """Return that nobody knows whether whoever was to call the police does so, for their PC is
    silent, or this one cut off; "" where that is not so.
    """
    if not any(isinstance(one.fact, StepTaken) for one in alert.timeline):
        return ""
    police = police_to_call(alert, board.protocol or _SHIPPED)
    police = police.as_seen(board.is_silent) if police is not None else None
    if police is None or not police.is_nobodys or not police.silent:
        return ""
    name = _person(board, police.silent[0], words)
    if CutOff.of(board) is not None:
        said = words(
            "This desk hears nobody: it is not known whether {name} calls the police.", name=name
        )
    else:
        said = words(
            "{name}'s PC is silent: it is not known whether they call the police.", name=name
        )
    return marked(said, alert.occasion, words)


def is_alone(board: Board, alert: Alert) -> bool:
    """Nobody else at a supervisor's desk could call or go."""
    cannot = {a.device for a in alert.answers if a.message is Message.CANNOT} | {alert.station}
    return not any(desk.is_attended and desk.device not in cannot for desk in board.supervisors)


def title_of(steps: tuple[Step, ...], words: Words) -> str:
    """Return what stands above ``steps``: nothing is left to do now where all is done."""
    todo = [step for step in steps if not step.is_done]
    return words("Do now") if todo else words("Done")


def who_words(board: Board, standing: Standing, words: Words) -> str:
    """Return who sees to a step or has ended it, or that they fell silent; "" while nobody has."""
    done, owner = standing.done, standing.owner
    if done is not None:
        name, time = _person(board, done, words), words.time_of_day(done.at)
        if standing.is_needed:
            return words("{name}, {time}", name=name, time=time)
        return words("Not needed: {name}, {time}", name=name, time=time)
    if owner is None:
        if not standing.silent:
            return ""
        return words("{name}'s PC is silent", name=_person(board, standing.silent[0], words))
    if len(standing.takers) > 1:
        return _first_of(board, standing.takers, words)
    is_mine, name = owner.device == board.me.device, _person(board, owner, words)
    if standing.step.key == POLICE:
        return words("You call") if is_mine else words("{name} calls", name=name)
    return words("You do it") if is_mine else words("{name} does it", name=name)


def step_text(alert: Alert, standing: Standing, words: Words) -> str:
    """Return what it says: the site's own words as they are, those that ship in this language.
    Where it is a drill, nothing that could be done in earnest.
    """
    if standing.step.key == POLICE:
        if alert.occasion is not Occasion.REAL:
            return words("Drill: say what you would say to the police")
        if standing.done is not None and standing.is_needed:
            return words("Police called")
    return marked(words(standing.step.text), alert.occasion, words)


def _first_of(board: Board, takers: tuple[Said, ...], words: Words) -> str:
    """Both who took it in one moment read who does it."""
    me, (first, *rest) = board.me.device, takers
    others = ", ".join(
        words("you") if one.device == me else _person(board, one, words) for one in rest
    )
    if first.device == me:
        return words("You were first, before {others}", others=others)
    name = _person(board, first, words)
    return words("{name} was first, before {others}", name=name, others=others)


def _person(board: Board, said: Said, words: Words) -> str:
    if said.person:
        return said.person
    desks = (board.me, *board.desks)
    desk = next((one for one in desks if one.device == said.device), None)
    return desk_name(desk) if desk else words("A supervisor")


def _current(found: tuple[Standing, ...], me: str) -> Standing | None:
    """What this desk is to do next: its own steps first, then what is nobody's."""
    todo = [one for one in found if one.done is None]
    mine = (one for one in todo if one.owner is not None and one.owner.device == me)
    nobodys = (one for one in todo if one.is_nobodys)
    return next(mine, None) or next(nobodys, None)


def may_see_to(standing: Standing, board: Board) -> bool:
    """It is not done, and nobody else does it."""
    owner = standing.owner
    return standing.done is None and (owner is None or owner.device == board.me.device)


def _step(
    board: Board, alert: Alert, standing: Standing, words: Words, *, number: int, is_open: bool
) -> Step:
    is_police = standing.step.key == POLICE
    text, phone = step_text(alert, standing, words), standing.step.phone
    if standing.done is None and phone and alert.occasion is Occasion.REAL:
        text = f"{text}: {phone}"
    script = detail = ""
    if is_police and is_open:
        script = police_script(board, alert, words)
        detail = " ".join(filter(None, _help(board, alert, words)))
    if standing.done is not None:
        buttons = _of_done(board, alert, standing, words)
    elif not is_open:
        buttons = ()
    elif is_police:
        buttons = _of_police(alert, standing, words)
    else:
        buttons = _of_others(standing, words)
    return Step(
        key=standing.step.key,
        number=str(number),
        text=text,
        script=script,
        detail=detail,
        who=who_words(board, standing, words),
        is_done=standing.done is not None,
        buttons=buttons,
    )


def _help(board: Board, alert: Alert, words: Words) -> tuple[str, ...]:
    is_threat = situation_of(alert) is Situation.THREAT
    if not is_threat or Context.WEAPON in contexts_of(alert):
        return (missing_for_police(board, words),)
    return (
        words("If violence is threatened, call at once. Of any other threat you decide."),
        missing_for_police(board, words),
    )


def _of_police(alert: Alert, standing: Standing, words: Words) -> tuple[Button, ...]:
    """Space never ticks this one."""
    if alert.occasion is Occasion.REAL:
        take, done = words("I'll call"), Button(Act.POLICE_CALLED, words("Police called"), "P")
    else:
        take = words("I would call")
        done = Button(Act.DONE, words("Rehearsed"), "P", step=POLICE)
    if standing.is_nobodys:
        waive = Button(Act.NOT_NEEDED, words("Not needed"), "", step=POLICE)
        return (Button(Act.TAKE, take, "C", step=POLICE), done, waive)
    return (done, Button(Act.GIVE_BACK, words("Give it back"), "", step=POLICE))


def _of_done(board: Board, alert: Alert, standing: Standing, words: Words) -> tuple[Button, ...]:
    """Whoever ended it by a slip of a key may say that it was not so."""
    done, key = standing.done, standing.step.key
    if done is None or done.device != board.me.device:
        return ()
    if not standing.is_needed:
        text = words("Needed after all")
    elif key == POLICE and alert.occasion is Occasion.REAL:
        text = words("Not called")
    else:
        text = words("Not done")
    return (Button(Act.GIVE_BACK, text, "", step=key),)


def _of_others(standing: Standing, words: Words) -> tuple[Button, ...]:
    key = standing.step.key
    done = Button(Act.DONE, words("Done"), SPACE, step=key, hint=words("Space"))
    if standing.is_nobodys:
        return (
            done,
            Button(Act.TAKE, words("I'll do it"), "", step=key),
            Button(Act.NOT_NEEDED, words("Not needed"), "", step=key),
        )
    return (done, Button(Act.GIVE_BACK, words("Give it back"), "", step=key))
