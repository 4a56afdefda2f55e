"""What supervisors read of the protocol: the script, who sees to what, and the police that lack."""

import pytest
from msgspec.structs import replace

from desktop.domain.alerts.facts import Context, Kind, Message, Occasion
from desktop.domain.board import Board
from desktop.domain.protocol.site_protocol import SiteProtocol
from desktop.domain.protocol.steps import POLICE, Situation
from desktop.domain.protocol.steps import Step as SiteStep
from desktop.ui.views.acts import SPACE, Act
from desktop.ui.views.alert_cards import Card
from desktop.ui.views.now import NowView
from desktop.ui.views.shapes import Shape
from desktop.ui.views.steps import Step
from desktop.ui.views.takeover import Attention, Field, TakeoverView, Tone
from desktop.ui.words import Words
from tests.ui.sample import (
    ANA,
    COUNTER_3_DESK,
    JOAN,
    JOAN_DESK,
    MARCUS,
    WINDOW_6,
    Story,
    live,
    quiet_desks,
    supervisor_board,
)

NOT_KNOWN = "Joan Petrie\u2019s PC is silent: it is not known whether they call the police."


def shown(board: Board, words: Words, attention: Attention | None = None) -> Field:
    field = TakeoverView.of(board, words=words, attention=attention).field
    assert field is not None
    return field


def steps(story: Story, words: Words, board: Board | None = None) -> dict[str, Step]:
    field = shown(board or supervisor_board(live(story)), words)
    return {step.key: step for step in field.steps if step.key}


def card(board: Board, words: Words) -> Card:
    return NowView.of(board, words=words).cards[0]


def script(story: Story, words: Words) -> str:
    return steps(story, words)[POLICE].script


