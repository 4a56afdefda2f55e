"""The incident form and the threat call in their states, for ``tests.ui.shots``."""

import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.reports.facts import Standing
from desktop.domain.reports.field import Answers, Kind
from desktop.services.reports.from_alert import answers_from_station
from desktop.services.reports.ports import LiveCall
from desktop.ui.reports.drafts_list import DraftsList
from desktop.ui.reports.form import IncidentForm
from desktop.ui.reports.live_call import LiveCallCard
from desktop.ui.reports.look import Look
from desktop.ui.reports.pin_dialog import PinDialog
from desktop.ui.reports.ports import FormDesk, FormPorts
from desktop.ui.reports.texts import FormText
from desktop.ui.reports.threat_call import ThreatCallWindow
from desktop.ui.theme import Appearance, Scheme
from desktop.ui.views.pin import PinTask
from desktop.ui.words import Words
from tests.ui.reports.hands import text
from tests.ui.reports.paper import render
from tests.ui.reports.stand_ins import (
    NOW,
    SAVED_AT,
    Copies,
    StandInBox,
    StandInCalls,
    StandInDrafts,
    StandInFiling,
    StandInPins,
    a_draft,
    a_filed,
    full_disk,
    save_pdf,
)
from tests.ui.reports.story import BECK, FILES

LOOKS = (
    (Scheme.LIGHT, 1.0, "en"),
    (Scheme.LIGHT, 1.0, "es"),
    (Scheme.DARK, 1.0, "en"),
    (Scheme.CONTRAST, 1.0, "en"),
    (Scheme.LIGHT, 2.0, "en"),
)
CALL: Answers = {
    "threat_wording": "There is a bomb in your building. You have one hour.",
    "ask_when": "In an hour",
    "ask_where": "“Upstairs”",
    "voice": ["angry", "slow", "disguised"],
    "background": ["street", "motor"],
    "caller_sex": "male",
}


def states(app: QApplication) -> Iterator[tuple[str, QWidget]]:
    """Every state, ready to be grabbed."""
    for scheme, scale, language in LOOKS:
        look = f"{scheme.value}-{round(scale * 100)}-{language}"
        appearance = Appearance(scheme=scheme, text_scale=scale)
        words = Words.of(language)
        yield f"form-{look}", _form(app, appearance, words, wrong=True)
        yield f"call-{look}", _call(app, appearance, words)
        if (scheme, scale) != (Scheme.LIGHT, 1.0):
            continue
        yield f"lower-{look}", _form(app, appearance, words, scroll=620)
        yield f"end-{look}", _form(app, appearance, words, scroll=99_999)
        yield f"submitted-{look}", _submitted(app, appearance, words)
        yield f"amending-{look}", _amending(app, appearance, words)
        yield f"live-{look}", _live(app, appearance, words)
        yield f"deleting-{look}", _deleting(app, appearance, words)
        yield f"drafts-{look}", _drafts(app, appearance, words)
        yield f"pin-{look}", _pin(app, appearance, words, PinTask.SET)
        yield f"pin-keep-{look}", _pin(app, appearance, words, PinTask.KEEP)
        if language == "en":
            begun = answers_from_station("Maria Delgado", "Counter 3")
            yield f"empty-{look}", _form(app, appearance, words, answers=begun)
            yield f"error-{look}", _form(app, appearance, words, is_full=True)
            yield f"medium-{look}", _form(app, appearance, words, width=1000)
            yield f"narrow-{look}", _form(app, appearance, words, width=700)
            yield f"preview-{look}", _form(app, appearance, words, width=1000, preview=True)
            yield f"harm-{look}", _harm(app, appearance, words)
            yield f"rtl-{look}", _rtl(app, appearance, words)
            yield f"call-narrow-{look}", _call(app, appearance, words, width=700)


