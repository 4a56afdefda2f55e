"""What a staff desk's window says of a colleague's call, and when it says nothing."""

import pytest
from msgspec.structs import replace

from desktop.domain.alerts.facts import Context, Kind, Occasion
from desktop.domain.board import Board, LiveAlert
from desktop.ui.views.acts import Act
from desktop.ui.views.shapes import Shape
from desktop.ui.views.staff_call import StaffCallView, Summons
from desktop.ui.views.takeover import Tone
from desktop.ui.words import Words
from tests.ui.sample import ANA, BACK_OFFICE, MARCUS, WINDOW_6, Story, live, staff_board

WORDS = Words.of("en")


class Desk:
    """A staff desk to which one board comes after another."""

    def __init__(self, *, at_once: bool = False) -> None:
        self.at_once = at_once
        self.summons = Summons()
        self.board = staff_board()

    def sees(self, *alerts: LiveAlert) -> StaffCallView | None:
        return self._sees(staff_board(*alerts))

    def is_called(self, *alerts: LiveAlert) -> StaffCallView:
        view = self.sees(*alerts)
        assert view is not None
        return view

    def puts_away(self, alert: str) -> None:
        found = self.board.find(alert)
        assert found is not None
        self.summons = self.summons.put_away(found)

    def _sees(self, board: Board) -> StaffCallView | None:
        self.board = board
        self.summons = self.summons.seen(board, at_once=self.at_once)
        return StaffCallView.of(board, self.summons, at_once=self.at_once, words=WORDS)


def acts(view: StaffCallView) -> list[Act]:
    return [button.act for button in view.buttons]


def test_a_call_that_supervisors_may_still_answer_does_not_come_up() -> None:
    assert Desk().sees(live(Story())) is None


def test_a_call_that_everybody_is_asked_to_answer_comes_up_with_place_kind_and_what_is_known() -> (
    None
):
    story = Story().noted(Context.THREAT, "He will not leave.")
    view = Desk().is_called(live(story, ago=17, is_asked=True))
    assert view.calls
    assert (view.tone, view.shape, view.kind) == (Tone.PANIC, Shape.PANIC, "Panic")
    assert (view.place, view.area) == ("Counter 3", "Front desk, ground floor")
    assert (view.known, view.detail) == ("Threat", "Maria Delgado")
    assert view.note == "“He will not leave.”"
    assert acts(view) == [Act.GOING, Act.CANNOT]
    assert "No supervisor has answered yet" in view.status


def test_where_the_site_wants_it_a_panic_comes_up_at_once_and_nothing_else_does() -> None:
    assert Desk(at_once=True).is_called(live(Story(), ago=0)).calls
    assert Desk(at_once=True).sees(live(Story(Kind.ASSIST))) is None
    assert Desk(at_once=True).sees(live(Story(occasion=Occasion.TEST))) is None
    assert Desk(at_once=True).sees(live(Story().going(ANA, "Ana Ruiz"))) is None


def test_a_drill_says_that_it_is_one() -> None:
    view = Desk().is_called(live(Story(occasion=Occasion.DRILL), is_asked=True))
    assert (view.tone, view.kind) == (Tone.DRILL, "Drill: Panic")


def test_whoever_goes_there_is_named_and_the_desk_is_asked_no_more() -> None:
    view = Desk().is_called(live(Story().offered(BACK_OFFICE, "Lee Chan"), is_asked=True))
    assert not view.calls
    assert acts(view) == [Act.SMALL]
    assert [(one.name, one.answer) for one in view.who] == [("Lee Chan (you)", "Going")]
    assert view.status == "No supervisor has answered yet. Maria sees “Lee”."


def test_a_colleague_who_goes_there_silences_nobody_else() -> None:
    view = Desk().is_called(live(Story().offered(WINDOW_6, "Devon Park"), is_asked=True))
    assert view.calls
    assert [(one.name, one.answer) for one in view.who] == [("Devon Park", "Going, from Window 6")]


def test_who_goes_is_counted_beyond_three() -> None:
    story = Story().going(ANA, "Ana Ruiz").going(MARCUS, "Marcus Bell")
    story.offered(WINDOW_6, "Devon Park").offered(BACK_OFFICE, "Lee Chan")
    desk = Desk()
    desk.is_called(live(Story(), is_asked=True))
    names = [one.name for one in desk.is_called(live(story)).who]
    assert names == ["Ana Ruiz", "Marcus Bell", "+2 more"]


