"""Senders in an office of one thread: they play their post, and take their turns by its clock."""

from collections.abc import Iterable

from desktop.domain.events.event import Event
from desktop.domain.outside.contacts import Contact
from desktop.domain.outside.facts import AttendanceTold
from desktop.domain.settings.settings import Settings
from desktop.services.log.reading import facts_of
from desktop.services.outside.errand import Sending
from desktop.services.outside.sender import Sender
from desktop.services.schedule import Schedule
from desktop.words import Words
from tests.support.outside import PlayedPost, contact
from tests.support.stations import Desk, Office

STEP_S = 1.0


class SenderAt:
    """The sender of one desk, and what it sent."""

    def __init__(self, office: Office, desk: Desk, contacts: tuple[Contact, ...]) -> None:
        self.post = PlayedPost()
        self.contacts = contacts
        self.slept = 0.0
        self.schedule = Schedule(office.clock.monotonic)
        self.sender = Sender(
            desk.at_work,
            sending=Sending(
                schedule=self.schedule,
                monotonic=office.clock.monotonic,
                contacts=lambda: self.contacts,
                send=self.post.send,
                asleep=lambda: self.slept,
            ),
            now=office.clock.now,
            here=lambda at: at,
            words=lambda: Words.of("en"),
        )
        desk.disk.of_types([AttendanceTold.TYPE], self._recall)
        desk.at_work.watch_notices(self.sender.heard)
        desk.at_work.watch(self.sender.board_is)
        self.sender.watch()

    def _recall(self, events: Iterable[Event]) -> None:
        for event, fact in facts_of(events):
            self.sender.heard(event, fact)

    @property
    def titles(self) -> list[str]:
        return [message.title for message, _ in self.post.sent]


class Senders:
    """The senders of an office, the first one first."""

    def __init__(self, office: Office, *names: str, hours: str = "") -> None:
        self.office = office
        self.settings = Settings(
            outside=(("senders", tuple(office[name].id for name in names)),),
            hours=(("open", (hours,)),) if hours else (),
        )
        self.at: dict[str, SenderAt] = {}
        self.asleep: dict[str, float] = {}
        for name in names:
            self.begins(name)
        office.settle()

    def __getitem__(self, name: str) -> SenderAt:
        return self.at[name]

    def begins(self, name: str) -> SenderAt:
        """The program of that desk starts."""
        at = SenderAt(self.office, self.office[name], (contact(f"{name}'s director"),))
        self.at[name] = at
        at.sender.settings_are(self.settings)
        return at

    def dies(self, name: str) -> None:
        """The program of that desk is killed."""
        self.office.stop(name)
        del self.at[name]

    def sleeps(self, name: str) -> None:
        """Somebody closes the lid of that desk's PC."""
        self.office.sleeps(name)
        self.asleep[name] = self.office.clock.monotonic()

    def wakes(self, name: str) -> None:
        """The lid is opened, and the PC can tell for how long it was closed."""
        self.at[name].slept += self.office.clock.monotonic() - self.asleep.pop(name)
        self.office.wakes(name)

    def pass_by(self, seconds: float) -> None:
        """Time passes for the stations and their senders."""
        for _ in range(round(seconds / STEP_S)):
            self.office.advance(STEP_S)
            for at in (at for name, at in self.at.items() if name not in self.asleep):
                at.schedule.run_due()
            self.office.settle()

    @property
    def sent(self) -> int:
        """Messages that left the house, from any of them that is still there."""
        return sum(len(at.post.sent) for at in self.at.values())
