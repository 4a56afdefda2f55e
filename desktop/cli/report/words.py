"""Words that several commands of ``countersign report`` take, and sentences that they share."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from desktop.cli.options import Parser
from desktop.services.reports.variants import Variant
from desktop.words import LANGUAGES

PAPERS = ("letter", "a4")


def take_paper(command: Parser) -> None:
    """``--paper`` and ``--variant``; without the latter ``None``, which means the whole."""
    command.add_argument("--paper", choices=PAPERS, default=PAPERS[0])
    command.add_argument(
        "--variant", choices=[one.value for one in Variant], help="what is printed of it, for whom"
    )


def take_print(command: Parser, *, named: str) -> None:
    """``--out``, by default a file ``named`` so, ``--paper`` and ``--language``."""
    command.add_argument(
        "--out", type=Path, metavar="FILE", help=f"where to; by default {named}.pdf"
    )
    command.add_argument("--paper", choices=PAPERS, default=PAPERS[0])
    command.add_argument("--language", choices=LANGUAGES, help="by default this PC's")


def day(text: str) -> date:
    """A day as an option says it."""
    try:
        return date.fromisoformat(text)
    except ValueError as cause:
        raise argparse.ArgumentTypeError("it must be a day like 2026-03-09") from cause


def seconds(text: str) -> float:
    """How long to wait, as an option says it."""
    said = float(text)
    if not 0 <= said <= 86_400:
        raise argparse.ArgumentTypeError("it must be from 0 to 86400 seconds")
    return said


def filed_line(filed: dict[str, Any]) -> str:
    """How a submitted report stands, as the PC that it came from knows it."""
    if not filed["received"]:
        return (
            f"{filed['number']} is submitted. No supervisor's station has it yet; it is sent "
            "until one has."
        )
    outcome = f" {filed['outcome']}" if filed["outcome"] else ""
    return (
        f"{filed['number']} is {filed['standing'].replace('_', ' ')}. "
        f"{filed['received']} of {filed['of']} supervisors' stations have it.{outcome}"
    )
