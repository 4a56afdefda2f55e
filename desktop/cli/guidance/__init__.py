"""``countersign guidance``: the cards of the guidance, as text."""

from desktop.cli.guidance import checking
from desktop.cli.options import Parser, add_commands


def teach(command: Parser) -> None:
    acts = add_commands(command)
    checking.teach(acts)
