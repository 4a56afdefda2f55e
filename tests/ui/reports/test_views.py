"""What the form says and asks, without a window."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import date, datetime, time, timedelta

import pytest

from desktop.domain.alerts.facts import Context, Message, Occasion
from desktop.domain.reports.answers import checked
from desktop.domain.reports.facts import Standing
from desktop.domain.reports.field import KIND_LABELS, Answers, Kind
from desktop.domain.reports.fields import FIELDS
from desktop.services.reports.from_alert import answers_from_alert, answers_from_steps
from desktop.services.reports.ports import Draft, LiveCall
from desktop.ui.views.attachments import AddingView, size_of
from desktop.ui.views.drafts import DraftRowView
from desktop.ui.views.incident_form import FiledView, IncidentFormView, Mode
from desktop.ui.views.incident_parts import Part, parts_of
from desktop.ui.views.incident_plan import Opener, plan_of, shown_fields
from desktop.ui.views.incident_problems import problems_of
from desktop.ui.views.incident_sheet import Sheet
from desktop.ui.views.pin import PinTask, pin_problems
from desktop.ui.views.saving import AFTER_MS, SaveState, SaveView, Saving
from desktop.ui.views.threat_call import QUESTIONS, LiveCallView, ThreatCallView
from desktop.ui.views.typed_times import read_date, read_time
from desktop.ui.words import Words
from tests.ui.reports.stand_ins import (
    NOW,
    SAVED_AT,
    StandInDrafts,
    StandInPins,
    a_draft,
    a_filed,
    full_disk,
)
from tests.ui.reports.story import BECK, FILES
from tests.ui.sample import ANA, COUNTER_3, T0, Story

WORDS = Words.of("en")
SPANISH = Words.of("es")


# Times as they are typed -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("10", time(10)),
        ("10:05 am", time(10, 5)),
        ("10:05 a. m.", time(10, 5)),
        ("1005", time(10, 5)),
        ("10.05", time(10, 5)),
        ("10h05", time(10, 5)),
        ("9 p.m.", time(21)),
        ("22h", time(22)),
        ("1", time(13)),
        ("7", time(7)),
        ("0:10", time(0, 10)),
        ("noon", time(12)),
        ("mediodía", time(12)),
        ("now", time(10, 41)),
        ("5 min ago", time(10, 36)),
        ("hace 10 min", time(10, 31)),
        ("25", None),
        ("10:75", None),
        ("half past", None),
        ("", None),
    ],
)
def test_a_time_is_read_as_people_type_it(typed: str, meant: time | None) -> None:
    assert read_time(typed, now=NOW) == meant


def test_a_time_that_follows_one_in_the_afternoon_is_in_the_afternoon() -> None:
    assert read_time("1:10", now=NOW, after=time(12, 50)) == time(13, 10)
    assert read_time("9:58", now=NOW, after=time(10, 0)) == time(9, 58)


@pytest.mark.parametrize(
    ("typed", "english", "spanish"),
    [
        ("yesterday", date(2026, 3, 8), date(2026, 3, 8)),
        ("ayer", date(2026, 3, 8), date(2026, 3, 8)),
        ("fri", date(2026, 3, 6), date(2026, 3, 6)),
        ("lunes", date(2026, 3, 9), date(2026, 3, 9)),
        ("3/4", date(2026, 3, 4), date(2025, 4, 3)),
        ("3/4/26", date(2026, 3, 4), date(2026, 4, 3)),
        ("4.3.2026", date(2026, 3, 4), date(2026, 3, 4)),
        ("2026-03-04", date(2026, 3, 4), date(2026, 3, 4)),
        ("Mar 4, 2026", date(2026, 3, 4), date(2026, 3, 4)),
        ("4 de marzo", date(2026, 3, 4), date(2026, 3, 4)),
        ("Wed, Mar 4, 2026", date(2026, 3, 4), date(2026, 3, 4)),
        ("12", date(2026, 2, 12), date(2026, 2, 12)),
        ("13/13", None, None),
        ("soon", None, None),
    ],
)
def test_a_day_is_read_as_people_type_it(
    typed: str, english: date | None, spanish: date | None
) -> None:
    assert read_date(typed, today=NOW.date()) == english
    assert read_date(typed, today=NOW.date(), language="es") == spanish


def test_a_day_that_is_to_come_is_the_next_one() -> None:
    assert read_date("friday", today=NOW.date(), is_past=False) == date(2026, 3, 13)
    assert read_date("1/5", today=NOW.date(), is_past=False) == date(2027, 1, 5)


# Problems ----------------------------------------------------------------------------------------


def problem(answers: Answers, where: str, kind: Kind = Kind.COUNTER) -> tuple[str, object]:
    found = problems_of(kind, answers, now=NOW, words=WORDS)[where]
    return found.sentence, found.fix


def test_an_end_before_the_beginning_gets_the_end_that_was_meant() -> None:
    sentence, fix = problem({"began": "2026-03-09T10:00", "ended": "09:58"}, "ended")
    assert sentence == "It ends before it begins. Did you mean 10:08 AM?"
    assert fix == "10:08"
    _, fix = problem({"began": "2026-03-08T12:50", "ended": "01:10"}, "ended")
    assert fix == "13:10"


def test_an_incident_may_go_past_midnight() -> None:
    answers: Answers = {"began": "2026-03-08T23:50", "ended": "00:10"}
    assert problems_of(Kind.COUNTER, answers, now=NOW, words=WORDS) == {}


def test_what_is_still_to_come_was_yesterday_or_in_the_morning() -> None:
    assert problem({"began": "2026-03-09T22:05"}, "began")[1] == "2026-03-09T10:05"
    assert problem({"began": "2026-03-09T11:30"}, "began")[1] == "2026-03-08T11:30"


def test_a_time_in_a_row_is_checked_too() -> None:
    found = problems_of(Kind.COUNTER, {"personnel": [{"at": "half"}]}, now=NOW, words=WORDS)[
        "personnel.0.at"
    ]
    assert found.is_unread
    assert "“half” is not a time" in found.sentence


def test_a_date_without_a_time_is_asked_for_its_time() -> None:
    assert problem({"began": "2026-03-09T"}, "began")[0].startswith("The time is missing.")


def test_a_good_report_has_no_problems() -> None:
    assert problems_of(Kind.COUNTER, BECK, now=NOW, words=WORDS) == {}


# Parts and plans ---------------------------------------------------------------------------------


def a_view(answers: Answers, **changes: object) -> IncidentFormView:
    draft = a_draft(answers=answers, attachments=FILES)
    return IncidentFormView.of(Sheet(draft), words=WORDS, **changes)  # type: ignore[arg-type] # a test's shorthand


def test_the_common_case_has_eight_parts_and_harm_is_asked_where_there_is_some() -> None:
    assert len(parts_of(Kind.COUNTER, {})) == 8
    assert Part.HARM in parts_of(Kind.COUNTER, {"hurt": True})
    assert Part.HARM in parts_of(Kind.COUNTER, {"behavior": ["damage"]})
    assert Part.HARM not in parts_of(Kind.COUNTER, {"hurt": False})


def test_the_foot_says_what_is_left_as_in_the_design() -> None:
    answers = dict(BECK) | {"ended": "09:58"}
    found = problems_of(Kind.COUNTER, answers, now=NOW, words=WORDS)
    view = a_view(answers, problems=found)
    assert view.status == "1 thing to check, 4 sections to go"
    assert view.next_text == "Next: what staff did"
    assert view.can_submit  # nothing of it blocks
    attachments = next(one for one in view.parts if one.part is Part.ATTACHMENTS)
    assert (attachments.note, attachments.is_optional) == ("2 files", True)


def test_what_is_essential_is_listed_until_it_is_there() -> None:
    view = a_view({})
    assert [one.key for one in view.needed] == ["began", "narrative", "reporter_name"]
    assert not view.can_submit
    assert view.why_not == "A report needs your name, when it was, and one sentence."


def test_the_short_form_shows_what_is_short_and_offers_the_rest() -> None:
    plan = plan_of(Part.HAPPENED, Kind.COUNTER, {}, opened=(), words=WORDS)
    assert [f.key for f in shown_fields(plan)] == ["began", "ended", "place", "narrative"]
    openers = [block.text for block in plan if isinstance(block, Opener)]
    assert openers == ["More about what happened"]
    opened = plan_of(Part.HAPPENED, Kind.COUNTER, {}, opened={"HAPPENED/"}, words=WORDS)
    assert {"purpose", "trigger", "feelings"} <= {f.key for f in shown_fields(opened)}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_field_of_every_kind_can_be_reached(kind: Kind) -> None:
    answers: Answers = {
        "behavior": ["threat_to_person", "other"],
        "hurt": True,
        "police_called": True,
        "warning_given": True,
        "mistake_alleged": True,
        "voice": ["familiar"],
    }
    reached = set()
    for part in Part:
        if part.section is None:
            continue
        closed = plan_of(part, kind, answers, opened=(), words=WORDS)
        opened = {block.key for block in closed if isinstance(block, Opener)}
        plan = plan_of(part, kind, answers, opened=opened, words=WORDS)
        reached |= {field.key for field in shown_fields(plan)}
    wanted = {field.key for field in FIELDS if field.when.holds(kind, answers)}
    assert wanted <= reached


@pytest.mark.parametrize("capacity", [1, 2, 4])
def test_lines_never_hold_more_than_they_have_room_for(capacity: int) -> None:
    for part in Part:
        plan = plan_of(part, Kind.VISIT, BECK, opened=(), capacity=capacity, words=WORDS)
        assert all(block.units <= capacity for block in plan if hasattr(block, "units"))


def test_a_finished_report_shows_what_was_answered_and_nothing_else() -> None:
    plan = plan_of(Part.STAFF, Kind.COUNTER, BECK, opened=(), is_finished=True, words=WORDS)
    assert plan == ()


def test_an_amendment_needs_a_change_and_a_reason() -> None:
    sheet = Sheet(a_draft(), before=a_draft(answers=dict(BECK)))

    def view() -> IncidentFormView:
        return IncidentFormView.of(sheet, mode=Mode.AMENDING, number="2026-C3-014", words=WORDS)

    assert view().title == "Amendment to 2026-C3-014"
    assert not view().can_submit
    sheet.put("place", None)
    assert view().why_not == "Say why first: one sentence is enough."
    sheet.put("@why", "It was another counter.")
    assert view().can_submit
    assert sheet.changed_answers() == {"place": ""}


@pytest.mark.parametrize(
    ("got", "said"),
    [
        (0, "Submitted. It is kept on this PC and sent until a supervisor’s station has it."),  # noqa: RUF001
        (2, "Submitted. 2 of 3 supervisors have it."),
        (3, "Submitted. All 3 supervisors have it."),
    ],
)
def test_the_receipt_says_who_has_it(got: int, said: str) -> None:
    filed = a_filed(holders=tuple("abc"[:got]), standing=Standing.READ)
    view = FiledView.of(filed, words=WORDS)
    assert view.receipt == said
    assert [reached for _, reached in view.steps] == [True, True, False, False]


def test_all_kinds_and_parts_have_spanish_names() -> None:
    english = [*KIND_LABELS.values(), *(part.value for part in Part)]
    assert all(SPANISH(text) != text for text in english)


# Saving ------------------------------------------------------------------------------------------


def _nothing() -> None:
    pass


class HandAlarm:
    """Rings when the test says so."""

    def __init__(self) -> None:
        self.set_for: list[int] = []
        self.call: Callable[[], None] = _nothing
        self.is_on = False

    def set(self, after_ms: int, call: Callable[[], None]) -> None:
        self.set_for.append(after_ms)
        self.call = call
        self.is_on = True

    def cancel(self) -> None:
        self.is_on = False

    def ring(self) -> None:
        assert self.is_on
        self.is_on = False
        self.call()


class Disk:
    def __init__(self) -> None:
        self.drafts = StandInDrafts()
        self.alarm = HandAlarm()
        self.states: list[SaveState] = []
        self.text = ""
        self.saving = Saving(
            draft=lambda: a_draft(answers={"narrative": self.text}),
            save=self.drafts.save,
            alarm=self.alarm,
            post=lambda act: act(),
            shown=self.states.append,
        )

    def writes(self, text: str) -> None:
        self.text += text
        self.saving.wrote()


def test_two_seconds_run_from_the_first_key_that_is_not_saved() -> None:
    disk = Disk()
    for letter in "He shouted":
        disk.writes(letter)
    assert disk.alarm.set_for == [AFTER_MS]  # and never put off
    disk.alarm.ring()
    assert disk.drafts.saved[0].answers == {"narrative": "He shouted"}
    assert disk.states[-1] == SaveState(saved_at=SAVED_AT)
    disk.writes("!")
    assert disk.alarm.set_for == [AFTER_MS, AFTER_MS]


def test_what_is_written_while_the_disk_works_is_saved_next() -> None:
    disk = Disk()
    disk.drafts.holds = True
    disk.writes("a")
    disk.alarm.ring()
    disk.writes("b")
    disk.alarm.ring()  # the disk is still busy
    assert len(disk.drafts.saved) == 1
    future, draft = disk.drafts.waiting[0]
    future.set_result(draft)
    assert [d.answers["narrative"] for d in disk.drafts.saved] == ["a", "ab"]


def test_a_disk_that_refuses_is_asked_again_and_nothing_is_called_saved() -> None:
    disk = Disk()
    disk.drafts.error = full_disk()
    disk.writes("a")
    disk.alarm.ring()
    view = SaveView.of(disk.states[-1], words=WORDS)
    assert view.sentence == (
        "Not saved: the disk is full. Free some space, or save a copy elsewhere"
    )
    assert view.action == "Save a copy elsewhere"
    disk.drafts.error = None
    disk.alarm.ring()
    assert disk.states[-1] == SaveState(saved_at=SAVED_AT)


def test_after_submitting_nothing_is_saved_any_more() -> None:
    disk = Disk()
    disk.writes("a")
    disk.saving.stop()
    disk.saving.now()
    disk.writes("b")
    assert disk.drafts.saved == []


def test_a_bug_in_saving_is_not_taken_for_a_full_disk() -> None:
    disk = Disk()

    def broken(_draft: Draft) -> "Future[Draft]":
        future: Future[Draft] = Future()
        future.set_exception(ZeroDivisionError())
        return future

    saving = Saving(
        draft=a_draft,
        save=broken,
        alarm=disk.alarm,
        post=lambda act: act(),
        shown=disk.states.append,
    )
    saving.wrote()
    with pytest.raises(ZeroDivisionError):
        saving._answered(broken(a_draft()))


# From an alert -----------------------------------------------------------------------------------


def test_a_report_takes_over_what_the_alert_knows() -> None:
    story = (
        Story()
        .noted(Context.THREAT)
        .going(ANA, "Ana Ruiz")
        .told(ANA, "Ana Ruiz", Message.POLICE_CALLED)
        .attended(ANA, "Ana Ruiz")
        .closed(ANA, "Ana Ruiz")
    )
    zone = (T0 - timedelta(hours=6)).tzinfo
    answers = answers_from_alert(story.alert(), zone=zone)
    assert answers == {
        "began": "2026-03-09T16:02",
        "ended": "16:02",
        "place": "Counter 3",
        "reporter_name": "Maria Delgado",
        "behavior": ["threat_to_person"],
        "personnel": [{"name": "Ana Ruiz", "duty": "Supervisor", "at": "16:02"}],
        "level": "supervisor",
        "police_called": True,
        "police_at": "16:02",
        "police_by": "Ana Ruiz",
    }
    assert checked(answers) == answers


def test_nobody_is_said_to_have_come_who_only_said_that_they_would() -> None:
    answers = answers_from_alert(Story().going(ANA, "Ana Ruiz").alert(), zone=T0.tzinfo)
    assert "personnel" not in answers
    assert "ended" not in answers


def test_who_was_told_by_the_protocol_is_known_and_of_a_drill_nobody() -> None:
    def told(occasion: Occasion) -> Answers:
        story = Story(occasion=occasion).took(ANA, "Ana Ruiz", "police")
        story.did(ANA, "Ana Ruiz", "police").did(ANA, "Ana Ruiz", "director")
        story.did(ANA, "Ana Ruiz", "guard", is_needed=False)
        return answers_from_alert(story.alert(), zone=T0.tzinfo)

    meant = told(Occasion.REAL)
    assert {key: meant.get(key) for key in ("police_called", "police_by", "director_told")} == {
        "police_called": True,
        "police_by": "Ana Ruiz",
        "director_told": True,
    }
    assert "security_told" not in meant
    assert checked(meant) == meant
    assert not {"police_called", "director_told"} & told(Occasion.DRILL).keys()


def test_whoever_was_going_came_when_the_counter_says_that_they_are_here() -> None:
    story = Story().going(ANA, "Ana Ruiz").attended(COUNTER_3, "Maria Delgado")
    answers = answers_from_alert(story.alert(), zone=T0.tzinfo)
    assert answers["personnel"] == [{"name": "Ana Ruiz", "duty": "Supervisor", "at": "16:02"}]


def test_steps_of_the_guidance_are_ticked_already() -> None:
    assert answers_from_steps(["calm", "calm", "Called the interpreter"]) == {
        "steps": ["calm", "Called the interpreter"]
    }
    assert answers_from_steps([]) == {}


# Threat calls, drafts, PINs, files ---------------------------------------------------------------


def test_the_checklist_asks_ten_questions_in_the_order_of_the_checklist() -> None:
    assert [field.key for field in QUESTIONS][:3] == ["ask_when", "ask_where", "ask_look"]
    assert len(QUESTIONS) == 10
    view = ThreatCallView.of({"ask_when": "In an hour"}, seconds=74, is_over=False, words=WORDS)
    assert (view.clock, view.asked, view.end_text) == (
        "1:14",
        "1 of 10 asked",
        "The caller hung up",
    )


def test_a_supervisor_reads_the_call_as_it_is_written() -> None:
    call = LiveCall(
        call="c1",
        place="Counter 3",
        station=COUNTER_3,
        taker="Maria Delgado",
        began_at=SAVED_AT,
        answers={"threat_wording": "One hour.", "voice": ["angry", "slow"]},
        is_over=False,
        last_at_s=70,
    )
    view = LiveCallView.of(call, now=SAVED_AT + timedelta(seconds=74), words=WORDS)
    assert (view.clock, view.exact, view.rows) == (
        "1:14",
        "One hour.",
        (("Voice", "Angry, slow"),),
    )
    assert (view.who, view.state) == ("Maria Delgado has the caller on the phone", "")
    assert view.asked == "0 of 10 asked"


@pytest.mark.parametrize(
    ("desks", "said"),
    [
        (0, "No supervisor\u2019s desk has this yet"),
        (1, "1 supervisor\u2019s desk gets this as you write"),
        (2, "2 supervisors\u2019 desks get this as you write"),
    ],
)
def test_whoever_has_the_caller_knows_whether_supervisors_get_it(desks: int, said: str) -> None:
    view = ThreatCallView.of({}, seconds=1, is_over=False, followed_by=desks, words=WORDS)
    assert view.followed == said
    over = ThreatCallView.of({}, seconds=1, is_over=True, followed_by=desks, words=WORDS)
    assert over.followed == ""


def test_a_draft_of_somebody_else_says_nothing_but_whose_it_is() -> None:
    draft = a_draft(Kind.THREAT_CALL, author="Devon Park", answers={"narrative": "secret"})
    pins = StandInPins(Devon_Park="4711")
    view = DraftRowView.of(draft, person="Maria Delgado", is_shared=True, pins=pins, words=WORDS)
    assert view.title == "Draft of somebody else"
    assert view.can_open
    assert "secret" not in repr(view)
    alone = DraftRowView.of(
        draft, person="Maria Delgado", is_shared=True, pins=StandInPins(), words=WORDS
    )
    assert not alone.can_open


def test_an_author_without_a_pin_sets_one_to_open_a_draft_on_a_shared_pc() -> None:
    draft, nobody = a_draft(), StandInPins()
    view = DraftRowView.of(draft, person="Maria Delgado", is_shared=True, pins=nobody, words=WORDS)
    assert (view.button, view.is_locked, view.can_open) == ("Set a PIN and open…", True, True)
    own = DraftRowView.of(draft, person="Maria Delgado", is_shared=False, pins=nobody, words=WORDS)
    assert (own.button, own.is_locked, own.can_open) == ("Open", False, True)


def test_a_pin_has_four_digits_and_is_typed_twice() -> None:
    short = ("Use 4 digits or more.", "")
    assert pin_problems(PinTask.KEEP, "123", "123", words=WORDS) == short
    assert pin_problems(PinTask.SET, "123", "123", words=WORDS) == short
    pin, again = pin_problems(PinTask.SET, "1234", "1243", words=WORDS)
    assert (pin, "not the same" in again) == ("", True)
    assert pin_problems(PinTask.SET, "1234", "1234", words=WORDS) == ("", "")
    assert pin_problems(PinTask.SIGN, "", "", words=WORDS) == ("Type the PIN first.", "")


def test_files_say_how_far_they_are_and_how_large() -> None:
    view = AddingView.reading("glass.jpg", 3_000_000, 8_000_000, words=WORDS)
    assert view.sentence == "Reading glass.jpg, 3 of 8 MB"
    assert [size_of(n, words=WORDS) for n in (1, 84_000, 1_200_000)] == [
        "1 byte",
        "84 KB",
        "1.2 MB",
    ]
    assert size_of(1_200_000, words=SPANISH) == "1,2 MB"


def test_the_wall_clock_is_naive_on_purpose() -> None:
    assert isinstance(NOW, datetime)
    assert NOW.tzinfo is None
