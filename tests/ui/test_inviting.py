"""The dialog that lets a place in: what it says of a code, and how it behaves as a window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.roster.roles import Role
from desktop.services.adapters.keys.private_files import PrivateFileNotSavedError
from desktop.services.trust.codes import CodeLength
from desktop.services.trust.invitations import InvitationState
from desktop.services.trust.inviting import LogBusyError
from desktop.ui.inviting.asking import AskPage
from desktop.ui.inviting.window import InviteWindow
from desktop.ui.theme import Appearance, Scheme
from desktop.ui.views.inviting import (
    MOST_ROWS,
    AskView,
    CodeView,
    Doing,
    Field,
    ManyView,
    PlaceAsked,
    next_change,
    problem_of,
    spelled,
)
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words
from tests.ui import invite_sample
from tests.ui.hands import click, key, write
from tests.ui.invite_sample import ADDRESSES, standing
from tests.ui.strays import strays

OVER = InvitationState.EXPIRED


def code_of(words: Words, *addresses: str, **changes: object) -> CodeView:
    shown = standing(**changes)  # type: ignore[arg-type]  # as the sample's
    return CodeView.of(shown, words=words, addresses=addresses or ADDRESSES[:1])


@pytest.fixture
def window(appearance: Appearance, words: Words, qtbot: QtBot) -> InviteWindow:
    made = InviteWindow(appearance=appearance, words=words)
    qtbot.addWidget(made)
    return made


def ask(words: Words, **changes: object) -> AskView:
    return AskView.of(words=words, **{"role": Role.COUNTER, **changes})  # type: ignore[arg-type]  # as of


def button(window: InviteWindow, text: str) -> QAbstractButton:
    every = window.findChildren(QAbstractButton)
    (found,) = (b for b in every if b.text() == text and b.isVisibleTo(window))
    return found


# What it says


def test_a_code_is_spelled_group_by_group() -> None:
    assert spelled("7KM-4QX-9TP") == "7 K M, 4 Q X, 9 T P"


def test_an_open_code_says_where_to_type_it_until_when_and_how_often(words: Words) -> None:
    view = code_of(words)
    assert view.code == "7KM-4QX-9T9"
    assert view.until.startswith("Works once, until ")
    assert view.guesses == "5 guesses at most"
    assert view.addresses == ADDRESSES[:1]
    assert view.steps[0] == "On that PC start Countersign and choose “Join a site”."
    assert view.port_note == ""
    assert dict(view.doing) == {
        Doing.WITHDRAW: "Withdraw the code",
        Doing.ANOTHER: "Invite another place",
    }


def test_the_words_to_choose_at_the_other_pc_are_those_of_its_own_first_window() -> None:
    spanish = Words.of("es")
    assert spanish("Join a site") in code_of(spanish).steps[0]


def test_more_addresses_are_offered_in_turn_and_never_a_crowd(words: Words) -> None:
    view = code_of(words, *(f"10.0.0.{n}:18884" for n in range(9)))
    assert len(view.addresses) == 3
    assert "or the next one" in view.steps[1]


def test_guesses_that_were_made_are_told(words: Words) -> None:
    assert code_of(words, tries=4).guesses == "4 guesses are left"
    assert code_of(words, tries=1).guesses == "1 guess is left"


@pytest.mark.parametrize(
    ("shown", "shape", "said", "does"),
    [
        (standing(OVER), Shape.ATTENTION, "time is over", Doing.ANEW),
        (standing(OVER, is_cancelled=True), Shape.NOBODY, "withdrawn", Doing.ANEW),
        (invite_sample.burned(), Shape.ATTENTION, "Five wrong guesses", Doing.ANEW),
        (invite_sample.joined(), Shape.DONE, "Counter 3 has joined.", Doing.ANOTHER),
        (
            standing(InvitationState.USED, trouble=LogBusyError()),
            Shape.ATTENTION,
            "did not take it in time",
            Doing.ANEW,
        ),
        (standing(InvitationState.USED), Shape.HALF, "being let in", Doing.ANOTHER),
    ],
)
def test_a_code_that_is_over_is_not_shown_any_more_and_says_what_to_do(
    words: Words, shown: object, shape: Shape, said: str, does: Doing
) -> None:
    view = CodeView.of(shown, words=words, addresses=ADDRESSES)  # type: ignore[arg-type]  # a case
    assert (view.code, view.spoken, view.steps, view.addresses) == ("", "", (), ())
    assert (view.shape, view.doing[0][0]) == (shape, does)
    assert said in view.standing


def test_why_a_pc_could_not_be_let_in_is_said_in_the_window_s_language() -> None:
    trouble = PrivateFileNotSavedError("{file} cannot be written: {why}.", file="a", why="b")
    shown = standing(InvitationState.USED, trouble=trouble)
    view = CodeView.of(shown, words=Words.of("es"), addresses=ADDRESSES)
    assert view.standing == "a no se puede escribir: b."


def test_a_list_counts_who_has_joined_and_offers_to_withdraw_the_rest(words: Words) -> None:
    view = ManyView.of(invite_sample.batch(), words=words, addresses=ADDRESSES)
    assert (view.title, view.lead) == ("6 places", "2 of 6 joined so far.")
    assert [bool(row.code) for row in view.rows] == [False, False, True, True, True, False]
    assert [bool(row.withdraw_text) for row in view.rows] == [bool(r.code) for r in view.rows]
    assert view.rows[0].detail == "Has joined."
    assert view.rows[3].detail.endswith("3 guesses are left.")


def test_a_long_list_shows_its_first_places_and_counts_the_rest(words: Words) -> None:
    long = [standing(nameplate=f"{n:03d}", length=CodeLength.LONG) for n in range(MOST_ROWS + 40)]
    view = ManyView.of(long, words=words, addresses=ADDRESSES)
    assert (view.title, len(view.rows)) == ("100 places", MOST_ROWS)
    assert view.more == "40 more places have their codes on the sheet."


def test_a_list_that_is_done_has_no_sheet_to_save(words: Words) -> None:
    done = ManyView.of([invite_sample.joined()], words=words, addresses=ADDRESSES)
    assert (done.sheet_text, done.withdraw_text, done.addresses) == ("", "", ())


def test_the_next_thing_to_happen_by_itself_is_the_first_code_that_runs_out() -> None:
    batch = invite_sample.batch()
    assert next_change([*batch, standing()]) == standing().expires
    assert next_change([standing(OVER), invite_sample.joined()]) is None


def test_a_place_needs_a_name_before_anything_is_made(words: Words) -> None:
    assert problem_of(PlaceAsked(role=Role.COUNTER, place=""), words=words)
    assert not problem_of(PlaceAsked(role=Role.COUNTER, place="Counter 3"), words=words)


# The window


def test_enter_in_any_field_asks_for_the_code_with_all_that_was_typed(
    window: InviteWindow, words: Words, qtbot: QtBot
) -> None:
    window.show_ask(ask(words))
    window.show()
    page = window.page
    assert isinstance(page, AskPage)
    write(page.lines[Field.PLACE], " Counter 3 ")
    write(page.lines[Field.PERSON], "Maria Delgado")
    click(page.roles.chips[1])
    with qtbot.waitSignal(window.submitted) as asked:
        key(page.lines[Field.AREA], Qt.Key.Key_Return)
    assert asked.args == [PlaceAsked(role=Role.STAFF, place="Counter 3", person="Maria Delgado")]


def test_one_kind_is_always_chosen(window: InviteWindow, words: Words) -> None:
    window.show_ask(ask(words))
    window.show()
    page = window.page
    assert isinstance(page, AskPage)
    click(page.roles.chips[2])
    click(page.roles.chips[2])
    assert page.roles.on == ["supervisor"]


def test_what_was_typed_outlives_a_change_of_the_look(
    window: InviteWindow, words: Words, appearance: Appearance
) -> None:
    window.show_ask(ask(words))
    window.show()
    page = window.page
    assert isinstance(page, AskPage)
    write(page.lines[Field.PLACE], "Counter 3")
    appearance.choose(scheme=Scheme.DARK, text_scale=2.0)
    again = window.page
    assert isinstance(again, AskPage)
    assert again is not page
    assert again.lines[Field.PLACE].text() == "Counter 3"


def test_no_part_of_the_page_with_the_code_is_a_window_for_a_moment(
    window: InviteWindow, words: Words
) -> None:
    window.show()
    with strays() as seen:
        window.show_code(code_of(words))
    assert seen == []


def test_while_a_code_is_made_nothing_can_be_asked_again(
    window: InviteWindow, words: Words, qtbot: QtBot
) -> None:
    window.show_ask(ask(words))
    window.show()
    window.show_ask(ask(words, progress="Making the code."))
    assert not button(window, "Make a code").isEnabled()
    assert button(window, "Close").isEnabled()
    page = window.page
    assert isinstance(page, AskPage)
    assert not page.lines[Field.PLACE].isEnabled()
    window.show_ask(ask(words))
    assert button(window, "Make a code").isEnabled()


def test_enter_on_a_code_that_was_just_shown_closes_and_never_withdraws(
    window: InviteWindow, words: Words, qtbot: QtBot
) -> None:
    pressed: list[Doing] = []
    window.doing_pressed.connect(pressed.append)
    window.show_ask(ask(words))
    window.show()
    window.show_code(code_of(words))
    focused = window.focusWidget()
    assert focused is button(window, "Close")
    key(focused, Qt.Key.Key_Space)
    assert not window.isVisible()
    assert pressed == []


def test_the_code_is_told_to_a_screen_reader_letter_by_letter(
    window: InviteWindow, words: Words
) -> None:
    window.show_code(code_of(words))
    window.show()
    named = [w.accessibleName() for w in window.findChildren(QWidget)]
    assert "7 K M, 4 Q X, 9 T 9" in named


def test_a_row_that_stays_as_it_is_is_not_made_anew(window: InviteWindow, words: Words) -> None:
    batch = invite_sample.batch()
    window.show_many(ManyView.of(batch, words=words, addresses=ADDRESSES))
    window.show()
    page = window.page
    after = (*batch[:2], invite_sample.joined(nameplate="7K3"), *batch[3:])
    window.show_many(ManyView.of(after, words=words, addresses=ADDRESSES))
    assert window.page is page


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_of_the_code_is_cut_at_any_text_size(
    appearance: Appearance, words: Words, qtbot: QtBot, scale: float
) -> None:
    appearance.choose(scheme=Scheme.LIGHT, text_scale=scale)
    window = InviteWindow(appearance=appearance, words=words)
    qtbot.addWidget(window)
    window.show_code(code_of(words))
    window.show()
    (code,) = (
        w for w in window.findChildren(QWidget) if w.accessibleName() == "7 K M, 4 Q X, 9 T 9"
    )
    assert code.width() >= code.sizeHint().width()
    assert window.page is not None
    assert code.mapTo(window.page, code.rect().topRight()).x() <= window.page.width()
