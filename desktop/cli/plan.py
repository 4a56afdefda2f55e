"""``countersign plan``: the floor plan, as a supervisor's desk knows and changes it."""

import argparse
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop.cli import exits
from desktop.cli.options import Options, Parser, UsageError, add_commands
from desktop.cli.output import table
from desktop.cli.session import Session

_TAKEN_WITHIN_S = 75.0


def teach(command: Parser) -> None:
    acts = add_commands(command)
    acts.add_parser("show", help="the floors, and where each station stands").set_defaults(run=show)
    setting = acts.add_parser("set", help="show a picture as a floor, or in place of another")
    setting.add_argument("image", type=Path, metavar="IMAGE", help="a PNG or JPEG picture")
    setting.add_argument("--floor", metavar="NAME", help="a new floor's name, or which one")
    setting.set_defaults(run=set_picture)
    placing = acts.add_parser("place", help="put a station where it stands")
    placing.add_argument("station", metavar="STATION", help="its id, its name, or its place")
    for name, side in (("x", "left"), ("y", "top")):
        placing.add_argument(
            name, type=_part, metavar=name.upper(), help=f"from the {side}, 0 to 1"
        )
    placing.add_argument("--floor", metavar="NAME", help="where there are several")
    placing.set_defaults(run=place)
    renaming = acts.add_parser("rename", help="call a floor otherwise")
    renaming.add_argument("floor", metavar="FLOOR")
    renaming.add_argument("name", metavar="NAME")
    renaming.set_defaults(run=rename)
    removing = acts.add_parser("remove", help="take a floor away, or a station off the plan")
    removing.add_argument("--floor", metavar="NAME", help="where there are several")
    removing.add_argument("--station", metavar="STATION", help="its id, its name, or its place")
    removing.set_defaults(run=remove)


def show(session: Session, options: Options) -> int:  # noqa: ARG001 -- it has none of its own
    answer = session.ask("plan show")
    session.output.result(answer, _lines(answer))
    return exits.DONE


def set_picture(session: Session, options: Options) -> int:
    answer = session.ask(
        "plan set",
        timeout=_TAKEN_WITHIN_S,
        image=str(options.image.absolute()),
        floor=options.floor,
    )
    size = f"{answer['width']} by {answer['height']} points"
    session.output.result(answer, [f"{answer['name']}: every desk shows the picture, {size}."])
    return exits.DONE


def place(session: Session, options: Options) -> int:
    answer = session.ask(
        "plan place", station=options.station, x=options.x, y=options.y, floor=options.floor
    )
    at = f"{answer['x']:.0%} from the left and {answer['y']:.0%} from the top"
    session.output.result(answer, [f"{_name(answer)} stands {at}."])
    return exits.DONE


def rename(session: Session, options: Options) -> int:
    answer = session.ask("plan rename", floor=options.floor, name=options.name)
    session.output.result(answer, [f"The floor is called {answer['name']} now."])
    return exits.DONE


def remove(session: Session, options: Options) -> int:
    if options.station is not None and options.floor is not None:
        raise UsageError("Say a floor or a station, and not both.", advice="See: --help")
    answer = session.ask("plan remove", station=options.station, floor=options.floor)
    what = "station stands nowhere on the plan" if answer["station"] else "floor is not shown"
    session.output.result(answer, [f"The {what} any more."])
    return exits.DONE


def _part(text: str) -> float:
    try:
        part = float(text)
    except ValueError:
        part = math.nan
    if not 0 <= part <= 1:
        raise argparse.ArgumentTypeError("it must be a part of the picture, from 0 to 1")
    return part


def _lines(answer: dict[str, Any]) -> Iterator[str]:
    if not answer["floors"]:
        yield "The site has no floor plan. Add one with: countersign plan set IMAGE"
        return
    names = {floor["floor"]: floor["name"] for floor in answer["floors"]}
    rows = [
        [one["name"], f"{one['width']} x {one['height']}", "yes" if one["here"] else "on its way"]
        for one in answer["floors"]
    ]
    yield from table(rows, head=["FLOOR", "POINTS", "PICTURE HERE"])
    yield ""
    placed = [[_name(one), one["station"], *_spot(one, names)] for one in answer["stations"]]
    yield from table(placed, head=["STATION", "ID", "FLOOR", "X", "Y"])


def _spot(one: dict[str, Any], names: dict[str, str]) -> list[str]:
    if one["floor"] is None:
        return ["not placed", "", ""]
    return [names[one["floor"]], f"{one['x']:.2f}", f"{one['y']:.2f}"]


def _name(one: dict[str, Any]) -> str:
    return str(one["name"] or one["place"])
