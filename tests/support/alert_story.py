"""An alert as it might really have gone, told as facts, for tests that print or show one."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from desktop.domain.alerts.alert import Alert, AnyAlertFact, Recorded, fold
from desktop.domain.alerts.facts import (
    AlertAcknowledged,
    AlertAttended,
    AlertClosed,
    AlertNoted,
    AlertPressed,
    AlertRaised,
    AlertReceived,
    AlertTold,
    Context,
    Kind,
    Message,
    Occasion,
)
from desktop.domain.events.event import EventId
from desktop.domain.roster.ids import DeviceId

PRESSED_AT = datetime(2026, 3, 9, 16, 2, 11, 480_000, UTC)
COUNTER, FRONT, BACK, ANNEX = (sha256(n).hexdigest()[:32] for n in (b"3", b"front", b"back", b"x"))
NAMES = {COUNTER: "Counter 3", FRONT: "Front office", BACK: "Back office", ANNEX: "Annex"}


class Story:
    """Facts in the order in which they are told, each signed ``s`` seconds after the press."""

    def __init__(
        self,
        *,
        kind: Kind = Kind.PANIC,
        place: str = "Counter 3",
        person: str = "Maria Delgado",
        note: str = "",
        occasion: Occasion = Occasion.REAL,
    ) -> None:
        self._recorded: list[Recorded] = []
        self.presses: list[EventId] = []
        self.id = ""
        self.id = self.tell(
            0,
            COUNTER,
            AlertRaised(
                kind=kind,
                place=place,
                area="ground floor",
                person=person,
                note=note,
                occasion=occasion,
            ),
        )
        self.presses.append(self.id)

    def tell(self, s: float, device: DeviceId, fact: AnyAlertFact) -> EventId:
        event = sha256(f"{self.id}{len(self._recorded)}".encode()).hexdigest()[:32]
        at = PRESSED_AT + timedelta(seconds=s)
        self._recorded.append(Recorded(at, event, device, fact))
        return event

    def press(self, s: float, kind: Kind = Kind.PANIC) -> None:
        pressed = AlertPressed(alert=self.id, kind=kind, person="Maria Delgado")
        self.presses.append(self.tell(s, COUNTER, pressed))

    def receive(self, s: float, device: DeviceId, *, kept: bool = True) -> None:
        received = AlertReceived(alert=self.id, presses=tuple(self.presses), kept=kept)
        self.tell(s, device, received)

    def note(self, s: float, text: str = "", context: Context | None = None) -> None:
        self.tell(s, COUNTER, AlertNoted(alert=self.id, text=text, context=context))

    def answer(self, s: float, device: DeviceId, person: str, minutes: int | None = None) -> None:
        seen = tuple(self.presses)
        self.tell(
            s,
            device,
            AlertAcknowledged(alert=self.id, presses=seen, person=person, minutes=minutes),
        )

    def say(self, s: float, device: DeviceId, person: str, message: Message) -> None:
        self.tell(s, device, AlertTold(alert=self.id, message=message, person=person))

    def attend(self, s: float, device: DeviceId, person: str = "") -> None:
        self.tell(
            s, device, AlertAttended(alert=self.id, presses=tuple(self.presses), person=person)
        )

    def close(self, s: float, device: DeviceId, person: str) -> None:
        self.tell(s, device, AlertClosed(alert=self.id, presses=tuple(self.presses), person=person))

    def alert(self) -> Alert:
        alert = fold(self.id, self._recorded)
        assert alert is not None
        return alert


def helped_at_counter_3(occasion: Occasion = Occasion.REAL) -> Alert:
    """Maria presses three times, two of three desks hear, Ana goes, Ben calls the police."""
    story = Story(occasion=occasion)
    story.receive(0.038, FRONT)
    story.receive(0.041, BACK)
    story.press(1.2)
    story.receive(1.23, FRONT)
    story.press(2.1)
    story.receive(2.14, BACK)
    story.note(6.4, context=Context.THREAT, text="He struck the counter twice")
    story.answer(12.1, FRONT, "Ana Ruiz")
    story.say(19.8, BACK, "Ben Okafor", Message.POLICE_CALLED)
    story.attend(54.2, COUNTER)
    story.close(349, FRONT, "Ana Ruiz")
    return story.alert()
