"""The two ends of the typing benchmark: the incident form, and a bare text."""

import time
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit

from desktop.domain.reports.field import Answers, Kind
from desktop.services.reports.ports import Draft
from desktop.ui.reports.editors import TextEditor
from desktop.ui.reports.form import IncidentForm
from desktop.ui.reports.ports import FormDesk, FormPorts
from desktop.ui.theme import Appearance, Scheme, load_fonts
from desktop.ui.views.incident_parts import Part
from desktop.ui.words import Words
from tests.ui.reports.paper import render
from tests.ui.reports.stand_ins import Copies, StandInDrafts, StandInFiling, save_pdf

PATIENCE_S = 5.0
SENTENCE = "He said that the fee was paid, and I said that I would look for it at once. "
STORY = "\n".join([SENTENCE * 6] * 30)


class _Painted(QObject):
    """Notices that a widget is being painted."""

    def __init__(self) -> None:
        super().__init__()
        self.is_so = False

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        self.is_so = self.is_so or event.type() is QEvent.Type.Paint
        return False


class Bench:
    """Presses keys and says how long each took until it was painted."""

    def __init__(self) -> None:
        found = QApplication.instance()
        self._app = found if isinstance(found, QApplication) else QApplication([])
        load_fonts()
        answers: Answers = {
            "began": "2026-03-09T10:00",
            "reporter_name": "Maria Delgado",
            "narrative": STORY,
        }
        draft = Draft(
            id="d1",
            kind=Kind.COUNTER,
            author="Maria Delgado",
            account="desk",
            answers=answers,
            begun_at=datetime.now(UTC),
        )
        self._form = IncidentForm(
            draft,
            ports=FormPorts(
                drafts=StandInDrafts(),
                filing=StandInFiling(),
                save_copy=Copies(),
                save_pdf=save_pdf,
                render=render,
            ),
            desk=FormDesk(person="Maria Delgado"),
            appearance=Appearance(scheme=Scheme.LIGHT),
            words=Words.of("en"),
        )
        self._form.resize(1440, 900)
        self._form.show()
        story = self._form.frame.body.boxes[Part.HAPPENED].editors["narrative"]
        assert isinstance(story, TextEditor)
        self._story: QTextEdit = story.text
        self._bare = QTextEdit()
        self._bare.setAcceptRichText(False)
        self._bare.setPlainText(STORY)
        self._bare.resize(608, 390)
        self._bare.show()
        self._painted = _Painted()
        self._page = 0.0
        self.cpu = 0.0
        """Seconds that the last key kept this thread busy."""
        preview = self._form.frame.preview
        assert preview is not None
        preview.shown.connect(self._page_shown)
        for text in (self._story, self._bare):
            cursor = text.textCursor()
            cursor.setPosition(len(STORY) // 2)
            text.setTextCursor(cursor)
            text.ensureCursorVisible()
        self.wait(1.5)

    def press_in_form(self, letter: str) -> float:
        """Type into the form; seconds until it was painted."""
        return self._press(self._story, letter)

    def press_in_bare_text(self, letter: str) -> float:
        """Type into the bare text."""
        return self._press(self._bare, letter)

    def previewed(self) -> float:
        """When the page with what was typed last was painted."""
        self._page = 0.0
        until = time.perf_counter() + PATIENCE_S
        while not self._page and time.perf_counter() < until:
            self._app.processEvents()
            time.sleep(0.001)
        assert self._page, "no preview came"
        return self._page

    def wait(self, seconds: float) -> None:
        """Let the windows do what they do."""
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            self._app.processEvents()
            time.sleep(0.001)

    def close(self) -> None:
        """Close both."""
        self._form.close()
        self._bare.close()

    def _page_shown(self) -> None:
        self._page = time.perf_counter()

    def _press(self, text: QTextEdit, letter: str) -> float:
        text.activateWindow()
        text.setFocus()
        painted, port = self._painted, text.viewport()
        port.installEventFilter(painted)
        painted.is_so = False
        begun, cpu = time.perf_counter(), time.thread_time()
        QTest.keyClicks(text, letter)
        while not painted.is_so and time.perf_counter() < begun + PATIENCE_S:
            self._app.processEvents()
        ended = time.perf_counter()
        self.cpu = time.thread_time() - cpu
        port.removeEventFilter(painted)
        assert painted.is_so, "the key was never painted"
        return ended - begun
