"""The facts that the doctor judges: taken from this PC, and from the station where it runs.

It works without a site and without a running station; then some facts stay unknown.
"""

import contextlib
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop.assets import asset
from desktop.cli.buttons import button_told
from desktop.cli.hotkeys import hotkeys_told
from desktop.cli.session import Session
from desktop.domain.backup.facts import BackupMade
from desktop.domain.errors import DeskError
from desktop.domain.roster.facts import ROSTER_FACTS
from desktop.domain.roster.roles import Role
from desktop.domain.settings.errors import SettingsError
from desktop.domain.settings.layers import fold_settings
from desktop.services.adapters import machine
from desktop.services.adapters.autostart import autostart_of
from desktop.services.adapters.control.client import NoOwnerError
from desktop.services.adapters.home import LOGOS, Home
from desktop.services.adapters.keeper.restarts import crashes_of
from desktop.services.adapters.keys.device_key import verify
from desktop.services.adapters.keys.identity import Identity, IdentityFolder, NoIdentityError
from desktop.services.adapters.mosquitto.finding import MosquittoMissingError, find_mosquitto
from desktop.services.adapters.mosquitto.ports import (
    RelayAddressError,
    RelayPortTakenError,
    require_listenable,
)
from desktop.services.adapters.settings.files import SettingsFiles
from desktop.services.adapters.sharing import is_for_a_group, is_open_to_others
from desktop.services.adapters.sound.output import what_keeps_sound_from_being_heard
from desktop.services.adapters.sqlite.database import open_for_reading
from desktop.services.adapters.sqlite.log_file import SqliteLog
from desktop.services.adapters.sqlite.schema import File
from desktop.services.backup.backups import last_in
from desktop.services.doctor import desk, network, station
from desktop.services.doctor.findings import Check, Finding, Health
from desktop.services.log.believing import roster_from
from desktop.words import LANGUAGES

RELEASED = datetime(2025, 1, 1, tzinfo=UTC)
"""No clock that is right says an earlier time."""

_FONTS = (
    "Inter-Regular.ttf",
    "Inter-Medium.ttf",
    "Inter-SemiBold.ttf",
    "InterDisplay-SemiBold.ttf",
    "NotoSansMono-Regular.ttf",
)
_OF_BACKUPS = {BackupMade.TYPE, *(fact.TYPE for fact in ROSTER_FACTS)}
_TRUETYPE = b"\x00\x01\x00\x00"


def checks_of(session: Session) -> list[Check]:
    """Everything there is to look at, in the order in which it is worth mending."""
    patient = _Patient(session)
    looks: dict[str, Callable[[], Iterable[Finding]]] = {
        "settings": patient.settings_file,
        "folder": patient.folder,
        "identity": patient.identity_folder,
        "database": patient.databases,
        "broker": patient.broker,
        "port": patient.port,
        "firewall": patient.firewall,
        "station": patient.at_work,
        "clock": patient.clock,
        "sound": patient.sound,
        "hotkeys": patient.hotkeys,
        "codes": patient.codes,
        "buttons": patient.buttons,
        "outside": patient.outside,
        "autostart": patient.autostart,
        "crashes": patient.crashes,
        "fonts": patient.fonts,
        "guidance": patient.guidance,
        "logo": patient.logo,
        "backup": patient.backup,
        "encryption": patient.encryption,
    }
    return [Check(name, look) for name, look in looks.items()]


