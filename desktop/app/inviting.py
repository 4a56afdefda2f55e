"""Letting places in from the console: asked there, done off the windows' thread."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QStandardPaths, Qt, QTimer
from PySide6.QtWidgets import QWidget

from desktop.app.admitting import Admitting
from desktop.app.running import RunningStation
from desktop.domain.errors import DeskError
from desktop.services.adapters.seat_list import read_seat_list
from desktop.services.trust.inviting import NotAnAdministratorError
from desktop.services.trust.seats import Seat, seat_of, seats_from_csv
from desktop.services.trust.standing import Standing
from desktop.ui.bridge import Bridge
from desktop.ui.inviting.window import InviteWindow
from desktop.ui.settling import settled
from desktop.ui.system_dialogs import ask_to_open, ask_to_save, warn
from desktop.ui.theme import Appearance
from desktop.ui.views.advice import Advice
from desktop.ui.views.inviting import (
    AskView,
    CodeView,
    Doing,
    ManyView,
    PlaceAsked,
    next_change,
    problem_of,
)
from desktop.ui.words import Words

T = TypeVar("T")

QUIET_FOR_MS = 400
"""A code is made in a fraction of that; only a slow disk is worth a word about it."""
A_MOMENT_S = 0.1
"""After a code's time is over: then it is, also by a clock that is read a little later."""


@dataclass(frozen=True, slots=True)
class Looked:
    """How the codes stand; ``other_port`` is the usual one, where another had to be opened."""

    standings: tuple[Standing, ...]
    open_codes: tuple[str, ...]
    addresses: tuple[str, ...]
    other_port: int | None


