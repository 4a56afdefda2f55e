"""Whether somebody is at this desk who would notice an alert (DESIGN §3, Presence)."""

from collections.abc import Callable

from desktop.domain.presence import IDLE_AFTER, Absence


class DeskAttention:
    """Attended: the session is unlocked, nobody said *away*, someone typed or moved the mouse
    within 15 minutes (or pressed *I'm here*), and the alarm can be heard.

    What a platform cannot tell (``None``) counts as well; what it can tell, it must tell truly.
    """

    def __init__(
        self,
        *,
        monotonic: Callable[[], float],
        seconds_since_input: Callable[[], float | None],
        is_locked: Callable[[], bool | None],
        sound_failure: Callable[[], str | None],
        has_windows: bool,
    ) -> None:
        self._monotonic = monotonic
        self._seconds_since_input = seconds_since_input
        self._is_locked = is_locked
        self._sound_failure = sound_failure
        self._has_windows = has_windows
        self._is_away = False
        self._here_at = monotonic()

    def absence(self) -> Absence | None:
        """Why nobody here would notice; ``None`` when somebody would."""
        if not self._has_windows:
            return Absence.HEADLESS
        if self._is_away:
            return Absence.AWAY
        if self._is_locked():
            return Absence.LOCKED
        idle = self._seconds_since_input()
        here_for = self._monotonic() - self._here_at
        if idle is not None and min(idle, here_for) > IDLE_AFTER:
            return Absence.IDLE
        return Absence.SOUND if self._sound_failure() else None

    def goes_away(self) -> None:
        """The person leaves the desk and says so."""
        self._is_away = True

    def is_here(self) -> None:
        """*I'm here* was pressed."""
        self._is_away = False
        self._here_at = self._monotonic()
