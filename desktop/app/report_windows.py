"""The windows of reports: forms, the threat call, and what was begun or submitted here."""

import logging
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event as Flag

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from desktop.app.report_papers import ReportPapers
from desktop.app.reporting import Reporting
from desktop.app.running import RunningStation
from desktop.domain.alerts.forced import as_the_counter_shows
from desktop.domain.board import Board
from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.draft import Draft, Filed
from desktop.domain.reports.field import Answers, Kind
from desktop.domain.roster.roles import Role
from desktop.services.adapters.attachments.taking import Taken
from desktop.services.adapters.draft_copy import save_draft_copy
from desktop.services.adapters.pdf.saving import save_document
from desktop.services.reports.from_alert import answers_from_alert, answers_from_station
from desktop.ui.bridge import Bridge
from desktop.ui.reports.form import IncidentForm
from desktop.ui.reports.going import Going
from desktop.ui.reports.look import Look
from desktop.ui.reports.pin_dialog import PinDialog
from desktop.ui.reports.ports import FormDesk, FormPorts
from desktop.ui.reports.reports_window import ReportsWindow
from desktop.ui.reports.threat_call import ThreatCallWindow
from desktop.ui.theme import Appearance
from desktop.ui.views.attachments import Added, Source
from desktop.ui.views.pin import PinTask
from desktop.ui.words import Words

logger = logging.getLogger(__name__)

LAST_SAVE_S = 4.0
"""How long quitting waits for the disk to take what is still being written."""
SAID_AFTER_MS = 400
"""How long leaving may take without a word."""
ASKED_AFTER_MS = 10_000
"""After so long of waiting for a file or a disk, leaving asks the person."""


