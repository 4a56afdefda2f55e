"""What the counter bar says (VISUAL §5). Every word here may be read by a customer."""

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import (
    AlertAcknowledged,
    AlertOffered,
    AlertPressed,
    AlertRaised,
    AlertTold,
    AlertUnsaid,
    Kind,
    Message,
    Occasion,
)
from desktop.domain.alerts.transitions import State
from desktop.domain.board import Board, Delivery, LiveAlert
from desktop.domain.presence import Unready
from desktop.domain.pressing import Way, Ways
from desktop.ui.views.bar_menu import MenuItem, menu_of
from desktop.ui.views.people import answer_of, called_for, coming_word, first_name, kind_words
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words

if TYPE_CHECKING:  # most days there is no drill, and a bar is to be armed soon
    from desktop.services.drills.asking import Ask


class Wording(StrEnum):
    """What the two buttons say. Chosen per site, so that it can tell a customer nothing."""

    PLAIN = "plain"
    NEUTRAL = "neutral"
    ICONS = "icons"


class Cue(msgspec.Struct, frozen=True):
    """The quiet sign. ``words`` are the same thing said ever shorter: the first that fits counts.

    ``sentence`` says it in full, in the tooltip and to a screen reader. ``moment`` names what must
    not wait, and happens once: the first sign of an alert, its first receipt, *Step out*.
    """

    shape: Shape
    words: tuple[str, ...]
    sentence: str
    is_calm: bool = False
    moment: str = ""

    def looks_like(self, other: "Cue") -> bool:
        """Nothing would be drawn differently."""
        return (self.shape, self.words, self.is_calm) == (other.shape, other.words, other.is_calm)


class BarButton(msgspec.Struct, frozen=True):
    """``text`` is drawn, or ``icon`` where it is empty; ``name`` is what it truly does. A menu says
    ``in_menu``, where anybody may read it.

    ``way`` is how it is pressed; the name says that, too, where it is not one click.
    """

    text: str
    icon: str
    name: str
    way: Way = Way.CLICK
    in_menu: str = ""


class CounterBarView(msgspec.Struct, frozen=True):
    """Everything the bar draws, ready to draw. ``menu`` is made when somebody opens it: a board
    comes with every receipt, and the cue must not wait for that. While this counter ``is_calling``,
    or a call is half pressed, nothing may say more than the cue does.
    """

    cue: Cue
    assist: BarButton
    panic: BarButton
    menu_name: str
    menu: Callable[[], tuple[MenuItem, ...]]
    expand_name: str
    person: str
    is_calling: bool

    @classmethod
    def of(
        cls,
        board: Board,
        *,
        words: Words,
        wording: Wording = Wording.PLAIN,
        ways: Ways = Ways(),  # noqa: B008 (a value that never changes)
        begun: Kind | None = None,
        by_key: bool = False,
        place: str | None = None,
        can_test: bool = True,
        is_test_due: bool = False,
        has_faults: bool = False,
        drill: "Ask | None" = None,
    ) -> "CounterBarView":
        """Return the bar for ``board``. ``place`` is where the next press is for, if not here;
        ``begun`` is what a press has just begun to call for that wants its other half, or, where it
        was ``by_key``, its second key.
        ``is_test_due`` says that no opening test was done here today, and ``has_faults`` that
        something in this PC's settings is wrong: a word for whoever looks, and no less ready.
        ``drill`` is what this counter is asked to do in one, now or later.
        """
        mine = board.mine()
        if begun is not None and not _has_called(mine, begun):
            cue = _cue_of_second(words) if by_key else _cue_of_half(ways.to(begun), words)
        else:
            cue = (
                _cue_of_alert(board, mine, words)
                if mine and _comes_first(board, mine)
                else _cue_without(board, words, _aside(words, is_test_due, has_faults), drill)
            )
        return cls(
            cue=cue,
            assist=button_of(wording, words, Kind.ASSIST, ways.assist),
            panic=button_of(wording, words, Kind.PANIC, ways.panic),
            menu_name=words("Menu"),
            menu=partial(
                menu_of,
                board,
                words,
                place=place,
                can_test=can_test,
                is_test_due=is_test_due,
                drill=drill,
            ),
            expand_name=words("Show the bar"),
            person=board.me.person,
            is_calling=mine is not None or begun is not None,
        )


def button_of(wording: Wording, words: Words, kind: Kind, way: Way = Way.CLICK) -> BarButton:
    """The bar's button that calls for ``kind``."""
    is_panic = kind is Kind.PANIC
    plain = words("Panic") if is_panic else words("Supervisor")
    name = (
        words("Panic: silent call for help")
        if is_panic
        else words("Call a supervisor to this counter")
    )
    if way is not Way.CLICK:
        name = f"{name} ({_how(way, words)})"
    line = words("Line 2") if is_panic else words("Line 1")
    match wording:
        case Wording.PLAIN:
            return BarButton(plain, "", name, way, plain)
        case Wording.NEUTRAL:
            return BarButton(line, "", name, way, line)
        case Wording.ICONS:
            return BarButton("", "bookmark" if is_panic else "user", name, way, line)


