"""Lists of places, as offices keep them."""

import pytest

from desktop.domain.roster.roles import Role
from desktop.services.trust.seats import InviteListError, seats_from_csv


@pytest.mark.parametrize(
    "text",
    [
        "place,role,name\nCounter 3,counter,Licences\nOffice,supervisor,\n",
        "\ufeffPlace;Role;Name\r\nCounter 3;Counter;Licences\r\n\r\nOffice;SUPERVISOR\r\n",
        "name\trole\tplace\nLicences\tcounter\t Counter 3 \n\tsupervisor\tOffice\n;\n"[:-2],
    ],
)
def test_a_list_is_read_as_spreadsheets_in_different_countries_write_it(text: str) -> None:
    first, second = seats_from_csv(text)
    assert (first.place, first.role, first.name) == ("Counter 3", Role.COUNTER, "Licences")
    assert (second.place, second.role, second.name) == ("Office", Role.SUPERVISOR, "")
    assert not first.administrator


def test_a_quoted_place_may_hold_a_comma_and_an_area_may_be_named() -> None:
    (seat,) = seats_from_csv('place,role,area\n"Counter 3, left",staff,Hall B\n')
    assert (seat.place, seat.role, seat.area) == ("Counter 3, left", Role.STAFF, "Hall B")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("\n \n,,\n", "empty"),
        ("place,role\n", "no places"),
        ("Counter 3,counter\nCounter 4,counter\n", "no column “place”"),
        ("place,name\nCounter 3,x\n", "no column “role”"),
        ("place,role\nCounter 3,counter\nCounter 4,queen\n", "Line 3: “queen” is no role"),
        ("place,role\nCounter 3,relay\n", "Line 2: “relay” is no role"),
        ("place,role\nCounter 3,counter\n\n ,counter\n", "Line 4: A place needs a name"),
        (f"place,role\n{'x' * 81},counter\n", "Line 2: The place has more than 80"),
        ("place,role\nCounter\a 3,counter\n", "Line 2: The place has characters"),
        ("place,role\n" + "C,counter\n" * 1001, "1001 places"),
        ("place,role\n" + "C" * 200_000, "The list is not CSV: field larger"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_whole_naming_the_line(text: str, why: str) -> None:
    with pytest.raises(InviteListError, match=why) as refused:
        seats_from_csv(text)
    assert "Nobody was invited" in refused.value.advice
