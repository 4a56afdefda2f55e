"""What can happen to the guidance: what a site makes of it, and what people say of it.

Changes travel in ``notices``, so that every station has them and works with them when it is alone.
What people say of cards is for supervisors: ``records``.
"""

import msgspec

from desktop.domain.events.body import Fact
from desktop.domain.events.streams import Stream
from desktop.domain.guidance.ids import CardId, VersionId
from desktop.domain.reports.attachments import Attachment


class CardEdited(Fact, frozen=True, kw_only=True):
    """The site's own text of a card, whole; this event's id is the version's.

    ``texts`` are the card's files by language (docs/guidance-cards.md). ``bases`` are the versions
    that it was made from and takes the place of: two where somebody joined what two desks had
    changed at once. ``files`` are PDFs that belong to it, such as the site's crisis plan.
    """

    TYPE = "guidance.edited"
    STREAM = Stream.NOTICES
    card: CardId
    texts: dict[str, str] = msgspec.field(default_factory=dict)
    bases: tuple[VersionId, ...] = ()
    is_hidden: bool = False
    files: tuple[Attachment, ...] = ()
    editor: str
    why: str = ""


class GuidanceRuled(Fact, frozen=True, kw_only=True):
    """What the site wants of the guidance.

    ``shares_practice``: supervisors see how practice went. Of several, the one of the highest
    ``revision`` holds.
    """

    TYPE = "guidance.ruled"
    STREAM = Stream.NOTICES
    shares_practice: bool = False
    author: str
    revision: int = 0


class GuidanceWord(Fact, frozen=True, kw_only=True):
    """Something that somebody said of the guidance; for supervisors."""

    STREAM = Stream.RECORDS


class CardRated(GuidanceWord, frozen=True, kw_only=True):
    """Whether a card helped (003). ``rater`` is empty for whoever does not want to be named.

    Without a ``card`` it says what somebody looked for in vain.
    """

    TYPE = "guidance.rated"
    card: CardId = ""
    version: VersionId = ""
    is_helpful: bool = False
    comment: str = ""
    looked_for: str = ""
    rater: str = ""


class CardRead(GuidanceWord, frozen=True, kw_only=True):
    """Somebody confirms having read that version of a card."""

    TYPE = "guidance.read"
    card: CardId
    version: VersionId = ""
    reader: str


class PracticeDone(GuidanceWord, frozen=True, kw_only=True):
    """Somebody went through a practice; sent only where the site has said so, and the person is
    told before.
    """

    TYPE = "guidance.practiced"
    card: CardId
    version: VersionId = ""
    good: int
    of: int
    person: str


GUIDANCE_FACTS: tuple[type[Fact], ...] = (
    CardEdited,
    GuidanceRuled,
    CardRated,
    CardRead,
    PracticeDone,
)
GUIDANCE_NOTICES = frozenset({CardEdited.TYPE, GuidanceRuled.TYPE})
"""Notices that no start waits for: the roster does not rest on them."""
GUIDANCE_WORDS = frozenset({CardRated.TYPE, CardRead.TYPE, PracticeDone.TYPE})
