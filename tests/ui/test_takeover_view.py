import pytest

from desktop.domain.alerts.facts import MOST_UNANSWERED, Context, Kind, Message, Occasion
from desktop.domain.board import Board
from desktop.domain.protocol.steps import POLICE
from desktop.ui.views.acts import SPACE, Act
from desktop.ui.views.shapes import Shape
from desktop.ui.views.takeover import Attention, Field, TakeoverView, Tone
from desktop.ui.words import Words
from tests.ui.sample import (
    ANA,
    JOAN,
    MARCUS,
    WINDOW_6,
    Story,
    desk,
    live,
    supervisor_board,
)


def shown(board: Board, words: Words, attention: Attention | None = None) -> Field:
    view = TakeoverView.of(board, words=words, attention=attention)
    assert view.field is not None
    return view.field


def panic() -> Story:
    return Story()


def assist(name: str = "b2") -> Story:
    return Story(Kind.ASSIST, place="Window 6", station=WINDOW_6, name=name, person="Devon Park")


def acts(field: Field) -> str:
    """The letters that answer, in reading order; those of the steps come last."""
    return "".join(button.key for button in field.buttons if button.key != SPACE)


def test_nothing_covers_the_screen_when_nobody_calls(words: Words) -> None:
    assert TakeoverView.of(supervisor_board(), words=words) == TakeoverView(None, None)


STATES = {
    "panic": (panic(), Tone.PANIC, Shape.PANIC, "Panic", "LGNCP"),
    "assist": (assist(), Tone.ASSIST, Shape.ATTENTION, "Supervisor to counter", "CPLGN"),
    "I go": (panic().going(ANA, "Ana Ruiz"), Tone.HAND, Shape.DONE, "You are going", "WLTMCP"),
    "I am there": (
        panic().going(ANA, "Ana Ruiz").attended(ANA, "Ana Ruiz"),
        Tone.HAND,
        Shape.DONE,
        "You are there",
        "LXMCP",
    ),
    "pressed again while I go": (
        panic().going(ANA, "Ana Ruiz").pressed_again(),
        Tone.PANIC,
        Shape.PANIC,
        "Panic",
        "LGNCP",
    ),
    "an assist raised to a panic": (
        assist().pressed_again(Kind.PANIC),
        Tone.PANIC,
        Shape.PANIC,
        "Panic",
        "LGNCP",
    ),
    "drill": (
        Story(occasion=Occasion.DRILL),
        Tone.DRILL,
        Shape.DRILL,
        "Drill: Panic",
        "LGNCP",
    ),
    "test": (Story(occasion=Occasion.TEST), Tone.DRILL, Shape.DRILL, "Test: Panic", "CLGN"),
    "drill that I go to": (
        Story(occasion=Occasion.DRILL).going(ANA, "Ana Ruiz"),
        Tone.DRILL,
        Shape.DRILL,
        "Drill: You are going",
        "WLTMCP",
    ),
}


@pytest.mark.parametrize("name", STATES)
def test_the_field_says_what_it_is_by_colour_shape_word_and_keys(name: str, words: Words) -> None:
    story, tone, shape, kind, keys = STATES[name]
    field = shown(supervisor_board(live(story)), words)
    assert (field.tone, field.shape, field.kind, acts(field)) == (tone, shape, kind, keys)


def test_unknown_is_said_as_unknown(words: Words) -> None:
    field = shown(supervisor_board(live(Story(person="", place="", area=""))), words)
    assert (field.place, field.known, field.detail) == (
        "Place not known",
        "Reason not known",
        "Name not known",
    )
    assert not field.is_known


def test_a_button_on_a_wall_is_named_for_nobody_knows_who_pressed_it(words: Words) -> None:
    story = Story(place="Waiting room", area="", person="", button="Red button")
    field = shown(supervisor_board(live(story)), words)
    assert (field.place, field.detail) == ("Waiting room", "Button “Red button”")
    again = shown(supervisor_board(live(story.pressed_again())), words)
    assert again.detail == "Button “Red button” · pressed 2 times"


