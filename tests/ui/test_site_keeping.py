"""The Keeping card: for how long, from when on, what would go, and how to take it back."""

import pytest
from msgspec.structs import replace

from desktop.domain.retention.kinds import Kept
from desktop.domain.retention.periods import Period
from desktop.domain.settings.settings import SETTINGS
from desktop.ui.views.advice import Advice
from desktop.ui.views.dates import instant_words
from desktop.ui.views.site import SiteAsked, SiteStanding, SiteView
from desktop.ui.views.site_cards import CardView, Do, Editing, RowView
from desktop.ui.views.site_keeping import ALL_PROPOSED, PROPOSED
from desktop.ui.views.site_rules import typed_rule
from desktop.ui.words import Words
from tests.ui.sample import MARCUS, T0
from tests.ui.site_stage import RETENTION, a_site


def keeping(
    words: Words,
    site: SiteStanding | None = None,
    asked: SiteAsked = SiteAsked(),  # noqa: B008 (a value)
) -> CardView:
    view = SiteView.of(site or a_site(), asked, words=words)
    return next(card for card in view.cards if card.key == "keeping")


def row(
    words: Words,
    kind: Kept,
    site: SiteStanding | None = None,
    asked: SiteAsked = SiteAsked(),  # noqa: B008 (a value)
) -> RowView:
    return next(one for one in keeping(words, site, asked).rows if one.key == kind.key)


def test_what_nobody_set_is_kept_until_somebody_deletes_it(words: Words) -> None:
    tests = row(words, Kept.TESTS)
    assert tests.says == "Kept until somebody deletes it."
    assert tests.note == "As usual. Nobody has changed it."
    assert [button.do for button in tests.buttons] == [Do.CHANGE]


def test_a_time_that_is_to_begin_says_when_what_would_go_and_that_undo_loses_nothing(
    words: Words,
) -> None:
    reports = row(words, Kept.REPORTS)
    assert reports.says == (
        "60 months, from Mar 16, 2026 on; until then 84 months, so undoing it loses nothing. "
        "12 would go now, the oldest of May 6, 2019."
    )
    assert reports.note == (
        f"Set by Ana Ruiz, {instant_words(T0, words)}. "
        "2 are not signed, or have something left to do: they stay. "
        "1 is kept because somebody said so."
    )
    assert [button.text for button in reports.buttons] == ["Change…", "Undo: back to 84 months"]


def test_reports_that_wait_for_another_desk_say_so(words: Words) -> None:
    kinds = tuple(replace(one, is_waiting=one.kind is Kept.REPORTS) for one in RETENTION.kinds)
    site = replace(a_site(), retention=replace(RETENTION, kinds=kinds))
    assert "another supervisor" in row(words, Kept.REPORTS, site=site).note
    assert "another supervisor" not in row(words, Kept.REPORTS).note


def test_a_time_that_holds_says_so_and_what_stays(words: Words) -> None:
    alerts = row(words, Kept.ALERTS)
    assert alerts.says == "24 months. Nothing would go now."
    assert alerts.note.endswith("1 is open: it stays.")
    assert alerts.buttons[-1].text == "Undo: back to no time set"


def test_before_it_is_set_the_common_figures_say_what_would_go(words: Words) -> None:
    asked = SiteAsked(editing=Editing(Kept.REPORTS.key))
    editor = row(words, Kept.REPORTS, asked=asked).editor
    assert editor is not None
    assert editor.fields[0].value == "60"
    assert "36 months: 43 would go now, the oldest of May 6, 2019." in editor.hint
    assert "84 months: Nothing would go now." in editor.hint
    assert "undoing it until then loses nothing" in editor.hint
    assert "is said beside that report" in editor.hint


def test_a_page_that_waits_for_the_disk_says_what_is_set_all_the_same(words: Words) -> None:
    site = replace(a_site(), retention=None)
    assert row(words, Kept.REPORTS, site=site).says == "60 months."
    asked = SiteAsked(editing=Editing(Kept.REPORTS.key))
    assert row(words, Kept.REPORTS, site=site, asked=asked).editor is not None


def test_another_figure_than_was_counted_is_being_counted(words: Words) -> None:
    site = a_site()
    said = replace(site.spoken[Kept.ALERTS.key], value=7)
    other = replace(site, spoken={**site.spoken, Kept.ALERTS.key: said})
    assert row(words, Kept.ALERTS, site=other).says == ("7 months. What would go is being counted.")


def test_only_administrators_desks_change_it_and_others_read_it(words: Words) -> None:
    card = keeping(words, a_site(me=MARCUS))
    assert "administrator" in card.why_not
    assert not any(one.buttons for one in card.rows)
    assert card.rows[0].says.startswith("24 months.")


def test_what_a_law_wants_kept_is_for_the_office_to_know(words: Words) -> None:
    assert "for this office to know" in keeping(words).foot


def test_a_clock_that_nobody_vouches_for_is_told_where_something_was_to_go(words: Words) -> None:
    assert keeping(words).advice is None
    alone = replace(a_site(), retention=replace(RETENTION, clock=None))
    found = keeping(words, alone).advice
    assert found is not None
    assert "vouches" in found.sentence
    unset = tuple(replace(one, period=Period()) for one in RETENTION.kinds)
    nothing = replace(RETENTION, clock=None, kinds=unset)
    assert keeping(words, replace(a_site(), retention=nothing, spoken={})).advice is None


def test_a_clock_that_is_years_ahead_is_told(words: Words) -> None:
    ahead = replace(RETENTION, own=T0.replace(year=2036))
    found = keeping(words, replace(a_site(), retention=ahead)).advice
    assert found is not None
    assert "Mar 9, 2026" in found.sentence


@pytest.mark.parametrize(("text", "value"), [("12", 12), (" 84 ", 84), ("", None)])
def test_months_that_are_typed_are_what_the_setting_takes(
    words: Words, text: str, value: int | None
) -> None:
    assert typed_rule(Kept.REPORTS.key, text, words) == value


@pytest.mark.parametrize("text", ["0", "601", "1.5", "-3", "a year", "²", "12 months"])
def test_what_are_no_whole_months_is_refused_in_words(words: Words, text: str) -> None:
    refused = Advice("Type whole months, from 1 to 600, or nothing.")
    assert typed_rule(Kept.REPORTS.key, text, words) == refused


def test_what_is_proposed_can_be_set_and_every_kind_is_a_setting() -> None:
    for kind, months in PROPOSED.items():
        for one in months:
            assert SETTINGS[kind.key].read(kind.key, one) == one
            assert one in ALL_PROPOSED
    assert set(PROPOSED) == set(Kept)
    assert {kind.key for kind in Kept} == {key for key in SETTINGS if key.startswith("retention.")}
