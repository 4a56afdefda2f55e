"""Every alert a station knows: by its own monotonic clock, and with an end to what it remembers."""

import pytest

from desktop.domain.alerts.alert import Alert, AnyAlertFact
from desktop.domain.alerts.facts import (
    AlertAcknowledged,
    AlertClosed,
    AlertNoted,
    AlertRaised,
    Kind,
    Occasion,
)
from desktop.domain.events.event import EventId
from desktop.services.alerts.book import KEPT_AFTER_CLOSING, MOST_UNCALLED, AlertBook
from tests.support.stations import Author, key_of

COUNTER, ANA = Author(key_of("Counter 3")), Author(key_of("Ana"))


@pytest.fixture
def book() -> AlertBook:
    return AlertBook(is_supervisor={ANA.key.id}.__contains__)


def add(
    book: AlertBook, fact: AnyAlertFact, *, by: Author = ANA, at: float = 0.0
) -> tuple[EventId, Alert | None]:
    event = by.says(fact)
    return event.id, book.add(event, fact, heard_at=at)


def test_an_alert_s_clock_begins_with_its_press_though_the_answer_came_first(
    book: AlertBook,
) -> None:
    press = COUNTER.says(raised := AlertRaised(kind=Kind.PANIC, place="3"))
    _, alert = add(book, AlertAcknowledged(alert=press.id, presses=(press.id,)), at=140.0)
    assert alert is None
    book.add(press, raised, heard_at=100.0)
    assert book.since(press.id) == 100.0


def test_the_gravest_stands_first_and_no_drill_before_a_call_that_is_meant(
    book: AlertBook,
) -> None:
    said = {
        name: add(book, AlertRaised(kind=kind, place=name, occasion=occasion), at=at)[0]
        for at, (name, kind, occasion) in enumerate(
            [
                ("drill", Kind.PANIC, Occasion.DRILL),
                ("assist", Kind.ASSIST, Occasion.REAL),
                ("later assist", Kind.ASSIST, Occasion.REAL),
                ("panic", Kind.PANIC, Occasion.REAL),
            ]
        )
    }
    order = ["panic", "assist", "later assist", "drill"]
    assert [alert.id for alert in book.open()] == [said[name] for name in order]


def test_a_closed_alert_stays_for_a_day_from_when_its_end_was_heard(book: AlertBook) -> None:
    press, _ = add(book, AlertRaised(kind=Kind.PANIC, place="3"), by=COUNTER, at=0.0)
    add(book, AlertClosed(alert=press, presses=(press,)), at=500.0)
    assert [alert.id for alert in book.closed(500.0 + KEPT_AFTER_CLOSING)] == [press]
    assert book.closed(501.0 + KEPT_AFTER_CLOSING) == []
    assert book.find(press) is None


def test_what_is_said_of_alerts_that_nobody_raised_is_not_remembered_without_end(
    book: AlertBook,
) -> None:
    for number in range(3 * MOST_UNCALLED):
        add(book, AlertNoted(alert=f"made up {number}"), by=COUNTER)
    tables = book._facts, book._headers, book._uncalled
    assert [len(table) for table in tables] == [MOST_UNCALLED] * 3


def test_words_purged_before_their_press_came_take_no_answer_with_them(book: AlertBook) -> None:
    press = COUNTER.says(raised := AlertRaised(kind=Kind.PANIC, place="3"))
    note, _ = add(book, AlertNoted(alert=press.id, text="He shouts"), by=COUNTER)
    add(book, AlertClosed(alert=press.id, presses=(press.id,)), at=7.0)
    assert book.purge([note])
    alert = book.add(press, raised, heard_at=5.0)
    assert alert is not None
    assert not alert.is_open
    assert [closed.id for closed in book.closed(8.0)] == [press.id]
