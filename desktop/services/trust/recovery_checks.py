"""Checking the recovery file, and saying that it was checked: a site that never does may find in
its worst hour that nobody knows the passphrase.
"""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import date
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from desktop.domain.events.event import Event
from desktop.domain.plain_text import plain
from desktop.domain.recovery.facts import LastCheck, RecoveryChecked, last_check
from desktop.services.log.heard import Heard
from desktop.services.ports import EventArchive, NoticeBoard
from desktop.services.trust.inviting import WrongRecoveryError


class Opened(Protocol):
    """What was in a recovery file."""

    @property
    def site(self) -> str: ...


R = TypeVar("R", bound=Opened)


class RecoveryPaper(Protocol[R]):
    """Opens recovery files and writes them; ``adapters.keys.recovery`` does."""

    def open(self, file: Path, passphrase: str) -> R: ...
    def save(self, recovery: R, file: Path, passphrase: str, *, made: date) -> None: ...


class RecoveryChecks(Generic[R]):
    """What the site remembers of its recovery file. Every method may be called from any thread.

    ``changed`` is called on any thread, and must only post.
    """

    def __init__(
        self,
        *,
        site: NoticeBoard,
        archive: EventArchive,
        paper: RecoveryPaper[R],
        changed: Callable[[], None],
    ) -> None:
        self._site = site
        self._paper = paper
        self._heard = Heard(RecoveryChecked, site=site, archive=archive, changed=changed)

    @property
    def last(self) -> LastCheck | None:
        """The last check that is believed."""
        return last_check(
            (event.id, event.header.at_ms, fact) for event, fact in self._heard.believed()
        )

    def check(self, file: Path, passphrase: str, *, author: str) -> "Future[Event]":
        """Open ``file`` and say so; takes up to half a second, by design.

        Raises as ``open_recovery`` does, and ``WrongRecoveryError`` for another site's.
        """
        self._open(file, passphrase)
        return self._say(author, is_anew=False)

    def save_anew(
        self,
        file: Path,
        passphrase: str,
        *,
        to: Path,
        new_passphrase: str,
        today: date,
        author: str,
    ) -> "Future[Event]":
        """Write what is in ``file`` to another one, under another passphrase, and say so.

        The old file is left as it is: it opens with the old passphrase as long as it is anywhere.
        Raises as ``check`` and ``save_recovery`` do.
        """
        recovery = self._open(file, passphrase)
        self._paper.save(recovery, to, new_passphrase, made=today)
        return self._say(author, is_anew=True)

    def _open(self, file: Path, passphrase: str) -> R:
        recovery = self._paper.open(file, passphrase)
        if recovery.site != self._site.roster.site:
            raise WrongRecoveryError
        return recovery

    def _say(self, author: str, *, is_anew: bool) -> "Future[Event]":
        last = self.last
        return self._site.publish(
            RecoveryChecked(
                author=plain(author),
                is_anew=is_anew,
                revision=(last.revision if last is not None else 0) + 1,
            )
        )
