"""How long things are kept counts from those who had the right when they said it, in whatever order
their words and the site key's arrive.
"""

from collections.abc import Mapping
from itertools import permutations

import pytest

from desktop.domain.events.event import Event
from desktop.domain.settings.facts import SettingPreset
from desktop.domain.settings.layers import Said
from desktop.services.settings.settings_desk import SettingsDesk
from tests.services.log.test_lost_rights import hears, right
from tests.support.stations import Author, Office

KEY = "retention.reports"


class NoFiles:
    """A PC that says nothing of its own."""

    def read(self) -> tuple[Said, Said]:
        return Said(), Said()

    def write(self, changes: Mapping[str, object | None]) -> None:
        raise NotImplementedError


def settings_of(office: Office, name: str) -> SettingsDesk:
    desk = SettingsDesk(
        NoFiles(),
        site=office[name].at_work,
        held=[event for entry in office[name].disk.kept for event in entry.events],
        aside=lambda act: act(),
        is_windows=False,
    )
    desk.start()
    office.settle()
    return desk


def kept(months: int, revision: int) -> SettingPreset:
    return SettingPreset(key=KEY, value=months, author="Marcus Bell", revision=revision)


def story(office: Office) -> list[Event]:
    """Said before the right was given, with it, after it was taken, and with it once more."""
    marcus = office["Marcus"]
    says = Author(marcus.key)
    return [
        says.says(kept(1, 9)),
        office.site.says(right(marcus, is_given=True, upto=1, revision=1)),
        says.says(kept(84, 2)),
        office.site.says(right(marcus, is_given=False, upto=2, revision=2)),
        says.says(kept(2, 10)),
        office.site.says(right(marcus, is_given=True, upto=3, revision=3)),
        says.says(kept(60, 3)),
    ]


@pytest.mark.parametrize("order", [*permutations(range(7))][::211])
def test_only_what_was_said_with_the_right_counts_in_any_order_also_after_a_start(
    order: tuple[int, ...],
) -> None:
    office = Office(supervisors=("Ana", "Marcus"), counters=(), relays=("Ana",)).opens("Ana")
    told = story(office)
    desk = settings_of(office, "Ana")
    for number in order:
        hears(office, "Ana", told[number])
    assert {fact.value for _, fact in desk.words_on(KEY)} == {84, 60}
    assert desk.presets.values[KEY] == 60
    office.stop("Ana")
    office.start("Ana")
    office.settle()
    assert {fact.value for _, fact in settings_of(office, "Ana").words_on(KEY)} == {84, 60}
