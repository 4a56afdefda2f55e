"""Numbers that two stations can give without asking each other."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.reports.numbers import is_number, report_number, station_code

DEVICE = "7f3a" + "0" * 28


def test_a_code_is_made_of_the_place() -> None:
    assert station_code("Counter 3", DEVICE, {}) == "C3"
    assert station_code("Front desk", DEVICE, {}) == "FD"
    assert station_code("受付", DEVICE, {}) == "X"


def test_a_code_that_another_station_had_is_told_apart_for_good() -> None:
    assert station_code("Counter 3", DEVICE, {"8" * 32: "Counter 3"}) == "C3H"
    assert station_code("Counter 3", DEVICE, {"71" + "0" * 30: "counter 3"}) == "C3HS"
    assert station_code("Front desk", DEVICE, {"8" * 32: "Front door"}) == "FD0H"
    assert station_code("Counter 3", DEVICE, {"8" * 32: "Counter 37"}) == "C3"


def test_a_number_reads_as_year_code_and_running_number() -> None:
    assert report_number(2026, "C3", 14) == "2026-C3-014"
    assert is_number("2026-c3-014")
    assert not is_number("C3-014")


@given(st.lists(st.text() | st.sampled_from(["Counter 3", "C 3", "C", "F 0", "Desk"]), max_size=30))
def test_no_two_stations_get_one_code_whoever_comes_later(places: list[str]) -> None:
    admitted: dict[str, str] = {}
    codes: list[str] = []
    for number, place in enumerate(places):
        device = f"{number * 7919:032x}"[::-1]
        codes.append(station_code(place, device, admitted))
        admitted[device] = place
    assert len(set(codes)) == len(codes)
    assert all(is_number(report_number(2026, code, 1)) for code in codes)
