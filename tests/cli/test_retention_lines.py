"""What ``log retention`` says to a person."""

from typing import Any

from desktop.cli.retention_lines import lines_of

NOON = "2026-12-04T12:00:00.000Z"


def kind(name: str = "reports", **changes: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "kind": name,
        "months": None,
        "in_force": None,
        "begins": None,
        "set_by": "",
        "set_at": None,
        "if_months": None,
        "would_go": None,
        "oldest": None,
        "staying": 0,
        "marked": 0,
        "waits_for_desk": False,
    }
    return usual | changes


def said(*kinds: dict[str, Any], clock: str | None = NOON, own: str = NOON) -> list[str]:
    return list(lines_of({"clock": clock, "own_clock": own, "kinds": kinds}))


def test_what_nobody_set_is_kept() -> None:
    assert said(kind()) == ["Incident reports: kept until somebody purges them."]


def test_a_shorter_time_says_when_it_begins_and_what_holds_until_then() -> None:
    found = said(
        kind(months=60, in_force=84, begins=NOON, set_by="Ana Ruiz", set_at=NOON),
        kind("alerts", months=12, begins=NOON, set_by="Ana Ruiz", set_at=NOON),
        kind("tests", months=12, in_force=12, set_by="Ana Ruiz", set_at=NOON),
    )
    assert found == [
        "Incident reports: 60 months, set by Ana Ruiz; still 84 months until 2026-12-04.",
        "Closed calls: 12 months, set by Ana Ruiz; nothing goes before 2026-12-04.",
        "Tests and drills: 12 months, set by Ana Ruiz.",
    ]


def test_a_preview_counts_what_would_go_and_what_stays() -> None:
    assert said(
        kind(if_months=12, would_go=43, oldest=NOON, staying=2, marked=3),
        kind("guidance", if_months=12, would_go=0),
    ) == [
        "Incident reports: kept until somebody purges them.",
        "    With 12 months 43 would go now, the oldest of 2026-12-04.",
        "    2 not signed, or with something to do: they stay.",
        "    3 kept because somebody said so: they stay.",
        "What people said of the guidance: kept until somebody purges them.",
        "    With 12 months nothing would go now.",
    ]


def test_reports_that_wait_for_another_desk_say_so_where_a_time_is_set() -> None:
    assert len(said(kind(waits_for_desk=True))) == 1
    waiting = said(kind(months=12, in_force=12, set_at=NOON, waits_for_desk=True))
    assert "another supervisor's desk" in waiting[-1]


def test_a_clock_that_others_do_not_vouch_for_is_told() -> None:
    assert said(clock=None) == [
        "No other station vouches for this PC's clock, so nothing goes by itself now."
    ]
    (ahead,) = said(own="2036-12-04T12:00:00.000Z")
    assert ahead.startswith("This PC's clock says 2036-12-04")
    assert "2026-12-04" in ahead
