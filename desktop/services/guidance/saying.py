"""Saying something of the guidance, at any station; it goes to the supervisors' desks."""

from collections.abc import Callable
from concurrent.futures import Future

from msgspec.structs import replace

from desktop.domain.guidance.facts import CardRated, CardRead, GuidanceWord, PracticeDone
from desktop.domain.guidance.ids import CardId, VersionId
from desktop.domain.plain_text import clean
from desktop.services.records.parts import RecordWriter
from desktop.services.records.saying import put_on_record

MOST_LETTERS = 2_000
"""Of a comment, and of what somebody looked for."""


class Saying:
    """Each future is set once it is on this PC's disk, and it is sent from then on until desks
    have it; it raises ``RecordNotSavedError`` where the disk refuses it for now.

    ``writer`` is asked for at the first word: a counter opens its records late.
    """

    def __init__(self, writer: Callable[[], RecordWriter]) -> None:
        self._writer = writer

    def rate(
        self,
        card: CardId,
        version: VersionId,
        *,
        is_helpful: bool,
        comment: str = "",
        rater: str = "",
    ) -> "Future[None]":
        """Say whether ``card`` helped (003). Nobody is named where ``rater`` is empty; the PC
        that it comes from always is, for it signs.
        """
        return self._say(
            CardRated(
                card=card,
                version=version,
                is_helpful=is_helpful,
                comment=comment[:MOST_LETTERS],
                rater=rater,
            )
        )

    def miss(self, looked_for: str, *, rater: str = "") -> "Future[None]":
        """Say what somebody looked for in vain."""
        return self._say(CardRated(looked_for=looked_for[:MOST_LETTERS], rater=rater))

    def confirm(self, card: CardId, version: VersionId, *, reader: str) -> "Future[None]":
        """Say that ``reader`` has read that version."""
        return self._say(CardRead(card=card, version=version, reader=reader))

    def practiced(
        self, card: CardId, version: VersionId, *, good: int, of: int, person: str
    ) -> "Future[None]":
        """Say how a practice went. Ask ``Rules.shares_practice`` before."""
        return self._say(PracticeDone(card=card, version=version, good=good, of=of, person=person))

    def _say(self, word: GuidanceWord) -> "Future[None]":
        said = {name: getattr(word, name) for name in word.__struct_fields__}
        word = replace(word, **{name: clean(s) for name, s in said.items() if isinstance(s, str)})
        return put_on_record(self._writer, word)