def _how(way: Way, words: Words) -> str:
    return words("keep it down for a moment") if way is Way.HOLD else words("press it twice")


def _cue_of_second(words: Words) -> Cue:
    return Cue(
        Shape.BEGUN,
        (words("2nd key"),),
        words("Nothing is sent yet: press the second key as well."),
    )


def _cue_of_half(way: Way, words: Words) -> Cue:
    """Nothing was sent yet, and whoever pressed must not think so."""
    if way is Way.HOLD:
        return Cue(
            Shape.BEGUN, (words("Hold"),), words("Nothing is sent yet: keep it down for a moment.")
        )
    return Cue(Shape.BEGUN, (words("Again"),), words("Nothing is sent yet: press it once more."))


def _has_called(mine: LiveAlert | None, kind: Kind) -> bool:
    """A call that is meant is out already, of that kind or a graver one."""
    if mine is None or mine.alert.occasion is not Occasion.REAL:
        return False
    return mine.alert.kind in {kind, Kind.PANIC} or Message.LEAVE in mine.alert.told


def _comes_first(board: Board, mine: LiveAlert) -> bool:
    """This counter's own call, but not a test, or what was taken back, while others need help."""
    is_meant = mine.alert.occasion is Occasion.REAL and not mine.alert.stands_withdrawn
    return is_meant or board.asked() is None


def _cue_without(board: Board, words: Words, aside: str, drill: "Ask | None") -> Cue:
    """The cue of a counter that called nobody: whether others need somebody, or how ready it is."""
    asked = board.asked()
    if asked is None:
        return _cue_at_rest(board, words, aside, drill)
    alert = asked.alert
    place = alert.place or words("Help")
    moment = f"{alert.id} asked"
    if alert.is_offered_by(board.me.device):
        said = words("You go to {place}. Nobody else has come yet.", place=place)
        return Cue(Shape.TICK, (place,), said, moment=moment)
    kind = kind_words(alert, words)
    said = words(
        "{place}, {kind}: nobody has come yet. Go there with somebody, or phone for help; the menu "
        "says that you go.",
        place=place,
        kind=kind,
    )
    return Cue(Shape.TWO_DISCS, (place,), said, moment=moment)


def _aside(words: Words, is_test_due: bool, has_faults: bool) -> str:
    """What is worth a word at rest."""
    said = []
    if is_test_due:
        said.append(words("The opening test is due today."))
    if has_faults:
        said.append(words("Something in this PC's settings is wrong: see Settings."))
    return "".join(f" {one}" for one in said)


def _cue_at_rest(board: Board, words: Words, aside: str, drill: "Ask | None") -> Cue:
    why = board.readiness.why
    if drill is not None and drill.is_now and why is None:
        return _cue_of_drill(drill, words)
    if drill is not None:
        aside += " " + words(
            "A drill is announced: {kind}, {time}.",
            kind=called_for(drill.kind, words),
            time=words.time_of_day(drill.at),
        )
    if why is None:
        ready = words("Ready. A supervisor's desk answers.")
        return Cue(Shape.READY, (), ready + aside, is_calm=True)
    return Cue(Shape.NOBODY, (words("Away"),), readiness_words(why, words) + aside)


def _cue_of_drill(drill: "Ask", words: Words) -> Cue:
    """The bar's own buttons stay what they are: a drill has a press of its own, in the menu."""
    said = words(
        "Drill: press {kind} now, with the first line of the menu. The buttons here always call in "
        "earnest.",
        kind=called_for(drill.kind, words),
    )
    if drill.scenario:
        said += " " + words("Imagine: {scenario}", scenario=drill.scenario)
    return Cue(Shape.DRILL, (words("Drill"),), said)


def readiness_words(why: Unready, words: Words) -> str:
    """Return why a press now would be seen by nobody, and what to do."""
    return {
        Unready.REVOKED: words(
            "This station was removed from the site. Use the phone; an administrator has a code "
            "for “Join again…” in the menu."
        ),
        Unready.REFUSED: words(
            "No other desk lets this PC in: it may have been removed from the site. Use the phone; "
            "an administrator has a code for “Join again…” in the menu."
        ),
        Unready.NO_RELAY: words(
            "This PC reaches no other desk. Check the network cable; use the phone meanwhile."
        ),
        Unready.NO_SUPERVISOR: words(
            "No supervisor desk answers. Use the phone if you need someone."
        ),
        Unready.NOBODY_ATTENDS: words(
            "Nobody sits at a supervisor's desk. Use the phone if you need someone."
        ),
    }[why]


