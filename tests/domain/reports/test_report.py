"""A report folded from its facts."""

from datetime import UTC, date, datetime, timedelta
from itertools import count, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.facts import (
    ActionDone,
    ActionListed,
    ReportAmended,
    ReportCommented,
    ReportConcluded,
    ReportFact,
    ReportKept,
    ReportPutRight,
    ReportRead,
    ReportReleased,
    ReportSigned,
    ReportSubmitted,
    Standing,
)
from desktop.domain.reports.field import Kind
from desktop.domain.reports.report import FOR_GOOD, Change, Report, Told, fold

REPORT = "a" * 32
NINE = datetime(2026, 3, 9, 17, 0, tzinfo=UTC)


def told(*facts: ReportFact) -> list[Told]:
    """The facts a minute apart; the first one is the submission."""
    ids = ("a" * 32 if n == 0 else f"{n:032x}" for n in count())
    return [
        Told(NINE + timedelta(minutes=n), event, "d" * 32, fact)
        for n, (event, fact) in enumerate(zip(ids, facts, strict=False))
    ]


def submitted(**answers: str) -> ReportSubmitted:
    return ReportSubmitted(
        number="2026-C3-001",
        kind=Kind.COUNTER,
        place="Counter 3",
        reporter="Maria Delgado",
        answers={"narrative": "He shouted.", **answers},
    )


def folded(*facts: ReportFact) -> Report:
    report = fold(REPORT, told(*facts))
    assert report is not None
    return report


def test_without_its_submission_there_is_no_report() -> None:
    assert fold(REPORT, told(ReportRead(report=REPORT, reader="Ana"))) is None


def test_an_amendment_adds_and_shows_what_changed_while_the_submission_stays() -> None:
    report = folded(
        submitted(purpose="A permit"),
        ReportAmended(
            report=REPORT,
            answers={"purpose": "", "damage": "The glass"},
            why="I mixed it up",
            amender="Maria Delgado",
        ),
    )
    assert report.submitted["purpose"] == "A permit"
    assert "purpose" not in report.answers
    assert report.answers["damage"] == "The glass"
    (amendment,) = report.amendments
    assert amendment.changes == (
        Change("purpose", "A permit", None),
        Change("damage", None, "The glass"),
    )


def test_another_station_amends_nothing_and_a_supervisor_may_put_it_right() -> None:
    facts = told(
        submitted(),
        ReportAmended(report=REPORT, answers={"narrative": ""}, amender="Mallory"),
        ReportPutRight(report=REPORT, answers={"damage": "The glass"}, amender="Ana Ruiz"),
    )
    abroad = [facts[0], *(replace(one, device="e" * 32) for one in facts[1:])]
    report = fold(REPORT, abroad)
    assert report is not None
    assert report.answers == {"narrative": "He shouted.", "damage": "The glass"}
    assert [amendment.amender for amendment in report.amendments] == ["Ana Ruiz"]
    assert len(report.events) == 2


def test_a_signature_holds_for_the_amendments_it_names_and_no_others() -> None:
    facts = [
        submitted(),
        ReportSigned(report=REPORT, signer="Ana Ruiz"),
        ReportAmended(report=REPORT, answers={"damage": "The glass"}, amender="Maria"),
    ]
    assert folded(*facts[:2]).standing is Standing.SIGNED
    amended = folded(*facts)
    assert amended.signing is None
    assert amended.standing is Standing.SUBMITTED
    again = ReportSigned(report=REPORT, amendments=(f"{2:032x}",), signer="Ana Ruiz")
    assert folded(*facts, again).standing is Standing.SIGNED


def test_a_report_that_its_reporter_amends_waits_to_be_read_again() -> None:
    read = ReportRead(report=REPORT, reader="Ana Ruiz")
    concluded = ReportConcluded(report=REPORT, outcome="A warning", author="Ana Ruiz")
    before = [submitted(), read, concluded]
    assert folded(*before).is_read_by("Ana Ruiz")
    assert folded(*before).standing is Standing.ACTED_ON
    facts = [*before, ReportAmended(report=REPORT, answers={"damage": "x"}, amender="Maria")]
    amended = folded(*facts)
    assert not amended.is_read_by("Ana Ruiz")
    assert amended.standing is Standing.SUBMITTED
    again = ReportRead(report=REPORT, amendments=(amended.amendments[0].event,), reader="Ana Ruiz")
    now = folded(*facts, again, again)
    assert now.is_read_by("Ana Ruiz")
    assert [(one.person, one.is_current) for one in now.readings] == [
        ("Ana Ruiz", False),
        ("Ana Ruiz", True),
    ]
    assert now.standing is Standing.ACTED_ON


def test_what_a_supervisor_put_right_waits_for_nobody_to_read_it() -> None:
    facts = [
        submitted(),
        ReportRead(report=REPORT, reader="Ana Ruiz"),
        ReportPutRight(report=REPORT, answers={"damage": "x"}, amender="Marcus Bell"),
    ]
    assert folded(*facts).is_read_by("Ana Ruiz")
    assert folded(*facts).standing is Standing.READ


