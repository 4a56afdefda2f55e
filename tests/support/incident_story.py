"""An incident as it might really have gone, told as facts, for tests that print or show one."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.facts import (
    ActionDone,
    ActionListed,
    ReportAmended,
    ReportCommented,
    ReportConcluded,
    ReportFact,
    ReportRead,
    ReportSigned,
    ReportSubmitted,
)
from desktop.domain.reports.field import Answer, Entry, Field, Kind
from desktop.domain.reports.fields import FIELDS
from desktop.domain.reports.report import Longer, Report, Told, fold
from desktop.services.reports.alert_report import AlertReport
from desktop.services.reports.incident_paper import IncidentPaper
from desktop.services.reports.variants import Variant
from tests.support.alert_story import COUNTER, FRONT, NAMES, helped_at_counter_3

CHICAGO = ZoneInfo("America/Chicago")
SUBMITTED_AT = datetime(2026, 3, 9, 16, 52, 8, tzinfo=UTC)
NUMBER = "2026-C3-014"
SITE = "Alder County Health Department"
ADDRESS = "118 Court Street, Alder · 555-0100"

RECEIPT = Attachment(
    name="Receipt copy.pdf", media="application/pdf", size=84_112, sha256=sha256(b"r").hexdigest()
)
GLASS = Attachment(
    name="Counter 3 glass.jpg", media="image/jpeg", size=1_213_004, sha256=sha256(b"g").hexdigest()
)

COMMON: dict[str, Answer] = {
    "began": "2026-03-09T11:00",
    "ended": "11:08",
    "place": "Counter 3, ground floor",
    "narrative": (
        "Mr. Beck came for his food permit. I told him the inspection fee had not been paid. He"
        " said we had lost his check, raised his voice and struck the counter twice with his hand."
        " I said I was sorry he was upset and asked what he needed today. He said, “You people"
        " will be sorry.” I moved back behind the partition and pressed Panic. Ms. Ruiz came"
        " within a minute and spoke with him at the side table."
    ),
    "purpose": "Food permit",
    "wanted": "The permit on the same day",
    "reporter_name": "Maria Delgado",
    "reporter_title": "Permit clerk",
    "reporter_phone": "555-0133",
    "customers": [
        {
            "name": "Harold Beck",
            "known": "known",
            "case_number": "HC-4471",
            "relationship": "client_or_customer",
        }
    ],
    "witnesses": [{"name": "Thomas Eckhart", "contact": "555-0177"}],
    "behavior": ["loud", "threat_to_person", "general_threat"],
    "exact_words": "“You people will be sorry.”",
    "hurt": False,
    "steps": ["listened", "apologized", "asked", "distance"],
    "resolution": "Ms. Ruiz found that the payment had been posted to another permit.",
    "level": "supervisor",
    "personnel": [
        {
            "name": "Ana Ruiz",
            "duty": "Front desk supervisor",
            "at": "11:03",
            "did": "Took over at the side table",
        },
        {"name": "Ben Okafor", "duty": "Back office", "at": "11:02", "did": "Called 911"},
    ],
    "police_called": True,
    "police_by": "Ben Okafor",
    "police_at": "11:02",
    "agency": "Alder Police",
    "officer": "Officer Lane",
    "police_number": "4471-22",
    "director_told": True,
    "promises": [
        {
            "what": "Call Mr. Beck when the payment is moved to his permit",
            "who": "Devon Park",
            "by": "2026-03-11",
        },
        {"what": "Note a caution for the next colleague", "who": "Ana Ruiz", "by": "2026-03-09"},
    ],
    "break_taken": True,
    "debrief_offered": True,
}


def told(*facts: ReportFact) -> list[Told]:
    """The facts 25 minutes apart, the submission first. Amendments are signed at the counter, too,
    the others at the front office.
    """
    return [
        Told(
            SUBMITTED_AT + timedelta(minutes=25 * n),
            sha256(f"fact {n}".encode()).hexdigest()[:32],
            COUNTER if n == 0 or isinstance(fact, ReportAmended) else FRONT,
            fact,
        )
        for n, fact in enumerate(facts)
    ]


REPORT_ID = sha256(b"fact 0").hexdigest()[:32]


def submission(answers: Mapping[str, Any] | None = None, **more: Any) -> ReportSubmitted:
    said: dict[str, Any] = {
        "number": NUMBER,
        "kind": Kind.COUNTER,
        "place": "Counter 3",
        "reporter": "Maria Delgado",
        "title": "Permit clerk",
        "zone": -300,
        "answers": dict(COMMON if answers is None else answers),
        **more,
    }
    return ReportSubmitted(**said)


def folded(*facts: ReportFact, longer: Longer | None = None) -> Report:
    report = fold(REPORT_ID, told(*facts), longer or {})
    assert report is not None
    return report


def an_action(facts: list[ReportFact]) -> str:
    """The id of the last action that was listed."""
    return next(one.event for one in reversed(told(*facts)) if isinstance(one.fact, ActionListed))


def reviewed_facts() -> list[ReportFact]:
    """A common case that was read, acted on, and signed."""
    return [
        submission(alert="a1", attachments=(RECEIPT, GLASS), pin_checked=True),
        ReportRead(report=REPORT_ID, reader="Ana Ruiz"),
        ReportCommented(
            report=REPORT_ID,
            comment="Staff followed the guidance. A first warning was given in person.",
            author="Ana Ruiz",
        ),
        ReportConcluded(
            report=REPORT_ID,
            outcome="The payment was our error and is corrected. No restriction is proposed.",
            author="Ana Ruiz",
        ),
        ReportSigned(
            report=REPORT_ID, signer="Ana Ruiz", title="Front desk supervisor", pin_checked=True
        ),
    ]


def acted_on_facts() -> list[ReportFact]:
    """The same, with an action that was listed and done."""
    facts = reviewed_facts()
    facts.append(
        ActionListed(
            report=REPORT_ID,
            what="Check how payments are posted",
            owner="Devon Park",
            due="2026-03-20",
            author="Ana Ruiz",
        )
    )
    facts.append(
        ActionDone(
            report=REPORT_ID,
            action=told(*facts)[-1].event,
            how="A second look at each posting",
            author="Devon Park",
        )
    )
    return facts


def amended_facts() -> list[ReportFact]:
    """The same, amended after it was signed, and signed again by somebody else."""
    facts = acted_on_facts()
    facts.append(
        ReportAmended(
            report=REPORT_ID,
            answers={"ended": "11:12", "damage": "A crack in the glass", "purpose": ""},
            attachments=(GLASS,),
            why="I looked at the clock again, and found the crack when we cleaned.",
            amender="Maria Delgado",
            pin_checked=True,
        )
    )
    facts.append(
        ReportSigned(
            report=REPORT_ID,
            amendments=(told(*facts)[-1].event,),
            signer="Karen Whitfield",
            title="Director",
        )
    )
    return facts


def the_alert(language: str = "en") -> AlertReport:
    return AlertReport.of(
        helped_at_counter_3(), site_name=SITE, names=NAMES, asked=3, language=language
    )


def paper_of(
    report: Report,
    *,
    variant: Variant = Variant.FULL,
    alert: AlertReport | None = None,
    **more: Any,
) -> IncidentPaper:
    return IncidentPaper.of(
        report,
        site_name=SITE,
        site_address=ADDRESS,
        names=NAMES,
        zone=CHICAGO,
        alert=alert,
        variant=variant,
        **more,
    )


def everything(text: str = "{}") -> dict[str, Answer]:
    """An answer to each field of the table; ``text`` makes a text of a field's key."""
    return {field.key: an_answer(field, text) for field in FIELDS}


def an_answer(field: Field, text: str, at: str = "") -> Answer:
    """An answer of the shape that ``field`` takes, unlike that of any other field."""
    match field.entry:
        case Entry.YES_NO:
            return True
        case Entry.CHOICE:
            return field.choices[-1].key
        case Entry.CHOICES:
            return [choice.key for choice in field.choices]
        case Entry.STEPS:
            return [field.choices[0].key, text.replace("{}", f"own{field.key}")]
        case Entry.MOMENT:
            return "2026-03-09T11:00"
        case Entry.DATE:
            return "2026-04-21"
        case Entry.TIME:
            return "14:37"
        case Entry.ROWS:
            return [
                {column.key: an_answer(column, text, f"{field.key}{n}") for column in field.rows}  # type: ignore[misc]  # rows hold no rows
                for n in range(2)
            ]
        case _:
            return text.replace("{}", f"{at}{field.key}".replace("_", ""))
