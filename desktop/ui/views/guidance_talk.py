"""The running conversation as the panel's strip shows it."""

import msgspec

from desktop.domain.guidance.conversation import Conversation, Kind, Noted
from desktop.ui.views.dates import date_words
from desktop.ui.words import Words


class NotedView(msgspec.Struct, frozen=True):
    """One line of what was noted; ``noted`` is what taking it back takes."""

    noted: Noted
    time: str
    text: str
    take_back_name: str


class TalkView(msgspec.Struct, frozen=True, kw_only=True):
    """``summary`` counts what was noted, and is empty while nothing was."""

    summary: str
    lines: tuple[NotedView, ...]
    report: str
    throw_away: str
    promise: str

    @classmethod
    def of(cls, conversation: Conversation, words: Words) -> "TalkView":
        """The strip of ``conversation``."""
        return cls(
            summary=_summary(conversation, words),
            lines=tuple(_line(noted, words) for noted in conversation.noted),
            report=words("Start a report with this"),
            throw_away=words("Discard"),
            promise=words("Note a promise"),
        )


def _summary(conversation: Conversation, words: Words) -> str:
    tried, warned, promised = (len(conversation.of(kind)) for kind in Kind)
    said = (
        words.plural("{n} step tried", "{n} steps tried", tried) if tried else "",
        words.plural("{n} warning", "{n} warnings", warned) if warned else "",
        words.plural("{n} promise", "{n} promises", promised) if promised else "",
    )
    return ", ".join(filter(None, said))


def _line(noted: Noted, words: Words) -> NotedView:
    match noted.kind:
        case Kind.STEP:
            text = words("Tried: {what}", what=noted.text)
        case Kind.WARNING:
            text = words("Said: “{what}”", what=noted.text)
        case Kind.PROMISE if noted.by:
            text = words(
                "Promised by {day}: {what}", day=date_words(noted.by, words), what=noted.text
            )
        case Kind.PROMISE:
            text = words("Promised: {what}", what=noted.text)
    return NotedView(
        noted,
        words.time_of_day(noted.at),
        text,
        words("Take back: {what}", what=noted.text),
    )
