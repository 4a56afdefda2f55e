"""``countersign report``: write, file, find, print and check incident reports; alerts on paper."""

from desktop.cli.options import Parser, add_commands
from desktop.cli.report import exporting, keeping, looking, pdf, verifying, writing


def teach(command: Parser) -> None:
    acts = add_commands(command)
    writing.teach(acts)
    looking.teach(acts)
    keeping.teach(acts)
    pdf.teach(acts)
    verifying.teach(acts)
    exporting.teach(acts)
