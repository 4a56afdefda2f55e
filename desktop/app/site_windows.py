"""The Site page of a supervisor's console, joined to what changes the site."""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.app.late import StationEndedError
from desktop.app.running import RunningStation
from desktop.domain.errors import DeskError
from desktop.domain.roster.ids import DeviceId
from desktop.ui.bridge import Bridge
from desktop.ui.console.pages import PageEntry
from desktop.ui.settling import settled
from desktop.ui.system_dialogs import ask_to_open, ask_to_save, warn
from desktop.ui.theme import Appearance, Theme
from desktop.ui.words import Words

if TYPE_CHECKING:  # read when somebody opens the page
    from desktop.app.site_acts import SiteActs
    from desktop.app.site_backups import SiteBackups
    from desktop.app.site_errands import StationErrands
    from desktop.domain.protocol.site_protocol import SiteProtocol
    from desktop.domain.protocol.steps import Step
    from desktop.services.retention.standing import RetentionStanding
    from desktop.services.trust.placing import Standpoint
    from desktop.ui.console.site.page import SitePage
    from desktop.ui.views.advice import Advice
    from desktop.ui.views.contact_rows import Outside
    from desktop.ui.views.site import SiteAsked, SiteStanding
    from desktop.ui.views.site_cards import Do, RowKey

log = logging.getLogger(__name__)

KEY = "site"
A_MOMENT_MS = 100
"""After a code's time is over: then it is, also by a clock that is read a little later."""
AskPin = Callable[[str, Callable[[bool], None]], None]
"""Ask that person's PIN; the answer says whether there was one to check, and comes only where the
act may go on.
"""


