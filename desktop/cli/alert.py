"""``countersign alert``: raise, answer and look at alerts."""

import argparse
from collections.abc import Iterator
from typing import Any

from desktop.cli import exits
from desktop.cli.options import Options, Parser, add_commands
from desktop.cli.output import on_this_clock, table
from desktop.cli.session import Session
from desktop.services.adapters.control.client import ANSWER_S

MAX_WAIT_S = 24 * 3600.0
CONTEXTS = ("weapon", "threat", "medical", "leaving", "mistake")
OUTCOMES = ("helped", "resolved", "police", "false-alarm", "drill")
STEPPING = ("take", "done", "not-needed", "give-back")
MESSAGES = ("calling", "police-called", "leave", "cannot")


def teach(command: Parser) -> None:
    acts = add_commands(command)
    _teach_raise(acts.add_parser("raise", help="call for somebody"))
    listing = acts.add_parser("list", help="the open alerts, and those closed in the last day")
    listing.add_argument(
        "--last", type=_count, metavar="N", help="the last N alerts, however old they are"
    )
    listing.set_defaults(run=show_all)
    shown = acts.add_parser("show", help="one alert with everything that happened")
    shown.set_defaults(run=show_one)
    going = acts.add_parser("ack", help="say that you are going (a supervisor's desk)")
    going.add_argument("--minutes", type=_minutes, metavar="N", help="when you will be there")
    going.set_defaults(run=acknowledge)
    offering = acts.add_parser("offer", help="say that you go there (any desk that was asked)")
    offering.set_defaults(run=offer)
    telling = acts.add_parser("tell", help="answer something else (a supervisor's desk)")
    telling.set_defaults(run=tell)
    stepping = acts.add_parser("step", help="see to a step of the protocol (a supervisor's desk)")
    stepping.set_defaults(run=step)
    noting = acts.add_parser("note", help="say what is happening")
    noting.set_defaults(run=note)
    attending = acts.add_parser("attend", help="say that somebody is there")
    attending.set_defaults(run=attend)
    closing = acts.add_parser("close", help="say that it is over (a supervisor's desk)")
    closing.add_argument("--outcome", choices=OUTCOMES, help="how it ended, for the record")
    closing.set_defaults(run=close)
    withdrawing = acts.add_parser("withdraw", help="take it back; a supervisor still looks")
    withdrawing.set_defaults(run=withdraw)
    for named in (
        *(shown, going, offering, telling, stepping),
        *(noting, attending, closing, withdrawing),
    ):
        named.add_argument("alert", metavar="ALERT", help="its number, or `latest`")
    telling.add_argument("message", choices=MESSAGES, help="the answer")
    stepping.add_argument("step", metavar="STEP", help="its short name, such as police")
    stepping.add_argument("what", choices=STEPPING, help="what you say of it")
    noting.add_argument("context", nargs="?", choices=CONTEXTS, help="what it is")
    noting.add_argument("--text", default="", help="a few words")


def _teach_raise(command: Parser) -> None:
    command.add_argument("kind", choices=("assist", "panic"), help="a supervisor, or help now")
    command.add_argument("--place", help="where to go, if it is not here")
    command.add_argument("--note", default="", help="a few words on what is happening")
    command.add_argument(
        "--wait-receipt",
        type=_seconds,
        metavar="S",
        help="wait up to S seconds until a supervisor's desk has it",
    )
    command.add_argument(
        "--wait-ack", type=_seconds, metavar="S", help="wait up to S seconds until somebody answers"
    )
    meant = command.add_mutually_exclusive_group()
    for occasion, told in (("drill", "an announced exercise"), ("test", "only a test")):
        meant.add_argument(
            f"--{occasion}", dest="occasion", action="store_const", const=occasion, help=told
        )
    command.set_defaults(run=raise_alert)


def raise_alert(session: Session, options: Options) -> int:
    waits = (options.wait_receipt or 0) + (options.wait_ack or 0)
    answer = session.ask(
        "alert raise",
        timeout=ANSWER_S + waits,
        kind=options.kind,
        place=options.place,
        note=options.note,
        occasion=options.occasion or "real",
        wait_receipt=options.wait_receipt,
        wait_ack=options.wait_ack,
    )
    session.output.result(answer, _raised(answer))
    is_in_time = all(waited["came"] for waited in answer["waited"].values())
    return exits.DONE if is_in_time else exits.NOT_IN_TIME


def show_all(session: Session, options: Options) -> int:
    answer = session.ask("alert list", last=options.last)
    session.output.result(answer, _listed(answer))
    return exits.DONE


def show_one(session: Session, options: Options) -> int:
    answer = session.ask("alert show", alert=options.alert)
    session.output.result(answer, _told(answer))
    return exits.DONE


def acknowledge(session: Session, options: Options) -> int:
    return _act(session, "alert ack", alert=options.alert, minutes=options.minutes)


def offer(session: Session, options: Options) -> int:
    return _act(session, "alert offer", alert=options.alert)


def tell(session: Session, options: Options) -> int:
    message = options.message.replace("-", "_")
    return _act(session, "alert tell", alert=options.alert, message=message)


def step(session: Session, options: Options) -> int:
    what = options.what.replace("-", "_")
    answer = session.ask("alert step", alert=options.alert, step=options.step, what=what)
    session.output.result(answer, _steps(answer["alert"]))
    return exits.DONE


