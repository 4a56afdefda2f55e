"""``countersign site``: create a site, let stations in, and take them out again."""

import argparse
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.cli import exits
from desktop.cli.options import Options, Parser, add_commands
from desktop.cli.output import on_this_clock, table
from desktop.cli.passphrases import passphrase_of, teach_passphrase
from desktop.cli.session import Session
from desktop.domain.relays import DEFAULT_RELAY_PORT, RelayAddress
from desktop.services.adapters.control.client import ANSWER_S
from desktop.services.adapters.sharing import write_text

ROLES = ("counter", "staff", "supervisor")
PAIRING_PORT = 18884
MAX_WAIT_S = 24 * 3600.0


def teach(command: Parser) -> None:
    acts = add_commands(command)
    _teach_create(acts.add_parser("create", help="create a site, with this PC as its first desk"))
    _teach_join(acts.add_parser("join", help="join a site with the code that its desk shows"))
    _teach_name(acts.add_parser("name", help="what the site is called (an administrator's desk)"))
    _teach_invite(acts.add_parser("invite", help="let stations in (an administrator's desk)"))
    roster = acts.add_parser("roster", help="who belongs to the site")
    roster.set_defaults(run=show_roster)
    _teach_place(acts.add_parser("place", help="where a station stands (an administrator's desk)"))
    _teach_revoke(acts.add_parser("revoke", help="remove a station for good"))
    _teach_entrust(acts.add_parser("entrust", help="make this desk an administrator's"))
    _teach_dismiss(acts.add_parser("dismiss", help="take a desk's administrator's right"))
    recovery = acts.add_parser("recovery", help="see whether a recovery file can be opened")
    recovery.add_argument("file", type=Path, metavar="FILE", help="the recovery file")
    teach_passphrase(recovery)
    recovery.set_defaults(run=look_at_recovery)
    _teach_relay_kit(acts.add_parser("relay-kit", help="what a relay outside needs"))


def _teach_create(command: Parser) -> None:
    command.add_argument("name", metavar="NAME", help="what the site is called")
    command.add_argument("--place", required=True, help="where this desk is")
    command.add_argument("--area", default="", help="the part of the building")
    command.add_argument("--person", default="", help="who sits here, if not the account's owner")
    command.add_argument("--address", default="", help="the address that is read to the police")
    command.add_argument(
        "--call-instead", default="", metavar="NUMBER", help="whom to call when no desk answers"
    )
    command.add_argument(
        "--recovery",
        required=True,
        type=Path,
        metavar="FILE",
        help="where the recovery file is saved; keep it off this PC",
    )
    teach_passphrase(command)
    command.set_defaults(run=create)


def _teach_join(command: Parser) -> None:
    command.add_argument("code", metavar="CODE", help="the code that the inviting desk shows")
    command.add_argument(
        "--at",
        required=True,
        action="append",
        type=_pairing_address,
        metavar="HOST[:PORT]",
        help="the address that the inviting desk shows; may be given several times",
    )
    command.add_argument("--person", default="", help="who sits here, if not whom the desk named")
    command.add_argument(
        "--again", action="store_true", help="leave the station that this home was before"
    )
    command.set_defaults(run=join)


def _teach_name(command: Parser) -> None:
    command.add_argument("--name", help="what the site is called from now on")
    command.add_argument(
        "--address", help="the address that is read to the police; '' takes it away"
    )
    command.add_argument(
        "--call-instead",
        metavar="NUMBER",
        help="whom to call when no desk answers; '' takes it away",
    )
    command.set_defaults(run=rename)


