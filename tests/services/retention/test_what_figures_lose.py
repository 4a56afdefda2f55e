"""What is counted of a site goes on being counted when its old calls and drills are gone."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.domain.drills.drills import Told, fold_drills
from desktop.domain.drills.facts import DRILL_TYPES, DrillFact
from desktop.domain.drills.training import Training
from desktop.domain.insights.counting import Insights
from desktop.domain.insights.period import Period
from desktop.services.adapters.sqlite.figures import SqliteFigures
from desktop.services.insights.insights_desk import InsightsDesk
from desktop.services.log.reading import facts_of
from desktop.services.retention.standing import drills_of
from tests.support.aged import NOW, AgedDesk, days_ago
from tests.support.drill_story import a_call, told_of

LONG = Period((NOW - timedelta(days=700)).date(), NOW.date())


@pytest.fixture
def ana(tmp_path: Path) -> AgedDesk:
    return AgedDesk(tmp_path)


def counted(desk: AgedDesk) -> Insights:
    figures = SqliteFigures(desk.folder / "alerts.db", desk.folder / "records.db")
    return InsightsDesk(figures, today=NOW.date).read(LONG)


def test_insights_count_what_is_still_here_and_nothing_of_what_went(ana: AgedDesk) -> None:
    old, young = ana.call(days_ago(400)), ana.call(days_ago(20))
    before = counted(ana)
    assert (before.alerts, sum(dict(before.outcomes).values())) == (2, 2)
    with ana.opened() as aged:
        ana.purges(aged.events_of(old))
    after = counted(ana)
    assert (after.alerts, sum(dict(after.outcomes).values())) == (1, 1)
    with ana.opened() as aged:
        ana.purges(aged.events_of(young))
    assert counted(ana).alerts == 0


def test_the_training_record_keeps_the_drills_that_are_still_here(ana: AgedDesk) -> None:
    told = told_of(a_call())
    for ago in (800, 30):
        ana.drill(told, days_ago(ago) - told[0].at, alert=f"a{ago}")
    assert [len(one.drills) for one in trained(ana).people] == [2, 2, 2]
    with ana.opened() as aged:
        (since, events), _ = drills_of(aged)
    assert since < days_ago(700)
    ana.purges(events)
    people = trained(ana).people
    assert [len(one.drills) for one in people] == [1, 1, 1]
    assert all(one.due is not None and one.due > date(2027, 1, 1) for one in people)


def trained(desk: AgedDesk) -> Training:
    with desk.opened() as aged:
        told = [
            Told(event.header.at, event.id, event.header.device_id, fact)
            for event, fact in facts_of(aged.events(DRILL_TYPES))
            if isinstance(fact, DrillFact)
        ]
    return Training.of(fold_drills(told), (), {}, months=12)