def test_an_action_is_done_once_somebody_says_how() -> None:
    facts = [
        submitted(),
        ActionListed(report=REPORT, what="Mend the glass", owner="Joan", author="Ana"),
    ]
    (open_one,) = folded(*facts).actions
    assert not open_one.is_done
    done = ActionDone(report=REPORT, action=open_one.id, how="New pane", author="Joan")
    (closed,) = folded(*facts, done).actions
    assert closed.is_done
    assert (closed.done_by, closed.how) == ("Joan", "New pane")
    assert folded(*facts, done).standing is Standing.ACTED_ON


def kept(why: str = "A court case", until: str = "") -> ReportKept:
    return ReportKept(report=REPORT, why=why, until=until, author="Ana")


def test_a_mark_keeps_a_report_until_its_day_and_one_without_a_day_for_good() -> None:
    assert folded(submitted()).kept_until == ""
    report = folded(submitted(), kept(until="2027-03-01"), kept("Insurance", "2026-12-01"))
    assert report.kept_until == "2027-03-01"
    first, second = report.keep_marks
    assert (first.why, first.author) == ("A court case", "Ana")
    assert [second.keeps_on(date(2026, 12, day)) for day in (1, 2)] == [True, False]
    assert folded(submitted(), kept(), kept(until="2027-03-01")).kept_until == FOR_GOOD
    assert folded(submitted(), kept(until="next spring")).kept_until == FOR_GOOD, "it is no day"
    assert report.standing is Standing.SUBMITTED, "to keep it is not to have read it"


def test_a_release_ends_the_marks_that_it_saw_and_no_others_whatever_the_clocks_say() -> None:
    """Somebody says *keep* at the same moment, by a clock that is behind: keeping wins."""
    facts = told(submitted(), kept(), kept("An insurance claim"))
    seen, other = (one.event for one in facts[1:])
    years = timedelta(days=700)
    for when in (NINE - years, NINE, NINE + years):
        fact = ReportReleased(report=REPORT, marks=(seen,), why="It is settled", author="Bo")
        report = fold(REPORT, [*facts, Told(when, "f" * 32, "d" * 32, fact)])
        assert report is not None
        ended, standing = report.keep_marks
        assert (ended.released_by, ended.release_why) == ("Bo", "It is settled")
        assert not ended.keeps_on(date.min)
        assert (standing.id, standing.is_released, report.kept_until) == (other, False, FOR_GOOD)


def test_a_release_of_another_reports_mark_ends_nothing() -> None:
    stray = ReportReleased(report=REPORT, marks=("c" * 32,), why="Over", author="Bo")
    assert folded(submitted(), kept(), stray).kept_until == FOR_GOOD


def test_answers_that_travel_as_a_blob_are_missed_until_they_are_here() -> None:
    blob = Attachment(name="answers.json", media="application/json", size=9, sha256="b" * 64)
    fact = ReportSubmitted(
        number="2026-C3-001", kind=Kind.COUNTER, place="", reporter="M", longer=blob
    )
    without = fold(REPORT, told(fact))
    assert without is not None
    assert not without.is_whole
    whole = fold(REPORT, told(fact), {"b" * 64: {"narrative": "All of it"}})
    assert whole is not None
    assert whole.is_whole
    assert whole.answers["narrative"] == "All of it"


FACTS = [
    submitted(),
    ReportRead(report=REPORT, reader="Ana"),
    ReportCommented(report=REPORT, comment="Well done", author="Ana"),
    ActionListed(report=REPORT, what="Glass", owner="Joan", author="Ana"),
    ReportAmended(report=REPORT, answers={"narrative": "He shouted twice."}, amender="Maria"),
    ReportConcluded(report=REPORT, outcome="Glass is mended.", author="Ana"),
    kept(),
    ReportReleased(report=REPORT, marks=(f"{6:032x}",), why="Settled", author="Ana"),
    ReportReleased(report=REPORT, marks=(f"{6:032x}",), why="Over", author="Bo"),
    kept("An insurance claim"),
]


@given(st.permutations(told(*FACTS)), st.lists(st.sampled_from(told(*FACTS))))
def test_any_order_and_any_doubles_make_the_same_report(
    order: list[Told], doubles: list[Told]
) -> None:
    assert fold(REPORT, [*order, *doubles]) == folded(*FACTS)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_two_amendments_of_one_field_end_alike_however_they_arrive(order: tuple[int, ...]) -> None:
    facts = told(
        submitted(),
        ReportAmended(report=REPORT, answers={"damage": "One"}, amender="Maria"),
        ReportAmended(report=REPORT, answers={"damage": "Two"}, amender="Maria"),
    )
    report = fold(REPORT, [facts[n] for n in order])
    assert report is not None
    assert report.answers["damage"] == "Two"
