"""Starting the sending process, and hearing what it says."""

import logging
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event as Flag
from threading import Timer

import msgspec

from desktop.domain.outside.contacts import (
    Attempt,
    Contact,
    ContactRefusedError,
    Failure,
    Kept,
    Message,
    OutsideUnavailableError,
)
from desktop.services.adapters.outside.letters import (
    Asked,
    Forget,
    IsKept,
    IsNone,
    Keep,
    Said,
    Send,
    To,
    Went,
)

log = logging.getLogger(__name__)

KEEP_WITHIN_S = 60.0
"""Somebody may have to open their keyring first."""
SENDS = "--sends-outside"
"""What a bundle is told that is to be the sending process."""


class ProcessPost:
    """Sends to contacts outside; ``keyring`` and ``file`` say where their addresses are kept."""

    def __init__(self, *, keyring: str, file: Path) -> None:
        self._keyring = keyring
        self._file = str(file)

    def keep(self, contact: str, address: str, *, in_file: bool) -> tuple[str, Kept]:
        """Keep the ``address`` of ``contact``: how it is told, and where that is kept.

        Raises ``ContactRefusedError`` and ``OutsideUnavailableError``.
        """
        asked = Keep(
            contact=contact,
            address=address,
            in_file=in_file,
            keyring=self._keyring,
            file=self._file,
        )
        for said in self._ask(asked, KEEP_WITHIN_S):
            match said:
                case IsKept(service=service, kept=kept):
                    return service, kept
                case IsNone(why=why):
                    raise _refused(why, address)
                case _:
                    pass
        raise OutsideUnavailableError

    def forget(self, contact: Contact) -> None:
        """Keep its address no longer."""
        to = To(contact.id, contact.kept)
        self._ask(Forget(to=to, keyring=self._keyring, file=self._file), KEEP_WITHIN_S)

    def send(
        self,
        message: Message,
        contacts: Sequence[Contact],
        within: float,
        told: Callable[[Contact, Attempt], None],
    ) -> None:
        """Send to all of them at once, and say of each once how it went."""
        waiting = {one.id: one for one in contacts}

        def heard(said: Said) -> None:
            if isinstance(said, Went) and said.contact in waiting:
                told(waiting.pop(said.contact), said.attempt)

        asked = Send(
            to=tuple(To(one.id, one.kept) for one in contacts),
            title=message.title,
            body=message.body,
            keyring=self._keyring,
            file=self._file,
        )
        is_whole = True
        try:
            is_whole = self._run(asked, within, heard)
        except OSError:
            log.exception("what sends to contacts does not start")
        finally:  # whatever else fails, nobody waits for a word that never comes
            why = Failure.BROKEN if is_whole else Failure.SILENT
            for contact in waiting.values():
                told(contact, Attempt(why))

    def _ask(self, asked: Asked, within: float) -> list[Said]:
        said: list[Said] = []
        try:
            self._run(asked, within, said.append)
        except OSError as cause:
            raise OutsideUnavailableError from cause
        return said

    def _run(self, asked: Asked, within: float, heard: Callable[[Said], None]) -> bool:
        """Have it done; ``False`` where the time was over first. Raises ``OSError``, and what
        ``heard`` raises.
        """
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW
        process = subprocess.Popen(
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=flags,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        is_late = Flag()

        def end() -> None:
            is_late.set()
            process.kill()

        late = Timer(within, end)
        late.daemon = True
        with process:  # its input stays open until it is done: when that closes, it ends
            try:
                late.start()
                process.stdin.write(msgspec.json.encode(asked) + b"\n")
                process.stdin.flush()
                for line in process.stdout:
                    heard(msgspec.json.decode(line, type=Said))
            except (BrokenPipeError, msgspec.DecodeError):
                process.kill()
            except BaseException:
                process.kill()  # a bug, or no thread for the timer: nothing ends it in time
                raise
            finally:
                late.cancel()
        return not is_late.is_set()


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, SENDS]
    return [sys.executable, "-m", "desktop.services.adapters.outside.process"]


def _refused(why: str, address: str) -> ContactRefusedError:
    scheme = address.partition("://")[0][:20]
    if why == "inside":
        return ContactRefusedError(
            "{scheme}:// shows on this PC, and tells nobody outside.", scheme=scheme
        )
    if "://" not in address:
        return ContactRefusedError("The address does not begin with how to send there.")
    if why == "unknown":
        return ContactRefusedError(
            "The address begins with {scheme}://, and nothing is sent by that.", scheme=scheme
        )
    return ContactRefusedError(
        "The address begins with {scheme}://, and what follows is not whole.", scheme=scheme
    )
