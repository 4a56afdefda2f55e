"""What holds of all that was said of the settings."""

import itertools

import pytest

from desktop.domain.alerts.facts import Kind
from desktop.domain.hotkeys import Action
from desktop.domain.pressing import Way
from desktop.domain.settings.facts import SettingPreset
from desktop.domain.settings.layers import Said, Source, fold_settings
from desktop.domain.settings.presets import fold_presets
from desktop.domain.settings.settings import HOTKEY_NAMES, KINDS, SETTINGS, WAYS, Settings, table_of


def test_a_pcs_own_word_holds_over_its_presets_and_that_over_the_sites() -> None:
    site = {"theme": "dark", "wording": "icons", "text_scale": 1.25}
    preset = Said(values={"theme": "contrast", "wording": "neutral"})
    own = Said(values={"theme": "light"})
    found = fold_settings(own, preset, site, is_windows=False)
    assert found.settings == Settings(theme="light", wording="neutral", text_scale=1.25)
    sources = [found.source_of(key) for key in ("theme", "wording", "text_scale", "language")]
    assert sources == [Source.OWN, Source.PRESET, Source.SITE, Source.DEFAULT]
    assert found.offices == {"theme": "contrast", "wording": "neutral", "text_scale": 1.25}


def test_what_the_preset_fixes_is_not_this_pcs_to_change() -> None:
    preset = Said(values={"wording": "neutral"}, fixed=frozenset({"wording", "theme", "hotkeys"}))
    own = Said(values={"wording": "plain", "theme": "dark", "hotkeys.panic": ("Ctrl+Shift+P",)})
    found = fold_settings(own, preset, {"theme": "contrast"}, is_windows=False)
    assert found.settings == Settings(wording="neutral", theme="contrast")
    assert {"wording", "theme", "hotkeys.panic", "hotkeys.leaving"} <= found.fixed
    assert "text_scale" not in found.fixed
    assert found.faults == ()


def test_a_key_that_two_actions_would_have_is_the_one_whose_word_is_nearer() -> None:
    own = Said(values={"hotkeys.report": ("Ctrl+Shift+R",)})
    found = fold_settings(own, site={"hotkeys.panic": ("Ctrl+Shift+R",)}, is_windows=False)
    assert found.settings.hotkeys == (("report", ("Ctrl+Shift+R",)),)


def test_an_own_key_that_cannot_be_had_lets_the_offices_hold() -> None:
    own = Said(values={"hotkeys.panic": ("Ctrl+C",)})
    found = fold_settings(own, site={"hotkeys.panic": ("Ctrl+Shift+P",)}, is_windows=False)
    assert found.settings.hotkeys == (("panic", ("Ctrl+Shift+P",)),)


def test_a_key_that_cannot_work_on_one_kind_of_pc_holds_at_the_others() -> None:
    site = {"hotkeys.panic": ("Ctrl+Shift+F12",)}
    assert fold_settings(site=site, is_windows=False).settings.hotkeys
    assert not fold_settings(site=site, is_windows=True).settings.hotkeys


def test_every_setting_of_the_table_is_a_field_and_every_field_stands_in_it() -> None:
    fields = {table_of(key) or key for key in SETTINGS}
    assert fields == set(Settings.__struct_fields__)
    assert tuple(action.value for action in Action) == HOTKEY_NAMES
    assert tuple(kind.value for kind in Kind) == KINDS
    assert {way.value for way in Way} == set(WAYS)


def test_the_sites_words_fold_alike_in_any_order_and_however_often_they_come() -> None:
    said = [
        ("a", SettingPreset(key="theme", value="dark", author="Ana", revision=1)),
        ("b", SettingPreset(key="theme", value="light", author="Ben", revision=1)),
        ("c", SettingPreset(key="wording", value="neutral", author="Ana", revision=1)),
        ("d", SettingPreset(key="wording", value=None, author="Ana", revision=2)),
    ]
    found = {str(fold_presets([*order, order[0]]).values) for order in itertools.permutations(said)}
    assert found == {"{'theme': 'light'}"}
    assert fold_presets(said).revisions == {"theme": 1, "wording": 2}


@pytest.mark.parametrize(
    ("key", "value"), [("port", 1), ("glow", "red"), ("theme", "pink"), ("sound", "no")]
)
def test_what_no_site_can_set_holds_nowhere_though_somebody_signed_it(
    key: str, value: int | str
) -> None:
    assert fold_presets([("a", SettingPreset(key=key, value=value, author="Ana"))]).values == {}
