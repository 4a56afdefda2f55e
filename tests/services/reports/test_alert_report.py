from datetime import UTC

from msgspec.structs import replace

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import (
    AlertClosed,
    AlertOutcome,
    AlertRelayed,
    AlertTold,
    AlertUnsaid,
    AlertWithdrawn,
    Context,
    Kind,
    Message,
    Occasion,
    Outcome,
)
from desktop.domain.protocol.facts import StepDone, StepGivenBack, StepTaken
from desktop.services.reports.alert_report import AlertReport
from desktop.services.reports.from_alert import answers_from_alert
from tests.support.alert_story import (
    ANNEX,
    BACK,
    COUNTER,
    FRONT,
    NAMES,
    Story,
    helped_at_counter_3,
)

CALL = "Call the police"


def report_of(alert: Alert, outcome: AlertOutcome | None = None) -> AlertReport:
    return AlertReport.of(alert, site_name="Alder", names=NAMES, asked=3, outcome=outcome)


def told(alert: Alert) -> list[tuple[str, str]]:
    return [(row.what, row.who) for row in report_of(alert).timeline]


def test_the_timeline_tells_who_did_what_in_the_order_it_happened() -> None:
    assert told(helped_at_counter_3()) == [
        ("Panic pressed at Counter 3", "Maria Delgado"),
        ("Delivered, 1 of 3", "Front office"),
        ("Delivered, 2 of 3", "Back office"),
        ("Pressed 2 more times", "Maria Delgado"),
        ("Added: a threat: “He struck the counter twice”", "Counter 3"),
        ("Answered: I\u2019m going", "Ana Ruiz"),
        ("Answered: Police called", "Ben Okafor"),
        ("They are here, said at Counter 3", "Counter 3"),
        ("Closed", "Ana Ruiz"),
    ]


def test_the_steps_of_the_protocol_are_told_with_who_and_when() -> None:
    story = Story()
    story.tell(4, FRONT, StepTaken(alert=story.id, step="police", text=CALL, person="Ana Ruiz"))
    story.tell(5, BACK, StepTaken(alert=story.id, step="police", text=CALL, person="Ben Okafor"))
    given = StepGivenBack(alert=story.id, step="police", text=CALL, person="Ben Okafor", events=())
    story.tell(7, BACK, given)
    told_karen = StepDone(alert=story.id, step="director", text="Tell Karen", person="Ben Okafor")
    story.tell(9, BACK, told_karen)
    guard = StepDone(alert=story.id, step="guard", is_needed=False)
    story.tell(12, FRONT, guard)
    over = StepTaken(alert=story.id, step="police", text=CALL, person="Ana Ruiz", over=("e1",))
    story.tell(40, FRONT, over)
    assert told(story.alert())[1:] == [
        ("Takes the step “Call the police”", "Ana Ruiz"),
        ("Takes the step “Call the police”", "Ben Okafor"),
        ("Gives back “Call the police”", "Ben Okafor"),
        ("Has done “Tell Karen”", "Ben Okafor"),
        ("Not needed: “guard”", "Front office"),
        ("Takes over the step “Call the police” from a PC that is silent", "Ana Ruiz"),
    ]
    spanish = AlertReport.of(story.alert(), site_name="Alder", names=NAMES, language="es").timeline
    assert spanish[1].what == "Se encarga de «Llamar a la policía»"


def test_that_the_police_were_called_and_that_it_was_not_so_are_both_told() -> None:
    story = Story()
    slip = story.tell(
        4,
        FRONT,
        AlertTold(alert=story.id, message=Message.POLICE_CALLED, person="Ana Ruiz"),
    )
    unsaid = AlertUnsaid(
        alert=story.id, message=Message.POLICE_CALLED, events=(slip,), person="Ana Ruiz"
    )
    story.tell(9, FRONT, unsaid)
    assert told(story.alert())[1:] == [
        ("Answered: Police called", "Ana Ruiz"),
        ("Takes back: Police called", "Ana Ruiz"),
    ]
    assert "police_called" not in answers_from_alert(story.alert(), zone=UTC)


def test_the_facts_at_the_top_are_measured_from_the_first_press() -> None:
    report = report_of(helped_at_counter_3())
    assert (report.received, report.asked, report.first_receipt_s) == (2, 3, 0.038)
    assert (report.answered_by, report.answered_s) == ("Ana Ruiz", 12.1)
    assert (report.attended_by, report.attended_s) == ("Counter 3", 54.2)
    assert (report.closed_by, report.is_open, report.presses) == ("Ana Ruiz", False, 3)
    assert (report.context, report.kind_words) == ("A threat", "Panic")


