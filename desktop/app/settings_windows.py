"""The settings at one station's windows: what of a change holds at once, and their window."""

from collections.abc import Callable
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.app.running import RunningStation
from desktop.domain.alerts.forced import calls
from desktop.domain.errors import DeskError
from desktop.domain.roster.roles import Role
from desktop.domain.settings.layers import InForce
from desktop.ui.bridge import Bridge
from desktop.ui.theme import OTHER_FONTS, SCHEMES, Appearance, load_fonts
from desktop.ui.words import Words

if TYPE_CHECKING:  # a counter's bar is armed without a byte of these
    from desktop.app.joining_again import JoinAgain
    from desktop.domain.autostart import Standing
    from desktop.domain.hotkeys import Action
    from desktop.services.adapters.keys.duress import TakeBackCodes
    from desktop.services.ports import Autostart
    from desktop.ui.settings.codes_dialog import CodesDialog
    from desktop.ui.settings.window import SettingsWindow
    from desktop.ui.views.contact_rows import Outside
    from desktop.ui.views.settings import Recording, SettingsView, Trial

LOOKS_AGAIN_MS = 200
"""Between two looks at how long a key can still be tried out."""


class SettingsWindows(QObject):
    """Follows the settings while the windows are open; the window is made when somebody asks.

    ``changed`` comes after every change, once colours and size are those that hold. While this
    station calls, nothing of it changes for a word from elsewhere: a customer may be looking.
    ``joined_again`` comes once this PC has joined as another station.
    """

    changed = Signal()
    joined_again = Signal()

    def __init__(
        self,
        running: RunningStation,
        appearance: Appearance,
        words: Words,
        bridge: Bridge,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._running = running
        self._appearance = appearance
        self._words = words
        self._bridge = bridge
        self._started_in = running.settings.language
        self._is_watching_keys = False
        self._recording: Recording | None = None
        self._trial: Trial | None = None
        self._trial_ends = 0.0
        self._refusal: DeskError | None = None
        self._sending: set[str] = set()
        self._starts: Standing | None = None
        self._looks_again = QTimer(self)
        self._looks_again.setInterval(LOOKS_AGAIN_MS)
        self._looks_again.timeout.connect(self._count_down)
        self.window: SettingsWindow | None = None
        self.codes: CodesDialog | None = None
        self.joining: JoinAgain | None = None
        self._is_late = False
        running.preferences.watch(lambda _in_force: bridge.post(self._follow))
        running.station.watch_roster(lambda _roster: bridge.post(self._show))
        running.open_settings = lambda: bridge.post(self.open)
        bridge.post(self._follow)  # what came since the windows were made

    def open(self) -> None:
        """Show the window: somebody asked for it."""
        if self.window is None:
            self._make()
        self._watch_keys()
        is_of_a_demo = self._running.hotkeys is None
        self._starts = None if is_of_a_demo else self._autostart().standing()
        assert self.window is not None
        self._refusal = None
        self._show()
        self.window.open()

    def close(self) -> None:
        """End it."""
        self._running.open_settings = None
        self._looks_again.stop()
        if self.joining is not None:
            self.joining.close()
        if self.window is not None:
            self.window.hide()

    def join_again(self) -> None:
        """Ask for a code that gives this PC another place or role."""
        if self.joining is None:
            from desktop.app.joining_again import JoinAgain  # seldom in a PC's life

            self.joining = JoinAgain(self._running, self._appearance, self._words, self)
            self.joining.joined.connect(self.joined_again)
        self.joining.open()

    def may_begin_anew(self) -> bool:
        """No call from here is under way; else ``joined_again`` comes once more after it."""
        return self.joining is None or self.joining.may_begin_anew()

    def stay(self) -> None:
        """The program did not end after that."""
        if self.joining is not None:
            self.joining.stay()

    def _make(self) -> None:
        from desktop.ui.settings.window import SettingsWindow

        load_fonts(OTHER_FONTS)
        window = self.window = SettingsWindow(
            self._view(), appearance=self._appearance, words=self._words
        )
        window.chosen.connect(self._choose)
        window.change_pressed.connect(self._record)
        window.recorded.connect(self._recorded)
        window.cancelled.connect(self._stop_recording)
        window.try_pressed.connect(self._try_out)
        window.closed.connect(self._nobody_looks)
        window.test_pressed.connect(self._send_test)
        window.asked.connect(self._ask)

    def _watch_keys(self) -> None:
        """Once: they are held a moment after the bar is armed."""
        keys = self._running.keys
        if keys is not None and not self._is_watching_keys:
            self._is_watching_keys = True
            keys.watch(lambda: self._bridge.post(self._show))

    def catch_up(self) -> None:
        """This station calls no longer: what was changed meanwhile holds from now on."""
        if self._is_late:
            self._follow()

    def _follow(self) -> None:
        is_looked_at = self.window is not None and self.window.isVisible()
        self._is_late = self._calls() and not is_looked_at
        if self._is_late:
            return
        settings = self._running.settings
        self._appearance.choose(scheme=SCHEMES.get(settings.theme), text_scale=settings.text_scale)
        self._show()
        self.changed.emit()

    def _calls(self) -> bool:
        return calls(self._running.station.board)

    def _show(self) -> None:
        if self.window is not None:
            self.window.show_view(self._view())

    def _view(self) -> "SettingsView":
        from desktop.ui.views.advice import Advice
        from desktop.ui.views.settings import SettingsView

        running = self._running
        return SettingsView.of(
            running.preferences.in_force,
            words=self._words,
            is_supervisors=running.station.role is Role.SUPERVISOR,
            is_staffs=running.station.role is Role.STAFF,
            keys=running.hotkeys,
            starts=self._starts,
            started_in=self._started_in,
            trial=self._trial,
            recording=self._recording,
            outside=self.outside(),
            me=running.station.board.me if running.hotkeys is not None else None,
            refusal=Advice.of(self._refusal, self._words) if self._refusal else None,
        )

    # --- the contacts outside ------------------------------------------------------------------

    def outside(self) -> "Outside | None":
        """A supervisor's desk has a place for them; at a counter nothing of it is to be read."""
        from desktop.ui.views.contact_rows import Outside

        running = self._running
        if running.station.role is not Role.SUPERVISOR or running.hotkeys is None:
            return None
        if not running.home.contacts_file.exists():
            return Outside()
        senders = dict(running.settings.outside).get("senders", ())
        return Outside(
            contacts=running.late.telling_outside().contacts.contacts,
            is_sender=running.station.device in senders,
            sending=frozenset(self._sending),
        )

    def _send_test(self, contact: str) -> None:
        """In a worker, for as long as it takes; what it came to is shown then. Who presses again
        meanwhile sends no second one.
        """
        if contact in self._sending:
            return
        outside = self._running.late.telling_outside()
        chosen = tuple(one for one in outside.contacts.contacts if one.id == contact)
        self._sending.add(contact)
        self._show()

        def sent() -> None:
            self._sending.discard(contact)
            self._show()

        outside.test(chosen).add_done_callback(lambda _: self._bridge.post(sent))

    # --- what has a dialog of its own ----------------------------------------------------------

    def _ask(self, key: str) -> None:
        from desktop.ui.views.settings import CODES

        if key == CODES:
            self._ask_codes()
        else:
            self.join_again()

    def _ask_codes(self) -> None:
        """Somebody wants to set them, or to take them away."""
        from concurrent.futures import ThreadPoolExecutor

        from desktop.ui.reports.look import Look
        from desktop.ui.settings.codes_dialog import CodesDialog

        if self.codes is not None:
            self.codes.close()
        worker = ThreadPoolExecutor(1, thread_name_prefix="codes")
        dialog = self.codes = CodesDialog(
            Look(self._appearance.theme, self._words),
            self._appearance,
            self.window,
            codes=self._take_back_codes,
            thread=worker,
            post=self._bridge.post,
        )
        dialog.finished.connect(lambda _: worker.shutdown(wait=False, cancel_futures=True))
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self._forget_codes)
        dialog.open()

    def _forget_codes(self) -> None:
        self.codes = None

    @cached_property
    def _take_back_codes(self) -> "TakeBackCodes":
        """One, so that wrong codes are counted whatever is closed and opened."""
        from desktop.services.adapters.keys.duress import TakeBackCodes

        running = self._running
        return TakeBackCodes(running.home.take_back_file, monotonic=running.clock.monotonic)

    # --- changing ------------------------------------------------------------------------------

    def _choose(self, key: str, value: object | None) -> None:
        from desktop.ui.views.settings import AUTOSTART

        if key == AUTOSTART:
            self._start_by_itself(wanted=bool(value))
        else:
            self._save(key, value, self._refused)

    def _start_by_itself(self, *, wanted: bool) -> None:
        """The system's own note, not this PC's settings: asked and told at once."""
        autostart = self._autostart()
        try:
            (autostart.turn_on if wanted else autostart.turn_off)()
        except DeskError as error:
            self._refused(error)
        else:
            self._refusal = None
            self._starts = autostart.standing()
            self._show()

    def _autostart(self) -> "Autostart":
        from desktop.services.adapters.autostart import autostart_of

        return autostart_of(self._running.home)

    def _save(self, key: str, value: object | None, refused: Callable[[DeskError], None]) -> None:
        from desktop.ui.settling import settled

        def saved(_: InForce) -> None:
            self._refusal = None
            self._recording = None
            self._show()

        self._running.preferences.change(key, value).add_done_callback(
            lambda done: self._bridge.post(lambda: settled(done, saved, refused))
        )

    def _refused(self, error: DeskError) -> None:
        self._refusal = error
        self._show()

    # --- another key ---------------------------------------------------------------------------

    def _record(self, action: "Action") -> None:
        from desktop.ui.views.settings import Recording

        self._forget_trial()
        self._recording = Recording(action)
        self._show()

    def _stop_recording(self) -> None:
        self._recording = None
        self._show()

    def _recorded(self, action: "Action", said: object) -> None:
        """``said`` is a key, "" for none, ``None`` for the usual one, or no key at all."""
        from desktop.domain.settings.keys import key_of
        from desktop.ui.views.advice import Advice
        from desktop.ui.views.settings import Recording

        words = self._words
        if said is False:
            advice = Advice(words("This key cannot call. Take F1 to F24, or a letter."))
            self._recording = Recording(action, advice)
            self._show()
            return

        def refused(error: DeskError) -> None:
            from desktop.domain.settings.errors import KeyRefusedError

            instead = error.instead if isinstance(error, KeyRefusedError) else None
            self._recording = Recording(action, Advice(words.say(error.sentence)), instead)
            self._show()

        self._save(key_of(action), self._with_the_others(action, said), refused)

    def _with_the_others(self, action: "Action", said: object) -> object:
        """Another key takes the place of the first; a pedal's beside it stays."""
        if not isinstance(said, str) or not said:
            return said
        keys = [str(key.chord) for key in self._running.hotkeys or () if key.action is action]
        return (said, *(key for key in keys[1:] if key != said))

    # --- trying one out ------------------------------------------------------------------------

    def _try_out(self, action: "Action") -> None:
        from desktop.ui.views.settings import TRIED_FOR, Trial, Tried

        keys = self._running.keys
        if keys is None:
            return
        has_begun = keys.try_out(
            action, TRIED_FOR, lambda: self._bridge.post(lambda: self._arrived(action))
        )
        self._trial = Trial(action, Tried.WAITING, ceil(TRIED_FOR))
        if has_begun:
            self._trial_ends = self._running.clock.monotonic() + TRIED_FOR
            self._looks_again.start()
        else:
            self._trial = Trial(action, Tried.NOT_NOW)
        self._show()

    def _arrived(self, action: "Action") -> None:
        from desktop.ui.views.settings import Trial, Tried

        self._looks_again.stop()
        self._trial = Trial(action, Tried.ARRIVED)
        self._show()

    def _count_down(self) -> None:
        from desktop.ui.views.settings import Trial, Tried

        trial = self._trial
        if trial is None:
            return
        left = self._trial_ends - self._running.clock.monotonic()
        if left > 0 and not self._calls():
            self._trial = Trial(trial.action, Tried.WAITING, ceil(left))
        else:
            self._looks_again.stop()
            self._trial = Trial(trial.action, Tried.MISSED if left <= 0 else Tried.NOT_NOW)
        self._show()

    def _forget_trial(self) -> None:
        self._looks_again.stop()
        self._trial = None
        if self._running.keys is not None:
            self._running.keys.end_trial()

    def _nobody_looks(self) -> None:
        """The window is gone: no press is a test any more, and no code is typed."""
        if self.codes is not None:
            self.codes.reject()
        self._forget_trial()
        self._recording = None
