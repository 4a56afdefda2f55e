"""A call that nobody in the house answers is told outside: once, by whichever sender is there."""

import pytest

from desktop.domain.alerts.escalation import patience_of
from desktop.domain.alerts.facts import AlertRelayed, Context, Kind, Message, Occasion
from desktop.domain.outside.contacts import Attempt, Failure
from desktop.domain.settings.settings import Settings
from tests.support.outside import contact
from tests.support.senders import SenderAt, Senders
from tests.support.stations import Office


@pytest.fixture
def office() -> Office:
    return Office(
        supervisors=("Ana", "Marcus"), counters=("Counter 1", "Counter 3"), relays=("Hub",)
    ).opens()


@pytest.fixture
def senders(office: Office) -> Senders:
    senders = Senders(office, "Ana", "Marcus")
    senders.pass_by(12)  # they have been at work for a while
    return senders


def test_a_panic_that_nobody_answers_is_told_once_with_its_number_and_everybody_sees_that(
    office: Office, senders: Senders
) -> None:
    office.press("Counter 3")
    office.done(office["Counter 3"].at_work.note(office["Ana"].alert.id, context=Context.WEAPON))
    senders.pass_by(29)
    assert senders.sent == 0
    senders.pass_by(600)
    ((message, to),) = senders["Ana"].post.sent
    assert senders["Marcus"].post.sent == []
    assert to == ("Ana's director",)
    alert = office["Counter 1"].alert
    assert alert.number in message.title
    assert "Counter 3" in message.body
    assert "a weapon" in message.body
    (relayed,) = alert.relayed
    assert (relayed.device, relayed.contact, relayed.is_told) == (
        *(office["Ana"].id, "Ana's director", True),
    )


def test_a_supervisor_call_waits_longer_and_a_drill_and_a_test_never_leave(
    office: Office, senders: Senders
) -> None:
    office.press("Counter 1", occasion=Occasion.DRILL)
    office.press("Counter 1", Kind.ASSIST, occasion=Occasion.TEST)
    senders.pass_by(400)
    assert senders.sent == 0
    office.press("Counter 3", Kind.ASSIST)
    senders.pass_by(59)
    assert senders.sent == 0
    senders.pass_by(2)
    assert senders.sent == 1


def test_what_is_answered_in_time_stays_in_the_house(office: Office, senders: Senders) -> None:
    pressed = office.press("Counter 3")
    senders.pass_by(28)
    office.done(office["Marcus"].at_work.acknowledge(pressed.alert))
    senders.pass_by(30)
    assert senders.sent == 0


def test_who_answers_and_does_not_come_is_told_of_when_that_too_has_taken_too_long(
    office: Office, senders: Senders
) -> None:
    pressed = office.press("Counter 3")
    office.done(office["Marcus"].at_work.acknowledge(pressed.alert))
    senders.pass_by(89)
    assert senders.sent == 0
    senders.pass_by(2)
    ((message, _),) = senders["Ana"].post.sent
    assert "nobody says that they are there" in message.body


def test_with_the_first_sender_dead_the_second_tells_them_ten_seconds_later(
    office: Office, senders: Senders
) -> None:
    office.press("Counter 3")
    senders.pass_by(20)
    senders.dies("Ana")
    senders.pass_by(19)
    assert senders.sent == 0
    senders.pass_by(2)
    assert len(senders["Marcus"].post.sent) == 1
    office.start("Ana")
    senders.begins("Ana")
    senders.pass_by(120)
    assert senders.sent == 1  # it hears that they were told before it would


@pytest.mark.parametrize("seconds", [0.0, 1.0, 3.0, 4.0])
def test_where_the_only_desk_dies_its_silence_makes_nobody_wait_longer_than_its_turn(
    seconds: float,
) -> None:
    office = Office(supervisors=("Ana",), counters=("Counter 1", "Counter 3"), relays=("Hub",))
    senders = Senders(office.opens(), "Ana", "Counter 1")
    senders.pass_by(12 + seconds)
    office.press("Counter 3")
    senders.dies("Ana")  # which is noticed when it has been silent for 20 s
    senders.pass_by(41)
    assert senders.sent == 1
    senders.pass_by(60)
    assert senders.sent == 1


