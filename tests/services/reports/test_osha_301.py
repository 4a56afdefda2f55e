"""The items of OSHA's Form 301."""

from datetime import date

from desktop.domain.reports.field import Answer
from desktop.services.reports.osha_301 import NOT_KNOWN, Osha301
from tests.support.incident_story import COMMON, folded, submission

HURT: dict[str, Answer] = {
    **COMMON,
    "hurt": True,
    "hurt_name": "Maria Delgado",
    "hurt_address": "9 Elm Street, Alder",
    "hurt_born": "1990-04-21",
    "hurt_hired": "2019-06-03",
    "hurt_sex": "female",
    "physician": "Dr. Ito",
    "facility": "Alder Clinic",
    "emergency_room": False,
    "inpatient": False,
    "osha_case": "26-3",
    "work_began": "08:00",
    "before": "Serving a customer",
    "injury": "A cut on the left hand",
    "injury_cause": "Broken glass",
}


def form(answers: dict[str, Answer], **more: str) -> Osha301:
    return Osha301.of(folded(submission(answers)), site_name="Alder", **more)  # type: ignore[arg-type]  # a test's shorthand


def test_all_eighteen_items_are_filled_in_from_the_report() -> None:
    answers = {item.number: item.answer for item in form(HURT).items}
    narrative = str(HURT["narrative"])
    assert answers == {
        1: "Maria Delgado",
        2: "9 Elm Street, Alder",
        3: "Apr 21, 1990",
        4: "Jun 3, 2019",
        5: "Female",
        6: "Dr. Ito",
        7: "Alder Clinic",
        8: "No",
        9: "No",
        10: "26-3",
        11: "Mon, Mar 9, 2026",
        12: "8:00 AM",
        13: "11:00 AM",
        14: "Serving a customer",
        15: narrative,
        16: "A cut on the left hand",
        17: "Broken glass",
        18: "No death is recorded",
    }


def test_what_is_not_known_says_so() -> None:
    answers = {item.number: item.answer for item in form({"narrative": "x"}).items}
    assert set(answers) == set(range(1, 19))
    assert {n for n, answer in answers.items() if answer == NOT_KNOWN} == {*range(1, 15), 16, 17}


def test_a_time_that_cannot_be_determined_or_is_approximate_is_told_so() -> None:
    assert form({**HURT, "time_unknown": True}).items[12].answer == "Cannot be determined"
    assert form({**HURT, "is_about": True}).items[12].answer == "About 11:00 AM"


def test_who_completes_it_is_named_with_title_phone_and_date() -> None:
    mine = form(HURT)
    assert (mine.completed_by, mine.title, mine.phone, mine.completed_on) == (
        "Maria Delgado",
        "Permit clerk",
        "555-0133",
        "Mar 9, 2026",
    )
    hers = Osha301.of(
        folded(submission(HURT)),
        site_name="Alder",
        completed_by="Ana Ruiz",
        title="Supervisor",
        completed_on=date(2026, 3, 12),
    )
    assert (hers.completed_by, hers.phone, hers.completed_on) == (
        "Ana Ruiz",
        NOT_KNOWN,
        "Mar 12, 2026",
    )
    assert "7 calendar days" in mine.due
    assert "by Mar 16, 2026" in mine.due