def note(session: Session, options: Options) -> int:
    return _act(
        session, "alert note", alert=options.alert, context=options.context, text=options.text
    )


def attend(session: Session, options: Options) -> int:
    return _act(session, "alert attend", alert=options.alert)


def close(session: Session, options: Options) -> int:
    outcome = options.outcome.replace("-", "_") if options.outcome else None
    return _act(session, "alert close", alert=options.alert, outcome=outcome)


def withdraw(session: Session, options: Options) -> int:
    return _act(session, "alert withdraw", alert=options.alert)


def _act(session: Session, verb: str, **args: Any) -> int:
    answer = session.ask(verb, **args)
    session.output.result(answer, [_line(answer["alert"])])
    return exits.DONE


def _raised(answer: dict[str, Any]) -> Iterator[str]:
    alert = answer["alert"]
    what = "raised" if answer["is_new"] else "pressed again"
    yield f"{alert['number']}: {alert['kind']} at {alert['place']} {what}."
    if not answer["recorded"]:
        yield "It is not on this PC's disk yet; it leaves all the same."
    has_left = answer["sent"] or any(waited["came"] for waited in answer["waited"].values())
    if not has_left:
        yield "No relay is connected; it leaves as soon as one is. Use the phone now."
    for what, words in (("receipt", "A supervisor's desk has it"), ("ack", "Somebody answered")):
        waited = answer["waited"].get(what)
        if waited is None:
            continue
        if waited["came"]:
            yield f"{words}, after {waited['seconds'] * 1000:.0f} ms."
        else:
            yield f"{_MISSING[what]} Use the phone; the alert goes on."


_MISSING = {
    "receipt": "No supervisor's desk has it yet.",
    "ack": "Nobody has answered yet.",
}


def _listed(answer: dict[str, Any]) -> Iterator[str]:
    rows = [_row(alert) for alert in (*answer["open"], *answer["closed"])]
    if not rows:
        yield "No alert is open, and none was closed in the last day."
        return
    yield from table(rows, head=["NUMBER", "KIND", "PLACE", "RAISED", "STATE", "WHO"])


def _row(alert: dict[str, Any]) -> list[str]:
    going = ", ".join(one["person"] for one in alert["answers"] if one["says"] == "going")
    return [
        alert["number"],
        _kind(alert),
        alert["place"],
        on_this_clock(alert["raised_at"]),
        _state(alert),
        alert["closed_by"] or going,
    ]


def _kind(alert: dict[str, Any]) -> str:
    real = alert["occasion"] == "real"
    return str(alert["kind"]) if real else f"{alert['kind']} ({alert['occasion']})"


def _state(alert: dict[str, Any]) -> str:
    withdrawn = ", taken back" if alert["withdrawn"] and alert["state"] != "closed" else ""
    return f"{alert['state']}{withdrawn}"


def _line(alert: dict[str, Any]) -> str:
    return f"{alert['number']}: {_kind(alert)} at {alert['place']} is {_state(alert)}."


def _told(answer: dict[str, Any]) -> Iterator[str]:
    alert = answer["alert"]
    yield _line(alert)
    delivery = alert["delivery"]
    if delivery:
        yield f"Received by {delivery['received']} of {delivery['of']} supervisors' desks."
    for text in (alert["context"], alert["note"], *alert["notes"]):
        if text:
            yield f"“{text}”"
    if alert["steps"]:
        yield ""
        yield from _steps(alert)
    yield ""
    rows = [
        [
            on_this_clock(entry["at"]),
            entry["type"].removeprefix("alert."),
            entry["station"][:8],
            _words(entry),
        ]
        for entry in answer["timeline"]
    ]
    yield from table(rows, head=["AT", "WHAT", "STATION", ""])


def _steps(alert: dict[str, Any]) -> Iterator[str]:
    if alert["occasion"] == "drill":
        yield "This is a drill: nobody is to be called."
    rows = [[one["step"], one["text"], one["phone"], _stands(one)] for one in alert["steps"]]
    yield from table(rows, head=["STEP", "WHAT", "PHONE", "WHO"])


def _stands(step: dict[str, Any]) -> str:
    if step["done_at"]:
        said = f"{step['done_by'] or 'somebody'}, {on_this_clock(step['done_at'])}"
        return said if step["needed"] else f"not needed: {said}"
    if not step["owner"]:
        return "nobody yet" if not step["taken_at"] else "somebody"
    also = f" (also took it: {', '.join(step['also'])})" if step["also"] else ""
    return f"{step['owner']}{also}"


def _words(entry: dict[str, Any]) -> str:
    says = entry["says"]
    spoken = (says.get(key) for key in ("kind", "place", "message", "context", "text", "person"))
    return " · ".join(str(word) for word in spoken if word)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds <= MAX_WAIT_S:
        raise argparse.ArgumentTypeError("it must be from 0 to 86400 seconds")
    return seconds


def _count(text: str) -> int:
    count = int(text)
    if not 1 <= count <= 1000:
        raise argparse.ArgumentTypeError("it must be from 1 to 1000 alerts")
    return count


def _minutes(text: str) -> int:
    minutes = int(text)
    if not 0 <= minutes <= 120:
        raise argparse.ArgumentTypeError("it must be from 0 to 120 minutes")
    return minutes
