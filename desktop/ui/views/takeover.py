"""What a supervisor's full screen says: where, what, who is going (VISUAL §5)."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from desktop.domain.alerts.alert import Alert, Answer, Relayed
from desktop.domain.alerts.facts import (
    MOST_UNANSWERED,
    AlertId,
    Kind,
    Message,
    Occasion,
    Outcome,
)
from desktop.domain.alerts.transitions import State
from desktop.domain.board import Board, Desk, LiveAlert
from desktop.domain.protocol.standing import Standing
from desktop.services.reports.outside_wording import by_contact
from desktop.ui.views.acts import Act, Button
from desktop.ui.views.outcomes import outcome_words
from desktop.ui.views.people import (
    answer_of,
    answer_words,
    coming_word,
    context_words,
    declining,
    desk_name,
    first_name,
    going_words,
    kind_shape,
    kind_words,
    latest_note,
    marked,
    presser,
    quoted,
)
from desktop.ui.views.shapes import Shape
from desktop.ui.views.steps import (
    Step,
    calls_first,
    is_alone,
    may_see_to,
    owns_a_step,
    police_of,
    silence_words,
    steps_of,
    title_of,
)
from desktop.ui.words import Words


class Tone(StrEnum):
    """The one colour of a field; also the prefix of its tokens."""

    PANIC = "panic"
    ASSIST = "assist"
    HAND = "hand"
    DRILL = "drill"


class Person(msgspec.Struct, frozen=True):
    """A line of *Who*."""

    shape: Shape
    name: str
    answer: str


class Strip(msgspec.Struct, frozen=True):
    """The next alert below the field, or a whole alert made small (56 px)."""

    alert: AlertId
    tone: Tone
    shape: Shape
    place: str
    kind: str
    detail: str
    since: float
    open_text: str
    key: str
    more: str
    sentence: str


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A whole alert, ready to draw. ``since`` is where its clock starts (monotonic).

    A ``question`` stands above its answers, which are ``big`` and alike; ``last`` is the way out.
    """

    alert: AlertId
    tone: Tone
    shape: Shape
    kind: str
    since: float
    place: str
    area: str
    known: str
    is_known: bool
    detail: str
    note: str
    status: str
    question: str
    big: tuple[Button, ...]
    small: tuple[Button, ...]
    last: tuple[Button, ...]
    steps_title: str
    steps: tuple[Step, ...]
    who_title: str
    who: tuple[Person, ...]
    note_title: str
    strip: Strip | None
    order: tuple[AlertId, ...]
    sentence: str

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All of them, in reading order: the field's, then the panel's."""
        of_steps = (button for step in self.steps for button in step.buttons)
        return (*self.small, *self.big, *self.last, *of_steps)


class Attention(msgspec.Struct, frozen=True):
    """What this supervisor did with the screens: nothing of it is a fact about an alert.

    ``small`` names an alert with the presses it had, so that pressing again fills the screen.
    """

    selected: AlertId | None = None
    small: frozenset[tuple[AlertId, int]] = frozenset()
    closing: AlertId | None = None

    def made_small(self, alert: Alert) -> "Attention":
        """Shrink ``alert`` to the strip until it is opened or pressed again."""
        small = self.small | {(alert.id, len(alert.presses))}
        return replace(self, selected=None, closing=None, small=small)

    def opened(self, alert: AlertId) -> "Attention":
        """Fill the screen with ``alert``."""
        small = frozenset(entry for entry in self.small if entry[0] != alert)
        return Attention(selected=alert, small=small)


class TakeoverView(msgspec.Struct, frozen=True):
    """What covers the screens now: a field, or a strip, or nothing."""

    field: Field | None
    strip: Strip | None

    @classmethod
    def of(
        cls, board: Board, *, words: Words, attention: Attention | None = None
    ) -> "TakeoverView":
        """Return what ``board`` puts over everything else on this supervisor's screens."""
        attention = attention or Attention()
        order = in_order(board)
        full = [live for live in order if _fills_the_screen(board, live.alert, attention)]
        if attention.selected is not None and not _is_outranked(full, attention.selected):
            full.sort(key=lambda live: live.id != attention.selected)
        if full:
            rest = [live for live in order if live is not full[0]]
            return cls(_field(board, full[0], rest, words, attention), None)
        strips = [live for live in order if _stays_small(board, live.alert)]
        if strips:
            return cls(None, _strip(board, strips[0], strips[1:], words, key=""))
        return cls(None, None)


