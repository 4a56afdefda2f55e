"""What a supervisor's desk sets for all PCs of the site, between real stations."""

from pathlib import Path

import pytest

from desktop.app.running import RunningStation
from desktop.domain.errors import DeskError
from desktop.domain.settings.errors import (
    AdministratorsPresetError,
    SettingFixedError,
    SettingOfOnePcError,
    SettingOfSiteError,
    SettingRefusedError,
    SupervisorsPresetError,
)
from desktop.domain.settings.facts import SettingPreset
from desktop.domain.settings.layers import Source
from desktop.domain.settings.settings import Plain, Settings
from tests.support.workplace import PATIENCE, StationAtWork, Workplace, office, wait_until

__all__ = ["office"]


@pytest.fixture
def ana(office: Workplace) -> StationAtWork:
    return office.supervisor("Ana Ruiz")


@pytest.fixture
def counter(office: Workplace, ana: StationAtWork) -> StationAtWork:
    return office.counter("Counter 3")


def presets(station: StationAtWork, key: str, value: Plain | None) -> None:
    station.running.preferences.preset(key, value, author="Ana Ruiz").result(10)


def holds(station: StationAtWork, **values: object) -> bool:
    settings = station.running.settings
    return all(getattr(settings, name) == value for name, value in values.items())


def test_what_a_supervisor_sets_holds_at_every_pc_and_after_a_start_without_a_network(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    presets(ana, "wording", "neutral")
    presets(ana, "hotkeys.panic", "Ctrl+Shift+P")
    wait_until(lambda: holds(counter, wording="neutral", hotkeys=(("panic", ("Ctrl+Shift+P",)),)))
    assert holds(ana, wording="neutral")
    assert counter.running.preferences.in_force.source_of("wording") is Source.SITE
    counter.leaves()
    ana.leaves()
    alone = RunningStation(counter.home, has_windows=False)
    try:
        assert alone.settings.wording == "neutral"
        assert alone.settings.hotkeys == (("panic", ("Ctrl+Shift+P",)),)
    finally:
        alone.stop()


def test_a_pcs_own_word_stands_over_the_sites_until_it_is_taken_back(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    own = counter.running.preferences
    own.change("theme", "dark").result(10)
    presets(ana, "theme", "contrast")
    presets(ana, "text_scale", 1.5)
    wait_until(lambda: holds(counter, text_scale=1.5))
    assert holds(counter, theme="dark")
    own.change("theme", None).result(10)
    assert holds(counter, theme="contrast")
    presets(ana, "theme", None)
    wait_until(lambda: holds(counter, theme="system"))
    presets(ana, "theme", "light")  # a later word of more than one revision
    wait_until(lambda: holds(counter, theme="light"))


def test_a_counter_may_not_speak_for_the_site_and_nobody_sets_what_is_one_pcs(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    refusals: list[tuple[StationAtWork, str, Plain, type[DeskError]]] = [
        (counter, "theme", "dark", SupervisorsPresetError),
        (ana, "port", 1, SettingOfOnePcError),
        (ana, "bind", "10.0.0.5", SettingOfOnePcError),
        (ana, "theme", "pink", SettingRefusedError),
        (ana, "hotkeys.panic", "Ctrl+C", SettingRefusedError),
        (ana, "hotkeys.report", "Ctrl+Shift+F11", SettingRefusedError),
    ]
    for station, key, value, refusal in refusals:
        with pytest.raises(refusal):
            presets(station, key, value)
    assert ana.running.settings.theme == counter.running.settings.theme == Settings().theme


def test_what_the_preset_file_fixes_is_refused_at_the_pc_and_comments_are_kept(
    ana: StationAtWork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, office: Workplace
) -> None:
    preset = tmp_path / "preset.toml"
    preset.write_text('fixed = ["wording"]\nwording = "icons"\ntheme = "dark"\n')
    monkeypatch.setenv("COUNTERSIGN_PRESET", str(preset))
    counter = office.counter("Counter 4")
    own = counter.running.preferences
    assert holds(counter, wording="icons", theme="dark")
    with pytest.raises(SettingFixedError):
        own.change("wording", "plain").result(10)
    with counter.home.settings_file.open("a") as file:
        file.write("# Joan wants it light\n")
    own.change("theme", "light").result(10)
    assert holds(counter, wording="icons", theme="light")
    assert "# Joan wants it light\n" in counter.home.settings_file.read_text()


def test_a_change_is_told_to_whoever_watches_and_one_that_is_refused_is_not(
    ana: StationAtWork,
) -> None:
    told: list[str] = []
    own = ana.running.preferences
    own.watch(lambda in_force: told.append(in_force.settings.theme))
    own.change("theme", "dark").result(10)
    with pytest.raises(SettingRefusedError):
        own.change("theme", "pink").result(10)
    with pytest.raises(SettingRefusedError):
        own.change("no such thing", 1).result(10)
    with pytest.raises(SettingRefusedError, match="is for panic already"):
        own.change("hotkeys.report", "Ctrl+Shift+F11").result(10)
    assert told == ["dark"]


def test_other_times_of_escalation_hold_at_a_station_that_runs_also_for_a_call_that_is_open(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    counter.presses_panic()

    def outside_after() -> float | None:
        (live,) = counter.board.alerts
        return None if live.outside_at is None else round(live.outside_at - live.since)

    wait_until(lambda: outside_after() == 30)
    presets(ana, "escalation.panic_answer", 600)
    wait_until(lambda: outside_after() == 615)
    presets(ana, "escalation.panic_outside", 100)
    wait_until(lambda: outside_after() == 700)
    presets(ana, "escalation.panic_answer", None)
    wait_until(lambda: outside_after() == 115)


def test_how_long_things_are_kept_is_for_administrators_and_no_pcs_own(
    office: Workplace, ana: StationAtWork, counter: StationAtWork
) -> None:
    marcus = office.supervisor("Marcus Bell")
    with pytest.raises(AdministratorsPresetError):
        presets(marcus, "retention.reports", 1)
    with pytest.raises(SettingOfSiteError):
        ana.running.preferences.change("retention.reports", 1).result(PATIENCE)
    with pytest.raises(SettingRefusedError):
        presets(ana, "retention.reports", 0)
    presets(ana, "retention.reports", 84)
    everybody = (ana, marcus, counter)
    wait_until(lambda: all(holds(one, retention=(("reports", 84),)) for one in everybody))


def test_another_supervisors_word_on_how_long_things_are_kept_is_believed_nowhere(
    office: Workplace, ana: StationAtWork
) -> None:
    """A program that was changed signs it all the same; nobody lets anything go for it."""
    marcus = office.supervisor("Marcus Bell")
    forged = SettingPreset(key="retention.reports", value=1, author="Marcus", revision=9)
    marcus.running.station.publish(forged).result(PATIENCE)
    presets(marcus, "theme", "dark")
    wait_until(lambda: holds(ana, theme="dark"))
    assert ana.running.settings.retention == ()
    assert ana.running.preferences.words_on("retention.reports") == ()
    assert "retention.reports" not in ana.running.preferences.spoken()
