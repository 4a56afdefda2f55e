"""What the settings window says, without a window."""

from typing import TypeVar

import pytest
from msgspec.structs import replace

from desktop.domain.board import Desk
from desktop.domain.hotkeys import Action, Chord, Holding, Hotkey, Hotkeys
from desktop.domain.settings.layers import InForce, Said, fold_settings
from desktop.ui.views.contact_rows import Outside, contact_rows
from desktop.ui.views.settings import (
    JOIN_AGAIN,
    ActRow,
    ChoiceRow,
    KeyRow,
    Recording,
    SettingsView,
    SwitchRow,
    Trial,
    Tried,
)
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words
from tests.ui.sample import COUNTER_3_DESK
from tests.ui.settings_sample import CONTACTS, keys, of_an_office, with_a_mistake

R = TypeVar("R", ChoiceRow, SwitchRow, KeyRow)


def rows(view: SettingsView, kind: type[R]) -> list[R]:
    return [row for part in view.sections for row in part.rows if isinstance(row, kind)]


def choice(view: SettingsView, key: str) -> ChoiceRow:
    return next(row for row in rows(view, ChoiceRow) if row.key == key)


def key_row(view: SettingsView, action: Action) -> KeyRow:
    return next(row for row in rows(view, KeyRow) if row.action is action)


def test_a_pc_that_changed_nothing_is_told_nothing_of_where_its_settings_come_from(
    words: Words,
) -> None:
    view = SettingsView.of(InForce(), words=words, is_supervisors=False, keys=keys())
    assert [part.title for part in view.sections] == [
        "What it looks like",
        "What the bar says",
        "Keys",
    ]
    origins = [row.origin for row in rows(view, ChoiceRow)]
    origins += [row.origin for row in rows(view, KeyRow)]
    assert not any(origin.sentence or origin.back for origin in origins)
    assert choice(view, "text_scale").chosen == 1.0
    assert choice(view, "wording").chosen == "plain"


def test_what_a_pc_is_stands_last_and_first_where_it_is_that_no_longer(words: Words) -> None:
    def of(me: Desk) -> SettingsView:
        return SettingsView.of(InForce(), words=words, is_supervisors=False, keys=keys(), me=me)

    def joins(view: SettingsView, at: int) -> ActRow:
        (row,) = view.sections[at].rows
        assert isinstance(row, ActRow)
        return row

    row = joins(of(COUNTER_3_DESK), -1)
    assert (row.key, row.title) == (JOIN_AGAIN, "Counter 3 · Counter")
    assert "another place or role" in row.detail
    gone = joins(of(replace(COUNTER_3_DESK, is_revoked=True)), 0)
    assert "taken out of the site" in gone.detail


def test_a_supervisors_desk_has_a_sound_and_no_bar(words: Words) -> None:
    view = SettingsView.of(InForce(), words=words, is_supervisors=True, keys=keys())
    assert [part.title for part in view.sections] == ["What it looks like", "Sound", "Keys"]
    (sound,) = rows(view, SwitchRow)
    assert sound.is_on
    assert key_row(view, Action.SUPERVISOR).title.startswith("I\N{RIGHT SINGLE QUOTATION MARK}m")


def test_a_staff_desk_has_a_bar_and_a_word_on_how_a_colleagues_call_comes_up(words: Words) -> None:
    site = fold_settings(site={"staff_at_once": True}, is_windows=False)
    view = SettingsView.of(site, words=words, is_supervisors=False, is_staffs=True, keys=keys())
    assert [part.title for part in view.sections] == [
        "What it looks like",
        "What the bar says",
        "When a colleague calls",
        "Keys",
    ]
    at_once, sound = rows(view, SwitchRow)
    assert (at_once.key, at_once.is_on) == ("staff_at_once", True)
    assert at_once.origin.sentence == "The office has set this."
    assert (sound.key, sound.is_on) == ("sound", True)


def test_what_the_office_has_set_says_so_and_what_it_fixes_cannot_be_changed(words: Words) -> None:
    view = SettingsView.of(of_an_office(), words=words, is_supervisors=False, keys=keys())
    assert choice(view, "text_scale").origin.sentence == "The office has set this."
    wording = choice(view, "wording").origin
    assert wording.is_fixed
    assert "cannot be changed" in wording.sentence
    assert choice(view, "theme").origin.back == "As the office has it: Dark"


def test_a_fixed_key_can_be_tried_out_and_not_changed(words: Words) -> None:
    fixed = fold_settings(preset=Said(fixed=frozenset({"hotkeys"})), is_windows=False)
    view = SettingsView.of(fixed, words=words, is_supervisors=False, keys=keys())
    row = key_row(view, Action.PANIC)
    assert (row.try_text, row.change_text) == ("Try it", "")


@pytest.mark.parametrize(
    ("holding", "shape", "says"),
    [
        (Holding.HELD, Shape.DONE, "held"),
        (Holding.WAITING, Shape.HALF, "not known yet"),
        (Holding.TAKEN, Shape.ATTENTION, "Another program has it"),
        (Holding.BLOCKED, Shape.ATTENTION, "whole keyboard"),
        (Holding.MISSING, Shape.ATTENTION, "no such key"),
    ],
)
def test_how_a_key_stands_is_said_in_words(
    words: Words, holding: Holding, shape: Shape, says: str
) -> None:
    view = SettingsView.of(InForce(), words=words, is_supervisors=False, keys=keys(panic=holding))
    row = key_row(view, Action.PANIC)
    assert row.shape is shape
    assert says in row.says
    assert row.chord == "Ctrl+Shift+F11"