def in_order(board: Board) -> list[LiveAlert]:
    """Return the open alerts of other stations: real before drill, panic, unanswered, then the
    oldest first. This desk's own would show whoever threatens somebody at it that they called.
    """

    def rank(live: LiveAlert) -> tuple[tuple[bool, bool], bool, float]:
        return live.alert.gravity, not live.alert.needs_answer, live.since

    others = (live for live in board.alerts if live.alert.station != board.me.device)
    return sorted(others, key=rank)


def _is_outranked(full: list[LiveAlert], selected: AlertId) -> bool:
    """A panic that nobody answers takes the field from a supervisor call that was opened."""
    chosen = next((live.alert for live in full if live.id == selected), None)
    return chosen is not None and chosen.kind is not Kind.PANIC and _is_burning(full[0].alert)


def _is_burning(alert: Alert) -> bool:
    return alert.needs_answer and alert.kind is Kind.PANIC and alert.occasion is Occasion.REAL


def _fills_the_screen(board: Board, alert: Alert, attention: Attention) -> bool:
    comes_back = alert.is_late or alert.is_police_asked
    if (alert.id, len(alert.presses)) in attention.small and not comes_back:
        return False
    if alert.id == attention.selected or comes_back:
        return True
    if owns_a_step(board, alert):  # who calls reads the script, whoever goes meanwhile
        return True
    answer = answer_of(alert, board.me.device)
    if alert.needs_answer:
        if answer is None or answer.message is Message.POLICE_CALLED:
            return True
        return answer.is_going or answer.at < alert.presses[-1].at
    return answer is not None and answer.is_going


def _stays_small(board: Board, alert: Alert) -> bool:
    """Once somebody is there, only those who go keep it on their screens."""
    answer = answer_of(alert, board.me.device)
    is_mine = answer is not None and answer.is_going
    return is_mine or alert.needs_answer or alert.state < State.ATTENDED


def tone_of(alert: Alert) -> Tone:
    """Return the colour of an alert: a drill stays violet, an answered one is green, or amber where
    nobody calls the police.
    """
    if alert.occasion is not Occasion.REAL:
        return Tone.DRILL
    if not alert.needs_answer:
        return Tone.ASSIST if alert.is_police_asked else Tone.HAND
    return Tone.PANIC if alert.kind is Kind.PANIC else Tone.ASSIST


def standing(board: Board, alert: Alert, words: Words) -> str:
    """Return who is going or there, in one sentence without its full stop."""
    if alert.is_late:
        return words("Nobody has come yet")
    if alert.needs_answer:
        return words("Nobody is going yet")
    me = answer_of(alert, board.me.device)
    i_go = me is not None and me.is_going
    if alert.state is State.ATTENDED:
        if i_go:
            return words("You are there")
        return words("{name} is there", name=alert.attended_by or words("Somebody"))
    if i_go:
        return words("You are going")
    names = [answer.person or words("A supervisor") for answer in alert.going]
    if len(names) > 1:
        return words("{names} are going", names=words("{a} and {b}", a=names[0], b=names[1]))
    return words("{name} is going", name=names[0] if names else words("Somebody"))


def people(board: Board, alert: Alert, words: Words) -> tuple[Person, ...]:
    """Return every supervisor's desk, this one first, with what it answered; then colleagues who
    go, and contacts outside.
    """
    me = words("{name} (you)", name=desk_name(board.me))
    own = answer_of(alert, board.me.device)
    police = police_of(board, alert)
    calls = police.owner.device if police and police.owner and police.done is None else ""
    first = Person(
        _answer_shape(own is not None and own.is_going),
        me,
        answer_so_far(own, alert, words) if own else words("Not answered"),
    )
    if own is None and calls == board.me.device:
        first = _caller(me, alert, words)
    return (
        first,
        *(
            _caller(desk_name(desk), alert, words)
            if desk.device == calls and answer_of(alert, calls) is None
            else _person(desk, alert, words)
            for desk in board.supervisors
        ),
        *(colleague(board, offer, words) for offer in alert.offers),
        *(_contact(one, words) for one in by_contact(alert.relayed).values()),
    )


def _caller(name: str, alert: Alert, words: Words) -> Person:
    """Somebody who answered nothing but that they call the police."""
    is_meant = alert.occasion is Occasion.REAL
    said = words("Calls the police") if is_meant else words("Would call the police")
    return Person(Shape.DONE, name, said)


