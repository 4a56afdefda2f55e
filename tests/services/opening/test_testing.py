"""Today's test at a counter, from the first click until it is signed and known at the desks."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from desktop.domain.alerts.facts import Kind, Occasion
from desktop.domain.opening.facts import Confirmed, Found, Part
from desktop.domain.opening.openings import Openings
from desktop.domain.opening.progress import Progress
from desktop.services.opening.gathering import OpeningGathering
from desktop.services.opening.missing import Missing
from desktop.services.opening.testing import OpeningTest
from desktop.services.records.parts import RecordNotSavedError, RecordWriter
from tests.support.guided import GuidedOffice

COUNTER = "Counter 3"
DESKS = ("Ana", "Marcus")


class Drawer:
    """Where a counter keeps its test."""

    def __init__(self) -> None:
        self.kept = Progress()

    def read(self) -> Progress:
        return self.kept

    def write(self, progress: Progress) -> None:
        self.kept = progress


class TestedOffice(GuidedOffice):
    """Desks gather tests and look for missed ones."""

    __test__ = False

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[str, Openings] = {}
        self.wants_tests = True
        self.is_open = True
        self.drawer = Drawer()

    def gathers(self, *names: str) -> None:
        for name in names or DESKS:
            self._gathers(name)

    def _gathers(self, name: str) -> None:
        desk = self[name]
        records = desk.records_at_work
        gathering = OpeningGathering(records, archive=desk.records_disk, site=desk.at_work)
        missing = Missing(
            records,
            board=lambda: desk.at_work.board,
            today=lambda: self.now().date(),
            monotonic=desk.clock.monotonic,
            is_wanted=lambda: self.wants_tests,
            is_open=lambda: self.is_open,
        )

        def told(openings: Openings) -> None:
            self.known[name] = openings
            missing.told(openings)

        gathering.watch(told)
        records.post(missing.look)
        self.settle()

    def now(self) -> datetime:
        return self["Ana"].clock.now()

    def test(self, name: str = COUNTER) -> OpeningTest:
        """The counter's own, as its program opens it."""
        own = self.tables[name].own
        assert own is not None
        return OpeningTest(keeping=self.drawer, writer=lambda: own, now=self.now)

    def sends(self, test: OpeningTest) -> str:
        pressed = self.press(COUNTER, Kind.ASSIST, occasion=Occasion.TEST)
        test.sent(pressed.alert, pressed.press)
        self.advance(1)
        test.heard(self[COUNTER].board)
        return pressed.alert

    def finishes(self, test: OpeningTest) -> None:
        for part in Part:
            test.look(part, Found.RIGHT)
        self.done(test.finish(place=COUNTER, person="Maria Delgado"))
        test.finished()
        self.advance(5)


@pytest.fixture
def office() -> TestedOffice:
    office = TestedOffice()
    office.opens()
    office.gathers()
    return office


def test_a_test_that_a_supervisor_answers_is_known_at_every_desk_with_who_and_how_long(
    office: TestedOffice,
) -> None:
    test = office.test()
    alert = office.sends(test)
    office.advance(3)
    office.done(office["Ana"].at_work.acknowledge(alert))
    office.settle()
    test.heard(office[COUNTER].board)
    office.finishes(test)
    for name in DESKS:
        (known,) = office.known[name].tests
        assert known.station == office[COUNTER].id
        assert known.fact.alert == alert
        assert (known.fact.received, known.fact.of) == (2, 2)
        assert known.fact.receipt_ms is not None
        assert known.fact.confirmed == Confirmed(person="Ana", after_s=4.0)


def test_it_leaves_the_counter_once_the_desks_have_it(office: TestedOffice) -> None:
    test = office.test()
    office.sends(test)
    office.finishes(test)
    assert not office.bodies_at(COUNTER)
    assert not office.test().is_due


def test_a_test_that_nobody_hears_is_finished_known_here_and_told_when_the_network_is_back(
    office: TestedOffice,
) -> None:
    for relay in DESKS:
        office[COUNTER].links.cut(relay)
    test = office.test()
    office.sends(test)
    office.finishes(test)
    assert not test.is_due
    assert not office.known["Ana"].tests
    for relay in DESKS:
        office[COUNTER].links.link(relay)
    office.advance(60)
    (known,) = office.known["Ana"].tests
    assert not known.is_confirmed
    assert (known.fact.received, known.fact.receipt_ms) == (0, None)


