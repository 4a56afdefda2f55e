import errno
from datetime import timedelta

import pytest
from msgspec.structs import replace

from desktop.app.unopened import DrillsNotOpenedError, ReportsNotOpenedError
from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertOutcome, Kind, Occasion, Outcome
from desktop.domain.presence import Absence, Unready
from desktop.domain.roster.roles import Role
from desktop.ui.views.acts import Act
from desktop.ui.views.now import NowView
from desktop.ui.views.shapes import Shape
from desktop.ui.views.takeover import Tone
from desktop.ui.words import Words
from tests.ui.sample import (
    ANA,
    ANA_DESK,
    MARCUS,
    MARCUS_DESK,
    T0,
    Story,
    desk,
    live,
    quiet_desks,
    silent_desks,
    supervisor_board,
)


def test_a_new_site_offers_to_let_the_first_counter_in(words: Words) -> None:
    alone = NowView.of(supervisor_board(desks=()), words=words, may_invite=True)
    assert alone.no_alerts.startswith("Nobody else belongs to the site yet.")
    assert alone.first_invite_text == "Let the first counter in…"
    assert alone.invite_text == ""


def test_an_administrator_s_desk_offers_to_invite_a_place_and_others_do_not(words: Words) -> None:
    board = supervisor_board()
    asked = [NowView.of(board, words=words, may_invite=may) for may in (True, False)]
    assert [view.invite_text for view in asked] == ["Invite a place…", ""]
    assert [view.first_invite_text for view in asked] == ["", ""]
    removed = supervisor_board(me=replace(ANA_DESK, is_revoked=True))
    assert NowView.of(removed, words=words, may_invite=True).invite_text == ""


def test_a_desk_that_was_removed_or_that_no_other_lets_in_is_offered_to_join_again(
    words: Words,
) -> None:
    removed = supervisor_board(me=replace(ANA_DESK, is_revoked=True))
    refused = supervisor_board(why=Unready.REFUSED)
    for board, sentence in ((removed, "was removed"), (refused, "No other desk lets")):
        view = NowView.of(board, words=words)
        assert view.join_again_text == "Join again…"
        assert view.trouble is not None
        assert sentence in view.trouble.name
    assert NowView.of(supervisor_board(), words=words).join_again_text == ""


def test_a_desk_that_may_not_invite_says_who_does(words: Words) -> None:
    alone = NowView.of(supervisor_board(desks=()), words=words)
    assert "An administrator\N{RIGHT SINGLE QUOTATION MARK}s desk lets PCs in" in alone.no_alerts
    assert alone.first_invite_text == ""


def test_an_alert_on_a_new_site_leaves_the_invitation_beside_the_stations(words: Words) -> None:
    board = supervisor_board(live(Story()), desks=())
    view = NowView.of(board, words=words, may_invite=True)
    assert (view.first_invite_text, view.invite_text) == ("", "Invite a place…")


def test_a_quiet_site_says_so_with_its_count(words: Words) -> None:
    view = NowView.of(supervisor_board(desks=quiet_desks()), words=words)
    assert view.sentence == "All quiet. 13 of 13 ready."
    assert [(row.name, row.detail) for row in view.stations] == [
        ("Every station", "13 stations answer.")
    ]
    assert view.no_alerts == "No alerts today."


def test_the_sentence_counts_people_who_wait(words: Words) -> None:
    one = supervisor_board(live(Story()), live(Story(name="b2").going(MARCUS, "Marcus Bell")))
    assert NowView.of(one, words=words).sentence == "1 person needs you now"
    two = supervisor_board(live(Story()), live(Story(name="b2")))
    assert NowView.of(two, words=words).sentence == "2 people need you now"
    helped = supervisor_board(live(Story().going(MARCUS, "Marcus Bell")))
    assert NowView.of(helped, words=words).sentence == "1 person is being helped"