def _contact(one: Relayed, words: Words) -> Person:
    """Somebody outside whom a sender told, or could not."""
    if one.is_told:
        said = words("Told, {when}", when=words.time_of_day(one.at))
        return Person(Shape.DONE, one.contact, said)
    return Person(Shape.ATTENTION, one.contact, words("Could not be told"))


def colleague(board: Board, offer: Answer, words: Words) -> Person:
    """Return the line of somebody without a supervisor's desk who was asked, and goes."""
    desks = (board.me, *board.desks)
    place = next((desk.place for desk in desks if desk.device == offer.device), "")
    said = words("Going, from {place}", place=place) if place else words("Going")
    return Person(Shape.DONE, offer.person or words("A colleague"), said)


def answer_so_far(answer: Answer, alert: Alert, words: Words) -> str:
    """Return an answer as it stands beside a name, and what became of it."""
    is_there = alert.state >= State.ATTENDED and answer.person == alert.attended_by
    if is_there and answer.is_going:
        return words("There")
    presses = alert.press_ids
    if answer.is_going and alert.calls_again and presses[-1] not in answer.presses:
        seen = max((presses.index(one) + 1 for one in answer.presses if one in presses), default=1)
        return words("Going since press {n} of {all}", n=seen, all=len(presses))
    return answer_words(answer, words)


def _answer_shape(is_going: bool) -> Shape:
    return Shape.DONE if is_going else Shape.NOBODY


def _person(desk: Desk, alert: Alert, words: Words) -> Person:
    answer = answer_of(alert, desk.device)
    if answer is not None:
        said = answer_so_far(answer, alert, words)
        return Person(_answer_shape(answer.is_going), desk_name(desk), said)
    if not desk.is_present:
        since = desk.last_heard
        said = (
            words("Desk silent since {time}", time=words.time_of_day(since))
            if since
            else words("Desk silent")
        )
        return Person(Shape.SILENT, desk_name(desk), said)
    if desk.absence is not None:
        return Person(Shape.NOBODY, desk_name(desk), words("Not at the desk"))
    return Person(Shape.NOBODY, desk_name(desk), words("Not answered"))


def _field(
    board: Board, live: LiveAlert, rest: list[LiveAlert], words: Words, attention: Attention
) -> Field:
    alert = live.alert
    is_calling = alert.needs_answer
    stands = standing(board, alert, words)
    is_closing = attention.closing == alert.id and alert.state is State.ATTENDED
    known = context_words(alert.context, words) if alert.context else ""
    if alert.is_forced:
        known = words("Made to take it back")
    note = latest_note(alert)
    steps = steps_of(board, alert, words)
    if is_closing:
        steps = tuple(replace(step, buttons=()) for step in steps)
    return Field(
        alert=alert.id,
        tone=tone_of(alert),
        shape=kind_shape(alert) if is_calling else standing_shape(alert),
        kind=call_title(alert, stands, words),
        since=live.since,
        place=alert.place or words("Place not known"),
        area=alert.area,
        known=known or words("Reason not known"),
        is_known=bool(known),
        detail=_detail(board, alert, words),
        note=quoted(note, words),
        status="" if is_closing else _status(board, alert, words),
        question=words("How did it end?") if is_closing else "",
        big=outcome_buttons(alert, words) if is_closing else _big(board, alert, words),
        small=() if is_closing else _small(board, alert, words),
        last=(Button(Act.BACK, words("Not yet"), "X"),) if is_closing else (),
        steps_title=title_of(steps, words),
        steps=steps,
        who_title=words("Who"),
        who=people(board, alert, words),
        note_title=words("What they wrote"),
        strip=_strip(board, rest[0], rest[1:], words, key="2") if rest else None,
        order=(alert.id, *(other.id for other in rest)),
        sentence=" ".join(
            part
            for part in (
                f"{_kind(alert, words)}.",
                f"{alert.place}.",
                f"{alert.area}." if alert.area else "",
                f"{known}." if known else "",
                f"{stands}.",
            )
            if part
        ),
    )


