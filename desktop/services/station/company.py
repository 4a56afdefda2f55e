"""The stations around this one: who beats, who has fallen silent, and who must catch up."""

from collections.abc import Callable
from datetime import datetime, timedelta

from desktop.domain.events.note import Note
from desktop.domain.presence import PRESENT_FOR, Beat, Check
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roles import Role
from desktop.services.delivery.catching_up import CatchUp
from desktop.services.delivery.dispatch import Dispatch
from desktop.services.ports import Clock
from desktop.services.presence.beating import Beating
from desktop.services.presence.watch import Watch
from desktop.services.schedule import Schedule

_JUST_AFTER = 0.01


class Company:
    """Acts on beats, checks and silence. Of the alert thread.

    ``appeared`` is told of each supervisor's desk that is there again.
    """

    def __init__(
        self,
        *,
        watch: Watch,
        beating: Beating,
        catch_up: CatchUp,
        dispatch: Dispatch,
        appeared: Callable[[DeviceId], None],
        schedule: Schedule,
        clock: Clock,
        changed: Callable[[], None],
    ) -> None:
        self._watch = watch
        self._beating = beating
        self._catch_up = catch_up
        self._dispatch = dispatch
        self._appeared = appeared
        self._schedule = schedule
        self._clock = clock
        self._changed = changed
        self._is_listening_for_silence = False

    def begin(self) -> None:
        """Whoever is not heard until then is silent."""
        self._schedule.after(PRESENT_FOR + _JUST_AFTER, self._changed)

    def beat_came(self, note: Note, role: Role, *, at: float) -> None:
        """Another station said that it is there, ``at`` that monotonic second; a supervisor's
        answers it.
        """
        beat = note.read(Beat)
        self._beating.answer(note.sender_id, beat)
        waited = timedelta(seconds=self._clock.monotonic() - at)
        self._is_there(note, role, beat, as_of=at, now=self._clock.now() - waited)

    def check_came(self, note: Note, role: Role) -> None:
        """A supervisor's station answers our beat; anything else is a replay."""
        check = note.read(Check)
        asked_at = self._beating.asked_at(check)
        if role is Role.SUPERVISOR and asked_at is not None:
            self._is_there(note, role, check, as_of=asked_at, now=self._clock.now())

    def leaves(self, device: DeviceId) -> None:
        """``device`` does not belong to the site any more."""
        self._watch.forget(device)
        self._dispatch.leave_out(device)

    def _is_there(
        self, note: Note, role: Role, said: Beat | Check, *, as_of: float, now: datetime
    ) -> None:
        device = note.sender_id
        was_present = self._watch.is_present(device)
        if self._watch.heard(device, said, as_of=as_of, at_ms=note.at_ms, now=now):
            self._changed()
        if not was_present and self._watch.is_present(device):
            self._catch_up.appeared(device, role)
            if role is Role.SUPERVISOR:
                self._dispatch.hurry()
                self._appeared(device)
        else:
            self._catch_up.compare(device, role, said.holds)
        self._listen_for_silence()

    def _listen_for_silence(self) -> None:
        """Look again when the next station may have become silent."""
        if self._is_listening_for_silence:
            return
        seconds = self._watch.seconds_to_next()
        if seconds is None:
            return
        self._is_listening_for_silence = True
        self._schedule.after(seconds + _JUST_AFTER, self._look_for_silence)

    def _look_for_silence(self) -> None:
        self._is_listening_for_silence = False
        for device in self._watch.expire():
            self._dispatch.leave_out(device)
            self._changed()
        self._listen_for_silence()