def test_a_drill_is_nobody_who_needs_you(words: Words) -> None:
    drill = live(Story(occasion=Occasion.DRILL))
    assert NowView.of(supervisor_board(drill), words=words).sentence == (
        "A drill or a test is running"
    )
    both = supervisor_board(drill, live(Story(name="b2")))
    assert NowView.of(both, words=words).sentence == "1 person needs you now"


def test_an_answered_alert_loses_its_red_at_once_and_keeps_its_clock(words: Words) -> None:
    waiting = NowView.of(supervisor_board(live(Story())), words=words).cards[0]
    answered = NowView.of(
        supervisor_board(live(Story().going(MARCUS, "Marcus Bell"))), words=words
    ).cards[0]
    assert (waiting.tone, waiting.shape) == (Tone.PANIC, Shape.PANIC)
    assert (answered.tone, answered.shape) == (None, Shape.DONE)
    assert answered.since == waiting.since
    assert answered.standing == "Marcus Bell is going"


def acts(story: Story, words: Words, *, closing: str | None = None) -> list[Act]:
    view = NowView.of(supervisor_board(live(story)), words=words, closing=closing)
    return [button.act for button in view.cards[0].buttons]


def test_a_card_offers_what_can_be_done_now(words: Words) -> None:
    assert acts(Story(), words) == [Act.GOING, Act.CANNOT, Act.OPEN]
    assert acts(Story().going(ANA, "Ana"), words) == [Act.THERE, Act.OPEN]
    assert acts(Story().going(MARCUS, "M"), words) == [Act.GOING, Act.THERE, Act.OPEN]
    there = Story().going(ANA, "Ana").attended(ANA, "Ana")
    assert acts(there, words) == [Act.CLOSE, Act.OPEN]
    ends = [Act.HELPED, Act.RESOLVED, Act.POLICE, Act.FALSE_ALARM, Act.BACK]
    assert acts(there, words, closing="a1") == ends


def test_a_page_has_one_blue_button(words: Words) -> None:
    board = supervisor_board(live(Story()), live(Story(name="b2")), live(Story(name="c3")))
    cards = NowView.of(board, words=words).cards
    roles = [button.role for card in cards for button in card.buttons]
    assert roles.count("primary") == 1


def test_a_drill_is_marked_and_stands_below_what_is_real(words: Words) -> None:
    drill = live(Story(occasion=Occasion.DRILL, name="d1"), ago=90)
    real = live(Story(Kind.ASSIST, name="r1"), ago=1)
    cards = NowView.of(supervisor_board(drill, real), words=words).cards
    assert [card.kind for card in cards] == ["Supervisor to counter", "Drill: Panic"]
    assert cards[1].tone is Tone.DRILL


def test_stations_that_need_something_come_first_each_with_its_fix(words: Words) -> None:
    view = NowView.of(supervisor_board(), words=words)
    rows = [(row.shape, row.name, row.detail.split(".")[-2].strip()) for row in view.stations]
    assert rows == [
        (Shape.SILENT, "Room 3", "Check the PC and its cable"),
        (Shape.NOBODY, "WIC desk 3", "It can still call"),
        (Shape.READY, "Everything else", "10 stations answer"),
    ]
    assert view.stations_summary == "10 of 13 ready"


@pytest.mark.parametrize("absence", list(Absence))
def test_every_reason_for_nobody_there_is_said(absence: Absence, words: Words) -> None:
    locker = desk("5" * 32, "Back office", role=Role.STAFF, absence=absence)
    row = NowView.of(supervisor_board(desks=(locker,)), words=words).stations[0]
    assert row.shape is Shape.NOBODY
    assert row.name == "Back office"
    assert len(row.detail) > 10


def test_supervisors_who_would_notice_no_call_stand_under_on_duty_and_not_twice(
    words: Words,
) -> None:
    marcus = replace(MARCUS_DESK, absence=Absence.LOCKED)
    view = NowView.of(supervisor_board(desks=(marcus,)), words=words)
    assert [(row.name, row.detail) for row in view.stations] == [
        ("Everything else", "1 station answers.")
    ]
    assert view.duty is not None
    assert [row.name for row in view.duty.rows] == ["Marcus Bell"]