class ReportWindows(QObject):
    """Opens what a person asked for; made when the first report is, for it loads the form."""

    def __init__(
        self,
        running: RunningStation,
        papers: ReportPapers,
        appearance: Appearance,
        words: Words,
    ) -> None:
        super().__init__()
        self._running = running
        self._papers = papers
        self._appearance = appearance
        self._words = words
        self._bridge = Bridge(self)
        self._reporting = running.late.reporting()
        self._box = _Box(self._reporting)
        self._pin_thread = ThreadPoolExecutor(1, thread_name_prefix="pins")
        self._saver = ThreadPoolExecutor(1, thread_name_prefix="saving")
        self._open: dict[str, QWidget] = {}
        self._going: dict[str, Going] = {}
        self._mine: ReportsWindow | None = None
        self._pin_dialog: PinDialog | None = None
        self._leaving: _Leaving | None = None
        self._reporting.filing.watch(lambda _filed: self._bridge.post(self._show_filed))
        self._seen = running.station.board.me.person
        running.station.watch(self._see)

    def new(
        self, kind: Kind = Kind.COUNTER, *, alert: str = "", answers: Answers | None = None
    ) -> None:
        """Begin a report: empty, or with what is known of ``alert``, and with ``answers`` that
        were given elsewhere, which are kept at once.
        """
        board = as_the_counter_shows(self._running.station.board)
        known = answers_from_station(board.me.person, board.me.place)
        found = board.find(alert) if alert else None
        if found is not None:
            known |= answers_from_alert(found)
        known |= answers or {}
        draft = self._reporting.drafts.new(kind, answers=known, alert=found.id if found else "")
        self.write(draft, is_unsaved=bool(answers))

    def write(self, draft: Draft, *, is_unsaved: bool = False) -> None:
        """Go on with a draft; one that is open already comes to the front."""
        self.keep(draft)
        if self._come_forward(draft.id):
            return
        if draft.amends:
            self._go_on_amending(draft)
            return
        board = as_the_counter_shows(self._running.station.board)
        alert = board.find(draft.alert) if draft.alert else None
        form = IncidentForm(
            draft,
            ports=self._ports(draft),
            desk=self._desk(board, alert_at=alert.raised_at if alert else None),
            appearance=self._appearance,
            words=self._words,
            is_unsaved=is_unsaved,
        )
        self._keep(draft.id, form)

    def discard(self, draft: Draft) -> None:
        """Throw a draft away, with its files, unless that is undone within ten seconds. One that is
        open says so itself; a call that is going on comes forward instead.
        """
        window = self._open.get(draft.id) or self._amending(draft.id)
        if isinstance(window, IncidentForm):
            window.discard_soon()
        if self._come_forward(draft.id) or draft.id in self._going:
            return
        draft = self._reporting.drafts.kept(draft.id) or draft  # a list may be older
        going = self._going[draft.id] = Going(self)
        going.ticked.connect(partial(self._count_down, draft.id))
        going.due.connect(partial(self._discard_now, draft))
        going.begin()
        self._show_mine()

    def keep(self, draft: Draft) -> None:
        """Do not throw it away, if that was meant to be."""
        going = self._going.pop(draft.id, None)
        if going is not None:
            going.take_back()
            going.deleteLater()
            self._show_mine()

    def _count_down(self, draft: str, seconds: int) -> None:
        if self._mine is not None:
            self._mine.count_down(draft, seconds)

    def _discard_now(self, draft: Draft) -> None:
        self._going.pop(draft.id).deleteLater()
        now = self._reporting.drafts.kept(draft.id)
        if now is None or now.saved_at != draft.saved_at:  # a command went on with it meanwhile
            self._show_mine()
            return
        gone = self._reporting.drafts.discard(draft.id)
        gone.add_done_callback(lambda end: self._bridge.post(lambda: self._discarded(end)))

    def _discarded(self, end: "Future[None]") -> None:
        self._show_mine()
        error = end.exception()
        if error is not None:
            logger.error("a draft could not be discarded", exc_info=error)

    def amend(self, filed: Filed) -> None:
        """Add to a report that was submitted here: go on with what was begun, or begin.

        The report itself is not on this PC any more: the form begins empty.
        """
        drafts = self._reporting.drafts
        mine = filter(drafts.asker().is_author, drafts.all())
        begun = next((one for one in mine if one.amends == filed.report), None)
        if begun is None:
            self._open_amendment(replace(drafts.new(filed.kind), amends=filed.report), filed)
        elif not self._come_forward(begun.id) and self._mine is not None:
            self._mine.open_draft(begun)

    def _go_on_amending(self, draft: Draft) -> None:
        known = self._reporting.filing.filed()
        unknown = Filed(
            report=draft.amends, number="", kind=draft.kind, submitted_at=draft.begun_at
        )
        found = next((filed for filed in known if filed.report == draft.amends), unknown)
        self._open_amendment(draft, found)

    def _open_amendment(self, draft: Draft, filed: Filed) -> None:
        form = IncidentForm(
            draft,
            ports=self._ports(draft),
            desk=self._desk(self._running.station.board),
            appearance=self._appearance,
            words=self._words,
            filed=filed,
        )
        self._keep(draft.id, form)
        form.amend()

    def threat_call(self) -> None:
        """Somebody is on the phone with a threat: the checklist, now."""
        me = self._running.station.board.me
        answers = answers_from_station(me.person, me.place)
        draft = self._reporting.drafts.new(Kind.THREAT_CALL, answers=answers)
        call = ThreatCallWindow(
            draft,
            drafts=self._reporting.drafts,
            calls=self._reporting.calls,
            taker=me.person,
            appearance=self._appearance,
            words=self._words,
        )
        call.report_wanted.connect(partial(self._write_of_call, draft.id))
        self._keep(draft.id, call)

    def mine(self) -> None:
        """What was begun on this PC, and how what was submitted from it stands."""
        if self._mine is None:
            self._mine = ReportsWindow(
                self._appearance,
                self._words,
                person=lambda: self._running.station.board.me.person,
                is_shared=self._running.settings.shared,
                pins=self._reporting.pins,
            )
            self._mine.opened.connect(self.write)
            self._mine.discarded.connect(self.discard)
            self._mine.taken_back.connect(self.keep)
            self._mine.amend_pressed.connect(self.amend)
            self._mine.new_pressed.connect(self.new)
            self._mine.call_pressed.connect(self.threat_call)
        self._show_mine()
        self._mine.show()
        self._mine.raise_()
        self._mine.activateWindow()

    def ask_pin(
        self,
        person: str,
        tell: Callable[[bool], None],
        parent: QWidget,
        task: PinTask = PinTask.SIGN,
    ) -> None:
        """Ask ``person`` for the PIN; whoever has none on this PC signs without one."""
        pins = self._reporting.pins
        if not pins.has(person):
            if not self._running.settings.shared:
                tell(False)
                return
            task = PinTask.SET
        dialog = self._pin_dialog = PinDialog(
            Look(self._appearance.theme, self._words),
            self._appearance,
            parent,
            task=task,
            person=person,
            pins=pins,
            thread=self._pin_thread,
            post=self._bridge.post,
        )
        dialog.accepted.connect(lambda: tell(True))
        dialog.open()

    def leave(self, then: Callable[[], None], stayed: Callable[[], None]) -> None:
        """Close everything as its person would: ``then`` once all of it is gone, or ``stayed`` if
        somebody is asked and goes on writing.
        """
        self._leaving = _Leaving(then, stayed)
        if self._mine is not None:
            self._mine.close()
        self._close_open()
        QTimer.singleShot(SAID_AFTER_MS, self, self._say_what_it_waits_for)
        QTimer.singleShot(ASKED_AFTER_MS, self, self._close_open)

    def _close_open(self) -> None:
        if self._leaving is None:
            return
        for window in tuple(self._open.values()):
            if isinstance(window, IncidentForm):
                window.end()
            else:
                window.close()
        self._leave_if_all_are_closed()

    def _say_what_it_waits_for(self) -> None:
        if self._leaving is None:
            return
        for name, window in tuple(self._open.items()):
            self._come_forward(name)
            if isinstance(window, IncidentForm):
                window.say_leaving()

    def _leave_if_all_are_closed(self) -> None:
        if self._leaving is not None and not self._open:
            leaving, self._leaving = self._leaving, None
            leaving.then()

    def _stay(self) -> None:
        if self._leaving is not None:
            leaving, self._leaving = self._leaving, None
            leaving.stayed()

    def close(self) -> None:
        """Save what is open, throw away what was to go, and end what is being made."""
        for going in tuple(self._going.values()):
            going.end_now()
        self._save_open()
        for window in (*self._open.values(), self._mine):
            if window is not None:
                window.hide()
        self._pin_thread.shutdown(wait=False, cancel_futures=True)
        self._saver.shutdown(wait=True)  # a file that was asked for is written to its end
        self._box.close()

    def _save_open(self) -> None:
        """Wait, though not for a disk that hangs: after this no window can say what went wrong."""
        unsaved: list[Draft] = []
        for window in tuple(self._open.values()):
            if isinstance(window, ThreatCallWindow):
                window.hang_up()
                unsaved.append(window.draft)
            elif isinstance(window, IncidentForm) and window.has_unsaved:
                unsaved.append(window.draft)
        saves = [self._reporting.drafts.save(draft) for draft in unsaved]
        for save in wait(saves, LAST_SAVE_S).done:
            if save.exception() is not None:
                logger.error("a draft could not be saved at the end", exc_info=save.exception())

    def _ports(self, draft: Draft) -> FormPorts:
        """For the form that is opened with ``draft``, and holds its files until it is closed."""
        reporting = self._reporting
        reporting.hold(draft.id, draft.attachments)
        return FormPorts(
            drafts=reporting.drafts,
            filing=reporting.filing,
            save_copy=lambda draft, file: self._saver.submit(save_draft_copy, draft, file),
            save_pdf=lambda pdf, file: self._saver.submit(save_document, pdf, file),
            pins=reporting.pins,
            box=_BoxOfForm(self._box, lambda file: reporting.hold(draft.id, [file])),
            render=self._papers.preview,
        )

    def _desk(self, board: Board, *, alert_at: object = None) -> FormDesk:

        assert alert_at is None or isinstance(alert_at, datetime)
        desks = [
            desk for desk in board.desks if not desk.is_revoked and desk.role is not Role.RELAY
        ]
        return FormDesk(
            person=board.me.person,
            is_shared=self._running.settings.shared,
            places=tuple(dict.fromkeys(desk.place for desk in (board.me, *desks) if desk.place)),
            people=tuple(dict.fromkeys(desk.person for desk in desks if desk.person)),
            alert_at=alert_at,
        )

    def _write_of_call(self, call: str, draft: Draft) -> None:
        """The caller hung up: the report goes on from what was ticked."""
        window = self._open.pop(call, None)
        if window is not None:
            window.close()
            window.deleteLater()
        self.write(draft, is_unsaved=True)

    def _keep(self, name: str, window: QWidget) -> None:
        window.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        if isinstance(window, IncidentForm):
            window.submitted.connect(lambda _filed: self._was_submitted(name))
        if isinstance(window, IncidentForm | ThreatCallWindow):
            window.closed.connect(lambda _draft: self._forget(name))
            window.closing.stayed.connect(self._stay)
        self._open[name] = window
        window.show()
        window.activateWindow()

    def _come_forward(self, name: str) -> bool:
        window = self._open.get(name) or self._amending(name)
        if window is None:
            return False
        window.show()
        window.raise_()
        window.activateWindow()
        return True

    def _amending(self, draft: str) -> IncidentForm | None:
        """The form that went on with that amendment after it had submitted the report."""
        forms = (one for one in self._open.values() if isinstance(one, IncidentForm))
        return next((form for form in forms if form.draft.id == draft), None)

    def _was_submitted(self, name: str) -> None:
        self._reporting.release(name)
        self._show_mine()

    def _forget(self, name: str) -> None:
        self._reporting.release(name)
        window = self._open.pop(name, None)
        if window is not None:
            window.deleteLater()
        self._show_mine()
        self._leave_if_all_are_closed()

    def _show_mine(self) -> None:
        if self._mine is not None:
            drafts = self._reporting.drafts
            going = {draft: going.left for draft, going in self._going.items()}
            others = drafts.of_other_accounts()
            self._mine.show_drafts(drafts.all(), elsewhere=others, going=going)
            self._show_filed()

    def _show_filed(self) -> None:
        if self._mine is not None:
            self._mine.show_filed(self._reporting.mine())

    def _see(self, board: Board) -> None:  # on the station's thread
        """Somebody else sits down: what the one before had submitted leaves the screen."""
        if board.me.person != self._seen:
            self._seen = board.me.person
            self._bridge.post(self._show_mine)


