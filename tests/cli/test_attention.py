"""``countersign attention``, at a supervisor's desk and at a counter.

The desks of these tests have no windows, so nobody counts as there: what the commands say of a desk
with windows stands in ``tests/app/test_coverage.py``.
"""

import pytest

from tests.support.office import Office

pytestmark = [pytest.mark.system, pytest.mark.xdist_group("cli-office")]


def test_who_would_notice_is_told_to_people_and_to_programs(office: Office) -> None:
    told = office.desk.does("attention", "show")
    assert not told["noticed"]
    assert [desk["absence"] for desk in told["desks"]] == ["headless"]
    said = office.counter.says("attention", "show")
    assert said.startswith("Nobody would notice a call now.")
    assert "without windows since" in said


def test_a_counter_is_nobody_s_duty(office: Office) -> None:
    told = office.counter("attention", "away")
    assert told.code == 1
    assert told.error["code"] == "not-on-duty-here"
