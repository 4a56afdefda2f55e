from datetime import timedelta

import pytest
from msgspec.structs import replace

from desktop.domain.alerts.facts import Kind, Message, Occasion
from desktop.domain.board import Board, LiveAlert
from desktop.domain.presence import Unready
from desktop.domain.pressing import Way, Ways
from desktop.ui.views.bar_menu import Intent, MenuItem
from desktop.ui.views.counter_bar import CounterBarView, Wording
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words
from tests.ui.sample import ANA, COUNTER_3, MARCUS, WINDOW_6, Story, counter_board, delivery, live


def cue(board: Board, words: Words) -> tuple[Shape, str]:
    shown = CounterBarView.of(board, words=words).cue
    return shown.shape, shown.words[0] if shown.words else ""


def mine(story: Story, got: int = 2, **told: bool) -> Board:
    return counter_board(live(story, delivery=delivery(got, **told)))


def six(*, is_asked: bool = False) -> LiveAlert:
    return live(Story(place="Window 6", station=WINDOW_6, name="b2"), is_asked=is_asked)


def test_a_call_of_another_counter_shows_once_nobody_has_answered_it(words: Words) -> None:
    assert cue(counter_board(six()), words) == (Shape.READY, "")
    asked = counter_board(six(is_asked=True))
    assert cue(asked, words) == (Shape.TWO_DISCS, "Window 6")
    said = CounterBarView.of(asked, words=words).cue.sentence
    assert said.startswith("Window 6, Panic: nobody has come yet.")
    assert menu(asked, words)[Intent.OFFER].text == "I go to Window 6"
    assert Intent.OFFER not in menu(counter_board(six()), words)


def test_whoever_goes_there_sees_that_it_is_known(words: Words) -> None:
    story = Story(place="Window 6", station=WINDOW_6, name="b2").offered(COUNTER_3, "Maria")
    board = counter_board(live(story, is_asked=True))
    assert cue(board, words) == (Shape.TICK, "Window 6")
    assert not menu(board, words)[Intent.OFFER].is_enabled


def test_a_counters_own_call_comes_before_the_others(words: Words) -> None:
    board = counter_board(six(is_asked=True), live(Story(), delivery=delivery(2)))
    assert cue(board, words) == (Shape.READY, "2 of 3")


def test_a_test_and_what_was_taken_back_stand_behind_others_who_need_help(words: Words) -> None:
    for own in (Story(occasion=Occasion.TEST), Story().withdrawn()):
        board = counter_board(live(own, delivery=delivery(2)), six(is_asked=True))
        assert cue(board, words) == (Shape.TWO_DISCS, "Window 6")


def test_of_several_that_everybody_is_asked_to_answer_the_gravest_shows_that_nobody_here_goes_to(
    words: Words,
) -> None:
    drill = live(
        Story(place="Room 1", station=MARCUS, name="d1", occasion=Occasion.DRILL), is_asked=True
    )
    assist = live(Story(Kind.ASSIST, place="Room 2", station=ANA, name="e1"), is_asked=True)
    assert cue(counter_board(drill, assist), words) == (Shape.TWO_DISCS, "Room 2")
    assert cue(counter_board(drill, assist, six(is_asked=True)), words)[1] == "Window 6"
    gone = Story(place="Window 6", station=WINDOW_6, name="b2").offered(COUNTER_3, "Maria")
    asked = counter_board(drill, assist, live(gone, is_asked=True))
    assert cue(asked, words) == (Shape.TWO_DISCS, "Room 2")


@pytest.mark.parametrize("story", [Story(), Story(Kind.ASSIST).told(ANA, "Ana", Message.LEAVE)])
def test_half_a_press_says_nothing_is_sent_of_no_call_that_is(words: Words, story: Story) -> None:
    board = counter_board(live(story, delivery=delivery(2)))
    shown = CounterBarView.of(
        board, words=words, ways=Ways(assist=Way.DOUBLE, panic=Way.DOUBLE), begun=Kind.PANIC
    ).cue
    assert "Nothing is sent" not in shown.sentence


def test_what_was_taken_back_and_pressed_again_can_be_taken_back_again(words: Words) -> None:
    pressed = Story().withdrawn().pressed_again()
    assert menu(mine(pressed), words)[Intent.WITHDRAW].is_enabled


def test_the_presser_sees_that_everybody_is_asked_and_which_colleague_comes(words: Words) -> None:
    asked = counter_board(live(Story(), delivery=delivery(2), is_asked=True))
    assert cue(asked, words) == (Shape.TWO_DISCS, "All asked")
    story = Story().offered(WINDOW_6, "Devon Park")
    coming = counter_board(live(story, delivery=delivery(2), is_asked=True))
    assert cue(coming, words) == (Shape.TICK, "Devon")
    lost = counter_board(live(Story(), delivery=delivery(0, is_overdue=True), is_asked=True))
    assert cue(lost, words) == (Shape.SILENT, "Ext 4100")


