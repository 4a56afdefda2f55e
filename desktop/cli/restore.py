"""``countersign restore``: bring history back from a backup.

Into the home of a station that has joined that site, at rest; or, where every administrator's PC is
lost, into a new home that the recovery file makes an administrator's desk.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli import exits
from desktop.cli.log import at_rest
from desktop.cli.options import Options, Parser, UsageError
from desktop.cli.output import on_this_clock
from desktop.cli.passphrases import BACKUP, RECOVERY_FILE, passphrase, teach_passphrase
from desktop.cli.session import Session
from desktop.cli.stop import require_room
from desktop.domain.events.header import moment
from desktop.services.adapters.control.client import NoOwnerError

if TYPE_CHECKING:
    from desktop.services.backup.opening import Opened
    from desktop.services.backup.restoring import Restored


def teach(command: Parser) -> None:
    command.add_argument("file", metavar="FILE", type=Path, help="the backup")
    command.add_argument(
        "--check", action="store_true", help="only see whether it is whole, and what is in it"
    )
    command.add_argument(
        "--settings", action="store_true", help="that PC's station.toml too, if there is none here"
    )
    command.add_argument(
        "--recovery",
        type=Path,
        metavar="FILE",
        help="where every administrator's PC is lost: have the recovery file make this one another",
    )
    command.add_argument("--place", default="", help="with --recovery: where this desk is")
    command.add_argument("--person", default="", help="with --recovery: who sits here")
    teach_passphrase(command, BACKUP)
    teach_passphrase(command, RECOVERY_FILE, "--recovery-passphrase-file")
    command.set_defaults(run=run)


def run(session: Session, options: Options) -> int:
    if options.recovery is not None and not options.place.strip():
        raise UsageError("--recovery needs --place.", advice="Say where this desk is.")
    if options.check:
        return check(session, options)
    with suppress(NoOwnerError):
        require_room(session)  # before anybody types a passphrase
    return (
        _take_over(session, options) if options.recovery is not None else _restore(session, options)
    )


def check(session: Session, options: Options) -> int:
    """Open it, and look at all of it; it needs no station."""
    from desktop.app.backing_up import look_into  # argon2

    opened = look_into(options.file, passphrase(options.passphrase_file, of=BACKUP))
    answer = {
        **_made(opened),
        "events": len(opened.events),
        "attachments": len(opened.attachments),
        "left_out": opened.counts.left_out,
    }
    lines = [
        _whose(answer),
        f"It is whole: {answer['events']} events and {answer['attachments']} attachments.",
    ]
    if answer["left_out"]:
        lines.append(
            f"{answer['left_out']} attachments are not in it: they were not at that desk, or could "
            "not be read. Another desk's backup may have them."
        )
    session.output.result(answer, lines)
    return exits.DONE


def _restore(session: Session, options: Options) -> int:
    from desktop.app.backing_up import look_into  # argon2
    from desktop.services.adapters.keys.identity import IdentityFolder, NoIdentityError

    identity = IdentityFolder.of(session.home)
    if not identity.exists:
        raise NoIdentityError(
            advice="Have it join by a code, then restore. Where every administrator's PC is lost: "
            "countersign restore FILE --recovery FILE --place PLACE"
        )
    identity.load()  # a home that was copied is refused before anybody types a passphrase
    said = passphrase(options.passphrase_file, of=BACKUP)
    return _bring_back(session, options, look_into(options.file, said), said)


def _take_over(session: Session, options: Options) -> int:
    from desktop.app.bringing_back import bring_site_back, look_at_site  # argon2
    from desktop.services.adapters.keys.recovery import open_recovery

    session.home.require_writable()
    said = passphrase(options.passphrase_file, of=BACKUP)
    recovery = open_recovery(
        options.recovery, passphrase(options.recovery_passphrase_file, of=RECOVERY_FILE)
    )
    found = look_at_site(
        session.home,
        options.file,
        said,
        recovery,
        place=options.place,
        person=options.person,
    )
    came, has_settings = bring_site_back(session.home, found, with_settings=options.settings)
    station = found.identity.key.id
    return _tell(session, options, found.opened, came, station, has_settings=has_settings)


def _bring_back(session: Session, options: Options, opened: "Opened", said: str) -> int:
    from desktop.app.backing_up import bring_back, bring_settings_back

    with at_rest(session) as kept:
        came = bring_back(
            opened,
            options.file,
            said,
            home=session.home,
            site_key=kept.identity.site_key,
            alerts=kept.alerts,
            records=kept.records,
        )
        has_settings = options.settings and bring_settings_back(opened, session.home)
        station = kept.identity.device
    return _tell(session, options, opened, came, station, has_settings=has_settings)


def _tell(
    session: Session,
    options: Options,
    opened: "Opened",
    came: "Restored",
    station: str,
    *,
    has_settings: bool,
) -> int:
    answer = {
        **_made(opened),
        "station": station,
        "taken": came.events.taken,
        "known": came.events.known,
        "refused": dict(came.events.refused),
        "attachments": came.attachments,
        "attachments_known": came.held,
        "attachments_left_out": came.unnamed,
        "settings": has_settings,
    }
    session.output.result(answer, _lines(answer, options))
    return exits.DONE


def _made(opened: "Opened") -> dict[str, Any]:
    head = opened.head
    return {
        "site": head.site,
        "name": head.site_name,
        "made_at": moment(head.at_ms).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "made_at_place": head.place,
        "has_reports": head.has_records,
    }


def _whose(answer: dict[str, Any]) -> str:
    when, place = on_this_clock(answer["made_at"]), answer["made_at_place"]
    return f"A backup of {answer['name']}, made at {place} at {when}."


def _lines(answer: dict[str, Any], options: Options) -> Iterator[str]:
    refused = sum(answer["refused"].values())
    yield _whose(answer)
    yield (
        f"{answer['taken']} events taken in; {answer['known']} were here already, "
        f"{refused} refused."
    )
    yield (
        f"{answer['attachments']} attachments put back; {answer['attachments_known']} were here "
        f"already, {answer['attachments_left_out']} belong to nothing that is kept here."
    )
    if options.settings and not answer["settings"]:
        yield "The settings were left as they are: this PC has its own, or the backup has none."
    if options.recovery is not None:
        yield (
            "This PC is an administrator's desk of the site now. Take the lost ones out: "
            "countersign site revoke STATION --recovery FILE"
        )
