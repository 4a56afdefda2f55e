"""The running conversation, kept on this PC while it goes on."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from desktop.domain.guidance.conversation import Conversation, Kind, Noted
from desktop.domain.guidance.ids import CardId
from desktop.domain.plain_text import clean


class Keeping(Protocol):
    """One conversation in a small private file. ``read`` gives an empty one where there is none
    or it cannot be read; ``write`` may fail without a word, for the report is what counts.
    """

    def read(self) -> Conversation: ...
    def write(self, conversation: Conversation) -> None: ...


class Conversing:
    """Notes what is tried, warned of and promised. It belongs to the windows' thread.

    ``whose`` says the login and the person that it belongs to now: what another began is not
    shown to them, and is thrown away with the first thing they note.
    """

    def __init__(
        self,
        *,
        keeping: Keeping,
        now: Callable[[], datetime],
        whose: Callable[[], tuple[str, str]],
    ) -> None:
        self._keeping = keeping
        self._now = now
        self._whose = whose
        self._conversation = keeping.read()
        self.changed: Callable[[Conversation], None] = lambda _conversation: None

    @property
    def conversation(self) -> Conversation:
        """What was noted so far by whoever sits here."""
        account, person = self._whose()
        kept = self._conversation
        if (kept.account, kept.author) == (account, person):
            return kept
        return Conversation(account=account, author=person)

    def tap(self, card: CardId, step: str) -> None:
        """That step was tried just now; or was not, after all."""
        self._keep(self.conversation.tapped(card, step, self._now()))

    def warn(self, words: str, card: CardId = "") -> None:
        """They were warned just now, in these words."""
        self._note(Noted(kind=Kind.WARNING, text=clean(words), at=self._now(), card=card))

    def promise(self, what: str, by: str = "") -> None:
        """Something was promised, to be kept by that day."""
        self._note(Noted(kind=Kind.PROMISE, text=clean(what), at=self._now(), by=by))

    def take_back(self, noted: Noted) -> None:
        """It was noted by mistake."""
        self._keep(self.conversation.without(noted))

    def throw_away(self) -> Conversation:
        """Forget all of it; returns what it was, for ``bring_back``."""
        gone = self.conversation
        account, person = self._whose()
        self._keep(Conversation(account=account, author=person))
        return gone

    def bring_back(self, gone: Conversation) -> None:
        """Undo ``throw_away``; what was noted since stays, after it. Nothing happens where somebody
        else sits here now.
        """
        if (gone.account, gone.author) != self._whose():
            return
        back = gone
        for noted in self.conversation.noted:
            back = back.with_(noted)
        self._keep(back)

    def _note(self, noted: Noted) -> None:
        self._keep(self.conversation.with_(noted))

    def _keep(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._keeping.write(conversation)
        self.changed(conversation)
