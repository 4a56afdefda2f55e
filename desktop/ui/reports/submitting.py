"""Submitting a report or an amendment: the question, the PIN, and what came of it."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import DeskError
from desktop.services.reports.ports import Draft, Filed
from desktop.ui.reports.look import Look
from desktop.ui.reports.pin_dialog import PinDialog
from desktop.ui.reports.ports import FormDesk, FormPorts
from desktop.ui.reports.question import Question
from desktop.ui.secret_dialog import Post
from desktop.ui.theme import Appearance
from desktop.ui.views.incident_form import IncidentFormView
from desktop.ui.views.pin import PinTask

Send = Callable[[bool], "Future[Filed]"]


class Submitting(QObject):
    """Asks what must be asked, then sends. ``sending`` locks the form until ``filed`` or
    ``failed``; whoever thinks better of it before that leaves the form as it is.
    """

    sending = Signal()
    filed = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        window: QWidget,
        *,
        ports: FormPorts,
        desk: FormDesk,
        appearance: Appearance,
        post: Post,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._ports = ports
        self._desk = desk
        self._appearance = appearance
        self._post = post
        self._thread: ThreadPoolExecutor | None = None
        self.dialog: Question | PinDialog | None = None

    def ask(self, view: IncidentFormView, look: Look, draft: Draft, send: Send) -> None:
        """Ask whether to submit, then for the PIN where several people use this PC."""
        question = Question(
            look,
            self._appearance,
            self._window,
            title=view.submit_text,
            question=view.question,
            yes=view.question_yes,
            no=view.question_no,
        )
        question.accepted.connect(lambda: self._identify(look, draft, send))
        self.dialog = question
        question.open()

    def set_pin(self, look: Look, person: str, then: Callable[[], None]) -> None:
        """Have ``person`` set a PIN."""
        self._ask_pin(look, PinTask.SET, person, then)

    def keep_with_pin(
        self, look: Look, person: str, then: Callable[[], None], stay: Callable[[], None]
    ) -> None:
        """Have ``person`` set a PIN before a draft is left here; ``stay``: they rather go on."""
        self._ask_pin(look, PinTask.KEEP, person, then).rejected.connect(stay)

    def close(self) -> None:
        """End the thread that checks PINs."""
        if self._thread is not None:
            self._thread.shutdown(wait=False, cancel_futures=True)

    def _identify(self, look: Look, draft: Draft, send: Send) -> None:
        pins = self._ports.pins
        if pins is None or not self._desk.is_shared:
            self._send(send, pin_checked=False)
            return
        person = draft.author or self._desk.person
        task = PinTask.SIGN if pins.has(person) else PinTask.SET
        self._ask_pin(look, task, person, lambda: self._send(send, pin_checked=True))

    def _ask_pin(
        self, look: Look, task: PinTask, person: str, then: Callable[[], None]
    ) -> PinDialog:
        assert self._ports.pins is not None
        if self._thread is None:
            self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pin")
        dialog = PinDialog(
            look,
            self._appearance,
            self._window,
            task=task,
            person=person,
            pins=self._ports.pins,
            thread=self._thread,
            post=self._post,
        )
        dialog.accepted.connect(then)
        self.dialog = dialog
        dialog.open()
        return dialog

    def _send(self, send: Send, *, pin_checked: bool) -> None:
        self.sending.emit()
        send(pin_checked).add_done_callback(lambda answer: self._post(lambda: self._end(answer)))

    def _end(self, answer: "Future[Filed]") -> None:
        error = answer.exception()
        if error is None:
            self.filed.emit(answer.result())
        elif isinstance(error, DeskError):
            self.failed.emit(error)
        else:
            self.failed.emit(DeskError())
            raise error