def test_the_last_supervisor_who_says_away_is_told_that_nobody_would_notice(words: Words) -> None:
    locked = replace(MARCUS_DESK, absence=Absence.LOCKED)
    me = replace(ANA_DESK, absence=Absence.AWAY)
    view = NowView.of(supervisor_board(me=me, desks=(locked,)), words=words)
    assert view.my_state == "Away. Nobody would notice a call now."
    assert view.trouble is not None
    assert view.trouble.name == "Nobody would notice a call now."
    assert words("I'm here") in view.trouble.detail
    assert view.sentence == "Nobody would notice a call now"
    others = NowView.of(supervisor_board(me=me, desks=(MARCUS_DESK,)), words=words)
    assert (others.my_state, others.trouble) == ("Away", None)


def test_what_of_the_program_does_not_work_is_said_where_nothing_keeps_calls_from_arriving(
    words: Words,
) -> None:
    missed = (
        ReportsNotOpenedError.of(OSError(errno.ENOSPC, "No space left on device")),
        DrillsNotOpenedError.of(RuntimeError("list index out of range")),
    )
    view = NowView.of(supervisor_board(), words=words, missed=missed)
    assert view.trouble is not None
    assert view.trouble.name == (
        "Reports do not open at this PC. The PC says: No space left on device."
    )
    assert view.trouble.detail.startswith("Start the program again.")
    assert view.sentence.startswith("All quiet.")
    after = NowView.of(supervisor_board(), words=words, missed=missed[1:])
    assert after.trouble is not None
    assert after.trouble.name.startswith("Drills do not work at this PC. What went wrong is in ")
    removed = supervisor_board(me=replace(ANA_DESK, is_revoked=True))
    worse = NowView.of(removed, words=words, missed=missed)
    assert worse.trouble is not None
    assert worse.trouble.name == "This desk was removed from the site."


def test_a_clock_that_is_off_is_worth_a_line(words: Words) -> None:
    ahead = desk("5" * 32, "Counter 5", clock_ahead_s=3600.0)
    behind = desk("6" * 32, "Counter 6", clock_ahead_s=-180.0)
    rows = NowView.of(supervisor_board(desks=(ahead, behind)), words=words).stations
    assert [row.detail for row in rows[:2]] == [
        "Its clock is 60 minutes ahead. Set it.",
        "Its clock is 3 minutes behind. Set it.",
    ]


def test_a_station_with_an_older_version_is_named_and_a_newer_one_is_not(words: Words) -> None:
    me = replace(ANA_DESK, version="0.10.0")
    desks = [
        desk("5" * 32, "Counter 5", version="0.9.2"),
        desk("6" * 32, "Counter 6", version="0.11.0"),
        desk("7" * 32, "Counter 7", version="of my own"),
    ]
    rows = NowView.of(supervisor_board(me=me, desks=tuple(desks)), words=words).stations
    assert rows[0].name == "Counter 5"
    assert rows[0].detail.startswith("Version 0.9.2 is older")
    assert rows[0].detail.endswith("0.10.0. Update it.")
    assert rows[1].name == "Everything else"


def test_of_all_stations_each_says_its_state_its_last_test_its_version_and_its_clock(
    words: Words,
) -> None:
    test = Story(Kind.ASSIST, station="5" * 32, place="Counter 5", occasion=Occasion.TEST)
    over = test.going(MARCUS, "Marcus").attended(MARCUS, "Marcus").closed(MARCUS, "Marcus")
    desks = (
        desk("5" * 32, "Counter 5", clock_ahead_s=-180.0),
        desk("6" * 32, "Counter 6", is_present=False, last_heard=T0),
    )
    board = supervisor_board(desks=desks, closed=(over.alert(),))
    mine, five, six = sorted(
        NowView.of(board, words=words, all_stations=True).stations, key=lambda row: row.name
    )
    at = words.time_of_day(T0)
    assert (mine.shape, mine.detail) == (Shape.READY, "Ready. Version 0.1.0.")
    assert five.shape is Shape.ATTENTION
    assert five.detail == (
        f"Ready. Its clock is 3 minutes behind. Set it. Last test Mar 9, {at}. Version 0.1.0."
    )
    assert six.shape is Shape.SILENT
    assert six.detail.startswith(f"Silent since {at}.")
    assert "No test known." in six.detail