def _cue_of_alert(board: Board, mine: LiveAlert, words: Words) -> Cue:
    alert = mine.alert
    if Message.LEAVE in alert.told:
        return Cue(
            Shape.ARROW,
            (words("Step out"),),
            words("A supervisor asks you to leave the counter."),
            moment=f"{alert.id} leave",
        )
    is_received = mine.delivery is not None and mine.delivery.got > 0
    moment = f"{alert.id} {'received' if is_received else 'raised'}"
    if alert.occasion is not Occasion.REAL:
        return replace(_cue_of_test(alert, mine.delivery, words), moment=moment)
    return replace(_cue_of_newest(board, mine, words), moment=moment)


def _cue_of_test(alert: Alert, delivery: Delivery | None, words: Words) -> Cue:
    if alert.going:
        coming = alert.going[-1]
        return Cue(
            Shape.DRILL,
            (coming_word(coming, words), first_name(coming.person)),
            words("Drill or test: {name} is coming.", name=coming.person),
        )
    got, of = (delivery.got, delivery.of) if delivery else (0, 0)
    return Cue(
        Shape.DRILL,
        (words("Test {got}/{of}", got=got, of=of), f"{got}/{of}"),
        words("Drill or test: {got} of {of} desks have it.", got=got, of=of),
    )


def _cue_of_newest(board: Board, mine: LiveAlert, words: Words) -> Cue:
    """The newest fact wins; an answer that was taken back is no fact any more.

    Which fact is newer the stations' clocks tell, and they may be years apart: whether an answer
    came before a press or after it, the answer itself says where it names the presses it saw.
    """
    alert = mine.alert
    is_answered = alert.state is not State.RAISED and not (alert.calls_again or alert.is_asked)
    for recorded in reversed(alert.timeline):
        match recorded.fact:
            case AlertOffered(person=person) if not is_answered:
                name = first_name(person) or words("Coming")
                said = words("{name}, a colleague, is coming.", name=person or words("Somebody"))
                return Cue(Shape.TICK, (name,), said)
            case AlertTold() if recorded.event in alert.unsaid:
                pass
            case AlertUnsaid(message=Message.POLICE_CALLED) if alert.took_back(
                Message.POLICE_CALLED
            ) and not (is_answered and alert.going):
                return Cue(
                    Shape.READY,
                    (words("Not called"),),
                    words("The police were not called: that was said by mistake."),
                )
            case AlertTold(message=Message.POLICE_CALLED, person=person):
                return Cue(
                    Shape.TICK, (words("Called"),), words("{name} called the police.", name=person)
                )
            case AlertTold(message=Message.CALLING, person=person):
                return Cue(
                    Shape.TICK,
                    (words("By phone"),),
                    words("{name} is phoning you.", name=person or words("A supervisor")),
                )
            case AlertAcknowledged() if is_answered:
                answer = answer_of(alert, recorded.device)
                if answer is not None and answer.is_going:
                    return Cue(
                        Shape.TICK,
                        (coming_word(answer, words), first_name(answer.person)),
                        words("{name} is coming.", name=answer.person or words("A supervisor")),
                    )
            case AlertRaised() | AlertPressed() if not is_answered:
                break
            case _:
                pass
    if alert.is_asked and mine.delivery is not None and mine.delivery.got > 0:
        return Cue(
            Shape.TWO_DISCS,
            (words("All asked"),),
            words("Nobody has come yet: every desk is asked."),
            moment=f"{alert.id} asked",
        )
    return _cue_of_delivery(board, mine.delivery, words)


def _cue_of_delivery(board: Board, delivery: Delivery | None, words: Words) -> Cue:
    if delivery is not None and delivery.got > 0:
        return Cue(
            Shape.READY,
            (
                words("{got} of {of}", got=delivery.got, of=delivery.of),
                f"{delivery.got}/{delivery.of}",
            ),
            words("{got} of {of} supervisor desks have it.", got=delivery.got, of=delivery.of),
        )
    if delivery is not None and delivery.is_overdue:
        number = board.call_instead
        by_phone = (words("Ext {number}", number=number), number) if number else ()
        return Cue(
            Shape.SILENT,
            (*by_phone, words("Phone")) if not number else by_phone,
            words("No desk has it yet; it is still being sent. Use the phone, or leave."),
        )
    if delivery is not None and delivery.is_leaving:
        return Cue(Shape.HALF, (words("Sending"),), words("On its way."))
    if delivery is not None and not delivery.is_sent:
        return Cue(
            Shape.HALF,
            (words("Sending"),),
            words("This PC reaches no other desk yet; it leaves as soon as one is reached."),
        )
    if delivery is not None and not delivery.is_recorded:
        return Cue(
            Shape.HALF,
            (words("Sending"),),
            words("On its way, though this PC's disk did not keep it."),
        )
    return Cue(Shape.HALF, (words("Sending"),), words("Recorded, and on its way."))
