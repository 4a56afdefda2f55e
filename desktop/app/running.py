"""One home at work: its station with everything the station is joined from.

The windows and the command line both start here; what runs is the same.
"""

import logging
import os
import sys
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import ExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING

import msgspec

import desktop
from desktop.app.home_at_work import HomeAtWork, KeptRecords
from desktop.app.late import end_all_the_same
from desktop.app.late_parts import LateParts
from desktop.app.storing import Store, open_store
from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.escalation import patience_of
from desktop.domain.alerts.facts import AlertId, Outcome
from desktop.domain.errors import BodyTooLargeError, DeskError, MalformedEventError
from desktop.domain.events.event import Event
from desktop.domain.presence import BEAT_EVERY
from desktop.domain.relays import NetworkFact, RelayTarget
from desktop.domain.roster.roles import Role
from desktop.domain.settings.layers import InForce
from desktop.domain.settings.settings import Settings
from desktop.services.adapters import machine
from desktop.services.adapters.clock import SystemClock
from desktop.services.adapters.home import Home
from desktop.services.adapters.home_lock import HomeLock
from desktop.services.adapters.keys.device_key import verify
from desktop.services.adapters.keys.identity import Identity, IdentityFolder
from desktop.services.adapters.mqtt.transport import MqttTransport
from desktop.services.adapters.settings.files import SettingsFiles
from desktop.services.adapters.sharing import write_text
from desktop.services.adapters.sqlite.schema import File
from desktop.services.delivery.topics import Topics
from desktop.services.ports import Archive, Clock
from desktop.services.presence.asking import Asking
from desktop.services.presence.attention import DeskAttention
from desktop.services.settings.settings_desk import SettingsDesk
from desktop.services.station import Parts, Station

if TYPE_CHECKING:  # a counter needs none of these, and its bar is to be armed soon
    from concurrent.futures import ThreadPoolExecutor

    from desktop.app.admitting import Admitting
    from desktop.app.finding import Finding
    from desktop.app.hotkeys import HotkeyDesk
    from desktop.app.relaying import OwnRelay
    from desktop.domain.hotkeys import Hotkeys

log = logging.getLogger(__name__)


class _Session(msgspec.Struct, frozen=True):
    """What the system says of whoever sits here; ``None`` where it says nothing."""

    is_locked: bool | None = None
    seconds_since_input: float | None = None


def _session() -> _Session:
    return _Session(machine.is_session_locked(), machine.seconds_since_input())


def _first_notices(identity: Identity) -> tuple[Event, ...]:
    """The roster as it was on joining; what is damaged of it is done without, for peers have it."""
    notices = []
    for wire in identity.first_notices():
        with suppress(MalformedEventError, BodyTooLargeError):
            notices.append(Event.parse(wire))
    return tuple(notices)


