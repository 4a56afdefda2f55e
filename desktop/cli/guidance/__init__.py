"""``countersign guidance``: find, read and print the cards of the guidance, check them as text, and
open the panel.
"""

from desktop.cli.guidance import checking, looking, opening, pocket_card
from desktop.cli.options import Parser, add_commands


def teach(command: Parser) -> None:
    acts = add_commands(command)
    looking.teach(acts)
    pocket_card.teach(acts)
    opening.teach(acts)
    checking.teach(acts)
