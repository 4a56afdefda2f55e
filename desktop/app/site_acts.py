"""What the Site page has done at the site: each act is signed, and its future says how it went."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.app.admitting import Admitting
from desktop.app.rights import take_right, take_up_right
from desktop.app.running import RunningStation
from desktop.domain.protocol.steps import Situation, Step
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roles import Role
from desktop.domain.settings.settings import Key, Plain
from desktop.services.adapters.keys.making import RecoveryPapers
from desktop.services.alerts.site_steps import set_steps
from desktop.services.trust.inviting import NotAnAdministratorError, settled
from desktop.services.trust.placing import Standpoint
from desktop.services.trust.recovery_checks import RecoveryChecks
from desktop.services.trust.standing import Standing
from desktop.words import on_this_clock

if TYPE_CHECKING:
    from desktop.services.adapters.keys.recovery import Recovery
    from desktop.services.retention.standing import RetentionStanding

Opened = tuple[Path, str]
"""A recovery file, and its passphrase."""
_SHOWN_WITHIN_S = 2.0
_LOOK_AGAIN_S = 0.01


class SiteActs:
    """Made when the page is first opened. What waits for a disk is done on a worker.

    ``changed`` is told when the recovery file was checked somewhere; it may come on any thread.
    """

    def __init__(self, running: RunningStation, changed: Callable[[], None]) -> None:
        self._running = running
        self._pool: ThreadPoolExecutor | None = None
        self._reading: ThreadPoolExecutor | None = None
        self.recovery: RecoveryChecks[Recovery] = RecoveryChecks(
            site=running.station,
            archive=running.archive,
            paper=RecoveryPapers(),
            changed=changed,
        )

    def close(self) -> None:
        """Begin nothing any more; a disk that hangs holds up no ending."""
        for pool in (self._pool, self._reading):
            if pool is not None:
                pool.shutdown(wait=False, cancel_futures=True)

    @property
    def me(self) -> str:
        """Who sits here."""
        return self._running.station.board.me.person

    @property
    def is_administrators(self) -> bool:
        """This desk can act as an administrator's, and is believed as one."""
        return self._running.is_administrators

    def codes(self) -> tuple[Standing, ...]:
        """The codes that let a PC in now; other desks than administrators' have none."""
        admitting = self._running.admitting
        if admitting is None:
            return ()
        found = (admitting.standing(nameplate) for nameplate in admitting.open_codes())
        return tuple(one for one in found if one is not None)

    def preset(self, key: Key, value: Plain | None) -> "Future[object]":
        """Set it at all PCs of the site; raises as ``SettingsDesk.preset`` does."""
        asked = self._running.preferences.preset(key, value, author=self.me)
        return self._work(lambda: settled(asked))

    def retention(self) -> "Future[RetentionStanding]":
        """For how long what is kept, and what would go; raises ``DatabaseUnusableError``. On a
        worker of its own: a large file takes a second, and no act waits for that.
        """
        from desktop.app.retaining import retention_of
        from desktop.ui.views.site_keeping import ALL_PROPOSED

        return self._reader.submit(
            lambda: retention_of(self._running.at_work).standing(ALL_PROPOSED)
        )

    def set_steps(self, situation: Situation, steps: Sequence[Step] | None) -> "Future[object]":
        """Set the protocol's steps; raises as ``site_steps.set_steps`` does. Ends once this desk's
        board has them: the next change begins from there.
        """
        station, me = self._running.station, self.me

        def set_and_see() -> None:
            protocol = station.board.protocol
            settled(set_steps(station, protocol, situation, steps, author=me))
            before = protocol.revisions.get(situation, 0) if protocol is not None else 0
            until = time.monotonic() + _SHOWN_WITHIN_S
            while time.monotonic() < until:
                now = station.board.protocol
                if now is not None and now.revisions.get(situation, 0) > before:
                    break
                time.sleep(_LOOK_AGAIN_S)

        return self._work(set_and_see)

    def place(self, device: DeviceId, there: Standpoint) -> "Future[object]":
        """Say where a station stands; raises as ``Placing.place`` does."""
        return self._work(
            lambda: (
                self._admitting()
                .placing()
                .place(device, place=there.place, area=there.area, name=there.name)
            )
        )

    def take_out(self, device: DeviceId, opened: Opened | None = None) -> "Future[object]":
        """Take a station out for good, an administrator's desk with the recovery file; raises as
        ``Revoking.revoke`` and ``open_recovery`` do. The site key is kept nowhere.
        """
        me = self.me

        def take_out() -> None:
            key = self._open(opened).site_key if opened is not None else None
            self._admitting().revoke(device, reason="", person=me, site_key=key)

        return self._work(take_out)

    def reseat(self, device: DeviceId, role: Role) -> "Future[object]":
        """Take a station out and make a code for another role there; gives the code's nameplate.

        Raises as ``Admitting.reseat`` does.
        """
        me = self.me
        return self._work(lambda: self._admitting().reseat(device, role, person=me).nameplate)

    def take_up_right(self, opened: Opened) -> "Future[object]":
        """Make this desk an administrator's; raises as ``Entrusting.give`` does."""
        running, me = self._running, self.me

        return self._work(lambda: take_up_right(running, self._open(opened), person=me))

    def take_right(self, device: DeviceId, opened: Opened) -> "Future[object]":
        """Take the administrator's right from a desk; raises as ``Entrusting.take`` does."""
        running, me = self._running, self.me
        return self._work(lambda: take_right(running, device, self._open(opened), person=me))

    def end_code(self, nameplate: str) -> "Future[object]":
        """Withdraw a code; raises ``PrivateFileNotSavedError``."""
        return self._work(lambda: self._admitting().cancel([nameplate]))

    def check(self, file: Path, passphrase: str) -> "Future[object]":
        """Open the recovery file; raises as ``RecoveryChecks.check`` does."""
        me = self.me
        return self._work(lambda: settled(self.recovery.check(file, passphrase, author=me)))

    def save_anew(self, file: Path, passphrase: str, *, to: Path, fresh: str) -> "Future[object]":
        """Save the recovery file anew; raises as ``RecoveryChecks.save_anew`` does."""
        me, today = self.me, on_this_clock(self._running.clock.now()).date()
        return self._work(
            lambda: settled(
                self.recovery.save_anew(
                    file, passphrase, to=to, new_passphrase=fresh, today=today, author=me
                )
            )
        )

    @staticmethod
    def _open(opened: Opened) -> "Recovery":
        """What is in a recovery file; takes up to half a second, by design."""
        return RecoveryPapers().open(*opened)

    @cached_property
    def _worker(self) -> ThreadPoolExecutor:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="site")
        return self._pool

    @cached_property
    def _reader(self) -> ThreadPoolExecutor:
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="site-reader")
        return self._reading

    def _work(self, act: Callable[[], object]) -> "Future[object]":
        return self._worker.submit(act)

    def _admitting(self) -> Admitting:
        if self._running.admitting is None:
            raise NotAnAdministratorError
        return self._running.admitting