def _teach_invite(command: Parser) -> None:
    whom = command.add_mutually_exclusive_group(required=True)
    whom.add_argument("--place", help="where the station will be; its code lives ten minutes")
    whom.add_argument(
        "--csv",
        type=Path,
        metavar="FILE",
        help="a list with the columns place, role, name, area; codes live a working day",
    )
    command.add_argument("--role", choices=ROLES, default="counter", help="what it will be")
    command.add_argument("--area", default="", help="the part of the building")
    command.add_argument("--person", default="", help="who sits there")
    command.add_argument(
        "--administrator",
        action="store_true",
        help="a supervisor's desk that may invite and revoke; needs --recovery",
    )
    _teach_recovery_file(command)
    command.add_argument(
        "--sheet", type=Path, metavar="FILE", help="save the codes as a PDF to print and cut apart"
    )
    command.add_argument(
        "--wait", type=_seconds, metavar="S", help="wait up to S seconds until all have joined"
    )
    command.set_defaults(run=invite)


def _teach_place(command: Parser) -> None:
    command.add_argument("station", metavar="STATION", help="its place, its name or its id")
    command.add_argument("--place", help="where it stands now")
    command.add_argument("--area", help='the part of the building; "" takes it away')
    command.add_argument("--name", help="what that PC, or whoever sits there, is called")
    command.set_defaults(run=place)


def _teach_revoke(command: Parser) -> None:
    command.add_argument("station", metavar="STATION", help="its place, its name or its id")
    command.add_argument("--reason", default="", help="why, for the record")
    _teach_recovery_file(command)
    command.set_defaults(run=revoke)


def _teach_entrust(command: Parser) -> None:
    _teach_recovery_file(command, is_required=True)
    command.set_defaults(run=entrust)


def _teach_dismiss(command: Parser) -> None:
    command.add_argument("station", metavar="STATION", help="its place, its name or its id")
    _teach_recovery_file(command, is_required=True)
    command.set_defaults(run=dismiss)


def _teach_recovery_file(command: Parser, *, is_required: bool = False) -> None:
    command.add_argument(
        "--recovery",
        type=Path,
        required=is_required,
        metavar="FILE",
        help="the recovery file; making and removing administrators needs it",
    )
    teach_passphrase(command)


def _teach_relay_kit(command: Parser) -> None:
    command.add_argument("--host", required=True, type=_relay_address, metavar="HOST[:PORT]")
    command.add_argument("--out", required=True, type=Path, metavar="DIR", help="a new folder")
    command.add_argument(
        "--carries-records",
        action="store_true",
        help="trust whoever runs it with the site's reports",
    )
    command.add_argument(
        "--renew", action="store_true", help="only the files that change with the roster"
    )
    command.set_defaults(run=make_relay_kit)


def create(session: Session, options: Options) -> int:
    from desktop.app.site_making import create_site  # the keys' libraries cost 200 ms
    from desktop.services.trust.creating import NewSite

    recovery_file = options.recovery.absolute()
    identity = create_site(
        session.home,
        NewSite(
            name=options.name,
            place=options.place,
            address=options.address,
            call_instead=options.call_instead,
            area=options.area,
            desk_name=options.person,
        ),
        recovery_file=recovery_file,
        passphrase=passphrase_of(options, is_new=True),
    )
    answer = {**_made(identity), "recovery_file": str(recovery_file)}
    session.output.result(
        answer,
        [
            f"{answer['name']} is created, with {answer['place']} as its first desk.",
            f"The recovery file is {recovery_file}.",
            "Take it off this PC and keep it safe: only with it can administrators be replaced.",
            "Let the others in with: countersign site invite --place PLACE",
        ],
    )
    return exits.DONE


def rename(session: Session, options: Options) -> int:
    asked = {key: getattr(options, key) for key in ("name", "address", "call_instead")}
    answer = session.ask("site name", **asked)
    lines = [f"The site is {answer['name']}."]
    lines.append(f"Its address: {answer['address'] or 'not said'}.")
    lines.append(f"Whom to call when no desk answers: {answer['call_instead'] or 'not said'}.")
    session.output.result(answer, lines)
    return exits.DONE


