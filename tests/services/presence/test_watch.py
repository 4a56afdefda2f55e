"""Who is present, who is attended, and when a counter may call itself ready."""

from datetime import datetime, timedelta

import pytest

from desktop.domain.events.note import Note, NoteKind, note_kind
from desktop.domain.presence import BEAT_EVERY, PRESENT_FOR, Absence, Beat, Check, Unready
from desktop.domain.relays import LinkDown, LinkTrouble, LinkUp
from desktop.domain.roster.facts import DeviceRevoked
from desktop.services.presence.watch import MOST_STARTS, Watch, readiness
from tests.support.stations import MORNING, Clock, Office, Sent


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watch(clock: Clock) -> Watch:
    return Watch(monotonic=clock.monotonic)


def beats(
    watch: Watch,
    clock: Clock,
    count: int,
    *,
    at: datetime | None = None,
    boot: bytes = b"",
    person: str = "Ana",
) -> bool:
    beat = Beat(nonce=b"n", boot=boot, count=count, person=person)
    at_ms = int((at or clock.now()).timestamp() * 1000)
    return watch.heard("ana", beat, as_of=clock.seconds, at_ms=at_ms, now=clock.now())


def is_answer(sent: Sent) -> bool:
    """A supervisor's station answers beats with it."""
    return note_kind(sent.payload) == NoteKind.CHECK


def test_a_station_is_present_for_20_seconds_after_a_beat(watch: Watch, clock: Clock) -> None:
    beats(watch, clock, 1)
    clock.seconds += PRESENT_FOR
    assert watch.expire() == []
    clock.seconds += 0.1
    assert watch.expire() == ["ana"]
    assert not watch.is_present("ana")
    assert watch.expire() == []


def test_only_what_a_person_would_see_is_told_as_a_change(watch: Watch, clock: Clock) -> None:
    assert beats(watch, clock, 1)
    clock.seconds += BEAT_EVERY
    assert not beats(watch, clock, 2)
    clock.seconds += BEAT_EVERY
    assert beats(watch, clock, 3, person="Bea")


def test_old_beats_replayed_make_nobody_present_who_is_gone(watch: Watch, clock: Clock) -> None:
    for count in (1, 2, 3):
        beats(watch, clock, count)
    clock.seconds += 15
    beats(watch, clock, 3)
    clock.seconds += 6
    assert watch.expire() == ["ana"]
    for count in (1, 2, 3):
        beats(watch, clock, count)
    assert not watch.is_present("ana")


def test_a_clock_that_is_put_back_silences_nobody(watch: Watch, clock: Clock) -> None:
    beats(watch, clock, 1)
    clock.seconds += BEAT_EVERY
    beats(watch, clock, 2, at=clock.now() - timedelta(hours=1))
    clock.seconds += PRESENT_FOR - 1
    assert watch.expire() == []


def test_a_replay_of_an_earlier_start_does_not_make_the_true_beats_replays(
    watch: Watch, clock: Clock
) -> None:
    beats(watch, clock, 1, boot=b"today")
    beats(watch, clock, 900, boot=b"yesterday")  # which this station has never heard
    clock.seconds += PRESENT_FOR - 1
    beats(watch, clock, 2, boot=b"today")
    clock.seconds += PRESENT_FOR - 1
    assert watch.expire() == []


def test_a_station_that_starts_again_and_again_is_remembered_no_longer_than_needed(
    watch: Watch, clock: Clock
) -> None:
    for start in range(1_000):
        beats(watch, clock, 1, boot=str(start).encode())
    assert len(watch._counts["ana"]) == MOST_STARTS


def test_a_clock_that_is_off_is_measured(watch: Watch, clock: Clock) -> None:
    beats(watch, clock, 1, at=MORNING + timedelta(days=3650))
    heard = watch.find("ana")
    assert heard is not None
    assert heard.clock_ahead_s == pytest.approx(3650 * 86400)