def test_each_desk_that_heard_or_answered_has_one_row() -> None:
    story = Story()
    story.receive(0.04, FRONT)
    story.press(1)
    story.receive(1.04, FRONT)
    story.answer(9, ANNEX, "Cem", minutes=2)
    front, annex = report_of(story.alert()).desks
    assert (front.desk, front.received_s, front.presses, front.said) == (
        "Front office",
        0.04,
        2,
        "",
    )
    assert (annex.desk, annex.received_s, annex.said) == (
        "Annex",
        None,
        "I\u2019m going, in 2 minutes",
    )


def test_thirty_presses_in_a_row_are_one_row() -> None:
    story = Story()
    for second in range(30):
        story.press(second + 0.5)
        story.receive(second + 0.53, FRONT)
    assert [what for what, _ in told(story.alert())] == [
        "Panic pressed at Counter 3",
        "Pressed again",
        "Delivered, 1 of 3",
        "Pressed 29 more times",
    ]


def test_an_assist_raised_to_a_panic_says_so() -> None:
    story = Story(kind=Kind.ASSIST)
    story.press(4, Kind.PANIC)
    story.press(9, Kind.PANIC)
    assert [what for what, _ in told(story.alert())] == [
        "Supervisor to counter pressed at Counter 3",
        "Pressed 2 more times, now Panic",
    ]


def test_a_press_for_a_colleague_names_both_places() -> None:
    assert told(Story(place="Counter 5").alert())[0][0] == (
        "Panic pressed at Counter 3, for Counter 5"
    )


def test_a_close_that_missed_a_press_is_told_as_one() -> None:
    story = Story()
    seen = tuple(story.presses)
    story.press(3)
    story.tell(4, FRONT, AlertClosed(alert=story.id, presses=seen, person="Ana Ruiz"))
    report = report_of(story.alert())
    assert report.is_open
    assert report.closed_by == ""
    assert report.timeline[-1].what == (
        "Closed without having seen the last press, so the alert stayed open"
    )


def test_every_answer_and_context_has_words() -> None:
    story = Story(occasion=Occasion.DRILL)
    for context in Context:
        story.note(1, context=context)
    for message in Message:
        story.say(2, BACK, "Ben", message)
    story.tell(3, COUNTER, AlertWithdrawn(alert=story.id))
    report = report_of(story.alert())
    assert all(row.what for row in report.timeline)
    assert report.is_withdrawn
    assert report.occasion_word == "Drill"


def test_the_outcome_is_told_when_it_is_known() -> None:
    alert = helped_at_counter_3()
    outcome = AlertOutcome(alert=alert.id, outcome=Outcome.POLICE, note="Took him", person="Ana")
    report = report_of(alert, outcome)
    assert (report.outcome, report.outcome_note, report.outcome_by) == (
        "Police came",
        "Took him",
        "Ana",
    )
    assert report_of(alert).outcome == ""


def test_a_station_nobody_named_is_shown_by_the_start_of_its_id() -> None:
    report = AlertReport.of(helped_at_counter_3(), site_name="Alder", names={})
    assert report.station == f"Station {COUNTER[:8]}"


def test_a_clock_that_is_behind_gives_a_time_before_the_press() -> None:
    story = Story()
    story.receive(-2.5, FRONT)
    assert report_of(story.alert()).first_receipt_s == -2.5


def test_the_code_depends_on_the_events_and_on_nothing_else() -> None:
    alert = helped_at_counter_3()
    code = report_of(alert).code
    renamed = AlertReport.of(alert, site_name="Elsewhere", names={})
    shorter = replace(alert, timeline=alert.timeline[:-1])
    outcome = AlertReport.of(alert, site_name="Alder", names=NAMES, outcome_event="ab" * 16)
    assert renamed.code == code
    assert len({code, report_of(shorter).code, outcome.code}) == 3


def test_every_attempt_to_tell_a_contact_outside_is_a_row() -> None:
    story = Story()
    story.tell(30, FRONT, AlertRelayed(alert=story.id, contact="Guard", failure="silent"))
    story.tell(50, FRONT, AlertRelayed(alert=story.id, contact="Guard"))
    assert told(story.alert())[1:] == [
        ("Could not be told outside: Guard, its server does not answer in time", "Front office"),
        ("Told outside: Guard", "Front office"),
    ]