def test_once_a_supervisor_goes_it_stays_as_a_quiet_sign_and_goes_when_it_is_closed() -> None:
    desk = Desk()
    story = Story()
    desk.is_called(live(story, is_asked=True))
    answered = desk.is_called(live(story.going(ANA, "Ana Ruiz")))
    assert not answered.calls
    assert (answered.tone, answered.kind) == (Tone.HAND, "Ana Ruiz is going")
    there = desk.is_called(live(story.attended(ANA, "Ana Ruiz")))
    assert there.kind == "Ana Ruiz is there"
    assert desk.sees() is None


def test_what_was_put_away_comes_back_when_it_is_pressed_again_or_nobody_arrives() -> None:
    desk = Desk()
    story = Story()
    desk.is_called(live(story, is_asked=True))
    desk.puts_away("a1")
    assert desk.sees(live(story, is_asked=True)) is None
    assert desk.is_called(live(story.pressed_again(), is_asked=True)).calls
    desk.puts_away("a1")
    assert desk.sees(live(story.going(ANA, "Ana Ruiz"))) is None
    late = desk.is_called(live(story, ago=90, is_late=True, is_asked=True))
    assert late.calls
    assert "Nobody has come yet" in late.status


def test_a_press_after_it_was_put_away_does_not_bring_it_back_while_nobody_is_asked() -> None:
    desk = Desk()
    story = Story()
    desk.is_called(live(story, is_asked=True))
    desk.puts_away("a1")
    assert desk.sees(live(story.going(ANA, "Ana Ruiz").pressed_again())) is None


def test_of_several_the_gravest_that_calls_comes_first_and_the_others_are_counted() -> None:
    desk = Desk()
    assist = live(Story(Kind.ASSIST, place="Window 6", name="b2"), ago=60, is_asked=True)
    panic = live(Story(), ago=17, is_asked=True)
    view = desk.is_called(assist, panic)
    assert (view.alert, view.more) == ("a1", "+1 more")
    gone = live(Story().offered(BACK_OFFICE, "Lee Chan"), ago=20, is_asked=True)
    assert desk.is_called(assist, gone).alert == "b2"


@pytest.mark.parametrize("kind", list(Kind))
def test_nothing_comes_up_where_somebody_calls_themselves(kind: Kind) -> None:
    own = live(Story(kind, place="Back office", station=BACK_OFFICE, name="own"))
    assert Desk().sees(own, live(Story(), is_asked=True)) is None
    test = live(Story(occasion=Occasion.TEST, station=BACK_OFFICE, name="own"))
    assert Desk().sees(test, live(Story(), is_asked=True)) is not None


def test_a_call_of_its_own_that_is_open_and_over_hides_no_colleague() -> None:
    colleague = live(Story(), is_asked=True)
    for over in (own_call().attended(ANA, "Ana Ruiz"), own_call().withdrawn()):
        assert Desk().is_called(live(over), colleague).calls


def test_of_several_calls_of_its_own_each_that_nobody_came_to_keeps_it_silent() -> None:
    called = live(own_call())
    newer = live(own_call("test", Occasion.TEST).pressed_again().pressed_again())
    assert Desk().sees(called, newer, live(Story(), is_asked=True)) is None


def test_an_arrival_before_it_was_pressed_again_lets_nothing_come_up() -> None:
    again = own_call().attended(ANA, "Ana Ruiz").pressed_again()
    assert Desk().sees(live(again), live(Story(), is_asked=True)) is None


def test_nothing_comes_up_where_somebody_was_made_to_take_their_call_back() -> None:
    colleague = live(Story(), is_asked=True)
    for forced in (
        own_call().forced(),
        own_call().forced().attended(BACK_OFFICE, "Lee Chan"),
        own_call().withdrawn().forced(),
    ):
        assert Desk().sees(live(forced), colleague) is None


def own_call(name: str = "own", occasion: Occasion = Occasion.REAL) -> Story:
    return Story(place="Back office", station=BACK_OFFICE, name=name, occasion=occasion)


def test_its_own_call_never_comes_up_there() -> None:
    own = live(Story(station=BACK_OFFICE), is_asked=True)
    board = replace(staff_board(own))
    assert board.summoned(at_once=True) == ()
