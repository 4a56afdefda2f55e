"""Who was there, and whose refresher is due."""

from datetime import UTC, date, datetime

import pytest

from desktop.domain.drills.drills import Drills, fold_drills
from desktop.domain.drills.training import Confirmed, Training
from desktop.domain.months import months_after
from desktop.services.drills.training_list import training_csv
from tests.support.drill_story import a_call, told_of

CARDS = {"calm": ("Stay calm", "v2"), "limit": ("Set a limit", "")}
READ_AT = datetime(2026, 2, 1, 9, 0, tzinfo=UTC)


def record(*read: Confirmed, drills: Drills | None = None, months: int = 12) -> Training:
    return Training.of(drills or Drills(), read, CARDS, months=months)


def has_read(reader: str, card: str = "calm", version: str = "v2") -> Confirmed:
    return Confirmed(reader=reader, card=card, version=version, at=READ_AT)


def test_whoever_pressed_or_answered_was_there_and_a_desk_that_said_nothing_was_not() -> None:
    people = record(drills=fold_drills(told_of(a_call()))).people
    assert [one.name for one in people] == ["Ana Ruiz", "Ben Okafor", "Maria Delgado"]
    assert [one.due for one in people] == [date(2027, 3, 9)] * 3
    assert not people[0].is_due(date(2027, 3, 8))
    assert people[0].is_due(date(2027, 3, 9))


def test_the_latest_drill_counts_and_the_site_says_for_how_long() -> None:
    drills = fold_drills([*told_of(a_call()), *told_of(a_call(), name="e1" * 16, days_ago=300)])
    ana = record(drills=drills, months=6).people[0]
    assert len(ana.drills) == 2
    assert ana.due == date(2026, 9, 9)


def test_an_old_version_of_a_card_does_not_count_as_read_now() -> None:
    (ana,) = record(has_read("Ana Ruiz", version="v1"), has_read("ana ruíz", "limit", "")).people
    assert [one.is_current for one in ana.read] == [True, False]
    assert ana.current_read == 1
    assert ana.due is None
    assert ana.is_due(date(2026, 3, 1))


def test_a_card_that_is_no_more_is_still_on_record() -> None:
    (ana,) = record(has_read("Ana Ruiz", "gone", "")).people
    assert [(one.title, one.is_current) for one in ana.read] == [("gone", False)]


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2026, 3, 9), 12, date(2027, 3, 9)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_a_refresher_is_due_on_the_same_day_or_the_month_s_last(
    day: date, months: int, due: date
) -> None:
    assert months_after(day, months) == due


def test_a_spreadsheet_reads_the_record_and_never_a_formula_of_it() -> None:
    text = training_csv(record(has_read("=HYPERLINK(1)"))).decode("utf-8-sig")
    assert "'=HYPERLINK(1),card,Stay calm,2026-02-01T09:00:00+00:00,yes," in text
