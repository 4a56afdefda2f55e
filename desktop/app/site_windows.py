"""The Site page of a supervisor's console, joined to the services that change the site."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.app.running import RunningStation
from desktop.domain.errors import DeskError
from desktop.domain.roster.ids import DeviceId
from desktop.ui.bridge import Bridge
from desktop.ui.console.pages import PageEntry
from desktop.ui.settling import settled
from desktop.ui.system_dialogs import warn
from desktop.ui.theme import Appearance, Theme
from desktop.ui.words import Words

if TYPE_CHECKING:  # read when somebody opens the page
    from desktop.app.admitting import Admitting
    from desktop.domain.settings.settings import Key, Plain
    from desktop.services.trust.placing import Standpoint
    from desktop.ui.console.site.page import SitePage
    from desktop.ui.reports.question import Question
    from desktop.ui.views.advice import Advice
    from desktop.ui.views.site import SiteAsked, SiteStanding
    from desktop.ui.views.site_cards import Do, RowKey

T = TypeVar("T")

KEY = "site"
AskPin = Callable[[str, Callable[[bool], None]], None]
"""Ask that person's PIN; the answer says whether there was one to check, and comes only where the
act may go on.
"""


class SiteWindows(QObject):
    """Shows how the site stands while the page is open, and does what is pressed there."""

    invite_pressed = Signal()
    settings_pressed = Signal()
    now_pressed = Signal()

    def __init__(
        self,
        running: RunningStation,
        appearance: Appearance,
        words: Words,
        bridge: Bridge,
        *,
        ask_pin: AskPin,
        window: Callable[[], QWidget],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._running, self._words, self._bridge = running, words, bridge
        self._appearance = appearance
        self._ask_pin = ask_pin
        self._window = window
        self._page: SitePage | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._is_closed = False
        self._moved: dict[DeviceId, Standpoint] = {}
        self.question: Question | None = None

    def entry(self) -> PageEntry:
        """The page for the console's navigation."""
        return PageEntry(key=KEY, name=self._words("Site"), icon="id-card", build=self._build)

    def close(self) -> None:
        """Do nothing any more; what was begun ends by itself."""
        self._is_closed = True
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def _build(self, theme: Theme) -> "SitePage":
        from desktop.ui.console.site.page import SitePage
        from desktop.ui.views.site import SiteView

        is_first = self._page is None
        view = SiteView.of(self._standing(), self._now.asked, words=self._words)
        page = self._page = SitePage(theme, self._words, view)
        page.opened.connect(self._show)
        page.pressed.connect(self._press)
        page.chosen.connect(self._choose)
        page.saved.connect(self._save)
        page.cancelled.connect(lambda: self._edit(""))
        page.searched.connect(self._search)
        if is_first:
            self._watch()
        return page

    def _watch(self) -> None:
        """From the first time on that somebody opens the page."""
        running = self._running
        running.station.watch_roster(lambda _roster: self._bridge.post(self._show))
        running.preferences.watch(lambda _in_force: self._bridge.post(self._show))
        if running.admitting is not None:
            running.admitting.watch(lambda: self._bridge.post(self._show))

    @cached_property
    def _worker(self) -> ThreadPoolExecutor:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="site")
        return self._pool

    # --- how it stands -------------------------------------------------------------------------

    def _standing(self) -> "SiteStanding":
        from desktop.ui.views.site import SiteStanding

        running = self._running
        return SiteStanding(
            roster=running.station.roster,
            board=running.station.board,
            spoken=running.preferences.spoken(),
            moved=dict(self._moved),
            has_authority=running.admitting is not None,
        )

    @cached_property
    def _now(self) -> "_Asked":
        from desktop.ui.views.site import SiteAsked

        return _Asked(SiteAsked())

    def _show(self) -> None:
        from desktop.ui.views.site import SiteView

        if self._page is not None and not self._is_closed:
            self._page.show_view(SiteView.of(self._standing(), self._now.asked, words=self._words))

    def _edit(self, row: "RowKey", problem: "Advice | None" = None) -> None:
        """Open that row's editor, or with "" close the one that is open."""
        from desktop.ui.views.site_cards import Editing

        self._now.asked = replace(self._now.asked, editing=Editing(row, problem))
        self._show()

    def _search(self, text: str) -> None:
        self._now.asked = replace(self._now.asked, search=text)
        self._show()

    # --- what is pressed -----------------------------------------------------------------------

    def _press(self, row: "RowKey", do: "Do") -> None:
        from desktop.ui.views.site_cards import Do

        match do:
            case Do.INVITE:
                self.invite_pressed.emit()
            case Do.CHANGE:
                self._edit(row)
            case Do.UNDO:
                self._undo(row)
            case Do.TAKE_OUT:
                self._ask_whether(_device_in(row))
            case _:
                pass

    def _choose(self, row: "RowKey", chip: str) -> None:
        from desktop.ui.views.site_rules import chosen_rule

        self._preset(row, chosen_rule(row, chip))

    def _save(self, row: "RowKey", said: dict[str, str]) -> None:
        from desktop.ui.views.advice import Advice
        from desktop.ui.views.site_rules import RULES, VALUE, typed_rule

        if row in RULES:
            value = typed_rule(row, said[VALUE], self._words)
            if isinstance(value, Advice):
                self._edit(row, value)
            else:
                self._preset(row, value)
        else:
            self._place(row, said)

    def _undo(self, row: "RowKey") -> None:
        from desktop.ui.views.site_rules import RULES

        if row in RULES:
            spoken = self._running.preferences.spoken().get(row)
            if spoken is not None:
                self._preset(row, spoken.before)
            return
        device = _device_in(row)
        before = self._moved.get(device)
        if before is not None:
            self._stand(row, before, then=lambda: self._moved.pop(device, None))

    # --- settings of the site ------------------------------------------------------------------

    def _preset(self, key: "Key", value: "Plain | None") -> None:
        me = self._running.station.board.me.person
        asked = self._running.preferences.preset(key, value, author=me)
        self._settle(key, asked)

    # --- stations ------------------------------------------------------------------------------

    def _place(self, row: "RowKey", said: dict[str, str]) -> None:
        from desktop.services.trust.placing import Standpoint
        from desktop.ui.views.site_stations import AREA, NAME, PLACE

        device = _device_in(row)
        member = self._running.station.roster.device(device)
        if member is None:
            return
        stood = Standpoint(member.place, member.area, member.name)
        there = Standpoint(said[PLACE], said[AREA], said[NAME])

        def moved() -> None:
            after = self._running.station.roster.device(device)
            if after is not None and Standpoint(after.place, after.area, after.name) != stood:
                self._moved[device] = stood

        self._stand(row, there, then=moved)

    def _stand(self, row: "RowKey", there: "Standpoint", then: Callable[[], object]) -> None:
        device = _device_in(row)

        def place() -> None:
            self._admitting().placing().place(
                device, place=there.place, area=there.area, name=there.name
            )

        self._settle(row, self._worker.submit(place), then)

    def _ask_whether(self, device: DeviceId) -> None:
        """Once more, and then for the PIN: there is no way back."""
        from desktop.ui.reports.look import Look
        from desktop.ui.reports.question import Question
        from desktop.ui.views.site_stations import take_out_words

        station = self._running.station
        member = station.roster.device(device)
        if member is None or member.is_revoked:
            return
        is_calling = any(one.alert.station == device for one in station.board.alerts)
        title, question, detail, yes = take_out_words(member, self._words, is_calling=is_calling)
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
        asked.accepted.connect(lambda: self._ask_pin(self._me, lambda _: self._take_out(device)))
        asked.open()

    def _take_out(self, device: DeviceId) -> None:
        def take_out() -> None:
            self._admitting().revoke(device, reason="", person=self._me)

        from desktop.ui.views.site_stations import STATION

        self._settle(f"{STATION}{device}", self._worker.submit(take_out))

    @property
    def _me(self) -> str:
        return self._running.station.board.me.person

    def _admitting(self) -> "Admitting":
        if self._running.admitting is None:
            from desktop.services.trust.inviting import NotAnAdministratorError

            raise NotAnAdministratorError
        return self._running.admitting

    # --- what came of it -----------------------------------------------------------------------

    def _settle(
        self, row: "RowKey", done: "Future[T]", then: Callable[[], object] = lambda: None
    ) -> None:
        """Show it when it is signed and on its way; what is refused stands where it was asked."""

        def told(_: T) -> None:
            then()
            if self._now.asked.editing.row == row:
                self._edit("")
            else:
                self._show()

        def refused(error: DeskError) -> None:
            from desktop.ui.views.advice import Advice

            advice = Advice.of(error, self._words)
            if self._now.asked.editing.row == row:
                self._edit(row, advice)
            elif not self._is_closed:
                warn(self._window(), advice.sentence, advice.fix)

        done.add_done_callback(
            lambda answer: self._bridge.post(lambda: settled(answer, told, refused))
        )


class _Asked:
    """What the person at the page is about, from one look to the next."""

    def __init__(self, asked: "SiteAsked") -> None:
        self.asked = asked


def _device_in(row: "RowKey") -> DeviceId:
    from desktop.ui.views.site_stations import STATION

    return row.removeprefix(STATION)