def test_no_icon_of_the_menu_means_a_call_on_the_bar(words: Words) -> None:
    view = CounterBarView.of(counter_board(), words=words, wording=Wording.ICONS)
    icons = [item.icon for item in view.menu()]
    assert len(set(icons)) == len(icons)
    assert not {view.assist.icon, view.panic.icon} & set(icons)


def test_ready_is_a_calm_disc_and_no_word(words: Words) -> None:
    view = CounterBarView.of(counter_board(), words=words)
    assert cue(counter_board(), words) == (Shape.READY, "")
    assert view.cue.is_calm


@pytest.mark.parametrize("why", list(Unready))
def test_whatever_keeps_it_from_being_ready_it_is_away_and_says_why(
    why: Unready, words: Words
) -> None:
    view = CounterBarView.of(counter_board(why=why), words=words)
    assert cue(counter_board(why=why), words) == (Shape.NOBODY, "Away")
    assert not view.cue.is_calm
    assert "phone" in view.cue.sentence


STATES = {
    "on its way": (mine(Story(), got=0), (Shape.HALF, "Sending")),
    "unrecorded, on its way": (mine(Story(), got=0, is_recorded=False), (Shape.HALF, "Sending")),
    "delivered": (mine(Story()), (Shape.READY, "2 of 3")),
    "coming": (mine(Story().going(ANA, "Ana Ruiz")), (Shape.TICK, "Ana")),
    "coming later": (mine(Story().going(ANA, "Ana Ruiz", 2)), (Shape.TICK, "Ana 2 min")),
    "police": (
        mine(Story().going(ANA, "Ana Ruiz").told(ANA, "Ana Ruiz", Message.POLICE_CALLED)),
        (Shape.TICK, "Called"),
    ),
    "police, taken back": (
        mine(
            Story()
            .told(ANA, "Ana Ruiz", Message.POLICE_CALLED)
            .unsaid(ANA, "Ana Ruiz", Message.POLICE_CALLED)
        ),
        (Shape.READY, "Not called"),
    ),
    "police, taken back, and somebody comes": (
        mine(
            Story()
            .going(ANA, "Ana Ruiz")
            .told(ANA, "Ana Ruiz", Message.POLICE_CALLED)
            .unsaid(ANA, "Ana Ruiz", Message.POLICE_CALLED)
        ),
        (Shape.TICK, "Ana"),
    ),
    "police, taken back by one of two": (
        mine(
            Story()
            .told(ANA, "Ana Ruiz", Message.POLICE_CALLED)
            .told(MARCUS, "Marcus Bell", Message.POLICE_CALLED)
            .unsaid(MARCUS, "Marcus Bell", Message.POLICE_CALLED)
        ),
        (Shape.TICK, "Called"),
    ),
    "police, taken back and called after all": (
        mine(
            Story()
            .told(ANA, "Ana Ruiz", Message.POLICE_CALLED)
            .unsaid(ANA, "Ana Ruiz", Message.POLICE_CALLED)
            .told(MARCUS, "Marcus Bell", Message.POLICE_CALLED)
        ),
        (Shape.TICK, "Called"),
    ),
    "phoning": (mine(Story().told(ANA, "Ana Ruiz", Message.CALLING)), (Shape.TICK, "By phone")),
    "cannot": (mine(Story().told(ANA, "Ana Ruiz", Message.CANNOT)), (Shape.READY, "2 of 3")),
    "no longer coming": (
        mine(Story().going(ANA, "Ana Ruiz").told(ANA, "Ana Ruiz", Message.CANNOT)),
        (Shape.READY, "2 of 3"),
    ),
    "another comes too": (
        mine(Story().going(ANA, "Ana Ruiz").going(MARCUS, "Marcus Bell")),
        (Shape.TICK, "Marcus"),
    ),
    "pressed again": (
        mine(Story().going(ANA, "Ana Ruiz").pressed_again(), got=0),
        (Shape.HALF, "Sending"),
    ),
    "coming, by a clock that is behind": (
        mine(Story().clock(ANA, timedelta(hours=-1)).going(ANA, "Ana Ruiz")),
        (Shape.TICK, "Ana"),
    ),
    "pressed again, by a clock that is behind": (
        mine(
            Story().going(ANA, "Ana Ruiz").clock(COUNTER_3, timedelta(hours=-1)).pressed_again(),
            got=0,
        ),
        (Shape.HALF, "Sending"),
    ),
    "withdrawn changes nothing": (
        mine(Story().going(ANA, "Ana Ruiz").withdrawn()),
        (Shape.TICK, "Ana"),
    ),
    "leave wins over all": (
        mine(Story().told(ANA, "A", Message.LEAVE).told(ANA, "A", Message.POLICE_CALLED)),
        (Shape.ARROW, "Step out"),
    ),
    "not delivered": (mine(Story(), got=0, is_overdue=True), (Shape.SILENT, "Ext 4100")),
    "test": (mine(Story(occasion=Occasion.TEST)), (Shape.DRILL, "Test 2/3")),
    "drill answered": (
        mine(Story(occasion=Occasion.DRILL).going(ANA, "Ana Ruiz")),
        (Shape.DRILL, "Ana"),
    ),
}