def test_where_no_program_can_have_keys_the_commands_that_do_the_same_are_named(
    words: Words,
) -> None:
    none = keys(**{action.value: Holding.IMPOSSIBLE for action in Action})
    view = SettingsView.of(InForce(), words=words, is_supervisors=False, keys=none)
    found = rows(view, KeyRow)
    assert [row.says for row in found] == [
        "countersign alert raise assist",
        "countersign alert raise panic",
        "countersign guidance open --keyboard",
    ]
    assert not any(row.try_text or row.change_text for row in found)


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (Tried.WAITING, "Press it now. 7 s"),
        (Tried.ARRIVED, "It works. Nobody was called."),
        (Tried.MISSED, "Nothing has arrived. From now on a press counts again."),
        (Tried.NOT_NOW, "Not while this PC calls: every press counts now."),
    ],
)
def test_a_key_that_is_tried_out_says_how_that_goes(words: Words, state: Tried, says: str) -> None:
    trial = Trial(Action.PANIC, state, 7)
    view = SettingsView.of(InForce(), words=words, is_supervisors=False, keys=keys(), trial=trial)
    assert key_row(view, Action.PANIC).says == says
    assert key_row(view, Action.SUPERVISOR).says == "It is held for this PC."


def test_before_a_key_is_tried_out_it_is_said_which_press_calls_nobody(words: Words) -> None:
    view = SettingsView.of(InForce(), words=words, is_supervisors=False, keys=keys())
    lead = view.sections[-1].lead
    assert "ten seconds" in lead
    assert "Only that one press" in lead


def test_another_language_holds_from_the_next_start_on_and_says_so(words: Words) -> None:
    spanish = fold_settings(Said(values={"language": "es"}), is_windows=False)
    view = SettingsView.of(
        spanish, words=words, is_supervisors=False, keys=keys(), started_in="system"
    )
    assert "next time" in choice(view, "language").note
    same = SettingsView.of(spanish, words=words, is_supervisors=False, keys=keys(), started_in="es")
    assert choice(same, "language").note == ""


def test_a_size_that_somebody_wrote_is_among_the_choices(words: Words) -> None:
    own = fold_settings(Said(values={"text_scale": 1.3}), is_windows=False)
    view = SettingsView.of(own, words=words, is_supervisors=False, keys=keys())
    row = choice(view, "text_scale")
    assert "130 %" in [one.text for one in row.choices]
    assert row.chosen == 1.3


def test_the_usual_key_is_offered_only_where_it_is_another(words: Words) -> None:
    view = SettingsView.of(
        InForce(),
        words=words,
        is_supervisors=False,
        keys=keys(),
        recording=Recording(Action.PANIC),
    )
    recorder = key_row(view, Action.PANIC).recorder
    assert recorder is not None
    assert recorder.usual_text == ""
    assert recorder.none_text == "No key"
    assert key_row(view, Action.SUPERVISOR).recorder is None


def test_a_mistake_in_a_file_stands_at_the_top(words: Words) -> None:
    view = SettingsView.of(with_a_mistake(), words=words, is_supervisors=False, keys=keys())
    (fault,) = view.faults
    assert fault.sentence == "station.toml: this is not written as a setting is."
    assert fault.fix


def test_an_action_that_a_pedal_leads_to_as_well_shows_both_keys_and_the_graver_state(
    words: Words,
) -> None:
    pedal = Hotkey(Action.PANIC, Chord.parse("F13"), Holding.MISSING)
    both = Hotkeys((*keys(), pedal))
    view = SettingsView.of(InForce(), words=words, is_supervisors=False, keys=both)
    row = key_row(view, Action.PANIC)
    assert row.chord == "Ctrl+Shift+F11, F13"
    assert "no such key" in row.says


def test_a_desk_without_contacts_outside_is_told_how_to_get_some_and_a_counter_nothing(
    words: Words,
) -> None:
    def titles(*, outside: Outside | None) -> dict[str, str]:
        view = SettingsView.of(
            InForce(), words=words, is_supervisors=True, keys=None, outside=outside
        )
        return {part.name: part.lead for part in view.sections}

    assert "outside" not in titles(outside=None)
    assert "countersign outside add" in titles(outside=Outside())["outside"]
    assert "countersign outside senders" in titles(outside=Outside(contacts=CONTACTS))["outside"]
    sender = titles(outside=Outside(contacts=CONTACTS, is_sender=True))["outside"]
    assert "never of a drill" in sender


def test_each_contact_says_how_its_last_message_went(words: Words) -> None:
    director, guard, pager, teams = contact_rows(
        Outside(contacts=CONTACTS, sending=frozenset({"pager"})), words
    )
    assert director.says.startswith("E-Mail. Told, ")
    assert (guard.shape, guard.tone) == (Shape.ATTENTION, "need")
    assert guard.says.endswith("its server answered 500.")
    assert pager.says == "SMS. Sending…"
    assert teams.says == "MSTeams. Nothing was sent yet."
