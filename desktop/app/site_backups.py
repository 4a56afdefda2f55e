"""Backups from the Site page: made and looked through on a thread of their own."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from desktop.app.late import StationEndedError
from desktop.app.running import RunningStation
from desktop.domain.backup.errors import OtherSitesBackupError
from desktop.domain.errors import DeskError
from desktop.services.adapters.home import Home
from desktop.services.backup.backups import Backups
from desktop.ui.system_dialogs import ask_to_open, ask_to_save
from desktop.ui.views.advice import Advice
from desktop.ui.views.site_backup import (
    BACKUP,
    PASSPHRASE,
    RESTORE,
    BackupStanding,
    Found,
    Progress,
    backup_problem,
)
from desktop.ui.words import Words, on_this_clock

if TYPE_CHECKING:  # argon2 is read when somebody makes a backup
    from desktop.app.backing_up import Made

_PAUSE_S, _WHILE_CALLED_S = 0.001, 0.02
"""Seconds of rest after each 64 KiB: everything else goes on, and a call all the more."""
_TOLD_EVERY_S = 0.3


class Page(Protocol):
    """What it asks of the page."""

    def edit(self, row: str, problem: Advice | None = None) -> None: ...
    def settle(
        self,
        row: str,
        done: "Future[object]",
        then: Callable[[], object] = ...,
        ended: Callable[[], object] = ...,
    ) -> None: ...


class SiteBackups:
    """Made when the page is first opened. ``changed`` may be called on any thread."""

    def __init__(
        self,
        running: RunningStation,
        words: Words,
        page: Page,
        *,
        window: Callable[[], QWidget],
        changed: Callable[[], None],
    ) -> None:
        self._running, self._words, self._page = running, words, page
        self._window, self._changed = window, changed
        self._backups = Backups(site=running.station, archive=running.archive, changed=changed)
        self._is_over = False
        self._told_at = 0.0
        self._making: Progress | None = None
        self._made: Path | None = None
        self._left_out = 0
        self._chosen: Path | None = None
        self._is_looking = False
        self._found: Found | None = None
        self._pool: ThreadPoolExecutor | None = None

    def close(self) -> None:
        """End what is under way: a backup that is half made is gone."""
        self._is_over = True
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def standing(self) -> BackupStanding:
        """How it stands now."""
        return BackupStanding(
            last=self._backups.last,
            here=self._backups.last_here,
            now=self._running.clock.now(),
            making=self._making,
            made=self._made,
            left_out=self._left_out,
            chosen=self._chosen,
            is_looking=self._is_looking,
            found=self._found,
        )

    def cancel(self) -> None:
        """Leave what was asked."""
        self._chosen = None

    # --- making one ----------------------------------------------------------------------------

    def begin(self) -> None:
        """Ask for a passphrase."""
        self._page.edit(BACKUP)

    def choose(self) -> None:
        """Ask which backup is to be looked through."""

        def chosen(file: Path) -> None:
            self._chosen, self._found = file, None
            self._page.edit(RESTORE)

        title = self._words("Choose the backup")
        ask_to_open(self._window(), title, self._kinds(" *"), chosen)

    def typed(self, row: str, said: dict[str, str]) -> None:
        """Go on with the passphrase."""
        if row == RESTORE:
            self._look(said[PASSPHRASE])
            return
        problem = backup_problem(said, self._words) or self._weakness(said[PASSPHRASE])
        if problem is not None:
            self._page.edit(BACKUP, problem)
            return
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        day = on_this_clock(self._running.clock.now()).date()
        proposed = Path(QStandardPaths.writableLocation(documents)) / f"{day}.csbackup"
        title = self._words("Where is the backup to be saved?")
        ask_to_save(
            self._window(),
            title,
            proposed,
            self._kinds(),
            lambda file: self._make(file, said[PASSPHRASE]),
        )

    def _kinds(self, more: str = "") -> str:
        return f"{self._words('Backup')} (*.csbackup{more})"

    def _weakness(self, passphrase: str) -> Advice | None:
        from desktop.services.adapters.keys.recovery import PassphraseTooWeakError, weakness

        reason = weakness(passphrase)
        return Advice.of(PassphraseTooWeakError(reason), self._words) if reason else None

    def _make(self, file: Path, passphrase: str) -> None:
        self._making, self._made = Progress(), None
        author = self._running.station.board.me.person
        done: Future[object] = self._worker.submit(lambda: self._back_up(file, passphrase, author))

        def made() -> None:
            self._made = file

        self._page.edit("")
        self._page.settle(BACKUP, done, then=made, ended=self._ended)

    def _ended(self) -> None:
        self._making = None

    def _back_up(self, file: Path, passphrase: str, author: str) -> "Made":
        """Make it, and say so to the site; on the worker."""
        from desktop.app.backing_up import back_up
        from desktop.services.backup.making import Pace
        from desktop.services.trust.inviting import settled

        running = self._running
        pace = Pace(breathe=self._breathe, done=self._tell)
        made = back_up(running.home, running.identity, file, passphrase, replace=True, pace=pace)
        self._left_out = made.counts.left_out
        with suppress(DeskError):  # the backup is made, whether or not the others hear of it now
            settled(self._backups.note(made.size, author=author))
        return made

    def _breathe(self) -> None:
        """Leave the PC to others for a moment; raises ``StationEndedError`` at the end."""
        if self._is_over:
            raise StationEndedError
        is_called = any(live.alert.needs_answer for live in self._running.station.board.alerts)
        time.sleep(_WHILE_CALLED_S if is_called else _PAUSE_S)

    def _tell(self, done: int, of: int) -> None:
        now = time.monotonic()
        if now - self._told_at >= _TOLD_EVERY_S:
            self._told_at = now
            self._making = Progress(done, of)
            self._changed()

    # --- looking through one -------------------------------------------------------------------

    def _look(self, passphrase: str) -> None:
        file = self._chosen
        if file is None or self._is_looking:
            return
        self._is_looking = True
        done: Future[object] = self._worker.submit(lambda: self._look_through(file, passphrase))

        def found() -> None:
            self._chosen = None

        def ended() -> None:
            self._is_looking = False

        self._page.settle(RESTORE, done, then=found, ended=ended)
        self._changed()

    def _look_through(self, file: Path, passphrase: str) -> None:
        from desktop.app.backing_up import look_into

        opened = look_into(file, passphrase)
        head = opened.head
        if head.site != self._running.identity.site:
            raise OtherSitesBackupError(
                "The backup belongs to another site: {name}.", name=head.site_name
            )
        self._found = Found(
            command=self._command(file),
            place=head.place,
            at_ms=head.at_ms,
            events=len(opened.events),
            attachments=len(opened.attachments),
            left_out=opened.counts.left_out,
        )

    def _command(self, file: Path) -> str:
        home = self._running.home
        named = "" if home == Home.default() else f'--home "{home.path.absolute()}" '
        return f'countersign {named}restore "{file}"'

    @cached_property
    def _worker(self) -> ThreadPoolExecutor:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="backup")
        return self._pool