def test_a_sender_that_was_killed_before_its_turn_and_is_back_in_time_leaves_it_to_the_other(
    office: Office, senders: Senders
) -> None:
    office.press("Counter 3")
    senders.pass_by(29)
    senders.dies("Ana")
    office.start("Ana")
    senders.begins("Ana")
    senders.pass_by(300)
    assert (len(senders["Ana"].post.sent), len(senders["Marcus"].post.sent)) == (0, 1)


def test_no_supervisor_there_at_all_tells_them_at_once_even_from_a_counter(
    office: Office,
) -> None:
    senders = Senders(office, "Counter 1")
    office.stop("Ana")
    office.stop("Marcus")
    senders.pass_by(25)  # silent for 20 s
    office.press("Counter 3")
    senders.pass_by(3)
    assert senders.sent == 1


def test_a_webhook_that_answers_500_for_an_hour_is_tried_less_and_less_often_and_each_try_told(
    office: Office, senders: Senders
) -> None:
    senders["Ana"].post.attempt = Attempt(Failure.ANSWERED, 500)
    senders["Marcus"].contacts = ()
    office.press("Counter 3")
    senders.pass_by(31)
    moments = [len(senders["Ana"].post.sent)]
    for _ in range(12):
        senders.pass_by(300)
        moments.append(len(senders["Ana"].post.sent))
    assert moments[:3] == [1, 5, 6]
    assert moments[-1] == 16
    alert = office["Counter 3"].alert
    tries = [one for one in alert.timeline if one.fact.TYPE == "alert.relayed"]
    assert len(tries) == 16
    (relayed,) = alert.relayed
    assert (relayed.failure, relayed.code) == ("answered", 500)

    senders["Ana"].post.attempt = Attempt()
    senders.pass_by(300)
    (relayed,) = office["Counter 3"].alert.relayed
    assert relayed.is_told
    senders.pass_by(900)
    assert len(senders["Ana"].post.sent) == 17


def test_the_second_sender_tells_its_own_contacts_where_the_first_ones_cannot_be(
    office: Office, senders: Senders
) -> None:
    senders["Ana"].post.attempt = Attempt(Failure.UNREACHABLE)
    office.press("Counter 3")
    senders.pass_by(200)
    assert len(senders["Marcus"].post.sent) == 1
    assert len(senders["Ana"].post.sent) == 1  # from then on they know


def test_of_two_contacts_only_the_one_that_was_not_told_is_tried_again(
    office: Office, senders: Senders
) -> None:
    ana = senders["Ana"]
    ana.contacts = (contact("Director"), contact("Guard"))
    ana.post.holds = True
    office.press("Counter 3")
    senders.pass_by(30)
    (director, told), (guard, _) = ana.post.waiting
    told(director, Attempt())
    told(guard, Attempt(Failure.SILENT))
    ana.post.holds = False
    senders.pass_by(30)
    assert [to for _, to in ana.post.sent] == [("Director", "Guard"), ("Guard",)]
    assert senders["Marcus"].post.sent == []


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    "own",
    [
        {"panic_outside": 5.0, "assist_outside": 20.0},  # due in the first sender's turn
        {"panic_answer": 8.0, "assist_answer": 37.0},
        {"panic_outside": 41.0, "assist_outside": 55.0},
    ],
    ids=str,
)
def test_two_senders_never_try_in_one_moment_whatever_times_the_pc_of_one_of_them_goes_by(
    office: Office, senders: Senders, own: dict[str, float], kind: Kind
) -> None:
    office["Marcus"].at_work.wait(patience_of(own.items()))
    for name in ("Ana", "Marcus"):
        senders[name].post.attempt = Attempt(Failure.UNREACHABLE)
    office.press("Counter 3", kind)
    tried: dict[str, list[tuple[float, float]]] = {"Ana": [], "Marcus": []}
    for second in range(400):
        senders.pass_by(1)
        for name, times in tried.items():
            limits = senders[name].post.within[len(times) :]
            times += [(second, second + limit) for limit in limits]
    assert all(len(times) > 3 for times in tried.values())
    for begins, ends in tried["Ana"]:
        for begun, ended in tried["Marcus"]:
            assert ends < begun or ended < begins