def test_of_presses_without_end_it_is_said_that_there_may_be_more(words: Words) -> None:
    story = panic()
    for _ in range(MOST_UNANSWERED - 1):
        story.pressed_again()
    field = shown(supervisor_board(live(story)), words)
    assert field.detail == "Maria Delgado · pressed 100 times or more"


def test_presses_are_counted(words: Words) -> None:
    field = shown(supervisor_board(live(panic().pressed_again().pressed_again())), words)
    assert field.detail == "Maria Delgado · pressed 3 times"


def test_a_going_supervisor_knows_what_the_counter_sees(words: Words) -> None:
    field = shown(supervisor_board(live(panic().going(ANA, "Ana Ruiz", 2))), words)
    assert field.detail == "Maria Delgado sees “Ana 2 min”"
    done = {button.act for button in field.buttons if button.is_done}
    assert done == {Act.TWO_MINUTES}


def test_a_lone_supervisor_is_told(words: Words) -> None:
    desks = (desk("5" * 32, "Counter 5"),)
    field = shown(supervisor_board(live(assist()), desks=desks), words)
    assert field.status == "Nobody is going yet. Yours is the only supervisor desk that answers."


def test_a_lone_supervisor_is_told_to_call_before_they_go(words: Words) -> None:
    """Alone is also whose colleagues are all away or cannot come."""
    nobody = (desk("5" * 32, "Counter 5"),)
    field = shown(supervisor_board(live(panic()), desks=nobody), words)
    assert field.status == "Nobody is going yet. You are alone here: call, then go."
    going = panic().going(ANA, "Ana Ruiz")
    field = shown(supervisor_board(live(going), desks=nobody), words)
    assert field.status == "You are alone here: call, then go."
    declined = panic().told(MARCUS, "Marcus Bell", Message.CANNOT)
    assert "alone" in shown(supervisor_board(live(declined)), words).status
    assert "alone" not in shown(supervisor_board(live(panic())), words).status
    threat = shown(supervisor_board(live(assist().noted(Context.THREAT)), desks=nobody), words)
    assert "call, then go" not in threat.status  # of a threat they decide
    there = panic().going(ANA, "Ana Ruiz").attended(ANA, "Ana Ruiz")
    assert "call" not in shown(supervisor_board(live(there), desks=nobody), words).status
    called = panic().took(ANA, "Ana Ruiz", POLICE)
    field = shown(supervisor_board(live(called), desks=nobody), words)
    assert "call, then go" not in field.status


def test_taking_back_says_who_did_and_whom_to_see_all_the_same(words: Words) -> None:
    field = shown(supervisor_board(live(panic().withdrawn())), words)
    assert field.kind == "Taken back: see Maria"
    assert field.status == "Maria Delgado took it back. See Maria all the same."
    colleague = shown(supervisor_board(live(assist().withdrawn())), words)
    assert colleague.kind == "Taken back: see Devon"
    assert colleague.status == "Maria Delgado took it back. See Devon Park all the same."
    nobody = shown(supervisor_board(live(Story(person="").withdrawn())), words)
    assert nobody.kind == "Taken back: see them"
    assert nobody.status == "Maria Delgado took it back. See whoever pressed all the same."


def test_a_press_after_taking_back_is_a_panic_again(words: Words) -> None:
    field = shown(supervisor_board(live(panic().withdrawn().pressed_again())), words)
    assert (field.kind, field.status) == ("Panic", "Nobody is going yet.")


def test_a_call_that_somebody_made_them_take_back_warns_against_the_phone(words: Words) -> None:
    for story in (assist().forced(), assist().going(ANA, "Ana Ruiz").forced()):
        field = shown(supervisor_board(live(story)), words)
        assert (field.kind, field.known) == ("Panic", "Made to take it back")
        assert field.status == "Taken back with the duress code. Nobody has answered that yet."
        assert field.steps[0].text.startswith("Do not phone the counter")
        assert field.small == ()
        assert "I do not know about weapons" in field.steps[1].script


def test_it_says_that_every_desk_was_asked_and_which_colleagues_go(words: Words) -> None:
    story = panic().offered(WINDOW_6, "Devon Park")
    field = shown(supervisor_board(live(story, is_asked=True)), words)
    assert field.status == "Nobody is going yet. Every desk has been asked."
    assert (field.who[-1].name, field.who[-1].answer) == ("Devon Park", "Going, from Window 6")
    assert field.big[0].act is Act.GOING


