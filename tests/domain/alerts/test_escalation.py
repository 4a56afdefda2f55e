"""Nobody is forgotten: what time makes of a call that nobody answers, or to which nobody comes."""

from collections.abc import Mapping

import pytest

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.escalation import (
    PATIENCE,
    Patience,
    Stages,
    Waited,
    patience_of,
    stages,
)
from desktop.domain.alerts.facts import Kind, Message, Occasion
from tests.ui.sample import ANA, MARCUS, WINDOW_6, Story

DESKS = (ANA, MARCUS)


def ahead(
    alert: Alert,
    waited: Waited,
    *,
    desks: tuple[str, ...] = DESKS,
    is_anybody_there: bool = True,
    patience: Mapping[Kind, Patience] = PATIENCE,
) -> Stages:
    return stages(
        alert,
        waited,
        supervisors=desks,
        is_anybody_there=is_anybody_there,
        patience=patience,
    )


def at(
    story: Story, now: float, *, going: float | None = None, desks: tuple[str, ...] = DESKS
) -> Alert:
    """The alert ``now`` seconds after it began to call, or after somebody said that they go."""
    alert = story.alert()
    waited = Waited(None, going) if going is not None else Waited(0.0, None)
    return ahead(alert, waited, desks=desks).stand(alert, now)


@pytest.mark.parametrize(("kind", "seconds"), [(Kind.PANIC, 15.0), (Kind.ASSIST, 30.0)])
def test_a_call_that_nobody_answers_is_asked_of_every_desk(kind: Kind, seconds: float) -> None:
    assert not at(Story(kind), seconds - 0.1).is_asked
    assert at(Story(kind), seconds).is_asked


def test_where_every_supervisor_said_that_they_cannot_the_others_are_asked_at_once() -> None:
    one = Story().told(ANA, "Ana Ruiz", Message.CANNOT)
    assert not at(one, 5.0).is_asked
    both = one.told(MARCUS, "Marcus Bell", Message.CANNOT)
    assert at(both, 2.0).is_asked


def test_where_no_supervisors_desk_is_there_the_others_are_asked_at_once() -> None:
    assert not at(Story(), 1.9, desks=()).is_asked
    assert at(Story(), 2.0, desks=()).is_asked


def test_a_test_is_asked_of_nobody_and_a_drill_of_everybody() -> None:
    assert not at(Story(occasion=Occasion.TEST), 600.0).is_asked
    assert at(Story(occasion=Occasion.DRILL), 15.0).is_asked


@pytest.mark.parametrize(("kind", "seconds"), [(Kind.PANIC, 60.0), (Kind.ASSIST, 180.0)])
def test_a_call_to_which_nobody_comes_calls_again_and_is_asked_of_everybody_then(
    kind: Kind, seconds: float
) -> None:
    story = Story(kind).going(ANA, "Ana Ruiz")
    assert not at(story, seconds - 0.1, going=0.0).needs_answer
    late = at(story, seconds, going=0.0)
    assert (late.is_late, late.is_asked, late.needs_answer) == (True, False, True)
    answer = 15.0 if kind is Kind.PANIC else 30.0
    assert at(story, seconds + answer, going=0.0).is_asked


def test_a_test_that_somebody_answered_does_not_come_back_and_a_drill_does() -> None:
    def after_an_hour(occasion: Occasion) -> Alert:
        return at(Story(occasion=occasion).going(ANA, "Ana Ruiz"), 3_600.0, going=0.0)

    assert not after_an_hour(Occasion.TEST).needs_answer
    assert after_an_hour(Occasion.DRILL).needs_answer


def test_who_has_arrived_is_never_late() -> None:
    story = Story().going(ANA, "Ana Ruiz").attended(ANA, "Ana Ruiz")
    assert not at(story, 9_000.0, going=0.0).needs_answer


def test_an_offer_of_a_colleague_silences_nothing() -> None:
    story = Story().offered(WINDOW_6, "Devon Park")
    asked = at(story, 15.0)
    assert asked.needs_answer
    assert asked.is_asked
    assert [offer.person for offer in asked.offers] == ["Devon Park"]


def test_it_says_when_it_will_stand_otherwise() -> None:
    alert = Story().alert()
    waited = Waited(100.0, None)
    assert ahead(alert, waited).next_change(101.0) == 115.0
    assert ahead(alert, waited).next_change(116.0) is None
    going = Story().going(ANA, "Ana Ruiz").alert()
    waited = Waited(None, 100.0)
    assert ahead(going, waited).next_change(101.0) == 160.0
    assert ahead(going, waited).next_change(161.0) == 175.0


def test_a_site_may_wait_shorter_or_longer_for_the_one_kind_and_not_the_other() -> None:
    patience = patience_of((("panic_answer", 8.0), ("assist_arrival", 600.0)))
    alert = Story(Kind.PANIC).alert()
    asked = ahead(alert, Waited(0.0), patience=patience).next_change(0.0)
    assert asked == 8.0
    assert patience[Kind.PANIC].arrival == 60.0
    assert patience[Kind.ASSIST] == Patience(30.0, 600.0, 30.0)


@pytest.mark.parametrize(("kind", "seconds"), [(Kind.PANIC, 30.0), (Kind.ASSIST, 60.0)])
def test_the_contacts_outside_are_told_a_while_after_every_desk_was_asked(
    kind: Kind, seconds: float
) -> None:
    alert = Story(kind).alert()
    waited = Waited(100.0)
    assert ahead(alert, waited).outside == 100.0 + seconds
    assert ahead(alert, waited, desks=(), is_anybody_there=False).outside == 102.0


def test_where_only_a_desk_without_windows_is_there_the_contacts_are_told_with_the_counters() -> (
    None
):
    alert = Story().alert()
    assert ahead(alert, Waited(0.0), desks=(ANA,), is_anybody_there=False).outside == 15.0


def test_nobody_outside_is_told_of_what_is_answered_or_not_meant() -> None:
    def told_at(story: Story, waited: Waited) -> float | None:
        return ahead(story.alert(), waited).outside

    assert told_at(Story(occasion=Occasion.DRILL), Waited(0.0)) is None
    assert told_at(Story(occasion=Occasion.TEST), Waited(0.0)) is None
    arrived = Story().going(ANA, "Ana Ruiz").attended(ANA, "Ana Ruiz")
    assert told_at(arrived, Waited()) is None
    on_the_way = Story().going(ANA, "Ana Ruiz")
    assert told_at(on_the_way, Waited(None, 0.0)) == 90.0  # late, asked, and nobody yet