@dataclass(frozen=True, slots=True)
class _Leaving:
    """What to do once every window is closed, and what if one stays."""

    then: Callable[[], None]
    stayed: Callable[[], None]


class _Adding:
    """One file on its way into the blobs; see ``ui.views.attachments.Adding``."""

    def __init__(self) -> None:
        self.result: Future[Added] = Future()
        self.flag = Flag()

    def cancel(self) -> None:
        self.flag.set()

    def settle(self, taking: "Future[Taken]") -> None:
        """What came of it; whoever called it off, or closed the box before it was begun."""
        error = CancelledError() if taking.cancelled() else taking.exception()
        if isinstance(error, CancelledError):
            self.result.cancel()
        elif error is not None:
            self.result.set_exception(error)
        else:
            taken = taking.result()
            self.result.set_result(Added(taken.attachment, taken.words))


class _Box:
    """Takes files in with a worker, for all forms; see ``ui.views.attachments.AttachmentBox``."""

    def __init__(self, reporting: Reporting) -> None:
        self._taking = reporting.taking
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="attaching")

    def add(
        self,
        source: Source,
        *,
        added_by: str,
        progress: Callable[[int, int], None],
        hold: Callable[[Attachment], None],
    ) -> _Adding:
        adding = _Adding()
        taking = self._worker.submit(self._taken, source, added_by, progress, adding, hold)
        taking.add_done_callback(adding.settle)
        return adding

    def close(self) -> None:
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _taken(
        self,
        source: Source,
        by: str,
        progress: Callable[[int, int], None],
        adding: _Adding,
        hold: Callable[[Attachment], None],
    ) -> Taken:
        if isinstance(source, Path):
            taken = self._taking.take_file(
                source, by=by, progressed=progress, is_cancelled=adding.flag.is_set
            )
        else:
            taken = self._taking.take_pasted(source.data, source.name, by=by)
        hold(taken.attachment)
        return taken


@dataclass(frozen=True, slots=True)
class _BoxOfForm:
    """The box as one form has it: what it takes in is held for that form."""

    box: _Box
    hold: Callable[[Attachment], None]

    def add(
        self, source: Source, *, added_by: str, progress: Callable[[int, int], None]
    ) -> _Adding:
        return self.box.add(source, added_by=added_by, progress=progress, hold=self.hold)
