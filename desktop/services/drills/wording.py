"""What is said of drills, in the words that the console, commands and the paper use."""

from desktop.domain.alerts.facts import Kind, Message
from desktop.domain.drills.course import Finding, Found, Mark, Point
from desktop.domain.drills.drills import Drill, State
from desktop.domain.drills.facts import Why
from desktop.services.reports.wording import MESSAGES
from desktop.words import Words


def scenarios(own: tuple[str, ...], words: Words) -> tuple[str, ...]:
    """What is offered to be imagined: the site's own list, else what Countersign comes with."""
    return own or (
        words("Somebody shouts, and strikes the counter."),
        words("Somebody shows a knife."),
        words("Somebody will not leave when the office closes."),
        words("Somebody threatens to wait outside."),
    )


def seconds_words(seconds: float | None, words: Words) -> str:
    """Return "40 ms", "4.2 s", "1 min 12 s", or that it is not known."""
    if seconds is None:
        return words("not known")
    if seconds < 1:
        return f"{round(1000 * seconds)} ms"
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def kind_words(kind: Kind, words: Words) -> str:
    """Return what was called for."""
    return words("Panic") if kind is Kind.PANIC else words("Supervisor to counter")


def way_words(drill: Drill, words: Words) -> str:
    """Return whether people knew of it before."""
    return words("Surprise") if drill.is_surprise else words("Announced")


def state_words(drill: Drill, words: Words) -> str:
    """Return how far it is, and why it is no more."""
    if drill.state is State.PLANNED:
        return words("planned")
    if drill.why is None:
        return words("running")
    return {
        Why.OVER: words("over"),
        Why.CANCELLED: words("cancelled"),
        Why.REAL_CALL: words("ended by a real call"),
        Why.NOT_BEGUN: words("did not begin"),
    }[drill.why]


def places_words(drill: Drill) -> str:
    """Return its counters by name."""
    return ", ".join(one.place for one in drill.counters)


def point_words(point: Point, words: Words) -> str:
    """Return one thing on a station's line: "I'm going: Ana Ruiz"."""
    step = words(point.what) if point.what else ""  # those that ship are translated
    said = {
        Mark.PRESSED: words("pressed"),
        Mark.SHOWN: words("the call is on the screen"),
        Mark.RECEIVED: words("{desk} has it", desk=point.what or words("a desk")),
        Mark.GOING: words("I'm going"),
        Mark.CANNOT: words("I can't"),
        Mark.STEP_TAKEN: words("takes the step: {step}", step=step),
        Mark.STEP_DONE: words("done: {step}", step=step),
        Mark.THERE: words("somebody is there"),
        Mark.CLOSED: words("closed"),
    }.get(point.mark)
    if said is None:
        said = words(MESSAGES[Message(point.what)])
    return f"{said} ({point.who})" if point.who else said


def found_words(found: Found, words: Words) -> str:
    """Return one sentence for what the facts say. Nobody is named who did less than another."""
    where, time = found.where, seconds_words(found.seconds, words)
    is_timed = found.seconds is not None
    match found.what:
        case Finding.ALL_RECEIVED:
            said = words.plural(
                "{where}: {n} desk had the call",
                "{where}: {n} desks had the call",
                found.count,
                where=where,
            )
            return (
                words("{said}, the last one after {time}.", said=said, time=time)
                if (is_timed)
                else f"{said}."
            )
        case Finding.ANSWERED:
            if not is_timed:
                return words("{where}: somebody said that they go.", where=where)
            return words(
                "{where}: after {time} somebody said that they go.", where=where, time=time
            )
        case Finding.ATTENDED:
            if not is_timed:
                return words("{where}: somebody was there.", where=where)
            return words("{where}: after {time} somebody was there.", where=where, time=time)
        case Finding.POLICE_TAKEN:
            if not is_timed:
                return words("{where}: somebody saw to the call to the police.", where=where)
            return words(
                "{where}: somebody saw to the call to the police, after {time} at their desk.",
                where=where,
                time=time,
            )
        case Finding.ANSWERED_LATE:
            return words(
                "{where}: it took {time} until somebody said that they go. By then every desk is "
                "asked.",
                where=where,
                time=time,
            )
        case Finding.POLICE_LATE:
            return words(
                "{where}: it took {time} until somebody saw to the call to the police. By then "
                "every desk is asked for it again.",
                where=where,
                time=time,
            )
        case _:
            return _plain_finding(found, words)


def _plain_finding(found: Found, words: Words) -> str:
    said = {
        Finding.WAS_OFF: words("{where}: the PC was off or not reached, so it had no drill."),
        Finding.NOT_PRESSED: words("{where}: asked, and nobody pressed."),
        Finding.NOBODY_RECEIVED: words("{where}: no desk had the call. Look at the network."),
        Finding.NOBODY_ANSWERED: words("{where}: nobody said that they go."),
        Finding.NOBODY_THERE: words("{where}: nobody said that somebody is there."),
        Finding.NOBODY_CALLS: words("{where}: nobody saw to the call to the police."),
        Finding.SILENT: words("{where}: these desks had the call and said nothing: {desks}."),
        Finding.NOT_MEASURED: words("{where}: no times are known from {desks}."),
        Finding.CUT_SHORT: words("Somebody called in earnest, so the drill ended at once."),
    }[found.what]
    return said.format(where=found.where, desks=found.desks)