def test_nothing_is_said_of_the_disk_before_it_has_had_its_time(words: Words) -> None:
    def sentence(**told: bool) -> str:
        return CounterBarView.of(mine(Story(), got=0, **told), words=words).cue.sentence

    assert sentence(is_leaving=True, is_recorded=False) == "On its way."
    assert "disk did not keep it" in sentence(is_recorded=False)
    assert sentence() == "Recorded, and on its way."


@pytest.mark.parametrize("name", STATES)
def test_the_newest_fact_wins(name: str, words: Words) -> None:
    board, shown = STATES[name]
    assert cue(board, words) == shown


def test_a_site_without_a_number_says_phone(words: Words) -> None:
    late = live(Story(), delivery=delivery(0, is_overdue=True))
    assert cue(counter_board(late, call_instead=""), words) == (Shape.SILENT, "Phone")


def test_another_counters_alert_does_not_touch_this_cue(words: Words) -> None:
    board = counter_board(live(Story(station="9" * 32)))
    assert cue(board, words) == (Shape.READY, "")


@pytest.mark.parametrize("wording", list(Wording))
def test_accessible_names_keep_their_true_meaning(wording: Wording, words: Words) -> None:
    view = CounterBarView.of(counter_board(), words=words, wording=wording)
    assert view.assist.name == "Call a supervisor to this counter"
    assert view.panic.name == "Panic: silent call for help"


def test_neutral_wording_tells_a_customer_nothing(words: Words) -> None:
    view = CounterBarView.of(counter_board(), words=words, wording=Wording.NEUTRAL)
    assert (view.assist.text, view.panic.text) == ("Line 1", "Line 2")
    icons = CounterBarView.of(counter_board(), words=words, wording=Wording.ICONS)
    assert (icons.assist.text, icons.panic.text) == ("", "")
    assert icons.assist.icon
    assert icons.panic.icon


def menu(board: Board, words: Words, *, can_test: bool = True) -> dict[Intent, MenuItem]:
    view = CounterBarView.of(board, words=words, can_test=can_test)
    return {item.intent: item for item in view.menu()}


def test_the_menu_offers_what_can_be_done_now(words: Words) -> None:
    at_rest = menu(counter_board(), words)
    assert not at_rest[Intent.ARRIVED].is_enabled
    assert not at_rest[Intent.WITHDRAW].is_enabled
    assert at_rest[Intent.TEST].is_enabled
    called = menu(mine(Story()), words)
    assert called[Intent.ARRIVED].is_enabled
    assert called[Intent.WITHDRAW].is_enabled
    assert called[Intent.NOTE].is_enabled
    assert not called[Intent.TEST].is_enabled
    assert not menu(mine(Story().withdrawn()), words)[Intent.WITHDRAW].is_enabled
    there = menu(mine(Story().attended(COUNTER_3, "Maria Delgado")), words)
    assert not there[Intent.ARRIVED].is_enabled


def test_a_counter_that_belongs_to_the_site_no_longer_can_join_again(words: Words) -> None:
    assert Intent.JOIN_AGAIN not in menu(counter_board(), words)
    assert Intent.JOIN_AGAIN in menu(counter_board(why=Unready.REFUSED), words)
    board = counter_board(why=Unready.REVOKED)
    removed = replace(board, me=replace(board.me, is_revoked=True))
    assert Intent.JOIN_AGAIN in menu(removed, words)
    view = CounterBarView.of(removed, words=words)
    assert (view.cue.words, view.cue.shape) == (("Away",), Shape.NOBODY)
    assert "“Join again…”" in view.cue.sentence


def test_the_menu_shows_a_customer_nobodys_name(words: Words) -> None:
    shown = [item.text for item in menu(counter_board(), words).values()]
    assert "Who sits here" in shown
    assert not [text for text in shown if "Maria" in text or "Delgado" in text]


def test_what_has_no_feature_yet_is_left_out(words: Words) -> None:
    assert Intent.TEST not in menu(counter_board(), words, can_test=False)


def test_another_place_can_be_chosen_and_is_shown(words: Words) -> None:
    view = CounterBarView.of(counter_board(), words=words, place="Counter 2")
    item = next(item for item in view.menu() if item.intent is Intent.NOT_HERE)
    assert item.text == "Not here: Counter 2"
    assert [c.value for c in item.choices][:3] == [None, "Counter 1", "Counter 2"]
    assert [c.value for c in item.choices if c.is_chosen] == ["Counter 2"]


def test_an_assist_raised_to_a_panic_looks_the_same_at_the_counter(words: Words) -> None:
    story = Story(Kind.ASSIST)
    assert cue(mine(story), words) == cue(mine(story.pressed_again(Kind.PANIC)), words)
