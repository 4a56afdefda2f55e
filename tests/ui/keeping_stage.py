"""The console's Guidance page over the cards that ship, for tests and pictures."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import DeskError
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event
from desktop.domain.guidance.card import Card
from desktop.domain.guidance.errors import CardRefusedError
from desktop.domain.guidance.facts import (
    CardEdited,
    CardRated,
    CardRead,
    GuidanceWord,
    PracticeDone,
)
from desktop.domain.reports.attachments import Attachment
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Member, Roster
from desktop.services.adapters.cards import read_card
from desktop.services.guidance.cards_desk import CardsDesk, Change
from desktop.services.guidance.gathering import Gathered, Said
from desktop.ui.bridge import Bridge
from desktop.ui.console.guidance.card_pane import Tab
from desktop.ui.console.guidance.entry import KEY, entry_of
from desktop.ui.console.guidance.keeping import Keeping
from desktop.ui.console.guidance.page import GuidancePage, Place
from desktop.ui.console.guidance.parts import KeepingParts
from desktop.ui.console.window import ConsoleWindow
from desktop.ui.theme import Appearance, Scheme
from desktop.ui.views.guidance_cards import CardFilter
from desktop.ui.words import Words
from tests.support.shipped_cards import shipped
from tests.support.stations import SITE, Author, key_of
from tests.ui.sample import NOW, supervisor_board

TODAY = date(2026, 12, 1)
MORNING = datetime(2026, 12, 1, 17, 4, tzinfo=UTC)

ANA, MARCUS = "Ana Ruiz", "Marcus Bell"
PEOPLE = (ANA, MARCUS, "Devon Park", "Maria Delgado")


@dataclass
class NoticeBoard:
    """What carries notices between desks that can be reached."""

    sites: list["InMemorySite"] = field(default_factory=list)
    is_up: bool = True
    waiting: list[tuple["InMemorySite", Event, Fact]] = field(default_factory=list)

    def carry(self, sender: "InMemorySite", event: Event, fact: Fact) -> None:
        self.waiting.append((sender, event, fact))
        if self.is_up:
            self.bring()

    def bring(self) -> None:
        """Everything that waits reaches the other desks."""
        waiting, self.waiting = self.waiting, []
        for sender, event, fact in waiting:
            for site in self.sites:
                if site is not sender:
                    site.hear(event, fact)


class InMemorySite:
    """A station as the guidance needs it: signs what it publishes and hears what others did."""

    def __init__(self, name: str, board: NoticeBoard, now: Callable[[], datetime]) -> None:
        self.author = Author(key_of(name))
        self._board, self._now = board, now
        self._listeners: list[Callable[[Event, Fact], None]] = []
        self.refusal: Exception | None = None
        self.leaves_late: list[Callable[[], None]] | None = None
        board.sites.append(self)

    @property
    def device(self) -> str:
        return self.author.key.id

    @property
    def roster(self) -> Roster:
        """All desks of the site are supervisors'."""
        members = (
            Member(
                device=site.device,
                key=site.author.key.public_bytes,
                role=Role.SUPERVISOR,
                place="Supervisors",
                area="",
                name="",
                administrator=False,
            )
            for site in self._board.sites
        )
        return Roster(site_key=SITE.public_bytes, members={one.device: one for one in members})

    def watch_roster(self, listener: Callable[[Roster], None]) -> None:
        """It never changes here."""

    def watch_notices(self, listener: Callable[[Event, Fact], None]) -> None:
        self._listeners.append(listener)

    def publish(self, fact: Fact) -> "Future[Event]":
        answer: Future[Event] = Future()

        def leave() -> None:
            if self.refusal is not None:
                answer.set_exception(self.refusal)
                return
            event = self.author.says(fact, at=self._now())
            self.hear(event, fact)
            self._board.carry(self, event, fact)
            answer.set_result(event)

        if self.leaves_late is None:
            leave()
        else:
            self.leaves_late.append(leave)
        return answer

    def hear(self, event: Event, fact: Fact) -> None:
        for listener in self._listeners:
            listener(event, fact)


class NoArchive:
    """Nothing was kept before."""

    def of_types(self, types: Collection[str], then: Callable[[Sequence[Event]], None]) -> None:
        pass