class InviteDesk(QObject):
    """Opens the dialog, makes what it asks for, and keeps it true: who has come, what is over.

    Nothing is asked again and again: the pairing thread says when a code was guessed at or used,
    and one timer waits for the next that runs out.
    """

    def __init__(
        self, running: RunningStation, console: QWidget, appearance: Appearance, words: Words
    ) -> None:
        super().__init__(console)
        self._running = running
        self._words = words
        self._bridge = Bridge(self)
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="inviting")
        self._is_closed = self._is_making = self._look_is_due = self._is_list = False
        self._is_again = False
        self._shown: tuple[str, ...] = ()
        self._looked = Looked((), (), (), None)
        self._sheet = self._problem = ""
        self._error: DeskError | None = None
        self.window = InviteWindow(appearance=appearance, words=words, parent=console)
        self._runs_out = QTimer(self)
        self._runs_out.setSingleShot(True)
        self._runs_out.setTimerType(Qt.TimerType.PreciseTimer)  # else it may be half a minute late
        self._runs_out.timeout.connect(self._look)
        self._takes_long = QTimer(self)
        self._takes_long.setSingleShot(True)
        self._takes_long.setInterval(QUIET_FOR_MS)
        self._takes_long.timeout.connect(self._show)
        self._join()
        if running.admitting is not None:
            running.admitting.watch(lambda: self._bridge.post(self._look))
        running.watch_right(lambda: self._bridge.post(self._look_at_right))

    def open(self) -> None:
        """Show the code that somebody is being let in with, or ask which place is next."""
        if not self.window.isVisible() and not any(one.is_open for one in self._looked.standings):
            self._ask()
        self._show()
        self.window.bring_up()
        self._look()

    def show_code(self, nameplate: str) -> None:
        """Show a code that was made for a PC which was a station before."""
        self._see([nameplate], is_list=False, is_again=True)
        self.window.bring_up()

    def close(self) -> None:
        """Ask for nothing any more; codes live on. A disk that hangs holds up no ending."""
        self._is_closed = True
        self._runs_out.stop()
        self._worker.shutdown(wait=False, cancel_futures=True)
        self.window.close()

    def _join(self) -> None:
        window = self.window
        window.submitted.connect(self._make)
        window.role_chosen.connect(self._show)
        window.many_pressed.connect(self._make_many)
        window.open_pressed.connect(self._show_open)
        window.doing_pressed.connect(self._do)
        window.withdraw_pressed.connect(lambda nameplate: self._withdraw([nameplate]))
        window.sheet_pressed.connect(self._save_sheet)

    # --- what was pressed ----------------------------------------------------------------------

    def _make(self, asked: PlaceAsked) -> None:
        self._problem, self._error = problem_of(asked, words=self._words), None
        if self._problem:
            self._show()
            return

        def make() -> list[str]:
            seat = seat_of(
                role=asked.role.value, place=asked.place, area=asked.area, name=asked.person
            )
            return [self._admitting().invite(seat).nameplate]

        self._make_codes(make)

    def _make_many(self) -> None:
        title = self._words("Many places from a list…")
        ask_to_open(self.window, title, "CSV (*.csv *.txt)", self._make_listed)

    def _make_listed(self, file: Path) -> None:
        def make() -> list[str]:
            seats = seats_from_csv(read_seat_list(file))
            return [one.nameplate for one in self._admitting().invite_many(seats)]

        self._problem, self._error = "", None
        self._make_codes(make, is_list=True)

    def _make_anew(self, seat: Seat) -> None:
        self._make_codes(
            lambda: [self._admitting().invite(seat).nameplate], is_again=self._is_again
        )

    def _make_codes(
        self, make: Callable[[], list[str]], *, is_list: bool = False, is_again: bool = False
    ) -> None:
        if self._is_making:
            return
        self._is_making = True
        self._takes_long.start()

        def ended() -> None:
            self._is_making = False
            self._takes_long.stop()

        def made(nameplates: list[str]) -> None:
            self.window.forget()
            self._see(nameplates, is_list=is_list, is_again=is_again)

        self._work(make, made, self._refused, ended)

    def _show_open(self) -> None:
        """The codes that still work: given out before, or by the command."""
        codes = self._looked.open_codes
        self._see(codes, is_list=len(codes) != 1)

    def _do(self, doing: Doing) -> None:
        if doing is Doing.WITHDRAW:
            self._withdraw([one.nameplate for one in self._looked.standings if one.is_open])
        elif doing is Doing.ANEW:
            self._make_anew(self._looked.standings[0].invitation.seat)
        else:
            self._ask()
            self._show()
            self._look()

    def _withdraw(self, nameplates: Sequence[str]) -> None:
        self._work(lambda: self._admitting().cancel(nameplates), lambda _done: None, self._warn)

    def _save_sheet(self) -> None:
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        proposed = Path(QStandardPaths.writableLocation(documents)) / "join-codes.pdf"
        title = self._words("Save PDF")
        ask_to_save(self.window, title, proposed, "PDF (*.pdf)", self._save_as)

    def _save_as(self, file: Path) -> None:
        looked, site = self._looked, self._running.station.board.site_name

        def saved(_done: None) -> None:
            if _plates(looked) == self._shown:  # else somebody went on to another place
                self._sheet = str(file)
                self._show()

        self._work(lambda: _print_sheet(file, looked, site), saved, self._warn)

    def _look_at_right(self) -> None:
        """Whoever is about to let somebody in, and may not any more, reads why."""
        if self.window.isVisible() and not self._is_closed and not self._running.is_administrators:
            self._refused(NotAnAdministratorError())

    # --- what came of it -----------------------------------------------------------------------

    def _ask(self) -> None:
        self._shown, self._sheet = (), ""
        self._looked = Looked((), self._looked.open_codes, (), None)
        self._problem, self._error = "", None

    def _see(self, nameplates: Sequence[str], *, is_list: bool, is_again: bool = False) -> None:
        self._ask()
        self._shown, self._is_list, self._is_again = tuple(nameplates), is_list, is_again
        self._look()

    def _refused(self, error: DeskError) -> None:
        self._ask()
        self._error = error
        self._show()

    def _warn(self, error: DeskError) -> None:
        said = Advice.of(error, self._words)
        warn(self.window, said.sentence, said.fix)

    def _look(self) -> None:
        """See how they stand now; once for all that asks for it meanwhile."""
        if self._look_is_due or self._running.admitting is None:
            return
        self._look_is_due = True

        def look() -> Looked:
            self._look_is_due = False  # what changes from here on is looked at again
            return _look_at(self._admitting(), self._shown)

        self._work(look, self._saw, self._warn)

    def _saw(self, looked: Looked) -> None:
        if _plates(looked) != self._shown:
            return  # of codes that were left meanwhile
        self._looked = looked
        self._show()
        until = next_change(looked.standings)
        if until is None:
            self._runs_out.stop()
        else:
            left = (until - datetime.now(until.tzinfo)).total_seconds() + A_MOMENT_S
            self._runs_out.start(max(0, round(1000 * left)))

    def _show(self) -> None:
        words, looked, window = self._words, self._looked, self.window
        if looked.standings and self._is_list:
            window.show_many(
                ManyView.of(
                    looked.standings,
                    words=words,
                    addresses=looked.addresses,
                    other_port=looked.other_port,
                    sheet=self._sheet,
                )
            )
        elif looked.standings:
            window.show_code(
                CodeView.of(
                    looked.standings[0],
                    words=words,
                    addresses=looked.addresses,
                    other_port=looked.other_port,
                    sheet=self._sheet,
                    is_again=self._is_again,
                )
            )
        elif not self._shown:
            is_long = self._is_making and not self._takes_long.isActive()
            window.show_ask(
                AskView.of(
                    words=words,
                    role=window.asked.role,
                    is_first=not self._running.station.board.desks,
                    open_codes=len(looked.open_codes),
                    problem=self._problem,
                    progress=words("Making the code. The disk is slow.") if is_long else "",
                    error=self._error,
                )
            )

    # --- the worker ----------------------------------------------------------------------------

    def _admitting(self) -> Admitting:
        if self._running.admitting is None:
            raise NotAnAdministratorError
        return self._running.admitting

    def _work(
        self,
        act: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[DeskError], None],
        ended: Callable[[], None] = lambda: None,
    ) -> None:
        if self._is_closed:
            return

        def settle(answer: "Future[T]") -> None:
            ended()
            settled(answer, done, failed)

        self._worker.submit(act).add_done_callback(
            lambda answer: self._bridge.post(lambda: settle(answer))
        )


def _plates(looked: Looked) -> tuple[str, ...]:
    return tuple(one.nameplate for one in looked.standings)


def _look_at(admitting: Admitting, nameplates: Sequence[str]) -> Looked:
    standings = (admitting.standing(nameplate) for nameplate in nameplates)
    is_other = admitting.port not in {None, admitting.wanted_port}
    return Looked(
        tuple(one for one in standings if one is not None),
        tuple(admitting.open_codes()),
        admitting.addresses(),
        admitting.wanted_port if is_other else None,
    )


def _print_sheet(file: Path, looked: Looked, site: str) -> None:
    from desktop.services.adapters.pdf.join_sheet import (  # reportlab
        JoinCard,
        save_join_sheet,
    )

    cards = [
        JoinCard(
            place=one.place,
            role=one.invitation.seat.role.value,
            name=one.invitation.seat.name,
            code=one.code,
            addresses=looked.addresses,
            valid_until=one.expires.astimezone(),
        )
        for one in looked.standings
        if one.is_open
    ]
    save_join_sheet(file, cards, site=site, made_at=datetime.now().astimezone())
