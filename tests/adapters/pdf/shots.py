"""Documents as pictures: ``python -m tests.adapters.pdf.shots [OUT [NAME...]]``.

Looking at all of them is part of the work on a document. With ``docs`` for OUT it makes those in
docs/images.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image, ImageDraw

from desktop.domain.reports.draft import Draft
from desktop.domain.reports.field import Answer, Kind
from desktop.services.adapters.pdf.forms import osha_301_pdf, sb553_pdf
from desktop.services.adapters.pdf.incident_report import incident_report_pdf
from desktop.services.adapters.pdf.page import Paper
from desktop.services.adapters.pdf.pictures import read_logo
from desktop.services.adapters.pdf.pocket_card import pocket_card_pdf
from desktop.services.reports.incident_paper import IncidentPaper
from desktop.services.reports.osha_301 import Osha301
from desktop.services.reports.sb553 import LogEntry
from desktop.services.reports.variants import Variant
from tests.support.incident_story import (
    ADDRESS,
    CHICAGO,
    COMMON,
    GLASS,
    SITE,
    acted_on_facts,
    amended_facts,
    everything,
    folded,
    paper_of,
    reviewed_facts,
    submission,
    the_alert,
)
from tests.support.pocket import a_pocket_card

HURT: dict[str, Answer] = {
    **COMMON,
    "hurt": True,
    "hurt_name": "Maria Delgado",
    "hurt_born": "1990-04-21",
    "hurt_sex": "female",
    "injury": "A cut on the left hand",
    "injury_cause": "Broken glass",
    "emergency_room": False,
    "violence_type": "type2",
    "perpetrator": "client",
    "circumstances": ["usual_duties"],
    "where_class": "workplace",
    "incident_type": ["threat"],
    "consequences": ["called", "injuries"],
}


def a_photo(_sha256: str) -> bytes:
    """What a phone might have seen of the counter."""
    picture = Image.new("RGB", (1200, 900), "#c9ced6")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 560, 1200, 900), fill="#8b7355")
    pen.rectangle((180, 120, 1020, 560), fill="#e6edf2", outline="#5c6572", width=8)
    for x, y in ((420, 130), (760, 180), (300, 540), (900, 420), (600, 130)):
        pen.line((600, 330, x, y), fill="#434b57", width=4)
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def a_logo() -> bytes:
    """A leaf in a ring, with nothing behind it."""
    picture = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((10, 10, 290, 290), outline="#176b45", width=18)
    pen.ellipse((110, 60, 190, 240), fill="#176b45")
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def common() -> bytes:
    return incident_report_pdf(
        paper_of(
            folded(*reviewed_facts()),
            alert=the_alert(),
            received_by=("Front office", "Back office"),
        )
    )


def on_a4() -> bytes:
    return incident_report_pdf(
        paper_of(folded(*reviewed_facts()), alert=the_alert()),
        on=Paper.A4,
        logo=read_logo(a_logo()),
    )


def amended() -> bytes:
    return incident_report_pdf(paper_of(folded(*amended_facts()), alert=the_alert()))


def redacted() -> bytes:
    return incident_report_pdf(
        paper_of(folded(*amended_facts()), alert=the_alert(), variant=Variant.REDACTED)
    )


def photos() -> bytes:
    return incident_report_pdf(
        paper_of(folded(*amended_facts()), alert=the_alert()), pictures=a_photo
    )


def spanish() -> bytes:
    facts = [submission(language="es", attachments=(GLASS,)), *acted_on_facts()[1:]]
    return incident_report_pdf(paper_of(folded(*facts), alert=the_alert("es")))


def draft() -> bytes:
    answers = {key: COMMON[key] for key in ("began", "narrative", "customers", "behavior")}
    written = Draft(
        id="d",
        kind=Kind.COUNTER,
        author="Maria Delgado",
        account="maria",
        answers=answers,
        begun_at=datetime(2026, 3, 9, 16, 30, tzinfo=UTC),
    )
    paper = IncidentPaper.of_draft(
        written, site_name=SITE, site_address=ADDRESS, place="Counter 3", zone=CHICAGO
    )
    return incident_report_pdf(paper)


def every_field() -> bytes:
    return incident_report_pdf(paper_of(folded(submission(everything("{} of it")))))


def nastiest() -> bytes:
    rows: list[Any] = [
        {
            "name": "<b>" + "W" * 300,
            "case_number": "7" * 200,
            "description": "tall " * 900,
            "relationship": "other",
        }
        for _ in range(2)
    ]
    answers: dict[str, Answer] = {
        **COMMON,
        "place": "Benefits and Eligibility Interview Room 12, North Annex, behind the elevators, "
        "past Records and to the left",
        "narrative": "</para><img src='file:///etc/hostname'/> 5 < 6 & so on. " * 30 + "\n" * 900,
        "wanted": "w" * 2_000,
        "customers": rows,
        "agency": "<br/>" * 60,
    }
    report = folded(submission(answers, reporter="Maximiliana " * 20, title="clerk " * 40))
    return incident_report_pdf(replace(paper_of(report), site_name=SITE * 6))


def osha() -> bytes:
    return osha_301_pdf(
        Osha301.of(folded(submission(HURT)), site_name=SITE, site_address=ADDRESS, zone=CHICAGO)
    )


def log_of_violence() -> bytes:
    entry = LogEntry.of(
        folded(submission(HURT)),
        description=(
            "The customer was told that a fee had not been paid, raised their voice, struck the"
            " counter twice and threatened the employee. A supervisor came within a minute."
        ),
        completed_by="Ana Ruiz",
        title="Front desk supervisor",
        completed_on=date(2026, 3, 10),
        zone=CHICAGO,
    )
    return sb553_pdf(
        [entry, entry],
        site_name=SITE,
        site_address=ADDRESS,
        period="Jan 1 to Mar 31, 2026",
        made_at=datetime(2026, 4, 1, tzinfo=UTC),
    )


def pocket_card() -> bytes:
    return pocket_card_pdf(a_pocket_card()).pdf


def pocket_card_spanish() -> bytes:
    return pocket_card_pdf(a_pocket_card(language="es"), on=Paper.A4).pdf


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "report": common,
    "a4": on_a4,
    "amended": amended,
    "redacted": redacted,
    "photos": photos,
    "spanish": spanish,
    "draft": draft,
    "every-field": every_field,
    "nastiest": nastiest,
    "osha-301": osha,
    "sb-553": log_of_violence,
    "pocket-card": pocket_card,
    "pocket-card-spanish": pocket_card_spanish,
}
DOCS = {"report-1.png": "report-page-1.png", "report-2.png": "report-page-2.png"}
"""Which pictures go into docs/images, and under what name."""


def render(out: Path, wanted: list[str], dots: int = 110) -> None:
    """Make the pictures of the documents named, or all, in ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    for name, printed in DOCUMENTS.items():
        if not wanted or name in wanted:
            file = out / f"{name}.pdf"
            file.write_bytes(printed())
            subprocess.run(["pdftoppm", "-r", str(dots), "-png", file, out / name], check=True)
            sys.stdout.write(f"{file}\n")


def main(arguments: list[str]) -> None:
    """Make what was asked for."""
    if arguments != ["docs"]:
        render(Path(arguments[0] if arguments else "out/pdf"), arguments[1:])
        return
    images = Path(__file__).resolve().parents[3] / "docs" / "images"
    with TemporaryDirectory() as folder:
        render(Path(folder), ["report"])
        for made, kept in DOCS.items():
            shutil.copyfile(Path(folder) / made, images / kept)


if __name__ == "__main__":
    main(sys.argv[1:])
