"""Numbers that two stations can give without asking each other."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.reports.numbers import is_number, report_number, station_code

DEVICE = "7f3a" + "0" * 28


def test_a_code_is_made_of_the_place() -> None:
    assert station_code("Counter 3", DEVICE, taken=()) == "C3"
    assert station_code("Front desk", DEVICE, taken=()) == "FD"
    assert station_code("受付", DEVICE, taken=()) == "X"


def test_a_code_that_another_station_had_is_told_apart_for_good() -> None:
    assert station_code("Counter 3", DEVICE, taken={"C3"}) == "C37"
    assert station_code("Counter 3", DEVICE, taken={"C3", "C37"}) == "C37F"


def test_a_number_reads_as_year_code_and_running_number() -> None:
    assert report_number(2026, "C3", 14) == "2026-C3-014"
    assert is_number("2026-c3-014")
    assert not is_number("C3-014")


@given(st.lists(st.text(), max_size=30))
def test_no_two_stations_get_one_code(places: list[str]) -> None:
    taken: list[str] = []
    for number, place in enumerate(places):
        taken.append(station_code(place, f"{number:032x}"[::-1], taken=taken))
    assert len(set(taken)) == len(taken)
    assert all(is_number(report_number(2026, code, 1)) for code in taken)