def test_a_call_to_which_nobody_came_is_everybodys_again(words: Words) -> None:
    other = shown(supervisor_board(live(panic().going(MARCUS, "Marcus Bell"), is_late=True)), words)
    assert (other.kind, other.tone) == ("Panic", Tone.PANIC)
    assert other.status.startswith("Marcus Bell set out a while ago")
    assert [button.act for button in other.big] == [Act.GOING, Act.CANNOT]
    mine = shown(supervisor_board(live(panic().going(ANA, "Ana Ruiz"), is_late=True)), words)
    assert mine.status.startswith("You set out a while ago")
    assert [button.act for button in mine.big] == [Act.THERE, Act.GOING]


def test_a_late_call_fills_the_screen_again_also_where_it_was_made_small_or_declined(
    words: Words,
) -> None:
    story = panic().going(MARCUS, "Marcus Bell").told(ANA, "Ana Ruiz", Message.CANNOT)
    small = Attention(small=frozenset({(story.id, 1)}))
    assert (
        TakeoverView.of(supervisor_board(live(story)), words=words, attention=small).field is None
    )
    assert shown(supervisor_board(live(story, is_late=True)), words, small).tone is Tone.PANIC


def test_a_desks_own_call_fills_no_screen_of_it(words: Words) -> None:
    board = supervisor_board(live(Story(station=ANA)))
    view = TakeoverView.of(board, words=words)
    assert (view.field, view.strip) == (None, None)


def test_who_shows_every_supervisors_answer(words: Words) -> None:
    story = panic().told(MARCUS, "Marcus Bell", Message.CANNOT)
    field = shown(supervisor_board(live(story)), words)
    assert [(p.name, p.shape) for p in field.who] == [
        ("Ana Ruiz (you)", Shape.NOBODY),
        ("Marcus Bell", Shape.NOBODY),
        ("Joan Petrie", Shape.SILENT),
    ]
    answers = [p.answer for p in field.who]
    assert answers[:2] == ["Not answered", "Can\N{RIGHT SINGLE QUOTATION MARK}t come"]
    assert answers[2].startswith("Desk silent since ")


def test_nobody_is_told_that_a_panic_reached_the_police(words: Words) -> None:
    assert to_do(panic(), words) == [
        "Call the police: 911 / 112",
        "Tell the director",
        "Tell the security guard, if there is one",
        "This alert reached supervisors, not the police.",
    ]
    drill = to_do(Story(occasion=Occasion.DRILL), words)
    assert drill[0] == "This is a drill. Do not call the police."
    test = to_do(Story(occasion=Occasion.TEST), words)
    assert test[0] == "This is a test. Do not call the police."


def to_do(story: Story, words: Words) -> list[str]:
    steps = shown(supervisor_board(live(story)), words).steps
    assert not any(step.is_done for step in steps)
    return [step.text for step in steps]


@pytest.mark.parametrize("story", [panic(), assist()], ids=["panic", "assist"])
def test_once_the_police_were_called_nobody_is_told_to_call_them(
    story: Story, words: Words
) -> None:
    story.told(MARCUS, "Marcus Bell", Message.POLICE_CALLED)
    story.told(JOAN, "Joan Petrie", Message.POLICE_CALLED)
    field = shown(supervisor_board(live(story)), words)
    done = [step for step in field.steps if step.is_done]
    told = story.alert().told_by(Message.POLICE_CALLED)
    assert told is not None
    time = words.time_of_day(told.at)
    assert [(s.text, s.who) for s in done] == [("Police called", f"Marcus Bell, {time}")]
    rest = " ".join(step.text for step in field.steps if not step.is_done)
    assert "911" not in rest
    assert "not the police" not in rest


def test_when_all_is_done_nothing_is_left_to_do_now(words: Words) -> None:
    story = panic().did(ANA, "Ana Ruiz", POLICE).did(ANA, "Ana Ruiz", "director")
    assert shown(supervisor_board(live(story)), words).steps_title == "Do now"
    story.told(ANA, "Ana Ruiz", Message.POLICE_CALLED).did(ANA, "Ana Ruiz", "guard")
    assert shown(supervisor_board(live(story)), words).steps_title == "Done"