def join(session: Session, options: Options) -> int:
    from desktop.app.site_making import join_site  # the keys' libraries cost 200 ms

    at = [(address.host, address.port) for address in options.at]
    answer = _made(join_site(session.home, options.code, at, again=options.again))
    if options.person.strip():
        write_text(session.home.person_file, options.person.strip())
    session.output.result(
        answer, [f"This PC is {answer['place']} ({answer['role']}) of {answer['name']} now."]
    )
    return exits.DONE


def _made(identity: Any) -> dict[str, Any]:
    from desktop.domain.roster.ids import fingerprint

    return {
        "site": fingerprint(identity.site_key),
        "name": identity.site_name,
        "station": identity.key.id,
        "role": identity.seat.role.value,
        "place": identity.seat.place,
        "area": identity.seat.area,
        "administrator": identity.seat.administrator,
    }


def invite(session: Session, options: Options) -> int:
    asked: dict[str, Any] = {}
    if options.csv is not None:
        from desktop.services.adapters.seat_list import read_seat_list

        asked["csv"] = read_seat_list(options.csv)
    else:
        asked["seat"] = {
            "role": options.role,
            "place": options.place,
            "area": options.area,
            "name": options.person,
            "administrator": options.administrator,
        }
    if options.administrator and options.recovery is not None:
        asked |= _opened(options)
    answer = session.ask("site invite", **asked)
    if options.sheet is not None:
        answer["sheet"] = _save_sheet(options.sheet.absolute(), answer)
    if options.wait is None:
        session.output.result(answer, _invited(answer))
        return exits.DONE
    for line in _invited(answer):
        session.output.aside(line)
    codes = [invitation["code"] for invitation in answer["invitations"]]
    states = session.ask(
        "site invitations", timeout=ANSWER_S + options.wait, codes=codes, wait=options.wait
    )["states"]
    for invitation, state in zip(answer["invitations"], states, strict=True):
        invitation["state"] = state
    session.output.result(answer, _came(answer))
    have_all = all(invitation["state"] == "used" for invitation in answer["invitations"])
    return exits.DONE if have_all else exits.NOT_IN_TIME


def _save_sheet(file: Path, answer: dict[str, Any]) -> str:
    from desktop.services.adapters.pdf.join_sheet import (  # reportlab
        JoinCard,
        save_join_sheet,
    )

    addresses = tuple(answer["addresses"])
    cards = [
        JoinCard(
            place=one["place"],
            role=one["role"],
            name=one["name"],
            code=one["code"],
            addresses=addresses,
            valid_until=datetime.fromisoformat(one["expires"]).astimezone(),
        )
        for one in answer["invitations"]
    ]
    save_join_sheet(file, cards, site=answer["site"], made_at=datetime.now().astimezone())
    return str(file)


def _opened(options: Options) -> dict[str, str]:
    return {
        "recovery": str(options.recovery.absolute()),
        "passphrase": passphrase_of(options),
    }


def _invited(answer: dict[str, Any]) -> Iterator[str]:
    rows = [
        [
            invitation["code"],
            invitation["place"],
            invitation["role"],
            on_this_clock(invitation["expires"]),
        ]
        for invitation in answer["invitations"]
    ]
    yield from table(rows, head=["CODE", "PLACE", "ROLE", "UNTIL"])
    yield ""
    where = " ".join(f"--at {address}" for address in answer["addresses"])
    yield f"On that PC: countersign site join CODE {where}"
    if "sheet" in answer:
        yield f"Print {answer['sheet']}, and destroy it once everyone has joined."


def _came(answer: dict[str, Any]) -> Iterator[str]:
    for invitation in answer["invitations"]:
        came = "has joined" if invitation["state"] == "used" else f"is {invitation['state']}"
        yield f"{invitation['place']} {came}."


def show_roster(session: Session, options: Options) -> int:  # noqa: ARG001 -- it has none
    answer = session.ask("site roster")
    session.output.result(answer, _roster(answer))
    return exits.DONE


def _roster(answer: dict[str, Any]) -> Iterator[str]:
    yield f"{answer['name']} ({answer['site'][:8]})"
    rows = [
        [
            member["place"],
            member["role"] + (", administrator" if member["administrator"] else ""),
            member["name"],
            member["station"],
            _remark(member),
        ]
        for member in answer["members"]
    ]
    yield from table(rows, head=["PLACE", "ROLE", "NAME", "STATION", ""])


