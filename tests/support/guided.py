"""An office whose stations have the guidance: its cards, and what people say of them.

office = GuidedOffice().opens()
office.edits("Ana", a_guide("calm", "Slowly."))
assert office.says("Counter 3", "calm") == "Slowly."
"""

from collections.abc import Mapping
from concurrent.futures import Future
from typing import TypeVar

from desktop.domain.guidance.editions import Edition
from desktop.domain.guidance.guidance import Guidance, Texts
from desktop.domain.guidance.ids import CardId
from desktop.domain.roster.facts import DeviceRevoked
from desktop.domain.roster.roles import Role
from desktop.services.actor import Actor
from desktop.services.adapters.sqlite.schema import File
from desktop.services.guidance.cards_desk import CardsDesk, Change
from desktop.services.guidance.gathering import Gathered, Gathering
from desktop.services.guidance.saying import Saying
from desktop.services.records.own import OwnRecords
from desktop.services.records.parts import RecordWriter
from tests.support.guidance import a_guide, a_ladder, read, says, shipped
from tests.support.stations import Desk, Disk, Office, records_parts

T = TypeVar("T")
OURS = {
    "calm": a_guide("calm", "As it ships."),
    "queue": a_guide("queue", "Form a line."),
    "counter": a_ladder("you", "limit"),
}


class Table:
    """What one station has of the guidance; it is gone when its PC is switched off."""

    def __init__(self, desk: Desk, drafts: Disk) -> None:
        self.desk = desk
        self.worker = Actor(f"guidance of {desk.name}", desk.clock.monotonic)
        self.told: list[Guidance] = []
        self.cards = CardsDesk(
            shipped=shipped(**OURS),
            read=read,
            site=desk.at_work,
            archive=desk.disk,
            aside=self.worker.post,
        )
        self.own: OwnRecords | None = None
        self.gathering: Gathering | None = None
        self.gathered = Gathered()
        writer: RecordWriter
        if desk.role is Role.SUPERVISOR:
            writer = desk.records_at_work
            self.gathering = Gathering(
                desk.records_at_work, archive=desk.records_disk, site=desk.at_work
            )
            self.gathering.watch(self._gather)
        else:
            writer = self.own = OwnRecords(records_parts(desk, drafts))
            self.own.post(self.own._begin)
        self.saying = Saying(lambda: writer)
        self.cards.watch(self.told.append)

    def _gather(self, gathered: Gathered) -> None:
        self.gathered = gathered


class GuidedOffice(Office):
    """Ana is the administrator, Marcus a supervisor."""

    def __init__(
        self,
        *,
        supervisors: tuple[str, ...] = ("Ana", "Marcus"),
        counters: tuple[str, ...] = ("Counter 1", "Counter 3"),
        opens_guidance: bool = True,
    ) -> None:
        super().__init__(supervisors=supervisors, counters=counters)
        self.drafts = {name: Disk(File.DRAFTS) for name in self.desks}
        self.tables: dict[str, Table] = {}
        self.opens_guidance = opens_guidance

    def opens(self, *names: str) -> "GuidedOffice":
        super().opens(*names)
        return self

    def start(self, name: str) -> Desk:
        desk = super().start(name)
        if self.opens_guidance:
            self.opens_the_guidance(name)
        return desk

    def opens_the_guidance(self, name: str) -> Table:
        """A second after the start, as a program does."""
        table = self.tables[name] = Table(self[name], self.drafts[name])
        table.cards.start()
        return table

    def stop(self, name: str) -> None:
        self.tables.pop(name, None)
        super().stop(name)

    def comes_back(self, name: str) -> None:
        """Its PC is switched on again, and it finds the others."""
        self.start(name)
        self.advance(30)

    def _actors(self) -> list[Actor]:
        tables = [*self.tables.values()]
        own = [table.own._actor for table in tables if table.own]
        return [*super()._actors(), *own, *(table.worker for table in tables)]

    # Cards

    def cards(self, name: str) -> CardsDesk:
        return self.tables[name].cards

    def guidance(self, name: str) -> Guidance:
        return self.cards(name).guidance

    def says(self, name: str, card: CardId = "calm") -> str:
        """What that card says at that station."""
        return says(self.guidance(name).shown[card].card)

    def edits(self, name: str, texts: Texts, card: CardId = "calm", **change: object) -> Edition:
        """Somebody saves a change of what their station shows now."""
        return self.done(self.saves(name, texts, card, **change))

    def saves(
        self, name: str, texts: Texts, card: CardId = "calm", **change: object
    ) -> "Future[Edition]":
        bases = tuple(head.version for head in self.guidance(name).history(card).heads)
        plain: dict[str, object] = {"bases": bases, "editor": name}
        return self.cards(name).save(Change(card=card, texts=texts, **{**plain, **change}))  # type: ignore[arg-type]  # a test's shorthand

    def revokes(self, name: str, heads: Mapping[int, int]) -> None:
        notice = DeviceRevoked(device=self[name].id, heads=tuple(heads.items()))
        self.done(self["Ana"].at_work.publish(notice))

    # Words

    def gathered(self, name: str) -> Gathered:
        return self.tables[name].gathered

    def bodies_at(self, name: str) -> list[bytes]:
        """The bodies of records that lie on a counter's disk."""
        return [row[0] for row in self.drafts[name].conn.execute("SELECT body FROM bodies")]