def test_one_of_two_tells_nobody_while_the_other_does_though_the_pc_of_one_waits_less_long(
    office: Office, senders: Senders
) -> None:
    office["Marcus"].at_work.wait(patience_of([("panic_outside", 5.0)]))
    posts = [senders["Ana"].post, senders["Marcus"].post]
    for post in posts:
        post.holds = True
    office.press("Counter 3")
    while not senders.sent:
        senders.pass_by(1)
    senders.pass_by(7)  # a mail server that takes its time
    ((director, told),) = (one for post in posts for one in post.waiting)
    told(director, Attempt())
    senders.pass_by(100)
    assert senders.sent == 1


def test_a_pc_that_names_itself_the_first_sender_is_the_one_that_the_site_says_it_is(
    office: Office, senders: Senders
) -> None:
    own = Settings(outside=(("senders", (office["Marcus"].id,)),))
    marcus = senders["Marcus"].sender
    marcus.settings_are(own, site={"outside.senders": (office["Ana"].id, office["Marcus"].id)})
    assert marcus.rank == 1
    marcus.settings_are(own)
    assert marcus.rank == 0  # the site says nothing of it


def test_where_there_is_one_sender_it_tells_them_when_they_are_due_whatever_that_is(
    office: Office,
) -> None:
    senders = Senders(office, "Ana")
    senders.pass_by(12)
    office["Ana"].at_work.wait(patience_of([("panic_outside", 28.0)]))
    office.press("Counter 3")
    senders.pass_by(42)
    assert senders.sent == 0
    senders.pass_by(2)
    assert senders.sent == 1


def test_a_counter_that_says_it_told_somebody_and_is_no_sender_keeps_nobody_from_it(
    office: Office, senders: Senders
) -> None:
    pressed = office.press("Counter 3")
    said = AlertRelayed(alert=pressed.alert, contact="Nobody")
    office.done(office["Counter 1"].at_work.relayed(said))
    senders.pass_by(40)
    assert senders.sent == 1


def test_what_was_taken_back_under_duress_says_so_outside_and_not_at_the_counter(
    office: Office, senders: Senders
) -> None:
    from desktop.domain.alerts.forced import as_the_counter_shows

    pressed = office.press("Counter 3")
    office.done(office["Ana"].at_work.acknowledge(pressed.alert))
    office.done(office["Ana"].at_work.tell(pressed.alert, Message.POLICE_CALLED))
    office.done(office["Counter 3"].at_work.withdraw_forced(pressed.alert))
    senders.pass_by(40)
    ((message, _),) = senders["Ana"].post.sent
    assert "do not phone the counter" in message.body
    assert "the police were called" in message.body
    board = office["Counter 3"].board
    assert board.alerts[0].alert.relayed
    assert not as_the_counter_shows(board).alerts[0].alert.relayed