def _remark(member: dict[str, Any]) -> str:
    if member["revoked"]:
        apart = member["kept_apart"]
        return f"revoked, {apart} kept apart since" if apart else "revoked"
    return "this PC" if member["me"] else ""


def place(session: Session, options: Options) -> int:
    asked = {key: getattr(options, key) for key in ("station", "place", "area", "name")}
    answer = session.ask("site place", **asked)
    member = answer["member"]
    area = f", {member['area']}" if member["area"] else ""
    lines = [f"{member['name'] or member['station'][:8]} stands at {member['place']}{area}."]
    session.output.result(answer, lines)
    return exits.DONE


def revoke(session: Session, options: Options) -> int:
    asked: dict[str, Any] = {"station": options.station, "reason": options.reason}
    if options.recovery is not None:
        asked |= _opened(options)
    answer = session.ask("site revoke", **asked)
    member = answer["member"]
    lines = [f"{member['place']} ({member['station'][:8]}) belongs to the site no longer."]
    members = session.ask("site roster")["members"]
    if any(one["role"] == "relay" and not one["revoked"] for one in members):
        lines.append("An external relay goes on serving it until you renew its kit.")
    session.output.result(answer, lines)
    return exits.DONE


def entrust(session: Session, options: Options) -> int:
    asked: dict[str, Any] = {**_opened(options)}
    answer = session.ask("site entrust", **asked)
    place = answer["member"]["place"]
    lines = [f"{place} is an administrator's desk: it lets stations in and takes them out."]
    session.output.result(answer, lines)
    return exits.DONE


def dismiss(session: Session, options: Options) -> int:
    asked: dict[str, Any] = {"station": options.station, **_opened(options)}
    answer = session.ask("site dismiss", **asked)
    place = answer["member"]["place"]
    lines = [f"{place} is a supervisor's desk like any other, and lets nobody in any more."]
    session.output.result(answer, lines)
    return exits.DONE


def look_at_recovery(session: Session, options: Options) -> int:
    from desktop.services.adapters.keys.recovery import open_recovery  # argon2

    found = open_recovery(options.file, passphrase_of(options))
    answer = {"site": found.site, "name": found.site_name, "file": str(options.file.absolute())}
    session.output.result(
        answer,
        [f"It opens: it belongs to {found.site_name} ({found.site[:8]}). Nothing was changed."],
    )
    return exits.DONE


def make_relay_kit(session: Session, options: Options) -> int:
    from base64 import b64decode

    from desktop.services.adapters.relay_kit import KitFolderError, write_kit

    folder = options.out.absolute()
    if not options.renew and folder.exists() and any(folder.iterdir()):
        raise KitFolderError(f"{folder} is not empty.")  # before the relay is admitted
    answer = session.ask(
        "site relay-kit",
        host=options.host.host,
        port=options.host.port,
        carries_records=options.carries_records,
        renew=options.renew,
    )
    files = {name: b64decode(content) for name, content in answer.pop("files").items()}
    write_kit(folder, files, renew=options.renew)
    answer |= {"folder": str(folder), "files": sorted(files)}
    session.output.result(answer, [f"The kit is in {folder}. Read README.txt there."])
    return exits.DONE


def _pairing_address(text: str) -> RelayAddress:
    return _address(text, PAIRING_PORT)


def _relay_address(text: str) -> RelayAddress:
    return _address(text, DEFAULT_RELAY_PORT)


def _address(text: str, default_port: int) -> RelayAddress:
    try:
        return RelayAddress.parse(text, default_port)
    except ValueError as cause:
        raise argparse.ArgumentTypeError(str(cause)) from cause


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds <= MAX_WAIT_S:
        raise argparse.ArgumentTypeError("it must be from 0 to 86400 seconds")
    return seconds
