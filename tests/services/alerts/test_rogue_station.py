"""A station of the site that goes wrong or is in wrong hands: a good key, bad facts."""

import pytest

from desktop.domain.alerts.facts import (
    AlertAttended,
    AlertNoted,
    AlertPressed,
    AlertRaised,
    Context,
    Kind,
)
from desktop.domain.events.event import Event
from desktop.domain.events.note import NoteKind
from desktop.domain.events.streams import Stream
from desktop.domain.roster.facts import RelayNamed
from desktop.services.alerts.answering import SupervisorsOnlyError
from desktop.services.alerts.raising import Pressed
from desktop.services.alerts.receipts import Got
from desktop.services.delivery.topics import Topics
from tests.support.stations import SITE, Author, Desk, Office, Sent, key_of


@pytest.fixture
def office() -> Office:
    return Office(counters=("Counter 1", "Counter 3")).opens()


@pytest.fixture
def ana(office: Office) -> Desk:
    return office["Ana"]


@pytest.fixture
def rogue() -> Author:
    return Author(key_of("Counter 1"))


@pytest.fixture
def pressed(office: Office) -> Pressed:
    return office.press("Counter 3")


def carries(office: Office, *events: Event, author: Author) -> None:
    """``author`` publishes these as any station does."""
    for event in events:
        topic = Topics(SITE.id, author.key.id).of(event.header.stream)
        office.switchboard.carry(Sent("Ana", topic, event.wire(), author.key.id))
    office.settle()


def test_it_cannot_silence_another_counter_s_panic(
    office: Office, ana: Desk, rogue: Author, pressed: Pressed
) -> None:
    there = AlertAttended(alert=pressed.alert, presses=(pressed.press,), person="Nobody")
    carries(office, rogue.says(there), author=rogue)
    assert ana.alert.needs_answer
    with pytest.raises(SupervisorsOnlyError):
        office.done(office["Counter 1"].at_work.attend(pressed.alert))


def test_thousands_of_presses_on_an_alert_do_not_keep_it_from_being_answered_and_closed(
    office: Office, ana: Desk, rogue: Author, pressed: Pressed
) -> None:
    flood = AlertPressed(alert=pressed.alert, kind=Kind.PANIC)
    carries(office, *(rogue.says(flood) for _ in range(1_100)), author=rogue)
    office.advance(1)
    for act in (ana.at_work.acknowledge, ana.at_work.attend, ana.at_work.close):
        office.done(act(pressed.alert))
    office.advance(1)
    for desk in (ana, office["Counter 3"]):
        assert not desk.alerts


def test_its_words_garble_nothing_that_others_show(
    office: Office, ana: Desk, rogue: Author
) -> None:
    call = rogue.says(
        AlertRaised(
            kind=Kind.PANIC,
            place="Counter\n9 \u202e3 retnuoC\x1b[2J",
            person="Kim\x00\r\nANA IS GOING",
            note="x" * 20_000,
        )
    )
    carries(office, call, author=rogue)
    note = AlertNoted(alert=call.id, text="\u2066line\u2028break", context=Context.WEAPON)
    carries(office, rogue.says(note), author=rogue)
    alert = ana.alert
    assert alert.place == "Counter 9 3 retnuoC[2J"
    assert alert.person == "Kim  ANA IS GOING"
    assert len(alert.note) == 500
    assert alert.notes == ("line break",)


def test_an_alert_it_made_up_has_a_number_that_can_be_shown(
    office: Office, ana: Desk, rogue: Author
) -> None:
    press = AlertPressed(alert="\x1b[2J\u202e" + "a" * 20_000, kind=Kind.PANIC, place="Nowhere")
    carries(office, rogue.says(press), author=rogue)
    assert ana.alert.number == "[2JAAA"
    assert len(ana.alert.id) == 500 - len("\x1b\u202e")
    for act in (ana.at_work.attend, ana.at_work.close):
        office.done(act(ana.alert.id))
    assert not ana.alerts


def test_its_word_that_it_has_a_press_is_no_receipt(office: Office) -> None:
    office.stop("Ana")
    office.advance(30)
    pressed = office.press("Counter 3")
    has_it = Got(events=(pressed.press,))
    office["Counter 1"].path._carrier.note(office["Counter 3"].id, NoteKind.GOT, has_it)
    before = len(office.switchboard.passed)
    office.advance(5)
    topic = Topics(SITE.id, office["Counter 3"].id).of(Stream.ALERTS)
    assert [sent for sent in office.switchboard.passed[before:] if sent.topic == topic]


def test_of_what_it_says_of_its_relay_again_and_again_the_last_word_is_kept(
    office: Office, ana: Desk, rogue: Author
) -> None:
    before = len(ana.path.notices.events)
    carries(office, *(rogue.says(RelayNamed(port=n)) for n in range(1, 200)), author=rogue)
    assert len(ana.path.notices.events) == before + 1
    assert ana.path.roster.relay_notices[rogue.key.id].port == 199
    old = Author(rogue.key)
    carries(office, old.says(RelayNamed(port=7), salt=b"x" * 32), author=rogue)
    assert ana.path.roster.relay_notices[rogue.key.id].port == 199
