"""The first run: this PC becomes a station. It creates a site, joins one, or brings one back."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace
from PySide6.QtCore import QObject

from desktop.app.site_making import create_site, join_site, joining_address
from desktop.domain.alerts.facts import AlertRaised
from desktop.domain.errors import DeskError
from desktop.domain.events.event import Event
from desktop.domain.reports.facts import ReportSubmitted
from desktop.monotonic import monotonic
from desktop.services.adapters import machine
from desktop.services.adapters.home import Home
from desktop.services.adapters.sharing import write_text
from desktop.services.trust.creating import NewSite
from desktop.ui.bridge import Bridge
from desktop.ui.first_run import FirstRunWindow
from desktop.ui.theme import Appearance
from desktop.ui.views.bringing_back import Found, Progress, progress_words
from desktop.ui.views.first_run import BringBack, CreateSite, JoinSite
from desktop.ui.words import Words

if TYPE_CHECKING:  # argon2 and the databases are read when a site is brought back
    from desktop.app.bringing_back import SiteFound

T = TypeVar("T")
_TOLD_EVERY_S = 0.3


class FirstRun(QObject):
    """Shows the three questions until this PC is a station; then calls ``done``.

    ``is_new_site`` says whether it created its site: then nobody else belongs to it yet.
    Creating and joining happen on a worker, so that the window goes on answering.
    """

    def __init__(
        self, home: Home, appearance: Appearance, words: Words, done: Callable[[], None]
    ) -> None:
        super().__init__()
        self.is_new_site = False
        self._home = home
        self._words = words
        self._done = done
        self._bridge = Bridge(self)
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="first-run")
        self._worker.submit(self._forget_unfinished)
        self._site_found: SiteFound | None = None
        self._told_at = 0.0
        self.window = FirstRunWindow(
            appearance=appearance, words=words, person=machine.os_account_display_name()
        )
        self.window.create_pressed.connect(self._create)
        self.window.join_pressed.connect(self._join)
        self.window.look_pressed.connect(self._look)
        self.window.bring_back_pressed.connect(self._bring_back)
        self.window.back_pressed.connect(self._forget_found)

    def show(self) -> None:
        """Ask."""
        self.window.show()

    def forget(self) -> None:
        """Nothing is asked any more; what was told and found is kept nowhere."""
        self._forget_found()
        self.window.forget()
        self.window.deleteLater()
        self.deleteLater()

    def _forget_found(self) -> None:
        self._site_found = None

    def _create(self, answers: CreateSite) -> None:
        self.is_new_site = True
        site = NewSite(
            name=answers.site_name,
            place=answers.place,
            desk_name=answers.person,
            address=answers.address,
            call_instead=answers.call_instead,
        )
        self._work(
            self._words("Creating the site and saving the recovery file."),
            lambda: create_site(
                self._home,
                site,
                recovery_file=answers.recovery_file,
                passphrase=answers.passphrase,
            ),
            self._end,
        )

    def _join(self, answers: JoinSite) -> None:
        self.is_new_site = False
        self._work(
            self._words("Asking the supervisor's PC to let this one in."),
            lambda: self._joined(answers),
            self._end,
        )

    def _joined(self, answers: JoinSite) -> None:
        join_site(self._home, answers.code, [joining_address(answers.address)])
        write_text(self._home.person_file, answers.person.strip())

    # --- bringing one back ---------------------------------------------------------------------

    def _forget_unfinished(self) -> None:
        from desktop.app.unfinished import forget_unfinished

        forget_unfinished(self._home)

    def _look(self, asked: BringBack) -> None:
        """See what is in the backup; nothing is changed."""
        self.is_new_site = False
        self._work(
            self._words("Looking through the backup…"), lambda: self._found(asked), self._show_found
        )

    def _found(self, asked: BringBack) -> "SiteFound":
        from desktop.app.bringing_back import look_at_site
        from desktop.services.adapters.keys.recovery import open_recovery

        recovery = open_recovery(asked.recovery_file, asked.recovery_passphrase)
        return look_at_site(
            self._home,
            asked.backup,
            asked.passphrase,
            recovery,
            place=asked.place,
            person=asked.person,
        )

    def _show_found(self, found: "SiteFound") -> None:
        self._site_found = found
        head, events = found.opened.head, found.opened.events
        self.window.show_found(
            Found(
                site_name=head.site_name,
                place=head.place,
                at_ms=head.at_ms,
                calls=_count(events, AlertRaised.TYPE),
                reports=_count(events, ReportSubmitted.TYPE),
                has_reports=head.has_records,
                attachments=len(found.opened.attachments),
                left_out=found.opened.counts.left_out,
            )
        )

    def _bring_back(self) -> None:
        found = self._site_found
        if found is None:
            return
        words = self._words
        self._work(words("Bringing history back"), lambda: self._brought_back(found), self._end)

    def _brought_back(self, found: "SiteFound") -> None:
        from desktop.app.bringing_back import bring_site_back
        from desktop.services.backup.restoring import Telling

        so_far = Progress(of_size=sum(found.opened.attachments.values()))

        def events(done: int, of: int) -> None:
            nonlocal so_far
            so_far = replace(so_far, events=done, of_events=of)
            self._tell(so_far, is_last=done == of)

        def attachments(done: int, of: int) -> None:
            nonlocal so_far
            so_far = replace(so_far, size=done, of_size=of)
            self._tell(so_far, is_last=done == of)

        bring_site_back(self._home, found, telling=Telling(events=events, attachments=attachments))

    def _tell(self, progress: Progress, *, is_last: bool) -> None:
        """On the worker: as often as anybody can read it."""
        now = monotonic()
        if is_last or now - self._told_at >= _TOLD_EVERY_S:
            self._told_at = now
            said = progress_words(progress, self._words)
            self._bridge.post(lambda: self.window.show_progress(said, progress.share))

    # --- the worker ----------------------------------------------------------------------------

    def _work(self, sentence: str, act: Callable[[], T], then: Callable[[T], None]) -> None:
        self.window.show_progress(sentence)
        self._worker.submit(act).add_done_callback(
            lambda done: self._bridge.post(lambda: self._settle(done, then))
        )

    def _settle(self, done: "Future[T]", then: Callable[[T], None]) -> None:
        error = done.exception()
        if error is None:
            self.window.show_progress("")
            then(done.result())
        elif isinstance(error, DeskError):
            self.window.show_error(error)
        else:
            self.window.show_progress("")
            raise error

    def _end(self, _: object) -> None:
        """This PC is a station."""
        self._forget_found()
        self.window.close()
        self._worker.shutdown(wait=False)
        self._done()


def _count(events: Iterable[Event], type_: str) -> int:
    """Those of a kind that still say something."""
    return sum(event.header.type == type_ and event.body is not None for event in events)
