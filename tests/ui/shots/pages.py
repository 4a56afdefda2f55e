"""The other pages of a supervisor's desk."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from tests.ui.drill_stage import drill_window
from tests.ui.insights_stage import insights_stage
from tests.ui.keeping_stage import TODAY, keeping_stage
from tests.ui.report_stage import report_stage
from tests.ui.shots.looks import LOOKS, look_of, save, settle
from tests.ui.site_stage import site_stage

REPORT_STATES = (
    "list",
    "open",
    "search",
    "filters",
    "nothing",
    "empty",
    "amended",
    "kept",
    "overdue",
    "signed",
    "refused",
    "call",
    "alert",
    "export",
    "exporting",
    "exported",
    "log",
    "verified",
    "foot",
)


SPANISH_REPORTS = ("open", "amended", "kept", "exporting", "log", "verified", "empty")


OTHER_LOOKS_OF_REPORTS = (
    "list",
    "open",
    "search",
    "amended",
    "kept",
    "overdue",
    "signed",
    "alert",
    "exporting",
)


KEEPING_STATES = (
    "card",
    "overdue",
    "contested",
    "said",
    "refused",
    "versions",
    "files",
    "site-said",
    "adding",
)


INSIGHT_STATES = ("plots", "tables", "few", "none", "month")


SITE_STATES = (
    *("stations", "rules", "editing", "many", "codes", "keys", "steps", "keeping"),
    *("readonly", "backup", "making", "role", "right", "taking"),
)


def draw_reports(app: QApplication, out: Path) -> Iterator[Path]:
    """The Reports page, as the supervisor finds it and after each thing that is done to it."""
    for scheme, scale in LOOKS:
        for language in ("en", "es"):
            for name in REPORT_STATES:
                is_plain = (scheme, scale) == LOOKS[0]
                if language == "es" and name not in SPANISH_REPORTS:
                    continue
                if not is_plain and name not in OTHER_LOOKS_OF_REPORTS:
                    continue
                sizes = [QSize(1440, 900)]
                if name == "open" and language == "en":
                    sizes += [QSize(1280, 760), QSize(1920, 1000)]
                for size in sizes:
                    file = f"reports-{name}-{look_of(scheme, scale)}-{language}-{size.width()}.png"
                    with report_stage(scheme, scale, language) as stage:
                        shown = stage.state(name, size)
                        settle(app)
                        settle(app)
                        yield save(shown, out / file)


def draw_keepings(app: QApplication, out: Path) -> Iterator[Path]:
    """The Guidance page at a supervisor's desk."""
    for scheme, scale in LOOKS:
        is_plain = (scheme, scale) == LOOKS[0]
        for language in ("en", "es"):
            for name in KEEPING_STATES if is_plain else KEEPING_STATES[:4]:
                sizes = [QSize(1440, 900)]
                if name == "card" and is_plain:
                    sizes += [QSize(1280, 800), QSize(1920, 1000)]
                for size in sizes:
                    look = f"{look_of(scheme, scale)}-{language}-{size.width()}"
                    a_year_on = date(2027, 12, 1) if name == "overdue" else TODAY
                    with keeping_stage(scheme, scale, language, today=a_year_on) as stage:
                        shown = stage.state(name, size)
                        settle(app)
                        yield save(shown, out / f"guidance-page-{name}-{look}.png")


def draw_insights(app: QApplication, out: Path) -> Iterator[Path]:
    """The Insights page at a supervisor's desk."""
    for scheme, scale in LOOKS:
        is_plain = (scheme, scale) == LOOKS[0]
        for language in ("en", "es"):
            for name in INSIGHT_STATES if is_plain else INSIGHT_STATES[:2]:
                look = f"{look_of(scheme, scale)}-{language}"
                with insights_stage(scheme, scale, language) as stage:
                    shown = stage.state(name, QSize(1440, 1400))
                    settle(app)
                    yield save(shown, out / f"insights-{name}-{look}.png")


def draw_drills(app: QApplication, out: Path) -> Iterator[Path]:
    """The Drills page at a supervisor's desk."""
    for scheme, scale in LOOKS:
        for language in ("en", "es"):
            for name in ("plan", "known", "none"):
                look = f"{look_of(scheme, scale)}-{language}"
                with drill_window(scheme, scale, language, name) as shown:
                    settle(app)
                    yield save(shown, out / f"drills-{name}-{look}.png")


def draw_sites(app: QApplication, out: Path) -> Iterator[Path]:
    """The Site page at an administrator's desk, and at another supervisor's."""
    for scheme, scale in LOOKS:
        is_plain = (scheme, scale) == LOOKS[0]
        for language in ("en", "es"):
            for name in SITE_STATES if is_plain else SITE_STATES[:2]:
                with site_stage(scheme, scale, language) as stage:
                    shown = stage.state(name, QSize(1280, 900))
                    settle(app)
                    yield save(shown, out / f"site-{name}-{look_of(scheme, scale)}-{language}.png")
