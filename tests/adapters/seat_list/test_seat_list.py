"""A list of places as spreadsheets save it, and files that are none."""

from pathlib import Path

import pytest

from desktop.services.adapters.seat_list import MOST_BYTES, ListUnreadableError, read_seat_list
from desktop.services.trust.seats import seats_from_csv


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_list_is_read_however_its_spreadsheet_ends_lines(tmp_path: Path, ending: str) -> None:
    file = tmp_path / "places.csv"
    lines = ["\ufeffplace;role", "Counter 3;counter", "Wartezimmer Süd;staff"]
    file.write_bytes(ending.join(lines).encode())
    places = [seat.place for seat in seats_from_csv(read_seat_list(file))]
    assert places == ["Counter 3", "Wartezimmer Süd"]


def test_a_file_that_is_no_list_is_refused_and_nobody_is_invited(tmp_path: Path) -> None:
    photo, film = tmp_path / "photo.csv", tmp_path / "film.csv"
    photo.write_bytes(b"\xff\xd8\xff\xe0")
    with film.open("wb") as made:
        made.truncate(MOST_BYTES + 1)
    for file, why in (
        (tmp_path / "none.csv", "No such file"),
        (tmp_path, "cannot be read"),
        (photo, "not UTF-8"),
        (film, "too large"),
    ):
        with pytest.raises(ListUnreadableError, match=why) as refused:
            read_seat_list(file)
        assert "Nobody was invited" in refused.value.advice