class DeskOfCards:
    """One supervisor's desk: its cards, its thread, and whoever sits there."""

    def __init__(self, person: str, board: NoticeBoard, now: Callable[[], datetime]) -> None:
        self.person = person
        self.site = InMemorySite(person, board, now)
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="guidance")
        read = shipped()
        self.cards = CardsDesk(
            shipped={name: (read.texts[name], card) for name, card in read.cards.items()},
            read=_read,
            site=self.site,
            archive=NoArchive(),
            aside=self._aside,
        )
        self.cards.start()

    def _aside(self, action: Callable[[], None]) -> None:
        with suppress(RuntimeError):
            self._worker.submit(action)

    def changes(self, card: str, old: str, new: str, *, why: str = "") -> str:
        """Save a version with ``new`` in place of ``old``; returns which it is."""
        texts = dict(self.cards.guidance.shown[card].texts)
        assert old in texts["en"], old
        texts["en"] = texts["en"].replace(old, new)
        change = Change(
            card=card,
            texts=texts,
            bases=self.cards.guidance.history(card).ends,
            editor=self.person,
            why=why,
        )
        return self.cards.save(change).result(5).version

    def publishes(self, card: str, texts: dict[str, str]) -> None:
        """Send a version as another program might, which checks nothing."""
        self.site.publish(CardEdited(card=card, texts=texts, editor=self.person)).result(5)

    def settle(self) -> None:
        """Wait for the desk's own thread."""
        self._worker.submit(lambda: None).result(5)

    def close(self) -> None:
        self._worker.shutdown(wait=True)


def _read(name: str, texts: Mapping[str, str]) -> Mapping[str, Card]:
    return read_card(texts, name=name)


class People:
    """Gathers what people say, as the records of a supervisor's desk do."""

    def __init__(self) -> None:
        self._said: list[Said] = []
        self._listeners: list[Callable[[Gathered], None]] = []

    def watch(self, listener: Callable[[Gathered], None]) -> None:
        self._listeners.append(listener)
        listener(self._gathered())

    def say(self, word: GuidanceWord, *, place: str = "Counter 3", ago: int = 0) -> None:
        """Let somebody at that place say ``word``, so many minutes ago."""
        at = MORNING - timedelta(minutes=ago)
        self._said.append(Said(at, f"{len(self._said):032x}", device_of(place), word))
        for listener in self._listeners:
            listener(self._gathered())

    def say_all(self, words: Iterable[GuidanceWord]) -> None:
        """Let many say something, one minute after the other."""
        for number, word in enumerate(words):
            at = MORNING + timedelta(minutes=number)
            self._said.append(Said(at, f"{len(self._said):032x}", device_of("Counter 3"), word))
        for listener in self._listeners:
            listener(self._gathered())

    def _gathered(self) -> Gathered:
        return Gathered(tuple(sorted(self._said, key=lambda one: one.at, reverse=True)))


class Files:
    """Takes in what somebody chose, at once; or refuses it."""

    def __init__(self) -> None:
        self.chosen = Path("crisis-plan.pdf")
        self.opened: list[Attachment] = []
        self.refusal: DeskError | None = None

    def open(self, file: Attachment) -> "Future[None]":
        self.opened.append(file)
        answer: Future[None] = Future()
        if self.refusal is not None:
            answer.set_exception(self.refusal)
        else:
            answer.set_result(None)
        return answer

    def take(self, path: Path, by: str) -> "Future[Attachment]":
        answer: Future[Attachment] = Future()
        if self.refusal is not None:
            answer.set_exception(self.refusal)
        else:
            answer.set_result(a_pdf(path.name, by))
        return answer


def a_pdf(name: str, by: str = ANA) -> Attachment:
    digest = sha256(name.encode()).hexdigest()
    return Attachment(name=name, media="application/pdf", size=184_320, sha256=digest, added_by=by)


def device_of(place: str) -> str:
    return key_of(place).id


def people_talk(stage: "KeepingStage") -> None:
    """Let a few days of what people say come in."""
    seen = stage.keeping.seen
    assert seen is not None
    version = seen.guidance.version_of("language")
    say = stage.people.say
    for ago in range(7):
        say(CardRated(card="language", version=version, is_helpful=True), ago=ago)
    say(
        CardRated(
            card="language",
            is_helpful=True,
            comment="The second sentence worked at once.",
            rater="Maria Delgado",
        ),
        ago=65,
    )
    say(CardRated(card="language", comment="Too long to read while he shouts."), place="Window 6")
    say(CardRated(card="visit", comment="Where is the number of the sheriff?", rater="Carl Jensen"))
    for ago in (30, 900):
        say(CardRated(looked_for="Service dog", rater="Devon Park"), place="Window 6", ago=ago)
    say(CardRated(looked_for="elevator stuck"), ago=2000)
    say(CardRead(card="language", version=version, reader="Maria Delgado"), ago=200)
    say(PracticeDone(card="practice-insult", good=2, of=3, person="Devon Park"), ago=100)