@pytest.mark.parametrize("occasion", [Occasion.REAL, Occasion.DRILL])
def test_phoning_the_counter_cannot_be_read_as_calling_the_police(
    occasion: Occasion, words: Words
) -> None:
    story = Story(occasion=occasion)
    assert named(story, Act.CALLING, words) == ("Phone Maria", False)
    assert named(Story(person="", occasion=occasion), Act.CALLING, words)[0] == "Phone them"
    said = story.told(MARCUS, "Marcus Bell", Message.CALLING)
    assert named(said, Act.CALLING, words) == ("Phone Maria", True)
    assert named(said, Act.CALLING, Words.of("es"))[0] == "Llamar a Maria"


def named(story: Story, act: Act, words: Words) -> tuple[str, bool]:
    buttons = shown(supervisor_board(live(story)), words).buttons
    found = next(button for button in buttons if button.act is act)
    return found.text, found.is_done


def test_a_panic_takes_the_field_and_the_assist_goes_to_the_strip(words: Words) -> None:
    board = supervisor_board(live(assist(), ago=60), live(panic(), ago=1))
    field = shown(board, words)
    assert field.place == "Counter 3"
    assert field.strip is not None
    assert (field.strip.place, field.strip.tone, field.strip.key) == ("Window 6", Tone.ASSIST, "2")


def test_a_panic_takes_the_field_even_from_an_assist_that_was_opened(words: Words) -> None:
    board = supervisor_board(live(assist(), ago=60), live(panic(), ago=1))
    assert shown(board, words, Attention().opened("b2")).place == "Counter 3"


def test_what_was_opened_fills_the_field_otherwise(words: Words) -> None:
    board = supervisor_board(live(assist(), ago=60), live(assist("c3"), ago=1))
    assert shown(board, words).alert == "b2"
    assert shown(board, words, Attention().opened("c3")).alert == "c3"


def test_the_oldest_panic_comes_first_and_others_are_counted(words: Words) -> None:
    second = Story(name="z9", place="Counter 4", station="4" * 32)
    board = supervisor_board(live(second, ago=5), live(panic(), ago=9), live(assist(), ago=100))
    field = shown(board, words)
    assert field.order == ("a1", "z9", "b2")
    assert field.strip is not None
    assert field.strip.more == "+1 more"


def test_a_drill_never_covers_what_is_real(words: Words) -> None:
    drill = Story(occasion=Occasion.DRILL, name="d1")
    board = supervisor_board(live(drill, ago=100), live(assist(), ago=1))
    assert shown(board, words).place == "Window 6"


def test_an_unanswered_panic_takes_the_field_from_the_one_i_go_to(words: Words) -> None:
    new = Story(name="z9", place="Counter 4", station="4" * 32)
    board = supervisor_board(live(panic().going(ANA, "Ana Ruiz"), ago=60), live(new, ago=1))
    field = shown(board, words)
    assert (field.place, field.tone) == ("Counter 4", Tone.PANIC)
    assert field.strip is not None
    assert (field.strip.tone, field.strip.detail) == (Tone.HAND, "You are going")


def test_it_shrinks_to_a_strip_on_the_others_screens_once_somebody_goes(words: Words) -> None:
    view = TakeoverView.of(
        supervisor_board(live(panic().going(MARCUS, "Marcus Bell"))), words=words
    )
    assert view.field is None
    assert view.strip is not None
    assert (view.strip.tone, view.strip.detail) == (Tone.HAND, "Marcus Bell is going")


def test_it_leaves_the_others_screens_once_somebody_is_there(words: Words) -> None:
    story = panic().going(MARCUS, "Marcus Bell").attended(MARCUS, "Marcus Bell")
    assert TakeoverView.of(supervisor_board(live(story)), words=words) == TakeoverView(None, None)


