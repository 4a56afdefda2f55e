"""Makes the pictures: all of them, or those that were named; see the package."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

from desktop.ui.theme import load_fonts
from tests.ui.shots.bars import draw_bars
from tests.ui.shots.console import draw_consoles, draw_plans
from tests.ui.shots.docs_images import DOCS
from tests.ui.shots.joining import draw_first_runs, draw_invites
from tests.ui.shots.opening import draw_opening_tests
from tests.ui.shots.pages import draw_drills, draw_insights, draw_keepings, draw_reports, draw_sites
from tests.ui.shots.panels import draw_guidance, draw_incidents
from tests.ui.shots.settings import draw_settings
from tests.ui.shots.staff import draw_staff
from tests.ui.shots.takeovers import draw_takeovers

RENDERERS = {
    "bar": draw_bars,
    "staff": draw_staff,
    "opening": draw_opening_tests,
    "takeover": draw_takeovers,
    "now": draw_consoles,
    "plan": draw_plans,
    "reports": draw_reports,
    "guidance-page": draw_keepings,
    "insights": draw_insights,
    "drills": draw_drills,
    "site": draw_sites,
    "first": draw_first_runs,
    "invite": draw_invites,
    "incident": draw_incidents,
    "guidance": draw_guidance,
    "settings": draw_settings,
}


def render(app: QApplication, out: Path, wanted: Sequence[str]) -> None:
    """Make the pictures of the renderers named, or all, in ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    for name, draw in RENDERERS.items():
        if not wanted or name in wanted:
            for file in draw(app, out):
                sys.stdout.write(f"{file}\n")


def main(arguments: list[str]) -> None:
    """Make what was asked for."""
    app = QApplication([])
    load_fonts()
    if arguments[:1] != ["docs"]:
        render(app, Path(arguments[0] if arguments else "out/shots"), arguments[1:])
        return
    images = Path(__file__).resolve().parents[3] / "docs" / "images"
    images.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        render(app, Path(folder), arguments[1:])
        for made, kept in DOCS.items():
            if not arguments[1:] or (Path(folder) / made).exists():
                shutil.copyfile(Path(folder) / made, images / kept)


if __name__ == "__main__":
    main(sys.argv[1:])