def test_an_older_program_that_does_not_say_how_long_is_away_since_it_first_said_so(
    watch: Watch, clock: Clock
) -> None:
    since = clock.now()
    for count in range(1, 20):
        beat = Beat(nonce=b"n", count=count, absence=Absence.AWAY)
        at_ms = int(clock.now().timestamp() * 1000)
        watch.heard("ana", beat, as_of=clock.seconds, at_ms=at_ms, now=clock.now())
        clock.seconds += BEAT_EVERY
    heard = watch.find("ana")
    assert heard is not None
    assert heard.absent_since == since


def test_nobody_is_refused_while_a_supervisors_desk_is_heard(watch: Watch, clock: Clock) -> None:
    def why_not() -> Unready | None:
        return readiness(
            is_revoked=False, is_refused=True, relays_up=1, supervisors=["ana"], watch=watch
        ).why

    assert why_not() is Unready.REFUSED
    beats(watch, clock, 1)
    assert why_not() is None
    clock.seconds += PRESENT_FOR + 1
    watch.expire()
    assert why_not() is Unready.REFUSED


def why(office: Office) -> Unready | None:
    return office["Counter 3"].board.readiness.why


def test_a_counter_is_ready_once_an_attended_desk_has_answered() -> None:
    office = Office().opens()
    assert why(office) is None


def test_without_a_relay_it_says_so() -> None:
    office = Office().opens()
    office["Counter 3"].links.cut("Ana")
    office.settle()
    assert why(office) is Unready.NO_RELAY


def test_without_a_supervisor_it_says_so_within_20_seconds() -> None:
    office = Office().opens()
    office.stop("Ana")
    office.advance(PRESENT_FOR + 0.1)
    assert why(office) is Unready.NO_SUPERVISOR


@pytest.mark.parametrize("absence", list(Absence))
def test_a_desk_where_nobody_would_notice_makes_no_counter_ready(absence: Absence) -> None:
    office = Office().opens()
    office["Ana"].sitting.why = absence
    office.advance(BEAT_EVERY + 0.1)
    assert why(office) is Unready.NOBODY_ATTENDS

    office["Ana"].sitting.why = None
    office.advance(BEAT_EVERY + 0.1)
    assert why(office) is None


def test_one_message_answers_all_that_beat_since_the_last_one() -> None:
    counters = ("Counter 1", "Counter 2", "Counter 3")
    office = Office(counters=counters).opens("Ana", *counters)
    office.advance(2 * BEAT_EVERY)
    before = len(office.switchboard.passed)
    office.advance(2 * BEAT_EVERY)
    answers = [sent for sent in office.switchboard.passed[before:] if is_answer(sent)]
    assert len({sent.payload for sent in answers}) == 2
    assert all(
        len(Note.parse(sent.payload).read(Check).nonces) == len(counters) for sent in answers
    )
    assert all(office[counter].board.readiness.is_ready for counter in counters)


def test_a_counter_that_knows_of_no_supervisor_is_answered_at_once() -> None:
    office = Office().opens()
    office.advance(2 * BEAT_EVERY)
    office.stop("Counter 3")
    office.start("Counter 3")
    office.settle()
    assert why(office) is None


def test_counters_hear_at_once_that_the_last_supervisor_leaves_the_desk() -> None:
    office = Office().opens()
    office.advance(2 * BEAT_EVERY)
    office["Ana"].sitting.why = Absence.AWAY
    office["Ana"].at_work.attention_changed()
    office.settle()
    assert why(office) is Unready.NOBODY_ATTENDS


def test_two_lost_answers_in_a_row_leave_a_counter_ready() -> None:
    office = Office().opens()
    office.advance(4 * BEAT_EVERY)
    office.switchboard.loses = is_answer
    office.advance(2 * BEAT_EVERY)
    assert why(office) is None


def test_another_counter_that_beats_makes_no_counter_ready() -> None:
    office = Office(counters=("Counter 1", "Counter 3")).opens("Counter 1", "Counter 3")
    office.advance(10)
    assert why(office) is Unready.NO_SUPERVISOR


