"""The sending process: what knows of mail servers and webhooks, apart from the station.

apprise and what it loads take memory and time that a desk has not; a plugin may hang. So a process
does it that is started for one job, ends with it, and can be ended at any moment. Its orders come
by standard input, for a command line is there for everyone to read; when that closes, the station
is gone, and nothing may be sent that nobody puts on record.
"""

import os
import sys
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from desktop.domain.outside.contacts import Attempt, Failure
from desktop.services.adapters.outside.addresses import Addresses
from desktop.services.adapters.outside.letters import (
    Asked,
    Done,
    Forget,
    IsKept,
    IsNone,
    Keep,
    Said,
    Send,
    To,
    Went,
)

_ORDERS = 0
_SPEAKING = threading.Lock()


def main() -> int:
    """Do the one job that standard input names."""
    warnings.simplefilter("ignore")  # a hundred plugins warn of what they use, and nobody reads it
    asked = msgspec.json.decode(_first_line(), type=Asked)
    threading.Thread(target=_end_with_the_station, daemon=True).start()
    addresses = Addresses(asked.keyring, Path(asked.file))
    match asked:
        case Keep():
            _say(_kept(asked, addresses))
        case Forget():
            addresses.forget(asked.to.contact, asked.to.kept)
            _say(Done())
        case Send():
            with ThreadPoolExecutor(max(1, len(asked.to))) as together:
                for to in asked.to:
                    together.submit(_send, asked, to, addresses)
            _say(Done())
    return 0


def _first_line() -> bytes:
    """By the descriptor: a thread that waits in a file of Python's own keeps it from ending."""
    read = b""
    while not read.endswith(b"\n") and (chunk := os.read(_ORDERS, 65536)):
        read += chunk
    return read


def _end_with_the_station() -> None:
    while os.read(_ORDERS, 64):
        pass
    os._exit(1)


def _say(said: Said) -> None:
    with _SPEAKING:
        sys.stdout.buffer.write(msgspec.json.encode(said) + b"\n")
        sys.stdout.buffer.flush()


def _kept(asked: Keep, addresses: Addresses) -> Said:
    from desktop.services.adapters.outside.services import NoAddressError, service_at

    try:
        service = service_at(asked.address)
    except NoAddressError as error:
        return IsNone(error.why)
    kept = addresses.keep(asked.contact, asked.address, in_file=asked.in_file)
    return IsKept(service.name, kept)


def _send(asked: Send, to: To, addresses: Addresses) -> None:
    try:
        attempt = _sent(asked, to, addresses)
    except Exception:  # noqa: BLE001 -- a plugin may raise anything, and the others go on
        attempt = Attempt(Failure.BROKEN)
    _say(Went(to.contact, attempt))


def _sent(asked: Send, to: To, addresses: Addresses) -> Attempt:
    from desktop.services.adapters.outside.services import NoAddressError, service_at

    address = addresses.find(to.contact, to.kept)
    if address is None:
        return Attempt(Failure.SECRET)
    try:
        return service_at(address).send(asked.title, asked.body)
    except NoAddressError:
        return Attempt(Failure.SECRET)


if __name__ == "__main__":
    sys.exit(main())
