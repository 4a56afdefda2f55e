"""A made-up site for the windows' tests and pictures, built from real facts."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from desktop.domain.alerts.alert import Alert, AnyAlertFact, Recorded, fold
from desktop.domain.alerts.facts import (
    AlertAcknowledged,
    AlertAttended,
    AlertClosed,
    AlertNoted,
    AlertOffered,
    AlertPressed,
    AlertRaised,
    AlertReceived,
    AlertRelayed,
    AlertTold,
    AlertUnsaid,
    AlertWithdrawn,
    Context,
    Kind,
    Message,
    Occasion,
)
from desktop.domain.board import Board, Delivery, Desk, LiveAlert
from desktop.domain.presence import Absence, Readiness, Unready
from desktop.domain.protocol.facts import StepDone, StepTaken
from desktop.domain.protocol.site_protocol import SiteProtocol
from desktop.domain.roster.roles import Role

T0 = datetime(2026, 3, 9, 16, 2, 11, tzinfo=UTC)
NOW = 1000.0

ANA, MARCUS, JOAN = "a" * 32, "b" * 32, "c" * 32
COUNTER_3, WINDOW_6, BACK_OFFICE = "3" * 32, "6" * 32, "9" * 32


def desk(device: str, place: str, **changes: object) -> Desk:
    """Make a station, present and attended unless told otherwise."""
    plain = Desk(
        device=device,
        role=Role.COUNTER,
        place=place,
        area="",
        name=place,
        person="",
        is_present=True,
        absence=None,
        last_heard=T0,
        clock_ahead_s=0.0,
        version="0.1.0",
    )
    return replace(plain, **changes)


ANA_DESK = desk(ANA, "Supervisors", role=Role.SUPERVISOR, name="Ana's desk", person="Ana Ruiz")
MARCUS_DESK = desk(
    MARCUS, "Supervisors", role=Role.SUPERVISOR, name="Marcus's desk", person="Marcus Bell"
)
JOAN_DESK = desk(
    JOAN,
    "Supervisors",
    role=Role.SUPERVISOR,
    name="Joan Petrie's desk",
    person="Joan Petrie",
    is_present=False,
    is_silent=True,
    last_heard=T0 - timedelta(minutes=21),
)
AWAY_ANA = replace(ANA_DESK, absence=Absence.AWAY, absent_since=T0 - timedelta(minutes=3))
BACK_OFFICE_DESK = desk(BACK_OFFICE, "Back office", role=Role.STAFF, person="Lee Chan")
COUNTER_3_DESK = desk(COUNTER_3, "Counter 3", person="Maria Delgado")


def others() -> tuple[Desk, ...]:
    """Every desk but the supervisor's and Counter 3's own."""
    counters = tuple(desk(f"{n:032d}", f"Counter {n}") for n in (1, 2, 4, 5))
    rooms = tuple(desk(f"{n + 20:032d}", f"Room {n}") for n in (1, 2))
    heard_last = T0 - timedelta(minutes=64)
    silent = desk(f"{30:032d}", "Room 3", is_present=False, is_silent=True, last_heard=heard_last)
    locked = desk(f"{31:032d}", "WIC desk 3", role=Role.STAFF, absence=Absence.LOCKED)
    window = desk(WINDOW_6, "Window 6", person="Devon Park")
    return (MARCUS_DESK, JOAN_DESK, *counters, *rooms, silent, locked, window)


def quiet_desks() -> tuple[Desk, ...]:
    """A site at which every desk is attended."""
    here = (COUNTER_3_DESK, *others())
    return tuple(replace(d, is_present=True, is_silent=False, absence=None) for d in here)


def nobody_attends() -> tuple[Desk, ...]:
    """The other desks of a site at which no other supervisor would notice a call."""
    locked = replace(MARCUS_DESK, absence=Absence.LOCKED, absent_since=T0 - timedelta(minutes=12))
    rest = (d for d in quiet_desks() if d.role is not Role.SUPERVISOR)
    return (locked, JOAN_DESK, *rest)


def silent_desks() -> tuple[Desk, ...]:
    """The same site as it looks from a desk whose cable was pulled."""
    there = (COUNTER_3_DESK, *others())
    return tuple(replace(desk, is_present=False, is_silent=True) for desk in there)


LONG_NOTE = (
    "He has a knife in his left hand and stands between me and the door; two customers are "
    "sitting by the window and do not see it. He says that he will wait for the supervisor and "
    "that nobody is to move. He wears a grey coat and a red cap, is about forty, and has been here "
    "twice this week about the same letter. The back door is locked, the key hangs in the "
    "kitchen, and Devon is in the file room with a visitor."
)
"""Nearly as long as a note can be."""


class Story:
    """An alert told fact by fact, a second apart, as its stations would sign it."""

    def __init__(
        self,
        kind: Kind = Kind.PANIC,
        *,
        place: str = "Counter 3",
        area: str = "Front desk, ground floor",
        person: str = "Maria Delgado",
        station: str = COUNTER_3,
        name: str = "a1",
        note: str = "",
        occasion: Occasion = Occasion.REAL,
        is_forced: bool = False,
        button: str = "",
    ) -> None:
        self.id = name
        self._station = station
        self._facts: list[Recorded] = []
        self._clocks: dict[str, timedelta] = {}
        self.presses: list[str] = []
        raised = AlertRaised(
            kind=kind,
            place=place,
            area=area,
            person=person,
            note=note,
            occasion=occasion,
            is_forced=is_forced,
            button=button,
        )
        self.presses.append(self.add(station, raised))

    def clock(self, device: str, off_by: timedelta) -> "Story":
        """From now on, that station's clock is wrong."""
        self._clocks[device] = off_by
        return self

    def add(self, device: str, fact: AnyAlertFact) -> str:
        """Add a fact; return its event's id."""
        count = len(self._facts)
        event = self.id if count == 0 else f"{self.id}-{count}"
        at = T0 + timedelta(seconds=count) + self._clocks.get(device, timedelta())
        self._facts.append(Recorded(at, event, device, fact))
        return event

    def pressed_again(self, kind: Kind = Kind.PANIC) -> "Story":
        fact = AlertPressed(alert=self.id, kind=kind, person="Maria Delgado")
        self.presses.append(self.add(self._station, fact))
        return self

    def received(self, *devices: str) -> "Story":
        for device in devices:
            self.add(device, AlertReceived(alert=self.id, presses=tuple(self.presses)))
        return self

    def going(self, device: str, person: str, minutes: int | None = None) -> "Story":
        seen = tuple(self.presses)
        fact = AlertAcknowledged(alert=self.id, presses=seen, person=person, minutes=minutes)
        self.add(device, fact)
        return self

    def told(self, device: str, person: str, message: Message) -> "Story":
        self.add(device, AlertTold(alert=self.id, message=message, person=person))
        return self

    def unsaid(self, device: str, person: str, message: Message) -> "Story":
        """That desk takes back all that it told of ``message``."""
        told = tuple(
            one.event
            for one in self._facts
            if one.device == device
            and isinstance(one.fact, AlertTold)
            and one.fact.message is message
        )
        fact = AlertUnsaid(alert=self.id, message=message, events=told, person=person)
        self.add(device, fact)
        return self

    def noted(self, context: Context | None = None, text: str = "") -> "Story":
        self.add(self._station, AlertNoted(alert=self.id, context=context, text=text))
        return self

    def attended(self, device: str, person: str) -> "Story":
        seen = tuple(self.presses)
        self.add(device, AlertAttended(alert=self.id, presses=seen, person=person))
        return self

    def withdrawn(self) -> "Story":
        self.add(self._station, AlertWithdrawn(alert=self.id, person="Maria Delgado"))
        return self

    def offered(self, device: str, person: str) -> "Story":
        """A colleague at another counter goes there."""
        self.add(device, AlertOffered(alert=self.id, person=person))
        return self

    def took(self, device: str, person: str, step: str) -> "Story":
        self.add(device, StepTaken(alert=self.id, step=step, person=person))
        return self

    def did(self, device: str, person: str, step: str, *, is_needed: bool = True) -> "Story":
        fact = StepDone(alert=self.id, step=step, person=person, is_needed=is_needed)
        self.add(device, fact)
        return self

    def relayed(self, device: str, contact: str, failure: str = "", code: int = 0) -> "Story":
        """A sender told a contact outside, or could not."""
        said = AlertRelayed(alert=self.id, contact=contact, failure=failure, code=code)
        self.add(device, said)
        return self

    def forced(self) -> "Story":
        """Taken back with the duress code."""
        self.withdrawn()
        fact = AlertPressed(alert=self.id, kind=Kind.PANIC, is_forced=True)
        self.presses.append(self.add(self._station, fact))
        return self

    def closed(self, device: str, person: str) -> "Story":
        seen = tuple(self.presses)
        self.add(device, AlertClosed(alert=self.id, presses=seen, person=person))
        return self

    def alert(self) -> Alert:
        """The alert that these facts make."""
        made = fold(self.id, self._facts)
        assert made is not None
        return made