def test_replayed_answers_of_a_dead_supervisor_make_no_counter_ready() -> None:
    office = Office().opens()
    checks = [sent for sent in office.switchboard.passed if is_answer(sent)]
    assert checks
    office.stop("Ana")
    office.advance(PRESENT_FOR + 10)
    office["Counter 3"].path.intake._notes.clear()
    for sent in checks:
        office.switchboard.carry(sent)
    office.settle()
    assert why(office) is Unready.NO_SUPERVISOR


def test_an_answer_held_back_on_its_way_keeps_nobody_green_for_longer() -> None:
    office = Office().opens()
    held: list[Sent] = []

    def holds_back(sent: Sent) -> bool:
        if is_answer(sent):
            held.append(sent)
        return is_answer(sent)

    office.switchboard.loses = holds_back
    office.advance(BEAT_EVERY + 0.1)
    office.stop("Ana")
    office.switchboard.loses = lambda _sent: False
    office.advance(PRESENT_FOR - 3 * BEAT_EVERY)
    for sent in held:
        office.switchboard.carry(sent)
    office.advance(3 * BEAT_EVERY)
    assert why(office) is Unready.NO_SUPERVISOR


@pytest.mark.parametrize("person", ["Ana\udce4", "A" * 70_000, "Ana\nRuiz"])
def test_no_name_keeps_a_station_from_beating(person: str) -> None:
    office = Office().opens()
    office["Ana"].at_work.is_someone(person)
    office.advance(3 * PRESENT_FOR)
    assert why(office) is None
    pressed = office.press("Counter 3")
    office.done(office["Ana"].at_work.acknowledge(pressed.alert))
    assert office["Counter 3"].alert.going


@pytest.mark.expects_log("could not be handled")
def test_a_beat_that_fails_is_not_the_last_one(monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office().opens()
    with monkeypatch.context() as broken:
        broken.setattr(office["Ana"].path._beating, "_random_bytes", lambda _n: 1 / 0)
        office.advance(PRESENT_FOR)
    office.advance(BEAT_EVERY + 0.1)
    assert why(office) is None


def test_a_revoked_counter_is_told() -> None:
    office = Office(counters=("Counter 1", "Counter 3")).opens()
    office.done(office["Ana"].at_work.publish(DeviceRevoked(device=office["Counter 3"].id)))
    assert why(office) is Unready.REVOKED


def test_a_counter_that_no_relay_lets_in_says_so_until_one_does_or_none_answers() -> None:
    """It was off when it was taken out: nobody can tell it."""
    office = Office().opens()
    counter = office["Counter 3"]
    (relay,) = counter.path._links
    counter.links.cut("Ana")
    counter.at_work.hear(LinkDown(relay, LinkTrouble.REFUSED))
    office.settle()
    assert why(office) is Unready.NO_RELAY  # Ana was heard just now: it ended, perhaps
    office.advance(PRESENT_FOR + 1)
    assert why(office) is Unready.REFUSED
    assert counter.board.may_join_again
    counter.at_work.hear(LinkDown(relay, LinkTrouble.UNREACHABLE))
    office.settle()
    assert why(office) is not Unready.REFUSED
    counter.at_work.hear(LinkDown(relay, LinkTrouble.REFUSED))
    counter.at_work.hear(LinkUp(relay, office["Ana"].id))
    office.settle()
    assert why(office) is Unready.NO_RELAY
    assert not counter.board.may_join_again


def test_a_desk_whose_own_relay_alone_lets_it_in_says_so_too() -> None:
    office = Office().opens()
    ana = office["Ana"]
    ana.at_work.hear(LinkUp("own relay", ana.id))
    ana.at_work.hear(LinkDown("another", LinkTrouble.REFUSED))
    office.settle()
    assert ana.board.readiness.why is Unready.REFUSED


def test_a_silent_station_is_shown_to_supervisors() -> None:
    office = Office(counters=("Counter 1", "Counter 3")).opens()
    office.stop("Counter 1")
    office.advance(PRESENT_FOR + 0.1)
    present = {desk.place: desk.is_present for desk in office["Ana"].board.desks}
    assert present == {"Counter 1": False, "Counter 3": True}