def test_a_station_that_never_spoke_is_said_as_such(words: Words) -> None:
    new = desk("5" * 32, "Counter 5", is_present=False, last_heard=None)
    board = supervisor_board(desks=(MARCUS_DESK, new))
    row = NowView.of(board, words=words).stations[0]
    assert row.detail == "Not heard yet. Start Countersign on that PC."


def test_relays_and_removed_stations_are_not_counted(words: Words) -> None:
    relay = desk("7" * 32, "Relay", role=Role.RELAY)
    gone = desk("8" * 32, "Counter 8", is_revoked=True)
    view = NowView.of(supervisor_board(desks=(relay, gone)), words=words)
    assert view.stations_summary == "1 of 1 ready"


def test_a_removed_station_that_went_on_speaking_is_shown(words: Words) -> None:
    gone = desk("8" * 32, "Counter 8", is_revoked=True, kept_apart=2)
    view = NowView.of(supervisor_board(desks=(gone,)), words=words)
    assert view.stations[0].name == "Counter 8"
    assert "2 messages since then are kept apart" in view.stations[0].detail
    assert view.stations_summary == "1 of 1 ready"


@pytest.mark.parametrize(
    ("me", "relays", "sentence"),
    [
        (ANA_DESK, 0, "This desk reaches no other."),
        (replace(ANA_DESK, is_revoked=True), 2, "This desk was removed from the site."),
        (replace(ANA_DESK, absence=Absence.SOUND), 2, "This desk has no sound."),
    ],
)
def test_a_desk_that_may_miss_an_alert_never_says_all_quiet(
    me: object, relays: int, sentence: str, words: Words
) -> None:
    board = replace(supervisor_board(relays_up=relays), me=me)
    view = NowView.of(board, words=words)
    assert view.trouble is not None
    assert view.trouble.name == sentence
    assert view.sentence == "This desk cannot be called"


@pytest.mark.parametrize(
    ("absence", "state", "choice"),
    [
        (None, "At this desk", "I'm away"),
        (Absence.SOUND, "No sound here", "I'm away"),
        (Absence.LOCKED, "Locked", "I'm away"),
        (Absence.IDLE, "No activity", "I'm here"),
        (Absence.AWAY, "Away", "I'm here"),
    ],
)
def test_whoever_sits_here_sees_whether_they_count_and_can_say_otherwise(
    absence: Absence | None, state: str, choice: str, words: Words
) -> None:
    board = replace(supervisor_board(), me=replace(ANA_DESK, absence=absence))
    view = NowView.of(board, words=words)
    assert (view.my_state, view.my_choice) == (state, words(choice))


def over() -> Alert:
    """An alert that was closed seven minutes after it was raised."""
    story = Story().going(ANA, "Ana").attended(ANA, "Ana").clock(ANA, timedelta(minutes=7))
    closed = story.closed(ANA, "Ana Ruiz").alert()
    assert closed.closed_at is not None
    return replace(closed, closed_at=T0 + timedelta(minutes=7))


def test_a_closed_alert_says_how_it_ended_where_that_is_on_record(words: Words) -> None:
    told = {"a1": AlertOutcome(alert="a1", outcome=Outcome.POLICE)}
    view = NowView.of(supervisor_board(closed=[over()]), words=words, outcomes=told)
    assert view.closed[0].detail.endswith(" by Ana Ruiz. Police came.")