def test_what_fails_on_the_way_out_once_is_tried_again_in_the_next_turn(
    office: Office, senders: Senders, monkeypatch: pytest.MonkeyPatch
) -> None:
    senders["Marcus"].contacts = ()
    office.press("Counter 3")
    with monkeypatch.context() as broken:
        broken.setattr("desktop.services.outside.sender.call_letter", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            senders.pass_by(40)
    assert senders.sent == 0
    senders.pass_by(60)
    assert senders.sent == 1


def test_after_a_restart_and_with_a_new_contact_those_who_were_not_told_still_are(
    office: Office, senders: Senders
) -> None:
    ana = senders["Ana"]
    director, guard, police = (contact(name) for name in ("Director", "Guard", "Police"))
    ana.contacts = (director, guard)
    ana.post.holds = True
    office.press("Counter 3")
    senders.pass_by(30)
    (_, told), _ = ana.post.waiting
    told(director, Attempt())
    office.settle()
    senders.dies("Ana")
    office.start("Ana")
    ana = senders.begins("Ana")
    ana.contacts = (director, guard)
    senders.pass_by(60)
    assert [to for _, to in ana.post.sent] == [("Guard",)]
    ana.contacts = (director, guard, police)
    ana.sender.again()
    senders.pass_by(60)
    assert [to for _, to in ana.post.sent] == [("Guard",), ("Police",)]
    assert senders["Marcus"].post.sent == []


def test_who_says_again_that_they_go_and_does_not_come_is_told_of_again(
    office: Office, senders: Senders
) -> None:
    pressed = office.press("Counter 3")
    senders.pass_by(60)
    assert senders.sent == 1
    office.done(office["Marcus"].at_work.acknowledge(pressed.alert))
    senders.pass_by(300)
    assert senders.sent == 2


def test_a_call_that_was_told_of_and_becomes_a_panic_is_told_again_at_once(
    office: Office, senders: Senders
) -> None:
    office.press("Counter 3", Kind.ASSIST)
    senders.pass_by(70)
    assert senders.sent == 1
    office.press("Counter 3")
    senders.pass_by(60)
    titles = sorted(senders["Ana"].titles + senders["Marcus"].titles)
    assert [title.partition(",")[0] for title in titles] == ["Panic", "Supervisor to counter"]


def restarts(office: Office, senders: Senders, name: str) -> SenderAt:
    """The PC of that desk is off for a moment; what it had in its memory is gone."""
    senders.dies(name)
    office.start(name)
    return senders.begins(name)


def test_what_waits_anew_is_told_though_its_sender_restarts_before_its_turn(
    office: Office, senders: Senders
) -> None:
    senders["Marcus"].contacts = ()
    pressed = office.press("Counter 3")
    senders.pass_by(60)
    assert senders.sent == 1
    office.done(office["Marcus"].at_work.acknowledge(pressed.alert))
    senders.pass_by(10)
    office.done(office["Marcus"].at_work.tell(pressed.alert, Message.CANNOT))
    senders.pass_by(5)
    again = restarts(office, senders, "Ana")
    senders.pass_by(300)
    assert len(again.titles) == 1
    assert len(restarts(office, senders, "Ana").titles) == 0
    senders.pass_by(300)
    assert senders.sent == 0  # and once is enough


def test_what_becomes_a_panic_is_told_though_its_sender_restarts_before_its_turn(
    office: Office, senders: Senders
) -> None:
    senders["Marcus"].contacts = ()
    office.press("Counter 3", Kind.ASSIST)
    senders.pass_by(75)
    assert senders.sent == 1
    office.press("Counter 3")
    again = restarts(office, senders, "Ana")
    senders.pass_by(300)
    assert [title.partition(",")[0] for title in again.titles] == ["Panic"]


def test_a_later_press_is_told_though_its_sender_restarts_and_an_early_one_is_not(
    office: Office, senders: Senders
) -> None:
    senders["Marcus"].contacts = ()
    office.press("Counter 3")
    senders.pass_by(60)
    office.press("Counter 3")  # whoever was told half a minute ago knows
    again = restarts(office, senders, "Ana")
    senders.pass_by(120)
    assert again.titles == []
    office.press("Counter 3")
    again = restarts(office, senders, "Ana")
    senders.pass_by(120)
    assert len(again.titles) == 1


def test_a_message_that_was_on_its_way_as_it_began_to_wait_anew_tells_nothing_of_that(
    office: Office, senders: Senders
) -> None:
    senders["Marcus"].contacts = ()
    ana = senders["Ana"]
    ana.post.holds = True
    office.press("Counter 3", Kind.ASSIST)
    while not ana.post.waiting:
        senders.pass_by(1)
    office.press("Counter 3")  # a panic, while the mail server takes its time
    senders.pass_by(3)
    (director, told_of_call), (_, told_of_panic) = ana.post.waiting
    told_of_call(director, Attempt())
    told_of_panic(director, Attempt(Failure.SILENT))
    ana.post.holds = False
    senders.pass_by(120)
    told = [title.partition(",")[0] for title in ana.titles]
    assert told == ["Supervisor to counter", "Panic", "Panic"]


def test_a_later_press_is_told_again_and_a_button_that_sticks_writes_every_two_minutes_at_most(
    office: Office, senders: Senders
) -> None:
    office.press("Counter 3")
    senders.pass_by(200)
    assert senders.sent == 1
    for _ in range(60):
        office.press("Counter 3")
        senders.pass_by(4)
    assert senders.sent in {3, 4}
