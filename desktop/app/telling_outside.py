"""The contacts outside at one home: who they are, and the sender that tells them."""

import heapq
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from itertools import count
from threading import Lock
from uuid import uuid4

from desktop.app.home_at_work import HomeAtWork
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event
from desktop.domain.outside.contacts import Attempt, Contact, Message
from desktop.domain.outside.facts import AttendanceTold
from desktop.domain.outside.turns import SEND_WITHIN_S
from desktop.domain.roster.roles import Role
from desktop.domain.settings.layers import InForce
from desktop.monotonic import seconds_asleep
from desktop.services.actor import Actor
from desktop.services.adapters.outside.book import ContactsFile
from desktop.services.adapters.outside.post import ProcessPost
from desktop.services.log.reading import facts_of
from desktop.services.outside.contact_list import ContactList
from desktop.services.outside.errand import Sending
from desktop.services.outside.sender import Sender
from desktop.services.outside.wording import test_letter
from desktop.words import Words, on_this_clock

log = logging.getLogger(__name__)

ENDS_WITHIN_S = 1.0
ASKED_WITHIN_S = 0.5
IN_HASTE_S = 2.0
"""A message that has fewer seconds of its turn left when its worker is free waits for the next."""
AT_ONCE = 4
"""Messages on their way at the same time: each has a process of its own."""


class TellingOutside:
    """Opened where a station has contacts, or gets its first. May be asked from any thread.

    Boards, settings and notices come in on other threads and are looked at on one of its own; what
    sends waits in workers. Nothing here can delay an alert.
    """

    def __init__(self, at_work: HomeAtWork) -> None:
        self._at_work = at_work
        home = at_work.home
        is_desk = at_work.station.role is Role.SUPERVISOR
        self._post = ProcessPost(
            keyring=f"Countersign {at_work.identity.device[:12]}", file=home.addresses_file
        )
        self.contacts = ContactList(
            ContactsFile(home.contacts_file),
            self._post,
            new_id=lambda: uuid4().hex[:12],
            # A locked keyring asks on the screen, which a customer at a counter would see; and a
            # home that several accounts share needs what each of them can read.
            in_file=not is_desk or home.is_shared,
        )
        self._actor = Actor("outside", at_work.clock.monotonic)
        self._workers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="outside")
        self._sent: set[Future[None]] = set()
        self._is_over = False
        self._queueing = Lock()
        self._queue: list[tuple[int, float, int, Callable[[], None]]] = []
        self._order = count()
        self._sender = Sender(
            at_work.station,
            sending=Sending(
                schedule=self._actor.schedule,
                monotonic=at_work.clock.monotonic,
                contacts=lambda: self.contacts.contacts,
                send=self._send,
                asleep=seconds_asleep,
            ),
            now=at_work.clock.now,
            here=on_this_clock,
            words=self._words,
        )

    def start(self) -> None:
        """Tell the contacts from now on, when it is this station's turn."""
        at_work = self._at_work
        at_work.archive.of_types([AttendanceTold.TYPE], self._recall)
        at_work.station.watch_notices(self._heard)
        at_work.station.watch(lambda board: self._do(partial(self._sender.board_is, board)))
        at_work.preferences.watch(self._settings_are)
        self._settings_are(at_work.preferences.in_force)
        self._do(self._sender.watch)
        self._actor.start()

    def stop(self) -> None:
        """Tell nobody any more. What is on its way has a moment: alerts are not put on record
        before this has ended, and a message of which nobody knew is sent again.
        """
        self._workers.shutdown(wait=False, cancel_futures=True)
        wait(self._sent, timeout=ENDS_WITHIN_S)
        self._is_over = True
        self._actor.stop()

    @property
    def rank(self) -> int | None:
        """This station's turn among the senders, 0 for the first; ``None`` where it is none."""
        return self._sender.rank

    def add(self, label: str, address: str) -> Contact:
        """See ``ContactList.add``."""
        contact = self.contacts.add(label, address)
        self._do(self._sender.again)
        return contact

    def remove(self, label: str) -> Contact:
        """See ``ContactList.remove``."""
        contact = self.contacts.remove(label)
        self._do(self._sender.again)
        return contact

    def test(self, contacts: tuple[Contact, ...]) -> "Future[tuple[tuple[Contact, Attempt], ...]]":
        """Send each of them a message that says it is a test; how that went."""
        letter = test_letter(self._at_work.station.board, self._words())

        def send() -> tuple[tuple[Contact, Attempt], ...]:
            went: list[tuple[Contact, Attempt]] = []
            self._post.send(
                letter, contacts, SEND_WITHIN_S, lambda *one: went.append(self._noted(*one))
            )
            return tuple(went)

        return self._workers.submit(send)

    def _send(
        self,
        message: Message,
        contacts: tuple[Contact, ...],
        within: float,
        told: Callable[[Contact, Attempt], None],
        *,
        urgency: tuple[int, float],
        is_wanted: Callable[[], bool],
    ) -> None:
        def heard(contact: Contact, attempt: Attempt) -> None:
            self._do(partial(told, contact, attempt))
            self._noted(contact, attempt)

        monotonic = self._at_work.clock.monotonic
        until = monotonic() + within

        def send() -> None:
            left = until - monotonic()
            if left < IN_HASTE_S:
                log.warning(
                    "too many messages at once: “%s” waits for its next turn", message.title
                )
            elif self._is_still(is_wanted):
                self._post.send(message, contacts, left, heard)

        try:
            with self._queueing:
                heapq.heappush(self._queue, (*urgency, next(self._order), send))
            sent = self._workers.submit(self._send_most_urgent)
            self._sent = {one for one in self._sent if not one.done()} | {sent}
            sent.add_done_callback(_complain)
        except RuntimeError as error:  # the station ends, or has no thread to spare
            log.info("nothing was sent, for now: %s", error)

    def _send_most_urgent(self) -> None:  # in a worker: one for each in the queue
        with self._queueing:
            *_, send = heapq.heappop(self._queue)
        send()

    def _is_still(self, wanted: Callable[[], bool]) -> bool:
        """Somebody may have answered while it waited; a thread that does not say so tells them."""
        try:
            return self._actor.ask(wanted).result(ASKED_WITHIN_S)
        except TimeoutError:
            return True

    def _noted(self, contact: Contact, attempt: Attempt) -> tuple[Contact, Attempt]:
        if attempt.is_told:
            log.info("told “%s”", contact.label)
        else:
            log.warning(
                "“%s” could not be told: %s %s", contact.label, attempt.failure, attempt.code
            )
        if not self._is_over:  # the home is given back, and is another program's
            self.contacts.went(contact, attempt, self._at_work.clock.now())
        return contact, attempt

    def _words(self) -> Words:
        return Words.of(self._at_work.language)

    def _do(self, action: Callable[[], None]) -> None:
        self._actor.post(action)

    def _settings_are(self, in_force: InForce) -> None:
        self._do(partial(self._sender.settings_are, in_force.settings, site=in_force.site))

    def _recall(self, events: Iterable[Event]) -> None:  # on the archive's thread
        for event, fact in facts_of(events):
            self._do(partial(self._sender.heard, event, fact))

    def _heard(self, event: Event, fact: Fact) -> None:  # on the alert thread
        if isinstance(fact, AttendanceTold):
            self._do(partial(self._sender.heard, event, fact))


def _complain(sent: "Future[None]") -> None:
    """Nobody else reads what a worker raised."""
    if not sent.cancelled() and (error := sent.exception()) is not None:
        log.error("a message to contacts outside came to no end", exc_info=error)