CUT_OFF = {
    "no relay": supervisor_board(relays_up=0),
    "cable pulled, own relay up": supervisor_board(desks=silent_desks()),
    "removed": supervisor_board(me=replace(ANA_DESK, is_revoked=True)),
}


@pytest.mark.parametrize("name", CUT_OFF)
def test_a_desk_that_hears_nobody_takes_no_silence_for_calm(name: str, words: Words) -> None:
    view = NowView.of(CUT_OFF[name], words=words)
    since = f"Not known since {words.time_of_day(T0)}"
    assert view.no_alerts.startswith(since)
    assert view.stations_summary == since
    assert {row.shape for row in view.stations} == {Shape.NOBODY}
    assert [(row.name, row.detail) for row in view.stations] == [
        ("Joan Petrie's desk", f"Last heard {words.time_of_day(T0 - timedelta(minutes=21))}."),
        ("Room 3", f"Last heard {words.time_of_day(T0 - timedelta(minutes=64))}."),
        ("Everything else", f"10 stations, as of {words.time_of_day(T0)}."),
    ]
    assert (view.my_state, view.my_shape) == ("Cut off", Shape.SILENT)
    assert view.sentence == "This desk cannot be called"
    assert view.trouble is not None


def test_a_call_that_was_open_when_the_cable_was_pulled_is_shown_as_of_then(words: Words) -> None:
    board = supervisor_board(live(Story()), desks=silent_desks())
    view = NowView.of(board, words=words)
    assert view.alerts_title == f"Alerts as of {words.time_of_day(T0)}"
    assert view.sentence == "1 person needs you now"


def test_a_site_whose_counters_never_spoke_says_to_start_them(words: Words) -> None:
    new = desk("5" * 32, "Counter 5", is_present=False, last_heard=None)
    view = NowView.of(supervisor_board(desks=(new,)), words=words)
    assert view.trouble is not None
    assert "Start Countersign on the other PCs" in view.trouble.detail
    assert view.no_alerts == "Not known: this desk hears no other, and no alert."
    assert [row.detail for row in view.stations] == ["Not heard yet. Start Countersign on that PC."]


def test_one_other_desk_that_answers_is_enough(words: Words) -> None:
    view = NowView.of(supervisor_board(desks=(*silent_desks(), MARCUS_DESK)), words=words)
    assert view.trouble is None
    assert view.alerts_title == "Live alerts"


def test_closed_alerts_offer_their_report(words: Words) -> None:
    view = NowView.of(supervisor_board(closed=[over()]), words=words)
    assert view.no_alerts == "No alerts now."
    assert view.closed[0].title == "Panic · Counter 3"
    raised, closed = (words.time_of_day(at) for at in (T0, T0 + timedelta(minutes=7)))
    assert raised != closed
    assert view.closed[0].detail == f"Raised {raised}, closed {closed} by Ana Ruiz."
    assert view.closed[0].pdf_text == words("Save PDF")
    assert view.closed[0].report_text == words("Start a report")


def test_a_card_says_which_contacts_outside_were_told_and_which_could_not_be(words: Words) -> None:
    def standing(story: Story) -> str:
        board = supervisor_board(live(story, is_asked=True))
        return NowView.of(board, words=words).cards[0].standing

    at = words.time_of_day(T0 + timedelta(seconds=1))
    told = Story().relayed(ANA, "Director")
    assert standing(told) == f"Nobody is going yet. Contacts were told at {at}: Director."
    both = told.relayed(ANA, "Guard", "answered", 500)
    assert standing(both).endswith("Could not be told: Guard: its server answered 500.")
    none = Story().relayed(ANA, "Guard", "silent")
    assert standing(none).endswith(
        "Contacts could not be told: Guard: its server does not answer in time."
    )
    later = none.relayed(MARCUS, "Guard")
    assert "could not" not in standing(later)
    newer = Story().relayed(ANA, "Guard", "a word of a newer program")
    assert standing(newer).endswith("Guard: the sending failed.")