def call_title(alert: Alert, stands: str, words: Words) -> str:
    """Return what stands beside the clock: what calls, what lacks, that it was taken back, or who
    goes.
    """
    if alert.is_police_asked and not alert.needs_answer:
        return marked(words("Nobody calls the police"), alert.occasion, words)
    if not alert.needs_answer:
        return marked(stands, alert.occasion, words)
    if not alert.stands_withdrawn:
        return kind_words(alert, words)
    name = first_name(alert.person)
    said = words("Taken back: see {name}", name=name) if name else words("Taken back: see them")
    return marked(said, alert.occasion, words)


def _kind(alert: Alert, words: Words) -> str:
    kind = kind_words(alert, words)
    return words("{kind}, taken back", kind=kind) if alert.stands_withdrawn else kind


def standing_shape(alert: Alert) -> Shape:
    """Return the sign of an answered alert; a drill keeps its own."""
    if alert.occasion is not Occasion.REAL:
        return Shape.DRILL
    return Shape.ATTENTION if alert.is_police_asked else Shape.DONE


def _detail(board: Board, alert: Alert, words: Words) -> str:
    own = answer_of(alert, board.me.device)
    who = presser(alert, words)
    if own is not None and own.is_going and alert.state < State.ATTENDED and alert.person:
        return words("{name} sees “{cue}”", name=who, cue=coming_word(own, words))
    presses = len(alert.presses)
    if presses >= MOST_UNANSWERED:  # those after it are not signed while nobody answers
        return f"{who} · " + words("pressed {n} times or more", n=presses)
    if presses > 1:
        return f"{who} · " + words.plural("pressed once", "pressed {n} times", presses)
    return who


def _status(board: Board, alert: Alert, words: Words) -> str:
    sentences: list[str] = []
    if alert.is_forced and alert.needs_answer:
        sentences.append(words("Taken back with the duress code. Nobody has answered that yet."))
    elif alert.stands_withdrawn:
        by = alert.withdrawn_by or words("The counter")
        whom = alert.person or words("whoever pressed")
        if by == alert.person:
            whom = first_name(by)
        sentences.append(words("{name} took it back. See {whom} all the same.", name=by, whom=whom))
    elif alert.calls_again:
        sentences.append(_again(board, alert, words))
    elif alert.is_late:
        sentences.append(_late(board, alert, words))
    elif alert.needs_answer:
        sentences.append(words("Nobody is going yet."))
        if alert.is_asked:
            sentences.append(words("Every desk has been asked."))
    elif (others := _others_going(board, alert)) and tone_of(alert) is not Tone.PANIC:
        named = ", ".join(others)
        sentences.append(
            words.plural("Also going: {names}.", "Also going: {names}.", len(others), names=named)
        )
    if said := _of_police(board, alert, words):
        sentences.append(said)
    return " ".join(sentences)


def _of_police(board: Board, alert: Alert, words: Words) -> str:
    """Who is alone calls first: whoever went has no hand free for it. That a PC fell silent whose
    desk was to call is said at once, not after the 15 s.
    """
    silent = silence_words(board, alert, words)
    if calls_first(board, alert):
        if alert.occasion is not Occasion.REAL:
            first = words("You are alone here. In earnest, the police come first.")
        else:
            first = words("You are alone here: call, then go.")
        return f"{silent} {first}".lstrip()
    if silent:
        return silent
    if alert.is_police_asked and alert.needs_answer:
        return words("Nobody calls the police.")
    if alert.needs_answer and is_alone(board, alert):
        return words("Yours is the only supervisor desk that answers.")
    return ""


def _again(board: Board, alert: Alert, words: Words) -> str:
    """Whoever goes set out before the last press: it is nobody's yet."""
    going = alert.going
    if not going:
        return words("Pressed again. Nobody has answered this press.")
    if going[-1].device == board.me.device:
        return words("Pressed again after you set out. Nobody has answered this press.")
    name = going[-1].person or words("Somebody")
    return words("Pressed again after {name} set out. Nobody has answered this press.", name=name)


def _late(board: Board, alert: Alert, words: Words) -> str:
    """Whoever goes has not arrived: it is everybody's again."""
    going = alert.going[-1]
    if going.device == board.me.device:
        return words("You set out a while ago. Say that you are there, or that you still go.")
    name = going.person or words("Somebody")
    return words("{name} set out a while ago, and nobody says that they are there.", name=name)


def _others_going(board: Board, alert: Alert) -> list[str]:
    own = answer_of(alert, board.me.device)
    if own is None or not own.is_going:
        return []
    return [a.person for a in alert.going if a.device != board.me.device and a.person]


