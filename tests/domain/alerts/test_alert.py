"""An alert is folded from its facts: any order, any number of doubles, the same alert."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.alerts.alert import Alert, AnyAlertFact, Recorded, fold
from desktop.domain.alerts.facts import (
    AlertAcknowledged,
    AlertAttended,
    AlertClosed,
    AlertFact,
    AlertNoted,
    AlertPressed,
    AlertRaised,
    AlertReceived,
    AlertTold,
    AlertUnsaid,
    AlertWithdrawn,
    Context,
    Kind,
    Message,
)
from desktop.domain.alerts.transitions import State
from tests.support.stations import MORNING

ALERT = "a1ert"
COUNTER, ANA, MARCUS, ROGUE = "counter", "ana", "marcus", "rogue"


@dataclass
class Story:
    """Facts of one alert as they happened; each is one second after the other."""

    facts: list[Recorded] = field(default_factory=list)

    def then(self, device: str, fact: AnyAlertFact, *, event: str | None = None) -> str:
        name = event or f"event{len(self.facts):03}"
        at = MORNING + timedelta(seconds=len(self.facts))
        self.facts.append(Recorded(at, name, device, fact))
        return name

    def raised(self, kind: Kind = Kind.PANIC) -> str:
        fact = AlertRaised(kind=kind, place="Counter 3", person="Kim")
        return self.then(COUNTER, fact, event=ALERT)

    def pressed(self, kind: Kind = Kind.PANIC, place: str = "") -> str:
        return self.then(COUNTER, AlertPressed(alert=ALERT, kind=kind, place=place))

    def acknowledged(self, *presses: str, by: str = ANA, minutes: int | None = None) -> None:
        fact = AlertAcknowledged(alert=ALERT, presses=presses, person=by, minutes=minutes)
        self.then(by, fact)

    def attended(self, *presses: str, by: str = ANA) -> None:
        self.then(by, AlertAttended(alert=ALERT, presses=presses, person=by))

    def closed(self, *presses: str, by: str = ANA) -> None:
        self.then(by, AlertClosed(alert=ALERT, presses=presses, person=by))

    def told(self, message: Message, by: str = ANA) -> None:
        self.then(by, AlertTold(alert=ALERT, message=message, person=by))

    def unsaid(self, message: Message, *events: str, by: str = ANA) -> None:
        self.then(by, AlertUnsaid(alert=ALERT, message=message, events=events, person=by))

    def received(self, *presses: str, by: str = ANA) -> None:
        self.then(by, AlertReceived(alert=ALERT, presses=presses))

    @property
    def alert(self) -> Alert:
        alert = fold(ALERT, self.facts)
        assert alert is not None
        return alert


@pytest.fixture
def story() -> Story:
    return Story()


def test_a_raised_alert_calls_until_somebody_answers(story: Story) -> None:
    press = story.raised()
    raised = story.alert
    story.acknowledged(press, minutes=2)
    answered = story.alert

    assert (raised.state, raised.needs_answer) == (State.RAISED, True)
    assert (answered.state, answered.needs_answer) == (State.ACKNOWLEDGED, False)
    assert [(a.person, a.minutes) for a in answered.going] == [(ANA, 2)]


def test_a_receipt_is_counted_and_answers_nothing(story: Story) -> None:
    press = story.raised()
    story.received(press, by=ANA)
    story.received(press, by=MARCUS)
    assert story.alert.received_by == {ANA, MARCUS}
    assert story.alert.needs_answer


def test_help_may_arrive_before_anybody_clicks(story: Story) -> None:
    story.attended(story.raised(), by=COUNTER)
    assert story.alert.state is State.ATTENDED
    assert not story.alert.needs_answer


def test_a_close_that_saw_every_press_closes(story: Story) -> None:
    first, second = story.raised(), story.pressed()
    story.attended(first, second)
    story.closed(first, second)
    assert not story.alert.is_open
    assert story.alert.closed_by == ANA


def test_a_close_that_did_not_see_a_press_leaves_a_live_alert(story: Story) -> None:
    first = story.raised()
    story.attended(first)
    story.pressed()
    story.closed(first)
    assert story.alert.is_open
    assert story.alert.closed_at is None
    assert story.alert.needs_answer


def test_two_closings_that_saw_a_press_each_close_it_together(story: Story) -> None:
    first = story.raised()
    story.attended(first)
    story.closed(first, by=ANA)
    second = story.pressed()
    story.closed(second, by=MARCUS)
    assert not story.alert.is_open
    assert story.alert.closed_by == MARCUS


def test_a_press_after_the_close_is_a_live_alert(story: Story) -> None:
    first = story.raised()
    story.attended(first)
    story.closed(first)
    story.pressed()
    assert story.alert.is_open
    assert story.alert.needs_answer


def test_a_press_that_no_answer_saw_calls_again(story: Story) -> None:
    first = story.raised()
    story.acknowledged(first)
    second = story.pressed()
    assert story.alert.state is State.ACKNOWLEDGED
    assert story.alert.calls_again

    story.acknowledged(first, second, by=MARCUS)
    assert not story.alert.calls_again


def test_an_answer_that_names_no_press_has_seen_none(story: Story) -> None:
    story.raised()
    story.acknowledged()
    assert story.alert.needs_answer


def test_presses_before_the_first_answer_only_count(story: Story) -> None:
    story.raised()
    story.pressed()
    story.pressed()
    assert len(story.alert.presses) == 3
    assert not story.alert.calls_again
    assert story.alert.needs_answer


def test_a_panic_press_makes_an_assist_a_panic(story: Story) -> None:
    story.raised(Kind.ASSIST)
    before = story.alert
    story.pressed(Kind.PANIC)
    assert (before.kind, story.alert.kind) == (Kind.ASSIST, Kind.PANIC)


def test_an_assist_press_never_makes_a_panic_less(story: Story) -> None:
    story.raised(Kind.PANIC)
    story.pressed(Kind.ASSIST)
    assert story.alert.kind is Kind.PANIC


def test_withdrawing_never_closes(story: Story) -> None:
    press = story.raised()
    story.then(COUNTER, AlertWithdrawn(alert=ALERT, person="Kim"))
    assert story.alert.is_withdrawn
    assert story.alert.needs_answer

    story.attended(press)
    story.closed(press)
    assert not story.alert.is_open


def test_the_place_named_last_is_where_to_go(story: Story) -> None:
    story.raised()
    story.pressed(place="Counter 4")
    story.pressed()
    assert story.alert.place == "Counter 4"


def test_going_is_not_undone_by_what_is_told_besides(story: Story) -> None:
    story.acknowledged(story.raised())
    story.told(Message.POLICE_CALLED)
    assert [a.person for a in story.alert.going] == [ANA]
    assert story.alert.told == (Message.POLICE_CALLED,)


def test_what_a_desk_told_by_a_slip_and_takes_back_was_not_told(story: Story) -> None:
    story.acknowledged(story.raised())
    story.told(Message.CALLING)
    story.told(Message.POLICE_CALLED)
    story.unsaid(Message.POLICE_CALLED, story.facts[-1].event)
    assert story.alert.told == (Message.CALLING,)
    assert story.alert.told_by(Message.POLICE_CALLED) is None
    assert story.alert.took_back(Message.POLICE_CALLED)
    assert [a.person for a in story.alert.going] == [ANA]


def test_what_another_desk_tells_as_well_stands(story: Story) -> None:
    story.raised()
    story.told(Message.POLICE_CALLED)
    slip = story.facts[-1].event
    story.told(Message.POLICE_CALLED, by=MARCUS)
    story.unsaid(Message.POLICE_CALLED, slip)
    assert story.alert.told == (Message.POLICE_CALLED,)
    assert not story.alert.took_back(Message.POLICE_CALLED)
    assert [answer.person for answer in story.alert.answers] == [MARCUS]


def test_nobody_takes_back_what_another_desk_told(story: Story) -> None:
    story.raised()
    story.told(Message.POLICE_CALLED)
    story.unsaid(Message.POLICE_CALLED, story.facts[-1].event, by=MARCUS)
    assert story.alert.told == (Message.POLICE_CALLED,)


def test_who_cannot_come_after_all_is_not_going(story: Story) -> None:
    story.acknowledged(story.raised())
    story.told(Message.CANNOT)
    assert story.alert.going == ()


def test_when_all_who_went_cannot_come_it_calls_anew(story: Story) -> None:
    press = story.raised()
    story.acknowledged(press, by=ANA)
    story.acknowledged(press, by=MARCUS)
    story.told(Message.CANNOT, by=ANA)
    one_goes = story.alert.needs_answer
    story.told(Message.CANNOT, by=MARCUS)
    assert (one_goes, story.alert.needs_answer) == (False, True)


def test_once_somebody_is_there_it_calls_nobody_though_another_cannot_come(story: Story) -> None:
    press = story.raised()
    story.acknowledged(press, by=ANA)
    story.attended(press, by=COUNTER)
    story.told(Message.CANNOT, by=ANA)
    assert not story.alert.needs_answer


def by_role(story: Story) -> Alert:
    """As a station sees it that knows who is a supervisor."""
    alert = fold(ALERT, story.facts, is_supervisor={ANA, MARCUS}.__contains__)
    assert alert is not None
    return alert


def test_help_has_come_when_the_counter_that_called_or_a_supervisor_says_so(story: Story) -> None:
    press = story.raised()
    story.attended(press, by=ROGUE)
    silenced = by_role(story)
    story.attended(press, by=COUNTER)
    assert (silenced.state, silenced.needs_answer) == (State.RAISED, True)
    assert by_role(story).state is State.ATTENDED

    other = Story()
    other.attended(other.raised(), by=ANA)
    assert by_role(other).state is State.ATTENDED


def test_no_third_station_sees_a_press_away_takes_it_back_or_sends_help_elsewhere(
    story: Story,
) -> None:
    first = story.raised()
    story.acknowledged(first)
    second = story.then(ROGUE, AlertPressed(alert=ALERT, kind=Kind.PANIC, place="The basement"))
    story.attended(first, second, by=ROGUE)
    story.then(ROGUE, AlertWithdrawn(alert=ALERT))
    alert = by_role(story)
    assert (alert.place, alert.calls_again, alert.is_withdrawn) == ("Counter 3", True, False)


def test_a_desk_has_signed_for_presses_once_its_receipts_name_all_of_them(story: Story) -> None:
    first, second = story.raised(), story.pressed()
    story.received(first, by=ANA)
    story.received(first, second, by=MARCUS)
    assert story.alert.signed_for([first]) == {ANA, MARCUS}
    assert story.alert.signed_for([first, second]) == {MARCUS}
    story.received(second, by=ANA)
    assert story.alert.signed_for([first, second]) == {ANA, MARCUS}


def test_the_latest_context_and_every_note_are_kept(story: Story) -> None:
    story.raised()
    story.then(COUNTER, AlertNoted(alert=ALERT, context=Context.THREAT))
    story.then(COUNTER, AlertNoted(alert=ALERT, text="He has a bottle"))
    story.then(COUNTER, AlertNoted(alert=ALERT, context=Context.WEAPON))
    assert story.alert.context is Context.WEAPON
    assert story.alert.notes == ("He has a bottle",)


def test_an_answer_before_the_press_it_answers_is_no_alert_yet(story: Story) -> None:
    story.acknowledged("event999")
    assert fold(ALERT, story.facts) is None


def test_a_press_whose_first_one_is_missing_still_makes_an_alert(story: Story) -> None:
    story.pressed(Kind.PANIC, place="Counter 5")
    assert story.alert.needs_answer
    assert story.alert.place == "Counter 5"
    assert story.alert.station == COUNTER


def test_a_clock_ten_years_behind_changes_no_state(story: Story) -> None:
    press = story.raised()
    early = Recorded(
        MORNING - timedelta(days=3650), "early", ANA, AlertAttended(alert=ALERT, presses=(press,))
    )
    alert = fold(ALERT, [*story.facts, early])
    assert alert is not None
    assert alert.state is State.ATTENDED
    assert alert.station == COUNTER


def test_of_a_newer_program_what_cannot_be_read_stands_in_the_timeline(story: Story) -> None:
    class Unknown(AlertFact, frozen=True, kw_only=True):
        TYPE = "alert.unknown"

    story.raised()
    story.then(COUNTER, Unknown())
    assert len(story.alert.timeline) == 2
    assert story.alert.needs_answer


PRESSES = st.lists(
    st.sampled_from([ALERT, *(f"e{n}" for n in range(6))]), max_size=4, unique=True
).map(tuple)
FACTS: st.SearchStrategy[AnyAlertFact] = st.one_of(
    st.builds(
        AlertPressed,
        alert=st.just(ALERT),
        kind=st.sampled_from(Kind),
        place=st.sampled_from(["", "Counter 3", "Counter 4"]),
    ),
    st.builds(
        AlertNoted,
        alert=st.just(ALERT),
        context=st.none() | st.sampled_from(Context),
        text=st.sampled_from(["", "shouting"]),
    ),
    st.builds(AlertAcknowledged, alert=st.just(ALERT), presses=PRESSES, person=st.just("A")),
    st.builds(AlertTold, alert=st.just(ALERT), message=st.sampled_from(Message)),
    st.builds(
        AlertUnsaid,
        alert=st.just(ALERT),
        message=st.sampled_from(Message),
        events=st.lists(st.sampled_from([f"e{n}" for n in range(12)]), max_size=3).map(tuple),
    ),
    st.builds(AlertAttended, alert=st.just(ALERT), presses=PRESSES, person=st.just("B")),
    st.builds(AlertClosed, alert=st.just(ALERT), presses=PRESSES, person=st.just("C")),
    st.builds(AlertWithdrawn, alert=st.just(ALERT)),
    st.builds(AlertReceived, alert=st.just(ALERT), presses=PRESSES),
)
DEVICES = st.sampled_from([COUNTER, ANA, MARCUS])


@st.composite
def timelines(draw: st.DrawFn) -> list[Recorded]:
    """Facts of one alert by any clock; sometimes the press that raised it is missing."""
    facts: list[AnyAlertFact] = draw(st.lists(FACTS, max_size=12))
    if draw(st.booleans()):
        facts.insert(0, AlertRaised(kind=draw(st.sampled_from(Kind)), place="Counter 3"))
    return [
        Recorded(
            MORNING + timedelta(seconds=draw(st.integers(-3, 3))),
            ALERT if isinstance(fact, AlertRaised) else f"e{number}",
            draw(DEVICES),
            fact,
        )
        for number, fact in enumerate(facts)
    ]


@settings(max_examples=200)
@given(facts=timelines(), data=st.data())
def test_any_order_and_any_doubles_make_the_same_alert(
    facts: list[Recorded], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(facts))
    doubles = data.draw(st.lists(st.sampled_from(facts), max_size=5)) if facts else []
    assert fold(ALERT, [*shuffled, *doubles]) == fold(ALERT, facts)


@given(facts=timelines())
def test_a_press_that_no_close_saw_is_never_a_closed_alert(facts: list[Recorded]) -> None:
    alert = fold(ALERT, facts)
    if alert is None or alert.is_open:
        return
    seen = {p for r in facts if isinstance(r.fact, AlertClosed) for p in r.fact.presses}
    assert set(alert.press_ids) <= seen


@given(facts=timelines(), data=st.data())
def test_more_facts_never_take_an_alert_off_the_board_but_a_close(
    facts: list[Recorded], data: st.DataObject
) -> None:
    some = [r for r in facts if data.draw(st.booleans())]
    less, more = fold(ALERT, some), fold(ALERT, facts)
    if less is None or more is None or not less.is_open or more.is_open:
        return
    added = [r.fact for r in facts if r not in some]
    assert any(isinstance(fact, AlertClosed) for fact in added)