def test_i_cannot_leaves_a_strip_until_somebody_goes(words: Words) -> None:
    board = supervisor_board(live(panic().told(ANA, "Ana Ruiz", Message.CANNOT)))
    view = TakeoverView.of(board, words=words)
    assert view.field is None
    assert view.strip is not None
    assert (view.strip.tone, view.strip.detail) == (Tone.PANIC, "Nobody is going yet")


def test_pressing_again_fills_every_screen_again(words: Words) -> None:
    cannot = panic().told(ANA, "Ana Ruiz", Message.CANNOT).pressed_again()
    assert shown(supervisor_board(live(cannot)), words).tone is Tone.PANIC
    other = panic().going(MARCUS, "Marcus Bell").pressed_again()
    field = shown(supervisor_board(live(other)), words)
    assert (
        field.status == "Pressed again after Marcus Bell set out. Nobody has answered this press."
    )
    assert {p.name: p.answer for p in field.who}["Marcus Bell"] == "Going since press 1 of 2"


def test_made_small_it_stays_small_until_it_is_opened_or_pressed_again(words: Words) -> None:
    story = panic().going(ANA, "Ana Ruiz")
    attention = Attention().made_small(story.alert())
    assert (
        TakeoverView.of(supervisor_board(live(story)), words=words, attention=attention).field
        is None
    )
    assert shown(supervisor_board(live(story)), words, attention.opened("a1")).alert == "a1"
    again = supervisor_board(live(story.pressed_again()))
    assert shown(again, words, attention).tone is Tone.PANIC


def test_closing_asks_how_it_ended_by_one_key(words: Words) -> None:
    there = live(panic().going(ANA, "Ana Ruiz").attended(ANA, "Ana Ruiz"))
    field = shown(supervisor_board(there), words, Attention(selected="a1", closing="a1"))
    assert [(b.key, b.text) for b in field.big] == [
        ("1", "Staff helped"),
        ("2", "Ended by itself"),
        ("3", "Police came"),
        ("4", "False alarm"),
    ]
    assert field.question == "How did it end?"
    assert [button.act for button in field.buttons][-1] is Act.BACK


def test_one_goes_and_two_go_in_spanish() -> None:
    both = panic().going(ANA, "Ana Ruiz").going(MARCUS, "Marcus Bell")
    spanish = Words.of("es")
    assert shown(supervisor_board(live(both)), spanish).status == "También va: Marcus Bell."
    both.going(JOAN, "Joan Petrie")
    said = shown(supervisor_board(live(both)), spanish).status
    assert said == "También van: Marcus Bell, Joan Petrie."


def test_a_drill_can_only_end_as_a_drill(words: Words) -> None:
    story = Story(occasion=Occasion.DRILL).going(ANA, "Ana").attended(ANA, "Ana")
    field = shown(supervisor_board(live(story)), words, Attention(selected="a1", closing="a1"))
    assert [b.act for b in field.big] == [Act.END_DRILL]


def test_nothing_can_be_closed_that_nobody_has_been_to(words: Words) -> None:
    field = shown(
        supervisor_board(live(panic().going(ANA, "Ana Ruiz"))),
        words,
        Attention(selected="a1", closing="a1"),
    )
    assert Act.CLOSE not in {button.act for button in field.buttons}
    assert Act.HELPED not in {button.act for button in field.buttons}


@pytest.mark.parametrize("name", STATES)
def test_no_two_answers_share_a_key(name: str, words: Words) -> None:
    keys = acts(shown(supervisor_board(live(STATES[name][0])), words))
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", STATES)
def test_spanish_says_something_else(name: str) -> None:
    board = supervisor_board(live(STATES[name][0]))
    english, spanish = (shown(board, Words.of(code)) for code in ("en", "es"))
    assert spanish.kind != english.kind
    assert acts(spanish) == acts(english)


def test_contacts_outside_stand_among_those_who_know(words: Words) -> None:
    story = panic().relayed(ANA, "Guard", "silent").relayed(ANA, "Director")
    field = shown(supervisor_board(live(story, is_asked=True)), words)
    director, guard = field.who[-2:]
    assert director.name == "Director"
    assert director.answer.startswith("Told, ")
    assert (guard.name, guard.answer) == ("Guard", "Could not be told")
