"""What telling the contacts outside needs of the world and of its station."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from desktop.domain.outside.contacts import Attempt, Contact, Kept, Message
from desktop.services.ports import NoticeBoard

if TYPE_CHECKING:
    from concurrent.futures import Future

    from desktop.domain.alerts.alert import Alert
    from desktop.domain.alerts.facts import AlertRelayed

Told = Callable[[Contact, Attempt], None]


class Post(Protocol):
    """Sends messages. It may take its time, so it is asked in a worker."""

    def send(
        self, message: Message, contacts: Sequence[Contact], within: float, told: Told
    ) -> None:
        """Send, and say how it went with each of ``contacts``, one after the other and each once,
        ``within`` so many seconds. Never raises for what the world does.
        """


class Addresses(Post, Protocol):
    """The same, with the addresses that it sends to."""

    def keep(self, contact: str, address: str, *, in_file: bool) -> tuple[str, Kept]:
        """Keep the ``address`` of ``contact``: how it is told, and where that is kept. Raises
        ``ContactRefusedError`` where no message can go there.
        """

    def forget(self, contact: Contact) -> None:
        """Keep its address no longer."""


class ContactBook(Protocol):
    """The file that names the contacts."""

    def read(self) -> tuple[Contact, ...]:
        """The contacts as they were added; raises ``ContactsFileError``."""

    def write(self, contacts: Iterable[Contact]) -> None:
        """Keep these and no others; raises ``PrivateFileNotSavedError``."""


class Site(NoticeBoard, Protocol):
    """The station: what the site's stations say to all, and putting attempts on record."""

    def relayed(self, said: "AlertRelayed") -> "Future[Alert]": ...
