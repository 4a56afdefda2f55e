"""What the Site page says: what holds, who said it, and who may change it."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.domain.protocol.site_protocol import SiteProtocol
from desktop.domain.protocol.steps import SHIPPED, Situation, Step
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Right
from desktop.domain.settings.settings import SETTINGS, Key, Plain
from desktop.ui.views.advice import Advice
from desktop.ui.views.dates import instant_words
from desktop.ui.views.shapes import Shape
from desktop.ui.views.site import SiteAsked, SiteStanding, SiteView
from desktop.ui.views.site_backup import BACKUP, RESTORE, BackupStanding, backup_problem
from desktop.ui.views.site_cards import CardView, Do, Editing, EditorView, RowView
from desktop.ui.views.site_errands import asks_for_recovery, reseat_words, take_out_words
from desktop.ui.views.site_recovery import AGAIN, FRESH, RECOVERY, RecoveryAsked, fresh_problem
from desktop.ui.views.site_rules import RULES, typed_rule, value_words
from desktop.ui.views.site_steps import NEW, PHONE, TEXT, moved_up, reworded, without
from desktop.ui.words import Words
from tests.ui.sample import ANA, COUNTER_3, MARCUS, T0, WINDOW_6
from tests.ui.site_stage import A_BACKUP, A_FOUND, BACKED_UP, MAKING, a_site


def card(
    words: Words, key: str, site: SiteStanding | None = None, asked: SiteAsked | None = None
) -> CardView:
    view = SiteView.of(site or a_site(), asked or SiteAsked(), words=words)
    return next(card for card in view.cards if card.key == key)


def row(card: CardView, key: str) -> RowView:
    return next(row for row in card.rows if row.key == key)


def does(row: RowView | CardView) -> list[Do]:
    return [button.do for button in row.buttons]


def test_a_station_is_named_with_its_role_its_area_and_whether_it_is_ready(words: Words) -> None:
    stations = card(words, "stations")
    assert stations.lead == "13 stations belong to this site."
    counter = row(stations, f"station {COUNTER_3}")
    assert counter.title == "Counter 3"
    assert counter.says == "Counter · Front desk, ground floor · Ready"
    assert does(counter) == [Do.CHANGE, Do.UNDO, Do.TAKE_OUT]
    silent = next(one for one in stations.rows if "Silent since" in one.says)
    assert silent.shape is Shape.SILENT


def test_nobody_takes_out_their_own_desk(words: Words) -> None:
    stations = card(words, "stations", two_administrators())
    assert does(row(stations, f"station {ANA}")) == [Do.CHANGE]
    assert does(row(stations, f"station {MARCUS}")) == [Do.CHANGE, Do.TAKE_OUT]


def an_editor(words: Words, site: SiteStanding, device: str, about: Do = Do.CHANGE) -> EditorView:
    editing = Editing(f"station {device}", about=about, file="recovery.txt")
    opened = row(card(words, "stations", site, SiteAsked(editing=editing)), f"station {device}")
    assert opened.editor is not None
    return opened.editor


def more(editor: EditorView) -> list[Do]:
    return [button.do for button in editor.more]


def two_administrators() -> SiteStanding:
    return a_site(administrators=(ANA, MARCUS))


def test_the_right_is_taken_from_any_administrator_but_the_last(words: Words) -> None:
    two = two_administrators()
    assert more(an_editor(words, two, MARCUS)) == [Do.TAKE_RIGHT]
    assert more(an_editor(words, two, ANA)) == [Do.TAKE_RIGHT]
    alone = an_editor(words, a_site(), ANA)
    assert more(alone) == []
    assert "the only administrator" in alone.hint


def test_a_station_is_offered_the_roles_that_it_does_not_have(words: Words) -> None:
    site = a_site()
    assert more(an_editor(words, site, COUNTER_3)) == [Do.ROLE]
    (field,) = an_editor(words, site, COUNTER_3, Do.ROLE).fields
    assert [chip.key for chip in field.choices] == ["staff", "supervisor"]
    assert field.value == "staff"
    (field,) = an_editor(words, site, MARCUS, Do.ROLE).fields
    assert [chip.key for chip in field.choices] == ["counter", "staff"]
    member = site.roster.members[COUNTER_3]
    _, question, detail, yes = reseat_words(member, Role.STAFF, words, is_calling=True)
    assert question == "Make Counter 3 a staff desk?"
    assert "has to join again" in detail
    assert "calling now" in detail
    assert "code" in yes


def test_a_supervisors_desk_may_take_up_the_right_itself_with_the_recovery_file(
    words: Words,
) -> None:
    site = a_site(me=MARCUS)
    own = row(card(words, "stations", site), f"station {MARCUS}")
    assert does(own) == [Do.TAKE_UP_RIGHT]
    editor = an_editor(words, site, MARCUS, Do.TAKE_UP_RIGHT)
    assert [field.is_secret for field in editor.fields] == [True]
    assert editor.hint.startswith("recovery.txt.")
    assert does(row(card(words, "stations", a_site()), f"station {ANA}")) == [Do.CHANGE]


def test_an_administrators_desk_is_taken_out_with_the_recovery_file_alone(words: Words) -> None:
    two = two_administrators()
    marcus = two.roster.members[MARCUS]
    assert asks_for_recovery(marcus, Do.TAKE_OUT)
    former = replace(marcus, administrator=False, rights=(Right(is_given=True),))
    assert asks_for_recovery(former, Do.TAKE_OUT)
    members = {**two.roster.members, MARCUS: former}
    once = replace(two, roster=replace(two.roster, members=members))
    assert more(an_editor(words, once, MARCUS)) == []
    assert "recovery file" in an_editor(words, once, MARCUS).hint
    assert not asks_for_recovery(two.roster.members[COUNTER_3], Do.TAKE_OUT)
    assert "recovery file" in take_out_words(marcus, words, is_calling=False)[2]
    assert "no longer" in an_editor(words, two, MARCUS, Do.TAKE_OUT).hint


def test_other_supervisors_read_why_they_cannot_change_stations_and_set_the_rest(
    words: Words,
) -> None:
    site = a_site(me=MARCUS)
    stations = card(words, "stations", site)
    assert stations.why_not == "Only an administrator's desk changes this: Ana Ruiz.".replace(
        "'", "\N{RIGHT SINGLE QUOTATION MARK}"
    )
    assert not stations.buttons
    assert not any(one.buttons for one in stations.rows if one.key != f"station {MARCUS}")
    assert card(words, "codes", site).rows == ()
    hours = row(card(words, "rules", site), "hours.open")
    assert does(hours) == [Do.CHANGE, Do.UNDO]


def test_a_desk_that_was_taken_out_changes_nothing(words: Words) -> None:
    site = a_site()
    roster = site.roster
    gone = replace(roster.members[ANA], is_revoked=True)
    out = replace(site, roster=replace(roster, members={**roster.members, ANA: gone}))
    for one in SiteView.of(out, words=words).cards:
        assert not {Do.CHANGE, Do.UNDO, Do.TAKE_OUT, Do.ADD} & {
            do for row in one.rows for do in does(row)
        }
    assert "nobody believes" in card(words, "rules", out).why_not


def test_a_large_site_shows_some_and_finds_the_others_by_what_is_typed(words: Words) -> None:
    large = a_site(more=200)
    stations = card(words, "stations", large)
    assert len(stations.rows) == 20
    assert stations.search == "Find a station"
    assert stations.foot.startswith("193 more.")
    found = card(words, "stations", large, SiteAsked(search="room 117"))
    assert [one.title for one in found.rows] == ["Room 117, PC 117"]
    none = card(words, "stations", large, SiteAsked(search="vault"))
    assert (none.rows, none.foot) == ((), "No station is called that.")


def test_what_the_site_has_set_says_who_when_and_what_comes_back(words: Words) -> None:
    rules = card(words, "rules")
    answer = row(rules, "escalation.panic_answer")
    assert answer.says == "20 s"
    assert answer.note == f"Set by Ana Ruiz, {instant_words(T0, words)}."
    assert [button.text for button in answer.buttons] == ["Change…", "Undo: back to 15 s"]
    assert row(rules, "escalation.assist_arrival").note.startswith("As usual again since")
    assert row(rules, "escalation.panic_arrival").note == "As usual. Nobody has changed it."
    bar = row(rules, "wording")
    assert (bar.chosen, does(bar)) == ("neutral", [Do.UNDO])
    assert row(rules, "opening_test").chosen == "yes"
    assert row(card(words, "keys"), "hotkeys.panic").says == "Ctrl+Shift+F11, F13"


def test_every_setting_of_the_page_is_one_of_the_site_and_has_words(words: Words) -> None:
    for key in RULES:
        assert SETTINGS[key].is_site_wide
        assert value_words(key, None, words)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("escalation.panic_answer", "20", 20.0),
        ("escalation.panic_answer", " 7,5 ", 7.5),
        ("escalation.panic_answer", "", None),
        (
            "hours.open",
            "mon-thu 08:00-17:00; fri 08:00-13:00",
            ("mon-thu 08:00-17:00", "fri 08:00-13:00"),
        ),
        ("hours.open", " ", None),
        ("hotkeys.panic", "Ctrl+Shift+F11, F13", ("Ctrl+Shift+F11", "F13")),
        ("hotkeys.panic", "", ()),
    ],
)
def test_what_is_typed_is_what_the_setting_takes(
    words: Words, key: Key, text: str, value: Plain | None
) -> None:
    assert typed_rule(key, text, words) == value
    if value is not None:
        assert SETTINGS[key].read(key, value) == value


@pytest.mark.parametrize("text", ["4", "601", "soon", "nan", "inf", "-5"])
def test_seconds_that_cannot_be_are_refused_in_words(words: Words, text: str) -> None:
    refused = typed_rule("escalation.panic_answer", text, words)
    assert refused == Advice("Type seconds, from 5 to 600.")


def test_steps_are_reworded_ordered_added_and_removed(words: Words) -> None:
    steps = SHIPPED[Situation.PANIC]
    told = reworded(steps, "step director", {TEXT: "Tell Karen", PHONE: " 4101 "}, words)
    assert not isinstance(told, Advice)
    assert told[1] == Step(key="director", text="Tell Karen", phone="4101")
    more = reworded(steps, NEW, {TEXT: "Lock the doors", PHONE: ""}, words)
    assert not isinstance(more, Advice)
    assert [step.key for step in more] == ["police", "director", "guard", "lock-the-doors"]
    assert [step.key for step in moved_up(steps, "step guard")] == ["police", "guard", "director"]
    assert moved_up(steps, "step police") == steps
    assert [step.key for step in without(steps, "step director")] == ["police", "guard"]
    empty = reworded(steps, NEW, {TEXT: " ", PHONE: ""}, words)
    assert empty == Advice("Type what is to be done.")


def test_a_step_that_ships_stays_in_every_desks_language_when_its_phone_changes() -> None:
    spanish = Words.of("es")
    steps = SHIPPED[Situation.PANIC]
    text = spanish(steps[0].text)
    assert text != steps[0].text
    told = reworded(steps, "step police", {TEXT: text, PHONE: "112"}, spanish)
    assert not isinstance(told, Advice)
    assert told[0] == Step(key="police", text=steps[0].text, phone="112")


def test_steps_that_ship_have_no_way_back_and_others_have(words: Words) -> None:
    assert does(card(words, "steps")) == [Do.ADD, Do.UNDO, Do.USUAL]
    threat = card(words, "steps", asked=SiteAsked(situation=Situation.THREAT))
    assert does(threat) == [Do.ADD]
    site = a_site()
    back = SiteProtocol(
        revisions={Situation.PANIC: 2}, before={Situation.PANIC: SHIPPED[Situation.PANIC][:1]}
    )
    taken_back = replace(site, board=replace(site.board, protocol=back))
    assert does(card(words, "steps", taken_back)) == [Do.ADD, Do.UNDO]


def test_a_recovery_file_that_nobody_has_checked_needs_attention(words: Words) -> None:
    known = row(card(words, "recovery"), RECOVERY)
    assert known.title == f"Checked by Ana Ruiz, {instant_words(T0, words)}."
    unknown = row(card(words, "recovery", replace(a_site(), recovery=None)), RECOVERY)
    assert (unknown.title, unknown.shape) == ("Nobody has checked it yet.", Shape.ATTENTION)


def test_a_new_passphrase_is_typed_twice_and_never_shown(words: Words) -> None:
    asked = SiteAsked(
        editing=Editing(RECOVERY), recovery=RecoveryAsked(file="recovery.txt", is_anew=True)
    )
    editor = row(card(words, "recovery", asked=asked), RECOVERY).editor
    assert editor is not None
    assert all(field.is_secret for field in editor.fields)
    assert fresh_problem({FRESH: "one", AGAIN: "two"}, words) is not None
    assert fresh_problem({FRESH: "one", AGAIN: "one"}, words) is None


def test_one_relay_is_not_enough(words: Words) -> None:
    assert card(words, "relays").advice is None
    alone = card(words, "relays", a_site(relays=1))
    assert alone.advice is not None
    assert alone.advice.sentence.startswith("One relay alone")
    assert card(words, "relays", a_site(relays=0)).advice is not None


def test_senders_stand_in_their_turn_and_one_that_was_taken_out_is_named(words: Words) -> None:
    site = replace(a_site(), senders=(ANA, "9" * 32))
    outside = card(words, "outside", site)
    assert outside.rows[0].title == "Sender 1: Supervisors, Ana's desk"
    assert outside.rows[1].shape is Shape.ATTENTION
    nobody = card(words, "outside", replace(site, senders=()))
    assert "nobody outside is told" in nobody.rows[0].title


def test_a_code_says_until_when_it_lives_and_not_what_it_is(words: Words) -> None:
    (code,) = card(words, "codes").rows
    site = a_site()
    until = words.time_of_day(site.codes[0].expires)
    assert code.says == f"Counter. Lives until {until}."
    assert does(code) == [Do.END_CODE]
    letters = str(site.codes[0].invitation.code)
    assert letters not in str(SiteView.of(site, words=words))
    assert WINDOW_6 in {one.key.removeprefix("station ") for one in card(words, "stations").rows}


def test_the_last_backup_is_named_with_who_when_where_and_how_large(words: Words) -> None:
    one = row(card(words, "backup"), BACKUP)
    when = instant_words(T0 - timedelta(days=1), words)
    assert one.title == f"Last backup: {when}, by Ana Ruiz at Supervisors."
    assert one.says == "It was made at this desk: 48.2 MB."
    assert (one.shape, does(one)) == (Shape.DONE, [Do.BACK_UP])


@pytest.mark.parametrize(
    ("days", "shape"),
    [(0, Shape.DONE), (29, Shape.DONE), (31, Shape.ATTENTION), (-9, Shape.ATTENTION)],
)
def test_a_backup_older_than_a_month_or_of_the_future_wants_attention(
    words: Words, days: int, shape: Shape
) -> None:
    then = replace(BACKED_UP, now=T0 + timedelta(days=days - 1))
    assert row(card(words, "backup", a_site(backup=then)), BACKUP).shape is shape


def test_a_site_without_a_backup_says_so_and_what_is_being_made(words: Words) -> None:
    making = row(card(words, "backup", a_site(backup=MAKING)), BACKUP)
    assert (making.title, making.shape) == ("Nobody has made a backup yet.", Shape.ATTENTION)
    assert making.note == "Making the backup: 12.4 MB of 48 MB of attachments…"
    assert does(making) == []
    made = replace(BACKED_UP, made=Path("/media/stick/b.csbackup"))
    assert (
        "Saved: /media/stick/b.csbackup"
        in row(card(words, "backup", a_site(backup=made)), BACKUP).note
    )


def test_what_a_backup_lacks_is_said_when_it_was_made_and_when_it_is_opened(words: Words) -> None:
    lacking = replace(BACKED_UP, made=Path("b.csbackup"), left_out=20)
    note = row(card(words, "backup", a_site(backup=lacking)), BACKUP).note
    assert "20 attachments are not in it: they are not at this desk yet" in note
    assert A_FOUND.found is not None
    opened = replace(A_FOUND, found=replace(A_FOUND.found, left_out=3))
    says = row(card(words, "backup", a_site(backup=opened)), RESTORE).says
    assert "31 attachments. 3 attachments are not in it" in says


def test_another_desks_backup_is_named_and_that_this_one_made_none(words: Words) -> None:
    theirs = BackupStanding(last=replace(A_BACKUP, desk=MARCUS, author=""), now=T0)
    one = row(card(words, "backup", a_site(backup=theirs)), BACKUP)
    assert "by a supervisor at" in one.title
    assert one.says == "None was made at this desk."
    before = replace(theirs, here=replace(A_BACKUP, size=900))
    assert "made at this desk" in row(card(words, "backup", a_site(backup=before)), BACKUP).says


def test_the_passphrase_of_a_backup_is_typed_twice_and_never_shown(words: Words) -> None:
    editor = row(card(words, "backup", asked=SiteAsked(editing=Editing(BACKUP))), BACKUP).editor
    assert editor is not None
    assert all(field.is_secret for field in editor.fields)
    assert [field.key for field in editor.fields] == ["passphrase", "again"]
    assert backup_problem({"passphrase": "one", "again": "other"}, words) is not None
    assert backup_problem({"passphrase": "one", "again": "one"}, words) is None


def test_a_backup_that_was_found_whole_says_how_it_is_brought_back(words: Words) -> None:
    found = row(card(words, "backup", a_site(backup=A_FOUND)), RESTORE)
    assert "1204 events and 31 attachments" in found.says
    assert "end Countersign on this PC" in found.says
    assert 'countersign restore "/media/stick/2026-03-08.csbackup"' in found.says
