"""``countersign backup``: put everything that this station keeps into one encrypted file.

It only reads, beside a running station too, and in a process of its own: no alert waits for it.
Then it has the station tell the site that a backup was made.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli import exits
from desktop.cli.options import Options, Parser
from desktop.cli.passphrases import BACKUP, passphrase, teach_passphrase
from desktop.cli.session import Session
from desktop.domain.errors import DeskError

if TYPE_CHECKING:
    from desktop.app.backing_up import Made

_KILOBYTE, _MEGABYTE = 1_000, 1_000_000


def teach(command: Parser) -> None:
    command.add_argument("file", metavar="FILE", type=Path, help="where; keep it off this PC")
    command.add_argument(
        "--replace", action="store_true", help="in place of an older backup of that name"
    )
    teach_passphrase(command, BACKUP)
    command.set_defaults(run=run)


def run(session: Session, options: Options) -> int:
    from desktop.app.backing_up import back_up  # argon2
    from desktop.services.adapters.keys.identity import IdentityFolder

    identity = IdentityFolder.of(session.home).load()
    file = options.file.absolute()
    said = passphrase(options.passphrase_file, of=BACKUP, is_new=True)
    made = back_up(session.home, identity, file, said, replace=options.replace)
    not_noted = _not_noted(session, made) if made.head.has_records else ""
    answer = {
        "file": str(file),
        "bytes": made.size,
        "events": made.counts.events,
        "attachments": made.counts.attachments,
        "left_out": made.counts.left_out,
        "has_reports": made.head.has_records,
        "noted": made.head.has_records and not not_noted,
    }
    session.output.result(answer, _lines(answer, not_noted))
    return exits.DONE


def _not_noted(session: Session, made: "Made") -> str:
    """Why the site does not know of it; the backup is made all the same."""
    try:
        session.ask("backup made", size=made.size)
    except DeskError as error:
        return str(error)
    return ""


def _lines(answer: dict[str, Any], not_noted: str) -> Iterator[str]:
    yield (
        f"The backup is {answer['file']}: {_size(answer['bytes'])}, {answer['events']} events and "
        f"{answer['attachments']} attachments."
    )
    if answer["left_out"]:
        yield (
            f"{answer['left_out']} attachments are not in it: they are not at this desk yet, or "
            "cannot be read. Make one again later, or at another desk."
        )
    if not answer["has_reports"]:
        yield (
            "It has no reports but this PC's own that no desk has yet, and those come back at a "
            "supervisor's desk alone. Make a backup there, too."
        )
    if not_noted:
        yield f"The site was not told of it: {not_noted}"
    yield "Keep it off this PC, and its passphrase apart from it: nobody opens it without."


def _size(count: int) -> str:
    if count < _MEGABYTE:
        return f"{-(-count // _KILOBYTE)} kB"
    return f"{count / _MEGABYTE:.1f} MB"
