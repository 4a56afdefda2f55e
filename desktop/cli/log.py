"""``countersign log``: check, export, import, rebuild and purge what is kept, and for how long.

Checking and exporting only read, beside a running station too, and ask it nothing: whoever doubts
a log does not ask its owner. Importing and rebuilding want the station at rest.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.cli import exits
from desktop.cli.options import Options, Parser, add_commands
from desktop.cli.session import Session
from desktop.cli.stop import make_room
from desktop.domain.errors import DeskError

if TYPE_CHECKING:
    from desktop.services.adapters.keys.identity import Identity
    from desktop.services.adapters.sqlite.log_file import SqliteLog

STANDARD_OUTPUT = "-"


class ExportFileError(DeskError):
    """The file of an export cannot be written or read."""

    code = "export-file"
    advice = "Choose another file, or free some space."


def teach(command: Parser) -> None:
    acts = add_commands(command)
    verifying = acts.add_parser("verify", help="walk every chain, and name what is wrong")
    verifying.set_defaults(run=verify)
    exporting = acts.add_parser("export", help="write every event as a line of JSON")
    exporting.add_argument("file", metavar="FILE", help="a new file, or - for standard output")
    exporting.add_argument(
        "--raw", action="store_true", help="the signed bytes, for `log import` at another station"
    )
    exporting.set_defaults(run=export)
    importing = acts.add_parser("import", help="take in what another station exported raw")
    importing.add_argument("file", metavar="FILE", type=Path)
    importing.set_defaults(run=import_raw)
    rebuilding = acts.add_parser("rebuild", help="make everything anew from the events alone")
    rebuilding.set_defaults(run=rebuild)
    _teach_purge(acts.add_parser("purge", help="delete what was said, everywhere and for good"))
    retaining = acts.add_parser("retention", help="how long what is kept, and what would go")
    retaining.add_argument(
        "--months", type=_months, metavar="N", help="what would go now if it were kept so long"
    )
    retaining.set_defaults(run=retention)


def _teach_purge(command: Parser) -> None:
    command.add_argument(
        "--alert", action="append", default=[], metavar="ALERT", help="all of a closed alert"
    )
    command.add_argument(
        "--event", action="append", default=[], metavar="ID", help="one note, message or record"
    )
    command.add_argument(
        "--report", action="append", default=[], metavar="NUMBER", help="all of a report"
    )
    command.add_argument(
        "--closed-before", type=_day, metavar="DATE", help="all alerts closed before that day (UTC)"
    )
    command.add_argument("--reason", default="", help="why, for the record")
    command.add_argument(
        "--yes", action="store_true", help="do it; without this it only tells what would go"
    )
    command.set_defaults(run=purge)


class Kept(msgspec.Struct, frozen=True):
    """The log of a home in the hands of a command."""

    identity: "Identity"
    alerts: "SqliteLog"
    records: "SqliteLog | None"

    @property
    def logs(self) -> list["SqliteLog"]:
        return [self.alerts] if self.records is None else [self.alerts, self.records]


@contextmanager
def kept_in(session: Session, *, for_writing: bool = False) -> Iterator[Kept]:
    """The log, to be read beside whatever runs there."""
    from desktop.domain.roster.roles import Role
    from desktop.services.adapters.keys.identity import IdentityFolder
    from desktop.services.adapters.sqlite.log_file import SqliteLog
    from desktop.services.adapters.sqlite.schema import File

    home = session.home
    identity = IdentityFolder.of(home).load()
    with ExitStack() as files:

        def opened(path: Path, file: File) -> SqliteLog:
            log = SqliteLog(path, file, for_writing=for_writing)
            return files.enter_context(closing(log))

        alerts = opened(home.alerts_db, File.ALERTS)
        keeps_records = identity.seat.role is Role.SUPERVISOR and (
            for_writing or home.records_db.exists()
        )
        records = opened(home.records_db, File.RECORDS) if keeps_records else None
        yield Kept(identity, alerts, records)


@contextmanager
def at_rest(session: Session) -> Iterator[Kept]:
    """The log, to be written: nobody else may have the home meanwhile."""
    from desktop.services.adapters.home_lock import HomeLock

    session.home.require_writable()
    make_room(session)
    with HomeLock(session.home), kept_in(session, for_writing=True) as kept:
        yield kept


def verify(session: Session, options: Options) -> int:  # noqa: ARG001 -- it has none of its own
    from desktop.services.adapters.keys.device_key import verify as is_signed_by
    from desktop.services.log.verifying import verify_logs

    with kept_in(session) as kept:
        found = verify_logs(kept.logs, site_key=kept.identity.site_key, verify=is_signed_by)
    answer = {
        "sound": found.is_sound,
        "edited": found.is_edited,
        "chains": found.chains,
        "events": found.events,
        "purged": found.purged,
        "findings": [
            {
                "flaw": one.flaw.value,
                "edit": one.is_edit,
                "file": one.file,
                "stream": one.stream,
                "station": one.device,
                "seq": one.seq,
                "event": one.event,
                "says": one.says,
            }
            for one in found.findings
        ],
    }
    counted = f"{found.events} events in {found.chains} chains, {found.purged} of them purged."
    verdict = "Nothing was changed." if not found.is_edited else "Something was changed."
    session.output.result(answer, [counted, *(one.text for one in found.findings), verdict])
    return exits.REFUSED if found.is_edited else exits.DONE


def export(session: Session, options: Options) -> int:
    from desktop.services.log.exporting import export_lines, export_raw

    with kept_in(session) as kept:
        logs = kept.logs
        lines = export_raw(logs, kept.identity.site) if options.raw else export_lines(logs)
        if options.file == STANDARD_OUTPUT:
            for line in lines:
                sys.stdout.write(f"{line}\n")
            return exits.DONE
        file = Path(options.file).absolute()
        count = _written(file, lines) - (1 if options.raw else 0)
    answer = {"file": str(file), "events": count, "raw": options.raw}
    session.output.result(answer, [f"{count} events are in {file}."])
    return exits.DONE


def _written(file: Path, lines: Iterable[str]) -> int:
    """What was said in alerts is in there, so it is for this account's eyes alone."""
    from desktop.services.adapters.keys.private_files import write_private_new

    content = [line.encode("utf-8", "backslashreplace") + b"\n" for line in lines]
    try:
        write_private_new(file, b"".join(content))
    except FileExistsError as cause:
        raise ExportFileError(f"{file} exists already.") from cause
    return len(content)