class _Patient:
    """One home and the PC under it, with what was found out so far."""

    def __init__(self, session: Session) -> None:
        self._named = session.known_home
        self._home: Home = session.home
        self._status = _status_of(session)
        self._files = SettingsFiles(session.home)
        own, preset = self._files.read()
        self._in_force = fold_settings(own, preset, is_windows=sys.platform == "win32")
        self._settings = self._in_force.settings
        self._identity: Identity | None = None
        with contextlib.suppress(DeskError):
            self._identity = self._folder_of_identity().load()

    @property
    def _is_relay(self) -> bool:
        if self._settings.relay is not None:
            return self._settings.relay
        return self._identity is not None and self._identity.seat.role is Role.SUPERVISOR

    def settings_file(self) -> Iterator[Finding]:
        for fault in self._in_force.faults:
            yield Finding("settings", Health.FAIL, str(fault), fault.advice)
        if not self._in_force.faults:
            files = (self._files.own, self._files.preset)
            there = [file.name for file in files if file.exists()]
            message = (
                f"{' and '.join(there)}: well formed." if there else "There is no station.toml."
            )
            yield Finding("settings", Health.OK, message)

    def folder(self) -> Iterator[Finding]:
        refused: DeskError | None = None
        try:
            self._home.require_writable()
        except DeskError as error:
            refused = error
        folder = self._home.path
        yield station.data_folder(
            str(folder),
            refused,
            is_private=not folder.exists() or not is_open_to_others(folder),
            is_of_a_group=is_for_a_group(folder),
        )
        yield station.disk_space(shutil.disk_usage(_nearest(self._home.path)).free)

    def identity_folder(self) -> Iterator[Finding]:
        try:
            found = self._folder_of_identity().load()
        except NoIdentityError:
            yield station.identity(None)
            return
        except DeskError as trouble:
            yield station.identity(station.Identity(trouble=trouble))
            return
        is_private = not is_open_to_others(found.tls.key)
        yield station.identity(station.Identity(device=found.device, is_private=is_private))

    def databases(self) -> Iterator[Finding]:
        for path, file in (
            (self._home.alerts_db, File.ALERTS),
            (self._home.records_db, File.RECORDS),
            (self._home.drafts_db, File.DRAFTS),
        ):
            trouble: DeskError | None = None
            damage = ""
            if path.exists():
                try:
                    damage = _damage_in(path, file)
                except DeskError as error:
                    trouble = error
            yield station.database(path.name, exists=path.exists(), trouble=trouble, damage=damage)

        role = self._identity.seat.role if self._identity else Role.SUPERVISOR
        if role is not Role.SUPERVISOR and any(f.exists() for f in self._home.former_records):
            yield station.former_records()

    def broker(self) -> Iterator[Finding]:
        try:
            program = find_mosquitto()
            found = network.Broker(program=str(program), version=_version_of(program))
        except MosquittoMissingError as missing:
            found = network.Broker(missing=missing)
        yield from network.broker(found, is_relay=self._is_relay)

    def port(self) -> Iterator[Finding]:
        relay = self._status.get("relay") or {}
        if relay.get("running"):
            yield network.port(relay["port"], is_ours=True, taken=None, is_relay=True)
            return
        taken: DeskError | None = None
        try:
            require_listenable(self._settings.port, self._settings.bind)
        except (RelayPortTakenError, RelayAddressError) as error:
            taken = error
        yield network.port(self._settings.port, is_ours=False, taken=taken, is_relay=self._is_relay)

    def firewall(self) -> Iterator[Finding]:
        number = self._settings.port
        yield network.firewall(
            machine.active_firewall(),
            machine.line_that_opens(number),
            number=number,
            is_relay=self._is_relay,
        )

    def at_work(self) -> Iterator[Finding]:
        if not self._status:
            yield Finding("station", Health.WARN, "No station is running here.", _START)
            return
        for trouble in self._status["troubles"]:
            if trouble["code"] == SettingsError.code:
                continue  # told already, whether or not a station runs
            yield Finding("station", Health.FAIL, trouble["message"], trouble["advice"])
        yield network.links(
            self._status["relays_up"],
            is_ready=self._status["ready"],
            why=_UNREADY.get(self._status["unready"], "nobody would answer."),
            calls=self._status["me"]["role"] != Role.SUPERVISOR,
        )
        yield from network.second_relay(self._status["relays_up"])

    def clock(self) -> Iterator[Finding]:
        ahead = {
            one["place"]: one["clock_ahead_s"]
            for one in self._status.get("desks", ())
            if one["present"]
        }
        yield desk.clock(datetime.now(UTC), not_before=RELEASED, ahead_s=ahead or None)

    def sound(self) -> Iterator[Finding]:
        role = self._identity.seat.role if self._identity else None
        yield desk.sound(
            what_keeps_sound_from_being_heard(),
            makes_sound=role in {Role.SUPERVISOR, Role.STAFF} if role else None,
        )

    def hotkeys(self) -> Iterator[Finding]:
        is_open = bool(self._status.get("windows"))
        told = self._status.get("hotkeys", [])
        yield from desk.hotkeys(hotkeys_told(told) if is_open else None)

    def buttons(self) -> Iterator[Finding]:
        told = self._status.get("buttons", [])
        yield from desk.buttons(map(button_told, told))
        if told and any(not one["broker"] for one in told):
            number = self._settings.button_port
            opens = machine.line_that_opens(number)
            yield from network.button_port(machine.active_firewall(), opens, number=number)

    def outside(self) -> Iterator[Finding]:
        from desktop.services.adapters.outside.book import ContactsFile

        try:
            contacts = ContactsFile(self._home.contacts_file).read()
        except DeskError as trouble:
            yield Finding("outside", Health.FAIL, str(trouble), trouble.advice)
            return
        told = self._status.get("outside")
        yield from desk.outside(contacts, is_sender=told["sender"] if told else None)

    def autostart(self) -> Iterator[Finding]:
        yield desk.autostart(autostart_of(self._named).standing())

    def crashes(self) -> Iterator[Finding]:
        yield desk.crashes(crashes_of(self._home), datetime.now().astimezone())

    def fonts(self) -> Iterator[Finding]:
        from desktop.services.adapters.pdf.writing.faces import FALLBACKS  # reportlab

        yield desk.fonts([name for name in _FONTS if not _is_font(asset("fonts", name))])
        scripts = [f"{name}.ttf" for name in FALLBACKS]
        missing = [name for name in scripts if not _is_font(asset("fonts", "scripts", name))]
        yield desk.script_fonts(missing, of=len(scripts))

    def guidance(self) -> Iterator[Finding]:
        from desktop.services.adapters.cards import read_folder  # markdown-it

        shipped = read_folder(asset("guidance"), LANGUAGES)
        yield desk.guidance(len(shipped.cards), shipped.refused)

    def codes(self) -> Iterator[Finding]:
        from desktop.services.adapters.keys.duress import TakeBackCodes  # argon2

        kept = TakeBackCodes(self._home.take_back_file, monotonic=time.monotonic)
        yield from desk.codes(are_spoilt=kept.are_spoilt)

    def logo(self) -> Iterator[Finding]:
        from desktop.services.adapters.pdf.site_printer import read_site_logo  # reportlab

        found = next((name for name in LOGOS if (self._home.path / name).exists()), None)
        refused: DeskError | None = None
        try:
            read_site_logo(self._home.path)
        except DeskError as error:
            refused = error
        yield desk.logo(found, refused)

    def backup(self) -> Iterator[Finding]:
        """Supervisors' desks keep what a site would miss; what the notices in the file say."""
        identity = self._identity
        if identity is None or identity.seat.role is not Role.SUPERVISOR:
            return
        if not self._home.alerts_db.exists():
            yield desk.backup(None, "", datetime.now(UTC))
            return
        try:
            with contextlib.closing(SqliteLog(self._home.alerts_db, File.ALERTS)) as log:
                notices = [one for one in log.notices() if one.header.type in _OF_BACKUPS]
        except DeskError:
            return  # told as ``database``
        roster = roster_from(identity.site_key, notices, verify)
        last = last_in(notices, roster)
        member = roster.device(last.desk) if last else None
        yield desk.backup(last, member.place if member else "", datetime.now(UTC))

    def encryption(self) -> Iterator[Finding]:
        yield station.disk_encryption(machine.is_disk_encrypted(_nearest(self._home.path)))

    def _folder_of_identity(self) -> IdentityFolder:
        return IdentityFolder.of(self._home)


