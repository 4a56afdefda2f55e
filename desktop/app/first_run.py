"""The first run: this PC becomes a station, by creating a site or by joining one."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QObject

from desktop.app.site_making import create_site, join_site, joining_address
from desktop.domain.errors import DeskError
from desktop.services.adapters import machine
from desktop.services.adapters.home import Home
from desktop.services.adapters.sharing import write_text
from desktop.services.trust.creating import NewSite
from desktop.ui.bridge import Bridge
from desktop.ui.first_run import FirstRunWindow
from desktop.ui.theme import Appearance
from desktop.ui.views.first_run import CreateSite, JoinSite
from desktop.ui.words import Words


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
        self.window = FirstRunWindow(
            appearance=appearance, words=words, person=machine.os_account_display_name()
        )
        self.window.create_pressed.connect(self._create)
        self.window.join_pressed.connect(self._join)

    def show(self) -> None:
        """Ask."""
        self.window.show()

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
        )

    def _join(self, answers: JoinSite) -> None:
        self.is_new_site = False
        self._work(
            self._words("Asking the supervisor's PC to let this one in."),
            lambda: self._joined(answers),
        )

    def _joined(self, answers: JoinSite) -> None:
        join_site(self._home, answers.code, [joining_address(answers.address)])
        write_text(self._home.person_file, answers.person.strip())

    def _work(self, sentence: str, act: Callable[[], object]) -> None:
        self.window.show_progress(sentence)
        self._worker.submit(act).add_done_callback(
            lambda done: self._bridge.post(lambda: self._settle(done))
        )

    def _settle(self, done: "Future[object]") -> None:
        error = done.exception()
        if error is None:
            self.window.show_progress("")
            self.window.close()
            self._worker.shutdown(wait=False)
            self._done()
        elif isinstance(error, DeskError):
            self.window.show_error(error)
        else:
            self.window.show_progress("")
            raise error