def test_what_was_begun_is_gone_on_with_after_a_restart_and_another_day_begins_anew(
    office: TestedOffice,
) -> None:
    test = office.test()
    alert = office.sends(test)
    test.look(Part.BARRIER, Found.WRONG, "Broken")
    again = office.test()
    assert again.progress.alert == alert
    assert again.progress.looks[Part.BARRIER].wrong == "Broken"
    assert again.is_due
    office.finishes(again)
    assert not office.test().is_due
    tomorrow = office.now() + timedelta(days=1)
    later = OpeningTest(keeping=office.drawer, writer=_nobody, now=lambda: tomorrow)
    assert later.is_due
    assert not later.progress.is_begun


def _nobody() -> RecordWriter:
    raise AssertionError("it is not asked")


def test_a_disk_that_refuses_says_so_and_the_test_stays_due(office: TestedOffice) -> None:
    disk = office.drafts[COUNTER]
    test = office.test()
    office.sends(test)
    for part in Part:
        test.look(part, Found.RIGHT)
    disk.error = OSError("full")
    answer = test.finish(place=COUNTER, person="")
    office.advance(1)
    with pytest.raises(RecordNotSavedError):
        answer.result(0)
    assert office.test().is_due
    disk.recovers()
    office.advance(5)
    assert len(office.known["Marcus"].tests) == 1


# --- missed tests ---------------------------------------------------------------------------


def missed(office: TestedOffice, name: str) -> list[str]:
    return [one.place for one in office.known[name].missed]


def signed(office: TestedOffice) -> int:
    """How many events say that a test was missed, at Ana's desk."""
    rows = office["Ana"].records_disk.conn.execute(
        "SELECT count(*) FROM events WHERE type = 'opening.missed'"
    )
    return int(rows.fetchone()[0])


def minutes(office: TestedOffice, count: int, each: Callable[[], None] = lambda: None) -> None:
    for _ in range(count):
        office.advance(60)
        each()


def test_after_half_an_hour_at_work_one_desk_says_for_all_whose_test_is_missing(
    office: TestedOffice,
) -> None:
    test = office.test()
    office.sends(test)
    office.finishes(test)
    minutes(office, 29)
    assert missed(office, "Ana") == []
    minutes(office, 8)
    assert missed(office, "Ana") == missed(office, "Marcus") == ["Counter 1"]
    assert signed(office) == 1


def test_a_counter_that_was_off_has_missed_nothing_and_one_that_comes_late_has_its_time(
    office: TestedOffice,
) -> None:
    office.stop("Counter 1")
    minutes(office, 36)
    assert missed(office, "Ana") == [COUNTER]
    office.comes_back("Counter 1")
    minutes(office, 25)
    assert missed(office, "Ana") == [COUNTER]


def test_where_the_site_wants_none_nobody_misses_one_nor_all_at_once_when_it_wants_them_again(
    office: TestedOffice,
) -> None:
    office.wants_tests = False
    minutes(office, 40)
    assert missed(office, "Ana") == []
    office.wants_tests = True
    minutes(office, 25)
    assert missed(office, "Ana") == []
    minutes(office, 12)
    assert sorted(missed(office, "Ana")) == ["Counter 1", COUNTER]


def test_a_pc_that_is_left_on_overnight_misses_nothing_before_the_site_opens(
    office: TestedOffice,
) -> None:
    office.is_open = False
    minutes(office, 40)
    assert missed(office, "Ana") == []
    office.is_open = True
    minutes(office, 25)
    assert missed(office, "Ana") == []
    minutes(office, 12)
    assert sorted(missed(office, "Ana")) == ["Counter 1", COUNTER]


def test_a_test_that_comes_after_all_takes_it_from_the_board(office: TestedOffice) -> None:
    minutes(office, 36)
    assert sorted(missed(office, "Marcus")) == ["Counter 1", COUNTER]
    test = office.test()
    office.sends(test)
    office.finishes(test)
    assert missed(office, "Marcus") == ["Counter 1"]


def test_a_desk_alone_says_it_too_and_a_restart_does_not_say_it_twice(
    office: TestedOffice,
) -> None:
    office.stop("Marcus")
    minutes(office, 36)
    assert sorted(missed(office, "Ana")) == ["Counter 1", COUNTER]
    office.stop("Ana")
    office.comes_back("Ana")
    office.gathers("Ana")
    minutes(office, 40)
    assert sorted(missed(office, "Ana")) == ["Counter 1", COUNTER]
    assert signed(office) == 2
