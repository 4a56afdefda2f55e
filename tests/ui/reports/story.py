"""The incident that pictures and tests tell: Mr. Beck and his food permit."""

from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.field import Answers

NARRATIVE = (
    "Mr. Beck came for his food permit. I told him the inspection fee had not been paid. He said "
    "we had lost his check, raised his voice and struck the counter twice with his hand. I said I "
    "was sorry he was upset and asked what he needed today. He said, “You people will be sorry.” "
    "I moved back behind the partition and pressed Panic. Ms. Ruiz came within a minute and spoke "
    "with him at the side table."
)

BECK: Answers = {
    "began": "2026-03-09T10:00",
    "ended": "10:08",
    "place": "Counter 3",
    "narrative": NARRATIVE,
    "reporter_name": "Maria Delgado",
    "reporter_title": "Permit clerk",
    "customers": [{"name": "Harold Beck", "phone": "555-0117"}],
    "witnesses": [{"name": "Thomas Eckhart"}],
    "behavior": ["loud", "intimidation", "threat_to_person"],
    "exact_words": "You people will be sorry.",
    "hurt": False,
}

FILES = (
    Attachment(
        name="Receipt copy.pdf",
        media="application/pdf",
        size=84_000,
        sha256="9f" * 32,
        added_by="Maria Delgado",
    ),
    Attachment(
        name="Counter 3 glass.jpg",
        media="image/jpeg",
        size=1_200_000,
        sha256="e4" * 32,
        added_by="Maria Delgado",
    ),
)
