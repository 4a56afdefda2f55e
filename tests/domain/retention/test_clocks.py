"""No single wrong clock makes anything old."""

from datetime import UTC, datetime, timedelta

import pytest

from desktop.domain.retention.clocks import vouched

NOW = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
AHEAD = NOW + timedelta(days=3650)
BEHIND = NOW - timedelta(days=3650)


def test_this_pcs_own_clock_vouches_for_nothing() -> None:
    assert vouched(NOW, []) is None


@pytest.mark.parametrize(
    ("own", "others", "found"),
    [
        (NOW, [NOW], NOW),
        (AHEAD, [NOW], NOW),
        (AHEAD, [NOW, NOW, NOW], NOW),
        (NOW, [AHEAD], NOW),
        (AHEAD, [AHEAD, NOW], NOW),
        (AHEAD, [AHEAD, NOW, NOW], NOW),
        (NOW, [BEHIND, NOW, NOW], NOW),
        (NOW, [BEHIND], BEHIND),
        (BEHIND, [NOW, NOW], BEHIND),
    ],
)
def test_a_clock_ten_years_off_makes_nothing_older(
    own: datetime, others: list[datetime], found: datetime
) -> None:
    assert vouched(own, others) == found
