"""In opening hours contacts hear that nobody would notice a call, and that somebody does again."""

from datetime import timedelta

import pytest

from desktop.domain.outside.contacts import Attempt, Failure
from desktop.domain.outside.facts import AttendanceTold
from desktop.domain.presence import Absence
from tests.support.outside import contact
from tests.support.senders import SenderAt, Senders
from tests.support.stations import Office

AWAY = "Alder Street: nobody would notice a call"
BACK = "Alder Street: somebody attends again"


@pytest.fixture
def office() -> Office:  # its clock begins on a Wednesday at 8:00
    return Office(supervisors=("Ana", "Marcus"), counters=("Counter 3",), relays=("Hub",)).opens()


def leaves(office: Office, *names: str, why: Absence | None = Absence.LOCKED) -> None:
    for name in names:
        office[name].sitting.why = why
        office[name].at_work.attention_changed()
    office.settle()


def test_after_three_minutes_with_nobody_there_they_hear_it_once_and_once_that_it_is_over(
    office: Office,
) -> None:
    senders = Senders(office, "Ana", "Marcus", hours="mon-fri 08:00-17:00")
    senders.pass_by(60)
    leaves(office, "Ana", "Marcus")
    senders.pass_by(175)
    assert senders.sent == 0
    senders.pass_by(10)
    assert senders["Ana"].titles == [AWAY]
    senders.pass_by(900)
    leaves(office, "Marcus", why=None)
    senders.pass_by(300)
    assert senders["Ana"].titles == [AWAY, BACK]
    assert senders["Marcus"].titles == []


def test_a_short_absence_and_one_after_hours_are_nobodys_business(office: Office) -> None:
    senders = Senders(office, "Ana", hours="mon-fri 08:00-08:10")
    leaves(office, "Ana", "Marcus")
    senders.pass_by(150)
    leaves(office, "Ana", why=None)
    senders.pass_by(340)
    leaves(office, "Ana")
    senders.pass_by(600)  # it closes 110 s later
    assert senders.sent == 0


def test_a_site_without_hours_is_told_nothing_of_attendance(office: Office) -> None:
    senders = Senders(office, "Ana")
    leaves(office, "Ana", "Marcus")
    senders.pass_by(900)
    assert senders.sent == 0


def test_the_second_sender_and_a_restart_do_not_make_it_twice(office: Office) -> None:
    senders = Senders(office, "Ana", "Marcus", hours="mon-fri 08:00-17:00")
    leaves(office, "Ana", "Marcus")
    senders.pass_by(220)
    assert senders.sent == 1
    senders.dies("Ana")
    senders.pass_by(300)
    office.start("Ana")
    office["Ana"].sitting.why = Absence.LOCKED
    senders.begins("Ana")
    senders.pass_by(600)
    assert senders.sent == 0  # of those two who are here now


def restarts(office: Office, senders: Senders, name: str, *contacts: str) -> SenderAt:
    """The program of that desk is killed and starts again, with these contacts."""
    why = office[name].sitting.why
    senders.dies(name)
    office.start(name)
    office[name].sitting.why = why
    at = senders.begins(name)
    at.contacts = tuple(contact(one) for one in contacts)
    return at


def test_of_two_contacts_only_the_one_that_was_not_told_is_told_after_a_restart(
    office: Office,
) -> None:
    senders = Senders(office, "Ana", hours="mon-fri 08:00-17:00")
    ana = senders["Ana"]
    ana.contacts = (contact("Director"), contact("Guard"))
    ana.post.fails_with["Guard"] = Attempt(Failure.SILENT)
    leaves(office, "Ana", "Marcus")
    senders.pass_by(190)
    assert [to for _, to in ana.post.sent] == [("Director", "Guard")]
    ana = restarts(office, senders, "Ana", "Director", "Guard")
    senders.pass_by(400)
    assert [(message.title, to) for message, to in ana.post.sent] == [(AWAY, ("Guard",))]