_START = "Start it with `countersign`, or with `countersign run --headless`."
_UNREADY = {
    "revoked": "this station was removed from the site.",
    "refused": "no relay lets this PC in; it may have been removed from the site.",
    "no_relay": "no relay answers.",
    "no_supervisor": "no supervisor's desk answers.",
    "nobody_attends": "nobody sits at a supervisor's desk.",
}


def _status_of(session: Session) -> dict[str, Any]:
    try:
        return session.ask_running("status")
    except NoOwnerError:
        return {}


def _nearest(path: Path) -> Path:
    """The folder itself, or what it would be made in."""
    return next(folder for folder in (path, *path.absolute().parents) if folder.exists())


def _version_of(program: Path) -> str:
    """Mosquitto's own words for what it is; it ends with an error after saying them."""
    try:
        told = subprocess.run(
            [str(program), "-h"], capture_output=True, text=True, timeout=5, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""
    first = told.splitlines()[0] if told else ""
    return first.capitalize() if first.startswith("mosquitto version") else ""


def _damage_in(path: Path, file: File) -> str:
    """What SQLite finds wrong with the file; empty where it is whole."""
    with contextlib.closing(open_for_reading(path, file)) as conn:
        try:
            (first,) = conn.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            return str(error)
    return "" if first == "ok" else str(first)


def _is_font(file: Path) -> bool:
    try:
        with file.open("rb") as font:
            return font.read(4) == _TRUETYPE
    except OSError:
        return False
