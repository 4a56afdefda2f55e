"""The incident form: one short page after a bad quarter of an hour."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from weakref import ReferenceType, ref

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QMimeData, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
    QUndoStack,
)
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.errors import DeskError
from desktop.domain.reports.field import Answer
from desktop.services.reports.ports import Draft, Filed
from desktop.ui.bridge import Bridge
from desktop.ui.focus_ring import FocusRing
from desktop.ui.reports.alarms import QtAlarm
from desktop.ui.reports.closing import Closing
from desktop.ui.reports.form_frame import FormFrame
from desktop.ui.reports.going import Going
from desktop.ui.reports.look import Look
from desktop.ui.reports.ports import FormDesk, FormPorts
from desktop.ui.reports.question import Question, losing
from desktop.ui.reports.submitting import Submitting
from desktop.ui.reports.undoing import Write
from desktop.ui.room import room_for
from desktop.ui.settling import settled
from desktop.ui.system_dialogs import ask_to_save
from desktop.ui.theme import Appearance
from desktop.ui.views.advice import Advice
from desktop.ui.views.drafts import said_of_going
from desktop.ui.views.incident_form import FiledView, IncidentFormView, Mode
from desktop.ui.views.incident_parts import Part, parts_of
from desktop.ui.views.incident_problems import Problem, problems_of
from desktop.ui.views.incident_sheet import FILES, KIND, Sheet, Value
from desktop.ui.views.saving import SaveState, SaveView, Saving
from desktop.ui.words import Words

_LATER_MS = 150
"""What typing changes around the field follows once somebody pauses this long."""
_MOST_STEPS = 500
_PEOPLE = ("police_by", "reply_by", "companion", "who")


class IncidentForm(QWidget):
    """Writes a draft, keeps it, submits it, and shows what became of it.

    ``filed`` is what a draft was submitted as, to be added to. ``is_unsaved``: the disk may not
    have the draft as it is.

    ``changed`` with every key; ``submitted`` with what was filed (also for an amendment);
    ``closed`` with the draft's id once the window is closed and everything is kept.
    """

    changed = Signal()
    submitted = Signal(object)
    closed = Signal(str)

    def __init__(
        self,
        draft: Draft,
        *,
        ports: FormPorts,
        desk: FormDesk,
        appearance: Appearance,
        words: Words,
        filed: Filed | None = None,
        is_unsaved: bool = False,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__()
        self.setObjectName("incidentForm")
        self.setAcceptDrops(True)
        self._ports, self._desk = ports, desk
        self._appearance, self._words, self._now = appearance, words, now
        self._filed = filed
        self._mode = Mode.SUBMITTED if filed is not None else Mode.WRITING
        self._sheet = Sheet(draft)
        self._sheet.watch(self._sheet_changed)
        self._echo = ""
        self._is_typing = False
        self._is_sending = False
        self._begun = draft if draft.amends else None
        self._current = Part.HAPPENED
        self._problems: dict[str, Problem] = {}
        self._error: DeskError | None = None
        self._is_closed = False
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(_MOST_STEPS)
        self._bridge = Bridge(self)
        self._saving = self._new_saving(draft)
        self.closing = Closing(
            self,
            saving=lambda: None if self._mode is Mode.SUBMITTED else self._saving,
            ask=self._what_would_be_lost,
            reading=lambda: self.frame.attachments.reading,
            is_sending=lambda: self._is_sending,
        )
        self._is_ending = False
        self._going = Going(self)
        self._going.ticked.connect(self._count_down)
        self._going.due.connect(self.discard)
        self.closing.stayed.connect(self._goes_on)
        self.submitting = Submitting(
            self, ports=ports, desk=desk, appearance=appearance, post=self._bridge.post
        )
        self.submitting.sending.connect(self._lock)
        self.submitting.filed.connect(self._show_filed)
        self.submitting.failed.connect(self._show_failed)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER_MS)
        self._later.timeout.connect(self._after_pause)
        self._tabs = QTimer(self)
        self._tabs.setSingleShot(True)
        self._tabs.timeout.connect(self._order_tabs)
        self._frame: FormFrame | None = None
        self._build()
        self._ring = FocusRing(self, appearance)
        self._add_shortcuts()
        appearance.changed.connect(self._restyle)
        ports.filing.watch(_heard_by(ref(self)))
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)
        room = room_for(self)
        if is_unsaved:
            self._saving.wrote()
        px = appearance.theme.px
        self.resize(min(px(1440), room.width()), min(px(960), room.height() - 40))
        self._check()

    @property
    def frame(self) -> FormFrame:
        """What is drawn."""
        assert self._frame is not None
        return self._frame

    @property
    def draft(self) -> Draft:
        """The draft as it stands now, and as it is kept: of an amendment, what it adds."""
        is_amending = self._mode is Mode.AMENDING
        return self._sheet.amendment() if is_amending else self._sheet.draft()

    @property
    def mode(self) -> Mode:
        """Writing, amending, or submitted."""
        return self._mode

    @property
    def has_unsaved(self) -> bool:
        """Something stands here that is a draft's, and not on the disk yet."""
        is_draft = self._mode is not Mode.SUBMITTED and not self._is_sending
        return is_draft and not self._saving.is_clean

    @property
    def _is_at_hand(self) -> bool:
        """It can be written in: nothing is on its way out, neither sent nor thrown away."""
        is_draft = self._mode is not Mode.SUBMITTED and not self._is_sending
        return is_draft and not self._going.is_on

    @property
    def _author(self) -> str:
        return self._sheet.draft().author or self._desk.person

    @property
    def _needs_pin(self) -> bool:
        """Several people use this PC, and whoever writes this has no PIN yet."""
        pins = self._ports.pins
        return self._desk.is_shared and pins is not None and not pins.has(self._author)

    @property
    def view(self) -> IncidentFormView:
        """What is said around the fields."""
        return IncidentFormView.of(
            self._sheet,
            mode=self._mode,
            current=self._current,
            problems=self._problems,
            alert_at=self._desk.alert_at,
            is_from_steps=self._mode is Mode.WRITING and self._is_from_steps,
            number=self._filed.number if self._filed else "",
            reading=self.frame.attachments.reading,
            words=self._words,
        )

    def save_now(self) -> None:
        """Keep at once what is not kept yet."""
        if self._mode is not Mode.SUBMITTED:
            self._saving.now()

    def amend(self) -> None:
        """Go on with an amendment to what was submitted: with the one that was begun, if any."""
        assert self._filed is not None
        begun, self._begun = self._begun, None
        if begun is not None:
            self._sheet = Sheet(begun)
        else:
            before = self._sheet.draft()
            begun = replace(self._ports.drafts.new(before.kind), amends=self._filed.report)
            self._sheet = Sheet(begun, before=before)
        self._sheet.watch(self._sheet_changed)
        self._mode = Mode.AMENDING
        self._saving = self._new_saving(begun)
        self.undo_stack.clear()
        self._restyle()
        QTimer.singleShot(0, self, lambda: self.frame.body.go_to_field("@why"))

    def end(self) -> None:
        """Close because the program ends: what was left without a PIN asks for one when its author
        opens it again.
        """
        self._is_ending = True
        self.close()

    def say_leaving(self) -> None:
        """Say that the program ends, and for what it waits here."""
        self.frame.say_note(self._words("Countersign ends as soon as everything here is kept."))

    def submit(self) -> None:
        """Ask whether to submit; where something essential is missing, go there."""
        self._check()
        view = self.view
        if not self._is_at_hand:
            return
        if not view.can_submit:
            unread = next((where for where, p in self._problems.items() if p.is_unread), None)
            first = view.needed[0].key if view.needed else unread
            self.frame.body.go_to_field(first or "@why")
            return
        self.submitting.ask(view, self.frame.look, self.draft, self._send)

    def discard_soon(self) -> None:
        """Throw away what is being written, unless that is undone within ten seconds. Until then
        it stays on the disk; whoever closes the window does not want to undo it.
        """
        if not self._is_at_hand:
            return
        self.save_now()
        self._going.begin()
        self._show_going()

    def _show_going(self) -> None:
        self.frame.lock(is_so=True)
        words = self._words
        self.frame.offer(said_of_going(self._going.left, words), words("Undo"), self._keep)

    def _count_down(self, seconds: int) -> None:
        self.frame.count_down(said_of_going(seconds, self._words))

    def _keep(self) -> None:
        """It was not meant to go."""
        self._going.take_back()
        self.frame.end_offer()
        self.frame.lock(is_so=False)
        self.frame.body.go_to(self._current)

    def discard(self) -> None:
        """Throw it away at once, files and all, and close; it stays open where the disk refuses."""
        self._going.take_back()
        if self._mode is Mode.SUBMITTED or self._is_sending:
            return
        self._lock()
        gone = self._ports.drafts.discard(self._sheet.draft().id)
        gone.add_done_callback(lambda end: self._bridge.post(lambda: self._discarded(end)))

    def _discarded(self, end: "Future[None]") -> None:
        settled(end, lambda _: self.closing.close_anyway(), self._not_discarded)

    def _not_discarded(self, error: DeskError) -> None:
        self._show_failed(error)
        self._saving.wrote()  # what the disk may still forget, it is to learn again

    # What happens around it ------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.frame.arrange(self.width())
        self._tabs.start(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.frame.arrange(self.width()):
            self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        self.save_now()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.save_now()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._going.is_on:
            self._going.end_now()  # closes it once it is gone
            event.ignore()
            return
        self.save_now()
        if not self.closing.may_close() or self._asks_for_pin():
            event.ignore()
            return
        event.accept()
        self._is_closed = True
        self._saving.stop()
        self.closing.closed()
        self.frame.close_down()
        self.submitting.close()
        self.closed.emit(self._sheet.draft().id)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if self._mode is not Mode.SUBMITTED and (data.hasUrls() or data.hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._take_files(event.mimeData()):
            event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self._take_files(QGuiApplication.clipboard().mimeData())
        else:
            super().keyPressEvent(event)

    # Building --------------------------------------------------------------------------------

    def _new_saving(self, draft: Draft) -> Saving:
        return Saving(
            draft=lambda: self.draft,
            save=self._ports.drafts.save,
            alarm=QtAlarm(self),
            post=self._bridge.post,
            shown=self._show_saved,
            saved_at=draft.saved_at,
        )

    def _build(self) -> None:
        theme = self._appearance.theme
        self.setStyleSheet(theme.style_sheet())
        self.setPalette(theme.palette())
        self.setFont(theme.font("body"))
        desk = self._desk
        look = Look(
            theme,
            self._words,
            now=self._now,
            answer_of=lambda key: self._sheet.answers.get(key),  # noqa: PLW0108 (an amendment has its own sheet)
            take_files=self._take_files,
            suggestions={"place": desk.places, **dict.fromkeys(_PEOPLE, desk.people)},
        )
        before = self._frame
        frame = self._frame = FormFrame(
            self,
            look,
            self._sheet,
            ports=self._ports,
            desk=desk,
            post=self._bridge.post,
            has_preview=self._mode is not Mode.SUBMITTED,  # it would still be a draft's paper
        )
        if before is not None:
            before.close_down()
            frame.attachments.take_over(before.attachments)
        frame.body.answered.connect(self._answered)
        frame.body.left.connect(self._left)
        frame.body.reached.connect(self._reach)
        frame.body.fixed.connect(self._fix)
        frame.body.rearranged.connect(lambda: self._tabs.start(0))
        frame.body.filed.amend_pressed.connect(self.amend)
        frame.attachments.files_changed.connect(lambda files: self._write(FILES, files))
        frame.attachments.reading_changed.connect(self._reading_changed)
        frame.signing.pin_pressed.connect(self._set_pin)
        frame.parts.field_chosen.connect(frame.body.go_to_field)
        for parts in (frame.parts, frame.part_line):
            parts.part_chosen.connect(self.go_to)
            parts.kind_chosen.connect(lambda kind: self._write(KIND, kind))
        frame.header.copy_pressed.connect(self._save_copy)
        frame.header.preview_pressed.connect(self._toggle_preview)
        frame.foot.close_pressed.connect(self.close)
        frame.foot.next_pressed.connect(self.next_part)
        frame.foot.submit_pressed.connect(self.submit)
        for place in (frame.parts.discard_pressed, frame.body.discard.clicked):
            place.connect(self.discard_soon)
        frame.arrange(self.width())
        self._is_from_steps = bool(self._sheet.draft().answers.get("steps")) and not (
            self._sheet.draft().saved_at or desk.alert_at
        )
        self._refresh()
        self._show_saved(self._saving.state)

    def _restyle(self) -> None:
        self._build()
        self._ring.raise_()
        self.frame.body.show_problems(self._problems)
        if self._going.is_on:
            self._show_going()

    def _add_shortcuts(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+Z": self._undo,
            "Ctrl+Y": self._redo,
            "Ctrl+Shift+Z": self._redo,
            "Ctrl+S": self.save_now,
            "Ctrl+Return": self.next_part,
            "Ctrl+Enter": self.next_part,
            "Ctrl+Shift+Return": self.submit,
            "Ctrl+Shift+Enter": self.submit,
            "Ctrl+P": self.open_pdf_menu,
            "F6": self.switch_side,
        }
        for number in range(1, len(Part) + 1):
            keys[f"Alt+{number}"] = partial(self._go_to_number, number)
        for key, act in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(act)

    # What the person does --------------------------------------------------------------------

    def go_to(self, part: Part) -> None:
        """Go on with ``part``."""
        self._check()
        self._current = part
        self.frame.body.go_to(part)
        self._refresh_view()

    def _undo(self) -> None:
        if self._going.is_on:
            self._keep()
        else:
            self.undo_stack.undo()

    def _redo(self) -> None:
        if not self._going.is_on:
            self.undo_stack.redo()

    def next_part(self) -> None:
        """Go on with the next part that is not done."""
        following = self.view.next_part
        if following is not None:
            self.go_to(following)
        else:
            self._check()
            self.frame.foot.submit.setFocus()

    def switch_side(self) -> None:
        """Go from the form to the preview, or back."""
        self.frame.switch_side(self._current)

    def open_pdf_menu(self) -> None:
        """Offer to print or save the PDF."""
        self.frame.open_pdf_menu()

    def _go_to_number(self, number: int) -> None:
        parts = parts_of(self._sheet.kind, self._sheet.answers)
        if number <= len(parts):
            self.go_to(parts[number - 1])

    def _toggle_preview(self) -> None:
        self.frame.toggle_preview()
        self._tabs.start(0)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        part = self.frame.body.part_with(now) if now is not None else None
        if part is not None and now and now.window() is self:
            self._reach(part)

    def _reach(self, part: Part) -> None:
        if part is not self._current:
            self._current = part
            self._refresh_view()

    def _answered(self, where: str, answer: Answer | None, typing: bool) -> None:
        self._write(
            where.split(".", maxsplit=1)[0], answer, where=where, is_typing=typing, echo=True
        )

    def _write(
        self,
        key: str,
        value: Value,
        *,
        where: str = "",
        is_typing: bool = False,
        echo: bool = False,
    ) -> None:
        if self._mode is Mode.SUBMITTED or self._is_sending:
            return
        if self._going.is_on and key != FILES:  # a file that was on its way is still taken in
            return
        before = self._sheet.value(key)
        if value == before or (before is None and value in ("", [])):
            return
        self._echo = key if echo else ""
        self._is_typing = is_typing
        try:
            self.undo_stack.push(Write(self._sheet, key, value, where=where, is_typing=is_typing))
        finally:
            self._echo, self._is_typing = "", False

    def _left(self, _where: str) -> None:
        self._check()

    def _fix(self, problem: Problem) -> None:
        self._write(problem.where, problem.fix or None)
        self._check()
        self.frame.body.go_to_field(problem.where)

    def _take_files(self, data: QMimeData) -> bool:
        return self._is_at_hand and self.frame.attachments.take(data)

    def _save_copy(self) -> None:
        words = self._words
        proposed = Path(f"{words('report')}.json")
        title = words("Save a copy elsewhere")
        ask_to_save(self, title, proposed, "JSON (*.json)", self.save_copy_to)

    def save_copy_to(self, file: Path) -> None:
        """Write a copy to ``file``; once that is there, the window may be closed although nothing
        else is kept.
        """
        copied = self.draft

        def told(at: Path) -> None:
            if copied == self.draft:  # nothing was written meanwhile
                self.closing.allow()
            self.frame.say_note(self._words("A copy is in {file}.", file=at.name))

        self._ports.save_copy(copied, file).add_done_callback(
            lambda done: self._bridge.post(lambda: settled(done, told, self._say_error))
        )

    def _what_would_be_lost(self) -> Question:
        reading = self._words("A file is still being read. Close without it?")
        return losing(
            self.frame.look,
            self._appearance,
            self,
            title=self.view.title,
            question=reading if self._saving.is_clean else "",
        )

    def _goes_on(self) -> None:
        self._is_ending = False

    def _asks_for_pin(self) -> bool:
        """A draft that stays on a shared PC opens with its author's PIN alone: have one set."""
        is_kept = self._mode is not Mode.SUBMITTED and self._saving.state.saved_at is not None
        if self._is_ending or self.closing.is_allowed or not (is_kept and self._needs_pin):
            return False
        self.closing.stay()
        self.submitting.keep_with_pin(
            self.frame.look, self._author, self.closing.close_anyway, self._refresh_view
        )
        return True

    def _set_pin(self) -> None:
        self.submitting.set_pin(self.frame.look, self._author, self._refresh)

    # What is shown ---------------------------------------------------------------------------

    def _sheet_changed(self, key: str) -> None:
        self._saving.wrote()
        self.closing.wrote()
        if key == KIND:
            self.frame.body.forget_seen()
        if key != self._echo:
            self.frame.body.show_answer(key)
        if self.frame.preview is not None:
            self.frame.preview.changed()
        if self._is_typing:
            self._later.start()
        else:
            self._refresh()
            if key != self._echo:
                self._check()
                if not key.startswith("@"):
                    self.frame.body.go_to_field(key)
        self.changed.emit()

    def _after_pause(self) -> None:
        """Typing changes no plan, only what is said around the fields."""
        self.frame.count_words()
        self._refresh_view()

    def _refresh(self) -> None:
        self._later.stop()
        self.frame.body.show_sheet(self._mode)
        self.frame.count_words()
        self._refresh_view()

    def _refresh_view(self) -> None:
        view = self.view
        parts = [one.part for one in view.parts]
        if self._current not in parts and parts:
            self._current = parts[0]
            view = self.view
        self.setWindowTitle(f"{view.title} - Countersign")
        filed = FiledView.of(self._filed, words=self._words) if self._filed else None
        self.frame.show_view(view, filed if self._mode is Mode.SUBMITTED else None)
        answers = self._sheet.answers
        name = str(answers.get("reporter_name", ""))
        self.frame.signing.show_signer(
            name, str(answers.get("reporter_title", "")), needs_pin=self._needs_pin
        )

    def _reading_changed(self) -> None:
        self._refresh_view()
        self.closing.go_on()

    def _check(self) -> None:
        """Look for what cannot be right."""
        if self._mode is not Mode.SUBMITTED:
            self._problems = problems_of(
                self._sheet.kind, self._sheet.answers, now=self._now(), words=self._words
            )
        else:
            self._problems = {}
        self.frame.body.show_problems(self._problems)
        self._refresh_view()

    def _show_saved(self, state: SaveState) -> None:
        shown = None
        if self._mode is not Mode.SUBMITTED:
            shown = SaveView.of(state, words=self._words)
        self.frame.header.show_saved(shown)
        self.closing.go_on()

    def _order_tabs(self) -> None:
        for before, after in pairwise(self.frame.controls()):
            QWidget.setTabOrder(before, after)

    # Submitting ------------------------------------------------------------------------------

    def _send(self, pin_checked: bool) -> "Future[Filed]":
        sheet, filing = self._sheet, self._ports.filing
        if self._mode is Mode.AMENDING:
            assert self._filed is not None
            return filing.amend(
                self._filed.report,
                answers=sheet.changed_answers(),
                why=sheet.why.strip(),
                amender=self._desk.person,
                attachments=sheet.added_files(),
                pin_checked=pin_checked,
                draft=sheet.draft().id,
            )
        title = str(sheet.answers.get("reporter_title", ""))
        return filing.submit(sheet.draft(), title=title, pin_checked=pin_checked)

    def _lock(self) -> None:
        self._is_sending = True
        self._saving.stop()
        self.frame.lock(is_so=True)

    def _show_filed(self, filed: Filed) -> None:
        self._going.take_back()
        self._is_sending = False
        self._filed = filed
        self._mode = Mode.SUBMITTED
        self._problems = {}
        self.undo_stack.clear()
        self.frame.lock(is_so=False)
        self._restyle()
        self.frame.body.verticalScrollBar().setValue(0)
        self.submitted.emit(filed)
        self.closing.go_on()

    def _show_failed(self, error: DeskError) -> None:
        self._is_sending = False
        self.closing.stay()
        self.frame.lock(is_so=False)
        self._saving.go_on()
        self._say_error(error)

    def _say_error(self, error: DeskError) -> None:
        said = Advice.of(error, self._words)
        self.frame.say_error(said.sentence, said.fix)

    def hear_of(self, filed: tuple[Filed, ...]) -> None:
        """Show how what was submitted here stands now. Any thread; a closed form hears nothing."""
        if not self._is_closed:
            self._bridge.post(lambda: self._hear_of(filed))

    def _hear_of(self, filed: tuple[Filed, ...]) -> None:
        if self._is_closed:
            return
        if self._filed is None:
            self._hear_of_draft(filed)
            return
        mine = next((one for one in filed if one.report == self._filed.report), None)
        if mine is not None and mine != self._filed:
            self._filed = mine
            self._refresh_view()

    def _hear_of_draft(self, filed: tuple[Filed, ...]) -> None:
        """It was submitted elsewhere, or the disk took it after all. What was written since stays
        here: submitting adds it.
        """
        draft = self._sheet.draft().id
        mine = next((one for one in filed if one.draft == draft), None)
        is_open = self._is_sending or self._saving.state.is_dirty or self._saving.is_busy
        if mine is not None and not is_open and self._ports.drafts.find(draft) is None:
            self._saving.stop()
            self._show_filed(mine)


def _heard_by(form: "ReferenceType[IncidentForm]") -> Callable[[tuple[Filed, ...]], None]:
    """What the records thread calls: nobody can take it back, so it must not hold the form."""

    def heard(filed: tuple[Filed, ...]) -> None:
        open_form = form()
        if open_form is not None:
            open_form.hear_of(filed)

    return heard