class RunningStation:
    """Owns a home: its lock, its databases, its station, and its relay where it runs one.

    ``troubles`` are what does not work although the station does: ``doctor`` and ``status`` tell
    them, and a supervisor's console those of ``late.missed``. ``open_guidance`` shows the guidance
    panel, with the keyboard in it where that is asked for, and ``open_settings`` the settings;
    windows set them, and they may be called from any thread. ``hotkeys`` are the keys that call
    from any program, as they stand now, and ``keys`` holds them; ``None`` without windows. Raises
    ``HomeInUseError``, ``CopiedHomeError`` and the identity's other errors.
    """

    def __init__(
        self,
        home: Home,
        *,
        has_windows: bool,
        sound_failure: Callable[[], str | None] = lambda: None,
        clock: Clock | None = None,
    ) -> None:
        self.home = home
        self.open_guidance: Callable[[bool], None] | None = None
        self.open_settings: Callable[[], None] | None = None
        self.hotkeys: Hotkeys | None = None
        self.keys: HotkeyDesk | None = None
        self.clock = clock or SystemClock()
        with ExitStack() as owned:
            owned.enter_context(HomeLock(home))
            identities = IdentityFolder.of(home)
            identities.take_up()
            if home.restoring.exists():
                from desktop.app.unfinished import clear_unfinished  # hardly ever in a PC's life

                clear_unfinished(home)
            self.identity = identities.load()
            self._store = open_store(
                home.alerts_db, File.ALERTS, self.identity.device, _first_notices(self.identity)
            )
            owned.callback(self._store.close)
            self._session = Asking(_session, latest=_Session(), name="session", every=BEAT_EVERY)
            self.attention = DeskAttention(
                monotonic=self.clock.monotonic,
                seconds_since_input=self._seconds_since_input,
                is_locked=lambda: self._session.latest.is_locked,
                sound_failure=sound_failure,
                has_windows=has_windows,
            )
            self.station = Station(self._parts())
            self._changing: ThreadPoolExecutor | None = None
            self._times: tuple[tuple[str, float], ...] = ()
            self.preferences = SettingsDesk(
                SettingsFiles(home),
                site=self.station,
                held=self._store.held.notices,
                aside=self._change_settings,
                is_windows=sys.platform == "win32",
            )
            self._records_store = self._open_records()
            if self._records_store is not None:
                owned.callback(self._records_store.close)
            kept = self._kept_records()
            self.records = kept.records if kept is not None else None
            self.at_work = HomeAtWork(
                home=home,
                identity=self.identity,
                clock=self.clock,
                station=self.station,
                transport=self.transport,
                preferences=self.preferences,
                archive=self._store.archive,
                kept=kept,
            )
            self.relay = self._own_relay()
            self.admitting = self._admitting()
            self._finding = self._own_finding()
            self.late = LateParts(self.at_work)
            self._right_watchers: list[Callable[[], None]] = []
            self._owned = owned.pop_all()
        if has_windows and self.station.role in {Role.SUPERVISOR, Role.STAFF}:
            self._session.start()

    def start(self) -> None:
        """Go to work; returns at once. What takes time, such as a broker, goes on by itself."""
        given = [(at.host, at.port) for at in self.settings.relays]
        self.station.reach_also(
            "settings",
            (RelayTarget(f"{host}:{port}", ((host, port),)) for host, port in given),
        )
        self.station.reach_also(
            "invitation",
            (RelayTarget(f"{host}:{port}", ((host, port),)) for host, port in self.identity.relays),
        )
        self._wait_as_set(self.preferences.in_force)
        self.preferences.watch(self._wait_as_set)
        self.station.start()
        self.preferences.start()
        for part in (self.records, self.relay, self.admitting, self._finding):
            if part is not None:
                part.start()
        self.late.start()

    def stop(self) -> None:
        """Stop everything that was started, the newest first, and give the home back, also where
        something of it does not stop.
        """
        self.late.stop((self._finding, self.admitting, self.relay))
        if self.records is not None:
            end_all_the_same("records", self.records.stop)
        if self._changing is not None:
            self._changing.shutdown(wait=True)
        end_all_the_same("the station", self.station.stop)
        end_all_the_same("the session", self._session.close)
        end_all_the_same("the home", self._owned.close)

    @property
    def settings(self) -> Settings:
        """See ``HomeAtWork``."""
        return self.at_work.settings

    @property
    def archive(self) -> Archive:
        """Reads alerts and notices beside their writer."""
        return self._store.archive

    @property
    def language(self) -> str:
        """See ``HomeAtWork``."""
        return self.at_work.language

    @property
    def troubles(self) -> tuple[DeskError, ...]:
        """What does not work, although the station does."""
        found = (
            *self.preferences.in_force.faults,
            self._store.trouble,
            self._records_store.trouble if self._records_store else None,
            self.relay.trouble if self.relay else None,
            *self.late.troubles,
        )
        return tuple(trouble for trouble in found if trouble is not None)

    def is_someone(self, person: str) -> None:
        """Somebody else sits here now: alerts from now on carry their name, also after a restart
        where the disk keeps it.
        """
        with suppress(OSError):
            write_text(self.home.person_file, person)
        self.station.is_someone(person)

    def goes_away(self) -> None:
        """Whoever sits here leaves, and says so. Any thread."""
        self.attention.goes_away()
        self.station.attention_changed()

    def is_here(self) -> None:
        """*I'm here* was said. Any thread."""
        self.attention.is_here()
        self.station.attention_changed()

    def close(self, alert: AlertId, outcome: Outcome | None = None) -> "Future[Alert]":
        """Close an alert; how it ended goes on record where one is kept."""
        closed = self.station.close(alert)
        if outcome is not None and self.records is not None:
            closed.add_done_callback(partial(self._record, alert, outcome))
        return closed

    def _record(self, alert: AlertId, outcome: Outcome, closed: "Future[Alert]") -> None:
        if self.records is not None and closed.exception() is None:
            self.records.outcome(alert, outcome, "", self.station.board.me.person)

    def _wait_as_set(self, in_force: InForce) -> None:
        """Have the station escalate by the times that are set now, if they are others."""
        times = in_force.settings.escalation
        if times != self._times:
            self._times = times
            self.station.wait(patience_of(times))

    def _seconds_since_input(self) -> float | None:
        """At a staff desk it says nothing: nobody counts on whoever sits there, so that they may
        read a paper for a while without a word about them at the supervisors' desks.
        """
        is_staffs = self.identity.seat.role is Role.STAFF
        return None if is_staffs else self._session.latest.seconds_since_input

    def _change_settings(self, action: Callable[[], None]) -> None:
        """Beside everything else: it waits for the disk, and is wanted once a month."""
        from concurrent.futures import ThreadPoolExecutor

        if self._changing is None:
            self._changing = ThreadPoolExecutor(1, thread_name_prefix="settings")
        with suppress(RuntimeError):  # the station is ending
            self._changing.submit(action)

    def _parts(self) -> Parts:
        identity = self.identity
        topics = Topics(identity.site, identity.device)

        def trusts(key: bytes) -> bool:
            return self.station.roster.trusts_key(key)

        def transport(inbox: Callable[[NetworkFact], None]) -> MqttTransport:
            self.transport = MqttTransport(
                identity=identity.tls,
                device=identity.device,
                subscriptions=topics.subscriptions(identity.seat.role),
                trusts=trusts,
                inbox=inbox,
            )
            return self.transport

        return Parts(
            site_key=identity.site_key,
            signer=identity.key,
            verify=verify,
            clock=self.clock,
            random_bytes=os.urandom,
            journal=self._store.journal,
            archive=self._store.archive,
            attention=self.attention,
            transport=transport,
            held=self._store.held,
            person=self._person(),
            version=desktop.__version__,
        )

    def _person(self) -> str:
        """Who sits here: as they said, as the inviter said, or as the account is called."""
        try:
            said = self.home.person_file.read_text(encoding="utf-8", errors="replace").strip()
        except OSError:
            said = ""
        return said or self.identity.seat.name or machine.os_account_display_name()

    def _open_records(self) -> Store | None:
        """Supervisors' desks keep records; a counter PC has not even the file."""
        if self.identity.seat.role is not Role.SUPERVISOR:
            return None
        return open_store(self.home.records_db, File.RECORDS, self.identity.device)

    def _kept_records(self) -> KeptRecords | None:
        store = self._records_store
        if store is None:
            return None
        from desktop.services.records.parts import RecordsParts
        from desktop.services.records.records import Records

        records = Records(
            RecordsParts(
                station=self.station,
                signer=self.identity.key,
                verify=verify,
                clock=self.clock,
                random_bytes=os.urandom,
                journal=store.journal,
                archive=store.archive,
                transport=self.transport,
                held=store.held,
            )
        )
        return KeptRecords(records, archive=store.archive, journal=store.journal)

    def _own_finding(self) -> "Finding | None":
        """Looking for relays on the network, unless this PC's settings forbid it."""
        if not self.settings.discovery:
            return None
        from desktop.app.finding import Finding

        return Finding(self.station, self.relay, site=self.identity.site, bind=self.settings.bind)

    def _own_relay(self) -> "OwnRelay | None":
        """Supervisors' desks run one unless told otherwise; any station may be made one."""
        wanted = self.settings.relay
        if wanted is None:
            wanted = self.identity.seat.role is Role.SUPERVISOR
        if not wanted:
            return None
        from desktop.app.relaying import OwnRelay

        return OwnRelay(
            folder=self.home.relay,
            port=self.settings.port,
            bind=self.settings.bind,
            certificate=self.identity.tls,
            station=self.station,
        )

    def _admitting(self) -> "Admitting | None":
        """An administrator's desk lets stations in; others have no authority to."""
        if not self.identity.has_authority:
            return None
        from desktop.app.admitting import Admitting  # SPAKE2 alone costs 75 ms

        return Admitting(
            station=self.station,
            records=self.records,
            identity=self.identity,
            book_file=self.home.path / "invitations.json",
            bind=self.settings.bind,
            port=self.settings.port + 1,
            relays=self._relays_for_newcomers,
        )

    def take_up_authority(self, authority_key: bytes) -> None:
        """Let stations in from here on, and let go of what was kept for its time: this desk was
        given the administrator's right.

        Raises ``PrivateFileNotSavedError``.
        """
        self.identity.put_authority(authority_key)
        if self.admitting is None:
            self.admitting = self._admitting()
            if self.admitting is not None:
                self.admitting.start()
        self.late.open_retention()
        for changed in self._right_watchers:
            changed()

    @property
    def is_administrators(self) -> bool:
        """This desk can act as an administrator's, and is believed as one."""
        mine = self.station.roster.device(self.identity.device)
        return self.identity.has_authority and mine is not None and mine.administrator

    def watch_right(self, changed: Callable[[], None]) -> None:
        """Call ``changed`` whenever the administrator's right may have come to this desk or gone,
        now for the first time. It is called on any thread, and must only post.
        """
        self._right_watchers.append(changed)
        self.station.watch_roster(lambda _roster: changed())

    def _relays_for_newcomers(self) -> list[tuple[str, int]]:
        """Where a PC that joins now finds a relay, whether or not the roster says so already."""
        given = [(at.host, at.port) for at in self.settings.relays]
        return [*given, *self.relay.addresses()] if self.relay else given
