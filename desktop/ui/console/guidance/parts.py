"""What the Guidance page needs from the program."""

from collections.abc import Callable, Collection
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from desktop.domain.guidance.errors import CardRefusedError
from desktop.domain.reports.attachments import Attachment
from desktop.domain.roster.ids import DeviceId
from desktop.services.guidance.cards_desk import CardsDesk
from desktop.ui.console.guidance.said_desk import Hearing
from desktop.ui.settling import Post
from desktop.ui.words import Words

TakeFile = Callable[[Path, str], "Future[Attachment]"]
"""Keeps a file that somebody chose, in a worker, in their name; the future raises what speaks
against it."""
OpenFile = Callable[[Attachment], "Future[None]"]
"""Opens it in whatever this PC has for such files; the future raises what speaks against it."""
AskFile = Callable[[Callable[[Path], None]], None]
"""Asks which file, and passes it on where one is chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingParts:
    """``person`` is whoever sits here now; ``is_reached`` whether another desk can be told anything
    at this moment, ``place_of`` where a desk is, ``people`` who is known by name. ``faults`` are
    those of the cards as they ship. ``hearing``, ``take_file`` and ``open_file`` are absent where
    there is no way; ``ask_file`` is the system's dialog unless given. ``save_pocket_card`` asks
    where and prints it. ``unsaved`` is what ``keep_unsaved`` got last, before the program ended.
    """

    cards: CardsDesk
    post: Post
    words: Words
    person: Callable[[], str]
    now: Callable[[], datetime]
    today: Callable[[], date] = date.today
    is_reached: Callable[[], bool] = lambda: True
    place_of: Callable[[DeviceId], str] = lambda _desk: ""
    people: Callable[[], Collection[str]] = tuple
    faults: tuple[CardRefusedError, ...] = ()
    hearing: Hearing | None = None
    take_file: TakeFile | None = None
    open_file: OpenFile | None = None
    ask_file: AskFile | None = None
    save_pocket_card: Callable[[], None] = lambda: None
    unsaved: bytes = b""
    keep_unsaved: Callable[[bytes], None] = lambda _written: None
