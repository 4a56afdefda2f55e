"""A site that is brought back from a backup: what was found in it, and how far it is."""

import msgspec

from desktop.domain.events.header import moment
from desktop.ui.views.attachments import size_of
from desktop.ui.views.dates import instant_words
from desktop.ui.words import Words


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What is in a backup. ``at_ms`` is the clock of the PC at ``place``, where it was made; a
    counter's ``has_reports`` no one's. ``left_out`` are attachments that were not at that PC.
    """

    site_name: str
    place: str
    at_ms: int
    calls: int
    reports: int
    has_reports: bool
    attachments: int
    left_out: int = 0


class Progress(msgspec.Struct, frozen=True):
    """How much of the events, and how many bytes of the attachments, are back."""

    events: int = 0
    of_events: int = 0
    size: int = 0
    of_size: int = 0

    @property
    def share(self) -> float:
        """How far it is, from 0 to 1; where there are attachments, events are the first half."""
        events = _share(self.events, self.of_events)
        return (events + _share(self.size, self.of_size)) / 2 if self.of_size else events


def found_lines(found: Found, words: Words) -> tuple[tuple[str, str], ...]:
    """Return what is to be known of it before it is brought back, each under its name."""
    made = words(
        "{when}, at {place}", when=instant_words(moment(found.at_ms), words), place=found.place
    )
    if found.has_reports:
        reports = str(found.reports)
    else:
        reports = words("None: it was made at a counter, which keeps no reports.")
    attachments = str(found.attachments)
    if found.left_out:
        attachments = words(
            "{n}; {lacking} more are not in it. Another desk's backup may have them.",
            n=found.attachments,
            lacking=found.left_out,
        )
    return (
        (words("Site"), found.site_name),
        (words("Made"), made),
        (words("Calls"), str(found.calls)),
        (words("Reports"), reports),
        (words("Attachments"), attachments),
    )


def progress_words(progress: Progress, words: Words) -> str:
    """Return how far it is, in words."""
    if progress.size:
        return words(
            "Bringing attachments back: {done} of {all}",
            done=size_of(progress.size, words=words),
            all=size_of(progress.of_size, words=words),
        )
    if progress.events < progress.of_events:
        return words(
            "Bringing history back: {done} of {all}", done=progress.events, all=progress.of_events
        )
    return words("Putting the history in order")


def _share(done: int, of: int) -> float:
    return done / of if of else 0.0
