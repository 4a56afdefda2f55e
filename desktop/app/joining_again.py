"""Joining once more, at a PC that is a station: asked in a window that somebody opened there.

The station goes on as what it was while the code is tried, and while it calls and is heard: an
alert can leave until the program ends. What it has on its disk stays, as with ``countersign site
join --again``.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from PySide6.QtCore import QObject, Signal

from desktop.app.running import RunningStation
from desktop.domain.alerts.forced import calls
from desktop.domain.errors import DeskError, RefusedError
from desktop.services.trust.ports import NewIdentity
from desktop.ui.bridge import Bridge
from desktop.ui.join_again import JoinAgainWindow
from desktop.ui.settling import settled
from desktop.ui.theme import OTHER_FONTS, Appearance, load_fonts
from desktop.ui.views.first_run import JoinSite
from desktop.ui.words import Words


class CallsNowError(RefusedError):
    """This PC calls at this moment."""

    code = "calls-now"
    advice = "Join again once that call is closed; the code was not used."


class JoinedLaterError(DeskError):
    """Joined as {place}, and not at work as that yet."""

    code = "joined-later"
    advice = "End Countersign on this PC, and start it again."


class JoinAgain(QObject):
    """Opens the window, and joins. ``joined`` says that the program is to begin anew: it is another
    station then, and nobody hears a call from here now.
    """

    joined = Signal()

    def __init__(
        self, running: RunningStation, appearance: Appearance, words: Words, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._running, self._appearance, self._words = running, appearance, words
        self._bridge = Bridge(self)
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="joining-again")
        self._place: str | None = None
        self._waits_for_call = False
        self.window: JoinAgainWindow | None = None

    def open(self) -> None:
        """Ask for a code; what was typed and not sent stays."""
        if self.window is None:
            load_fonts(OTHER_FONTS)
            self.window = JoinAgainWindow(
                appearance=self._appearance,
                words=self._words,
                person=self._running.station.board.me.person,
            )
            self.window.join_pressed.connect(self._join)
        self.window.open()

    def may_begin_anew(self) -> bool:
        """Nobody called from here meanwhile and is heard; else ``joined`` comes after that call."""
        if self._is_heard():
            self._go_on()
        return not self._waits_for_call

    def stay(self) -> None:
        """The program did not end, or ends for good: somebody goes on writing, or wanted that. It
        is another station from its next start on.
        """
        self._waits_for_call = False
        if self.window is not None and self._place is not None:
            self.window.show_error(JoinedLaterError(place=self._place))

    def close(self) -> None:
        """Ask nothing any more. A desk that does not answer holds up no ending."""
        self._worker.shutdown(wait=False, cancel_futures=True)
        if self.window is not None:
            self.window.hide()

    def _join(self, asked: JoinSite) -> None:
        assert self.window is not None
        if self._place is not None:  # a code lets in once, and it has
            self._go_on()
        elif self._is_heard():
            self.window.show_error(CallsNowError())
        else:
            words = self._words
            self.window.show_progress(words("Asking the supervisor's PC to let this one in."))
            self._work(lambda: self._joined(asked), self._is_in)

    def _joined(self, asked: JoinSite) -> NewIdentity:
        """On the worker."""
        from desktop.app.site_making import join_again_at_work, joining_address
        from desktop.services.adapters.sharing import write_text

        home = self._running.home
        made = join_again_at_work(home, asked.code, [joining_address(asked.address)])
        with suppress(OSError):  # it has joined, whoever sits there
            write_text(home.person_file, asked.person)
        return made

    def _is_in(self, made: NewIdentity) -> None:
        self._place = made.seat.place
        self._bridge.board_changed.connect(lambda _board: self._look_again())
        self._running.station.watch(self._bridge.publish)
        self._go_on()

    def _look_again(self) -> None:
        if self._waits_for_call:
            self._go_on()

    def _go_on(self) -> None:
        """Have the program begin anew, once nobody is called from here."""
        words, place = self._words, self._place
        assert self.window is not None
        self._waits_for_call = self._is_heard()
        if self._waits_for_call:
            said = words("Joined as {place}. It goes on as that after the call.", place=place)
        elif calls(self._running.station.board):
            said = words(
                "Joined as {place}. Countersign starts anew. Nobody hears the call from here: call"
                " again then.",
                place=place,
            )
        else:
            said = words("Joined as {place}. Countersign starts anew.", place=place)
        self.window.show_joined(said)
        if not self._waits_for_call:
            self.joined.emit()

    def _is_heard(self) -> bool:
        """This station calls, as far as it shows; others believe it, and a desk is there that can
        close the call. What nobody hears would never end.
        """
        board = self._running.station.board
        return calls(board) and not board.me.is_revoked and board.is_heard

    def _work(self, act: Callable[[], NewIdentity], done: Callable[[NewIdentity], None]) -> None:
        assert self.window is not None
        refused = self.window.show_error

        def settle(answer: "Future[NewIdentity]") -> None:
            settled(answer, done, refused)

        self._worker.submit(act).add_done_callback(
            lambda answer: self._bridge.post(lambda: settle(answer))
        )
