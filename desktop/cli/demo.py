"""``countersign demo``: a whole site on this PC, with a story played in it."""

import argparse
from functools import partial
from pathlib import Path

import msgspec

from desktop.cli import exits
from desktop.cli.options import Options, Parser
from desktop.cli.session import Session

DEFAULT_OUT = Path("out") / "demo"


def teach(command: Parser) -> None:
    command.add_argument(
        "--headless",
        action="store_true",
        help="without windows, the story plays by itself; so it does where there is no screen",
    )
    command.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        default=DEFAULT_OUT,
        help=f"where pictures, the report and summary.json are left (default: {DEFAULT_OUT})",
    )
    command.add_argument("--actor", type=Path, help=argparse.SUPPRESS)  # how a bundle starts one
    command.set_defaults(run=play)


def play(session: Session, options: Options) -> int:
    if options.actor is not None:
        from desktop.demo.actor import main  # the windows

        return main(options.actor)
    from desktop.demo.playing import has_screen, play_headless, play_with_a_person

    out = options.out.absolute()
    say = _spare if session.output.is_json else partial(print, flush=True)
    if not options.headless and has_screen():
        play_with_a_person(out, say)
        return exits.DONE
    summary = msgspec.to_builtins(play_headless(out, say))
    session.output.result(summary, ["", f"The pictures, the report and summary.json are in {out}"])
    return exits.DONE


def _spare(_line: str) -> None:
    """A program that asked for JSON reads the end of the story only."""
