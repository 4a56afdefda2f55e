"""The buttons of this station: heard at their brokers, and each press signed here."""

import logging
import os
import secrets
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import Timer

import msgspec
from msgspec.structs import replace

from desktop.app.home_at_work import HomeAtWork
from desktop.app.noting import noted
from desktop.domain.buttons import (
    Button,
    ButtonStanding,
    UnknownButtonError,
    require_adoptable,
)
from desktop.domain.errors import DeskError
from desktop.domain.relays import RelayAddress
from desktop.services.adapters.buttons.book import ButtonBook, KeptButton
from desktop.services.adapters.buttons.ear import Ear, Said
from desktop.services.adapters.machine import reached_at
from desktop.services.adapters.mosquitto.buttons_broker import ButtonsBroker
from desktop.services.adapters.mosquitto.buttons_config import (
    ButtonAccess,
    hash_password,
    new_salt,
)
from desktop.services.adapters.mosquitto.ports import (
    LOOPBACK,
    RelayAddressError,
    RelayPortTakenError,
)
from desktop.services.buttons.pushes import Pushes, Tried

log = logging.getLogger(__name__)

MQTT_PORT = 1883
RETRY_AFTER = 5.0
"""Seconds until a broker that could not be started is tried again."""
OWN_BACK_WITHIN = 1.0
"""Seconds between two tries to reach our own broker, which is back within a second."""
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
"""Typed by hand into a page on a telephone: nothing that looks like another."""
_PASSWORD_LENGTH = 16


class ButtonsUnheardError(DeskError):
    """None of this station's own buttons can call: their broker does not run."""

    code = "buttons-unheard"


class Adopted(msgspec.Struct, frozen=True, kw_only=True):
    """A button that was just adopted, and what to type into its own page. A ``password`` of our
    own making is told this once and kept nowhere.
    """

    button: Button
    addresses: tuple[tuple[str, int], ...]
    password: str

    def __repr__(self) -> str:
        return f"Adopted({self.button!r})"


class _Where(msgspec.Struct, frozen=True):
    """Where some buttons are heard: a broker with what opens it; our own has no address."""

    broker: str
    user: str = ""
    secret: str = ""


class _Listening(msgspec.Struct):
    ear: Ear
    buttons: tuple[Button, ...]