def test_whoever_was_told_that_nobody_is_there_learns_that_somebody_is_though_the_sender_restarts(
    office: Office,
) -> None:
    senders = Senders(office, "Ana", hours="mon-fri 08:00-17:00")
    ana = senders["Ana"]
    ana.contacts = (contact("Director"), contact("Guard"))
    leaves(office, "Ana", "Marcus")
    senders.pass_by(190)
    ana.post.fails_with["Guard"] = Attempt(Failure.SILENT)
    leaves(office, "Marcus", why=None)
    senders.pass_by(10)
    assert [(message.title, to) for message, to in ana.post.sent] == [
        (AWAY, ("Director", "Guard")),
        (BACK, ("Director", "Guard")),
    ]
    ana = restarts(office, senders, "Ana", "Director", "Guard")
    senders.pass_by(100)
    assert [(message.title, to) for message, to in ana.post.sent] == [(BACK, ("Guard",))]


def test_who_heard_of_nobody_hears_of_somebody_from_whoever_told_them_and_nobody_else_does(
    office: Office,
) -> None:
    senders = Senders(office, "Ana", "Marcus", hours="mon-fri 08:00-17:00")
    senders["Ana"].post.attempt = Attempt(Failure.UNREACHABLE)
    leaves(office, "Ana", "Marcus")
    senders.pass_by(230)
    assert senders["Marcus"].titles == [AWAY]
    senders["Ana"].post.attempt = Attempt()
    leaves(office, "Marcus", why=None)
    senders.pass_by(100)
    assert senders["Marcus"].titles == [AWAY, BACK]
    assert BACK not in senders["Ana"].titles


def test_one_person_whom_both_senders_tell_hears_once_that_somebody_is_there(
    office: Office,
) -> None:
    senders = Senders(office, "Ana", "Marcus", hours="mon-fri 08:00-17:00")
    for name in ("Ana", "Marcus"):
        senders[name].contacts = (contact("Director"),)
    senders["Ana"].post.attempt = Attempt(Failure.UNREACHABLE)
    leaves(office, "Ana", "Marcus")
    senders.pass_by(230)
    senders["Ana"].post.attempt = Attempt()
    leaves(office, "Marcus", why=None)
    senders.pass_by(100)
    assert (senders["Ana"].titles + senders["Marcus"].titles).count(BACK) == 1


def test_what_cannot_be_told_is_tried_six_times_and_then_each_hour(office: Office) -> None:
    senders = Senders(office, "Ana", hours="mon-fri 08:00-17:00")
    senders["Ana"].post.attempt = Attempt(Failure.SILENT)
    leaves(office, "Ana", "Marcus")
    senders.pass_by(1500)
    assert senders["Ana"].titles == [AWAY] * 6
    senders["Ana"].post.attempt = Attempt()
    senders.pass_by(3600)
    assert senders["Ana"].titles == [AWAY] * 7


def test_who_is_still_away_when_the_site_opens_again_is_told_anew_also_after_a_restart(
    office: Office,
) -> None:
    senders = Senders(office, "Ana", "Marcus", hours="mon-fri 08:00-08:10, 08:15-17:00")
    leaves(office, "Ana", "Marcus")
    senders.pass_by(1100)
    assert senders["Ana"].titles == [AWAY, AWAY]
    senders.dies("Ana")
    office.start("Ana")
    office["Ana"].sitting.why = Absence.LOCKED
    senders.begins("Ana")
    senders.pass_by(600)
    assert senders.sent == 0  # of those two who are here now


def test_a_sender_with_a_clock_years_ahead_keeps_no_other_from_telling(office: Office) -> None:
    senders = Senders(office, "Ana", "Marcus", hours="mon-fri 08:00-17:00")
    office["Marcus"].clock.off_by = timedelta(days=1400)
    office["Marcus"].at_work.publish(AttendanceTold(contact="Director"))
    leaves(office, "Ana", "Marcus")
    senders.pass_by(220)
    assert senders["Ana"].titles == [AWAY]