def window_six(name: str = "b2", **changes: object) -> Story:
    return Story(
        Kind.ASSIST,
        place="Window 6",
        area="Records",
        person="Devon Park",
        station=WINDOW_6,
        name=name,
        **changes,  # type: ignore[arg-type] # a test's shorthand
    )


def live(
    story: Story,
    *,
    ago: float = 9.0,
    delivery: Delivery | None = None,
    is_asked: bool = False,
    is_late: bool = False,
    is_police_asked: bool = False,
) -> LiveAlert:
    """Put a story on the board, raised ``ago`` seconds before ``NOW``; and see ``Alert``."""
    alert = replace(
        story.alert(), is_asked=is_asked, is_late=is_late, is_police_asked=is_police_asked
    )
    return LiveAlert(alert=alert, since=NOW - ago, delivery=delivery)


def delivery(got: int = 0, of: int = 3, **changes: bool) -> Delivery:
    """A delivery that is recorded and sent, unless told otherwise."""
    plain = Delivery(
        of=of, got=got, is_leaving=False, is_recorded=True, is_sent=True, is_overdue=False
    )
    return replace(plain, **changes)


def supervisor_board(
    *alerts: LiveAlert,
    closed: Sequence[Alert] = (),
    me: Desk = ANA_DESK,
    desks: tuple[Desk, ...] | None = None,
    relays_up: int = 2,
    why: Unready | None = None,
    protocol: SiteProtocol | None = None,
) -> Board:
    """The board on Ana's desk."""
    return Board(
        site_name="Alder County Health",
        site_address="118 Court Street",
        me=me,
        alerts=alerts,
        closed=tuple(closed),
        desks=(COUNTER_3_DESK, *others()) if desks is None else desks,
        readiness=Readiness(why),
        relays_up=relays_up,
        call_instead="4100",
        protocol=protocol,
    )


def counter_board(
    *alerts: LiveAlert, why: Unready | None = None, call_instead: str = "4100"
) -> Board:
    """The board on Counter 3."""
    return Board(
        site_name="Alder County Health",
        site_address="118 Court Street",
        me=COUNTER_3_DESK,
        alerts=alerts,
        closed=(),
        desks=(ANA_DESK, *others()),
        readiness=Readiness(why),
        relays_up=2,
        call_instead=call_instead,
    )


def staff_board(*alerts: LiveAlert) -> Board:
    """The board on the staff desk in the back office."""
    desks = (ANA_DESK, COUNTER_3_DESK, *others())
    return replace(counter_board(*alerts), me=BACK_OFFICE_DESK, desks=desks)