def import_raw(session: Session, options: Options) -> int:
    from desktop.services.adapters.keys.device_key import verify as is_signed_by
    from desktop.services.log.importing import import_events

    try:
        lines = options.file.read_text(encoding="utf-8").splitlines()
    except OSError as cause:
        raise ExportFileError(f"{options.file} cannot be read: {cause.strerror}.") from cause
    except UnicodeDecodeError as cause:
        raise ExportFileError(f"{options.file} is not an export.") from cause
    with at_rest(session) as kept:
        found = import_events(
            lines,
            site_key=kept.identity.site_key,
            verify=is_signed_by,
            alerts=kept.alerts,
            records=kept.records,
        )
    answer = {"taken": found.taken, "known": found.known, "refused": dict(found.refused)}
    refused = sum(found.refused.values())
    session.output.result(
        answer,
        [f"{found.taken} events taken in; {found.known} were here already, {refused} refused."],
    )
    return exits.DONE


def rebuild(session: Session, options: Options) -> int:  # noqa: ARG001 -- it has none of its own
    from desktop.services.adapters.keys.device_key import verify as is_signed_by
    from desktop.services.log.believing import roster_from
    from desktop.services.log.rebuilding import rebuild as rebuild_log

    with at_rest(session) as kept:
        roster = roster_from(kept.identity.site_key, kept.alerts.events(), is_signed_by)
        made = [rebuild_log(log, roster=roster, verify=is_signed_by) for log in kept.logs]
    answer = {
        "alerts": sum(one.alerts for one in made),
        "outcomes": sum(one.outcomes for one in made),
        "left_out": sum(one.left_out for one in made),
    }
    session.output.result(
        answer,
        [
            f"{answer['alerts']} alerts and {answer['outcomes']} outcomes were made anew.",
            f"{answer['left_out']} events were left out.",
        ],
    )
    return exits.DONE


def purge(session: Session, options: Options) -> int:
    before: datetime | None = options.closed_before
    answer = session.ask(
        "log purge",
        alerts=options.alert,
        events=options.event,
        reports=options.report,
        closed_before=before.isoformat() if before else None,
        reason=options.reason,
        really=options.yes,
    )
    session.output.result(answer, _purged(answer))
    return exits.DONE


def retention(session: Session, options: Options) -> int:
    from desktop.cli.retention_lines import lines_of

    answer = session.ask("log retention", months=options.months)
    session.output.result(answer, lines_of(answer))
    return exits.DONE


def _purged(answer: dict[str, Any]) -> Iterator[str]:
    count = len(answer["events"])
    if not answer["purged"]:
        yield f"{count} events would lose what they say, at every station. Add --yes to do it."
        return
    yield f"{count} events lose what they say; the chains still verify."
    yield "The words leave this PC's files within a minute or so, and other stations' as they hear."
    yield "Exported files, backups and worn disk sectors may still hold it."


def _months(text: str) -> int:
    from desktop.domain.settings.settings import RETENTION_MONTHS

    least, most = RETENTION_MONTHS
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"it must be whole months, from {least} to {most}")
    return int(text)


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise argparse.ArgumentTypeError("it must be a day, such as 2026-03-31") from None
