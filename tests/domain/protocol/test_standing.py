"""Who sees to which step: the same for every desk, in whatever order it heard of it."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.alerts.alert import Alert, AnyAlertFact, Recorded, fold
from desktop.domain.alerts.facts import (
    AlertNoted,
    AlertPressed,
    AlertRaised,
    AlertTold,
    AlertUnsaid,
    Context,
    Kind,
    Message,
    Occasion,
)
from desktop.domain.protocol.facts import StepDone, StepGivenBack, StepTaken
from desktop.domain.protocol.site_protocol import SiteProtocol
from desktop.domain.protocol.standing import Standing, said_by, standings, wants_police
from desktop.domain.protocol.steps import POLICE, Situation, Step, situation_of
from tests.ui.sample import ANA, COUNTER_3, MARCUS, T0, Story

SHIPPED = SiteProtocol()


def recorded(s: float, event: str, device: str, fact: AnyAlertFact) -> Recorded:
    return Recorded(T0 + timedelta(seconds=s), event, device, fact)


RAISED = recorded(0, "a1", COUNTER_3, AlertRaised(kind=Kind.PANIC, place="Counter 3"))


def takes(s: float, event: str, device: str, step: str = POLICE) -> Recorded:
    return recorded(s, event, device, StepTaken(alert="a1", step=step, person=device[0]))


def alert_of(facts: Sequence[Recorded]) -> Alert:
    made = fold("a1", [RAISED, *facts])
    assert made is not None
    return made


def police(*facts: Recorded) -> Standing:
    found = standings(alert_of(facts), SHIPPED)
    return next(one for one in found if one.step.key == POLICE)


def test_an_office_that_changes_nothing_calls_the_police_tells_the_director_and_the_guard() -> None:
    steps = [one.step.key for one in standings(Story().alert(), SHIPPED)]
    assert steps == ["police", "director", "guard"]
    assert all(one.is_nobodys for one in standings(Story().alert(), SHIPPED))


@pytest.mark.parametrize(
    ("story", "situation"),
    [
        (Story(), Situation.PANIC),
        (Story(Kind.ASSIST), Situation.ASSIST),
        (Story(Kind.ASSIST).noted(Context.MEDICAL), Situation.ASSIST),
        (Story(Kind.ASSIST).noted(Context.THREAT).noted(Context.LEAVING), Situation.THREAT),
        (Story(Kind.ASSIST).noted(Context.WEAPON), Situation.THREAT),
        (Story(Kind.ASSIST).pressed_again(Kind.PANIC), Situation.PANIC),
    ],
)
def test_a_call_asks_for_the_steps_of_what_is_known_of_it(
    story: Story, situation: Situation
) -> None:
    assert situation_of(story.alert()) is situation


def test_of_two_who_take_a_step_at_once_both_are_seen_and_the_earlier_owns_it() -> None:
    one, two = takes(5, "e2", MARCUS), takes(5, "e1", ANA)
    for standing in (police(one, two), police(two, one)):
        assert [taker.device for taker in standing.takers] == [ANA, MARCUS]
        assert standing.owner is not None
        assert standing.owner.event == "e1"


def test_what_is_given_back_falls_to_whoever_took_it_next_and_to_nobody_then() -> None:
    facts = [takes(5, "e1", ANA), takes(6, "e2", MARCUS)]
    facts.append(recorded(9, "e3", ANA, StepGivenBack(alert="a1", step=POLICE, events=("e1",))))
    owner = police(*facts).owner
    assert owner is not None
    assert owner.device == MARCUS
    facts.append(recorded(9, "e4", MARCUS, StepGivenBack(alert="a1", step=POLICE, events=("e2",))))
    assert police(*facts).is_nobodys
    assert police(*facts, takes(12, "e5", ANA)).owner is not None


def test_nobody_gives_back_what_another_desk_said() -> None:
    taken = takes(5, "e1", ANA)
    given = recorded(6, "e2", MARCUS, StepGivenBack(alert="a1", step=POLICE, events=("e1",)))
    assert police(taken, given).owner is not None


def test_a_tick_by_mistake_is_taken_back_whatever_the_clocks_say() -> None:
    done = recorded(8, "e1", ANA, StepDone(alert="a1", step="director", person="Ana Ruiz"))
    given = recorded(2, "e2", ANA, StepGivenBack(alert="a1", step="director", events=("e1",)))
    assert said_by(alert_of([done]), "director", ANA) == ("e1",)
    assert said_by(alert_of([done, given]), "director", ANA) == ()
    director = standings(alert_of([done, given]), SHIPPED)[1]
    assert director.is_nobodys


def test_police_called_by_a_slip_is_taken_back_and_asked_of_every_desk_again() -> None:
    slip = recorded(
        9, "e1", ANA, AlertTold(alert="a1", message=Message.POLICE_CALLED, person="Ana Ruiz")
    )
    calling = recorded(9, "e2", ANA, AlertTold(alert="a1", message=Message.CALLING, person="Ana"))
    alert = alert_of([slip, calling])
    assert not wants_police(alert, SHIPPED)
    assert said_by(alert, POLICE, ANA) == ("e1",)
    assert said_by(alert, POLICE, MARCUS) == ()
    given = recorded(2, "e3", ANA, StepGivenBack(alert="a1", step=POLICE, events=("e1",)))
    assert police(slip, given).is_nobodys
    assert wants_police(alert_of([slip, given]), SHIPPED)


def test_police_called_that_is_unsaid_to_the_counter_as_well_is_nobodys_step_again() -> None:
    slip = recorded(9, "e1", ANA, AlertTold(alert="a1", message=Message.POLICE_CALLED))
    unsaid = recorded(
        2, "e2", ANA, AlertUnsaid(alert="a1", message=Message.POLICE_CALLED, events=("e1",))
    )
    assert police(slip, unsaid).is_nobodys
    assert wants_police(alert_of([slip, unsaid]), SHIPPED)
    assert said_by(alert_of([slip, unsaid]), POLICE, ANA) == ()


@pytest.mark.parametrize(("minutes", "is_asked"), [(9, False), (200, True)])
def test_who_presses_again_hours_after_the_police_were_called_has_them_asked_for_again(
    minutes: int, is_asked: bool
) -> None:
    called = recorded(9, "e1", ANA, AlertTold(alert="a1", message=Message.POLICE_CALLED))
    again = recorded(
        60 * minutes, "p2", COUNTER_3, AlertPressed(alert="a1", kind=Kind.PANIC, place="Counter 3")
    )
    assert wants_police(alert_of([called, again]), SHIPPED) is is_asked
    assert police(called, takes(5, "e2", MARCUS), again).is_nobodys is is_asked
    assert not police(called, again, takes(60 * minutes + 5, "e3", ANA)).is_nobodys


def test_police_called_ends_the_step_by_itself_and_stands_before_not_needed() -> None:
    waived = recorded(4, "e1", MARCUS, StepDone(alert="a1", step=POLICE, is_needed=False))
    called = recorded(
        9, "e2", ANA, AlertTold(alert="a1", message=Message.POLICE_CALLED, person="Ana Ruiz")
    )
    assert not police(waived).is_needed
    standing = police(waived, called)
    assert standing.is_needed
    assert standing.done is not None
    assert standing.done.person == "Ana Ruiz"


def test_whoever_is_there_stands_beside_the_colleague() -> None:
    story = Story(Kind.ASSIST).going(ANA, "Ana Ruiz")
    assert standings(story.alert(), SHIPPED)[0].is_nobodys
    done = standings(story.attended(ANA, "Ana Ruiz").alert(), SHIPPED)[0].done
    assert done is not None
    assert done.person == "Ana Ruiz"


def test_what_was_done_stays_when_the_site_has_that_step_no_more() -> None:
    done = recorded(8, "e1", ANA, StepDone(alert="a1", step="doors", text="Lock the doors"))
    of_the_site = SiteProtocol({Situation.PANIC: (Step(key="go", text="Go there"),)})
    found = standings(alert_of([done]), of_the_site)
    assert [(one.step.text, one.done is not None) for one in found] == [
        ("Go there", False),
        ("Lock the doors", True),
    ]


@pytest.mark.parametrize(
    ("story", "is_wanted"),
    [
        (Story(), True),
        (Story().going(ANA, "Ana Ruiz"), True),
        (Story().going(ANA, "Ana Ruiz").attended(ANA, "Ana Ruiz"), True),
        (Story(occasion=Occasion.DRILL), True),
        (Story(Kind.ASSIST).forced(), True),
        (Story(Kind.ASSIST).noted(Context.WEAPON), True),
        (Story(Kind.ASSIST).noted(Context.THREAT), False),
        (Story(Kind.ASSIST), False),
        (Story(occasion=Occasion.TEST), False),
        (Story().withdrawn(), False),
        (Story().told(ANA, "Ana Ruiz", Message.POLICE_CALLED), False),
        (Story().going(ANA, "").attended(ANA, "").closed(ANA, ""), False),
    ],
)
def test_the_police_are_asked_for_of_a_panic_and_where_a_weapon_was_named(
    story: Story, is_wanted: bool
) -> None:
    assert wants_police(story.alert(), SHIPPED) is is_wanted


def test_a_site_without_the_police_step_is_not_asked_for_it() -> None:
    of_the_site = SiteProtocol({Situation.PANIC: (Step(key="go", text="Go there"),)})
    assert not wants_police(Story().alert(), of_the_site)


def is_anas(device: str) -> bool:
    return device == ANA


def test_a_step_whose_owners_pc_is_silent_is_nobodys_until_it_is_heard_again() -> None:
    standing = police(takes(5, "e1", ANA))
    away = standing.as_seen(is_anas)
    assert away.is_nobodys
    assert [one.device for one in away.silent] == [ANA]
    assert standing.owner is not None
    assert standing.as_seen(lambda _device: False) == standing


def test_the_police_are_asked_for_again_where_the_pc_of_whoever_calls_them_is_silent() -> None:
    alert = alert_of([takes(5, "e1", ANA)])
    assert not wants_police(alert, SHIPPED)
    assert wants_police(alert, SHIPPED, is_anas)
    both = alert_of([takes(5, "e1", ANA), takes(5, "e2", MARCUS)])
    assert not wants_police(both, SHIPPED, is_anas)
    called = recorded(9, "e3", ANA, AlertTold(alert="a1", message=Message.POLICE_CALLED))
    assert not wants_police(alert_of([takes(5, "e1", ANA), called]), SHIPPED, is_anas)


def test_who_takes_it_over_from_a_silent_pc_has_it_also_when_that_one_is_back() -> None:
    over = recorded(40, "e2", MARCUS, StepTaken(alert="a1", step=POLICE, over=("e1",)))
    for facts in ((takes(5, "e1", ANA), over), (over, takes(5, "e1", ANA))):
        owner = police(*facts).owner
        assert owner is not None
        assert owner.device == MARCUS
    assert said_by(alert_of([takes(5, "e1", ANA), over]), POLICE, ANA) == ()


def test_what_was_taken_over_and_given_back_is_nobodys_and_not_the_first_ones_again() -> None:
    over = recorded(40, "e2", MARCUS, StepTaken(alert="a1", step=POLICE, over=("e1",)))
    back = recorded(50, "e3", MARCUS, StepGivenBack(alert="a1", step=POLICE, events=("e2",)))
    assert police(takes(5, "e1", ANA), over, back).is_nobodys


def test_nobody_takes_over_what_is_done_already() -> None:
    done = recorded(8, "e1", ANA, StepDone(alert="a1", step=POLICE, person="Ana Ruiz"))
    over = recorded(40, "e2", MARCUS, StepTaken(alert="a1", step=POLICE, over=("e1",)))
    assert police(done, over).done is not None


EVENTS = [f"e{n}" for n in range(8)]
ANYTHING = st.lists(
    st.builds(
        recorded,
        st.integers(0, 3),
        st.sampled_from(EVENTS),
        st.sampled_from([ANA, MARCUS]),
        st.one_of(
            st.builds(
                StepTaken,
                alert=st.just("a1"),
                step=st.just(POLICE),
                over=st.lists(st.sampled_from(EVENTS), max_size=2).map(tuple),
            ),
            st.builds(StepDone, alert=st.just("a1"), step=st.just(POLICE), is_needed=st.booleans()),
            st.builds(
                StepGivenBack,
                alert=st.just("a1"),
                step=st.just(POLICE),
                events=st.lists(st.sampled_from(EVENTS), max_size=2).map(tuple),
            ),
            st.builds(AlertNoted, alert=st.just("a1"), context=st.just(Context.WEAPON)),
        ),
    ),
    unique_by=lambda one: one.event,
    max_size=7,
)


@given(ANYTHING, st.randoms())
def test_any_order_and_any_doubles_give_the_same(facts: list[Recorded], chance: object) -> None:
    mixed = [*facts, *facts[:2]]
    chance.shuffle(mixed)  # type: ignore[attr-defined] # hypothesis' own
    assert police(*mixed) == police(*facts)
    assert police(*mixed).as_seen(is_anas) == police(*facts).as_seen(is_anas)
