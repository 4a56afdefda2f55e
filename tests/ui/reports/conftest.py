"""An incident form with hands on everything around it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from pytestqt.qtbot import QtBot

from desktop.services.reports.ports import Draft, Filed
from desktop.ui.reports.form import IncidentForm
from desktop.ui.reports.ports import FormDesk, FormPorts
from desktop.ui.theme import Appearance
from desktop.ui.words import Words
from tests.ui.reports.stand_ins import (
    NOW,
    Copies,
    StandInBox,
    StandInDrafts,
    StandInFiling,
    StandInPins,
    a_draft,
    save_pdf,
)


@dataclass
class Around:
    """What the form talks to."""

    drafts: StandInDrafts = field(default_factory=StandInDrafts)
    filing: StandInFiling = field(default_factory=StandInFiling)
    pins: StandInPins = field(default_factory=StandInPins)
    box: StandInBox = field(default_factory=StandInBox)
    copies: Copies = field(default_factory=Copies)
    render: Callable[[Draft], bytes] | None = None

    def ports(self) -> FormPorts:
        return FormPorts(
            drafts=self.drafts,
            filing=self.filing,
            save_copy=self.copies,
            save_pdf=save_pdf,
            pins=self.pins,
            box=self.box,
            render=self.render,
        )


Opens = Callable[..., IncidentForm]


@pytest.fixture
def around() -> Around:
    return Around()


@pytest.fixture
def opens(qtbot: QtBot, appearance: Appearance, words: Words, around: Around) -> Opens:
    """Open the form with a draft, and wait until it is there."""

    def open_form(
        draft: Draft | None = None,
        *,
        width: int = 900,
        spoken: Words = words,
        filed: Filed | None = None,
        **changes: object,
    ) -> IncidentForm:
        desk = FormDesk(
            person="Maria Delgado",
            places=("Counter 1", "Counter 3"),
            **changes,  # type: ignore[arg-type] # checked at run time
        )
        form = IncidentForm(
            draft or a_draft(),
            ports=around.ports(),
            desk=desk,
            appearance=appearance,
            words=spoken,
            filed=filed,
            now=lambda: NOW,
        )
        qtbot.addWidget(form)
        form.resize(width, 800)
        form.show()
        form.activateWindow()
        qtbot.waitUntil(form.isActiveWindow)
        return form

    return open_form