class Buttoning:
    """Keeps the broker of this station's own buttons, and an ear at each broker.

    Everything that takes time happens on a thread of its own. ``trouble`` is what keeps presses
    from being heard; it is tried again every ``RETRY_AFTER`` seconds.
    """

    def __init__(self, at_work: HomeAtWork) -> None:
        self._at_work = at_work
        self._station = at_work.station
        self._book = ButtonBook(at_work.home.buttons_file)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="buttons")
        self._kept: tuple[KeptButton, ...] = ()
        self._has_read = False
        self._broker: ButtonsBroker | None = None
        self._listening: dict[_Where, _Listening] = {}
        self._pushes = Pushes(self._call, monotonic=at_work.clock.monotonic, now=at_work.clock.now)
        self._retry: Timer | None = None
        self._is_over = False
        self.trouble: DeskError | None = None

    def start(self) -> None:
        """Begin to hear the buttons that were adopted; returns at once."""
        self._thread.submit(self._open)

    def stop(self) -> None:
        """Hear nothing more, and end the broker."""
        if self._is_over:
            return
        self._is_over = True
        self._thread.submit(self._end)
        self._thread.shutdown(wait=True)

    def standings(self) -> tuple[ButtonStanding, ...]:
        """Every button as it stands now. Any thread."""
        return tuple(self._standing(kept.button) for kept in self._kept)

    def opened(self) -> "Future[tuple[ButtonStanding, ...]]":
        """The same, once the buttons were opened."""
        return self._thread.submit(self.standings)

    def adopt(self, button: Button, password: str = "") -> "Future[Adopted]":
        """Sign for ``button`` from now on. ``password`` opens another program's broker.

        The future raises ``ButtonRefusedError``, what keeps our broker from running, or
        ``PrivateFileNotSavedError``; then nothing has changed.
        """
        return self._thread.submit(self._adopt, button, password)

    def remove(self, name: str) -> "Future[Button]":
        """Sign for it no more. The future raises ``UnknownButtonError``."""
        return self._thread.submit(self._remove, name)

    def show_next(self, name: str, seconds: float) -> "Future[tuple[Button, Future[Tried]]]":
        """Have the next press of that button shown instead of called; the one after it calls.

        The future raises ``UnknownButtonError``.
        """
        return self._thread.submit(self._show_next, name, seconds)

    def call_again(self, button: Button) -> None:
        """Nobody looks any more: the next press calls."""
        self._pushes.call_again(button)

    # --- a press, on an ear's thread -----------------------------------------------------------

    def _call(self, button: Button) -> None:
        self._station.press(
            button.kind, place=button.place or None, button=button.name
        ).add_done_callback(noted)

    def _hear(self, buttons: tuple[Button, ...], said: Said) -> None:
        for button in buttons:
            if button.topic == said.topic:
                self._pushes.hear(button, said.payload, is_retained=said.is_retained)

    # --- how they stand ------------------------------------------------------------------------

    def _standing(self, button: Button) -> ButtonStanding:
        broker, is_own = self._broker, not button.broker
        heard_by = next(
            (one.ear for one in self._listening.values() if button in one.buttons), None
        )
        trouble = heard_by.trouble if heard_by is not None else "It is not heard yet."
        if self.trouble is not None and is_own:
            trouble = str(self.trouble)
        return ButtonStanding(
            button=button,
            is_connected=(
                None if not is_own else broker is not None and button.user in broker.connected
            ),
            last_heard=self._pushes.last_heard(button),
            trouble=trouble,
        )

    def _named(self, name: str) -> Button:
        wanted = name.strip().casefold()
        for kept in self._kept:
            if kept.button.name.casefold() == wanted:
                return kept.button
        raise UnknownButtonError("No button of this station is called “{name}”.", name=name)

    # --- on the thread of the buttons ----------------------------------------------------------

    def _show_next(self, name: str, seconds: float) -> "tuple[Button, Future[Tried]]":
        button = self._named(name)
        return button, self._pushes.show_next(button, seconds)

    def _read_once(self) -> None:
        """Raises ``ButtonsFileError``: nothing may be written over what could not be read."""
        if not self._has_read:
            self._kept = self._book.read()
            self._has_read = True

    def _open(self) -> None:
        try:
            self._read_once()
            self._arrange()
        except DeskError as error:
            self._failed(error)
        except Exception:  # the worker's top level: the station works without its buttons
            log.exception("the buttons could not be opened")

    def _adopt(self, wanted: Button, password: str) -> Adopted:
        self._read_once()
        others = [kept.button for kept in self._kept]
        if wanted.broker:
            button = wanted
            kept = KeptButton(button, password)
            where = RelayAddress.parse(button.broker, MQTT_PORT)
            addresses: tuple[tuple[str, int], ...] = ((where.host, where.port),)
        else:
            user = _next_user(others)
            button = replace(wanted, user=user, topic=wanted.topic or f"countersign/{user}")
            password = "".join(secrets.choice(_ALPHABET) for _ in range(_PASSWORD_LENGTH))
            kept = KeptButton(button, hash_password(password, new_salt(os.urandom(64))))
            port = self._at_work.settings.button_port
            addresses = tuple((host, port) for host in reached_at(self._at_work.settings.bind))
        require_adoptable(button, others)
        self._change((*self._kept, kept))
        return Adopted(button=button, addresses=addresses, password=password)

    def _remove(self, name: str) -> Button:
        self._read_once()
        button = self._named(name)
        self._change(tuple(kept for kept in self._kept if kept.button != button))
        self._pushes.forget(button)
        return button

    def _change(self, kept: tuple[KeptButton, ...]) -> None:
        """Hear these from now on, and after a restart; or leave everything as it is."""
        before, self._kept = self._kept, kept
        try:
            self._arrange()
            self._book.write(kept)
        except DeskError:
            self._kept = before
            self._arrange_again()
            raise

    def _arrange_again(self) -> None:
        try:
            self._arrange()
        except DeskError as error:
            self._failed(error)

    def _arrange(self) -> None:
        """Bring broker and ears in step with the buttons; raises what keeps the broker down."""
        self._forget_retry()
        if self._is_over:
            return
        wanted: dict[_Where, tuple[Button, ...]] = {}
        for kept in self._kept:
            at = (
                _Where(kept.button.broker, kept.button.user, kept.secret)
                if kept.button.broker
                else _Where("")
            )
            wanted[at] = (*wanted.get(at, ()), kept.button)
        for at, listening in list(self._listening.items()):
            if listening.buttons != wanted.get(at):
                self._listening.pop(at).ear.close()
        self._keep_broker([kept for kept in self._kept if not kept.button.broker])
        for at, buttons in wanted.items():
            if at not in self._listening:
                self._listening[at] = self._listen(at, buttons)
        self.trouble = None

    def _keep_broker(self, own: list[KeptButton]) -> None:
        if not own:
            broker, self._broker = self._broker, None
            if broker is not None:
                broker.stop()
            return
        if self._broker is not None:
            self._broker.admit(_access(own))
            return
        broker = ButtonsBroker(
            folder=self._at_work.home.path / "buttons",
            port=self._at_work.settings.button_port,
            bind=self._at_work.settings.bind,
            on_restart=self._is_back,
            on_failure=self._failed,
        )
        try:
            broker.start(_access(own))
        except DeskError as error:
            port = self._at_work.settings.button_port
            raise _unheard(error, port) from error
        self._broker = broker

    def _listen(self, at: _Where, buttons: tuple[Button, ...]) -> _Listening:
        if at.broker:
            where = RelayAddress.parse(at.broker, MQTT_PORT)
            ear = self._ear(lambda: (where.host, where.port), at.user, at.secret, buttons)
        else:
            broker = self._broker
            assert broker is not None
            user, password = broker.station
            ear = self._ear(
                lambda: (LOOPBACK, broker.loopback_port),
                user,
                password,
                buttons,
                retry_at_most=OWN_BACK_WITHIN,
            )
        ear.start()
        return _Listening(ear, buttons)

    def _ear(
        self,
        address: Callable[[], tuple[str, int]],
        user: str,
        password: str,
        buttons: tuple[Button, ...],
        **patience: float,
    ) -> Ear:
        return Ear(
            address,
            user=user,
            password=password,
            topics=[button.topic for button in buttons],
            heard=partial(self._hear, buttons),
            **patience,
        )

    def _is_back(self) -> None:
        """Our broker ended and is up again."""
        self.trouble = None

    def _failed(self, error: DeskError) -> None:
        is_known = str(error) == str(self.trouble)
        self.trouble = error
        if not is_known:
            log.warning("Buttons cannot call: %s %s", error, error.advice)
        if self._broker is None and not self._is_over:
            self._retry = Timer(RETRY_AFTER, self._try_again)
            self._retry.daemon = True
            self._retry.start()

    def _try_again(self) -> None:
        try:
            self._thread.submit(self._open)
        except RuntimeError:
            log.debug("the buttons are being given up")

    def _forget_retry(self) -> None:
        retry, self._retry = self._retry, None
        if retry is not None:
            retry.cancel()

    def _end(self) -> None:
        self._forget_retry()
        for listening in self._listening.values():
            listening.ear.close()
        if self._broker is not None:
            self._broker.stop()


def _unheard(error: DeskError, port: int) -> ButtonsUnheardError:
    """``error``, in the words of buttons."""
    match error:
        case RelayPortTakenError():
            return ButtonsUnheardError(
                "Another program on this PC holds the port {port}, on which buttons call.",
                port=port,
                advice="Close that program, or set another button_port = ... in station.toml and in"
                " the buttons.",
            )
        case RelayAddressError():
            return ButtonsUnheardError(
                "This PC may not listen where buttons call: {why}",
                why=error.sentence,
                advice="Correct button_port and bind in station.toml, or leave both out.",
            )
        case _:
            return ButtonsUnheardError(
                "The buttons' own broker does not run: {why}",
                why=error.sentence,
                advice=error.advice,
            )


def _access(own: Iterable[KeptButton]) -> list[ButtonAccess]:
    return [ButtonAccess(kept.button.user, kept.button.topic, kept.secret) for kept in own]


def _next_user(others: Iterable[Button]) -> str:
    """A name that no button has: it is typed by hand, so it is short."""
    taken = {other.user for other in others}
    return next(name for number in range(1, 10_000) if (name := f"button-{number}") not in taken)