def _big(board: Board, alert: Alert, words: Words) -> tuple[Button, ...]:
    own = answer_of(alert, board.me.device)
    if alert.needs_answer or own is None or not own.is_going:
        going = Button(Act.GOING, going_words(alert, words), "G")
        if alert.state is State.ATTENDED and not alert.needs_answer:
            return (Button(Act.CLOSE, words("Close the alert"), "X"), *_make_small(alert, words))
        if alert.is_late and own is not None and own.is_going:
            still = Button(Act.GOING, words("Still going"), "G")
            return (Button(Act.THERE, words("I'm there"), "T"), still)
        if alert.needs_answer:
            return (going, Button(*declining(alert, words), "N"))
        return (going, *_make_small(alert, words))
    if alert.state is State.ATTENDED:
        return (Button(Act.CLOSE, words("Close the alert"), "X"), *_make_small(alert, words))
    return (Button(Act.THERE, words("I'm there"), "T"), *_make_small(alert, words))


def _make_small(alert: Alert, words: Words) -> tuple[Button, ...]:
    """What comes back would come back at once."""
    return () if alert.is_police_asked else (Button(Act.SMALL, words("Make small"), "M"),)


def _small(board: Board, alert: Alert, words: Words) -> tuple[Button, ...]:
    own = answer_of(alert, board.me.device)
    name = first_name(alert.person)
    police = police_of(board, alert)
    buttons: list[Button] = []
    if alert.is_forced:
        pass  # what rings or shows there would tell whoever makes them
    elif alert.needs_answer or own is None or not own.is_going:
        phone = words("Phone {name}", name=name) if name else words("Phone them")
        is_said = Message.CALLING in alert.told
        key = "C" if police is None else ""  # where police are to be called, that is what C says
        buttons.append(Button(Act.CALLING, phone, key, is_done=is_said))
    elif alert.state < State.ATTENDED:
        is_said = own.minutes == 2
        buttons.append(Button(Act.TWO_MINUTES, words("2 minutes"), "W", is_done=is_said))
    if alert.occasion is Occasion.REAL and not _is_asked_in_the_panel(board, police):
        is_called = Message.POLICE_CALLED in alert.told
        buttons.append(Button(Act.POLICE_CALLED, words("Police called"), "P", is_done=is_called))
    if alert.is_forced:
        return tuple(buttons)
    is_told = Message.LEAVE in alert.told
    leave = words("Tell {name}: leave", name=name) if name else words("Tell them: leave")
    return (*buttons, Button(Act.LEAVE, leave, "L", is_done=is_told))


def _is_asked_in_the_panel(board: Board, police: Standing | None) -> bool:
    """The step has the button itself, where this desk may see to it."""
    return police is not None and may_see_to(police, board)


def outcome_buttons(alert: Alert, words: Words) -> tuple[Button, ...]:
    """Return the ways in which ``alert`` can have ended, each with its key."""
    if alert.occasion is not Occasion.REAL:
        return (Button(Act.END_DRILL, words("End the drill"), "1"),)
    return (
        Button(Act.HELPED, outcome_words(Outcome.HELPED, words), "1"),
        Button(Act.RESOLVED, outcome_words(Outcome.RESOLVED, words), "2"),
        Button(Act.POLICE, outcome_words(Outcome.POLICE, words), "3"),
        Button(Act.FALSE_ALARM, outcome_words(Outcome.FALSE_ALARM, words), "4"),
    )


def _strip(
    board: Board, live: LiveAlert, rest: Iterable[LiveAlert], words: Words, *, key: str
) -> Strip:
    alert = live.alert
    others = len(list(rest))
    kind = _kind(alert, words)
    stands = standing(board, alert, words)
    detail = stands if not key or not alert.needs_answer else _origin(alert, words)
    return Strip(
        alert=alert.id,
        tone=tone_of(alert),
        shape=kind_shape(alert) if alert.needs_answer else standing_shape(alert),
        place=alert.place or words("Place not known"),
        kind=kind,
        detail=detail,
        since=live.since,
        open_text=words("Open"),
        key=key,
        more=words.plural("+{n} more", "+{n} more", others) if others else "",
        sentence=f"{kind}. {alert.place}. {stands}.",
    )


def _origin(alert: Alert, words: Words) -> str:
    return " · ".join(part for part in (alert.area, presser(alert, words)) if part)