SCRIPTS = {
    "nothing is known": (
        Story(),
        (
            "“This is Alder County Health, 118 Court Street. A colleague called for help. I do not "
            "know why. It is at Counter 3, Front desk, ground floor. I do not know about weapons.”"
        ),
    ),
    "a threat": (
        Story().noted(Context.THREAT),
        (
            "“This is Alder County Health, 118 Court Street. Somebody threatens our staff. "
            "It is at Counter 3, Front desk, ground floor. I do not know about weapons.”"
        ),
    ),
    "all that was said": (
        Story().noted(Context.WEAPON).noted(Context.MEDICAL).noted(Context.LEAVING),
        (
            "“This is Alder County Health, 118 Court Street. Somebody has a weapon. Somebody "
            "needs a doctor. Our colleague is leaving the counter. It is at Counter 3, Front desk, "
            "ground floor.”"
        ),
    ),
    "no place": (
        Story(place="", area=""),
        (
            "“This is Alder County Health, 118 Court Street. A colleague called for help. I do not "
            "know why. I do not know where in the building. I do not know about weapons.”"
        ),
    ),
    "the duress code": (
        Story(Kind.ASSIST).forced(),
        (
            "“This is Alder County Health, 118 Court Street. Somebody makes our colleague say that "
            "all is well. It is at Counter 3, Front desk, ground floor. I do not know about "
            "weapons.”"
        ),
    ),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_police_hear_what_is_known_and_plainly_what_is_not(name: str, words: Words) -> None:
    story, said = SCRIPTS[name]
    assert script(story, words) == said


def test_an_address_that_nobody_entered_is_said_to_be_missing(words: Words) -> None:
    from msgspec.structs import replace

    board = replace(supervisor_board(live(Story())), site_address="")
    step = steps(Story(), words, board)[POLICE]
    assert step.script.startswith("“This is Alder County Health. A colleague")
    assert step.detail == "The address is not entered here: say it yourself."


def test_of_a_threat_the_supervisor_decides_and_of_a_weapon_nobody_has_to(words: Words) -> None:
    threat = steps(Story(Kind.ASSIST).noted(Context.THREAT), words)
    assert threat[POLICE].detail == (
        "If violence is threatened, call at once. Of any other threat you decide."
    )
    assert "way-home" in threat
    weapon = steps(Story(Kind.ASSIST).noted(Context.WEAPON), words)
    assert weapon[POLICE].detail == ""
    assert POLICE not in steps(Story(Kind.ASSIST), words)


def test_who_sees_to_a_step_reads_so_on_every_desk(words: Words) -> None:
    story = Story().took(MARCUS, "Marcus Bell", POLICE).took(ANA, "Ana Ruiz", "director")
    mine = steps(story, words)
    assert (mine[POLICE].who, mine["director"].who) == ("Marcus Bell calls", "You do it")
    assert mine[POLICE].buttons == ()
    assert [b.act for b in mine["director"].buttons] == [Act.DONE, Act.GIVE_BACK]
    assert mine["guard"].buttons == ()


def test_both_who_took_it_at_once_are_seen(words: Words) -> None:
    story = Story().took(MARCUS, "Marcus Bell", POLICE).took(JOAN, "Joan Petrie", POLICE)
    board = supervisor_board(live(story), desks=quiet_desks())
    assert steps(story, words, board)[POLICE].who == "Marcus Bell was first, before Joan Petrie"
    mine = Story().took(ANA, "Ana Ruiz", POLICE).took(JOAN, "Joan Petrie", POLICE)
    board = supervisor_board(live(mine), desks=quiet_desks())
    assert steps(mine, words, board)[POLICE].who == "You were first, before Joan Petrie"


def test_among_who_stands_that_somebody_calls_who_has_answered_nothing_else(words: Words) -> None:
    story = Story().took(MARCUS, "Marcus Bell", POLICE)
    who = shown(supervisor_board(live(story)), words).who
    assert [one.answer for one in who[:2]] == ["Not answered", "Calls the police"]
    story.going(MARCUS, "Marcus Bell")
    field = shown(supervisor_board(live(story)), words, Attention().opened(story.id))
    assert field.who[1].answer == "Going"


def test_what_is_done_or_not_needed_has_its_name_and_time(words: Words) -> None:
    story = Story().did(MARCUS, "Marcus Bell", "director")
    story.did(JOAN, "Joan Petrie", POLICE, is_needed=False)
    told = steps(story, words)
    times = [words.time_of_day(one.at) for one in story.alert().timeline[1:]]
    assert told["director"].who == f"Marcus Bell, {times[0]}"
    assert (told[POLICE].text, told[POLICE].who) == (
        "Call the police",
        f"Not needed: Joan Petrie, {times[1]}",
    )
    assert told["guard"].buttons[0].key == SPACE


def test_who_ticked_a_step_may_say_that_it_is_not_so_and_nobody_else(words: Words) -> None:
    story = Story().told(ANA, "Ana Ruiz", Message.POLICE_CALLED)
    story.did(ANA, "Ana Ruiz", "director").did(MARCUS, "Marcus Bell", "guard")
    told = {step.key: step for step in card(supervisor_board(live(story)), words).steps}
    offered = {key: [(b.text, b.act, b.key) for b in step.buttons] for key, step in told.items()}
    assert offered == {
        POLICE: [("Not called", Act.GIVE_BACK, "")],
        "director": [("Not done", Act.GIVE_BACK, "")],
        "guard": [],
    }
    assert told[POLICE].is_done
    story.unsaid(ANA, "Ana Ruiz", Message.POLICE_CALLED)
    police = steps(story, words)[POLICE]
    assert (police.is_done, police.who) == (False, "")
    assert [b.act for b in police.buttons] == [Act.TAKE, Act.POLICE_CALLED, Act.NOT_NEEDED]


def test_in_a_drill_nobody_reads_that_the_police_were_not_called(words: Words) -> None:
    story = Story(occasion=Occasion.DRILL).did(ANA, "Ana Ruiz", POLICE)
    police = steps(story, words)[POLICE]
    assert [b.text for b in police.buttons] == ["Not done"]


def test_a_drill_says_nowhere_that_anybody_is_to_call(words: Words) -> None:
    story = Story(occasion=Occasion.DRILL)
    field = shown(supervisor_board(live(story)), words)
    said = [field.status, *(step.text for step in field.steps)]
    assert said[1] == "This is a drill. Do not call the police."
    assert not any("911" in text for text in said)
    assert steps(story, words)["director"].text == "Drill: Tell the director"
    own = SiteProtocol({Situation.PANIC: (SiteStep(key="karen", text="Ring K", phone="4100"),)})
    board = supervisor_board(live(story), protocol=own)
    assert steps(story, words, board)["karen"].text == "Drill: Ring K"
    police = steps(story, words)[POLICE]
    assert police.text == "Drill: say what you would say to the police"
    assert [(b.text, b.act) for b in police.buttons] == [
        ("I would call", Act.TAKE),
        ("Rehearsed", Act.DONE),
        ("Not needed", Act.NOT_NEEDED),
    ]
    alone = shown(supervisor_board(live(story), desks=()), words)
    assert "call, then go" not in alone.status


def test_a_test_has_no_steps(words: Words) -> None:
    assert steps(Story(occasion=Occasion.TEST), words) == {}


def test_police_that_nobody_calls_take_the_screen_again_whatever_was_answered(
    words: Words,
) -> None:
    story = Story().going(MARCUS, "Marcus Bell").told(ANA, "Ana Ruiz", Message.CANNOT)
    small = Attention(small=frozenset({(story.id, 1)}))
    board = supervisor_board(live(story))
    assert TakeoverView.of(board, words=words, attention=small).field is None
    field = shown(supervisor_board(live(story, is_police_asked=True)), words, small)
    assert (field.kind, field.tone, field.shape) == (
        "Nobody calls the police",
        Tone.ASSIST,
        Shape.ATTENTION,
    )
    assert Act.SMALL not in {button.act for button in field.buttons}
    drill = Story(occasion=Occasion.DRILL).going(MARCUS, "Marcus Bell")
    again = shown(supervisor_board(live(drill, is_police_asked=True)), words)
    assert (again.kind, again.tone) == ("Drill: Nobody calls the police", Tone.DRILL)


def test_who_calls_and_whose_pc_is_silent_is_named_and_the_step_is_anybodys(words: Words) -> None:
    story = Story().took(JOAN, "Joan Petrie", POLICE).took(JOAN, "Joan Petrie", "director")
    field = shown(supervisor_board(live(story)), words)
    police, director, *_ = (step for step in field.steps if step.key)
    assert field.status == f"Nobody is going yet. {NOT_KNOWN}"
    assert police.who == director.who == "Joan Petrie\u2019s PC is silent"
    assert police.script
    assert [b.act for b in police.buttons] == [Act.TAKE, Act.POLICE_CALLED, Act.NOT_NEEDED]
    assert field.who[2].answer.startswith("Desk silent since")
    story.going(MARCUS, "Marcus Bell")
    assert card(supervisor_board(live(story)), words).standing_shape is Shape.ATTENTION
    asked = supervisor_board(live(story, is_police_asked=True))
    assert shown(asked, words).kind == "Nobody calls the police"
    assert card(asked, words).standing == f"Marcus Bell is going. {NOT_KNOWN}"
    story.took(MARCUS, "Marcus Bell", POLICE)
    opened = shown(supervisor_board(live(story)), words, Attention().opened(story.id))
    taken = next(step for step in opened.steps if step.key == POLICE)
    assert (taken.who, taken.buttons) == ("Marcus Bell calls", ())


def test_who_is_alone_since_whoever_called_the_police_fell_silent_calls_first(
    words: Words,
) -> None:
    story = Story().took(JOAN, "Joan Petrie", POLICE)
    alone = shown(supervisor_board(live(story), desks=(COUNTER_3_DESK, JOAN_DESK)), words)
    assert alone.status == (f"Nobody is going yet. {NOT_KNOWN} You are alone here: call, then go.")
    drill = Story(occasion=Occasion.DRILL).took(JOAN, "Joan Petrie", POLICE)
    rehearsed = shown(supervisor_board(live(drill), desks=(COUNTER_3_DESK, JOAN_DESK)), words)
    assert f"Drill: {NOT_KNOWN}" in rehearsed.status


def test_a_desk_that_hears_nobody_blames_no_other_pc(words: Words) -> None:
    story = Story().took(JOAN, "Joan Petrie", POLICE)
    everybody = (COUNTER_3_DESK, JOAN_DESK)
    silent = [replace(desk, is_present=False) for desk in everybody]
    board = supervisor_board(live(story), desks=tuple(silent))
    assert "This desk hears nobody: it is not known whether Joan Petrie calls the police." in (
        shown(board, words).status
    )


def test_who_calls_keeps_the_script_whoever_goes_meanwhile(words: Words) -> None:
    story = Story().took(ANA, "Ana Ruiz", POLICE).going(MARCUS, "Marcus Bell")
    field = shown(supervisor_board(live(story)), words)
    assert field.kind == "Marcus Bell is going"
    assert next(step for step in field.steps if step.key == POLICE).script
    story.told(ANA, "Ana Ruiz", Message.POLICE_CALLED)
    assert TakeoverView.of(supervisor_board(live(story)), words=words).field is None


def test_a_sites_own_steps_are_shown_as_they_were_typed(words: Words) -> None:
    own = (
        SiteStep(key="doors", text="Lock the {back} doors", phone="Room 4"),
        SiteStep(key=POLICE, text="Ring the sheriff", phone="555-0110"),
    )
    board = supervisor_board(live(Story()), protocol=SiteProtocol({Situation.PANIC: own}))
    told = steps(Story(), words, board)
    assert [(s.number, s.text) for s in told.values()] == [
        ("1", "Lock the {back} doors: Room 4"),
        ("2", "Ring the sheriff: 555-0110"),
    ]
    assert [b.key for s in told.values() for b in s.buttons] == [SPACE, "", "", "C", "P", ""]


def test_the_steps_that_ship_are_said_in_the_language_of_the_desk() -> None:
    spanish = Words.of("es")
    assert steps(Story(), spanish)[POLICE].text == "Llamar a la policía: 911 / 112"


def test_the_card_on_the_now_page_has_the_same_steps(words: Words) -> None:
    story = Story(Kind.ASSIST, station=WINDOW_6).noted(Context.THREAT)
    board = supervisor_board(live(story))
    assert [s.key for s in card(board, words).steps] == [*steps(story, words)]
    lacking = card(
        supervisor_board(live(Story().going(MARCUS, "Marcus Bell"), is_police_asked=True)), words
    )
    assert lacking.standing == "Marcus Bell is going. Nobody calls the police."
    assert lacking.standing_shape is Shape.ATTENTION
