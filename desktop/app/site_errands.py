"""What the Site page does with a station that is asked once more, or needs the recovery file."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.app.running import RunningStation
from desktop.app.site_acts import SiteActs
from desktop.app.site_windows import AskPin
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Member
from desktop.ui.reports.look import Look
from desktop.ui.reports.question import Question
from desktop.ui.system_dialogs import ask_to_open
from desktop.ui.theme import Appearance
from desktop.ui.views.site_cards import Do, Editing, RowKey
from desktop.ui.views.site_errands import ROLE, asks_for_recovery, reseat_words, take_out_words
from desktop.ui.views.site_recovery import PASSPHRASE
from desktop.ui.views.site_stations import STATION
from desktop.ui.words import Words


class Settle(Protocol):
    """Shows what came of an act where it was asked; ``told`` gets what it gave."""

    def __call__(
        self, row: RowKey, done: "Future[object]", *, told: Callable[[object], None]
    ) -> None: ...


class StationErrands(QObject):
    """Asks, and then does. ``code_made`` tells the code of a place that changes its role."""

    code_made = Signal(str)

    def __init__(
        self,
        running: RunningStation,
        acts: SiteActs,
        appearance: Appearance,
        words: Words,
        *,
        ask_pin: AskPin,
        edit: Callable[[Editing], None],
        settle: Settle,
        window: Callable[[], QWidget],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._running, self._acts, self._words = running, acts, words
        self._appearance = appearance
        self._ask_pin, self._edit, self._settle, self._window = ask_pin, edit, settle, window
        self._chosen: Path | None = None
        self.question: Question | None = None

    def begin(self, row: RowKey, do: Do) -> None:
        """That was pressed for a station."""
        member = self._member(row)
        if member is None:
            return
        if do is Do.ROLE:
            self._edit(Editing(row, about=do))
        elif do is Do.TAKE_OUT:
            asked = take_out_words(member, self._words, is_calling=self._is_calling(member))
            self._ask(asked, lambda: self._take_out(row))
        else:
            self._choose_recovery(row, do)

    def save(self, row: RowKey, said: dict[str, str], about: Do) -> None:
        """What was typed or chosen for ``about`` is to be done."""
        member = self._member(row)
        if member is None:
            return
        if about is Do.ROLE:
            role = Role(said[ROLE])
            asked = reseat_words(member, role, self._words, is_calling=self._is_calling(member))
            self._ask(asked, lambda: self._reseat(row, role))
        elif self._chosen is not None:
            self._open_and_do(row, about, self._chosen, said[PASSPHRASE])

    def _open_and_do(self, row: RowKey, about: Do, file: Path, passphrase: str) -> None:
        device, opened = row.removeprefix(STATION), (file, passphrase)
        if about is Do.TAKE_UP_RIGHT:
            self._settle(row, self._acts.take_up_right(opened), told=_nothing)
        elif about is Do.TAKE_RIGHT:
            self._settle(row, self._acts.take_right(device, opened), told=_nothing)
        else:
            self._settle(row, self._acts.take_out(device, opened), told=_nothing)

    def _take_out(self, row: RowKey) -> None:
        member = self._member(row)
        if member is not None and asks_for_recovery(member, Do.TAKE_OUT):
            self._choose_recovery(row, Do.TAKE_OUT)
        elif member is not None:
            self._settle(row, self._acts.take_out(member.device), told=_nothing)

    def _reseat(self, row: RowKey, role: Role) -> None:
        done = self._acts.reseat(row.removeprefix(STATION), role)
        self._settle(row, done, told=lambda code: self.code_made.emit(str(code)))

    def _member(self, row: RowKey) -> Member | None:
        member = self._running.station.roster.device(row.removeprefix(STATION))
        return None if member is None or member.is_revoked else member

    def _is_calling(self, member: Member) -> bool:
        return any(one.alert.station == member.device for one in self._running.station.board.alerts)

    def _choose_recovery(self, row: RowKey, do: Do) -> None:
        def chosen(file: Path) -> None:
            self._chosen = file
            self._edit(Editing(row, about=do, file=file.name))

        title = self._words("Choose the recovery file")
        kinds = f"{self._words('Recovery file')} (*.txt *)"
        ask_to_open(self._window(), title, kinds, chosen)

    def _ask(self, said: tuple[str, str, str, str], then: Callable[[], None]) -> None:
        """Once more, and then for the PIN: there is no way back."""
        title, question, detail, yes = said
        asked = self.question = Question(
            Look(self._appearance.theme, self._words),
            self._appearance,
            self._window(),
            title=title,
            question=question,
            detail=detail,
            yes=yes,
            no=self._words("Leave it"),
            is_grave=True,
        )
        asked.accepted.connect(lambda: self._ask_pin(self._acts.me, lambda _checked: then()))
        asked.open()


def _nothing(_: object) -> None:
    """What was done says nothing more."""
