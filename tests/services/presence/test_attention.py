"""Whether somebody is at a supervisor's desk who would notice an alert."""

from dataclasses import dataclass

import pytest

from desktop.domain.presence import IDLE_AFTER, Absence
from desktop.services.presence.attention import DeskAttention


@dataclass
class Session:
    """What the system says of a desk, and a clock."""

    seconds: float = 1000.0
    idle: float | None = 0.0
    is_locked: bool | None = False
    sound_failure: str | None = None

    def attention(self, *, has_windows: bool = True) -> DeskAttention:
        return DeskAttention(
            monotonic=lambda: self.seconds,
            seconds_since_input=lambda: self.idle,
            is_locked=lambda: self.is_locked,
            sound_failure=lambda: self.sound_failure,
            has_windows=has_windows,
        )


def test_a_desk_where_somebody_works_is_attended() -> None:
    assert Session().attention().absence() is None


def test_what_the_system_cannot_tell_keeps_nobody_from_being_there() -> None:
    session = Session(idle=None, is_locked=None)
    attention = session.attention()
    session.seconds += 2 * IDLE_AFTER
    assert attention.absence() is None


@pytest.mark.parametrize(
    ("session", "absence"),
    [
        (Session(is_locked=True), Absence.LOCKED),
        (Session(sound_failure="no device"), Absence.SOUND),
    ],
)
def test_what_the_system_tells_counts(session: Session, absence: Absence) -> None:
    assert session.attention().absence() is absence


def test_a_station_without_windows_is_attended_by_nobody() -> None:
    assert Session().attention(has_windows=False).absence() is Absence.HEADLESS


def test_a_desk_is_idle_after_fifteen_minutes_without_input() -> None:
    session = Session()
    attention = session.attention()
    session.seconds += IDLE_AFTER + 1
    session.idle = IDLE_AFTER
    assert attention.absence() is None
    session.idle = IDLE_AFTER + 1
    assert attention.absence() is Absence.IDLE


def test_i_am_here_counts_for_fifteen_minutes_without_any_key() -> None:
    session = Session(idle=10 * IDLE_AFTER)
    attention = session.attention()
    session.seconds += IDLE_AFTER + 1
    assert attention.absence() is Absence.IDLE
    attention.is_here()
    assert attention.absence() is None
    session.seconds += IDLE_AFTER + 1
    assert attention.absence() is Absence.IDLE


def test_who_says_away_is_away_until_they_say_otherwise() -> None:
    session = Session()
    attention = session.attention()
    attention.goes_away()
    session.seconds += 10 * IDLE_AFTER
    assert attention.absence() is Absence.AWAY
    attention.is_here()
    assert attention.absence() is None