def settle(app: QApplication, seconds: float = 0.05) -> None:
    """Let the windows do what they do."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        app.processEvents()


def _form(
    app: QApplication,
    appearance: Appearance,
    words: Words,
    *,
    answers: Answers | None = None,
    kind: Kind = Kind.COUNTER,
    wrong: bool = False,
    is_full: bool = False,
    width: int = 1440,
    scroll: int = 0,
    preview: bool = False,
    **more: object,
) -> IncidentForm:
    given = dict(BECK) if answers is None else dict(answers)
    is_told = "narrative" in given
    if wrong:
        given["ended"] = "09:58"
    drafts = StandInDrafts()
    form = IncidentForm(
        a_draft(kind, answers=given, attachments=FILES if is_told else (), saved_at=SAVED_AT),
        ports=FormPorts(
            drafts=drafts,
            filing=StandInFiling(),
            save_copy=Copies(),
            save_pdf=save_pdf,
            pins=StandInPins(),
            box=StandInBox(),
            render=partial(render, language=words.language),
        ),
        desk=FormDesk(
            person="Maria Delgado",
            places=("Counter 3",),
            alert_at=SAVED_AT - timedelta(minutes=39) if is_told else None,
        ),
        appearance=appearance,
        words=words,
        now=lambda: NOW,
        **more,  # type: ignore[arg-type] # checked at run time
    )
    form.resize(width, 960)
    form.show()
    settle(app)
    if form.mode.value == "writing":
        story = text(form, "narrative")
        assert isinstance(story, FormText)
        story.setFocus()
        story.end()
    if preview:
        form.frame.toggle_preview()
    if is_full:
        drafts.error = full_disk()
        text(form, "narrative").insertPlainText(" He left.")  # type: ignore[attr-defined] # a text
        form.save_now()
    settle(app, 1.2)
    form.frame.body.verticalScrollBar().setValue(scroll)
    settle(app)
    return form


def _submitted(app: QApplication, appearance: Appearance, words: Words) -> IncidentForm:
    filed = a_filed(
        standing=Standing.ACTED_ON,
        outcome="The payment was found and moved to the permit. Mr. Beck was told.",
        news=("Ana Ruiz read it at 11:20 AM.",),
    )
    return _form(app, appearance, words, filed=filed)


def _deleting(app: QApplication, appearance: Appearance, words: Words) -> IncidentForm:
    form = _form(app, appearance, words)
    form.discard_soon()
    settle(app)
    return form


def _amending(app: QApplication, appearance: Appearance, words: Words) -> IncidentForm:
    form = _submitted(app, appearance, words)
    form.amend()
    settle(app, 0.6)
    return form


def _harm(app: QApplication, appearance: Appearance, words: Words) -> IncidentForm:
    answers = dict(BECK) | {
        "behavior": ["threat_to_person", "contact", "damage"],
        "hurt": True,
        "police_called": True,
        "injury": "Bruise on the left forearm",
    }
    return _form(app, appearance, words, answers=answers, scroll=1500)


def _rtl(app: QApplication, appearance: Appearance, words: Words) -> IncidentForm:
    answers = dict(BECK) | {
        "narrative": "صرخ الرجل في وجهي وقال: ستندمون.\nHe said it twice, في الساعة 10:05.",
        "customers": [{"name": "محمد الأحمد", "phone": "555-0117"}],
    }
    return _form(app, appearance, words, answers=answers)


def _call(
    app: QApplication, appearance: Appearance, words: Words, *, width: int = 1280
) -> ThreatCallWindow:
    seconds = iter((0.0,))
    calls = StandInCalls()
    calls.desks = 2 if width > 1000 else 0
    window = ThreatCallWindow(
        a_draft(Kind.THREAT_CALL, answers=dict(CALL)),
        drafts=StandInDrafts(),
        calls=calls,
        taker="Maria Delgado",
        appearance=appearance,
        words=words,
        monotonic=lambda: next(seconds, 74.0),
        now=lambda: NOW,
    )
    window.resize(width, 860)
    window.show()
    settle(app, 0.3)
    window.words_field.end()
    settle(app)
    return window


def _live(app: QApplication, appearance: Appearance, words: Words) -> QWidget:
    card = LiveCallCard(Look(appearance.theme, words), now=lambda: SAVED_AT + timedelta(seconds=74))
    card.setStyleSheet(appearance.theme.style_sheet())
    card.show_call(
        LiveCall(
            call="c1",
            place="Counter 3",
            station="3" * 32,
            taker="Maria Delgado",
            began_at=SAVED_AT,
            answers=CALL,
            is_over=False,
            last_at_s=70,
        )
    )
    card.resize(560, 400)
    card.show()
    settle(app)
    return card


def _drafts(app: QApplication, appearance: Appearance, words: Words) -> QWidget:
    pins = StandInPins(Devon_Park="4711")
    drafts = DraftsList(
        Look(appearance.theme, words),
        appearance,
        person=lambda: "Maria Delgado",
        is_shared=True,
        pins=pins,
    )
    drafts.setObjectName("page")
    drafts.setStyleSheet(appearance.theme.style_sheet())
    drafts.show_drafts(
        (
            a_draft(),
            a_draft(Kind.PHONE, id="d2", author="Devon Park", begun_at=SAVED_AT + timedelta(1)),
            a_draft(Kind.VISIT, id="d3", author="Joan Petrie"),
            a_draft(id="d4", amends="r1", begun_at=SAVED_AT + timedelta(2)),
        ),
        (a_filed(),),
        elsewhere=2,
        going={"d1": 8},
    )
    drafts.resize(640, 360)
    drafts.show()
    settle(app)
    return drafts


def _pin(app: QApplication, appearance: Appearance, words: Words, task: PinTask) -> QWidget:
    from concurrent.futures import ThreadPoolExecutor

    dialog = PinDialog(
        Look(appearance.theme, words),
        appearance,
        None,
        task=task,
        person="Maria Delgado",
        pins=StandInPins(),
        thread=ThreadPoolExecutor(max_workers=1),
        post=lambda act: act(),
    )
    dialog.show()
    dialog.button.click()
    settle(app)
    return dialog