class SiteWindows(QObject):
    """Shows how the site stands from when the page is first opened, and does what is pressed."""

    invite_pressed = Signal()
    settings_pressed = Signal()
    now_pressed = Signal()
    code_made = Signal(str)

    def __init__(
        self,
        running: RunningStation,
        appearance: Appearance,
        words: Words,
        bridge: Bridge,
        *,
        ask_pin: AskPin,
        outside: "Callable[[], Outside | None]",
        window: Callable[[], QWidget],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._running, self._words, self._bridge = running, words, bridge
        self._appearance = appearance
        self._ask_pin = ask_pin
        self._outside = outside
        self._window = window
        self._page: SitePage | None = None
        self._shown: SiteStanding | None = None
        self._is_closed = self._sees_codes = False
        self._moved: dict[DeviceId, Standpoint] = {}
        self._retention: RetentionStanding | None = None
        self._chosen: Path | None = None
        self._doing: dict[str, _Press | None] = {}
        self._pressed: _Press | None = None
        self._next: dict[str, _Press] = {}
        self._runs_out = QTimer(self)
        self._runs_out.setSingleShot(True)
        self._runs_out.timeout.connect(self._show)

    def entry(self) -> PageEntry:
        """The page for the console's navigation."""
        return PageEntry(key=KEY, name=self._words("Site"), icon="id-card", build=self._build)

    def close(self) -> None:
        """Do nothing any more; what was begun ends by itself."""
        self._is_closed = True
        self._runs_out.stop()
        if self._page is not None:
            self._acts.close()
            self._backups.close()

    def _build(self, theme: Theme) -> "SitePage":
        from desktop.ui.console.site.page import SitePage
        from desktop.ui.views.site import SiteView

        is_first = self._page is None
        self._shown = self._standing()
        view = SiteView.of(self._shown, self._asked, words=self._words)
        page = self._page = SitePage(theme, self._words, view)
        page.opened.connect(self._show)
        page.opened.connect(self._read_retention)
        page.pressed.connect(self._press)
        page.chosen.connect(self._choose)
        page.saved.connect(self._save)
        page.cancelled.connect(self._cancel)
        page.searched.connect(self._search)
        if is_first:
            self._watch()
        return page

    def _watch(self) -> None:
        running = self._running
        running.watch_right(lambda: self._bridge.post(self._roster_changed))
        running.preferences.watch(lambda _in_force: self._bridge.post(self._preferences_changed))

    def _roster_changed(self) -> None:
        """Perhaps this desk was given the administrator's right: then it has codes of its own."""
        admitting = self._running.admitting
        if admitting is not None and not self._sees_codes:
            self._sees_codes = True
            admitting.watch(lambda: self._bridge.post(self._show))
        self._show()

    # --- how it stands -------------------------------------------------------------------------

    @cached_property
    def _acts(self) -> "SiteActs":
        from desktop.app.site_acts import SiteActs

        return SiteActs(self._running, changed=lambda: self._bridge.post(self._show))

    @cached_property
    def _backups(self) -> "SiteBackups":
        from desktop.app.site_backups import SiteBackups

        return SiteBackups(
            self._running,
            self._words,
            self,
            window=self._window,
            changed=lambda: self._bridge.post(self._show),
        )

    def show_board(self) -> None:
        """Steps, and who is ready, are others: drawn where somebody looks."""
        if self._page is not None and self._page.isVisible():
            self._show()

    def _preferences_changed(self) -> None:
        self._show()
        self._read_retention()

    def _read_retention(self) -> None:
        """What would go is read off the disk, and shown when it is known; where it cannot be read,
        the page does without.
        """
        if self._page is None or self._is_closed or self._running.records is None:
            return

        def known(retention: "RetentionStanding") -> None:
            self._retention = retention
            self._show()

        def unknown(error: DeskError) -> None:
            log.warning("what would go is not known: %s", error)

        done = self._acts.retention()
        done.add_done_callback(lambda _: self._bridge.post(lambda: settled(done, known, unknown)))

    def _standing(self) -> "SiteStanding":
        from desktop.ui.views.site import SiteStanding

        running = self._running
        floors: tuple[str, ...] = ()
        with suppress(StationEndedError):
            floors = tuple(floor.name for floor in running.late.floor_plans().desk.plan.floors)
        return SiteStanding(
            roster=running.station.roster,
            board=running.station.board,
            spoken=running.preferences.spoken(),
            moved=dict(self._moved),
            codes=self._acts.codes(),
            recovery=self._acts.recovery.last,
            backup=self._backups.standing(),
            outside=self._outside(),
            senders=dict(running.settings.outside).get("senders", ()),
            floors=floors,
            retention=self._retention,
            has_authority=self._acts.is_administrators,
        )

    @property
    def _asked(self) -> "SiteAsked":
        return self._state.asked

    @cached_property
    def _state(self) -> "_State":
        from desktop.ui.views.site import SiteAsked

        return _State(SiteAsked())

    def _ask(self, **changes: object) -> None:
        """Look at, or change, something else."""
        self._state.asked = replace(self._asked, **changes)
        self._show()

    def _show(self) -> None:
        from desktop.ui.views.site import SiteView

        if self._page is None or self._is_closed:
            return
        standing = self._shown = self._standing()
        self._page.show_view(SiteView.of(standing, self._asked, words=self._words))
        until = min((one.expires for one in standing.codes), default=None)
        if until is not None:
            left = (until - datetime.now(until.tzinfo)).total_seconds()
            self._runs_out.start(max(0, round(1000 * left)) + A_MOMENT_MS)

    def edit(self, row: "RowKey", problem: "Advice | None" = None) -> None:
        """Open that row's editor, or with "" close the one that is open."""
        from desktop.ui.views.site_cards import Editing

        now = self._asked.editing
        if row and row == now.row:
            self._ask(editing=replace(now, problem=problem))
        else:
            self._ask(editing=Editing(row, problem))

    def _cancel(self) -> None:
        self._state.asked = replace(self._asked, recovery=None)
        self._backups.cancel()
        self.edit("")

    def _search(self, text: str) -> None:
        self._ask(search=text)

    # --- what is pressed -----------------------------------------------------------------------

    def _press(self, row: "RowKey", do: "Do") -> None:
        """Whoever presses again before it is signed means the same press; what else they press
        meanwhile is done after it.
        """
        if _subject(row) in self._doing:
            if self._doing[_subject(row)] != (row, do):
                self._next[_subject(row)] = (row, do)
            return
        from desktop.ui.views.site_cards import Do
        from desktop.ui.views.site_steps import NEW, moved_up, without

        acts: Mapping[Do, Callable[[], object]] = {
            Do.INVITE: self.invite_pressed.emit,
            Do.SETTINGS: self.settings_pressed.emit,
            Do.NOW: self.now_pressed.emit,
            Do.CHANGE: lambda: self.edit(row),
            Do.ADD: lambda: self.edit(NEW),
            Do.UNDO: lambda: self._undo(row),
            Do.TAKE_OUT: lambda: self.errands.begin(row, do),
            Do.ROLE: lambda: self.errands.begin(row, do),
            Do.TAKE_UP_RIGHT: lambda: self.errands.begin(row, do),
            Do.TAKE_RIGHT: lambda: self.errands.begin(row, do),
            Do.END_CODE: lambda: self._end_code(row),
            Do.CHECK: lambda: self._choose_recovery(is_anew=False),
            Do.SAVE_ANEW: lambda: self._choose_recovery(is_anew=True),
            Do.BACK_UP: self._backups.begin,
            Do.RESTORE: self._backups.choose,
            Do.UP: lambda: self._set_steps(row, moved_up(self._steps, row)),
            Do.REMOVE: lambda: self._set_steps(row, without(self._steps, row)),
            Do.USUAL: lambda: self._set_steps(row, None),
        }
        self._pressed = (row, do)
        try:
            acts[do]()
        finally:
            self._pressed = None

    def _choose(self, row: "RowKey", chip: str) -> None:
        from desktop.domain.protocol.steps import Situation
        from desktop.ui.views.site_rules import chosen_rule
        from desktop.ui.views.site_steps import SITUATION

        if row == SITUATION:
            self._ask(situation=Situation(chip))
        elif row not in self._doing:
            self.settle(row, self._acts.preset(row, chosen_rule(row, chip)))

    def _save(self, row: "RowKey", said: dict[str, str]) -> None:
        from desktop.ui.views.site_backup import BACKUP, RESTORE
        from desktop.ui.views.site_recovery import RECOVERY
        from desktop.ui.views.site_rules import RULES
        from desktop.ui.views.site_stations import STATION

        if _subject(row) in self._doing:
            return
        if row in RULES:
            self._save_rule(row, said)
        elif row in {BACKUP, RESTORE}:
            self._backups.typed(row, said)
        elif row == RECOVERY:
            self._try_passphrase(said)
        elif row.startswith(STATION):
            self._save_station(row, said)
        else:
            self._save_step(row, said)

    def _undo(self, row: "RowKey") -> None:
        """Go back from what the page shows, and from nothing that came since it was drawn."""
        if self._has_changed(row):
            self._show()
            warn(
                self._window(),
                self._words("Somebody has just changed this, so nothing was undone."),
                self._words("Read what holds now; then undo that, if it is still to be."),
            )
            return
        from desktop.ui.views.site_rules import RULES
        from desktop.ui.views.site_stations import STATION

        if row in RULES:
            spoken = self._running.preferences.spoken().get(row)
            if spoken is not None:
                self.settle(row, self._acts.preset(row, spoken.before))
        elif row.startswith(STATION):
            device = row.removeprefix(STATION)
            before = self._moved.get(device)
            if before is not None:
                self.settle(
                    row,
                    self._acts.place(device, before),
                    then=lambda: self._moved.pop(device, None),
                )
        else:
            self._set_steps(row, self._protocol.before.get(self._asked.situation))

    def _has_changed(self, row: "RowKey") -> bool:
        from desktop.ui.views.site import undone_by

        shown, situation = self._shown, self._asked.situation
        if shown is None:
            return False
        now = self._standing()
        return undone_by(shown, row, situation) != undone_by(now, row, situation)

    # --- settings and steps --------------------------------------------------------------------

    def _save_rule(self, row: "RowKey", said: dict[str, str]) -> None:
        from desktop.ui.views.advice import Advice
        from desktop.ui.views.site_rules import VALUE, typed_rule

        value = typed_rule(row, said[VALUE], self._words)
        if isinstance(value, Advice):
            self.edit(row, value)
        else:
            self.settle(row, self._acts.preset(row, value))

    @property
    def _protocol(self) -> "SiteProtocol":
        from desktop.domain.protocol.site_protocol import SiteProtocol

        return self._running.station.board.protocol or SiteProtocol()

    @property
    def _steps(self) -> "tuple[Step, ...]":
        return self._protocol.steps(self._asked.situation)

    def _save_step(self, row: "RowKey", said: dict[str, str]) -> None:
        from desktop.ui.views.advice import Advice
        from desktop.ui.views.site_steps import reworded

        steps = reworded(self._steps, row, said, self._words)
        if isinstance(steps, Advice):
            self.edit(row, steps)
        else:
            self._set_steps(row, steps)

    def _set_steps(self, row: "RowKey", steps: "tuple[Step, ...] | None") -> None:
        self.settle(row, self._acts.set_steps(self._asked.situation, steps))

    # --- stations and codes --------------------------------------------------------------------

    @cached_property
    def errands(self) -> "StationErrands":
        """What is asked once more before it is done."""
        from desktop.app.site_errands import StationErrands

        made = StationErrands(
            self._running,
            self._acts,
            self._appearance,
            self._words,
            ask_pin=self._ask_pin,
            edit=lambda editing: self._ask(editing=editing),
            settle=self._settle_errand,
            window=self._window,
            parent=self,
        )
        made.code_made.connect(self.code_made)
        return made

    def _settle_errand(
        self, row: "RowKey", done: "Future[object]", *, told: Callable[[object], None]
    ) -> None:
        from desktop.ui.views.site_errands import NEED_RECOVERY

        def ended() -> None:
            self._state.asked = replace(self._asked, is_trying=False)

        if self._asked.editing.row == row and self._asked.editing.about in NEED_RECOVERY:
            self._ask(is_trying=True)
        self.settle(row, done, then=lambda: told(done.result()), ended=ended)

    def _save_station(self, row: "RowKey", said: dict[str, str]) -> None:
        from desktop.ui.views.site_cards import Do

        about = self._asked.editing.about
        if about is Do.CHANGE:
            self._place(row, said)
        else:
            self.errands.save(row, said, about)

    def _place(self, row: "RowKey", said: dict[str, str]) -> None:
        from desktop.services.trust.placing import Standpoint
        from desktop.ui.views.site_stations import AREA, NAME, PLACE, STATION

        device = row.removeprefix(STATION)
        roster = self._running.station.roster
        member = roster.device(device)
        if member is None:
            return
        stood = Standpoint(member.place, member.area, member.name)

        def moved() -> None:
            after = self._running.station.roster.device(device)
            if after is not None and Standpoint(after.place, after.area, after.name) != stood:
                self._moved[device] = stood

        there = Standpoint(said[PLACE], said[AREA], said[NAME])
        self.settle(row, self._acts.place(device, there), then=moved)

    def _end_code(self, row: "RowKey") -> None:
        from desktop.ui.views.site_codes import CODE

        self.settle(row, self._acts.end_code(row.removeprefix(CODE)))

    # --- the recovery file ---------------------------------------------------------------------

    def _choose_recovery(self, *, is_anew: bool) -> None:
        from desktop.ui.views.site_cards import Editing
        from desktop.ui.views.site_recovery import RECOVERY, RecoveryAsked

        def chosen(file: Path) -> None:
            self._chosen = file
            self._ask(
                editing=Editing(RECOVERY),
                recovery=RecoveryAsked(file=file.name, is_anew=is_anew),
            )

        title = self._words("Choose the recovery file")
        kinds = f"{self._words('Recovery file')} (*.txt *)"
        ask_to_open(self._window(), title, kinds, chosen)

    def _try_passphrase(self, said: dict[str, str]) -> None:
        from desktop.ui.views.site_recovery import FRESH, PASSPHRASE, RECOVERY, fresh_problem

        file, asked = self._chosen, self._asked.recovery
        if file is None or asked is None or self._asked.is_trying:
            return
        if not asked.is_anew:
            self._try(self._acts.check(file, said[PASSPHRASE]))
            return
        problem = fresh_problem(said, self._words)
        if problem is not None:
            self.edit(RECOVERY, problem)
            return

        def save_to(to: Path) -> None:
            self._try(self._acts.save_anew(file, said[PASSPHRASE], to=to, fresh=said[FRESH]))

        documents = QStandardPaths.StandardLocation.DocumentsLocation
        proposed = Path(QStandardPaths.writableLocation(documents)) / "recovery.txt"
        title = self._words("Where is the new recovery file to be saved?")
        kinds = f"{self._words('Recovery file')} (*.txt)"
        ask_to_save(self._window(), title, proposed, kinds, save_to)

    def _try(self, done: "Future[object]") -> None:
        from desktop.ui.views.site_recovery import RECOVERY

        self._ask(is_trying=True)

        def ended() -> None:
            self._state.asked = replace(self._asked, is_trying=False)

        def right() -> None:
            self._state.asked = replace(self._asked, recovery=None)

        self.settle(RECOVERY, done, then=right, ended=ended)

    # --- what came of it -----------------------------------------------------------------------

    def settle(
        self,
        row: "RowKey",
        done: "Future[object]",
        then: Callable[[], object] = lambda: None,
        ended: Callable[[], object] = lambda: None,
    ) -> None:
        """Show it when it is signed and on its way; what is refused stands where it was asked."""

        def told(_: object) -> None:
            then()
            if self._asked.editing.row == row:
                self.edit("")
            else:
                self._show()

        def refused(error: DeskError) -> None:
            from desktop.ui.views.advice import Advice

            advice = Advice.of(error, self._words)
            if self._asked.editing.row == row:
                self.edit(row, advice)
            elif not self._is_closed:
                self._show()
                warn(self._window(), advice.sentence, advice.fix)

        self._doing[_subject(row)] = self._pressed

        def settle() -> None:
            self._doing.pop(_subject(row), None)
            following = self._next.pop(_subject(row), None)
            ended()
            settled(done, told, refused)
            if following is not None and done.exception() is None and not self._is_closed:
                self._press(*following)

        done.add_done_callback(lambda _: self._bridge.post(settle))


class _State:
    """What the person at the page is about, from one look of the windows to the next."""

    def __init__(self, asked: "SiteAsked") -> None:
        self.asked = asked


_Press = tuple["RowKey", "Do"]


def _subject(row: "RowKey") -> str:
    """What is changed at once: all steps are one, for they are said together."""
    return "steps" if row.startswith("step") else row
