"""What another program may have signed of drills and tests: beyond all bounds it is no fact."""

from datetime import UTC, datetime

import msgspec
import pytest

from desktop.domain.alerts.facts import Kind
from desktop.domain.drills.facts import DrillCalled, DrillMeasured, DrillPlanned
from desktop.domain.errors import MalformedEventError
from desktop.domain.events.body import SALT_BYTES, Fact, decode_body, encode_body
from desktop.domain.opening.facts import OpeningTested
from desktop.domain.outside.facts import AttendanceTold

CALLED: dict[str, object] = {
    "drill": "d1" * 16,
    "stage": 2,
    "at": "2026-03-09T10:00:00+01:00",
    "minutes": 10,
}
PLANNED: dict[str, object] = {
    "kind": "panic",
    "counters": [{"station": "c1" * 16, "place": "Counter 3"}],
    "at": "2026-03-09T10:00:00Z",
    "minutes": 10,
}
MEASURED: dict[str, object] = {"alert": "a1" * 16, "moments": [["e1" * 16, 6_100]]}
TESTED: dict[str, object] = {
    "day": "2026-03-09",
    "place": "Counter 3",
    "alert": "a1" * 16,
    "receipt_ms": 350,
    "confirmed": {"after_s": 8.5},
    **{part: {"found": "right"} for part in ("location", "barrier", "way_out")},
}
TOLD: dict[str, object] = {"contact": "Guard", "code": 250}


class _Signed(msgspec.Struct):
    salt: bytes
    fact: dict[str, object]


def read(kind: type[Fact], said: dict[str, object], **more: object) -> Fact:
    """``said`` as any program may write it, as this one reads it."""
    return decode_body(msgspec.json.encode(_Signed(bytes(SALT_BYTES), said | more)), kind)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (DrillCalled, CALLED),
        (DrillPlanned, PLANNED),
        (DrillMeasured, MEASURED),
        (OpeningTested, TESTED),
        (AttendanceTold, TOLD),
    ],
)
def test_what_is_within_its_bounds_is_read_and_written_as_it_was(
    kind: type[Fact], said: dict[str, object]
) -> None:
    fact = read(kind, said)
    assert decode_body(encode_body(fact, bytes(SALT_BYTES)), kind) == fact


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": 99_999_999_999_999},
        {"minutes": -1},
        {"at": "2026-03-09T10:00:00"},
        {"at": "9999-12-31T23:59:59Z"},
        {"at": "0001-01-01T00:00:00+14:00"},
    ],
)
@pytest.mark.parametrize(("kind", "said"), [(DrillCalled, CALLED), (DrillPlanned, PLANNED)])
def test_a_drill_for_ever_or_at_no_time_is_no_drill(
    kind: type[Fact], said: dict[str, object], wrong: dict[str, object]
) -> None:
    with pytest.raises(MalformedEventError):
        read(kind, said, **wrong)


@pytest.mark.parametrize("after_ms", [10**30, -1])
def test_what_no_clock_can_have_measured_is_no_measure(after_ms: int) -> None:
    with pytest.raises(MalformedEventError):
        read(DrillMeasured, MEASURED, moments=[["e1" * 16, after_ms]])


@pytest.mark.parametrize("wrong", [{"receipt_ms": 10**30}, {"confirmed": {"after_s": 1e308}}])
def test_a_test_that_took_for_ever_is_no_test(wrong: dict[str, object]) -> None:
    with pytest.raises(MalformedEventError):
        read(OpeningTested, TESTED, **wrong)


def test_a_server_s_answer_has_few_digits() -> None:
    with pytest.raises(MalformedEventError):
        read(AttendanceTold, TOLD, code=10**400)


def test_a_plan_of_this_program_is_held_to_the_same_calendar() -> None:
    with pytest.raises(ValueError, match="calendar"):
        DrillPlanned(
            kind=Kind.PANIC, counters=(), at=datetime(9999, 12, 31, tzinfo=UTC), minutes=10
        )
