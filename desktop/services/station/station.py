"""A station at work: the alert thread, and the way in for everyone else.

Bytes, timers and commands come in at one end; facts are folded; a board goes out at the other
(DESIGN §3). Nothing here knows a screen, a broker or a file.
"""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from functools import partial
from typing import TypeVar

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.escalation import Patience
from desktop.domain.alerts.facts import AlertId, AlertRelayed, Context, Kind, Message, Occasion
from desktop.domain.board import Board
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event
from desktop.domain.events.ids import EventIds
from desktop.domain.protocol.facts import StepId
from desktop.domain.relays import Arrival, NetworkFact, RelayTarget
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Roster
from desktop.services.actor import Actor
from desktop.services.alerts.raising import Pressed
from desktop.services.delivery.turnstile import Turnstile
from desktop.services.station.alert_path import AlertPath
from desktop.services.station.parts import Parts

T = TypeVar("T")


class Station:
    """One station. Every method may be called from any thread; answers come as futures.

    ``watch`` hands out each new board; it is called on the alert thread and must not block.
    """

    def __init__(self, parts: Parts) -> None:
        transport = parts.transport(self.hear)
        self._actor = Actor("alerts", parts.clock.monotonic, transport)
        self._turnstile = Turnstile()
        self._path = AlertPath(parts, actor=self._actor, transport=transport)
        self._actor.settled = self._path.showing.show

    def start(self) -> None:
        """Begin to work: reach the relays, beat, go on with what a restart interrupted."""
        self._actor.start()
        self._actor.post(self._path.begin)

    def stop(self) -> None:
        """Stop working. What is in the journal's hands still gets to the disk."""
        self._actor.stop()
        self._path.end()

    # --- what it shows -------------------------------------------------------------------------

    @property
    def board(self) -> Board:
        """The newest board."""
        return self._path.showing.board

    @property
    def roster(self) -> Roster:
        """The roster as this station knows it."""
        return self._path.roster

    @property
    def device(self) -> DeviceId:
        """This station's device id."""
        return self._path.me

    @property
    def role(self) -> Role:
        """What this station is, as its inviter fixed it."""
        return self._path.role

    def watch(self, listener: Callable[[Board], None]) -> None:
        """Call ``listener`` with every new board, on the alert thread."""
        self._actor.post(lambda: self._path.showing.watch(listener))

    def watch_roster(self, listener: Callable[[Roster], None]) -> None:
        """Call ``listener`` with the roster now and whenever it changes, on the alert thread."""
        self._actor.post(lambda: self._path.membership.watch_roster(listener))

    def watch_purged(self, listener: Callable[[EventIds], None]) -> None:
        """Call ``listener`` with the events whose bodies are purged, those known and each news,
        on the alert thread.
        """
        self._actor.post(lambda: self._path.membership.watch_purged(listener))

    def watch_notices(self, listener: Callable[[Event, Fact], None]) -> None:
        """Call ``listener`` with each notice that says nothing of the roster, those since the start
        and new ones, on the alert thread; it must not block. Those before are in the archive.
        """
        self._actor.post(lambda: self._path.membership.watch_notices(listener))

    # --- the network ---------------------------------------------------------------------------

    def hear(self, fact: NetworkFact) -> None:
        """The transport's inbox: may be called from any thread, and never waits. Of a carrier
        that floods it, messages are dropped.
        """
        if not isinstance(fact, Arrival):
            self._actor.post(partial(self._path.heard, fact))
        elif self._turnstile.enters(fact):
            can_wait = self._path.urgency.can_wait(fact)
            post = self._actor.post_whenever if can_wait else self._actor.post
            post(partial(self._arrived, fact))

    def _arrived(self, arrival: Arrival) -> None:
        self._turnstile.leaves(arrival)
        self._path.heard(arrival)

    def reach_also(self, source: str, relays: Iterable[RelayTarget]) -> None:
        """Try these ways to relays besides the roster's; a later call from ``source`` replaces
        its earlier one. Sources: this station's own relay, its settings, and discovery.
        """
        ways = tuple(relays)
        self._actor.post(lambda: self._path.membership.reach_also(source, ways))

    def forward_records(self, to: Callable[[NetworkFact], None]) -> None:
        """Hand everything of the stream ``records``, and what happens to the links, to the
        records thread: from now on, and the links that are up already.
        """
        self._actor.post(lambda: self._path.forward_records(to))

    # --- alerts --------------------------------------------------------------------------------

    def press(
        self,
        kind: Kind,
        *,
        place: str | None = None,
        note: str = "",
        occasion: Occasion = Occasion.REAL,
        alert: AlertId | None = None,
        button: str = "",
    ) -> "Future[Pressed]":
        """Call somebody, here or to ``place``; naming an ``alert`` presses again for that one.
        Of an adopted ``button`` nobody knows who pressed it.

        The future is set once the press has left and the board shows it, which is when it is on
        the disk, or after 50 ms without it. It cannot be cancelled.
        """
        path = self._path

        def press(done: Callable[[Pressed], None]) -> None:
            own = path.roster.device(path.me)
            path.raising.press(
                kind,
                place=place or (own.place if own else ""),
                area=own.area if own and not place else "",
                person="" if button else path.person,
                button=button,
                note=note,
                occasion=occasion,
                again=alert,
                answer=lambda pressed: path.showing.afterwards(partial(done, pressed)),
            )

        return self._promise(press)

    def note(
        self, alert: AlertId, *, context: Context | None = None, text: str = ""
    ) -> "Future[None]":
        """Say what is happening."""
        path = self._path
        return self._act(
            lambda: path.raising.note(alert, context=context, text=text, person=path.person)
        )

    def withdraw(self, alert: AlertId) -> "Future[None]":
        """Take it back; a supervisor still looks."""
        path = self._path
        return self._act(lambda: path.raising.withdraw(alert, person=path.person))

    def withdraw_forced(self, alert: AlertId) -> "Future[Pressed]":
        """Take it back for whoever looks on, and call everybody, whatever became of it meanwhile:
        the duress code was typed. The future is as that of ``press``.
        """
        path = self._path

        def press(done: Callable[[Pressed], None]) -> None:
            own = path.roster.device(path.me)
            path.raising.withdraw_forced(
                alert,
                place=own.place if own else "",
                area=own.area if own else "",
                person=path.person,
                answer=lambda pressed: path.showing.afterwards(partial(done, pressed)),
            )

        return self._promise(press)

    def acknowledge(
        self, alert: AlertId, *, minutes: int | None = None, is_unheard: bool = False
    ) -> "Future[Alert]":
        """*I'm going*; of a test, that somebody saw it, and whether they heard nothing."""
        path = self._path
        return self._act(
            lambda: path.answering.acknowledge(
                alert,
                person=path.person,
                minutes=minutes,
                roster=path.roster,
                is_unheard=is_unheard,
            )
        )

    def offer(self, alert: AlertId) -> "Future[Alert]":
        """A colleague without a supervisor's desk goes there."""
        path = self._path
        return self._act(lambda: path.answering.offer(alert, person=path.person))

    def tell(self, alert: AlertId, message: Message) -> "Future[Alert]":
        """Any other answer."""
        path = self._path
        return self._act(
            lambda: path.answering.tell(alert, message, person=path.person, roster=path.roster)
        )

    def attend(self, alert: AlertId) -> "Future[Alert]":
        """Somebody is there: said here or at the counter."""
        path = self._path
        return self._act(
            lambda: path.answering.attend(alert, person=path.person, roster=path.roster)
        )

    def close(self, alert: AlertId) -> "Future[Alert]":
        """It is over."""
        path = self._path
        return self._act(
            lambda: path.answering.close(alert, person=path.person, roster=path.roster)
        )

    def end_drill(self, alert: AlertId) -> "Future[Alert]":
        """Close the alert of a drill, whether anybody was there or not; see ``Answering``."""
        path = self._path
        return self._act(
            lambda: path.answering.end_drill(alert, person=path.person, roster=path.roster)
        )

    # --- the protocol: supervisors' desks alone, others are answered ``SupervisorsOnlyError`` ---

    def take_step(self, alert: AlertId, step: StepId) -> "Future[Alert]":
        """See to one step of the protocol."""
        path = self._path
        return self._act(lambda: path.protocol.take(alert, step, person=path.person))

    def finish_step(
        self, alert: AlertId, step: StepId, *, is_needed: bool = True
    ) -> "Future[Alert]":
        """A step is done, or need not be."""
        path = self._path
        return self._act(
            lambda: path.protocol.finish(alert, step, person=path.person, is_needed=is_needed)
        )

    def give_step_back(self, alert: AlertId, step: StepId) -> "Future[Alert]":
        """What this desk said of a step does not hold."""
        path = self._path
        return self._act(lambda: path.protocol.give_back(alert, step, person=path.person))

    def relayed(self, said: AlertRelayed) -> "Future[Alert]":
        """Put on record that this station told a contact outside, or why it could not."""
        path = self._path
        return self._act(lambda: path.answering.relayed(said))

    def wait(self, patience: Mapping[Kind, Patience]) -> None:
        """Go by these times of escalation from now on, also with what is open."""
        self._actor.post(lambda: self._path.wait(patience))

    # --- the site ------------------------------------------------------------------------------

    def publish(self, fact: Fact) -> "Future[Event]":
        """Sign a notice for everyone at the site. The future is set once it has left, which is
        when it is on the disk, or after 50 ms without it.
        """
        return self._promise(lambda done: self._path.membership.publish(fact, done))

    def hand_on(self, event: Event) -> "Future[Event]":
        """Take in a notice that another key signed (the site key), as if a peer had sent it, and
        send it on; the future is set as by ``publish``. Raises ``ForeignEventError`` there when
        the roster does not let its author say this.
        """
        return self._promise(lambda done: self._path.membership.hand_on(event, done))

    def heads_of(self, device: DeviceId) -> "Future[tuple[tuple[int, int], ...]]":
        """The last numbers held of a device, as pairs of the stream's number and the event's."""
        return self._actor.ask(lambda: self._path.ledger.heads_of(device))

    def is_someone(self, person: str) -> None:
        """Somebody else sits here now; every press after this carries their name."""
        self._actor.post_first(lambda: self._path.is_someone(person))

    def attention_changed(self) -> None:
        """Whoever sits here said that they leave, or are here again."""
        self._actor.post(self._path.attention_changed)

    def roster_events(self) -> "Future[tuple[Event, ...]]":
        """The roster's own events, as a newcomer needs them."""
        return self._actor.ask(lambda: self._path.notices.events)

    def refusals(self) -> "Future[dict[str, int]]":
        """How many messages were refused since the start, by reason."""
        return self._actor.ask(lambda: dict(self._path.intake.refused + self._path.ledger.refused))

    def _act(self, action: Callable[[], T]) -> "Future[T]":
        """Do ``action`` on the alert thread; the future is set once the board shows it."""

        def perform(done: Callable[[T], None]) -> None:
            self._path.showing.afterwards(partial(done, action()))

        return self._promise(perform)

    def _promise(self, begin: Callable[[Callable[[T], None]], None]) -> "Future[T]":
        """Call ``begin`` on the alert thread with what sets the future; what it raises is raised
        there. It cannot be cancelled: what was pressed has been pressed.
        """
        answer: Future[T] = Future()
        answer.set_running_or_notify_cancel()

        def begun(done: "Future[None]") -> None:
            error = done.exception()
            if error is not None:
                answer.set_exception(error)

        self._actor.ask(lambda: begin(answer.set_result), first=True).add_done_callback(begun)
        return answer