@dataclass
class KeepingStage:
    """A console, its Guidance page, the desk behind it, and another desk of the site."""

    console: ConsoleWindow
    keeping: Keeping
    desk: DeskOfCards
    other: DeskOfCards
    board: NoticeBoard
    clock: list[datetime]
    words: Words
    people: "People"
    files: "Files"

    @property
    def page(self) -> GuidancePage:
        page = self.console.built_pages[KEY]
        assert isinstance(page, GuidancePage)
        return page

    def open_page(self) -> GuidancePage:
        """Open the page and wait for its cards."""
        self.console.show_page(KEY)
        self.wait(lambda: self.keeping.seen is not None)
        return self.page

    def open(self, card: str) -> None:
        """Show a card."""
        self.keeping.open(card)

    def wait(self, condition: Callable[[], bool]) -> None:
        """Let the windows' thread work until ``condition`` holds."""
        until = monotonic() + 5
        while not condition():
            assert monotonic() < until, "it did not come"
            QTest.qWait(5)

    def passes(self, time: timedelta) -> None:
        """Let the clock of every desk run on."""
        self.clock[0] += time

    def prepare(self, name: str) -> None:
        """Let the desks change the card of the pictures."""
        self.other.changes(
            "language",
            "firm and polite.",
            "polite, and firm.",
            why="Plainer words, as Maria asked for",
        )
        self.passes(timedelta(minutes=40))
        self.settle()
        if name == "contested":
            self.board.is_up = False
            self.desk.changes("language", "How dare you.", "Do you know who I am?")
            self.passes(timedelta(minutes=3))
            self.other.changes("language", "Pause.", "Pause and breathe.", why="From the training")
            self.board.is_up = True
            self.board.bring()
        else:
            self.desk.changes("language", "- How dare you.\n", "", why="Nobody says that")
        self.settle()
        made = 3 if name == "contested" else 2
        self.wait(lambda: self.seen_versions("language") == made)

    def seen_versions(self, card: str) -> int:
        """How many versions of the card the page knows of."""
        seen = self.keeping.seen
        return len(seen.guidance.history(card).editions) if seen else 0

    def settle(self) -> None:
        """Wait for the threads of both desks."""
        self.desk.settle()
        self.other.settle()

    def state(self, name: str, size: QSize) -> QWidget:
        """Bring the page into the state that a picture is named for."""
        self.console.resize(size)
        self.console.show()
        self.open_page()
        self.open("language")
        if name in {"versions", "contested", "overdue", "hidden", "said"}:
            self.prepare(name)
        if name in {"said", "site-said"}:
            people_talk(self)
        further: dict[str, Callable[[], object]] = {
            "refused": lambda: self.page.pane.text.text.setPlainText(
                self.page.pane.text.text.toPlainText().replace("## Do\n", "## Dont\n")
            ),
            "versions": lambda: self.keeping.show_tab(Tab.VERSIONS),
            "contested": lambda: self.keeping.show_tab(Tab.VERSIONS),
            "said": lambda: self.keeping.show_tab(Tab.SAID),
            "site-said": lambda: self.keeping.go_to(Place.SAID),
            "files": lambda: self.keeping.editing.attach(self.files.chosen),
            "overdue": lambda: self.keeping._choose_filter(CardFilter.OVERDUE),
            "adding": lambda: self.keeping.go_to(Place.ADDING),
            "hidden": lambda: self.keeping.show_tab(Tab.TEXT),
        }
        if name in further:
            further[name]()
            QTest.qWait(500)
        QTest.qWait(60)
        return self.console


@contextmanager
def keeping_stage(
    scheme: Scheme = Scheme.LIGHT,
    scale: float = 1.0,
    language: str = "en",
    today: date = TODAY,
    faults: tuple[CardRefusedError, ...] = (),
) -> Iterator[KeepingStage]:
    """A console that is not shown yet, over the cards that ship, at Ana's desk."""
    words = Words.of(language)
    bridge = Bridge()
    clock = [MORNING]
    board = NoticeBoard()
    desk = DeskOfCards(ANA, board, lambda: clock[0])
    other = DeskOfCards(MARCUS, board, lambda: clock[0])
    places = {desk.site.author.key.id: "Office 1", other.site.author.key.id: "Office 2"}
    places |= {device_of(place): place for place in ("Counter 3", "Window 6")}
    people, files = People(), Files()
    keeping = Keeping(
        KeepingParts(
            cards=desk.cards,
            post=bridge.post,
            words=words,
            person=lambda: desk.person,
            now=lambda: clock[0],
            today=lambda: today,
            is_reached=lambda: board.is_up,
            people=lambda: PEOPLE,
            faults=faults,
            hearing=people,
            take_file=files.take,
            open_file=files.open,
            ask_file=lambda chosen: chosen(files.chosen),
            place_of=lambda device: places.get(device, ""),
        )
    )
    console = ConsoleWindow(
        appearance=Appearance(scheme=scheme, text_scale=scale),
        words=words,
        pages=(entry_of(words, keeping.build),),
        monotonic=lambda: NOW,
    )
    keeping.count_changed.connect(lambda count: console.show_count(KEY, count))
    console.show_board(supervisor_board())
    try:
        yield KeepingStage(console, keeping, desk, other, board, clock, words, people, files)
    finally:
        console.hide()
        keeping.close()
        console.close()
        console.deleteLater()
        desk.close()
        other.close()


class DiskFullError(DeskError):
    """The disk of this PC is full."""

    advice = "Free some space, then press again; what you typed is still there."
